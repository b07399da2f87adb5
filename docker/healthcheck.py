"""Ask the web server in this container whether it is well; the exit code is the answer."""

import os
import sys
import urllib.error
import urllib.request

# As the proxy would ask: a host that is allowed, over TLS.
request = urllib.request.Request(
    "http://127.0.0.1:8000/healthz",
    headers={
        "Host": os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0],
        "X-Forwarded-Proto": "https",
    },
)
try:
    with urllib.request.urlopen(request, timeout=2) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"not well: {error}")

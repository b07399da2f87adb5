"""The settings under test: those of production, in an environment that no `.env` can reach."""

import atexit
import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Made by tests/conftest.py: mypy reads these settings too, and would leave an empty folder behind.
var_dir = os.path.join(tempfile.gettempdir(), f"linggong-tests-{secrets.token_hex(8)}")
atexit.register(shutil.rmtree, var_dir, ignore_errors=True)

os.environ.update(
    {
        "SECRET_KEY": "only-for-the-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
        "PERSONAL_DATA_KEYS": "b25seS1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODlhYmM=",
        "DEBUG": "0",
        "DEMO": "1",
        "VAR_DIR": var_dir,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1],testserver",
        "PUBLIC_BASE_URL": "",
        # Else a page opened by one test starts a thread that mends what a later one has broken.
        "PUBLICATION_POLL_SECONDS": "0",
        # A thread that writes beside the tests; those of the counting turn it on.
        "UNMET_SEARCHES": "0",
        "SITE_REGION": "370400",
        "MAP_APPROVAL_NUMBER": "",
        "TIANDITU_KEY": "",
        "BEHIND_PROXY": "0",
        # The test client and the browser speak plain HTTP.
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_HSTS_SECONDS": "0",
        "LOG_LEVEL": "WARNING",
        # The tests bring lxml, which is not deployed; openpyxl writes otherwise with it.
        "OPENPYXL_LXML": "False",
    }
)
if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = subprocess.run(
        [ROOT / "scripts" / "database", "url"], capture_output=True, text=True, check=True
    ).stdout.strip()
    os.environ["LINGGONG_OWN_DATABASE"] = "1"

from config.settings import *  # noqa: E402, F403

# One hash instead of a tenth of a second; the real hasher is tested by name.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
# What a test commits need not outlive the machine.
DATABASES["default"]["OPTIONS"]["options"] += " -c synchronous_commit=off"  # noqa: F405

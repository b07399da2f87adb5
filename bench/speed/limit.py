"""The limit: nginx, which reads our own answers from disk and computes nothing.

Each question of each kind has a file, `KIND/N`, and the same packed in gzip beside it; nginx sends
that one as it lies there to whoever takes gzip.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.speed import figures
from bench.speed.side import PROCESSES, Side

_TYPES = {"tile": "application/vnd.mapbox-vector-tile"}
_CONFIGURATION = """
daemon off; worker_processes {processes}; pid {home}/nginx.pid; error_log stderr warn;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  open_file_cache max=4000; open_file_cache_valid 600s; gzip_static on;
  client_body_temp_path {home}/nginx-temp; proxy_temp_path {home}/nginx-temp;
  fastcgi_temp_path {home}/nginx-temp; uwsgi_temp_path {home}/nginx-temp;
  scgi_temp_path {home}/nginx-temp;
  default_type application/geo+json;
  server {{
    listen 127.0.0.1:{port}; root {home}/answers;
    location /tile/ {{ default_type {tile}; }}
  }}
}}
"""


def nginx(port: int, folder: Path, env: dict[str, str]) -> Side:
    home = folder / "limit"
    (home / "answers").mkdir(parents=True, exist_ok=True)
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise FileNotFoundError("nginx is missing: scripts/system-packages bench")
    # Started by root its workers would be somebody else, who need not see these files.
    user = f"user {_owner(home)};" if home.stat().st_uid == 0 else ""
    told = home / "nginx.conf"
    told.write_text(
        _CONFIGURATION.format(
            processes=PROCESSES, home=home, port=port, user=user, tile=_TYPES["tile"]
        )
    )
    return Side(figures.NGINX, port, [program, "-p", str(home), "-c", str(told)], env)


def _owner(home: Path) -> str:
    return f"{home.owner()} {home.group()}"


def keep(folder: Path, kind: str, plain: Sequence[bytes], packed: Sequence[bytes | None]) -> None:
    """Our answers to the questions of a kind, in their order; `packed` are the same in gzip, None
    where nothing is packed."""
    home = folder / "limit" / "answers" / kind
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for number, (body, small) in enumerate(zip(plain, packed, strict=True)):
        (home / str(number)).write_bytes(body)
        if small is not None:
            (home / f"{number}.gz").write_bytes(small)

"""A country of made places in a database of its own, published, and the peers' table from it."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "var" / "bench"
QUESTIONS = 600
DAYS = 7
# Only where a static file has changed; the command itself takes 6–20 s each time.
_COLLECT = "import django; django.setup(); from maps.collected import collect; collect()"


def server_url() -> str:
    """Of the project's own PostgreSQL, which is started where it is not running."""
    _database("start")
    return _database("url")


def psql(statement: str) -> str:
    """What the project's own PostgreSQL answers, whatever DATABASE_URL says."""
    return _database("psql", "-qAt", "-c", statement)


def _database(*arguments: str) -> str:
    own = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [str(ROOT / "scripts" / "database"), *arguments]
    said = subprocess.run(command, check=True, env=own, stdout=subprocess.PIPE, text=True)
    return said.stdout.strip()


def environment(places: int, port: int) -> dict[str, str]:
    """As scripts/serve.py sets it, with a database and files of the bench's own."""
    return {
        **os.environ,
        "VAR_DIR": str(HOME / str(places)),
        "DATABASE_URL": server_url().replace("/linggong?", f"/bench_{places}?"),
        "DEBUG": "0", "DEMO": "1", "SECURE_SSL_REDIRECT": "0", "SECURE_HSTS_SECONDS": "0",
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "SECRET_KEY": "bench-" * 10,
        # All of the load comes from one address, which the limits are there to stop.
        "RATE_PAGES": "0", "RATE_API": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings", "GRANIAN_WORKERS": "2",
    }  # fmt: skip


def publication(places: int) -> Path | None:
    """The folder of the newest one of so many places, if there is any."""
    found = sorted((HOME / str(places) / "publication-cache").glob("*/manifest.json"))
    return found[-1].parent if found else None


def prepare(places: int, port: int) -> None:
    """What is missing of the ledger, the publication and the peers' table; else nothing."""
    (HOME / str(places)).mkdir(parents=True, exist_ok=True)
    env, done = environment(places, port), HOME / str(places) / "made"
    if not done.exists():
        if not psql(f"SELECT 1 FROM pg_database WHERE datname = 'bench_{places}'"):
            psql(f"CREATE DATABASE bench_{places}")
        run = [sys.executable]
        make = ["manage.py", "make_demo", "--places", str(places), "--seed", "1", "--replace"]
        for step in (["scripts/prepare.py"], make, ["manage.py", "publish"]):
            subprocess.run([*run, *step], cwd=ROOT, env=env, check=True)
        done.touch()
    subprocess.run([sys.executable, "-c", _COLLECT], cwd=ROOT, env=env, check=True)
    today = dt.date.today().isoformat()
    filled = HOME / str(places) / "filled"
    if not filled.exists() or filled.read_text() != today:
        subprocess.run(
            [sys.executable, "-m", "bench.speed.fill", str(places)], cwd=ROOT, env=env, check=True
        )
        filled.write_text(today)


def questions_path(places: int) -> Path:
    return HOME / str(places) / "questions.json"


def positions(places: int) -> dict[str, tuple[float, float]]:
    found = json.loads((HOME / str(places) / "positions.json").read_text())
    return {id: (lon, lat) for id, (lon, lat) in found.items()}


def gone(places: int) -> set[str]:
    return set(json.loads((HOME / str(places) / "gone.json").read_text()))


def peers_environment(name: str) -> Path:
    """A peer's own Python, installed from bench/requirements where that has not been done."""
    home, wanted = HOME / f"venv-{name}", ROOT / "bench" / "requirements" / f"{name}.txt"
    stamp = home / "installed"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        finder = str(ROOT / "scripts" / "find-python")
        python = subprocess.run([finder], check=True, capture_output=True, text=True).stdout.strip()
        subprocess.run([python, "-m", "venv", "--clear", str(home)], check=True)
        subprocess.run(
            [str(home / "bin" / "pip"), "install", "-qq", "--no-input", "--only-binary", ":all:",
             "--require-hashes", "-r", str(wanted)], check=True,
        )  # fmt: skip
        stamp.write_text(wanted.read_text())
    return home / "bin" / "python"

"""Serve the demo on this machine: database, web server and worker, until Ctrl-C.

Started by scripts/run, which has set everything up. The settings are those of production, but for
plain HTTP on localhost and a secret of this machine's own. Children are ended one by one, by pid.
"""

import base64
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import environ

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
READY_WITHIN_S = 90
END_WITHIN_S = 10
PR_SET_PDEATHSIG = 1
APP_ROLE = "linggong_app"
# What only the owner of the schema may do; everything else runs as the application's role.
OWNERS_COMMANDS = (
    "migrate", "grant_app_role", "load_demo", "load_planning_demo", "make_demo", "flush", "dbshell",
)  # fmt: skip


@dataclass
class Child:
    """A process that is started again when it ends; a quick death makes the pause longer."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches this script alone, which then ends each in turn.
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, start_new_session=True, preexec_fn=_die_with_parent
        )

    def look_after(self) -> None:
        """Start it again once it has ended and its pause is over."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        if lived < self.pause:
            return
        self.pause = 1.0 if lived > 60 else min(30.0, max(1.0, self.pause * 2))
        say(f"The {self.name} ended (code {self.process.returncode}); starting it again.")
        self.start()

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _die_with_parent() -> None:
    """Let the kernel end this process should the script be killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def private_secret() -> str:
    """The SECRET_KEY of this checkout, made once, readable by its owner only."""
    path = ROOT / "var" / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret + "\n")
    return secret


def private_personal_data_key() -> str:
    """The PERSONAL_DATA_KEYS of this checkout, made once, readable by its owner only."""
    path = ROOT / "var" / "personal-data-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        file.write(key + "\n")
    return key


def port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def set_environment(port: int) -> None:
    """What is not set already, neither outside nor in .env, gets the demo's value."""
    environ.Env.read_env(ROOT / ".env")
    demo = {
        "DEBUG": "0",
        "DEMO": "1",
        "PUBLIC_BASE_URL": f"http://localhost:{port}",
        "SECURE_SSL_REDIRECT": "0",
        "SECURE_HSTS_SECONDS": "0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GRANIAN_WORKERS": "2",
    }
    for name, value in demo.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = private_secret()
    if not os.environ.get("PERSONAL_DATA_KEYS"):
        os.environ["PERSONAL_DATA_KEYS"] = private_personal_data_key()
    if not os.environ.get("DATABASE_URL"):
        database = str(ROOT / "scripts" / "database")
        subprocess.run([database, "start"], check=True)
        owner = subprocess.run(
            [database, "url"], check=True, capture_output=True, text=True
        ).stdout.strip()
        os.environ["OWNER_DATABASE_URL"] = owner
        os.environ["DATABASE_URL"] = owner.replace("linggong@", f"{APP_ROLE}@", 1)
        os.environ["APP_DATABASE_ROLE"] = APP_ROLE


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(url: str, children: list[Child], stopping: Callable[[], bool]) -> bool:
    until = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < until and not stopping():
        if answers(url):
            return True
        for child in children:
            child.look_after()
        time.sleep(0.2)
    return False


def manage(arguments: list[str], port: int) -> None:
    """Become manage.py; see scripts/manage."""
    set_environment(port)
    if arguments[0] in OWNERS_COMMANDS and os.environ.get("OWNER_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["OWNER_DATABASE_URL"]
    os.execv(PYTHON, [PYTHON, str(ROOT / "manage.py"), *arguments])  # noqa: S606


def main() -> int:
    host = os.environ.get("HOST", "127.0.0.1")
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal() or not 1 <= int(given) <= 65535:
        say(f"PORT is {given!r}; it must be a number from 1 to 65535, such as: make run PORT=8001")
        return 2
    port = int(given)
    if len(sys.argv) > 1:
        manage(sys.argv[1:], port)
    if not port_is_free(host, port):
        say(f"Port {port} on {host} is taken. Choose another: make run PORT={port + 1}")
        return 1
    set_environment(port)
    say("Preparing:")
    prepared = subprocess.run([PYTHON, "scripts/prepare.py", "--demo"], cwd=ROOT)
    if prepared.returncode != 0:
        return prepared.returncode

    web = [PYTHON, "-m", "config.web", "--interface", "wsgi", "config.wsgi:application"]
    web += ["--host", host, "--port", str(port), "--respawn-failed-workers", "--no-access-log"]
    web += ["--workers", os.environ["GRANIAN_WORKERS"]]
    web += ["--blocking-threads", os.environ.get("GRANIAN_BLOCKING_THREADS", "64")]
    children = [
        Child("web server", web),
        Child("worker", [PYTHON, "manage.py", "work"]),
    ]

    asked_to_stop = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        for child in children:
            child.start()
        address = f"http://localhost:{port}"
        if wait_until_ready(f"{address}/healthz", children, lambda: asked_to_stop):
            say(f"\n零工地图 is ready: {address}/   in English: {address}/en/\nCtrl-C ends it.\n")
        elif not asked_to_stop:
            say(f"No answer from {address}/healthz after {READY_WITHIN_S} s; see the lines above.")
            return 1
        while not asked_to_stop:
            for child in children:
                child.look_after()
            time.sleep(0.5)
    finally:
        for child in children:
            child.end()
        until = time.monotonic() + END_WITHIN_S
        for child in children:
            child.wait(until)
    say("Ended. The project's own database goes on running; `make stop` ends it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

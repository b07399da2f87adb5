"""The shell scripts parse, say what is missing, and leave alone what is there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

SHELL = [
    path
    for path in [*sorted((ROOT / "scripts").iterdir()), ROOT / ".ci" / "run"]
    if path.is_file() and path.read_bytes().startswith(b"#!/usr/bin/env bash")
]
# What system-packages asks for, beside the shell's own needs.
WANTED = ("make", "msgfmt", "node", "npm", "flock", "chromium", "fc-list", "ogrinfo", "ogr2ogr")
TOOLS = ("bash", "env", "dirname", "grep", "sort", "tail", "mkdir", "rm", "tee", "cat", "mktemp")


@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_each_script_parses_and_can_be_run(script: Path) -> None:
    subprocess.run(["bash", "-n", script], check=True)
    assert os.access(script, os.X_OK)
    assert "set -" in script.read_text(encoding="utf-8")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that stands for a machine; apt notes what it is asked."""
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (tmp_path / name).symlink_to(found)
    for name in WANTED:
        program(tmp_path / name, "echo yes")
    program(tmp_path / "python3", "exit 0")
    program(tmp_path / "apt-get", f'echo "$@" >>{tmp_path}/asked')
    program(tmp_path / "id", "echo 1000")
    return tmp_path


def program(path: Path, body: str) -> None:
    path.unlink(missing_ok=True)
    path.write_text(f"#!{shutil.which('bash')}\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def system_packages(machine: Path) -> subprocess.CompletedProcess[str]:
    # A database of one's own, so that PostgreSQL is not asked for.
    return subprocess.run(
        [ROOT / "scripts" / "system-packages", "test"],
        env={"PATH": str(machine), "DATABASE_URL": "postgis:///elsewhere"},
        capture_output=True,
        text=True,
    )


def test_a_machine_that_has_everything_is_not_asked_for_anything(machine: Path) -> None:
    result = system_packages(machine)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert not (machine / "asked").exists()


def test_without_root_the_command_to_run_is_said(machine: Path) -> None:
    (machine / "msgfmt").unlink()
    (machine / "node").unlink()
    result = system_packages(machine)
    assert result.returncode == 1
    assert "sudo apt-get update" in result.stderr
    assert "install -y --no-install-recommends gettext nodejs" in result.stderr
    assert not (machine / "asked").exists()


def test_sudo_that_asks_no_password_is_used(machine: Path) -> None:
    (machine / "msgfmt").unlink()
    program(machine / "sudo", f'echo sudo "$@" >>{machine}/asked')
    result = system_packages(machine)
    assert result.returncode == 0, result.stderr
    asked = (machine / "asked").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("sudo -n apt-get") and line.endswith("update") for line in asked)
    assert any(line.endswith("--no-install-recommends gettext") for line in asked)


@pytest.mark.parametrize("works", [True, False])
def test_a_browser_without_windows_is_fetched_where_that_is_easy(
    machine: Path, works: bool
) -> None:
    """By root, of an apt that knows it; where it fails, the browser that is there does as well."""
    program(machine / "id", "echo 0")
    assert system_packages(machine).stderr == ""
    program(machine / "apt-cache", "exit 0")
    program(machine / "apt-get", f'echo "$@" >>{machine}/asked; exit {0 if works else 100}')
    result = system_packages(machine)
    assert result.returncode == 0
    asked = (machine / "asked").read_text(encoding="utf-8").splitlines()
    assert [line.rpartition(" ")[2] for line in asked] == ["chromium-headless-shell"]
    assert ("go on with the browser" in result.stderr) != works


def test_when_apt_fails_its_last_words_are_shown(machine: Path) -> None:
    (machine / "msgfmt").unlink()
    program(machine / "sudo", 'case "$*" in *install*) echo no such package; exit 100 ;; esac')
    result = system_packages(machine)
    assert result.returncode == 1
    assert "no such package" in result.stderr
    assert "could not install" in result.stderr


def test_without_apt_the_missing_programs_are_named(machine: Path) -> None:
    (machine / "apt-get").unlink()
    (machine / "npm").unlink()
    result = system_packages(machine)
    assert result.returncode == 1
    assert "no apt" in result.stderr
    assert "npm" in result.stderr


def test_a_database_of_ones_own_is_left_alone() -> None:
    environment = {**os.environ, "DATABASE_URL": "postgis://someone@elsewhere/name"}
    for verb, words in (("url", "postgis://someone@elsewhere/name\n"), ("start", ""), ("stop", "")):
        result = subprocess.run(
            [ROOT / "scripts" / "database", verb],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert result.stdout == words


@pytest.mark.parametrize("port", ["abc", "", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_none_is_refused_in_words(port: str) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / "serve.py"],
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"PORT is {port!r}; it must be a number from 1 to 65535")
    assert "Traceback" not in ran.stderr


def test_manage_runs_a_command_in_the_environment_of_make_run() -> None:
    ran = subprocess.run(
        [ROOT / "scripts" / "manage", "check"], capture_output=True, text=True, check=True
    )
    assert "no issues" in ran.stdout

"""Django's own check for deployment finds nothing to say about the settings as deployed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PRODUCTION = {
    "SECRET_KEY": "kH3v_9sLq2Zr7WmXc5TtYbN8uJd1PfEaG6oRiQwM4zVxCgKy0Bn",
    "PERSONAL_DATA_KEYS": "b25seS1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODlhYmM=",
    "ALLOWED_HOSTS": "linggong.example",
    "PUBLIC_BASE_URL": "https://linggong.example",
    "BEHIND_PROXY": "1",
    "DATABASE_URL": "postgis://linggong:secret@database/linggong",
}


def deployment_check(var_dir: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={**kept, **PRODUCTION, "VAR_DIR": str(var_dir), **changed},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
    )


def test_the_deployment_check_is_clean(tmp_path: Path) -> None:
    result = deployment_check(tmp_path)
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "short", "security.W009"),
        ("SECURE_SSL_REDIRECT", "0", "security.W008"),
        ("DEBUG", "1", "security.W018"),
        ("PERSONAL_DATA_KEYS", "", "PERSONAL_DATA_KEYS is not set"),
        ("PERSONAL_DATA_KEYS", "too-short", "44 characters"),
    ],
)
def test_a_weak_setting_fails_the_check(tmp_path: Path, name: str, value: str, word: str) -> None:
    result = deployment_check(tmp_path, **{name: value})
    assert result.returncode != 0
    assert word in result.stderr


def test_the_service_does_not_start_without_a_secret(tmp_path: Path) -> None:
    environment = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    result = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        env={**environment, "VAR_DIR": str(tmp_path)},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
    )
    assert result.returncode != 0
    assert "SECRET_KEY" in result.stderr

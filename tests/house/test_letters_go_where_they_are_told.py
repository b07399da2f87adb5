"""Letters are printed unless the deployment says how they go out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.test_production_settings import PRODUCTION

NAMES = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_USE_TLS", "DEFAULT_FROM_EMAIL")
ASKED = (
    "import json; from config import settings;"
    f"print(json.dumps([getattr(settings, name, None) for name in {NAMES}]))"
)
BACKEND = "django.core.mail.backends.{}.EmailBackend"


def said(tmp_path: Path, **given: str) -> list[object]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        env={**kept, **PRODUCTION, "VAR_DIR": str(tmp_path), **given},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    read: list[object] = json.loads(done.stdout)
    return read


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [BACKEND.format("console"), "", None, None, "noreply@localhost"]),
        (
            {
                "EMAIL_URL": "smtp+tls://desk:pass@mail.example:587",
                "MAIL_FROM": "desk@example.org",
            },
            [BACKEND.format("smtp"), "mail.example", 587, True, "desk@example.org"],
        ),
        (
            {"CONTACT_EMAIL": "office@example.org"},
            [BACKEND.format("console"), "", None, None, "office@example.org"],
        ),
    ],
    ids=["by default", "by SMTP", "from the office"],
)
def test_letters_go_where_the_settings_say(
    tmp_path: Path, given: dict[str, str], expected: list[object]
) -> None:
    assert [each or None for each in said(tmp_path, **given)] == [each or None for each in expected]

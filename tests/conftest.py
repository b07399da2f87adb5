"""What every test can count on: a running database, if the run did not bring its own."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Start the project's private PostGIS before the first test database is made."""
    if os.environ.get("LINGGONG_OWN_DATABASE") == "1":
        subprocess.run([ROOT / "scripts" / "database", "start"], check=True)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT

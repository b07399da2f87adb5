"""Whoever looks after a deployment finds every command in the documents, and no other."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

DOCS = Path(__file__).resolve().parents[2] / "docs"
OURS = {"directory", "geo", "maps", "planning"}
# Programs of PostgreSQL, which are written as our commands are.
POSTGRESQL = {"pg_dump", "pg_restore"}
COMMANDS = {name for name, app in get_commands().items() if app in OURS}


def text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md")))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"(?<![\w-]){command}(?![\w-])", text())


def test_the_operators_page_names_no_command_that_does_not_exist() -> None:
    page = (DOCS / "operator.md").read_text(encoding="utf-8")
    # In tables: `command` or `command ARGUMENTS`, where the name has an underscore or stands alone.
    named = set(re.findall(r"`([a-z]+_[a-z]+)(?:[ `])", page))
    assert named
    assert named - POSTGRESQL <= COMMANDS

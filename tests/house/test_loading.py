"""The program is loaded before workers are forked: nothing in it may be alive by then."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import defaults, web

ROOT = Path(__file__).resolve().parents[2]
LOAD = """
import json, sys, threading
from config import web
web.load()
from django.db import connections
from directory.publication import standing
print(json.dumps({
    "threads": threading.active_count(),
    "connected": [each.alias for each in connections.all() if each.connection is not None],
    "snapshot": standing.snapshot() is not None,
    "views": "maps.views" in sys.modules,
    "search": "directory.publication.around" in sys.modules,
    "application": "config.wsgi" in sys.modules,
}))
"""


def test_what_workers_are_forked_from_has_the_program_and_nothing_that_is_alive() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOAD], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert json.loads(run.stdout) == {
        "threads": 1, "connected": [], "snapshot": False,
        "views": True, "search": True, "application": False,
    }  # fmt: skip


class _BegunAnew(Exception):
    """The process would be another now."""


def test_it_begins_anew_once_where_allocators_have_not_been_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began: list[list[str]] = []

    def execv(path: str, command: list[str]) -> None:
        began.append([path, *command])
        raise _BegunAnew

    monkeypatch.setattr(os, "environ", {"MALLOC_ARENA_MAX": "4"})
    monkeypatch.setattr(os, "execv", execv)
    with pytest.raises(_BegunAnew):
        web.main()
    assert began == [[sys.executable, sys.executable, *sys.orig_argv[1:]]]
    assert os.environ["MALLOC_ARENA_MAX"] == "4"
    assert os.environ["_RJEM_MALLOC_CONF"] == "oversize_threshold:0"
    assert not defaults.of_memory()

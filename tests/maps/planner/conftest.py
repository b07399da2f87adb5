"""Work of the planner in the test's own transaction."""

from contextlib import nullcontext

import pytest

from directory.imports import watch


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work says its progress to nobody: another connection would not see this test's rows."""
    monkeypatch.setattr(watch, "outside", lambda _work: nullcontext(watch.Watch()))

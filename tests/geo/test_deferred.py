"""A module that waits for its first use: loaded once, by whichever thread; missing only then."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geo.deferred import Deferred

MADE, MISSING = "only_when_used", "no_such_module_anywhere"
MODULE = """
import pathlib, time
with pathlib.Path(__file__).with_suffix(".loaded").open("a") as count:
    count.write("x")
time.sleep(0.2)
VALUE = 7
"""


def test_it_is_loaded_once_by_the_first_of_many_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{MADE}.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    module = Deferred(MADE)
    assert MADE not in sys.modules
    try:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: module.VALUE, range(8)))
    finally:
        sys.modules.pop(MADE, None)
    assert found == [7] * 8
    assert (tmp_path / f"{MADE}.loaded").read_text() == "x"


def test_a_missing_module_is_told_at_its_first_use() -> None:
    module = Deferred(MISSING)
    assert MISSING in repr(module)
    with pytest.raises(ModuleNotFoundError, match=MISSING):
        _ = module.anything


def test_what_the_module_lacks_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = Deferred("json").no_such_name

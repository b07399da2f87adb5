"""Web processes as many as cores have one each; fewer leave it to the system."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORES = sorted(os.sched_getaffinity(0))
SETTLE = """
import os, sys, threading
from pathlib import Path
from config.cores import settle
waiting = threading.Event()
other = threading.Thread(target=waiting.wait, daemon=True)
other.start()
print(settle(Path(sys.argv[1]), int(sys.argv[2])), sorted(os.sched_getaffinity(0)),
      sorted(os.sched_getaffinity(other.native_id)), sep=";", flush=True)
sys.stdin.read()
"""


class Process:
    """One that has settled, and lives until it is ended."""

    def __init__(self, folder: Path, processes: int) -> None:
        self._running = subprocess.Popen(
            [sys.executable, "-c", SETTLE, str(folder), str(processes)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._running.stdout is not None
        self.core, self.main, self.thread = self._running.stdout.readline().strip().split(";")

    def end(self) -> None:
        self._running.communicate("", timeout=20)


@pytest.fixture
def settled(tmp_path: Path):
    made: list[Process] = []

    def settle(processes: int) -> Process:
        made.append(Process(tmp_path / "cores", processes))
        return made[-1]

    yield settle
    for each in made:
        each.end()


def test_each_of_as_many_processes_as_cores_has_one_of_its_own(settled) -> None:
    found = [settled(len(CORES)) for _ in CORES]
    assert sorted(int(each.core) for each in found) == CORES
    for each in found:
        assert each.main == each.thread == f"[{each.core}]"


def test_one_more_goes_where_the_system_puts_it_until_a_core_is_free(settled) -> None:
    first, *_others = [settled(len(CORES) + 1) for _ in CORES]
    late = settled(len(CORES) + 1)
    assert (late.core, late.main) == ("None", str(CORES))
    first.end()
    assert settled(len(CORES) + 1).core == first.core


@pytest.mark.parametrize("processes", [0, len(CORES) - 1])
def test_where_cores_are_left_over_none_is_taken(settled, processes: int) -> None:
    one = settled(processes)
    assert (one.core, one.main) == ("None", str(CORES))


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    one = Process(tmp_path / "file" / "cores", len(CORES))
    one.end()
    assert (one.core, one.main) == ("None", str(CORES))

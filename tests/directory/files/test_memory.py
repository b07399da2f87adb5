"""However a file is made, reading it stays under 300 MB; a child process is measured."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.directory.files import hostile

ROOT = Path(__file__).resolve().parents[3]
MOST_MIB = 300
CHILD = """
import json, re, sys, time
from pathlib import Path
from directory.ledger import LedgerFileError, Limits, ReadOptions, Template, Vocabulary, read_file
path = Path(sys.argv[1])
fixtures = Path("fixtures")
options = ReadOptions(
    template=Template.load(fixtures / "templates" / "370000.json"),
    vocabulary=Vocabulary.from_files(fixtures / "vocabulary"),
    # So that what lies behind the first line of defence is tried too.
    limits=Limits(ratio=10**9),
)
code, rows, start = "", 0, time.monotonic()
try:
    rows = sum(1 for _ in read_file(path, path.name, options).rows())
except LedgerFileError as error:
    code = error.code
# Not getrusage: its maximum is that of the parent where the parent was larger at the fork.
peak = int(re.search("VmHWM: *\\s*([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024
took = time.monotonic() - start
print(json.dumps({"code": code, "rows": rows, "mib": peak, "seconds": took}))
"""


def measured(path: Path) -> dict[str, float | str]:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True, text=True, cwd=ROOT, timeout=120, check=False,
    )  # fmt: skip
    assert child.returncode == 0, child.stderr[-2000:]
    answer: dict[str, float | str] = json.loads(child.stdout)
    return answer


@pytest.mark.parametrize(
    ("make", "suffix", "code"), hostile.ALL, ids=[make.__name__ for make, _, _ in hostile.ALL]
)
def test_a_hostile_file_is_refused_without_filling_the_memory(
    tmp_path: Path, make: Callable[[Path], Path], suffix: str, code: str
) -> None:
    answer = measured(make(tmp_path / f"hostile{suffix}"))
    assert answer["code"] == code
    assert float(answer["mib"]) < MOST_MIB
    assert float(answer["seconds"]) < 30

"""Node's own tests of the pure modules, run with the others."""

import re
import subprocess
from pathlib import Path

from maps.views.offline import KEPT_FILES

HERE = Path(__file__).parent
TESTS = sorted(HERE.glob("*.test.js"))


def test_the_pure_modules_pass_their_own_tests() -> None:
    assert TESTS
    done = subprocess.run(
        ["node", "--test", "--test-reporter", "tap", *map(str, TESTS)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    failed = [line for line in done.stdout.splitlines() if line.strip().startswith("not ok")]
    assert done.returncode == 0, "\n".join([*failed, done.stdout[-4000:], done.stderr])


def test_the_worker_keeps_every_file_that_the_shell_loads() -> None:
    """Each module the offline page imports, directly or not, is in the list of kept files."""
    scripts = HERE.parents[1] / "maps" / "static" / "maps" / "js"
    needed: set[str] = set()
    open_ends = ["offline.js"]
    while open_ends:
        name = open_ends.pop()
        if name not in needed:
            needed.add(name)
            text = (scripts / name).read_text(encoding="utf-8")
            open_ends += re.findall(r'from "\./([\w.]+)";', text)
    kept = {Path(name).name for name in KEPT_FILES if name.startswith("maps/js/")}
    assert kept == needed

"""Scripts are sent without their comments, and remain the same programs."""

import re
import subprocess
from pathlib import Path

import pytest

from maps.lean import without_comments

SCRIPTS = Path(__file__).resolve().parents[2] / "maps" / "static" / "maps" / "js"
NAMES = sorted(path.name for path in SCRIPTS.glob("*.js"))


def literals(script: str) -> list[str]:
    """The string literals of a script, in order."""
    return re.findall(r'"(?:[^"\\\n]|\\.)*"|`[^`]*`', script)


@pytest.mark.parametrize("name", NAMES)
def test_a_script_without_comments_is_still_a_program(name: str, tmp_path: Path) -> None:
    source = (SCRIPTS / name).read_text(encoding="utf-8")
    lean = without_comments(source)
    assert "/*" not in lean
    assert re.search(r"^\s*//", lean, re.MULTILINE) is None
    suffix = ".cjs" if name == "worker.js" else ".mjs"
    written = tmp_path / f"lean{suffix}"
    written.write_text(lean, encoding="utf-8")
    subprocess.run(["node", "--check", str(written)], check=True, capture_output=True)
    without = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    without = re.sub(r"^\s*//.*$", "", without, flags=re.MULTILINE)
    assert literals(lean) == literals(without)
    assert re.sub(r"\s+", "", lean) == re.sub(r"\s+", "", without)


def test_casts_blocks_and_lines_go_and_code_stays() -> None:
    script = (
        "/** About\n * it. */\nconst a = /** @type {any} */ (b);\n"
        '\n  // why\n  go("http://x"); // kept\n'
    )
    assert without_comments(script) == 'const a = (b);\ngo("http://x"); // kept\n'

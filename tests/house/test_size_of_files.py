"""A source file that has grown past 400 lines is two files."""

from tests.house.sources import ROOT, files

MOST = 400
FOLDERS = ("config", "maps", "planning", "directory", "geo", "tests", "scripts", "bench")


def test_no_file_has_grown_too_long() -> None:
    long = {}
    for folder in FOLDERS:
        for path in files(folder, ".py", ".js", ".css", ".html"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > MOST and "migrations" not in path.parts:
                long[str(path.relative_to(ROOT))] = lines
    assert long == {}

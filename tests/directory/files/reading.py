"""What the tests of files share: a layout, a vocabulary, and readings of what they have made."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from directory.ledger import (
    LedgerFileError,
    LedgerRow,
    Reading,
    ReadOptions,
    Template,
    Vocabulary,
    read_file,
)

FIXTURES = Path(__file__).resolve().parents[3] / "fixtures"
SHANDONG = Template.load(FIXTURES / "templates" / "370000.json")
ZHEJIANG = Template.load(FIXTURES / "templates" / "330000.json")
REGIONS = {"370402": "市中区", "370403": "薛城区", "370481": "滕州市"}
VOCABULARY = Vocabulary.from_files(FIXTURES / "vocabulary", REGIONS)
TODAY = dt.date(2026, 11, 24)


def options(**values: Any) -> ReadOptions:
    usual = {"template": SHANDONG, "vocabulary": VOCABULARY, "today": TODAY}
    return ReadOptions(**{**usual, **values})


def reading(path: Path, **values: Any) -> Reading:
    return read_file(path, path.name, options(**values))


def rows(path: Path, **values: Any) -> list[LedgerRow]:
    return list(reading(path, **values).rows())


def text_file(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def refusal(path: Path, **values: Any) -> LedgerFileError:
    """Why the file is refused as a whole; a file that is not refused fails the test."""
    with pytest.raises(LedgerFileError) as caught:
        list(reading(path, **values).rows())
    return caught.value


def problems(row: LedgerRow) -> dict[str, str]:
    """Code of each problem by field."""
    return {problem.field: problem.code for problem in row.problems}

"""A file can cost the reading process its memory, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from directory.imports import process
from directory.imports.asking import Question, vocabulary_to_json
from directory.imports.vocabulary import template_path
from directory.ledger import Vocabulary
from tests.factories.workbooks import messy_workbook

MIB = 1024 * 1024


def asked(path: Path) -> Question:
    return Question(
        path=str(path),
        name=path.name,
        template=str(template_path("370000")),
        vocabulary=vocabulary_to_json(Vocabulary()),
        settled=True,
        memory_bytes=process.MEMORY_BYTES,
        cpu_seconds=process.CPU_SECONDS,
    )


def test_a_file_within_the_limits_is_read_to_its_end(tmp_path: Path) -> None:
    heard = [each["is"] for each in process.messages(asked(messy_workbook(tmp_path / "m.xlsx")))]
    assert (heard[0], heard[-1], heard.count("row")) == ("head", "end", 8)


def test_what_needs_more_memory_than_it_may_have_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    row = f"甲市场,公共,路边聚集点,薛城区,永福路,{'说明' * 40_000}\n"
    path.write_text(
        "市场名称,运营性质,形态,所属区(市),详细地址,备注\n" + row * 60, encoding="utf-8"
    )
    little = replace(asked(path), memory_bytes=24 * MIB)
    with pytest.raises(process.Refused, match="请") as refused:
        list(process.messages(little))
    assert refused.value.code in ("memory", "ended")


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.01)
    with pytest.raises(process.Refused, match="时间太长"):
        list(process.messages(asked(messy_workbook(tmp_path / "m.xlsx"))))


def test_the_process_is_ended_with_the_reading(tmp_path: Path) -> None:
    heard = process.messages(asked(messy_workbook(tmp_path / "m.xlsx")))
    assert next(heard)["is"] == "head"
    heard.close()

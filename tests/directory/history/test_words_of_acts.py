"""What was done is told in Chinese: no code of ours reaches the page."""

import re
from pathlib import Path

import pytest

import directory
from directory.history_words import act_label

ATTRIBUTED = re.compile(r'attribute\(\s*[\w.]+,\s*"([a-z_.]+)"')
ACTS = sorted(
    {
        act
        for file in Path(directory.__file__).parent.rglob("*.py")
        for act in ATTRIBUTED.findall(file.read_text(encoding="utf-8"))
    }
)


def test_acts_are_found_in_the_source() -> None:
    assert {"import.apply", "report.take", "status.protect"} <= set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_has_words(act: str) -> None:
    assert act_label(act) != act

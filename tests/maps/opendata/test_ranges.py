"""Range headers: one part, the whole, or none, and never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.ranges import Part, Unsatisfiable, part

SIZE = 1000


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, 999),
        ("bytes=0-999", 0, 999),
        ("bytes=0-1000", 0, 999),
        ("bytes=999-", 999, 999),
        ("bytes=500-9999999999999999999", 500, 999),
        ("bytes=-1", 999, 999),
        ("bytes=-1000", 0, 999),
        ("bytes=-5000", 0, 999),
        ("Bytes = 3-4 ", 3, 4),
        ("bytes=007-0010", 7, 10),
    ],
)
def test_one_part_is_sent(header, first, last) -> None:
    assert part(header, SIZE) == Part(first, last, SIZE)


@pytest.mark.parametrize(
    "header",
    [
        "", "bytes", "bytes=", "bytes=-", "bytes=4-3", "bytes=a-b", "bytes=0x1-2", "bytes=1--2",
        "bytes=--1", "bytes=+1-2", "bytes=1.0-2", "lines=0-1", "bytes=0-1,4-5", "bytes=0-1,",
        "bytes:0-1", "bytes=٣-٤", "bytes=1-2\n", "bytes=" + "9" * 40 + "-", "bytes=0-0,-1",
        "bytes=0 - 1",
    ],
)  # fmt: skip
def test_what_makes_no_sense_or_is_several_is_the_whole(header) -> None:
    assert part(header, SIZE) is None


@pytest.mark.parametrize(
    ("header", "size"),
    [
        ("bytes=1000-", 1000),
        ("bytes=5000-6000", 1000),
        ("bytes=-0", 1000),
        ("bytes=0-", 0),
        ("bytes=-5", 0),
    ],
)
def test_what_lies_beyond_the_end_cannot_be_sent(header, size) -> None:
    with pytest.raises(Unsatisfiable):
        part(header, size)


@given(st.text(max_size=60), st.integers(0, 10_000))
def test_any_text_is_a_part_of_the_file_or_the_whole_or_refused(header, size) -> None:
    try:
        found = part(f"bytes={header}", size)
    except Unsatisfiable:
        return
    assert found is None or 0 <= found.first <= found.last < size

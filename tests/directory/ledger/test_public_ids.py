"""Public ids: readable, and one to one with numbers where they are made in bulk."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import public_ids


@given(
    st.sampled_from([4, 6, 8]).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.integers(0, 32**n - 1), min_size=2, max_size=50, unique=True)
        )
    ),
    st.integers(0, 2**40),
)
def test_different_numbers_have_different_ids(case: tuple[int, list[int]], key: int) -> None:
    length, numbers = case
    ids = [public_ids.numbered(number, key, length) for number in numbers]

    assert len(set(ids)) == len(numbers)
    assert all(re.fullmatch(f"[0-9a-hjkmnp-tv-z]{{{length}}}", each) for each in ids)


def test_neighbours_do_not_look_alike() -> None:
    ids = [public_ids.numbered(number) for number in range(1000)]

    assert len({each[0] for each in ids}) == 32
    assert len({each[-1] for each in ids}) == 32


@pytest.mark.parametrize(("number", "length"), [(-1, 6), (32**6, 6), (0, 5)])
def test_a_number_without_an_id_is_refused(number: int, length: int) -> None:
    with pytest.raises(ValueError, match="no id"):
        public_ids.numbered(number, length=length)


def test_a_fresh_id_is_not_one_that_is_taken() -> None:
    taken = set("0123456789abcdefghjkmnpqrstvwxy")

    assert public_ids.fresh(taken.__contains__, length=1) == "z"

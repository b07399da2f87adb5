"""The picture of the curve: what is written at its points can be read."""

import itertools
import re

import pytest

from planning.answer import CurvePoint
from planning.curve_chart import HEIGHT, WIDTH, curve_chart

LABEL = re.compile(r'<text class="c-mark" x="([\d.-]+)" y="([\d.-]+)">([^<]*)</text>')
KNEE, CHOSEN = "拐点：4 处", "本方案"


def drawn(shares: list[float], knee: int, chosen: int) -> list[tuple[float, float, float]]:
    """(left, right, line) of each label, at 10.5 a Chinese character and 6 a digit or space."""
    points = [CurvePoint(at, s, s, s, True) for at, s in enumerate(shares)]
    svg = curve_chart("题", points, knee, chosen, (KNEE, CHOSEN))
    return [(float(x), float(x) + _width(words), float(y)) for x, y, words in LABEL.findall(svg)]


def _width(words: str) -> float:
    return sum(10.5 if ord(each) > 255 else 6.0 for each in words)


@pytest.mark.parametrize(
    "shares",
    [
        [0.1 * at for at in range(10)],
        [0.69, 0.71, 0.73, 0.75, 0.77, 0.79, 0.81, 0.82, 0.84, 0.85],
        [0.0, 0.9, 0.97, 0.99, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        [0.01] * 10,
    ],
)
def test_labels_of_neighbours_do_not_lie_on_each_other(shares: list[float]) -> None:
    for knee, chosen in itertools.permutations(range(10), 2):
        labels = drawn(shares, knee, chosen)
        assert len(labels) == 2
        (left, right, line), (other_left, other_right, other_line) = labels
        beside = right < other_left or other_right < left
        assert beside or abs(line - other_line) >= 11, (knee, chosen, labels)
        for each in labels:
            assert each[0] >= 0
            assert each[1] <= WIDTH + 1
            assert 8 <= each[2] <= HEIGHT


def test_one_label_says_both_where_the_chosen_number_is_the_knee() -> None:
    points = [CurvePoint(at, at, at, at / 5, True) for at in range(5)]
    found = LABEL.findall(curve_chart("题", points, 3, 3, (KNEE, CHOSEN)))
    assert [words for _x, _y, words in found] == [f"{KNEE} · {CHOSEN}"]

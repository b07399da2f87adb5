"""The curve of coverage by number of new sites as SVG; colours come from the sheet around it.

The table beside it says the same. No Django here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from planning.answer import CurvePoint

WIDTH, HEIGHT = 380, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 22, 34
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
# Of the letters of a label, in units of the picture: a Chinese character is twice as wide.
_WIDE, _HIGH = 5.6, 12.0


@dataclass(frozen=True, slots=True)
class _Label:
    """`y`: the line that the letters stand on; `left` to `right`: where they are."""

    words: str
    left: float
    right: float
    y: float

    def touches(self, other: "_Label") -> bool:
        beside = self.right + 2 < other.left or other.right + 2 < self.left
        return not beside and abs(self.y - other.y) < _HIGH


def curve_chart(
    title: str, points: Sequence[CurvePoint], knee: int, chosen: int, words: tuple[str, str]
) -> str:
    """`words`: what to write at the bend and at the chosen number."""
    last = max((each.sites for each in points), default=0) or 1

    def x(sites: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * sites / last

    def y(share: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(1.0, share))

    parts = []
    for tick in TICKS:
        parts.append(f'<path class="c-grid" d="M{LEFT} {y(tick):.1f}H{WIDTH - RIGHT}"/>')
        parts.append(f'<text class="c-y" x="{LEFT - 4}" y="{y(tick) + 4:.1f}">{tick:.0%}</text>')
    every = max(1, -(-last // 10))
    parts += [
        f'<text class="c-x" x="{x(at):.1f}" y="{HEIGHT - 16}">{at}</text>'
        for at in range(0, last + 1, every)
    ]
    line = "L".join(f"{x(each.sites):.1f} {y(each.share):.1f}" for each in points)
    parts.append(f'<path class="c-trend" d="M{line}"/>')
    for each in points:
        kind = "c-second" if each.sites == knee else "c-first"
        size = 5 if each.sites in (knee, chosen) else 3
        parts.append(
            f'<circle class="{kind}" cx="{x(each.sites):.1f}" cy="{y(each.share):.1f}" r="{size}"/>'
        )
    at = {each.sites: (x(each.sites), y(each.share)) for each in points}
    marks = {chosen: words[1], knee: words[0]}
    if knee == chosen:
        marks = {knee: f"{words[0]} · {words[1]}"}
    named = [(*at[sites], said) for sites, said in sorted(marks.items()) if sites in at]
    for each_label in _placed(named):
        parts.append(
            f'<text class="c-mark" x="{each_label.left:.1f}" y="{each_label.y:.1f}">'
            f"{escape(each_label.words)}</text>"
        )
    return (
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' xmlns="http://www.w3.org/2000/svg" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _placed(marks: Sequence[tuple[float, float, str]]) -> list[_Label]:
    """Each above its point, else below it, else farther off: the first place that is free."""
    placed: list[_Label] = []
    for mark in marks:
        places = list(_places(*mark))
        free = [each for each in places if not any(each.touches(other) for other in placed)]
        placed.append((free or places)[0])
    return placed


def _places(x: float, y: float, words: str) -> Iterator[_Label]:
    """Within the picture, on the side of the point that has room."""
    wide = _WIDE * sum(2 if ord(each) > 0x2E7F else 1 for each in words)
    left = x - 4 - wide if x > WIDTH / 2 else x + 4
    left = min(max(left, LEFT + 2), WIDTH - wide)
    for shift in (-9.0, 18.0, -9.0 - _HIGH, 18.0 + _HIGH, 18.0 + 2 * _HIGH):
        if TOP - 10 <= y + shift <= HEIGHT - BOTTOM - 2:
            yield _Label(words, left, left + wide, y + shift)

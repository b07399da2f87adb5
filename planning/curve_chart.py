"""The curve of coverage by number of new sites as SVG; colours come from the sheet around it.

The table beside it says the same. No Django here.
"""

from collections.abc import Sequence
from html import escape

from planning.answer import CurvePoint

WIDTH, HEIGHT = 380, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 22, 34
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


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
    for at, said in {chosen: words[1], knee: words[0]}.items():
        own = next((each for each in points if each.sites == at), None)
        if own is not None:
            parts.append(_label(x(at), y(own.share) + (-9 if at == knee else 18), said))
    return (
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' xmlns="http://www.w3.org/2000/svg" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _label(x: float, y: float, words: str) -> str:
    """On the side that has room."""
    side, shift = ("end", -4) if x > WIDTH / 2 else ("start", 4)
    return (
        f'<text class="c-mark" text-anchor="{side}" x="{x + shift:.1f}"'
        f' y="{y:.1f}">{escape(words)}</text>'
    )

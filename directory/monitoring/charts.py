"""Charts as SVG: a line by days, and pairs of bars. Colours come from the style sheet around them.

What a chart shows also stands in the table below it, so the picture itself is hidden from voices
but for its title. Missing days are grey bands: no point, no line across, never a zero. No Django
here.
"""

import datetime as dt
import math
from collections.abc import Sequence
from html import escape

WIDTH, HEIGHT = 380, 220
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 10, 30
BAR, PAIR = 9, 30
NAMES = 76


def by_days(
    title: str,
    first: dt.date,
    points: Sequence[float | None],
    trend: Sequence[float | None],
) -> str:
    """`points` one a day from `first`, None where missing; `trend` the same, as a line."""
    known = [each for each in (*points, *trend) if each is not None]
    step = _step(max(known, default=1.0))
    top = step * math.ceil(max(known, default=1.0) / step) or step
    across = (WIDTH - LEFT - RIGHT) / max(1, len(points))

    def x(at: float) -> float:
        return LEFT + across * (at + 0.5)

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)

    parts = _missing(points, across)
    for tick in range(round(top / step) + 1):
        at = y(tick * step)
        parts.append(f'<path class="c-grid" d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(
            f'<text class="c-y" x="{LEFT - 4}" y="{at + 4:.1f}">{_number(tick * step)}</text>'
        )
    for at, words in _dates(first, len(points)):
        parts.append(f'<text class="c-x" x="{x(at):.1f}" y="{HEIGHT - 10}">{words}</text>')
    radius = max(0.9, min(2.6, across / 2.2))
    parts += [
        f'<circle class="c-point" cx="{x(at):.1f}" cy="{y(value):.1f}" r="{radius:.1f}"/>'
        for at, value in enumerate(points)
        if value is not None
    ]
    path, pen = [], "M"
    for at, value in enumerate(trend):
        if value is None:
            pen = "M"
        else:
            path.append(f"{pen}{x(at):.1f} {y(value):.1f}")
            pen = "L"
    if path:
        parts.append(f'<path class="c-trend" d="{"".join(path)}"/>')
    return _svg(title, HEIGHT, parts)


def pairs(title: str, rows: Sequence[tuple[str, float | None, float | None]]) -> str:
    """Two bars a row, such as seekers and posts; None: not known, which is said."""
    top = max((each for _, *both in rows for each in both if each is not None), default=0) or 1
    room = WIDTH - NAMES - 40
    parts = []
    for at, (name, *both) in enumerate(rows):
        y = TOP + at * PAIR
        shown = name if len(name) <= 6 else name[:5] + "…"
        parts.append(f'<text class="c-name" x="{NAMES - 6}" y="{y + 15}">{escape(shown)}</text>')
        for which, value in enumerate(both):
            upper = y + which * (BAR + 2)
            if value is not None:
                kind = ("c-first", "c-second")[which]
                parts.append(
                    f'<rect class="{kind}" x="{NAMES}" y="{upper}" height="{BAR}"'
                    f' width="{max(1.0, room * value / top):.1f}"/>'
                )
            end = NAMES + (room * value / top if value is not None else 0) + 4
            words = "–" if value is None else _number(value)
            parts.append(f'<text class="c-end" x="{end:.1f}" y="{upper + 8}">{words}</text>')
    return _svg(title, TOP + max(1, len(rows)) * PAIR, parts)


def _missing(points: Sequence[float | None], across: float) -> list[str]:
    """One band for each stretch of days without a count."""
    bands, start = [], None
    for at, value in enumerate([*points, 0.0]):
        if value is None and start is None:
            start = at
        elif value is not None and start is not None:
            bands.append(
                f'<rect class="c-missing" x="{LEFT + across * start:.1f}" y="{TOP}"'
                f' width="{across * (at - start):.1f}" height="{HEIGHT - TOP - BOTTOM}"/>'
            )
            start = None
    return bands


def _step(top: float) -> float:
    """1, 2 or 5 times a power of ten, so that four or five lines are drawn."""
    raw = max(top, 0.5) / 4
    power: float = 10.0 ** math.floor(math.log10(raw))
    return next(each * power for each in (1, 2, 5, 10) if each * power >= raw)


def _dates(first: dt.date, days: int) -> list[tuple[int, str]]:
    """At most six days to be named; firsts of months where the period is long."""
    last = days - 1
    if days <= 45:
        every = max(1, math.ceil(days / 6))
        chosen = [first + dt.timedelta(days=at) for at in range(0, days, every)]
        return [((day - first).days, f"{day.month}-{day.day}") for day in chosen]
    months = [day for at in range(days) if (day := first + dt.timedelta(days=at)).day == 1]
    every = max(1, math.ceil(len(months) / 6))
    return [
        ((day - first).days, f"{day.year % 100:02d}-{day.month:02d}")
        for day in months[::every]
        if (day - first).days < last - days * 0.03 or len(months) == 1
    ]


def _number(value: float) -> str:
    if value >= 10 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}"


def _svg(title: str, height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg class="drawn" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' xmlns="http://www.w3.org/2000/svg" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )

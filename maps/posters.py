"""How large the type of a poster may be, so that one A4 sheet holds what stands on it.

Heights are estimated in lines of the body's largest type; the limits are those at which the sheet
of css/poster.css is full, measured in Chromium on every place of the demo.
"""

import math
from typing import Any

HOURS_SHOWN, PEAKS_SHOWN, TRADES_SHOWN = 6, 2, 12
# Chinese characters that fit in a line of the body at its largest type, and in its table's columns.
LINE, HEAD, CELL = 19, 7, 10.5
FULL_LINES = {"large": 10.6, "medium": 13.2}
SCALE = {"large": 1.0, "medium": 0.82}


def width(text: str) -> float:
    """In Chinese characters: what is not one counts half."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.56 for c in text)


def _lines(text: str, room: float) -> int:
    return max(1, math.ceil(width(text) / room))


def height(page: dict[str, Any], scale: float) -> float:
    """Lines that the body of the poster takes at this scale of its type."""
    facts = page["facts"]
    room = 1 / scale
    total = 3 * 0.95  # the three headings
    for row in page["week"][:HOURS_SHOWN]:
        name = f"{row.zone} {row.days}" if row.zone else row.days
        total += max(_lines(name, HEAD * room), _lines(row.hours, CELL * room)) * 1.25
    total += 0 if page["week"] else 1.2
    total += 0.7 if page["week_varies"] else 0
    total += sum(_lines(peak, LINE * room) * 1.05 for peak in facts.peaks[:PEAKS_SHOWN])
    total += max(1, math.ceil(len(facts.trades[:TRADES_SHOWN]) / 3)) * 0.97
    total += _lines(facts.place.address, LINE * 1.08 * room) * 1.05
    if facts.place.directions:
        total += _lines(facts.place.directions, LINE * 1.45 * room) * 0.8
    # A long name and notices take from the body's height, not from its type.
    total += (_lines(facts.place.name, 10) - 1) * 1.6 / scale
    total += sum(_lines(f"{n.text}{n.name}", 26) for n in page["notices"]) * 1.2 / scale
    return total


def size(page: dict[str, Any]) -> str:
    """large | medium | dense: the largest type at which everything fits."""
    for name, full in FULL_LINES.items():
        if height(page, SCALE[name]) <= full:
            return name
    return "dense"

"""Longitude and latitude: decimal or in degrees, minutes and seconds; swapped ones are noticed."""

import re
from collections.abc import Sequence

from directory.ledger.cells import Value
from directory.ledger.notes import Notes, shown, text_of
from directory.ledger.terms import Terms
from directory.ledger.texts import key

# Where a place of this ledger can be, degrees.
WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
_PLAIN = {ord(a): b for a, b in zip("′’‘＇″”“＂º˚．，－", "''''\"\"\"\"°°.,-", strict=True)}
_SIDES = re.compile(r"东经|北纬|经度|纬度|[EeNn]|[:：]")
_SIXTIES = re.compile(
    r"([0-9]{1,3}(?:\.[0-9]+)?)[°度]"
    r"(?:([0-9]{1,2}(?:\.[0-9]+)?)['分](?:([0-9]{1,2}(?:\.[0-9]+)?)(?:\"|''|秒)?)?)?"
)
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,2})?")


def degrees(value: Value, notes: Notes) -> float | None:
    """One coordinate in degrees; None for an empty cell or, with a note, for what is no number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = text_of(value, notes)
    return _degrees(text, notes) if text else None


def _degrees(text: str, notes: Notes) -> float | None:
    plain = text.translate(_PLAIN).replace(" ", "")
    if _DECIMAL.fullmatch(plain):
        return float(plain)
    match = _SIXTIES.fullmatch(bare := _SIDES.sub("", plain))
    if match is None:
        if _DECIMAL.fullmatch(bare):
            return float(bare)
        notes.add("not-a-coordinate", f"“{shown(text)}”不是经纬度，请填 117.2632 这样的度数")
        return None
    parts = [float(each or 0) for each in match.groups()]
    if parts[1] >= 60 or parts[2] >= 60:
        notes.add("not-a-coordinate", f"“{shown(text)}”的分、秒须小于 60")
        return None
    return round(parts[0] + parts[1] / 60 + parts[2] / 3600, 8)


def pair(value: Value, notes: Notes) -> tuple[float | None, float | None]:
    """Both in one cell. Inside China the two ranges do not meet, so either order can be told."""
    text = text_of(value, notes, lines=True)
    if not text:
        return None, None
    pieces = [each for each in re.split(r"[,，;；、\n]+|\s+", text) if each]
    if len(pieces) != 2:
        notes.add("not-a-coordinate", f"“{shown(text)}”不是“经度,纬度”两个数")
        return None, None
    first, second = (_degrees(piece, notes) for piece in pieces)
    if first is None or second is None:
        return None, None
    return (second, first) if _swapped(first, second) else (first, second)


def checked(lon: float | None, lat: float | None, notes: Notes) -> tuple[float, float] | None:
    """The position if whole and in China; otherwise None, with a note unless both are empty."""
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        if not any(each.field in ("lon", "lat", "lon_lat") for each in notes.problems):
            notes.add("half-a-position", "经度和纬度须都填，或都不填")
    elif _swapped(lon, lat):
        notes.add("swapped", f"经纬度像是颠倒了：经度 {lon:g}，纬度 {lat:g}")
    elif not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        notes.add(
            "coordinates-out-of-range",
            f"经度 {lon:g}、纬度 {lat:g} 不在中国范围内（经度 73–136，纬度 3–54，单位为度）",
        )
    else:
        return lon, lat
    return None


def _swapped(lon: float, lat: float) -> bool:
    return SOUTH <= lon <= NORTH and WEST <= lat <= EAST


def datum_in(headings: Sequence[str], datums: Terms) -> str | None:
    """The datum that a heading names, as in 经度（GCJ-02）; None if none or more than one."""
    text = key("".join(headings))
    found = {code for word, code in datums.words.items() if len(word) > 1 and word in text}
    return found.pop() if len(found) == 1 else None

"""Cells that list things: trades, services, other names, peaks. We write the same notations.

Trades: `瓦工（东侧 1 号棚）、力工`. Peaks: `05:00-07:00（最好 04:30 前到；周末人多）；17:00-18:30`.
"""

import datetime as dt
import re
from collections.abc import Sequence
from typing import TypeVar

from directory.entries import PeakInput, TradeInput
from directory.ledger.fields import CORNER_LONGEST, PEAK_NOTE_LONGEST
from directory.ledger.notes import Notes, free_text, shown
from directory.ledger.terms import Terms

_T = TypeVar("_T")
MOST_ITEMS = 60
_OPEN, _CLOSE = "（(", "）)"
_AND_SO_ON = re.compile("等(?:[0-9一二三四五六七八九十]*[个种类]?(?:工种|岗位|职业|服务|设施))?$")
_PEAK = re.compile(
    r"([0-2]?[0-9])[:：]([0-5][0-9]) ?[-－–—~～至到] ?([0-2]?[0-9])[:：]([0-5][0-9])"
    r" ?(?:[（(](.*)[）)])?"
)
_BE_THERE = re.compile(r"最好 ?([0-2]?[0-9])[:：]([0-5][0-9]) ?前到(?:[；;，,] ?(.*))?")


def split(text: str, separators: str = "、，,；;\n") -> list[str]:
    """The parts of a list, brackets kept whole."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif char in separators and not depth:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def texts(text: str, longest: int, notes: Notes) -> tuple[str, ...]:
    kept = (free_text(part, longest, notes) for part in split(text))
    return tuple(dict.fromkeys(part for part in kept if part))


def trades(
    text: str, known: Terms, notes: Notes, *, all_main: bool, none_main: bool = False
) -> tuple[TradeInput, ...]:
    """In the order of the cell. Without a column for the others, the first is the main one."""
    found: dict[str, TradeInput] = {}
    for part in split(text):
        for code, corner in _trade(part, known, notes):
            main = not none_main and (all_main or not found)
            found.setdefault(code, TradeInput(code, main, corner))
    return tuple(_few(list(found.values()), notes))


def _trade(part: str, known: Terms, notes: Notes) -> list[tuple[str, str]]:
    """A trade with its corner; more than one where they stand apart by a slash or a space."""
    if code := known.code(part) if not part.endswith(tuple(_CLOSE)) else _exact(part, known):
        return [(code, "")]
    at = min((part.find(char) for char in _OPEN if char in part), default=-1)
    if at > 0 and part.endswith(tuple(_CLOSE)) and (code := known.code(part[:at])):
        return [(code, free_text(part[at + 1 : -1].strip(), CORNER_LONGEST, notes))]
    codes = _several(part, known)
    if codes is None:
        _unknown(part, known, "工种", notes)
    return [(code, "") for code in codes or ()]


def _exact(part: str, known: Terms) -> str | None:
    return next((code for code, name in known.names.items() if name == part), None)


def terms(text: str, known: Terms, word: str, notes: Notes) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in split(text):
        code = known.code(part)
        codes = [code] if code else _several(part, known)
        if codes is None:
            _unknown(part, known, word, notes)
        found.update(dict.fromkeys(codes or ()))
    return tuple(_few(list(found), notes))


def _several(part: str, known: Terms) -> list[str] | None:
    """The codes of a part that is made of known words; None if one of them is not known."""
    part = _AND_SO_ON.sub("", part).strip()
    for pieces in ([part], re.split(r"[/／]", part), re.split(r"[/／ 和及与]+", part)):
        codes = [known.code(piece) for piece in pieces]
        if all(codes):
            return [code for code in codes if code]
    return None


def _unknown(part: str, known: Terms, word: str, notes: Notes) -> None:
    near = known.near(part)
    hint = f"，最接近的是：{'、'.join(near)}" if near else ""
    code = {"工种": "unknown-trade", "服务": "unknown-service", "设施": "unknown-facility"}[word]
    notes.add(code, f"“{shown(part)}”不是已知的{word}{hint}")


def _few(found: Sequence[_T], notes: Notes) -> Sequence[_T]:
    if len(found) > MOST_ITEMS:
        notes.add("too-many", f"列了 {len(found)} 项，最多 {MOST_ITEMS} 项")
        return ()
    return found


def peaks(text: str, notes: Notes) -> tuple[PeakInput, ...]:
    found: list[PeakInput] = []
    for part in split(text, "；;、，,\n"):
        peak = _peak(part, notes)
        if peak is not None:
            found.append(peak)
    return tuple(_few(found, notes))


def _peak(part: str, notes: Notes) -> PeakInput | None:
    match = _PEAK.fullmatch(part)
    if match is None:
        notes.add("not-a-peak", f"“{shown(part)}”不是时段，请写成 05:00-07:00（最好 04:30 前到）")
        return None
    said = (match[5] or "").strip()
    be_there = _BE_THERE.fullmatch(said)
    try:
        starts = dt.time(int(match[1]), int(match[2]))
        ends = dt.time(int(match[3]), int(match[4]))
        by = dt.time(int(be_there[1]), int(be_there[2])) if be_there else None
    except ValueError:
        notes.add("not-a-time", f"“{shown(part)}”里的时间须在 00:00–23:59 之间")
        return None
    if starts >= ends:
        notes.add("peak-ends-first", f"“{shown(part)}”的结束须晚于开始")
        return None
    note = (be_there[3] or "").strip() if be_there else said
    return PeakInput(starts, ends, by, free_text(note, PEAK_NOTE_LONGEST, notes))


def write_peaks(found: Sequence[PeakInput]) -> str:
    return "；".join(_write_peak(each) for each in found)


def _write_peak(peak: PeakInput) -> str:
    by = f"最好 {peak.be_there_by:%H:%M} 前到" if peak.be_there_by else ""
    said = "；".join(each for each in (by, peak.note) if each)
    span = f"{peak.starts:%H:%M}-{peak.ends:%H:%M}"
    return f"{span}（{said}）" if said else span


def write_trades(found: Sequence[TradeInput], known: Terms) -> str:
    return "、".join(
        f"{known.names.get(each.code, each.code)}（{each.corner}）"
        if each.corner
        else known.names.get(each.code, each.code)
        for each in found
    )

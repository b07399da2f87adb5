"""What people write into the one box besides a name: a trade, a place and a trade, an address."""

import difflib
from collections.abc import Iterator

from django.conf import settings

from directory.publication import Snapshot
from directory.records import AreaRecord, TradeRecord
from geo.names import short_name
from geo.pinyin import full_pinyin

ALIKE, SHORTEST = 0.6, 2


def place_and_trade(snapshot: Snapshot, text: str) -> tuple[str, TradeRecord] | None:
    """`('台儿庄', 瓦工)` of `台儿庄 瓦工`, `瓦工 台儿庄`, `台儿庄瓦工`; `('', 瓦工)` of `瓦匠`.

    None where the text is not the name of a trade, alone or beside the name of a place; what
    finds places as it stands is left alone, unless a space parts it in two.
    """
    home = settings.SITE_REGION
    words = text.split()
    whole = snapshot.find_names(text, 1, home)
    if len(words) == 1 and whole:
        return None
    if not whole and (trade := snapshot.find_trade(text)):
        return "", trade
    for name, word in _in_two(words):
        if (trade := snapshot.find_trade(word)) and snapshot.find_names(name, 1, home):
            return name, trade
    if len(words) == 1:
        for cut in range(SHORTEST, len(text) - SHORTEST + 1):
            trade = snapshot.find_trade(text[cut:])
            if trade and areas_called(snapshot, text[:cut]):
                return text[:cut], trade
    return None


def _in_two(words: list[str]) -> Iterator[tuple[str, str]]:
    for cut in range(1, len(words)):
        before, after = " ".join(words[:cut]), " ".join(words[cut:])
        yield before, after
        yield after, before


def areas_called(snapshot: Snapshot, text: str) -> list[AreaRecord]:
    """Areas that the whole text names, with or without those above them; home ones alone first."""
    areas, rest = address(snapshot, text)
    return areas if not rest else []


def address(snapshot: Snapshot, text: str) -> tuple[list[AreaRecord], str]:
    """The areas that an address begins with, as deep as it names them, and what follows.

    `北京市朝阳区建国路1号` -> 朝阳区 of 北京市, `建国路1号`. Several where a name alone is shared
    by regions of other cities, none of them in this deployment's own.
    """
    rest = "".join(text.split())
    found: list[AreaRecord] = []
    while rest:
        below = _begin(snapshot, rest, found)
        if not below:
            break
        longest = max(length for length, _ in below)
        found = [area for length, area in below if length == longest]
        rest = rest[longest:]
    here = [area for area in found if area.code.startswith(settings.SITE_REGION[:4])]
    return here or found, rest


def _begin(snapshot: Snapshot, text: str, above: list[AreaRecord]) -> list[tuple[int, AreaRecord]]:
    """Areas below those `above` whose name the text begins with, and how much of it that is."""
    uppers = {area.code for area in above}
    out = []
    for area in snapshot.areas.values():
        for name in dict.fromkeys((area.name, short_name(area.name))):
            if len(name) >= SHORTEST and text.startswith(name):
                if not uppers or _lies_in(snapshot, area, uppers):
                    out.append((len(name), area))
                break
    return out


def _lies_in(snapshot: Snapshot, area: AreaRecord, uppers: set[str]) -> bool:
    parent = snapshot.areas.get(area.parent)
    while parent is not None:
        if parent.code in uppers:
            return True
        parent = snapshot.areas.get(parent.parent)
    return False


def trades_like(snapshot: Snapshot, text: str, most: int = 3) -> list[TradeRecord]:
    """Trades with a word that sounds nearly like the text."""
    by_sound: dict[str, TradeRecord] = {}
    for trade in snapshot.trades.values():
        for word in (trade.name, *trade.synonyms):
            by_sound.setdefault(full_pinyin(word), trade)
    near = difflib.get_close_matches(full_pinyin(text), list(by_sound), n=most * 3, cutoff=ALIKE)
    return list({by_sound[each].code: by_sound[each] for each in near}.values())[:most]

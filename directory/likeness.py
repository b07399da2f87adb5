"""Whether two names of places are one name, written or typed twice. No Django here.

What every place of this kind is called, and the district that it lies in, says nothing:
薛城区永福路零工市场 and 永福零工驿站 are compared as 永福路 and 永福.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from geo.names import fold, short_name
from geo.pinyin import full_pinyin

# Longest first: what is taken out of a name before it is compared.
COMMON_WORDS = (
    "人力资源市场",
    "零工服务站",
    "零工聚集点",
    "零工集散地",
    "劳务市场",
    "人力市场",
    "零工市场",
    "零工之家",
    "零工驿站",
    "服务中心",
    "服务站",
    "聚集点",
    "临时",
    "劳务",
    "零工",
    "市场",
    "驿站",
)
# One character in five may differ: 永福路口 and 永福路东口, and one slip in a name of five.
ALIKE_PERCENT = 80
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """`percent` of the letters agree; `sounds`: they are written apart and sound the same."""

    percent: int
    sounds: bool

    @property
    def alike(self) -> bool:
        return self.sounds or self.percent >= ALIKE_PERCENT


@lru_cache(maxsize=262_144)
def core(name: str, regions: tuple[str, ...] = ()) -> str:
    """What is particular about a name; the whole name where nothing is."""
    folded = left = fold(name)
    for region in sorted({*map(fold, regions)}, key=len, reverse=True):
        left = left.replace(region, "")
    for region in {fold(short_name(each)) for each in regions}:
        # 市中 alone may be a part of the name proper; it is left out only where it begins it.
        left = left.removeprefix(region) if len(left) > len(region) + 1 else left
    for word in COMMON_WORDS:
        left = left.replace(word, "")
    return left or folded


@lru_cache(maxsize=262_144)
def sound(name_core: str) -> str:
    return full_pinyin(name_core)


def compare_names(
    one: Iterable[str], other: Iterable[str], regions: tuple[str, ...] = ()
) -> NameLikeness:
    """The best of all pairs of names and aliases. Names with different numbers are two names."""
    best = NameLikeness(0, False)
    others = [core(name, regions) for name in other]
    for name in one:
        mine = core(name, regions)
        for theirs in others:
            found = _compare(mine, theirs)
            best = max(best, found, key=lambda each: (each.sounds, each.percent))
    return best


def _compare(mine: str, theirs: str) -> NameLikeness:
    percent = round(fuzz.ratio(mine, theirs))
    if _DIGITS.findall(mine) != _DIGITS.findall(theirs):
        return NameLikeness(percent // 2, False)
    return NameLikeness(percent, mine != theirs and sound(mine) == sound(theirs))

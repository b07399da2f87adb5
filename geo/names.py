"""Finding areas and places by what people type: Chinese, pinyin or initials.

`NameIndex.find("台儿庄")`, `("taierzhuang")`, `("Tái ér zhuāng")`, `("tez")` all lead to 台儿庄区.

How it works: every entry has forms (its name, aliases and the name without 区, 市, 镇 ...), each as
Chinese, as full pinyin and as initials. The forms lie in one string per kind, in ranking order and
separated by newlines; a look-up is `str.find` of the folded text: with a newline on both sides for
an exact match, on the left for a prefix, on neither side for a substring. The first hits are the
best ones, so a look-up stops as soon as it has enough.

Ranking, deterministic: exact before prefix before substring; within it the name before pinyin
before initials; then the heavier entry, the shorter name, the name, the key.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

How = Literal["exact", "prefix", "substring"]
Field = Literal["name", "pinyin", "initials"]

# Suggested weights, so that 枣庄 the city stands before a place whose name begins with 枣庄.
WEIGHTS: Mapping[str, int] = MappingProxyType(
    {"province": 50, "city": 40, "county": 30, "town": 20, "place": 10}
)

# Administrative endings that people leave out, longest first, with their pinyin and initials.
SUFFIXES: tuple[tuple[str, str, str], ...] = (
    ("特别行政区", "tebiexingzhengqu", "tbxzq"),
    ("自治区", "zizhiqu", "zzq"),
    ("自治州", "zizhizhou", "zzz"),
    ("自治县", "zizhixian", "zzx"),
    ("自治旗", "zizhiqi", "zzq"),
    ("地区", "diqu", "dq"),
    ("街道", "jiedao", "jd"),
    ("林区", "linqu", "lq"),
    ("特区", "tequ", "tq"),
    ("省", "sheng", "s"),
    ("市", "shi", "s"),
    ("区", "qu", "q"),
    ("县", "xian", "x"),
    ("旗", "qi", "q"),
    ("盟", "meng", "m"),
    ("镇", "zhen", "z"),
    ("乡", "xiang", "x"),
)

_TONE_NUMBERS = re.compile(r"(?:[a-z]{1,6}[1-5])+")
# What is neither letter nor digit, as `str.isalnum` says it. Marks set on letters are among it.
_OTHER = re.compile(r"[\W_]+")
_CJK = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class NameEntry:
    """Something that can be found. `pinyin` and `initials` are those of `name` (`geo.pinyin`).

    `kind` is the caller's word for what it is; entries of the kinds in `WEIGHTS` other than
    "place" are also found without their administrative ending. `aliases` are further names,
    Chinese or pinyin.
    """

    key: str
    name: str
    pinyin: str
    initials: str
    kind: str = "place"
    weight: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """An entry, how well the text matched, and which of its forms it matched."""

    entry: NameEntry
    how: How
    field: Field


def fold(text: str) -> str:
    """Half-width, lower case, without tones, spaces and punctuation; `ü` as `v`."""
    if text.isascii() and text.isalnum():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    plain = _OTHER.sub(_unmarked, decomposed.replace("u\u0308", "v"))
    return _OTHER.sub("", unicodedata.normalize("NFC", plain))


def _unmarked(run: re.Match[str]) -> str:
    return "".join(c for c in run[0] if unicodedata.category(c) != "Mn")


def fold_pinyin(text: str) -> str:
    """`fold`, and no difference between lü, lv, lyu and lu (people type all four)."""
    folded = fold(text)
    for spelling in ("lv", "lyu"):
        folded = folded.replace(spelling, "lu")
    for spelling in ("nv", "nyu"):
        folded = folded.replace(spelling, "nu")
    return folded


def short_name(name: str) -> str:
    """`台儿庄区` -> `台儿庄`; unchanged where less than two characters would remain."""
    return _stripped(name)[0]


def _stripped(name: str) -> tuple[str, str, str]:
    """The name without its ending, and that ending's pinyin and initials (empty where none)."""
    for suffix, pinyin, initials in SUFFIXES:
        if name.endswith(suffix) and len(name) - len(suffix) >= 2:
            return name[: -len(suffix)], pinyin, initials
    return name, "", ""


def _forms(entry: NameEntry) -> Iterator[tuple[Field, str]]:
    yield "name", fold(entry.name)
    yield "pinyin", fold_pinyin(entry.pinyin)
    yield "initials", fold_pinyin(entry.initials)
    if entry.kind in WEIGHTS and entry.kind != "place":
        short, pinyin, initials = _stripped(entry.name)
        if pinyin:
            yield "name", fold(short)
            if entry.pinyin.endswith(pinyin):
                yield "pinyin", fold_pinyin(entry.pinyin.removesuffix(pinyin))
            if entry.initials.endswith(initials):
                yield "initials", fold_pinyin(entry.initials.removesuffix(initials))
    for alias in entry.aliases:
        if _CJK.search(alias):
            yield "name", fold(alias)
        else:
            yield "pinyin", fold_pinyin(alias)


class _Column:
    """The forms of one field as one string in ranking order; hits come back as ranks."""

    def __init__(self, forms: Sequence[tuple[int, str]]) -> None:
        self._ranks: list[int] = []
        self._starts: list[int] = []
        parts: list[str] = []
        at = 1
        for rank, form in forms:
            self._ranks.append(rank)
            self._starts.append(at)
            parts.append(form)
            at += len(form) + 1
        self._text = "\n" + "\n".join(parts) + "\n"

    def ranks(self, text: str, how: How) -> Iterator[int]:
        """Ranks whose form matches, ascending; an entry may come more than once."""
        left = "" if how == "substring" else "\n"
        needle = left + text + ("\n" if how == "exact" else "")
        found = self._text.find(needle)
        while found >= 0:
            form = bisect_right(self._starts, found + len(left)) - 1
            yield self._ranks[form]
            # Go on behind this form: its entry has been named.
            resume = self._starts[form + 1] - 1 if form + 1 < len(self._starts) else -1
            if resume < 0:
                return
            found = self._text.find(needle, resume)


class NameIndex:
    """An immutable index over entries; building is O(n log n), a look-up scans text."""

    def __init__(self, entries: Sequence[NameEntry]) -> None:
        self._entries = sorted(entries, key=lambda e: (-e.weight, len(e.name), e.name, e.key))
        forms: dict[Field, list[tuple[int, str]]] = {"name": [], "pinyin": [], "initials": []}
        for rank, entry in enumerate(self._entries):
            for field, form in dict.fromkeys(_forms(entry)):
                if form:
                    forms[field].append((rank, form))
        self._columns = {field: _Column(items) for field, items in forms.items()}

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, text: str, limit: int = 10) -> list[Match]:
        """The `limit` best entries for what was typed; none for text without a letter or digit."""
        queries = _queries(text)
        matches: list[Match] = []
        seen: set[int] = set()
        hows: tuple[How, ...] = ("exact", "prefix", "substring")
        for how in hows:
            for field, folded in queries:
                for rank in self._columns[field].ranks(folded, how):
                    if len(matches) >= limit:
                        return matches
                    if rank not in seen:
                        seen.add(rank)
                        matches.append(Match(self._entries[rank], how, field))
        return matches


def _queries(text: str) -> tuple[tuple[Field, str], ...]:
    """The folded text for each field worth asking."""
    folded = fold(text)
    if not folded:
        return ()
    if _CJK.search(folded):
        return (("name", folded),)
    letters = fold_pinyin(text)
    if _TONE_NUMBERS.fullmatch(letters):
        letters = re.sub("[1-5]", "", letters)
    return (("name", folded), ("pinyin", letters), ("initials", letters))

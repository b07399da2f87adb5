"""Pinyin of Chinese place names, without tones, spaces or apostrophes: 台儿庄 -> taierzhuang, tez.

Readings come from pypinyin. Where a character has several, pypinyin decides by common words, which
is wrong for many place names (单县 is Shanxian, 洪洞 Hongtong): those met among the provinces,
cities and counties of China are corrected by the table below. `ü` is written `v`, as it is typed.
Characters that are not Chinese are kept, lower-cased, without spaces and punctuation.
"""

import importlib
import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

# What a character reads in a place name unless a phrase says otherwise (pypinyin's first choice
# is the other reading: dōu, zhǎng, lēi ...).
_CHARACTERS = {
    "都": "dū",
    "长": "cháng",
    "勒": "lè",
    "曾": "zēng",
    "佛": "fó",
    "珲": "hún",
    "筠": "jūn",
    "涡": "guō",
    "浚": "xùn",
    "覃": "qín",
    "蚌": "bèng",
    "什": "shí",
    "伽": "jiā",
    "泊": "bó",
    "圩": "xū",
}

_PLACES = {
    "长子县": "zhǎng zǐ xiàn",
    "民乐": "mín lè",
    "南乐": "nán lè",
    "乐陵": "lào líng",
    "六合区": "lù hé qū",
    "单县": "shàn xiàn",
    "浪卡子": "làng kǎ zǐ",
    "宝坻": "bǎo dǐ",
    "红寺堡": "hóng sì bǔ",
    "马尾区": "mǎ wěi qū",
    "朝阳": "cháo yáng",
    "万柏林": "wàn bǎi lín",
    "穆棱": "mù líng",
    "丹棱": "dān líng",
    "洪洞": "hóng tóng",
    "漯河": "luò hé",
    "称多": "chèn duō",
    "荥经": "yíng jīng",
    "繁峙": "fán shì",
    "宕昌": "tàn chāng",
    "浒墅关": "xǔ shù guān",
    "克什克腾": "kè shí kè téng",
    "塔什库尔干": "tǎ shí kù ěr gān",
    "台儿庄": "tái ér zhuāng",
    "枣庄": "zǎo zhuāng",
    "峄城": "yì chéng",
    "各塔埠": "gè tǎ bù",
    "底阁": "dǐ gé",
    "市中": "shì zhōng",
}


@cache
def _pypinyin() -> Any:
    """Loaded when first asked: its tables take 55 MB and 0.4 s, and a process that serves a
    publication, which carries its sounds, asks for none."""
    pypinyin = importlib.import_module("pypinyin")
    pypinyin.load_single_dict({ord(character): said for character, said in _CHARACTERS.items()})
    pypinyin.load_phrases_dict(
        {name: [[s] for s in said.split()] for name, said in _PLACES.items()}
    )
    return pypinyin


@cache
def _tables() -> tuple[Any, Any, Any]:
    """What begins a phrase, the phrases as corrected, and what splits a text by runs of Chinese."""
    _pypinyin()
    constants = importlib.import_module("pypinyin.constants")
    prefixes = importlib.import_module("pypinyin.seg.mmseg").p_set
    run = constants.RE_HANS.pattern.removeprefix("^").removesuffix("$")
    return prefixes._set, constants.PHRASES_DICT, re.compile(f"({run})").split


def words(text: str) -> Iterator[str]:
    """As pypinyin cuts a text into words, in a third of its time; a test holds the two equal.

    The longest phrase at each place, else one character. Where the text ends within what might
    have become a phrase, what is left of it is single characters.
    """
    prefixes, phrases, split = _tables()
    for number, run in enumerate(split(text)):
        # Every other one is Chinese, and the first and the last may be empty.
        if not number % 2:
            if run:
                yield run
            continue
        at, size = 0, len(run)
        while at < size:
            end, phrase = at + 1, 0
            while end <= size and (word := run[at:end]) in prefixes:
                if word in phrases:
                    phrase = end
                end += 1
            if not phrase and end > size:
                yield from run[at:]
                break
            phrase = phrase or at + 1
            yield run[at:phrase]
            at = phrase


def _kept(text: str) -> str:
    """Letters and digits, half-width and lower-case; the rest of what is not Chinese is dropped."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=65536)
def _readings(word: str) -> tuple[str, ...]:
    """Of one word as it was cut; the words of a million names are a few thousand."""
    if len(_tables()[2](word)) == 1:
        # Without Chinese there is nothing to read: it stays as it is.
        said = [word]
    else:
        pypinyin = _pypinyin()
        said = pypinyin.lazy_pinyin([word], style=pypinyin.Style.NORMAL, errors="default")
    return tuple(part for part in map(_kept, said) if part)


@lru_cache(maxsize=65536)
def _aloud(word: str) -> tuple[str, str]:
    said = _readings(word)
    return "".join(said), "".join(part if part.isdigit() else part[0] for part in said)


@lru_cache(maxsize=65536)
def aloud(text: str) -> tuple[str, str]:
    """`full_pinyin` and `initials`, for which a text is cut into words once."""
    full, short = "", ""
    for word in words(text):
        said, first = _aloud(word)
        full += said
        short += first
    return full, short


def full_pinyin(text: str) -> str:
    """`台儿庄` -> `taierzhuang`, `吕梁` -> `lvliang`, `A区` -> `aqu`."""
    return aloud(text)[0]


def initials(text: str) -> str:
    """`台儿庄` -> `tez`; the first letter of each syllable, runs of digits in full."""
    return aloud(text)[1]


def romanised(name: str) -> str:
    """As it is written in Latin text: `台儿庄` -> `Tai'erzhuang`, `吕梁` -> `Lüliang`."""
    written = ""
    for part in (part for word in words(name) for part in _readings(word)):
        apart = "'" if written and part[0] in "aeo" else ""
        written += apart + part.replace("v", "ü")
    return written[:1].upper() + written[1:]

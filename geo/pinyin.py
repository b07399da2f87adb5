"""Pinyin of Chinese place names, without tones, spaces or apostrophes: 台儿庄 -> taierzhuang, tez.

Readings come from pypinyin. Where a character has several, pypinyin decides by common words, which
is wrong for many place names (单县 is Shanxian, 洪洞 Hongtong): those met among the provinces,
cities and counties of China are corrected by the table below. `ü` is written `v`, as it is typed.
Characters that are not Chinese are kept, lower-cased, without spaces and punctuation.
"""

import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict, load_single_dict

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

load_single_dict({ord(character): reading for character, reading in _CHARACTERS.items()})
load_phrases_dict({name: [[s] for s in reading.split()] for name, reading in _PLACES.items()})


def _kept(text: str) -> str:
    """Letters and digits, half-width and lower-case; the rest of what is not Chinese is dropped."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=65536)
def syllables(text: str) -> tuple[str, ...]:
    """One syllable for each Chinese character; a run of letters or digits stays one item."""
    parts = (_kept(part) for part in lazy_pinyin(text, style=Style.NORMAL, errors="default"))
    return tuple(part for part in parts if part)


def full_pinyin(text: str) -> str:
    """`台儿庄` -> `taierzhuang`, `吕梁` -> `lvliang`, `A区` -> `aqu`."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """`台儿庄` -> `tez`; the first letter of each syllable, runs of digits in full."""
    return "".join(part if part.isdigit() else part[0] for part in syllables(text))


def romanised(name: str) -> str:
    """As it is written in Latin text: `台儿庄` -> `Tai'erzhuang`, `吕梁` -> `Lüliang`."""
    written = ""
    for part in syllables(name):
        apart = "'" if written and part[0] in "aeo" else ""
        written += apart + part.replace("v", "ü")
    return written[:1].upper() + written[1:]

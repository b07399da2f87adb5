"""Text as it is typed into cells, brought to one form before anything compares or stores it."""

import re
import unicodedata
from functools import lru_cache

# Spaces of every kind, and marks that are not seen.
_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_UNSEEN = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u2069\ufeff\ufffe\uffff]"
)
# Most cells: plain letters, Chinese and its usual marks, single spaces inside.
_PLAIN = "[!-~\u3001-\u3011\u4e00-\u9fff（），：；]+"
_CLEAN = re.compile(f"{_PLAIN}(?: {_PLAIN})*")
# Full-width digits and letters; punctuation stays as Chinese writes it.
_WIDE = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_NOTHING = {
    "", "-", "--", "—", "——", "－", "–", "/", "／", "\\", "无", "暂无", "不详", "未知", "空",
    "N/A", "n/a", "NA", "null", "NULL", "None", "待定", "待核实", "不清楚",
}  # fmt: skip
_BRACKETED = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]")
_MARKS = re.compile(r"[\s*※#:：,，、;；.。/／\\|_\-—–·'\"“”‘’?？!！]+")
_HAN_DIGITS = {char: str(at) for at, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0", "○": "0", "Ｏ": "0", "两": "2",
}  # fmt: skip


def clean(text: str) -> str:
    """One line: spaces of every kind single, none at the ends, unseen marks gone, digits narrow.

    Cleaning what is clean changes nothing. The sheet may break a line where it likes, so a line
    break counts as a space.
    """
    if _CLEAN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text)).translate(_WIDE)
    return _SPACES.sub(" ", text).strip()


def clean_lines(text: str) -> str:
    """As `clean`, line breaks kept: for cells that list several things."""
    lines = (clean(line) for line in re.split(r"[\r\n\u2028\u2029\u0085]+", text))
    return "\n".join(line for line in lines if line)


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return text in _NOTHING


def narrow(text: str) -> str:
    """Everything full-width and every compatibility form in its plain form, for reading figures."""
    return unicodedata.normalize("NFKC", clean(text)).strip()


def key(text: str) -> str:
    """What two writings of one heading or term have in common."""
    return _MARKS.sub("", narrow(text)).lower()


def keys(text: str) -> tuple[str, ...]:
    """`key` with what stands in brackets, with the brackets left off, and without them."""
    # The same few words come again in every row; long texts are not worth their memory.
    return _remembered_keys(text) if len(text) <= _SHORT else _keys(text)


def _keys(text: str) -> tuple[str, ...]:
    plain = narrow(text)
    bare = _BRACKETED.sub("", plain)
    opened = re.sub(r"[()\[\]【】〔〕]", "", plain)
    found = (key(each) for each in (plain, opened, bare))
    return tuple(dict.fromkeys(each for each in found if each))


_SHORT = 60
_remembered_keys = lru_cache(maxsize=8192)(_keys)


def han_digits(text: str) -> str:
    """二〇二二 → 2022, digit by digit."""
    return "".join(_HAN_DIGITS.get(char, char) for char in text)

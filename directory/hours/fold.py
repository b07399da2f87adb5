"""Full-width forms and look-alike punctuation, folded one character to one.

The length never changes, so a position in the folded text is a position in the text as typed.
"""

from directory.hours.errors import HoursError

MAX_LENGTH = 1000

_DASHES = "‐‑‒–—―−－ー〜～~﹣→"
_TABLE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
_TABLE |= {ord(dash): "-" for dash in _DASHES}
_TABLE |= {ord(space): " " for space in "\u3000\u00a0\u2002\u2003\u2009\t\r\n"}
_TABLE |= {ord(a): b for a, b in zip("、；：。∶", ",;:;:", strict=True)}
_TABLE |= {ord(a): b for a, b in zip("“”＂", '"""', strict=True)}


def check_text(text: str) -> None:
    """Refuse what is not text, or is longer than anybody's opening hours."""
    if not isinstance(text, str):
        raise HoursError(
            repr(text), 0, "营业时间须为文字", "opening hours must be text", ("08:00-17:00",)
        )
    if len(text) > MAX_LENGTH:
        raise HoursError(
            text,
            MAX_LENGTH,
            f"营业时间太长（最多 {MAX_LENGTH} 个字符）",
            f"opening hours are too long (at most {MAX_LENGTH} characters)",
        )


def fold(text: str) -> str:
    """`text` with full-width forms, dashes and Chinese punctuation folded, outside quotes."""
    pieces = text.translate({0x201C: '"', 0x201D: '"', 0xFF02: '"'}).split('"')
    start = 0
    out: list[str] = []
    for index, piece in enumerate(pieces):
        raw = text[start : start + len(piece)]
        out.append(raw if index % 2 else raw.replace("——", "— ").translate(_TABLE))
        start += len(piece) + 1
    return '"'.join(out)

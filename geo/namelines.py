"""A place's names as one line: the folded forms that a search scans, then what they lead to.

`python -m geo.namelines` reads JSON lines [name, [alias, ...]] and writes the line of each, in
order. A build of many places has that done beside it, as reading names aloud is much of its work.
"""

import sys
from collections.abc import Sequence

import orjson

from geo.names import fold, fold_pinyin
from geo.pinyin import aloud

# Between the forms of a line; `fold` leaves letters and digits only, so no form contains it.
EDGE = "\x1f"


def name_line(name: str, aliases: Sequence[str]) -> bytes:
    """One line, its end included; within it JSON has no other."""
    pinyin, short = aloud(name)
    sounds = [sound for alias in aliases for sound in aloud(alias)]
    forms = [fold(name), fold_pinyin(pinyin), fold_pinyin(short)]
    forms += [fold(alias) for alias in aliases] + [fold_pinyin(sound) for sound in sounds]
    packed = orjson.dumps((name, pinyin, short, (*aliases, *sounds)))
    return f"{EDGE}{EDGE.join(dict.fromkeys(forms))}{EDGE}".encode() + packed + b"\n"


def main() -> None:
    write = sys.stdout.buffer.write
    for line in sys.stdin.buffer:
        write(name_line(*orjson.loads(line)))


if __name__ == "__main__":
    main()

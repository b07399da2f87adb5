"""Bodies as they are sent: plain, gzip or brotli, each compressed once."""

import gzip
import time

import brotli
from isal import isal_zlib

from maps.api.layers import Pieces
from maps.readpath.asked import Asked

# As Django's GZipMiddleware: shorter ones are not worth it.
LEAST = 200
# What is sent once (a question with a position) is packed by ISA-L, in a third of the time of
# zlib's level 1 and no larger; what is kept by zlib, a tenth smaller. 31: with gzip's head and end.
ONCE, KEPT = 2, 6
_GZIP = 31
# Of kept answers; level 5 is as fast as gzip's 6 and a sixth smaller on our pages.
BROTLI_LEVEL = 5
# Brotli of a whole directory would hold a thread for a second.
BROTLI_MOST = 2_000_000
# Of a large answer brotli is two fifths smaller than what ISA-L makes of it and takes twelve times
# as long: worth it for one that is asked for again and again, and a tenth of the time at most.
LARGE, AGAIN, SHARE = 100_000, 4, 10
_QUICK = "quick"
# Bytes that a piece takes beside what it shows of the publication.
PIECE = 200

Header = tuple[str, str]


class Spare:
    """Time for packing large answers well: after each, none for as long as makes it a share."""

    def __init__(self) -> None:
        self._from = 0.0

    def there_is(self) -> bool:
        return time.monotonic() >= self._from

    def spend(self, seconds: float) -> None:
        self._from = time.monotonic() + seconds * (SHARE - 1)


spare = Spare()


class Body:
    """One body in the encodings that have been asked for.

    One that is kept holds its pieces: what they show of the publication is there anyway. Bytes of
    its own are let go once it has been packed, as they are ten times as many and browsers never
    ask for them; who does gets them unpacked.
    """

    __slots__ = ("_asked", "_held", "_kept", "_packed", "_pieces", "_size")

    def __init__(self, pieces: Pieces, kept: bool) -> None:
        self._pieces: Pieces | None = pieces
        self._held = _own(pieces)
        self._size = sum(map(len, pieces))
        self._kept = kept
        self._asked = 0
        # None where packing makes nothing smaller.
        self._packed: dict[str, bytes | None] = {}

    def __len__(self) -> int:
        """Bytes held."""
        return self._held + sum(len(each) for each in self._packed.values() if each)

    @property
    def in_pieces(self) -> bool:
        return self._pieces is not None and len(self._pieces) > 1

    def hold(self, plain: bytes) -> None:
        """Its bytes as they have just been joined: they need not be joined again."""
        self._pieces, self._held = (plain,), len(plain)

    @property
    def plain(self) -> bytes:
        # Other threads answer from the same body: what is looked at is held.
        pieces = self._pieces
        if pieces is not None:
            return b"".join(pieces)
        plain = next(
            _unpacked(form, packed) for form, packed in list(self._packed.items()) if packed
        )
        self.hold(plain)
        return plain

    def for_(self, asked: Asked) -> tuple[bytes, str]:
        """The bytes, and the name of their encoding ('' for none)."""
        name = self._encoding(asked)
        if not name:
            return self.plain, ""
        if name not in self._packed and self._is_quick(asked):
            form, name = _QUICK, "gzip"
        else:
            form = name
        if form not in self._packed:
            began = time.perf_counter()
            self._packed[form] = self._smaller(form)
            if form != _QUICK and self._size >= LARGE:
                spare.spend(time.perf_counter() - began)
        found = self._packed[form]
        return (self.plain, "") if found is None else (found, name)

    def _is_quick(self, asked: Asked) -> bool:
        """Whether it is not worth packing well now."""
        if not self._kept or self._size < LARGE or not asked.gzip:
            return False
        self._asked += 1
        return self._asked <= AGAIN or not spare.there_is()

    def _smaller(self, form: str) -> bytes | None:
        """Packed, or None where that makes nothing smaller. Bytes of its own are let go for it."""
        packed = self._pack(form)
        if len(packed) >= self._size:
            return None
        if self._kept and self._held > len(packed):
            self._pieces, self._held = None, 0
        return packed

    def _encoding(self, asked: Asked) -> str:
        if self._size < LEAST:
            return ""
        if asked.brotli and self._kept and self._size <= BROTLI_MOST:
            return "br"
        return "gzip" if asked.gzip else ""

    def _pack(self, form: str) -> bytes:
        if form == "br":
            packed: bytes = brotli.compress(self.plain, quality=BROTLI_LEVEL)
            return packed
        if self._kept and form != _QUICK:
            return gzip.compress(self.plain, KEPT, mtime=0)
        once: bytes = isal_zlib.compress(self.plain, ONCE, _GZIP)
        return once


def _own(pieces: Pieces) -> int:
    """Bytes that are there for these pieces alone."""
    return sum(len(each) if isinstance(each, bytes) else PIECE for each in pieces)


def _unpacked(form: str, packed: bytes) -> bytes:
    plain: bytes = brotli.decompress(packed) if form == "br" else gzip.decompress(packed)
    return plain


def head_of(head: list[Header], tag: str, length: int, encoding: str) -> list[Header]:
    """A whole head; compressed, the tag is weak: other bytes of the same answer (RFC 9110)."""
    own = [("Content-Length", str(length))]
    if tag:
        own.append(("ETag", f"W/{tag}" if encoding and not tag.startswith("W/") else tag))
    if encoding:
        own.append(("Content-Encoding", encoding))
    return [*head, *own]

"""Bodies as they are sent: plain, gzip or brotli, each compressed once."""

import gzip

import brotli

from maps.readpath.asked import Asked

# As Django's GZipMiddleware: shorter ones are not worth it.
LEAST = 200
# What is sent once (a question with a position) and what is kept: level 1 takes a third of the
# time of level 6 for a tenth more bytes.
ONCE, KEPT = 1, 6
# Of kept answers; level 5 is as fast as gzip's 6 and a sixth smaller on our pages.
BROTLI_LEVEL = 5
# Brotli of a whole directory would hold a thread for a second.
BROTLI_MOST = 2_000_000

Header = tuple[str, str]


class Body:
    """One body in the encodings that have been asked for."""

    __slots__ = ("_kept", "_packed", "plain")

    def __init__(self, plain: bytes, kept: bool) -> None:
        self.plain = plain
        self._kept = kept
        self._packed: dict[str, bytes] = {}

    def __len__(self) -> int:
        return len(self.plain) + sum(map(len, self._packed.values()))

    def is_ready(self, asked: Asked) -> bool:
        """Whether `for_` has nothing left to compress."""
        name = self._encoding(asked)
        return not name or name in self._packed

    def for_(self, asked: Asked) -> tuple[bytes, str]:
        """The bytes, and the name of their encoding ('' for none)."""
        name = self._encoding(asked)
        if not name:
            return self.plain, ""
        packed = self._packed.get(name)
        if packed is None:
            packed = self._packed[name] = self._pack(name)
        return (packed, name) if len(packed) < len(self.plain) else (self.plain, "")

    def _encoding(self, asked: Asked) -> str:
        if len(self.plain) < LEAST:
            return ""
        if asked.brotli and self._kept and len(self.plain) <= BROTLI_MOST:
            return "br"
        return "gzip" if asked.gzip else ""

    def _pack(self, name: str) -> bytes:
        if name == "br":
            packed: bytes = brotli.compress(self.plain, quality=BROTLI_LEVEL)
            return packed
        return gzip.compress(self.plain, KEPT if self._kept else ONCE, mtime=0)


def head_of(head: list[Header], tag: str, length: int, encoding: str) -> list[Header]:
    """A whole head; compressed, the tag is weak: other bytes of the same answer (RFC 9110)."""
    own = [("Content-Length", str(length))]
    if tag:
        own.append(("ETag", f"W/{tag}" if encoding and not tag.startswith("W/") else tag))
    if encoding:
        own.append(("Content-Encoding", encoding))
    return [*head, *own]

"""What a publication was built from, so that the next build can tell what has changed since.

The history numbers every change without a gap in the order of commits, so that a build that has
seen number n has seen all before it.
"""

import datetime as dt
import hashlib
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self

from directory.models import HistoryEntry
from geo.models import Edition

_ROOT = Path(__file__).resolve().parents[2]
# The sources that decide what a place's feature, its line of names and its columns are.
_SOURCES = (
    "directory/publication", "directory/records.py", "directory/freshness.py",
    "directory/models", "directory/hours", "geo/names.py", "geo/namelines.py", "geo/pinyin.py",
    "geo/distance.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Basis:
    """`seq`, `hash`: the newest entry of the history; 0 and "" where there is none.

    `code`: a hash of the program's own sources; `edition`: of the live regions; `full_at`: when
    (aware) every place was last read.
    """

    seq: int
    hash: str
    code: str
    edition: str
    full_at: dt.datetime

    @classmethod
    def now(cls, at: dt.datetime) -> Self:
        """Of the transaction's moment, for a full build at `at`."""
        newest = HistoryEntry.objects.order_by("-seq").values_list("seq", "hash").first()
        seq, chained = newest or (0, "")
        return cls(seq, chained, program(), _live_edition(), at)

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"full_at": self.full_at.isoformat()}

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Self | None:
        """None for what an older program has written, or none."""
        if data is None:
            return None
        try:
            return cls(**data | {"full_at": dt.datetime.fromisoformat(data["full_at"])})
        except (TypeError, KeyError, ValueError):
            return None

    def leads_to(self, later: "Basis") -> bool:
        """Whether the history says all that happened between the two."""
        if (self.code, self.edition) != (later.code, later.edition) or self.seq > later.seq:
            return False
        if self.seq == 0:
            return False
        entry = HistoryEntry.objects.filter(seq=self.seq).values_list("hash", flat=True).first()
        return entry == self.hash


def _live_edition() -> str:
    live = Edition.objects.filter(state=Edition.State.LIVE).values_list("pk", "live_at").first()
    return "" if live is None else f"{live[0]} {live[1]}"


@cache
def program() -> str:
    """An upgraded program may say things differently: its first build is a full one."""
    digest = hashlib.sha256(version("pypinyin").encode())
    for source in _SOURCES:
        path = _ROOT / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()

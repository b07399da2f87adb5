"""What a public view tells the lane in front of it: how long its answer stays true."""

from dataclasses import dataclass
from typing import Any

from directory.publication import Snapshot

KEY = "maps.readpath.slip"


@dataclass(slots=True)
class Slip:
    """Laid into the WSGI environment by the lane, filled in by `maps.answering`.

    `clock` is the strftime pattern of `stamp`; an answer holds while the publication and the stamp
    do. `keep`: whether it may be kept at all; an address that says where somebody stands may not.
    """

    snapshot: Snapshot | None = None
    clock: str = ""
    stamp: str = ""
    keep: bool = False


def note(meta: dict[str, Any], snapshot: Snapshot, clock: str, stamp: str, *, keep: bool) -> None:
    slip = meta.get(KEY)
    if isinstance(slip, Slip):
        slip.snapshot, slip.clock, slip.stamp, slip.keep = snapshot, clock, stamp, keep

"""What has been decided to be public, as an immutable, numbered snapshot that readers map."""

from directory.publication.contents import Contents
from directory.publication.manifest import Damaged, Manifest
from directory.publication.process import current
from directory.publication.snapshot import Resolved, Snapshot
from directory.publication.standing import NoPublication, last_heard, use
from directory.publication.writer import write

__all__ = [
    "Contents",
    "Damaged",
    "Manifest",
    "NoPublication",
    "Resolved",
    "Snapshot",
    "current",
    "last_heard",
    "use",
    "write",
]

"""The publication that this process serves. No request ever waits for a database."""

from directory.publication import standing, watch
from directory.publication.snapshot import Snapshot
from directory.publication.standing import NoPublication


def current() -> Snapshot:
    """The newest publication this process knows; raises NoPublication.

    The first call in a process opens the local copy and starts the watching thread.
    """
    if not standing.pinned():
        watch.start()
    snapshot = standing.snapshot()
    if snapshot is None:
        raise NoPublication("nothing has been published yet, or it has not been fetched yet")
    return snapshot

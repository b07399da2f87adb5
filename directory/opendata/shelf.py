"""Where the files lie: the storage `opendata`, in a folder a publication, and an index beside them.

Files are stored first and the index last, each time under a new name: whoever reads the newest one
that can be read finds every file that it names. Folders that no index names are left-overs.
"""

import logging
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from directory.opendata import index as indexes
from directory.opendata.index import Entry, Index, Unreadable

log = logging.getLogger(__name__)

FOLDER = "index"
INDEXES_KEPT = 3
# A process looks for a newer index no oftener than this.
LOOK_SECONDS = 2.0


def storage() -> Storage:
    return storages["opendata"]


class _Seen:
    """What this process has read; names of indexes are never used twice."""

    lock = threading.Lock()
    storage: Storage | None = None
    name = ""
    index = Index()
    looked = float("-inf")


def index(fresh: bool = False) -> Index:
    """The newest index that can be read, at most LOOK_SECONDS old; an empty one where none can."""
    place = storage()
    with _Seen.lock:
        if _Seen.storage is not place:
            _Seen.storage, _Seen.name, _Seen.index = place, "", Index()
            _Seen.looked = float("-inf")
        now = time.monotonic()
        if fresh or now - _Seen.looked >= LOOK_SECONDS:
            _Seen.name, _Seen.index = _newest(place)
            _Seen.looked = now
        return _Seen.index


def _newest(place: Storage) -> tuple[str, Index]:
    for name in reversed(_names(place)):
        if name == _Seen.name:
            return name, _Seen.index
        try:
            with place.open(f"{FOLDER}/{name}", "rb") as file:
                return name, indexes.load(file.read())
        except (OSError, Unreadable) as error:
            log.error("open data: the index %s is passed over: %s", name, error)
    return "", Index()


def _names(place: Storage) -> list[str]:
    """Names of indexes, oldest first."""
    try:
        return sorted(name for name in place.listdir(FOLDER)[1] if name.endswith(".json"))
    except OSError:
        return []


def save_index(fresh: Index) -> None:
    """Make `fresh` the one that everybody reads; the newest few before it stay for a while."""
    place = storage()
    names = _names(place)
    number = int(names[-1].partition(".")[0]) + 1 if names else 1
    place.save(f"{FOLDER}/{number:09d}.json", ContentFile(indexes.dump(fresh)))
    for name in names[: -INDEXES_KEPT + 1]:
        place.delete(f"{FOLDER}/{name}")


def put(number: int, path: Path) -> None:
    """Store a file of a publication, in place of one that an earlier attempt has left."""
    place, name = storage(), name_of(number, path.name)
    place.delete(name)
    with path.open("rb") as file:
        saved = place.save(name, File(file, name=path.name))
    if saved != name:
        place.delete(saved)
        raise FileExistsError(f"{name}: stored as {saved} instead")


def holds(entry: Entry) -> bool:
    """Whether every file of the entry is there, at its size."""
    place = storage()
    try:
        return all(
            place.size(name_of(entry.number, made.name)) == made.bytes for made in entry.files
        )
    except OSError:
        return False


def stored(number: int) -> list[str]:
    """Names of the files that lie in the publication's folder, whole or not."""
    try:
        return storage().listdir(str(number))[1]
    except OSError:
        return []


def sweep(kept: Iterable[int]) -> None:
    """Delete the folders of all publications but these."""
    place, left = storage(), {str(number) for number in kept}
    try:
        folders = place.listdir("")[0]
    except OSError:
        return
    for folder in folders:
        if folder.isdecimal() and folder not in left:
            for name in place.listdir(folder)[1]:
                place.delete(f"{folder}/{name}")
            place.delete(folder)


def name_of(number: int, name: str) -> str:
    return f"{number}/{name}"

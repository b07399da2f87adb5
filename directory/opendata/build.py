"""Making the files of a publication: all of them, or none that anybody is told of.

One build at a time, by an advisory lock that falls with its connection. A build that was killed
leaves files that no index names; the next one sweeps them away and begins anew. The same
publication gives the same bytes.
"""

import gzip
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from directory.models import Publication
from directory.opendata import archive, dictionary, files, geodata, shelf, texts, workbook
from directory.opendata.described import Deployment, Described
from directory.opendata.files import Made
from directory.opendata.index import Entry, Index
from directory.opendata.needed import alone, ready
from directory.publication import Snapshot, store

# Any number will do, as long as nothing else in this database takes an advisory lock by it.
LOCK = 3_804_2023
_SCRATCH = "opendata-"
Progress = Callable[[str], None]


class BuildRunning(Exception):
    """Another process is making files; it, or the next request, will make these too."""


class NotKept(Exception):
    """There is no such publication, or its archive has been cleaned away."""


def build(number: int | None = None, again: bool = False, say: Progress = lambda _: None) -> Entry:
    """Make the files of a publication (None: the newest), unless they are there; then thin out.

    `say` hears the name of each file that is stored. Raises BuildRunning, NotKept, and whatever
    stands in the way of reading the publication or of writing to the storage.
    """
    with alone(LOCK) as mine:
        if not mine:
            raise BuildRunning
        row = ready().filter(number=number).first() if number else ready().first()
        if row is None:
            raise NotKept(f"publication {number}" if number else "nothing has been published")
        before = shelf.index(fresh=True)
        entry = before.get(row.number)
        if again or entry is None or not entry.files or not shelf.holds(entry):
            shelf.sweep(each.number for each in before.kept if each.number != row.number)
            entry = _entry(row, _make(row, say))
        after = _index(before, entry).thinned(settings.OPENDATA_KEPT)
        if after != before:
            shelf.save_index(after)
        shelf.sweep(each.number for each in after.kept)
    return entry


def _index(before: Index, fresh: Entry) -> Index:
    """Everything that was ever published, with the files that are known of."""
    known = {entry.number: entry for entry in before.entries}
    for row in ready().iterator():
        known.setdefault(row.number, _entry(row, ()))
    known[fresh.number] = fresh
    return Index(tuple(known[number] for number in sorted(known, reverse=True)))


def _entry(row: Publication, made: tuple[Made, ...]) -> Entry:
    return Entry(row.number, row.built_at or row.started_at, row.content_sha256, row.places, made)


def _make(row: Publication, say: Progress) -> tuple[Made, ...]:
    if not row.archive_bytes:
        raise NotKept(f"the archive of publication {row.number} has been cleaned away")
    for path in store.cache().glob(f"{_SCRATCH}*"):
        shutil.rmtree(path, ignore_errors=True)
    snapshot = Snapshot.open(
        store.fetch(
            store.Archive(
                row.number,
                row.content_sha256,
                row.archive_name,
                row.archive_sha256,
                row.archive_bytes,
            )
        )
    )
    with tempfile.TemporaryDirectory(dir=store.cache(), prefix=_SCRATCH) as scratch:
        done: list[Made] = []
        for path in write_all(snapshot, deployment(), Path(scratch)):
            shelf.put(row.number, path)
            done.append(files.made(path))
            say(path.name)
    return tuple(done)


def deployment() -> Deployment:
    return Deployment(
        licence=settings.DATA_LICENCE,
        licence_url=settings.DATA_LICENCE_URL,
        base_url=settings.PUBLIC_BASE_URL,
        office=settings.CONTACT_OFFICE,
        demo=settings.DEMO,
    )


def write_all(snapshot: Snapshot, deployed: Deployment, folder: Path) -> Iterator[Path]:
    """Every file of the publication in `folder`, one after another."""
    described = Described.of(snapshot, deployed)
    made: list[Made] = []
    for name in files.DATA:
        path = folder / name
        if name == files.FGB:
            geodata.write_flatgeobuf(folder / files.GPKG, described, path)
        else:
            _WRITERS[name](snapshot, described, path)
        made.append(files.made(path))
        yield path
    for name in files.COMPRESSED:
        yield _compressed(folder / name)
    dictionary.write_datapackage(snapshot, described, folder / files.DATAPACKAGE, made)
    said = [(name, " / ".join(files.KINDS[name])) for name in files.ALL]
    texts.write_readme(described, folder / files.README, said)
    for name in (files.DATAPACKAGE, files.README):
        made.append(files.made(folder / name))
        yield folder / name
    sums = "".join(f"{each.sha256}  {each.name}\n" for each in made)
    (folder / files.SUMS).write_text(sums, encoding="ascii")
    yield folder / files.SUMS


_WRITERS: dict[str, Callable[[Snapshot, Described, Path], None]] = {
    files.CSV: texts.write_csv,
    files.XLSX: workbook.write_xlsx,
    files.GEOJSON: texts.write_geojson,
    files.GPKG: geodata.write_geopackage,
    files.PMTILES: archive.write_pmtiles,
}


def _compressed(path: Path) -> Path:
    """Beside it, as browsers take it; neither name nor time inside."""
    target = path.with_name(path.name + files.GZIP)
    with (
        path.open("rb") as source,
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=6) as packed,
    ):
        shutil.copyfileobj(source, packed, 1 << 20)
    return target

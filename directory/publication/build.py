"""Building a publication: ledger in, archive and pointer out, or nothing at all.

One build at a time, by an advisory lock that falls with its connection. A build that fails is
recorded as failed; one that was killed is found by the next one and cleaned up after. The pointer
is the newest READY row, written last: until then readers keep what they have.
"""

import datetime as dt
import logging
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from directory.models import Publication
from directory.publication import store
from directory.publication.basis import Basis
from directory.publication.channel import CHANNEL
from directory.publication.files import load_json
from directory.publication.ledger import read_contents
from directory.publication.manifest import Damaged, Manifest
from directory.publication.past import LOG
from directory.publication.snapshot import Snapshot
from directory.publication.touched import touched_since
from directory.publication.writer import write

log = logging.getLogger(__name__)

# Any number will do, as long as nothing else in this database takes an advisory lock by it.
_LOCK = 3_804_2022
WAIT_SECONDS = 600.0
FULL_AGAIN, FULL_AT_LAST = dt.timedelta(hours=20), dt.timedelta(hours=48)
NIGHT_ENDS = 4


class BuildRunning(Exception):
    """Another process is building and did not finish within the time given."""


@dataclass(frozen=True, slots=True)
class Built:
    """`new` False: the ledger says what publication `number` says already; none was added.

    `read`: how many places were touched and read anew, None where all were.
    """

    number: int
    new: bool
    counts: dict[str, int]
    seconds: float
    archive_bytes: int
    read: int | None


@dataclass(frozen=True, slots=True)
class _Written:
    """`read`: as of `Built`. `unexplained`: places differ that the history says nothing of."""

    manifest: Manifest
    read: int | None
    unexplained: bool


def build(wait_seconds: float = WAIT_SECONDS, full: bool = False) -> Built:
    """Build, store and announce a publication, unless it would equal the standing one.

    Places that have not been touched since the standing publication are taken over from it,
    unless it is `full`.
    """
    started = time.monotonic()
    with _alone(wait_seconds):
        clean_up()
        standing = Publication.objects.filter(state=Publication.State.READY).first()
        row = Publication.objects.create(
            number=(Publication.objects.aggregate(last=Max("number"))["last"] or 0) + 1,
            state=Publication.State.BUILDING,
            started_at=timezone.now(),
        )
        folder = store.cache() / f"building-{row.number}"
        try:
            written = _write(row, folder, standing, full)
            manifest = written.manifest
            if standing and _says_the_same(standing, manifest):
                row.delete()
                # The standing one says what the ledger says at this later moment, too.
                Publication.objects.filter(pk=standing.pk).update(basis=row.basis)
                return Built(
                    standing.number,
                    new=False,
                    counts=manifest.counts,
                    seconds=time.monotonic() - started,
                    archive_bytes=standing.archive_bytes,
                    read=written.read,
                )
            if standing and written.unexplained:
                log.error(
                    "publication %s differs from %s though the history names no change between",
                    row.number,
                    standing.number,
                )
            _store(row, folder, manifest, standing)
            copy = store.install(folder)
            _announce(row)
        except BaseException as error:
            _record_failure(row, error)
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        store.point_at(copy)
        store.prune(serving=copy)
        _forget_old_archives()
    return Built(
        row.number,
        new=True,
        counts=manifest.counts,
        seconds=time.monotonic() - started,
        archive_bytes=row.archive_bytes,
        read=written.read,
    )


def full_is_due() -> bool:
    """Whether a regular build should read every place: once a night, before anybody is up.

    While it does, a change has to wait for its turn; where nights are missed, two days are enough.
    """
    standing = Publication.objects.filter(state=Publication.State.READY).first()
    then = None if standing is None else Basis.from_json(standing.basis)
    if then is None:
        return True
    age, hour = timezone.now() - then.full_at, timezone.localtime().hour
    return age >= FULL_AT_LAST or (age >= FULL_AGAIN and hour < NIGHT_ENDS)


def clean_up() -> None:
    """Call a build that was killed half-way what it is, and delete what it left behind."""
    for row in Publication.objects.filter(state=Publication.State.BUILDING):
        _record_failure(row, InterruptedError("the build was interrupted"))
    for path in store.cache().glob("building-*"):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _alone(wait_seconds: float) -> Iterator[None]:
    deadline = time.monotonic() + wait_seconds
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            if cursor.fetchone()[0]:
                break
            if time.monotonic() >= deadline:
                raise BuildRunning(f"another build has been running for {wait_seconds:.0f} s")
            time.sleep(0.2)
    try:
        yield
    finally:
        # A connection that was lost has given the lock back by itself.
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction that sees the ledger of one moment.

    Within a transaction of the caller's its isolation holds: it cannot be changed half-way.
    """
    with transaction.atomic():
        if len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _open(standing: Publication | None) -> Snapshot | None:
    """The publication to compare with; None where there is none, or none that can be read."""
    if standing is None:
        return None
    try:
        return Snapshot.open(store.fetch(store.archive_of(standing)))
    except (Damaged, OSError) as error:
        log.error("the log of changes begins anew with this publication: %s", error)
        return None


def _write(row: Publication, folder: Path, standing: Publication | None, full: bool) -> _Written:
    built_at = timezone.localtime(row.started_at)
    before = _open(standing)
    then = Basis.from_json(standing.basis) if standing and before else None
    with _one_moment():
        now = Basis.now(built_at)
        touched = None
        if then is not None and then.leads_to(now):
            touched = touched_since(then.seq)
        asked = None if full else touched
        contents = read_contents(row.number, built_at, before, asked)
        manifest = write(contents, folder, before)
    if contents.touched is not None and then is not None:
        now = replace(now, full_at=then.full_at)
    row.basis = now.to_json()
    read = None if asked is None or contents.touched is None else len(asked.pks)
    unexplained = touched is not None and not touched.pks and _differs(folder)
    return _Written(manifest, read, unexplained)


def _differs(folder: Path) -> bool:
    """Whether any place is not what it was in the publication before."""
    newest = load_json(folder, LOG)["entries"][0]
    return any(newest[kind] for kind in ("added", "changed", "removed"))


def _says_the_same(standing: Publication, manifest: Manifest) -> bool:
    return standing.content_sha256 == manifest.content_sha256 and store.storage().exists(
        standing.archive_name
    )


def _store(
    row: Publication, folder: Path, manifest: Manifest, standing: Publication | None
) -> None:
    # The name is on record before the file is in storage, so that no crash can orphan the file.
    row.archive_name = store.archive_name(row.number, manifest.content_sha256)
    row.save(update_fields=["archive_name"])
    before = None if standing is None else store.archive_of(standing)
    archive = store.keep(folder, row.archive_name, before)
    row.archive_name = archive.name
    row.archive_sha256 = archive.sha256
    row.archive_bytes = archive.bytes
    row.content_sha256 = manifest.content_sha256
    row.places = manifest.counts["places"]
    row.built_at = manifest.built_at


def _announce(row: Publication) -> None:
    row.state = Publication.State.READY
    with transaction.atomic():
        row.save()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(row.number)])


def _record_failure(row: Publication, error: BaseException) -> None:
    """Best effort: where the database is gone, the next build finds the row still BUILDING."""
    try:
        if row.archive_name:
            store.storage().delete(row.archive_name)
        Publication.objects.filter(pk=row.pk).update(
            state=Publication.State.FAILED, error=f"{type(error).__name__}: {error}"[:2000]
        )
    except Exception:
        log.exception("could not record that publication %s failed", row.number)


def _forget_old_archives() -> None:
    """Rows stay as the record of what was published; `archive_bytes` 0 says the file is gone."""
    ready = Publication.objects.filter(state=Publication.State.READY)
    for row in ready.filter(archive_bytes__gt=0)[settings.PUBLICATIONS_KEPT :]:
        store.storage().delete(row.archive_name)
        ready.filter(pk=row.pk).update(archive_bytes=0)

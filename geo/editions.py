"""Writing regions: an edition is loaded hidden, switched live as a whole, and retired.

Every function here is one transaction. `edition_switched` is sent after the commit of a switch,
with the edition, for whoever keeps something made from the regions.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from geo.models import Edition, Region
from geo.names import short_name
from geo.pinyin import full_pinyin, initials
from geo.regions import NewRegion, centre_of, parent_of

edition_switched = Signal()

_BATCH = 200


class EditionError(ValueError):
    """An edition that does not exist, exists already, or is in the wrong state."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote: regions of the file, and regions carried over from the live edition."""

    edition: Edition
    written: int
    carried: int


@transaction.atomic
def load_edition(
    regions: Sequence[NewRegion],
    *,
    name: str,
    source: str,
    datum: str,
    licence: str = "",
    carry: bool = False,
    dropped: Collection[str] = (),
) -> Loaded:
    """Write a hidden edition; with `carry`, regions of the live one that the file lacks come along.

    `dropped` are codes that are not to be carried (abolished). `EditionError` where the name is
    taken or there is nothing to write.
    """
    if not regions:
        raise EditionError("没有可写入的区划")
    if Edition.objects.filter(name=name).exists():
        raise EditionError(f"版本 {name} 已经存在，请另取名称")
    base = live_edition() if carry else None
    edition = Edition.objects.create(
        name=name,
        source=source,
        licence=licence,
        entered_datum=datum,
        state=Edition.State.HIDDEN,
        base=base.name if base else "",
    )
    new_codes = {region.code for region in regions}
    carried = _carry(edition, new_codes | set(dropped)) if carry else 0
    known = new_codes | set(edition.regions.values_list("code", flat=True))
    Region.objects.bulk_create(
        (_row(edition, region, known) for region in regions), batch_size=_BATCH
    )
    return Loaded(edition, len(regions), carried)


def _carry(edition: Edition, without: Iterable[str]) -> int:
    """Copy the live edition's other regions inside the database; geometry never leaves it."""
    columns = "code, name, short_name, level, parent_code, pinyin, initials, geom, centre"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO geo_region (edition_id, {columns}) "  # noqa: S608 (a constant)
            f"SELECT %s, {columns} FROM geo_region WHERE edition_id = "
            "(SELECT id FROM geo_edition WHERE state = 'live') AND NOT code = ANY(%s)",
            [edition.pk, sorted(without)],
        )
        return int(cursor.rowcount)


def _geos(region: NewRegion) -> MultiPolygon:
    geometry = GEOSGeometry(memoryview(shapely.to_wkb(region.geometry)), srid=4326)
    if not isinstance(geometry, MultiPolygon):
        raise EditionError(f"{region.name}（{region.code}）的图形不是多面")
    return geometry


def _row(edition: Edition, region: NewRegion, known: Collection[str]) -> Region:
    lon, lat = region.centre or centre_of(region.geometry)
    return Region(
        edition=edition,
        code=region.code,
        name=region.name,
        short_name=region.short or short_name(region.name),
        level=region.level,
        parent_code=region.parent or parent_of(region.code, known),
        pinyin=full_pinyin(region.name),
        initials=initials(region.name),
        geom=_geos(region),
        centre=Point(lon, lat, srid=4326),
    )


@transaction.atomic
def switch(name: str, now: dt.datetime | None = None) -> Edition:
    """Make this edition the live one and retire the one before; nothing where it is live.

    An edition that carried regions over from one that is no longer live is refused: switching to it
    would undo what has changed since. Going back to a retired edition is always possible.
    """
    locked = {e.name: e for e in Edition.objects.select_for_update().order_by("pk")}
    if name not in locked:
        raise EditionError(f"没有版本 {name}，现有：{'、'.join(locked) or '无'}")
    edition = locked[name]
    if edition.state == Edition.State.LIVE:
        return edition
    if not edition.regions.exists():
        raise EditionError(f"版本 {name} 是空的，不能启用")
    live = next((e.name for e in locked.values() if e.state == Edition.State.LIVE), "")
    if edition.state == Edition.State.HIDDEN and edition.base not in ("", live):
        raise EditionError(
            f"版本 {name} 沿用的是 {edition.base}，而现在使用的是 {live or '无'}；请重新载入文件"
        )
    Edition.objects.filter(state=Edition.State.LIVE).update(state=Edition.State.RETIRED)
    edition.state = Edition.State.LIVE
    edition.live_at = now or timezone.now()
    edition.save(update_fields=["state", "live_at"])
    transaction.on_commit(lambda: edition_switched.send(sender=Edition, edition=edition))
    return edition


@transaction.atomic
def delete(name: str) -> None:
    """Delete an edition that is not live."""
    edition = Edition.objects.select_for_update().filter(name=name).first()
    if edition is None:
        raise EditionError(f"没有版本 {name}")
    if edition.state == Edition.State.LIVE:
        raise EditionError(f"版本 {name} 正在使用，不能删除；请先启用另一个版本")
    edition.delete()


def live_edition() -> Edition | None:
    """The edition in use, or None before the first switch."""
    return Edition.objects.filter(state=Edition.State.LIVE).first()

"""Boundaries for the ledger's tests: Shandong (山东) of the packaged edition."""

from functools import cache

from django.db import connection

from geo.country import read_country
from geo.editions import load_edition, switch
from geo.models import Edition
from geo.regions import NewRegion

_COLUMNS = "code, name, short_name, level, parent_code, pinyin, initials, geom, centre"
# Its rows as COPY wrote them after the first load of this process.
_copied: list[bytes] = []


@cache
def _shandong() -> tuple[NewRegion, ...]:
    country = read_country("tianditu")
    return tuple(region for region in country.regions if region.code.startswith("37"))


def load_shandong() -> None:
    """Its province, cities and counties become the live edition.

    The first time as a deployment loads them; then their rows are copied in, in a third of that.
    """
    if _copied:
        _copy_in(Edition.objects.create(name="test", source="test", entered_datum="wgs84"))
    else:
        loaded = load_edition(_shandong(), name="test", source="test", datum="wgs84")
        _copied.append(_copy_out(loaded.edition))
    switch("test")


def _copy_out(edition: Edition) -> bytes:
    rows = f"SELECT {_COLUMNS} FROM geo_region WHERE edition_id = {edition.pk}"
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
        return b"".join(bytes(part) for part in out)


def _copy_in(edition: Edition) -> None:
    rows = b"".join(b"%d\t%s\n" % (edition.pk, row) for row in _copied[0].splitlines())
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY geo_region (edition_id, {_COLUMNS}) FROM STDIN") as into,
    ):
        into.write(rows)

"""Copying made places into the ledger, all of them or none, and taking them out again."""

from collections.abc import Callable, Sequence
from typing import Any

import shapely
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from directory import vocabulary
from directory.made.blocks import BLOCK, cut, make_block
from directory.made.ground import County, Ground
from directory.made.rows import COLUMNS, Keys, Rows
from directory.models import Event, Facility, Market, Office, ServiceTag, StatusPeriod, Trade
from directory.models.market import MarketQuerySet
from directory.publication import requests
from geo.models import Level, Region

# By the code of their office made places are told from all others.
OFFICE_PREFIX = "made-"


class MadeError(ValueError):
    """Places cannot be made; the message says why."""


def made_places() -> MarketQuerySet:
    """The made places that are in the ledger."""
    return Market.objects.filter(demo=True, office__code__startswith=OFFICE_PREFIX)


def counties(region: str = "") -> list[County]:
    """The live counties, or those in the six-digit `region`, by code."""
    rows = Region.objects.live().at_level(Level.COUNTY).order_by("code")
    if region:
        stem = region[:2] if region.endswith("0000") else region[:4]
        rows = rows.filter(code__startswith=stem if region.endswith("00") else region)
    return [
        County(
            row.code, row.name, shapely.from_wkb(bytes(row.geom.wkb)), row.centre.x, row.centre.y
        )
        for row in rows.iterator(chunk_size=200)
    ]


@transaction.atomic
def make(
    places: int,
    seed: int,
    region: str = "",
    replace: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> int:
    """Makes `places` places in one transaction; returns how many earlier ones were removed."""
    ground_counties = counties(region)
    if not ground_counties:
        raise MadeError("no live counties there: run load_regions first, or check --region")
    _excuse_from_history(f"make_demo --places {places} --seed {seed} --region {region or '*'}")
    removed = _clear(replace)
    vocabulary.load()
    with connection.cursor() as cursor:
        # Nobody else may take a key between reading the sequence and moving it on.
        cursor.execute("LOCK TABLE directory_market IN SHARE ROW EXCLUSIVE MODE")
        keys = _keys(ground_counties, places)
        ground = Ground(ground_counties, seed)
        now = timezone.now()
        for number in range((places + BLOCK - 1) // BLOCK):
            block = cut(make_block(ground, seed, number), places - number * BLOCK)
            _copy(cursor.cursor, Rows(block, ground, keys, seed, now))
            progress(min(places, (number + 1) * BLOCK))
        for table in COLUMNS:
            cursor.execute(f"ANALYZE directory_{table}")
    requests.request()
    return removed


def _excuse_from_history(why: str) -> None:
    """A made-up country is not kept row by row; that it was made is. Only the owner may do this."""
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SELECT directory_history_pause(%s)", [why])
        except ProgrammingError as error:
            said = "only the owner of the database may make places: see docs/operator.md"
            raise MadeError(said) from error


def _clear(replace: bool) -> int:
    standing = made_places().count()
    if standing and not replace:
        raise MadeError(f"{standing} made places are in the ledger already; --replace removes them")
    if standing:
        made = made_places()
        StatusPeriod.objects.filter(successor__in=made).exclude(market__in=made).delete()
        Event.objects.filter(market__in=made).update(market=None)
        _delete_made()
    return standing


def _delete_made() -> None:
    """By table, not row by row through the ORM, which would read a million places first."""
    chosen = (
        "SELECT m.id FROM directory_market m JOIN directory_office o ON o.id = m.office_id "
        "WHERE m.demo AND o.code LIKE %s"
    )
    like = [OFFICE_PREFIX + "%"]
    with connection.cursor() as cursor:
        for table, column in (
            *((table, "market_id") for table in COLUMNS if table != "market"),
            ("zone", "market_id"),
            ("hallkerblink", "hall_id"),
            ("hallkerblink", "kerb_id"),
            ("market", "id"),
        ):
            of_made = f"DELETE FROM directory_{table} WHERE {column} IN ({chosen})"  # noqa: S608
            cursor.execute(of_made, like)


def _keys(counties: Sequence[County], places: int) -> Keys:
    Office.objects.bulk_create(
        [
            Office(
                code=OFFICE_PREFIX + county.code,
                name=f"{county.name}公共就业服务中心（演示）",
                region_code=county.code,
                phone="0632-5550000",
                complaint_phone="12333",
            )
            for county in counties
        ],
        ignore_conflicts=True,
    )
    offices = Office.objects.filter(code__startswith=OFFICE_PREFIX).values_list("code", "pk")
    with connection.cursor() as cursor:
        sequence = "pg_get_serial_sequence('directory_market', 'id')"
        cursor.execute(f"SELECT nextval({sequence})")
        first = int(cursor.fetchone()[0])
        cursor.execute(f"SELECT setval({sequence}, %s)", [first + places])
    return Keys(
        first=first,
        offices={code.removeprefix(OFFICE_PREFIX): pk for code, pk in offices},
        trades=dict(Trade.objects.values_list("code", "pk")),
        services=tuple(ServiceTag.objects.values_list("pk", flat=True)),
        facilities=tuple(Facility.objects.values_list("pk", flat=True)),
    )


def _copy(cursor: Any, rows: Rows) -> None:
    """`cursor` is psycopg's own: COPY has no Django wrapper."""
    for table, columns in COLUMNS.items():
        with cursor.copy(f"COPY directory_{table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows.of(table):
                copy.write_row(row)

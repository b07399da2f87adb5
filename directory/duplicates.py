"""Places that are perhaps one place: near and alike in name or sound, or with the same phone.

Not every place is held against every other: the index on the globe says what is near, an index of
phones who shares one, and only those pairs are looked at. Nothing here decides; it is asked about.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directory.likeness import NameLikeness, compare_names, core, sound
from directory.models import Contact, DuplicateVerdict, HallKerbLink, Market, StatusPeriod
from geo.distance import geodesic_m, great_circle_m
from geo.models import Region

# Two people put the pin of one market at its two ends, or on the nearest house: some 300 m.
NEAR_M = 300
# The same name further away is one place whose datum was mistaken: GCJ-02 shifts by up to 700 m,
# BD-09 by up to 1300 m.
SAME_NAME_M = 1500
SAME_NAME_PERCENT = 95
# A number that more places than this share is that of their office and tells nothing apart.
PHONE_SHARED_BY = 5
_CHUNK = 5000
# By county and sound: key, longitude, latitude.
Namesakes = dict[tuple[str, str], list[tuple[int, float, float]]]
# Nearest first through the index, whatever the planner thinks of fresh tables.
MOST_NEAR = 20
_NEAR = """
    SELECT given.at, near.id
    FROM unnest(%s::int[], %s::float8[], %s::float8[]) AS given(at, lon, lat)
    CROSS JOIN LATERAL (
        SELECT market.id, market.merged_into_id, market.point::geography <-> here.spot AS metres
        FROM (SELECT ST_SetSRID(ST_MakePoint(given.lon, given.lat), 4326)::geography AS spot) here,
            directory_market market
        ORDER BY market.point::geography <-> here.spot
        LIMIT %s
    ) near
    WHERE near.metres <= %s AND near.merged_into_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A place that is perhaps there already; `lon`, `lat` WGS-84, None where not known.

    `exclude` are public ids, its own among them where it has one.
    """

    name: str
    region_code: str
    lon: float | None = None
    lat: float | None = None
    phones: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place on record that may be the one asked about; `score` 0–100, the surest first."""

    market: Market
    reasons: tuple[str, ...]
    score: int

    @property
    def words(self) -> str:
        return "；".join(self.reasons)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places on record; `a` has the lower key."""

    a: Market
    b: Market
    reasons: tuple[str, ...]
    score: int

    @property
    def words(self) -> str:
        return "；".join(self.reasons)


def alike(
    name: str,
    point: Point | None,
    phones: Iterable[str],
    region_code: str,
    exclude: Iterable[str] = (),
) -> list[Candidate]:
    """Places on record that may be this one. `point` WGS-84; `exclude` are public ids."""
    at = (point.x, point.y) if point is not None else (None, None)
    asked = Asked(name, region_code, at[0], at[1], tuple(phones), (), tuple(exclude))
    return alike_many([asked])[0]


def alike_many(rows: Sequence[Asked]) -> list[list[Candidate]]:
    """As `alike` for each of thousands of rows, in a handful of queries a 5 000."""
    regions = _region_words({row.region_code for row in rows})
    namesakes = _by_sound(regions)
    found: list[list[Candidate]] = []
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        looked_at: dict[int, set[int]] = defaultdict(set)
        for at, pk in _near(chunk):
            looked_at[at].add(pk)
        sharers = _sharers({phone for row in chunk for phone in row.phones})
        for at, row in enumerate(chunk):
            looked_at[at].update(pk for phone in row.phones for pk in sharers.get(phone, ()))
            looked_at[at].update(_namesakes(row, namesakes, regions))
        known = _known({pk for each in looked_at.values() for pk in each})
        for at, row in enumerate(chunk):
            places = [known[pk] for pk in looked_at[at] if pk in known]
            found.append(_candidates(row, places, regions.get(row.region_code, ())))
    return found


def pairs(queryset: QuerySet[Market]) -> list[Pair]:
    """Pairs of which at least one place is in `queryset`; the surest first.

    Left out are halls linked with their kerb, places that one moved from to the other, and what
    somebody has found to be two since either changed.
    """
    markets = list(
        queryset.filter(merged_into__isnull=True)
        .select_related("office")
        .prefetch_related("contacts")
        .order_by("pk")
    )
    rows = [_asked(market) for market in markets]
    seen: dict[tuple[int, int], Pair] = {}
    for market, candidates in zip(markets, alike_many(rows), strict=True):
        for each in candidates:
            a, b = sorted((market, each.market), key=lambda place: place.pk)
            seen.setdefault((a.pk, b.pk), Pair(a, b, each.reasons, each.score))
    apart = _not_duplicates(seen.values())
    left = [pair for keys, pair in seen.items() if keys not in apart]
    return sorted(left, key=lambda pair: (-pair.score, pair.a.pk, pair.b.pk))


def reasons_for(a: Market, b: Market) -> tuple[str, ...]:
    """Why these two seem to be one place; empty where nothing says so any more."""
    for each in alike_many([_asked(a)])[0]:
        if each.market.pk == b.pk:
            return each.reasons
    return ()


def fingerprint(a: Market, b: Market) -> str:
    """Of all that the question whether two places are one depends on."""
    said = [
        (m.pk, m.name, m.aliases, round(m.point.x, 6), round(m.point.y, 6), sorted(_phones(m)))
        for m in sorted((a, b), key=lambda place: place.pk)
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _asked(market: Market) -> Asked:
    return Asked(
        market.name,
        market.region_code,
        market.point.x,
        market.point.y,
        tuple(_phones(market)),
        tuple(market.aliases),
        (market.public_id,),
    )


def _phones(market: Market) -> set[str]:
    return {contact.phone for contact in market.contacts.all()} | (
        {market.hotline} if market.hotline else set()
    )


def _near(rows: Sequence[Asked]) -> list[tuple[int, int]]:
    placed = [(at, row.lon, row.lat) for at, row in enumerate(rows) if row.lon is not None]
    if not placed:
        return []
    given: list[Any] = [list(column) for column in zip(*placed, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [*given, MOST_NEAR, NEAR_M])
        return list(cursor.fetchall())


def _by_sound(regions: Mapping[str, tuple[str, ...]]) -> Namesakes:
    """The places of these counties by how what is particular about their names sounds."""
    found: Namesakes = defaultdict(list)
    places = Market.objects.standing().filter(region_code__in=regions)
    for pk, code, name, aliases, point in places.values_list(
        "pk", "region_code", "name", "aliases", "point"
    ):
        for key in {sound(core(each, regions[code])) for each in (name, *aliases)}:
            found[code, key].append((pk, point.x, point.y))
    return found


def _namesakes(
    row: Asked, namesakes: Namesakes, regions: Mapping[str, tuple[str, ...]]
) -> list[int]:
    """Those that sound the same, not so far off that a mistaken datum cannot explain it."""
    if row.lon is None or row.lat is None:
        return []
    found: list[int] = []
    for name in (row.name, *row.aliases):
        key = sound(core(name, regions.get(row.region_code, ())))
        if there := namesakes.get((row.region_code, key)):
            pks, lon, lat = zip(*there, strict=True)
            away = great_circle_m(row.lon, row.lat, lon, lat)
            found += [pk for pk, metres in zip(pks, away, strict=True) if metres <= SAME_NAME_M]
    return found


def _sharers(phones: set[str]) -> Mapping[str, set[int]]:
    """By phone the places that have it, where so few have it that it tells something."""
    found: dict[str, set[int]] = defaultdict(set)
    if phones:
        standing = Q(market__merged_into__isnull=True)
        contacts = Contact.objects.filter(standing, phone__in=phones)
        hotlines = Market.objects.standing().filter(hotline__in=phones)
        for phone, pk in contacts.values_list("phone", "market_id"):
            found[phone].add(pk)
        for phone, pk in hotlines.values_list("hotline", "pk"):
            found[phone].add(pk)
    return {phone: pks for phone, pks in found.items() if len(pks) <= PHONE_SHARED_BY}


def _known(pks: set[int]) -> dict[int, Market]:
    places = Market.objects.filter(pk__in=pks).select_related("office")
    return {place.pk: place for place in places.prefetch_related("contacts")}


def _region_words(codes: set[str]) -> dict[str, tuple[str, ...]]:
    """The names of each county and of what it lies in, which names of places begin with."""
    uppers = {code: (code, code[:4] + "00", code[:2] + "0000") for code in codes}
    wanted = {upper for each in uppers.values() for upper in each}
    live = Region.objects.live().filter(code__in=wanted)
    names = dict(live.values_list("code", "name"))
    return {code: tuple(names[each] for each in uppers[code] if each in names) for code in codes}


def _candidates(row: Asked, places: Sequence[Market], regions: tuple[str, ...]) -> list[Candidate]:
    found = []
    for place in places:
        if place.public_id in row.exclude:
            continue
        names = compare_names((row.name, *row.aliases), (place.name, *place.aliases), regions)
        shared = sorted(set(row.phones) & _phones(place))
        away = None
        if row.lon is not None and row.lat is not None:
            away = geodesic_m(row.lon, row.lat, place.point.x, place.point.y)
        if judged := _judge(away, names, shared):
            found.append(Candidate(place, *judged))
    return sorted(found, key=lambda each: (-each.score, each.market.public_id))


def _judge(
    away: float | None, names: NameLikeness, shared: Sequence[str]
) -> tuple[tuple[str, ...], int] | None:
    """The reasons and how sure they make it; None where they are not enough."""
    near = away is not None and away <= NEAR_M
    same = names.sounds or names.percent >= SAME_NAME_PERCENT
    enough = (
        (near and (names.alike or shared))
        or (same and away is not None and away <= SAME_NAME_M)
        or (names.alike and shared)
    )
    if not enough:
        return None
    reasons = []
    if away is not None:
        reasons.append(_("相距 %(metres)d 米") % {"metres": round(away)})
    if names.sounds:
        reasons.append(_("名称读音相同"))
    elif names.percent >= SAME_NAME_PERCENT:
        reasons.append(_("名称相同"))
    elif names.alike:
        reasons.append(_("名称相似 %(percent)d%%") % {"percent": names.percent})
    if shared:
        reasons.append(_("电话相同（%(phones)s）") % {"phones": "、".join(shared)})
    nearness = max(0.0, 1 - (SAME_NAME_M if away is None else away) / SAME_NAME_M)
    likeness = 100 if names.sounds else names.percent
    return tuple(reasons), round(50 * nearness + 0.4 * likeness + (10 if shared else 0))


def _not_duplicates(found: Iterable[Pair]) -> set[tuple[int, int]]:
    by_keys = {(pair.a.pk, pair.b.pk): pair for pair in found}
    pks = {pk for keys in by_keys for pk in keys}
    links = HallKerbLink.objects.filter(hall__in=pks, kerb__in=pks)
    moves = StatusPeriod.objects.filter(market__in=pks, successor__in=pks)
    tied = [*links.values_list("hall_id", "kerb_id"), *moves.values_list("market_id", "successor")]
    apart = {(min(pair), max(pair)) for pair in tied}
    verdicts = DuplicateVerdict.objects.filter(market_a__in=pks, market_b__in=pks)
    for a, b, seen in verdicts.values_list("market_a_id", "market_b_id", "seen"):
        pair = by_keys.get((a, b))
        if pair is not None and fingerprint(pair.a, pair.b) == seen:
            apart.add((a, b))
    return apart

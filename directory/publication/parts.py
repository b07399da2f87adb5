"""What belongs to a thousand places at a time: one query for each kind of part."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FloatField, Func, Q

from directory.freshness import counting
from directory.models import (
    Confirmation,
    Contact,
    HallKerbLink,
    Market,
    MarketTrade,
    Peak,
    StatusPeriod,
    Zone,
)
from directory.records import (
    ConfirmedRecord,
    ContactRecord,
    LinkRecord,
    PeakRecord,
    StatusRecord,
    TradeAt,
    ZoneRecord,
)
from geo.distance import geodesic_m

Rows = Mapping[int, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows by the market's primary key, in the order they are shown."""

    _trades: Rows
    _zones: Rows
    _peaks: Rows
    _contacts: Rows
    _confirmed: Rows
    _statuses: Rows
    _services: Rows
    _facilities: Rows
    _partners: Mapping[int, list[int]]
    _predecessors: Rows
    _published: Mapping[int, dict[str, Any]]

    @classmethod
    def of(cls, pks: Sequence[int]) -> "Parts":
        mine = Q(market__in=pks)
        statuses = _grouped(
            StatusPeriod.objects.filter(mine)
            .order_by("starts_on")
            .values_list("market", "status", "starts_on", "ends_on", "successor", "note")
        )
        partners = _partners(pks)
        others = {pk for each in partners.values() for pk in each}
        others |= {row[3] for rows in statuses.values() for row in rows if row[3]}
        return cls(
            _trades=_grouped(
                MarketTrade.objects.filter(mine)
                .order_by("-is_main", "trade__position", "trade__code")
                .values_list("market", "trade__code", "is_main", "corner")
            ),
            _zones=_grouped(
                Zone.objects.filter(mine)
                .order_by("position", "pk")
                .values_list("market", "name", "hours", "note")
            ),
            _peaks=_grouped(
                Peak.objects.filter(mine)
                .order_by("starts")
                .values_list("market", "starts", "ends", "be_there_by", "note")
            ),
            _contacts=_grouped(
                Contact.objects.filter(mine)
                .order_by("position", "pk")
                .values_list("market", "label", "phone")
            ),
            _confirmed=_grouped(
                counting(Confirmation.objects.filter(mine))
                .order_by("market", "fact", "-confirmed_on", "-pk")
                .distinct("market", "fact")
                .values_list("market", "fact", "confirmed_on", "office__name")
            ),
            _statuses=statuses,
            _services=_grouped(
                Market.services.through.objects.filter(mine)
                .order_by("servicetag__position", "servicetag__code")
                .values_list("market", "servicetag__code")
            ),
            _facilities=_grouped(
                Market.facilities.through.objects.filter(mine)
                .order_by("facility__position", "facility__code")
                .values_list("market", "facility__code")
            ),
            _partners=partners,
            _predecessors=_grouped(
                StatusPeriod.objects.filter(
                    successor__in=pks, market__in=Market.objects.published().values("pk")
                )
                .order_by("starts_on", "market__public_id")
                .values_list("successor", "market__public_id")
            ),
            _published=_published(others),
        )

    def trades(self, pk: int) -> tuple[TradeAt, ...]:
        return tuple(TradeAt(*row) for row in self._trades.get(pk, ()))

    def zones(self, pk: int) -> tuple[ZoneRecord, ...]:
        return tuple(ZoneRecord(*row) for row in self._zones.get(pk, ()))

    def peaks(self, pk: int) -> tuple[PeakRecord, ...]:
        return tuple(
            PeakRecord(_clock(starts), _clock(ends), by and _clock(by), note)
            for starts, ends, by, note in self._peaks.get(pk, ())
        )

    def contacts(self, pk: int) -> tuple[ContactRecord, ...]:
        return tuple(ContactRecord(*row) for row in self._contacts.get(pk, ()))

    def confirmed(self, pk: int) -> tuple[ConfirmedRecord, ...]:
        return tuple(ConfirmedRecord(*row) for row in self._confirmed.get(pk, ()))

    def statuses(self, pk: int) -> tuple[StatusRecord, ...]:
        """A successor that is not public is left out: its id is nobody's business yet."""
        return tuple(
            StatusRecord(status, start, end, self._public_id(successor), note)
            for status, start, end, successor, note in self._statuses.get(pk, ())
        )

    def services(self, pk: int) -> tuple[str, ...]:
        return tuple(row[0] for row in self._services.get(pk, ()))

    def facilities(self, pk: int) -> tuple[str, ...]:
        return tuple(row[0] for row in self._facilities.get(pk, ()))

    def links(self, pk: int, lon: float, lat: float) -> tuple[LinkRecord, ...]:
        """The public halls and kerbs linked with this one, the nearest first."""
        others = self._partners.get(pk, ())
        found = [self._published[each] for each in others if each in self._published]
        links = [
            LinkRecord(
                other["public_id"],
                other["name"],
                other["form"],
                round(geodesic_m(lon, lat, other["lon"], other["lat"])),
            )
            for other in found
        ]
        return tuple(sorted(links, key=lambda link: (link.metres, link.id)))

    def predecessors(self, pk: int) -> tuple[str, ...]:
        return tuple(row[0] for row in self._predecessors.get(pk, ()))

    def _public_id(self, pk: int | None) -> str | None:
        found = None if pk is None else self._published.get(pk)
        return None if found is None else found["public_id"]


def _grouped(rows: Iterable[tuple[Any, ...]]) -> Rows:
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for market, *rest in rows:
        grouped[market].append(tuple(rest))
    return dict(grouped)


def _partners(pks: Sequence[int]) -> dict[int, list[int]]:
    mine = set(pks)
    partners: dict[int, list[int]] = defaultdict(list)
    links = HallKerbLink.objects.filter(Q(hall__in=pks) | Q(kerb__in=pks))
    for hall, kerb in links.values_list("hall", "kerb"):
        for one, other in ((hall, kerb), (kerb, hall)):
            if one in mine:
                partners[one].append(other)
    return dict(partners)


def _published(pks: Iterable[int]) -> dict[int, dict[str, Any]]:
    rows = (
        Market.objects.published()
        .filter(pk__in=list(pks))
        .annotate(
            lon=Func(F("point"), function="ST_X", output_field=FloatField()),
            lat=Func(F("point"), function="ST_Y", output_field=FloatField()),
        )
        .values("pk", "public_id", "name", "form", "lon", "lat")
    )
    return {row["pk"]: dict(row) for row in rows}


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M}"

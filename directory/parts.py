"""The parts of a place that hang on it: trades, zones, peaks, contacts."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.entries import PlaceInput
from directory.errors import Refusals
from directory.models import Contact, Market, MarketFigure, MarketTrade, Peak, Trade, Zone
from directory.source import DATABASE, Source
from directory.wording import by_code, check_fields, hours_as_stored


class Parts:
    """The parts as rows without their market: checked when made, stored once it has a key."""

    def __init__(self, data: PlaceInput, refusals: Refusals, source: Source = DATABASE) -> None:
        codes = [each.code for each in data.trades]
        trades = by_code(Trade, codes, refusals, "trades", _("工种"), source)
        self.trades = [
            MarketTrade(trade=trades[each.code], is_main=each.is_main, corner=each.corner.strip())
            for each in data.trades
            if each.code in trades
        ]
        self.zones = [
            Zone(
                name=each.name.strip(),
                hours=hours_as_stored(each.hours, refusals, f"zones.{at}.hours"),
                note=each.note.strip(),
                position=at,
            )
            for at, each in enumerate(data.zones)
        ]
        self.peaks = [
            Peak(starts=each.starts, ends=each.ends, be_there_by=each.be_there_by, note=each.note)
            for each in data.peaks
        ]
        self.contacts = [
            Contact(label=each.label.strip(), phone=each.phone.strip(), position=at)
            for at, each in enumerate(data.contacts)
        ]
        self.figures = [
            MarketFigure(
                kind=each.kind,
                value=each.value,
                counted_on=each.counted_on,
                method=each.method.strip(),
                source=each.source.strip(),
            )
            for each in data.figures
        ]
        self._check(refusals)

    def _check(self, refusals: Refusals) -> None:
        rows: Sequence[tuple[str, Sequence[models.Model]]] = (
            ("trades", self.trades),
            ("zones", self.zones),
            ("peaks", self.peaks),
            ("contacts", self.contacts),
            ("figures", self.figures),
        )
        for name, each in rows:
            for at, row in enumerate(each):
                check_fields(row, refusals, f"{name}.{at}.", skip=("market", "trade"))
        _once(refusals, "zones", _("分区名称"), [zone.name for zone in self.zones])
        _once(refusals, "contacts", _("电话"), [contact.phone for contact in self.contacts])
        _once(refusals, "peaks", _("高峰开始时间"), [f"{peak.starts:%H:%M}" for peak in self.peaks])
        for at, figure in enumerate(self.figures):
            if figure.counted_on is not None and figure.counted_on > timezone.localdate():
                refusals.add(f"figures.{at}.counted_on", _("统计日期不能在将来"))
        for at, peak in enumerate(self.peaks):
            if peak.starts >= peak.ends:
                refusals.add(f"peaks.{at}.ends", _("招工高峰的结束须晚于开始"))
            elif peak.be_there_by is not None and peak.be_there_by > peak.ends:
                refusals.add(f"peaks.{at}.be_there_by", _("“最好几点前到”不能晚于高峰结束"))

    def store(self, market: Market) -> None:
        """Replaces the parts of `market`; those that have not changed are not touched.

        Figures are only added: a count of last year stays true of last year.
        """
        _replace(market, MarketTrade, self.trades, ("trade_id", "is_main", "corner"))
        _replace(market, Zone, self.zones, ("name", "hours", "note", "position"))
        _replace(market, Peak, self.peaks, ("starts", "ends", "be_there_by", "note"))
        _replace(market, Contact, self.contacts, ("label", "phone", "position"))
        for figure in self.figures:
            figure.market = market
        MarketFigure.objects.bulk_create(self.figures, ignore_conflicts=True)


def _once(refusals: Refusals, field: str, word: str, values: list[str]) -> None:
    for value in sorted({value for value in values if values.count(value) > 1}):
        refusals.add(field, _("%(word)s“%(value)s”重复") % {"word": word, "value": value})


def _replace(
    market: Market, model: type[models.Model], rows: Sequence[Any], fields: tuple[str, ...]
) -> None:
    of_market = model._default_manager.filter(market=market)
    standing = {tuple(getattr(row, field) for field in fields): row.pk for row in of_market}
    wanted = {tuple(getattr(row, field) for field in fields): row for row in rows}
    gone = [pk for key, pk in standing.items() if key not in wanted]
    of_market.filter(pk__in=gone).delete()
    added = [row for key, row in wanted.items() if key not in standing]
    for row in added:
        row.market = market
    model._default_manager.bulk_create(added)

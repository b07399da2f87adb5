"""A place as it stands in the ledger, in the form in which it is entered."""

from directory.entries import (
    ContactInput,
    FigureInput,
    PeakInput,
    PlaceInput,
    TradeInput,
    ZoneInput,
)
from directory.models import Market

# What `entry_of` follows; with it a list of places costs a fixed number of queries.
ENTRY_PARTS = (
    "market_trades__trade",
    "zones",
    "peaks",
    "contacts",
    "services",
    "facilities",
    "figures",
)


def entry_of(market: Market) -> PlaceInput:
    """The entry that, written again, changes nothing; of each figure the newest count."""
    newest: dict[str, FigureInput] = {}
    for figure in market.figures.all():
        newest.setdefault(
            figure.kind,
            FigureInput(figure.kind, figure.value, figure.counted_on, figure.method, figure.source),
        )
    return PlaceInput(
        public_id=market.public_id,
        name=market.name,
        nature=market.nature,
        form=market.form,
        office=market.office.code,
        region_code=market.region_code,
        address=market.address,
        lon=market.entered_lon,
        lat=market.entered_lat,
        datum=market.entered_datum,
        accuracy_m=market.accuracy_m,
        aliases=tuple(market.aliases),
        scope=market.scope,
        operator=market.operator,
        town=market.town,
        directions=market.directions,
        van_bay=market.van_bay,
        hours=market.hours,
        hours_note=market.hours_note,
        free_of_charge=market.free_of_charge,
        hotline=market.hotline,
        complaint_line=market.complaint_line,
        trades=tuple(
            TradeInput(each.trade.code, each.is_main, each.corner)
            for each in market.market_trades.all()
        ),
        zones=tuple(ZoneInput(each.name, each.hours, each.note) for each in market.zones.all()),
        peaks=tuple(
            PeakInput(each.starts, each.ends, each.be_there_by, each.note)
            for each in market.peaks.all()
        ),
        contacts=tuple(ContactInput(each.label, each.phone) for each in market.contacts.all()),
        services=tuple(each.code for each in market.services.all()),
        facilities=tuple(each.code for each in market.facilities.all()),
        figures=tuple(newest.values()),
        demo=market.demo,
    )

"""Scale and mean hires of a place, as a return takes them: derived from counts where there are
counts, typed where there are none; each with its day and how it was got."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from directory.models import MarketFigure
from directory.monitoring.derived import Figure, figures_of

Figures = dict[str, dict[str, Any]]
DAYS = 365


def figures(market_ids: Iterable[int], today: dt.date) -> Mapping[int, Figures]:
    """By place: {seekers|hires: {value, on, method, days, spread, derived}}; none known: left out.

    Counts of the year that ends today go before what was typed.
    """
    wanted = list(market_ids)
    found: dict[int, Figures] = {}
    for row in MarketFigure.objects.filter(market_id__in=wanted).order_by(
        "market_id", "kind", "-counted_on", "-pk"
    ):
        found.setdefault(row.market_id, {}).setdefault(
            row.kind,
            {
                "value": row.value,
                "on": row.counted_on.isoformat() if row.counted_on else None,
                "method": row.method,
                "days": None,
                "spread": None,
                "derived": False,
            },
        )
    counted = figures_of(wanted, today - dt.timedelta(days=DAYS - 1), today)
    for market, derived in counted.items():
        for kind, figure in (("seekers", derived.scale), ("hires", derived.hires)):
            if figure is not None:
                last = derived.last.isoformat() if derived.last else None
                found.setdefault(market, {})[kind] = _derived(figure, derived.method, last)
    return found


def _derived(figure: Figure, method: str, last: str | None) -> dict[str, Any]:
    return {
        "value": figure.value,
        "on": last,
        "method": method,
        "days": figure.days,
        "spread": round(figure.spread, 1),
        "derived": True,
    }


def value(held: Mapping[str, Any], kind: str) -> int | None:
    """Of a row's figures."""
    said = held.get(kind)
    return None if said is None else int(said["value"])

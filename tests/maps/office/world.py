"""One object of every kind in one county, each with a word that others must never read."""

from dataclasses import dataclass
from typing import Any, ClassVar

from directory.models import Event, Market
from tests.factories.ledger import make_confirmation, make_event, make_market
from tests.maps.office.routes import Route

SECRET = "只有本区知道"


@dataclass
class World:
    """`arguments` gives for each page the example object's place in its address."""

    market: Market
    event: Event

    # URL name → its arguments; a callable takes the world.
    ARGUMENTS: ClassVar[dict[str, Any]] = {
        "office:history_place": lambda world: {"public_id": world.market.public_id},
        "office:history_place_on": lambda world: {"public_id": world.market.public_id},
    }
    # Pages whose object is the same for every region.
    COMMON: ClassVar[frozenset[str]] = frozenset()

    def arguments(self, route: Route) -> dict[str, Any]:
        wanted = self.ARGUMENTS.get(route.name)
        return wanted(self) if wanted else {}

    def form(self) -> dict[str, str]:
        """What a page might take for a filled-in form."""
        return {"reason": "没有理由", "note": "没有说明", "version": "1", "decision": "publish"}


def make_world() -> World:
    market = make_market(name=f"{SECRET}市场", address=f"{SECRET}路 1 号")
    make_confirmation(market, "hours", market.created_at.date())
    return World(market=market, event=make_event(name=f"{SECRET}大篷车"))

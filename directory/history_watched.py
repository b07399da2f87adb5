"""Which tables the history watches, and which it does not and why: the one place that says so.

A test holds every table of the directory against this list. A table that is added later needs a
line here and a migration that calls `directory.history_triggers.install`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Watched:
    """A table `directory_<kind>`, whose primary key is `id`.

    `ways` names the columns that lead to the place and region a row concerns: `market`, `event`,
    `office`, `report` hold keys; `own_id` and `own_region` hold the identifier and the code
    themselves. Changes of `ignored` columns are nobody's business and make no entry; of `secret`
    ones it is kept that they changed, never what to.
    """

    kind: str
    ways: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return f"directory_{self.kind}"


_OF_MARKET = {"market": "market_id"}

WATCHED = (
    Watched(
        "market",
        {"market": "id", "own_id": "public_id", "own_region": "region_code"},
        ignored=("updated_at",),
    ),
    Watched("markettrade", _OF_MARKET),
    Watched("zone", _OF_MARKET),
    Watched("peak", _OF_MARKET),
    Watched("contact", _OF_MARKET),
    Watched("market_services", _OF_MARKET),
    Watched("market_facilities", _OF_MARKET),
    Watched("marketfigure", _OF_MARKET),
    Watched("statusperiod", _OF_MARKET),
    Watched("publicationdecision", _OF_MARKET),
    Watched("confirmation", _OF_MARKET),
    Watched("hallkerblink", {"market": "hall_id"}),
    Watched("event", {"own_id": "public_id", "own_region": "region_code", "market": "market_id"}),
    Watched("event_trades", {"event": "event_id"}),
    Watched(
        "proposal",
        {"market": "market_id", "own_region": "region_code"},
        ignored=("updated_at",),
    ),
    # What somebody from the public wrote may name people; it is not kept for ever.
    Watched(
        "report",
        {"market": "market_id", "own_region": "region_code"},
        secret=("receipt", "text", "suggested_address"),
    ),
    Watched("contactreading", {"report": "report_id"}),
    Watched("duplicateverdict", {"market": "market_a_id"}),
    Watched("merge", {"market": "survivor_id"}),
    Watched("office", {"own_region": "region_code"}),
    Watched(
        "official",
        {"office": "office_id"},
        ignored=("last_login",),
        secret=("password", "email"),
    ),
    Watched("roleassignment", {"own_region": "region_code"}),
    Watched("return", {"own_region": "region_code"}),
    Watched("trade"),
    Watched("servicetag"),
    Watched("facility"),
)

# By table, without `directory_`.
NOT_WATCHED = {
    "historyentry": "the history itself, which is only ever added to",
    "publication": "made from the ledger; its numbered archives are their own record",
    "reportcontact": "personal data, deleted when its time is over; each reading is kept",
    "reportthrottle": "counts of an hour or a day, by hash; gone after two days",
    "factchange": "follows from the changes themselves, which are in the history",
    "returncopy": "written once and never changed: a trigger of the database keeps it",
    "returnrow": "as returncopy",
    "returnfile": "a file beside a return, with who added it and when",
    "returnreminder": "is itself the record of what was sent",
    "returnfinding": "follows from the copy; its explanations stay with it",
    "calendaryear": "the State Council's notice, loaded by command; it names its source",
    "calendarday": "as calendaryear",
    "importmapping": "how an office reads its own files; changes nothing in the ledger",
    "importbatch": "a file on its way; what it writes is in the history, with who approved it",
    "importrow": "as importbatch",
    "count": "millions a year; a trigger keeps what each said before, in countcorrection",
    "countcorrection": "is itself the record of who changed which count",
    "countdirty": "follows from the counts; which days' sums are to be made anew",
    "countsum": "follows from the counts, made anew after each change",
    "pulsemonth": "follows from the counts; what was told is in the publications since",
    "briefingjob": "is itself the record of who had a briefing made",
    "exportjob": "is itself the record of who took out what",
}

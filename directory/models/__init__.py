"""The ledger (台账): everything an office knows about a place, public or not."""

from directory.models.calendar import CalendarDay, CalendarYear
from directory.models.counts import (
    BriefingJob,
    Count,
    CountCorrection,
    CountDirty,
    CountSum,
    PulseMonth,
)
from directory.models.events import Event
from directory.models.figures import MarketFigure
from directory.models.history import HistoryEntry, HistoryIsFinal
from directory.models.imports import ImportBatch, ImportMapping, ImportRow
from directory.models.jobs import ExportJob
from directory.models.market import Market, MarketQuerySet
from directory.models.parts import (
    Confirmation,
    Contact,
    HallKerbLink,
    MarketTrade,
    Peak,
    Zone,
)
from directory.models.people import Official, RoleAssignment
from directory.models.proposals import Proposal
from directory.models.publication import Publication, PublicationDecision
from directory.models.reports import ContactReading, Report, ReportContact, ReportThrottle
from directory.models.returns import (
    Return,
    ReturnCopy,
    ReturnFile,
    ReturnFinding,
    ReturnReminder,
    ReturnRow,
)
from directory.models.status import StatusPeriod
from directory.models.upkeep import DuplicateVerdict, FactChange, Merge
from directory.models.vocabulary import Facility, Office, ServiceTag, Trade

__all__ = [
    "BriefingJob",
    "CalendarDay",
    "CalendarYear",
    "Confirmation",
    "Contact",
    "ContactReading",
    "Count",
    "CountCorrection",
    "CountDirty",
    "CountSum",
    "DuplicateVerdict",
    "Event",
    "ExportJob",
    "Facility",
    "FactChange",
    "HallKerbLink",
    "HistoryEntry",
    "HistoryIsFinal",
    "ImportBatch",
    "ImportMapping",
    "ImportRow",
    "Market",
    "MarketFigure",
    "MarketQuerySet",
    "MarketTrade",
    "Merge",
    "Office",
    "Official",
    "Peak",
    "Proposal",
    "Publication",
    "PublicationDecision",
    "PulseMonth",
    "Report",
    "ReportContact",
    "ReportThrottle",
    "Return",
    "ReturnCopy",
    "ReturnFile",
    "ReturnFinding",
    "ReturnReminder",
    "ReturnRow",
    "RoleAssignment",
    "ServiceTag",
    "StatusPeriod",
    "Trade",
    "Zone",
]

"""Opening hours: the OSM `opening_hours` syntax, read, written and evaluated by ourselves.

Pure: no Django, no database, no clock, no network. Times are naive local datetimes, in and out.

Reading is strict. What can be read in two ways, and what the two implementations in use
elsewhere read differently without a clear reason, is refused with words (`HoursError`, a
ValueError). Sunrise and sunset are refused: they need a place. Nothing is guessed: a time that
nobody has stated is "unknown", never "open" and never absent.

Public holidays come from a calendar that the caller passes (`Calendar`); see
`directory.hours.calendar` for what may be passed, for unannounced years and for 调休.
"""

from directory.hours.calendar import (
    NOTHING_ANNOUNCED,
    Calendar,
    Kind,
    KnowsDays,
    OrdinaryDays,
    as_calendar,
)
from directory.hours.compiled import (
    CLOSED,
    OPEN,
    UNKNOWN,
    CompiledSpans,
    compile_spans,
    state_codes,
)
from directory.hours.errors import HoursError
from directory.hours.normalise import normalise, parse
from directory.hours.spans import Span, intervals, next_change, next_opening, state_at
from directory.hours.summary import (
    DayHours,
    DaySpan,
    Description,
    WeekdayGroup,
    day_hours,
    describe,
    week,
    weekday_groups,
)
from directory.hours.syntax import Hours, State
from directory.hours.write import write

__all__ = [
    "CLOSED",
    "NOTHING_ANNOUNCED",
    "OPEN",
    "UNKNOWN",
    "Calendar",
    "CompiledSpans",
    "DayHours",
    "DaySpan",
    "Description",
    "Hours",
    "HoursError",
    "Kind",
    "KnowsDays",
    "OrdinaryDays",
    "Span",
    "State",
    "WeekdayGroup",
    "as_calendar",
    "compile_spans",
    "day_hours",
    "describe",
    "intervals",
    "next_change",
    "next_opening",
    "normalise",
    "parse",
    "state_at",
    "state_codes",
    "week",
    "weekday_groups",
    "write",
]

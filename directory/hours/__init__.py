"""Opening hours: the OSM `opening_hours` syntax, read, written and evaluated by ourselves.

Pure: no Django, no database, no clock, no network. Times are naive local datetimes, in and out.

Reading is strict. What can be read in two ways, and what the two implementations in use
elsewhere read differently without a clear reason, is refused with words (`HoursError`, a
ValueError). Sunrise and sunset are refused: they need a place. Nothing is guessed: a time that
nobody has stated is "unknown", never "open" and never absent.

Where the specification leaves a choice, this is ours:

- A rule joined by `;` takes the place of earlier ones on its days; `off` only takes time away;
  `,` adds. A night belongs to the evening on which it begins and is cut at midnight where the
  next day has a rule of its own.
- After an open end (`17:00+`) the state is unknown: to midnight, from 17:00 on ten hours, from
  22:00 on eight, or to the next stated time.
- A bare comment means unknown; `||` speaks only where nothing before it does.
- `PH` is a day that the State Council's notice lists as a holiday. A make-up working day
  (调休上班日) is an ordinary Saturday or Sunday to `Mo-Fr` and `Sa-Su`: the syntax has no word for
  it and we add none, so 工作日 in Chinese input is asked back. In a year without a notice, and on
  school holidays (`SH`), exactly those minutes are unknown that depend on the answer.
- Hours that do not mention holidays hold on holidays (`Hours.mentions_holidays` tells).
- A range of dates that ends on easter ends before it; one that ends on a date includes it.

The calendar is the caller's; `directory.hours.calendar.as_calendar` says what may be passed.
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

"""Short ways to ask for hours in tests, and a year of invented holidays."""

from datetime import date, datetime, timedelta

from directory.hours import Calendar, intervals

# A Monday; its week has no holiday in YEAR.
MONDAY = datetime(2030, 3, 4)

# Thursday 2 May and Friday 3 May are holidays, Saturday 11 May is worked instead.
YEAR = Calendar(
    holidays=frozenset({date(2030, 5, 2), date(2030, 5, 3)}),
    workdays=frozenset({date(2030, 5, 11)}),
    years=frozenset({2030}),
)


def at(text: str) -> datetime:
    """`2030-03-04 08:00` as a naive datetime."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def days_open(expression: str, first: str, days: int, calendar: object = None) -> list[str]:
    """Spans as `03-04 08:00-12:00`, `?` before unknown ones, from `first` 00:00 on."""
    start = datetime.strptime(first, "%Y-%m-%d")
    found = intervals(expression, start, start + timedelta(days=days), calendar)
    return [
        f"{'?' if state == 'unknown' else ''}{opens:%m-%d %H:%M}-"
        + (f"{closes:%H:%M}" if closes.date() == opens.date() else f"{closes:%m-%d %H:%M}")
        for opens, closes, state in found
    ]


def dates_open(expression: str, first: str, days: int, calendar: object = None) -> list[str]:
    """The dates on which anything begins, as `03-04`."""
    return list(dict.fromkeys(s[:5] for s in days_open(expression, first, days, calendar)))

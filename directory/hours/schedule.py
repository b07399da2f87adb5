"""What holds on one day: rules laid over one another.

Rules are applied in order. A rule that matches the day and is not joined by `,` or `||` takes
the place of all before it, unless it closes (`off`), which only takes time away. A span that
runs past midnight belongs to the day on which it begins, and reaches into the next day only as
far as no rule of that day has taken its place. Both peers of the syntax (opening_hours.js,
opening-hours-rs) work so, and their shared answers are the measure.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise, product

from directory.hours.calendar import KnowsDays, kind_of
from directory.hours.days import Predicate, predicate
from directory.hours.parse_times import DAY, spread
from directory.hours.syntax import Days, Holiday, Hours, Rule, State

Segment = tuple[int, int, State, bool]
"""(start, end, state, carried) in minutes of the day; `carried` began the day before."""

Part = tuple[int, int, State]
"""(start, end, state) in minutes of the day, as one rule has it."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A rule made ready: `own` times of the day itself, `carried` ones on the next day."""

    matches: Predicate
    replaces: bool
    fallback: bool
    own: tuple[Part, ...]
    carried: tuple[Part, ...]


@dataclass(slots=True)
class Programme:
    """An expression made ready for evaluation; keeps the days it has already worked out."""

    layers: tuple[_Layer, ...]
    holidays: tuple[Holiday, ...]
    carries: bool
    _known: dict[tuple[int, int], tuple[Segment, ...]] = field(default_factory=dict)

    def day(self, day: date, calendar: KnowsDays) -> tuple[Segment, ...]:
        """The open and unknown segments of `day`, sorted, not overlapping."""
        asked = [(day - timedelta(days=item.offset), item.kind) for item in self.holidays]
        if self.carries:
            asked += [(on - _ONE_DAY, kind) for on, kind in asked]
        known: dict[tuple[str, date], bool] = {}
        open_questions: list[tuple[str, date]] = []
        for on, kind in dict.fromkeys(asked):
            said = kind_of(calendar, on) if kind == "PH" else "unknown"
            if said == "unknown":
                open_questions.append((kind, on))
            known[kind, on] = said == "holiday"
        if not open_questions:
            return self._for(day, known)
        answers = product((False, True), repeat=len(open_questions))
        return _agreed(
            [self._for(day, known | dict(zip(open_questions, a, strict=True))) for a in answers]
        )

    def _for(self, day: date, known: dict[tuple[str, date], bool]) -> tuple[Segment, ...]:
        def lookup(kind: str, on: date) -> bool:
            return known[kind, on]

        today, before = 0, 0
        yesterday = day - _ONE_DAY
        for index, layer in enumerate(self.layers):
            today |= layer.matches(day, lookup) << index
            if layer.carried:
                before |= layer.matches(yesterday, lookup) << index
        found = self._known.get((today, before))
        if found is None:
            found = self._known[today, before] = self._lay(today, before)
        return found

    def _lay(self, today: int, before: int) -> tuple[Segment, ...]:
        """The segments where the layers with these bits match today and the day before."""
        stack: list[tuple[Part, bool, bool]] = []
        for index, layer in enumerate(self.layers):
            if today >> index & 1:
                if layer.replaces:
                    stack.clear()
                stack += [(part, layer.fallback, False) for part in layer.own]
            if before >> index & 1:
                stack += [(part, layer.fallback, True) for part in layer.carried]
        return _paint(stack)


def _paint(stack: list[tuple[Part, bool, bool]]) -> tuple[Segment, ...]:
    edges = sorted({edge for (start, end, _), _, _ in stack for edge in (start, end)})
    found: list[Segment] = []
    for start, end in pairwise(edges):
        state: State = "closed"
        carried = False
        for (first, last, said), fallback, from_before in stack:
            if first <= start < last and not (fallback and state != "closed"):
                state, carried = said, from_before
        if state != "closed":
            _append(found, (start, end, state, carried))
    return tuple(found)


def _append(found: list[Segment], segment: Segment) -> None:
    if found and found[-1][1] == segment[0] and found[-1][2:] == segment[2:]:
        found[-1] = (found[-1][0], *segment[1:])
    else:
        found.append(segment)


def _agreed(readings: list[tuple[Segment, ...]]) -> tuple[Segment, ...]:
    """What all readings of the day have in common; unknown where they differ."""
    if all(reading == readings[0] for reading in readings):
        return readings[0]
    edges = sorted({edge for reading in readings for segment in reading for edge in segment[:2]})
    found: list[Segment] = []
    for start, end in pairwise(edges):
        said = {_at(reading, start) for reading in readings}
        if len(said) == 1:
            state, carried = said.pop()
        else:
            state = said.pop()[0] if len({state for state, _ in said}) == 1 else "unknown"
            carried = False
        if state != "closed":
            _append(found, (start, end, state, carried))
    return tuple(found)


def _at(segments: tuple[Segment, ...], minute: int) -> tuple[State, bool]:
    for start, end, state, carried in segments:
        if start <= minute < end:
            return state, carried
    return "closed", False


@lru_cache(maxsize=4096)
def programme(hours: Hours) -> Programme:
    """`hours` made ready; the same object for the same hours."""
    layers: list[_Layer] = []
    fallback = False
    for rule in hours.rules:
        fallback = rule.joint == "fallback" or (rule.joint == "additional" and fallback)
        layers.append(_layer(rule, fallback))
    holidays = dict.fromkeys(item for rule in hours.rules for item in _holidays(rule.days))
    return Programme(tuple(layers), tuple(holidays), any(layer.carried for layer in layers))


def _holidays(days: Days) -> list[Holiday]:
    return [*days.holidays, *(item for item in days.weekdays if isinstance(item, Holiday))]


def _layer(rule: Rule, fallback: bool) -> _Layer:
    parts = _parts(rule)
    return _Layer(
        predicate(rule.days),
        rule.joint == "normal" and rule.state != "closed",
        fallback,
        tuple((start, min(end, DAY), state) for start, end, state in parts if start < DAY),
        tuple(
            (max(start, DAY) - DAY, end - DAY, state) for start, end, state in parts if end > DAY
        ),
    )


def _parts(rule: Rule) -> list[Part]:
    if not rule.times:
        return [(0, DAY, rule.state)]
    parts: list[Part] = []
    for index, times in enumerate(rule.times):
        later = [other.start for other in rule.times[index + 1 :]]
        for start, end, guessed in spread(times):
            if guessed and rule.state != "closed":
                # What nobody has said ends where the next stated time begins.
                end = min([end, *(other for other in later if other > start)])
                parts.append((start, end, "unknown"))
            else:
                parts.append((start, end, rule.state))
    return parts

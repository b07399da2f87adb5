"""What holds for every expression: against its own definition, minute by minute, and a peer."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import opening_hours
from hypothesis import example, given, settings
from hypothesis import strategies as st

from directory.hours import (
    Calendar,
    HoursError,
    compile_spans,
    day_hours,
    intervals,
    normalise,
    parse,
    state_at,
    state_codes,
    write,
)
from tests.directory.hours.expressions import (
    calendars,
    chinese_noise,
    expressions,
    moments,
    osm_noise,
    plain_rules,
    text_of,
    windows,
)

MINUTE = timedelta(minutes=1)


@given(expressions, windows, calendars)
def test_spans_are_sorted_apart_merged_and_inside_the_window(expression, window, calendar):
    found = intervals(expression, *window, calendar)
    for opens, closes, state in found:
        assert window[0] <= opens < closes <= window[1]
        assert state in ("open", "unknown")
    for before, after in pairwise(found):
        assert before[1] < after[0] or (before[1] == after[0] and before[2] != after[2])


@given(expressions, windows, st.floats(0, 1), calendars)
def test_a_window_cut_in_two_holds_the_same(expression, window, where, calendar):
    start, end = window
    cut = start + (end - start) * where
    pieces = [
        *intervals(expression, start, cut, calendar),
        *intervals(expression, cut, end, calendar),
    ]
    merged = pieces[:1]
    for opens, closes, state in pieces[1:]:
        if merged[-1][1:] == (opens, state):
            merged[-1] = (merged[-1][0], closes, state)
        else:
            merged.append((opens, closes, state))
    assert merged == intervals(expression, start, end, calendar)


@given(expressions, moments, calendars)
def test_a_moment_has_the_state_of_its_span(expression, moment, calendar):
    start = moment - timedelta(days=2)
    found = intervals(expression, start, moment + timedelta(days=2), calendar)
    states = [state for opens, closes, state in found if opens <= moment < closes]
    assert state_at(expression, moment, calendar) == (states[0] if states else "closed")


@given(expressions, st.dates(date(2029, 1, 1), date(2031, 12, 1)), st.integers(0, 15), calendars)
def test_compiled_spans_are_the_intervals(expression, first, days, calendar):
    origin = datetime.combine(first, time())
    spans = compile_spans(expression, first, days, calendar)
    rows = zip(*(array.tolist() for array in spans), strict=True)
    assert [
        (origin + start * MINUTE, origin + end * MINUTE, ("closed", "open", "unknown")[state])
        for start, end, state in rows
    ] == intervals(expression, origin, origin + timedelta(days=days), calendar)


@given(expressions, st.dates(date(2029, 1, 1), date(2031, 12, 1)), calendars)
@example("00:00-48:00", date(2029, 1, 1), Calendar())
@example("Mo 00:00-48:00", date(2029, 1, 2), Calendar())
@example("12:00-36:00", date(2029, 1, 1), Calendar())
@example("Mo 12:00-48:00", date(2029, 1, 2), Calendar())
def test_the_days_of_a_week_together_leave_nothing_out(expression, first, calendar):
    """Every minute is told by its own day or by the day before, in its own state."""
    spans = compile_spans(expression, first, 1, calendar)
    told = {}
    for number in (-1, 0):
        hours = day_hours(expression, first + timedelta(days=number), calendar)
        for start, end, state in hours.spans:
            for minute in range(start + number * 1440, end + number * 1440):
                if 0 <= minute < 1440:
                    assert minute not in told
                    told[minute] = state
    codes = state_codes(spans, range(1440)).tolist()
    assert told == {m: ("closed", "open", "unknown")[code] for m, code in enumerate(codes) if code}


@given(expressions)
def test_the_canonical_form_means_the_same_and_stays(expression):
    assert parse(write(parse(expression))) == parse(expression)
    assert normalise(normalise(expression)) == normalise(expression)


def refusal(text):
    try:
        normalise(text)
    except HoursError as error:
        return error
    return None


def state_by_definition(rules, moment, calendar):
    """Rule by rule for one minute: the semantics in its plainest form."""
    minute = moment.hour * 60 + moment.minute
    today, yesterday = moment.date(), moment.date() - timedelta(days=1)

    def matches(rule, day):
        holiday = rule.holidays and calendar.kind(day) == "holiday"
        return day.weekday() in rule.weekdays or holiday

    state = "closed"
    for index, rule in enumerate(rules):
        replaces = index == 0 or rule.joint == "; "
        if matches(rule, today):
            if replaces and rule.state != "off":
                state = "closed"
            if any(start <= minute < end for start, end in rule.spans):
                state = rule.state
        if matches(rule, yesterday) and any(end > minute + 1440 for _, end in rule.spans):
            state = rule.state
        state = "closed" if state == "off" else state
    return state


@given(plain_rules(), moments, st.frozensets(st.dates(date(2029, 1, 1), date(2031, 12, 31))))
def test_every_minute_is_as_the_rules_define_it(rules, moment, holidays):
    calendar = Calendar(holidays, years=frozenset(range(2027, 2035)))
    start = moment.replace(minute=0)
    spans = intervals(text_of(rules), start, start + timedelta(hours=30), calendar)
    for number in range(0, 30 * 60, 7):
        asked = start + number * MINUTE
        found = [state for opens, closes, state in spans if opens <= asked < closes]
        assert (found[0] if found else "closed") == state_by_definition(rules, asked, calendar)


@given(
    plain_rules(),
    windows,
    st.frozensets(st.dates(date(2029, 1, 1), date(2031, 12, 31)), max_size=4),
)
def test_unknown_holidays_hide_only_what_depends_on_them(rules, window, holidays):
    """With nothing announced, each stated minute must hold whatever is announced later."""
    start, end = window[0], min(window[1], window[0] + timedelta(days=4))
    expression = text_of(rules)
    known = intervals(
        expression, start, end, Calendar(holidays, years=frozenset(range(2027, 2035)))
    )
    for number in range(0, int((end - start) / MINUTE), 97):
        asked = start + number * MINUTE
        unsure = state_at(expression, asked, None)
        found = [state for opens, closes, state in known if opens <= asked < closes]
        if unsure != "unknown":
            assert (found[0] if found else "closed") == unsure


@given(plain_rules(latest=1440, holidays=False), windows)
def test_a_peer_agrees_on_plain_days(rules, window):
    """opening-hours-py, an independent implementation, on rules that end by midnight."""
    expression = text_of(rules)
    start, end = window
    theirs = []
    for opens, closes, state, _ in opening_hours.OpeningHours(expression).intervals(start, end):
        name = str(state).rpartition(".")[2].lower()
        piece = (max(opens, start), min(closes or end, end), name)
        if name == "closed" or piece[0] >= piece[1]:
            continue
        if theirs and theirs[-1][1:] == (piece[0], name):
            theirs[-1] = (theirs[-1][0], *piece[1:])
        else:
            theirs.append(piece)
    assert intervals(expression, start, end, None) == theirs


@given(st.one_of(st.text(max_size=60), osm_noise, chinese_noise))
@example("Mo-Fr 08:00-17:00; PH off" * 45)
@example("周" * 900)
@example("(" * 500 + ")" * 500)
@example("١٢:٠٠-١٣:٠٠")
@example("周²至五8:00-9:00")
@example("十十点")
@settings(max_examples=200)
def test_any_text_is_read_or_refused_in_words(text):
    error = refusal(text)
    if error is not None:
        assert error.zh
        assert error.en
        assert 0 <= error.position <= len(text)
        return
    written = normalise(text)
    assert normalise(written) == written
    window = (datetime(2030, 1, 1), datetime(2030, 1, 9))
    assert intervals(written, *window, None) == intervals(text, *window, None)

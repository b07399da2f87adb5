"""Open on arrival is not all: is the crowd still there, and is there time left?"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.finder import Ask, nearest
from directory.records import PeakRecord
from maps import peaks, verdict
from tests.publications import place, sample

HERE = (117.263, 34.795)
DAY = dt.date(2026, 11, 24)
MORNING = PeakRecord("05:00", "06:30", "05:20")
EVENING = PeakRecord("17:00", "19:00")
NIGHT = PeakRecord("23:00", "01:00", "23:10")


def told(tmp_path: Path, clock: str, **fields: Any) -> verdict.Verdict:
    """The verdict of a place on the spot for somebody who comes at `clock`."""
    spot = {"lon": HERE[0], "lat": HERE[1], "hours": "Mo-Su 04:30-17:00", "peaks": (MORNING,)}
    snapshot = sample(tmp_path, [place("only1", **spot | fields)])
    at = dt.datetime.combine(DAY, dt.time.fromisoformat(clock))
    (hit,) = nearest(snapshot, Ask(*HERE, at=at))
    return verdict.on_arrival(hit, DAY)


def test_in_time_for_the_peak_it_is_simply_open(tmp_path: Path) -> None:
    said = told(tmp_path, "05:20")
    assert (said.kind, said.head, said.more) == ("open", "约 05:20 到，开着", "开到 17:00")


def test_after_the_best_time_it_is_open_and_says_by_how_much(tmp_path: Path) -> None:
    said = told(tmp_path, "05:32")
    assert (said.kind, said.more) == ("open", "比最好的时间晚 12 分钟，开到 17:00")


def test_lateness_is_counted_from_the_opening_where_that_is_after_the_best_time(
    tmp_path: Path,
) -> None:
    assert told(tmp_path, "06:08", hours="Mo-Su 06:00-17:00").more == (
        "比最好的时间晚 8 分钟，开到 17:00"
    )


def test_when_the_peak_is_over_it_is_late_and_not_green(tmp_path: Path) -> None:
    said = told(tmp_path, "16:00")
    assert (said.kind, said.head) == ("late", "约 16:00 到，开着，招工高峰已过")
    assert said.more == "高峰 05:00–06:30，开到 17:00"
    assert said.brief == "开着，高峰已过"


def test_a_second_peak_still_to_come_is_named(tmp_path: Path) -> None:
    fields = {"hours": "Mo-Su 04:30-20:00", "peaks": (EVENING, MORNING)}
    between = told(tmp_path / "a", "12:00", **fields)
    assert (between.kind, between.more) == ("late", "下一拨 17:00–19:00，开到 20:00")
    during = told(tmp_path / "b", "17:30", **fields)
    assert (during.kind, during.more) == ("open", "开到 20:00")
    after = told(tmp_path / "c", "19:20", **fields)
    assert (after.kind, after.more) == ("late", "高峰 17:00–19:00，开到 20:00")


def test_a_peak_past_midnight_is_over_only_after_it(tmp_path: Path) -> None:
    fields = {"hours": "Mo-Su 22:00-06:00", "peaks": (NIGHT,)}
    during = told(tmp_path / "a", "00:30", **fields)
    assert (during.kind, during.more) == ("open", "比最好的时间晚 1 小时 20 分钟，开到 06:00")
    after = told(tmp_path / "b", "01:00", **fields)
    assert (after.kind, after.more) == ("late", "下一拨 23:00–01:00，开到 06:00")


def test_little_time_before_it_closes_is_said(tmp_path: Path) -> None:
    said = told(tmp_path / "a", "16:47", peaks=())
    assert (said.kind, said.more) == ("late", "只剩 13 分钟，开到 17:00")
    assert said.brief == "只剩 13 分钟"
    assert told(tmp_path / "b", "16:30", peaks=()).kind == "open"


def test_who_comes_before_the_peak_is_not_late(tmp_path: Path) -> None:
    assert told(tmp_path, "04:40").kind == "open"


def test_a_peak_outside_the_hours_of_that_day_is_no_peak(tmp_path: Path) -> None:
    said = told(tmp_path, "12:00", hours="Mo-Su 09:00-17:00")
    assert (said.kind, said.more) == ("open", "开到 17:00")


@pytest.mark.parametrize(
    ("clock", "kind", "head", "more", "brief"),
    [
        ("04:02", "soon", "约 04:02 到，还没人，04:30 起有人", "早到 28 分钟", "04:30 起有人"),
        ("05:00", "open", "约 05:00 到，有人", "到 08:00 散", "到时有人"),
        ("07:00", "late", "约 07:00 到，还有人，招工高峰已过", "高峰 05:00–06:30，到 08:00 散",
         "还有人，高峰已过"),
        ("20:00", "shut", "约 20:00 到，那时没人", "下次：明天 04:30 起有人", "到时没人"),
    ],
)  # fmt: skip
def test_a_kerb_has_no_doors(
    tmp_path: Path, clock: str, kind: str, head: str, more: str, brief: str
) -> None:
    said = told(tmp_path, clock, form="kerb", hours="Mo-Su 04:30-08:00")
    assert said == verdict.Verdict(kind, head, more, brief)


clocks = st.times().map(lambda t: f"{t:%H:%M}")


@given(st.lists(st.builds(PeakRecord, clocks, clocks, st.none() | clocks), max_size=3), st.times())
def test_a_peak_that_is_on_is_never_called_over(found: list[PeakRecord], clock: dt.time) -> None:
    arrival = dt.datetime.combine(DAY, clock)
    around = dt.datetime.combine(DAY - dt.timedelta(days=1), dt.time())
    said = peaks.crowd(found, [(around, around + dt.timedelta(days=3), "open")], arrival)
    minute = clock.hour * 60 + clock.minute
    running = [_minute(p.starts) for p in found if _on(p, minute)]
    assert not (running and said.over)
    assert said.late_min >= 0


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _on(peak: PeakRecord, minute: int) -> bool:
    start, end = _minute(peak.starts), _minute(peak.ends)
    if start < end:
        return start <= minute < end
    return minute >= start or minute < end

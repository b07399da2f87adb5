"""The finder counts a search that found nothing open nearby, in memory, and touches no database."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError

from maps import unmet as counting
from planning import unmet
from tests.maps.conftest import HERE

FAR = {"lon": "100.5", "lat": "35.5"}


@pytest.fixture(autouse=True)
def counted(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[unmet.Key, int]:
    """What this process holds; without the thread that would write it."""
    settings.UNMET_SEARCHES = True
    monkeypatch.setattr(counting.threading, "Thread", _NoThread)
    counting._renew()
    return counting._Counted.sums


class _NoThread:
    def __init__(self, **_about: object) -> None:
        pass

    def start(self) -> None:
        pass


def test_a_search_with_nothing_nearby_is_counted_once_and_coarsely(
    site: Any, counted: dict[unmet.Key, int]
) -> None:
    site.get("/", FAR)
    site.get("/", {"lon": "100.5004", "lat": "35.5003"})
    [key] = counted
    assert counted[key] == 2
    assert key[2:] == (5025, 1775)


def test_what_was_found_a_town_and_another_day_are_not_counted(
    site: Any, counted: dict[unmet.Key, int]
) -> None:
    site.get("/", {"lon": HERE["lon"], "lat": HERE["lat"], "at": "05:00"})
    site.get("/", {"region": "370403"})
    later = dt.date.today() + dt.timedelta(days=9)
    site.get("/", FAR | {"at": f"{later}T05:00"})
    assert counted == {}


def test_switched_off_it_counts_nothing(
    site: Any, settings: Any, counted: dict[unmet.Key, int]
) -> None:
    settings.UNMET_SEARCHES = False
    site.get("/", FAR)
    assert counted == {}


def test_a_flood_counts_no_more_than_so_much(
    site: Any, counted: dict[unmet.Key, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_EACH", 2)
    monkeypatch.setattr(counting, "MOST_KEYS", 1)
    for lon in ("100.5", "100.5", "100.5", "101.5"):
        site.get("/", FAR | {"lon": lon})
    assert list(counted.values()) == [2]


def test_sums_are_written_whole_or_kept_for_the_next_time(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[dict[unmet.Key, int]] = []

    def refuse(_sums: Any) -> int:
        raise DatabaseError("gone")

    site.get("/", FAR)
    monkeypatch.setattr(unmet, "record", refuse)
    with pytest.raises(DatabaseError):
        counting.flush()
    monkeypatch.setattr(unmet, "record", lambda sums: written.append(sums) or len(sums))
    assert counting.flush() == 1
    assert counting.flush() == 0
    assert [list(each.values()) for each in written] == [[1]]

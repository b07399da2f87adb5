"""Days begin at midnight in Asia/Shanghai, whatever the machine's clock; moves lead somewhere."""

import datetime as dt

import pytest

from directory.records import ContactRecord, StatusRecord, ZoneRecord
from tests.maps.pages import text_of
from tests.publications import place

DAY = dt.date(2026, 11, 24)


def moved(to: str | None, on: dt.date = DAY) -> tuple[StatusRecord, ...]:
    return (StatusRecord("moved", on, successor=to),)


@pytest.mark.parametrize(
    ("utc", "leads"),
    [("2026-11-23T15:59:59+00:00", False), ("2026-11-23T16:00:00+00:00", True)],
)
def test_a_place_moves_at_midnight_in_china(serve, morning, utc, leads) -> None:
    client = serve([place("old", statuses=moved("new")), place("new")])
    morning.move_to(utc)
    for address in ("/p/old", "/p/old/poster"):
        assert client.get(address).status_code == (302 if leads else 200)
    near = client.get("/api/nearest?lon=117.263&lat=34.795").json()["features"]
    assert {each["id"] for each in near} == ({"new"} if leads else {"old", "new"})
    shown = client.get("/map/points.json").json()["places"]
    assert {row[0] for row in shown} == ({"new"} if leads else {"old", "new"})


def test_a_chain_of_moves_leads_to_its_end_as_each_day_comes(serve, morning) -> None:
    later = DAY + dt.timedelta(days=1)
    client = serve(
        [
            place("one", statuses=moved("two")),
            place("two", statuses=moved("six", later)),
            place("six"),
        ]
    )
    assert client.get("/p/one")["Location"] == "/p/two?from=one"
    morning.move_to("2026-11-24T16:00:00+00:00")
    assert client.get("/p/one")["Location"] == "/p/six?from=one"


def test_moves_in_a_circle_send_nobody_round_it(serve) -> None:
    client = serve(
        [
            place("one", statuses=moved("two")),
            place("two", statuses=moved("one")),
            place("led", statuses=moved("one")),
        ]
    )
    for id in ("one", "two", "led"):
        response = client.get(f"/p/{id}")
        assert response.status_code == 200
        assert "搬到" in text_of(response)


@pytest.mark.parametrize("hours", ["Mo-Su 04:00-09:00", ""])
def test_a_place_that_moved_to_nowhere_known_is_gone_not_shut_nor_unknown(serve, hours) -> None:
    client = serve([place("old", hours=hours, statuses=moved(None)), place("other", lon=117.264)])
    response = client.get("/p/old")
    text = text_of(response)
    assert "已于 11月24日（周二）搬走" in text
    head = text.split("运行时间")[0]
    assert "现在没开" not in head
    assert "不明" not in head
    assert 'data-id="other"' in response.content.decode()
    own = response.content.decode().split("</article>")[0]
    assert "uri.amap.com" not in own
    assert 'href="tel:' in own


@pytest.mark.parametrize(
    "fields",
    [
        {"hours": "nobody can read this"},
        {
            "hours": "",
            "zones": (ZoneRecord("东区", "gibberish"), ZoneRecord("西区", "05:00-08:00")),
        },
        {"hours": "05:00-08:00", "zones": (ZoneRecord("东区", "gibberish"),)},
    ],
)
def test_hours_that_cannot_be_read_are_unknown_and_break_no_page(serve, fields) -> None:
    desk = (ContactRecord("服务台", "0632-5550109"),)
    client = serve([place("odd", contacts=desk, **fields)])
    for address in ("/p/odd", "/p/odd/poster", "/en/p/odd", "/?lon=117.263&lat=34.795"):
        response = client.get(address)
        assert response.status_code == 200
        assert "gibberish" not in response.content.decode()
    assert "不明" in text_of(client.get("/p/odd"))

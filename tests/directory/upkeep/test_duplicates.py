"""Places that are perhaps one place are found, with the reasons in words and numbers."""

import time

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from directory import duplicates
from directory.duplicates import Asked, alike, alike_many, pairs
from directory.models import Contact, DuplicateVerdict, HallKerbLink, Market
from directory.models.market import MarketQuerySet
from tests.factories.ledger import LAT, LON, make_market, make_office, make_period, market_values

pytestmark = pytest.mark.django_db
# Some 38 m to the east.
NEXT_DOOR = LON + 0.000415


def everything() -> MarketQuerySet:
    return Market.objects.all()


def test_near_and_alike_in_name_says_how_near_and_how_alike() -> None:
    there = make_market(name="永福路东口零工市场")

    found = alike("永福路口零工驿站", Point(NEXT_DOOR, LAT, srid=4326), (), there.region_code)

    assert [each.market for each in found] == [there]
    assert found[0].reasons == ("相距 38 米", "名称相似 89%")


def test_what_every_market_is_called_makes_no_two_alike() -> None:
    make_market(name="永福零工市场")

    assert alike("德仁零工市场", Point(NEXT_DOOR, LAT, srid=4326), (), "370403") == []


def test_another_number_is_another_market() -> None:
    make_market(name="永福路临山路 1 号零工市场")

    point = Point(NEXT_DOOR, LAT, srid=4326)
    assert alike("永福路临山路 2 号零工市场", point, (), "370403") == []


def test_full_width_digits_and_spaces_do_not_hide_the_same_name() -> None:
    there = make_market(name="永福路１２ 号零工市场")

    (found,) = alike("永福路12号 零工市场", Point(NEXT_DOOR, LAT, srid=4326), (), "370403")

    assert (found.market, found.reasons[1]) == (there, "名称相同")


def test_a_homophone_is_noticed() -> None:
    make_market(name="临山零工市场")

    (found,) = alike("林杉零工市场", Point(NEXT_DOOR, LAT, srid=4326), (), "370403")

    assert found.reasons == ("相距 38 米", "名称读音相同")


def test_the_same_name_a_kilometre_off_may_be_a_mistaken_datum() -> None:
    make_market(name="永福零工市场")

    (found,) = alike("永福劳务市场", Point(LON + 0.011, LAT, srid=4326), (), "370403")

    assert found.reasons[0].startswith("相距 100")


def test_an_equal_phone_and_a_name_like_it_need_no_position() -> None:
    there = make_market(name="永福路东口零工市场")
    Contact.objects.create(market=there, label="值班", phone="0632-5551234")

    (found,) = alike("永福路口零工市场", None, ("0632-5551234",), "370403")

    assert found.words == "名称相似 89%；电话相同（0632-5551234）"


def test_a_phone_that_many_places_share_tells_nothing() -> None:
    for _ in range(duplicates.PHONE_SHARED_BY + 1):
        market = make_market(LON + 0.1, LAT, name="永福路东口零工市场")
        Contact.objects.create(market=market, label="值班", phone="0632-5551234")

    assert alike("永福路口零工市场", None, ("0632-5551234",), "370403") == []


def test_an_alias_counts_as_a_name() -> None:
    there = make_market(name="湖西劳务市场", aliases=["永福零工市场"])

    (found,) = alike("永福零工驿站", Point(NEXT_DOOR, LAT, srid=4326), (), "370403")

    assert found.market == there


def test_a_place_is_not_its_own_duplicate() -> None:
    there = make_market(name="永福零工市场")

    assert alike(there.name, there.point, (), "370403", exclude=[there.public_id]) == []


def test_each_pair_of_the_ledger_is_offered_once() -> None:
    one = make_market(name="永福零工市场")
    other = make_market(NEXT_DOOR, LAT, name="永福零工驿站")

    (pair,) = pairs(everything())

    assert (pair.a, pair.b) == (one, other)


def test_a_hall_with_its_kerb_and_a_place_with_its_successor_are_two_places() -> None:
    hall = make_market(name="永福零工市场")
    kerb = make_market(NEXT_DOOR, LAT, name="永福零工聚集点", form="kerb")
    HallKerbLink.objects.create(hall=hall, kerb=kerb)
    old = make_market(LON + 1, LAT, name="临山零工市场")
    new = make_market(LON + 1.0004, LAT, name="临山零工市场")
    make_period(old, "moved", timezone.localdate(), successor=new)

    assert pairs(everything()) == []


def test_a_dismissed_pair_stays_away_until_one_of_the_two_changes() -> None:
    one = make_market(name="永福零工市场")
    other = make_market(NEXT_DOOR, LAT, name="永福零工驿站")
    DuplicateVerdict.objects.create(
        market_a=one,
        market_b=other,
        seen=duplicates.fingerprint(other, one),
        reason="路两边各有一处",
        office=one.office,
        at=timezone.now(),
    )
    assert pairs(everything()) == []

    Contact.objects.create(market=other, label="值班", phone="0632-5551234")

    assert len(pairs(everything())) == 1


def test_a_merged_place_is_not_offered_again() -> None:
    one = make_market(name="永福零工市场")
    make_market(NEXT_DOOR, LAT, name="永福零工驿站", merged_into=one)

    assert pairs(everything()) == []


def test_four_thousand_rows_take_seconds_and_few_queries(django_assert_max_num_queries) -> None:
    office = make_office()
    names = [f"{a}{b}{c}" for a in "永福临山德仁" for b in "东西南北中上" for c in "路街巷口桥里"]
    Market.objects.bulk_create(
        (
            Market(
                **market_values(
                    LON + (at % 100) * 0.002,
                    LAT + (at // 100) * 0.002,
                    office=office,
                    name=f"{names[at % len(names)]}零工市场",
                )
            )
            for at in range(1_000)
        ),
        batch_size=500,
    )
    rows = [
        Asked(
            f"{names[at % 1_000 % len(names)]}零工驿站",
            "370403",
            LON + (at % 100) * 0.002 + 0.0004,
            LAT + (at // 100 % 10) * 0.002,
        )
        for at in range(4_000)
    ]

    started = time.process_time()
    with django_assert_max_num_queries(20):
        found = alike_many(rows)
    spent = time.process_time() - started

    assert all(each and each[0].score > 80 for each in found)
    assert spent < 10

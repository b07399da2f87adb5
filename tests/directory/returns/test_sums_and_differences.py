"""Rolling up what was accepted, and a return beside the last one."""

import datetime as dt

import pytest
from django.utils import timezone

from directory import status
from directory.errors import EntryErrors
from directory.models import Market, MarketTrade, Return
from directory.returns import acts, comparing, rolling, rounds, tracker
from directory.returns.standing import current
from tests.directory.returns.conftest import Chain, count
from tests.factories.ledger import COUNTY, make_market, make_trade
from tests.factories.people import CITY, PROVINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def complete(chain: Chain) -> Chain:
    count(chain.bare, 80, 30)
    MarketTrade.objects.create(market=chain.bare, trade=make_trade("mason"), is_main=True)
    return chain


def test_a_city_is_made_of_its_accepted_counties_and_names_the_missing(
    complete: Chain, one: Return
) -> None:
    complete.through(one)
    city = Return.objects.create(
        region_code=CITY, level="city", period="2026", due_on=dt.date(2026, 12, 15)
    )
    complete.validate(complete.freeze(city, complete.city), complete.city)
    copy = current(city)
    assert copy is not None
    assert (copy.places, copy.seekers, copy.hires) == (2, 280, 150)
    missing = copy.findings.filter(kind="part-missing")
    assert missing.count() == len([p for p in copy.parts if not p["copy"]]) > 0
    assert not copy.findings.filter(severity="error").exists()
    with pytest.raises(EntryErrors, match="没有写明原因"):
        acts.sign(complete.city_too, city, complete.at(city).version)
    for finding in missing:
        acts.explain(complete.city, city, finding, "推迟到月底")
    acts.sign(complete.city_too, city, complete.at(city).version)
    acts.hand_up(complete.city_too, city, complete.at(city).version)
    acts.accept(complete.province, city, complete.at(city).version)
    summed = rolling.summed(PROVINCE, "2026")
    assert (summed.places, summed.seekers, summed.hires) == (2, 280, 150)
    country = rolling.summed(rolling.COUNTRY, "2026")
    assert country.own is None
    assert rolling.summed(CITY, "2026").agrees is True


def test_new_gone_and_changed_places_are_told_with_the_reason(complete: Chain, one: Return) -> None:
    before = Return.objects.create(
        region_code=COUNTY, level="county", period="2025", due_on=dt.date(2025, 12, 10)
    )
    complete.through(before)
    status.close(complete.bare, timezone.localdate(), "拆迁")
    Market.objects.filter(pk=complete.full.pk).update(address="新地址 9 号")
    count(complete.full, 210, 120, timezone.localdate() + dt.timedelta(days=1))
    new = make_market(lon=117.28, name="新设的市场")
    complete.freeze(one)
    copy = current(one)
    assert copy is not None
    difference = comparing.compare(copy)
    assert difference is not None
    assert [each.public_id for each in difference.new] == [new.public_id]
    assert [(each.name, each.reason) for each in difference.gone] == [
        ("没填全的市场", f"{timezone.localdate()} 关闭")
    ]
    (changed,) = difference.changed
    assert changed.public_id == complete.full.public_id
    assert {(label, now) for label, _then, now in changed.fields} >= {
        ("求职人员规模", "210"),
        ("详细地址", "新地址 9 号"),
    }


def test_nothing_accepted_before_leaves_nothing_to_compare(complete: Chain, one: Return) -> None:
    complete.freeze(one)
    copy = current(one)
    assert copy is not None
    assert comparing.compare(copy) is None


def test_a_round_gives_each_level_its_date_and_is_opened_once(chain: Chain) -> None:
    due = rounds.yearly_due(2027)
    made = rounds.open_round(chain.city, CITY, "2027", due)
    by_level = {one.level: one.due_on for one in made}
    assert by_level == {"county": dt.date(2027, 12, 10), "city": dt.date(2027, 12, 15)}
    assert rounds.open_round(chain.city, CITY, "2027", due) == []
    with pytest.raises(EntryErrors, match="不能晚于"):
        rounds.open_round(
            chain.city, CITY, "2028", due | {"county": dt.date(2028, 12, 20), "city": due["city"]}
        )
    with pytest.raises(EntryErrors, match="2026-H1"):
        rounds.open_round(chain.city, CITY, "2028-13", due)


def test_a_county_has_a_market_only_where_a_public_one_operates(chain: Chain) -> None:
    today = timezone.localdate()

    def has() -> dict[str, bool]:
        return {county.code: county.has for county in tracker.counties(CITY, today)}

    assert has()[COUNTY]
    assert not any(held for code, held in has().items() if code != COUNTY)
    for market in (chain.full, chain.bare):
        status.suspend(market, today)
    assert not has()[COUNTY]
    make_market(lon=117.29, nature="commercial")
    assert not has()[COUNTY]

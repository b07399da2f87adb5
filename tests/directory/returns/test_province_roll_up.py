"""A province rolled up over two cities: its sums are those of the counties, place by place."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from directory.errors import EntryErrors
from directory.models import Official, Return, ReturnRow
from directory.returns import acts, freezing, rolling, rounds, validating
from directory.returns.standing import current
from tests.directory.returns.conftest import Chain, count
from tests.factories.ledger import make_market, make_office
from tests.factories.people import OTHER_CITY, OTHER_COUNTY, PROVINCE, make_official

pytestmark = pytest.mark.django_db

# By county: seekers and hires of its places; the last one lies in another city.
ZIBO_COUNTY = "370303"
PLACES = {OTHER_COUNTY: [(90, 40), (60, 25)], ZIBO_COUNTY: [(300, 210)]}
WHERE = {OTHER_COUNTY: (117.557, 34.865), ZIBO_COUNTY: (118.05, 36.81)}


@dataclass
class Round:
    chain: Chain
    by_code: dict[str, Return]

    def through(self, code: str, froze: Official, signed: Official, accepted: Official) -> Return:
        """Frozen, validated, what is missing explained, signed, handed up, accepted."""
        one = self.by_code[code]
        freezing.freeze(froze, one, self.chain.at(one).version)
        validating.validate(froze, one, self.chain.at(one).version)
        copy = current(one)
        assert copy is not None
        for finding in copy.findings.filter(kind="part-missing"):
            acts.explain(froze, one, finding, "本期没有布置")
        acts.sign(signed, one, self.chain.at(one).version)
        acts.hand_up(signed, one, self.chain.at(one).version)
        acts.accept(accepted, one, self.chain.at(one).version)
        return self.chain.at(one)


@pytest.fixture
def round_of(chain: Chain) -> Round:
    """Two cities' counties accepted, with places whose numbers are known."""
    chain.bare.delete()
    day = timezone.localdate()
    due = {"county": day, "city": day + dt.timedelta(1), "province": day + dt.timedelta(2)}
    made = {one.region_code: one for one in rounds.open_round(None, PROVINCE, "2026", due)}
    made_round = Round(chain, made)
    for code, figures in PLACES.items():
        office = make_office(region_code=code)
        for at, (seekers, hires) in enumerate(figures):
            lon, lat = WHERE[code]
            place = make_market(
                lon + at / 50, lat, region_code=code, office=office, trades=("mason",)
            )
            count(place, seekers, hires)
        clerk, lead = (make_official(role, code) for role in ("district_clerk", "district_lead"))
        made_round.through(code, clerk, lead, chain.province)
    made_round.through("370403", chain.clerk, chain.lead, chain.city)
    return made_round


def test_the_sums_of_a_province_are_those_of_its_counties(round_of: Round) -> None:
    chain = round_of.chain
    round_of.through("370400", chain.city, chain.city_too, chain.province)
    zibo, zibo_too = make_official("city", OTHER_CITY), make_official("city", OTHER_CITY)
    round_of.through(OTHER_CITY, zibo, zibo_too, chain.province)
    second = make_official("province")
    province = round_of.by_code[PROVINCE]
    freezing.freeze(chain.province, province, chain.at(province).version)
    copy = current(province)
    assert copy is not None
    known = [(200, 120), *(each for figures in PLACES.values() for each in figures)]
    assert (copy.places, copy.seekers, copy.hires) == (4, 650, 395)
    rows = ReturnRow.objects.filter(copy=copy)
    assert sorted(
        (row.figures["seekers"]["value"], row.figures["hires"]["value"]) for row in rows
    ) == sorted(known)
    assert {row.region_code[:4] for row in rows} == {"3704", "3703"}
    summed = rolling.summed(PROVINCE, "2026")
    assert (summed.places, summed.seekers, summed.hires) == (4, 650, 395)
    assert summed.agrees is True
    by_city = {part.code: (part.places, part.seekers) for part in summed.parts if part.counts}
    assert by_city == {"370400": (3, 350), OTHER_CITY: (1, 300)}
    found = validating.validate(chain.province, province, chain.at(province).version)
    assert {each.kind for each in found} == {"part-missing"}
    for finding in copy.findings.all():
        acts.explain(chain.province, province, finding, "本期没有布置")
    acts.sign(second, province, chain.at(province).version)
    assert rolling.summed(rolling.COUNTRY, "2026").own is None


def test_sums_that_are_not_those_of_the_parts_stop_the_signing(round_of: Round) -> None:
    chain, city = round_of.chain, round_of.by_code["370400"]
    freezing.freeze(chain.city, city, chain.at(city).version)
    copy = current(city)
    assert copy is not None
    part = next(each for each in copy.parts if each["copy"])
    part["seekers"] += 1
    found = list(validating.of_parts(copy))
    assert [each.message for each in found if each.kind == "sum"] == [
        f"{part['name']}的合计与各地点之和不符", "合计与各部分之和不符",
    ]  # fmt: skip


def test_a_county_sent_back_after_the_roll_up_is_told(round_of: Round) -> None:
    chain, city = round_of.chain, round_of.by_code["370400"]
    freezing.freeze(chain.city, city, chain.at(city).version)
    assert rolling.summed("370400", "2026").agrees is True
    Return.objects.filter(pk=round_of.by_code[OTHER_COUNTY].pk).update(state="handed_up")
    assert rolling.summed("370400", "2026").agrees is False
    with pytest.raises(EntryErrors, match="不能这样办理"):
        acts.sign(chain.city_too, city, chain.at(city).version)

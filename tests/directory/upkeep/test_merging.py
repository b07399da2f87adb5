"""Two entries of one place become one; nothing of either is lost, and it can be taken back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from directory import merging, proposals
from directory.errors import EntryErrors
from directory.models import (
    Contact,
    HallKerbLink,
    Market,
    MarketFigure,
    MarketTrade,
    Merge,
    Official,
    Proposal,
)
from tests.factories.ledger import LON, make_event, make_market, make_period
from tests.factories.people import make_official

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone() -> Market:
    market = make_market(
        LON + 0.0004, name="永福零工驿站", aliases=["西关"], trades=("bricklayer", "porter"),
        hours="04:30-08:00", hotline="0632-5551234", operator="街道办",
    )  # fmt: skip
    Contact.objects.create(market=market, label="值班", phone="0632-5559999")
    return market


@pytest.fixture
def survivor() -> Market:
    market = make_market(name="永福零工市场", trades=("bricklayer",), hours="", hotline="12333")
    Contact.objects.create(market=market, label="服务台", phone="0632-5550701")
    return market


def test_the_survivor_keeps_its_own_and_takes_what_it_has_not(
    gone: Market, survivor: Market
) -> None:
    merging.merge(gone, survivor, None)
    survivor.refresh_from_db()

    assert (survivor.name, survivor.hotline) == ("永福零工市场", "12333")
    assert (survivor.hours, survivor.operator) == ("04:30-08:00", "街道办")
    assert survivor.aliases == ["永福零工驿站", "西关"]
    assert set(survivor.trades.values_list("code", flat=True)) == {"bricklayer", "porter"}
    assert MarketTrade.objects.filter(market=survivor, is_main=True).count() == 1
    phones = survivor.contacts.values_list("phone", flat=True)
    assert list(phones) == ["0632-5550701", "0632-5559999"]


def test_the_other_place_is_kept_and_leads_to_the_survivor(gone: Market, survivor: Market) -> None:
    merging.merge(gone, survivor, None)
    gone.refresh_from_db()

    assert gone.merged_into == survivor
    assert gone.contacts.count() == 1
    assert gone not in Market.objects.standing()


def test_what_hangs_on_the_other_place_goes_over(gone: Market, survivor: Market) -> None:
    kerb, left = make_market(LON + 0.01), make_market(LON + 0.02)
    HallKerbLink.objects.create(hall=gone, kerb=kerb)
    event = make_event(market=gone)
    make_period(left, "moved", timezone.localdate(), successor=gone)
    MarketFigure.objects.create(market=gone, kind="seekers", value=120)

    merging.merge(gone, survivor, None)

    event.refresh_from_db()
    assert event.market == survivor
    assert HallKerbLink.objects.get().hall == survivor
    assert left.status_periods.get().successor == survivor
    assert survivor.figures.get().value == 120


def test_merges_make_no_chain(gone: Market, survivor: Market) -> None:
    earlier = make_market(LON + 0.0002, name="永福")
    merging.merge(earlier, gone, None)

    merging.merge(gone, survivor, None)

    earlier.refresh_from_db()
    assert earlier.merged_into == survivor


def test_a_place_that_is_merged_is_neither_merged_again_nor_written(
    gone: Market, survivor: Market
) -> None:
    merging.merge(gone, survivor, None)

    with pytest.raises(EntryErrors, match="已并入另一处"):
        merging.merge(survivor, gone, None)


@pytest.mark.parametrize("tie", ["link", "move"])
def test_places_known_to_be_two_are_not_merged(gone: Market, survivor: Market, tie: str) -> None:
    if tie == "link":
        HallKerbLink.objects.create(hall=survivor, kerb=gone)
    else:
        make_period(gone, "moved", timezone.localdate(), successor=survivor)

    with pytest.raises(EntryErrors, match="不是重复"):
        merging.merge(gone, survivor, None)
    assert not Merge.objects.exists()


def approved(gone: Market, survivor: Market) -> Official:
    """Put forward by a clerk, approved by the lead, who is returned."""
    clerk, lead = make_official(), make_official("district_lead")
    asked = proposals.propose_merge(clerk, gone, survivor, "同一处")
    proposals.approve(lead, asked, asked.version)
    return lead


def test_two_people_merge_and_open_proposals_are_withdrawn_in_words(
    gone: Market, survivor: Market
) -> None:
    waiting = Proposal.objects.create(
        kind="place", market=gone, region_code=gone.region_code, office=gone.office,
        author=make_official(), state="submitted", payload={}, base_version=1,
    )  # fmt: skip

    approved(gone, survivor)

    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"
    assert "已并入 永福零工市场" in waiting.review_note
    assert Proposal.objects.get(kind="merge").state == "approved"
    assert Proposal.objects.get(kind="merge").result_market == survivor


def test_a_lead_takes_a_merge_back(gone: Market, survivor: Market) -> None:
    event = make_event(market=gone)
    lead = approved(gone, survivor)

    assert merging.unmerge(lead, gone) is True

    for row in (gone, survivor, event):
        row.refresh_from_db()
    assert gone.merged_into is None
    assert event.market == gone
    assert (survivor.hours, survivor.aliases) == ("", [])
    assert survivor.contacts.count() == 1


def test_what_was_changed_since_stays_when_a_merge_is_taken_back(
    gone: Market, survivor: Market
) -> None:
    lead = approved(gone, survivor)
    Market.objects.filter(pk=survivor.pk).update(version=9, operator="新办")

    assert merging.unmerge(lead, gone) is False

    survivor.refresh_from_db()
    assert (survivor.operator, survivor.hours) == ("新办", "04:30-08:00")


def test_a_clerk_or_a_lead_of_another_county_does_not_take_it_back(
    gone: Market, survivor: Market
) -> None:
    approved(gone, survivor)

    for role, region in (("district_clerk", "370403"), ("district_lead", "370402")):
        with pytest.raises(PermissionDenied):
            merging.unmerge(make_official(role, region), gone)
    gone.refresh_from_db()
    assert gone.merged_into == survivor

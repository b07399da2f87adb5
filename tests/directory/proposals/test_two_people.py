"""One puts a change forward, another approves the very version that he saw."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from directory import proposals
from directory.changes import StatusChange
from directory.errors import EntryErrors, StaleVersion
from directory.models import HistoryEntry, Market, Proposal
from tests.factories.ledger import make_market, make_office, make_period
from tests.factories.people import CITY, OTHER_COUNTY, make_official

pytestmark = pytest.mark.django_db


def submitted(clerk, data, market=None) -> Proposal:
    draft = proposals.save_draft(clerk, data, market=market, note="电话核实")
    return proposals.submit(clerk, draft, draft.version)


def test_a_new_place_gets_its_identifier_when_another_person_approves_it(clerk, lead, new_place):
    waiting = submitted(clerk, new_place)
    assert not Market.objects.exists()

    done = proposals.approve(lead, waiting, waiting.version, "已核对")

    place = Market.objects.get()
    assert (place.name, place.version) == ("黄河路零工驿站", 1)
    assert done.result_market == place
    assert (done.state, done.reviewer, done.review_note) == ("approved", lead, "已核对")


def test_a_change_is_written_when_it_is_approved_and_not_before(clerk, lead, market, change):
    waiting = submitted(clerk, change(hours="05:00-12:00"), market)
    market.refresh_from_db()
    assert market.hours == "05:00-17:30"

    proposals.approve(lead, waiting, waiting.version)

    market.refresh_from_db()
    assert (market.hours, market.version) == ("05:00-12:00", 2)


def test_nobody_approves_or_sends_back_what_he_put_forward_himself(lead, market, change):
    waiting = submitted(lead, change(hours="05:00-12:00"), market)
    with pytest.raises(PermissionDenied, match="另一个人"):
        proposals.approve(lead, waiting, waiting.version)
    with pytest.raises(PermissionDenied, match="另一个人"):
        proposals.send_back(lead, waiting, waiting.version, "再看看")


@pytest.mark.parametrize("base", [-1, 2, 10**12])
def test_a_version_that_never_stood_is_refused(base, clerk, market, change):
    with pytest.raises(StaleVersion):
        proposals.save_draft(clerk, change(hours="05:00-12:00"), market=market, base_version=base)
    draft = proposals.save_draft(clerk, change(hours="05:00-12:00"), market=market)
    with pytest.raises(StaleVersion):
        proposals.save_draft(
            clerk,
            change(hours="05:00-13:00"),
            proposal=draft,
            version=draft.version,
            base_version=base,
        )


def test_a_clerk_does_not_approve(clerk, market, change):
    waiting = submitted(clerk, change(hours="05:00-12:00"), market)
    colleague = make_official("district_clerk")
    with pytest.raises(PermissionDenied):
        proposals.approve(colleague, waiting, waiting.version)


def test_another_district_neither_changes_nor_approves(clerk, stranger, market, change):
    with pytest.raises(PermissionDenied):
        proposals.save_draft(stranger, change(hours="05:00-12:00"), market=market)
    waiting = submitted(clerk, change(hours="05:00-12:00"), market)
    with pytest.raises(PermissionDenied):
        proposals.approve(stranger, waiting, waiting.version)
    with pytest.raises(PermissionDenied):
        proposals.send_back(stranger, waiting, waiting.version, "不是我区的")


def test_a_place_changes_its_county_only_by_somebody_with_rights_in_both(
    clerk, lead, stranger, market, change
):
    office = make_office(region_code=CITY).code
    there = change(region_code=OTHER_COUNTY, office=office)
    with pytest.raises(PermissionDenied):
        proposals.save_draft(clerk, there, market=market)
    waiting = submitted(make_official("city"), there, market)
    assert (waiting.region_code, waiting.former_region_code) == (OTHER_COUNTY, market.region_code)
    for one in (lead, stranger):
        with pytest.raises(PermissionDenied):
            proposals.approve(one, waiting, waiting.version)
    proposals.approve(make_official("city"), waiting, waiting.version)
    market.refresh_from_db()
    assert market.region_code == OTHER_COUNTY


def test_the_office_of_a_place_is_one_of_its_county_or_above(clerk, market, change):
    with pytest.raises(EntryErrors) as refused:
        proposals.save_draft(
            clerk, change(office=make_office(region_code=OTHER_COUNTY).code), market=market
        )
    assert list(refused.value.errors) == ["office"]


def test_only_the_version_that_was_seen_is_approved_and_the_reviewer_is_told(
    clerk, lead, market, change
):
    seen = submitted(clerk, change(hours="05:00-12:00"), market)
    edited = proposals.save_draft(
        clerk, change(hours="05:00-13:00"), proposal=seen, version=seen.version
    )
    proposals.submit(clerk, edited, edited.version)

    with pytest.raises(StaleVersion, match="薛城区经办") as refused:
        proposals.approve(lead, seen, seen.version)

    assert (refused.value.seen, refused.value.current) == (2, 4)
    market.refresh_from_db()
    assert market.version == 1


def test_an_approval_on_a_place_written_meanwhile_is_refused_with_who_and_what(
    clerk, lead, market, change
):
    first = submitted(clerk, change(hours="05:00-12:00"), market)
    second = submitted(make_official("district_clerk"), change(address="永福路甲 9 号"), market)
    proposals.approve(lead, first, first.version)

    with pytest.raises(StaleVersion, match=r"薛城区经办提出、薛城区负责人于.*已改动：运行时间"):
        proposals.approve(lead, second, second.version)

    second.refresh_from_db()
    assert (second.state, second.payload["address"]) == ("submitted", "永福路甲 9 号")


def test_the_second_writer_carries_his_change_over_onto_what_stands(clerk, lead, market, change):
    late = make_official("district_clerk")
    second = submitted(late, change(address="永福路甲 9 号"), market)
    first = submitted(clerk, change(hours="05:00-12:00"), market)
    proposals.approve(lead, first, first.version)

    with pytest.raises(StaleVersion):
        proposals.rebase(late, second, second.version, standing=1)
    rebased = proposals.rebase(late, second, second.version, standing=2)
    proposals.approve(lead, rebased, rebased.version)

    market.refresh_from_db()
    assert (market.hours, market.address, market.version) == ("05:00-12:00", "永福路甲 9 号", 3)


def test_sending_back_takes_words_and_the_author_may_try_again(clerk, lead, market, change):
    waiting = submitted(clerk, change(hours="05:00-12:00"), market)
    with pytest.raises(EntryErrors) as refused:
        proposals.send_back(lead, waiting, waiting.version, " ")
    assert list(refused.value.errors) == ["review_note"]

    back = proposals.send_back(lead, waiting, waiting.version, "请附核实方式")
    again = proposals.save_draft(
        clerk, change(hours="05:00-11:00"), proposal=back, version=back.version, note="实地看过"
    )
    again = proposals.submit(clerk, again, again.version)
    proposals.approve(lead, again, again.version)

    market.refresh_from_db()
    assert market.hours == "05:00-11:00"


def test_what_is_decided_stays_decided(clerk, lead, market, change):
    waiting = submitted(clerk, change(hours="05:00-12:00"), market)
    gone = proposals.withdraw(clerk, waiting, waiting.version)
    with pytest.raises(EntryErrors, match="已撤回"):
        proposals.approve(lead, gone, gone.version)
    with pytest.raises(EntryErrors, match="已撤回"):
        proposals.submit(clerk, gone, gone.version)


def test_only_the_author_edits_submits_and_withdraws(clerk, lead, market, change):
    draft = proposals.save_draft(clerk, change(hours="05:00-12:00"), market=market)
    for act in (
        lambda: proposals.save_draft(
            lead, change(hours="06:00-12:00"), proposal=draft, version=draft.version
        ),
        lambda: proposals.submit(lead, draft, draft.version),
        lambda: proposals.withdraw(lead, draft, draft.version),
        lambda: proposals.rebase(lead, draft, draft.version),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_draft_may_be_unfinished_and_is_refused_when_it_is_submitted(clerk, market, change):
    draft = proposals.save_draft(clerk, change(name="", hours="天亮到天黑"), market=market)
    with pytest.raises(EntryErrors) as refused:
        proposals.submit(clerk, draft, draft.version)
    assert {"name", "hours"} <= set(refused.value.errors)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_proposal_that_changes_nothing_is_not_put_before_anybody(clerk, market, change):
    draft = proposals.save_draft(clerk, change(hours=" 05:00-17:30 "), market=market)
    with pytest.raises(EntryErrors, match="没有差别"):
        proposals.submit(clerk, draft, draft.version)


def test_the_same_form_sent_twice_is_one_draft(clerk, market, change):
    one, two = (
        proposals.save_draft(clerk, change(hours="05:00-12:00"), market=market) for _ in range(2)
    )
    assert one.pk == two.pk


@pytest.mark.parametrize("values", [{"lon": float("nan")}, {"name": "\x00"}, {"name": "\ud800"}])
def test_what_the_database_cannot_hold_is_refused_in_words(clerk, market, change, values):
    with pytest.raises(EntryErrors, match="不能保存"):
        proposals.save_draft(clerk, change(**values), market=market)


def test_a_change_of_status_is_tried_when_it_is_put_forward_and_made_when_approved(
    clerk, lead, market
):
    today = timezone.localdate()
    closing = StatusChange(act="close", on=today, note="场地拆除")
    waiting = proposals.propose_status(clerk, market, closing, "街道来函")
    assert not market.status_periods.exists()
    with pytest.raises(EntryErrors, match="已经在等待"):
        proposals.propose_status(clerk, market, closing)

    proposals.approve(lead, waiting, waiting.version)

    assert market.status_periods.get().status == "closed"
    with pytest.raises(EntryErrors, match="没有暂停"):
        proposals.propose_status(
            clerk, market, StatusChange(act="reopen", on=today - dt.timedelta(days=9))
        )


def test_a_clash_of_periods_found_at_approval_undoes_the_whole(clerk, lead, market):
    today = timezone.localdate()
    change = StatusChange(act="suspend", on=today, until=today + dt.timedelta(days=9), note="修路")
    waiting = proposals.propose_status(clerk, market, change)
    make_period(market, "closed", today)
    with pytest.raises(EntryErrors, match="重叠"):
        proposals.approve(lead, waiting, waiting.version)
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_a_place_is_not_moved_to_one_that_its_clerk_may_not_know_of(clerk, market):
    hidden = make_market(region_code=OTHER_COUNTY)
    move = StatusChange(act="move", on=timezone.localdate(), successor=hidden.public_id)
    with pytest.raises(EntryErrors) as refused:
        proposals.propose_status(clerk, market, move)
    assert list(refused.value.errors) == ["successor"]


def test_who_reports_a_fault_hears_of_every_end(clerk, lead, market, change):
    heard = []

    def listen(sender, proposal, official, **_more):
        heard.append((proposal.state, official))

    proposals.decided.connect(listen)
    try:
        back = submitted(clerk, change(hours="05:00-12:00"), market)
        back = proposals.send_back(lead, back, back.version, "请核实")
        proposals.withdraw(clerk, back, back.version)
        done = submitted(clerk, change(hours="05:00-12:00"), market)
        proposals.approve(lead, done, done.version)
    finally:
        proposals.decided.disconnect(listen)
    assert heard == [("sent_back", lead), ("withdrawn", clerk), ("approved", lead)]


@pytest.mark.django_db(transaction=True)
def test_the_history_names_who_approved(clerk, lead, market, change):
    waiting = submitted(clerk, change(hours="05:00-12:00"), market)
    proposals.approve(lead, waiting, waiting.version, "已核对")
    entry = HistoryEntry.objects.filter(kind="market", market_pk=market.pk).latest("seq")
    assert (entry.official, entry.act, entry.reason) == (lead.pk, "proposal.approve", "已核对")

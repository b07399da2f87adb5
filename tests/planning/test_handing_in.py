"""Chosen sites become proposals: all or none, once, with what they stand on; no worker sees one."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from directory import decisions, proposals
from directory.changes import place_of
from directory.errors import EntryErrors
from directory.models import HistoryEntry, Market, Official, Proposal
from planning.answer import Answer
from planning.grounds import Grounds, basis, conclusion
from planning.handed_in import handed_in, newer
from planning.handing_in import Chosen, hand_in, usual_accuracy
from planning.models import Run, Scenario
from tests.at_once import at_once
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.answers import make_answer
from tests.factories.history import settle
from tests.factories.ledger import COUNTY, LAT, LON, make_market, make_office
from tests.factories.people import OTHER_COUNTY, make_official
from tests.factories.planning import make_candidates, make_demand, make_run, make_scenario

pytestmark = pytest.mark.django_db
BOTH = (Chosen("c1", "旧厂房", "永福路 3 号"), Chosen("c3", "空仓库", "尚无门牌"))


@pytest.fixture
def planner() -> Official:
    load_shandong()
    make_office(name="薛城区中心", region_code=COUNTY)
    return make_official("planner", COUNTY, name="王规划")


@pytest.fixture
def lead() -> Official:
    return make_official("district_lead", COUNTY, name="李负责")


def put(by: Official, run: Run, chosen: Any = BOTH, **values: Any) -> list[Proposal]:
    return hand_in(by, run, chosen, **{"accuracy_m": 50, "note": "离车站近"} | values)


def fates(run: Run, by: Official | None = None) -> list[str]:
    return [each.fate for each in handed_in(run, Answer.from_json(run.answer), by)]


def test_each_site_is_put_forward_as_a_planned_place_of_which_nothing_is_invented(
    planner: Official,
) -> None:
    first, second = put(planner, make_run())
    assert {each.state for each in (first, second)} == {"submitted"}
    assert (first.source, first.region_code, first.author) == ("plan", COUNTY, planner)
    assert "布点方案“两处新点”第 1 处新点：离车站近" in first.note
    place = place_of(first)
    assert (place.name, place.address, place.accuracy_m) == ("旧厂房", "永福路 3 号", 50)
    assert (place.form, place.nature, place.datum) == ("candidate", "public", "wgs84")
    assert (place.lon, place.lat) == (LON + 0.01, LAT + 0.001)
    empty = ("hours", "hotline", "complaint_line", "contacts", "trades", "services", "zones")
    assert not any(getattr(place, name) for name in empty)
    assert place.free_of_charge is None
    assert Market.objects.count() == 0


def test_a_proposal_says_what_it_stands_on_when_its_scenario_is_gone(planner: Official) -> None:
    run = make_run()
    first, _second = put(planner, run)
    Scenario.objects.all().delete()
    first.refresh_from_db()
    given = Grounds.from_json(first.grounds)
    assert given is not None
    assert (given.run, given.site.name) == (run.pk, "旧厂房")
    said = " ".join(conclusion(given))
    for words in (
        "方案“两处新点”（覆盖最多的人）选出 2 处新点，这是第 1 处", "50 人新到标准以内",
        "现在 20.0%，建成后 90.0%", "没有别的 2 处能再多覆盖 0.4 %（1 人）。",
        "6 种变化里有 6 种仍选它", "推算",
    ):  # fmt: skip
        assert words in said, words
    told = dict(basis(given))
    assert told["目标值"] == "90.0 人"
    assert told["界（不可能好过）"] == "90.3 人"
    assert told["差距"] == "0.4 %"
    assert "街上的人 v1" in told["需求"]
    assert "第 12 期" in told["当时的名录"]
    assert (told["求解程序"], told["随机种子"]) == ("geo.siting 1", "0")
    assert Grounds.from_json({"format": 99}) is None
    assert Grounds.from_json(None) is None


def test_a_record_of_grounds_is_the_same_after_json() -> None:
    run, answer = make_run(), make_answer()
    given = Grounds.of(run, answer, answer.new_sites[0])
    assert Grounds.from_json(given.to_json()) == given


def test_handed_in_twice_nothing_doubles(planner: Official) -> None:
    run = make_run()
    assert len(put(planner, run)) == 2
    assert fates(run, planner) == ["waiting", "waiting"]
    assert put(planner, run) == []
    again = make_run(run.scenario)
    assert put(planner, again, BOTH[:1]) == []
    # Another set with a site at the very same point.
    other = make_run(make_scenario(candidates=make_candidates(name="别的空房")))
    assert fates(other, planner) == ["waiting", "waiting"]
    assert Proposal.objects.count() == 2


def test_all_or_none_and_each_fault_is_named_at_its_site(planner: Official) -> None:
    run = make_run()
    wrong = (BOTH[0], replace(BOTH[1], name=" ", address=""))
    with pytest.raises(EntryErrors) as told:
        put(planner, run, wrong)
    assert list(told.value.errors) == ["c3"]
    assert any(each.startswith("名称：") for each in told.value.errors["c3"])
    assert any(each.startswith("详细地址：") for each in told.value.errors["c3"])
    assert not Proposal.objects.exists()
    put(planner, run, BOTH[:1])
    with pytest.raises(EntryErrors, match="c1：已报送，正在等待审核"):
        put(planner, run)
    assert Proposal.objects.count() == 1


def test_a_site_outside_its_county_is_refused_with_the_reason(planner: Official) -> None:
    answer = make_answer()
    far = replace(answer.sites[0], lon=LON + 1.5)
    run = make_run(answer=replace(answer, sites=(far, *answer.sites[1:])).to_json())
    with pytest.raises(EntryErrors, match=r"c1：所属区县：位置在.*边界外"):
        put(planner, run)
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"chosen": ()}, "请勾选"),
        ({"chosen": (BOTH[0], BOTH[0])}, "勾选了两次"),
        ({"chosen": (Chosen("eabcdefgh", "老市场", "路"),)}, "没有这个新点"),
        ({"chosen": tuple(Chosen(f"c{at}", "a", "b") for at in range(51))}, "最多报送 50 处"),
        ({"accuracy_m": None}, "整数"),
        ({"accuracy_m": 0}, "整数"),
        ({"note": "长" * 301}, "最多 300 个字"),
    ],
)
def test_what_cannot_be_handed_in_is_said(
    planner: Official, values: dict[str, Any], words: str
) -> None:
    with pytest.raises(EntryErrors, match=words):
        put(planner, make_run(), **values)
    assert not Proposal.objects.exists()


def test_only_whoever_may_propose_in_the_county_hands_in(planner: Official) -> None:
    run = make_run()
    reader = make_official("auditor", COUNTY)
    rows = handed_in(run, Answer.from_json(run.answer), reader)
    assert not any(each.may for each in rows)
    assert "您不能提出这个区县（370403）的申请" in rows[0].why_not
    with pytest.raises(EntryErrors, match="不能提出"):
        put(reader, run)
    with pytest.raises(PermissionDenied):
        put(make_official("planner", OTHER_COUNTY), run)
    with pytest.raises(PermissionDenied):
        put(make_official("district_clerk", COUNTY), run)
    with pytest.raises(EntryErrors, match="还没有算出"):
        put(planner, make_run(state="running", answer=None))


def test_a_site_in_no_county_cannot_be_handed_in(planner: Official) -> None:
    answer = make_answer()
    nowhere = replace(answer.sites[0], county="")
    run = make_run(answer=replace(answer, sites=(nowhere, *answer.sites[1:])).to_json())
    with pytest.raises(EntryErrors, match="不在任何区县以内"):
        put(planner, run)


def test_what_the_ledger_has_is_not_handed_in_as_new(planner: Official) -> None:
    there = make_market(LON + 0.01, LAT + 0.001, name="旧厂房", form="candidate")
    moved = make_market(LON + 0.2, name="空仓库", form="candidate")
    run = make_run(make_scenario(candidates=make_candidates(origin="places")))
    rows = handed_in(run, Answer.from_json(run.answer), planner)
    assert [(each.fate, each.market) for each in rows] == [("ledger", there), ("ledger", moved)]
    with pytest.raises(EntryErrors, match="台账里已有"):
        put(planner, run, BOTH[:1])


def test_accepted_it_is_in_the_ledger_and_what_became_of_it_is_known(
    planner: Official, lead: Official
) -> None:
    run = make_run()
    first, second = put(planner, run)
    proposals.approve(lead, first, first.version)
    proposals.send_back(lead, second, second.version, "产权不清")
    place = Market.objects.get()
    rows = handed_in(run, Answer.from_json(run.answer), planner)
    assert [each.fate for each in rows] == ["accepted", "refused"]
    assert rows[0].market == place
    assert (rows[1].proposal.review_note, rows[1].may) == ("产权不清", True)
    assert (place.name, place.form, place.office) == ("旧厂房", "candidate", lead.office)
    assert put(planner, run, BOTH[:1]) == []
    settle()
    written = HistoryEntry.objects.filter(kind="proposal", object_pk=first.pk)
    assert {each.act for each in written} == {"proposal.submit", "proposal.approve"}
    assert written.get(operation="insert").after["grounds"]["scenario"] == run.scenario_id


def test_a_refused_site_is_handed_in_anew_and_the_refused_one_is_off_the_table(
    planner: Official, lead: Official
) -> None:
    run = make_run()
    first = put(planner, run, BOTH[:1])[0]
    proposals.send_back(lead, first, first.version, "产权不清")
    colleague = make_official("planner", COUNTY, name="赵规划")
    anew = put(colleague, run, BOTH[:1], note="产权已查清")[0]
    first.refresh_from_db()
    assert (first.state, first.review_note) == ("withdrawn", "产权不清")
    assert (anew.state, anew.author) == ("submitted", colleague)
    assert fates(run)[0] == "waiting"
    with pytest.raises(EntryErrors, match="已撤回"):
        proposals.submit(planner, first, first.version)


def test_one_withdrawn_by_its_author_may_be_handed_in_anew(planner: Official) -> None:
    run = make_run()
    first = put(planner, run, BOTH[:1])[0]
    proposals.withdraw(planner, first, first.version)
    assert fates(run)[0] == "withdrawn"
    assert len(put(planner, run, BOTH[:1])) == 1


def test_only_one_sent_back_is_superseded(planner: Official) -> None:
    waiting = put(planner, make_run(), BOTH[:1])[0]
    with pytest.raises(EntryErrors, match="待审核"):
        proposals.supersede(planner, waiting)


def test_nobody_judges_what_he_handed_in_himself(planner: Official) -> None:
    first = put(planner, make_run(), BOTH[:1])[0]
    with pytest.raises(PermissionDenied):
        proposals.approve(planner, first, first.version)
    city = make_official("city", "370400")
    own = put(city, make_run(), BOTH[1:])[0]
    with pytest.raises(PermissionDenied):
        proposals.approve(city, own, own.version)
    proposals.approve(city, first, first.version)


def test_a_planner_changes_nothing_that_stands(planner: Official) -> None:
    market, other = make_market(name="老市场"), make_market(LON + 0.01, name="新市场")
    entry = replace(place_of(put(planner, make_run(), BOTH[:1])[0]), name="改名")
    with pytest.raises(PermissionDenied):
        proposals.save_draft(planner, entry, market=market)
    with pytest.raises(PermissionDenied):
        proposals.propose_merge(planner, market, other)


def test_a_planned_place_cannot_be_made_public(planner: Official, lead: Official) -> None:
    first = put(planner, make_run(), BOTH[:1])[0]
    proposals.approve(lead, first, first.version)
    place = Market.objects.get()
    with pytest.raises(EntryErrors, match="备选场地不能公开"):
        decisions.decide(place, "publish", place.office, "先公开试试看", official=lead)
    assert not Market.objects.published().exists()


def test_made_up_data_stays_marked_as_such(planner: Official, lead: Official) -> None:
    first = put(planner, make_run(make_scenario(demand=make_demand(demo=True))), BOTH[:1])[0]
    proposals.approve(lead, first, first.version)
    assert Market.objects.get().demo


def test_the_owning_office_is_where_the_county_s_lead_sits(planner: Official) -> None:
    make_office(name="别的机构", region_code=COUNTY)
    seat = make_office(name="负责人所在", region_code=COUNTY)
    make_official("district_lead", COUNTY, seat)
    assert place_of(put(planner, make_run(), BOTH[:1])[0]).office == seat.code


def test_how_far_a_crossing_of_a_grid_may_be_wrong_follows_from_its_step() -> None:
    grid = make_candidates(name="格", origin="grid", parameters={"step_m": 1000})
    assert usual_accuracy(grid) == 708
    assert usual_accuracy(make_candidates()) is None


def test_newer_versions_of_what_it_stands_on_are_named(planner: Official) -> None:
    run = make_run()
    assert newer(run) == []
    make_demand()
    assert newer(run) == ["需求“街上的人”用的是 v1，现在有 v2"]


@pytest.mark.django_db(transaction=True)
def test_the_same_sites_handed_in_by_two_planners_at_once_are_put_forward_once(
    planner: Official,
) -> None:
    other, run = make_official("planner", COUNTY, name="赵规划"), make_run()
    answers = at_once([lambda by=by: put(by, run) for by in (planner, other)], EntryErrors)
    first, second = sorted(answers, key=len, reverse=True)
    assert [each.state for each in first] == ["submitted", "submitted"]
    assert second == []
    assert Proposal.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_who_share_one_site_the_later_is_told_and_hands_in_nothing(
    planner: Official,
) -> None:
    """Each with the site they share and, the second, with one more: all of a handing in or none."""
    other, run = make_official("planner", COUNTY, name="赵规划"), make_run()
    answers = at_once(
        [lambda: put(planner, run, BOTH[:1]), lambda: put(other, run, BOTH)], EntryErrors
    )
    keys = [each.grounds["site"]["key"] for each in Proposal.objects.order_by("pk")]
    if isinstance(answers[1], EntryErrors):
        assert (len(answers[0]), list(answers[1].errors)) == (1, ["c1"])
        assert keys == ["c1"]
    else:
        assert (answers[0], len(answers[1])) == ([], 2)
        assert keys == ["c1", "c3"]

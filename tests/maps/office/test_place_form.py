"""A clerk enters a place: what is refused is said at its field, and nothing typed is lost."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from directory import places, proposals
from directory.changes import place_of
from directory.entries import PlaceInput, ZoneInput
from directory.models import Market, Official, Proposal
from directory.standing import entry_of
from geo.models import Town
from tests.directory.ledger import entering
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import make_market
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

NEW = "/office/places/new"
OUTSIDE = {"lon": "117.9", "lat": "35.4"}


@pytest.fixture
def boundaries(db) -> None:
    load_shandong()


@pytest.fixture
def clerk(boundaries) -> Official:
    return make_official("district_clerk", name="薛城区经办")


@pytest.fixture
def office(client: Client, clerk: Official) -> Client:
    return sign_in(client, clerk)


@pytest.fixture
def market(clerk: Official) -> Market:
    return places.save_place(place(office=clerk.office.code)).market


def place(**values: Any) -> PlaceInput:
    """An entry about which there is nothing to warn."""
    return entering.place(**{"zones": (ZoneInput("候工棚", note="朝东"),)} | values)


def posted(entry: PlaceInput, act: str, **more: Any) -> dict[str, Any]:
    """What a browser sends for a form filled in with `entry`."""
    data: dict[str, Any] = {"act": act}
    for name in (
        "name", "nature", "form", "scope", "operator", "office", "region_code", "town", "address",
        "lon", "lat", "datum", "accuracy_m", "directions", "van_bay", "hours", "hours_note",
        "hotline", "complaint_line",
    ):  # fmt: skip
        data[name] = getattr(entry, name)
    data["aliases"] = "\n".join(entry.aliases)
    data["free_of_charge"] = {True: "yes", False: "no", None: ""}[entry.free_of_charge]
    data["services"], data["facilities"] = list(entry.services), list(entry.facilities)
    for name in ("trades", "zones", "peaks", "contacts", "figures"):
        rows = getattr(entry, name)
        data[f"{name}-TOTAL_FORMS"], data[f"{name}-INITIAL_FORMS"] = len(rows) + 1, len(rows)
        for at, row in enumerate(rows):
            for field in row.__slots__:
                value = getattr(row, field)
                if isinstance(value, bool):
                    value = "on" if value else ""
                data[f"{name}-{at}-{field}"] = "" if value is None else value
    return {**data, **more}


def edit_url(market: Market) -> str:
    return f"/office/places/{market.public_id}/edit"


def test_a_new_place_is_put_forward_for_review(office: Client, clerk: Official) -> None:
    entry = place(office=clerk.office.code)
    answer = office.post(NEW, posted(entry, "submit", note="新建驿站"))
    made = Proposal.objects.get()
    assert answer["Location"] == f"/office/review/{made.pk}"
    assert (made.state, made.market, made.author, made.note) == (
        "submitted", None, clerk, "新建驿站",
    )  # fmt: skip
    assert place_of(made) == entry
    assert not Market.objects.exists()


def test_a_form_sent_back_unchanged_changes_nothing(office: Client, market: Market) -> None:
    page = office.get(edit_url(market)).content.decode()
    assert 'value="1"' in page
    answer = office.post(
        edit_url(market), posted(replace(entry_of(market), figures=()), "submit", base_version=1)
    )
    assert answer.status_code == 422
    assert "没有差别" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_what_is_wrong_is_said_at_its_field_and_stays_typed(
    office: Client, clerk: Official
) -> None:
    entry = place(office=clerk.office.code)
    typed = posted(
        entry,
        "submit",
        **{
            "zones-0-hours": "早上好",
            "contacts-0-phone": "13800000000",
            "peaks-0-ends": "04:00",
            "hotline": "热线",
        },
    )
    answer = office.post(NEW, typed)
    entered = answer.context["entry"]
    assert answer.status_code == 422
    assert "hours" in entered.sets["zones"].forms[0].errors
    assert "手机号" in str(entered.sets["contacts"].forms[0].errors["phone"])
    assert "晚于开始" in str(entered.sets["peaks"].forms[0].errors["ends"])
    assert "hotline" in entered.form.errors
    page = answer.content.decode()
    for said in ("早上好", "13800000000", 'value="热线"', "东厅"):
        assert said in page
    anchors = [fault.anchor for fault in answer.context["faults"]]
    assert "id_zones-0-hours" in anchors
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_a_refused_row_is_found_though_an_earlier_one_is_deleted(
    office: Client, clerk: Official
) -> None:
    entry = place(office=clerk.office.code)
    typed = posted(
        entry,
        "submit",
        **{
            "contacts-TOTAL_FORMS": 2,
            "contacts-0-DELETE": "on",
            "contacts-1-label": "值班",
            "contacts-1-phone": "13900000000",
        },
    )
    rows = office.post(NEW, typed).context["entry"].sets["contacts"].forms
    assert not rows[0].errors
    assert "phone" in rows[1].errors


def test_text_where_a_number_belongs_is_refused_even_for_a_draft(
    office: Client, clerk: Official
) -> None:
    typed = posted(place(office=clerk.office.code), "draft", lon="东边", datum="")
    answer = office.post(NEW, typed)
    assert answer.status_code == 422
    assert "经度须为数字" in answer.content.decode()
    assert "请选择坐标系" in answer.content.decode()
    assert 'value="东边"' in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_draft_may_hold_what_would_be_refused(office: Client, clerk: Official) -> None:
    entry = place(office=clerk.office.code, hours="不知道几点")
    answer = office.post(NEW, posted(entry, "draft"))
    made = Proposal.objects.get()
    assert made.state == "draft"
    again = office.get(f"{NEW}?proposal={made.pk}")
    assert answer.status_code == 302
    assert "不知道几点" in again.content.decode()


def test_an_own_draft_is_gone_on_with_and_put_forward(
    office: Client, clerk: Official, market: Market
) -> None:
    changed = replace(entry_of(market), hours="06:00-18:00")
    draft = proposals.save_draft(clerk, changed, market=market)
    address = f"{edit_url(market)}?proposal={draft.pk}"
    assert "06:00-18:00" in office.get(address).content.decode()
    final = replace(changed, hours="06:30-18:00", figures=())
    office.post(address, posted(final, "submit", base_version=1, version=draft.version))
    draft.refresh_from_db()
    assert (draft.state, place_of(draft).hours) == ("submitted", "06:30-18:00")
    assert Proposal.objects.count() == 1


def test_the_draft_of_another_person_is_not_opened(client: Client, market: Market) -> None:
    author, other = make_official("district_clerk"), make_official("district_clerk")
    draft = proposals.save_draft(author, replace(entry_of(market), hours="24/7"), market=market)
    answer = sign_in(client, other).get(f"{edit_url(market)}?proposal={draft.pk}")
    assert answer.status_code == 403


def test_the_second_writer_sees_the_differences_and_loses_nothing(
    office: Client, market: Market
) -> None:
    seen = entry_of(market)
    places.save_place(replace(seen, van_bay="东门外"))
    mine = replace(seen, hours="06:00-18:00", figures=())
    answer = office.post(edit_url(market), posted(mine, "submit", base_version=1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "别人先改过了" in page
    assert "东门外" in page
    assert 'value="06:00-18:00"' in page
    assert not Proposal.objects.exists()


def test_after_another_wrote_both_changes_can_be_kept(
    office: Client, clerk: Official, market: Market
) -> None:
    lead = make_official("district_lead")
    seen = entry_of(market)
    # What the first writer began from is known from his own approved proposals.
    first = proposals.save_draft(clerk, replace(seen, directions="超市对面"), market=market)
    proposals.approve(lead, proposals.submit(clerk, first, first.version), 2)
    second = replace(seen, directions="超市对面")
    third = proposals.save_draft(clerk, replace(second, van_bay="东门外"), market=market)
    proposals.approve(lead, proposals.submit(clerk, third, third.version), 2)
    mine = replace(second, hours="06:00-18:00", figures=())
    stale = office.post(edit_url(market), posted(mine, "submit", base_version=2))
    assert stale.status_code == 409
    assert {each.field for each in stale.context["apart"]} == {"van_bay", "hours"}
    joined = office.post(edit_url(market), posted(mine, "both", base_version=2))
    form = joined.context["form"]
    assert form["base_version"].value() == 3
    assert form["van_bay"].value() == "东门外"
    assert form["hours"].value() == "06:00-18:00"


def test_warnings_are_shown_once_before_it_is_put_forward(office: Client, clerk: Official) -> None:
    entry = place(office=clerk.office.code, hours="", zones=())
    answer = office.post(NEW, posted(entry, "submit"))
    assert answer.status_code == 200
    assert "运行时间没有填写" in answer.content.decode()
    assert not Proposal.objects.exists()
    token = answer.context["doubts"].token
    assert office.post(NEW, posted(entry, "submit", heeded=token)).status_code == 302
    assert Proposal.objects.get().state == "submitted"


def test_heeding_one_warning_does_not_wave_through_another(office: Client, clerk: Official) -> None:
    entry = place(office=clerk.office.code, hours="", zones=())
    token = office.post(NEW, posted(entry, "submit")).context["doubts"].token
    worse = replace(entry, hotline="", contacts=())
    answer = office.post(NEW, posted(worse, "submit", heeded=token))
    assert "没有可拨打的办公电话" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_another_row_without_a_script(office: Client, clerk: Official) -> None:
    entry = place(office=clerk.office.code, hours="早上好")
    answer = office.post(NEW, posted(entry, "more:zones"))
    page = answer.content.decode()
    assert "zones-2-name" in page
    assert 'value="候工棚"' in page
    assert 'value="早上好"' in page
    assert "errorlist" not in page


def test_the_centre_of_a_town_without_a_script(office: Client, clerk: Official) -> None:
    make_town()
    typed = posted(place(office=clerk.office.code), "town", town="陶庄镇", lon="", lat="", datum="")
    form = office.post(NEW, typed).context["form"]
    assert [form[name].value() for name in ("lon", "lat", "datum", "accuracy_m")] == [
        117.3, 34.85, "wgs84", 2000,
    ]  # fmt: skip
    answer = office.post(NEW, typed | {"town": "没有的镇"})
    assert "没有“没有的镇”的中心位置" in answer.content.decode()


def test_a_point_outside_its_county_says_where_it_is(office: Client, clerk: Official) -> None:
    answer = office.post(NEW, posted(place(office=clerk.office.code), "check", **OUTSIDE))
    page = answer.content.decode()
    assert "边界外" in page
    assert "落在：" in page
    assert "region_code" in answer.context["form"].errors


def test_the_county_must_be_one_of_his_own(office: Client, clerk: Official) -> None:
    answer = office.post(
        NEW, posted(place(office=clerk.office.code), "draft", region_code=OTHER_COUNTY)
    )
    assert answer.status_code == 422
    assert "不在您可以录入的范围内" in answer.content.decode()


def test_a_place_of_another_county_cannot_be_opened_for_change(office: Client) -> None:
    other = make_market(region_code=OTHER_COUNTY)
    assert office.get(edit_url(other)).status_code == 404


def test_a_reader_enters_nothing(client: Client, boundaries) -> None:
    reader = sign_in(client, make_official("department"))
    assert reader.get(NEW).status_code == 403
    assert reader.post(NEW, {}).status_code == 403


def test_a_planner_enters_new_places_and_changes_none(client: Client, boundaries) -> None:
    planner = sign_in(client, make_official("planner"))
    assert planner.get(NEW).status_code == 200
    assert planner.get(edit_url(make_market())).status_code == 403


def test_more_rows_than_allowed_are_refused(office: Client, clerk: Official) -> None:
    typed = posted(place(office=clerk.office.code), "submit", **{"peaks-TOTAL_FORMS": "100000"})
    for at in range(13):
        typed |= {f"peaks-{at}-starts": f"{at:02d}:00", f"peaks-{at}-ends": f"{at:02d}:30"}
    answer = office.post(NEW, typed)
    assert answer.status_code == 422
    assert answer.context["entry"].sets["peaks"].non_form_errors()


def test_a_new_count_is_added_and_those_on_record_stay(
    office: Client, clerk: Official, market: Market
) -> None:
    market.figures.create(kind="seekers", value=80, counted_on=dt.date(2025, 3, 1))
    typed = posted(replace(entry_of(market), figures=()), "submit", base_version=1)
    typed |= {
        "figures-0-kind": "seekers",
        "figures-0-value": "120",
        "figures-0-counted_on": "2026-03-01",
        "figures-0-method": "清晨清点",
    }
    page = office.get(edit_url(market)).content.decode()
    assert "<strong>80</strong>" in page
    office.post(edit_url(market), typed)
    (figure,) = place_of(Proposal.objects.get()).figures
    assert (figure.value, figure.method) == (120, "清晨清点")


def make_town() -> Town:
    return Town.objects.create(
        county_code="370403",
        name="陶庄镇",
        slug="taozhuang",
        pinyin="taozhuangzhen",
        initials="tzz",
        point="SRID=4326;POINT(117.3 34.85)",
        accuracy_m=2000,
        source="测试",
    )

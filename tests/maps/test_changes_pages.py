"""What changed: between publications, in words, on pages and in a feed that readers can follow."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.test import Client

from directory import publication
from directory.publication import Snapshot, write
from directory.publication.past import Change, FieldChange
from directory.records import StatusRecord, TradeAt
from maps.changes.atom import ATOM
from maps.changes.between import together
from tests.maps.pages import faults, links, text_of, tree_of
from tests.publications import BUILT_AT, contents, place

HOSTILE = "<b>&amp;</b>\x01]]>"
HALL, KERB = place("hall1", name="甲市场"), place("kerb1", name="乙路口", form="kerb")
NORTH = place("north1", name="滕州点", region="370481")
MOVED = StatusRecord("moved", dt.date(2026, 11, 21), successor="new01", note="拆迁")
STEPS = (
    (HALL, KERB, NORTH),
    (
        replace(
            HALL,
            hours="Mo-Sa 03:30-09:00",
            lon=117.273,
            free=None,
            trades=(TradeAt("welder", True),),
        ),
        replace(KERB, statuses=(MOVED,)),
        place("new01", name="丙市场"),
    ),
    (HALL, replace(KERB, statuses=(MOVED,)), place("new01", name=HOSTILE.replace("\x01", ""))),
)


@pytest.fixture(scope="module")
def latest(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("publications")
    standing: Snapshot | None = None
    for number, places in enumerate(STEPS, 1):
        at = BUILT_AT + dt.timedelta(days=number)
        target = folder / str(number)
        write(contents(places, number=number, built_at=at), Path(target), standing)
        standing = Snapshot.open(target)
    assert standing is not None
    return standing


@pytest.fixture
def history(latest: Snapshot, morning) -> Iterator[Client]:
    with publication.use(latest):
        yield Client()


def feed(client: Client, address: str = "/changes.atom") -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def all_of(root: ElementTree.Element, name: str) -> list[str]:
    return [each.text or "" for each in root.iter(f"{{{ATOM}}}{name}")]


def test_the_list_names_every_publication_with_its_counts(history) -> None:
    response = history.get("/changes/")
    assert [link for link in links(response) if link.startswith("/changes/")][-4:-1] == [
        "/changes/3", "/changes/2", "/changes/1",
    ]  # fmt: skip
    said = text_of(response)
    assert "新公开 1 有改动 2 不再公开 1" in said
    assert "记录从这一期开始，共 3 处" in said


def test_a_change_is_told_field_by_field_before_and_after(history) -> None:
    response = history.get("/changes/2")
    said = text_of(response)
    assert "原来： 每天 04:30–09:00 现在： 周一至周六 03:30–09:00；周日 不开" in said
    assert "原来： 免费 现在： 收不收费不清楚" in said
    assert "原来： 没有登记 现在： 电焊工（主要工种）" in said
    assert "相距 920 米" in said or "相距 910 米" in said
    assert faults(response.content.decode()) == []


def test_what_would_lead_astray_is_told_first(history) -> None:
    found = [
        (each.text or "").strip()
        for each in tree_of(history.get("/changes/2")).iter("span")
        if each.get("class") == "change-kind"
    ]
    assert found == ["搬走", "不再公开", "新公开", "有改动"]
    said = text_of(history.get("/changes/2"))
    assert "搬走 2026-11-21，搬到" in said


def test_two_publications_far_apart_are_compared_as_if_nothing_lay_between(history) -> None:
    response = history.get("/changes/3?since=1")
    said = text_of(response)
    assert "和第 1 期比" in said
    # The hall was changed and changed back; the new place came and was renamed.
    assert "甲市场" not in said
    assert "新公开 1 有改动 1 不再公开 1" in said
    assert {link for link in links(response) if link.startswith("/p/")} == {"/p/kerb1", "/p/new01"}
    assert "滕州点" in said
    assert faults(response.content.decode()) == []


def test_the_one_before_is_what_a_publication_is_compared_with_anyway(history) -> None:
    assert text_of(history.get("/changes/3?since=2")) == text_of(history.get("/changes/3"))


def test_the_form_offers_every_earlier_publication_without_a_script(history) -> None:
    options = [each.get("value") for each in tree_of(history.get("/changes/3")).iter("option")]
    assert options == ["2", "1"]
    assert not list(tree_of(history.get("/changes/2")).iter("option"))


@pytest.mark.parametrize("since", ["0", "3", "9", "x", "-1", "²"])
def test_what_cannot_be_compared_is_refused_with_what_can(history, since) -> None:
    response = history.get("/changes/3", {"since": since})
    assert response.status_code == 400
    assert "1–2" in text_of(response)


def test_a_region_keeps_to_itself_from_page_to_page(history) -> None:
    response = history.get("/changes/2?region=370481")
    assert "新公开 0 有改动 0 不再公开 1" in text_of(response)
    assert "/changes/3?region=370481" in links(response)


def test_a_place_that_left_has_no_link_and_its_region_is_named(history) -> None:
    response = history.get("/changes/2")
    assert "/p/north1" not in links(response)
    assert "滕州点 滕州市" in text_of(response)


def test_a_region_shows_its_own_changes(history) -> None:
    said = text_of(history.get("/changes/2?region=370481"))
    assert "滕州点" in said
    assert "丙市场" not in said
    assert "这个地区 1 处有变化" in text_of(history.get("/changes/?region=370481"))


@pytest.mark.parametrize("number", [0, 4, 99999999999999999999])
def test_an_unknown_publication_is_not_found(history, number) -> None:
    assert history.get(f"/changes/{number}").status_code == 404


def test_an_unknown_region_is_not_found(history) -> None:
    assert history.get("/changes.atom?region=999999").status_code == 404
    assert history.get("/changes/?region=x").status_code == 400


def test_the_feed_is_atom_with_ids_links_and_times(history) -> None:
    root = feed(history)
    assert root.tag == f"{{{ATOM}}}feed"
    entries = root.findall(f"{{{ATOM}}}entry")
    assert len(entries) == 7
    for each in [root, *entries]:
        assert len(all_of(each, "id")) >= 1
        assert each.find(f"{{{ATOM}}}title") is not None
        updated = each.findtext(f"{{{ATOM}}}updated") or ""
        assert dt.datetime.fromisoformat(updated).tzinfo is not None
    ids = all_of(root, "id")
    assert len(ids) == len(set(ids))
    assert "tag:testserver,2026:change/2/north1" in ids
    assert root.findtext(f"{{{ATOM}}}rights") == "CC-BY-4.0"
    assert "演示数据" in (root.findtext(f"{{{ATOM}}}subtitle") or "")


def test_every_address_in_the_feed_answers(history) -> None:
    for each in feed(history).iter(f"{{{ATOM}}}link"):
        address = each.get("href", "").removeprefix("http://testserver")
        assert history.get(address, follow=True).status_code == 200, address


def test_both_languages_give_the_same_ids(history) -> None:
    assert all_of(feed(history), "id") == all_of(feed(history, "/en/changes.atom"), "id")


def test_a_region_has_a_feed_of_its_own(history) -> None:
    ids = all_of(feed(history, "/changes.atom?region=370481"), "id")
    assert ids == [
        "tag:testserver,2026:changes/370481", "tag:testserver,2026:change/2/north1",
    ]  # fmt: skip


def test_every_page_names_the_feed(history) -> None:
    found = [
        each.get("href")
        for each in tree_of(history.get("/changes/")).iter("link")
        if each.get("type") == "application/atom+xml"
    ]
    assert found == ["/changes.atom"]


def test_a_hostile_name_is_text_in_page_and_feed(history) -> None:
    assert "<b>&amp;</b>" not in history.get("/changes/3").content.decode()
    assert any("<b>&amp;</b>]]>" in title for title in all_of(feed(history), "title"))


def test_what_did_not_change_is_not_sent_again(history) -> None:
    tag = history.get("/changes.atom")["ETag"]
    again = history.get("/changes.atom", headers={"if-none-match": tag})
    assert again.status_code == 304


def changed(number: int, kind: str, *fields: FieldChange) -> Change:
    at = BUILT_AT + dt.timedelta(days=number)
    return Change(number, at, "x", kind, f"n{number}", "370403", fields)  # type: ignore[arg-type]


def test_several_changes_of_a_place_are_one() -> None:
    one, two = FieldChange("hours", "a", "b"), FieldChange("hours", "b", "c")
    back, free = FieldChange("hours", "b", "a"), FieldChange("free", None, True)
    both = together([changed(1, "changed", one), changed(2, "changed", two, free)])
    assert both is not None
    assert (both.number, both.name) == (2, "n2")
    assert both.fields == (FieldChange("hours", "a", "c"), free)
    assert together([changed(1, "changed", one), changed(2, "changed", back)]) is None
    assert together([changed(1, "added"), changed(2, "removed")]) is None
    added = together([changed(1, "added"), changed(2, "changed", one)])
    assert added is not None
    assert (added.kind, added.fields) == ("added", ())
    gone = together(
        [changed(1, "changed", one), changed(2, "removed", FieldChange("free", 1, None))]
    )
    assert gone is not None
    assert gone.kind == "removed"
    again = together([changed(1, "removed"), changed(2, "added")])
    assert again is not None
    assert (again.kind, again.fields) == ("changed", ())

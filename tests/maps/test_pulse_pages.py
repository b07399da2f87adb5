"""The market's pulse for everybody: as released, gaps as gaps, small numbers withheld."""

import re

import pytest

from tests.maps.pages import text_of, tree_of

COUNTY, CITY = "/pulse/370403", "/pulse/370400"


def cells(response, caption: str) -> list[list[str]]:
    """The rows of the table of that name."""
    tree = tree_of(response)
    frame = next(each for each in tree.iter("div") if each.get("aria-label") == caption)
    rows = [
        [" ".join("".join(cell.itertext()).split()) for cell in row] for row in frame.iter("tr")
    ]
    return rows[1:]


def test_a_day_is_told_missing_or_withheld(site) -> None:
    days = {row[0]: row[1:] for row in cells(site.get(COUNTY), "逐日的数")}
    assert len(days) == 31 + 30 + 31
    assert days["2026-10-02"][:4] == ["42", "30", "2", "21"]
    assert days["2026-10-05"][0] == "没有计数"
    assert days["2026-10-04"][:2] == ["不公开", "30"]
    assert "2026-11-01" not in days


def test_trades_are_told_side_by_side_and_a_small_one_is_not(site) -> None:
    trades = {row[0]: row[1:] for row in cells(site.get(COUNTY), "各工种的表")}
    assert trades == {
        "瓦工": ["800", "400", "2.0"], "木工": ["不公开", "55", "–"], "保洁": ["不公开", "0", "–"]
    }  # fmt: skip


def test_each_chart_is_drawn_here_and_has_a_table(site) -> None:
    html = site.get(COUNTY).content.decode()
    assert html.count('<svg class="drawn"') == html.count("<svg") - html.count('class="mark"') == 2
    assert html.count('class="c-point"') == 24
    assert 'class="c-trend"' in html
    assert html.count("c-missing") > 1
    assert "<script" not in html.split("</head>")[1]


def test_a_city_names_its_counties_and_leads_to_them(site) -> None:
    response = site.get(CITY)
    assert cells(response, "下一级的表") == [["薛城区", "42", "30", "25"]]
    assert COUNTY in [each.get("href") for each in tree_of(response).iter("a")]


def test_a_month_and_a_session_can_be_chosen(site) -> None:
    rows = cells(site.get(COUNTY, {"period": "2026-10"}), "逐日的数")
    assert [rows[0][0], rows[-1][0]] == ["2026-10-01", "2026-10-31"]
    assert len(cells(site.get(COUNTY, {"period": "12"}), "逐日的数")) == 365
    links = [each.get("href") for each in tree_of(site.get(COUNTY)).iter("a")]
    assert "?period=2026-10&session=am" in links


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/pulse/370403?period=2026-13", 400),
        ("/pulse/370403?period=2025-01", 400),
        ("/pulse/370403?session=pm", 400),
        ("/pulse/370403?session=x&period=%00", 400),
        ("/pulse/999999", 404),
        ("/pulse/370405-malantunzhen", 404),
    ],
)
def test_what_is_not_there_is_said(site, asked: str, status: int) -> None:
    assert site.get(asked).status_code == status


def test_a_region_without_counts_says_so_and_is_not_linked(site) -> None:
    assert "还没有公开的计数" in text_of(site.get("/pulse/370405"))
    for code, there in (("370403", True), ("370400", True), ("370405", False)):
        links = [each.get("href") for each in tree_of(site.get(f"/browse/{code}")).iter("a")]
        assert (f"/pulse/{code}" in links) == there
    assert "/pulse/" in [each.get("href") for each in tree_of(site.get("/about")).iter("a")]


def test_it_is_revalidated_like_other_pages(site) -> None:
    first = site.get(COUNTY)
    assert re.fullmatch(r"public, max-age=\d+|max-age=\d+, public", first["Cache-Control"])
    assert site.get(COUNTY, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert site.get(COUNTY, {"period": "12"})["ETag"] != first["ETag"]

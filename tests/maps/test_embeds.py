"""Frames for other sites: for any of them, as strict as everything else, without a cookie."""

import html
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from directory.records import TradeAt
from tests.maps.pages import faults, links, one, text_of, tree_of
from tests.publications import place

CSS = Path(__file__).resolve().parents[2] / "maps" / "static" / "maps" / "css"
HOSTILE = '"><script>alert(1)</script>'
FRAMES = ("/embed/list", "/embed/map", "/embed/list?lang=en&theme=dark", "/embed/map?lang=en")


@pytest.mark.parametrize("address", [*FRAMES, "/embed/list?region=999999"])
def test_any_site_may_frame_it_and_nothing_else_is_looser(site, address) -> None:
    framed, other = site.get(address), site.get("/about")
    assert "X-Frame-Options" not in framed
    policy = framed["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    strict = other["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in strict
    assert sorted(policy.split("; ")) == sorted(
        each.replace("frame-ancestors 'none'", "frame-ancestors *") for each in strict.split("; ")
    )
    assert not framed.cookies


@pytest.mark.parametrize("address", ["/", "/p/hall1", "/browse/", "/embed", "/changes/"])
def test_no_other_page_may_be_framed(site, address) -> None:
    response = site.get(address)
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", FRAMES)
def test_a_frame_is_well_formed_has_its_language_and_opens_links_outside(site, address) -> None:
    response = site.get(address)
    assert response.status_code == 200
    assert faults(response.content.decode()) == []
    assert tree_of(response).get("lang") == ("en" if "lang=en" in address else "zh-Hans")
    assert one(response, ".//base").get("target") == "_top"
    assert "演示数据" in text_of(response) or "Demo data" in text_of(response)
    assert re.search(r"第 7 期|No\. 7|issue 7", text_of(response))


def test_the_list_needs_no_script_and_ends_at_its_limit(site) -> None:
    response = site.get("/embed/list?limit=3")
    assert not list(tree_of(response).iter("script"))
    assert len([link for link in links(response) if link.startswith("/p/")]) == 3
    assert "还有 7 处" in text_of(response)
    assert "/browse/370400" in links(response)


def test_english_frames_lead_to_english_pages(site) -> None:
    found = links(site.get("/embed/list?lang=en"))
    assert [link for link in found if link.startswith("/en/p/")]
    assert not [link for link in found if link.startswith("/p/")]


def test_region_and_trade_choose(site) -> None:
    found = links(site.get("/embed/list?region=370403&trade=bricklayer"))
    assert {link for link in found if link.startswith("/p/")} == {"/p/hall1", "/p/kerb1"}


def test_the_map_is_a_picture_where_no_script_runs(site) -> None:
    assert b'class="am-public"' in site.get("/embed/map?region=370403").content
    assert "/browse/370403" in links(site.get("/embed/map?region=370403"))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("region=999999", "region"), ("region=x", "region"), ("trade=nothing", "trade"),
        ("lang=fr", "lang"), ("theme=pink", "theme"), ("limit=0", "limit"), ("limit=x", "limit"),
    ],
)  # fmt: skip
def test_a_bad_parameter_is_refused(site, query, parameter) -> None:
    for address in ("/embed/list", "/embed/map", "/embed"):
        assert site.get(f"{address}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("trade=zz", "没有这个工种代码"),
        ("region=999999", "没有这个区划代码"),
        ("theme=pink", "auto | light | dark"),
        ("limit=x", "1 到 50 的整数"),
    ],
)
def test_a_refusal_fits_into_the_frame_and_says_what_is_allowed(site, query, said) -> None:
    response = site.get(f"/embed/list?{query}")
    text = text_of(response)
    assert query.partition("=")[0] in text
    assert said in text
    assert one(response, ".//base").get("target") == "_top"
    # No head, no search, no foot of the site: the frame is small.
    assert not list(tree_of(response).iter("form"))
    assert faults(response.content.decode()) == []


def test_a_refusal_is_in_the_language_of_the_frame(site) -> None:
    response = site.get("/embed/map?lang=en&region=999999", headers={"accept-language": "zh"})
    assert response.status_code == 400
    assert tree_of(response).get("lang") == "en"
    assert "There is no such region code" in text_of(response)


def test_a_frame_of_one_county_changes_the_map_of_no_other_page(site) -> None:
    """Its addresses stood in a dict that all pages of a process shared."""
    before = settings_in(site.get("/"))
    assert settings_in(site.get("/embed/map?region=370403"))["urls"]["points"].endswith("370403")
    assert before["urls"]["points"].endswith("370400")
    for address in ("/?region=370402", "/?lon=117.263&lat=34.795"):
        assert settings_in(site.get(address))["urls"] == before["urls"], address


def settings_in(response) -> dict:
    found = re.search(r'<script id="settings"[^>]*>(.*?)</script>', response.content.decode(), re.S)
    assert found
    return json.loads(found[1])


def test_a_map_of_a_whole_province_is_refused_and_its_list_is_not(site) -> None:
    assert site.get("/embed/map?region=370000").status_code == 400
    assert site.get("/embed/list?region=370000").status_code == 200


def test_a_limit_too_high_is_clamped(site) -> None:
    assert site.get("/embed/list?limit=5000").status_code == 200


def test_the_builder_gives_a_line_whose_address_answers(site) -> None:
    query = {"kind": "list", "region": "370403", "trade": "bricklayer", "lang": "en",
             "theme": "dark", "limit": "5", "height": "600"}  # fmt: skip
    response = site.get("/embed", query)
    line = one(response, ".//textarea").text or ""
    source = html.unescape(re.search(r'src="([^"]+)"', line)[1])  # type: ignore[index]
    assert 'height="600"' in line
    parts = urlsplit(source)
    assert (parts.scheme, parts.netloc) == ("http", "testserver")
    assert site.get(f"{parts.path}?{parts.query}").status_code == 200
    assert one(response, ".//iframe").get("src") == f"{parts.path}?{parts.query}"
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_the_builder_needs_no_script(site) -> None:
    tree = tree_of(site.get("/embed"))
    assert not [each for each in tree.iter("script") if each.get("type") != "application/ld+json"]
    assert site.get("/embed?height=9").status_code == 400


def test_a_hostile_name_stays_text(serve) -> None:
    client = serve([place("evil1", name=HOSTILE, address=HOSTILE, trades=(TradeAt("welder"),))])
    for address in ("/embed/list", "/embed/map", f"/embed/list?region={HOSTILE}"):
        assert "<script>alert" not in client.get(address).content.decode()


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", text))


def test_a_chosen_theme_has_the_colours_of_the_site() -> None:
    light, _, dark = (CSS / "variables.css").read_text().partition("prefers-color-scheme")
    embed = (CSS / "embed.css").read_text()
    assert colours(embed.partition("theme-dark")[2]) == colours(dark)
    chosen = colours(embed.partition("theme-light")[2].partition("theme-dark")[0])
    assert chosen == {name: colours(light)[name] for name in colours(dark)}

"""Each link hands its service coordinates in the datum that service reads."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.datum import bd09_to_wgs84, gcj02_to_wgs84
from maps import navigation

LON, LAT = 117.263, 34.797
METRE = 1.2e-5


def links(name: str = "薛城零工市场", mode: navigation.Mode = "walk"):
    return {link.code: link for link in navigation.links(LON, LAT, name, "枣庄市", mode)}


def query(url: str) -> dict[str, str]:
    return {
        key: values[0]
        for key, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()
    }


def test_amap_reads_gcj02_longitude_first() -> None:
    asked = query(links()["amap"].url)
    lon, lat, name = asked["to"].split(",")
    assert gcj02_to_wgs84(float(lon), float(lat)) == pytest.approx((LON, LAT), abs=METRE)
    assert abs(float(lon) - LON) > 0.004
    assert (name, asked["coordinate"], asked["mode"]) == ("薛城零工市场", "gaode", "walk")


def test_tencent_reads_gcj02_latitude_first() -> None:
    asked = query(links()["tencent"].url)
    lat, lon = (float(part) for part in asked["tocoord"].split(","))
    assert gcj02_to_wgs84(lon, lat) == pytest.approx((LON, LAT), abs=METRE)


def test_baidu_reads_bd09_latitude_first() -> None:
    asked = query(links()["baidu"].url)
    found = re.match(r"latlng:([\d.]+),([\d.]+)\|name:(.+)", asked["destination"])
    assert found is not None
    lat, lon = float(found[1]), float(found[2])
    assert bd09_to_wgs84(lon, lat) == pytest.approx((LON, LAT), abs=METRE)
    assert asked["coord_type"] == "bd09ll"
    assert asked["region"] == "枣庄市"


def test_geo_is_plain_wgs84() -> None:
    url = links()["geo"].url
    assert url.startswith("geo:34.797000,117.263000?q=34.797000,117.263000(")
    assert unquote(url).endswith("(薛城零工市场)")


def test_each_service_has_its_own_word_for_an_e_bike() -> None:
    found = links(mode="ebike")
    assert query(found["amap"].url)["mode"] == "ride"
    assert query(found["tencent"].url)["type"] == "bike"
    assert query(found["baidu"].url)["mode"] == "riding"


@given(st.text(max_size=80))
def test_no_name_breaks_out_of_its_field(name: str) -> None:
    for code, link in links(name).items():
        if code == "geo":
            assert link.url.count("(") == link.url.count(")") == 1
            continue
        asked = query(link.url)
        field = asked["to"] if code != "baidu" else asked["destination"]
        assert field.count(",") == {"amap": 2, "tencent": 0, "baidu": 1}[code]
        assert field.count("|") == (1 if code == "baidu" else 0)
        assert not re.search(r'[\s"<>]', link.url)

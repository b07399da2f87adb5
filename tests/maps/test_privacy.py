"""Where a person stands is nobody's business."""

from tests.maps.conftest import HERE


def test_an_answer_to_a_position_is_in_no_shared_cache(site) -> None:
    for path in ("/", "/en/", "/api/nearest"):
        said = site.get(path, {"lon": HERE["lon"], "lat": HERE["lat"]})["Cache-Control"]
        assert "private" in said
        assert "public" not in said
    assert "public" in site.get("/", {"region": "370403"})["Cache-Control"]
    assert "public" in site.get("/api/collections/markets/items")["Cache-Control"]


def test_even_the_page_for_a_foreign_host_has_the_policies(site) -> None:
    refused = site.get("/", headers={"host": "elsewhere.example"})

    assert refused.status_code == 400
    assert "default-src 'none'" in refused["Content-Security-Policy"]
    assert refused["X-Frame-Options"] == "DENY"

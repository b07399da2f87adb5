"""What the public is told about the site: the licence, who answers, where complaints go."""

from tests.maps.pages import links, one, text_of, tree_of


def test_the_licence_is_the_one_of_the_settings(site, settings) -> None:
    assert "CC-BY-4.0" in text_of(site.get("/licence"))
    settings.DATA_LICENCE, settings.DATA_LICENCE_URL = "Open-1.0", "https://example.gov.cn/open"
    response = site.get("/licence")
    assert "Open-1.0" in text_of(response)
    assert "https://example.gov.cn/open" in links(response)


def test_the_licence_says_how_to_name_the_source(site, settings) -> None:
    settings.PUBLIC_BASE_URL = "https://lg.example.gov.cn"
    assert "名录第 7 期" in text_of(site.get("/licence"))
    assert "https://lg.example.gov.cn" in text_of(site.get("/licence"))


def test_without_an_office_the_hotline_answers(site) -> None:
    response = site.get("/contact")
    assert "tel:12333" in links(response)
    assert "主办" not in text_of(response)


def test_the_office_of_the_settings_answers_for_the_site(site, settings) -> None:
    settings.CONTACT_OFFICE = "枣庄市公共就业和人才服务中心"
    settings.CONTACT_PHONE, settings.CONTACT_EMAIL = "0632-5550199", "office@example.gov.cn"
    response = site.get("/contact")
    assert "主办 枣庄市公共就业和人才服务中心" in text_of(response)
    assert {"tel:0632-5550199", "mailto:office@example.gov.cn"} <= set(links(response))


def test_each_county_has_its_office_and_its_line_for_complaints(site) -> None:
    response = site.get("/contact")
    rows = ["".join(each.itertext()).split() for each in tree_of(response).iter("tr")]
    counties = {row[0]: row for row in rows if row}
    assert "0632-5550100" in counties["薛城区"]
    assert "枣庄市公共就业和人才服务中心" in " ".join(counties["薛城区"])
    assert "峄城区" not in counties


def test_every_page_leads_to_licence_and_contact_and_says_its_publication(site) -> None:
    for address in ("/", "/p/hall1", "/browse/", "/changes/", "/embed"):
        response = site.get(address)
        assert {"/licence", "/contact", "/browse/", "/changes/"} <= set(links(response)), address
        assert "名录第 7 期 · 数据截至 11月20日（周五） 03:00" in text_of(response)


def test_every_page_has_a_title_and_a_description_for_those_who_share_it(site) -> None:
    for address in ("/", "/p/hall1", "/browse/370403", "/changes/", "/contact"):
        head = one(site.get(address), "head")
        said = {each.get("property"): each.get("content") for each in head.iter("meta")}
        assert (said["og:title"] or "").strip()
        assert (said["og:description"] or "").strip()
        assert (said["og:url"] or "").endswith(address)
        assert "og:image" not in said


def test_a_page_that_is_none_claims_no_address(site) -> None:
    head = one(site.get("/p/zzzz9"), "head")
    assert not [each for each in head.iter("link") if each.get("rel") == "canonical"]

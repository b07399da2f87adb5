"""The documents of the API hang together: every link answers, and every promise has an address."""

import json
from urllib.parse import urlsplit

import pytest

from maps.api import docs, documents
from maps.api.markets import QUERYABLES

# Files are made by a job, not by the publication.
BESIDE = ("/data/",)


def links(node) -> list[dict]:
    if isinstance(node, list):
        return [found for each in node for found in links(each)]
    if isinstance(node, dict):
        own = [node] if isinstance(node.get("href"), str) and "rel" in node else []
        return own + [found for each in node.values() for found in links(each)]
    return []


def test_every_link_leads_somewhere(site) -> None:
    seen, queue = set(), ["/api/"]
    while queue:
        address = queue.pop()
        if address in seen:
            continue
        seen.add(address)
        response = site.get(address)
        assert response.status_code == 200, (address, response.content[:200])
        if "json" not in response["Content-Type"]:
            continue
        for link in links(json.loads(response.content)):
            parts = urlsplit(link["href"])
            if parts.netloc != "testserver" or parts.path.startswith(BESIDE):
                continue
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.path == "/api/changes":
                target = "/api/changes?since=0"
            if parts.path.count("/") < 6:
                queue.append(target)
    assert len(seen) > 15


def test_links_say_what_they_lead_to(site) -> None:
    for link in links(json.loads(site.get("/api/collections").content)):
        path = urlsplit(link["href"])
        if path.netloc != "testserver" or path.path.startswith(BESIDE):
            continue
        response = site.get(f"{path.path}?{path.query}")
        assert response["Content-Type"].partition(";")[0] == link["type"].partition(";")[0]


def test_every_queryable_is_a_parameter_and_named_in_the_document(site) -> None:
    said = docs.openapi()["paths"]["/api/collections/markets/items"]["get"]["parameters"]
    names = {each["name"] for each in said}
    assert names >= QUERYABLES.keys()
    listed = json.loads(site.get("/api/collections/markets/queryables").content)["properties"]
    assert listed.keys() - {"geometry"} == QUERYABLES.keys()


def test_the_document_has_no_operation_twice_and_no_security() -> None:
    operations = [op for path in docs.openapi()["paths"].values() for op in path.values()]
    ids = [each["operationId"] for each in operations]
    assert len(set(ids)) == len(ids)
    assert not any("security" in each for each in operations)
    assert docs.openapi()["openapi"].startswith("3.0")


def test_an_unchanged_document_is_not_sent_again(site) -> None:
    for address in ("/api/", "/api/collections", "/api/openapi.json"):
        first = site.get(address)
        again = site.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert first["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in first


def test_only_what_holds_is_claimed() -> None:
    claimed = set(documents.CONFORMS_TO)
    assert len(claimed) == len(documents.CONFORMS_TO)
    for absent in ("accent-insensitive", "arithmetic", "functions", "property-property"):
        assert not any(each.endswith(f"/{absent}") for each in claimed)


def test_a_list_of_numbers_has_one_of_the_lengths_that_are_read() -> None:
    said = docs.openapi()["paths"]["/api/collections/markets/items"]["get"]["parameters"]
    schema = next(each["schema"] for each in said if each["name"] == "bbox")
    lengths = {(each["minItems"], each["maxItems"]) for each in schema["oneOf"]}
    assert lengths == {(4, 4), (6, 6)}


def test_every_status_that_is_answered_is_in_the_document(site) -> None:
    said = docs.openapi()["paths"]
    for path, methods in said.items():
        statuses = methods["get"]["responses"].keys()
        assert {"200", "304", "400", "429", "503"} <= statuses
        assert ("406" in statuses) == (path not in ("/api/nearest", "/api/changes"))
    assert "302" in said["/api/collections/markets/items/{feature_id}"]["get"]["responses"]


def test_every_text_of_the_document_is_there_in_both_languages() -> None:
    texts = [
        text
        for methods in docs.openapi()["paths"].values()
        for operation in methods.values()
        for text in (
            operation["summary"],
            *(each["description"] for each in operation["parameters"] if each["in"] == "query"),
        )
    ]
    assert [text for text in texts if len(text.split(" · ")) != 2] == []


def test_one_answer_is_the_same_whatever_language_is_asked_for(site) -> None:
    address = "/api/collections/markets/items/hall1"
    chinese, english = (
        site.get(address, headers={"accept-language": each}) for each in ("zh", "en")
    )
    assert chinese["ETag"] == english["ETag"]
    assert chinese.content == english.content


def test_hostile_names_are_escaped_in_pages(serve) -> None:
    from tests.publications import place

    bad = "<script>alert(1)</script>"
    client = serve((place("bad1", name=bad, address=bad),))
    for address in ("items", "items/bad1"):
        body = client.get(f"/api/collections/markets/{address}?f=html").content.decode()
        assert bad not in body
        assert "&lt;script&gt;" in body


@pytest.mark.parametrize("query", ["properties=", "properties=name", "limit=1&offset=9999"])
def test_a_page_shows_only_what_was_asked_for(site, query: str) -> None:
    for collection in ("markets", "events", "regions"):
        response = site.get(f"/api/collections/{collection}/items?f=html&{query}")
        assert response.status_code == 200
        assert ("<td>公共" in response.content.decode()) is False

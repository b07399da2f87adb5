"""Files over HTTP: whole, in part, unchanged, gone, on their way; never through the database."""

import gzip
import json

import pytest

from directory import publication
from directory.opendata import files, shelf
from directory.opendata.index import Index

PROBLEM = "application/problem+json"


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def contents(written) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in written}


@pytest.mark.parametrize("name", files.ALL)
def test_every_file_is_sent_as_it_lies_there(shop, entry, contents, name) -> None:
    response = shop.get(f"/data/7/{name}")
    assert response.status_code == 200
    assert body(response) == contents[name]
    assert response["ETag"] == f'"{entry.file(name).sha256}"'
    assert response["Content-Length"] == str(len(contents[name]))
    assert response["Content-Type"] == files.media_type(name)
    assert response["Last-Modified"] == "Thu, 19 Nov 2026 19:00:00 GMT"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Access-Control-Allow-Origin"] == "*"
    for header in ("Content-Range", "ETag", "Accept-Ranges", "Content-Length"):
        assert header in response["Access-Control-Expose-Headers"]
    assert response["Repr-Digest"].startswith("sha-256=:")
    if name in files.DATA:
        stem, _, suffix = name.partition(".")
        said = f'attachment; filename="linggong-demo-{stem}-7.{suffix}"'
        assert response["Content-Disposition"] == said


@pytest.mark.parametrize("name", [files.PMTILES, files.CSV])
def test_head_says_the_same_without_the_bytes(shop, name) -> None:
    whole, head = shop.get(f"/data/7/{name}"), shop.head(f"/data/7/{name}")
    assert (head.status_code, body(head)) == (200, b"")
    body(whole)
    for header in ("ETag", "Content-Length", "Content-Type", "Accept-Ranges", "Last-Modified"):
        assert head[header] == whole[header]


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [("bytes=0-6", 0, 6), ("bytes=100-", 100, None), ("bytes=-50", -50, None)],
)
def test_a_part_is_sent_as_a_part(shop, contents, header, first, last) -> None:
    wanted = contents[files.PMTILES]
    response = shop.get(
        f"/data/7/{files.PMTILES}", headers={"range": header, "accept-encoding": "gzip, br"}
    )
    part = wanted[first : None if last is None else last + 1]
    assert response.status_code == 206
    assert body(response) == part
    assert response["Content-Length"] == str(len(part))
    start = first % len(wanted)
    assert response["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(wanted)}"
    assert not response.has_header("Content-Encoding")


def test_parts_put_together_are_the_whole(shop, contents) -> None:
    wanted, got = contents[files.FGB], b""
    while len(got) < len(wanted):
        header = f"bytes={len(got)}-{len(got) + 999}"
        got += body(shop.get(f"/data/7/{files.FGB}", headers={"range": header}))
    assert got == wanted


def test_a_part_beyond_the_end_is_refused_with_the_length(shop, contents) -> None:
    response = shop.get(f"/data/7/{files.CSV}", headers={"range": "bytes=99999999-"})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(contents[files.CSV])}"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("header", ["bytes=5-2", "lines=1-2", "bytes=0-1,3-4", "bytes=x-"])
def test_a_range_that_makes_no_sense_gets_the_whole(shop, contents, header) -> None:
    response = shop.get(f"/data/7/{files.FGB}", headers={"range": header})
    assert (response.status_code, body(response)) == (200, contents[files.FGB])


def test_if_range_holds_only_for_this_very_file(shop, entry) -> None:
    tag = f'"{entry.file(files.FGB).sha256}"'
    for condition, status in (
        (tag, 206),
        ('"another"', 200),
        (f"W/{tag}", 200),
        ("Thu, 19 Nov 2026 19:00:00 GMT", 206),
        ("Thu, 19 Nov 2026 18:00:00 GMT", 200),
        ("nonsense", 200),
    ):
        headers = {"range": "bytes=0-9", "if-range": condition}
        response = shop.get(f"/data/7/{files.FGB}", headers=headers)
        assert response.status_code == status, condition
        body(response)


def test_what_a_reader_has_is_not_sent_again(shop, entry) -> None:
    tag = f'"{entry.file(files.GPKG).sha256}"'
    for headers in (
        {"if-none-match": tag},
        {"if-none-match": f'"x", W/{tag}'},
        {"if-none-match": tag, "range": "bytes=0-5"},
        {"if-modified-since": "Thu, 19 Nov 2026 19:00:00 GMT"},
    ):
        response = shop.get(f"/data/7/{files.GPKG}", headers=headers)
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == tag
    assert shop.get(f"/data/7/{files.GPKG}", headers={"if-match": '"x"'}).status_code == 412


@pytest.mark.parametrize("name", files.COMPRESSED)
def test_text_is_sent_compressed_as_it_was_kept(shop, entry, contents, name) -> None:
    response = shop.get(f"/data/7/{name}", headers={"accept-encoding": "br, gzip;q=0.8"})
    packed = body(response)
    assert response["Content-Encoding"] == "gzip"
    assert packed == contents[name + files.GZIP]
    assert gzip.decompress(packed) == contents[name]
    assert response["ETag"] == f'"{entry.file(name + files.GZIP).sha256}"'
    assert "Accept-Encoding" in response["Vary"]
    refused = shop.get(f"/data/7/{name}", headers={"accept-encoding": "gzip;q=0"})
    assert body(refused) == contents[name]
    part = shop.get(f"/data/7/{name}", headers={"accept-encoding": "gzip", "range": "bytes=3-9"})
    assert body(part) == contents[name][3:10]


@pytest.mark.parametrize("name", [files.CSV, files.PMTILES])
def test_latest_leads_to_the_address_that_stays(shop, name) -> None:
    response = shop.get(f"/data/latest/{name}")
    assert (response.status_code, response["Location"]) == (302, f"/data/7/{name}")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "max-age=30" in response["Cache-Control"]


def test_browsers_of_other_origins_may_ask_for_parts(shop) -> None:
    response = shop.options(f"/data/7/{files.PMTILES}")
    assert "Range" in response["Access-Control-Allow-Headers"]
    assert "GET" in response["Access-Control-Allow-Methods"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("number", [6, 4])
@pytest.mark.parametrize("name", [files.CSV, files.SUMS])
def test_a_publication_whose_files_are_not_kept_says_which_are_nearest(shop, number, name) -> None:
    response = shop.get(f"/data/{number}/{name}")
    assert (response.status_code, response["Content-Type"]) == (410, PROBLEM)
    said = json.loads(response.content)
    assert (said["publication"], said["checksum"]) == (number, str(number) * 64)
    assert said["published"].startswith("2026-11-1")
    near = [each["publication"] for each in said["nearest"]]
    assert near == ([5, 7] if number == 6 else [5])
    for each in said["nearest"]:
        assert shop.get(each["href"]).status_code == 200


def test_somebody_with_a_browser_gets_a_page_instead(shop) -> None:
    for address in ("/data/6/markets.csv", "/data/6/", "/en/data/6/"):
        response = shop.get(address, headers={"accept": "text/html,*/*"})
        assert response.status_code == 410
        text = response.content.decode()
        assert "6" * 64 in text
        assert "/data/5/" in text
        assert "/data/7/" in text


@pytest.mark.parametrize("address", ["/data/3/markets.csv", "/data/99/markets.csv"])
def test_a_number_that_never_was_is_not_found(shop, address) -> None:
    response = shop.get(address)
    assert response.status_code == 404
    assert json.loads(response.content)["type"].endswith("unknown-publication")


@pytest.mark.parametrize("name", ["markets.shp", "index", "markets.xlsx.gz", "markets.csv.gz.gz"])
def test_a_file_that_no_publication_has_is_not_found(shop, name) -> None:
    response = shop.get(f"/data/7/{name}")
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)


def test_the_standing_publication_is_on_its_way_until_its_files_are_there(site, place) -> None:
    for address in ("/data/7/markets.csv", "/data/latest/markets.csv"):
        response = site.get(address)
        assert (response.status_code, response["Content-Type"]) == (503, PROBLEM)
        assert response["Retry-After"]


def test_a_file_that_the_storage_has_lost_or_cut_short_is_not_sent(shop, place, caplog) -> None:
    (place / "7" / files.FGB).unlink()
    (place / "7" / files.GPKG).write_bytes(b"half")
    for name in (files.FGB, files.GPKG):
        assert shop.get(f"/data/7/{name}").status_code == 503
    assert "cannot be read" in caplog.text
    assert "has 4 bytes" in caplog.text


def test_files_are_sent_where_nothing_else_can_be_served(site, entry, contents) -> None:
    with publication.use(None):
        response = site.get(f"/data/7/{files.CSV}")
        assert body(response) == contents[files.CSV]
        assert site.get("/data/99/markets.csv").status_code == 404


def test_only_reading_is_allowed(shop) -> None:
    response = shop.post(f"/data/7/{files.CSV}")
    assert (response.status_code, response["Content-Type"]) == (405, PROBLEM)


def test_the_list_for_machines_names_every_kept_file(shop, contents) -> None:
    response = shop.get("/data/index.json")
    said = json.loads(response.content)["publications"]
    assert [each["publication"] for each in said] == [7, 5]
    for file in said[0]["files"]:
        answer = shop.get(file["href"])
        assert len(body(answer)) == file["bytes"]
        assert answer["ETag"] == f'"{file["sha256"]}"'


def test_a_newer_index_is_seen_within_seconds(shop, entry, monkeypatch) -> None:
    assert shop.get("/data/latest/markets.csv")["Location"] == "/data/7/markets.csv"
    monkeypatch.setattr(shelf, "LOOK_SECONDS", 0)
    shelf.save_index(Index(shelf.index().entries[2:]))
    assert shop.get("/data/latest/markets.csv")["Location"] == "/data/5/markets.csv"


@pytest.mark.parametrize("header", ["", "bytes=10-900"])
def test_a_large_part_is_sent_block_by_block(shop, contents, monkeypatch, header) -> None:
    monkeypatch.setattr("maps.downloads.AT_ONCE_BYTES", 0)
    monkeypatch.setattr("maps.downloads._BLOCK", 64)
    headers = {"range": header} if header else {}
    response = shop.get(f"/data/7/{files.FGB}", headers=headers | {"accept-encoding": "gzip"})
    assert response.streaming
    assert not response.has_header("Content-Encoding")
    wanted = contents[files.FGB]
    assert body(response) == (wanted[10:901] if header else wanted)

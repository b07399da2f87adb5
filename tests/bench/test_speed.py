"""The pure parts of `make bench`; nothing here is timed."""

import dataclasses
import gzip
import json
import zlib
from xml.etree import ElementTree

import brotli
import pytest

from bench.peers import columns
from bench.speed import asking, figures, limit, questions, stage
from directory.records import PlaceRecord

RESULTS = {
    "places": 100, "rounds": 2, "seconds": 1, "cores": 2, "load": 0.5,
    "memory_mb": {figures.OURS: 200},
    "kinds": {
        "nearest": {
            "checked": "the same in 2 questions",
            "rates": {figures.OURS: [200.0, 400.0], figures.DRF: [1.0, 2.5]},
            "bytes": {figures.OURS: 10, figures.DRF: 9},
            "browser": {
                "rates": {figures.OURS: [60.0, 90.0], figures.DRF: [1.0, 1.0]},
                "bytes": {figures.OURS: 4, figures.DRF: 9},
            },
        },
        "tile": {
            "checked": "the same in 2 questions",
            "rates": {figures.OURS: [20.0, 20.0], figures.DRF: [1.0, 1.0]},
            "bytes": {},
        },
        "filtered": {"checked": "drf-gis 9 places, ours 10"},
    },
}  # fmt: skip


def test_a_ratio_is_the_median_of_rounds_run_side_by_side():
    assert figures.ratio([10, 90, 30], [1, 3, 2]) == figures.Ratio(15, 10, 30)


def test_the_table_says_which_bars_are_met_missed_and_not_measured():
    said = figures.document(RESULTS)
    assert "| nearest | drf-gis | 150 | 180 (160–200) | met | 75 (60–90) | **not met** |" in said
    assert "| tile | drf-gis | 25 | 20 (20–20) | **not met** | – | not measured |" in said
    assert "| filtered | drf-gis | 150 | – | not measured | – | not measured |" in said
    assert "- filtered: drf-gis 9 places, ours 10" in said


def test_what_a_browser_is_sent_has_rates_and_bytes_of_its_own():
    plain, browser = figures.document(RESULTS).split("as a browser asks, `gzip, deflate, br`")
    assert "| nearest | 300 | 1.75 | 2 |" in plain
    assert "| nearest | 10 | 9 |" in plain
    assert "| nearest | 75 | 1 | 2 |" in browser
    assert "| nearest | 4 | 9 |" in browser


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("", bytes), ("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress)],
)
def test_an_answer_is_read_however_it_is_packed(coding, pack):
    assert asking.unpacked(pack(b"[1, 2]"), coding) == b"[1, 2]"


def test_an_answer_in_a_coding_that_nobody_asked_for_is_an_error():
    with pytest.raises(asking.Unpackable, match="zstd"):
        asking.unpacked(b"", "zstd")


def test_a_side_is_asked_only_what_it_offers():
    q = questions.make([(117.3, 34.8)], ["welder"], "2026-11-27", 7, 1, 0.5)[0]
    offered = {
        side: [kind for kind in questions.KINDS if asking.path_of(side, kind, q)]
        for side in figures.SIDES
        if side != figures.PGBENCH
    }
    assert offered.pop(figures.TIPG) == ["bbox", "tile", "directory"]
    assert offered.pop(figures.PYGEOAPI) == ["bbox", "directory"]
    assert set(map(tuple, offered.values())) == {questions.KINDS}


def test_the_limit_has_a_file_for_each_question_and_a_packed_one_beside_it(tmp_path):
    limit.keep(tmp_path, "tile", [b"one", b"two"], [b"small", None])
    home = tmp_path / "limit" / "answers" / "tile"
    said = {path.name: path.read_bytes() for path in home.iterdir()}
    assert said == {"0": b"one", "0.gz": b"small", "1": b"two"}


def test_the_peers_say_everything_that_a_record_says():
    said = {field.name for field in dataclasses.fields(PlaceRecord)} - {"id", "lon", "lat"}
    assert set(columns.PROPERTIES) == said


def test_growth_is_told_from_the_smallest_to_the_largest_and_gaps_are_shown():
    def size(places, us):
        return {"places": places, "open_s": 0.5, "kinds": {"nearest": {"us": us, "worst_us": 900}}}

    said = "\n".join(figures.growth({"100": size(90, 300.0), "10": size(9, 200.0)}))
    assert "| nearest | 200 (900) | 300 (900) | 1.5× | 2× |" in said
    assert "| nobody open | – | – | – | 5000 µs |" in said
    assert "| processor seconds to open and warm | 0.5 | 0.5 | | |" in said
    assert figures.growth(None) == []


def test_the_finders_page_is_told_in_pages_a_second():
    page = {"good_rate": 1234.5, "p99_ms": 60.0, "errors": 2.0}
    said = figures.finder_page({"places": 9, "pages": {"a kept page, plain": page}})
    assert "| a kept page, plain | 1234 | 2 | 60 |" in said
    assert figures.finder_page(None) == []


def test_the_drawing_is_readable_xml():
    ElementTree.fromstring(figures.drawing(RESULTS["kinds"]))


def test_the_document_says_what_the_results_say():
    results = stage.ROOT / "bench" / "results.json"
    if results.exists():
        said = (stage.ROOT / "docs" / "performance.md").read_text()
        assert said == figures.document(json.loads(results.read_text()))


@pytest.mark.parametrize("address", ["http://10.0.0.1:8160", "https://example.org/", "nowhere"])
def test_no_address_beyond_this_machine_is_loaded(address):
    with pytest.raises(questions.Refused, match="only addresses of this machine"):
        questions.must_be_loopback(address)
    assert questions.must_be_loopback("http://127.0.0.1:8160")


def test_questions_are_many_and_the_same_for_the_same_seed():
    def made():
        return questions.make([(117.3, 34.8)], ["welder"], "2026-11-27", 7, 500, 0.5)

    assert made() == made()
    assert len({(q.lon, q.lat) for q in made()}) == 500
    assert questions.tile_of(117.3, 34.8) == (845, 406)


def test_answers_may_differ_only_among_equals_at_the_edge():
    ours = [("a", 10.0), ("b", 1000.0)]
    assert questions.alike(ours, [("a", 10.0), ("c", 1002.0)])
    assert not questions.alike(ours, [("b", 1000.0), ("c", 1002.0)])
    assert not questions.alike(ours, [("a", 10.0)])

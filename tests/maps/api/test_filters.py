"""CQL2: a filter finds what somebody finds who reads every record."""

import datetime as dt
import json
from urllib.parse import quote

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.publication import Snapshot
from directory.records import PlaceRecord
from maps.api import filter as filters
from maps.api.layers_of import layer
from tests.publications import PLACES

ITEMS = "/api/collections/markets/items"
TEXTS = ("name", "nature", "form", "region", "town", "hours")
WORDS = sorted({getattr(place, name) for place in PLACES for name in TEXTS} | {"", "零", "370403"})
TRADES = ("bricklayer", "carpenter", "labourer", "cleaner", "welder", "astronaut")


def newest(place: PlaceRecord) -> dt.date | None:
    return max((each.on for each in place.confirmed), default=None)


def value(place: PlaceRecord, name: str):
    """None where nothing is recorded."""
    if name == "confirmed_on":
        return newest(place)
    found = getattr(place, name)
    return None if found == "" else found


COMPARE = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def holds(place: PlaceRecord, node: dict) -> bool | None:
    """SQL's three values, read off one record; None: unknown."""
    op, args = node["op"], node["args"]
    if op == "not":
        found = holds(place, args[0])
        return None if found is None else not found
    if op in ("and", "or"):
        found = [holds(place, each) for each in args]
        decided = op == "or"
        return decided if decided in found else None if None in found else not decided
    if op == "isNull":
        return value(place, args[0]["property"]) is None
    if op == "s_intersects":
        return shapely.box(*args[1]["bbox"]).covers(shapely.Point(place.lon, place.lat))
    if op.startswith("a_"):
        held, asked = {trade.code for trade in place.trades}, set(args[1])
        return {
            "a_contains": asked <= held,
            "a_containedBy": held <= asked,
            "a_equals": held == asked,
            "a_overlaps": bool(held & asked),
        }[op]
    mine = value(place, args[0]["property"])
    if mine is None:
        return None
    if op == "in":
        return mine in args[1]
    if op == "between":
        return args[1] <= mine <= args[2]
    if op == "like":
        return like(mine, args[1])
    other = args[1]
    other = dt.date.fromisoformat(other["date"]) if isinstance(other, dict) else other
    return COMPARE[op](mine, other)


def like(text: str, pattern: str) -> bool:
    if not pattern:
        return not text
    if pattern[0] == "%":
        return any(like(text[at:], pattern[1:]) for at in range(len(text) + 1))
    return bool(text) and pattern[0] in ("_", text[0]) and like(text[1:], pattern[1:])


def prop(name: str) -> dict:
    return {"property": name}


texts = st.sampled_from(WORDS)
order = st.sampled_from(sorted(COMPARE))
days = st.dates(dt.date(2026, 10, 25), dt.date(2026, 11, 10))
corner = st.tuples(st.floats(116.5, 118), st.floats(34, 35.5))
patterns = st.lists(st.sampled_from(["%", "_", "零", "工", "市场", "聚集点", "薛城"]), max_size=4)
leaves = st.one_of(
    st.builds(
        lambda op, n, t: {"op": op, "args": [prop(n), t]}, order, st.sampled_from(TEXTS), texts
    ),
    st.builds(
        lambda op, n: {"op": op, "args": [prop("accuracy_m"), n]}, order, st.integers(10, 30)
    ),
    st.builds(
        lambda a, b: {"op": "between", "args": [prop("accuracy_m"), a, b]},
        st.integers(0, 25),
        st.integers(15, 40),
    ),
    st.builds(
        lambda op, d: {"op": op, "args": [prop("confirmed_on"), {"date": d.isoformat()}]},
        order,
        days,
    ),
    st.builds(
        lambda op, b: {"op": op, "args": [prop("free"), b]},
        st.sampled_from(["=", "<>"]),
        st.booleans(),
    ),
    st.builds(
        lambda n: {"op": "isNull", "args": [prop(n)]},
        st.sampled_from([*TEXTS, "free", "confirmed_on"]),
    ),
    st.builds(
        lambda n, t: {"op": "in", "args": [prop(n), t]},
        st.sampled_from(TEXTS),
        st.lists(texts, min_size=1, max_size=4),
    ),
    st.builds(lambda p: {"op": "like", "args": [prop("name"), "".join(p)]}, patterns),
    st.builds(
        lambda op, codes: {"op": op, "args": [prop("trades"), codes]},
        st.sampled_from(["a_contains", "a_containedBy", "a_equals", "a_overlaps"]),
        st.lists(st.sampled_from(TRADES), min_size=1, max_size=3, unique=True),
    ),
    st.builds(
        lambda a, b: {
            "op": "s_intersects",
            "args": [
                prop("geometry"),
                {"bbox": [min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])]},
            ],
        },
        corner,
        corner,
    ),
)
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda each: {"op": "not", "args": [each]}, inner),
        st.builds(
            lambda op, some: {"op": op, "args": some},
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=6,
)


@given(expression=expressions)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_filter_finds_what_reading_every_record_finds(
    published: Snapshot, expression: dict
) -> None:
    parsed = filters.parse(json.dumps(expression), "cql2-json")
    mask = filters.mask(layer(published, "markets"), parsed)
    found = {published.id_at(row) for row in mask.nonzero()[0].tolist()}
    assert found == {place.id for place in PLACES if holds(place, expression) is True}


def ids(site, text: str, **more: str) -> set[str]:
    response = site.get(ITEMS, {"filter": text} | more)
    assert response.status_code == 200, response.content.decode()
    return {each["id"] for each in json.loads(response.content)["features"]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("nature = 'commercial'", {"zones1"}),
        ("NOT free", {"zones1"}),
        ("CASEI(name) LIKE CASEI('%通宵%')", {"night1"}),
        ("A_CONTAINS(trades, ('bricklayer', 'carpenter'))", {"hall1"}),
        ("T_AFTER(confirmed_on, DATE('2026-11-01'))", {"hall1"}),
        ("T_DURING(confirmed_on, INTERVAL('2026-11-01', '..'))", {"hall1"}),
        ("T_BEFORE(confirmed_on, DATE('2026-11-01'))", set()),
        ("S_WITHIN(geometry, POLYGON((117.1 35, 117.2 35, 117.2 36, 117.1 35)))", {"zones1"}),
        ("S_INTERSECTS(POINT(117.24 34.78), geometry)", {"night1"}),
        ("region = '370481' OR town = '陶庄镇'", {"zones1", "nohrs1"}),
        ("geometry IS NULL", set()),
        ("geometry IS NOT NULL AND nature = 'commercial'", {"zones1"}),
    ],
)  # fmt: skip
def test_cql2_text(site, text: str, wanted: set[str]) -> None:
    assert ids(site, text) == wanted


def test_coordinates_of_a_filter_are_in_the_system_it_names(site) -> None:
    swapped = "S_INTERSECTS(geometry, BBOX(34.7, 117.2, 34.9, 117.3))"
    uri = "http://www.opengis.net/def/crs/EPSG/0/4326"
    plain = ids(site, "S_INTERSECTS(geometry, BBOX(117.2, 34.7, 117.3, 34.9))")
    assert plain == {"hall1", "kerb1", "after1", "night1"}
    assert ids(site, swapped, **{"filter-crs": uri}) == plain


def test_the_events_are_asked_by_their_time(site) -> None:
    root = "/api/collections/events/items"
    every = json.loads(site.get(root).content)["features"]
    assert every
    starts = every[0]["properties"]["starts"]
    asked = {"filter": f"starts <= TIMESTAMP('{starts}')"}
    found = json.loads(site.get(root, asked).content)["features"]
    assert every[0]["id"] in {each["id"] for each in found}
    inside = {"filter": f"T_INTERSECTS(INTERVAL(starts, ends), TIMESTAMP('{starts}'))"}
    assert every[0]["id"] in {
        each["id"] for each in json.loads(site.get(root, inside).content)["features"]
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 'red'", "colour"),
        ("name > 5", "name"),
        ("accuracy_m = 'near'", "accuracy_m"),
        ("trades = 'bricklayer'", "trades"),
        ("f(name) = 'x'", "f"),
        ("nature =", "第 1 行第 9 个字"),
        ("geometry = 5", "S_INTERSECTS"),
        ("S_INTERSECTS(geometry, POINT(34.8 117.3))", "轴序"),
        ("S_INTERSECTS(geometry, BBOX(34, 117, 35, 118))", "轴序"),
        ("S_INTERSECTS(name, POINT(1 2))", "geometry"),
        ("S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", ""),
        ("confirmed_on > DATE('2026-13-01')", ""),
        ("accuracy_m < 1e999", "inf"),
        ("accuracy_m IN (1, -1e999)", "inf"),
        ("S_INTERSECTS(geometry, POINT(1e999 2))", ""),
    ],
)
def test_a_filter_that_cannot_be_answered_says_why(site, text: str, named: str) -> None:
    response = site.get(f"{ITEMS}?filter={quote(text)}")
    body = json.loads(response.content)
    assert (response.status_code, body["parameter"]) == (400, "filter")
    assert named in body["detail"] + body["value"] + body["allowed"]


def test_json_that_says_a_number_beyond_all_numbers_is_refused_too(site) -> None:
    text = '{"op":"<","args":[{"property":"accuracy_m"},1e999]}'
    response = site.get(ITEMS, {"filter": text, "filter-lang": "cql2-json"})
    assert response.status_code == 400
    assert json.loads(response.content)["parameter"] == "filter"


def test_what_has_no_geometry_is_found_by_saying_so(site) -> None:
    root = "/api/collections/regions/items"
    found = json.loads(site.get(root, {"filter": "geometry IS NULL"}).content)["features"]
    assert found
    assert all(each["geometry"] is None for each in found)


@pytest.mark.parametrize("text", ['{"op": "="}', "{}"])
def test_json_that_is_no_filter_is_said_to_be_none(site, text: str) -> None:
    response = site.get(ITEMS, {"filter": text, "filter-lang": "cql2-json"})
    body = json.loads(response.content)
    assert response.status_code == 400
    assert body["detail"] == "filter 不是 CQL2 JSON 的写法。"

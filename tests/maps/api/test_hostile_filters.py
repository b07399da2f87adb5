"""Filters made to hurt: each is refused before it reaches a parser that could fall over it."""

import json
import subprocess
import sys

import pytest

from maps.api import filter_limits
from maps.readers import BadParameter
from tests.house.sources import ROOT

MANY = 20_000
HOSTILE = {
    "brackets": ("cql2-text", "(" * 1600 + "free" + ")" * 1600),
    "many brackets": ("cql2-text", "(" * MANY),
    "nots": ("cql2-text", "NOT " * 1600 + "free"),
    "minus": ("cql2-text", "accuracy_m > " + "- " * 1600 + "1"),
    "ands": ("cql2-text", " AND ".join(["free"] * 1500)),
    "functions": ("cql2-text", "CASEI(" * 500 + "name" + ")" * 500 + " = 'x'"),
    "quotes": ("cql2-text", "name = '" + "''" * MANY),
    "open quote": ("cql2-text", "name = 'a" + "(" * 3000),
    "points": ("cql2-text", "S_INTERSECTS(geometry, LINESTRING(" + "1 2, " * 900 + "3 4))"),
    "nested lists": ("cql2-json", "[" * 1600 + "]" * 1600),
    "nested objects": ("cql2-json", '{"op":"not","args":[' * 800 + "true" + "]}" * 800),
    "long": ("cql2-json", '{"op":"=","args":[{"property":"accuracy_m"},' + "9" * 7000 + "]}"),
    "nan": ("cql2-json", '{"op":"=","args":[{"property":"accuracy_m"},NaN]}'),
    "surrogate": ("cql2-json", '{"op":"=","args":[{"property":"name"},"\\ud800"]}'),
    "null byte": ("cql2-text", "name = 'a\0b'"),
    "percents": ("cql2-text", "name LIKE '" + "%a" * 90 + "%b'"),
    "empty": ("cql2-text", "  "),
    # The parser would read a text in the JSON as CQL2 text.
    "text in json": ("cql2-json", json.dumps("(" * 1600 + "free" + ")" * 1600)),
    "escaped quote": ("cql2-text", "name = '\\''" + "(" * 3900 + "'"),
}  # fmt: skip

# In a process of its own: what must not happen here would end this one.
_ASK = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
import django
django.setup()
from maps.api import filter as filters
from maps.readers import BadParameter
for line in sys.stdin:
    name, (language, text) = json.loads(line)
    try:
        filters.parse(text, language)
        print(name, "parsed", flush=True)
    except BadParameter as error:
        print(name, "refused", error.parameter, flush=True)
"""


def test_no_filter_ends_the_process() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", _ASK],
        input="".join(json.dumps(each) + "\n" for each in HOSTILE.items()),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    said = asked.stdout.splitlines()
    assert asked.returncode == 0, (said[-1:], asked.stderr[-500:])
    assert [line.split(" refused ")[0].split(" parsed")[0] for line in said] == list(HOSTILE)
    assert all(line.endswith((" parsed", " refused filter")) for line in said)
    assert "brackets refused filter" in said


def test_nesting_is_refused_before_anything_parses_it() -> None:
    for depth in (filter_limits.DEPTH, filter_limits.DEPTH + 1):
        text = "(" * depth + "free" + ")" * depth
        if depth <= filter_limits.DEPTH:
            filter_limits.check_text(text)
        else:
            with pytest.raises(BadParameter, match="filter"):
                filter_limits.check_text(text)


def test_brackets_within_a_text_do_not_count() -> None:
    filter_limits.check_text("name = '" + "(" * 100 + "'")


def test_a_pattern_with_many_wildcards_is_quick_and_right(site) -> None:
    text = "name LIKE '" + "%市" * 60 + "%'"
    body = json.loads(site.get("/api/collections/markets/items", {"filter": text}).content)
    assert body["numberMatched"] == 0

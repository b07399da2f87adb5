"""The compiled finder's page is, byte for byte, what Django's engine makes of its templates."""

import datetime as dt
import random

import pytest
from django.template import Context, Engine, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from directory import publication
from maps import finder_page, params
from maps.compiled import pages
from maps.compiled.expressions import CannotCompileError
from maps.context import site
from maps.readers import BadParameter
from maps.strings import strings
from tests.publications import PLACES, place, sample

NASTY = '</script><b class="x">\'&amp;%(n)s{{ x }}'
TYPED = ("", "薛城", "xcq", "台儿庄 瓦工", "nowhere", "鲁班", "枣庄", "薛城区 100号", NASTY[:60])
REGIONS = ("", "370403", "370400", "370405", "370403001")
TRADES = ("", "", "bricklayer", "瓦匠", "welder", "astronaut", "<b>")
MOMENTS = ("", "", "now", "tomorrow 05:00", "2026-11-24T05:00", "2026-11-23T09:00", "today 23:30")


def question(dice: random.Random) -> dict[str, str]:
    """Positions most often, in the middle of the places, between them and far away."""
    asked = {
        "trade": dice.choice(TRADES),
        "at": dice.choice(MOMENTS),
        "mode": dice.choice(("", "walk", "ebike")),
        "more": dice.choice(("", "", "1", "20", "100")),
    }
    kind = dice.random()
    if kind < 0.7:
        spread = dice.choice((0.02, 0.3, 8.0))
        asked["lon"] = f"{117.4 + dice.uniform(-spread, spread):.5f}"
        asked["lat"] = f"{34.8 + dice.uniform(-spread, spread) / 2:.5f}"
        asked["datum"] = dice.choice(("", "gcj02", "bd09"))
    elif kind < 0.85:
        asked["q"] = dice.choice(TYPED)
    else:
        asked["region"] = dice.choice(REGIONS)
    return {name: value for name, value in asked.items() if value}


def both(snapshot, asked: dict[str, str], language: str, large: bool) -> tuple[str, str]:
    """The page by Django's engine and compiled, of one context."""
    path = finder_page.ENGLISH_PATH if language == "en" else finder_page.CHINESE_PATH
    request = RequestFactory().get(path, asked)
    request.resolver_match = resolve(path)
    if large:
        request.COOKIES["size"] = "xl"
    now = dt.datetime(2026, 11, 24, 4, 20)
    page = finder_page.context(snapshot, params.finder(request.GET, now), now)
    expected = render_to_string(finder_page.TEMPLATE, page, request)
    made = pages.page(finder_page.TEMPLATE, language, strings)
    return made({**page, **site(request)}), expected


@pytest.mark.parametrize(("language", "questions"), [("zh-hans", 100), ("en", 50)])
def test_whatever_is_asked_it_is_the_page_of_the_templates(
    snapshot, morning, language, questions
) -> None:
    dice, seen = random.Random(20261124), set()
    with translation.override(language):
        for _ in range(questions):
            asked = question(dice)
            try:
                found, expected = both(snapshot, asked, language, dice.random() < 0.3)
            except BadParameter:
                continue
            assert found == expected, asked
            seen |= {mark for mark in MARKS if mark in found}
    assert seen == MARKS


# Parts that the random questions must have brought up.
MARKS = {
    'class="glance"', 'id="nearer-title"', 'id="rest-title"', 'id="choices-title"',
    'class="warn"', 'id="events-title"', 'class="asked-how"', "line-arrival", "other-maps",
    'class="type-xl"', 'class="hero"', "trade-asked",
}  # fmt: skip


def test_names_that_look_like_markup_stay_names(morning, tmp_path) -> None:
    nasty = [place("nasty", name=NASTY, address=NASTY, hours_note=NASTY), *PLACES]
    snapshot = sample(tmp_path, nasty)
    here = {"lon": f"{nasty[0].lon}", "lat": f"{nasty[0].lat}"}
    with publication.use(snapshot):
        found, expected = both(snapshot, here, "zh-hans", False)
    assert found == expected
    assert NASTY not in found
    assert "&lt;b class=" in found


def test_the_page_without_a_question_and_with_a_deployments_own_words(
    snapshot, morning, settings
) -> None:
    settings.MAP_APPROVAL_NUMBER = "GS<1>"
    found, expected = both(snapshot, {}, "zh-hans", False)
    assert found == expected
    assert "GS&lt;1&gt;" in found


PIECES = [
    "{% for a in many %}{{ forloop.first }}{{ a }}{% if not forloop.last %}{% endif %}{% endfor %}",
    "{% for a, b in pairs %}{{ a }}={{ b|default:'-' }};{% endfor %}",
    "{{ nothing }}{{ none }}{{ none.deep }}{{ zero }}{{ half }}{{ safe }}{{ unsafe }}",
    "{% if nothing.deep == 'x' %}1{% elif zero < half %}2{% else %}3{% endif %}",
    "{% if none > 1 or nothing in many %}1{% else %}2{% endif %}{% if 'b' in many %}3{% endif %}",
    "{% with n=many|length %}{{ n }}{{ many|first }}{% endwith %}{{ many|slice:':2'|join:'&' }}",
    "{{ many|join:', ' }}{{ unsafe|lower }}{{ safe|lower }}{{ shout }}{{ unsafe|safe }}",
    "{% load i18n %}{% blocktrans with n=unsafe %}100% {{ n }} {{ gone }}{% endblocktrans %}",
]


@pytest.mark.parametrize("text", PIECES)
def test_values_are_read_as_djangos_engine_reads_them(text, monkeypatch) -> None:
    engine = engines["django"].engine
    template = engine.from_string(text)
    monkeypatch.setattr(Engine, "get_template", lambda *_: template)
    page = {
        "many": ["a", "b", "<c>"], "pairs": [("x", 1), ("y", "")], "none": None, "zero": 0,
        "half": 0.5, "safe": engine.from_string("<i>").render(Context()), "unsafe": "<B>&'",
        "shout": lambda: "HA<",
    }  # fmt: skip
    assert pages.compiled("piece", {})(page) == template.render(Context(page))


@pytest.mark.parametrize(
    "text",
    [
        "{% cycle 'a' 'b' %}",
        "{% for a in b reversed %}{% endfor %}",
        "{{ many.0 }}",
        "{% now 'Y' %}",
    ],
)
def test_what_is_not_compiled_is_refused_at_once(text, monkeypatch) -> None:
    template = engines["django"].engine.from_string(text)
    monkeypatch.setattr(Engine, "get_template", lambda *_: template)
    with pytest.raises(CannotCompileError):
        pages.compiled("piece", {})

"""The layers of an answer: counties, who goes where, how each demand point is served, the sites."""

from django.utils.translation import gettext as _

from maps.planner.drawn import Layer, heaviest, line, point, sizes
from planning import answer_words
from planning.answer import Answer, Site
from planning.outlines import outlines


def layers(answer: Answer) -> list[Layer]:
    """From the ground up."""
    return [_counties(answer), _lines(answer), _demand(answer), _standing(answer), _new(answer)]


def _counties(answer: Answer) -> Layer:
    held = {each.code: each for each in answer.counties}
    features = outlines(held)
    for each in features:
        county = held[each["id"]]
        words = _("%(name)s %(share)s") % {
            "name": county.name,
            "share": f"{county.after.share:.0%}",
        }
        centre = each["properties"]["centre"]
        each["properties"] = {"kind": "has", "words": words, "centre": centre}
    return Layer("counties", _("区县（已覆盖的比例）"), (("has", _("区县")),), features)


def _lines(answer: Answer) -> Layer:
    sites = {each.key: each for each in answer.sites}
    travel = answer.provenance.travel
    features = []
    for at in heaviest([each.people for each in answer.lines]):
        each = answer.lines[at]
        site = sites.get(each.site)
        if site is not None and each.level != "uncovered":
            words = f"{each.name} → {site.name}：{answer_words.cost(each.cost, travel)}"
            features.append(line((each.lon, each.lat), (site.lon, site.lat), "line", words))
    return Layer("lines", _("谁去哪里"), (("line", _("去最合适的一处")),), features)


def _demand(answer: Answer) -> Layer:
    people = [each.people for each in answer.lines]
    radii = sizes(people)
    features = [
        point(
            answer.lines[at].lon,
            answer.lines[at].lat,
            answer.lines[at].level,
            _("%(name)s：%(people)s 人")
            % {"name": answer.lines[at].name, "people": f"{people[at]:,.0f}"},
            radii[at],
        )
        for at in heaviest(people)
    ]
    return Layer("demand", _("需求"), tuple(answer_words.levels().items()), features)


def _standing(answer: Answer) -> Layer:
    kinds = {"existing": "public", "given_up": "paused"}
    features = [
        point(each.lon, each.lat, kinds[each.kind], each.name, 6)
        for each in answer.sites
        if each.kind in kinds
    ]
    swatches = (("public", _("现有，保留")), ("paused", _("现有，搬走")))
    return Layer("standing", _("现有地点"), swatches, features)


def _new(answer: Answer) -> Layer:
    features = [
        point(each.lon, each.lat, "robust" if each.robust else "new", new_words(each), 12)
        for each in answer.new_sites
    ]
    for feature, site in zip(features, answer.new_sites, strict=True):
        feature["properties"]["label"] = str(site.order)
    swatches = (("robust", _("新点，条件变化也大多仍选")), ("new", _("新点")))
    return Layer("new", _("新点"), swatches, features)


def new_words(site: Site) -> str:
    return f"{site.order}. {site.name}"

"""From where the question is asked: a position, a region's centre, or a name that was typed."""

import difflib
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from directory.publication.naming import NameMatch
from directory.records import AreaRecord
from geo.pinyin import full_pinyin
from maps import words
from maps.params import FinderQuery
from maps.readers import BadParameter

LEVELS_TO_STAND_ON = ("county", "town")
# Endings that people leave out: 台儿庄 for 台儿庄区, tez for tezq.
_ENDINGS = ("街道", "区", "市", "县", "镇", "乡")
CHOICES, OTHERS = 10, 4


@dataclass(frozen=True, slots=True)
class Origin:
    """WGS-84. Distances are counted from what `label` names; `note` says how far it may err."""

    kind: str  # position | area | place
    lon: float
    lat: float
    label: str
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    context: str
    kind: str
    query: FinderQuery
    code: str


@dataclass(frozen=True, slots=True)
class Found:
    """`origin` None: nothing, or several things (`choices`), go by that name."""

    origin: Origin | None = None
    choices: tuple[Choice, ...] = ()
    not_found: str = ""


def find(snapshot: Snapshot, query: FinderQuery) -> Found:
    """What the question's origin is; an unknown region code is a bad parameter."""
    if query.position is not None:
        return Found(Origin("position", query.position.lon, query.position.lat, _("您选的位置")))
    if query.region:
        area = snapshot.areas.get(query.region)
        if area is None:
            raise BadParameter(
                "region", query.region, _("六位区划代码，例如 370405"), _("没有这个区划代码。")
            )
        return Found(of_area(area))
    if query.q:
        return _named(snapshot, query)
    return Found()


def of_area(area: AreaRecord) -> Origin | None:
    """The centre of a county or town; larger areas are too wide to stand on."""
    if area.level not in LEVELS_TO_STAND_ON or area.lon is None or area.lat is None:
        return None
    note = _("从中心点算起，和您站的地方可能差几公里。")
    if area.accuracy_m:
        note = _("从中心点算起，中心点的误差可能有 %(d)s。") % {
            "d": words.distance(area.accuracy_m)
        }
    label = _("%(area)s中心") % {"area": area.name}
    return Origin("area", area.lon, area.lat, label, note, area.code)


def _named(snapshot: Snapshot, query: FinderQuery) -> Found:
    matches = snapshot.find_names(query.q, CHOICES, settings.SITE_REGION)
    choices = tuple(_choice(match, query) for match in matches)
    decided = _decided(snapshot, query.q, matches)
    if decided is None:
        return Found(None, choices or _spellings(snapshot, query), "" if choices else query.q)
    others = tuple(each for each in choices if each.code != decided.code)[:OTHERS]
    if decided.kind == "area":
        origin = of_area(snapshot.areas[decided.code])
        return Found(origin, others if origin else choices)
    if decided.lon is None or decided.lat is None:
        return Found(None, choices)
    origin = Origin("place", decided.lon, decided.lat, decided.name, code=decided.code)
    return Found(origin, others)


def _decided(snapshot: Snapshot, text: str, matches: list[NameMatch]) -> NameMatch | None:
    """The match that was meant: the only one, or the only one that the text names in full.

    Where several areas of the country go by the name, one of this deployment's city is meant.
    """
    if len(matches) == 1:
        return matches[0]
    exact = [match for match in matches if _names_in_full(snapshot, text, match)]
    here = settings.SITE_REGION[:4]
    for candidates in (
        exact,
        [m for m in exact if m.kind == "area"],
        [m for m in exact if m.kind == "area" and m.code.startswith(here)],
    ):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _names_in_full(snapshot: Snapshot, text: str, match: NameMatch) -> bool:
    text = "".join(text.lower().split())
    if match.kind == "place":
        return match.name.lower() == text
    area = snapshot.areas.get(match.code)
    if area is None or area.level not in LEVELS_TO_STAND_ON:
        return False
    names = {area.name, area.pinyin.replace(" ", ""), area.initials}
    ending = next((e for e in _ENDINGS if area.name.endswith(e)), "")
    if ending and len(area.name) - len(ending) >= 2:
        spelt = full_pinyin(ending).replace(" ", "")
        names |= {
            area.name.removesuffix(ending),
            area.pinyin.replace(" ", "").removesuffix(spelt),
        }
        if len(area.initials) == len(area.name):
            names.add(area.initials[: -len(ending)])
    return text in names


def _choice(match: NameMatch, query: FinderQuery) -> Choice:
    if match.kind == "area":
        return Choice(
            match.name, match.context, match.kind, query.but(region=match.code), match.code
        )
    return Choice(match.name, match.context, match.kind, query.but(q=match.name), match.code)


def _spellings(snapshot: Snapshot, query: FinderQuery) -> tuple[Choice, ...]:
    """Areas of this city that are spelt nearly like what was typed."""
    here = settings.SITE_REGION[:4]
    by_sound: dict[str, AreaRecord] = {}
    for area in snapshot.areas.values():
        if area.code.startswith(here) and area.level in LEVELS_TO_STAND_ON:
            by_sound.setdefault(area.pinyin.replace(" ", ""), area)
    sound = full_pinyin(query.q).replace(" ", "").lower()
    close = difflib.get_close_matches(sound, list(by_sound), n=4, cutoff=0.6)
    return tuple(
        Choice(area.name, "", "area", query.but(region=area.code), area.code)
        for area in (by_sound[each] for each in close)
    )

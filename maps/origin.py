"""From where the question is asked: a position, a region's centre, or a name that was typed."""

import dataclasses
import difflib
from dataclasses import dataclass

from django.conf import settings

from directory.publication import Snapshot
from directory.publication.naming import NameMatch
from directory.records import AreaRecord
from geo.pinyin import full_pinyin
from maps import latin, typed, words
from maps.cards import named
from maps.params import FinderQuery
from maps.readers import BadParameter
from maps.said import gettext as _

LEVELS_TO_STAND_ON = ("county", "town")
# Endings that people leave out: 台儿庄 for 台儿庄区, tez for tezq.
_ENDINGS = ("街道", "区", "市", "县", "镇", "乡", "省")
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
    """`origin` None: nothing, or several things (`choices`), go by that name.

    `within` is the area too large to stand on whose `parts` (county | city) the choices are;
    `taken_for` the area that stands for an address which is not known.
    """

    origin: Origin | None = None
    choices: tuple[Choice, ...] = ()
    not_found: str = ""
    within: str = ""
    parts: str = ""
    taken_for: str = ""


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
        return _in_area(snapshot, area, query)
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
    label = _("%(area)s中心") % {"area": latin.area_name(area.name)}
    return Origin("area", area.lon, area.lat, label, note, area.code)


def _in_area(snapshot: Snapshot, area: AreaRecord, query: FinderQuery) -> Found:
    """From its centre, or a choice of its parts where it is too large."""
    if centre := of_area(area):
        return Found(centre)
    below = [each for each in snapshot.areas.values() if each.parent == area.code]
    choices = tuple(
        Choice(latin.area_name(each.name), "", "area", query.but(region=each.code), each.code)
        for each in below
    )
    parts = "city" if any(each.level == "city" for each in below) else "county"
    return Found(None, choices, within=area.name, parts=parts)


def _named(snapshot: Snapshot, query: FinderQuery) -> Found:
    matches = snapshot.find_names(query.q, CHOICES, settings.SITE_REGION)
    if not matches:
        return _nearly(snapshot, query)
    choices = tuple(_choice(match, query) for match in matches)
    decided = _decided(snapshot, query.q, matches)
    if decided is None:
        return Found(None, choices)
    others = tuple(each for each in choices if each.code != decided.code)[:OTHERS]
    if decided.kind == "area":
        area = snapshot.areas[decided.code]
        origin = of_area(area)
        return Found(origin, others) if origin else _in_area(snapshot, area, query)
    if decided.lon is None or decided.lat is None:
        return Found(None, choices)
    origin = Origin("place", decided.lon, decided.lat, decided.name, code=decided.code)
    return Found(origin, others)


def _nearly(snapshot: Snapshot, query: FinderQuery) -> Found:
    """Of a text that names nothing: the region its address begins with, or what sounds alike."""
    areas, _rest = typed.address(snapshot, query.q)
    if len(areas) == 1:
        found = _in_area(snapshot, areas[0], query)
        return dataclasses.replace(found, taken_for=areas[0].name)
    if areas:
        matches = [_area_choice(snapshot, area, query) for area in areas[:CHOICES]]
        return Found(None, tuple(matches), query.q)
    return Found(None, (*_spellings(snapshot, query), *_trades(snapshot, query)), query.q)


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
    if area is None:
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


def _area_choice(snapshot: Snapshot, area: AreaRecord, query: FinderQuery) -> Choice:
    parent = snapshot.areas.get(area.parent)
    context = parent.name if parent else ""
    return Choice(area.name, context, "area", query.but(region=area.code), area.code)


def _trades(snapshot: Snapshot, query: FinderQuery) -> tuple[Choice, ...]:
    """Trades that sound like what was typed."""
    return tuple(
        Choice(named(trade), _("工种"), "trade", query.but(q="", trade=trade.code), trade.code)
        for trade in typed.trades_like(snapshot, query.q)
    )


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

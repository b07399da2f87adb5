"""What is said of a place with a door, and of a kerb, which has none: there, people come and go."""

import functools
from dataclasses import dataclass

from maps.said import get_language
from maps.said import gettext as _


@dataclass(frozen=True, slots=True)
class Phrases:
    """Messages of one kind of place, in the active language; `%(name)s` is filled in later."""

    arrive_open: str
    arrive_late: str
    arrive_shut: str
    arrive_soon: str
    arrive_unknown: str
    wait: str
    until: str
    next_opening: str
    brief_open: str
    brief_late: str
    brief_shut: str
    brief_soon: str
    brief_unknown: str
    open_now: str
    shut_now: str
    unclear_now: str
    unclear_from: str


def words_of(form: str) -> Phrases:
    return _phrases(form == "kerb", get_language())


@functools.lru_cache(maxsize=8)
def _phrases(kerb: bool, language: str | None) -> Phrases:
    """Kept for each language: an answer asks some twenty times for these seventeen messages."""
    return _kerb() if kerb else _door()


def _door() -> Phrases:
    return Phrases(
        arrive_open=_("%(arrival)s，开着"),
        arrive_late=_("%(arrival)s，开着，招工高峰已过"),
        arrive_shut=_("%(arrival)s，没开"),
        arrive_soon=_("%(arrival)s，%(opens)s 开门"),
        arrive_unknown=_("%(arrival)s，开不开不清楚"),
        wait=_("在门口等 %(wait)s"),
        until=_("开到 %(end)s"),
        next_opening=_("下次开门：%(opens)s"),
        brief_open=_("到时开着"),
        brief_late=_("开着，高峰已过"),
        brief_shut=_("到时没开"),
        brief_soon=_("%(opens)s 开门"),
        brief_unknown=_("开不开不清楚"),
        open_now=_("现在开着"),
        shut_now=_("现在没开"),
        unclear_now=_("现在开不开不清楚"),
        unclear_from=_("%(opens)s 起开不开不清楚"),
    )


def _kerb() -> Phrases:
    return Phrases(
        arrive_open=_("%(arrival)s，有人"),
        arrive_late=_("%(arrival)s，还有人，招工高峰已过"),
        arrive_shut=_("%(arrival)s，那时没人"),
        arrive_soon=_("%(arrival)s，还没人，%(opens)s 起有人"),
        arrive_unknown=_("%(arrival)s，有没有人不清楚"),
        wait=_("早到 %(wait)s"),
        until=_("到 %(end)s 散"),
        next_opening=_("下次：%(opens)s 起有人"),
        brief_open=_("到时有人"),
        brief_late=_("还有人，高峰已过"),
        brief_shut=_("到时没人"),
        brief_soon=_("%(opens)s 起有人"),
        brief_unknown=_("有没有人不清楚"),
        open_now=_("现在有人"),
        shut_now=_("现在没人"),
        unclear_now=_("现在有没有人不清楚"),
        unclear_from=_("%(opens)s 起有没有人不清楚"),
    )

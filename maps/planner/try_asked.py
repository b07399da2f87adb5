"""What is to be tried, read from an address: `site`, keys of what is open; `at`, lon,lat (WGS-84)
of sites that nobody has offered, with a third figure where their capacity is known; `add` and
`remove` change one of them."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from planning.question import MOST_ROOM
from planning.tryout import MOST_FREE, MOST_OPEN


class NotTried(ValueError):
    """What was asked for cannot be tried; `str` says why, naming it."""


@dataclass(frozen=True, slots=True)
class Asked:
    keys: tuple[str, ...]
    at: tuple[tuple[float, float, float | None], ...]


def asked_in(given: QueryDict) -> Asked | None:
    """None where the address says nothing of it: then what was answered stands. `NotTried`."""
    if not {"tried", "site", "at", "add", "remove"} & set(given):
        return None
    keys, at = given.getlist("site"), given.getlist("at")
    if added := given.get("add", ""):
        keys.append(str(added))
    if len(keys) > MOST_OPEN or len(at) > MOST_FREE:
        most = {"most": MOST_OPEN, "free": MOST_FREE}
        raise NotTried(_("最多试 %(most)d 处，其中新标的 %(free)d 处") % most)
    gone = given.get("remove", "")
    return Asked(
        keys=tuple(each for each in dict.fromkeys(keys) if each != gone),
        at=tuple(_position(each) for each in at if each != gone),
    )


def _position(text: str) -> tuple[float, float, float | None]:
    try:
        lon, lat, *rest = (float(each) for each in text.split(","))
    except ValueError:
        lon, lat, rest = float("nan"), float("nan"), []
    known = len(rest) < 2 and all(0 <= each <= MOST_ROOM for each in rest)
    if not (abs(lon) <= 180 and abs(lat) <= 85 and known):
        raise NotTried(_("at=%(text)s 不是“经度,纬度”") % {"text": text[:40]})
    return lon, lat, rest[0] if rest else None


def written(position: tuple[float, float, float | None]) -> str:
    """As it stands in an address."""
    return ",".join(str(each) for each in position if each is not None)

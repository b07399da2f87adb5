"""What an answer cannot tell: places beyond reach, years whose holidays nobody knows yet."""

from collections.abc import Iterable

from directory.finder import Answer, Hit
from directory.publication import Snapshot
from maps import latin, words
from maps.said import gettext as _

CITIES_NAMED = 3


def too_far(snapshot: Snapshot, answer: Answer) -> str:
    """Where the places of the publication lie, if none is within reach; else empty."""
    if not answer.best or not all(hit.far for hit in answer.best):
        return ""
    nearest = words.distance(min(hit.distance_m for hit in answer.best))
    cities = [snapshot.areas[code].name for code in snapshot.cities if code in snapshot.areas]
    if not 0 < len(cities) <= CITIES_NAMED:
        return _("最近的在 %(distance)s外；可以打 12333 问。") % {"distance": nearest}
    return _("名录现在只有%(cities)s的地方，最近的在 %(distance)s外；可以打 12333 问。") % {
        "cities": _("、").join(latin.area_name(name) for name in cities),
        "distance": nearest,
    }


def unannounced(snapshot: Snapshot, hits: Iterable[Hit]) -> str:
    """Said where a place's hours of a day wait for a year's holidays to be announced."""
    years = {
        day.year
        for hit in hits
        for start, end, state in hit.today
        for day in (start, end - words.MINUTE)
        if state == "unknown"
    }
    missing = sorted(years - snapshot.calendar.years)
    if not missing:
        return ""
    return _("%(year)d 年的放假安排还没公布，标着“不清楚”的请先打电话。") % {"year": missing[0]}

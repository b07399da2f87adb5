"""What the minutes of an answer rest on, in words: the road network, or the straight line."""

from collections.abc import Iterable

from directory.finder import OTHER_MIN, Hit
from directory.journey import LINE, ROAD
from maps.said import gettext as _

MIXED = "mixed"
# Longer on foot, nobody is shown minutes, and the finder looks for no road.
WALK_MOST_MIN = OTHER_MIN


def of(hits: Iterable[Hit]) -> str:
    """`road`, `straight_line` or `mixed`, of all minutes that are shown; empty where none are."""
    found = {
        ROAD if by_road else LINE
        for hit in hits
        if not hit.far
        for mode, by_road in hit.by_road.items()
        if mode != "walk" or hit.minutes[mode] <= WALK_MOST_MIN
    }
    return MIXED if len(found) > 1 else next(iter(found), "")


def words(basis: str) -> str:
    """The line that stands with an answer."""
    if basis == ROAD:
        return _("距离按直线量，时间按路网算（路网 © OpenStreetMap 贡献者）。")
    if basis == MIXED:
        return _(
            "距离按直线量，时间按路网算（路网 © OpenStreetMap 贡献者）；"
            "路网不到的，写着“直线估算”。"
        )
    return _("距离和时间按直线估算，过河、过铁路会更久。") if basis else ""


def marked(said: str, by_road: bool, basis: str) -> str:
    """Minutes in words, told apart where an answer has both kinds."""
    if by_road or basis != MIXED:
        return said
    return _("%(minutes)s（直线估算）") % {"minutes": said}

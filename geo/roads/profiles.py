"""Which ways of OpenStreetMap somebody on foot or on an e-bike may take, and in which direction.

An e-bike is a 非机动车: it goes where bicycles go, and one-way streets bind it; nobody on foot is
bound by them. The most special tag wins: `bicycle` over `vehicle` over `access`. A trunk road
carries both through most Chinese towns, so only `motorroad` closes it.
Turn restrictions, and gates on nodes, are not read.
"""

from collections.abc import Callable, Mapping

Tags = Mapping[str, str]
Way = tuple[bool, bool]
"""Whether it may be taken in the direction of its nodes, and against it."""

_STREETS = {
    *("trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link"),
    *("tertiary", "tertiary_link", "unclassified", "residential", "living_street", "service"),
    *("road", "track", "cycleway", "path", "bridleway"),
}
_ON_FOOT_ONLY = {
    *("footway", "pedestrian", "steps", "corridor", "crossing", "platform", "elevator", "trail"),
}
_YES = {"yes", "designated", "permissive", "destination", "official", "public"}
_CLOSED = {
    *("no", "private", "agricultural", "forestry", "delivery", "military", "customers", "permit"),
    *("use_sidepath", "dismount", "emergency", "service"),
}
_AGAINST = {"-1", "reverse"}
_ONE_WAY = {"yes", "true", "1"} | _AGAINST
_LANES = ("cycleway", "cycleway:left", "cycleway:right", "cycleway:both")


def walk(tags: Tags) -> Way:
    """On foot, both ways at once or not at all, but for `oneway:foot`."""
    open_ = _open(tags, _STREETS | _ON_FOOT_ONLY, ("foot", "access"))
    return _directed(open_, tags.get("oneway:foot", "no"))


def ebike(tags: Tags) -> Way:
    open_ = _open(tags, _STREETS, ("bicycle", "vehicle", "access"))
    return _directed(open_, _one_way_for_bicycles(tags))


PROFILES: Mapping[str, Callable[[Tags], Way]] = {"walk": walk, "ebike": ebike}


def _open(tags: Tags, usual: set[str], rights: tuple[str, ...]) -> bool:
    """Whether the way is open to who has these rights, the most special first."""
    highway = tags.get("highway", "")
    if highway not in _STREETS | _ON_FOOT_ONLY:
        return False
    own = tags.get(rights[0], "")
    if own in _YES:
        return True
    if tags.get("motorroad") == "yes" or (tags.get("indoor") == "yes" and highway != "corridor"):
        return False
    said = next((tags[right] for right in rights if right in tags), "yes")
    return highway in usual and said not in _CLOSED


def _one_way_for_bicycles(tags: Tags) -> str:
    if "oneway:bicycle" in tags:
        return tags["oneway:bicycle"]
    if any(tags.get(lane, "").startswith("opposite") for lane in _LANES):
        return "no"
    around = tags.get("junction") in ("roundabout", "circular")
    return tags.get("oneway", "yes" if around else "no")


def _directed(open_: bool, one_way: str) -> Way:
    if not open_ or one_way not in _ONE_WAY:
        return open_, open_
    return (False, True) if one_way in _AGAINST else (True, False)

"""The differences between two states of a place, in words: for review, preview and history."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from directory.entries import PlaceInput
from directory.entry_parts import PARTS, added_figures, changed
from directory.entry_words import Names, label, metres_between, names_for, nothing, text

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in words; `kind` by whether there was something before and is something after."""

    field: str
    label: str
    before_text: str
    after_text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A part as the author found it, as it stands by now, and as he wants it.

    `conflict`: both sides have changed it, and not to the same.
    """

    field: str
    label: str
    base_text: str
    standing_text: str
    wanted_text: str
    conflict: bool


def compare(
    before: PlaceInput | None, after: PlaceInput, names: Names | None = None
) -> tuple[Difference, ...]:
    """What `after` changes; with `before` None everything it says. Pure where `names` are given."""
    known = names or names_for(filter(None, (before, after)))
    parts = changed(before, after) if before else _said(after, known)
    return tuple(_difference(part, before, after, known) for part in parts)


def three_way(
    base: PlaceInput, standing: PlaceInput, wanted: PlaceInput, names: Names | None = None
) -> tuple[Disagreement, ...]:
    """Every part that either side has changed since `base`."""
    known = names or names_for((base, standing, wanted))
    theirs, mine = changed(base, standing), changed(base, wanted)
    apart = changed(standing, wanted)
    return tuple(
        Disagreement(
            part,
            label(part),
            text(part, base, known),
            text(part, standing, known),
            text(part, wanted, known),
            part in theirs and part in mine and part in apart,
        )
        for part in PARTS
        if part in theirs or part in mine
    )


def labels(parts: Iterable[str]) -> str:
    """The names of the parts in one line."""
    return "、".join(label(part) for part in parts)


def _said(entry: PlaceInput, names: Names) -> list[str]:
    return [part for part in PARTS if part != "demo" and text(part, entry, names) != nothing()]


def _difference(
    part: str, before: PlaceInput | None, after: PlaceInput, names: Names
) -> Difference:
    old = text(part, before, names) if before else nothing()
    new = text(part, after, names)
    if before and part == "figures":
        new = names.figures(added_figures(before, after))
    if before and part == "position" and (moved := metres_between(before, after)) is not None:
        new = _("%(position)s；移动 %(metres)d 米") % {"position": new, "metres": round(moved)}
    kind: Kind = "changed"
    if old == nothing():
        kind = "added"
    elif new == nothing():
        kind = "removed"
    return Difference(part, label(part), old, new, kind)

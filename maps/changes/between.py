"""One publication compared with any earlier one: what each in between changed, put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from directory.publication import Snapshot
from directory.publication.past import Change, ChangeKind, FieldChange, PublicationEntry

# Changes put together for one page; more are a thing for a program, see /api/changes.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places are new, changed, or no longer published."""

    added: int
    changed: int
    removed: int


def counts(found: Iterable[Change]) -> Counts:
    kinds = [change.kind for change in found]
    return Counts(kinds.count("added"), kinds.count("changed"), kinds.count("removed"))


def earlier(snapshot: Snapshot, number: int) -> list[int]:
    """The publications that `number` can be compared with, newest first."""
    return [each.number for each in snapshot.log if snapshot.past.begins <= each.number < number]


def steps(snapshot: Snapshot, since: int, number: int) -> Sequence[PublicationEntry] | None:
    """The publications after `since` up to `number`, oldest first.

    None where one of them kept nothing but its counts, or all together are too many.
    """
    found = [each for each in snapshot.log if since < each.number <= number]
    total = sum(each.added + each.changed + each.removed for each in found)
    if total > MOST or not all(each.detailed for each in found):
        return None
    return sorted(found, key=lambda each: each.number)


def changes(snapshot: Snapshot, since: int, number: int) -> list[Change] | None:
    """What differs between the two, one change a place; None where nobody remembers it."""
    path = steps(snapshot, since, number)
    if path is None:
        return None
    by_place: dict[str, list[Change]] = {}
    for entry in path:
        for change in snapshot.log_of(entry.number):
            by_place.setdefault(change.id, []).append(change)
    return [one for each in by_place.values() if (one := together(each)) is not None]


def together(several: Sequence[Change]) -> Change | None:
    """The changes of one place, oldest first, as one; None where it is as it was before."""
    first, last = several[0], several[-1]
    was_there, is_there = first.kind != "added", last.kind != "removed"
    if not (was_there or is_there):
        return None
    if was_there and is_there:
        return _changed(several)
    kind: ChangeKind = "added" if is_there else "removed"
    return replace(last, kind=kind, fields=() if is_there else last.fields)


def _changed(several: Sequence[Change]) -> Change | None:
    """Each field from where it was first left to where it was last put.

    Of a place that went and came back nobody wrote down with what it came: no field is named.
    """
    last = several[-1]
    if any(each.kind != "changed" for each in several):
        return replace(last, kind="changed", fields=())
    found: dict[str, FieldChange] = {}
    for change in several:
        for each in change.fields:
            found[each.field] = replace(each, before=_before(found, each))
    fields = tuple(each for each in found.values() if each.before != each.after)
    return replace(last, fields=fields) if fields else None


def _before(found: Mapping[str, FieldChange], each: FieldChange) -> object:
    return found[each.field].before if each.field in found else each.before

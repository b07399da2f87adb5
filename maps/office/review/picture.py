"""What a reviewer is shown of a proposal: what stands, what is proposed, what speaks against it."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from directory import access
from directory.changes import StatusChange, merge_of, place_of, status_of
from directory.comparison import Difference, Disagreement, compare, three_way
from directory.duplicates import Candidate
from directory.entries import PlaceInput
from directory.entry_parts import PARTS
from directory.entry_words import label, names_for, text
from directory.errors import EntryErrors
from directory.kinds import Action
from directory.known import is_known
from directory.models import Market, Official, Proposal
from directory.places import check_place
from directory.standing import entry_of
from geo.datum import DatumError, to_wgs84
from maps.office.gate.words import effect, status_words
from maps.office.places.doubts import Doubts, doubts_about

_OPEN = (Proposal.State.DRAFT, Proposal.State.SUBMITTED, Proposal.State.SENT_BACK)


@dataclass(frozen=True, slots=True)
class Picture:
    """`same` are the parts left as they are; `stale` says that the place has moved on since."""

    differences: tuple[Difference, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    stale: bool = False
    warnings: tuple[str, ...] = ()
    alike: tuple[Candidate, ...] = ()
    faults: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    map: dict[str, Any] | None = None


def picture_of(proposal: Proposal, official: Official) -> Picture:
    if proposal.kind == Proposal.About.STATUS:
        return _of_status(status_of(proposal), official)
    if proposal.kind == Proposal.About.MERGE:
        return _of_merge(proposal, official)
    return _of_place(proposal, official)


def _of_place(proposal: Proposal, official: Official) -> Picture:
    wanted, market = place_of(proposal), proposal.market
    base = _base(proposal)
    is_open = proposal.state in _OPEN
    # What is done is shown against what it was done to.
    before = entry_of(market) if market and is_open else base
    stale = bool(market and is_open and market.version != proposal.base_version)
    names = names_for(filter(None, (base, before, wanted)))
    differences = compare(before, wanted, names)
    told = {each.field for each in differences}
    doubts, faults = _checked(wanted, official) if is_open else (Doubts(()), ())
    return Picture(
        differences=differences,
        same=tuple(
            (label(part), text(part, wanted, names))
            for part in PARTS
            if part not in told and before is not None
        ),
        disagreements=three_way(base, before, wanted, names) if stale and base and before else (),
        stale=stale,
        warnings=doubts.warnings,
        alike=tuple(doubts.alike),
        faults=faults,
        map=_map(before, wanted),
    )


def _base(proposal: Proposal) -> PlaceInput | None:
    if proposal.base_payload is None or proposal.market is None:
        return None
    return replace(PlaceInput.from_json(proposal.base_payload), public_id=proposal.market.public_id)


def _checked(wanted: PlaceInput, official: Official) -> tuple[Doubts, tuple[str, ...]]:
    """What would be warned of or is perhaps there already, and what would be refused."""
    try:
        return doubts_about(official, wanted, check_place(wanted)), ()
    except EntryErrors as error:
        return Doubts(()), tuple(
            f"{_field(field)}：{message}" if field else message
            for field, messages in error.errors.items()
            for message in messages
        )


def _field(field: str) -> str:
    stem = field.split(".", 1)[0]
    return label("position" if stem in ("lon", "lat", "datum") else stem)


def _of_status(change: StatusChange, official: Official) -> Picture:
    successor = Market.objects.filter(public_id=change.successor or "").first()
    if successor is not None and not is_known(official, successor):
        elsewhere = _("搬到另一个区域的地点（%(id)s），自 %(on)s 起；名称和内容由那里的人查看")
        return Picture(words=(elsewhere % {"id": successor.public_id, "on": change.on},))
    return Picture(words=(status_words(change, successor), effect(change, successor)))


def _of_merge(proposal: Proposal, official: Official) -> Picture:
    survivor = Market.objects.filter(public_id=merge_of(proposal).survivor).first()
    if survivor is None or proposal.market is None:
        return Picture(faults=(_("要合并到的地点已不在台账里"),))
    if not access.may_on(official, Action.VIEW, survivor):
        elsewhere = _("将并入另一个区域的地点（%(id)s）；名称和内容由那里的人查看")
        return Picture(words=(elsewhere % {"id": survivor.public_id},))
    gone, kept = entry_of(proposal.market), entry_of(survivor)
    return Picture(
        differences=compare(gone, kept),
        words=(
            _("“%(gone)s”（%(gone_id)s）将并入“%(kept)s”（%(kept_id)s）；两个编号以后都指向后者")
            % {
                "gone": gone.name,
                "gone_id": gone.public_id,
                "kept": kept.name,
                "kept_id": kept.public_id,
            },
        ),
        map=_map(gone, kept),
    )


def _map(before: PlaceInput | None, after: PlaceInput) -> dict[str, Any] | None:
    """Both points in WGS-84, for the map; None where there is nothing to show."""
    points = [
        {"lon": point[0], "lat": point[1], "kind": kind, "words": words}
        for entry, kind, words in (
            (before, "old", _("现在的位置")),
            (after, "new", _("拟改的位置")),
        )
        if entry is not None and (point := _point(entry)) is not None
    ]
    return {"points": points, "area": after.region_code} if points else None


def _point(entry: PlaceInput) -> tuple[float, float] | None:
    try:
        return to_wgs84(entry.lon, entry.lat, entry.datum)
    except DatumError:
        return None

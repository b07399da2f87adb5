"""What holds for every write of a proposal: the version that was seen, the regions it touches."""

import json
from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory import access
from directory.changes import merge_of, place_of
from directory.comparison import labels
from directory.entries import PlaceInput
from directory.entry_parts import changed
from directory.errors import EntryErrors, StaleVersion
from directory.kinds import Action, Kind
from directory.models import Market, Office, Official, Proposal
from directory.standing import entry_of

MOST_BYTES = 64_000
MOST_LETTERS = 500
OPEN = (Proposal.State.DRAFT, Proposal.State.SUBMITTED, Proposal.State.SENT_BACK)
_WRITERS_NAMED = 3


def locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, held until the transaction ends."""
    rows = Proposal.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("author", "reviewer", "office").get(pk=proposal.pk)


def locked_market(pk: int | None) -> Market | None:
    """The place as it stands now, held until the transaction ends; None for a new place."""
    if pk is None:
        return None
    rows = Market.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("office").get(pk=pk)


def check_seen(proposal: Proposal, version: int | None) -> None:
    """`StaleVersion` unless `version` is the one that stands; says who did what meanwhile."""
    if version is None or version != proposal.version:
        raise StaleVersion(version or 0, proposal.version, _since(proposal, version or 0))


def check_base(proposal: Proposal, market: Market | None) -> None:
    """`StaleVersion` where the place has been written since the proposal was based on it."""
    if market is not None and proposal.base_version != market.version:
        base = proposal.base_version or 0
        raise StaleVersion(base, market.version, _written_since(proposal, market))


def check_written(base: int | None, market: Market | None) -> None:
    """`StaleVersion` for a version that the place has never stood at: nobody has seen it."""
    if market is not None and base is not None and not 1 <= base <= market.version:
        raise StaleVersion(base, market.version)


def check_author(official: Official, proposal: Proposal) -> None:
    if proposal.author_id != official.pk:
        raise PermissionDenied(_("只有提出人本人可以这样做"))


def check_open(proposal: Proposal, states: Iterable[str] = OPEN) -> None:
    if proposal.state not in states:
        raise EntryErrors(
            {"": [_("这份申请%(state)s，不能再这样做") % {"state": proposal.get_state_display()}]}
        )


def check_note(note: str, field: str = "note", least: int = 0) -> str:
    """The words without spaces at the ends; `EntryErrors` for too few or too many."""
    said = note.strip()
    if len(said) < least:
        raise EntryErrors({field: [_("请写明理由，至少 %(least)d 个字") % {"least": least}]})
    if len(said) > MOST_LETTERS:
        raise EntryErrors({field: [_("最多 %(most)d 个字") % {"most": MOST_LETTERS}]})
    return said


def check_regions(
    official: Official, action: Action, codes: Iterable[str], kind: Kind = Kind.PROPOSAL
) -> None:
    """PermissionDenied unless it may be done in every one of these regions."""
    for code in sorted(set(filter(None, codes))):
        access.require(official, action, kind, code)


def concerned(proposal: Proposal, market: Market | None = None) -> set[str]:
    """Every region that the proposal touches, by where its places stand now."""
    codes = {proposal.region_code, proposal.former_region_code}
    if market is not None:
        codes.add(market.region_code)
    if proposal.kind == Proposal.About.PLACE:
        codes.add(place_of(proposal).region_code)
    if proposal.kind == Proposal.About.MERGE:
        survivor = Market.objects.filter(public_id=merge_of(proposal).survivor)
        codes |= set(survivor.values_list("region_code", flat=True))
    return codes - {""}


def check_office(data: PlaceInput) -> None:
    """The office that owns a place is one of its county or of a region above it."""
    office = Office.objects.filter(code=data.office).first()
    if office is not None and not access.within(data.region_code, office.region_code):
        words = _("%(office)s不是所属区县或其上级的机构") % {"office": office.name}
        raise EntryErrors({"office": [words]})


def as_payload(data: PlaceInput) -> dict[str, object]:
    """JSON that the database takes; `EntryErrors` for what it would not, or for too much."""
    payload = replace(data, public_id=None).to_json()
    try:
        text = json.dumps(payload, ensure_ascii=False, allow_nan=False)
        size = len(text.encode())
    except ValueError as error:
        raise EntryErrors({"": [_("含有不能保存的字符或数值，请核对坐标和文字")]}) from error
    if size > MOST_BYTES or "\\u0000" in text:
        raise EntryErrors({"": [_("内容太长，或含有不能保存的字符")]})
    return payload


def base_of(market: Market, version: int) -> PlaceInput | None:
    """The place at `version`: as it stands, or as the proposal that made it so had it."""
    if market.version == version:
        return entry_of(market)
    made = Proposal.objects.filter(
        result_market=market, kind=Proposal.About.PLACE, state=Proposal.State.APPROVED
    )
    before = Q(base_version=version - 1) | Q(base_version__isnull=True, market__isnull=True)
    at = made.filter(before if version == 1 else Q(base_version=version - 1)).first()
    return replace(place_of(at), public_id=market.public_id) if at else None


def _written_since(proposal: Proposal, market: Market) -> str:
    """Who has changed what of the place since the version that the proposal is based on."""
    writers = Proposal.objects.filter(
        result_market=market,
        state=Proposal.State.APPROVED,
        base_version__gte=proposal.base_version or 0,
    )
    said = [
        _("%(author)s提出、%(reviewer)s于 %(time)s 通过")
        % {"author": each.author.name, "reviewer": each.reviewer.name, "time": _time(each)}
        for each in writers.select_related("author", "reviewer").order_by("-reviewed_at")
        if each.reviewer is not None
    ]
    words = _(
        "台账已有改动：这份申请依据第 %(base)d 版，现在是第 %(now)d 版。"
        "申请还在，请对照现状后以现状为依据再提交"
    ) % {"base": proposal.base_version or 0, "now": market.version}
    if said:
        words += _("。改动人：%(writers)s") % {"writers": "；".join(said[:_WRITERS_NAMED])}
    if proposal.base_payload is not None:
        before = PlaceInput.from_json(proposal.base_payload)
        parts = changed(replace(before, public_id=market.public_id), entry_of(market))
        words += _("。已改动：%(parts)s") % {"parts": labels(parts)} if parts else ""
    return words


def _since(proposal: Proposal, seen: int) -> str:
    who = proposal.author.name
    if proposal.state in (Proposal.State.APPROVED, Proposal.State.SENT_BACK) and proposal.reviewer:
        who = proposal.reviewer.name
    return _(
        "在您打开之后，%(who)s于 %(time)s 改动了这份申请：现在%(state)s"
        "（您看到的是第 %(seen)d 版，现在是第 %(now)d 版）"
    ) % {
        "who": who,
        "time": _moment(proposal.updated_at),
        "state": proposal.get_state_display(),
        "seen": seen,
        "now": proposal.version,
    }


def _time(proposal: Proposal) -> str:
    return _moment(proposal.reviewed_at) if proposal.reviewed_at else ""


def _moment(at: object) -> str:
    return date_format(timezone.localtime(at), "n月j日 H:i")  # type: ignore[arg-type]

"""Taking the immutable copy: the places of a county, or the accepted copies of the level below."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.history import attribute
from directory.models import Market, Official, Return, ReturnCopy, ReturnRow
from directory.models.market import Form
from directory.models.status import Status
from directory.returns.figures import figures, value
from directory.returns.standing import State, locked
from directory.standing import ENTRY_PARTS, entry_of
from geo.models import Region

BEFORE_SIGNING = (State.OPEN, State.FROZEN, State.VALIDATED, State.SENT_BACK)
CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a row of the copy will hold."""

    public_id: str
    region_code: str
    entry: dict[str, Any]
    figures: dict[str, Any]


def below(region_code: str) -> list[Region]:
    """The live regions whose returns make this region's; none: its own places make it."""
    live = Region.objects.live().defer("geom")
    return list(live.filter(parent_code=region_code).order_by("code"))


@transaction.atomic
def freeze(by: Official, one: Return, version: int) -> ReturnCopy:
    """A new copy; earlier ones stay. Refused once it is signed, until it is sent back."""
    one = locked(by, one, version, BEFORE_SIGNING)
    parts: list[dict[str, Any]] = []
    children = below(one.region_code)
    if children:
        taken, parts = _rolled_up(one, children)
    else:
        taken = _places(one.region_code, timezone.localdate())
    if not taken and not parts:
        raise EntryErrors({"": [_("这个区域的台账里还没有地点，没有可冻结的内容")]})
    attribute(by, "return.freeze")
    copy = _store(by, one, taken, parts)
    one.state, one.frozen_by, one.reason = State.FROZEN, by, ""
    one.signed_by, one.signed_at, one.signed_as, one.handed_up_at = None, None, "", None
    one.decided_by, one.decided_at = None, None
    one.version += 1
    one.save()
    return copy


def _places(region_code: str, today: dt.date) -> list[Taken]:
    """Standing places that are open or suspended today; candidate buildings are none."""
    places = (
        Market.objects.standing()
        .in_region(region_code)
        .exclude(form=Form.CANDIDATE)
        .status_on(today)
        .exclude(Q(status__in=[Status.CLOSED, Status.MOVED]))
        .select_related("office")
        .prefetch_related(*ENTRY_PARTS)
        .order_by("region_code", "public_id")
    )
    markets = list(places)
    held = figures((market.pk for market in markets), today)
    return [
        Taken(
            market.public_id,
            market.region_code,
            replace(entry_of(market), figures=()).to_json(),
            dict(held.get(market.pk, {})),
        )
        for market in markets
    ]


def _rolled_up(one: Return, children: Sequence[Region]) -> tuple[list[Taken], list[dict[str, Any]]]:
    """The rows of the accepted copies below, and what each part said; a missing one has no copy."""
    accepted = {
        each.region_code: each
        for each in Return.objects.filter(
            period=one.period,
            state=State.ACCEPTED,
            region_code__in=[region.code for region in children],
        )
    }
    taken: list[Taken] = []
    parts: list[dict[str, Any]] = []
    for region in children:
        part: dict[str, Any] = {"region": region.code, "name": region.name, "copy": None}
        if region.code in accepted:
            copy = accepted[region.code].copies.order_by("-number")[0]
            rows = [
                Taken(row.public_id, row.region_code, row.entry, row.figures)
                for row in copy.rows.all().iterator(CHUNK)
            ]
            taken += rows
            part |= {
                "copy": copy.pk,
                "digest": copy.digest,
                "places": copy.places,
                "seekers": copy.seekers,
                "hires": copy.hires,
            }
        parts.append(part)
    return taken, parts


def _store(
    by: Official, one: Return, taken: Sequence[Taken], parts: list[dict[str, Any]]
) -> ReturnCopy:
    newest = one.copies.order_by("-number").first()
    taken = sorted(taken, key=lambda row: (row.region_code, row.public_id))
    copy = ReturnCopy.objects.create(
        of=one,
        number=newest.number + 1 if newest else 1,
        frozen_at=timezone.now(),
        frozen_by=by,
        places=len(taken),
        seekers=total(taken, "seekers"),
        hires=total(taken, "hires"),
        digest=digest(taken),
        parts=parts,
    )
    ReturnRow.objects.bulk_create(
        [
            ReturnRow(
                copy=copy,
                public_id=row.public_id,
                region_code=row.region_code,
                entry=row.entry,
                figures=row.figures,
            )
            for row in taken
        ],
        batch_size=CHUNK,
    )
    return copy


def total(rows: Iterable[Any], kind: str) -> int:
    """The sum of a figure over rows; a place without it adds nothing."""
    return sum(value(row.figures, kind) or 0 for row in rows)


def digest(rows: Iterable[Any]) -> str:
    """SHA-256 over the rows in their order, as JSON with sorted keys: the same for the same copy,
    whatever order PostgreSQL keeps the keys in."""
    said = hashlib.sha256()
    for row in rows:
        line = [row.public_id, row.region_code, row.entry, row.figures]
        said.update(
            json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        )
        said.update(b"\n")
    return said.hexdigest()

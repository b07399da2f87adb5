"""What is missing or odd in a frozen copy: errors stop the signing, warnings can be explained."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import ledger_checks
from directory.duplicates import pairs
from directory.history import attribute
from directory.models import Market, Official, Return, ReturnCopy, ReturnFinding, ReturnRow
from directory.returns.figures import value
from directory.returns.freezing import digest, total
from directory.returns.standing import State, frozen, locked

ERROR, WARNING = ReturnFinding.Severity.ERROR, ReturnFinding.Severity.WARNING
FIGURE_DAYS = 366
# Findings of the ledger that a return is wrong with; what else is wrong there is a warning here.
_STOPS = frozenset({"outside", "swapped", "disagrees", "hours"})
_SAID_OTHERWISE = frozenset({"no-phone", "merged"})


@transaction.atomic
def validate(by: Official, one: Return, version: int) -> list[ReturnFinding]:
    """Everything found in the newest copy, kept with it; explanations given before stay."""
    one = locked(by, one, version, (State.FROZEN, State.VALIDATED))
    copy = frozen(one)
    explained = _explained(one)
    attribute(by, "return.validate")
    copy.findings.all().delete()
    found = [*_of_copy(copy), *of_parts(copy)]
    for each in found:
        if each.severity == WARNING:
            each.explanation = explained.get((each.kind, each.public_id, each.message), "")
    ReturnFinding.objects.bulk_create(found, batch_size=2000)
    one.state, one.version = State.VALIDATED, one.version + 1
    one.save()
    return found


def errors(copy: ReturnCopy) -> int:
    return copy.findings.filter(severity=ERROR).count()


def _explained(one: Return) -> dict[tuple[str, str, str], str]:
    """What was explained for any copy of this return, the newest last."""
    rows = ReturnFinding.objects.filter(copy__of=one).exclude(explanation="")
    return {
        (row.kind, row.public_id, row.message): row.explanation
        for row in rows.order_by("copy__number")
    }


def _of_copy(copy: ReturnCopy) -> Iterator[ReturnFinding]:
    rows = list(copy.rows.all())
    if copy.parts:
        return  # each part was validated below; what is checked here is how they add up
    today = timezone.localdate(copy.frozen_at)
    for row in rows:
        for severity, kind, message in (*_missing(row), *_odd(row, today)):
            yield _finding(copy, severity, kind, message, row.public_id, row.entry["name"])
    markets = Market.objects.filter(public_id__in=[row.public_id for row in rows])
    for said in ledger_checks.check(markets, today):
        if said.kind not in _SAID_OTHERWISE:
            severity = ERROR if said.kind in _STOPS else WARNING
            yield _finding(copy, severity, said.kind, said.message, said.public_id, said.name)
    yield from _twice(copy, rows, markets)


Said = Iterator[tuple[str, str, str]]


def _missing(row: ReturnRow) -> Said:
    """The six return fields of the ministry."""
    if not row.entry.get("address", "").strip():
        yield ERROR, "no-address", _("没有详细地址")
    if not row.entry.get("trades"):
        yield ERROR, "no-trade", _("没有主要招聘工种")
    if value(row.figures, "seekers") is None:
        yield ERROR, "no-scale", _("没有求职人员规模")
    if value(row.figures, "hires") is None:
        yield ERROR, "no-hires", _("没有日均招聘成功人数")


def _odd(row: ReturnRow, today: dt.date) -> Said:
    seekers, hires = value(row.figures, "seekers"), value(row.figures, "hires")
    if seekers is not None and hires is not None and hires > seekers:
        yield (
            ERROR,
            "hires-over",
            _("日均招聘成功 %(hires)d 人，多于求职人员规模 %(seekers)d 人")
            % {"hires": hires, "seekers": seekers},
        )
    if seekers == 0:
        yield WARNING, "nobody", _("求职人员规模是 0")
    for kind, label in (("seekers", _("求职人员规模")), ("hires", _("日均招聘成功人数"))):
        said = row.figures.get(kind)
        if said is None:
            continue
        if not said["on"]:
            yield WARNING, "undated", _("%(figure)s没有统计日期") % {"figure": label}
        elif (today - dt.date.fromisoformat(said["on"])).days > FIGURE_DAYS:
            yield (
                WARNING,
                "old-figure",
                _("%(figure)s是 %(on)s 统计的，已超过一年") % {"figure": label, "on": said["on"]},
            )
        if not said["method"]:
            yield WARNING, "no-method", _("%(figure)s没有统计方式") % {"figure": label}


def _twice(
    copy: ReturnCopy, rows: Sequence[ReturnRow], markets: Iterable[Market]
) -> Iterator[ReturnFinding]:
    inside = {row.public_id for row in rows}
    for pair in pairs(markets):  # type: ignore[arg-type]
        if pair.a.public_id in inside and pair.b.public_id in inside:
            message = _("可能与“%(other)s”重复") % {"other": pair.b.name}
            yield _finding(copy, WARNING, "duplicate", message, pair.a.public_id, pair.a.name)


def of_parts(copy: ReturnCopy) -> Iterator[ReturnFinding]:
    """A region below that has handed nothing up, and sums that are not those of the parts."""
    there = [part for part in copy.parts if part["copy"]]
    for part in copy.parts:
        if not part["copy"]:
            message = _("%(name)s没有已接收的上报，不在汇总之内") % {"name": part["name"]}
            yield _finding(copy, WARNING, "part-missing", message, "", part["name"])
    if not copy.parts:
        return
    for part in there:
        theirs = ReturnCopy.objects.get(pk=part["copy"])
        rows = list(theirs.rows.all())
        if digest(rows) != part["digest"]:
            message = _("%(name)s的副本与其校验值不符") % {"name": part["name"]}
            yield _finding(copy, ERROR, "digest", message, "", part["name"])
        for kind in ("seekers", "hires"):
            if total(rows, kind) != part[kind]:
                message = _("%(name)s的合计与各地点之和不符") % {"name": part["name"]}
                yield _finding(copy, ERROR, "sum", message, "", part["name"])
    for field in ("places", "seekers", "hires"):
        if sum(part[field] for part in there) != getattr(copy, field):
            yield _finding(copy, ERROR, "sum", _("合计与各部分之和不符"), "", "")


def _finding(
    copy: ReturnCopy, severity: str, kind: str, message: str, public_id: str, name: str
) -> ReturnFinding:
    return ReturnFinding(
        copy=copy,
        severity=severity,
        kind=kind,
        message=message[:300],
        public_id=public_id,
        name=name[:80],
    )

"""The dated status of a place: suspended, reopened, closed for good, moved. Local dates.

Each write locks the place, is one transaction and asks for a publication. What contradicts the
periods on record is refused with `EntryErrors`, in words.
"""

import datetime as dt
from typing import NoReturn

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from directory.errors import EntryErrors
from directory.models import Market, StatusPeriod
from directory.models.market import Form
from directory.models.status import Status
from directory.publication import requests

_FINAL = (Status.CLOSED, Status.MOVED)
# Moves are checked for circles one at a time: two at once could close one between them.
_MOVES_LOCK = 5_201_314


@transaction.atomic
def suspend(
    market: Market, on: dt.date, until: dt.date | None = None, note: str = ""
) -> StatusPeriod:
    """Suspended from `on` until before `until`; None: until further notice."""
    if until is not None and until <= on:
        _refuse(
            "until", _("恢复日期（%(until)s）须晚于暂停日期（%(on)s）") % {"until": until, "on": on}
        )
    _lock(market)
    _refuse_overlap(market, on, until)
    return _begin(market, Status.SUSPENDED, on, note, ends_on=until)


@transaction.atomic
def close(market: Market, on: dt.date, note: str = "") -> StatusPeriod:
    """Closed for good from `on`; a suspension in force ends that day."""
    _lock(market)
    _end_before(market, on)
    return _begin(market, Status.CLOSED, on, note)


@transaction.atomic
def move(market: Market, on: dt.date, to: Market, note: str = "") -> StatusPeriod:
    """Moved to the place `to` from `on`; old addresses lead there from that day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MOVES_LOCK])
    _lock(market)
    _check_successor(market, on, to)
    _end_before(market, on)
    return _begin(market, Status.MOVED, on, note, successor=to)


@transaction.atomic
def reopen(market: Market, on: dt.date, note: str = "") -> StatusPeriod | None:
    """Ends the suspension in force on `on`; what would begin on that very day is called off.

    Returns the period that now ends on `on`, None where it was called off.
    """
    _lock(market)
    period = _in_force(market, on)
    if period is None or period.status == Status.OPEN:
        _refuse("on", _("%(on)s 没有暂停、关闭或搬迁的登记，无需恢复") % {"on": on})
    if period.starts_on == on:
        period.delete()
        requests.request()
        return None
    if period.status in _FINAL:
        _refuse(
            "on",
            _(
                "%(period)s，不能从 %(on)s 起恢复；在原址重新设点请新建一个地点，"
                "登记有误请以 %(starts_on)s 为恢复日期撤销"
            )
            % {"period": _said(period), "on": on, "starts_on": period.starts_on},
        )
    period.ends_on = on
    period.note = "；".join(filter(None, (period.note, note)))
    period.save(update_fields=["ends_on", "note"])
    requests.request()
    return period


def _begin(
    market: Market,
    status: Status,
    on: dt.date,
    note: str,
    ends_on: dt.date | None = None,
    successor: Market | None = None,
) -> StatusPeriod:
    period = StatusPeriod.objects.create(
        market=market, status=status, starts_on=on, ends_on=ends_on, successor=successor, note=note
    )
    requests.request()
    return period


def _lock(market: Market) -> None:
    """No stronger than needed: whoever names this place as a successor is not held up."""
    Market.objects.select_for_update(no_key=True).get(pk=market.pk)


def _in_force(market: Market, on: dt.date) -> StatusPeriod | None:
    return market.status_periods.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), starts_on__lte=on
    ).first()


def _refuse_overlap(market: Market, on: dt.date, until: dt.date | None) -> None:
    clash = market.status_periods.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    if until is not None:
        clash = clash.filter(starts_on__lt=until)
    if period := clash.first():
        _refuse("on", _("与已有登记重叠：%(period)s") % {"period": _said(period)})


def _end_before(market: Market, on: dt.date) -> None:
    """Ends what is in force on `on`; a final status or a later beginning stands in the way."""
    if later := market.status_periods.filter(starts_on__gte=on).first():
        _refuse(
            "on",
            _("与已有登记重叠：%(later)s；请先以 %(starts_on)s 为恢复日期撤销它")
            % {"later": _said(later), "starts_on": later.starts_on},
        )
    period = _in_force(market, on)
    if period is None:
        return
    if period.status in _FINAL:
        _refuse("on", _("%(period)s，不能再登记新的状态") % {"period": _said(period)})
    period.ends_on = on
    period.save(update_fields=["ends_on"])


def _check_successor(market: Market, on: dt.date, to: Market) -> None:
    if not Market.objects.filter(pk=to.pk).exists():
        _refuse("to", _("搬到的地点不在台账里"))
    if to.pk == market.pk:
        _refuse("to", _("不能搬到自己"))
    if to.merged_into_id is not None:
        _refuse("to", _("%(name)s 已并入另一处，请选那一处") % {"name": to.name})
    if to.form == Form.CANDIDATE:
        _refuse("to", _("%(name)s 是备选场地，还不是市场") % {"name": to.name})
    closed = to.status_periods.filter(status=Status.CLOSED, starts_on__lte=on).first()
    if closed:
        _refuse("to", f"{to.name} {_said(closed)}")
    if market.pk in _led_to(to):
        _refuse("to", _("%(name)s 已登记搬到本处，两处不能互相搬迁") % {"name": to.name})


def _led_to(start: Market) -> set[int]:
    """Keys of the places that recorded moves lead to from `start`, itself included."""
    seen: set[int] = set()
    ahead = {start.pk}
    while ahead:
        seen |= ahead
        moves = StatusPeriod.objects.filter(market__in=ahead, status=Status.MOVED)
        ahead = {pk for pk in moves.values_list("successor", flat=True) if pk is not None} - seen
    return seen


def _said(period: StatusPeriod) -> str:
    until = _("至 %(ends_on)s（不含）") % {"ends_on": period.ends_on} if period.ends_on else ""
    return _("自 %(starts_on)s 起%(until)s已登记为“%(status)s”") % {
        "starts_on": period.starts_on,
        "until": until,
        "status": Status(period.status).label,
    }


def _refuse(field: str, message: str) -> NoReturn:
    raise EntryErrors({field: [message]})

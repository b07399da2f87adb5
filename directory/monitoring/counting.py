"""Taking in a count, correcting it, withdrawing it: each once, however often it is sent.

A phone that got no answer sends again, a thumb taps twice: the sender's key makes them one row,
and the first one stands. A second count of the same session has a key of its own and stays beside
the first; sums take the larger numbers.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors, Refusals, StaleVersion
from directory.history import attribute
from directory.kinds import Action, Kind
from directory.models import Count, Market, Official, Trade
from directory.models.counts import MOST, Method, Session
from directory.models.market import Form, MarketQuerySet
from directory.monitoring import months
from geo.regions import prefix_of

# A phone without network for a month is found again; its clock may be a little ahead.
OLDEST = dt.timedelta(days=31)
CLOCKS_DIFFER = dt.timedelta(minutes=10)
# How long one's own count may be put right without asking the office.
OWN = dt.timedelta(days=3)
MEASURES = ("seekers", "posts", "hires")


@dataclass(frozen=True, slots=True)
class CountInput:
    """As it was counted. `sure`: numbers above the set ceiling have been asked about."""

    key: uuid.UUID
    market: str
    day: dt.date
    session: str
    counted_at: dt.datetime
    method: str
    seekers: int | None = None
    posts: int | None = None
    hires: int | None = None
    trades: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """`fresh` False: it had arrived before."""

    count: Count
    fresh: bool


class Unlikely(EntryErrors):
    """Nothing is wrong, but somebody should say that it is meant: `sure` lets it through."""


@transaction.atomic
def record(official: Official, data: CountInput) -> Recorded:
    """EntryErrors, Unlikely or PermissionDenied where it is not taken."""
    _one_at_a_time(data.key)
    standing = Count.objects.filter(key=data.key).first()
    if standing is not None:
        if standing.counter_id != official.pk:
            raise PermissionDenied(_("这条计数是别人的"))
        return Recorded(standing, fresh=False)
    places = countable(official).filter(public_id=data.market)
    market = places.first()
    if market is None:
        raise PermissionDenied(_("没有这个地点，或者不归您计数"))
    check(data)
    return Recorded(store(market, data, official), fresh=True)


def store(market: Market, data: CountInput, official: Official | None, demo: bool = False) -> Count:
    """The row of a count that has been checked."""
    months.ready(data.day)
    return Count.objects.create(
        key=data.key,
        market=market,
        region_code=market.region_code,
        day=data.day,
        session=data.session,
        trades={code: dict(said) for code, said in data.trades.items()},
        method=data.method,
        counted_at=data.counted_at,
        counter=official,
        demo=demo,
        **{name: getattr(data, name) for name in MEASURES},
    )


@transaction.atomic
def correct(official: Official, count: Count, version: int, data: CountInput, reason: str) -> Count:
    """New numbers in place of the old ones, which stay on record with who changed them and why."""
    standing = _may_change(official, count, version, reason)
    check(data, late=True)
    for name in (*MEASURES, "session", "method"):
        setattr(standing, name, getattr(data, name))
    standing.trades = {code: dict(said) for code, said in data.trades.items()}
    return _changed(official, standing, "count.correct", reason)


@transaction.atomic
def withdraw(official: Official, count: Count, version: int, reason: str) -> Count:
    """Made at the wrong place, or twice: it stays on record and counts no more."""
    standing = _may_change(official, count, version, reason)
    standing.withdrawn = True
    return _changed(official, standing, "count.withdraw", reason)


def countable(official: Official) -> MarketQuerySet:
    """The places at which this official may count: closed and merged ones are left out."""
    allowed = Q(pk__in=[])
    for region in access.regions(official, Action.ADD, Kind.COUNT):
        allowed |= Q(region_code__startswith=prefix_of(region))
    places = Market.objects.standing().exclude(form=Form.CANDIDATE).filter(allowed)
    return places.open_on(timezone.localdate())


def may_change(official: Official, count: Count) -> bool:
    """Its office may; and who made it, for some days."""
    if access.may_on(official, Action.CHANGE, count):
        return True
    own = count.counter_id == official.pk and access.may_on(official, Action.ADD, count)
    return own and timezone.localdate() - count.day <= OWN


def check(data: CountInput, late: bool = False) -> None:
    """EntryErrors for what cannot be, Unlikely for what should be asked about."""
    refusals, now = Refusals(), timezone.now()
    for name, known in (("session", Session.values), ("method", Method.values)):
        if getattr(data, name) not in known:
            refusals.add(name, _("请选一项"))
    if data.counted_at > now + CLOCKS_DIFFER:
        refusals.add("counted_at", _("计数时间在将来，请核对手机的时间"))
    if data.day > timezone.localdate():
        refusals.add("day", _("日期在将来"))
    elif not late and timezone.localdate() - data.day > OLDEST:
        refusals.add("day", _("超过 %(days)d 天的计数请交给本单位补录") % {"days": OLDEST.days})
    _check_numbers(data, refusals)
    _check_trades(data, refusals)
    refusals.raise_if_any()
    _ask(data)


def _check_numbers(data: CountInput, refusals: Refusals) -> None:
    given = {name: getattr(data, name) for name in MEASURES}
    for name, value in given.items():
        if value is not None and not 0 <= value <= MOST:
            refusals.add(name, _("只能是 0 到 %(most)d") % {"most": MOST})
    if all(value is None for value in given.values()):
        refusals.add("", _("至少填一个数；没有人就填 0"))
    if data.hires is not None and data.seekers is not None and data.hires > data.seekers:
        refusals.add("hires", _("招成的人不能比求职的人多"))


def _check_trades(data: CountInput, refusals: Refusals) -> None:
    known = set(Trade.objects.filter(code__in=data.trades).values_list("code", flat=True))
    for code, said in data.trades.items():
        if code not in known:
            refusals.add("trades", _("没有这个工种：%(code)s") % {"code": code[:40]})
        if set(said) - {"seekers", "posts"} or not all(0 <= n <= MOST for n in said.values()):
            refusals.add("trades", _("只能是 0 到 %(most)d") % {"most": MOST})
    for name in ("seekers", "posts"):
        total = getattr(data, name)
        parts = [said[name] for said in data.trades.values() if name in said]
        if parts and total is None:
            refusals.add(name, _("填了分工种的，也要填总数"))
        elif parts and sum(parts) > total:
            refusals.add("trades", _("分工种加起来比总数多"))


def _ask(data: CountInput) -> None:
    if data.sure:
        return
    high = settings.COUNT_ASK_ABOVE
    doubts = {
        name: [_("确实有 %(value)d 吗？") % {"value": value}]
        for name in MEASURES
        if (value := getattr(data, name)) is not None and value > high
    }
    if data.hires is not None and data.posts is not None and data.hires > data.posts:
        doubts.setdefault("hires", []).append(_("招成的比岗位还多，确实吗？"))
    if doubts:
        raise Unlikely(doubts)


def _may_change(official: Official, count: Count, version: int, reason: str) -> Count:
    standing = Count.objects.select_for_update().get(key=count.key)
    if not may_change(official, standing):
        raise PermissionDenied(_("这条计数要由本单位更正"))
    if not reason.strip():
        raise EntryErrors({"reason": [_("写一句理由")]})
    if standing.version != version:
        raise StaleVersion(version, standing.version)
    if standing.withdrawn:
        raise EntryErrors({"": [_("这条计数已经作废")]})
    return standing


def _changed(official: Official, count: Count, act: str, reason: str) -> Count:
    attribute(official, act, reason.strip())
    written = {name: getattr(count, name) for name in (*MEASURES, "session", "method", "trades")}
    Count.objects.filter(key=count.key, day=count.day).update(
        **written, withdrawn=count.withdrawn, version=F("version") + 1
    )
    return Count.objects.get(key=count.key, day=count.day)


def _one_at_a_time(key: uuid.UUID) -> None:
    """Until this transaction ends nobody else takes in the same key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 38))", [str(key)])

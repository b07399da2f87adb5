"""A round of the demonstration (演示数据): one county late, one sent back, one accepted, and more.

Who has acted in it are accounts marked 演示 that nobody can use.
"""

import datetime as dt

from directory import role_rules
from directory.history import attribute
from directory.kinds import Role
from directory.models import Office, Official, Return
from directory.returns import acts, freezing, rounds, validating
from directory.returns.lateness import outstanding
from directory.returns.standing import State

CITY = "370400"
LATE, SENT_BACK, ACCEPTED, WAITING, VALIDATED = "370404", "370402", "370405", "370406", "370481"
_TO_COUNTIES, _TO_CITY, _LATE = dt.timedelta(days=6), dt.timedelta(days=11), dt.timedelta(days=3)
_REASON = "两处的运行时间写的是不明，请核实后再报（演示）"
_MEASURES = "演示数据：晨间增开一处服务点，雨天开放室内候工区。"


def load(today: dt.date) -> int:
    """The round of this year, dated from `today`; how many returns were new.

    Loaded again, what is still owed moves on with the days; a real round is left as it is.
    """
    held = Return.objects.filter(period=str(today.year), region_code__startswith=CITY[:4])
    if held.exists():
        if held.filter(frozen_by__username=_username(ACCEPTED, Role.DISTRICT_CLERK)).exists():
            _date(today)
        return 0
    due = {"county": today + _TO_COUNTIES, "city": today + _TO_CITY}
    made = {one.region_code: one for one in rounds.open_round(None, CITY, str(today.year), due)}
    city = _person(CITY, Role.CITY)
    for code, until in (
        (VALIDATED, State.VALIDATED),
        (WAITING, State.HANDED_UP),
        (ACCEPTED, State.ACCEPTED),
        (SENT_BACK, State.SENT_BACK),
    ):
        _go_through(made[code], until, city)
    _date(today)
    attribute(None, "demo.load")
    Official.objects.filter(username__startswith="demo-").update(is_active=False)
    return len(made)


def _go_through(one: Return, until: str, city: Official) -> None:
    clerk = _person(one.region_code, Role.DISTRICT_CLERK)
    acts.describe(clerk, one, _version(one), _MEASURES)
    freezing.freeze(clerk, one, _version(one))
    validating.validate(clerk, one, _version(one))
    if until == State.VALIDATED:
        return
    lead = _person(one.region_code, Role.DISTRICT_LEAD)
    acts.sign(lead, one, _version(one))
    acts.hand_up(lead, one, _version(one))
    if until == State.ACCEPTED:
        acts.accept(city, one, _version(one))
    elif until == State.SENT_BACK:
        acts.send_back(city, one, _version(one), _REASON)


def _date(today: dt.date) -> None:
    attribute(None, "demo.load")
    owed = outstanding(Return.objects.filter(period=str(today.year)))
    owed.filter(region_code=CITY).update(due_on=today + _TO_CITY)
    counties = owed.filter(region_code__startswith=CITY[:4], level="county")
    counties.exclude(region_code=LATE).update(due_on=today + _TO_COUNTIES)
    counties.filter(region_code=LATE).update(due_on=today - _LATE)


def _version(one: Return) -> int:
    one.refresh_from_db()
    return one.version


def _username(region: str, role: Role) -> str:
    return f"demo-{region}-{role.value.replace('_', '-')}"


def _person(region: str, role: Role) -> Official:
    office = Office.objects.get(region_code=region, code__startswith="zz-")
    name = f"{office.name.partition('公共')[0]}{_POSTS[role]}（演示）"
    person = Official(username=_username(region, role), name=name, office=office)
    person.set_unusable_password()
    person.save()
    role_rules.grant(None, person, role, region, "")
    return person


_POSTS = {Role.DISTRICT_CLERK: "经办", Role.DISTRICT_LEAD: "负责人", Role.CITY: "审核"}

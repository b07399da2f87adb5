"""Roles given and taken away, and what no giving may break."""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors, Refusals
from directory.history import attribute
from directory.kinds import LEVELS, Action, Kind, Role
from directory.models import Official, RoleAssignment
from directory.models.people import ROLE_LABELS, Department
from geo.lookup import is_finest
from geo.models import Level, Region

WHOLE_COUNTRY = "000000"
# Any number that nothing else locks by.
_ADMINISTRATORS = 38_2022
_APART = {Role.SYSADMIN: Role.AUDITOR, Role.AUDITOR: Role.SYSADMIN}


@transaction.atomic
def grant(
    by: Official | None, official: Official, role: str, region: str, department: str = ""
) -> RoleAssignment:
    """The role over the region and all that lies in it. EntryErrors, PermissionDenied in words."""
    held = Official.objects.select_for_update(of=("self",)).select_related("office")
    official = held.get(pk=official.pk)
    if by is not None:
        if by.pk == official.pk:
            raise PermissionDenied(_("不能给自己授权，要由另一位系统管理员办理"))
        for code in (official.office.region_code, region):
            access.require(by, Action.CHANGE, Kind.OFFICIAL, code)
    _check(official, role, region, department)
    attribute(by, "role.grant")
    assignment = RoleAssignment(
        official=official, role=role, region_code=region, department=department, granted_by=by
    )
    assignment.save()
    return assignment


@transaction.atomic
def revoke(by: Official | None, assignment: RoleAssignment, reason: str = "") -> None:
    """Counts from the next request on: roles are read afresh for each."""
    one_at_a_time()
    official = assignment.official
    if by is not None:
        if by.pk == official.pk:
            raise PermissionDenied(_("不能收回自己的角色，要由另一位系统管理员办理"))
        for code in (official.office.region_code, assignment.region_code):
            access.require(by, Action.CHANGE, Kind.OFFICIAL, code)
    if assignment.role == Role.SYSADMIN:
        keep_an_administrator(without=official, region=assignment.region_code)
    attribute(by, "role.revoke", reason)
    assignment.delete()


def one_at_a_time() -> None:
    """Until this transaction ends nobody else takes an administrator away.

    Asked for before any row is locked: two who disable each other would wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADMINISTRATORS])


def keep_an_administrator(*, without: Official, region: str | None = None) -> None:
    """EntryErrors where a region would have no active system administrator left.

    `region` None: all that `without` administers. To be called after `one_at_a_time`, so that of
    two who take each other's role away at the same moment the second is refused.
    """
    active = list(
        RoleAssignment.objects.filter(role=Role.SYSADMIN, official__is_active=True)
        .select_related("official")
        .order_by("pk")
    )
    for lost in active:
        if lost.official_id != without.pk or region not in (None, lost.region_code):
            continue
        others = [each for each in active if each.official_id != without.pk]
        if not any(access.within(lost.region_code, each.region_code) for each in others):
            raise EntryErrors(
                {
                    "": [
                        _("这是 %(region)s 最后一名系统管理员，先给另一个人授权")
                        % {"region": lost.region_code}
                    ]
                }
            )


def _check(official: Official, role: str, region: str, department: str) -> None:
    refusals = Refusals()
    if role not in list(Role):
        names = "、".join(str(label) for label in ROLE_LABELS.values())
        refusals.add("role", _("角色只能是：%(names)s") % {"names": names})
        refusals.raise_if_any()
    _check_region(refusals, Role(role), region)
    _check_department(refusals, Role(role), department)
    held = set(official.roles.values_list("role", "region_code"))
    apart = _APART.get(Role(role))
    if apart is not None and any(each == apart for each, _region in held):
        refusals.add("role", _("系统管理员和审计不能是同一个人"))
    if (role, region) in held:
        refusals.add("role", _("这个人在该区划已有这个角色"))
    refusals.raise_if_any()


def _check_region(refusals: Refusals, role: Role, code: str) -> None:
    live = Region.objects.live()
    level = _level(code)
    if live.exists() and code != WHOLE_COUNTRY:
        region = live.filter(code=code).first()
        level = region.level if region else ""
        if region and level == Level.CITY and LEVELS.get(role) == Level.COUNTY and is_finest(code):
            level = Level.COUNTY  # a city without districts, such as Dongguan (东莞)
    if not level:
        refusals.add("region_code", _("现行区划里没有代码 %(code)s") % {"code": code})
    elif role in LEVELS and level != LEVELS[role]:
        label = ROLE_LABELS[role]
        names = {"county": _("县级"), "city": _("市级"), "province": _("省级")}
        refusals.add(
            "region_code",
            _("“%(role)s”只能授予%(level)s区划") % {"role": label, "level": names[LEVELS[role]]},
        )


def _level(code: str) -> str:
    """By the digits alone; empty for what is no code at all."""
    if len(code) != 6 or not (code.isascii() and code.isdigit()):
        return ""
    if code == WHOLE_COUNTRY:
        return "country"
    if code.endswith("0000"):
        return Level.PROVINCE
    return Level.CITY if code.endswith("00") else Level.COUNTY


def _check_department(refusals: Refusals, role: Role, department: str) -> None:
    names = "、".join(str(label) for label in Department.labels)
    if role == Role.DEPARTMENT and department not in Department.values:
        refusals.add("department", _("写明是哪个部门：%(names)s") % {"names": names})
    if role != Role.DEPARTMENT and department:
        refusals.add("department", _("只有“协同部门（只读）”要写部门"))

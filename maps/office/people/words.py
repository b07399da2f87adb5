"""What a role allows, in words made from the table of roles itself."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from directory import access
from directory.kinds import Action, Kind, Role
from directory.models import Official
from geo.models import Region

KINDS = {
    Kind.MARKET: _("地点台账"),
    Kind.PROPOSAL: _("变更申请"),
    Kind.STATUS: _("状态变更"),
    Kind.DECISION: _("公开决定"),
    Kind.EVENT: _("招工活动"),
    Kind.CONFIRMATION: _("核实记录"),
    Kind.DUPLICATE: _("重复地点"),
    Kind.REPORT: _("报错和投诉举报"),
    Kind.PERSONAL: _("来件人留下的联系方式"),
    Kind.IMPORT: _("名录导入"),
    Kind.MAPPING: _("导入的列对应"),
    Kind.RETURN: _("上报"),
    Kind.EXPORT: _("导出"),
    Kind.COUNT: _("市场计数"),
    Kind.BRIEFING: _("动态监测简报"),
    Kind.HISTORY: _("历史记录"),
    Kind.PUBLICATION: _("名录发布"),
    Kind.OFFICE: _("机构"),
    Kind.OFFICIAL: _("工作人员"),
    Kind.VOCABULARY: _("工种、服务和设施的词表"),
    Kind.PLAN: _("布点规划"),
}
ACTIONS = {
    Action.VIEW: _("查看"),
    Action.ADD: _("新建"),
    Action.CHANGE: _("修改"),
    Action.APPROVE: _("审核"),
    Action.DECIDE: _("决定"),
}


def allowed(role: str) -> list[tuple[Any, list[Any]]]:
    """For each kind of object what this role may do to it, in the order of the table."""
    found: dict[Kind, list[Any]] = {}
    for (kind, action), roles in access.grants().items():
        if Role(role) in roles:
            found.setdefault(kind, []).append(ACTIONS[action])
    return [(KINDS[kind], actions) for kind, actions in found.items()]


def roles_in_words(official: Official) -> list[dict[str, Any]]:
    """Each role with its region by name and what it allows."""
    held = list(official.roles.select_related("granted_by"))
    codes = {role.region_code for role in held}
    names = dict(Region.objects.live().filter(code__in=codes).values_list("code", "name"))
    return [
        {
            "assignment": role,
            "region": names.get(role.region_code, ""),
            "allowed": allowed(role.role),
        }
        for role in held
    ]

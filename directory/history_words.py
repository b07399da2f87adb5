"""What an entry of the history says to somebody who reads it: field, old value, new value.

Labels are those of the models' fields, values those of their choices; what is referred to has its
name of today, and where it is gone its number.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from directory.known import known
from directory.models import HistoryEntry, Market, Official
from geo.distance import geodesic_m

# What says nothing to a reader, or is said by another field.
_SILENT = frozenset(
    {"id", "version", "created_at", "entered_at", "session_epoch", "position", "demo"}
    | {"entered_lon", "entered_lat", "initials", "pinyin", "base_version"}
)
_LONGEST = 200
Names = dict[tuple[type[models.Model], int], str]


@dataclass(frozen=True, slots=True)
class Change:
    """`old` empty: there was nothing; `new` empty: nothing any more."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words: `title` such as 修改 市场, and its changes, field by field."""

    entry: HistoryEntry
    title: str
    changes: tuple[Change, ...]


def tell(entries: Sequence[HistoryEntry], official: Official | None) -> list[Told]:
    """The entries in words, in their order; one query for each kind of object they refer to."""
    names = _names(entries, official)
    return [_told(entry, names) for entry in entries]


def act_label(act: str) -> str:
    """What was being done; a code that has no words here is shown as it is."""
    return _acts().get(act, act)


def _acts() -> dict[str, str]:
    return {
        "": _("未说明事项"),
        "proposal.draft": _("保存草稿"),
        "proposal.submit": _("提交申请"),
        "proposal.withdraw": _("撤回申请"),
        "proposal.approve": _("审核通过"),
        "proposal.send_back": _("退回申请"),
        "proposal.rebase": _("按最新内容重新填写"),
        "decision.publish": _("决定公开"),
        "decision.withhold": _("决定不公开"),
        "decision.withdraw": _("撤下"),
        "status.protect": _("紧急暂停"),
        "event.add": _("新增活动"),
        "event.change": _("修改活动"),
        "event.publish": _("公开活动"),
        "event.unpublish": _("撤下活动"),
        "import.apply": _("批准导入并写入"),
        "confirmation.confirm": _("核实无误"),
        "confirmation.take_back": _("撤销核实"),
        "duplicate.dismiss": _("判定不是重复"),
        "place.merge": _("合并地点"),
        "place.unmerge": _("撤销合并"),
        "report.file": _("收到来件"),
        "report.take": _("接办来件"),
        "report.read_contact": _("查看来件人联系方式"),
        "report.answer": _("答复来件"),
        "report.dismiss": _("不予采纳来件"),
        "report.reroute": _("转办来件"),
        "report.propose": _("来件转为变更申请"),
        "return.open": _("布置上报"),
        "return.due": _("改上报截止日期"),
        "return.freeze": _("冻结上报数据"),
        "return.validate": _("校验上报数据"),
        "return.measures": _("填写上报措施"),
        "return.sign": _("签发上报"),
        "return.hand_up": _("上报"),
        "return.accept": _("接收上报"),
        "return.send_back": _("退回上报"),
        "official.create": _("开账号"),
        "official.change": _("修改账号"),
        "official.start_password": _("发初始密码"),
        "official.choose_password": _("设密码"),
        "official.reset_second_factor": _("重设第二因素"),
        "official.end_sessions": _("退出其全部登录"),
        "official.disable": _("停用账号"),
        "official.enable": _("启用账号"),
        "official.lift_lockout": _("解除登录锁定"),
        "role.grant": _("授予角色"),
        "role.revoke": _("收回角色"),
        "vocabulary.change": _("修改词表"),
        "demo.load": _("载入演示数据"),
        "vocabulary.load": _("载入词表"),
        "history.baseline": _("开始记录历史"),
        "history.pause": _("暂停记录历史"),
    }


def _told(entry: HistoryEntry, names: Names) -> Told:
    model = _model(entry.kind)
    noun = str(_noun(model)) if model else entry.kind
    label = HistoryEntry.Operation(entry.operation).label
    if model is None:
        return Told(entry, f"{label} {noun}", ())
    before, after = entry.before or {}, entry.after or {}
    columns = before if entry.operation in ("update", "delete") else after
    changes = []
    for field in model._meta.concrete_fields:
        if field.column in columns and _speaks(entry, field):
            old = _value(field, before.get(field.column), names)
            new = _value(field, after.get(field.column), names)
            if field.column == "point" and before and after:
                old, new = _moved(before, after)
            if old != new:
                changes.append(Change(str(field.verbose_name), old, new))
    return Told(entry, f"{label} {noun}", tuple(changes))


def _noun(model: Any) -> Any:
    """What a table holds; one that Django made for a list is named by the list's field."""
    owner = model._meta.auto_created
    if not owner:
        return model._meta.verbose_name
    lists = owner._meta.many_to_many
    return next(field.verbose_name for field in lists if field.remote_field.through is model)


def _speaks(entry: HistoryEntry, field: Any) -> bool:
    if field.column in _SILENT:
        return False
    # A part of a place need not say of which place it is.
    return not (field.column == "market_id" and entry.operation != "update")


def _value(field: Any, value: Any, names: Names) -> str:
    if value is None or value == "" or value == []:
        return ""
    if field.is_relation:
        return names.get((field.related_model, value), f"#{value}")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dict) and value.get("type") == "Point":
        lon, lat = value["coordinates"][:2]
        return f"{lon:.5f}, {lat:.5f}"
    if isinstance(value, dict):
        return _("（内容见申请）")
    if isinstance(value, list):
        return "、".join(str(each) for each in value)
    return _text(field, value)


def _text(field: Any, value: Any) -> str:
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(value)
        return date_format(timezone.localtime(moment), "Y-m-d H:i") if moment else str(value)
    if isinstance(field, models.TimeField):
        return dt.time.fromisoformat(value).strftime("%H:%M")
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, str]:
    ends = [each["point"]["coordinates"][:2] for each in (before, after)]
    old, new = (f"{lon:.5f}, {lat:.5f}" for lon, lat in ends)
    metres = geodesic_m(*ends[0], *ends[1])
    return old, _("%(point)s（移动了 %(metres)s 米）") % {"point": new, "metres": f"{metres:.0f}"}


def _names(entries: Iterable[HistoryEntry], official: Official | None) -> Names:
    """The names of all that the entries refer to; of another region's place its identifier."""
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for entry in entries:
        model = _model(entry.kind)
        for field in model._meta.concrete_fields if model else ():
            if field.is_relation:
                said = [(row or {}).get(field.column) for row in (entry.before, entry.after)]
                wanted[_target(field)].update(key for key in said if isinstance(key, int))
    names: Names = {
        (model, pk): _name(row)
        for model, keys in wanted.items()
        if keys
        for pk, row in model._default_manager.in_bulk(keys).items()
    }
    if places := wanted.get(Market):
        unknown = Market.objects.filter(pk__in=places - known(official, places))
        names |= {(Market, pk): said for pk, said in unknown.values_list("pk", "public_id")}
    return names


def _target(field: Any) -> type[models.Model]:
    target: type[models.Model] = field.related_model
    return target


def _name(row: models.Model) -> str:
    """Without another query: an official's own text names his office, too."""
    return str(getattr(row, "name", None) or getattr(row, "pk", ""))


def _model(kind: str) -> type[models.Model] | None:
    return _by_table().get(f"directory_{kind}")


def _by_table() -> dict[str, type[models.Model]]:
    found = apps.get_app_config("directory").get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in found}

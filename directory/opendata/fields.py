"""The data dictionary: every column of the tables, what it holds, and what an empty one means.

In both languages at once, because the files are one for everybody. No Django here.
"""

from dataclasses import dataclass
from typing import Literal, TypedDict

Kind = Literal["text", "whole", "real", "truth", "day", "list"]
Allowed = tuple[tuple[str, str, str], ...]
# Between the entries of a list; no entry has one.
LISTED_BY = ";"


@dataclass(frozen=True, slots=True)
class Field:
    """`allowed`: code, Chinese, English of each value, none where any will do.

    `vocabulary` names the list of codes in the publication that it takes its values from; `null`
    and `null_en` say what an empty cell means.
    """

    name: str
    kind: Kind
    title: str
    title_en: str
    about: str = ""
    about_en: str = ""
    unit: str = ""
    allowed: Allowed = ()
    vocabulary: str = ""
    null: str = "没有登记"
    null_en: str = "not recorded"


NATURES: Allowed = (
    ("public", "公共", "public"),
    ("commercial", "经营性", "commercial"),
    ("spontaneous", "自发形成", "spontaneous"),
)
FORMS: Allowed = (
    ("hall", "零工市场（室内）", "market hall"),
    ("station", "零工驿站", "service station"),
    ("kerb", "路边聚集点", "gathering at the kerb"),
)
SCOPES: Allowed = (
    ("general", "综合性", "general"),
    ("specialised", "行业性/专业性", "of one trade or industry"),
    ("station", "服务站点", "service point"),
)
STATUSES: Allowed = (
    ("open", "运行", "in operation"),
    ("suspended", "暂停", "suspended"),
    ("closed", "已关闭", "closed for good"),
    ("moved", "已搬迁", "moved away"),
)


class _Empty(TypedDict):
    null: str
    null_en: str


NEVER_EMPTY = "never empty"
_ALWAYS: _Empty = {"null": "总有", "null_en": NEVER_EMPTY}
_UNKNOWN: _Empty = {"null": "不清楚，不等于没有", "null_en": "unknown, which does not mean no"}

FIELDS = (
    Field(
        "id", "text", "编号", "id",
        "永久不变，不再给别处用；地点合并后，旧编号会指向新编号",
        "permanent, never given to another place; after a merge the old one leads to the new",
        **_ALWAYS,
    ),
    Field("name", "text", "名称", "name", **_ALWAYS),
    Field("aliases", "list", "别名", "other names"),
    Field("nature", "text", "运营性质", "nature", allowed=NATURES, **_ALWAYS),
    Field("form", "text", "形态", "form", allowed=FORMS, **_ALWAYS),
    Field(
        "scope", "text", "类型", "kind of market",
        "人社部发〔2023〕65号的分类", "as in notice 65 of 2023 of the ministry", allowed=SCOPES,
    ),
    Field(
        "status", "text", "状态", "status",
        "截至本期发布当天", "on the day of the publication", allowed=STATUSES, **_ALWAYS,
    ),
    Field(
        "status_from", "day", "状态开始", "status since",
        null="一直在运行，或没有登记", null_en="always in operation, or not recorded",
    ),
    Field(
        "status_until", "day", "状态截止", "status until",
        "不含当天", "that day not included",
        null="没有期限", null_en="until further notice",
    ),
    Field(
        "successor", "text", "搬到", "moved to", "新地点的编号", "id of the new place",
        null="没有搬迁，或新地点未公开", null_en="not moved, or the new place is not published",
    ),
    Field("region", "text", "区划代码", "county code", "县级，六位", "six digits", **_ALWAYS),
    Field("province", "text", "省", "province", **_ALWAYS),
    Field("city", "text", "市", "city"),
    Field("county", "text", "县（市、区）", "county"),
    Field("town", "text", "乡镇街道", "town or street office"),
    Field("address", "text", "地址", "address", **_ALWAYS),
    Field("directions", "text", "怎么走", "how to get there"),
    Field("van_bay", "text", "即停即走", "where a van may stop"),
    Field(
        "lon", "real", "经度", "longitude",
        "WGS-84，不是高德、百度的坐标", "WGS-84; not that of Amap or Baidu",
        unit="° (EPSG:4326)", **_ALWAYS,
    ),
    Field("lat", "real", "纬度", "latitude", "WGS-84", "WGS-84", unit="° (EPSG:4326)", **_ALWAYS),
    Field(
        "accuracy_m", "whole", "位置误差", "accuracy of the position",
        "实际位置离坐标可能有多远", "how far from the coordinates the place may be",
        unit="m", **_ALWAYS,
    ),
    Field(
        "hours", "text", "开放时间", "opening hours",
        "OpenStreetMap opening_hours 写法，当地时间（东八区）",
        "OpenStreetMap opening_hours syntax, local time (UTC+8)", **_UNKNOWN,
    ),
    Field("hours_note", "text", "时间说明", "note on the hours"),
    Field(
        "zones", "list", "分区时间", "hours of each zone",
        "每项：分区: 时间；时间里的分号写作“；”", "each: zone: hours; a semicolon within is ；",
        null="没有分区", null_en="no zones",
    ),
    Field(
        "peaks", "list", "人多的时段", "busiest times",
        "每项：开始-截止，当地时间", "each: from-until, local time",
    ),
    Field("be_there_by", "list", "最好几点前到", "be there by", "当地时间", "local time"),
    Field(
        "trades", "list", "工种代码", "codes of trades",
        "主要工种在前", "main ones first", vocabulary="trades",
    ),
    Field("trade_names", "list", "工种", "trades in Chinese", "与代码同序", "in the same order"),
    Field("main_trades", "list", "主要工种代码", "codes of the main trades", vocabulary="trades"),
    Field("services", "list", "服务代码", "codes of services", vocabulary="services"),
    Field("facilities", "list", "设施代码", "codes of facilities", vocabulary="facilities"),
    Field("free", "truth", "免费", "free of charge", **_UNKNOWN),
    Field(
        "contacts", "list", "办公电话", "office numbers",
        "每项：名目: 号码", "each: what it is: number",
    ),
    Field("hotline", "text", "服务热线", "hotline"),
    Field("complaint_line", "text", "投诉电话", "complaint line"),
    Field("office", "text", "主管机构", "office in charge", **_ALWAYS),
    Field("operator", "text", "运营单位", "operator"),
    Field(
        "confirmed_on", "day", "最近核实", "last confirmed",
        "任何一项信息最近一次核实的日子", "the newest day on which any fact was confirmed",
        null="没有核实记录", null_en="no confirmation on record",
    ),
    Field(
        "confirmed", "list", "核实记录", "confirmations",
        "每项：信息 日期 机构", "each: fact day office",
        null="没有核实记录", null_en="no confirmation on record",
    ),
    Field(
        "links", "list", "室内与路边", "hall and kerb",
        "相连地点的编号: 相距米数", "id of the other place: metres between",
        null="没有相连的地点", null_en="no such place",
    ),
    Field(
        "predecessors", "list", "从哪里搬来", "moved from", "编号", "ids",
        null="不是搬来的", null_en="none moved here",
    ),
    Field(
        "demo", "truth", "演示数据", "demo data",
        "true 表示这一处是编的，不能当真", "true: the place is invented and must not be relied on",
        **_ALWAYS,
    ),
)  # fmt: skip
NAMES = tuple(field.name for field in FIELDS)

KINDS = {
    "text": ("文字", "text"),
    "whole": ("整数", "whole number"),
    "real": ("小数", "decimal number"),
    "truth": ("true 或 false", "true or false"),
    "day": ("日期 YYYY-MM-DD", "date YYYY-MM-DD"),
    "list": (f"文字，多项用 {LISTED_BY} 分隔", f"text, several parted by {LISTED_BY}"),
}

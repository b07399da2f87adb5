"""What a column can hold: its name (that of `PlaceInput` where there is one), kind and headings."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "ignored", "id", "text", "texts", "term", "region", "yes-no", "hours", "phone", "contacts",
    "trades", "terms", "peaks", "count", "date", "longitude", "latitude", "position", "metres",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """`longest` is the length that the ledger stores; `words` are headings it is known by."""

    name: str
    label: str
    kind: Kind
    longest: int = 0
    words: tuple[str, ...] = ()


_ALL = (
    Field("seq", "序号", "ignored", 0, ("编次", "No", "序次", "行号")),
    Field("public_id", "编号", "id", 12, ("平台编号", "市场编号", "零工市场编号", "id")),
    Field(
        "name", "市场名称", "text", 80,
        ("名称", "零工市场名称", "市场（站点）名称", "零工市场（站点）名称", "站点名称", "地点名称",
         "习惯名称", "地名", "名称或习惯叫法"),
    ),
    Field("aliases", "别名", "texts", 80, ("其他名称", "曾用名", "俗称", "习惯叫法")),
    Field(
        "nature", "运营性质", "term", 12,
        ("性质", "市场性质", "运营类型", "经营性质", "市场类型", "类型"),
    ),
    Field("form", "形态", "term", 12, ("场所形态", "市场形态", "场地形态", "场所类型")),
    Field("scope", "类别", "term", 12, ("市场类别", "服务类别", "综合性或行业性")),
    Field(
        "operator", "运营单位", "text", 100,
        ("运营主体", "主办单位", "运营机构", "管理单位", "建设运营单位"),
    ),
    Field(
        "region_code", "所属区(市)", "region", 6,
        ("区(市)", "所属区县", "区县", "县(市、区)", "所在县区", "所属县(市、区)", "县区",
         "所属区划", "区划代码", "行政区划", "region", "市(县、区)"),
    ),
    Field(
        "town", "镇街", "text", 60,
        ("所属镇街", "乡镇街道", "街道(乡镇)", "镇(街道)", "所在镇街"),
    ),
    Field(
        "address", "详细地址", "text", 200,
        ("地址", "具体地址", "市场地址", "所在地址", "场所地址", "具体位置"),
    ),
    Field("directions", "怎么找到", "text", 200, ("到达方式", "路线", "乘车路线")),
    Field("van_bay", "即停即走点", "text", 200, ("即停即走", "停靠点", "接人停车点")),
    Field(
        "hours", "运行时间", "hours", 500,
        ("开放时间", "营业时间", "运营时间", "服务时间", "开市时间"),
    ),
    Field("hours_note", "运行时间说明", "text", 200, ("时间说明", "开放时间说明")),
    Field("peaks", "招工高峰", "peaks", 100, ("高峰时间", "高峰时段", "招工高峰时段")),
    Field("free_of_charge", "免费", "yes-no", 0, ("是否免费", "免费服务", "free")),
    Field("hotline", "服务热线", "phone", 30, ("服务电话", "咨询电话", "热线")),
    Field("complaint_line", "投诉举报电话", "phone", 30, ("投诉电话", "监督电话", "举报电话")),
    Field(
        "contacts", "联系电话", "contacts", 40,
        ("联系方式", "办公电话", "对外联系电话", "电话", "联系电话(座机)"),
    ),
    Field(
        "trades", "主要招聘工种", "trades", 60,
        ("主要工种", "招聘工种", "工种", "岗位", "职业(工种)", "职业/工种/岗位", "主要岗位"),
    ),
    Field("other_trades", "其他工种", "trades", 60, ("其它工种", "次要工种")),
    Field("services", "服务", "terms", 40, ("服务项目", "服务内容", "提供服务")),
    Field("facilities", "设施", "terms", 40, ("配套设施", "服务设施", "设施设备")),
    Field(
        "seekers", "求职人员规模", "count", 0,
        ("求职人数", "求职规模", "日均求职人数", "求职人员数", "零工规模"),
    ),
    Field(
        "hires", "日均招聘成功人数", "count", 0,
        ("招聘成功人数", "日均成功人数", "日均成交人数", "日均上工人数", "日均成功求职人数"),
    ),
    Field(
        "counted_on", "统计日期", "date", 0,
        ("统计时间", "数据日期", "截止日期", "统计截止日期"),
    ),
    Field("method", "统计方式", "text", 100, ("统计方法", "数据来源", "统计口径")),
    Field("lon", "经度", "longitude", 0, ("东经", "longitude", "lng", "x坐标")),
    Field("lat", "纬度", "latitude", 0, ("北纬", "latitude", "y坐标")),
    Field("lon_lat", "经纬度", "position", 0, ("坐标", "经纬度坐标", "位置坐标")),
    Field("datum", "坐标系", "term", 10, ("坐标系统", "坐标类型", "坐标来源")),
    Field("accuracy_m", "位置精度(米)", "metres", 0, ("精度", "定位精度")),
)  # fmt: skip
FIELDS: dict[str, Field] = {field.name: field for field in _ALL}
# A contact says whose line it is (`label`) in 40 characters; a note on a peak has 100.
LABEL_LONGEST, CORNER_LONGEST, PEAK_NOTE_LONGEST = 40, 60, 100

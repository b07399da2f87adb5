"""The parameters of the API as its OpenAPI document names them."""

from collections.abc import Iterable

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from maps.api import crs as systems
from maps.api import filter as filters
from maps.api.layers import Queryable
from maps.both import Both, of_message
from maps.params import ITEMS_DEFAULT, ITEMS_MAX, MODES, NEAREST_DEFAULT, NEAREST_MAX, OFFSET_MAX
from maps.readers import DATUMS

URIS = list(systems.ALL)
TEXT, INT = OpenApiTypes.STR, OpenApiTypes.INT


def _p(name: str, said: Both, **more: object) -> OpenApiParameter:
    return OpenApiParameter(name, type=more.pop("type", TEXT), description=said.joined, **more)  # type: ignore[arg-type]


def _whole(name: str, said: Both, least: int, most: int, default: int) -> OpenApiParameter:
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return OpenApiParameter(name, type=schema, description=said.joined)


def _numbers(name: str, said: Both, *counts: int) -> OpenApiParameter:
    """A list of one of these lengths."""
    lengths = [{"minItems": each, "maxItems": each} for each in dict.fromkeys(counts)]
    schema: dict[str, object] = {"type": "array", "items": {"type": "number"}}
    schema |= lengths[0] if len(lengths) == 1 else {"oneOf": lengths}
    return OpenApiParameter(name, type=schema, description=said.joined, explode=False, style="form")


FORMAT = _p(
    "f",
    Both("要 JSON 还是网页；不写看 Accept。", "Answer as JSON or as a page; else by Accept."),
    enum=["json", "html"],
)
LIMIT = _whole(
    "limit",
    Both(
        "最多几条；写得再多也按最大值算。",
        "How many at most; a larger number counts as the maximum.",
    ),
    1,
    ITEMS_MAX,
    ITEMS_DEFAULT,
)
OFFSET = _whole("offset", Both("跳过几条。", "How many to leave out."), 0, OFFSET_MAX, 0)
CRS = _p(
    "crs",
    Both(
        "答案用的坐标系（URI）；轴序按坐标系自己的规定。",
        "System of the answer's coordinates, by URI; axes in the system's own order.",
    ),
    enum=URIS,
)
PROPERTIES = _p(
    "properties",
    Both("只要哪些属性，逗号隔开。", "Names of the properties wanted, commas between."),
)
BBOX = _numbers(
    "bbox",
    Both(
        "西,南,东,北，按 bbox-crs；跨 180° 时西大于东。没有几何的总会选中。",
        "west,south,east,north in bbox-crs; west may exceed east across 180°. Features without "
        "geometry always match.",
    ),
    4,
    6,
)
NEAR = _numbers(
    "near",
    Both(
        "本站扩展：经度,纬度。按真实距离由近到远，每条带 distance_m（米）。",
        "Ours: longitude,latitude. Orders by true distance, which every feature then has as "
        "distance_m.",
    ),
    2,
    2,
)
POSITION_DATUM = _p(
    "datum",
    Both("本站扩展：给的位置是什么坐标系。", "Ours: what the given position is in."),
    enum=list(DATUMS),
)
AT = "now, today 05:00, tomorrow 05:00, 2026-11-24T05:00"
TRADE = Both(
    "工种：代码、名称、别名、拼音或首字母。",
    "A trade by code, name, synonym, pinyin or initials.",
)

ITEMS = (
    FORMAT, LIMIT, OFFSET, BBOX,
    _p("bbox-crs", Both("bbox 的坐标系（URI）。", "System of the bbox, by URI."), enum=URIS),
    CRS,
    _p("datetime", Both(
        "RFC 3339 时刻或区间，.. 表示不限。地点：那时还在运行，没有关闭或搬走；活动：那时在办；"
        "区划没有时间，总会选中。",
        "RFC 3339 instant or interval, .. for an open end. Markets: in operation at some time in "
        "it, that is not yet closed or moved for good. Events: taking place in it. Regions have no "
        "time and always match.",
    )),
    _p("filter", Both(
        "CQL2 条件；最多 8000 个字、1000 个词和符号、24 层括号。",
        "CQL2 over the queryables; at most 8 000 characters, 1 000 terms, 24 brackets deep.",
    )),
    _p("filter-lang", Both("filter 的写法。", "Language of the filter."),
       enum=list(filters.LANGUAGES)),
    _p("filter-crs", Both(
        "filter 里坐标的坐标系（URI）。", "System of coordinates in the filter, by URI."
    ), enum=URIS),
    _p("sortby", Both(
        "按哪些属性排，逗号隔开，前面写 + 或 -；没有值的排在最后。",
        "Queryables with + or - before each, commas between; unknown values come last.",
    )),
    PROPERTIES,
    NEAR, POSITION_DATUM,
    _p("open_at", Both(
        f"本站扩展，只用于地点：那时一定开着的（北京时间）：{AT}",
        f"Ours, markets only: surely open at this moment (Beijing time): {AT}",
    )),
    _p("trade", TRADE),
    _p("region", Both(
        "本站扩展：省、市、区县（370403）或镇街（370405-malantunzhen）的代码。",
        "Ours: code of a province, city, county (370403) or town (370405-malantunzhen).",
    )),
)  # fmt: skip

_DEGREES = Both("度数，按 datum。", "Degrees, in datum.").joined
NEAREST = (
    OpenApiParameter("lon", OpenApiTypes.DOUBLE, required=True, description=_DEGREES),
    OpenApiParameter("lat", OpenApiTypes.DOUBLE, required=True, description=_DEGREES),
    POSITION_DATUM,
    _p("trade", TRADE),
    _p("at", Both(f"什么时候出发（北京时间）：{AT}", f"When one sets out (Beijing time): {AT}")),
    _p("mode", Both("怎么去。", "How one gets there."), enum=list(MODES)),
    _whole("limit", Both("最多几处。", "How many at most."), 1, NEAREST_MAX, NEAREST_DEFAULT),
)  # fmt: skip
CHANGES = (
    _whole("since", Both(
        "手里那一期的期号；0 要全部。",
        "Number of the publication that is held; 0 for everything.",
    ), 0, 2**31 - 1, 0),
    _whole("limit", Both("最多几条。", "How many at most."), 1, 10_000, 1000),
    OFFSET,
)  # fmt: skip
CHANGES[0].required = True
_TYPES = {"boolean": OpenApiTypes.BOOL, "number": OpenApiTypes.DOUBLE, "date": OpenApiTypes.DATE,
          "timestamp": OpenApiTypes.DATETIME}  # fmt: skip


def of_queryables(
    queryables: Iterable[Queryable], taken: Iterable[OpenApiParameter]
) -> list[OpenApiParameter]:
    """Every queryable is a parameter too: equal to the value, or listing it."""
    names = {each.name for each in taken}
    return [
        OpenApiParameter(
            each.name,
            _TYPES.get(each.kind, TEXT),
            description=_equal(each).joined,
            enum=list(each.choices) or None,
        )
        for each in queryables
        if each.name not in names
    ]


def _equal(each: Queryable) -> Both:
    called = of_message(each.title)
    if each.kind == "list":
        return Both(f"{called.chinese}：列有这一项", f"{called.english}: listing this")
    return Both(f"{called.chinese}：等于这个值", f"{called.english}: equal to this")

"""The parameters of the API as its OpenAPI document names them."""

from collections.abc import Iterable

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from maps.api import crs as systems
from maps.api import filter as filters
from maps.api.layers import Queryable
from maps.params import ITEMS_DEFAULT, ITEMS_MAX, MODES, NEAREST_DEFAULT, NEAREST_MAX, OFFSET_MAX
from maps.readers import DATUMS

URIS = list(systems.ALL)
TEXT, INT = OpenApiTypes.STR, OpenApiTypes.INT


def _p(name: str, said: str, **more: object) -> OpenApiParameter:
    return OpenApiParameter(name, type=more.pop("type", TEXT), description=said, **more)  # type: ignore[arg-type]


def _whole(name: str, said: str, least: int, most: int, default: int) -> OpenApiParameter:
    schema = {"type": "integer", "minimum": least, "maximum": most, "default": default}
    return OpenApiParameter(name, type=schema, description=said)


def _numbers(name: str, said: str, least: int, most: int) -> OpenApiParameter:
    schema = {
        "type": "array", "items": {"type": "number"}, "minItems": least, "maxItems": most,
    }  # fmt: skip
    return OpenApiParameter(name, type=schema, description=said, explode=False, style="form")


FORMAT = _p("f", "Answer as JSON or as a page; else by the Accept header.", enum=["json", "html"])
LIMIT = _whole(
    "limit", "How many at most; a larger number counts as the maximum.", 1, ITEMS_MAX, ITEMS_DEFAULT
)
OFFSET = _whole("offset", "How many to leave out.", 0, OFFSET_MAX, 0)
CRS = _p(
    "crs", "System of the answer's coordinates, by URI; axes in the system's own order.", enum=URIS
)
PROPERTIES = _p("properties", "Names of the properties wanted, commas between.")
BBOX = _numbers("bbox", "west,south,east,north in bbox-crs; west may exceed east across 180°. "
                "Features without geometry always match.", 4, 6)  # fmt: skip
NEAR = _numbers("near", "Ours: longitude,latitude. Orders by true distance, which every feature "
                "then has as distance_m.", 2, 2)  # fmt: skip
POSITION_DATUM = _p("datum", "Ours: what the given position is in.", enum=list(DATUMS))
AT = "now, today 05:00, tomorrow 05:00, or a local minute 2026-11-24T05:00 (Beijing time)"

ITEMS = (
    FORMAT, LIMIT, OFFSET, BBOX,
    _p("bbox-crs", "System of the bbox, by URI.", enum=URIS),
    CRS,
    _p("datetime", "RFC 3339 instant or interval, .. for an open end. Markets: in operation at "
       "some time in it, that is not yet closed or moved for good. Events: taking place in it. "
       "Regions have no time and always match."),
    _p("filter", "CQL2 over the queryables; at most 8 000 characters, 1 000 terms, 24 brackets "
       "deep."),
    _p("filter-lang", "Language of the filter.", enum=list(filters.LANGUAGES)),
    _p("filter-crs", "System of coordinates in the filter, by URI.", enum=URIS),
    _p("sortby", "Queryables with + or - before each, commas between; unknown values come last."),
    PROPERTIES,
    NEAR, POSITION_DATUM,
    _p("open_at", f"Ours, markets only: surely open at this moment: {AT}."),
    _p("trade", "Ours: a trade by code, name, synonym, pinyin or initials."),
    _p("region", "Ours: code of a province, city, county (370403) or town (370405-malantunzhen)."),
)  # fmt: skip

NEAREST = (
    OpenApiParameter("lon", OpenApiTypes.DOUBLE, required=True, description="Degrees, in `datum`."),
    OpenApiParameter("lat", OpenApiTypes.DOUBLE, required=True, description="Degrees, in `datum`."),
    POSITION_DATUM,
    _p("trade", "A trade by code, name, synonym, pinyin or initials."),
    _p("at", f"When one sets out: {AT}."),
    _p("mode", "How one gets there.", enum=list(MODES)),
    _whole("limit", "How many.", 1, NEAREST_MAX, NEAREST_DEFAULT),
)
CHANGES = (
    _whole("since", "Number of the publication that is held; 0 for everything.", 0, 2**31 - 1, 0),
    _whole("limit", "How many at most.", 1, 10_000, 1000),
    OFFSET,
)
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
            description=f"{each.title}: equal to this."
            if each.kind != "list"
            else f"{each.title}: listing this.",
            enum=list(each.choices) or None,
        )
        for each in queryables
        if each.name not in names
    ]

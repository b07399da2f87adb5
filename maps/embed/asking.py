"""What a frame is asked to show, read once; a bad parameter is a 400 that says what is allowed."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from directory.records import AreaRecord, TradeRecord
from maps import readers
from maps.readers import BadParameter

KINDS = ("list", "map")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
THEMES = ("auto", "light", "dark")
LIMIT, LIMIT_MOST = 10, 50
HEIGHT, HEIGHT_LEAST, HEIGHT_MOST = 480, 240, 2000


@dataclass(frozen=True, slots=True)
class Embed:
    """`trade` None: any. `lang` is a key of LANGUAGES."""

    kind: str
    region: AreaRecord
    trade: TradeRecord | None
    lang: str = "zh"
    theme: str = "auto"
    limit: int = LIMIT

    def query(self) -> str:
        """The parameters in their one order; defaults are left out."""
        pairs = [("region", self.region.code)]
        pairs += [("trade", self.trade.code)] if self.trade else []
        pairs += [("lang", self.lang)] if self.lang != "zh" else []
        pairs += [("theme", self.theme)] if self.theme != "auto" else []
        if self.kind == "list" and self.limit != LIMIT:
            pairs.append(("limit", str(self.limit)))
        return urlencode(pairs)


def read(snapshot: Snapshot, data: QueryDict, kind: str, lang: str = "zh") -> Embed:
    """A frame's question; parameters it does not know are ignored. The form leaves fields empty."""
    return Embed(
        kind,
        _region(snapshot, data.get("region") or settings.SITE_REGION, kind),
        _trade(snapshot, data.get("trade", "")),
        readers.one_of("lang", data.get("lang") or lang, tuple(LANGUAGES)),
        readers.one_of("theme", data.get("theme") or "auto", THEMES),
        readers.whole("limit", data.get("limit") or str(LIMIT), 1, LIMIT_MOST, clamp=True),
    )


def snippet(url: str, title: str, tall: int) -> str:
    """The line of HTML to copy."""
    line = '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" style="border:0">'
    # A text to be read, not a part of our page: a template must escape it once more.
    return str.__str__(format_html(line + "</iframe>", url, title, tall))


def height(data: QueryDict) -> int:
    text = data.get("height") or str(HEIGHT)
    return readers.whole("height", text, HEIGHT_LEAST, HEIGHT_MOST)


def _region(snapshot: Snapshot, code: str, kind: str) -> AreaRecord:
    area: AreaRecord | None = snapshot.areas.get(readers.area_code("region", code))
    if area is None:
        allowed = _("六位区划代码，例如 370405")
        raise BadParameter("region", code, allowed, _("没有这个区划代码。"))
    if kind == "map" and area.level == "province":
        raise BadParameter(
            "region", code, _("市、区县或镇街的代码，例如 370400"), _("地图画不了整个省。")
        )
    return area


def _trade(snapshot: Snapshot, code: str) -> TradeRecord | None:
    if not code:
        return None
    trade: TradeRecord | None = snapshot.trades.get(code)
    if trade is None:
        allowed = ", ".join(snapshot.trades)
        raise BadParameter("trade", code, allowed, _("没有这个工种代码。"))
    return trade

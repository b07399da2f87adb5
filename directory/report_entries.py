"""What somebody without an account sends in, frozen, and the checks of it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.errors import Refusals
from directory.hours import HoursError, normalise
from directory.models import Report
from directory.models.reports import MOST_ADDRESS, MOST_HOURS, MOST_WORDS
from geo.datum import DATUMS, DatumError, to_wgs84
from geo.distance import geodesic_m

MOST_NAME, MOST_PHONE = 40, 30
LEAST_WORDS = 4
# Nobody who stands at a place finds it this far from where the map shows it.
FARTHEST_M = 50_000
_WORDS_NEEDED = (Report.About.OTHER_CORRECTION, Report.About.OTHER_COMPLAINT)
_FREE_LINES = frozenset("\n\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInput:
    """As it was typed. `lon`, `lat` in `datum`; all three or none. `name`, `phone` are personal."""

    kind: str
    text: str = ""
    hours: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: str = ""
    address: str = ""
    name: str = ""
    phone: str = ""
    language: str = "zh-hans"


def check(data: ReportInput, lon: float, lat: float) -> None:
    """`EntryErrors` by field, for a place that stands at WGS-84 `lon`, `lat`."""
    refusals = Refusals()
    if data.kind not in Report.About.values:
        refusals.add("kind", _("请选一项：哪里不对，或者要投诉什么"))
    for field, most in (
        ("text", MOST_WORDS),
        ("hours", MOST_HOURS),
        ("address", MOST_ADDRESS),
        ("name", MOST_NAME),
        ("phone", MOST_PHONE),
    ):
        _check_words(field, getattr(data, field), most, refusals)
    if data.kind in _WORDS_NEEDED and len(data.text.strip()) < LEAST_WORDS:
        refusals.add("text", _("请写几句说明，至少 %(least)d 个字") % {"least": LEAST_WORDS})
    if data.phone and sum(letter.isdigit() for letter in data.phone) < 5:
        refusals.add("phone", _("电话里至少要有 5 位数字；不想留就空着"))
    _check_position(data, lon, lat, refusals)
    refusals.raise_if_any()


def normalised(hours: str) -> str | None:
    """The hours in the syntax of the ledger; None where they cannot be read with certainty."""
    try:
        return normalise(hours) if hours.strip() else None
    except HoursError:
        return None


def wgs84_of(report: Report) -> tuple[float, float] | None:
    """Where the sender says the place is; None where he does not say."""
    if report.suggested_lon is None or report.suggested_lat is None:
        return None
    return to_wgs84(report.suggested_lon, report.suggested_lat, report.suggested_datum)


def _check_words(field: str, said: str, most: int, refusals: Refusals) -> None:
    if len(said) > most:
        refusals.add(
            field,
            _("最多 %(most)d 个字，现在有 %(now)d 个") % {"most": most, "now": len(said)},
        )
    if any((ord(c) < 32 and c not in _FREE_LINES) or ord(c) == 127 for c in said):
        refusals.add(field, _("有看不见的控制字符，请重新输入"))


def _check_position(data: ReportInput, lon: float, lat: float, refusals: Refusals) -> None:
    if data.lon is None and data.lat is None:
        return
    if data.lon is None or data.lat is None or data.datum not in DATUMS:
        refusals.add("position", _("位置要有经度、纬度和坐标系"))
        return
    try:
        there = to_wgs84(data.lon, data.lat, data.datum)
    except DatumError as error:
        refusals.add("position", str(error))
        return
    metres = geodesic_m(lon, lat, *there)
    if metres > FARTHEST_M:
        refusals.add(
            "position",
            _("离登记的位置有 %(km).0f 公里，最远 %(most)d 公里；请核对，或者空着不填")
            % {"km": metres / 1000, "most": FARTHEST_M // 1000},
        )

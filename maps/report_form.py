"""The form by which the public reports: what was typed, kept whatever happens, and what it says."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.models import Report
from directory.models.reports import COMPLAINTS, CORRECTIONS, MOST_ADDRESS, MOST_HOURS, MOST_WORDS
from directory.report_entries import MOST_NAME, MOST_PHONE, ReportInput
from maps import params, readers
from maps.readers import BadParameter

# A field that nobody sees; programs fill in everything.
TRAP = "website"
_FIELDS = ("kind", "text", "hours", "coords", "datum", "address", "name", "phone")
_MOST_KEPT = 4000
_EMPTY_DATUM = "wgs84"


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they were typed, and what is wrong with them: field → messages."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    notice: str = ""


def typed(data: QueryDict) -> Typed:
    """What was sent, cut to a length that can be shown again."""
    return Typed({name: data.get(name, "")[:_MOST_KEPT] for name in _FIELDS})


def read(data: QueryDict) -> ReportInput:
    """`BadParameter` for a position that cannot be read; the rest is checked by the directory."""
    lon = lat = None
    datum = ""
    # A browser sends each line end as two characters; the counter of the field counts one.
    text = data.get("text", "").replace("\r\n", "\n")
    if coords := data.get("coords", "").strip():
        datum = readers.one_of("datum", data.get("datum") or _EMPTY_DATUM, readers.DATUMS)
        position = readers.position(*params.two_numbers(coords), datum)
        lon, lat = position.given_lon, position.given_lat
    return ReportInput(
        kind=data.get("kind", ""),
        text=text,
        hours=data.get("hours", ""),
        lon=lon,
        lat=lat,
        datum=datum,
        address=data.get("address", ""),
        name=data.get("name", ""),
        phone=data.get("phone", ""),
        language="en" if (get_language() or "").startswith("en") else "zh-hans",
    )


def of_position(error: BadParameter) -> dict[str, list[str]]:
    """The refusal of a position, in words under its field."""
    said = _("%(detail)s可以填：%(allowed)s；不清楚就空着。") % {
        "detail": error.detail,
        "allowed": error.allowed,
    }
    return {"position": [said]}


def context(form: Typed) -> dict[str, Any]:
    """What the template shows of it; `datum` defaults to that of a phone."""
    values = {**form.values, "datum": form.values.get("datum") or _EMPTY_DATUM}
    return {
        "values": values,
        "errors": form.errors,
        "summary": [(name, said) for name, each in form.errors.items() for said in each],
        "notice": form.notice,
        "groups": (
            (_("信息不对"), [(kind.value, kind.label) for kind in CORRECTIONS]),
            (_("投诉举报"), [(kind.value, kind.label) for kind in COMPLAINTS]),
        ),
        "complaint": values.get("kind") in {kind.value for kind in COMPLAINTS},
        "has_contact": bool(values.get("name") or values.get("phone"))
        or any(name in form.errors for name in ("name", "phone")),
        "has_position": bool(values.get("coords")) or "position" in form.errors,
        "most": {
            "text": MOST_WORDS,
            "hours": MOST_HOURS,
            "address": MOST_ADDRESS,
            "name": MOST_NAME,
            "phone": MOST_PHONE,
        },
        "trap": TRAP,
    }


def spoken(receipt: str) -> str:
    """In groups of four, as it is read aloud."""
    return "-".join(receipt[at : at + 4] for at in range(0, len(receipt), 4))


def plain(receipt: str) -> str:
    """As it is stored, however it was typed."""
    return receipt.replace("-", "").replace(" ", "").lower()


def state_words(report: Report) -> str:
    """What has become of it, for its sender."""
    words = {
        Report.State.NEW: _("已经收到，还没有开始办理。"),
        Report.State.HANDLING: _("正在核实、办理。"),
        Report.State.ANSWERED: _("已经办完，答复如下。"),
        Report.State.DISMISSED: _("核实过了，没有采纳，原因如下。"),
    }
    return words[Report.State(report.state)]

"""What the counts of a region say over a period: charts drawn here, each with its table."""

import datetime as dt
import math
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory import access
from directory.entry_words import region_names
from directory.kinds import Action, Kind
from directory.models import Official
from directory.models.counts import Session
from directory.monitoring import shown
from directory.monitoring.pulse import Pulse, latest_day, pulse
from maps.office.base import render
from maps.office.imports.forms import regions_for
from maps.office.rules import official_of, rule

USUAL, LONGEST = dt.timedelta(days=89), dt.timedelta(days=3 * 366)


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PeriodForm(forms.Form):
    """A region of those one may see, and a period of at most three years."""

    region = forms.ChoiceField(label=gettext_lazy("区域"))
    start = forms.DateField(label=gettext_lazy("从"), widget=_date())
    end = forms.DateField(label=gettext_lazy("到"), widget=_date())
    session = forms.ChoiceField(label=gettext_lazy("场次"), choices=Session.choices)

    def __init__(self, *args: object, official: Official, kind: Kind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        action = Action.VIEW if kind == Kind.COUNT else Action.ADD
        offered = regions_for(official, action, kind)
        known = {code for code, _name in offered}
        # Without live regions, and for the whole country, codes stand for themselves.
        offered += [
            (code, code) for code in access.regions(official, action, kind) if code not in known
        ]
        self.fields["region"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and not dt.timedelta(0) <= end - start <= LONGEST:
            self.add_error("end", _("到的日期不能早于从，最多三年"))
        return cleaned


def usual(official: Official, kind: Kind) -> dict[str, Any]:
    """Where nothing is asked for: one's own region, the last ninety days that have counts."""
    action = Action.VIEW if kind == Kind.COUNT else Action.ADD
    codes = access.regions(official, action, kind)
    own = official.office.region_code
    region = own if any(access.within(own, each) for each in codes) else codes[0]
    end = latest_day(region) or timezone.localdate()
    return {"region": region, "start": end - USUAL, "end": end, "session": Session.MORNING}


@rule(Kind.COUNT)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    official = official_of(request)
    start = usual(official, Kind.COUNT)
    asked = {**{name: str(value) for name, value in start.items()}, **request.GET.dict()}
    form = PeriodForm(asked, official=official, kind=Kind.COUNT)
    if not form.is_valid():
        return _page(request, form, None, 422)
    chosen = form.cleaned_data
    access.require(official, Action.VIEW, Kind.COUNT, chosen["region"])
    found = pulse(chosen["region"], chosen["start"], chosen["end"], chosen["session"])
    return _page(request, form, found)


def _page(
    request: HttpRequest, form: PeriodForm, found: Pulse | None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"title": _("动态监测"), "form": form, "pulse": found}
    if found is not None:
        names = region_names([found.region, *(each.code for each in found.regions)])
        context |= {
            "region": names.get(found.region, found.region),
            "charts": shown.charts(found),
            "method": shown.method(found),
            "figures": shown.figures(found),
            "weeks": shown.week_days(found),
            "regions": [(names.get(each.code, each.code), each) for each in found.regions],
            "days": list(_days(found)),
        }
    return render(request, "maps/office/monitoring/dashboard.html", context, status)


def _days(found: Pulse) -> Any:
    """Every day of the period with its trend; a missing one says so."""
    for at, day in enumerate(found.days):
        value = found.trend.values[at]
        on = found.start + dt.timedelta(days=at)
        yield on, day, None if math.isnan(value) else float(value)

"""What is filled in for a round."""

import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.kinds import Action, Kind
from directory.models import Official
from directory.returns.due import MOST_REASON
from directory.returns.rounds import yearly_due
from geo.models import Level
from maps.office.imports.forms import regions_for

_DAY = {"type": "date"}


class RoundForm(forms.Form):
    """A level whose date is left empty gets no return in this round."""

    region = forms.ChoiceField(label=_("区域"))
    period = forms.CharField(
        label=_("期间"),
        max_length=7,
        help_text=_("一年写 2026，半年写 2026-H1，季度写 2026-Q3，一个月写 2026-06"),
    )
    county = forms.DateField(
        label=_("区县报市截止"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
    )
    city = forms.DateField(
        label=_("市报省截止"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    province = forms.DateField(
        label=_("省报部截止"), required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )

    def __init__(self, *args: object, official: Official, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [
            each
            for each in regions_for(official, Action.ADD, Kind.RETURN)
            if each[0].endswith("00")
        ]
        self.fields["region"].choices = offered  # type: ignore[attr-defined]
        year = timezone.localdate().year
        self.fields["period"].initial = str(year)
        for level, day in yearly_due(year).items():
            self.fields[level].initial = day

    def due(self) -> dict[str, dt.date]:
        levels = (Level.COUNTY, Level.CITY, Level.PROVINCE)
        return {
            level.value: self.cleaned_data[level]
            for level in levels
            if self.cleaned_data.get(level)
        }


class DueForm(forms.Form):
    """`alike`: how many others of the round and level could be moved along; none, no question."""

    due_on = forms.DateField(
        label=_("新的截止日期"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    reason = forms.CharField(
        label=_("理由"), max_length=MOST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    all_alike = forms.BooleanField(required=False)

    def __init__(self, *args: object, alike: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if alike:
            said = _("同期同级的另外 %(n)d 份一起改（已上报的不动）")
            self.fields["all_alike"].label = said % {"n": alike}
        else:
            del self.fields["all_alike"]

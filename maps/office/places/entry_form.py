"""The form in which a place is entered: what it says by itself, and what hangs on it in rows."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.entry_words import name_column
from directory.kinds import Action, Kind
from directory.models import Facility, Market, Office, Official, ServiceTag
from directory.models.market import Form, Nature, Scope
from maps.office.places.point import UNCHOSEN, PointFields, stem_of

MOST_ALIASES, LETTERS_OF_ALIAS = 20, 80
_FREE = {"yes": True, "no": False}


def _text(name: str, required: bool = False, **attrs: Any) -> forms.CharField:
    """As long as the ledger takes it, under the ledger's own name."""
    field: Any = Market._meta.get_field(name)
    return forms.CharField(
        label=field.verbose_name,
        max_length=field.max_length,
        required=required,
        widget=forms.TextInput(
            attrs={"autocomplete": "off"} | {key.replace("_", "-"): attrs[key] for key in attrs}
        ),
    )


class PlaceForm(PointFields):
    """What one place says; the rows stand beside it (`maps.office.places.rows`)."""

    use_required_attribute = False

    name = _text("name", required=True)
    aliases = forms.CharField(
        label=_("别名"),
        required=False,
        max_length=MOST_ALIASES * (LETTERS_OF_ALIAS + 2),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("当地人怎么叫，一行一个，最多 20 个"),
    )
    nature = forms.ChoiceField(label=_("运营性质"), choices=[UNCHOSEN, *Nature.choices])
    form = forms.ChoiceField(label=_("形态"), choices=[UNCHOSEN, *Form.choices])
    scope = forms.ChoiceField(
        label=_("类别"), choices=[("", _("未定")), *Scope.choices], required=False
    )
    operator = _text("operator")
    office = forms.ChoiceField(label=_("主管机构"))
    address = _text("address", required=True)
    directions = _text("directions")
    van_bay = _text("van_bay")
    hours = _text("hours", data_hours="")
    hours_note = _text("hours_note")
    free_of_charge = forms.ChoiceField(
        label=_("是否免费"),
        choices=[("", _("不清楚")), ("yes", _("免费")), ("no", _("收费"))],
        required=False,
    )
    hotline = _text("hotline", inputmode="tel")
    complaint_line = _text("complaint_line", inputmode="tel")
    services = forms.MultipleChoiceField(
        label=_("服务"), required=False, widget=forms.CheckboxSelectMultiple
    )
    facilities = forms.MultipleChoiceField(
        label=_("设施"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=_("给审核人的说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("改了什么、依据是什么；不会公开"),
    )
    base_version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, official: Official, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, official=official, **kwargs)
        self.fields["hours"].help_text = _("中文或 OSM 写法都可以，如：每天早上五点到下午五点半")
        self.fields["van_bay"].help_text = _("面包车可以在哪里即停即走")
        self._choose("office", [UNCHOSEN, *offices(official).values_list("code", "name")])
        self._choose("services", ServiceTag.objects.values_list("code", name_column(ServiceTag)))
        self._choose("facilities", Facility.objects.values_list("code", name_column(Facility)))

    def clean_aliases(self) -> tuple[str, ...]:
        lines = [line.strip() for line in self.cleaned_data["aliases"].splitlines()]
        kept = tuple(dict.fromkeys(filter(None, lines)))
        if len(kept) > MOST_ALIASES:
            raise forms.ValidationError(
                _("别名最多 %(most)d 个"), params={"most": MOST_ALIASES}, code="most"
            )
        return kept

    def clean_free_of_charge(self) -> bool | None:
        return _FREE.get(self.cleaned_data["free_of_charge"])

    def _choose(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = list(choices)


def offices(official: Official) -> QuerySet[Office]:
    """Offices that may own a place of his regions: of the regions themselves, and above them."""
    found = Q(pk__in=[])
    for region in access.regions(official, Action.ADD, Kind.PROPOSAL):
        found |= Q(region_code__startswith=stem_of(region))
        found |= Q(region_code__in=[f"{region[:4]}00", f"{region[:2]}0000", "000000"])
    return Office.objects.filter(found)

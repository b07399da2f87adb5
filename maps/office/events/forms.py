"""What is filled in about a recruitment van or a special fair."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.entries import EventInput
from directory.errors import EntryErrors
from directory.models import Event, Office, Official, Trade
from maps.office.places.point import UNCHOSEN, PointFields

_MOMENT = "%Y-%m-%dT%H:%M"


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT)


class EventForm(PointFields):
    """`version`: of the event that was opened, empty for a new one."""

    kind = forms.ChoiceField(label=_("类型"), choices=[UNCHOSEN, *Event.Kind.choices])
    name = forms.CharField(label=_("名称"), max_length=80)
    office = forms.ChoiceField(label=_("主办机构"))
    market = forms.CharField(
        label=_("在哪个市场举办"),
        max_length=12,
        required=False,
        help_text=_("市场的编号；不在市场里的就空着"),
    )
    address = forms.CharField(label=_("地点"), max_length=200)
    starts_at = forms.DateTimeField(label=_("开始"), widget=_moment())
    ends_at = forms.DateTimeField(label=_("结束"), widget=_moment())
    trades = forms.MultipleChoiceField(
        label=_("工种"), required=False, widget=forms.CheckboxSelectMultiple
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        help_text=_("只填办公电话：带区号的座机、400/800 电话或 12333 这样的短号"),
    )
    note = forms.CharField(
        label=_("说明"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("公众看得到"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, official: Official, **kwargs: Any) -> None:
        super().__init__(*args, official=official, **kwargs)
        fields: dict[str, Any] = self.fields
        # How exact the point is, nobody asks of a van; the town only helps to find the point.
        del fields["accuracy_m"]
        fields["office"].choices = [UNCHOSEN, *_offices(official)]
        fields["trades"].choices = list(
            Trade.objects.filter(active=True).values_list("code", "name")
        )

    def entry(self, public_id: str | None) -> EventInput:
        data = self.cleaned_data
        same = ("kind", "name", "office", "region_code", "address", "lon", "lat", "datum")
        return EventInput(
            public_id=public_id,
            **{field: data[field] for field in same},
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            market=data["market"].strip().lower() or None,
            trades=tuple(data["trades"]),
            phone=data["phone"].strip(),
            note=data["note"],
        )

    def refuse(self, error: EntryErrors) -> None:
        """The directory's messages at the fields that they are about."""
        for field, messages in error.errors.items():
            for message in messages:
                self.add_error(field if field in self.fields else None, message)


def initial_of(event: Event) -> dict[str, Any]:
    """The form as the event stands."""
    same = ("kind", "name", "region_code", "address", "phone", "note", "version")
    return {
        **{field: getattr(event, field) for field in same},
        "office": event.office.code,
        "market": event.market.public_id if event.market else "",
        "lon": event.entered_lon,
        "lat": event.entered_lat,
        "datum": event.entered_datum,
        "starts_at": timezone.localtime(event.starts_at),
        "ends_at": timezone.localtime(event.ends_at),
        "trades": [trade.code for trade in event.trades.all()],
    }


def typed(data: QueryDict) -> dict[str, Any]:
    """What has been typed so far, to be shown again without being judged."""
    shown: dict[str, Any] = {name: data.get(name, "") for name in EventForm.base_fields}
    return shown | {"trades": data.getlist("trades")}


def _offices(official: Official) -> list[tuple[str, str]]:
    """One's own office, those of one's regions, and those above them."""
    codes = {role.region_code for role in official.roles.all()} | {official.office.region_code}
    wanted = {official.office.pk}
    for pk, code in Office.objects.values_list("pk", "region_code"):
        if any(_one_in_other(code, each) for each in codes):
            wanted.add(pk)
    return list(Office.objects.filter(pk__in=wanted).values_list("code", "name"))


def _one_in_other(one: str, other: str) -> bool:
    return access.within(one, other) or access.within(other, one)

"""A position in a form: coordinates with their datum, how exact they are, the county, the town.

Any form of the officials takes it by inheriting `PointFields` and including
`maps/office/places/_point.html`; its page loads `maps/office/places/_point_scripts.html`. Without
script the fields work by themselves, and `where` says the region after each submission.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.kinds import Action, Kind
from directory.models import Official
from geo.models import Datum, Level, Region, Town
from maps.office.places.where import Where, where

MOST_ACCURACY_M = 50_000
MOST_TOWNS = 1500
UNCHOSEN = ("", _("请选择"))


class Degrees(forms.FloatField):
    """Degrees as somebody types or pastes them: full width, with a degree sign."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).replace("°", "").strip()
        return super().to_python(value)


def counties(
    official: Official, action: Action = Action.ADD, kind: Kind = Kind.PROPOSAL
) -> list[tuple[str, str]]:
    """Code and name of each county in which this may be done; cities that have no counties too."""
    live = Region.objects.live()
    finest = live.filter(Q(level=Level.COUNTY) | Q(level=Level.CITY))
    parents = live.exclude(parent_code="").values("parent_code")
    allowed = Q(pk__in=[])
    for region in access.regions(official, action, kind):
        allowed |= Q(code__startswith=stem_of(region))
    rows = finest.filter(allowed).exclude(code__in=parents).order_by("code")
    return [(code, f"{name}（{code}）") for code, name in rows.values_list("code", "name")]


def towns(codes: Iterable[str]) -> list[Town]:
    """The towns of these counties that have a position."""
    rows = Town.objects.filter(county_code__in=list(codes), point__isnull=False)
    return list(rows[:MOST_TOWNS])


class PointFields(forms.Form):
    """`official` None: only the coordinates, without the county and the town."""

    lon = Degrees(
        label=_("经度"),
        min_value=-180,
        max_value=180,
        error_messages={"invalid": _("经度须为数字，如 117.2632"), "required": _("请填写经度")},
    )
    lat = Degrees(
        label=_("纬度"),
        min_value=-90,
        max_value=90,
        error_messages={"invalid": _("纬度须为数字，如 34.8012"), "required": _("请填写纬度")},
    )
    datum = forms.ChoiceField(
        label=_("坐标系"),
        choices=[UNCHOSEN, *Datum.choices],
        error_messages={"required": _("请选择坐标系：坐标是从哪种地图上取的")},
    )
    accuracy_m = forms.IntegerField(
        label=_("位置精度（米）"),
        min_value=1,
        max_value=MOST_ACCURACY_M,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("这个点离真正的位置最多差多少米：门口定位约 20，只知道镇街时约 2000"),
        error_messages={"required": _("请填写位置精度，如 20")},
    )
    region_code = forms.ChoiceField(
        label=_("所属区县"),
        error_messages={
            "required": _("请选择所属区县"),
            "invalid_choice": _("所属区县不在您可以录入的范围内"),
        },
    )
    town = forms.CharField(
        label=_("镇街"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "point-towns", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, official: Official | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if official is None:
            del self.fields["region_code"], self.fields["town"]
            return
        self.counties = counties(official)
        codes: Any = self.fields["region_code"]
        codes.choices = [UNCHOSEN, *self.counties]

    @property
    def town_choices(self) -> list[Town]:
        """For the list under the town's field."""
        return towns(code for code, _name in getattr(self, "counties", ()))

    @property
    def where(self) -> Where | None:
        """The region of what has been entered; None while the coordinates are incomplete."""
        given = self._given()
        if given is None:
            return None
        code = str(self["region_code"].value() or "") if "region_code" in self.fields else ""
        return where(*given, code)

    def by_town(self) -> Town:
        """The town that has been entered, for its centre to be taken; ValidationError in words."""
        name = str(self["town"].value() or "").strip()
        code = str(self["region_code"].value() or "")
        if not name:
            raise ValidationError(_("请先填写镇街，再按镇街中心定位"))
        found = towns([code] if code else [each for each, _name in self.counties])
        named = [each for each in found if each.name == name]
        if len(named) == 1:
            return named[0]
        if named:
            raise ValidationError(_("有几个区县都有这个镇街，请先选择所属区县"))
        raise ValidationError(
            _("没有“%(name)s”的中心位置，请在图上点一下，或填写坐标"), params={"name": name}
        )

    def _given(self) -> tuple[float, float, str] | None:
        try:
            lon = self.fields["lon"].clean(self["lon"].value())
            # A swapped pair is refused by the form, and `where` still says how to put it right.
            lat = Degrees(min_value=-180, max_value=180).clean(self["lat"].value())
            datum = self.fields["datum"].clean(self["datum"].value())
        except ValidationError:
            return None
        return lon, lat, datum


def stem_of(region: str) -> str:
    """The digits that the codes of everything in this region begin with; none for 000000."""
    return next((region[:at] for at in (0, 2, 4) if not int(region[at:])), region)

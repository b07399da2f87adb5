"""What is filled in about a file: its region and layout, and how it is to be read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.imports.vocabulary import template_for, templates
from directory.kinds import Action, Kind
from directory.ledger import FIELDS
from directory.models import ImportBatch, ImportMapping, Official
from directory.models.market import Form, Nature
from geo.models import Datum, Region

MOST_COLUMNS = 200


def regions_for(official: Official, action: Action, kind: Kind) -> list[tuple[str, str]]:
    """The regions of the official's roles, by name, each with its counties below."""
    codes = access.regions(official, action, kind)
    live = Region.objects.live().order_by("code").values_list("code", "name")
    return [
        (code, f"{name}（{code}）")
        for code, name in live
        if any(access.within(code, region) for region in codes)
    ]


class ReadingForm(forms.Form):
    """How the file is to be read: what it does not say by itself."""

    datum = forms.ChoiceField(
        label=_("坐标系"),
        required=False,
        choices=[("", _("文件里已写明，或没有坐标")), *Datum.choices],
        help_text=_("文件有经纬度而没有写坐标系时必选：从高德、腾讯取的是 GCJ-02，百度的是 BD-09"),
    )
    form = forms.ChoiceField(
        label=_("没写形态的一律作为"),
        required=False,
        choices=[("", _("不设，缺了算错误")), *Form.choices],
    )
    nature = forms.ChoiceField(
        label=_("没写运营性质的一律作为"),
        required=False,
        choices=[("", _("不设，缺了算错误")), *Nature.choices],
    )
    blank = forms.ChoiceField(label=_("空单元格"), choices=ImportBatch.Blank.choices)
    gone = forms.ChoiceField(
        label=_("台账里有而文件里没有的地点"),
        choices=ImportBatch.Gone.choices,
        help_text=_("任何地点都不会因导入而删除；逐处的决定请在核对页上作"),
    )

    def choices(self, region_code: str) -> dict[str, Any]:
        """As `steps.upload` and `steps.choose` take them."""
        data = self.cleaned_data
        defaults = {name: data[name] for name in ("form", "nature") if data[name]}
        if not region_code.endswith("00"):
            defaults["region_code"] = region_code
        return {name: data[name] for name in ("datum", "blank", "gone")} | {"defaults": defaults}


class UploadForm(ReadingForm):
    file = forms.FileField(
        label=_("文件"),
        max_length=200,
        help_text=_("xlsx、csv 或 GeoJSON，最大 20 MB；不收带宏、加密或旧版 xls 的文件"),
        error_messages={"required": _("请选择文件")},
    )
    region_code = forms.ChoiceField(
        label=_("哪个区域的名录"),
        help_text=_("不在这个区域里的行不导入，并逐行列出"),
    )
    template = forms.ChoiceField(label=_("模板"))
    mapping = forms.ModelChoiceField(
        label=_("列对应"),
        required=False,
        queryset=ImportMapping.objects.none(),
        empty_label=_("自动识别"),
    )
    field_order = ["file", "region_code", "template", "mapping", "datum", "form", "nature"]

    def __init__(self, *args: Any, official: Official, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["region_code"].choices = regions_for(official, Action.ADD, Kind.IMPORT)
        fields["template"].choices = [(code, each.name) for code, each in templates().items()]
        fields["template"].initial = template_for(official.office.region_code)
        fields["mapping"].queryset = ImportMapping.objects.filter(office=official.office)


class MappingForm(ReadingForm):
    """As ReadingForm, with a choice of field for each column of the file."""

    mapping_name = forms.CharField(
        label=_("保存这份列对应，下次可用"), max_length=60, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        initial = {
            "datum": batch.datum,
            "blank": batch.blank,
            "gone": batch.gone,
            "version": batch.version,
            **batch.defaults,
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        offered = [("", _("不读这一列")), *((f.name, f.label) for f in FIELDS.values())]
        self.columns: list[tuple[dict[str, Any], str]] = []
        for at, column in enumerate(batch.columns[:MOST_COLUMNS]):
            name = f"column_{at}"
            self.fields[name] = forms.ChoiceField(
                label=f"{column['sheet']} {column['letter']}",
                required=False,
                choices=offered,
                initial=column["field"] or ("" if column["left_out"] else column["suggested"]),
            )
            self.columns.append((column, name))

    @property
    def column_fields(self) -> list[tuple[dict[str, Any], Any]]:
        return [(column, self[name]) for column, name in self.columns]

    @property
    def other_fields(self) -> list[Any]:
        return [self[name] for name in ("datum", "form", "nature", "blank", "gone")]

    def mapping(self) -> dict[str, str]:
        """Headings → fields; what has no heading cannot be read."""
        return {
            column["key"]: self.cleaned_data[name] for column, name in self.columns if column["key"]
        }

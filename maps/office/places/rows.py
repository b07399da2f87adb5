"""The repeating rows of a place: trades, zones, peaks, contacts, figures."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from directory.entry_words import name_column
from directory.models import MarketFigure, Trade
from maps.office.places.point import UNCHOSEN

BLANK = 1
MOST = {"trades": 60, "zones": 30, "peaks": 12, "contacts": 20, "figures": 40}
_TIME = {"type": "time", "autocomplete": "off"}


class Row(forms.Form):
    """A row of which nothing is filled in counts as no row."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""


class TradeRow(Row):
    code = forms.ChoiceField(label=_("工种"))
    is_main = forms.BooleanField(label=_("主要工种"), required=False)
    corner = forms.CharField(label=_("所在区域"), max_length=60, required=False)

    def __init__(self, *args: Any, trades: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code: Any = self.fields["code"]
        code.choices = [UNCHOSEN, *trades]


class ZoneRow(Row):
    name = forms.CharField(label=_("分区名称"), max_length=60)
    hours = forms.CharField(
        label=_("运行时间"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"data-hours": "", "autocomplete": "off"}),
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class PeakRow(Row):
    starts = forms.TimeField(label=_("开始"), widget=forms.TimeInput(_TIME, "%H:%M"))
    ends = forms.TimeField(label=_("结束"), widget=forms.TimeInput(_TIME, "%H:%M"))
    be_there_by = forms.TimeField(
        label=_("最好几点前到"), required=False, widget=forms.TimeInput(_TIME, "%H:%M")
    )
    note = forms.CharField(label=_("说明"), max_length=100, required=False)


class ContactRow(Row):
    label = forms.CharField(label=_("用途"), max_length=40)
    phone = forms.CharField(
        label=_("电话"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )


class FigureRow(Row):
    kind = forms.ChoiceField(label=_("指标"), choices=[UNCHOSEN, *MarketFigure.Counted.choices])
    value = forms.IntegerField(label=_("人数"), min_value=0, max_value=1_000_000)
    counted_on = forms.DateField(
        label=_("统计日期"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    method = forms.CharField(label=_("统计方式"), max_length=100, required=False)
    source = forms.CharField(label=_("来源"), max_length=100, required=False)


class Rows(BaseFormSet):
    """Rows with their delete boxes; the row of an error is found by its place among the filled.

    Every row may be left blank, also one that came filled in: it then counts as no row.
    """

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def filled(self) -> list[Any]:
        """The rows that count, in order, once the set is valid."""
        return [
            row
            for row in self.forms
            if row.has_changed() and not row.cleaned_data.get("DELETE") and len(row.cleaned_data)
        ]

    def values(self) -> list[dict[str, Any]]:
        return [
            {name: value for name, value in row.cleaned_data.items() if name != "DELETE"}
            for row in self.filled()
        ]


ROWS: dict[str, type[Row]] = {
    "trades": TradeRow,
    "zones": ZoneRow,
    "peaks": PeakRow,
    "contacts": ContactRow,
    "figures": FigureRow,
}
TITLES = {
    "trades": _("工种"),
    "zones": _("分区"),
    "peaks": _("招工高峰"),
    "contacts": _("联系电话"),
    "figures": _("人数"),
}


def row_sets(
    data: Any = None, initial: dict[str, list[dict[str, Any]]] | None = None
) -> dict[str, Rows]:
    """One set of rows for each kind of part; each begins with a blank row after those on record."""
    trades = [
        (code, name if active else _("%(name)s（已停用）") % {"name": name})
        for code, name, active in Trade.objects.values_list("code", name_column(Trade), "active")
    ]
    made: dict[str, Rows] = {}
    for name, row in ROWS.items():
        kinds: Any = formset_factory(
            row,
            formset=Rows,
            extra=BLANK,
            max_num=MOST[name],
            absolute_max=MOST[name],
            validate_max=True,
            can_delete=True,
        )
        made[name] = kinds(
            data,
            prefix=name,
            initial=(initial or {}).get(name, []),
            form_kwargs={"trades": trades} if name == "trades" else {},
        )
    return made

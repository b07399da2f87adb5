"""What is filled in to decide what is public, and to change the status of a place."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.changes import CLOSE, MOVE, REOPEN, SUSPEND, StatusChange
from directory.decisions import LEAST_LETTERS
from directory.errors import EntryErrors
from directory.models import PublicationDecision

MOST_LETTERS = 200


class DecisionForm(forms.Form):
    """`seen`: the newest decision that the page showed, 0 where there was none."""

    decision = forms.ChoiceField(
        label=_("决定"),
        choices=PublicationDecision.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择公开、不公开或撤下")},
    )
    reason = forms.CharField(
        label=_("理由"),
        min_length=LEAST_LETTERS,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("必填，至少 4 个字；记入历史，只有工作人员看得到"),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ReasonForm(DecisionForm):
    """One decision for several places."""

    seen = None  # type: ignore[assignment]


class StatusForm(forms.Form):
    """A dated change; which dates fit with what is on record, the directory says."""

    act = forms.ChoiceField(
        label=_("事项"),
        choices=[
            (SUSPEND, _("暂停")),
            (REOPEN, _("恢复")),
            (MOVE, _("搬迁")),
            (CLOSE, _("关闭（不再恢复）")),
        ],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("自哪天起"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("恢复日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("只有暂停才填；不知道就空着"),
    )
    successor = forms.CharField(
        label=_("搬到"),
        required=False,
        max_length=12,
        help_text=_("只有搬迁才填：新址在台账里的编号，可以在下面按名称查"),
    )
    public_note = forms.CharField(
        label=_("公开说明"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("公众看得到；暂停和关闭必填"),
    )
    note = forms.CharField(
        label=_("给审核人的说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    at_once = forms.BooleanField(
        label=_("立即暂停，不等另一个人审核"),
        required=False,
        help_text=_("为保护务工人员，由负责人一人决定：一周内开始，最长 90 天，须填恢复日期和理由"),
    )

    def change(self) -> StatusChange:
        data = self.cleaned_data
        return StatusChange(
            act=data["act"],
            on=data["on"],
            until=data["until"],
            successor=data["successor"].strip().lower() or None,
            note=data["public_note"].strip(),
        )

    def refuse(self, error: EntryErrors) -> None:
        """The directory's messages at the fields that they are about."""
        names = {"to": "successor", "reason": "public_note"}
        for field, messages in error.errors.items():
            name = names.get(field, field)
            if name == "note":
                name = "public_note"
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


def today() -> dict[str, Any]:
    day: dt.date = timezone.localdate()
    return {"on": day}

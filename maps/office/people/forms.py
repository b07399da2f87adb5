"""What a system administrator types; the rules behind it are those of `directory`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action
from directory.models import Office, Official, ServiceTag, Trade
from directory.models.people import ROLE_LABELS, Department
from directory.vocabulary_changes import split_words

MOST_REASON = 200


class Refusing(forms.Form):
    """Takes up what `directory` refuses, at the field that it names."""

    def refuse(self, error: EntryErrors) -> None:
        for field, messages in error.errors.items():
            self.add_error(field if field in self.fields else None, messages)


class PersonForm(Refusing):
    """`new` asks for the user name, too; it stays as it is afterwards."""

    username = forms.CharField(
        label=_("用户名"),
        min_length=3,
        max_length=60,
        help_text=_("小写字母、数字和 @ . + - _，以后不能改。"),
    )
    name = forms.CharField(label=_("姓名或岗位"), max_length=40)
    office = forms.ModelChoiceField(label=_("机构"), queryset=Office.objects.none())
    email = forms.EmailField(label=_("工作邮箱"), required=False, max_length=254)

    def __init__(self, by: Official, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["office"]
        chosen.queryset = access.visible(by, Office.objects.all(), Action.CHANGE)
        if not new:
            del self.fields["username"]


class GrantForm(Refusing):
    role = forms.ChoiceField(
        label=_("角色"), choices=[(role.value, label) for role, label in ROLE_LABELS.items()]
    )
    region_code = forms.RegexField(
        "^[0-9]{6}$",
        label=_("区划代码"),
        help_text=_("六位数字；角色管到该区划和它下面的所有区划。"),
        error_messages={"invalid": _("区划代码是六位数字，例如 370403")},
    )
    department = forms.ChoiceField(
        label=_("部门"),
        required=False,
        choices=[("", "—"), *Department.choices],
        help_text=_("只有“协同部门（只读）”要选。"),
    )


class OfficeForm(Refusing, forms.ModelForm):
    class Meta:
        model = Office
        fields = ["code", "name", "region_code", "phone", "complaint_phone", "mailbox"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True


class TermForm(Refusing):
    """A trade, a service or a facility; its code stays, because places refer to it."""

    name = forms.CharField(label=_("名称"), max_length=40)
    name_en = forms.CharField(label=_("英文名"), max_length=80)
    position = forms.IntegerField(label=_("次序"), min_value=0, max_value=32767)
    synonyms = forms.CharField(
        label=_("同义词"),
        required=False,
        max_length=1300,
        help_text=_("用顿号分开，例如：瓦匠、砌墙。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    icon = forms.SlugField(label=_("图标"), max_length=40)
    active = forms.BooleanField(label=_("使用中"), required=False)

    def __init__(self, model: type[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if model is not Trade:
            for field in ("synonyms", "icon", "active"):
                del self.fields[field]

    def clean_synonyms(self) -> list[str]:
        return split_words(self.cleaned_data["synonyms"])


def initial_of(term: Trade | ServiceTag | Any) -> dict[str, Any]:
    found = {"name": term.name, "name_en": term.name_en, "position": term.position}
    if isinstance(term, Trade):
        synonyms = "、".join(term.synonyms)
        found |= {"synonyms": synonyms, "icon": term.icon, "active": term.active}
    return found

"""The forms on the way in; every field says its limits before anything is looked up or hashed."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from directory.models import Official

MOST_LETTERS = 128
# A code is accepted for three steps of 30 s; one that was used is remembered for longer.
_USED_CODE_S = 120


def _password(label: Any, autocomplete: str = "current-password") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=MOST_LETTERS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


def _code(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=20,
        help_text=help_text,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class SignInForm(LoginForm):
    """Names are kept in lower case, so attempts are counted under one spelling."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("用户名"),
            max_length=60,
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
            ),
        )
        self.fields["password"] = _password(_("密码"))
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        typed: str = super().clean_login()
        return typed.lower()


class AgainForm(ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("密码"))


class CodeForm(AuthenticateForm):
    """Six digits from the telephone, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(
            _("验证码"), _("手机验证器里的 6 位数字；手机不在身边时用一个备用码。")
        )

    def clean_code(self) -> str:
        """Each code of the telephone counts once, as long as its time lasts."""
        code: str = super().clean_code()
        digits = "".join(character for character in code if character.isalnum())
        used = f"office.second-factor.{self.user.pk}.{digits}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(
            used, True, _USED_CODE_S
        ):
            raise ValidationError(_("这个验证码已经用过，请等下一个"))
        return code


class EnrolForm(ActivateTOTPForm):
    """The first code of a telephone, which shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(_("验证码"), _("扫描以后，验证器里显示的 6 位数字。"))


class OwnPasswordForm(PasswordChangeForm):
    """A wrong old password counts as a failed attempt to sign in."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.request = request
        assert isinstance(request.user, Official)  # noqa: S101
        super().__init__(request.user, *args, **kwargs)
        self.fields["old_password"] = _password(_("现在的密码"))
        self.fields["new_password1"] = _password(_("新密码"), "new-password")
        self.fields["new_password1"].help_text = _(
            "至少 10 个字符，不能全是数字，不能是常见密码，不能和用户名、姓名相近。"
        )
        self.fields["new_password2"] = _password(_("再输一遍新密码"), "new-password")
        self.order_fields(["old_password", "new_password1", "new_password2"])

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        username = self.user.get_username()
        if authenticate(self.request, username=username, password=old) is None:
            raise ValidationError(_("现在的密码不对"))
        return old

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", _("新密码要和现在的不同"))
        return cleaned

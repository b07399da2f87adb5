"""What allauth asks the project about: who may sign in, how it is told, how secrets are kept."""

import base64
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.models import Official

WRONG = _("用户名或密码不对，或者账号不能登录")
_PURPOSE = b"maps.office.entrance second factor"


class AccountAdapter(DefaultAccountAdapter):
    """User name and password only; accounts are made by a system administrator."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": WRONG,
        "incorrect_password": _("密码不对"),
        "incorrect_code": _("验证码不对"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The same answer for a wrong password, an unknown name and a disabled account."""
        return authenticate(request, **credentials)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: our own pages say what has happened."""

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("office:index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of any proof of who it is."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        url = reverse("account_reauthenticate")
        return [{"id": "reauthenticate", "description": _("密码"), "url": url}]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with a key made from SECRET_KEY; older keys still open them."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": _("验证码不对")}

    def get_totp_label(self, user: Any) -> str:
        assert isinstance(user, Official)  # noqa: S101
        return user.username

    def encrypt(self, text: str) -> str:
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _keys().decrypt(encrypted_text.encode()).decode()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(made)

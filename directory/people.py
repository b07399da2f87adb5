"""Officials and their roles: made, changed and ended here, each write checked and attributed.

`by` is the system administrator who does it, None for a command on the machine itself.
"""

import datetime as dt
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.history import attribute
from directory.kinds import Action, Kind
from directory.models import Office, Official
from directory.role_rules import keep_an_administrator, one_at_a_time

START_PASSWORD_DAYS = 7
# Without what is mistaken for something else on paper: 0 o 1 l i.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def create_official(
    by: Official | None,
    *,
    username: str,
    name: str,
    office: Office,
    email: str = "",
    password: str | None = None,
) -> tuple[Official, str]:
    """The new account and its start password: `password` where one is given, else one made here."""
    if by is not None:
        access.require(by, Action.ADD, Kind.OFFICIAL, office.region_code)
    attribute(by, "official.create")
    official = Official(username=username.strip().lower(), name=name.strip(), email=email.strip())
    official.office = office
    official.set_unusable_password()
    clean(official)
    start = password or make_start_password()
    _check_password(start, official)
    _give_start_password(official, start)
    return official, start


@transaction.atomic
def change_official(
    by: Official | None, official: Official, *, name: str, office: Office, email: str
) -> Official:
    official = _held(by, official)
    if by is not None:
        access.require(by, Action.CHANGE, Kind.OFFICIAL, office.region_code)
    attribute(by, "official.change")
    official.name, official.office, official.email = name.strip(), office, email.strip()
    clean(official)
    official.save(update_fields=["name", "office", "email"])
    return official


@transaction.atomic
def disable(by: Official | None, official: Official, reason: str = "") -> Official:
    """Nothing can be done with the account from now on, by sessions that are open neither."""
    one_at_a_time()
    official = _held(by, official)
    keep_an_administrator(without=official)
    attribute(by, "official.disable", reason)
    official.is_active = False
    official.session_epoch += 1
    official.save(update_fields=["is_active", "session_epoch"])
    return official


@transaction.atomic
def enable(by: Official | None, official: Official, reason: str = "") -> Official:
    official = _held(by, official)
    attribute(by, "official.enable", reason)
    official.is_active = True
    official.save(update_fields=["is_active"])
    return official


@transaction.atomic
def reset_second_factor(by: Official | None, official: Official, reason: str = "") -> Official:
    """For a lost telephone: telephone and recovery codes are forgotten, open sessions end."""
    official = _held(by, official)
    attribute(by, "official.reset_second_factor", reason)
    Authenticator.objects.filter(user=official).delete()
    return _end_sessions(official)


@transaction.atomic
def set_password(
    by: Official | None, official: Official, password: str | None = None, reason: str = ""
) -> str:
    """A start password, to be handed over; its owner must choose his own with it within days."""
    official = _held(by, official)
    attribute(by, "official.start_password", reason)
    start = password or make_start_password()
    _check_password(start, official)
    official.session_epoch += 1
    _give_start_password(official, start)
    return start


@transaction.atomic
def choose_password(official: Official, password: str) -> None:
    """His own, which nobody else knows. All his sessions end; `official` itself is brought up."""
    attribute(official, "official.choose_password")
    _check_password(password, official)
    official.set_password(password)
    official.start_password_until = None
    official.session_epoch = F("session_epoch") + 1
    official.save(update_fields=["password", "start_password_until", "session_epoch"])
    official.refresh_from_db()


@transaction.atomic
def end_sessions(by: Official | None, official: Official) -> None:
    """His own, or those of somebody `by` looks after; `official` itself is brought up."""
    if by is None or by.pk != official.pk:
        _held(by, official)
    attribute(by, "official.end_sessions")
    _end_sessions(official)
    official.refresh_from_db()


@transaction.atomic
def note_lifted_lockout(by: Official | None, official: Official, what: str) -> None:
    """Into the history, on the account concerned or, where there is none, on that of `by`."""
    if by is None or by.pk != official.pk:
        official = _held(by, official)
    attribute(by, "official.lift_lockout", what)
    official.lockout_lifted_at = timezone.now()
    official.save(update_fields=["lockout_lifted_at"])


def make_start_password() -> str:
    """Four groups of four, to be read out or written down; 79 bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _each in range(4)) for _group in range(4))
    return "-".join(groups)


def clean(obj: Any) -> None:
    """`full_clean`, its refusals as EntryErrors under the names of the fields."""
    try:
        obj.full_clean()
    except ValidationError as error:
        raise EntryErrors(
            {"" if field == "__all__" else field: each for field, each in _by_field(error).items()}
        ) from error


def look_after(by: Official | None, official: Official) -> None:
    """PermissionDenied unless `by` may change this account and all regions it has roles for.

    Whoever hands out the password of an account holds what it holds.
    """
    if by is None:
        return
    if by.pk == official.pk:
        raise PermissionDenied(_("自己的账号要由另一位系统管理员办理；密码和手机在“我的账号”里改"))
    regions = {official.office.region_code, *(role.region_code for role in official.roles.all())}
    for region in sorted(regions):
        access.require(by, Action.CHANGE, Kind.OFFICIAL, region)


def _held(by: Official | None, official: Official) -> Official:
    """The account as it stands now, locked for this transaction, which `by` may change."""
    found = Official.objects.select_for_update(of=("self",)).select_related("office")
    held = found.get(pk=official.pk)
    look_after(by, held)
    return held


def _give_start_password(official: Official, password: str) -> None:
    official.set_password(password)
    official.start_password_until = timezone.now() + dt.timedelta(days=START_PASSWORD_DAYS)
    official.save()


def _end_sessions(official: Official) -> Official:
    Official.objects.filter(pk=official.pk).update(session_epoch=F("session_epoch") + 1)
    return official


def _check_password(password: str, official: Official) -> None:
    try:
        validate_password(password, official)
    except ValidationError as error:
        raise EntryErrors({"password": error.messages}) from error


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {"": error.messages}

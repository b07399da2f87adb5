"""Who is asking, on the officials' pages, and how far he has come in signing in."""

from allauth.account.authentication import get_authentication_records
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from directory.models import Official

SIGN_IN, PASSWORD, SECOND_FACTOR = "office_sign_in", "office_password", "mfa_activate_totp"


def signed_in(request: HttpRequest) -> Official | None:
    """The official whose session this is; None where nobody has signed in completely.

    Completely: with a password that he chose himself, and with the second factor in this session.
    His roles are read here, once for all that this request asks about them.
    """
    official = password_given(request)
    if official is None or official.start_password_until or not second_factor_given(request):
        return None
    prefetch_related_objects([official], "roles")
    return official


def password_given(request: HttpRequest) -> Official | None:
    """The official who has given his password, and his second factor where he has one.

    For the pages that lead to a complete sign-in, and for nothing else.
    """
    user = getattr(request, "user", None)
    return user if isinstance(user, Official) and user.is_active else None


def second_factor_given(request: HttpRequest) -> bool:
    """Whether allauth has noted a code, of the telephone or for recovery, in this session."""
    official = password_given(request)
    return official is not None and any(
        record["method"] == "mfa" for record in get_authentication_records(request, official)
    )


def next_step(request: HttpRequest) -> str:
    """The name of the page by which somebody who is not `signed_in` comes further."""
    official = password_given(request)
    if official is None:
        return SIGN_IN
    return PASSWORD if official.start_password_until else SECOND_FACTOR

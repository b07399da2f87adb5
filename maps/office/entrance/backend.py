"""Who may sign in with a right password."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from directory.models import Official


class OfficialBackend(AuthenticationBackend):
    """An unknown name costs the hashing of a password all the same, so its time tells nothing."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Not the disabled, and nobody with a start password that has run out."""
        return isinstance(user, Official) and user.may_sign_in()

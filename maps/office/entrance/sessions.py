"""What a session notes when somebody signs in, and what a wrong code costs."""

import time
from typing import Any

from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from maps.office.entrance.lockout import count_failure
from maps.office.middleware import LAST_SEEN_AT, SIGNED_IN_AT


@receiver(user_logged_in)
def note_the_time(request: HttpRequest, **_signal: Any) -> None:
    request.session[SIGNED_IN_AT] = request.session[LAST_SEEN_AT] = int(time.time())


@receiver(authentication_failed)
def count_wrong_code(request: HttpRequest, user: Any, **_signal: Any) -> None:
    count_failure(request, user.get_username())

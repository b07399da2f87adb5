"""Lock-out after failed attempts: by account and by address, each with a limit of its own."""

import datetime as dt
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class TwoLimits(AxesDatabaseHandler):
    """Counts in the database, for all processes; `AXES_FAILURE_LIMIT` must be 1."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """1 where the account's limit or the address's is reached, else 0."""
        limits = (settings.OFFICE_FAILURES_PER_ACCOUNT, settings.OFFICE_FAILURES_PER_ADDRESS)
        by_account_and_address = self.get_user_attempts(request, credentials)
        return int(
            any(
                (attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0) >= limit
                for attempts, limit in zip(by_account_and_address, limits, strict=True)
            )
        )

    def reset_user_attempts(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        """After a sign-in: this account's failures, never those of others from the address."""
        by_account, _by_address = self.filter_user_attempts(request, credentials)
        deleted: int = by_account.delete()[0]
        return deleted


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether an attempt for this account, from this address, is not even looked at."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong code of the second factor counts like a wrong password."""
    user_login_failed.send(sender=TwoLimits, credentials={"username": username}, request=request)


def locked_out(
    request: HttpRequest,
    original: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The same words whether there is such an account or not."""
    return render(
        request,
        "maps/office/entrance/locked.html",
        {"minutes": int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)},
        status=429,
    )


def locked_now() -> list[dict[str, Any]]:
    """Accounts and addresses that are locked: `kind`, `value`, `failures`, `until`."""
    since = dt.datetime.now(dt.UTC) - settings.AXES_COOLOFF_TIME
    found = []
    for kind, field, limit in (
        ("account", "username", settings.OFFICE_FAILURES_PER_ACCOUNT),
        ("address", "ip_address", settings.OFFICE_FAILURES_PER_ADDRESS),
    ):
        counted: dict[str, list[AccessAttempt]] = {}
        for attempt in AccessAttempt.objects.filter(attempt_time__gte=since):
            counted.setdefault(getattr(attempt, field) or "", []).append(attempt)
        for value, attempts in sorted(counted.items()):
            failures = sum(attempt.failures_since_start for attempt in attempts)
            if failures >= limit:
                until = (
                    max(attempt.attempt_time for attempt in attempts) + settings.AXES_COOLOFF_TIME
                )
                found.append({"kind": kind, "value": value, "failures": failures, "until": until})
    return found

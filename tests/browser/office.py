"""Officials and places in the running site's own database, and sessions for the browser.

Unlike the public pages, which are served from a publication, the officials' pages read the test
database: so what is made here is committed, and taken away again when the tests of a module end.
"""

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client

from directory.models import Official
from tests.browser.serving import Site
from tests.factories.people import sign_in

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

COOKIE = settings.SESSION_COOKIE_NAME
# Everything that belongs to tables of our own; the framework's tables keep what migrations wrote.
_OURS = ("directory", "geo")


@pytest.fixture(scope="module")
def ledger(site: Site, django_db_blocker: Any) -> Iterator[None]:
    """The demo's regions, towns, vocabulary and places, committed; gone after the module."""
    with django_db_blocker.unblock():
        quiet = io.StringIO()
        call_command("load_regions", switch=True, stdout=quiet)
        for command in ("load_towns", "load_vocabulary", "load_calendar", "load_demo"):
            call_command(command, stdout=quiet)
        yield
        empty()


def empty() -> None:
    """Every row of our own tables gone; the history's guards stand aside for it."""
    tables = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(tuple(f"{app}_" for app in _OURS))
    ]
    quoted = ", ".join(connection.ops.quote_name(name) for name in tables)
    Session.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {quoted} CASCADE")
        cursor.execute("SET session_replication_role = DEFAULT")


SignIn = Callable[["Visitor", Official], "Visitor"]


@pytest.fixture
def signed_in(ledger: None, django_db_blocker: Any) -> SignIn:
    """`signed_in(visitor, official)`: the visitor's browser has a session of this official."""

    def sign(visitor: "Visitor", official: Official) -> "Visitor":
        with django_db_blocker.unblock():
            session = sign_in(Client(), official).cookies[COOKIE].value
        cookie = {"name": COOKIE, "value": session, "url": visitor.site.url}
        visitor.context.add_cookies([cookie])  # type: ignore[list-item]
        return visitor

    return sign

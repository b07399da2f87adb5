"""The application's own database role in the test database."""

import io
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings


def ready() -> str:
    """Makes and grants the role; its name. Where the owner has a password, it gets the same."""
    password = connection.settings_dict["PASSWORD"]
    with override_settings(APP_DATABASE_PASSWORD=password):
        call_command("grant_app_role", stdout=io.StringIO())
    return str(settings.APP_DATABASE_ROLE)


def connect(autocommit: bool = False) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection of its own, as the application's role."""
    wanted = connection.get_connection_params() | {"user": settings.APP_DATABASE_ROLE}
    known = {
        name: value
        for name, value in wanted.items()
        if name in ("dbname", "user", "password", "host", "port", "connect_timeout")
    }
    return psycopg.connect(**known, autocommit=autocommit)

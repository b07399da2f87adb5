"""What `check --deploy` looks at in the database, where there is one to look at."""

from typing import Any

from django.core.checks import CheckMessage, Error, Warning
from django.db import connection
from django.db.utils import OperationalError, ProgrammingError

from directory.personal_keys import NoKeys, keys

W001 = "directory.W001"
E001 = "directory.E001"


def application_role(**_about: Any) -> list[CheckMessage]:
    """The running role must not be able to rewrite the history. Silent without a database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_user,"
                " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
                " OR pg_has_role(current_user, relowner, 'MEMBER')"
                " OR has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')"
                " FROM pg_class WHERE oid = to_regclass('directory_historyentry')"
            )
            row = cursor.fetchone()
    except (OperationalError, ProgrammingError):
        return []
    if row is None or not row[1]:
        return []
    return [
        Warning(
            f"The database role {row[0]!r} owns the history of the ledger or may write it.",
            hint="Run web and worker as the role that grant_app_role makes: docs/operator.md.",
            id=W001,
        )
    ]


def personal_data_keys(**_about: Any) -> list[CheckMessage]:
    """Without a key nobody can report anything: the form is not offered."""
    try:
        keys()
    except NoKeys as error:
        return [Error(str(error), hint="docs/settings.md, PERSONAL_DATA_KEYS", id=E001)]
    return []

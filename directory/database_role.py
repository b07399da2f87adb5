"""The role as which web and worker reach the database: it owns nothing and rewrites no history.

Run as the owner after each migration. Every statement can be repeated; tables that were added
since are granted like the others.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, InternalError
from psycopg import sql

# Nothing at all: only the history's own functions touch them.
HIDDEN = frozenset({"directory_historypending", "directory_historypause"})
# Read, never written: by triggers, by migrations, by PostGIS.
READ_ONLY = frozenset(
    {
        "directory_historyentry",
        "directory_countcorrection",
        "django_migrations",
        "spatial_ref_sys",
    }
)
# Added to, never changed or taken away: what was decided stays decided.
ADD_ONLY = frozenset(
    {"directory_publicationdecision", "directory_returncopy", "directory_returnrow"}
)
# Corrected, never taken away: what was counted was counted.
KEPT = frozenset({"directory_count", "directory_return"})
_DUPLICATE_ROLE = ("42710", "23505", "XX000")
_NOT_ALLOWED = "42501"


class RoleError(ValueError):
    """The role cannot be made or would not be harmless; the message says why."""


@dataclass(frozen=True, slots=True)
class Granted:
    role: str
    tables: int
    made: bool


def grant(role: str, password: str = "") -> Granted:
    """Makes `role` if it is not there and gives it what the application needs, no more.

    A password is sent as its hash, so that no server log has it.
    """
    with connection.cursor() as cursor:
        made = _make(cursor, role, password)
    with transaction.atomic(), connection.cursor() as cursor:
        _refuse_powerful(cursor, role)
        tables = _tables(cursor)
        _grant_surroundings(cursor, role)
        for table in tables:
            _grant_table(cursor, role, table)
    return Granted(role, len(tables), made)


def _make(cursor: Any, role: str, password: str) -> bool:
    cursor.execute("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role])
    made = not cursor.fetchone()[0]
    if made:
        try:
            with transaction.atomic():
                _run(cursor, "CREATE ROLE {role} LOGIN NOINHERIT", role)
        except (DatabaseError, IntegrityError, InternalError) as error:
            state = getattr(error.__cause__, "sqlstate", None)
            if state == _NOT_ALLOWED:
                raise RoleError(
                    f"there is no role {role}, and the asking one may not make any; let an"
                    f" administrator of the database run: CREATE ROLE {role} LOGIN NOINHERIT"
                ) from error
            # Roles belong to the whole server: another database may have made it this instant.
            if state not in _DUPLICATE_ROLE:
                raise
            made = False
    if password:
        _set_password(cursor, role, password)
    return made


def _set_password(cursor: Any, role: str, password: str) -> None:
    wire = connection.connection.pgconn
    hashed = wire.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    cursor.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed))
    )


def _refuse_powerful(cursor: Any, role: str) -> None:
    cursor.execute(
        "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls,"
        " rolname = current_user,"
        " EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid),"
        " EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid)"
        " FROM pg_roles WHERE rolname = %s",
        [role],
    )
    powerful, myself, member, owner = cursor.fetchone()
    if myself:
        raise RoleError(f"{role} is the role that is asking: run this as the owner of the tables")
    if powerful or member or owner:
        raise RoleError(
            f"{role} is a superuser, may make roles or databases, is a member of another role or"
            " owns a table; the application's role must be none of that"
        )


def _tables(cursor: Any) -> list[str]:
    """Tables and views of the application's schema, whoever made them."""
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm') ORDER BY relname"
    )
    return [row[0] for row in cursor.fetchall()]


def _grant_surroundings(cursor: Any, role: str) -> None:
    cursor.execute("SELECT current_database(), current_schema()")
    database, schema = cursor.fetchone()
    names = {"database": sql.Identifier(database), "schema": sql.Identifier(schema)}
    for statement in (
        "REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        "REVOKE ALL ON SCHEMA {schema} FROM {role}",
        "GRANT USAGE ON SCHEMA {schema} TO {role}",
        "GRANT CONNECT ON DATABASE {database} TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    ):
        _run(cursor, statement, role, **names)


def _grant_table(cursor: Any, role: str, table: str) -> None:
    names = {"table": sql.Identifier(table)}
    _run(cursor, "REVOKE ALL ON {table} FROM {role}", role, **names)
    # Partitions are reached through their table alone.
    if table in HIDDEN or any(re.fullmatch(rf"{kept}_[0-9_]+", table) for kept in KEPT):
        return
    if table in READ_ONLY:
        rights = "SELECT"
    elif table in ADD_ONLY:
        rights = "SELECT, INSERT"
    elif table in KEPT:
        rights = "SELECT, INSERT, UPDATE"
    else:
        rights = "SELECT, INSERT, UPDATE, DELETE"
    _run(cursor, f"GRANT {rights} ON {{table}} TO {{role}}", role, **names)


def _run(cursor: Any, statement: str, role: str, **names: sql.Identifier) -> None:
    cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role), **names))

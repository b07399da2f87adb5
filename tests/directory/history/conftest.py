"""A place whose history a test looks at, and the application's own way into the database."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests import app_role


@pytest.fixture
def app(transactional_db: None) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A connection as the application's role, outside Django's."""
    app_role.ready()
    connection = app_role.connect()
    yield connection
    connection.close()

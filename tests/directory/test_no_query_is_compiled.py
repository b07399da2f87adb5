"""PostgreSQL compiles no query of ours: it takes longer than the longest of them runs."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_compiling_is_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)

"""A statement of many rows costs the history a look-up a row, whatever the session planned before.

A session keeps the plan of its first write. One that read the whole table for each row took 25
minutes for 10 000 rows: what is read is counted here, not timed.
"""

import pytest
from django.db import connection

from directory.models import Contact, Market
from tests.factories.ledger import make_market, market_values

pytestmark = pytest.mark.django_db
ROWS = 200


def read_of_places() -> tuple[int, int]:
    """Rows that this transaction has read of them: from end to end, and by index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read, coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"
            " WHERE relname = 'directory_market'"
        )
        whole, by_index = cursor.fetchone()
    return int(whole), int(by_index)


@pytest.fixture
def market() -> Market:
    """A place alone in its table, whose statistics say so; the session has written one of each."""
    market = make_market()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_market")
    again = market_values(office=market.office)
    Market.objects.create(**again).delete()
    Contact.objects.create(market=market, label="咨询", phone="0632-5550100")
    return market


def test_places_stored_at_once_are_each_looked_up_by_key(market: Market) -> None:
    rows = [Market(**market_values(office=market.office)) for _ in range(ROWS)]
    whole, by_index = read_of_places()
    Market.objects.bulk_create(rows)
    whole_after, by_index_after = read_of_places()
    assert whole_after == whole
    assert ROWS <= by_index_after - by_index <= 4 * ROWS


def test_parts_stored_at_once_look_their_places_up_by_key(market: Market) -> None:
    rows = [Market(**market_values(office=market.office)) for _ in range(ROWS)]
    Market.objects.bulk_create(rows)
    parts = [Contact(market=row, label="咨询", phone="0632-5550100") for row in rows]
    whole, by_index = read_of_places()
    Contact.objects.bulk_create(parts)
    whole_after, by_index_after = read_of_places()
    assert whole_after == whole
    assert ROWS <= by_index_after - by_index <= 4 * ROWS

"""What the ledger's tests share."""

import pytest

from tests.directory.ledger.boundaries import load_shandong


@pytest.fixture
def boundaries(db: None) -> None:
    """Province, cities and counties of Shandong as the live edition."""
    load_shandong()

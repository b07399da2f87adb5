"""Requests here come as a server brings them, not through Django's test client."""

import pytest


@pytest.fixture(autouse=True)
def _as_a_server_brings_them(connections_outlive_requests: None) -> None:
    """All of these tests ask Django's handler itself."""

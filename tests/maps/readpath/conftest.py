"""Requests here come as a server brings them, not through Django's test client."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@pytest.fixture(autouse=True)
def connections_outlive_requests() -> Iterator[None]:
    """As the test client does: no request looks at, or closes, an earlier test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)

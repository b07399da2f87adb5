"""Files of a county's office, uploaded and read, and an object for every page that shows one."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.directory.imports.conftest import at_once, clerk, county, lead, uploaded
from tests.maps.office.world import World, make_world

__all__ = ["at_once", "clerk", "county", "lead", "uploaded"]


@pytest.fixture(scope="module")
def one_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once: the tests work in savepoints of the transaction that it is made in."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(one_world: World, db: None) -> World:
    return one_world

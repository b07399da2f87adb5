"""Vans and fairs: entered by one person, public by another, and again after each change."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory import events
from directory.entries import EventInput
from directory.models import Event
from tests.factories.ledger import COUNTY, LAT, LON, make_event
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_official("district_clerk", name="薛城区经办")


@pytest.fixture
def lead():
    return make_official("district_lead", name="薛城区负责人")


@pytest.fixture
def entry(clerk):
    starts = timezone.now() + dt.timedelta(days=2)
    return EventInput(
        kind="van",
        name="大篷车进集市",
        office=clerk.office.code,
        region_code=COUNTY,
        address="集市北侧",
        lon=LON,
        lat=LAT,
        datum="wgs84",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=3),
        published=True,
    )


def do(client, act, event, **form):
    path = reverse(f"office:events_{act}", args=[event.public_id])
    return client.post(path, {"version": event.version} | form)


def test_what_a_clerk_enters_is_not_public_until_another_person_says_so(client, clerk, lead, entry):
    event = events.enter(clerk, entry)
    assert not event.published
    assert do(sign_in(client, clerk), "publish", event).status_code == 403
    assert do(sign_in(client, lead), "publish", event).status_code == 302
    event.refresh_from_db()
    assert event.published


def test_nobody_publishes_his_own_entry(client, lead, entry):
    event = events.enter(lead, entry)
    assert do(sign_in(client, lead), "publish", event).status_code == 403
    event.refresh_from_db()
    assert not event.published


def test_another_version_than_the_seen_one_is_not_published(client, clerk, lead, entry):
    event = events.enter(clerk, entry)
    assert do(sign_in(client, lead), "publish", event, version=7).status_code == 409
    event.refresh_from_db()
    assert not event.published


def test_taking_down_takes_a_reason_and_one_person(client, lead):
    event = make_event(region_code=COUNTY, published=True)
    assert do(sign_in(client, lead), "unpublish", event, reason="雨").status_code == 422
    assert do(client, "unpublish", event, reason="暴雨取消").status_code == 302
    event.refresh_from_db()
    assert not event.published


def test_an_event_that_is_over_is_not_published_any_more(client, lead):
    ago = timezone.now() - dt.timedelta(days=1)
    event = make_event(starts_at=ago - dt.timedelta(hours=3), ends_at=ago)
    assert do(sign_in(client, lead), "publish", event).status_code == 422


def test_another_district_is_not_told_of_it(client):
    event = make_event(name="只在本区")
    sign_in(client, make_official("district_lead", OTHER_COUNTY))
    for act in ("publish", "unpublish", "edit"):
        assert do(client, act, event).status_code == 404
    page = reverse("office:events_page", args=[event.public_id])
    assert client.get(page).status_code == 404
    assert "只在本区" not in client.get(reverse("office:events_list")).content.decode()


def test_the_list_costs_the_same_for_many_as_for_few(client, lead):
    sign_in(client, lead)
    listed = reverse("office:events_list")
    counted = []
    for _ in range(2):
        for _each in range(10):
            make_event()
        client.get(listed)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(listed).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert Event.objects.count() == 20

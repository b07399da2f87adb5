"""The list of places: what one may see, counted right, at the same cost for any number of rows."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Market
from directory.models.parts import Fact
from tests.factories.ledger import (
    COUNTY,
    make_confirmation,
    make_decision,
    make_market,
    make_period,
)
from tests.factories.people import OTHER_COUNTY, make_official, sign_in

LIST = "/office/places/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    return sign_in(client, make_official("city"))


def shown(client: Client, **query: str) -> set[Market]:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    found = answer.context["cl"]
    assert found.result_count == len(found.result_list)
    return set(found.result_list)


def test_a_clerk_lists_and_counts_his_own_district_alone(client: Client) -> None:
    mine = make_market()
    make_market(region_code=OTHER_COUNTY, name="市中零工市场")
    clerk = sign_in(client, make_official("district_clerk", COUNTY))
    assert shown(clerk) == {mine}
    assert shown(clerk, region=OTHER_COUNTY) == {mine}
    assert shown(clerk, q="市中零工市场") == set()


def test_one_without_a_role_sees_no_list(client: Client) -> None:
    assert sign_in(client, make_official(None)).get(LIST).status_code == 403


def test_filters(office: Client) -> None:
    today = timezone.localdate()
    public = make_market(published=True, nature="commercial")
    taken_down = make_market(form="kerb", nature="spontaneous")
    make_decision(taken_down, "withdraw")
    never = make_market(hours="", demo=True)
    make_period(never, "suspended", today)
    for fact in Fact.values:
        make_confirmation(public, fact, today)
        make_confirmation(taken_down, fact, today - dt.timedelta(days=400))
    everything = {public, taken_down, never}
    assert shown(office) == everything
    assert shown(office, nature="commercial") == {public}
    assert shown(office, form="kerb") == {taken_down}
    assert shown(office, status="suspended") == {never}
    assert shown(office, publication="publish") == {public}
    assert shown(office, publication="undecided") == {never}
    assert shown(office, freshness="fresh") == {public}
    assert shown(office, freshness="stale") == {taken_down}
    assert shown(office, freshness="never") == {never}
    assert shown(office, filled="few") == everything
    assert shown(office, filled="all") == set()
    assert shown(office, demo="yes") == {never}
    assert shown(office, waiting="yes") == set()
    assert shown(office, nature="commercial", publication="undecided") == set()


def test_a_filter_with_a_value_of_nobodys_making_filters_nothing(office: Client) -> None:
    market = make_market()
    for name in ("region", "nature", "status", "publication", "freshness", "filled", "demo"):
        assert shown(office, **{name: "' OR 1=1"}) == {market}


def test_each_column_can_be_ordered_by(office: Client) -> None:
    make_market()
    make_market(name="甲")
    for column in range(1, 9):
        assert len(shown(office, o=str(column))) == 2
        assert len(shown(office, o=f"-{column}")) == 2


def test_it_costs_the_same_for_any_number_of_rows(office: Client) -> None:
    make_market(published=True)
    office.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as few:
        office.get(LIST)
    for _ in range(12):
        make_confirmation(make_market(published=True), Fact.HOURS, timezone.localdate())
    with CaptureQueriesContext(connection) as many:
        answer = office.get(LIST)
    assert answer.context["cl"].result_count == 13
    assert len(many) == len(few)
    assert len(few) <= 36

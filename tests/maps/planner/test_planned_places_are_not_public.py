"""A place that is planned and accepted is told to no worker and to no other system."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from directory import proposals, publication
from directory.models import Market
from directory.publication import Snapshot, write
from directory.publication.ledger import read_contents
from planning.handing_in import Chosen, hand_in
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON, make_decision, make_market
from tests.factories.people import make_official
from tests.factories.planning import make_run

pytestmark = pytest.mark.django_db
HERE = f"lon={LON + 0.01}&lat={LAT + 0.001}"


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Market]:
    """Even where somebody has written a decision past all rules: beside a hall that is public."""
    load_shandong()
    make_market(name="老市场", form="hall", published=True)
    chosen = [Chosen("c1", "旧厂房", "尚无门牌")]
    by = make_official("planner", COUNTY)
    made = hand_in(by, make_run(), chosen, accuracy_m=50, note="")[0]
    proposals.approve(make_official("district_lead", COUNTY), made, made.version)
    place = Market.objects.get(name="旧厂房")
    make_decision(place)
    write(read_contents(7, timezone.localtime()), tmp_path / "made")
    with publication.use(Snapshot.open(tmp_path / "made")):
        yield place


def test_no_page_and_no_interface_offers_a_planned_place(planned: Market, client: Client) -> None:
    for address in (
        f"/?{HERE}",
        f"/browse/{COUNTY}",
        f"/api/nearest?{HERE}",
        "/api/collections/markets/items?limit=100",
        "/map/points.json",
    ):
        said = client.get(address)
        assert said.status_code == 200, address
        words = said.content.decode()
        assert "旧厂房" not in words, address
        assert planned.public_id not in words, address
    assert "老市场" in client.get(f"/?{HERE}").content.decode()
    assert client.get(f"/p/{planned.public_id}").status_code == 404
    alone = f"/api/collections/markets/items/{planned.public_id}"
    assert client.get(alone).status_code == 404

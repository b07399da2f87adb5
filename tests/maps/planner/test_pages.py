"""The planner's pages over HTTP, without a script: sets are made, shown, and kept apart."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from planning.models import CandidateSet, DemandSet
from tests.directory.ledger.boundaries import load_shandong
from tests.factories.ledger import COUNTY, LAT, LON
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.factories.planning import make_candidates, make_demand

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client: Client) -> Client:
    return sign_in(client, make_official("planner", COUNTY))


@pytest.fixture
def regions() -> None:
    load_shandong()
    call_command("load_towns", verbosity=0)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_short_address_leads_to_the_pages(client: Client) -> None:
    assert client.get("/planner/")["Location"] == "/office/planner/"


def test_demand_is_modelled_from_the_form_and_says_so(planner: Client, regions: None) -> None:
    address = reverse("office:planner_demand_new", args=["population"])
    shares = {"working_age": 0.6, "casual": 0.02, "daily": 0.5}
    answer = planner.post(address, {"region": COUNTY, "name": "推算工人"} | shares, follow=True)
    assert "推算工人 v1" in text(answer)
    assert "0.02" in text(answer)
    assert "其中打零工的比例" in text(answer)
    assert "working_age" not in text(answer)
    assert 'id="layered-features"' in text(answer)
    made = DemandSet.objects.get()
    assert made.modelled
    assert made.created_by is not None


def test_an_imported_file_needs_its_datum(planner: Client, regions: None) -> None:
    address = reverse("office:planner_candidates_new", args=["imported"])

    def sent(datum: str, rows: str) -> Any:
        file = SimpleUploadedFile("a.csv", f"名称,经度,纬度\n{rows}\n".encode())
        data = {"region": COUNTY, "name": "空房", "datum": datum, "file": file}
        return planner.post(address, data, follow=True)

    assert sent("", f"甲,{LON},{LAT}").status_code == 422
    refused = sent("wgs84", f"甲,{LON},九十")
    assert refused.status_code == 422
    assert "第 2 行，纬度：" in text(refused)
    assert not CandidateSet.objects.exists()
    made = text(sent("wgs84", f"甲,{LON},{LAT}"))
    assert "空房 v1" in made
    assert "不在这个区域" not in made
    assert "有 1 个点不在这个区域" in text(sent("wgs84", f"甲,{LON},{LAT}\n乙,100,30"))


def test_a_planner_sees_the_sets_of_his_own_region_alone(planner: Client) -> None:
    make_demand(name="本区需求")
    make_candidates(name="本区空房")
    home = text(planner.get(reverse("office:planner_home")))
    assert "本区需求 v1" in home
    assert "本区空房 v1" in home
    stranger = sign_in(Client(), make_official("planner", OTHER_COUNTY))
    assert "本区" not in text(stranger.get(reverse("office:planner_home")))


def test_sets_are_combined_by_their_factors(planner: Client, regions: None) -> None:
    first, second = make_demand(name="甲"), make_demand(name="乙", weights=(5,))
    data = {"region": COUNTY, "name": "合并", f"factor_{first.pk}": 0.5, f"factor_{second.pk}": ""}
    address = reverse("office:planner_demand_new", args=["combined"])
    page = text(planner.post(address, data, follow=True))
    assert "甲 v1 × 0.5" in page
    assert DemandSet.objects.get(name="合并").weight_total == 50.0


def test_a_grid_that_cannot_be_is_refused_at_its_field(planner: Client, regions: None) -> None:
    address = reverse("office:planner_candidates_new", args=["grid"])
    answer = planner.post(address, {"region": COUNTY, "name": "网格", "step_m": 90_000, "cost": 1})
    assert answer.status_code == 422
    assert "网格间距须在" in text(answer)


def test_candidates_that_are_made_hold_and_cost_what_is_typed(
    planner: Client, regions: None
) -> None:
    address = reverse("office:planner_candidates_new", args=["grid"])
    data = {"region": COUNTY, "name": "网格", "step_m": 4000, "capacity": 150, "cost": 12}
    page = text(planner.post(address, data, follow=True))
    assert "150" in page
    made = CandidateSet.objects.get()
    assert {(each.capacity, each.cost) for each in made.sites.all()} == {(150.0, 12.0)}
    assert made.parameters == {"step_m": 4000.0, "capacity": 150.0, "cost": 12.0}


def test_where_people_who_ride_in_get_off_is_a_demand_of_its_own(
    planner: Client, regions: None
) -> None:
    address = reverse("office:planner_demand_new", args=["arrivals"])
    assert "经度、纬度、人数" in text(planner.get(address))
    file = SimpleUploadedFile("a.csv", f"名称,经度,纬度,人数\n汽车站,{LON},{LAT},80\n".encode())
    data = {"region": COUNTY, "name": "汽车站", "datum": "wgs84", "file": file}
    page = text(planner.post(address, data, follow=True))
    assert "坐车来的人下车的地方" in page
    assert DemandSet.objects.get().origin == "arrivals"


def test_an_origin_that_is_not_known_is_not_found(planner: Client) -> None:
    for kind in ("demand", "candidates"):
        assert planner.get(reverse(f"office:planner_{kind}_new", args=["guess"])).status_code == 404

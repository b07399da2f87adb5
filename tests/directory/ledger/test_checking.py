"""`check_ledger`: what looks wrong in places that came past the form."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from directory.ledger_checks import check
from directory.models import Contact, Market, Zone
from geo.datum import gcj02_to_wgs84
from geo.lookup import region_check
from tests.factories.ledger import LAT, LON, make_confirmation, make_market

pytestmark = pytest.mark.django_db


def kinds(**values: object) -> set[str]:
    market = make_market(**{"hotline": "12333", **values})  # type: ignore[arg-type]
    make_confirmation(market, "hours", timezone.localdate())
    return {
        finding.kind for finding in check(Market.objects.filter(pk=market.pk), timezone.localdate())
    }


def test_a_good_place_gives_nothing_to_say(boundaries: None) -> None:
    assert kinds() == set()


def test_a_place_outside_its_county_is_found(boundaries: None) -> None:
    assert kinds(region_code="370481") == {"outside"}
    assert kinds(region_code="370499") == {"outside"}


def test_a_gcj02_point_declared_as_wgs84_is_found(boundaries: None) -> None:
    # Walk west out of 薛城: the first point that lies outside by more than the tolerance as
    # WGS-84 but inside once its GCJ-02 shift (some 500 m east) is taken back cannot be missed.
    steps = (117.36 + step * 0.0005 for step in range(400))
    lon = next(
        x
        for x in steps
        if (region_check((x, 34.80), "370403").distance_m or 0) > 310
        and region_check(gcj02_to_wgs84(x, 34.80), "370403").inside
    )

    assert kinds(lon=lon, lat=34.80) == {"outside", "datum"}


def test_swapped_coordinates_are_found(boundaries: None) -> None:
    # 新疆: both halves are possible latitudes, so the database cannot refuse them.
    assert kinds(entered_lon=39.47, entered_lat=75.99) == {"swapped"}


def test_a_stored_point_that_contradicts_the_entry_is_found(boundaries: None) -> None:
    assert kinds(point=Point(LON + 0.001, LAT, srid=4326)) == {"disagrees"}


def test_unreadable_and_unknown_hours_are_told_apart(boundaries: None) -> None:
    assert kinds(hours="early") == {"hours"}
    assert kinds(hours="") == {"unknown-hours"}


@pytest.mark.parametrize(
    ("hours", "zones", "found"),
    [
        ("05:00-17:00", ("04:00-10:00", "10:00-17:00"), {"zones"}),
        ("05:00-17:00", ("05:00-10:00", "11:00-17:00"), {"zones"}),
        ("Nov-Mar 05:00-17:00; Apr-Oct 04:30-17:00", ("05:00-17:00",), {"zones"}),
        ("05:00-17:00; PH off", ("05:00-17:00",), {"zones"}),
        ("05:00-17:00", ("05:00-10:00", "10:00-17:00"), set()),
        ("05:00-17:00", ("05:00-10:00", ""), set()),
        ("05:00-17:00", ("",), set()),
        ("22:00-06:00; PH off", ("22:00-06:00; PH off",), set()),
    ],
)
def test_zones_and_place_that_contradict_one_another_are_found(
    boundaries: None, hours: str, zones: tuple[str, ...], found: set[str]
) -> None:
    market = make_market(hours=hours, hotline="12333")
    for number, zone in enumerate(zones):
        Zone.objects.create(market=market, name=f"区{number}", hours=zone, position=number)
    make_confirmation(market, "hours", timezone.localdate())
    findings = check(Market.objects.filter(pk=market.pk), timezone.localdate())
    assert {finding.kind for finding in findings} == found
    assert all(finding.wrong for finding in findings)


def test_a_candidate_building_needs_neither_hours_nor_phone(boundaries: None) -> None:
    assert kinds(form="candidate", hours="", hotline="") == set()


def test_a_place_without_any_number_is_found_and_one_with_a_contact_is_not(
    boundaries: None,
) -> None:
    assert kinds(hotline="") == {"no-phone"}
    market = make_market()
    make_confirmation(market, "hours", timezone.localdate())
    Contact.objects.create(market=market, label="服务台", phone="0632-5550701")
    assert not check(Market.objects.filter(pk=market.pk), timezone.localdate())


def test_old_and_missing_confirmations_are_found(boundaries: None) -> None:
    today = timezone.localdate()
    fresh, old, never = (make_market(name=n, hotline="12333") for n in ("新", "旧", "无"))
    make_confirmation(fresh, "hours", today - dt.timedelta(days=180))
    make_confirmation(old, "hours", today - dt.timedelta(days=181))
    make_confirmation(never, "location", today)

    findings = check(Market.objects.all(), today)

    assert {(f.name, f.kind, f.wrong) for f in findings} == {
        ("旧", "stale", False),
        ("无", "stale", False),
    }


def test_the_exit_code_tells_errors_from_gaps(
    boundaries: None, capsys: pytest.CaptureFixture[str]
) -> None:
    make_market(hours="", name="时间未知", hotline="12333")
    call_command("check_ledger")
    assert "时间未知：运行时间未知" in capsys.readouterr().out

    with pytest.raises(SystemExit) as strict:
        call_command("check_ledger", "--strict")
    assert strict.value.code == 1

    make_market(region_code="370481", name="在外")
    with pytest.raises(SystemExit) as wrong:
        call_command("check_ledger")
    assert wrong.value.code == 1
    call_command("check_ledger", "--region", "370402")


def test_without_boundaries_nothing_is_claimed() -> None:
    with pytest.raises(CommandError, match="load_regions"):
        call_command("check_ledger")

"""Role × region × page: who may open what, asked of every address under /office/ over HTTP.

Every address needs an example object here, so a new page cannot be left out. The objects all lie
in one county and carry words that must never reach anybody who may not see them, on any page.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from directory import access
from directory.kinds import Action, Kind, Role
from directory.models import Market, Official, Proposal
from maps.office.rules import Rule
from tests.factories.ledger import COUNTY
from tests.factories.people import OTHER_COUNTY, make_official, sign_in
from tests.maps.office.routes import Route, office_routes
from tests.maps.office.test_every_page_has_a_rule import SIGNING_IN
from tests.maps.office.world import DRAFT, PHONE, SEARCHED, SECRET, SECRETS, SENDER, World

pytestmark = pytest.mark.django_db

# A region of an assignment, and whether the example county lies in it: the county, another of its
# city, the city, another city, the province.
REGIONS = {"370403": True, "370402": False, "370400": True, "370300": False, "370000": True}
# A role that is given for one level alone is not asked of the others; how regions contain each
# other is the same for all roles (tests/directory/access), so each is asked of one and beside it.
LEVELS = {
    Role.DISTRICT_CLERK: ("370403", "370402"),
    Role.DISTRICT_LEAD: ("370403", "370402"),
    Role.CITY: ("370400", "370300"),
    Role.PROVINCE: ("370000",),
    Role.COUNTER: ("370403", "370402"),
    Role.DEPARTMENT: ("370403", "370402"),
    Role.PLANNER: ("370403", "370402"),
    Role.AUDITOR: ("370000", "370402"),
    Role.SYSADMIN: ("370000", "370402"),
}
WHO = [(role, region) for role in Role for region in LEVELS.get(role, tuple(REGIONS))]
OUTSIDE = [(role, region) for role, region in WHO if not REGIONS[region]]
# Whom the neighbouring county's things concern, and one of far away.
NEXT_DOOR = [each for each in OUTSIDE if each[1] == "370402" or each[0] == Role.CITY]
# The admin's own names of our lists lead to the same addresses, and recovery codes are 404 for
# somebody who has none.
ELSEWHERE = (*SIGNING_IN, "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
PAGES = [
    route
    for route in office_routes()
    if not route.name.startswith(ELSEWHERE) and not route.name.endswith("_changelist")
]
REFUSED, NOT_ASKED = (403, 404), 405
# Ways to ask a list for more than it shows by itself.
ASKED = (f"?q={SEARCHED}", f"?region={COUNTY}", "?place={public_id}")
# Where the insiders must find the word: else nothing is proved by its being absent for others.
TELLING = {
    "office:places_list",
    "office:places_page",
    "office:places_base",
    "office:search",
    "office:review_list",
    "office:review_proposal",
    "office:gate_waiting",
    "office:gate_decide",
    "office:gate_status",
    "office:reports_list",
    "office:reports_report",
    "office:events_list",
    "office:events_page",
    "office:history_place",
    "office:imports_list",
    "office:imports_batch",
    "office:imports_row",
    "office:exports_list",
    "office:monitoring_correct",
    "office:returns_page",
    "office:returns_rows",
    "office:people_list",
    "office:people_page",
    "office:upkeep_calls",
    "office:upkeep_calls_csv",
    "office:upkeep_duplicates",
    "office:upkeep_pair",
    "office:planner_home",
    "office:planner_gaps",
    "office:planner_demand",
    "office:planner_candidates",
    "office:planner_run",
    "office:planner_try",
}


def test_every_page_has_an_example() -> None:
    """`World.ARGUMENTS` names an object for each page that takes one."""
    assert {route.name for route in PAGES if route.arguments} == set(World.ARGUMENTS)


def test_the_example_county_lies_where_the_table_says() -> None:
    assert {region: access.within(COUNTY, region) for region in REGIONS} == REGIONS


@pytest.mark.parametrize("role", Role)
def test_pages_open_to_those_who_may_and_to_nobody_else(role: Role, world: World) -> None:
    wrong: list[str] = []
    for region in (each for held, each in WHO if held == role):
        official = make_official(role, region)
        client = sign_in(Client(), official)
        for route in PAGES:
            answer = client.get(_path(route, world))
            allowed = _allowed(official, route, inside=REGIONS[region])
            refused = answer.status_code in REFUSED
            # Read whole, for a file that is fetched stays open until then.
            found = _told(answer)
            if answer.status_code >= 500 or (
                answer.status_code != NOT_ASKED and allowed == refused
            ):
                wrong.append(f"{region} GET {route.name}: {answer.status_code}, {allowed=}")
            if not REGIONS[region] and found:
                wrong.append(f"{region} GET {route.name} tells {found}")
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_nobody_acts_where_he_may_not(role: Role, world: World) -> None:
    wrong: list[str] = []
    for region in (each for held, each in WHO if held == role):
        official = make_official(role, region)
        client = sign_in(Client(), official)
        before = _fingerprint()
        for route in PAGES:
            if _allowed(official, route, inside=REGIONS[region]):
                continue
            answer = client.post(_path(route, world), world.form())
            if answer.status_code not in (*REFUSED, NOT_ASKED):
                wrong.append(f"{region} POST {route.name}: {answer.status_code}")
            if not REGIONS[region] and (found := _told(answer)):
                wrong.append(f"{region} POST {route.name} tells {found}")
        assert _fingerprint() == before, region
    assert wrong == []


@pytest.mark.parametrize(("role", "region"), NEXT_DOOR)
def test_no_question_brings_out_what_lies_in_another_region(
    role: Role, region: str, world: World
) -> None:
    """Searches, filters, and whatever lies in his own region but is tied to that one."""
    official = make_official(role, region)
    client = sign_in(Client(), official)
    wrong = []
    for route in PAGES:
        if route.arguments or not _allowed(official, route, inside=False):
            continue
        is_list = route.name.endswith("_list")
        for asked in (
            (f"?s={SEARCHED}",) if "search" in route.name else ASKED[: 3 if is_list else 1]
        ):
            path = _path(route, world) + asked.format(public_id=world.market.public_id)
            if found := _told(client.get(path, follow=True)):
                wrong.append(f"GET {path} tells {found}")
    wrong += [
        f"GET {path} tells {found}"
        for path in _own_side(official)
        if (found := _told(client.get(path)))
    ]
    assert wrong == []


def test_insiders_do_read_what_outsiders_must_not(world: World) -> None:
    told = set()
    for role in (Role.CITY, Role.AUDITOR):
        client = sign_in(Client(), make_official(role, "370400"))
        for route in PAGES:
            asked = f"?s={SEARCHED}" if route.name == "office:search" else ""
            if SECRET in _text(client.get(_path(route, world) + asked)):
                told.add(route.name)
    assert TELLING - told == set()


def test_a_sender_is_known_to_the_office_that_has_the_report_alone(world: World) -> None:
    """Not even to others who may read personal details of that county: they belong elsewhere."""
    for role, region in WHO:
        client = sign_in(Client(), make_official(role, region))
        answer = client.post(reverse("office:reports_contact", args=[world.report.pk]))
        assert answer.status_code in REFUSED
        assert SENDER not in _text(answer)
        assert PHONE not in _text(answer)
    assert not world.report.readings.exists()


def test_the_office_that_has_the_report_reads_its_sender_and_is_noted(world: World) -> None:
    client = sign_in(Client(), world.person)
    address = reverse("office:reports_contact", args=[world.report.pk])
    assert SENDER not in _text(client.get(reverse("office:reports_report", args=[world.report.pk])))
    answer = _text(client.post(address))
    assert SENDER in answer
    assert PHONE in answer
    assert [each.official for each in world.report.readings.all()] == [world.person]


def test_drafts_are_read_in_their_own_county_and_by_nobody_beside_it(world: World) -> None:
    address = reverse("office:review_proposal", args=[world.draft.pk])
    own = sign_in(Client(), world.person)
    assert DRAFT in _text(own.get(address))
    for role, region in OUTSIDE:
        client = sign_in(Client(), make_official(role, region))
        answer = client.get(address)
        assert answer.status_code in REFUSED
        assert DRAFT not in _text(answer)


def _path(route: Route, world: World) -> str:
    return reverse(route.name, kwargs=world.arguments(route))


def _allowed(official: Official, route: Route, *, inside: bool) -> bool:
    """Whether the rule lets this person in: anywhere for a list, in the county for an object."""
    rule = route.view.office_rule  # type: ignore[attr-defined]
    assert isinstance(rule, Rule)
    if rule.kind is None:
        return True
    if not access.may_anywhere(official, rule.action, rule.kind):
        return False
    if route.name in World.PERSONAL:
        return False
    return inside or route.name not in World.ARGUMENTS or route.name in World.COMMON


def _own_side(official: Official) -> list[str]:
    """The pages of everything he may see that is tied to what he may not."""
    proposals = access.visible(official, Proposal.objects.all())
    found = [reverse("office:review_proposal", args=[each.pk]) for each in proposals]
    for market in access.visible(official, Market.objects.all()):
        found += [
            reverse(f"office:{name}", args=[market.public_id])
            for name in ("places_page", "gate_decide", "gate_status", "history_place")
        ]
    # A system administrator sees neither; everybody else of the next county does.
    if access.may(official, Action.VIEW, Kind.MARKET, OTHER_COUNTY):
        assert found
    return found


def _told(answer: HttpResponseBase) -> list[str]:
    said = _text(answer) + str(answer.headers)
    return [word for word in SECRETS if word in said]


def _text(answer: HttpResponseBase) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode(errors="replace")
    # JSON says it in other letters.
    is_json = "json" in answer.headers.get("Content-Type", "")
    return text.encode().decode("unicode_escape") if is_json and "\\u" in text else text


def _fingerprint() -> dict[str, str]:
    """A checksum of every table of the ledger: nothing may have changed."""
    tables = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(("directory_", "planning_"))
    ]
    return {table: checksum for table in tables for checksum in _checksums(table)}


def _checksums(table: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t")
        yield str(cursor.fetchone()[0])

"""Whatever is asked of the officials' pages, they answer in words, never with an error."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.kinds import Role
from tests.factories.people import CITY, make_official, sign_in
from tests.maps.office.routes import Route, office_routes
from tests.maps.office.test_every_page_has_a_rule import SIGNING_IN
from tests.maps.office.world import World

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
WILD = ("²", "9" * 30, f"'\"{SCRIPT}", "9999-12-31")
WILD_FORMS = (*WILD, "\0", "NaN", "0001-01-01T00:00", "9999-12-31T23:59", "字" * 3000)
LISTS = ("q", "p", "o", "e", "all", "id__in", "office__officials__password__startswith")
# What each page takes from its query; every other page is asked for a `page`.
TAKES = {
    "office:search": ("s", "extended"),
    "office:places_list": (*LISTS, "region", "nature", "status", "freshness", "filled", "demo"),
    "office:places_new": ("proposal",),
    "office:places_edit": ("proposal",),
    "office:places_region": ("lon", "lat", "datum", "code"),
    "office:places_hours": ("text",),
    "office:review_list": (*LISTS, "whose", "state__exact", "region", "place"),
    "office:gate_waiting": ("page", "region", "nature", "form"),
    "office:gate_status": ("find", "to"),
    "office:reports_list": (*LISTS, "due", "kind__exact", "region", "place"),
    "office:events_list": (*LISTS, "when", "published__exact"),
    "office:history_on": ("day", "page"),
    "office:history_on_csv": ("day",),
    "office:history_place_on": ("day",),
    "office:imports_list": ("show", "page"),
    "office:imports_batch": ("show", "page"),
    "office:exports_list": ("nature", "q", "region", "page"),
    "office:people_list": (*LISTS, "region", "role", "second", "is_active__exact"),
    "office:people_offices": (*LISTS, "region_code"),
}
FIELDS = (
    "reason", "note", "answer", "version", "seen", "standing", "decision", "act", "fact", "on",
    "until", "successor", "public_note", "office", "role", "region_code", "department", "name",
    "email", "username", "code", "phone", "complaint_phone", "public_id", "lon", "lat", "datum",
    "accuracy_m", "town", "address", "hours", "kind", "market", "starts_at", "ends_at", "trades",
    "place", "heeded", "base_version", "sort", "same_as", "format", "template", "region", "q",
    "nature", "form", "status", "mapping_name", "column_0", "value", "synonyms", "position",
    "icon", "name_en", "next", "undo", "survivor", "chosen", "blank", "gone", "mapping",
    "trades-TOTAL_FORMS", "trades-INITIAL_FORMS", "figures-TOTAL_FORMS", "zones-TOTAL_FORMS",
)  # fmt: skip
# What lets a page look at the rest of its form.
SENSIBLE = {
    "version": "1",
    "seen": "0",
    "decision": "publish",
    "act": "submit",
    "on": dt.date(2026, 11, 24).isoformat(),
    "format": "csv",
    "template": "370000",
    "kind": "van",
    "lon": "117.26",
    "lat": "34.80",
    "datum": "wgs84",
    "accuracy_m": "20",
}
PAGES = [
    route
    for route in office_routes()
    if not route.name.startswith(SIGNING_IN) and not route.name.endswith("_changelist")
]
# The second opens what the first may not.
ROLES = (Role.CITY, Role.SYSADMIN)
REFUSED = (403, 404, 405)


def test_every_page_answers_wild_questions_in_words(world: World) -> None:
    failed = []
    for route, client in _opened(world):
        path = reverse(route.name, kwargs=world.arguments(route))
        assert _get(client, path, {"page": "\0"}).status_code == 400, route.name
        for name in TAKES.get(route.name, ("page",)):
            for wild in random.sample(WILD, 2):
                answer = _get(client, path, {name: wild})
                if _is_wrong(answer):
                    failed.append(f"{route.name}?{name}={wild[:20]!r}: {answer.status_code}")
    assert not failed, "\n".join(failed)


def test_every_page_answers_wild_forms_in_words(world: World) -> None:
    failed, clients = [], [_client(role) for role in ROLES]
    for route in PAGES:
        if route.name in ("office:logout", "office:people_end_others"):
            continue
        path = reverse(route.name, kwargs=world.arguments(route))
        client = next(
            (each for each in clients if each.post(path).status_code not in REFUSED), None
        )
        for form in _forms() if client else ():
            answer = client.post(path, form)
            if _is_wrong(answer):
                failed.append(f"{route.name}: {answer.status_code} {form['reason'][:20]!r}")
    assert not failed, "\n".join(failed)


def _opened(world: World) -> Iterator[tuple[Route, Client]]:
    """Each page that can be opened, by whom."""
    clients = [_client(role) for role in ROLES]
    for route in PAGES:
        path = reverse(route.name, kwargs=world.arguments(route))
        for client in clients:
            if _get(client, path, {}).status_code not in REFUSED:
                yield route, client
                break


def _get(client: Client, path: str, query: dict[str, str]) -> Any:
    """A file that is fetched is read whole, for it stays open until then."""
    answer: Any = client.get(path, query)
    if answer.streaming:
        list(answer.streaming_content)
    return answer


def _is_wrong(answer: Any) -> bool:
    """An error of ours, or what was asked come back as markup."""
    is_markup = "html" in answer.headers.get("Content-Type", "")
    return answer.status_code >= 500 or (is_markup and SCRIPT.encode() in answer.content)


def _forms() -> Iterator[dict[str, str]]:
    """Drawn anew in each run, whose seed pytest names: all of them take four minutes."""
    yield dict.fromkeys(FIELDS, WILD[0])
    for wild in random.sample(WILD_FORMS, 2):
        yield dict.fromkeys(FIELDS, wild) | SENSIBLE
    yield {field: random.choice(WILD_FORMS) for field in FIELDS} | SENSIBLE


def _client(role: Role) -> Client:
    return sign_in(Client(raise_request_exception=False), make_official(role, CITY))

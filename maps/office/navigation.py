"""The menu of the officials' pages: what each area offers, to those who may open it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from directory import access
from directory.kinds import Action, Kind
from maps.office.signed_in import signed_in


@dataclass(frozen=True, slots=True)
class Entry:
    """`icon` is a name of Material Symbols; shown to whoever may do `action` to `kind` somewhere.

    `group` and `position` order the menu: work first, then looking up, then settings.
    """

    title: str | Promise
    url_name: str
    icon: str
    kind: Kind | None
    action: Action = Action.VIEW
    group: str = "work"
    position: int = 50
    query: str = ""


GROUPS = ("work", "records", "settings")


def groups(request: HttpRequest, entries: list[Entry]) -> list[dict[str, Any]]:
    """As unfold's sidebar takes it; entries that may not be opened are left out."""
    may = access.anywhere(signed_in(request))
    shown = [
        entry
        for entry in sorted(entries, key=lambda each: each.position)
        if entry.kind is None or may(entry.action, entry.kind)
    ]
    return [
        {"separator": group != GROUPS[0], "items": [_item(request, each) for each in of_group]}
        for group in GROUPS
        if (of_group := [each for each in shown if each.group == group])
    ]


def _item(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    link = reverse(entry.url_name)
    return {
        "title": entry.title,
        "icon": entry.icon,
        "link": link + entry.query,
        "active": request.path == link,
        "has_permission": True,
    }

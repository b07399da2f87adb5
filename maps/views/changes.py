"""What changed: the list of publications, one of them compared with the one before, the feed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from directory.records import AreaRecord
from maps import answering, heads, readers
from maps.changes import atom, between, reading
from maps.errors import UnknownArea, UnknownPublication
from maps.paging import pages_of

SHOWN = 50
NUMBER_MOST = 2**31 - 1


def _region(request: HttpRequest, snapshot: Snapshot) -> AreaRecord | None:
    code = request.GET.get("region", "")
    if not code:
        return None
    area: AreaRecord | None = snapshot.areas.get(readers.area_code("region", code))
    if area is None:
        raise UnknownArea(code)
    return area


@answering.page(max_age=60, minute=False)
def changes(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    shown, pages = pages_of(request, snapshot.log, SHOWN)
    region = _region(request, snapshot)
    entries = [
        (entry, reading.of(snapshot, entry.number, region.code) if region else None)
        for entry in shown
    ]
    context = {"entries": entries, "pages": pages, "region": region, "first": snapshot.past.begins}
    return render(request, "maps/changes/list.html", context)


@answering.page(max_age=300, minute=False)
def changes_of(request: HttpRequest, snapshot: Snapshot, number: int) -> HttpResponse:
    entry = reading.entry_of(snapshot, number) if number <= NUMBER_MOST else None
    if entry is None:
        raise UnknownPublication(str(number))
    region, earlier = _region(request, snapshot), between.earlier(snapshot, number)
    since = _since(request, earlier)
    kept = between.changes(snapshot, since, number) if since else snapshot.log_of(number)
    found = reading.in_order(snapshot, kept or (), region.code if region else "")
    shown, pages = pages_of(request, found, SHOWN)
    today = answering.local_now().date()
    context = {
        "entry": entry,
        "region": region,
        "told": [reading.told(snapshot, change, today) for change in shown],
        "counts": between.counts(found) if since or (region and entry.detailed) else entry,
        "is_kept": kept is not None if since else entry.detailed,
        "pages": pages,
        "since": since,
        "earlier": earlier,
        "is_first": number == snapshot.past.begins,
        **_beside(snapshot, number),
    }
    return render(request, "maps/changes/one.html", context)


def _since(request: HttpRequest, earlier: list[int]) -> int | None:
    """The earlier publication that is asked for; None for the one just before."""
    text = request.GET.get("since", "")
    if not text:
        return None
    if not text.isdecimal() or int(text[:10]) not in earlier:
        allowed = f"{earlier[-1]}–{earlier[0]}" if earlier else "–"
        raise readers.BadParameter("since", text, allowed, _("不能和这一期比。"))
    return int(text) if int(text) != earlier[0] else None


def _beside(snapshot: Snapshot, number: int) -> dict[str, int | None]:
    """The publications before and after."""
    numbers = [each.number for each in snapshot.log]
    at = numbers.index(number)
    return {
        "before": numbers[at + 1] if at + 1 < len(numbers) else None,
        "after": numbers[at - 1] if at else None,
    }


@answering.page(max_age=60, minute=False)
def feed(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    ask = atom.Feed(heads.base_of(request), _region(request, snapshot))
    body = atom.feed(snapshot, ask, answering.local_now().date())
    response = HttpResponse(body, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response

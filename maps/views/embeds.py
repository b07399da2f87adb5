"""Frames for other sites, and the page that hands out the lines to copy."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override

from directory.publication import Snapshot
from maps import answering, cards, client, heads, latin
from maps.browse import counting, listing, page, picture, tree
from maps.embed import asking
from maps.embed.asking import Embed
from maps.embed.framing import embeddable, shows_frames
from maps.readers import one_of


@embeddable
@answering.page(max_age=60)
def embed_list(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = asking.read(snapshot, request.GET, "list")
    now = answering.local_now()
    with override(asking.LANGUAGES[asked.lang]):
        ask = page.Ask(asked.region, asked.trade)
        rows = page.rows_listed(snapshot, ask, now.date())
        shown = [] if rows is None else rows[: asked.limit].tolist()
        context = _context(snapshot, asked) | {
            "entries": [listing.entry(snapshot, row, now) for row in shown],
            "too_many": rows is None,
            "more": 0 if rows is None else len(rows) - len(shown),
            "base": heads.base_of(request),
        }
        return render(request, "maps/embed/list.html", context)


@embeddable
@answering.page(max_age=60)
def embed_map(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = asking.read(snapshot, request.GET, "map")
    today = answering.local_now().date()
    with override(asking.LANGUAGES[asked.lang]):
        code, trade = asked.region.code, asked.trade.code if asked.trade else ""
        drawn = picture.picture(snapshot, code, trade, today)
        context = _context(snapshot, asked) | {
            "picture": drawn,
            "map_links": page.map_links(snapshot, page.Ask(asked.region, asked.trade), drawn),
            "total": counting.tally(snapshot, code, trade, today).whole.total,
            "settings": _map_settings(snapshot, asked),
        }
        return render(request, "maps/embed/map.html", context)


def _context(snapshot: Snapshot, asked: Embed) -> dict[str, Any]:
    ask = page.Ask(asked.region, asked.trade)
    return {
        "asked": asked,
        "title": page.title(ask),
        "whole_url": page.address(ask.code, ask.trade_code),
        "licence": settings.DATA_LICENCE,
    }


def _map_settings(snapshot: Snapshot, asked: Embed) -> dict[str, Any]:
    """What the script of the map reads; the base is that of the region's city."""
    made = client.settings_of(snapshot)
    code = asked.region.code
    made["urls"] |= {
        "points": f"{reverse('points')}?region={code}",
        "basemap": reverse("basemap_json", args=[code[:6]]),
    }
    made["ask"] = {"trade": asked.trade.code if asked.trade else ""}
    made["region"] = code[:6]
    return made


@shows_frames
@answering.page(max_age=300, minute=False)
def builder(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    kind = one_of("kind", request.GET.get("kind") or "list", asking.KINDS)
    spoken = "zh" if (get_language() or "").startswith("zh") else "en"
    asked = asking.read(snapshot, request.GET, kind, spoken)
    height = asking.height(request.GET)
    path = reverse(f"embed_{kind}")
    with override(asking.LANGUAGES[asked.lang]):
        title = page.title(page.Ask(asked.region, asked.trade))
    url = f"{heads.base_of(request)}{path}?{asked.query()}"
    context = {
        "asked": asked,
        "height": height,
        "frame_path": f"{path}?{asked.query()}",
        "snippet": asking.snippet(url, title, height),
        "frame_title": title,
        "regions": _regions(snapshot, asked),
        "trades": [(each.code, cards.named(each)) for each in snapshot.trades.values()],
        "limits": (5, 10, 20, 50),
        "asking": {"least": asking.HEIGHT_LEAST, "most": asking.HEIGHT_MOST},
    }
    return render(request, "maps/embed/builder.html", context)


def _regions(snapshot: Snapshot, asked: Embed) -> list[tuple[str, str]]:
    """This deployment's city and its counties, and whatever else has been asked for."""
    home = snapshot.areas.get(settings.SITE_REGION)
    areas = [home] if home else []
    areas += tree.children(snapshot, settings.SITE_REGION)
    if asked.region not in areas:
        areas.append(asked.region)
    return [(area.code, latin.area_name(area.name)) for area in areas if area]

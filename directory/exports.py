"""Places written out in the layout of a province: what its owner may see, and nothing else."""

import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, file_jobs
from directory.entries import PlaceInput
from directory.imports import files
from directory.imports.vocabulary import templates, vocabulary
from directory.imports.watch import Watch
from directory.kinds import Action
from directory.ledger import write_csv, write_geojson, write_xlsx
from directory.models import ExportJob, Market
from directory.models.market import Form, MarketQuerySet, Nature
from directory.models.status import Status
from directory.standing import ENTRY_PARTS, entry_of

Format = ExportJob.Format
CHUNK = 500
FILTERS = ("region", "nature", "form", "status", "publication", "q")


def chosen(queryset: MarketQuerySet, filters: Mapping[str, str]) -> MarketQuerySet:
    """The places that `filters` leave, as the list of places has them; an unknown value: none."""
    if region := filters.get("region"):
        queryset = queryset.in_region(region)
    for name, known in (("nature", Nature), ("form", Form)):
        if value := filters.get(name):
            queryset = (
                queryset.filter(**{name: value}) if value in known.values else queryset.none()
            )
    if status := filters.get("status"):
        queryset = queryset.status_on(timezone.localdate())
        known_status = status in Status.values
        queryset = queryset.filter(Q(status=status)) if known_status else queryset.none()
    if filters.get("publication") == "publish":
        queryset = queryset.published()
    if words := filters.get("q"):
        named = Q(name__icontains=words) | Q(public_id=words.lower()) | Q(address__icontains=words)
        queryset = queryset.filter(named)
    return queryset


def values_of(market: Market) -> dict[str, Any]:
    """A row as the reader of workbooks would have it; read in again it changes nothing."""
    entry = entry_of(market)
    return {
        name: getattr(entry, name)
        for name in PlaceInput.__slots__
        if name not in ("office", "zones", "figures", "demo")
    } | _counts(entry)


def _counts(entry: PlaceInput) -> dict[str, Any]:
    """The layout has one day and one method for both figures: those of the newest count. A figure
    of another day stays out, rather than be given a day that is not its own."""
    figures = sorted(entry.figures, key=lambda each: each.counted_on or dt.date.min, reverse=True)
    if not figures:
        return {}
    newest = figures[0]
    same = [
        each
        for each in figures
        if (each.counted_on, each.method) == (newest.counted_on, newest.method)
    ]
    counts = {each.kind: each.value for each in same}
    return counts | {"counted_on": newest.counted_on, "method": newest.method}


def run(pk: int) -> str:
    """Writes the file of a job in the background; the state it is left in."""
    return file_jobs.run(ExportJob, pk, _write, _("生成多次中断，请缩小范围再试"))


def _write(job: ExportJob, seen: Watch) -> str:
    places = access.visible(
        job.official, chosen(Market.objects.standing(), job.filters), Action.VIEW
    )
    total = places.count()
    words, template = vocabulary(job.region_code), templates()[job.template]
    writers = {Format.CSV.value: write_csv, Format.GEOJSON.value: write_geojson}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        rows = _rows(places, total, seen)
        if job.format == Format.XLSX:
            count = write_xlsx(template, rows, path, words)
        else:
            count = writers[job.format](template, rows, path, words)
        stored, size = files.keep(path, ""), path.stat().st_size
    values = {"stored": stored, "size": size, "rows": count, "done": count, "total": count}
    return file_jobs.finish(job, [stored], **values)


def _rows(places: Any, total: int, seen: Watch) -> Iterator[dict[str, Any]]:
    parts = places.select_related("office").prefetch_related(*ENTRY_PARTS)
    for at, market in enumerate(parts.order_by("region_code", "public_id").iterator(CHUNK)):
        if at % CHUNK == 0:
            seen.report(at, total)
        yield values_of(market)

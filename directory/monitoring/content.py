"""What a briefing says: the counts of a region and a period, and what changed in the directory."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.entry_words import region_names
from directory.models.counts import Session
from directory.monitoring.pulse import Pulse, pulse
from directory.publication import NoPublication, current
from geo.regions import prefix_of


@dataclass(frozen=True, slots=True)
class Changed:
    """One place in one publication."""

    on: dt.date
    said: str
    name: str
    region: str


@dataclass(frozen=True, slots=True)
class Content:
    """`sessions`: the morning, and the afternoon where it was counted, by name."""

    region: str
    region_name: str
    start: dt.date
    end: dt.date
    sessions: tuple[tuple[str, Pulse], ...]
    names: Mapping[str, str]
    changes: tuple[Changed, ...]
    demo: bool


def gather(region: str, start: dt.date, end: dt.date) -> Content:
    found = [(session, pulse(region, start, end, session.value)) for session in Session]
    kept = [each for each in found if each[0] == Session.MORNING or each[1].counted]
    below = {each.code for _session, one in kept for each in one.regions}
    changes = _changes(region, start, end)
    names = region_names({region, *below, *(each.region for each in changes)})
    return Content(
        region=region,
        region_name=names.get(region, region),
        start=start,
        end=end,
        sessions=tuple((str(session.label), one) for session, one in kept),
        names=names,
        changes=tuple(
            Changed(each.on, each.said, each.name, names.get(each.region, each.region))
            for each in changes
        ),
        demo=any(one.demo for _session, one in kept),
    )


def _changes(region: str, start: dt.date, end: dt.date) -> list[Changed]:
    """As the publications of that time tell it, the oldest first; none before the first one."""
    said = {"added": _("新公开"), "changed": _("有改动"), "removed": _("不再公开")}
    try:
        past = current().past
    except NoPublication:
        return []
    prefix, found = prefix_of(region), []
    for entry in past.entries:
        on = timezone.localtime(entry.at).date()
        if not start <= on <= end:
            continue
        found += [
            Changed(on, said[change.kind], change.name, change.region)
            for change in past.of(entry.number)
            if change.region.startswith(prefix)
        ]
    return sorted(found, key=lambda each: (each.on, each.region, each.name))

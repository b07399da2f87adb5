"""Changes as an Atom feed (RFC 4287): an entry a change, with an id that never changes."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from directory.publication.past import PublicationEntry
from directory.records import AreaRecord
from maps import latin
from maps.changes import reading

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
ENTRIES_MOST = 100
# The year in which the ids were given out first; part of every tag: URI (RFC 4151).
SINCE = 2026
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """`base` is scheme and host without a slash; `region` None: the whole publication."""

    base: str
    region: AreaRecord | None = None

    @property
    def code(self) -> str:
        return self.region.code if self.region else ""

    def tag(self, rest: str) -> str:
        """An id that is the same in both languages and on whichever page it is read."""
        return f"tag:{urlsplit(self.base).hostname},{SINCE}:{rest}"


def feed(snapshot: Snapshot, ask: Feed, today: dt.date) -> bytes:
    root = Element(f"{{{ATOM}}}feed", {"xml:lang": _language()})
    where = latin.area_name(ask.region.name) if ask.region else ""
    name = _("零工地图：名录更新")
    _text(root, "title", f"{name} · {where}" if where else name)
    if snapshot.demo or settings.DEMO:
        _text(root, "subtitle", _("这一期是演示数据：地点、时间和电话都是为了演示编的。"))
    query = f"?region={ask.code}" if ask.region else ""
    _text(root, "id", ask.tag(f"changes/{ask.code}" if ask.code else "changes"))
    _text(root, "updated", snapshot.built_at.isoformat(timespec="seconds"))
    _link(root, "self", ask.base + reverse("changes_feed") + query, MEDIA_TYPE)
    _link(root, "alternate", ask.base + reverse("changes") + query, "text/html")
    author = SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", settings.CONTACT_OFFICE or _("零工地图"))
    _text(root, "rights", settings.DATA_LICENCE)
    left = ENTRIES_MOST
    for entry in snapshot.log:
        if left <= 0:
            break
        left -= _publication(root, snapshot, ask, entry, today, left)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _publication(
    root: Element, snapshot: Snapshot, ask: Feed, entry: PublicationEntry, today: dt.date, most: int
) -> int:
    """The entries of one publication; one for all of it where its details are not kept."""
    if not entry.detailed:
        if ask.region is None:
            _counts(root, ask, entry)
            return 1
        return 0
    found = reading.of(snapshot, entry.number, ask.code)[:most]
    for change in found:
        _change(root, ask, reading.told(snapshot, change, today))
    return len(found)


def _counts(root: Element, ask: Feed, entry: PublicationEntry) -> None:
    made = SubElement(root, f"{{{ATOM}}}entry")
    _text(made, "title", _("名录第 %(number)d 期") % {"number": entry.number})
    _text(made, "id", ask.tag(f"publication/{entry.number}"))
    _text(made, "updated", entry.at.isoformat(timespec="seconds"))
    _link(made, "alternate", ask.base + reverse("changes_of", args=[entry.number]), "text/html")
    _text(
        made,
        "summary",
        _("新公开 %(added)d 处，改动 %(changed)d 处，不再公开 %(removed)d 处")
        % {"added": entry.added, "changed": entry.changed, "removed": entry.removed},
    )


def _change(root: Element, ask: Feed, change: reading.Told) -> None:
    made = SubElement(root, f"{{{ATOM}}}entry")
    _text(made, "title", _("%(kind)s：%(name)s") % {"kind": change.said, "name": change.name})
    _text(made, "id", ask.tag(f"change/{change.number}/{change.id}"))
    _text(made, "updated", change.at.isoformat(timespec="seconds"))
    page = reverse("changes_of", args=[change.number])
    _link(made, "alternate", ask.base + (change.url or page), "text/html")
    SubElement(made, f"{{{ATOM}}}category", {"term": change.kind, "label": change.said})
    lines = [
        _("%(field)s：%(before)s → %(after)s")
        % {"field": line.label, "before": line.before, "after": line.after}
        for line in change.lines
    ]
    _text(made, "summary", "\n".join(filter(None, [change.area, *lines])))


def _language() -> str:
    return "zh-Hans" if (get_language() or "").startswith("zh") else "en"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{ATOM}}}{name}").text = _NOT_XML.sub("", text)


def _link(parent: Element, rel: str, href: str, kind: str) -> None:
    SubElement(parent, f"{{{ATOM}}}link", {"rel": rel, "href": href, "type": kind})

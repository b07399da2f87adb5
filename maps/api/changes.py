"""What has changed since a publication, so that another system can keep a copy true.

Whoever applies `removed` and then asks each changed or added id for its feature, or takes the
features in the answer, holds what this publication holds.
"""

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from directory.publication import Snapshot
from maps import features, readers
from maps.api.asked import only_once
from maps.api.items import Address
from maps.params import OFFSET_MAX

DEFAULT, MOST = 1000, 10_000
KNOWN = ("since", "limit", "offset", "f")
NUMBER_MAX = 2**31 - 1


class ForgottenPublication(Exception):
    """The log does not reach back as far as `since`."""

    def __init__(self, since: int, begins: int) -> None:
        self.since, self.begins = since, begins
        super().__init__(f"publication {since}; the log begins at {begins}")


@dataclass(frozen=True, slots=True)
class Query:
    """`since` None: the last publication's own changes are not asked; only where one stands."""

    since: int
    limit: int = DEFAULT
    offset: int = 0


def query(data: MultiValueDict[str, str]) -> Query:
    only_once(data, KNOWN)
    if "since" not in data:
        raise readers.BadParameter(
            "since", "", _("期号，例如 12；0 表示从头开始"), _("缺少参数 since。")
        )
    return Query(
        readers.whole("since", str(data["since"]), 0, NUMBER_MAX),
        readers.whole("limit", data.get("limit", str(DEFAULT)) or "", 1, MOST, clamp=True),
        readers.whole("offset", data.get("offset", "0") or "", 0, OFFSET_MAX),
    )


def body(snapshot: Snapshot, asked: Query, address: Address) -> bytes:
    """Raises ForgottenPublication, and BadParameter for a publication that is still to come."""
    if asked.since > snapshot.number:
        raise readers.BadParameter(
            "since",
            str(asked.since),
            f"0–{snapshot.number}",
            _("第 %(number)d 期还没有。") % {"number": asked.since},
        )
    found = snapshot.changes(asked.since)
    if found is None:
        raise ForgottenPublication(asked.since, snapshot.past.begins)
    kinds = np.concatenate(
        [np.zeros(len(found.added), np.int8), np.ones(len(found.changed), np.int8)]
    )
    rows = np.concatenate([found.added, found.changed])
    total = len(rows) + len(found.removed)
    last = asked.offset + asked.limit
    removed = found.removed[asked.offset : last]
    skip = max(0, asked.offset - len(found.removed))
    take = asked.limit - len(removed)
    page = slice(skip, skip + take)
    entries: list[dict[str, Any]] = [
        {"kind": "removed", "id": id, "feature": None} for id in removed
    ]
    for row, kind in zip(rows[page].tolist(), kinds[page].tolist(), strict=True):
        feature = snapshot.features_of(np.array([row], np.int64))
        entries.append(
            {
                "kind": "changed" if kind else "added",
                "id": snapshot.id_at(row),
                "feature": orjson.Fragment(feature),
            }
        )
    links = [{"rel": "self", "type": "application/json", "href": address.with_()}]
    if last < total:
        links.append(
            {
                "rel": "next",
                "type": "application/json",
                "href": address.with_(offset=str(last), limit=str(asked.limit)),
            }
        )
    head = features.head(snapshot)
    del head["type"]
    return orjson.dumps(
        head
        | {
            "since": asked.since,
            "numberMatched": total,
            "numberReturned": len(entries),
            "counts": {
                "added": len(found.added),
                "changed": len(found.changed),
                "removed": len(found.removed),
            },
            "links": links,
            "changes": entries,
        }
    )


def forgotten(error: ForgottenPublication, base: str) -> bytes:
    """410 as problem+json: the whole directory has to be taken again."""
    items = f"{base}/api/collections/markets/items"
    said = {
        "type": "urn:linggong-map:problem:log-too-short",
        "title": _("这一期太早了"),
        "status": 410,
        "detail": _("变更记录只到第 %(begins)d 期；请重新下载整期名录。")
        % {"begins": error.begins},
        "parameter": "since",
        "value": str(error.since),
        "allowed": f"≥ {error.begins}",
        "links": [
            {"rel": "enclosure", "type": "text/html", "href": f"{base}/data/latest/"},
            {
                "rel": "items",
                "type": "application/geo+json",
                "href": items,
            },
        ],
    }
    return json.dumps(said, ensure_ascii=False).encode()

"""The nearest places as bytes: each published feature as it lies, with what depends on the asker.

Nothing is parsed and nothing serialised again: the computed properties are put in before the two
braces that every feature ends with. What they say of the hours is the same for all places of one
pattern at one minute of arrival, and is kept.
"""

import datetime as dt

import orjson

from directory import finder
from directory.arrival import arrival_of
from directory.finder import Ask
from directory.nearby import Found
from directory.publication import Snapshot
from directory.publication.features import id_of
from geo.travel import minutes
from maps import features
from maps.params import NearestQuery

# Of some 300 bytes; a country has a few hundred patterns, and most ways take under an hour.
STATES_KEPT = 32_768
_KEY = ("maps.hits",)


class HitWriter:
    """Writes hits of one publication."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._states: dict[tuple[int, dt.datetime], bytes] = {}
        self.opening = orjson.dumps(features.head(snapshot))[:-1]

    def feature(self, ask: Ask, found: Found, root: bytes) -> bytes:
        """`root`: the address that a place's id is appended to for its page."""
        row, metres = found
        arrival = arrival_of(ask.at, metres, ask.mode)
        body = self._snapshot.feature_at(row)
        place_id = id_of(body)
        return (
            b'%b,"id":"%b","distance_m":%r,"minutes":%r,%b},"links":'
            b'[{"rel":"alternate","type":"text/html","href":"%b%b"}]}'
        ) % (
            body[:-2],
            place_id,
            round(metres, 1),
            round(minutes(metres, ask.mode), 1),
            self._state(row, arrival),
            root,
            place_id,
        )

    def _state(self, row: int, arrival: dt.datetime) -> bytes:
        if self._snapshot.dated[row]:
            return self._worked_out(row, arrival)
        key = (int(self._snapshot.pattern[row]), arrival)
        state = self._states.get(key)
        if state is None:
            if len(self._states) >= STATES_KEPT:
                self._states = {}
            state = self._states[key] = self._worked_out(row, arrival)
        return state

    def _worked_out(self, row: int, arrival: dt.datetime) -> bytes:
        found, status = finder.state_at(self._snapshot, row, arrival)
        said = {
            "arrival": features.local_iso(arrival),
            "opens_on_arrival": found.opens,
            "status_on_arrival": status.status if status else "open",
            "next_change": features.local_iso(found.next_change),
            "next_opening": features.local_iso(found.next_opening),
            "wait_minutes": found.wait_min,
        }
        return orjson.dumps(said)[1:-1]


def writer(snapshot: Snapshot) -> HitWriter:
    """The one of this publication."""
    found: HitWriter | None = snapshot.kept.get(_KEY)
    if found is None:
        found = snapshot.kept[_KEY] = HitWriter(snapshot)
    return found


def collection(snapshot: Snapshot, asked: NearestQuery, trade: str | None, root: bytes) -> bytes:
    """The answer to `asked`; `trade` is the code of the one it names."""
    position = asked.position
    query = {
        "given": [position.given_lon, position.given_lat],
        "given_datum": position.datum,
        "lon": position.lon,
        "lat": position.lat,
        "at": features.local_iso(asked.at.moment),
        "mode": asked.mode,
        "trade": trade,
    }
    ask = Ask(position.lon, position.lat, asked.at.moment, asked.mode, trade, asked.limit)
    written = writer(snapshot)
    found = [written.feature(ask, each, root) for each in finder.nearest_rows(snapshot, ask)]
    return b'%b,"query":%b,"features":[%b]}' % (
        written.opening,
        orjson.dumps(query),
        b",".join(found),
    )

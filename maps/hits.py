"""The nearest places as bytes: each published feature as it lies, with what depends on the asker.

Nothing is parsed and nothing serialised again: the computed properties are put in before the two
braces that every feature ends with. What they say of the hours is the same for all places of one
pattern at one minute of arrival, and is kept.
"""

import datetime as dt

import orjson

from directory import finder
from directory.arrival import whole_minutes
from directory.finder import Ask
from directory.journey import Journey
from directory.nearby import Found
from directory.publication import Snapshot
from directory.publication.features import FEATURE_HEAD
from geo import roads_in_use
from maps import features
from maps.params import NearestQuery

# Of some 300 bytes; a country has a few hundred patterns, and most ways take under an hour.
STATES_KEPT = 32_768
_LINKS = b'},"links":[{"rel":"alternate","type":"text/html","href":"'
_END, _LAST = b'"}]},', b'"}]}'
_ID = b',"id":"'
_ID_FROM = len(FEATURE_HEAD)
# What whoever shows figures by road has to say.
OSM = "© OpenStreetMap contributors, ODbL 1.0"
_MINUTE = dt.timedelta(minutes=1)
_KEY = ("maps.hits",)


class HitWriter:
    """Writes hits of one publication; the moment asked for is a whole minute."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        # By the minute of arrival and the pattern, in one number. Not by the moment asked for:
        # whoever asks a minute later mostly arrives in a minute that is known already.
        self._states: dict[int, bytes] = {}
        self._patterns = len(snapshot.timetable.patterns) + 1
        self.opening = orjson.dumps(features.head(snapshot))[:-1]

    def features(self, journey: Journey, found: list[Found], root: bytes) -> list[bytes]:
        """All of them in pieces, commas between; `root`: a place's page without its id.

        Pieces, so that the bytes of a feature are copied twice: out of the file and into the body.
        One loop without calls that could be left out: ten of these are half of an answer's time.
        """
        snapshot, at = self._snapshot, journey.ask.at
        minutes, rests_on = journey.figures(found)
        # A memoryview gives Python's numbers at once, and an array numbers of its own.
        of_pattern, is_dated = snapshot.pattern.data, snapshot.dated.data
        facts = zip(
            found,
            minutes,
            whole_minutes(minutes),
            rests_on,
            # Without the two braces.
            snapshot.features_at([row for row, _metres in found], less=2),
            # A basis that all have in common has no end.
            strict=False,
        )
        if len(self._states) >= STATES_KEPT:
            self._states = {}
        links, states, patterns = _LINKS + root, self._states, self._patterns
        asked = (at - dt.datetime.min) // _MINUTE
        written: list[bytes] = []
        for (row, metres), ahead, way, basis, body in facts:
            # −1 is the pattern of those whose hours nobody knows.
            key = (asked + way) * patterns + of_pattern[row] + 1
            state = None if is_dated[row] else states.get(key)
            if state is None:
                state = self._worked_out(row, at + way * _MINUTE)
                if not is_dated[row]:
                    states[key] = state
            place_id = body[_ID_FROM : body.index(b'"', _ID_FROM)]
            said = f'","distance_m":{metres:.1f},"minutes":{ahead:.1f},"travel_basis":"{basis}",'
            written += (body, _ID, place_id, said.encode(), state, links, place_id, _END)
        if written:
            written[-1] = _LAST
        return written

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
    roads = roads_in_use.roads()
    if roads is not None:
        query |= {"roads": roads.name, "roads_attribution": OSM}
    ask = Ask(position.lon, position.lat, asked.at.moment, asked.mode, trade, asked.limit)
    written, journey = writer(snapshot), Journey(snapshot, ask, roads)
    found = written.features(journey, finder.nearest_rows(journey), root)
    opening = (written.opening, b',"query":', orjson.dumps(query), b',"features":[')
    return b"".join((*opening, *found, b"]}"))

"""The lean lane: a WSGI application in front of Django's, for plain public requests.

It knows no header by itself. The first answer of each kind is Django's, and its head is kept with
it; a route that the lane computes is compared with Django's answer before the lane takes it over.
"""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from directory.publication import NoPublication, Snapshot, current
from geo.roads.network import Roads
from maps import answering
from maps.api.layers import Pieces
from maps.readpath import asked as reading
from maps.readpath import slip as slips
from maps.readpath.asked import Asked, Environ
from maps.readpath.bodies import Body, Header, head_of
from maps.readpath.clock import Minute
from maps.readpath.computed import Route, computed, route_of
from maps.readpath.gate import Gate
from maps.readpath.kept import Answer, Kept
from maps.readpath.refusals import BUSY, BUSY_SECONDS, refuse

Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
_Source = tuple[Snapshot, Roads | None]
log = logging.getLogger(__name__)

OK, UNCHANGED = "200 OK", "304 Not Modified"
# Written anew for each encoding.
_OWN = ("content-length", "etag", "content-encoding")
# An answer that varies by anything else is not kept.
_VARIES = {"cookie", "accept-encoding", "accept"}


class Lane:
    """`django` is asked without Accept-Encoding where the lane compresses the answer itself.

    What has to be computed passes the gate; what is kept passes beside it.
    """

    def __init__(self, django: Application, gate: Gate | None = None) -> None:
        self._django = django
        self._gate = gate or Gate(0, 0)
        self._minute = Minute()
        self.kept = Kept(settings.KEPT_ANSWERS_BYTES)
        self._heads: dict[tuple[str, bool, str], tuple[_Source, list[Header]]] = {}
        self._refused: set[str] = set()

    def __call__(self, meta: Environ, start: Start) -> Iterable[bytes]:
        asked, snapshot = reading.read(meta), None
        if asked is not None:
            try:
                snapshot = current()
            except NoPublication:
                asked = None
        if asked is not None and snapshot is not None:
            self._minute.turn()
            answer = self.kept.find(asked.key, snapshot, self._minute.stamps)
            if answer is not None:
                return self._from_kept(meta, start, asked, answer)
        with self._gate.enter() as may:
            if not may:
                return refuse(meta, start, BUSY, BUSY_SECONDS)
            if asked is None or snapshot is None:
                return self._django(meta, start)
            return self._compute(meta, start, asked, snapshot)

    def _compute(
        self, meta: Environ, start: Start, asked: Asked, snapshot: Snapshot
    ) -> Iterable[bytes]:
        route = route_of(asked)
        if route is not None and route.name not in self._refused:
            done = self._from_route(meta, start, asked, snapshot, route)
            if done is not None:
                return done
        return self._from_django(meta, start, asked)

    def _from_kept(
        self, meta: Environ, start: Start, asked: Asked, answer: Answer
    ) -> Iterable[bytes]:
        if answer.tag in asked.named:
            if answer.unchanged is None:
                answer.unchanged = self._learn_unchanged(meta)
            if answer.unchanged is not None:
                start(UNCHANGED, [*answer.unchanged, ("ETag", answer.tag)])
                return []
        before = len(answer.body)
        body, encoding = answer.body.for_(asked)
        if not encoding and answer.body.in_pieces and self.kept.joined_again(asked.key, len(body)):
            answer.body.hold(body)
        if len(answer.body) != before:
            self.kept.put(asked.key, answer)
        form = encoding, len(body)
        head = answer.heads.get(form)
        if head is None:
            head = answer.heads[form] = head_of(answer.head, answer.tag, len(body), encoding)
        start(answer.status, list(head))
        return [] if asked.head_only else [body]

    def _from_route(
        self, meta: Environ, start: Start, asked: Asked, snapshot: Snapshot, route: Route
    ) -> Iterable[bytes] | None:
        """None where the question is not plain, or no head is known yet: then Django answers."""
        stamp = self._minute.stamps[route.clock]
        own = (route.language, asked.size) if route.language else ()
        tag = answering.etag(snapshot, asked.full_path, stamp, *own)
        if tag in asked.named:
            head = self._head(snapshot, route, asked, UNCHANGED)
            # Only what has been asked plainly before can be named: nothing needs to be computed.
            if head is None:
                learnt = self._learn_unchanged(meta)
                if learnt is None:
                    return None
                head = learnt
                self._heads[route.name, asked.secure, UNCHANGED] = self._source(snapshot), head
            start(UNCHANGED, [*head, ("ETag", tag)])
            return []
        head = self._head(snapshot, route, asked, OK)
        pieces = computed(route, snapshot, asked, self._minute.now)
        if pieces is None:
            return None
        if head is None:
            return self._compare(meta, start, asked, snapshot, route, b"".join(pieces), tag)
        keep = route.keep and self.kept.is_known(asked.key)
        body = Body(pieces, keep)
        if keep:
            answer = Answer(OK, head, tag, body, snapshot, route.clock, stamp)
            self.kept.put(asked.key, answer)
            return self._from_kept(meta, start, asked, answer)
        packed, encoding = body.for_(asked)
        start(OK, head_of(head, tag, len(packed), encoding))
        return [] if asked.head_only else [packed]

    def _head(
        self, snapshot: Snapshot, route: Route, asked: Asked, status: str
    ) -> list[Header] | None:
        """Of this publication and network: with another one the two are compared again."""
        kept = self._heads.get((route.name, asked.secure, status))
        if kept is None:
            return None
        (of, roads), head = kept
        return head if of is snapshot and roads is self._minute.roads else None

    def _source(self, snapshot: Snapshot) -> _Source:
        return snapshot, self._minute.roads

    def _compare(
        self,
        meta: Environ,
        start: Start,
        asked: Asked,
        snapshot: Snapshot,
        route: Route,
        plain: bytes,
        tag: str,
    ) -> Iterable[bytes]:
        """Django's answer; where it is the lane's too, its head is for all answers of the route."""
        slip, said, response = self._ask(meta, start)
        if isinstance(response, HttpResponse) and said.status == OK and slip.snapshot is snapshot:
            # Again, as a page says its publication's age, which may just have turned.
            same = response.headers.get("ETag") == tag and (
                response.content == plain
                or response.content == _joined(computed(route, snapshot, asked, self._minute.now))
            )
            if same:
                head = said.head_without_own()
                self._heads[route.name, asked.secure, OK] = self._source(snapshot), head
            elif slip.stamp == self._minute.stamps[route.clock]:
                log.error("the lane and Django differ on %s; Django answers", asked.path)
                self._refused.add(route.name)
        return self._sent(start, asked, slip, said, response)

    def _from_django(self, meta: Environ, start: Start, asked: Asked) -> Iterable[bytes]:
        slip, said, response = self._ask(meta, start)
        return self._sent(start, asked, slip, said, response)

    def _ask(self, meta: Environ, start: Start) -> tuple[slips.Slip, "_Said", Iterable[bytes]]:
        slip, said = slips.Slip(), _Said()
        plain = {name: value for name, value in meta.items() if name != "HTTP_ACCEPT_ENCODING"}
        plain[slips.KEY] = slip
        return slip, said, self._django(plain, said)

    def _sent(
        self,
        start: Start,
        asked: Asked,
        slip: slips.Slip,
        said: "_Said",
        response: Iterable[bytes],
    ) -> Iterable[bytes]:
        if not isinstance(response, HttpResponse):
            start(said.status, said.head)
            return response
        plain = response.content
        response.close()
        tag = response.headers.get("ETag", "")
        head = said.head_without_own()
        keep = self._may_keep(asked, slip, said, response)
        body = Body((plain,), keep)
        if keep and slip.snapshot is not None:
            answer = Answer(said.status, head, tag, body, slip.snapshot, slip.clock, slip.stamp)
            self.kept.put(asked.key, answer)
        packed, encoding = body.for_(asked)
        start(said.status, head_of(head, tag, len(packed), encoding))
        return [] if asked.head_only else [packed]

    def _may_keep(
        self, asked: Asked, slip: slips.Slip, said: "_Said", response: HttpResponse
    ) -> bool:
        varies = {each.strip().lower() for each in response.headers.get("Vary", "").split(",")}
        return (
            slip.keep
            and said.status == OK
            and not asked.head_only
            and not response.cookies
            and varies <= _VARIES
        )

    def _learn_unchanged(self, meta: Environ) -> list[Header] | None:
        """The head of Django's 304 to this question, without its tag; None where it gives none."""
        _slip, said, response = self._ask(meta, lambda *_: None)
        if isinstance(response, HttpResponse):
            response.close()
        if said.status != UNCHANGED:
            return None
        return [pair for pair in said.head if pair[0].lower() != "etag"]


def _joined(pieces: Pieces | None) -> bytes | None:
    return None if pieces is None else b"".join(pieces)


class _Said:
    """What Django tells the server through `start_response`."""

    __slots__ = ("head", "status")

    def __init__(self) -> None:
        self.status = ""
        self.head: list[Header] = []

    def __call__(self, status: str, head: list[Header], error: object = None) -> None:
        self.status, self.head = status, list(head)

    def head_without_own(self) -> list[Header]:
        return [pair for pair in self.head if pair[0].lower() not in _OWN]

"""Answers for the files of a publication: whole or in part, never through the database."""

import base64
import functools
import logging
from collections.abc import Callable, Iterator
from typing import IO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe
from django.utils.translation import get_language_from_request, override
from django.views.decorators.csrf import csrf_exempt

from directory.opendata import files, shelf
from directory.opendata.files import Made
from directory.opendata.index import Entry
from directory.publication import NoPublication, current
from maps import errors, ranges
from maps.answering import PERMISSIONS, SAFE

log = logging.getLogger(__name__)

YEAR_S = 365 * 86_400
# A body given to the server in one piece frees the process's one thread at once; one in many pieces
# holds it until the last is sent, and a slow phone would then hold up everybody. Larger ones
# need nginx in front, which takes them at its own speed (docker/nginx.conf).
AT_ONCE_BYTES = 8 << 20
_BLOCK = 256 * 1024
_SHOWN = (files.README, files.DATAPACKAGE, files.SUMS)
_ASKED = "Range, If-Range, If-None-Match, If-Modified-Since, If-Match, If-Unmodified-Since"
_TOLD = (
    "Accept-Ranges, Content-Disposition, Content-Encoding, Content-Length, Content-Range, ETag,"
    " Last-Modified, Repr-Digest, Retry-After"
)
View = Callable[..., HttpResponseBase]


def download(view: View) -> View:
    """Methods, problems and what browsers of other origins may see."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **kwargs: int | str) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(headers={"Allow": ", ".join(SAFE)})
            response["Access-Control-Allow-Methods"] = ", ".join(SAFE)
            response["Access-Control-Allow-Headers"] = _ASKED
            response["Access-Control-Max-Age"] = "86400"
        else:
            try:
                if request.method not in SAFE:
                    raise errors.MethodNotAllowed
                response = view(request, **kwargs)
            except errors.EXPECTED as error:
                # Somebody who follows an old link gets a page to go on from, a program a problem.
                people = "text/html" in request.headers.get("Accept", "")
                with override(get_language_from_request(request)):
                    response = (errors.page if people else errors.problem)(request, error)
                patch_vary_headers(response, ("Accept", "Accept-Language"))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = _TOLD
        response["Permissions-Policy"] = PERMISSIONS
        return response

    return csrf_exempt(answered)


def entry_of(number: int) -> Entry:
    """The publication with its files; raises what is to be said where there are none."""
    index = shelf.index()
    entry = index.get(number)
    if entry is not None and entry.files:
        return entry
    try:
        snapshot = current()
    except NoPublication:
        snapshot = None
    if snapshot is not None and number == snapshot.number:
        raise errors.BeingPrepared(f"publication {number}")
    before, after = index.nearest(number)
    if entry is not None:
        raise errors.PublicationGone(
            number, entry.built_at, entry.checksum, entry.places, before, after
        )
    known = {each.number: each.at for each in snapshot.log} if snapshot is not None else {}
    if number in known:
        raise errors.PublicationGone(number, known[number], "", None, before, after)
    raise errors.UnknownPublication(str(number))


def latest() -> Entry:
    """The newest with files; raises BeingPrepared where there is none yet."""
    entry = shelf.index().latest
    if entry is None:
        raise errors.BeingPrepared("no publication has files yet")
    return entry


def send(request: HttpRequest, entry: Entry, made: Made) -> HttpResponseBase:
    """The file, or the part of it that is asked for, or that nothing has changed."""
    header = request.headers.get("Range", "") if request.method == "GET" else ""
    chosen = made if header else _chosen(request, entry, made)
    tag, changed = f'"{chosen.sha256}"', int(entry.built_at.timestamp())
    response: HttpResponseBase | None = get_conditional_response(
        request, etag=tag, last_modified=changed
    )
    if response is None:
        try:
            part = (
                ranges.part(header, made.bytes)
                if header and _holds(request, tag, changed)
                else None
            )
        except ranges.Unsatisfiable:
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{made.bytes}"})
        else:
            response = _body(request, entry, chosen, part)
    if response.status_code in (200, 206, 304):
        response["ETag"], response["Last-Modified"] = tag, http_date(changed)
        response["Cache-Control"] = f"public, max-age={YEAR_S}, immutable"
    response["Accept-Ranges"] = "bytes"
    if made.name in files.COMPRESSED:
        patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _chosen(request: HttpRequest, entry: Entry, made: Made) -> Made:
    """The compressed twin, where there is one and the reader takes it."""
    twin = entry.file(made.name + files.GZIP) if made.name in files.COMPRESSED else None
    accepted = request.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
    takes = any(
        each.partition(";")[0] == "gzip" and each.partition(";q=")[2] not in ("0", "0.0", "0.00")
        for each in accepted
    )
    return twin if twin is not None and takes else made


def _holds(request: HttpRequest, tag: str, changed: int) -> bool:
    """Whether If-Range, where it is sent, still means this file."""
    condition = request.headers.get("If-Range", "").strip()
    if not condition or condition == tag:
        return True
    return not condition.startswith(('"', "W/")) and parse_http_date_safe(condition) == changed


def _body(
    request: HttpRequest, entry: Entry, made: Made, part: ranges.Part | None
) -> HttpResponseBase:
    first, length = (part.first, part.length) if part else (0, made.bytes)
    file = _opened(entry, made)
    if request.method == "HEAD":
        file.close()
        response: HttpResponseBase = HttpResponse(b"")
    elif length <= AT_ONCE_BYTES:
        response = HttpResponse(b"".join(_blocks(file, first, length)))
    else:
        response = StreamingHttpResponse(_blocks(file, first, length))
    response.status_code = 206 if part else 200
    response["Content-Type"] = files.media_type(made.name)
    response["Content-Length"] = str(length)
    digest = base64.b64encode(bytes.fromhex(made.sha256)).decode()
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    if part:
        response["Content-Range"] = str(part)
    plain = made.name.removesuffix(files.GZIP)
    if plain != made.name:
        response["Content-Encoding"] = "gzip"
    if plain not in _SHOWN:
        name = saved_as(entry.number, plain)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def saved_as(number: int, name: str) -> str:
    """The name that a file is saved under: it says which publication, and that it is a demo."""
    stem, _, suffix = name.partition(".")
    demo = "demo-" if settings.DEMO else ""
    return f"linggong-{demo}{stem}-{number}.{suffix}"


def _opened(entry: Entry, made: Made) -> IO[bytes]:
    """Raises BeingPrepared where the storage has lost the file, or holds half of it."""
    place, name = shelf.storage(), shelf.name_of(entry.number, made.name)
    try:
        size = place.size(name)
        if size == made.bytes:
            opened: IO[bytes] = place.open(name, "rb")
            return opened
        log.error("open data: %s has %s bytes, the index says %s", name, size, made.bytes)
    except OSError as error:
        log.error("open data: %s cannot be read: %s", name, error)
    raise errors.BeingPrepared(name)


def _blocks(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while length > 0 and (block := file.read(min(_BLOCK, length))):
            length -= len(block)
            yield block

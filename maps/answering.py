"""What every public view has in common: methods, revalidation, caching, errors.

An answer is a function of the publication, the minute, the road network, the address, the language,
the size of type and the release of the code, so its ETag is known before anything is computed.
"""

import datetime as dt
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from directory.publication import Snapshot, current
from geo import roads_in_use
from maps import errors
from maps.readpath import slip

View = Callable[..., HttpResponseBase]
SIZE_COOKIE = "size"
LARGE = "xl"
SAFE = ("GET", "HEAD", "OPTIONS")
# The position is asked for by one button; nothing else of the phone ever is.
PERMISSIONS = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"
# What a script of another origin may say besides what it always may.
CONDITIONS = "If-None-Match, If-Modified-Since"
BY_MINUTE, BY_DAY = "%Y%m%d%H%M", "%Y%m%d"


def local_now() -> dt.datetime:
    """The minute that has begun, naive, in Asia/Shanghai."""
    return timezone.localtime().replace(tzinfo=None, second=0, microsecond=0)


def modified(snapshot: Snapshot, clock: str, now: dt.datetime) -> int:
    """Since when an answer can have been what it is, seconds since 1970: the publication was
    built, or the minute or day of `clock` began at which it is made anew. `now` is local, naive.

    The publication's time alone would have whoever asks by If-Modified-Since keep this morning's
    answer all day. For a new release of the code there is the ETag only.
    """
    built = int(snapshot.built_at.timestamp())
    if not clock:
        return built
    begun = now if clock == BY_MINUTE else dt.datetime.combine(now, dt.time())
    return max(built, int(timezone.make_aware(begun).timestamp()))


def size_of(request: HttpRequest) -> str:
    return LARGE if request.COOKIES.get(SIZE_COOKIE) == LARGE else ""


def stamp_of(clock: str, now: dt.datetime) -> str:
    """How long an answer stays true. Those of the minute may have minutes on the way in them, and
    say which road network they are from."""
    stamp = now.strftime(clock)
    return stamp + roads_in_use.name() if clock == BY_MINUTE else stamp


@functools.cache
def release() -> str:
    """A digest of code, templates, translations and settings: the same on every machine."""
    here = Path(__file__).resolve().parent
    files = [*here.rglob("*.py"), *here.rglob("*.html"), *here.rglob("*.css"), *here.rglob("*.svg")]
    files += (settings.BASE_DIR / "locale").rglob("*.po")
    digest = hashlib.blake2b(digest_size=5)
    for path in sorted(files):
        digest.update(path.read_bytes())
    said = (
        settings.SITE_REGION,
        settings.MAP_APPROVAL_NUMBER,
        settings.TIANDITU_KEY,
        settings.PUBLIC_BASE_URL,
        settings.DEMO,
        settings.DATA_LICENCE,
        settings.DATA_LICENCE_URL,
        settings.CONTACT_OFFICE,
        settings.CONTACT_PHONE,
        settings.CONTACT_EMAIL,
        settings.PULSE_LEAST,
    )
    digest.update(repr(said).encode())
    return digest.hexdigest()


def etag(snapshot: Snapshot, address: str, stamp: str, *personal: str) -> str:
    """Of everything that the answer depends on; `stamp` says the minute or day, '' for neither.

    `personal` are language and size of type, on pages.
    """
    # The checksum too: a ledger put back from a backup gives the same number out again.
    parts = [address, release(), snapshot.checksum]
    if stamp:
        parts.append(stamp)
    parts += personal
    digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()
    return f'"{snapshot.number}-{digest}"'


def page(max_age: int = 30, minute: bool = True) -> Callable[[View], View]:
    """A public page; `minute` where what it says depends on the time of day, else on the day."""
    clock = BY_MINUTE if minute else BY_DAY

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
            return _answer(request, view, max_age, clock, True, args, kwargs)

        return csrf_exempt(answered)

    return wrap


def data(max_age: int = 30, minute: bool = False, day: bool = False) -> Callable[[View], View]:
    """Open data for machines: the same for everybody, readable from any origin."""
    clock = BY_MINUTE if minute else BY_DAY if day else ""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def answered(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
            asked = translation.get_language_from_request(request)
            with translation.override(asked):
                response = _answer(request, view, max_age, clock, False, args, kwargs)
            response["Access-Control-Allow-Origin"] = "*"
            if request.method == "OPTIONS":
                response["Access-Control-Allow-Headers"] = CONDITIONS
                response["Access-Control-Max-Age"] = "86400"
            response["Access-Control-Expose-Headers"] = "ETag, Content-Crs, Retry-After"
            return response

        return csrf_exempt(answered)

    return wrap


def _has_this(request: HttpRequest) -> bool:
    """Whether an answer seen before is named; other conditions hold only where there is one.

    Those (`*`, If-Match) are for ConditionalGetMiddleware, which knows what the view has said.
    """
    named = request.headers.get("If-None-Match", "").strip()
    return named not in ("", "*") and "If-Match" not in request.headers


def _answer(
    request: HttpRequest,
    view: View,
    max_age: int,
    clock: str,
    personal: bool,
    args: tuple[str, ...],
    kwargs: dict[str, str],
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        return HttpResponse(
            headers={"Allow": ", ".join(SAFE), "Access-Control-Allow-Methods": ", ".join(SAFE)}
        )
    try:
        if request.method not in SAFE:
            raise errors.MethodNotAllowed
        snapshot = current()
        now = local_now()
        stamp = stamp_of(clock, now)
        own = (translation.get_language() or "", size_of(request)) if personal else ()
        tag = etag(snapshot, request.get_full_path(), stamp, *own)
        unchanged = _has_this(request) and get_conditional_response(request, etag=tag)
        response = unchanged or view(request, snapshot, *args, **kwargs)
    except errors.EXPECTED as error:
        return errors.answer(request, error)
    response["Permissions-Policy"] = PERMISSIONS
    if response.status_code in (200, 304):
        response["ETag"] = tag
        response["Last-Modified"] = http_date(modified(snapshot, clock, now))
        # Where somebody stands is in no shared cache.
        reach = "private" if {"lon", "near"} & request.GET.keys() else "public"
        kept = {"max_age": max_age} | ({} if max_age else {"no_cache": True})
        patch_cache_control(response, **kept, **{reach: True})
        slip.note(request.META, snapshot, clock, stamp, keep=reach == "public")
    # A 304 has no body to compress, and must say all the same what the answer depends on.
    patch_vary_headers(
        response, ("Cookie", "Accept-Encoding") if personal else ("Accept-Encoding",)
    )
    return response

"""Sending away: small answers that are ready before they are needed, in both languages."""

import json
from collections.abc import Iterable

from maps.answering import PERMISSIONS
from maps.both import Both
from maps.errors import PROBLEM
from maps.readpath.asked import Environ, is_machine
from maps.readpath.bodies import Header

TOO_MANY, BUSY = "429 Too Many Requests", "503 Service Unavailable"
BUSY_SECONDS = 2
_WORDS = {
    TOO_MANY: (
        "too-many-requests",
        Both("问得太快了", "Too many requests"),
        Both("请等几秒钟再试。", "Please try again in a few seconds."),
    ),
    BUSY: (
        "busy",
        Both("现在人太多", "Too many people at once"),
        Both("请过几秒钟再打开这个页面。", "Please open this page again in a few seconds."),
    ),
}
# No script, style or picture: it must cost nothing. Pages say both languages.
_PAGE = (
    '<!DOCTYPE html><html lang="zh-Hans"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>{1[0]}</title>'
    '<h1>{1[0]}</h1><p>{2[0]}<p lang="en">{1[1]}. {2[1]}'
)
_HEAD: list[Header] = [
    ("Cache-Control", "no-store"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", PERMISSIONS),
]


def _problem(status: str) -> bytes:
    slug, title, detail = _WORDS[status]
    body = {
        "type": f"urn:linggong-map:problem:{slug}",
        "title": title.joined,
        "status": int(status[:3]),
        "detail": detail.joined,
    }
    return json.dumps(body, ensure_ascii=False).encode()


_BODIES = {
    status: (_PAGE.format(*words).encode(), _problem(status)) for status, words in _WORDS.items()
}


def refuse(meta: Environ, start: object, status: str, seconds: int) -> Iterable[bytes]:
    """Answers with a page to people and a problem to machines."""
    machine = is_machine(meta.get("PATH_INFO", ""))
    body = _BODIES[status][machine]
    kind = PROBLEM if machine else "text/html; charset=utf-8"
    head = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(seconds)),
        *_HEAD,
    ]
    if machine:
        head.append(("Access-Control-Allow-Origin", "*"))
    start(status, head)  # type: ignore[operator]
    return [] if meta["REQUEST_METHOD"] == "HEAD" else [body]

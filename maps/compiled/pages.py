"""Compiled pages, made when they are first wanted and kept by language."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from django.template import engines
from django.templatetags.static import static
from django.utils.translation import get_language

from maps.compiled import runtime
from maps.compiled.expressions import Constants, Scope
from maps.compiled.source import Source

Page = Callable[[Mapping[str, Any]], str]
# Of each include of kept values, some 2 KB each.
PARTS_KEPT = 8192
_CALLED = ("MISSING", "at", "written", "given", "weighed", "listed", "quietly")


def compiled(name: str, known: Mapping[str, Any], kept: str = "") -> Page:
    """The template in the active language; `known` are names whose values never change.

    An include of nothing but the one value called `kept` is written once for each such value:
    objects that are kept elsewhere, never change, and are told apart by identity.

    Raises CannotCompileError where the template uses what is not compiled.
    """
    django: Any = engines["django"]
    engine = django.engine
    constants = Constants()
    roots: dict[str, str] = {}
    language = get_language()
    source = Source(engine, constants, kept)
    scope = Scope({}, {**known, "LANG": language}, roots)
    source.template(engine.get_template(name), scope)
    source.flush()
    taken = [f"    {local} = at(page, {root!r})" for root, local in roots.items()]
    lines = ["def page_of(page):", "    out = []", *taken, *source.lines, "    return ''.join(out)"]
    for part in source.parts:
        lines += part
    space = {each: getattr(runtime, each) for each in _CALLED} | constants.values
    space["part"] = functools.lru_cache(maxsize=PARTS_KEPT)
    code = compile("\n".join(lines), f"<{name} in {language}>", "exec")
    # Made from our own templates; no text of a reader's or of the ledger's is in it.
    exec(code, space)  # noqa: S102
    page: Page = space["page_of"]
    return page


def page(name: str, language: str, strings: Callable[[], Any]) -> Page:
    """The page of one language, which is the active one; `strings` are the scripts' words.

    `facts`, what a place is, are kept with the publication.
    """
    # Addresses of files are written into it, and have another form where none are collected.
    key = name, language, static("maps/css/site.css")
    made = _made.get(key)
    if made is None:
        made = _made[key] = compiled(name, {"strings": strings()}, kept="facts")
    return made


_made: dict[tuple[str, str, str], Page] = {}

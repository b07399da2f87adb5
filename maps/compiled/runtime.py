"""What a compiled template calls while it runs: the rules by which Django's read values."""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.formats import localize
from django.utils.safestring import SafeData, SafeString

_special = re.compile("[&<>\"']").search


class _Missing:
    """A name that leads nowhere: '' where it is written, None where it is weighed."""

    def __bool__(self) -> bool:
        return False


MISSING = _Missing()


def at(value: Any, name: str) -> Any:
    """`value.name`, of a mapping or an object; called where it can be."""
    found = value.get(name, MISSING) if type(value) is dict else MISSING
    if found is MISSING:
        found = getattr(value, name, MISSING)
    return found() if callable(found) else found


def written(value: Any) -> str:
    """As `{{ value }}` writes it."""
    kind = type(value)
    if kind is str:
        return html.escape(value) if _special(value) else value
    if kind is SafeString:
        text: str = value
        return text
    if value is MISSING:
        return ""
    if kind is int:
        return str(value)
    said = localize(value)
    if isinstance(said, SafeData):
        return str(said)
    return html.escape(str(said))


def given(value: Any) -> Any:
    return "" if value is MISSING else value


def weighed(value: Any) -> Any:
    return None if value is MISSING else value


def listed(values: Iterable[Any] | None) -> Sequence[Any]:
    if not values:
        return ()
    return values if isinstance(values, list | tuple) else list(values)


def quietly(compare: Callable[[Any, Any], Any], one: Any, other: Any) -> Any:
    """A comparison in `{% if %}`: what cannot be compared is not so."""
    try:
        return compare(one, other)
    except TypeError:
        return False


def safely(filtered: Callable[..., Any], value: Any, *arguments: Any) -> Any:
    """A filter that keeps what is safe safe."""
    done = filtered(value, *arguments)
    return SafeString(done) if isinstance(value, SafeData) else done

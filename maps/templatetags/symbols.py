"""Symbols of the sprite as inline SVG; tags, for an answer has a hundred of them."""

import functools

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from directory.records import PlaceRecord
from maps import latin

register = template.Library()
_SVG = '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true"><use href="{}#{}"></use></svg>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of 32 units: `i-…` for what one can do, `t-…` for a trade."""
    return _svg("icon", 32, static("maps/icons/sprite.svg"), name)


@register.simple_tag
def trade_icon(code: str) -> SafeString:
    """The symbol of a trade."""
    return icon(f"t-{code}")


@register.simple_tag
def shape(nature: str) -> SafeString:
    """The shape that stands for a nature, so that colour is never the only sign."""
    sprite = static("maps/icons/sprite.svg")
    return _svg(f"shape shape-{nature}", 24, sprite, f"n-{nature}")


@functools.lru_cache(maxsize=256)
def _svg(kind: str, units: int, sprite: str, name: str) -> SafeString:
    """Kept, as there are some sixty symbols and a page has a hundred of them."""
    return format_html(_SVG, kind, units, units, sprite, name)


@register.filter
def area_name(name: str) -> str:
    """A region's name, on an English page with its pinyin."""
    return latin.area_name(name)


@register.filter
def hides_demo(place: PlaceRecord) -> bool:
    """Whether a place of the demo does not say so in its name, and needs a tag."""
    return place.demo and "演示" not in place.name


@register.filter
def short_address(place: PlaceRecord) -> str:
    """The address without the province, city and county it begins with: those are known."""
    rest = place.address
    for name in place.region_names:
        rest = rest.removeprefix(name)
    return rest.strip() or place.address


@register.filter
def unbroken(name: str) -> SafeString:
    """A name whose part in brackets stays in one piece at the end of a line."""
    before, bracket, after = name.partition("（")
    if not bracket:
        return format_html("{}", name)
    return format_html('{}<span class="whole">（{}</span>', before, after)

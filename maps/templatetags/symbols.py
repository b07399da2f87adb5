"""Symbols of the sprite as inline SVG; tags, for an answer has a hundred of them."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
_SVG = '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true"><use href="{}#{}"></use></svg>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of 32 units: `i-…` for what one can do, `t-…` for a trade."""
    return format_html(_SVG, "icon", 32, 32, static("maps/icons/sprite.svg"), name)


@register.simple_tag
def trade_icon(code: str) -> SafeString:
    """The symbol of a trade."""
    return icon(f"t-{code}")


@register.simple_tag
def shape(nature: str) -> SafeString:
    """The shape that stands for a nature, so that colour is never the only sign."""
    sprite = static("maps/icons/sprite.svg")
    return format_html(_SVG, f"shape shape-{nature}", 24, 24, sprite, f"n-{nature}")

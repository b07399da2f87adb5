"""Links between the areas of the officials' pages."""

from django import template
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag
def office_link(name: str, *arguments: object, **query: object) -> str:
    """The address of `office:<name>` with a query; empty where this house has no such page."""
    try:
        link = reverse(f"office:{name}", args=arguments)
    except NoReverseMatch:
        return ""
    asked = QueryDict(mutable=True)
    asked.update({key: str(value) for key, value in query.items()})
    return f"{link}?{asked.urlencode()}" if asked else link

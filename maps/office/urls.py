"""The officials' routes: each area's pages and lists, in the one site."""

from types import ModuleType

from maps.office.site import office

AREAS: tuple[ModuleType, ...] = ()

office.areas = AREAS
urls = office.urls

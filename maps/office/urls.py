"""The officials' routes: each area's pages and lists, in the one site."""

from types import ModuleType

from maps.office.events import urls as events
from maps.office.gate import urls as gate
from maps.office.review import urls as review
from maps.office.site import office

AREAS: tuple[ModuleType, ...] = (
    review,
    gate,
    events,
)

office.areas = AREAS
urls = office.urls

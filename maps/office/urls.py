"""The officials' routes: each area's pages and lists, in the one site."""

from types import ModuleType

from maps.office.events import urls as events
from maps.office.exports import urls as exports
from maps.office.gate import urls as gate
from maps.office.history import urls as history
from maps.office.imports import urls as imports
from maps.office.monitoring import urls as monitoring
from maps.office.people import urls as people
from maps.office.places import urls as places
from maps.office.reports import urls as reports
from maps.office.returns import urls as returns
from maps.office.review import urls as review
from maps.office.site import office
from maps.office.upkeep import urls as upkeep
from maps.planner import urls as planner

AREAS: tuple[ModuleType, ...] = (
    places,
    review,
    gate,
    reports,
    events,
    history,
    imports,
    exports,
    returns,
    people,
    upkeep,
    planner,
    monitoring,
)

office.areas = AREAS
urls = office.urls

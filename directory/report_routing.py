"""Whose desk a report lands on, and to whom it may be passed on."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.kinds import Action, Kind, Role
from directory.models import Market, Office, Official, Report, RoleAssignment


def office_for(market: Market) -> Office:
    """The office that owns the place; else that of the county's lead, else of the city.

    An office counts where somebody active in it may handle reports of the place's county. Where
    there is nobody at all the report waits at the owning office; city and province see it.
    """
    if _is_manned(market.office, market.region_code):
        return market.office
    county = market.region_code
    for role, region in ((Role.DISTRICT_LEAD, county), (Role.CITY, f"{county[:4]}00")):
        held = RoleAssignment.objects.filter(
            role=role, region_code=region, official__is_active=True
        ).select_related("official__office")
        first = held.order_by("official__office__code", "pk").first()
        if first is not None:
            return first.official.office
    return market.office


def targets(official: Official, report: Report) -> list[Office]:
    """Offices to which this official may pass it on: in his regions, or the city above."""
    regions = access.regions(official, Action.CHANGE, Kind.REPORT)
    city = f"{report.region_code[:4]}00"
    nearby = Office.objects.filter(region_code__startswith=report.region_code[:2])
    return [
        office
        for office in nearby.exclude(pk=report.office_id)
        if office.region_code == city
        or any(access.within(office.region_code, region) for region in regions)
    ]


def check_target(official: Official, report: Report, office: Office) -> None:
    """`EntryErrors` for the office that has it; PermissionDenied for one of another region."""
    if office.pk == report.office_id:
        raise EntryErrors({"office": [_("已经在这个机构办理")]})
    if office not in targets(official, report):
        raise PermissionDenied(_("只能转给本辖区的机构，或者上级市的机构"))


def _is_manned(office: Office, county: str) -> bool:
    active = office.officials.filter(is_active=True).prefetch_related("roles")
    return any(access.may(each, Action.CHANGE, Kind.REPORT, county) for each in active)

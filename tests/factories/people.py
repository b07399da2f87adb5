"""Officials for tests: named by their role, one office each unless one is given."""

from typing import Any

from django.test import Client

from directory.kinds import Role
from directory.models import Office, Official, RoleAssignment
from tests.factories.ledger import COUNTY, make_office

CITY, PROVINCE, OTHER_COUNTY, OTHER_CITY = "370400", "370000", "370402", "370300"
_HOME = {Role.CITY: CITY, Role.PROVINCE: PROVINCE, Role.PLANNER: CITY, Role.SYSADMIN: CITY}


def make_official(
    role: str | None = "district_clerk",
    region_code: str | None = None,
    office: Office | None = None,
    **values: Any,
) -> Official:
    """Somebody with one role (None: no role yet) over `region_code`, by default a fitting one."""
    region = region_code or (_HOME.get(Role(role), COUNTY) if role else COUNTY)
    office = office or make_office(region_code=region)
    number = Official.objects.count() + 1
    defaults: dict[str, Any] = {
        "username": f"{role or 'nobody'}-{number}",
        "name": f"{role or '无角色'} {number}",
        "office": office,
    }
    official = Official.objects.create_user(**defaults | values)
    if role:
        RoleAssignment.objects.create(
            official=official,
            role=role,
            region_code=region,
            department="hr" if role == Role.DEPARTMENT else "",
        )
    return official


def sign_in(client: Client, official: Official) -> Client:
    """The client with a session of this official, second factor included."""
    client.force_login(official)
    return client

"""Officials for tests: named by their role, one office each unless one is given."""

import time
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal import auth as totp
from django.http import HttpRequest
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


PASSWORD = "梧桐树下-五点半-Wutong"


def sign_in(client: Client, official: Official) -> Client:
    """The client with a session of this official, second factor included."""
    client.force_login(official)
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, official, "password")
    record_authentication(request, official, "mfa", type="totp")
    assert AUTHENTICATION_METHODS_SESSION_KEY in request.session
    request.session.save()
    return client


def give_second_factor(official: Official, password: str = PASSWORD) -> str:
    """A password of one's own and an enrolled telephone; the telephone's secret."""
    official.set_password(password)
    official.save()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(official, secret)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """What the telephone shows now, or so many steps of 30 seconds later."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in_browser(page: Any, url: str, official: Official, secret: str) -> None:
    """Through the pages, as an official does; `page` is Playwright's, `url` the site's root."""
    page.goto(f"{url}/office/sign-in", wait_until="load")
    page.fill("#id_login", official.username)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    page.fill("#id_code", code_of(secret))
    page.click("main button.button-main")
    page.wait_for_url("**/office/")

"""The offices that own places and answer for them: made and changed, checked and attributed."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory import access
from directory.errors import EntryErrors
from directory.history import attribute
from directory.kinds import Action, Kind
from directory.models import Office, Official
from directory.people import clean
from directory.publication import requests
from geo.models import Region


@transaction.atomic
def create_office(by: Official | None, office: Office) -> Office:
    """A new office of the ledger; `by` None for a command on the machine itself."""
    if by is not None:
        access.require(by, Action.ADD, Kind.OFFICE, office.region_code)
    return _store(by, "office.create", office)


@transaction.atomic
def change_office(by: Official | None, office: Office) -> Office:
    """Its name and numbers are published, so the directory is published anew."""
    stood = Office.objects.select_for_update().get(pk=office.pk)
    if by is not None:
        for region in (stood.region_code, office.region_code):
            access.require(by, Action.CHANGE, Kind.OFFICE, region)
    return _store(by, "office.change", office)


def _store(by: Official | None, act: str, office: Office) -> Office:
    clean(office)
    live = Region.objects.live()
    if live.exists() and not live.filter(code=office.region_code).exists():
        said = _("现行区划里没有代码 %(code)s") % {"code": office.region_code}
        raise EntryErrors({"region_code": [said]})
    attribute(by, act)
    office.save()
    requests.request()
    return office

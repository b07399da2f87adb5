"""A hall linked with the kerb it stands in for."""

from django.db import transaction
from django.utils.translation import gettext as _

from directory.errors import Refusals
from directory.models import HallKerbLink, Market
from directory.models.market import Form
from directory.publication import requests


@transaction.atomic
def link(hall: Market, kerb: Market) -> HallKerbLink:
    """Links the two, once however often it is asked; the metres between come from their points."""
    refusals = Refusals()
    if hall.form not in (Form.HALL, Form.STATION):
        refusals.add("hall", _("%(name)s 不是室内市场或驿站") % {"name": hall.name})
    if kerb.form != Form.KERB:
        refusals.add("kerb", _("%(name)s 不是路边聚集点") % {"name": kerb.name})
    refusals.raise_if_any()
    row, _created = HallKerbLink.objects.get_or_create(hall=hall, kerb=kerb)
    requests.request()
    return row

"""That two places which seem to be one have been found to be two."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import access, history
from directory.duplicates import fingerprint
from directory.errors import EntryErrors
from directory.kinds import Action, Kind
from directory.models import DuplicateVerdict, Market, Official

LEAST_LETTERS, MOST_LETTERS = 4, 200


@transaction.atomic
def dismiss(official: Official, one: Market, other: Market, reason: str) -> DuplicateVerdict:
    """Remembered until either changes in name, position or phone; said again, it is replaced."""
    if one.pk == other.pk:
        raise EntryErrors({"": [_("请选择两个不同的地点")]})
    for market in (one, other):
        access.require(official, Action.DECIDE, Kind.DUPLICATE, market.region_code)
    reason = reason.strip()
    if not LEAST_LETTERS <= len(reason) <= MOST_LETTERS:
        raise EntryErrors(
            {
                "reason": [
                    _("理由须为 %(least)d 至 %(most)d 个字")
                    % {"least": LEAST_LETTERS, "most": MOST_LETTERS}
                ]
            }
        )
    a, b = sorted((one, other), key=lambda market: market.pk)
    history.attribute(official, "duplicate.dismiss", reason)
    said = {
        "seen": fingerprint(a, b),
        "reason": reason,
        "office": official.office,
        "official": official,
        "at": timezone.now(),
    }
    return DuplicateVerdict.objects.update_or_create(market_a=a, market_b=b, defaults=said)[0]

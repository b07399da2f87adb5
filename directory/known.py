"""Which places of another region's ledger somebody may be told of: the public ones alone."""

from directory import access
from directory.kinds import Action
from directory.models import Market, Official


def is_known(official: Official | None, market: Market) -> bool:
    """A place of his own regions, or one that everybody can read of."""
    own = access.may_on(official, Action.VIEW, market)
    return own or Market.objects.published().filter(pk=market.pk).exists()

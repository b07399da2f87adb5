"""Which places of another region's ledger somebody may be told of: the public ones alone."""

from collections.abc import Iterable

from directory import access
from directory.kinds import Action
from directory.models import Market, Official


def is_known(official: Official | None, market: Market) -> bool:
    """A place of his own regions, or one that everybody can read of."""
    own = access.may_on(official, Action.VIEW, market)
    return own or Market.objects.published().filter(pk=market.pk).exists()


def known(official: Official | None, keys: Iterable[int]) -> set[int]:
    """Those of these places that he may be told of."""
    asked = Market.objects.filter(pk__in=list(keys))
    own = access.visible(official, asked).values_list("pk", flat=True)
    public = Market.objects.published().filter(pk__in=asked.values("pk"))
    return {*own, *public.values_list("pk", flat=True)}

"""Identifiers of places that were merged into another: they live on and lead there."""

from directory.models import Market


def read_merged() -> dict[str, str]:
    """Old id → id of the survivor, where both were decided to be public.

    The id of a place that never was public leads nowhere: nobody outside has ever seen it.
    """
    public = Market.objects.published()
    gone = Market.objects.decided_public().filter(merged_into__in=public.values("pk"))
    return dict(gone.order_by("public_id").values_list("public_id", "merged_into__public_id"))

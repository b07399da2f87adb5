"""Identifiers of places that were merged into another: they live on and lead there."""

from directory.models import Market


def read_merged() -> dict[str, str]:
    """Old id → id of the survivor, where both were decided to be public.

    The id of a place that never was public leads nowhere: nobody outside has ever seen it.
    """
    merged = Market.objects.decided_public().exclude(merged_into=None).order_by("public_id")
    pairs = list(merged.values_list("public_id", "merged_into"))
    survivors = Market.objects.published().filter(pk__in={survivor for _, survivor in pairs})
    ids = dict(survivors.values_list("pk", "public_id"))
    return {gone: ids[survivor] for gone, survivor in pairs if survivor in ids}

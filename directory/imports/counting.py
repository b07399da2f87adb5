"""How many rows of a batch are of each sort, and how many still stand in the way."""

from django.db.models import Count, Q

from directory.models import ImportBatch, ImportRow

Sort, Decision = ImportRow.Sort, ImportRow.Decision
BLOCKING_SORTS = (Sort.ERROR, Sort.DUPLICATE, Sort.UNPLACED)
BLOCKING = Q(sort__in=BLOCKING_SORTS) & ~Q(decision=Decision.LEAVE_OUT)
WRITTEN = Q(sort__in=(Sort.NEW, Sort.CHANGED)) & ~Q(decision=Decision.LEAVE_OUT)
CLOSING = Q(sort=Sort.GONE, decision=Decision.CLOSE)


def counts_of(batch: ImportBatch) -> dict[str, int]:
    """By sort; and `left_out`, `blocking`, `written`, `closing`."""
    by_sort = ImportRow.objects.filter(batch=batch).order_by().values_list("sort")
    found: dict[str, int] = dict(by_sort.annotate(count=Count("pk")))
    more = ImportRow.objects.filter(batch=batch).aggregate(
        left_out=Count("pk", filter=Q(decision=Decision.LEAVE_OUT)),
        blocking=Count("pk", filter=BLOCKING),
        written=Count("pk", filter=WRITTEN),
        closing=Count("pk", filter=CLOSING),
    )
    return found | more

"""Whether there are files to be made. Apart from their making, which loads half of GDAL."""

from django.db.models import QuerySet

from directory.models import Publication
from directory.opendata import shelf


def ready() -> QuerySet[Publication]:
    """Newest first."""
    return Publication.objects.filter(state=Publication.State.READY)


def wanted() -> bool:
    """Whether the newest publication is still without files, or has lost some."""
    newest = ready().first()
    if newest is None:
        return False
    entry = shelf.index(fresh=True).get(newest.number)
    return entry is None or not entry.files or not shelf.holds(entry)

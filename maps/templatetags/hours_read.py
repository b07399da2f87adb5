"""Hours read back beside the field in which they were typed."""

from django import template
from django.forms import BoundField

from maps.office.places.reading import MOST_HOURS, Reading, read_hours

register = template.Library()


@register.filter
def hours_read(field: BoundField) -> Reading | None:
    """How the hours in a field are understood; None for a field of something else."""
    if "data-hours" not in field.field.widget.attrs:
        return None
    typed = str(field.value() or "")
    # What is too long is refused as such; what is refused already is not said twice.
    return Reading() if len(typed) > MOST_HOURS or field.errors else read_hours(typed)

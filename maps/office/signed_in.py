"""Who is asking, on the officials' pages."""

from django.http import HttpRequest

from directory.models import Official


def signed_in(request: HttpRequest) -> Official | None:
    """The official whose session this is; None where nobody has signed in completely."""
    user = getattr(request, "user", None)
    return user if isinstance(user, Official) and user.is_active else None

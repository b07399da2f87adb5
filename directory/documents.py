"""PDF from HTML that is whole in itself, by WeasyPrint."""

from geo.deferred import Deferred

# Importing it takes a second.
weasyprint = Deferred("weasyprint")


def pdf(html: str) -> bytes:
    made: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_args: object, **_kwargs: object) -> dict[str, object]:
    """Neither a file of this machine nor another server: nothing is fetched from anywhere."""
    raise ValueError(f"a document loads nothing: {url}")

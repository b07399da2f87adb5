"""PDF from HTML that is whole in itself, by WeasyPrint."""

import importlib
from functools import cache
from typing import Any


@cache
def _weasyprint() -> Any:
    """Loaded for the first document: importing it takes a second, which no reader should wait."""
    return importlib.import_module("weasyprint")


def pdf(html: str) -> bytes:
    made: bytes = _weasyprint().HTML(string=html, url_fetcher=_nothing).write_pdf()
    return made


def _nothing(url: str, *_args: object, **_kwargs: object) -> dict[str, object]:
    """Neither a file of this machine nor another server: nothing is fetched from anywhere."""
    raise ValueError(f"a document loads nothing: {url}")

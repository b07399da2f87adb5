"""Addresses of pages and of the data beside them: only pages have a language in theirs."""

ENGLISH = "/en"


def in_no_language(path: str) -> str:
    """The address of the data whose page stands at `path`, which may be that of a language."""
    return path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path

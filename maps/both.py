"""Words that stand in both languages at once, where one answer is kept for every reader."""

from typing import NamedTuple

from django.utils.translation import get_language, gettext, override

_BETWEEN = " · "


class Both(NamedTuple):
    """The same said in Chinese and in English; the house's tests know it as a translated text."""

    chinese: str
    english: str

    @property
    def joined(self) -> str:
        return f"{self.chinese}{_BETWEEN}{self.english}"

    @property
    def here(self) -> str:
        """In the active language, for a page."""
        return self.chinese if (get_language() or "").startswith("zh") else self.english


def of_message(chinese: str) -> Both:
    """A text of the catalogue with its English."""
    with override("en"):
        return Both(chinese, gettext(chinese))


def here(joined: str) -> str:
    """What was joined, in the active language; any other text as it is."""
    chinese, between, english = joined.partition(_BETWEEN)
    return Both(chinese, english).here if between else joined

"""How hours that somebody has typed are understood, in words."""

from dataclasses import dataclass

from directory.entry_words import hours_words
from directory.errors import EntryErrors, Refusals
from directory.wording import hours_as_stored

MOST_HOURS = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """`words` for what was understood, `error` for what was not; both empty for nothing typed."""

    words: str = ""
    error: str = ""


def read_hours(text: str) -> Reading:
    """Hours in Chinese or in OSM syntax."""
    refusals = Refusals()
    stored = hours_as_stored(text, refusals, "text")
    try:
        refusals.raise_if_any()
    except EntryErrors as error:
        return Reading(error=" ".join(error.errors["text"]))
    return Reading(hours_words(stored))

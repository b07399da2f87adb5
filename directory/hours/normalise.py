"""From what people type to the canonical expression."""

from functools import lru_cache

from directory.hours.chinese import has_chinese, translate
from directory.hours.fold import check_text
from directory.hours.parser import parse_osm
from directory.hours.syntax import Hours
from directory.hours.write import write


def parse(text: str) -> Hours:
    """What `text` says: OSM syntax or plain Chinese; HoursError where it cannot be read."""
    check_text(text)
    return _parse(text)


@lru_cache(maxsize=4096)
def _parse(text: str) -> Hours:
    return parse_osm(translate(text) if has_chinese(text) else text)


def normalise(text: str) -> str:
    """`text` in canonical OSM syntax.

    Reads full-width forms, loose spelling (`8:30`, `monday`) and plain Chinese
    (周一至周五 上午8点半至11点半). The result can always be parsed and normalises to itself.
    HoursError where `text` can be read in two ways.
    """
    return write(parse(text))

"""Names of regions for readers of Latin letters; places, offices and notes stay Chinese."""

from functools import lru_cache

from geo.names import short_name
from geo.pinyin import romanised
from maps.said import get_language


def area_name(name: str) -> str:
    """`Tai'erzhuang 台儿庄区` on an English page, `台儿庄区` on a Chinese one."""
    if (get_language() or "zh").startswith("zh"):
        return name
    return _with_pinyin(name)


@lru_cache(maxsize=8192)
def _with_pinyin(name: str) -> str:
    return f"{romanised(short_name(name))} {name}"

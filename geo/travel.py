"""Minutes on the way: straight-line distance × a detour factor ÷ a speed, per mode.

There is no road network behind these figures (`geo.cost_matrix` has those by road); whoever shows
minutes shows `describe` beside them.
The detour factor 1.3 is the usual ratio of road to straight line in a town's street grid; the
speeds are those of an unhurried walk and of an e-bike held to the national limit on busy streets.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypedDict


@dataclass(frozen=True, slots=True)
class Mode:
    """A way of travelling: `kmh` along the road, `detour` road length per straight-line length."""

    code: str
    name: str
    kmh: float
    detour: float


class Assumption(TypedDict):
    """What a result rests on, for the page to say in words."""

    code: str
    name: str
    kmh: float
    detour: float
    basis: str


MODES: Mapping[str, Mode] = MappingProxyType(
    {
        "walk": Mode("walk", "步行", kmh=4.5, detour=1.3),
        "ebike": Mode("ebike", "电动车", kmh=15.0, detour=1.3),
    }
)


def mode_named(code: str) -> Mode:
    """The mode of this code, or `ValueError` naming the allowed ones."""
    if code not in MODES:
        raise ValueError(f"未知的出行方式 {code!r}，可用：{'、'.join(MODES)}")
    return MODES[code]


def minutes(distance_m: float, mode: Mode | str) -> float:
    """Minutes for a straight-line distance in metres; `mode` is a `Mode` or the code of one."""
    if not distance_m >= 0:
        raise ValueError(f"距离须为不小于 0 的米数，而不是 {distance_m!r}")
    chosen = mode_named(mode) if isinstance(mode, str) else mode
    return distance_m * chosen.detour / (chosen.kmh * 1000.0 / 60.0)


def all_minutes(distances_m: Iterable[float], mode: Mode | str) -> list[float]:
    """As `minutes`, for many; distances that are known not to be negative."""
    chosen = mode_named(mode) if isinstance(mode, str) else mode
    detour, metres_a_minute = chosen.detour, chosen.kmh * 1000.0 / 60.0
    return [metres * detour / metres_a_minute for metres in distances_m]


def reach_m(within_minutes: float, mode: Mode | str) -> float:
    """The straight-line distance in metres that takes this many minutes; inverse of `minutes`."""
    if not within_minutes >= 0:
        raise ValueError(f"时间须为不小于 0 的分钟数，而不是 {within_minutes!r}")
    chosen = mode_named(mode) if isinstance(mode, str) else mode
    return within_minutes * (chosen.kmh * 1000.0 / 60.0) / chosen.detour


def describe(mode: Mode | str) -> Assumption:
    """The assumptions behind the minutes of this mode."""
    chosen = mode_named(mode) if isinstance(mode, str) else mode
    return {
        "code": chosen.code,
        "name": chosen.name,
        "kmh": chosen.kmh,
        "detour": chosen.detour,
        "basis": "straight_line",
    }

"""The service standard that places are held against: minutes on foot or by e-bike, or metres."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geo.cost_matrix import Network, cost_matrix, straight_line_m
from geo.travel import MODES, reach_m

METRES = "metres"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standard:
    """`mode`: walk, ebike, or metres in a straight line; `limit` in minutes or metres."""

    mode: str
    limit: float

    @property
    def is_metres(self) -> bool:
        return self.mode == METRES

    @property
    def words(self) -> str:
        if self.is_metres:
            return _("直线 %(limit)g 米以内") % {"limit": self.limit}
        if self.mode == "walk":
            return _("步行 %(limit)g 分钟以内") % {"limit": self.limit}
        return _("电动车 %(limit)g 分钟以内") % {"limit": self.limit}

    @property
    def reach_m(self) -> float:
        """The straight-line metres that the standard comes to, where no road network tells."""
        return self.limit if self.is_metres else reach_m(self.limit, self.mode)

    def facts(self) -> dict[str, Any]:
        """For what is kept of a result, with the assumptions behind minutes."""
        said: dict[str, Any] = {"mode": self.mode, "limit": self.limit}
        if not self.is_metres:
            mode = MODES[self.mode]
            said |= {"kmh": mode.kmh, "detour": mode.detour}
        return said


@dataclass(frozen=True, slots=True)
class Costs:
    """`value` (n, m) in the standard's unit. `roads`: name of the network, "" without.

    `by_road`: the share of pairs whose figure is one along the road.
    """

    value: NDArray[np.float32]
    by_road: float
    roads: str = ""

    def method(self, standard: Standard) -> str:
        """In words, for whatever shows these figures."""
        if standard.is_metres:
            return _("直线距离")
        mode = MODES[standard.mode]
        line = _("直线距离 × %(detour)g，按每小时 %(kmh)g 公里") % {
            "detour": mode.detour,
            "kmh": mode.kmh,
        }
        if not self.by_road:
            return line
        road = _("路网 %(roads)s") % {"roads": self.roads}
        if self.by_road >= 1:
            return road
        return _("%(road)s（%(share).0f%% 的距离）；其余按%(line)s") % {
            "road": road,
            "share": 100 * self.by_road,
            "line": line,
        }


def costs(
    origins: Floats, destinations: Floats, standard: Standard, roads: Network | None
) -> Costs:
    """(n, 2) and (m, 2) longitude, latitude in degrees."""
    if standard.is_metres:
        return Costs(straight_line_m(origins, destinations), 0.0)
    found = cost_matrix(origins, destinations, standard.mode, roads=roads)
    share = float(found.by_road.mean()) if found.by_road.size else 0.0
    return Costs(found.minutes, share, found.roads)

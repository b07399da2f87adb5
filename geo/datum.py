"""WGS-84, GCJ-02 and BD-09, converted into one another; arrays or scalars, degrees.

GCJ-02 (Amap, Tencent, WeChat) is WGS-84 moved by a fixed field of a few hundred metres; BD-09
(Baidu) is GCJ-02 moved once more. The forward formulas are the public ones; the inverses solve
them by fixed-point iteration until no coordinate moves by more than 1e-11 degrees.

Outside the usual rectangle around China (72.004..137.8347 E, 0.8293..55.8271 N) the three are
equal, as Amap and Baidu themselves serve plain WGS-84 abroad. Cut off sharply at the rectangle,
the field would send two points to one place along some stretches of the edge and leave gaps along
others, so that no inverse could be right there. The field therefore fades from full strength to
nothing over the last 0.1 degrees inside the edge, which lie nowhere in China (73.5..135.1 E,
3.4..53.6 N): the conversion stays one-to-one on the whole earth.

A latitude and longitude that were swapped, values off the globe, NaN and infinity raise
`DatumError`, which names the index and the values.
"""

from collections.abc import Callable
from typing import Protocol, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]

DATUMS = ("wgs84", "gcj02", "bd09")

_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
_FADE_DEG = 0.1
# Krasovsky 1940, the ellipsoid of the published GCJ-02 formula.
_A, _EE = 6378245.0, 0.00669342162296594323
_BD_ANGLE = np.pi * 3000.0 / 180.0
_STEP_DEG = 1e-11
_MAX_STEPS = 60


class DatumError(ValueError):
    """A coordinate or a datum that cannot be what it is said to be.

    `index` is the position in the flattened, broadcast input (0 for scalars), or None where the
    datum or the shapes are at fault; `lon` and `lat` are the values found there.
    """

    def __init__(
        self,
        message: str,
        index: int | None = None,
        lon: float | None = None,
        lat: float | None = None,
    ) -> None:
        super().__init__(message)
        self.index, self.lon, self.lat = index, lon, lat


class Conversion(Protocol):
    """(lon, lat) in degrees to (lon, lat): floats from scalars, broadcast arrays otherwise."""

    @overload
    def __call__(self, lon: float, lat: float) -> tuple[float, float]: ...
    @overload
    def __call__(self, lon: ArrayLike, lat: ArrayLike) -> Pair: ...


def _refuse(bad: NDArray[np.bool_], lon: Floats, lat: Floats, why: str) -> None:
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        x, y = float(lon.flat[at]), float(lat.flat[at])
        raise DatumError(f"第 {at} 个坐标（lon={x!r}, lat={y!r}）{why}", at, x, y)


def check(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The two as broadcast float arrays, or `DatumError` for the first that is no position."""
    try:
        x, y = np.broadcast_arrays(np.asarray(lon, np.float64), np.asarray(lat, np.float64))
    except (TypeError, ValueError, OverflowError) as error:
        raise DatumError(f"经纬度须为数字，且两者形状相容：{error}") from error
    if np.ma.is_masked(lon) or np.ma.is_masked(lat):
        raise DatumError("经纬度里有被遮住的值")
    _refuse(~(np.isfinite(x) & np.isfinite(y)), x, y, "不是有限的数")
    swapped = (x >= 3) & (x <= 54) & (y >= 73) & (y <= 136)
    _refuse(swapped, x, y, "像是经纬度颠倒：应先经度后纬度")
    _refuse(np.abs(y) > 90, x, y, "纬度超出 -90..90，或经纬度颠倒")
    _refuse(np.abs(x) > 180, x, y, "经度超出 -180..180")
    return x, y


def _conversion(core: Callable[[Floats, Floats], Pair]) -> Conversion:
    def convert(lon: ArrayLike, lat: ArrayLike) -> tuple[float, float] | Pair:
        x, y = core(*check(lon, lat))
        if x.ndim == 0:
            return float(x), float(y)
        return x, y

    convert.__name__ = convert.__qualname__ = core.__name__
    convert.__doc__ = core.__doc__
    return convert  # type: ignore[return-value]


def _strength(lon: Floats, lat: Floats) -> Floats:
    """1 inside the rectangle, 0 outside, linear over the last 0.1 degrees inside its edge."""
    edge = np.minimum(np.minimum(lon - _WEST, _EAST - lon), np.minimum(lat - _SOUTH, _NORTH - lat))
    return np.clip(edge / _FADE_DEG, 0.0, 1.0)


def _gcj_shift(lon: Floats, lat: Floats) -> Pair:
    """The GCJ-02 field at a WGS-84 position, degrees east and north."""
    strength = _strength(lon, lat)
    x, y = lon - 105.0, lat - 35.0
    wave = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    root = np.sqrt(np.abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    w2 = 1.0 - _EE * np.sin(phi) ** 2
    w = np.sqrt(w2)
    north = np.degrees(north / (_A * (1.0 - _EE) / (w2 * w)))
    # At the poles the parallel has no length; the field is switched off there anyway.
    east = np.degrees(east / (_A / w * np.maximum(np.cos(phi), 1e-9)))
    return strength * east, strength * north


def _bd_shift(lon: Floats, lat: Floats) -> Pair:
    """The BD-09 field at a GCJ-02 position, degrees east and north."""
    strength = _strength(lon, lat)
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_ANGLE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_ANGLE)
    east = radius * np.cos(angle) + 0.0065 - lon
    north = radius * np.sin(angle) + 0.006 - lat
    return strength * east, strength * north


def _solve(shift: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    """The position that `shift` moves to (lon, lat): x = lon - shift(x), a contraction."""
    x, y = lon.copy(), lat.copy()
    for _ in range(_MAX_STEPS):
        east, north = shift(x, y)
        next_x, next_y = lon - east, lat - north
        moved = np.max(np.maximum(np.abs(next_x - x), np.abs(next_y - y)), initial=0.0)
        x, y = next_x, next_y
        if moved < _STEP_DEG:
            return x, y
    raise DatumError(f"逆变换在 {_MAX_STEPS} 步内未收敛")


def _moved(shift: Callable[[Floats, Floats], Pair], lon: Floats, lat: Floats) -> Pair:
    east, north = shift(lon, lat)
    return lon + east, lat + north


@_conversion
def wgs84_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    """WGS-84 degrees to GCJ-02 degrees."""
    return _moved(_gcj_shift, lon, lat)


@_conversion
def gcj02_to_wgs84(lon: Floats, lat: Floats) -> Pair:
    """GCJ-02 degrees to WGS-84 degrees; the inverse to better than 1e-9 degrees."""
    return _solve(_gcj_shift, lon, lat)


@_conversion
def gcj02_to_bd09(lon: Floats, lat: Floats) -> Pair:
    """GCJ-02 degrees to BD-09 degrees."""
    return _moved(_bd_shift, lon, lat)


@_conversion
def bd09_to_gcj02(lon: Floats, lat: Floats) -> Pair:
    """BD-09 degrees to GCJ-02 degrees; the inverse to better than 1e-9 degrees."""
    return _solve(_bd_shift, lon, lat)


@_conversion
def wgs84_to_bd09(lon: Floats, lat: Floats) -> Pair:
    """WGS-84 degrees to BD-09 degrees."""
    return _moved(_bd_shift, *_moved(_gcj_shift, lon, lat))


@_conversion
def bd09_to_wgs84(lon: Floats, lat: Floats) -> Pair:
    """BD-09 degrees to WGS-84 degrees."""
    return _solve(_gcj_shift, *_solve(_bd_shift, lon, lat))


@_conversion
def _unchanged(lon: Floats, lat: Floats) -> Pair:
    return lon.copy(), lat.copy()


_TO_WGS84: dict[str, Conversion] = {
    "wgs84": _unchanged,
    "gcj02": gcj02_to_wgs84,
    "bd09": bd09_to_wgs84,
}
_FROM_WGS84: dict[str, Conversion] = {
    "wgs84": _unchanged,
    "gcj02": wgs84_to_gcj02,
    "bd09": wgs84_to_bd09,
}


def _named(table: dict[str, Conversion], datum: str) -> Conversion:
    if datum not in table:
        raise DatumError(f"未知的坐标系 {datum!r}，可用：{'、'.join(DATUMS)}")
    return table[datum]


@overload
def to_wgs84(lon: float, lat: float, datum: str) -> tuple[float, float]: ...
@overload
def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: str) -> Pair: ...
def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: str) -> tuple[float, float] | Pair:
    """Positions written in `datum` (one of `DATUMS`) as WGS-84; checked also where equal."""
    return _named(_TO_WGS84, datum)(lon, lat)


@overload
def from_wgs84(lon: float, lat: float, datum: str) -> tuple[float, float]: ...
@overload
def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: str) -> Pair: ...
def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: str) -> tuple[float, float] | Pair:
    """WGS-84 positions written in `datum` (one of `DATUMS`)."""
    return _named(_FROM_WGS84, datum)(lon, lat)

"""Made places, a block of 10 000 at a time, as arrays of codes and days.

Place number i is the same whatever number of places is asked for, because blocks are always made
whole from the seed and their own number, and cut afterwards.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.made import mix
from directory.made.ground import Floats, Ground
from geo.datum import from_wgs84

BLOCK = 10_000
MAX_TRADES = 8
DATUM_NAMES = tuple(name for name, _ in mix.DATUMS)

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NO_STATUS, IS_CLOSED, IS_SUSPENDED, IS_MOVED = range(4)


@dataclass(frozen=True, slots=True)
class Block:
    """One row a place, in order; `first` is the number of the first one.

    county: index into the ground's counties; kind: index into `mix.KINDS`; lon, lat: WGS-84;
    entered_*: the same in the datum of index `datum`; hours: index into the patterns of the form,
    -1 unknown; trades: (n, MAX_TRADES) ranks in `mix.TRADES_BY_DEMAND`, -1 for none; status: one
    of the constants above; successor: row in the block or -1; days: a day count that dates the
    status or, for open places, nothing; dice: (n, 12) uniform numbers for whatever else varies.
    """

    first: int
    county: Ints
    kind: Ints
    lon: Floats
    lat: Floats
    datum: Ints
    entered_lon: Floats
    entered_lat: Floats
    hours: Ints
    trades: Ints
    status: Ints
    successor: Ints
    days: Ints
    dice: Floats


def make_block(ground: Ground, seed: int, number: int) -> Block:
    """Block `number` (from 0) of the country that `seed` makes."""
    rng = np.random.default_rng([seed, 2, number])
    county = rng.choice(len(ground.counties), size=BLOCK, p=ground.share)
    points = np.round(ground.draw(county, rng), 6)
    lon, lat = points[:, 0], points[:, 1]
    datum = _pick(rng, [share for _, share in mix.DATUMS])
    entered_lon, entered_lat = _entered(lon, lat, datum)
    kind = _pick(rng, [share for _, _, share, _ in mix.KINDS])
    status, successor = _status(rng, county)
    return Block(
        first=number * BLOCK,
        county=county,
        kind=kind,
        lon=lon,
        lat=lat,
        datum=datum,
        entered_lon=entered_lon,
        entered_lat=entered_lat,
        hours=_hours(rng, kind),
        trades=_trades(rng),
        status=status,
        successor=successor,
        days=rng.integers(1, 400, BLOCK),
        dice=rng.random((BLOCK, 12)),
    )


def _pick(rng: np.random.Generator, shares: list[float]) -> Ints:
    total = np.asarray(shares) / np.sum(shares)
    return rng.choice(len(shares), size=BLOCK, p=total)


def _entered(lon: Floats, lat: Floats, datum: Ints) -> tuple[Floats, Floats]:
    entered = np.column_stack([lon, lat])
    for at, name in enumerate(DATUM_NAMES):
        rows = datum == at
        entered[rows] = np.column_stack(from_wgs84(lon[rows], lat[rows], name))
    rounded: Floats = np.round(entered, 7)
    return rounded[:, 0], rounded[:, 1]


def _hours(rng: np.random.Generator, kind: Ints) -> Ints:
    hours = np.full(BLOCK, -1, np.int64)
    for form, patterns in mix.HOURS.items():
        rows = np.isin(kind, [at for at, each in enumerate(mix.KINDS) if each[0] == form])
        hours[rows] = rng.choice(len(patterns), size=int(rows.sum()), p=mix.zipf(len(patterns)))
    hours[rng.random(BLOCK) < mix.UNKNOWN_HOURS] = -1
    return hours


def _trades(rng: np.random.Generator) -> Ints:
    """Distinct ranks, the most wanted likelier: the largest of log(share) + Gumbel noise."""
    share = np.asarray(mix.zipf(len(mix.TRADES_BY_DEMAND), 2.2))
    keys = np.log(share) + rng.gumbel(size=(BLOCK, len(share)))
    ranked: Ints = np.argsort(-keys, axis=1)[:, :MAX_TRADES]
    counts = rng.integers(1, MAX_TRADES + 1, BLOCK)
    return np.where(np.arange(MAX_TRADES) < counts[:, None], ranked, -1)


def _status(rng: np.random.Generator, county: Ints) -> tuple[Ints, Ints]:
    """A moved place leads to the next one of its county in the block, if that one is open."""
    dice = rng.random(BLOCK)
    status = np.select(
        [
            dice < mix.CLOSED,
            dice < mix.CLOSED + mix.SUSPENDED,
            dice < mix.CLOSED + mix.SUSPENDED + mix.MOVED,
        ],
        [IS_CLOSED, IS_SUSPENDED, IS_MOVED],
        NO_STATUS,
    ).astype(np.int64)
    order = np.argsort(county, kind="stable")
    following = np.full(BLOCK, -1, np.int64)
    same = county[order[:-1]] == county[order[1:]]
    following[order[:-1][same]] = order[1:][same]
    moved = status == IS_MOVED
    leads = moved & (following >= 0)
    leads[leads] = status[following[leads]] == NO_STATUS
    status[moved & ~leads] = NO_STATUS
    return status, np.where(leads, following, -1)


def cut(block: Block, count: int) -> Block:
    """The first `count` places; a move to one that is cut off is left out."""
    if count >= BLOCK:
        return block
    fields: dict[str, Any] = {
        name: getattr(block, name)[:count] for name in block.__dataclass_fields__ if name != "first"
    }
    lost = fields["successor"] >= count
    fields["status"] = np.where(lost, NO_STATUS, fields["status"])
    fields["successor"] = np.where(lost, -1, fields["successor"])
    return Block(first=block.first, **fields)

"""A block of made places as the rows of the ledger's tables, ready to be copied in."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.made import mix
from directory.made.blocks import (
    DATUM_NAMES,
    IS_CLOSED,
    IS_MOVED,
    IS_SUSPENDED,
    Block,
)
from directory.made.ground import Ground
from directory.public_ids import numbered

# Longer than the ids of places entered by hand, so that the two never meet.
ID_LENGTH = 8

Row = tuple[object, ...]

COLUMNS = {
    "market": (
        "id", "public_id", "name", "aliases", "nature", "form", "scope", "operator", "office_id",
        "region_code", "town", "address", "directions", "van_bay", "point", "entered_lon",
        "entered_lat", "entered_datum", "accuracy_m", "hours", "hours_note", "free_of_charge",
        "hotline", "complaint_line", "demo", "version", "created_at", "updated_at",
    ),
    "markettrade": ("market_id", "trade_id", "is_main", "corner"),
    "peak": ("market_id", "starts", "ends", "be_there_by", "note"),
    "contact": ("market_id", "label", "phone", "position"),
    "market_facilities": ("market_id", "facility_id"),
    "market_services": ("market_id", "servicetag_id"),
    "confirmation": ("market_id", "fact", "confirmed_on", "office_id", "recorded_at"),
    "publicationdecision": ("market_id", "decision", "decided_at", "office_id", "reason"),
    "statusperiod": ("market_id", "status", "starts_on", "ends_on", "successor_id", "note"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Keys:
    """Primary keys of what made places refer to; `first` belongs to made place number 0."""

    first: int
    offices: Mapping[str, int]
    trades: Mapping[str, int]
    services: tuple[int, ...]
    facilities: tuple[int, ...]


class Rows:
    """The rows of one block, table by table; `day` is the day that ages are counted from."""

    def __init__(
        self, block: Block, ground: Ground, keys: Keys, seed: int, now: dt.datetime
    ) -> None:
        self.block, self.keys, self.seed, self.now = block, keys, seed, now
        self.day = now.date()
        self.counties = [ground.counties[at] for at in block.county.tolist()]
        self.kinds = [mix.KINDS[at] for at in block.kind.tolist()]
        self.dice = block.dice.tolist()
        self.pks = range(keys.first + block.first, keys.first + block.first + len(block.county))

    def of(self, table: str) -> Iterator[Row]:
        rows: Iterator[Row] = getattr(self, f"_{table}")()
        return rows

    def _market(self) -> Iterator[Row]:
        block = self.block
        for at, (pk, county, kind, dice) in enumerate(
            zip(self.pks, self.counties, self.kinds, self.dice, strict=True)
        ):
            form, nature, _, names = kind
            number = block.first + at
            road = mix.ROADS[int(dice[0] * len(mix.ROADS))]
            name = f"{county.name}{road}{names[int(dice[1] * len(names))]} {number + 1}（演示）"
            hours = int(block.hours[at])
            yield (
                pk,
                numbered(number, key=self.seed, length=ID_LENGTH),
                name,
                "{}",
                nature,
                form,
                "station" if form == "station" else "general" if form == "hall" else "",
                "" if nature == "spontaneous" else f"{road}运营方（演示）",
                self.keys.offices[county.code],
                county.code,
                "",
                f"{county.name}{road} {1 + int(dice[2] * 400)} 号",
                "",
                f"{road}东侧辅道" if dice[3] < 0.2 else "",
                f"SRID=4326;POINT({float(block.lon[at])!r} {float(block.lat[at])!r})",
                float(block.entered_lon[at]),
                float(block.entered_lat[at]),
                DATUM_NAMES[block.datum[at]],
                (10, 20, 50, 100)[int(dice[4] * 4)],
                "" if hours < 0 else mix.HOURS[form][hours],
                "",
                True if nature == "public" or dice[5] < 0.5 else None if dice[5] < 0.8 else False,
                "12333" if nature == "public" else "",
                "12333",
                True,
                1,
                self.now,
                self.now,
            )

    def _markettrade(self) -> Iterator[Row]:
        trades = [self.keys.trades[code] for code in mix.TRADES_BY_DEMAND]
        for pk, ranks in zip(self.pks, self.block.trades.tolist(), strict=True):
            for place, rank in enumerate(ranks):
                if rank < 0:
                    break
                yield pk, trades[rank], place < 2, ""

    def _peak(self) -> Iterator[Row]:
        for pk, hours, dice in zip(self.pks, self.block.hours.tolist(), self.dice, strict=True):
            if hours >= 0 and dice[6] < 0.6:
                start = ("04:40", "05:00", "05:20", "05:30")[int(dice[6] / 0.6 * 4)]
                yield pk, start, "06:40", start, ""

    def _contact(self) -> Iterator[Row]:
        for pk, kind, hours, dice in zip(
            self.pks, self.kinds, self.block.hours.tolist(), self.dice, strict=True
        ):
            if kind[0] != "kerb" or hours < 0 or dice[7] < 0.3:
                yield pk, "服务台", f"0632-5550{int(dice[7] * 1000):03d}", 0

    def _market_facilities(self) -> Iterator[Row]:
        facilities = self.keys.facilities
        for pk, kind, dice in zip(self.pks, self.kinds, self.dice, strict=True):
            count = int(dice[8] * (3 if kind[0] == "kerb" else len(facilities) + 1))
            start = int(dice[9] * len(facilities))
            for step in range(count):
                yield pk, facilities[(start + step) % len(facilities)]

    def _market_services(self) -> Iterator[Row]:
        services = self.keys.services
        for pk, kind, dice in zip(self.pks, self.kinds, self.dice, strict=True):
            if kind[0] != "kerb":
                for at in range(int(dice[9] * (len(services) + 1))):
                    yield pk, services[at]

    def _confirmation(self) -> Iterator[Row]:
        for pk, county, dice in zip(self.pks, self.counties, self.dice, strict=True):
            if dice[10] < 0.7:
                on = self.day - dt.timedelta(days=1 + int(500 * (dice[10] / 0.7) ** 3))
                yield pk, "hours", on, self.keys.offices[county.code], self.now
                yield pk, "location", on, self.keys.offices[county.code], self.now

    def _publicationdecision(self) -> Iterator[Row]:
        for pk, county, dice in zip(self.pks, self.counties, self.dice, strict=True):
            if dice[11] < mix.PUBLISHED + mix.WITHHELD:
                decision = "publish" if dice[11] < mix.PUBLISHED else "withhold"
                yield pk, decision, self.now, self.keys.offices[county.code], "演示数据"

    def _statusperiod(self) -> Iterator[Row]:
        block = self.block
        first = self.keys.first + block.first
        for pk, status, successor, days in zip(
            self.pks,
            block.status.tolist(),
            block.successor.tolist(),
            block.days.tolist(),
            strict=True,
        ):
            since = self.day - dt.timedelta(days=days)
            if status == IS_CLOSED:
                yield pk, "closed", since, None, None, "演示：已关闭"
            elif status == IS_SUSPENDED:
                until = self.day + dt.timedelta(days=1 + days % 60)
                yield pk, "suspended", since, until, None, "演示：暂停"
            elif status == IS_MOVED:
                yield pk, "moved", since, None, first + successor, "演示：已搬迁"

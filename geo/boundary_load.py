"""From a boundary file to a hidden edition: read, compared with the standing edition, written.

`plan` writes nothing and says what would change; it refuses a file whose coordinates contradict the
datum it is declared in. `write` is the transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import shapely
from django.utils import timezone

from geo.boundaries import Boundary, BoundaryError, read_boundaries
from geo.datum_check import DatumFinding, check_datum
from geo.editions import Loaded, live_edition, load_edition
from geo.models import Datum, Region
from geo.regions import NewRegion


class WrongDatum(ValueError):
    """The file is in truth in another datum than declared; `finding` holds the measurement."""

    def __init__(self, finding: DatumFinding, edition: str) -> None:
        super().__init__(_contradiction(finding, edition))
        self.finding = finding


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """What a load would do. `repaired` are codes and names whose shape was not valid."""

    path: Path
    datum: str
    boundaries: tuple[Boundary, ...]
    added: tuple[str, ...]
    replaced: tuple[str, ...]
    dropped: tuple[str, ...]
    repaired: tuple[str, ...]
    datum_note: str


def plan(
    path: Path,
    *,
    datum: str,
    level: str,
    fields: Mapping[str, str],
    dropped: Iterable[str] = (),
) -> LoadPlan:
    """Read a file and compare it with the live edition; nothing is written.

    `BoundaryError` or `DatumError` for a file that cannot be taken, `WrongDatum` for a false datum.
    """
    boundaries = read_boundaries(path, datum=datum, level=level, fields=fields)
    live = live_edition()
    known = {}
    if live is not None:
        codes = [boundary.code for boundary in boundaries]
        rows = Region.objects.filter(edition=live, code__in=codes)
        known = {row.code: shapely.from_wkb(bytes(row.geom.wkb)) for row in rows}
    finding = check_datum({b.code: b.entered for b in boundaries}, known, datum)
    if live is not None and finding is not None and finding.contradicted:
        raise WrongDatum(finding, live.name)
    return LoadPlan(
        path=path,
        datum=datum,
        boundaries=tuple(boundaries),
        added=tuple(b.code for b in boundaries if b.code not in known),
        replaced=tuple(b.code for b in boundaries if b.code in known),
        dropped=_dropped(dropped, {b.code for b in boundaries}),
        repaired=tuple(f"{b.name}（{b.code}）" for b in boundaries if b.repaired),
        datum_note=_note(finding, datum),
    )


def _dropped(codes: Iterable[str], in_file: set[str]) -> tuple[str, ...]:
    chosen = tuple(codes)
    for code in chosen:
        if code in in_file:
            raise BoundaryError(f"--drop {code}：文件里有这个区划，不能同时撤销")
        if not Region.objects.live().filter(code=code).exists():
            raise BoundaryError(f"--drop {code}：现行版本里没有这个区划")
    return chosen


def write(
    planned: LoadPlan, *, name: str | None = None, source: str = "", licence: str = ""
) -> Loaded:
    """Load what was planned as a hidden edition, the rest carried over from the live one."""
    today = timezone.localdate().isoformat()
    return load_edition(
        [
            NewRegion(b.code, b.name, b.level, b.geometry, parent=b.parent)
            for b in planned.boundaries
        ],
        name=name or f"{planned.path.stem}-{today}",
        source=source or planned.path.name,
        licence=licence,
        datum=planned.datum,
        carry=True,
        dropped=planned.dropped,
    )


def _contradiction(finding: DatumFinding, edition: str) -> str:
    declared, fits = Datum(finding.declared).label, Datum(finding.fits).label
    return (
        f"文件声明为 {declared}，实际与 {fits} 相符：与版本 {edition} 的 "
        f"{finding.compared} 个区划相比，整体{_shift(finding)}；按 {finding.fits} 读，边界中位相差 "
        f"{finding.median_m[finding.fits]:.0f} 米，按 {finding.declared} 读则为 "
        f"{finding.median_m[finding.declared]:.0f} 米。请核实后以 --datum {finding.fits} 重新载入"
    )


def _note(finding: DatumFinding | None, datum: str) -> str:
    if finding is None:
        return "坐标系无法核对：现行版本里没有这些区划"
    if datum == finding.declared and min(finding.median_m.values()) < finding.median_m[datum]:
        return (
            f"坐标系核对：说不准（按 {datum} 读，边界中位相差 {finding.median_m[datum]:.0f} 米），"
            "请自行核实"
        )
    return (
        f"坐标系核对：与 {Datum(datum).label} 相符，边界中位相差 {finding.median_m[datum]:.0f} 米"
    )


def _shift(finding: DatumFinding) -> str:
    east = f"偏{'东' if finding.east_m >= 0 else '西'} {abs(finding.east_m):.0f} 米"
    north = f"偏{'北' if finding.north_m >= 0 else '南'} {abs(finding.north_m):.0f} 米"
    return f"{east}、{north}"

"""Rounds in, ratios, bars, a table and a drawing out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from statistics import median
from typing import Any

OURS, DRF, TUNED, SQL = "publication", "drf-gis", "drf-gis tuned", "one SQL"
TIPG, PYGEOAPI, PGBENCH, NGINX = "tipg", "pygeoapi", "pgbench", "nginx, files"
SIDES = (OURS, DRF, TUNED, SQL, TIPG, PYGEOAPI, PGBENCH, NGINX)
# What is aimed at: (kind, against, at least so many times).
BARS = (
    ("nearest", DRF, 150.0), ("filtered", DRF, 150.0), ("bbox", DRF, 300.0), ("tile", DRF, 25.0),
    ("directory", DRF, 500.0), ("nearest", PGBENCH, 0.5), ("filtered", PGBENCH, 2.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ratio:
    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.3g} ({self.low:.3g}–{self.high:.3g})"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Of rounds run side by side: the median of their ratios, the smallest and the largest."""
    each = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Ratio(median(each), min(each), max(each))


def bars(
    kinds: Mapping[str, Any],
) -> list[tuple[str, str, float, Ratio | None, Ratio | None]]:
    """Each bar with its ratio plain and as a browser asks, None where it was not measured."""
    return [
        (kind, against, wanted, *(_ratio_of(each, against) for each in _both(kinds, kind)))
        for kind, against, wanted in BARS
    ]


def _both(kinds: Mapping[str, Any], kind: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    plain = kinds.get(kind, {})
    return plain, plain.get("browser", {})


def _ratio_of(each: Mapping[str, Any], against: str) -> Ratio | None:
    rates = each.get("rates", {})
    return ratio(rates[OURS], rates[against]) if OURS in rates and against in rates else None


def document(results: Mapping[str, Any]) -> str:
    """docs/performance.md; every figure comes from `results`."""
    kinds = results["kinds"]
    browser = {kind: _both(kinds, kind)[1] for kind in kinds if _both(kinds, kind)[1]}
    lines = [
        "# Performance", "",
        "Written by `make bench` from `bench/results.json`; how it is measured is in"
        " [bench/README.md](../bench/README.md). Client and servers share the machine's cores, so"
        " requests a second are lower bounds; ratios are what counts. A row is of one run;"
        " rows and parts may be of runs on different machines (`ONLY=`), and are not to be compared"
        " with one another.", "",
        f"{results['places']} places, interleaved rounds of {results['seconds']} s,"
        f" {results['cores']} cores, load before the last run {results['load']:.1f}.", "",
        "All answer with the whole record of a place, compared property by property. drf-gis is set"
        " up as its documentation and `startproject` say: all of the default layers, a connection"
        " a request. Tuned, it keeps its connections and only the layers that it needs. What is"
        " asked of tiles is what each offers: the peer that has no vector tiles sends the features"
        " of the tile. `–`: a side does not offer it. nginx sends our own answers from files; it"
        " is the limit of what HTTP carries here, as pgbench is of the same SQL.", "",
        "![Requests a second against djangorestframework-gis](images/performance.svg)", "",
        *_tables(kinds, "asked plainly, without Accept-Encoding"),
        *(_tables(browser, "as a browser asks, `gzip, deflate, br`") if browser else ()),
        "## Bars", "",
        "drf-gis as documented packs nothing, whatever is asked for; we do, and so do tuned, tipg"
        " and pygeoapi. pgbench knows no encoding and is run beside both.", "",
        "| | against | at least | plain (rounds) | | as a browser asks (rounds) | |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for kind, against, wanted, *both in bars(kinds):
        cells = [cell for got in both for cell in (str(got or "–"), _verdict(got, wanted))]
        lines.append(f"| {kind} | {against} | {wanted:g} | {' | '.join(cells)} |")
    lines += ["", "## Same answers, checked before", ""]
    lines += [f"- {kind}: {each['checked']}" for kind, each in kinds.items()]
    lines += growth(results.get("growth"))
    lines += start(results.get("start"))
    lines += closure(results.get("closure"))
    lines += finder_page(results.get("finder"))
    lines += five_o_clock(results.get("five_o_clock"))
    lines += ["", "## Memory of the web processes, PSS", ""]
    lines += [f"- {side}: {size} MB" for side, size in results["memory_mb"].items()]
    return "\n".join(lines) + "\n"


def _verdict(got: Ratio | None, wanted: float) -> str:
    return "not measured" if got is None else "met" if got.middle >= wanted else "**not met**"


def _tables(kinds: Mapping[str, Any], how: str) -> list[str]:
    """Requests a second, and bytes of a body on the wire: a column a side that has any."""
    seen = {name for each in kinds.values() for name in each.get("rates", {})}
    sides = [name for name in SIDES if name in seen]
    lines = [
        f"## Requests a second, {how}", "", "Medians.", "",
        f"| | {' | '.join(sides)} | rounds |", f"|---|{'---|' * (len(sides) + 1)}",
    ]  # fmt: skip
    for kind, each in kinds.items():
        rates = each.get("rates", {})
        cells = [f"{median(rates[side]):.4g}" if side in rates else "–" for side in sides]
        rounds = max(map(len, rates.values()), default=0)
        lines.append(f"| {kind} | {' | '.join(cells)} | {rounds} |")
    lines += ["", "Bytes of a body on the wire.", ""]
    lines += [f"| | {' | '.join(sides)} |", f"|---|{'---|' * len(sides)}"]
    for kind, each in kinds.items():
        sizes = each.get("bytes", {})
        lines.append(f"| {kind} | {' | '.join(str(sizes.get(side, '–')) for side in sides)} |")
    return [*lines, ""]


def growth(sizes: Mapping[str, Any] | None) -> list[str]:
    """What `bench/growth.py` saw: a column a size, and the largest beside the smallest."""
    if not sizes:
        return []
    seen = sorted(sizes.values(), key=lambda each: each["places"])
    rows = [
        (kind, [each["kinds"].get(kind, {}) for each in seen], most)
        for kind, most in (("nearest", "2×"), ("filtered", "3×"), ("nobody open", "5000 µs"))
    ]
    lines = [
        "", "## Growth", "",
        "In process and without HTTP, in turn; microseconds: the median of five rounds of 200"
        " questions, and the slowest of all, which on a busy machine is the machine's. `nobody"
        " open`: moments before dawn at which no place, or none of a trade, is open.", "",
        f"| places | {' | '.join(str(each['places']) for each in seen)} | growth | at most |",
        f"|---|{'---|' * (len(seen) + 2)}",
    ]  # fmt: skip
    for kind, cells, most in rows:
        said = [f"{c['us']:.0f} ({c['worst_us']:.0f})" if c else "–" for c in cells]
        times = f"{cells[-1]['us'] / cells[0]['us']:.2g}×" if cells[0] and cells[-1] else "–"
        lines.append(f"| {kind} | {' | '.join(said)} | {times} | {most} |")
    for name, key in (
        ("processor seconds to open and warm", "open_s"),
        ("seconds to write, from records", "build_s"),
        ("MB more in the process", "memory_mb"),
        ("MB on disk", "disk_mb"),
    ):
        said = [f"{each[key]:.3g}" if key in each else "–" for each in seen]
        lines.append(f"| {name} | {' | '.join(said)} | | |")
    return lines


def start(sizes: Mapping[str, Any] | None) -> list[str]:
    """What `bench/start.py` saw: a row a size and way, the bar beside them."""
    if not sizes:
        return []
    return [
        "", "## Until a process answers", "",
        "One worker, without a database; medians of rounds in turn. `Again`: from the death of the"
        " worker until another answers, and the slowest; at most 2 seconds are wanted. As deployed,"
        " the program is loaded before granian forks its workers; alone, granian leaves that to"
        " each of them.", "",
        "| places | | seconds from the command | again | slowest |", "|---|---|---|---|---|",
        *(
            f"| {places} | {way} | {each['start_s']:.2f} | {each['again_s']:.2f} |"
            f" {each['again_worst_s']:.2f} |"
            for places, ways in sizes.items()
            for way, each in ways.items()
        ),
    ]  # fmt: skip


def closure(seen: Mapping[str, Any] | None) -> list[str]:
    """What `bench/closure.py` saw: the bar beside it."""
    if seen is None:
        return []
    return [
        "", "## A closure", "",
        f"{seen['places']} places, web and worker as deployed. Seconds from the commit in the"
        " ledger until all of twenty requests to both processes say it; at most 5 are wanted.", "",
        "| | median | slowest | times |", "|---|---|---|---|",
        *(
            f"| {name} | {median(each):.2g} | {max(each):.2g} | {len(each)} |"
            for name, each in seen["seconds"].items()
        ),
    ]  # fmt: skip


def finder_page(seen: Mapping[str, Any] | None) -> list[str]:
    """What `bench/finder_page.py` saw: pages a second, the bar beside them."""
    if not seen:
        return []
    lines = [
        "", "## The finder's page", "",
        f"{seen['places']} places, 64 connections, the service alone; at least 1000 pages a second"
        " are wanted. Medians of rounds; 503s and what was lost are no pages.", "",
        "| | pages/s | 503 or lost | 99th percentile, ms |", "|---|---|---|---|",
    ]  # fmt: skip
    return lines + [
        f"| {name} | {each['good_rate']:.4g} | {each['errors']:.0f} | {each['p99_ms']:.4g} |"
        for name, each in seen["pages"].items()
    ]


def five_o_clock(ramp: Mapping[str, Any] | None) -> list[str]:
    """What `bench/five_o_clock.py` saw, step by step."""
    if ramp is None:
        return []
    lines = [
        "", "## Ten times what it holds", "",
        f"Half from new positions, half of pages that are kept; {ramp['places']} places. In a"
        f" closed loop of 16 connections the service holds {ramp['holds']} requests a second; then"
        f" requests come on their schedule for {ramp['seconds']:g} s a step, whether answered or"
        " not, from the same cores. Milliseconds: 50th and 99th percentile; sent late: how long"
        " after its time the sender came to a request, which no other figure contains.", "",
        "| times | asked/s | sent late, ms | answered/s | 429 and 503 | lost | answers, ms |"
        " refusals, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for step in ramp["steps"]:
        refused = sum(step["statuses"].get(status, 0) for status in ("429", "503"))
        late, answers, refusals = (
            f"{spread['p50']:.3g}, {spread['p99']:.3g}" if spread else "–"
            for spread in (step.get("late_ms"), step["answered_ms"], step["refused_ms"])
        )
        lines.append(
            f"| {step['times']:g} | {step['asked_a_second']} | {late} |"
            f" {step['answered_a_second']} | {refused} | {step['lost']} | {answers} | {refusals} |"
        )
    return lines


def drawing(kinds: Mapping[str, Any]) -> str:
    """SVG of our ratios to djangorestframework-gis on a logarithmic scale, on any background.

    Dark: asked plainly. Light, below it: as a browser asks.
    """
    rows, y = [], 20
    for kind, against, _wanted, *both in bars(kinds):
        if against != DRF or not any(both):
            continue
        rows.append(f'<text x="90" y="{y + 15}" text-anchor="end">{kind}</text>')
        for got, colour in zip(both, ("#3584c8", "#8fbfe6"), strict=True):
            if got is None:
                continue
            width = max(2.0, 130 * log10(max(got.middle, 1.03)))
            rows.append(
                f'<rect x="100" y="{y}" width="{width:.0f}" height="18" fill="{colour}"/>'
                f'<text x="{106 + width:.0f}" y="{y + 14}">{got.middle:.3g}×</text>'
            )
            y += 20
        y += 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 {y + 8}"'
        ' font-family="sans-serif" font-size="14" fill="#808080">' + "".join(rows) + "</svg>\n"
    )

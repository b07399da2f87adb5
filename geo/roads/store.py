"""Networks in a folder: each built beside the others, verified, and swapped in whole.

`<folder>/<name>/` holds the arrays of one network, mapped read-only, and `network.json` with the
SHA-256 of each; `current.json` names the one in use. A folder appears by rename when everything in
it is written, so a builder that is killed leaves only a `building-…` that the next one removes.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geo.roads.graph import Graph
from geo.roads.network import Roads, Side

# Raised whenever a reader of the old arrays would misread the new ones.
FORMAT = 1
KEPT = 2
_ARRAYS = ("lon", "lat", "start", "head", "metres")
_CURRENT, _MANIFEST, _REGION = "current.json", "network.json", "region.wkb"


class BadNetwork(Exception):
    """A stored network that is missing, damaged or of another format."""


class Busy(Exception):
    """Another network is being built in this folder."""


@dataclass(frozen=True, slots=True)
class About:
    """What a network was made of. `built_at` is ISO 8601, `nodes` and `edges` are by mode."""

    name: str
    source: str
    source_sha256: str
    built_at: str
    nodes: dict[str, int]
    edges: dict[str, int]


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """Alone in building; what a killed builder left is removed. Raises `Busy`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(str(folder)) from error
        for left in folder.glob("building-*"):
            shutil.rmtree(left)
        yield


def keep(folder: Path, about: About, graphs: Mapping[str, Graph], region: shapely.Geometry) -> None:
    """Write a network beside those that are there, and take it into use."""
    fresh = folder / f"building-{about.name}"
    fresh.mkdir()
    try:
        for mode, graph in graphs.items():
            for array in _ARRAYS:
                np.save(fresh / f"{mode}-{array}.npy", getattr(graph, array))
        (fresh / _REGION).write_bytes(shapely.to_wkb(region))
        files = {path.name: _sha256(path) for path in sorted(fresh.iterdir())}
        manifest = {"format": FORMAT, "about": asdict(about), "files": files}
        (fresh / _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        target = folder / about.name
        if target.exists():
            shutil.rmtree(target)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _point_at(folder, about.name)
    others = [path.parent for path in folder.glob(f"*/{_MANIFEST}") if path.parent != target]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    # A process that maps an older one keeps its files until it lets go of them.
    for old in others[KEPT - 1 :]:
        shutil.rmtree(old)


def current(folder: Path) -> str | None:
    """The name of the network in use; None where none has been built."""
    try:
        return str(json.loads((folder / _CURRENT).read_text(encoding="utf-8"))["name"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadNetwork(f"{folder / _CURRENT}: {error!r}") from error


def load(folder: Path, name: str) -> Roads:
    """The network of this name, every file verified, its arrays mapped."""
    place = folder / name
    manifest = _manifest(place)
    try:
        for file, sha256 in manifest["files"].items():
            if _sha256(place / file) != sha256:
                raise BadNetwork(f"{place / file}: not what was written (SHA-256 differs)")
        region = shapely.from_wkb((place / _REGION).read_bytes())
        shapely.prepare(region)
        sides = {mode: Side(_graph(place, mode), region) for mode in manifest["about"]["nodes"]}
    except OSError as error:
        raise BadNetwork(f"{place}: {error}") from error
    return Roads(name, region, sides)


def about(folder: Path, name: str) -> About:
    return About(**_manifest(folder / name)["about"])


def _manifest(place: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((place / _MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise BadNetwork(f"{place}: format {found['format']}, this reader knows {FORMAT}")
        return found
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadNetwork(f"{place / _MANIFEST}: {error!r}") from error


def _graph(place: Path, mode: str) -> Graph:
    parts = {a: np.load(place / f"{mode}-{a}.npy", mmap_mode="r") for a in _ARRAYS}
    return Graph(**{name: np.asarray(part) for name, part in parts.items()})


def _point_at(folder: Path, name: str) -> None:
    fresh = folder / f"{_CURRENT}.{os.getpid()}"
    fresh.write_text(json.dumps({"name": name}), encoding="utf-8")
    fresh.replace(folder / _CURRENT)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""An archive is an ordinary .tar.gz; what has not changed since the one before is copied."""

import io
import tarfile
import zlib
from pathlib import Path

import pytest

from directory.publication import packing
from directory.publication.packing import Earlier
from tests.publications import place, sample


def packed(folder: Path, earlier: Earlier | None = None) -> bytes:
    target = io.BytesIO()
    names = sorted(path.name for path in folder.iterdir() if path.name != packing.SEGMENTS)
    packing.pack(folder, names, target, earlier or Earlier())
    return target.getvalue()


def unpacked(archive: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(archive), mode="r:gz") as tar:
        files = {entry.name: tar.extractfile(entry) for entry in tar}
        return {name: file.read() for name, file in files.items() if file is not None}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two publications of 3000 places, of which one has changed."""
    monkeypatch.setattr(packing, "_SEGMENT", 1 << 14)
    places = [place(f"p{n:04}", lon=117 + n / 9000) for n in range(3000)]
    old = sample(tmp_path / "old", places).folder
    new = sample(tmp_path / "new", [*places[:1500], place("p1500", name="改"), *places[1501:]])
    return old, new.folder


def test_every_file_is_in_it_as_it_is(folders: tuple[Path, Path]) -> None:
    for folder in folders:
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert unpacked(packed(folder)) == files


def test_copying_what_was_packed_before_makes_the_same_archive(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = folders
    before, anew = packed(old), packed(new)
    made: list[bytes] = []
    monkeypatch.setattr(zlib, "compressobj", _counting(zlib.compressobj, made))
    earlier = Earlier(io.BytesIO(before), packing.read_index(old))
    assert packed(new, earlier) == anew
    assert 0 < len(made) < len(packing.read_index(new)) / 2


def test_packed_bytes_that_were_damaged_since_are_packed_anew(folders: tuple[Path, Path]) -> None:
    old, new = folders
    before, anew = packed(old), packed(new)
    broken = Earlier(io.BytesIO(bytes(len(before))), packing.read_index(old))
    assert packed(new, broken) == anew
    assert packed(new, Earlier(io.BytesIO(b""), packing.read_index(old))) == anew


def _counting(original: object, made: list[bytes]) -> object:
    def compressobj(*args: int) -> object:
        made.append(b"")
        return original(*args)  # type: ignore[operator]

    return compressobj

"""Symbols and style sheets: complete, small, and served as few files."""

import gzip
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.storage import FileSystemStorage

from maps.staticfiles import HashedStaticFilesStorage

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "maps" / "static" / "maps"
BUDGET = 10 * 1024


def symbols() -> set[str]:
    tree = ElementTree.parse(STATIC / "icons" / "sprite.svg")
    return {each.get("id", "") for each in tree.iter("{http://www.w3.org/2000/svg}symbol")}


def test_every_trade_of_the_vocabulary_has_a_symbol() -> None:
    trades = json.loads((ROOT / "fixtures" / "vocabulary" / "trades.json").read_text())
    wanted = {f"t-{trade.get('icon') or trade['code']}" for trade in trades}
    assert wanted - symbols() == set()


def test_every_symbol_a_template_asks_for_is_drawn() -> None:
    asked = set()
    for path in (ROOT / "maps" / "templates").rglob("*.html"):
        asked |= set(re.findall(r'{% icon "([\w-]+)" %}', path.read_text()))
    assert {"i-go", "i-call", "i-walk"} <= asked
    assert asked - symbols() == set()


def test_each_nature_has_a_shape_of_its_own() -> None:
    text = (STATIC / "icons" / "sprite.svg").read_text()
    shapes = re.findall(r'id="n-(\w+)"[^>]*><(\w+)', text)
    assert dict(shapes) == {"public": "circle", "commercial": "rect", "spontaneous": "path"}


@pytest.fixture
def collected(tmp_path: Path) -> HashedStaticFilesStorage:
    """The style sheets, collected as at set-up."""
    source = FileSystemStorage(STATIC)
    storage = HashedStaticFilesStorage(location=tmp_path)
    paths = {}
    for path in sorted((STATIC / "css").glob("*.css")):
        name = f"maps/css/{path.name}"
        with path.open("rb") as file:
            storage.save(name, file)
        paths[name] = (source, f"css/{path.name}")
    for _name, _hashed, processed in storage.post_process(paths):
        assert not isinstance(processed, Exception), processed
    return storage


def test_the_sheets_arrive_as_one_small_file(collected: HashedStaticFilesStorage) -> None:
    name = collected.stored_name("maps/css/site.css")
    assert re.fullmatch(r"maps/css/site\.[0-9a-f]{12}\.css", name)
    with collected.open(name) as file:
        body = file.read()
    assert b"@import" not in body
    for part in (b"--paper", b".verdict", b".search", b".map"):
        assert part in body
    assert len(gzip.compress(body)) < BUDGET


def test_the_sheets_wait_compressed(collected: HashedStaticFilesStorage) -> None:
    name = collected.stored_name("maps/css/site.css")
    assert collected.exists(f"{name}.gz")
    assert collected.exists(f"{name}.br")


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in STATIC.rglob("*.css"):
        assert "//" not in re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_text_stand_out_as_wcag_aa_asks(scheme) -> None:
    light, dark = (STATIC / "css" / "variables.css").read_text().split("@media (prefers-color", 1)
    colour = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", light))
    if scheme == "dark":
        colour |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", dark))
    text = [(ink, ground) for ink in ("ink", "soft", "link", "open", "alert", "spontaneous")
            for ground in ("paper", "sheet")]  # fmt: skip
    text += [(each, f"{each}-wash") for each in ("open", "soon", "shut", "unknown", "alert")]
    text += [("pine-ink", "pine"), ("ink", "pine-wash"), ("link", "pine-wash"), ("soft", "night")]
    assert [pair for pair in text if contrast(colour[pair[0]], colour[pair[1]]) < 4.5] == []
    lines = [("edge", "sheet"), ("edge", "paper"), ("pine", "sheet"), ("public", "sheet")]
    assert [pair for pair in lines if contrast(colour[pair[0]], colour[pair[1]]) < 3] == []

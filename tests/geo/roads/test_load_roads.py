import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from geo import roads_in_use
from geo.roads import store
from tests.geo.roads.conftest import extract

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.ROADS_DIR = tmp_path / "roads"
    yield settings.ROADS_DIR
    roads_in_use.forget()


def load(name="test.osm.pbf"):
    call_command("load_roads", str(extract(name)))


def test_an_extract_becomes_the_network_in_use_and_says_how_far_it_is(folder, capsys):
    assert roads_in_use.roads() is None
    load()
    roads_in_use.forget()
    said = capsys.readouterr().out
    assert [line.split("：")[0] for line in said.splitlines()[:-1]] == [
        "读取道路", "建立步行路网", "建立电动车路网", "划定覆盖范围", "写入并启用",
    ]  # fmt: skip
    roads = roads_in_use.roads()
    assert roads.name == store.current(folder)
    assert store.about(folder, roads.name).source == "test.osm.pbf"
    assert roads.name in said


def test_a_second_one_takes_its_place_whole(folder):
    load()
    roads_in_use.forget()
    first = roads_in_use.roads()
    load("Helsinki.osm.pbf")
    assert roads_in_use.roads() is first
    roads_in_use.forget()
    assert roads_in_use.roads().region.bounds[0] < 25
    assert len(first.sides["walk"].graph.lon) == 1546


@pytest.mark.parametrize("content", [b"", b"not an extract", b'<osm version="0.6"></osm>'])
def test_what_is_no_extract_leaves_the_network_as_it_was(folder, tmp_path, content):
    load()
    before = store.current(folder)
    bad = tmp_path / "bad.osm"
    bad.write_bytes(content)
    with pytest.raises(CommandError, match="读不出道路"):
        call_command("load_roads", str(bad))
    assert store.current(folder) == before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_builder_that_is_stopped_half_way_leaves_the_network_as_it_was(folder, number):
    load()
    before = store.current(folder)
    code = (
        "import sys, time; import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from geo.roads import building\n"
        "def slow(folder, about, graphs, region):\n"
        "    (folder / 'building-half').mkdir(); print('half', flush=True); time.sleep(60)\n"
        "building.store.keep = slow\n"
        "from django.conf import settings\n"
        "settings.ROADS_DIR = sys.argv[2]\n"
        "call_command('load_roads', sys.argv[1])\n"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(extract("Helsinki.osm.pbf")), str(folder)],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as builder:  # fmt: skip
        try:
            assert any(line.strip() == "half" for line in builder.stdout)
            with pytest.raises(store.Busy), store.turn(folder):
                pass
            builder.send_signal(number)
            error = builder.communicate(timeout=20)[1]
        finally:
            builder.kill()
    assert builder.returncode != 0
    if number != signal.SIGKILL:
        assert "已取消" in error
    assert store.current(folder) == before
    store.load(folder, before)
    with store.turn(folder):
        assert not list(folder.glob("building-*"))


def test_a_damaged_network_is_refused_and_the_one_held_stays(folder, caplog):
    load()
    roads_in_use.forget()
    held = roads_in_use.roads()
    load("Helsinki.osm.pbf")
    path = folder / store.current(folder) / "walk-metres.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(store.BadNetwork, match="SHA-256"):
        store.load(folder, store.current(folder))
    roads_in_use._held.until = time.monotonic()
    assert roads_in_use.roads() is held
    assert "SHA-256" in caplog.text


def test_only_the_last_two_networks_are_kept(folder):
    for name in ("test.osm.pbf", "Helsinki.osm.pbf", "test.osm.pbf", "Helsinki.osm.pbf"):
        load(name)
    assert len(list(folder.glob("*/network.json"))) <= store.KEPT

"""Files are there whole or not at all, once for each publication, and thinned out by rule."""

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from directory.models import Market, Publication
from directory.opendata import build as building
from directory.opendata import files, needed, shelf, tasks
from directory.opendata.build import BuildRunning, NotKept, build
from directory.publication.build import build as publish
from tests.factories.ledger import make_market

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("var")]
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def market() -> Market:
    made = make_market(published=True)
    publish()
    return made


def another(market: Market, name: str) -> int:
    Market.objects.filter(pk=market.pk).update(name=name)
    return publish().number


def folders(var: Path) -> set[str]:
    return {path.name for path in (var / "opendata").iterdir() if path.name.isdecimal()}


def scratch(var: Path) -> list[Path]:
    return list((var / "publication-cache").glob("opendata-*"))


def test_all_files_are_made_and_named_by_the_index(market, var) -> None:
    assert needed.wanted()
    said: list[str] = []
    entry = build(say=said.append)
    assert not needed.wanted()
    names = [made.name for made in entry.files]
    assert said == names
    assert set(names) == {*files.ALL, *(name + files.GZIP for name in files.COMPRESSED)}
    assert shelf.index(fresh=True).latest == entry
    row = Publication.objects.get()
    assert (entry.number, entry.checksum, entry.places) == (1, row.content_sha256, 1)
    for made in entry.files:
        assert files.made(var / "opendata" / "1" / made.name) == made
    assert scratch(var) == []


def test_a_second_build_makes_nothing(market) -> None:
    first = build()
    said: list[str] = []
    assert build(say=said.append) == first
    assert said == []
    assert len(shelf.storage().listdir(shelf.FOLDER)[1]) == 1


def test_files_that_were_lost_are_made_again_the_same(market, var) -> None:
    first = build()
    (var / "opendata" / "1" / files.CSV).unlink()
    assert needed.wanted()
    assert build() == first
    assert (var / "opendata" / "1" / files.CSV).exists()


def test_a_storage_that_was_emptied_is_filled_again(market, var) -> None:
    first = build()
    for path in sorted((var / "opendata").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    assert shelf.index(fresh=True).entries == ()
    assert build() == first


def test_a_damaged_index_gives_way_to_the_one_before(market, var, caplog) -> None:
    build()
    another(market, "新名字")
    build()
    newest = sorted((var / "opendata" / "index").iterdir())[-1]
    newest.write_bytes(newest.read_bytes()[:40])
    found = shelf.index(fresh=True)
    assert found.latest is not None
    assert found.latest.number == 1
    assert "is passed over" in caplog.text
    assert build().number == 2
    assert shelf.index(fresh=True).latest.number == 2


def test_a_failure_leaves_what_there_was(market, var, monkeypatch) -> None:
    first = build()
    another(market, "新名字")

    def broken(*_args: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setitem(building._WRITERS, files.PMTILES, broken)
    with pytest.raises(OSError, match="disk full"):
        build()
    assert shelf.index(fresh=True).latest == first
    assert scratch(var) == []
    assert files.SUMS not in shelf.stored(2)
    monkeypatch.undo()
    assert build().number == 2
    assert folders(var) == {"1", "2"}


def test_a_builder_that_is_killed_is_made_up_for_by_the_next(market, var) -> None:
    """Killed with some files stored: the index names none of them, and the next build all."""
    url = urlsplit(os.environ["DATABASE_URL"])
    url = url._replace(path="/" + connection.settings_dict["NAME"])
    code = (
        "import django, os, sys; django.setup()\n"
        "from directory.opendata.build import build\n"
        "def say(name):\n"
        "    print(name, flush=True)\n"
        "    if name.endswith('.geojson'): sys.stdin.read()\n"
        "build(say=say)\n"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url.geturl(),
        "VAR_DIR": str(var),
    }
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdin is not None
    while child.stdout.readline().strip() != files.GEOJSON:
        pass
    with pytest.raises(BuildRunning):
        build()
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    child.stdin.close()
    assert shelf.index(fresh=True).entries == ()
    assert files.CSV in shelf.stored(1)
    (var / "opendata" / "1" / files.CSV).write_bytes(b"half")
    with psycopg.connect(url.geturl().replace("postgis://", "postgresql://")) as other:
        # The lock falls with the connection, which the server may notice a moment later.
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND objid = %s AND pid <> pg_backend_pid()",
            [building.LOCK],
        )
    entry = build()
    assert shelf.holds(entry)
    assert scratch(var) == []


def test_publications_that_nobody_made_files_of_are_remembered(market) -> None:
    another(market, "第二个名字")
    third = another(market, "第三个名字")
    entry = build()
    assert entry.number == third
    index = shelf.index(fresh=True)
    assert [(each.number, bool(each.files)) for each in index.entries] == [
        (3, True), (2, False), (1, False),
    ]  # fmt: skip
    assert index.get(2).checksum == Publication.objects.get(number=2).content_sha256


def test_old_files_are_thinned_out_and_their_folders_deleted(market, var, settings) -> None:
    settings.OPENDATA_KEPT = 2
    build()
    for name in ("乙", "丙", "丁"):
        another(market, name)
        build()
    assert folders(var) == {"3", "4"}
    index = shelf.index(fresh=True)
    assert [entry.number for entry in index.kept] == [4, 3]
    assert index.get(1).checksum
    assert index.nearest(1) == (None, index.get(3))
    assert len(shelf.storage().listdir(shelf.FOLDER)[1]) == shelf.INDEXES_KEPT


def test_an_earlier_publication_is_made_by_its_number(market) -> None:
    another(market, "第二个名字")
    assert build(1).number == 1
    assert needed.wanted()
    assert build().number == 2
    assert [entry.number for entry in shelf.index(fresh=True).kept] == [2, 1]


def test_what_has_no_archive_is_refused(market) -> None:
    Publication.objects.update(archive_bytes=0)
    with pytest.raises(NotKept, match="cleaned away"):
        build()
    with pytest.raises(NotKept, match="publication 9"):
        build(9)


def test_the_command_says_what_it_made(market) -> None:
    out = io.StringIO()
    call_command("opendata", stdout=out)
    assert "第 1 期：9 个文件" in out.getvalue()
    with pytest.raises(CommandError, match="没有可用的发布"):
        call_command("opendata", "8", stdout=out)


def test_the_job_runs_in_a_process_of_its_own_and_fails_aloud(market, monkeypatch) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], **_options: Any) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(tasks.subprocess, "run", run)
    with pytest.raises(tasks.Failed, match="exit code 1"):
        tasks.make_opendata()
    assert ran == [[sys.executable, str(ROOT / "manage.py"), "opendata", "--gently"]]
    build()
    tasks.make_opendata()
    assert len(ran) == 1


def test_a_new_publication_asks_for_its_files_once(market) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    from directory.tasks import build_publication

    def waiting() -> int:
        return ProcrastinateJob.objects.filter(task_name="make_opendata", status="todo").count()

    build_publication()
    assert waiting() == 0
    for name in ("乙", "丙"):
        Market.objects.filter(pk=market.pk).update(name=name)
        build_publication()
    assert waiting() == 1

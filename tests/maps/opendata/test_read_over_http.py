"""Readers of other people fetch parts of the files from a server that listens."""

import gzip
import json
import socketserver
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import mapbox_vector_tile
import pytest
from django.core.wsgi import get_wsgi_application
from pmtiles.reader import Reader

from directory.opendata import files
from tests.publications import PLACES


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    asked: list[tuple[str, str]] = []

    def log_message(self, *_args) -> None:
        self.asked.append((self.command or "", self.headers.get("Range", "")))


@pytest.fixture
def served(shop) -> Iterator[str]:
    _Quiet.asked = []
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def ranges_asked() -> list[str]:
    return [header for _method, header in _Quiet.asked if header]


def elsewhere(code: str) -> list[str]:
    """Ids that other people's readers find. Not in this process: GDAL would wait for our answer
    while it holds the interpreter that is to give it."""
    script = f"import json, geopandas, pyogrio\nprint(json.dumps(sorted({code}['id'])))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    found: list[str] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", [files.FGB, files.GPKG])
def test_gdal_reads_parts_of_a_file_over_http(served, name) -> None:
    found = elsewhere(f"pyogrio.read_dataframe('/vsicurl/{served}/data/7/{name}')")
    assert found == sorted(place.id for place in PLACES)
    assert ranges_asked()


def test_geopandas_reads_the_latest_through_its_redirect(served) -> None:
    found = elsewhere(f"geopandas.read_file('{served}/data/latest/{files.FGB}')")
    assert found == sorted(place.id for place in PLACES)


def test_a_reader_of_pmtiles_asks_for_nothing_but_parts(served) -> None:
    def part(offset: int, length: int) -> bytes:
        request = urllib.request.Request(
            f"{served}/data/7/{files.PMTILES}",
            headers={"Range": f"bytes={offset}-{offset + length - 1}"},
        )
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 206
            return bytes(answer.read())

    reader = Reader(part)
    assert reader.header()["max_zoom"] == 12
    assert reader.metadata()["publication"] == 7
    body = reader.get(0, 0, 0)
    [layer] = mapbox_vector_tile.decode(gzip.decompress(body)).values()
    assert sum(each["properties"]["count"] for each in layer["features"]) == len(PLACES) - 2
    assert len(ranges_asked()) == len(_Quiet.asked)

"""tipg and pygeoapi, which publish a table as it is: each told what its manual offers for it.

Both read the peers' table, show the columns that every side shows, and may answer with 10 000
places at once, as the questions want.
"""

import json
import subprocess
from pathlib import Path
from urllib.parse import quote

from bench.peers.columns import PROPERTIES
from bench.speed import figures, stage
from bench.speed.side import ONE_THREAD, PROCESSES, Side, granian

MOST = 10_000


def tipg(port: int, database: str, socket: str, env: dict[str, str]) -> Side:
    """By uvicorn, as its manual starts it; the catalogue of tables is read once."""
    python = stage.peers_environment("tipg")
    table = "TIPG_TABLE_CONFIG__public_bench_place__"
    told = {
        "DATABASE_URL": f"postgresql://linggong@{quote(socket, safe='')}/{database}",
        "TIPG_DB_TABLES": '["public.bench_place"]', "TIPG_DB_FUNCTIONS": "[]",
        "TIPG_CATALOG_TTL": "0", "TIPG_MAX_FEATURES_PER_QUERY": str(MOST),
        # No neighbours' places in a tile: that is what the others answer.
        "TIPG_TILE_BUFFER": "0",
        f"{table}geomcol": "geom", f"{table}pk": "id",
        f"{table}properties": json.dumps(["id", *PROPERTIES]),
    }  # fmt: skip
    command = [
        str(python), "-m", "uvicorn", "tipg.main:app", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(PROCESSES), "--no-access-log", "--log-level", "warning",
    ]  # fmt: skip
    return Side(figures.TIPG, port, command, env | told)


def pygeoapi(port: int, database: str, socket: str, env: dict[str, str], folder: Path) -> Side:
    """Its PostgreSQL provider; the two files that it wants are written to `folder`."""
    python = stage.peers_environment("pygeoapi")
    told = folder / "pygeoapi.yml", folder / "pygeoapi-openapi.yml"
    # YAML holds all of JSON.
    told[0].write_text(json.dumps(_configuration(port, database, socket), indent=1))
    made = subprocess.run(
        [str(python.parent / "pygeoapi"), "openapi", "generate", str(told[0])],
        env=env, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    told[1].write_text(made)
    env = env | {"PYGEOAPI_CONFIG": str(told[0]), "PYGEOAPI_OPENAPI": str(told[1])}
    command = granian(str(python), "pygeoapi.flask_app:APP", port, *ONE_THREAD)
    return Side(figures.PYGEOAPI, port, command, env)


def _configuration(port: int, database: str, socket: str) -> dict[str, object]:
    table = {
        "data": {"host": socket, "dbname": database, "user": "linggong", "search_path": ["public"]},
        "table": "bench_place", "id_field": "id", "geom_field": "geom",
    }  # fmt: skip
    features = table | {"type": "feature", "name": "PostgreSQL", "properties": list(PROPERTIES)}
    link = {"type": "text/html", "rel": "about", "href": "http://127.0.0.1/", "title": "bench"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port}, "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8", "encoding": "utf-8",
            # The browser that asks for it is answered in gzip, plain clients are not.
            "gzip": True, "languages": ["en-US"], "pretty_print": False,
            "limits": {"default_items": 10, "max_items": MOST, "on_exceed": "throttle"},
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": ""},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                "title": "bench", "description": "bench", "keywords": ["bench"],
                "keywords_type": "theme", "terms_of_service": "-", "url": "http://127.0.0.1/",
            },
            "license": {"name": "-", "url": "http://127.0.0.1/"},
            "provider": {"name": "bench", "url": "http://127.0.0.1/"},
            "contact": {"name": "bench", "address": "-", "city": "-"},
        },
        "resources": {
            "places": {
                "type": "collection", "title": "places", "description": "places",
                "keywords": ["places"], "links": [link],
                "extents": {"spatial": {
                    "bbox": [-180, -90, 180, 90],
                    "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
                }},
                "providers": [features],
            }
        },
    }  # fmt: skip

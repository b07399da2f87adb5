"""The sides: the service as it is deployed, and what stands beside it."""

import os
import sys
from urllib.parse import parse_qs, urlsplit

from bench.speed import catalogues, figures, limit, stage
from bench.speed.side import ONE_THREAD, Side, granian


def ours(places: int, port: int) -> Side:
    """The service as scripts/serve.py starts it."""
    threads = os.environ.get("GRANIAN_BLOCKING_THREADS", "64")
    how = ("--interface", "wsgi", "--blocking-threads", threads)
    command = granian(sys.executable, "config.wsgi:application", port, *how, module="config.web")
    return Side(figures.OURS, port, command, stage.environment(places, port))


def all_sides(places: int, first_port: int) -> list[Side]:
    mine = ours(places, first_port)
    socket = parse_qs(urlsplit(mine.env["DATABASE_URL"]).query)["host"][0]
    database, path = f"bench_{places}", {"PATH": mine.env["PATH"]}
    theirs = path | {"BENCH_DATABASE": database, "BENCH_SOCKET": socket}
    documented = theirs | {"DJANGO_SETTINGS_MODULE": "bench.peers.settings"}
    tuned = theirs | {"DJANGO_SETTINGS_MODULE": "bench.peers.tuned"}
    python = str(stage.peers_environment("django"))
    peers = "bench.peers.wsgi:application"
    return [
        mine,
        *(
            Side(name, port, granian(python, peers, port, *ONE_THREAD), env)
            for name, port, env in (
                (figures.DRF, first_port + 1, documented),
                (figures.TUNED, first_port + 3, tuned),
                (figures.SQL, first_port + 2, tuned),
            )
        ),
        catalogues.tipg(first_port + 4, database, socket, path),
        catalogues.pygeoapi(first_port + 5, database, socket, path, stage.HOME / str(places)),
        limit.nginx(first_port + 6, stage.HOME / str(places), path),
    ]

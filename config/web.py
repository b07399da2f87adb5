"""python -m config.web: granian's own command line, in a process that has loaded the program.

Granian forks its workers from this process. What is imported here, three seconds of it, is there
when a worker begins and lies in memory once for all of them; one that takes the place of another
has only the publication left to open. Nothing here opens the publication or asks the database: what
a worker serves, its threads and its connections are its own.
"""

import gc
import multiprocessing
from importlib import import_module

import django
from django.conf import settings
from granian.cli import entrypoint

from config import defaults

# What a worker needs before its first reader; views and compiled search come with these.
PROGRAM = ("maps.readpath.door", "directory.publication.around", "directory.publication.watch")


def load() -> None:
    """Import all of it. Whatever an import raises ends the server before it listens."""
    defaults.of_web()
    django.setup()
    for name in (settings.ROOT_URLCONF, *PROGRAM):
        import_module(name)


def main() -> None:
    gc.disable()
    load()
    # What lives as long as the process is looked through by no collection, so that its pages stay
    # shared with the workers.
    gc.freeze()
    gc.enable()
    multiprocessing.set_start_method("fork")
    entrypoint()


if __name__ == "__main__":
    main()

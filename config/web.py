"""python -m config.web: granian's own command line, in a process that has loaded the program.

Granian forks its workers from this process. What is imported here, three seconds of it, is there
when a worker begins and lies in memory once for all of them; one that takes the place of another
has only the publication left to open. Nothing here opens the publication or asks the database: what
a worker serves, its threads and its connections are its own.
"""

import gc
import multiprocessing
import os
import sys
from importlib import import_module

from config import defaults

# What a worker needs before its first reader; views and compiled search come with these.
PROGRAM = (
    "maps.readpath.door", "directory.publication.around", "directory.publication.spans",
    "directory.publication.watch",
)  # fmt: skip


def load() -> None:
    """Import all of it. Whatever an import raises ends the server before it listens."""
    defaults.of_web()
    import_module("django").setup()
    settings = import_module("django.conf").settings
    for name in (settings.ROOT_URLCONF, *PROGRAM):
        import_module(name)


def main() -> None:
    if defaults.of_memory():
        # This very command again: allocators read these once, when they are loaded.
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606
    gc.disable()
    granian = import_module("granian.cli")
    load()
    # What lives as long as the process is looked through by no collection, so that its pages stay
    # shared with the workers.
    gc.freeze()
    gc.enable()
    multiprocessing.set_start_method("fork")
    granian.entrypoint()


if __name__ == "__main__":
    main()

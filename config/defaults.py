"""What a web process has for granted where the environment says nothing else."""

import os

# What becomes of the room of large answers that have been sent: glibc's, and that of granian, which
# brings an allocator of its own and would give everything from 8 MB on back at once. Why, and what
# it brings: docs/decisions/granian.md.
_MEMORY = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TRIM_THRESHOLD_": "33554432",
    "_RJEM_MALLOC_CONF": "oversize_threshold:0",
}


def of_web() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DATABASE_POOL", "8")


def of_memory() -> bool:
    """Whether anything had to be set."""
    missing = _MEMORY.keys() - os.environ.keys()
    os.environ.update({name: _MEMORY[name] for name in missing})
    return bool(missing)

"""A core for each web process, where there are at least as many processes as cores.

The threads of a process hand Python's lock to one another with every request. On one core that is a
change of threads; between two it is a wake-up call that the other core has to be fetched from sleep
for, and cold caches afterwards (docs/decisions/granian.md).
"""

import contextlib
import fcntl
import os
from pathlib import Path

# Held for as long as the process lives; the next one takes the core of one that has died.
_locks: list[int] = []


def settle(folder: Path, processes: int) -> int | None:
    """Keep this process, all its threads, on a core that no other in `folder` has taken.

    `processes`: how many there are, 0 where nobody knows. Answers the core; None where cores are
    left over, which the system shares out better, where all are taken, or where it cannot be done.
    """
    if not hasattr(os, "sched_setaffinity"):
        return None
    cores = sorted(os.sched_getaffinity(0))
    if processes < len(cores):
        return None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        core = next((core for core in cores if _taken(folder / f"core-{core}.lock")), None)
        if core is not None:
            for thread in os.listdir("/proc/self/task"):
                # One may have ended meanwhile.
                with contextlib.suppress(ProcessLookupError):
                    os.sched_setaffinity(int(thread), {core})
    except OSError:
        return None
    return core


def _taken(path: Path) -> bool:
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    _locks.append(lock)
    return True

"""Collecting the static files, where any has changed since it was last done.

Hashing and compressing them takes 6–20 s of a core; looking at their dates takes a tenth.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def collect() -> bool:
    """Whether there was anything to do. What is in STATIC_ROOT is named by digest, and stays."""
    stamp, wanted = Path(settings.STATIC_ROOT) / STAMP, _state()
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def _state() -> str:
    """A digest of every file's name, size and date, and of the code that rewrites them."""
    found = hashlib.sha256()
    code = Path(__file__).resolve().parent
    paths = [code / "staticfiles.py", code / "lean.py"]
    for finder in get_finders():
        paths += [Path(storage.path(name)) for name, storage in finder.list([])]
    for path in sorted(paths):
        said = path.stat()
        found.update(f"{path} {said.st_size} {said.st_mtime_ns}\n".encode())
    return found.hexdigest()

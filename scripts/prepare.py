"""Bring the database and the files that are served up to date; every step can be repeated.

    python scripts/prepare.py [--demo]

Migrations, the application's database role, static files, what is compiled, regions, towns,
vocabularies, the calendar; with --demo the demo places. All of it as the owner of the schema:
OWNER_DATABASE_URL where it is set, else DATABASE_URL. A publication is built when there is none, or
when this machine's storage has lost it.
"""

import argparse
import importlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402
import environ  # noqa: E402

environ.Env.read_env(ROOT / ".env")
if owner := os.environ.get("OWNER_DATABASE_URL"):
    os.environ["DATABASE_URL"] = owner

django.setup()

from django.core.management import call_command  # noqa: E402

from directory.publication import NoPublication, current  # noqa: E402
from geo.editions import live_edition  # noqa: E402
from maps.collected import collect  # noqa: E402

DATA = ("load_towns", "load_vocabulary", "load_calendar")


def step(words: str, command: str | Callable[[], object], **options: object) -> None:
    """Run one management command, saying how long it took if one had to wait for it."""
    began = time.monotonic()
    if callable(command):
        command()
    else:
        call_command(command, **options)
    took = time.monotonic() - began
    print(f"  {words}" + (f" ({took:.0f} s)" if took >= 1 else ""), flush=True)


def has_publication() -> bool:
    try:
        current()
    except NoPublication:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--demo", action="store_true", help="load the demo places of Zaozhuang")
    demo = parser.parse_args().demo

    step("database schema", "migrate", interactive=False, verbosity=0)
    step("the application's database role", "grant_app_role", verbosity=0)
    step("static files", collect)
    step("compile the search", lambda: importlib.import_module("directory.publication.around"))
    # The country's boundaries go live by themselves only where no others are.
    step("load regions", "load_regions", switch=live_edition() is None)
    for command in (*DATA, "load_demo") if demo else DATA:
        step(command.replace("_", " "), command)
    if not has_publication():
        step("publication", "publish")
    if demo:
        step("load planning demo", "load_planning_demo")


if __name__ == "__main__":
    main()

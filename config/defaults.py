"""What a web process has for granted where the environment says nothing else."""

import os


def of_web() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DATABASE_POOL", "8")

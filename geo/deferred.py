"""A module that is loaded when something of it is first used.

For what only some requests need and is slow to load: a web process answers its first reader a
second or two sooner without solvers, tables and documents.
"""

import importlib
from typing import Any


class Deferred:
    """Stands for the module `name`. Any thread may be the first; ImportError comes at first use."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._name), name)

    def __repr__(self) -> str:
        return f"Deferred({self._name!r})"

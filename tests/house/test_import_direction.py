"""Imports run one way, stand at the top of a file, and never reach for another's private name."""

import ast
import tomllib
from collections.abc import Iterable

import pytest

from tests.house.sources import LAYERS, ROOT, Module, modules


def upward(found: Iterable[Module]) -> list[str]:
    wrong = []
    for module in found:
        above = LAYERS[: LAYERS.index(module.layer)]
        for line, target, _ in module.imports():
            if target.split(".")[0] in above:
                wrong.append(f"{module.name}:{line} imports {target}")
    return wrong


def relative(found: Iterable[Module]) -> list[str]:
    return [
        f"{module.name}:{line} imports {target}"
        for module in found
        for line, target, _ in module.imports()
        if target.startswith(".")
    ]


def inside_functions(found: Iterable[Module]) -> list[str]:
    wrong = []
    for module in found:
        for outer in ast.walk(module.tree):
            if not isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                continue
            wrong += [
                f"{module.name}:{node.lineno}"
                for node in ast.walk(outer)
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]
    return wrong


def private(found: Iterable[Module]) -> list[str]:
    """Names with one leading underscore that are taken from another module of this project."""
    wrong = []
    for module in found:
        for line, target, names in module.imports():
            if target.split(".")[0] not in (*LAYERS, "tests"):
                continue
            parts = (*target.split("."), *names)
            taken = [part for part in parts if part.startswith("_") and not part.startswith("__")]
            wrong += [f"{module.name}:{line} takes {name} from {target}" for name in taken]
    return wrong


def strict_modules() -> list[str]:
    """The modules that pyproject.toml calls pure; those ending in `.*` are whole packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for override in project["tool"]["mypy"]["overrides"]:
        if override.get("disallow_any_generics"):
            return list(override["module"])
    raise AssertionError("pyproject.toml names no strict modules")


def reaches_django(start: str, found: dict[str, Module], seen: set[str]) -> list[str]:
    """The chain of imports from a module to Django, empty where there is none."""
    if start in seen or start not in found:
        return []
    seen.add(start)
    for _, target, names in found[start].imports():
        if target.split(".")[0] in ("django", "procrastinate"):
            return [start, target]
        # Of a package only the module that is wanted counts, not what the package offers besides.
        within = [f"{target}.{name}" for name in names if f"{target}.{name}" in found]
        for following in within or [target]:
            chain = reaches_django(following, found, seen)
            if chain:
                return [start, *chain]
    return []


def test_no_module_imports_from_a_layer_above_its_own() -> None:
    assert upward(modules()) == []


def test_every_import_is_absolute() -> None:
    assert relative(modules()) == []


def test_no_import_hides_inside_a_function() -> None:
    assert inside_functions(modules()) == []


def test_no_module_takes_a_private_name_from_another() -> None:
    assert private([*modules(), *modules("tests")]) == []


def test_pure_modules_never_reach_django() -> None:
    found = {module.name: module for module in modules()}
    pure = []
    for pattern in strict_modules():
        stem = pattern.removesuffix(".*")
        matching = [name for name in found if name == stem or name.startswith(stem + ".")]
        assert matching, f"pyproject.toml calls {pattern} pure, but there is no such module"
        pure += matching
    chains = [" → ".join(chain) for name in pure if (chain := reaches_django(name, found, set()))]
    assert chains == []


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        (upward, "geo.datum", "from directory.models import Market"),
        (upward, "directory.models.market", "def late():\n    import maps.views"),
        (relative, "geo.datum", "from . import distance"),
        (inside_functions, "geo.datum", "def late():\n    import json"),
        (private, "maps.views", "from directory.finder import _reach"),
        (private, "maps.views", "import directory._inner"),
    ],
)
def test_the_check_itself_notices_a_breach(check, name: str, text: str) -> None:
    assert len(check([Module(name, text)])) == 1


def test_the_check_itself_notices_django_behind_another_module() -> None:
    found = {
        "geo": Module("geo", ""),
        "geo.datum": Module("geo.datum", "from geo import models"),
        "geo.models": Module("geo.models", "from django.db import models"),
    }
    assert reaches_django("geo.datum", found, set()) == ["geo.datum", "geo.models", "django.db"]

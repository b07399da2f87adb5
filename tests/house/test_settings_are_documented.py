"""docs/settings.md describes every variable, and only `config` reads the environment."""

import ast
import re

import pytest

from tests.house.sources import ROOT, Module, modules

# By numba itself.
LIBRARIES = {"NUMBA_CACHE_DIR"}
SCRIPTS = (
    "HOST",
    "PORT",
    "PYTHON",
    "GRANIAN_BLOCKING_THREADS",
    "OWNER_DATABASE_URL",
)


def variables_read(tree: ast.AST) -> set[str]:
    """First arguments of `env(...)` and `env.kind(...)`."""
    names = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        function = node.func
        base = function.value if isinstance(function, ast.Attribute) else function
        first = node.args[0]
        if isinstance(base, ast.Name) and base.id == "env" and isinstance(first, ast.Constant):
            names.add(str(first.value))
    return names


def readers_of_the_environment(found: list[Module]) -> list[str]:
    wrong = []
    for module in found:
        for node in ast.walk(module.tree):
            name = getattr(node, "attr", getattr(node, "id", ""))
            if name in ("environ", "getenv", "putenv"):
                wrong.append(f"{module.name}: {ast.unparse(node)}")
    return wrong


def documented() -> set[str]:
    """The names in the first column of the tables."""
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \|", text, re.MULTILINE))


def settings_variables() -> set[str]:
    return variables_read(ast.parse((ROOT / "config" / "settings.py").read_text(encoding="utf-8")))


def test_every_variable_is_described() -> None:
    assert settings_variables() - documented() == set()


def test_nothing_is_described_that_nobody_reads() -> None:
    assert documented() - settings_variables() - set(SCRIPTS) - LIBRARIES == set()


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_scripts_read_what_is_said_of_them(name: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "scripts").iterdir()]
    texts.append((ROOT / "Makefile").read_text(encoding="utf-8"))
    assert any(re.search(rf"\b{name}\b", text) for text in texts)
    assert name in documented()


def test_only_config_reads_the_environment() -> None:
    assert readers_of_the_environment(modules("maps", "planning", "directory", "geo")) == []


def test_the_check_itself_notices_a_reader() -> None:
    assert readers_of_the_environment([Module("maps.x", "import os\nos.environ['A']")])
    assert readers_of_the_environment([Module("maps.x", "from os import getenv\ngetenv('A')")])


def test_the_check_itself_finds_the_variables() -> None:
    assert variables_read(ast.parse("env('A'); env.int('B', default=1); other('C')")) == {"A", "B"}

"""The project's own source files, as the checks of the house read them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the top down: a package may import from those after it, never from those before it.
LAYERS = ("config", "maps", "planning", "directory", "geo")

Imported = tuple[int, str, tuple[str, ...]]


@dataclass(frozen=True)
class Module:
    """One Python file; `name` is dotted, the package's own for an `__init__.py`."""

    name: str
    text: str

    @property
    def layer(self) -> str:
        return self.name.split(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def imports(self) -> list[Imported]:
        """(line, module, names) each; names is empty for a plain `import`.

        A module loaded on first use, by `import_module` or `Deferred`, is imported all the same.
        """
        return self._imported

    @cached_property
    def _imported(self) -> list[Imported]:
        return list(self._read())

    def _read(self) -> Iterator[Imported]:
        for node in ast.walk(self.tree):
            if loaded := _loaded_by_name(node):
                yield loaded
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name, ()
            elif isinstance(node, ast.ImportFrom):
                module = "." * node.level + (node.module or "")
                yield node.lineno, module, tuple(alias.name for alias in node.names)


def _loaded_by_name(node: ast.AST) -> Imported | None:
    """`import_module("name")` or `Deferred("name")` with the name written out."""
    if not isinstance(node, ast.Call) or len(node.args) != 1:
        return None
    called, name = node.func, node.args[0]
    word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if word not in ("import_module", "Deferred") or not isinstance(name, ast.Constant):
        return None
    return node.lineno, str(name.value), ()


@cache
def modules(*packages: str) -> list[Module]:
    """Every module of the packages, migrations left out; read once for all tests of a process."""
    found = []
    for package in packages or LAYERS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" in parts:
                continue
            if parts[-1] == "__init__":
                parts = parts[:-1]
            found.append(Module(".".join(parts), path.read_text(encoding="utf-8")))
    return found


def files(folder: str, *suffixes: str) -> list[Path]:
    """Files under a folder of the project with one of the suffixes."""
    return sorted(path for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)

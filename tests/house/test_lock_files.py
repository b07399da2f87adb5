"""Every package is pinned by hash, and no lock file names the registry it came from."""

import json
import re

import pytest

from tests.house.sources import ROOT

LISTS = ("base", "dev")


def pins(name: str) -> dict[str, str]:
    """Package with its marker → version, from a compiled list."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = {}
    for line in text.splitlines():
        match = re.match(r"([a-z0-9][a-z0-9._-]*)(\[[^]]*\])?==(\S+)(?: ; (.*?))? \\", line)
        if match:
            found[f"{match[1]} ; {match[4] or ''}"] = match[3]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_python_lists_name_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"\S*(?:://|--index|--find-links|--extra)\S*", text) == []


@pytest.mark.parametrize("name", LISTS)
def test_every_python_package_is_pinned_by_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    assert len(pins(name)) == len([block for block in blocks if block.strip()])
    assert [block for block in blocks if block.strip() and "--hash=sha256:" not in block] == []


def test_development_runs_the_very_versions_that_are_deployed() -> None:
    base, dev = pins("base"), pins("dev")
    assert {package: dev.get(package) for package in base} == base


def test_javascript_packages_are_pinned_exactly() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in wanted.items() if not re.fullmatch(r"[\d.]+", version)] == []


def test_the_javascript_lock_file_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []
    addresses = re.findall(r"https?://[^\"\s]+", text)
    # Where to give money is no registry.
    assert [a for a in addresses if not re.match(r"https://(opencollective|github)\.com/", a)] == []
    assert "://" not in (ROOT / ".npmrc").read_text(encoding="utf-8")

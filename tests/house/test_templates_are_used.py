"""Every template is rendered, included or extended by something."""

from pathlib import Path

from tests.house.sources import ROOT, files, modules

# Django asks for these by name when no view can.
FOUND_BY_NAME = {"400.html", "403.html", "404.html", "500.html"}


def unused(templates: dict[str, str], code: list[str]) -> list[str]:
    """`templates` maps names to texts; a template naming itself does not use itself."""
    return [
        name
        for name in templates
        if name not in FOUND_BY_NAME
        and not any(f'"{name}"' in text for text in code)
        and not any(
            f'"{name}"' in text or f"'{name}'" in text
            for other, text in templates.items()
            if other != name
        )
    ]


def all_templates() -> dict[str, str]:
    found = {}
    for path in files("maps/templates", ".html", ".txt", ".svg", ".js", ".xml"):
        name = Path(path).relative_to(ROOT / "maps" / "templates").as_posix()
        found[name] = path.read_text(encoding="utf-8")
    return found


def test_no_template_is_unused() -> None:
    assert unused(all_templates(), [module.text for module in modules()]) == []


def test_the_check_itself_notices_an_unused_template() -> None:
    templates = {
        "a.html": '{% extends "base.html" %}{% include "a.html" %}',
        "base.html": "",
        "b.html": "",
    }
    assert unused(templates, ['render(request, "b.html")']) == ["a.html"]

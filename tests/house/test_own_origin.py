"""A page loads nothing from another origin; links that a person follows may lead anywhere."""

import re

import pytest

from tests.house.sources import ROOT, files

# 天地图, only where a key is configured: the one origin that the settings can allow.
ALLOWED = ("tianditu.gov.cn", "www.w3.org/")
LOADS = (
    r"""<(?:script|img|iframe|source|video|audio|embed|input|use|image)\b[^>]*?\b(?:src|href|xlink:href|srcset)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    r"""<link\b[^>]*?\bhref\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    r"""url\(\s*["']?((?:https?:)?//[^"')]+)""",
    r"""@import\s+["']((?:https?:)?//[^"']+)""",
    r"""(?<!@)\b(?:import|from|fetch|importScripts|WebSocket|EventSource)\s*\(?\s*["'`]((?:https?:|wss?:)?//[^"'`]+)""",
)


def loaded_from_elsewhere(text: str) -> list[str]:
    found = [match for pattern in LOADS for match in re.findall(pattern, text, re.IGNORECASE)]
    return [address for address in found if not any(host in address for host in ALLOWED)]


def test_templates_and_static_files_load_from_our_own_origin() -> None:
    wrong = {}
    for path in [
        *files("maps/templates", ".html", ".svg", ".js", ".txt"),
        *files("maps/static", ".css", ".js", ".svg", ".html", ".json"),
    ]:
        if found := loaded_from_elsewhere(path.read_text(encoding="utf-8")):
            wrong[str(path.relative_to(ROOT))] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        '<script defer src="https://cdn.example/x.js"></script>',
        "<img alt='' src='//cdn.example/x.png'>",
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        "a { background: url(https://cdn.example/x.png) }",
        '@import "//cdn.example/x.css";',
        'import L from "https://cdn.example/leaflet.js";',
        "await fetch(`https://cdn.example/x.json`)",
    ],
)
def test_the_check_itself_notices_another_origin(text: str) -> None:
    assert len(loaded_from_elsewhere(text)) == 1


def test_a_link_to_follow_is_no_load() -> None:
    assert loaded_from_elsewhere('<a href="https://uri.amap.com/navigation">') == []

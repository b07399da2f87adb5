"""An official's page under axe, by day and in the dark."""

from tests.browser.deployment import ROOT
from tests.browser.office_people import Desk

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# The frame's own scrolling boxes, the menu's and the filters', bear one and the same name.
SCROLLED = "simplebar-content-wrapper"


def looked_at(desk: Desk, path: str) -> None:
    """No violation, in light and in dark colours."""
    for scheme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page = desk.go(path)
        page.evaluate(AXE)
        result = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        found = [
            (each["id"], node["html"])
            for each in result["violations"]
            for node in each["nodes"]
            if not (each["id"] == "landmark-unique" and SCROLLED in node["html"])
        ]
        assert found == [], f"{path}, {scheme}: {found}"
    desk.page.emulate_media(color_scheme="light")

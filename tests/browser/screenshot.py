"""Takes the README's pictures from a running site: docs/images/finder.png and place.png.

    make run                                  # in another terminal
    .venv/bin/python tests/browser/screenshot.py [http://localhost:8000]

A phone of 360 × 740, asking from the middle of 薛城区 for tomorrow at five.
"""

import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
ANSWER = "/?lon=117.263&lat=34.795&at=tomorrow+05:00"


def main() -> None:
    site = sys.argv[1].rstrip("/") if len(sys.argv) > 1 else "http://localhost:8000"
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        context = browser.new_context(
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="zh-CN",
        )
        page = context.new_page()
        page.goto(site + ANSWER, wait_until="networkidle")
        page.screenshot(path=IMAGES / "finder.png")
        page.locator("article.place .place-name a").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / "place.png")
        browser.close()
    print(f"wrote finder.png and place.png to {IMAGES}")


if __name__ == "__main__":
    main()

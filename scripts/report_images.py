"""Draw the pictures of a report that the documentation shows: one of the demo's, light and dark."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "target" / "reports" / "breast_cancer_network.html"
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 1460}


def main() -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        sys.exit("report_images.py: there is no Chromium; install it, or name it: CHROMIUM=path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            page = browser.new_page(color_scheme=scheme, viewport=SIZE)
            page.goto(PAGE.as_uri())
            page.wait_for_function("document.documentElement.dataset.charts === 'drawn'")
            page.screenshot(path=IMAGES / f"report_{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main()

"""Draw the pictures of reports that the documentation shows: a network of the demo in light and dark, and a fleet."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "target" / "reports"
IMAGES = ROOT / "docs" / "images"
WIDTH = 1280
# name -> the network, the scheme, the height of the window
PICTURES = {
    "report_light": ("breast_cancer_network", "light", 1460),
    "report_dark": ("breast_cancer_network", "dark", 1460),
    "report_fleet": ("cigarettes_network", "light", 2000),
}


def main() -> None:
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not program:
        sys.exit("report_images.py: there is no Chromium; install it, or name it: CHROMIUM=path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (network, scheme, height) in PICTURES.items():
            page = browser.new_page(color_scheme=scheme, viewport={"width": WIDTH, "height": height})
            page.goto((REPORTS / f"{network}.html").as_uri())
            page.wait_for_function("document.documentElement.dataset.charts === 'drawn'")
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()

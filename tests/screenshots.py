"""Pictures of the shipped site for the documentation: one page of every kind, as residents see it.

    ./run screenshots

They are taken of a fixed day, so that they differ only when the site does.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser

from generator.build import Workshop
from generator.config import Locations
from tests.browsing import ROOT, TODAY, chromium, served

FOLDER = ROOT / "docs" / "screenshots"
KINDS = {
    "home": "index.html",
    "commitments": "commitments/index.html",
    "status": "commitments/status/overdue/index.html",
    "commitment": "commitments/evac-2025-10-door-release/index.html",
    "projects": "projects/index.html",
    "project": "projects/handrails/index.html",
    "drills": "drills/index.html",
    "drill": "drills/evac-2025-10/index.html",
    "inspection": "inspections/fire-check-2025-11/index.html",
    "meeting": "meetings/deputy-2026-10/index.html",
    "care": "care/relay/index.html",
    "outcomes": "outcomes/index.html",
    "outcome": "outcomes/fix-days/index.html",
    "story": "stories/lights-on-the-stairs/index.html",
    "community": "communities/hejialong/index.html",
    "partner": "partners/estate-service/index.html",
    "stages": "stages/index.html",
    "about": "about/index.html",
    "corrections": "corrections/index.html",
    "data": "data/index.html",
    "subscribe": "subscribe/index.html",
    "board": "board/index.html",
    "sheet": "board/projects/handrails/index.html",
    "search": "search/index.html?q=扶手",
    "english": "en/index.html",
    "not-found": "404.html",
}
PHONE = {"width": 390, "height": 1300}
DESK = {"width": 1280, "height": 1100}
COLOURS = 64


class Shot(NamedTuple):
    """One picture: of which page, how large a window, how the reader has set the device."""

    name: str
    kind: str
    size: dict[str, int]
    elder: str = ""
    media: dict[str, Any] | None = None


SHOTS = (
    *(Shot(f"{kind}-phone", kind, PHONE) for kind in KINDS),
    *(Shot(f"{kind}-desk", kind, DESK) for kind in KINDS),
    *(Shot(f"{kind}-phone-elder", kind, PHONE, "22") for kind in ("home", "commitment", "story", "drill")),
    Shot("commitments-desk-elder", "commitments", DESK, "22"),
    Shot("english-desk-elder", "english", DESK, "22"),
    *(Shot(f"{kind}-phone-dark", kind, PHONE, "", {"color_scheme": "dark"}) for kind in ("home", "project", "care")),
    Shot("story-desk-elder-dark", "story", DESK, "22", {"color_scheme": "dark"}),
    Shot("commitments-phone-contrast", "commitments", PHONE, "", {"contrast": "more"}),
    Shot("project-desk-contrast-dark", "project", DESK, "", {"contrast": "more", "color_scheme": "dark"}),
    Shot("home-phone-forced-colours", "home", PHONE, "", {"forced_colors": "active"}),
    Shot("commitment-paper", "commitment", {"width": 794, "height": 1123}, "", {"media": "print"}),
)


def take(browser: Browser, site: str, shot: Shot) -> bytes:
    """Return a picture of the head of a page."""
    context = browser.new_context(viewport=shot.size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.emulate_media(**(shot.media or {}))
    page.goto(site + KINDS[shot.kind])
    if shot.elder:
        page.evaluate("size => localStorage.setItem('dizao-elder', size)", shot.elder)
        page.reload()
    page.evaluate("Promise.all([...document.images].map(one => (one.loading = 'eager', one.decode().catch(() => 0))))")
    if shot.kind == "search":
        page.locator("#found li").first.wait_for()
    picture = page.screenshot(animations="disabled")
    context.close()
    return picture


def reduced(picture: bytes) -> bytes:
    """Return a PNG of the colours that are seen most, each as it is: pages are made of flat ones."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    counts: list[tuple[int, Any]] = image.getcolors(image.width * image.height) or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in sorted(counts, reverse=True)[:COLOURS] for part in colour])
    image = image.quantize(palette=palette, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        root = Path(folder)
        shutil.copytree(ROOT / "content", root / "content")
        workshop = Workshop(Locations(root, root / "output"), as_of=TODAY)
        workshop.publish(workshop.indexed(workshop.build()))
        with served(root / "output") as site:
            taken = {f"{shot.name}.png": reduced(take(browser, site, shot)) for shot in SHOTS}
    for path in FOLDER.glob("*.png"):
        if path.name not in taken:
            path.unlink()
    for name, picture in taken.items():
        (FOLDER / name).write_bytes(picture)
    return 0


if __name__ == "__main__":
    sys.exit(main())

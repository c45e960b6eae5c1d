"""The theme as measured in a browser: large enough, clear enough, and whole on the smallest phone."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, sync_playwright

from generator.build import Workshop
from generator.config import Locations
from generator.vocabulary import FLAGS, STATUSES

ROOT = Path(__file__).parent.parent
PAGES = (
    "index.html", "404.html", "commitments/index.html", "commitments/page/2/index.html",
    "commitments/status/kept/index.html", "commitments/evac-2025-10-door-release/index.html",
    "commitments/stair-lights-lamp-keeping/index.html", "outcomes/index.html", "outcomes/fix-days/index.html",
    "drills/index.html", "drills/evac-2025-10/index.html", "projects/index.html", "projects/handrails/index.html",
    "inspections/fire-check-2025-11/index.html", "meetings/deputy-2026-10/index.html", "care/index.html",
    "care/relay/index.html", "stories/lights-on-the-stairs/index.html", "communities/hejialong/index.html",
    "partners/estate-service/index.html", "stages/index.html", "stages/co-decide/index.html", "topics/index.html",
    "topics/safety/index.html", "about/index.html", "corrections/index.html",
    "offline/index.html", "en/index.html", "en/care/index.html", "en/stories/lights-on-the-stairs/index.html",
    "en/stories/neighbours-relay/index.html", "en/projects/handrails/index.html",
)  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
STRICTER = ("color-contrast-enhanced", "target-size", "identical-links-same-purpose")

TEXT = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const parent = node.parentElement, range = document.createRange();
    range.selectNodeContents(node);
    const width = Math.max(0, ...[...range.getClientRects()].map(line => line.width));
    if (!node.data.trim() || !width || parent.closest('.unseen, .skip')) continue;
    const style = getComputedStyle(parent), size = parseFloat(style.fontSize);
    found.push([node.data.trim().slice(0, 20), size, parseFloat(style.lineHeight) / size, width / size]);
  }
  return found;
}"""
TARGETS = """() => [...document.querySelectorAll('a, button, summary, input')]
  .filter(one => getComputedStyle(one).display !== 'inline')
  .filter(one => !one.matches('.skip, details:not([open]) > :not(summary) *'))
  .map(one => [one.textContent.trim().slice(0, 20), one.getBoundingClientRect()])
  .filter(([, box]) => box.width)
  .map(([name, box]) => [name, box.left, box.top, box.right, box.bottom])"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the shipped site and yield its address."""
    folder = tmp_path_factory.mktemp("theme")
    result = Workshop(Locations(ROOT, folder / "output"), as_of=date(2026, 11, 23), use_cache=False).build()
    for artifact in result.artifacts.values():
        path = folder / "site" / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content())
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder / "site"))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = os.environ.get("DIZAO_CHROMIUM") or shutil.which("chromium")
    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=flags.split())
        yield running
        running.close()


def pages_of(browser: Browser, site: str, **settings: Any) -> Iterator[tuple[str, Page]]:
    """Yield one page after the other, opened as ``settings`` say."""
    context = browser.new_context(**{"viewport": {"width": 390, "height": 844}, **settings})
    page = context.new_page()
    for path in PAGES:
        page.goto(site + path)
        yield path, page
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_clear_of_barriers_and_has_a_contrast_of_seven(browser: Browser, site: str, scheme: str) -> None:
    rules = {name: {"enabled": True} for name in STRICTER}
    options = {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules}
    for path, page in pages_of(browser, site, color_scheme=scheme):
        violations = Axe().run(page, options=options).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == [], path


@pytest.mark.parametrize("width", [390, 1280])
def test_text_is_large_airy_and_in_short_lines(browser: Browser, site: str, width: int) -> None:
    for path, page in pages_of(browser, site, viewport={"width": width, "height": 900}):
        for text, size, leading, length in page.evaluate(TEXT):
            assert size >= 18, (path, text)
            assert 1.1 <= leading <= 2, (path, text)
            assert length <= 40.2, (path, text)
        assert page.evaluate("getComputedStyle(document.body).lineHeight") == "31.5px"


def test_targets_are_large_and_apart(browser: Browser, site: str) -> None:
    for path, page in pages_of(browser, site):
        targets = page.evaluate(TARGETS)
        for name, left, top, right, bottom in targets:
            assert bottom - top >= 43.5, (path, name)
            for other, its_left, its_top, its_right, its_bottom in targets:
                apart = max(its_left - right, left - its_right, its_top - bottom, top - its_bottom)
                is_same = (its_left, its_top, its_right, its_bottom) == (left, top, right, bottom)
                assert is_same or apart >= 7.5, (path, name, other)


SCREENS = [(320, "100%"), (360, "112.5%"), (390, "200%"), (820, "112.5%"), (1440, "112.5%")]


@pytest.mark.parametrize(("width", "text"), SCREENS)
def test_nothing_is_wider_than_the_screen(browser: Browser, site: str, width: int, text: str) -> None:
    for path, page in pages_of(browser, site, viewport={"width": width, "height": 800}):
        page.add_style_tag(content=f"html {{ font-size: {text} }}")
        assert page.evaluate(SIDEWAYS) <= 0, path


def test_the_keyboard_shows_where_it_is_and_reaches_the_text_first(browser: Browser, site: str) -> None:
    _, page = next(pages_of(browser, site))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main"
    for _ in range(30):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        assert width >= 3, page.evaluate("document.activeElement.outerHTML")


def test_paper_gets_the_matter_in_black_without_the_menu(browser: Browser, site: str) -> None:
    for path, page in pages_of(browser, site, color_scheme="dark"):
        page.emulate_media(media="print", color_scheme="dark")
        assert not page.locator(".site-nav").is_visible(), path
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)", path


def test_every_status_has_an_icon_of_its_own_shape() -> None:
    macros = (ROOT / "templates" / "macros.html").read_text(encoding="utf-8")
    table, _, others = macros.partition("{%- set shape_of")
    shapes = dict(re.findall(r'"(\w+)": \'(<.*>)\'', table))
    drawn = [shapes[choice.key] for choice in STATUSES]
    assert len(set(drawn)) == len(drawn)
    assert all(choice.key in shapes or f'"{choice.key}"' in others for choice in FLAGS)

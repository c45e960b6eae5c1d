"""The site without a network, without a server, and with a phone that keeps nothing it should not."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from generator.build import Workshop
from generator.config import Locations

ROOT = Path(__file__).parent.parent
AS_OF = date(2026, 11, 23)
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found.sort();
}"""
ACTIVE = """async () => {
  await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) await new Promise(done => setTimeout(done, 20));
}"""


def build(folder: Path, site: Path = ROOT) -> dict[str, bytes]:
    result = Workshop(Locations(site, folder / "none"), as_of=AS_OF, use_cache=False).build()
    assert result.is_sound
    files = {artifact.path: artifact.content() for artifact in result.artifacts.values()}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return files


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped site below a folder, as where a host serves it below a path."""
    root = tmp_path_factory.mktemp("offline")
    build(root / "town")
    return root


# -- the files -----------------------------------------------------------------------------------------


def test_the_manifest_is_whole_and_relative(folder: Path) -> None:
    said = json.loads((folder / "town/manifest.webmanifest").read_text("utf-8"))
    assert said["name"] == "何家垅社区共同缔造"
    assert said["start_url"] == said["scope"] == "./"
    sizes = {icon["sizes"]: icon["src"] for icon in said["icons"]}
    assert set(sizes) == {"any", "192x192", "512x512"}
    assert all((folder / "town" / src).is_file() for src in sizes.values())
    page = (folder / "town/stories/index.html").read_text("utf-8")
    assert '<link rel="manifest" href="../manifest.webmanifest">' in page


def test_the_worker_is_small_and_new_when_what_it_keeps_is_new(folder: Path, tmp_path: Path) -> None:
    worker = (folder / "town/sw.js").read_bytes()
    assert len(worker) < 2_800  # with the names of what it keeps
    site = tmp_path / "site"
    (site / "templates/assets").mkdir(parents=True)
    shutil.copytree(ROOT / "content", site / "content")
    workshop = Workshop(Locations(site, site / "output"), as_of=AS_OF, use_cache=False)
    assert workshop.build().artifacts["sw.js"].content() == worker
    story = site / "content/stories/lights-on-the-stairs.md"
    story.write_text(story.read_text("utf-8") + "\n又一段。\n", "utf-8")
    assert workshop.build().artifacts["sw.js"].content() == worker
    style = (ROOT / "templates/assets/site.css").read_text("utf-8")
    (site / "templates/assets/site.css").write_text(f"{style}/* new */\n", "utf-8")
    assert workshop.build().artifacts["sw.js"].content() != worker


# -- a phone -------------------------------------------------------------------------------------------

pytest_browser = pytest.mark.browser


class _Host(SimpleHTTPRequestHandler):
    """A plain host; ``answers`` are paths that it answers with other bytes, or with 404 where there are none."""

    answers: ClassVar[dict[str, bytes]] = {}

    def log_message(self, format: str, *args: Any) -> None: ...

    def do_GET(self) -> None:
        body = self.answers.get(self.path)
        if body is None:
            super().do_GET()
            return
        self.send_response(200 if body else 404)
        # A folder is a page, as at any host; what it is taken for by its name, a browser may want to save.
        self.send_header("Content-Type", "text/html" if self.path.endswith("/") else self.guess_type(self.path))
        shown = body or b"gone"  # of an answer with nothing in it the browser makes an error of its own
        self.send_header("Content-Length", str(len(shown)))
        self.end_headers()
        self.wfile.write(shown)


@pytest.fixture
def host(folder: Path) -> Iterator[str]:
    """Serve the site and yield its address; what a test makes the host answer is forgotten after it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Host, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/town/"
        server.shutdown()
        thread.join()
    _Host.answers = {}


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="allow")
    yield context
    context.close()


def arrive(phone: BrowserContext, host: str, address: str = "") -> Page:
    """Visit a page for the first time, until the worker is there."""
    page = phone.new_page()
    page.goto(host + address)
    page.evaluate(ACTIVE)
    return page


def wait_for_kept(page: Page, path: str) -> None:
    page.wait_for_function(f"async path => (await ({KEPT})()).includes(path)", arg=path)


@pytest_browser
def test_without_a_network_pages_that_were_read_open_and_others_say_why_not(phone: BrowserContext, host: str) -> None:
    page = arrive(phone, host, "about/")
    wait_for_kept(page, "/town/about/")
    page.goto(f"{host}en/projects/stair-lights/")
    wait_for_kept(page, "/town/en/projects/stair-lights/")
    phone.set_offline(True)
    page.goto(f"{host}about/#x")
    assert page.inner_text("h1") == "关于本站"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 248, 242)"
    page.goto(f"{host}en/projects/stair-lights/")
    assert page.inner_text("h1") == "New stair lamps in the east yard"
    page.goto(f"{host}stories/")
    assert page.inner_text("h1") == "现在没有网络"
    page.goto(f"{host}en/stories/")
    assert page.inner_text("h1") == "No connection right now"
    phone.set_offline(False)
    page.reload()
    assert page.inner_text("h1") == "Stories"


@pytest_browser
def test_no_page_about_care_is_kept_nor_one_that_leads_to_a_case(phone: BrowserContext, host: str) -> None:
    page = arrive(phone, host)
    about_care = ("care/", "care/relay/", "en/care/", "en/care/relay/", "stories/neighbours-relay/", "topics/care/")
    for address in (*about_care, "topics/", "privacy/"):
        page.goto(host + address)
    wait_for_kept(page, "/town/topics/")
    wait_for_kept(page, "/town/privacy/")
    kept = {path.removeprefix("/town/") for path in page.evaluate(KEPT)}
    assert not kept & set(about_care)
    assert {"topics/", "privacy/", "offline/"} <= kept
    assert not [path for path in kept if "media/" in path]
    phone.set_offline(True)
    page.goto(f"{host}care/relay/")
    assert page.inner_text("h1") == "现在没有网络"


@pytest_browser
def test_when_something_is_taken_down_what_was_kept_goes(phone: BrowserContext, host: str) -> None:
    page = arrive(phone, host, "about/")
    wait_for_kept(page, "/town/about/")
    _Host.answers = {"/town/gone.json": b'{"gone": ["stories/x/"], "revision": "1"}'}
    worker = phone.service_workers[0]
    worker.evaluate("() => { asked = 0; }")
    page.goto(f"{host}privacy/")
    page.wait_for_function(f"async () => !(await ({KEPT})()).includes('/town/about/')")
    page.goto(f"{host}about/")
    wait_for_kept(page, "/town/about/")
    worker.evaluate("() => { asked = 0; }")
    page.goto(f"{host}projects/")
    wait_for_kept(page, "/town/projects/")
    assert "/town/about/" in page.evaluate(KEPT)


@pytest_browser
def test_a_page_that_is_gone_from_the_host_is_gone_from_the_phone(phone: BrowserContext, host: str) -> None:
    page = arrive(phone, host, "about/")
    wait_for_kept(page, "/town/about/")
    _Host.answers = {"/town/about/": b""}
    page.goto(f"{host}about/")
    page.wait_for_function(f"async () => !(await ({KEPT})()).includes('/town/about/')")


@pytest_browser
def test_a_phone_keeps_sixty_pages_and_lets_the_oldest_go(phone: BrowserContext, host: str, folder: Path) -> None:
    page = arrive(phone, host, "about/")
    wait_for_kept(page, "/town/about/")
    script = """async () => {
      for (let n = 0; n < 60; n++) await keep(`${root}n${n}/`, new Response("x"));
      return (await (await caches.open(PAGES)).keys()).map(request => request.url.slice(root.length));
    }"""
    kept = phone.service_workers[0].evaluate(script)
    assert len(kept) == 60
    assert "about/" not in kept
    assert kept[-1] == "n59/"


@pytest_browser
def test_a_new_version_leaves_nothing_of_the_old_one(phone: BrowserContext, host: str, folder: Path) -> None:
    page = arrive(phone, host, "about/")
    wait_for_kept(page, "/town/about/")
    before = page.evaluate("caches.keys()")
    worker = (folder / "town/sw.js").read_bytes()
    _Host.answers = {"/town/sw.js": re.sub(rb'"version": "\w+"', b'"version": "another"', worker)}
    page.evaluate("navigator.serviceWorker.ready.then(found => found.update())")
    page.wait_for_function("async old => !(await caches.keys()).some(name => old.includes(name))", arg=before)


@pytest_browser
def test_the_local_server_leaves_no_worker_and_takes_an_old_one_away(phone: BrowserContext, host: str) -> None:
    page = arrive(phone, host, "about/")
    wait_for_kept(page, "/town/about/")
    old = (ROOT / "generator/serve_assets/sw.js").read_bytes()
    _Host.answers = {"/town/sw.js": old}
    page.evaluate("navigator.serviceWorker.ready.then(found => found.update())")
    page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistrations()).length")
    page.wait_for_function("async () => !(await caches.keys()).length")
    served = (ROOT / "templates/assets/away.js").read_text("utf-8")
    assert "dizao-page" in served  # what the local server puts into every page


# -- opened from a folder ------------------------------------------------------------------------------

LINKS = "[...document.links].filter(link => link.protocol === 'file:').map(link => link.href.split('#')[0])"


@pytest_browser
def test_opened_from_a_folder_every_link_leads_to_a_page(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    for address in ("index.html", "projects/index.html", "en/stories/lights-on-the-stairs/index.html"):
        page.goto((folder / "town" / address).as_uri())
        links = page.evaluate(LINKS)
        assert len(links) > 15
        assert [link for link in links if not Path(link.removeprefix("file://")).is_file()] == []
    page.goto((folder / "town/index.html").as_uri())
    for number in range(page.locator(".site-nav a").count()):
        page.locator(".site-nav a").nth(number).click()
        assert page.locator("h1").count() == 1
        assert page.url.endswith("/index.html")
    page.close()


@pytest_browser
def test_a_site_for_a_folder_needs_no_script_for_that(browser: Browser, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(ROOT / "content", site / "content")
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text("utf-8") + "从文件夹打开: 是\n", "utf-8")
    files = build(tmp_path / "out", site)
    pages = (name for name in files if name.endswith(".html") and not name.endswith("404.html"))
    for name in pages:
        for link in re.findall(r' href="([^"#:]+)', files[name].decode()):
            assert ((tmp_path / "out" / name).parent / link).is_file(), (name, link)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "out/index.html").as_uri())
    page.click("text=English")
    page.click(".site-nav a >> nth=0")
    assert page.inner_text("h1") == "Register of commitments"
    context.close()

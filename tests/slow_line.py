"""The home page over a slow line to a slow phone: when it can be read, whether it moves, what it costs.

    python -m tests.slow_line

It writes ``docs/slow-line.md``. The line carries 400 kbit/s and each answer begins 200 ms after its request; the
processor is four times slower than this one. Every visit is a first one: nothing is kept from the one before.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browsing import ROOT, build, chromium

PAGE = ROOT / "docs" / "slow-line.md"
BITS, LATENCY_MS, SLOWER, VISITS = 400_000, 200, 4, 5
MOST_MS, MOST_BYTES = 1500, 60_000
PAGES = {
    "home page": "",
    "home page, English": "en/",
    "register of commitments": "commitments/",
    "a story with drawings": "stories/lights-on-the-stairs/",
}
HOME = ("home page", "home page, English")
"""The pages that must keep what is promised; the others are measured for comparison."""

_WATCH = """() => {
  window.seen = { first: 0, largest: 0, moved: 0 };
  const watch = (type, take) =>
    new PerformanceObserver(list => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch("paint", it => { if (it.name === "first-contentful-paint") seen.first = it.startTime; });
  watch("largest-contentful-paint", it => { if (!it.url) seen.largest = it.startTime; });
  watch("layout-shift", it => { seen.moved += it.value; });
}"""
_PICTURES = frozenset({".webp", ".avif", ".jpg", ".png"})


class Visit(NamedTuple):
    """What one visit took; bytes are those of bodies as they were sent, without pictures."""

    first_ms: float
    """Until something of the page is seen."""
    text_ms: float
    """Until the largest block of text is seen."""
    moved: float
    """How much moved afterwards (cumulative layout shift)."""
    page_bytes: int
    """The page and all that it asks for."""
    kept_bytes: int
    """What the service worker fetches after that, to keep it for times without a network."""
    foreign: tuple[str, ...]
    """Requests to other hosts."""


class _Host(SimpleHTTPRequestHandler):
    """A host that packs what is text, as hosts do, or one that does not; it writes down how much it has sent."""

    packs: bool
    sent: list[tuple[bool, int]]

    def log_message(self, format: str, *args: Any) -> None: ...

    def send_head(self) -> BytesIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return None
        body = path.read_bytes()
        stamp = f'"{sha256(body).hexdigest()[:16]}"'
        is_known = self.headers.get("If-None-Match") == stamp
        self.send_response(304 if is_known else 200)
        self.send_header("ETag", stamp)
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Security-Policy", "default-src 'self'")
        self.send_header("Content-Type", self.guess_type(str(path)))
        if self.packs and path.suffix not in _PICTURES:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        body = b"" if is_known else body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if path.suffix not in _PICTURES:
            self.sent.append((self._is_for_worker(), len(body)))
        return BytesIO(body)

    def _is_for_worker(self) -> bool:
        return urlsplit(self.headers.get("Referer", "")).path.endswith("/sw.js") or self.path.endswith("/sw.js")


@contextmanager
def _served(folder: Path, *, packs: bool) -> Iterator[tuple[str, list[tuple[bool, int]]]]:
    """Serve ``folder``; yield its address, and the list of what is sent."""
    sent: list[tuple[bool, int]] = []
    handler = type("_Packing", (_Host,), {"packs": packs, "sent": sent})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder))) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a browser may leave in the middle
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/", sent
        server.shutdown()
        thread.join()


def visit(browser: Browser, host: str, sent: list[tuple[bool, int]], address: str) -> Visit:
    """Visit a page for the first time, as a phone on a slow line does."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    context.add_init_script(f"({_WATCH})()")
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    speed = {"downloadThroughput": BITS / 8, "uploadThroughput": BITS / 8}
    line.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    asked: list[str] = []
    context.on("request", lambda it: asked.append(it.url))
    sent.clear()
    page.goto(host + address)
    page.wait_for_timeout(3000)  # for what may still move, and for the worker
    seen = page.evaluate("seen")
    context.close()
    own, kept = (sum(size for for_worker, size in sent if for_worker is which) for which in (False, True))
    foreign = tuple(url for url in asked if not url.startswith((host, "data:")))
    return Visit(seen["first"], seen["largest"], seen["moved"], own, kept, foreign)


def middle(visits: list[Visit]) -> Visit:
    """Return the median of times, and the worst of all else."""
    return Visit(
        statistics.median(it.first_ms for it in visits),
        statistics.median(it.text_ms for it in visits),
        max(it.moved for it in visits),
        max(it.page_bytes for it in visits),
        max(it.kept_bytes for it in visits),
        tuple(url for it in visits for url in it.foreign),
    )


def is_kept(found: Visit) -> bool:
    """Tell whether a visit is as residents are promised."""
    in_time = 0 < found.first_ms <= found.text_ms <= MOST_MS
    return in_time and not found.moved and found.page_bytes <= MOST_BYTES and not found.foreign


def written(found: dict[tuple[str, bool], Visit]) -> str:
    """Return the page of the documentation."""
    rows = [
        "| page | host | first seen (ms) | largest text (ms) | moved (CLS) | page (bytes) | worker after it (bytes) "
        "| other hosts |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for (name, packs), it in found.items():
        text = f"{it.text_ms:.0f}" if it.text_ms else "a picture is larger"
        times = f"{it.first_ms:.0f} | {text} | {it.moved:.2g}"
        sizes = f"{it.page_bytes:,} | {it.kept_bytes:,} | {len(it.foreign)}"
        rows.append(f"| {name} | {'gzip' if packs else 'plain'} | {times} | {sizes} |")
    table = "\n".join(rows)
    return f"""# The home page over a slow line

Written by `python -m tests.slow_line`; run it and you get this page with your own figures.

A first visit with headless Chromium, at the size of a phone: {BITS // 1000} kbit/s, {LATENCY_MS} ms from each request
to its answer, a processor {SLOWER} × slower than this one. Times are medians of {VISITS} visits, all else is the worst
of them; bytes are of bodies as they were sent, without photographs. What must be reached, for the home page in both
languages: text within {MOST_MS:,} ms, nothing moves after it, at most {MOST_BYTES:,} bytes, nothing asked of another
host.

{table}

A host that sends text packed, as the usual ones do, reaches it. Where a host sends it as it is, the size still holds,
and the time rests on how quick the processor is: page and style sheet alone take 0.9 s of such a line.
"""


def main() -> int:
    found = {}
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        build(Path(folder) / "site")
        for packs in (True, False):
            with _served(Path(folder) / "site", packs=packs) as (host, sent):
                for name, address in PAGES.items():
                    found[name, packs] = middle([visit(browser, host, sent, address) for _ in range(VISITS)])
    PAGE.write_text(written(found), "utf-8")
    print(PAGE.read_text("utf-8"))
    return 0 if all(is_kept(found[name, True]) for name in HOME) else 1


if __name__ == "__main__":
    sys.exit(main())

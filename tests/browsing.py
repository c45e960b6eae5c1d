"""The shipped site, built and served on this machine, and the browser that looks at it."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from generator.build import Workshop
from generator.config import Locations

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
"""The day of which the shipped site is looked at, so that it always shows the same."""

_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --no-proxy-server --hide-scrollbars"
)


WORKER_POLICY = "connect-src 'self'; script-src-elem 'none'; worker-src 'none'"


class Handler(SimpleHTTPRequestHandler):
    """Serves with the policies that the documentation names."""

    def end_headers(self) -> None:
        is_worker = self.path.endswith("pagefind-worker.js")
        self.send_header("Content-Security-Policy", WORKER_POLICY if is_worker else "default-src 'self'")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None: ...


def build(folder: Path, root: Path = ROOT) -> None:
    """Write the shipped site into ``folder``, or the site at ``root``."""
    result = Workshop(Locations(root, folder.with_name("output")), as_of=TODAY, use_cache=False).build()
    for artifact in result.artifacts.values():
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content())


def copy_with_address(folder: Path, url: str) -> Path:
    """Copy the shipped content into ``folder``, with the address at which it will stand, and return the site."""
    shutil.copytree(ROOT / "content", folder / "content")
    settings = folder / "content" / "site.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}网址: {url}\n", "utf-8")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve ``folder`` and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a browser may leave in the middle
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser that ``run`` has found."""
    path = os.environ.get("DIZAO_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_FLAGS.split())
        yield running
        running.close()

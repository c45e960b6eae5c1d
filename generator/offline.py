"""What lets a phone keep the site: the manifest of a web app, and a worker that keeps pages for want of a network.

Both stand at the root under names that never change, as browsers want it. The worker is a file of the theme,
``sw.js``; what it must know of this site is written before it.
"""

from __future__ import annotations

import json
from hashlib import sha256

from .assets import asset_names, asset_url, theme_text
from .engine import Database, query
from .privacy import site
from .rendering import page_html
from .routes import OFFLINE, folder_of, routes
from .values import Text
from .views.foreign import TAGS

MANIFEST, WORKER = "manifest.webmanifest", "sw.js"
_KEPT = (".css", ".js", ".svg")
_PAPER, _SEAL = "#fbf8f2", "#8f2015"
"""The colours of the theme that stand around a page."""
_ICONS = (
    ("favicon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any maskable"),
)


def offline_files(db: Database) -> tuple[str, ...]:
    """Return the paths of the files that are made here; a theme may be without a worker."""
    return (MANIFEST, WORKER) if theme_text(db, WORKER) is not None else (MANIFEST,)


@query(keep=False)
def offline_file(db: Database, path: str) -> bytes:
    """Return the bytes of one of these files."""
    return _manifest(db) if path == MANIFEST else _worker(db)


def _manifest(db: Database) -> bytes:
    found = site(db)
    icons = (
        {"src": url, "sizes": sizes, "type": _TYPES[name[-3:]], "purpose": purpose}
        for name, sizes, purpose in _ICONS
        if (url := asset_url(db, name))
    )
    said = {
        "name": _wording(found.name, found.language),
        "description": _wording(found.tagline, found.language),
        "lang": TAGS[found.language],
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": _PAPER,
        "theme_color": _SEAL,
        "icons": list(icons),
    }
    return f"{json.dumps(said, ensure_ascii=False, indent=1)}\n".encode()


_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def _wording(text: Text | None, language: str) -> str:
    return text.in_(language) if text else ""


def _worker(db: Database) -> bytes:
    folders = list(dict.fromkeys((folder_of(site(db).second_language), "")))
    pages = [f"{folder}{OFFLINE}" for folder in folders]
    keep = [*pages, *(asset_url(db, name) for name in asset_names(db) if name.endswith(_KEPT))]
    lines = (line.strip() for line in (theme_text(db, WORKER) or "").split("\n"))
    code = "\n".join(line for line in lines if line and not line.startswith("//"))
    made_of = "\n".join((code, *keep, *(db.digest(page_html, routes(db)[page].name) for page in pages)))
    known = {"version": sha256(made_of.encode()).hexdigest()[:10], "keep": keep, "folders": folders}
    return f"const SITE = {json.dumps(known, ensure_ascii=False)};\n{code}\n".encode()

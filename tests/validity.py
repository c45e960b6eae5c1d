"""The HTML of every page as the Nu checker judges it, the reference among checkers.

    python -m tests.validity

It needs Java 11 or later, and npm to fetch the checker once, into ``.venv``. Pages: all of the shipped site, and of new
sites in both languages.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from generator.authoring import init_site
from tests.browsing import ROOT, build

VERSION = "26.9.27"
_PLACE = ROOT / ".venv" / f"vnu-{VERSION}"
_JAR = _PLACE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


class Found(NamedTuple):
    """What the checker says of one place: an error, a warning."""

    kind: str
    page: str
    line: int
    words: str


def what_is_missing() -> str:
    """Say what this machine lacks to run the checker; nothing where it lacks nothing."""
    missing = [name for name in ("java", "npm") if not shutil.which(name) and not (name == "npm" and _JAR.is_file())]
    return f"the Nu checker needs {' and '.join(missing)}" if missing else ""


def fetched() -> Path:
    """Return the checker, fetching it where it is not there yet.

    Raises:
        subprocess.SubprocessError: it cannot be fetched.
    """
    if not _JAR.is_file():
        quiet = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", "--fetch-retries=0"]
        npm = [shutil.which("npm") or "npm", "install", "--prefix", str(_PLACE), *quiet, f"vnu-jar@{VERSION}"]
        subprocess.run(npm, check=True, timeout=120, stdout=subprocess.DEVNULL)
    return _JAR


def judged(checker: Path, folder: Path) -> list[Found]:
    """Return what the checker says of all pages below ``folder``."""
    options = ["--format", "json", "--skip-non-html", "--exit-zero-always"]
    done = subprocess.run(["java", "-jar", str(checker), *options, str(folder)], check=True, capture_output=True)
    return [
        Found(
            it.get("subType", it["type"]),
            it["url"].partition(folder.as_uri().removeprefix("file://"))[2].strip("/"),
            it.get("lastLine", 0),
            it["message"],
        )
        for it in json.loads(done.stderr)["messages"]
    ]


def make_sites(folder: Path) -> int:
    """Write the shipped site and new ones in both languages below ``folder``; return how many pages they have."""
    build(folder / "shipped")
    for language in ("zh", "en"):
        init_site(folder / "sources" / language, language)
        build(folder / language, folder / "sources" / language)
    shutil.rmtree(folder / "sources")
    return sum(1 for _ in folder.rglob("*.html"))


def main() -> int:
    if missing := what_is_missing():
        print(missing, file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as name:
        pages, found = make_sites(Path(name)), judged(fetched(), Path(name))
    for it in found[:50]:
        print(f"{it.page}:{it.line}: {it.kind}: {it.words}")
    kinds = Counter(it.kind for it in found)
    print(f"{pages} pages, {kinds['error']} errors, {kinds.total() - kinds['error']} warnings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Where things are: the site's folder, its theme, its cache; and which program this is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from .problems import DizaoError, Problem, Where

USAGE = 2
ENVIRONMENT = 3


def theme_folder() -> Path:
    """Return the templates that come with the program: inside an installed wheel, or beside the sources."""
    packed = Path(__file__).parent / "_theme"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "templates"


@dataclass(frozen=True, slots=True)
class Locations:
    """The folders of one site."""

    site: Path
    output: Path
    theme: Path = field(default_factory=theme_folder)
    private: Path | None = None
    """Names and signed forms, which are never published; ``None`` where they are not on this machine."""

    @property
    def roots(self) -> dict[str, Path]:
        """The folders that a build reads, by the first part of the paths in messages."""
        return {"content": self.site / "content", "templates": self.site / "templates", "theme": self.theme}

    @property
    def cache(self) -> Path:
        return self.site / ".dizao" / "cache.sqlite"

    @property
    def pictures(self) -> Path:
        """Where rebuilt pictures are kept; it can be deleted at any time."""
        return self.site / ".dizao" / "pictures"

    @property
    def search(self) -> Path:
        """Where search indexes are kept; it can be deleted at any time."""
        return self.site / ".dizao" / "search"

    @property
    def purge(self) -> Path:
        """Addresses of which copies elsewhere must be cleared; whoever has done so deletes it."""
        return self.site / ".dizao" / "purge.txt"

    @property
    def scanned(self) -> Path:
        """Which published files were looked through for leaks, and were clean."""
        return self.site / ".dizao" / "scanned"


def refuse_links(site: Path) -> None:
    """Refuse a ``.dizao`` that is a link, or has one of its parts behind a link: the program deletes what is old there.

    Raises:
        DizaoError: ``own-folder-linked`` (exit code 2).
    """
    own = Locations(site, site / "output")
    for place in (own.cache.parent, own.cache, own.pictures, own.scanned):
        if place.is_symlink():
            raise DizaoError(Problem("own-folder-linked", Where(str(place)), {"path": str(place)}), USAGE)


def find_site(start: Path | None) -> Path:
    """Return the folder given, or the nearest one upwards from here, that holds ``content/site.yaml``.

    Raises:
        DizaoError: there is none (exit code 2).
    """
    here = Path.cwd() if start is None else start.resolve()
    for folder in (here, *here.parents) if start is None else (here,):
        if (folder / "content" / "site.yaml").is_file():
            return folder
    code = "site-not-found" if start is None else "site-not-here"
    raise DizaoError(Problem(code, Where(str(here)), {"folder": str(here)}), USAGE)


def private_folder_of(site: Path) -> Path:
    """Return where the private folder of a site is looked for when nothing else is said: beside it."""
    return site.with_name(f"{site.name}-private")


def find_private_folder(site: Path, given: Path | None) -> Path | None:
    """Return the private folder given, or the one beside the site, or ``None``.

    Raises:
        DizaoError: it is not there, or where it could be published or committed by accident (exit code 2).
    """
    found = (given or private_folder_of(site)).resolve()
    if not found.is_dir():
        if given is None:
            return None
        raise DizaoError(Problem("private-not-found", Where(str(found)), {"folder": str(found)}), USAGE)
    repository = next((folder for folder in (site, *site.parents) if (folder / ".git").exists()), site)
    if found.is_relative_to(repository.resolve()) or site.resolve().is_relative_to(found):
        elsewhere = str(private_folder_of(repository.resolve()))
        arguments = {"folder": str(found), "elsewhere": elsewhere}
        raise DizaoError(Problem("private-inside", Where(str(found)), arguments), USAGE)
    return found


_LIBRARIES = ("jinja2", "markdown", "pyyaml", "nh3", "msgspec", "pillow", "ahocorasick_rs", "tzdata")


def _installed() -> Iterator[str]:
    """Yield the names of the folders where the libraries describe themselves: ``jinja2-3.1.6.dist-info``.

    They say the versions, and ``importlib.metadata`` takes longer to import than a small site to build.
    """
    for folder in filter(None, sys.path):
        names = (path.name.lower() for path in Path(folder).glob("*-info"))
        yield from (name for name in names if name.partition("-")[0] in _LIBRARIES)


@cache
def program_fingerprint() -> str:
    """Return a digest of the program, the libraries that make its pages, and Python itself."""
    found = sha256("\n".join((sys.version, *sorted(_installed()))).encode())
    package = Path(__file__).parent
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.mo"))):
        found.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()

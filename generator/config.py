"""Where things are: the site's folder, its theme, its cache; and which program this is."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
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


_LIBRARIES = ("jinja2", "markdown", "pyyaml", "nh3", "msgspec", "pillow", "tzdata")


@cache
def program_fingerprint() -> str:
    """Return a digest of the program, the libraries that make its pages, and Python itself."""
    found = sha256(f"{platform.python_version()}\n".encode())
    for library in _LIBRARIES:
        try:
            found.update(f"{library} {version(library)}\n".encode())
        except ImportError:
            continue
    package = Path(__file__).parent
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.mo"))):
        found.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()

"""The files of the theme and of a site's own templates. What is in ``assets/`` is published under a name that changes
with its content."""

from __future__ import annotations

import posixpath
import re
from hashlib import sha256

from .engine import Database, query
from .pictures import Refused, without_marks
from .problems import Problem, Where
from .publish import unsafe_path


def _theme_file(db: Database, name: str) -> bytes | None:
    """Return a file of the site's own templates, or else of the theme."""
    for root in ("templates", "theme"):
        # Only what the tree lists: so a name with ".." or behind a link leads nowhere.
        if db.read("listed", f"{root}/{name}"):
            content: bytes | None = db.read("file", f"{root}/{name}")
            return content
    return None


@query(firewall=True)
def theme_text(db: Database, name: str) -> str | None:
    """Return the text of a template."""
    content = _theme_file(db, name)
    return None if content is None else content.decode("utf-8-sig", "replace").replace("\r\n", "\n")


@query
def first_bad_byte(db: Database, name: str) -> int:
    """Return the number, from 1, of the first byte of a template that is no UTF-8; 0 when all of it is."""
    try:
        (_theme_file(db, name) or b"").decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 0


@query(firewall=True)
def asset_names(db: Database) -> tuple[str, ...]:
    """Return the names of all files in ``assets/`` of the theme and of the site's own templates."""
    for path in db.read("tree", "templates"):
        if path.endswith("@"):  # it would be passed over, and nobody would know why
            db.note(Problem("symlink", Where(path[:-1], 1)))
    found = set()
    for root in ("templates", "theme"):
        found |= {path.removeprefix(f"{root}/assets/") for path in db.read("tree", f"{root}/assets")}
    return tuple(sorted(name for name in found if not name.endswith("@")))


@query(keep=False)
def asset_bytes(db: Database, name: str) -> bytes:
    """Return the content of a file in ``assets/``; a photograph is made anew, like those of ``content/``."""
    content = _theme_file(db, f"assets/{name}") or b""
    try:
        return without_marks(content, posixpath.splitext(name)[1].lower())
    except Refused as refused:
        path = f"templates/assets/{name}"
        db.note(Problem(refused.code, refused.place(path, content), refused.arguments))
        return b""


@query(firewall=True)
def asset_url(db: Database, name: str) -> str:
    """Return the published address of a file in ``assets/``, ``""`` when there is none."""
    content = _theme_file(db, f"assets/{name}")
    if content is None:
        return ""
    stem, suffix = posixpath.splitext(name)
    # In small letters, as many systems know no difference.
    url = f"assets/{stem}-{sha256(content).hexdigest()[:10]}{suffix}".lower()
    if unsafe_path(url) is None:
        return url
    # A name that no address can have. Both what it is called and what is in it tell it from all others.
    plain = suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
    return f"assets/{sha256(name.encode() + content).hexdigest()[:20]}{plain}"

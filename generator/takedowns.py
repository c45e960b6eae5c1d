"""What is still public of what must go: told before publishing, and listed for those who keep copies of the site.

The site that is published is compared with the one that was built, by paths and digests. Nothing here goes into a page,
so a page rests on the content and the date alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from .config import Locations
from .engine import Database
from .gone import GONE_FILE, Gone, gone_addresses, gone_in
from .i18n import translator
from .problems import Problem, Where
from .publish import Artifact, Entry
from .references import is_unreadable, where_written
from .vocabulary import KIND_OF_FOLDER

Files = Mapping[str, Entry]
"""What the output holds now, by path."""
Artifacts = Mapping[str, Artifact]

_TAKES_DOWN = frozenset(
    {"P01-ended", "P11-ended", "case-withdrawn", "case-vanished", "retention-ended", "picture-withdrawn"}
)
_COMES_WITH_IT = frozenset({"reference-unpublished", "case-still-told"})
_SHOWN = 10
"""How many addresses of a purge list are printed."""

_INDEX = "index.html"


def leaving(
    db: Database, output: Path, files: Files, artifacts: Artifacts, touched: Collection[str] | None, *, is_sound: bool
) -> Iterator[Problem]:
    """Yield what is wrong with public pages that will leave, or that should and cannot.

    ``touched`` holds the paths that may differ from ``files`` (``None``: all). A page that leaves a tombstone behind
    is no problem.
    """
    if not is_sound:
        yield from _still_public(db, output, files, artifacts)
        return
    for path in sorted(_without_artifact(files, artifacts, touched)):
        ref = _record_at(path)
        if ref:
            yield _vanished(db, ref)


def _without_artifact(files: Files, artifacts: Artifacts, touched: Collection[str] | None) -> set[str]:
    """Return the paths that publishing will delete."""
    paths = files if touched is None else [path for path in touched if path in files]
    return {path for path in paths if path not in artifacts}


def _record_at(path: str) -> str:
    """Return the full name of the record whose page is at ``path``, ``""`` for any other file.

    Promises are left to the lock, which knows more of them.
    """
    folder, _, rest = path.partition("/")
    name, _, file = rest.partition("/")
    if not name or file != _INDEX or folder not in KIND_OF_FOLDER or folder == "commitments":
        return ""
    return f"{folder}/{name}"


def _vanished(db: Database, ref: str) -> Problem:
    folder, _, name = ref.partition("/")
    place = where_written(db, ref)
    where = place if place.path else Where(f"content/{ref}{KIND_OF_FOLDER[folder].suffix}", 1)
    return Problem("case-vanished" if folder == "care" else "page-vanished", where, {"id": name, "url": ref})


def _still_public(db: Database, output: Path, files: Files, artifacts: Artifacts) -> Iterator[Problem]:
    """Yield the care cases that are online only because something else is wrong."""
    stone = {f"{url}{_INDEX}" for url in gone_addresses(db)}
    known = {f"{url}{_INDEX}" for url in _published_gone(output).gone}
    for path in sorted(path for path in files if path.startswith("care/") and _record_at(path)):
        ref = _record_at(path)
        is_going = path not in artifacts and not is_unreadable(db, ref)
        if is_going or (path in stone and path not in known):
            place = where_written(db, ref)
            yield Problem("case-still-public", place if place.path else Where(f"/{path}"), {"path": path})


def without_takedowns(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return ``problems`` without those that say that a page or a picture leaves.

    However strict a build is: none of them may keep online what must go.
    """
    problems = tuple(problems)
    takes_down = any(problem.code in _TAKES_DOWN for problem in problems)
    left_out = _TAKES_DOWN | _COMES_WITH_IT if takes_down else frozenset()
    return tuple(problem for problem in problems if problem.code not in left_out)


# -- copies elsewhere ------------------------------------------------------------------------------------


def to_purge(output: Path, files: Files, artifacts: Artifacts, touched: Collection[str] | None) -> tuple[str, ...]:
    """Return the addresses whose copies elsewhere show what is about to be taken down, nothing where nothing is.

    First what is gone itself, then pictures, then what will be written anew: lists, counts and files that named it.
    """
    deleted = _without_artifact(files, artifacts, touched)
    cases = {path for path in deleted if path.startswith("care/") and _record_at(path)}
    is_same = GONE_FILE in files and files[GONE_FILE].digest == artifacts[GONE_FILE].digest
    if not files or (is_same and not cases):
        return ()
    before, after = _published_gone(output), gone_in(artifacts[GONE_FILE].content())
    stones = [f"{url}{_INDEX}" for url in after.gone if url not in before.gone]
    cases.update(path for path in stones if path in files and files[path].digest != artifacts[path].digest)
    pictures = {path for path in deleted if path.startswith("media/")} if before.revision != after.revision else set()
    if not cases and not pictures:
        return ()
    paths = files if touched is None else touched
    changed = {path for path in paths if path in files and path not in deleted}
    rewritten = (path for path in sorted(changed) if artifacts[path].digest != files[path].digest and path != GONE_FILE)
    others = sorted(deleted - cases - pictures)
    ordered = dict.fromkeys((*sorted(cases), *sorted(pictures), *others, *rewritten))
    return tuple(path.removesuffix(_INDEX) for path in ordered)


def remember(places: Locations, addresses: tuple[str, ...], site_url: str) -> tuple[str, ...]:
    """Add addresses to the purge list, which somebody deletes when it is done; return them as they stand there.

    It stands beside the output and not in it. Nobody needs it to read the site, and in it would stand in public which
    pages to look for in an archive.
    """
    lines = tuple(f"{site_url.rstrip('/')}/{address}" for address in addresses)
    before = pending(places)
    with_new = tuple(dict.fromkeys((*before, *lines)))
    with suppress(OSError):  # that a list cannot be kept is no reason to keep a page online
        places.purge.parent.mkdir(parents=True, exist_ok=True)
        beside = places.purge.with_name(f"{places.purge.name}.new")
        beside.write_text("\n".join(with_new) + "\n", "utf-8")
        beside.replace(places.purge)
    return lines


def pending(places: Locations) -> tuple[str, ...]:
    """Return the purge list: what is still to be cleared from caches."""
    try:
        return tuple(places.purge.read_text("utf-8").split())
    except (OSError, UnicodeDecodeError):
        return ()


def words_for_purge(places: Locations, addresses: tuple[str, ...], language: str) -> str:
    """Return what the person at the terminal should do about these addresses."""
    say = translator(language)
    begin = say("有 {count} 个网址的旧内容要清除。网站上已经换掉，缓存、CDN 和转发到微信里的可能还是旧的：")
    more = [say("……还有 {count} 个。").format(count=len(addresses) - _SHOWN)] if len(addresses) > _SHOWN else []
    end = say("全部名单在 {path} ，一行一个：在 CDN 里刷新这些网址，转发过的请发出的人撤回。做完了，就删掉这个文件。")
    lines = (f"  {line}" for line in (*addresses[:_SHOWN], *more))
    return "\n".join((begin.format(count=len(addresses)), *lines, end.format(path=places.purge)))


def _published_gone(output: Path) -> Gone:
    try:
        return gone_in((output / GONE_FILE).read_bytes())
    except OSError:
        return Gone()

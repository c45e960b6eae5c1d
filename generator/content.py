"""Content: find the files, parse them, validate them. Queries of one file each, so that an edit costs one file.

What reads YAML is imported when there is something to read: most starts of the program read nothing.
Every record has a full name, its kind's folder and its id: ``projects/tree-pruning``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from .engine import Database, query
from .models import MODELS, TRANSLATIONS, AnyRecord, AnyTranslation, Site
from .models.rules import check
from .nearest import nearest
from .problems import Argument, Problem, Where, Word
from .prose import RawProse, reset_markdown, to_html
from .values import SLUG
from .vocabulary import KIND_OF_FOLDER, LANGUAGES, RECORD_KINDS, RecordKind, find_choice

if TYPE_CHECKING:
    from .source import Document

SETTINGS = "content/site.yaml"
_SECONDS = 10
"""What one file may take; a hundred times what a long one takes."""
_BESIDE = frozenset({SETTINGS, "content/promises.lock", "content/README.md"})


def slug_of(title: str) -> str:
    """Return a slug for ``title`` from its pinyin; ``""`` when nothing of it can be used in an address."""
    from pypinyin import lazy_pinyin  # its dictionary is large, and only new and misnamed files need it

    syllables = lazy_pinyin(title, errors=lambda other: other.lower())
    plain = "-".join(syllables)
    kept = "".join(character if character.isascii() and character.isalnum() else "-" for character in plain)
    return "-".join(part for part in kept.lower().split("-") if part)[:60].strip("-")


@query
def files_of_records(db: Database) -> dict[str, str]:
    """Map the full name of every record to its file.

    A file with an unusable name takes part under the name that is suggested for it, so that what else is wrong with it
    is found at once.
    """
    found: dict[str, str] = {}
    misnamed: list[tuple[str, RecordKind]] = []
    misplaced: dict[str, RecordKind] = {}
    for path in db.read("tree", "content"):
        kind = _kind_of_path(db, path)
        if kind is None:
            continue
        folder = path.split("/")[1]
        if folder != kind.folder:
            misplaced[folder] = kind
        stem = _stem(path)
        is_usable = SLUG.fullmatch(stem)
        if not is_usable and _LANGUAGE_ENDING.search(stem):
            continue
        name = stem if is_usable else written_slug(db, path)
        ref = f"{kind.folder}/{name}"
        if not SLUG.fullmatch(name):
            misnamed.append((path, kind))
        elif ref in found:
            where = Where(path, 1) if name == stem else Where(path, field=("slug",))
            db.note(Problem("duplicate-id", where, {"id": name, "other": found[ref]}))
        else:
            found[ref] = path
    for folder, kind in misplaced.items():
        db.note(Problem("misplaced-folder", Where(f"content/{folder}", 1), {"near": kind.folder}))
    for path, kind in misnamed:
        suggestion = _suggested_name(path, kind, found)
        found[f"{kind.folder}/{suggestion}"] = path
        if not written_slug(db, path):
            names: dict[str, Argument] = {"name": posixpath.basename(path), "suggestion": suggestion + kind.suffix}
            hint = "maybe-copy" if _COPY.search(_stem(path)) else None
            db.note(Problem("bad-file-name", Where(path, 1), names, hint))
    return found


_LANGUAGE_ENDING = re.compile(r"\.(zh|en|中文|英文|[a-zA-Z]{2}|[a-zA-Z]{2,3}[-_][a-zA-Z]{2,4})$")
"""How the names of translations end: ``lights.en``, or something that was meant so."""


@query
def files_of_translations(db: Database) -> dict[str, str]:
    """Map the full name of every translation, ``stories/one.en``, to its file.

    It stands beside its original, or anywhere else below the folder of the kind, and has the id of it.
    """
    found: dict[str, str] = {}
    for path in db.read("tree", "content"):
        if path.count(".") < 2 or not (ending := _LANGUAGE_ENDING.search(_stem(path))):
            continue  # nearly all of them
        kind = _kind_of_folder(path.split("/")[1])
        if kind is None or path.startswith("content/media/") or path[-1] in "@?":
            continue
        if kind.suffix != ".md":
            db.note(Problem("translation-in-yaml", Where(path, 1), {"original": _original_path(path)}))
        else:
            ref, language = _translated_record(db, path, kind), _language_of_translation(db, path, ending[1])
            other = found.setdefault(f"{ref}.{language}", path) if ref and language else path
            if other != path:
                db.note(Problem("duplicate-translation", Where(path, 1), {"other": other}))
    return found


def _original_path(path: str) -> str:
    stem, suffix = posixpath.splitext(_HIDDEN_ENDING.sub(r"\1", path))
    return _LANGUAGE_ENDING.sub("", stem) + suffix


def _translated_record(db: Database, path: str, kind: RecordKind) -> str:
    original, records = _original_path(path), files_of_records(db)
    ref = f"{kind.folder}/{_stem(original)}"
    if ref not in records:  # it may have an address that is written in it
        ref = next((name for name, file in records.items() if file == original), "")
    if not ref:
        db.note(Problem("translation-without-original", Where(path, 1), {"original": original}))
    return ref


def _language_of_translation(db: Database, path: str, ending: str) -> str:
    """Return the language that a translation is for; ``""``, and a note, where the site has no such pages."""
    language, site = find_choice(LANGUAGES, ending.replace("_", "-")), settings(db)
    original = posixpath.basename(_original_path(path))
    arguments: dict[str, Argument] = {"ending": ending, "original": original}
    if language is None:
        others = (choice.key for choice in LANGUAGES if choice.key != site.language)
        known = tuple(original.replace(".md", f".{other}.md") for other in others)
        db.note(Problem("translation-unknown-language", Where(path, 1), {**arguments, "known": known}))
    elif language != ending:
        near = original.replace(".md", f".{language}.md")
        db.note(Problem("translation-misnamed", Where(path, 1), {**arguments, "near": near}))
    elif language == site.language:
        db.note(Problem("translation-into-first", Where(path, 1), {**arguments, "language": _language_word(language)}))
    elif language != site.second_language:
        db.note(Problem("translation-not-shown", Where(path, 1), {"language": _language_word(language)}))
    else:
        return language
    return ""


def _language_word(language: str) -> Word:
    return next(Word(choice.zh, choice.english) for choice in LANGUAGES if choice.key == language)


def original_of(name: str) -> str:
    """Return the full name of the record that ``name`` is a translation of; that of a record itself stays."""
    return name.partition(".")[0]


_HIDDEN_ENDING = re.compile(r"(\.(?:ya?ml|md))\.txt$", re.IGNORECASE)
"""What Windows makes of a name when it hides the endings of files."""
_COPY = re.compile(r"(?:副本|[（(]\d+[)）]|\bcopy)(?: ?[（(]?\d*[)）]?)$", re.IGNORECASE)
"""How the names end that systems give to copies: 「x - 副本」「x (1)」「x copy 2」."""


def _stem(path: str) -> str:
    return posixpath.splitext(_HIDDEN_ENDING.sub(r"\1", posixpath.basename(path)))[0]


def _suggested_name(path: str, kind: RecordKind, taken: Mapping[str, str]) -> str:
    label = kind.name.replace("_", "-")
    plain = slug_of(_stem(path)) or label
    if not SLUG.fullmatch(plain):  # Windows has no file called "con"
        plain = f"{label}-{plain}"
    numbered = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
    return next(name for name in numbered if f"{kind.folder}/{name}" not in taken)


_ALSO_WRITTEN = {".yaml": (".yaml", ".yml"), ".md": (".md", ".markdown", ".mdown", ".txt")}


def _kind_of_path(db: Database, path: str) -> RecordKind | None:
    """Return the kind of the record in ``path``; ``None`` (and a note, where it is a mistake) for other files."""
    if path.endswith("@"):
        db.note(Problem("symlink", Where(path[:-1], 1)))
        return None
    if path.endswith("?"):
        db.note(Problem("file-name-not-text", Where(path[:-1], 1)))
        return None
    folder, _, rest = path.removeprefix("content/").partition("/")
    if folder == "media" or path in _BESIDE:
        return None
    kind = _kind_of_folder(folder) if rest else None
    if kind is None:
        db.note(_stray(path))
    elif not path.endswith(kind.suffix):
        is_text = path.lower().endswith(_ALSO_WRITTEN[kind.suffix])
        arguments: dict[str, Argument] = {"kind": Word(kind.zh, kind.en), "expected": kind.suffix}
        is_hidden = path.lower().endswith(f"{kind.suffix}.txt")
        hint = "drop-txt" if is_hidden else None if is_text else "not-for-here"
        db.note(Problem("wrong-extension", Where(path, 1), arguments, hint))
        return kind if is_text or is_hidden else None
    return kind


@cache
def _kind_of_folder(folder: str) -> RecordKind | None:
    """Return the kind whose files are in ``folder``, or should be in the folder that this name resembles."""
    if folder in KIND_OF_FOLDER:
        return KIND_OF_FOLDER[folder]
    words = {word: kind for kind in RECORD_KINDS for word in (kind.folder, kind.name, kind.zh)}
    near = nearest(folder, words, 1)
    return words[near[0]] if near and (near[0][0] == folder[0].lower() or not folder.isascii()) else None


def _stray(path: str) -> Problem:
    labels = [(kind.folder, kind.zh) for kind in RECORD_KINDS] + [("media", "图片和附件")]
    return Problem(
        "stray-file", Where(path, 1), {"folders": tuple(Word(f"{name}（{zh}）", name) for name, zh in labels)}
    )


def _no_slug(db: Database, path: str, reason: str) -> str:
    _note_skipped(db, path, reason)
    return ""


@query(firewall=True, seconds=_SECONDS, otherwise=_no_slug)
def written_slug(db: Database, path: str) -> str:
    """Return what a file with an unusable name writes for its slug, or ``""``."""
    document = _document(db, path)
    for key, value in document.node.value if document.node else ():
        if getattr(key, "value", "") in ("网址名", "slug"):
            return str(value.value).strip()
    return ""


@query(firewall=True)
def file_of(db: Database, ref: str) -> str:
    """Return the file of a record or of a translation, ``""`` when there is none."""
    return (files_of_translations(db) if "." in ref else files_of_records(db)).get(ref, "")


def _text(db: Database, path: str) -> tuple[str, tuple[Problem, ...]]:
    content = db.read("file", path)
    if content is None:
        is_gone = path == SETTINGS and not db.read("listed", path)
        if is_gone and db.read("tree", "content") == ("content@",):
            return "", (Problem("symlink", Where("content", 1)),)
        return "", (Problem("settings-gone" if is_gone else "file-unreadable", Where(path, 1)),)
    from .source import decode_text

    return decode_text(path, content)


def _document(db: Database, path: str) -> Document:
    from .source import Document, parse_markdown, parse_yaml

    text, problems = _text(db, path)
    if problems:
        return Document(path, problems=problems)
    kind = _kind_of_folder(path.split("/")[1]) if path != SETTINGS else None
    return parse_markdown(path, text) if kind and kind.suffix == ".md" else parse_yaml(path, text)


def _skip_file(db: Database, ref: str, reason: str) -> None:
    _note_skipped(db, file_of(db, ref), reason)


def _note_skipped(db: Database, path: str, reason: str) -> None:
    """Note that a file took too long or made a worker crash. It is looked at again when it changes."""
    db.read("file", path)
    code = "file-too-slow" if reason == "time" else "file-crashes"
    db.note(Problem(code, Where(path, 1, 1), {"seconds": str(_SECONDS)}))


def _no_prose(db: Database, ref: str, reason: str) -> RawProse:
    reset_markdown()
    _skip_file(db, ref, reason)
    return RawProse()


@query(seconds=_SECONDS, otherwise=_skip_file)
def record(db: Database, ref: str) -> AnyRecord | None:
    """Return a record as its author wrote it; ``None`` when the file is gone or cannot be parsed."""
    path = file_of(db, ref)
    if not path:
        return None
    kind = KIND_OF_FOLDER[ref.partition("/")[0]]
    found = _decoded(db, _document(db, path), MODELS[kind.name])
    if getattr(found, "slug", "") and SLUG.fullmatch(_stem(path)):
        db.note(Problem("slug-not-needed", Where(path, field=("slug",))))
    return found  # type: ignore[return-value]


@query(seconds=_SECONDS, otherwise=_skip_file)
def translation(db: Database, name: str) -> AnyTranslation | None:
    """Return a translation as its author wrote it; ``None`` when the file is gone or cannot be parsed."""
    path = file_of(db, name)
    if not path:
        return None
    model = TRANSLATIONS[KIND_OF_FOLDER[name.partition("/")[0]].name]
    return _decoded(db, _document(db, path), model)  # type: ignore[return-value]


def _decoded(db: Database, document: Document, model: type[Struct]) -> Struct | None:
    """Read a document as a record, and note all that is wrong with it."""
    from .models.decode import decode

    decoded = decode(document, model)
    for problem in decoded.problems:
        db.note(_fitted(db, problem))
    for breach in check(decoded.record) if decoded.record is not None else ():
        if breach.path not in decoded.excused:
            where = Where(document.path, field=breach.path)
            db.note(_fitted(db, Problem(breach.code, where, dict(breach.arguments), breach.hint)))
    return decoded.record


def _fitted(db: Database, problem: Problem) -> Problem:
    """Return ``problem`` with examples that fit this file and this site: keys of the settings, ids that there are."""
    if problem.where.path == SETTINGS and problem.code in ("file-empty", "yaml-not-mapping"):
        return Problem(problem.code, problem.where, problem.arguments, "like-settings")
    kind = problem.arguments.get("ref")
    folders = {"any": ""} | {found.name: f"{found.folder}/" for found in RECORD_KINDS}
    if problem.hint != "doc-and-example" or not isinstance(kind, str) or kind not in folders:
        return problem
    names = sorted(name for name in files_of_records(db) if name.startswith(folders[kind]))
    if not names:
        return Problem(problem.code, problem.where, problem.arguments, "doc")
    example = names[0].removeprefix(folders[kind])
    return Problem(problem.code, problem.where, {**problem.arguments, "example": example}, problem.hint)


@query(seconds=_SECONDS, otherwise=_no_prose)
def raw_prose(db: Database, ref: str) -> RawProse:
    """Return the body of a Markdown record as HTML in which links are still placeholders."""
    from .source import split_markdown

    path = file_of(db, ref)
    text, _ = _text(db, path) if path else ("", ())
    _, body, first_line, problem = split_markdown(path, text)
    if problem or not text:
        return RawProse()
    prose, problems = to_html(path, body, first_line)
    for found in problems:
        db.note(found)
    return prose


def _no_settings(db: Database, key: str, reason: str) -> Site:
    _note_skipped(db, SETTINGS, reason)
    return Site()


@query(firewall=True, seconds=_SECONDS, otherwise=_no_settings)
def settings(db: Database) -> Site:
    """Return the settings of the site."""
    site = _decoded(db, _document(db, SETTINGS), Site)
    return site if isinstance(site, Site) else Site()


# -- places of fields, looked up only for what has a problem -----------------------------------------


def locate(db: Database, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield ``problems`` with line and column, found by walking their paths of fields through the files.

    A file is walked through once, however many problems it has.
    """
    walked: dict[str, Mapping[tuple[str | int, ...], Where]] = {}
    for problem in problems:
        where = problem.where
        if where.line or not where.path.startswith("content/"):
            yield problem
            continue
        if where.path not in walked:
            walked[where.path] = _places_in(db, where.path)
        found = walked[where.path]
        arguments = dict(problem.arguments)
        if problem.code in ("duplicate-local-id", "duplicate-period"):
            first = found.get((*where.field[:-2], int(str(arguments["first"])), where.field[-1]))
            arguments["first"] = str(first.line if first else 1)
        yield Problem(problem.code, _nearest_place(where, found), arguments, problem.hint)


def _places_in(db: Database, path: str) -> Mapping[tuple[str | int, ...], Where]:
    from .models.decode import places

    folder = path.removeprefix("content/").partition("/")[0]
    kind = _kind_of_folder(folder) if path != SETTINGS else None
    is_translation = _LANGUAGE_ENDING.search(_stem(path)) and kind and kind.name in TRANSLATIONS
    models = TRANSLATIONS if is_translation else MODELS
    model: type[Struct] = models[kind.name] if kind else Site
    return places(_document(db, path), model)


def _nearest_place(where: Where, found: Mapping[tuple[str | int, ...], Where]) -> Where:
    """Return the place of a field, or of the innermost part around it that is there."""
    for length in range(len(where.field), 0, -1):
        place = found.get(where.field[:length])
        if place is not None:
            return place
    return Where(where.path, 1)

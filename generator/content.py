"""Content: find the files, parse them, validate them. Queries of one file each, so that an edit costs one file.

Every record has a full name, its kind's folder and its id: ``projects/tree-pruning``.
"""

from __future__ import annotations

import posixpath

from msgspec import Struct

from .engine import Database, query
from .models import MODELS, AnyRecord, Site, fields_by_word
from .models.decode import decode
from .models.rules import check
from .problems import Problem, Where, Word
from .prose import RawProse, lint, to_html
from .source import (
    Document,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    decode_text,
    parse_markdown,
    parse_yaml,
    split_markdown,
)
from .values import SLUG
from .vocabulary import KIND_OF_FOLDER, RECORD_KINDS, RecordKind

SETTINGS = "content/site.yaml"
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
    """Map the full name of every record to its file."""
    found: dict[str, str] = {}
    for path in db.read("tree", "content"):
        kind = _kind_of_path(db, path)
        if kind is None:
            continue
        stem = posixpath.basename(path).removesuffix(kind.suffix)
        name = stem if SLUG.fullmatch(stem) else written_slug(db, path)
        if not name:
            suggestion = (slug_of(stem) or kind.name) + kind.suffix
            db.note(
                Problem(
                    "bad-file-name", Where(path, 1, 1), {"name": posixpath.basename(path), "suggestion": suggestion}
                )
            )
            continue
        ref = f"{kind.folder}/{name}"
        if ref in found:
            db.note(Problem("duplicate-id", Where(path, 1, 1), {"id": name, "other": found[ref]}))
        else:
            found[ref] = path
    return found


def _kind_of_path(db: Database, path: str) -> RecordKind | None:
    """Return the kind of the record in ``path``; ``None`` (and a note, where it is a mistake) for other files."""
    if path.endswith("@"):
        db.note(Problem("symlink", Where(path[:-1], 1, 1), {"path": path[:-1]}))
        return None
    folder, _, rest = path.removeprefix("content/").partition("/")
    if folder == "media" or path in _BESIDE:
        return None
    kind = KIND_OF_FOLDER.get(folder) if rest else None
    if kind is None:
        folders = tuple(kind.folder for kind in RECORD_KINDS)
        db.note(Problem("stray-file", Where(path, 1, 1), {"folders": (*folders, "media")}))
    elif not path.endswith(kind.suffix):
        db.note(Problem("wrong-extension", Where(path, 1, 1), {"kind": Word(kind.zh), "expected": kind.suffix}))
        return None
    return kind


@query
def written_slug(db: Database, path: str) -> str:
    """Return the slug that a file with an unusable name gives itself, or ``""``."""
    document = _document(db, path)
    for key, value in document.node.value if document.node else ():
        if getattr(key, "value", "") in ("网址名", "slug") and SLUG.fullmatch(str(value.value)):
            return str(value.value)
    return ""


@query
def file_of(db: Database, ref: str) -> str:
    """Return the file of a record, ``""`` when there is none."""
    return files_of_records(db).get(ref, "")


def _text(db: Database, path: str) -> tuple[str, tuple[Problem, ...]]:
    content = db.read("file", path)
    if content is None:
        return "", (Problem("file-unreadable", Where(path, 1, 1), {"reason": Word("文件不存在，或没有读取权限")}),)
    return decode_text(path, content)


def _document(db: Database, path: str) -> Document:
    text, problems = _text(db, path)
    if problems:
        return Document(path, problems=problems)
    return parse_markdown(path, text) if path.endswith(".md") else parse_yaml(path, text)


@query
def record(db: Database, ref: str) -> AnyRecord | None:
    """Return a record as its author wrote it; ``None`` when the file is gone or cannot be parsed."""
    path = file_of(db, ref)
    if not path:
        return None
    kind = KIND_OF_FOLDER[ref.partition("/")[0]]
    found, problems = decode(_document(db, path), MODELS[kind.name])
    for problem in problems:
        db.note(problem)
    if found is not None:
        for breach in check(found):
            db.note(Problem(breach.code, Where(path, field=breach.path), dict(breach.arguments)))
        if getattr(found, "slug", "") and SLUG.fullmatch(posixpath.basename(path).removesuffix(kind.suffix)):
            db.note(Problem("slug-not-needed", Where(path, field=("slug",))))
    return found  # type: ignore[return-value]


@query
def raw_prose(db: Database, ref: str) -> RawProse:
    """Return the body of a Markdown record as HTML in which links are still placeholders."""
    path = file_of(db, ref)
    text, _ = _text(db, path) if path else ("", ())
    _, body, first_line, problem = split_markdown(path, text)
    if problem or not text:
        return RawProse()
    for finding in lint(path, body, first_line):
        db.note(finding)
    prose, problems = to_html(path, body, first_line)
    for found in problems:
        db.note(found)
    return prose


@query
def settings(db: Database) -> Site:
    """Return the settings of the site."""
    site, problems = decode(_document(db, SETTINGS), Site)
    for problem in problems:
        db.note(problem)
    return site or Site()


# -- places of fields, looked up only for what has a problem -----------------------------------------


def locate(db: Database, problem: Problem) -> Problem:
    """Return ``problem`` with line and column, found by walking its path of fields through the file."""
    where = problem.where
    if where.line or not where.path.endswith((".yaml", ".md")):
        return problem
    document = _document(db, where.path)
    folder = where.path.removeprefix("content/").partition("/")[0]
    model: type[Struct] = MODELS[KIND_OF_FOLDER[folder].name] if folder in KIND_OF_FOLDER else Site
    place = Where(where.path, 1, 1)
    if document.node is not None and where.field:
        node = _walk(document.node, model, where.field)
        place = document.where(node) if node is not document.node else place
    arguments = dict(problem.arguments)
    if problem.code == "duplicate-local-id" and document.node is not None:
        arguments["first"] = str(_first_line(document, model, where.field, str(arguments["id"])))
    return Problem(problem.code, place, arguments, problem.hint)


def _walk(node: Node, model: type[Struct], path: tuple[str | int, ...]) -> Node:
    """Follow a path of English keys and positions as far as it leads."""
    field = None
    for step in path:
        if isinstance(step, int):
            if not isinstance(node, SequenceNode) or step >= len(node.value):
                return node
            node = node.value[step]
        else:
            words = fields_by_word(model)
            pairs = node.value if isinstance(node, MappingNode) else ()
            match = next(((k, v) for k, v in pairs if isinstance(k, ScalarNode) and k.value.strip() in words
                          and words[k.value.strip()].name == step), None)  # fmt: skip
            if match is None:
                return node
            field = words[step]
            node = match[1]
            model = field.type
    return node


def _first_line(document: Document, model: type[Struct], path: tuple[str | int, ...], written: str) -> int:
    assert document.node is not None
    for position in range(int(path[-2])):
        node = _walk(document.node, model, (*path[:-2], position, path[-1]))
        if isinstance(node, ScalarNode) and node.value.strip() == written:
            return document.where(node).line
    return 1

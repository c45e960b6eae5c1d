"""Collect the words of the program for translators: ``python -m generator.locale.collect``.

A tool for developers, outside the layers of the program. It finds every message in the code, the models and the
templates, keeps the translations that there are, and compiles the catalogue; what is no longer used stays at the end
of the file, in case it comes back. The same words always give the same bytes.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from generator.models import MODELS, TRANSLATIONS, Site, fields_of
from generator.models.parts import Part
from generator.problems import HINTS, KINDS

ROOT = Path(__file__).parents[2]
CATALOGUE = Path(__file__).parent / "en" / "LC_MESSAGES" / "dizao.po"

_HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
_HAN = re.compile("[\u4e00-\u9fff]")
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]")
"""Han characters and Chinese punctuation: 「，」 between two parts of a message has an English as well."""
_KEYWORDS = frozenset({"_", "_say", "_words", "Word", "gettext", "say", "self", "translate", "words"})
_IN_TEMPLATES = ("_", "gettext", "words")

_NOT_WORDS = (
    "generator/authoring/__main__.py",
    "generator/authoring/gate_page.py",
    "generator/authoring/reference.py",
    "generator/authoring/schema.py",
    "generator/authoring/words.py",
    "generator/content.py",
    "generator/gate_rules.py",
    "generator/locale/",
    "generator/models/",
    "generator/open_data/",
    "generator/privacy/",
    "generator/promises/ledger.py",
    "generator/problems.py",
    "generator/values.py",
    "generator/views/words.py",
    "generator/vocabulary.py",
)
"""Code whose Chinese is keys, patterns or vocabulary with an English of its own: there only what is said counts."""


def messages() -> dict[str, list[str]]:
    """Map every message of the program to the files that it stands in."""
    found: dict[str, list[str]] = {}
    for path, message in (*_of_problems(), *_of_models(), *_of_code(), *_of_templates()):
        places = found.setdefault(message, [])
        if path not in places:
            places.append(path)
    return found


def _of_problems() -> Iterator[tuple[str, str]]:
    texts = [text for row in KINDS.values() for text in (row.message, row.hint) if text]
    yield from (("generator/problems.py", text) for text in (*texts, *HINTS.values()))


def _of_models() -> Iterator[tuple[str, str]]:
    """Yield what explains the fields. Their names are not here: a field has its English key."""
    waiting: list[type] = [*MODELS.values(), *TRANSLATIONS.values(), Site]
    seen: set[type] = set()
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        for field in fields_of(model):
            yield "generator/models", field.key.doc
            if _HAN.search(field.key.example) and not field.key.choices and field.type is not bool:
                yield "generator/models", field.key.example
            if issubclass(field.type, Part):
                waiting.append(field.type)


def _of_code() -> Iterator[tuple[str, str]]:
    for file in sorted((ROOT / "generator").rglob("*.py")):
        path = file.relative_to(ROOT).as_posix()
        tree = ast.parse(file.read_text("utf-8"))
        yield from ((path, text) for text in _said(tree) if _CHINESE.search(text))
        if not path.startswith(_NOT_WORDS):
            yield from ((path, text) for text in _literals(tree) if _HAN.search(text))


def _said(tree: ast.AST) -> Iterator[str]:
    """Yield the texts that are handed to a function that translates. A ``Word`` with an English of its own is not."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _name(node) in _KEYWORDS and not _has_english(node):
            yield from _texts(node.args[0])


def _name(call: ast.Call) -> str:
    function = call.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _has_english(call: ast.Call) -> bool:
    return _name(call) == "Word" and len(call.args) > 1


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))


def _literals(tree: ast.AST) -> Iterator[str]:
    """Yield every text but docstrings, parts of f-strings, and the Chinese of a ``Word`` with an English of its own."""
    passed: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            passed.update(node.values)
        elif isinstance(node, ast.Call) and _has_english(node):
            passed.add(node.args[0])
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in passed:
            yield node.value


def _of_templates() -> Iterator[tuple[str, str]]:
    options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
    for file in sorted((ROOT / "templates").rglob("*.html")):
        path = file.relative_to(ROOT).as_posix()
        for _line, _function, text, _comments in babel_extract(BytesIO(file.read_bytes()), _IN_TEMPLATES, (), options):
            texts = text if isinstance(text, tuple) else (text,)
            yield from ((path, one) for one in texts if isinstance(one, str) and _CHINESE.search(one))


# -- the catalogue -------------------------------------------------------------------------------------


def translated(catalogue: bytes) -> dict[str, Message]:
    """Return the messages of a catalogue by their Chinese text; those no longer used as well."""
    read = read_po(BytesIO(catalogue), locale="en")
    obsolete = {str(message.id): message for message in read.obsolete.values()}
    return obsolete | {str(message.id): message for message in read if message.id}


def brought_up_to_date(catalogue: bytes) -> bytes:
    """Return the catalogue with exactly the messages of the program, keeping the translations that it has."""
    known = translated(catalogue)
    found = messages()
    fresh = Catalog(locale="en")
    for message, paths in found.items():
        old = known.get(message)
        fresh.add(message, old.string if old else "", locations=[(path, 0) for path in paths])
    for message, old in known.items():
        if message not in found and old.string:
            fresh.obsolete[message] = Message(message, old.string)
    out = BytesIO()
    write_po(out, fresh, width=0, omit_header=True, include_lineno=False, sort_by_file=True)
    return _HEADER.encode() + out.getvalue()


def compiled(catalogue: bytes) -> bytes:
    """Return the catalogue in the binary form that gettext reads (GNU gettext manual, "The Format of GNU MO Files")."""
    used = {str(message.id): str(message.string) for message in read_po(BytesIO(catalogue), locale="en") if message.id}
    texts = {"": "Content-Type: text/plain; charset=UTF-8\nLanguage: en\n"} | {
        message: english for message, english in used.items() if english
    }
    pairs = sorted((message.encode(), english.encode()) for message, english in texts.items())
    start = 28 + 16 * len(pairs)
    originals, offset = _table([message for message, _ in pairs], start)
    translations, _ = _table([english for _, english in pairs], offset)
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    data = b"".join(text + b"\0" for column in zip(*pairs, strict=True) for text in column)
    return head + originals + translations + data


def _table(texts: Iterable[bytes], offset: int) -> tuple[bytes, int]:
    rows = []
    for text in texts:
        rows.append(struct.pack("<2I", len(text), offset))
        offset += len(text) + 1
    return b"".join(rows), offset


def main() -> None:
    """Bring the catalogue up to date and compile it; say what is still to be translated."""
    before = CATALOGUE.read_bytes() if CATALOGUE.exists() else _HEADER.encode()
    after = brought_up_to_date(before)
    CATALOGUE.write_bytes(after)
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(after))
    missing = [str(message.id) for message in read_po(BytesIO(after), locale="en") if message.id and not message.string]
    sys.stdout.write("".join(f"not translated: {message!r}\n" for message in missing))


if __name__ == "__main__":
    main()

"""Bytes to a document: encoding, front matter, and YAML as nodes of text with their positions.

YAML is composed, not constructed: every scalar stays the text that the editor typed (``NO``, ``12:30``,
``00123``), and the model gives it its type. What PyYAML would let pass or die of is refused before: aliases,
and nesting deep enough to end the process (its C composer recurses without a limit).
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .problems import Argument, Problem, Where, Word
from .values import CONTROL

MAX_BYTES = 4_000_000
MAX_DEPTH = 64

__all__ = [
    "Document",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "decode_text",
    "parse_markdown",
    "parse_yaml",
    "split_markdown",
]

Problems = tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file. ``node`` is ``None`` when it could not be parsed; ``body`` begins on line ``body_line``."""

    path: str
    node: MappingNode | None = None
    body: str = ""
    body_line: int = 1
    first_line: int = 1
    """The line of the file on which the YAML begins (2 for front matter)."""
    problems: Problems = ()

    def where(self, node: Node) -> Where:
        """Return the place of a node in the file."""
        return Where(self.path, node.start_mark.line + self.first_line, node.start_mark.column + 1)


_CONFLICT = re.compile(r"^<{7} ", re.MULTILINE)


def decode_text(path: str, content: bytes) -> tuple[str, Problems]:
    """Return the text of a file with line ends made ``\\n``, and what is wrong with it (then the text is empty)."""
    arguments: dict[str, Argument]
    if len(content) > MAX_BYTES:
        arguments = {"size": f"{-(-len(content) // 100_000) / 10} MB", "limit": f"{MAX_BYTES // 1_000_000} MB"}
        return "", (Problem("file-too-large", Where(path, 1), arguments),)
    try:
        text = content.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        where = Where(path, content.count(b"\n", 0, error.start) + 1)
        return "", (
            Problem("not-utf8", where, {"offset": str(error.start + 1), "guess": Word(guess_encoding(content))}),
        )
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = CONTROL.search(text)
    if control:
        where = _place(path, text, control.start())
        return "", (Problem("control-character", where, {"character": f"U+{ord(control[0]):04X}"}),)
    conflict = _CONFLICT.search(text) if "<<<<<<< " in text else None
    if conflict:
        return "", (Problem("merge-conflict", _place(path, text, conflict.start())),)
    return text, ()


def _place(path: str, text: str, index: int) -> Where:
    return Where(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def guess_encoding(content: bytes) -> str:
    """Return what bytes that are no UTF-8 seem to be, in words that end a message; ``""`` where nothing fits."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "，看起来是 UTF-16"
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "，看起来是 GBK"


def parse_markdown(path: str, text: str) -> Document:
    """Parse the front matter of a Markdown file; ``body`` is the rest."""
    front, body, body_line, problem = split_markdown(path, text)
    if problem:
        return Document(path, problems=(problem,))
    document = parse_yaml(path, front, first_line=2)
    return Document(path, document.node, body, body_line, 2, document.problems)


_END_OF_FRONT = re.compile(r"^---[^\S\n]*$", re.MULTILINE)


def split_markdown(path: str, text: str) -> tuple[str, str, int, Problem | None]:
    """Return front matter, body, the line on which the body begins, and what is wrong (then both are empty)."""
    if not text.strip():
        return "", "", 1, Problem("file-empty", Where(path, 1))
    first = text.partition("\n")[0]
    if first.rstrip() != "---":
        late = re.match(r"\s*---[ \t]*\n", text)
        where = Where(path, late[0].count("\n"), 1) if late else Where(path, 1, 1)
        return "", "", 1, Problem("front-matter-late" if late else "front-matter-missing", where)
    begin = len(first) + 1
    end = _END_OF_FRONT.search(text, begin)
    if end is None:
        return "", "", 1, Problem("front-matter-unclosed", Where(path, 1, 1))
    if end.start() == begin:
        return "", "", 1, Problem("front-matter-empty", Where(path, 1, 1))
    return text[begin : end.start()], text[end.end() + 1 :], text.count("\n", 0, end.start()) + 2, None


def parse_yaml(path: str, text: str, first_line: int = 1) -> Document:
    """Compose the one YAML mapping of a file."""
    try:
        refused = _refuse(path, text, first_line)
        node = None if refused else _Composer(text).get_single_node()
    except yaml.YAMLError as error:
        return Document(path, first_line=first_line, problems=(_syntax_problem(path, text, first_line, error),))
    if refused:
        return Document(path, first_line=first_line, problems=(refused,))
    if node is None:
        return Document(path, first_line=first_line, problems=(Problem("file-empty", Where(path, first_line)),))
    if not isinstance(node, MappingNode):
        return Document(path, first_line=first_line, problems=(_no_mapping(path, text, first_line, node),))
    return Document(path, node, first_line=first_line, problems=tuple(_lost_comments(path, text, first_line)))


class _Composer(CParser):
    """Composes nodes. Their tags stay empty: what a text means is for the model to say."""

    def resolve(self, kind: type[Node], value: str | None, implicit: tuple[bool, bool]) -> str:
        return ""

    def descend_resolver(self, parent: Node | None, index: Node | int | None) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


_DEEP_LINE = re.compile(rf"^[ \-?:]{{{MAX_DEPTH // 2}}}", re.MULTILINE)


def _refuse(path: str, text: str, first_line: int) -> Problem | None:
    """Return why ``text`` must not be composed. Only a text that could be wrong is read event by event."""
    is_flat = text.count("[") + text.count("{") < MAX_DEPTH // 2 and not _DEEP_LINE.search(text)
    if is_flat and not any(mark in text for mark in "&*!\\"):
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line, column = _line_and_column(event.start_mark)
        where = Where(path, line + first_line, column + 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Problem("yaml-alias", where)
        if getattr(event, "tag", None):
            return Problem("yaml-start", where, {"character": "!"})
        if control := CONTROL.search(getattr(event, "value", "")):  # written with a backslash: "\u202e"
            return Problem("control-character", where, {"character": f"U+{ord(control[0]):04X}"})
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return Problem("yaml-too-deep", where, {"limit": str(MAX_DEPTH)})
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


_COMMENT = re.compile(r"[ \t]#[^\s#]")


def _lost_comments(path: str, text: str, first_line: int) -> list[Problem]:
    """Return the places where text was meant to be read and YAML takes it for a comment: 「地址: 民主路 #727号」."""
    if "#" not in text or not _COMMENT.search(text):
        return []
    lines = text.split("\n")
    found = []
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        if isinstance(event, yaml.ScalarEvent) and not event.style:
            line, column = _line_and_column(event.end_mark)
            rest = lines[line][column:] if line < len(lines) else ""
            if re.match(r"[ \t]*#[^\s#]", rest) and column:
                found.append(Problem("yaml-comment", Where(path, line + first_line, column + rest.index("#") + 1)))
    return found


# -- what is wrong with YAML that cannot be read ------------------------------------------------------

_KEY = re.compile(r"\s*(?:- +)*(?P<key>[^\s:：#,，。；;\"'\[\]{}「」“”]{1,20})(?P<colon>：|:(?=[^ \t\n/\d:]))")
_SOUND_KEY = re.compile(r"\s*(?:- +)*[^\s:\"'\[\]{}]{1,20}:(?:\s|$)")
_HYPHEN = re.compile(r"\s*(?:-(?=[^\s\d-])|(?P<mark>[－—–―−•·●▪◆])(?=.))")
WIDE_SPACES = ("\u3000", "\xa0")


def colon_mistake(line: str) -> tuple[str, str, int] | None:
    """Return what is wrong with the colon after the key that ``line`` begins with: a code, the key, a position."""
    match = _KEY.match(line)
    if match is None:
        return None
    if match["colon"] == "：":
        code = "yaml-wide-colon"
    elif line[match.end() : match.end() + 1] in WIDE_SPACES:
        code = "yaml-wide-space-after-colon"
    else:
        code = "yaml-colon-space"
    return code, match["key"], match.start("colon")


def hyphen_mistake(line: str) -> tuple[str, dict[str, Argument], int] | None:
    """Return what is wrong with the hyphen of an item that ``line`` begins with: a code, its blanks, a position."""
    match = _HYPHEN.match(line)
    if match is None:
        return None
    at = match.end() - 1
    return ("yaml-dash-mark", {"mark": match["mark"]}, at) if match["mark"] else ("yaml-dash-space", {}, at)


def indentation_mistake(line: str) -> tuple[str, int] | None:
    """Return what is wrong with the blanks that ``line`` begins with: a code and a position."""
    indentation = line[: len(line) - len(line.lstrip())]
    codes = {"\t": "yaml-tab", **dict.fromkeys(WIDE_SPACES, "yaml-wide-space")}
    return next(((code, indentation.index(blank)) for blank, code in codes.items() if blank in indentation), None)


def _no_mapping(path: str, text: str, first_line: int, node: Node) -> Problem:
    lines = text.split("\n")
    line = min(node.start_mark.line, len(lines) - 1)  # of an empty document the parser says that it begins behind it
    mistake = colon_mistake(lines[line]) if isinstance(node, ScalarNode) else None
    if mistake:
        return Problem(mistake[0], Where(path, line + first_line, mistake[2] + 1), {"key": mistake[1]})
    return Problem("yaml-not-mapping", Where(path, line + first_line, 1))


def _syntax_problem(path: str, text: str, first_line: int, error: yaml.YAMLError) -> Problem:
    code, (line, column), arguments = _diagnose(text.split("\n"), error)
    return Problem(code, Where(path, line + first_line, column + 1), arguments)


_Diagnosis = tuple[str, tuple[int, int], dict[str, Argument]]


def _diagnose(lines: list[str], error: yaml.YAMLError) -> _Diagnosis:
    """Return what the words of libyaml mean to an editor, and the place (both from 0) where it can be put right."""
    said = getattr(error, "problem", None) or ""
    at = _position(lines, getattr(error, "problem_mark", None))
    began = _position(lines, getattr(error, "context_mark", None))
    context = getattr(error, "context", None) or ""
    if said == "could not find expected ':'" or "found unexpected end of stream" in said or context in _MARKED:
        at = began
    line, column = lines[at[0]], at[1]
    is_misread = "mapping values are not allowed" in said and not re.search(r":\s", line[:column])
    swallowed = _swallowed(lines, at[0]) if is_misread else None
    if swallowed:
        return swallowed
    blank = indentation_mistake(line)
    if blank:
        return blank[0], (at[0], blank[1]), {}
    mistake = colon_mistake(line)
    if mistake and ("':'" in said or "mapping values" in said):
        return mistake[0], (at[0], mistake[2]), {"key": mistake[1]}
    if "mapping values are not allowed" in said:
        return ("yaml-indent", (at[0], len(line) - len(line.lstrip())), {}) if is_misread else ("yaml-colon", at, {})
    if "node content" in said and at[0] != _line_and_column(getattr(error, "problem_mark", None))[0]:
        opening = _last_opening(lines, at[0])
        if opening:
            return opening
    for part, code in _SYNTAX:
        if part in said:
            return code, began if code in _OPENED and at[0] != began[0] else at, {}
    if "did not find expected key" in said or "'-' indicator" in said:
        return _unexpected(lines, at)
    if line[column : column + 1] == "\t":
        return "yaml-tab", at, {}
    if line[column : column + 1] in ("]", "}"):
        return "yaml-closing", at, {"character": line[column]}
    start = next((place for place in (column, column - 1) if line[place : place + 1] in _SPECIAL), -1)
    if start >= 0 and line[start : start + 1]:
        return "yaml-start", (at[0], start), {"character": line[start]}
    return (_last_opening(lines, at[0]) if "node content" in said else None) or ("yaml-syntax", at, {})


def _swallowed(lines: list[str], number: int) -> _Diagnosis | None:
    """Return what is wrong above line ``number``, which YAML took for more of the text of the line before.

    That is so where the line before is no key to YAML: for its colon, or for the hyphen or the blanks before it.
    """
    found: _Diagnosis | None = None
    for above in range(number - 1, -1, -1):
        line = lines[above]
        blank, hyphen, colon = indentation_mistake(line), hyphen_mistake(line), colon_mistake(line)
        if blank:
            found = blank[0], (above, blank[1]), {}
        elif hyphen:
            found = hyphen[0], (above, hyphen[2]), hyphen[1]
        elif colon:
            found = colon[0], (above, colon[2]), {"key": colon[1]}
        elif line.strip():
            break
    return found


def _last_opening(lines: list[str], last: int) -> _Diagnosis | None:
    opening = max(((number, text.rfind(mark), code) for mark, code in _BRACKETS
                   for number, text in enumerate(lines[: last + 1]) if mark in text), default=None)  # fmt: skip
    return (opening[2], opening[:2], {}) if opening else None


def _line_and_column(mark: Any) -> tuple[int, int]:
    return (mark.line, mark.column) if mark else (0, 0)


def _position(lines: list[str], mark: Any) -> tuple[int, int]:
    """Return line and column of ``mark``, moved back to the last line with text where it lies behind the end."""
    line, column = _line_and_column(mark)
    if line < len(lines) and lines[line].strip():
        return line, column
    last = next((number for number in range(min(line, len(lines) - 1), -1, -1) if lines[number].strip()), 0)
    return last, len(lines[last].rstrip())


def _unexpected(lines: list[str], at: tuple[int, int]) -> _Diagnosis:
    """Return what is wrong where libyaml expected a key and found something else."""
    line = lines[at[0]]
    before, here = line[: at[1]], line[at[1] : at[1] + 1]
    if before.rstrip().endswith(('"', "'")) and here not in ("]", "}"):
        opening = _open_quote(lines, at[0])
        return ("yaml-quote", opening, {}) if opening else ("yaml-after-quote", at, {})
    hyphen = hyphen_mistake(line)
    if hyphen and not before.strip():
        return hyphen[0], (at[0], hyphen[2]), hyphen[1]
    bracketed = re.match(r"\s*(?:- +)*(?:[^\s:]+: +)?(?P<open>[\[{])[^\[\]{}]*[\]}]\s*$", before)
    if bracketed and here not in ("]", "}", ":"):
        return "yaml-start", (at[0], bracketed.start("open")), {"character": bracketed["open"]}
    if here in ("]", "}"):
        return "yaml-closing", at, {"character": here}
    if here == ":":
        return "yaml-no-key", at, {}
    return "yaml-indent", at, {}


def _open_quote(lines: list[str], last: int) -> tuple[int, int] | None:
    """Return where the quoted text begins that ends on line ``last`` and has keys of the lines below in it."""
    quoted = None
    try:
        for event in yaml.parse("\n".join(lines), Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.ScalarEvent) and event.style in ('"', "'"):
                quoted = event
    except yaml.YAMLError:
        pass
    if quoted is None or _line_and_column(quoted.end_mark)[0] != last:
        return None
    first, column = _line_and_column(quoted.start_mark)
    return (first, column) if any(map(_SOUND_KEY.match, lines[first + 1 : last + 1])) else None


_MARKED = frozenset(f"while scanning {what}" for what in ("a tag", "an alias", "an anchor", "a block scalar"))
_SPECIAL = tuple("@`%!&*|>,")
_BRACKETS = (("[", "yaml-bracket"), ("{", "yaml-brace"))
_OPENED = frozenset({"yaml-bracket", "yaml-brace"})
# The first part that occurs in libyaml's message counts.
_SYNTAX = (
    ("found unexpected end of stream", "yaml-quote"),
    ("did not find expected ',' or ']'", "yaml-bracket"),
    ("did not find expected ',' or '}'", "yaml-brace"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("found unexpected ':'", "yaml-colon"),
    ("found another document", "yaml-documents"),
    ("<document start>", "yaml-documents"),
    ("block sequence entries are not allowed", "yaml-dash"),
    ("found unknown escape character", "yaml-backslash"),
    ("did not find expected hexdecimal number", "yaml-backslash"),
    ("found invalid Unicode character escape code", "yaml-backslash"),
)

"""Bytes to a document: encoding, front matter, and YAML as nodes of text with their positions.

YAML is composed, not constructed: every scalar stays the text that the editor typed (``NO``, ``12:30``,
``00123``), and the model gives it its type. What PyYAML would let pass or die of is refused before: aliases,
and nesting deep enough to end the process (its C composer recurses without a limit).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from .problems import Problem, Where, Word

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


# The C0 and C1 controls but tab and line feed, the separators that YAML takes for line ends, and a BOM inside the text.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def decode_text(path: str, content: bytes) -> tuple[str, Problems]:
    """Return the text of a file with line ends made ``\\n``, and what is wrong with it (then the text is empty)."""
    if len(content) > MAX_BYTES:
        sizes = {"size": f"{len(content) / 1e6:.1f} MB", "limit": f"{MAX_BYTES / 1e6:.0f} MB"}
        return "", (Problem("file-too-large", Where(path, 1, 1), sizes),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = Where(path, content.count(b"\n", 0, error.start) + 1, 1)
        return "", (Problem("not-utf8", where, {"offset": str(error.start + 1), "guess": Word(_guess(content))}),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        where = Where(path, line, control.start() - text.rfind("\n", 0, control.start()))
        return "", (Problem("control-character", where, {"character": f"U+{ord(control[0]):04X}"}),)
    return text, ()


def _guess(content: bytes) -> str:
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


def split_markdown(path: str, text: str) -> tuple[str, str, int, Problem | None]:
    """Return front matter, body, the line on which the body begins, and what is wrong (then both are empty)."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        late = re.match(r"\s*---[ \t]*\n", text)
        code = "front-matter-late" if late else "front-matter-missing"
        return "", "", 1, Problem(code, Where(path, late[0].count("\n") if late else 1, 1))
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return "", "", 1, Problem("front-matter-unclosed", Where(path, 1, 1))
    return "\n".join(lines[1:end]) + "\n", "\n".join(lines[end + 1 :]), end + 2, None


def parse_yaml(path: str, text: str, first_line: int = 1) -> Document:
    """Compose the one YAML mapping of a file."""
    try:
        refused = _refuse(path, text, first_line)
        node = None if refused else yaml.CBaseLoader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        return Document(path, first_line=first_line, problems=(_syntax_problem(path, text, first_line, error),))
    except yaml.YAMLError:
        problem = Problem("yaml-syntax", Where(path, first_line, 1), {"detail": Word("写法不正确")})
        return Document(path, first_line=first_line, problems=(problem,))
    if refused:
        return Document(path, first_line=first_line, problems=(refused,))
    if not isinstance(node, MappingNode):
        line = node.start_mark.line + first_line if node is not None else first_line
        return Document(path, first_line=first_line, problems=(Problem("yaml-not-mapping", Where(path, line, 1)),))
    return Document(path, node, first_line=first_line)


_OPENINGS = re.compile(r"[\[{]")
_INDENTATION = re.compile(r"^[ \-?:]*", re.MULTILINE)


def _refuse(path: str, text: str, first_line: int) -> Problem | None:
    """Return why ``text`` must not be composed. Only a text that could be too deep is read event by event."""
    depth = len(_OPENINGS.findall(text)) + max(map(len, _INDENTATION.findall(text)))
    if depth < MAX_DEPTH and "&" not in text and "*" not in text:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        mark = event.start_mark
        where = Where(path, mark.line + first_line, mark.column + 1) if mark else Where(path, first_line, 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return Problem("yaml-alias", where)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return Problem("yaml-too-deep", where, {"limit": str(MAX_DEPTH)})
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


# What libyaml says, and what that means to an editor. The first part that occurs in its message counts.
_SYNTAX = (
    ("found unexpected end of stream", "引号没有结束"),
    ("did not find expected ',' or ']'", "方括号没有结束，或条目之间少了逗号"),
    ("did not find expected ',' or '}'", "花括号没有结束，或条目之间少了逗号"),
    ("did not find expected key", "缩进不对，或这里少了键"),
    ("did not find expected '-' indicator", "列表的缩进不对"),
    ("block sequence entries are not allowed", "「- 」不能写在这里"),
    ("could not find expected ':'", "这一行少了冒号，或冒号后面没有空格"),
    ("found unknown escape character", "双引号里的反斜杠写法不对"),
    ("cannot start any token", "不能用这个符号开头，请给文字加上引号"),
    ("undefined tag handle", "感叹号开头的文字要加引号"),
    ("unexpected document", "开头多了符号"),
)


def _syntax_problem(path: str, text: str, first_line: int, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    if line >= len(lines) or (line == len(lines) - 1 and not lines[line]):
        line, column = max(len(lines) - 2, 0), 0
    where = Where(path, line + first_line, column + 1)
    said = error.problem or ""
    indentation = lines[line][: len(lines[line]) - len(lines[line].lstrip())]
    if "\t" in indentation:
        return Problem("yaml-tab", Where(path, line + first_line, indentation.index("\t") + 1))
    if "mapping values are not allowed" in said:
        return Problem("yaml-colon", where)
    if "but found another document" in said:
        return Problem("yaml-documents", where)
    detail = next((words for part, words in _SYNTAX if part in said), "写法不正确")
    return Problem("yaml-syntax", where, {"detail": Word(detail)})

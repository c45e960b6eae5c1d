"""Markdown to HTML. Pure: a function of one file's text, run before any address is known.

Links to other content stay numbered placeholders (``x-dizao:3``): ``references`` finds what they name, the gate
drops those that are not public, and ``rendering`` fills in the addresses.
Libraries are imported when there is something to convert: most starts of the program convert nothing.
Python-Markdown is kept because it gets Chinese emphasis right where CommonMark parsers do not (``**重要：**正文``).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from msgspec import Struct

from .catalog import Heading, Prose
from .nearest import nearest
from .problems import Argument, Problem, Where
from .values import CONTROL

if TYPE_CHECKING:
    from markdown import Markdown
    from nh3 import Cleaner

PLACEHOLDER = "x-dizao:"
_IN_TAG = r"""(<(?:a|img)\b(?:[^<>"]|"[^"]*")*? (?:href|src))"""
"""The beginning of a tag down to an address. What only looks like one, in the text of a page, is left alone."""
NUMBERED_PLACEHOLDER = re.compile(rf'{_IN_TAG}="{PLACEHOLDER}(\d+)"')
NAMED_PLACEHOLDER = re.compile(rf'{_IN_TAG}="{PLACEHOLDER}([^"#]*)(#[^"]*)?"')
NAMED_PICTURE = re.compile(
    rf"""<img((?:[^<>"]|"[^"]*")*?) src="{PLACEHOLDER}(media/[^"#]*)(?:#[^"]*)?"((?:[^<>"]|"[^"]*")*)>"""
)


class ContentLink(Struct, frozen=True, array_like=True):
    """A link or picture in a body that leads to a file of the site.

    ``occurrence`` counts, from 1, the places where the same address is written; its line is looked up when needed, so
    that an edit above it changes nothing here.
    """

    target: str
    anchor: str
    written: str
    is_image: bool
    occurrence: int


class RawProse(Struct, frozen=True, kw_only=True):
    """A body as HTML with placeholders, and what it links to."""

    prose: Prose = Prose()
    links: tuple[ContentLink, ...] = ()


@cache
def _markdown() -> Markdown:
    from markdown import Markdown
    from markdown.extensions.toc import slugify_unicode

    return Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "toc"],
        extension_configs={"toc": {"slugify": slugify_unicode, "permalink": False}},
        output_format="html",
    )


_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd",
    "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "small", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "abbr": {"title"},
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}


@cache
def _cleaner() -> Cleaner:
    from nh3 import Cleaner

    return Cleaner(tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None, strip_comments=True)


def reset_markdown() -> None:
    """Forget the converter, which may have been interrupted in the midst of its work."""
    _markdown.cache_clear()


def to_html(path: str, text: str, first_line: int) -> tuple[RawProse, tuple[Problem, ...]]:
    """Convert the body of ``path``, whose first line is line ``first_line`` of the file; say what is wrong with it."""
    from .plain_prose import plain_html

    if _is_too_much(text):
        return RawProse(), (Problem("html-too-much", Where(path, first_line)),)
    plain = plain_html(text)
    problems = [] if plain else list(lint(path, text, first_line))  # what is plain holds none of what lint looks for
    try:
        html, headings = plain or parsed_html(text)
    except (RecursionError, AssertionError, ValueError, IndexError, KeyError, AttributeError, TypeError) as error:
        # Python-Markdown is the work of many; whatever it dies of is this file's problem and nobody else's.
        _markdown.cache_clear()
        return RawProse(), (*problems, _failure(path, text, first_line, error))
    linker = _Linker(path, text, first_line, tuple(heading.id for heading in headings))
    if not plain:
        linker.look_for_unsafe(html)
        html = sanitised(html)
        problems += _hidden_letters(path, text, first_line, html)
    html = linker.replace(html)
    return RawProse(prose=Prose(html=html, headings=headings), links=tuple(linker.links)), (*problems, *linker.problems)


def parsed_html(text: str) -> tuple[str, tuple[Heading, ...]]:
    """Return what Python-Markdown makes of ``text``, not yet sanitised, and its headings."""
    markdown = _markdown()
    html = markdown.reset().convert(text)
    return re.sub(r"<(/?)h1\b", r"<\1h2", html), tuple(_headings(getattr(markdown, "toc_tokens", [])))


def sanitised(html: str) -> str:
    """Return ``html`` with nothing left in it that could act."""
    return _cleaner().clean(html)


_MOST_TAGS = 10_000
_LONGEST_WITH_TAGS = 500_000


def _is_too_much(text: str) -> bool:
    """Tell whether the sanitiser could take minutes: its time may grow with the square of tags and of attributes.

    It is no Python, so that no limit of time can interrupt it.
    """
    return text.count("<") > _MOST_TAGS or (len(text) > _LONGEST_WITH_TAGS and bool(re.search("<[A-Za-z]", text)))


_ENTITY = re.compile(r"&#?\w+;?")


def _spelt(entity: str) -> str:
    """Return the letter that a browser makes of an entity; Python's ``unescape`` leaves most controls out."""
    number = re.fullmatch(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?", entity)
    code = int(number[1], 16) if number and number[1] else int(number[2]) if number else 0
    return chr(code) if 0 < code < 0x110000 else unescape(entity)


def _hidden_letters(path: str, text: str, first_line: int, html: str) -> Iterator[Problem]:
    """Yield a problem for a letter that nobody sees. The file holds none, but HTML can spell one: ``&#8238;``."""
    control = CONTROL.search(html)
    if control is None:
        return
    written = next((found for found in _ENTITY.finditer(text) if control[0] == _spelt(found[0])), None)
    start = written.start() if written else 0
    where = Where(path, first_line + text.count("\n", 0, start), start - text.rfind("\n", 0, start))
    yield Problem("control-character", where, {"character": f"U+{ord(control[0]):04X}"})


_MARKS = re.compile(r"[\s>*_+-]*")


def _failure(path: str, text: str, first_line: int, error: Exception) -> Problem:
    if not isinstance(error, RecursionError):
        return Problem("markdown-failed", Where(path, first_line), {"error": type(error).__name__})
    depths = [len(match[0]) for line in text.split("\n") if (match := _MARKS.match(line))]
    return Problem("markdown-too-deep", Where(path, first_line + depths.index(max(depths)), 1))


def _headings(tokens: list[dict[str, Any]]) -> Iterator[Heading]:
    for token in tokens:
        yield Heading(max(token["level"], 2), token["id"], unescape(token["name"]))
        yield from _headings(token["children"])


_ADDRESSES = re.compile(r'<(a|img) ((?:[a-z]+="[^"]*" )*?)(href|src)="([^"]*)"((?: [a-z]+="[^"]*")*)>')
_RAW_ADDRESS = re.compile(r"""<[a-z][^<>]*?\s(href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")


class _Linker:
    """Turns the addresses in one body into placeholders."""

    def __init__(self, path: str, text: str, first_line: int, anchors: tuple[str, ...]) -> None:
        self.links: list[ContentLink] = []
        self.problems: list[Problem] = []
        self._path = path
        self._text = text
        self._first_line = first_line
        self._anchors = anchors
        self._occurrences: dict[str, int] = {}

    def look_for_unsafe(self, html: str) -> None:
        """Note the addresses that cleaning will remove."""
        for match in _RAW_ADDRESS.finditer(html):
            address = unescape(match[2].strip("\"'")).strip()
            scheme = _SCHEME.match(address)
            if scheme and scheme[1].lower() not in _SCHEMES:
                is_file = len(scheme[1]) == 1 or scheme[1].lower() == "file"
                code = "image-not-in-media" if is_file and match[1].lower() == "src" else "unsafe-link"
                self._report(code, address)

    def replace(self, html: str) -> str:
        """Return ``html`` with placeholders for the addresses of content."""
        return _ADDRESSES.sub(self._address, html)

    def _address(self, match: re.Match[str]) -> str:
        tag, before, attribute, written, after = match.groups()
        address = unescape(written)
        self._occurrences[address] = self._occurrences.get(address, 0) + 1
        if not address:
            self._report("empty-link", address)
            return match[0]
        if tag == "img" and not re.search(r'alt="[^"]*[^"\s]', before + after):
            self._report("image-without-alt", address)
        target = self._target(address, tag == "img")
        return match[0] if target is None else f'<{tag} {before}{attribute}="{target}"{after}>'

    def _target(self, address: str, is_image: bool) -> str | None:
        """Return the placeholder for ``address``; ``None`` to leave it as it is."""
        if _SCHEME.match(address) or address.startswith("//"):
            if is_image:
                self._report("external-image", address)
                return ""
            return None
        target, _, anchor = address.partition("#")
        anchor = unquote(anchor)
        if not target:
            if anchor and anchor not in self._anchors:
                self._report_anchor(address, anchor)
            return None
        decoded = unquote(target)
        # No file is called so: it is looked for as it is written, and not found.
        path = (target if CONTROL.search(decoded) else decoded).replace("\\", "/")
        if path.startswith("/"):
            path = f"content{path.rstrip('/')}"
        else:
            path = posixpath.normpath(posixpath.join(posixpath.dirname(self._path), path))
        self.links.append(ContentLink(path, anchor, address, is_image, self._occurrences[address]))
        return f"{PLACEHOLDER}{len(self.links) - 1}"

    def _report_anchor(self, address: str, anchor: str) -> None:
        near = nearest(anchor, self._anchors, 1)
        where = find_in_body(self._path, self._text, self._first_line, address, self._occurrences[address])
        arguments: dict[str, Argument] = {"target": address, "anchor": anchor, "near": near}
        self.problems.append(Problem("broken-anchor", where, arguments, "did-you-mean" if near else None))

    def _report(self, code: str, address: str) -> None:
        occurrence = self._occurrences.get(address, 1)
        where = find_in_body(self._path, self._text, self._first_line, address, occurrence)
        self.problems.append(Problem(code, where, {"target": address}))


def find_in_body(path: str, body: str, first_line: int, written: str, occurrence: int = 1) -> Where:
    """Return the place where ``written`` stands for the ``occurrence``-th time (Markdown keeps no positions)."""
    lines = body.split("\n")
    for word in dict.fromkeys((written, unquote(written), quote(written, safe="/#:?=&%."))):
        for before in (r"\]\(<?", "") if word else (r"\]\(<?",):
            pattern = re.compile(rf"({before}){re.escape(word)}(?=[\s)>\"']|$)")
            found = [
                Where(path, number, match.end(1) + 1)
                for number, line in enumerate(lines, first_line)
                for match in pattern.finditer(line)
            ]
            if found:
                return found[min(occurrence, len(found)) - 1]
    return Where(path, first_line)


_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_LIST_ITEM = re.compile(r"^(?:[-*+]|\d{1,3}\.) +\S")
_HTML_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>")
_BLOCK_START = re.compile(r"^(?:\s|[-*+>#|]|\d{1,3}\. |`{3}|~{3})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def lint(path: str, text: str, first_line: int) -> Iterator[Problem]:
    """Yield what would surprise the author of a body: unclosed fences, lost HTML, lists that are none."""
    fence = ""
    fence_line = 0
    previous = ""
    visible = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for number, line in enumerate(visible.split("\n"), first_line):
        opening = _FENCE.match(line)
        if opening and (not fence or (line.strip().startswith(fence) and not line.strip().strip(fence[0]))):
            fence, fence_line = ("", 0) if fence else (opening[1], number)
        elif not fence:
            yield from _lint_line(path, number, line, previous)
        previous = line
    if fence:
        yield Problem("unclosed-fence", Where(path, fence_line, 1), {"fence": fence})


def _lint_line(path: str, number: int, line: str, previous: str) -> Iterator[Problem]:
    if re.match(r"#(?!#)", line):
        yield Problem("second-h1", Where(path, number, 1))
    elif re.fullmatch(r"=+\s*", line) and previous.strip():
        yield Problem("second-h1", Where(path, number - 1, 1))
    if _LIST_ITEM.match(line) and previous.strip() and not _BLOCK_START.match(previous):
        yield Problem("list-without-blank-line", Where(path, number, 1))
    outside_code = re.sub(r"`[^`]*`", lambda code: " " * len(code[0]), line)
    for tag in _HTML_TAG.finditer(outside_code):
        if tag[2].lower() not in _TAGS and not tag[1]:
            yield Problem("raw-html", Where(path, number, tag.start() + 1), {"tag": tag[2]})

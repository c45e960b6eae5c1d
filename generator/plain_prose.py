"""A short cut for plain prose: what most stories are made of, converted without a Markdown parser.

It takes paragraphs, headings, simple lists and quotations, links, pictures and strong words, written in the one plain
way, and gives exactly what Python-Markdown and the sanitiser give for them. Anything else, one odd character even, and
it declines. A property test holds both equal on any text.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .catalog import Heading

# In plain text every one of these may mean something to Markdown, to HTML or to the sanitiser.
_ODD = r"\\`*_<>&\[\]|~^{}!\x00-\x09\x0b-\x1f\x7f-\xa0\ufffe\uffff\ud800-\udfff"
_TEXT = rf"[^\n{_ODD}]"
_ADDRESS = r"(?:https?://)?[^:\s\\`*_<>&\[\]|~^{}!()\"'\x00-\x20\x7f-\xa0\ufffe\uffff\ud800-\udfff]+"
_LABEL = rf"(?:(?![\"']){_TEXT})"
_INLINE = re.compile(
    rf"(?P<text>{_TEXT}+)"
    rf"|!\[(?P<alt>{_LABEL}+)\]\((?P<src>{_ADDRESS})\)"
    rf"|\[(?P<label>{_LABEL}+)\]\((?P<href>{_ADDRESS})\)"
    rf"|\*\*(?P<strong>(?![\s]){_TEXT}+(?<!\s))\*\*(?!\*)"
)
_HEADING = re.compile(rf"(#{{2,6}}) ((?![\s#])(?:(?!#){_TEXT})+(?<!\s))")
_PUNCTUATION = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[-\s]+")
_BULLET = re.compile(r"- (?=[^\s\-#>+\d=:])(.*)")
_NUMBERED = re.compile(r"\d{1,3}\. (?=[^\s\-#>+\d=:])(.*)")
# A line that begins with one of these may begin a block of another kind.
_PARAGRAPH_START = re.compile(r"[^\s\-#>+\d=:]")


def plain_html(text: str) -> tuple[str, tuple[Heading, ...]] | None:
    """Return the HTML of ``text`` and its headings, or ``None`` when it is not plain."""
    blocks = []
    headings: dict[str, Heading] = {}
    kind_before = ""
    for block in re.split(r"\n\n+", text.strip("\n")):
        kind = _kind(block)
        # Two lists or quotations in a row are one to Markdown, in ways of their own.
        html = None if kind and kind == kind_before else _CONVERTERS[kind](block)
        if html is None:
            heading = _heading(block, headings)
            if heading is None:
                return None
            headings[heading.id] = heading
            html = f'<h{heading.level} id="{heading.id}">{heading.text}</h{heading.level}>'
        kind_before = kind
        blocks.append(html)
    return "\n".join(blocks), tuple(headings.values())


def _kind(block: str) -> str:
    """Return ``list``, ``quotation``, or ``""`` for a paragraph or a heading."""
    if block.startswith("- ") or block[:1].isdigit():
        return "list"
    return "quotation" if block.startswith("> ") else ""


def _heading(block: str, taken: dict[str, Heading]) -> Heading | None:
    match = _HEADING.fullmatch(block)
    name = _slug(match[2]) if match else ""
    # The table of contents folds blanks, so only single plain ones will do.
    if match is None or match[2] != " ".join(match[2].split()):
        return None
    if not name or name in taken or re.search(r"_\d+$", name):
        return None
    return Heading(len(match[1]), name, match[2])


def _slug(text: str) -> str:
    """Return what ``slugify_unicode`` of Python-Markdown makes of a heading."""
    return _GAPS.sub("-", _PUNCTUATION.sub("", text).strip().lower())


def _quotation(block: str) -> str | None:
    lines = block.split("\n")
    if not all(line.startswith("> ") for line in lines):
        return None
    html = _paragraph("\n".join(line[2:] for line in lines))
    return None if html is None else f"<blockquote>\n{html}\n</blockquote>"


def _paragraph(block: str) -> str | None:
    lines = [_inline(line) if _PARAGRAPH_START.match(line) else None for line in block.split("\n")]
    body = "\n".join(line or "" for line in lines)
    return None if None in lines else f"<p>{body}</p>"


def _list(block: str) -> str | None:
    pattern, tag = (_BULLET, "ul") if block.startswith("- ") else (_NUMBERED, "ol")
    if tag == "ol" and not block.startswith("1. "):
        return None
    items = []
    for line in block.split("\n"):
        item = pattern.fullmatch(line)
        html = _inline(item[1]) if item else None
        if html is None:
            return None
        items.append(f"<li>{html}</li>\n")
    return f"<{tag}>\n{''.join(items)}</{tag}>"


def _inline(line: str) -> str | None:
    """Return the HTML of one line, or ``None``. Blanks at its ends mean something to Markdown."""
    if line != line.strip():
        return None
    parts = []
    position = 0
    while position < len(line):
        match = _INLINE.match(line, position)
        if match is None:
            return None
        if match["text"]:
            parts.append(match["text"])
        elif match["src"]:
            parts.append(f'<img alt="{match["alt"]}" src="{match["src"]}">')
        elif match["href"]:
            parts.append(f'<a href="{match["href"]}">{match["label"]}</a>')
        else:
            parts.append(f"<strong>{match['strong']}</strong>")
        position = match.end()
    return "".join(parts)


_CONVERTERS: dict[str, Callable[[str], str | None]] = {"": _paragraph, "list": _list, "quotation": _quotation}

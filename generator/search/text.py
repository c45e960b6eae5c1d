"""What of a page is found: its matter, letter by letter where it is Chinese, and what it says of itself.

Pagefind looks for whole words. Chinese is written without blanks, and whatever cuts it into words cuts some of them in
another way than a reader does. So each Han character is made a word of its own, and what is looked for is a row of them
(``templates/assets/search.js`` does the same to a query): a word is then found wherever it stands.
"""

from __future__ import annotations

import re
from html import escape, unescape

_HAN = re.compile(
    r"([\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af])"
)
"""What ``\\p{Script=Han}`` is in the browser."""
_MAIN = re.compile(r'<main\b[^>]*? data-search="([^"]*)" data-search-line="([^"]*)"[^>]*>(.*)</main>', re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def document_of(page: bytes) -> str | None:
    """Return the HTML that Pagefind reads for a published page, ``None`` for one that is not to be found."""
    found = _MAIN.search(page.decode("utf-8", "replace"))
    if found is None:
        return None
    filters, line, matter = found.groups()
    title = _TITLE.search(matter)
    metas = [("title", _plain(title[1]) if title else ""), ("line", unescape(line))]
    given = (word.partition(":") for word in unescape(filters).split())
    marks = [
        *(f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">' for name, value in metas),
        *(f'<meta data-pagefind-filter="{name}[content]" content="{escape(value)}">' for name, _, value in given),
    ]
    return document(_HAN.sub(r" \1 ", matter), "".join(marks))


def document(matter: str, marks: str = "") -> str:
    """Return HTML as Pagefind reads it."""
    body = f"<body><main data-pagefind-body>{matter}</main></body>"
    return f'<!doctype html><html lang="en"><head>{marks}</head>{body}</html>'


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", html)).split())

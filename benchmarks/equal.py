"""Whether the pages of all sites carry the same facts: without this, times would compare nothing.

What a page says to people, and what it says in the frame around that (``frame.py``). Of records both follow from the
corpus; the frames of lists are compared with those of the first program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from .corpus import FOLDER, KINDS, Corpus, Facts
from .frame import folder_of, frame_of, framed
from .tools import Tool

_OTHER_PAGES = 8
"""How many pages a site may have more or fewer than ours. Pelican has none for a tag that nothing has."""

Thing = TypeVar("Thing")

_LISTED = ("topics", "stages", *(folder for folder in FOLDER.values() if folder != "pages"))


@dataclass(frozen=True)
class Difference:
    """A fact that a page does not carry, or one that it carries and ours does not."""

    tool: str
    ref: str
    fact: str
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.tool}: the page of {self.ref} {'says more:' if self.is_more else 'does not say'} {self.fact!r}"


def check(tools: list[Tool], corpus: Corpus, pages: int, *, sample: int = 12, seed: int = 7) -> list[Difference]:
    """Compare ``sample`` pages of each kind with the facts of the corpus, and the numbers of pages."""
    random = Random(seed)
    chosen = [record for kind in KINDS for record in _some(random, corpus.of(kind), sample)]
    found = [difference for tool in tools for record in chosen for difference in _page(tool, corpus, record, pages)]
    counts = {tool.name: page_count(tool, pages) for tool in tools}
    for tool in tools:
        here = {str(path.parent.relative_to(tool.folder(pages) / tool.output)) for path in _html(tool, pages)}
        missing = [it["ref"] for it in corpus.records if str(Path(tool.address(it)).parent) not in here]
        found += [Difference(tool.name, ref, "anything: there is no such page") for ref in missing]
        if abs(counts[tool.name] - counts[tools[0].name]) > _OTHER_PAGES:
            found.append(Difference(tool.name, "all pages", f"{counts[tools[0].name]} pages, but {counts[tool.name]}"))
    lists = _some(random, _lists(tools[0], corpus, pages), 3 * sample)
    return found + [one for tool in tools[1:] for path in lists for one in _list(tools[0], tool, path, pages)]


def page_count(tool: Tool, pages: int) -> int:
    """Return how many pages a site has, lists and all."""
    return len(_html(tool, pages))


def output_size(tool: Tool, pages: int) -> int:
    """Return the bytes of all pages of a site."""
    return sum(path.stat().st_size for path in _html(tool, pages))


def _html(tool: Tool, pages: int) -> list[Path]:
    return sorted((tool.folder(pages) / tool.output).rglob("*.html"))


def _some(random: Random, things: list[Thing], count: int) -> list[Thing]:
    return random.sample(things, min(count, len(things)))


def _page(tool: Tool, corpus: Corpus, record: Facts, pages: int) -> Iterator[Difference]:
    try:
        html = tool.page(record, pages).read_text("utf-8")
    except OSError:
        return  # said once, with all that are missing
    main = html[html.index("<main") : html.index("</main>")]
    text = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", main)))
    linked = {folder_of(tool.address(record), address) for address in re.findall(r'href="([^"#]+)', main)}
    for fact in facts_of(corpus, record):
        if re.sub(r"\s+", "", fact) not in text:
            yield Difference(tool.name, record["ref"], fact)
    for ref in links_of(record):
        if str(Path(tool.address(corpus.by_ref[ref])).parent) not in linked:
            yield Difference(tool.name, record["ref"], f"→ {ref}")
    yield from _between(tool, record["ref"], framed(corpus, record), frame_of(html, tool.address(record)))


def _lists(tool: Tool, corpus: Corpus, pages: int) -> list[str]:
    """Return the files of all lists that ours and the peers may have at the same address."""
    records = {tool.address(record) for record in corpus.records}
    output = tool.folder(pages) / tool.output
    found = (path.relative_to(output).as_posix() for path in _html(tool, pages))
    return [path for path in found if path.startswith(_LISTED) and path not in records]


def _list(first: Tool, tool: Tool, path: str, pages: int) -> Iterator[Difference]:
    """Compare the frames of a list; one that a program does not have is for the numbers of pages to find."""
    try:
        ours, theirs = ((it.folder(pages) / it.output / path).read_text("utf-8") for it in (first, tool))
    except OSError:
        return
    # Programs put records of one day in different orders, so another promise may stand on this page of the list.
    here, there = (
        {fact for fact in frame_of(html, path) if not fact.startswith("standing until")} for html in (ours, theirs)
    )
    yield from _between(tool, path, here, there)


def _between(tool: Tool, page: str, wanted: set[str], found: set[str]) -> Iterator[Difference]:
    for fact in sorted(wanted - found):
        yield Difference(tool.name, page, fact)
    for fact in sorted(found - wanted):
        if not fact.startswith("standing "):  # of the promises that a record shows
            yield Difference(tool.name, page, fact, is_more=True)


_WORDS = (
    "title", "summary", "place", "organiser", "scenario", "metric", "before", "now", "method", "what", "text", "answer",
    "caption", "owner", "status_label", "by", "who", "scope", "next", "services", "author", "training", "count",
)  # fmt: skip
_DATES = ("date", "start", "end", "due", "completed", "found", "fixed", "replied")


def facts_of(corpus: Corpus, record: Facts) -> list[str]:
    """Return the words that every page about ``record`` must say: titles, dates, outcomes, promises, the timeline."""
    facts = [*_facts(record), *(corpus.by_ref[ref]["title"] for ref in record.get("promises", ()))]
    facts += [corpus.by_ref[ref]["status_label"] for ref in record.get("promises", ())]
    if record["kind"] in ("story", "page"):
        facts += [re.sub(r"[*>]", "", line).strip() for line in record["body"].split("\n") if _is_plain(line)]
    if record["kind"] == "project":
        facts.remove(_han(record["date"]))  # it prints from when to when
        facts += [f"{record['cost']:,}" if record["cost"] >= 10000 else str(record["cost"])]
    return facts


def _is_plain(line: str) -> bool:
    return bool(line.strip()) and not re.search(r"[\[\]#]", line) and not line.startswith("- ")


def _facts(part: Any) -> list[str]:
    found: list[str] = []
    if isinstance(part, list):
        for item in part:
            found += _facts(item) if isinstance(item, dict) else []
    elif isinstance(part, dict):
        for name, value in part.items():
            if name in _DATES and value:
                found.append(_han(value) if len(value) > len("2026-06") else "")
            elif name == "next" and part["kind"] == "drill":
                continue  # ours names the next drill itself where there is one
            elif name in _WORDS:
                found += [it for it in (value if isinstance(value, list) else [value]) if isinstance(it, str)]
            elif isinstance(value, list | dict):
                found += _facts(value)
    return [fact for fact in found if fact]


def _han(day: str) -> str:
    then = date.fromisoformat(day)
    return f"{then.year}年{then.month}月{then.day}日"


def links_of(record: Facts) -> list[str]:
    """Return the full names of records that the page about ``record`` must link to."""
    folders = tuple(f"{folder}/" for folder in FOLDER.values())
    named = re.findall(r"\{link:([^}]*)\}", record.get("body", ""))
    kept = {name: value for name, value in record.items() if name not in ("ref", "within", "body", "back")}
    named += [word for word in re.findall(r'"([a-z]+/[a-z0-9-]+)"', json.dumps(kept)) if word.startswith(folders)]
    around = record["back"] if record["kind"] not in ("community", "commitment") else []
    return list(dict.fromkeys([*named, *around]))

"""Whether the pages of all sites carry the same facts: without this, times would compare nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path
from random import Random
from typing import Any

from .corpus import FOLDER, KINDS, Corpus, Facts
from .tools import Tool

_OTHER_PAGES = 0.1
"""How many pages of lists, indexes and notes a site may have more or fewer than ours, as a part of all pages."""


@dataclass(frozen=True)
class Difference:
    """A fact that a page does not carry."""

    tool: str
    ref: str
    fact: str

    def __str__(self) -> str:
        return f"{self.tool}: the page of {self.ref} does not say {self.fact!r}"


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
        if abs(counts[tool.name] - counts[tools[0].name]) > _OTHER_PAGES * counts[tools[0].name]:
            found.append(Difference(tool.name, "all pages", f"{counts[tools[0].name]} pages, but {counts[tool.name]}"))
    return found


def page_count(tool: Tool, pages: int) -> int:
    """Return how many pages a site has, lists and all."""
    return len(_html(tool, pages))


def output_size(tool: Tool, pages: int) -> int:
    """Return the bytes of all pages of a site."""
    return sum(path.stat().st_size for path in _html(tool, pages))


def _html(tool: Tool, pages: int) -> list[Path]:
    return sorted((tool.folder(pages) / tool.output).rglob("*.html"))


def _some(random: Random, records: list[Facts], count: int) -> list[Facts]:
    return random.sample(records, min(count, len(records)))


def _page(tool: Tool, corpus: Corpus, record: Facts, pages: int) -> Iterator[Difference]:
    try:
        html = tool.page(record, pages).read_text("utf-8")
    except OSError:
        return  # said once, with all that are missing
    main = html[html.index("<main") : html.index("</main>")]
    text = re.sub(r"\s+", "", unescape(re.sub(r"<[^>]*>", "", main)))
    linked = {_resolved(tool, record, address) for address in re.findall(r'href="([^"#]+)', main)}
    for fact in facts_of(corpus, record):
        if re.sub(r"\s+", "", fact) not in text:
            yield Difference(tool.name, record["ref"], fact)
    for ref in links_of(record):
        if str(Path(tool.address(corpus.by_ref[ref])).parent) not in linked:
            yield Difference(tool.name, record["ref"], f"→ {ref}")


def _resolved(tool: Tool, record: Facts, address: str) -> str:
    """Return the folder in the output that a link leads to."""
    if address.startswith("/"):
        return address.strip("/")
    parts = list(Path(tool.address(record)).parent.parts)
    for step in address.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)


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

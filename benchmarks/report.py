"""The results as ``docs/benchmarks.md`` and ``docs/benchmarks.svg``. What stands between the markers is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- what dominates: written by hand, kept by the bench -->", "<!-- end of what dominates -->"
_NOTHING_YET = "Nothing has been written here yet."
_ORDER = ("dizao", "hugo", "eleventy", "pelican")
_ROWS = {
    "cold": "cold build", "memory": "peak memory, cold build (MB)", "noop": "new process, nothing changed",
    "body": "new process, one story's body", "title": "new process, one story's title",
    "template": "new process, the base template", "rename": "new process, a partner renamed",
    "watch": "watching: body saved → served", "watch file": "watching: body saved → file written", "help": "`--help`",
}  # fmt: skip

Results = dict[str, Any]


@dataclass(frozen=True)
class Goal:
    """A row of design §10: what must be reached, what is aimed at, and how it is taken from the results."""

    what: str
    must: float
    aim: float
    unit: str
    figure: Callable[[Results], float | None]


def _median(results: Results, pages: int, row: str, tool: str = "dizao") -> float | None:
    found = results.get("sizes", {}).get(str(pages), {}).get(row, {}).get(tool)
    return float(found["median"]) if found else None


def _ratio(results: Results, pages: int, row: str) -> float | None:
    ours, theirs = _median(results, pages, row), _median(results, pages, row, "hugo")
    return ours / theirs if ours is not None and theirs else None


def _spread(results: Results) -> float | None:
    found = [value for pages in (1000, 10000, 100000) if (value := _median(results, pages, "watch file")) is not None]
    return max(found) / min(found) if len(found) == 3 else None


def _help(results: Results) -> float | None:
    return next((value for pages in (1000, 10000, 100000) if (value := _median(results, pages, "help"))), None)


def _milliseconds(results: Results) -> float | None:
    value = _median(results, 10000, "watch file")
    return None if value is None else value * 1000


GOALS = (
    Goal("cold build, wall time against Hugo", 1.0, 0.6, "×", lambda it: _ratio(it, 10000, "cold")),
    Goal(
        "cold build, peak memory of all processes against Hugo", 1.0, 0.5, "×", lambda it: _ratio(it, 10000, "memory")
    ),
    Goal("build again, new process, nothing changed", 0.6, 0.3, "s", lambda it: _median(it, 10000, "noop")),
    Goal("build again, new process, one story's body changed", 0.8, 0.4, "s", lambda it: _median(it, 10000, "body")),
    Goal("watch: one story's body saved → output written", 40, 15, "ms", _milliseconds),
    Goal("the same at 1,000, 10,000 and 100,000 pages, slowest against fastest", 2.0, 1.3, "×", _spread),
    Goal("`dizao --help`", 0.15, 0.15, "s", _help),
)


def write(results: Results, docs: Path) -> None:
    """Write the page and the plot into ``docs``."""
    page = docs / "benchmarks.md"
    before = page.read_text("utf-8") if page.is_file() else ""
    kept = before.partition(BEGIN)[2].partition(END)[0].strip() if BEGIN in before else _NOTHING_YET
    page.write_text("\n".join(_page(results, kept)), "utf-8")
    (docs / "benchmarks.svg").write_text(_plot(results), "utf-8")


def _page(results: Results, kept: str) -> Iterator[str]:
    machine, versions = results.get("machine", {}), results.get("versions", {})
    yield "# Benchmarks"
    yield ""
    yield "Written by `./run bench`; run it and you get this page with your own figures. Only the part"
    yield "“What dominates” is written by hand."
    yield ""
    yield "![Seconds for each kind of edit, by program](benchmarks.svg)"
    yield ""
    memory = machine.get("memory", 0) / 1e9
    yield f"- machine: {machine.get('cores')} cores, {memory:.0f} GB, {machine.get('cpu')}, {machine.get('system')}"
    yield f"- date: {results.get('date')}, revision `{results.get('commit')}`"
    yield "- versions: " + ", ".join(f"{name} {version}" for name, version in versions.items())
    yield ""
    yield "## What must be reached"
    yield ""
    yield "| what, at 10,000 pages | must | aim | measured | |"
    yield "|---|---|---|---|---|"
    for goal in GOALS:
        yield _goal(goal, results)
    yield _renamed(results)
    for pages in sorted(results.get("sizes", {}), key=int):
        yield ""
        yield from _table(int(pages), results["sizes"][pages])
    yield ""
    yield "## What dominates"
    yield ""
    yield BEGIN
    yield kept
    yield END
    yield ""
    yield from _HOW
    yield ""


def _goal(goal: Goal, results: Results) -> str:
    value = goal.figure(results)
    at_most = f"≤ {goal.must:g} {goal.unit} | ≤ {goal.aim:g} {goal.unit}"
    if value is None:
        return f"| {goal.what} | {at_most} | not measured | |"
    verdict = "aim reached" if value <= goal.aim else "reached" if value <= goal.must else "**missed**"
    return f"| {goal.what} | {at_most} | {value:.3g} {goal.unit} | {verdict} |"


def _renamed(results: Results) -> str:
    found = []
    for pages in sorted(results.get("sizes", {}), key=int):
        row = results["sizes"][pages]
        renamed, noop = row.get("rename", {}).get("dizao"), row.get("noop", {}).get("dizao")
        if renamed and noop and renamed.get("written"):
            each = (renamed["median"] - noop["median"]) * 1000 / renamed["written"]
            found.append(f"{int(pages):,}: {renamed['written']} files, {each:.1f} ms each")
    said = "; ".join(found) or "not measured"
    return f"| a partner renamed: cost above a build without changes, for each file written | ∝ files | | {said} | |"


def _table(pages: int, rows: Results) -> Iterator[str]:
    tools = [tool for tool in _ORDER if any(tool in found for found in rows.values())]
    yield f"## {pages:,} pages"
    yield ""
    yield "Medians, in seconds unless said otherwise; in brackets: how many times ours."
    yield ""
    yield "| | " + " | ".join(tools) + " |"
    yield "|---" * (len(tools) + 1) + "|"
    for row, title in _ROWS.items():
        if row in rows:
            yield f"| {title} | " + " | ".join(_cell(rows[row], tool) for tool in tools) + " |"
    cold = rows.get("cold", {})
    if all("pages" in cold.get(tool, {}) for tool in tools):
        yield "| HTML pages, with lists | " + " | ".join(f"{cold[tool]['pages']:,}" for tool in tools) + " |"
        yield "| bytes of HTML (MB) | " + " | ".join(f"{cold[tool]['bytes'] / 1e6:.1f}" for tool in tools) + " |"


def _times(ratio: float) -> str:
    return f"{round(ratio, -1):.0f}" if ratio >= 99.5 else f"{ratio:.2g}"


def _cell(row: Results, tool: str) -> str:
    if tool not in row:
        return "–"
    value = row[tool]["median"]
    ours = row.get("dizao", {}).get("median")
    ratio = f" ({_times(value / ours)}×)" if ours and tool != "dizao" else ""
    return f"{value:.3f}{ratio}" if value < 20 else f"{value:.1f}{ratio}"


_HOW = """\
## How it is measured

The corpus (`benchmarks/corpus.py`) is made up from a seed: 40 % stories of about 700 Han characters with
headings, a list, a picture and a link; the rest meetings, projects, drills, inspections and promises that name
each other, 60 partners, 40 communities, 40 topics. **Pages** means pages about one thing each: every promise
has one, whether it stands alone or inside a record. Lists, topics, stages and the home page come on top.

Hugo, Eleventy and Pelican build the same facts with templates that print the same pages (`benchmarks/peers/`):
static navigation, cached partials in Hugo, one layout for each kind, lists in pages of 20, feeds limited to 20
entries, a sitemap, canonical addresses and Open Graph, JSON-LD, scripts and tools. Hugo makes the lists by topic,
stage, status, year, community and owner as taxonomies, Eleventy by pagination over data, Pelican as categories, tags
and authors and with a generator of its own for those that are not in pages.

`benchmarks/equal.py` checks before anything is compared that a sample of pages of every kind carries the same
titles, dates, outcomes, promises, timelines and links, that each record has its page, that no site has a handful of
pages more or fewer than ours, and that what stands around the words of records and lists says the same, neither less
nor more: title and description for sharing, addresses, JSON-LD with its breadcrumbs, scripts, tools, links of the
footer, and the day on which a promise changes.

The peers are spared what they would have to search all pages for, and what they have no notion of: back-links,
the status of promises and when it changes, and counts are given to them ready-made; links are written as final
addresses; scripts and styles are copied under their names, not after what is in them; nothing is checked. Only we
make what is no page: tables of open data, calendars, feeds of communities and of promises, JSON Feed, the chain of
promises, what a browser keeps for reading without a network. The peers link to these and do not have them. Shorter in
the peers are some pages of which there is one, and those of communities: the home page, the ledger and communities
have no tables of promises by year, community and owner, lists of drills and inspections none of how long things took,
and the pages on open data, subscribing and reading without a network say in a sentence what ours explain. Drills are
not compared with earlier ones, and pictures inside stories have no sizes in Hugo, Eleventy and Pelican. Hugo orders
records of one day by title, and we by address.

Each row is the median of its runs. The programs take turns (A B C, A B C, …), after one round that is not
counted. Before a cold build its output and caches are moved away, and deleted when the row is done; before every
build what was written earlier is put on the disk; both outside the measured time. Hugo is run as its bare binary.
Memory is the sum of the proportional set sizes of all processes, sampled every 20 ms in runs that are not timed.
Watching is measured from the start of the save until the changed words come over HTTP from each program's own server
(`dizao serve`, `hugo server`, `eleventy --serve --incremental`), and for `dizao watch` until they are in the file.
""".splitlines()


# -- the plot ----------------------------------------------------------------------------------------

_COLOURS = {"dizao": "#b3261e", "hugo": "#31688e", "eleventy": "#5c8a3a", "pelican": "#8a8a8a"}
_PLOTTED = ("cold", "noop", "body", "title", "template", "rename", "watch")
_LEFT, _WIDTH, _BAR = 250, 460, 14


def _plot(results: Results) -> str:
    """Return bars of seconds, longest scaled to the width, for the largest size that all programs have run."""
    sizes = results.get("sizes", {})
    shared = [int(pages) for pages, rows in sizes.items() if len(rows.get("cold", {})) > 1]
    pages = max(shared, default=max((int(pages) for pages in sizes), default=0))
    rows = sizes.get(str(pages), {})
    longest = max((found["median"] for row in _PLOTTED for found in rows.get(row, {}).values()), default=1.0)
    parts: list[str] = []
    y = 44
    for row in _PLOTTED:
        tools = [tool for tool in _ORDER if tool in rows.get(row, {})]
        if not tools:
            continue
        parts.append(_text(_LEFT - 12, y + len(tools) * _BAR / 2 + 4, _ROWS[row], "end"))
        for tool in tools:
            value = rows[row][tool]["median"]
            width = max(1.0, value / longest * _WIDTH)
            parts.append(f'<rect x="{_LEFT}" y="{y}" width="{width:.1f}" height="{_BAR - 2}" fill="{_COLOURS[tool]}"/>')
            parts.append(_text(_LEFT + width + 6, y + _BAR - 4, f"{tool} {value:.2f} s"))
            y += _BAR
        y += 14
    title = _text(12, 24, f"{pages:,} pages: seconds, shorter is better")
    size = f'width="860" height="{y}" viewBox="0 0 860 {y}"'
    style = 'font-family="sans-serif" font-size="12" fill="#1c1c1c"'
    inside = "\n".join([f'<rect width="860" height="{y}" fill="#ffffff"/>', title, *parts])
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style} role="img">\n{inside}\n</svg>\n'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'

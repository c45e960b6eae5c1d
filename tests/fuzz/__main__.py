"""Let Atheris look for what breaks a target: ``python -m tests.fuzz [--seconds 180] [TARGET ...]``.

Each target runs in a process of its own and says how often it was called. What breaks one is kept as a file in
``.fuzz/``, and ``python -m tests.fuzz --again FILE TARGET`` calls the target with it once more.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PLACE = ROOT / ".fuzz"
LONGEST = 4096
SLOWEST = 25
"""Seconds that one call may take: more than the limit of any file."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=180, help="how long each target runs")
    parser.add_argument("--again", type=Path, help="call the targets with this file, once")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        return _fuzz(given.targets[0], given.seconds)
    from tests.fuzz.targets import TARGETS

    names = given.targets or list(TARGETS)
    if given.again:
        for name in names:
            TARGETS[name](given.again.read_bytes())
        return 0
    if importlib.util.find_spec("atheris") is None:
        _print("Atheris is not installed here: pip install -e .[fuzz] (it has wheels for some Pythons on Linux only).")
        return 3
    return max([run(name, given.seconds)[0] for name in names], default=0)


def run(name: str, seconds: int) -> tuple[int, int]:
    """Fuzz one target in a process of its own; return its exit code and how often it was called."""
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz", "--inside", "--seconds", str(seconds), name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace") + done.stdout.decode(errors="replace")
    calls = max(map(int, re.findall(r"^(?:Done |#)(\d+)", said, re.MULTILINE)), default=0)
    outcome = "ok" if done.returncode == 0 else "FAILED\n" + said[-6000:]
    _print(f"{name:<14} {calls:>9} calls {time.monotonic() - began:6.0f} s  {outcome}")
    return done.returncode, calls


def _fuzz(name: str, seconds: int) -> int:
    atheris: Any = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["generator", "yaml", "markdown"]):
        from tests.fuzz.targets import TARGETS, seeds
    corpus = PLACE / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOWEST}", "-rss_limit_mb=2500"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={PLACE}/{name}-", str(corpus)], TARGETS[name])
    atheris.Fuzz()
    return 0


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

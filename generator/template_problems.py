"""What Jinja says of a broken template, put as a problem that an editor can act on."""

from __future__ import annotations

import re
import traceback

from .problems import Problem, Where


class MissingAsset(Exception):
    """A template asked for a file in ``assets/`` that is not there."""


class MissingTemplate(Exception):
    """A template asked for a fragment that is not there."""


def syntax_problem(name: str, source: str, line: int, said: str) -> Problem:
    """Return the problem of a template that cannot be parsed; ``line`` and ``said`` are Jinja's."""
    tag = re.match(r"Encountered unknown tag '([^']*)'", said)
    if tag:
        return Problem("template-tag", Where(f"templates/{name}", line, 1), {"tag": tag[1]})
    if said.lower().startswith("unexpected end of template"):
        innermost = re.search(r"needs to be closed is '([^']*)'", said)
        return Problem("template-unclosed", _opening(name, source, innermost[1] if innermost else ""))
    return Problem("template-syntax", Where(f"templates/{name}", line, 1), {"said": said})


def _opening(name: str, source: str, tag: str) -> Where:
    """Return the place where the innermost ``tag`` that is never closed begins, or the last braces for none."""
    opened: list[int] = []
    pattern = rf"\{{%[-+]?\s*(end)?{re.escape(tag)}\b" if tag else r"\{[{%#]()"
    for match in re.finditer(pattern, source):
        if match[1]:
            del opened[-1:]
        else:
            opened.append(match.start())
    index = opened[-1] if opened else 0
    return Where(f"templates/{name}", source.count("\n", 0, index) + 1, index - source.rfind("\n", 0, index))


_UNKNOWN = re.compile(r"'([^']+)' is undefined|has no attribute '([^']+)'|requested name '([^']+)'|named '([^']+)'")


def failure(error: Exception, name: str, url: str) -> Problem:
    """Return the problem of a template that failed while it made the page at ``url``, at its deepest line."""
    place = Where(f"templates/{name}", 1, 1)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("templates/"):
            place = Where(frame.filename, frame.lineno or 1, 1)
    if isinstance(error, MissingAsset):
        return Problem("asset-missing", place, {"name": f"assets/{error}"})
    if isinstance(error, MissingTemplate):
        return Problem("template-missing", place, {"name": str(error)})
    if isinstance(error, RecursionError):
        return Problem("template-too-deep", place)
    unknown = _UNKNOWN.search(str(error)) if type(error).__module__.startswith("jinja2") else None
    if unknown:
        return Problem("template-name", place, {"name": next(filter(None, unknown.groups()))})
    return Problem("template-failed", place, {"url": f"/{url}", "said": f"{type(error).__name__}: {error}"})

"""Problems on a terminal, as JSON, or as GitHub annotations: the same facts in three forms."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Sequence

from .i18n import describe, translator
from .problems import Level, Problem, Where

LineOf = Callable[[Where], str]

LEVELS = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.INFO: "说明"}


def place_of(where: Where) -> str:
    """Return ``path:line:column`` as editors' tools understand it; only the path for what concerns a whole file."""
    if where.column:
        return f"{where.path}:{where.line}:{where.column}"
    return f"{where.path}:{where.line}" if where.line > 1 else where.path


def line_shown(problem: Problem, line_of: LineOf) -> str:
    """Return the line that a problem points at, ``""`` where it holds what must not be printed again."""
    return "" if problem.hides_line else line_of(problem.where)


def as_text(problems: Sequence[Problem], language: str, line_of: LineOf) -> str:
    """Return the problems as an editor reads them: where, what, the line itself, what to do."""
    say = translator(language)
    blocks = []
    for problem in problems:
        message, hint = describe(problem, language)
        lines = [f"{place_of(problem.where)} {say(LEVELS[problem.level])} {message}"]
        source = line_shown(problem, line_of)
        if source.strip():
            lines += _pointed_at(source, problem.where)
        if hint:
            lines.append("    " + say("提示：{hint}").format(hint=hint))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


_WIDEST = 100


def _pointed_at(source: str, where: Where) -> list[str]:
    """Return the line and a caret below the column; wide characters take two columns of a terminal."""
    line = source.rstrip().replace("\t", " ")
    start = max(0, where.column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    shown = line[start : start + _WIDEST]
    before = shown[: max(where.column - 1 - start, 0)]
    width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in before)
    margin = f"    {where.line} | "
    return [f"{margin}{shown}", f"{' ' * (len(margin) - 2)}| {' ' * width}^"]


def as_json(problems: Sequence[Problem], language: str, line_of: LineOf) -> str:
    """Return the problems as a JSON list."""
    rows = []
    for problem in problems:
        message, hint = describe(problem, language)
        rows.append(
            {
                "path": problem.where.path,
                "line": problem.where.line,
                "column": problem.where.column,
                "level": problem.level.value,
                "code": problem.code,
                "message": message,
                "hint": hint,
                "text": line_shown(problem, line_of),
            }
        )
    return json.dumps(rows, ensure_ascii=False, indent=2)


_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "notice"}


def as_github(problems: Sequence[Problem], language: str, line_of: LineOf) -> str:
    """Return the problems as workflow commands, which GitHub shows beside the lines of a change."""
    lines = []
    for problem in problems:
        message, hint = describe(problem, language)
        text = message + (f" {hint}" if hint else "")
        where = problem.where
        place = f"file={_escaped(where.path, is_property=True)},line={where.line or 1},col={where.column or 1}"
        title = _escaped(problem.code, is_property=True)
        lines.append(f"::{_GITHUB[problem.level]} {place},title={title}::{_escaped(text, is_property=False)}")
    return "\n".join(lines)


def _escaped(text: str, *, is_property: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if is_property else text


FORMATS: dict[str, Callable[[Sequence[Problem], str, LineOf], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}


def summary(problems: Sequence[Problem], language: str) -> str:
    """Return how many of each level there are: 「2 处错误，1 处提醒」, or ``""`` for none."""
    say = translator(language)
    words = {
        Level.ERROR: say("{count} 处错误"),
        Level.WARNING: say("{count} 处提醒"),
        Level.INFO: say("{count} 处说明"),
    }
    counts = {level: sum(problem.level is level for problem in problems) for level in words}
    parts = [words[level].format(count=count) for level, count in counts.items() if count]
    return say("，").join(parts)

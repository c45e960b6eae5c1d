"""What was rewritten, as problems: at its place in the content, with both versions and where the first one stands."""

from __future__ import annotations

from ..engine import Database
from ..problems import Argument, Problem, Where, Word
from ..promise_lock import LOCK
from ..promise_lock.words import NOTHING, field_in_words, value_in_words
from ..references import where_promised
from .comparison import Difference

_PLACES: dict[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "text": ("text",),
    "owner": ("owner",),
    "partner": ("partner",),
    "made": ("made_at",),
    "due": ("due",),
    "metric": ("measure", "metric"),
    "target": ("measure", "target"),
    "interval": ("recurs", "interval"),
    "start": ("recurs", "anchor"),
    "until": ("recurs", "until"),
}
_AMENDED_BY = {
    "due": Word("新期限", "new_due"),
    "text": Word("新内容", "new_text"),
    "owner": Word("新责任", "new_owner"),
    "metric": Word("新衡量", "new_measure"),
    "target": Word("新衡量", "new_measure"),
}


def rewritten(db: Database, promise: str, difference: Difference) -> Problem:
    """Return the problem that a difference is, with what was published and what stands there now."""
    fact, name = difference.entry.fact, difference.name
    where = where_promised(db, promise, *_path(difference))
    if name == "sample":
        where = Where(where.path, field=("sample",))
    arguments: dict[str, Argument] = {
        "line": f"{LOCK}:{difference.entry.line}",
        "before": value_in_words(name, difference.before),
        "after": value_in_words(name, difference.after),
        "promise": promise,
    }
    if fact.event == "amended":
        if not name:
            arguments |= {"before": " ".join(filter(None, (fact.at, fact.due, fact.reason))), "after": NOTHING}
        hint = "promise-change-again" if difference.decides_lateness else "promise-accept"
        return Problem("promise-change-rewritten", where, arguments, hint)
    arguments["field"] = field_in_words(name, fact.event)
    if fact.event == "published" and name in _AMENDED_BY:
        return Problem("promise-rewritten", where, arguments | {"new": _AMENDED_BY[name]})
    hint = "promise-restate" if difference.decides_lateness else "promise-accept"
    return Problem("promise-rewritten", where, arguments, hint)


def _path(difference: Difference) -> tuple[str | int, ...]:
    fact, name = difference.entry.fact, difference.name
    if fact.event == "amended":
        return ("amendments", difference.position) if difference.position >= 0 else ("amendments",)
    if fact.event == "completed":
        return ("occurrences",) if fact.round else ("completed_at",)
    if fact.event == "withdrawn":
        return ("withdrawn", name) if name != "at" or difference.after else ("withdrawn",)
    return _PLACES.get(name.removesuffix("_en"), ())

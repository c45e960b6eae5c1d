"""Take a legitimate change over into the lock: with its reason, which is published with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..engine import Database
from ..nearest import nearest
from ..privacy import is_public
from ..problems import Argument, DizaoError, Problem, Where
from ..promise_lock import LOCK, Entry, Fact, History, erased, histories_of_share, history_of, read, shares
from ..promise_lock.words import field_in_words
from .check import comparison, statement, text_of
from .comparison import Difference

PROBLEMS, USAGE = 1, 2


def known_promises(db: Database) -> tuple[str, ...]:
    """Return the full names of the promises in the lock."""
    return tuple(sorted(name for share in shares() for name in histories_of_share(db, share)))


def history_named(db: Database, word: str) -> History:
    """Return the history of the promise that ``word`` names: its full name, or its id.

    Raises:
        DizaoError: the lock knows no such promise (exit code 2).
    """
    name = word if word.startswith("commitments/") else f"commitments/{word}"
    history = history_of(db, name)
    if history is None:
        former = (found for known in known_promises(db) if (found := history_of(db, known)) and name in found.names)
        history = next(former, None)
    if history is None:
        near = nearest(name, known_promises(db), 3)
        hint = None if near else "promises-none-locked"
        raise DizaoError(Problem("unknown-promise", Where(LOCK), {"promise": word, "near": near}, hint), USAGE)
    return history


def accepted(db: Database, history: History, reason: str) -> tuple[Fact, ...]:
    """Return what the lock must say for the promise to stand as the site tells it now.

    Raises:
        DizaoError: there is nothing to accept (exit code 2), or it decides on lateness, which nobody can accept (1).
    """
    told = statement(db, history.name)
    if told is None or not is_public(db, history.name):
        if history.removed is not None:
            raise _nothing(history)
        return (Fact(event="removed", promise=history.name, reason=reason),)
    differences = comparison(db, history, told).differences
    if not differences:
        raise _nothing(history)
    for difference in differences:
        if difference.decides_lateness:
            raise _refused(history, difference)
    return tuple(_corrections(history, differences, reason))


def _corrections(history: History, differences: tuple[Difference, ...], reason: str) -> Iterator[Fact]:
    by_entry: dict[str, tuple[Entry, list[Difference]]] = {}
    for difference in differences:
        by_entry.setdefault(difference.entry.hash, (difference.entry, []))[1].append(difference)
    for entry, of_entry in by_entry.values():
        was = {one.name: one.before for one in of_entry}
        now = {one.name: one.after for one in of_entry}
        is_void = entry.fact.event in ("completed", "withdrawn") and now.get("at") == ""
        yield Fact(
            event="voided" if is_void else "corrected",
            promise=history.name,
            about=entry.fact.event,
            round=entry.fact.round,
            of=(entry.hash,),
            was=was,
            now={} if is_void else now,
            reason=reason,
        )


def without_words(content: bytes, history: History, reason: str, on: date) -> bytes:
    """Return the lock without the words of a promise: for what must not be public at all, such as a name."""
    return erased(read(content), history.name, history.names, reason, on)


def _nothing(history: History) -> DizaoError:
    return DizaoError(Problem("nothing-to-accept", Where(LOCK), {"text": text_of(history)}), USAGE)


def _refused(history: History, difference: Difference) -> DizaoError:
    name = difference.name or "at"
    arguments: dict[str, Argument] = {
        "text": text_of(history),
        "field": field_in_words(name, difference.entry.fact.event),
        "before": difference.before,
    }
    return DizaoError(Problem("cannot-accept", Where(LOCK), arguments), PROBLEMS)

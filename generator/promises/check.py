"""Queries: every public promise against the lock. What differs is a problem; what is new waits to be written down."""

from __future__ import annotations

from collections.abc import Iterator

from ..catalog import Commitment
from ..deals import deal
from ..engine import Database, query
from ..privacy import has_come, is_public, public, taken_down
from ..problems import Argument, Problem, Where
from ..promise_lock import (
    LOCK,
    SHARES,
    Fact,
    History,
    histories_of_share,
    history_of,
    ledger,
    shares,
)
from ..references import is_unreadable, owner_of, promises, where_promised
from ..values import first_day_of_period
from .comparison import Comparison, Surroundings, compare, is_continued_by
from .rewriting import rewritten
from .statement import Statement, statement_of

ASPIRATION = "aspiration"


def _around(db: Database) -> Surroundings:
    return Surroundings(lambda ref: is_public(db, ref), lambda name: has_come(db, first_day_of_period(name)))


def statement(db: Database, promise: str) -> Statement | None:
    """Return what the site tells of a promise today, ``None`` where it tells nothing."""
    found = public(db, promise)
    return statement_of(found) if isinstance(found, Commitment) else None


def comparison(db: Database, history: History, told: Statement) -> Comparison:
    """Return what the site tells otherwise than the lock, and what it tells anew."""
    return compare(history, told, _around(db))


def _unlocked(db: Database, promise: str) -> tuple[Fact, ...]:
    """Return what is told of a promise and not in the lock yet; note what is told otherwise."""
    told = statement(db, promise)
    if told is None:
        return ()
    history = history_of(db, promise)
    if history is None:
        # A wish binds nobody. Once it becomes a promise, it is one from that day on.
        return () if told.terms.kind == ASPIRATION else (told.terms, *told.further)
    found = comparison(db, history, told)
    for difference in found.differences:
        db.note(rewritten(db, promise, difference))
    return found.fresh


@query
def _dealt_names(db: Database) -> dict[str, tuple[str, ...]]:
    return deal(promises(db), SHARES)


@query(firewall=True)
def _names_of_share(db: Database, share: str) -> tuple[str, ...]:
    return _dealt_names(db)[share]


@query(firewall=True)
def unlocked_of_share(db: Database, share: str) -> tuple[Fact, ...]:
    """Return what is told of the promises of one share and not in the lock yet; note what is told otherwise."""
    return tuple(fact for promise in _names_of_share(db, share) for fact in _unlocked(db, promise))


@query(firewall=True)
def _missing_of_share(db: Database, share: str) -> tuple[str, ...]:
    """Return the locked promises that are not on the site, though nothing in the lock says so."""
    found = histories_of_share(db, share).items()
    return tuple(name for name, history in found if history.removed is None and not is_public(db, name))


@query
def to_lock(db: Database) -> tuple[Fact, ...]:
    """Return what the next publication writes into the lock, by promise; note what has vanished from the site.

    A promise that is found word for word under another name has moved; one whose record was taken down with a reason
    is removed. Any other that is missing is a problem.
    """
    ledger(db)
    fresh: dict[str, list[Fact]] = {}
    for share in shares():
        for fact in unlocked_of_share(db, share):
            fresh.setdefault(fact.promise, []).append(fact)
    moved: list[Fact] = []
    alike: dict[tuple[str, ...], list[str]] = {}
    for promise in sorted(fresh):
        if fresh[promise][0].event == "published":
            alike.setdefault(_likeness(fresh[promise][0]), []).append(promise)
    for name in sorted(name for share in shares() for name in _missing_of_share(db, share)):
        history = history_of(db, name)
        assert history is not None
        candidates = alike.get(_likeness(history.published.fact), [])
        twin = _twin(db, history, candidates)
        if twin is not None:
            moved += twin[1].fresh
            candidates.remove(twin[0])
            del fresh[twin[0]]
        else:
            moved += _removal(db, history)
    return (*moved, *(fact for promise in sorted(fresh) for fact in fresh[promise]))


def _likeness(terms: Fact) -> tuple[str, ...]:
    """Return what a promise and its twin have in common at the least, so that not each is compared with each."""
    return terms.text, terms.owner, terms.made, terms.due


def _twin(db: Database, history: History, candidates: list[str]) -> tuple[str, Comparison] | None:
    """Return the new promise that is the missing one under another name: of several, the one with its own id."""
    last = history.name.rpartition("-")[2]
    for promise in sorted(candidates, key=lambda name: (not name.endswith(f"-{last}"), name)):
        told = statement(db, promise)
        if told is not None and is_continued_by(history, told, _around(db)):
            return promise, comparison(db, history, told)
    return None


def _removal(db: Database, history: History) -> Iterator[Fact]:
    """Yield that a promise was removed with its record; note it where nobody said why it is gone."""
    owner = owner_of(db, history.name)
    if is_unreadable(db, owner or history.record):
        return
    words = taken_down(db, owner) if owner else None
    if words is not None and words.reason is not None:
        reason, at = words.reason, str(words.at or "")
        yield Fact(event="removed", promise=history.name, at=at, reason=reason.zh, reason_en=reason.en)
        return
    entry = history.published
    arguments: dict[str, Argument] = {
        "text": text_of(history),
        "line": f"{LOCK}:{entry.line}",
        "promise": history.name,
        "record": history.record,
    }
    if owner:
        where = where_promised(db, history.name)
        db.note(Problem("promise-hidden", Where(where.path, field=("publication",)), arguments))
    else:
        hint = "promise-sample-gone" if entry.fact.sample else None
        db.note(Problem("promise-vanished", Where(LOCK, entry.line), arguments, hint))


def text_of(history: History) -> str:
    """Return by what people know a promise: its words, or its name where they were taken out."""
    return history.published.fact.text or history.name


# -- for those who report --------------------------------------------------------------------------------

_OF_PROMISES = frozenset({"promise-rewritten", "promise-change-rewritten"})


def without_echoes(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return ``problems`` without those of promises in lines that have an error of another kind.

    What cannot be read as it was meant (a date that does not exist) also differs from what was published.
    """
    errors = (one for one in problems if one.level == "error" and one.code not in _OF_PROMISES)
    broken = {(one.where.path, one.where.line) for one in errors}
    return tuple(
        one for one in problems if one.code not in _OF_PROMISES or (one.where.path, one.where.line) not in broken
    )


def not_locked(db: Database) -> tuple[Problem, ...]:
    """Return a problem for every promise of which something is public, or no longer public, and not in the lock."""
    counts: dict[str, int] = {}
    for fact in to_lock(db):
        counts[fact.to or fact.promise] = counts.get(fact.to or fact.promise, 0) + 1
    found = []
    for promise, count in counts.items():
        told = statement(db, promise)
        history = history_of(db, promise)
        text = told.terms.text if told else text_of(history) if history else promise
        where = where_promised(db, promise)
        arguments: dict[str, Argument] = {"text": text, "promise": promise, "count": str(count)}
        found.append(Problem("promise-not-locked", where if where.path else Where(LOCK, 1), arguments))
    return tuple(found)

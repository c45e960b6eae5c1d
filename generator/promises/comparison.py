"""What the site tells of a promise against what the lock holds of it. Whatever was published may only be added to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from msgspec import Struct, structs

from ..promise_lock import EVERYTHING_SAID, WORDING, Entry, Fact, History, key_of
from .statement import Statement


class Difference(Struct, frozen=True):
    """Something that was published and is told otherwise now, or not any more.

    ``name`` is the part of the fact, ``""`` for all of it; ``position`` its place among the amendments as they are now.
    """

    entry: Entry
    name: str = ""
    before: str = ""
    after: str = ""
    position: int = -1

    @property
    def decides_lateness(self) -> bool:
        """Whether a broken promise could be made to look kept by it: then nobody can accept it."""
        if self.entry.fact.event == "amended":
            return self.name in ("", "at", "due")
        return self.entry.fact.event == "published" and self.name in ("kind", "due", "interval", "start", "until")


class Comparison(Struct, frozen=True):
    """What differs, and what is told that the lock does not hold yet."""

    differences: tuple[Difference, ...] = ()
    fresh: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else must be known to compare: whether a record is public, whether a round has begun."""

    is_public: Callable[[str], bool]
    has_begun: Callable[[str], bool]


def compare(history: History, statement: Statement, around: Surroundings) -> Comparison:
    """Return what the site tells otherwise than the lock, and what it tells anew."""
    differences: list[Difference] = []
    fresh: list[Fact] = []
    terms = statement.terms
    if history.record != terms.record or history.name != terms.promise:
        to = terms.promise if history.name != terms.promise else ""
        fresh.append(Fact(event="moved", promise=history.name, to=to, record=terms.record))
    if history.removed:
        fresh.append(Fact(event="restored", promise=terms.promise))
    _compare_fact(history.published, terms, around, differences, fresh)
    pairs, waiting = _paired(history.entries, statement.further)
    for entry, found in pairs:
        if found is not None:
            position = statement.of("amended").index(found) if found.event == "amended" else -1
            _compare_fact(entry, found, around, differences, fresh, position)
        elif not entry.fact.round or around.has_begun(entry.fact.round):
            differences.append(Difference(entry, "at" if entry.fact.event != "amended" else "", entry.fact.at))
    return Comparison(tuple(differences), (*fresh, *waiting))


def _paired(entries: tuple[Entry, ...], facts: tuple[Fact, ...]) -> tuple[list[tuple[Entry, Fact | None]], list[Fact]]:
    """Return each entry with what is told in its place now, and what is told besides."""
    waiting = list(facts)
    found: dict[str, Fact] = {}
    # All that is as it was first, so that a change is held against what it was before and not against its neighbour.
    for choose in (_same, _near):
        for entry in entries:
            other = choose(entry.fact, waiting) if entry.hash not in found else None
            if other is not None:
                found[entry.hash] = other
                waiting.remove(other)
    return [(entry, found.get(entry.hash)) for entry in entries], waiting


def _same(fact: Fact, facts: list[Fact]) -> Fact | None:
    """Return the one of ``facts`` that says what ``fact`` says."""
    parts = ("event", "round", *EVERYTHING_SAID[fact.event])
    return next((one for one in facts if all(getattr(one, name) == getattr(fact, name) for name in parts)), None)


def _near(fact: Fact, facts: list[Fact]) -> Fact | None:
    """Return the one of ``facts`` that stands in the place of ``fact``; an amendment is known by its dates."""
    of_kind = [one for one in facts if one.event == fact.event and one.round == fact.round]
    if fact.event != "amended":
        return next(iter(of_kind), None)
    same = [one for one in of_kind if key_of(one) == key_of(fact)]
    near = [one for one in of_kind if one.at == fact.at or (one.due and one.due == fact.due)]
    return next(iter((*same, *near)), None)


def _compare_fact(
    entry: Entry,
    told: Fact,
    around: Surroundings,
    differences: list[Difference],
    fresh: list[Fact],
    position: int = -1,
) -> None:
    """Add what differs between a line and what is told now; what only fills a gap in it is fresh."""
    found = list(_changed(entry, told, around))
    filled = {name: after for name, before, after in found if _fills_a_gap(entry, name, before)}
    changed = [one for one in found if one[0] not in filled]
    if any(name == "kind" for name, _, _ in changed):
        changed = [one for one in changed if one[0] == "kind"]  # all else follows from it
    differences += [Difference(entry, name, before, after, position) for name, before, after in changed]
    if filled:
        fact = Fact(event="supplemented", promise=told.promise, about=told.event, of=(entry.hash,), now=filled)
        fresh.append(fact)


def _changed(entry: Entry, told: Fact, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    for name in EVERYTHING_SAID[entry.fact.event]:
        before, after = getattr(entry.fact, name), getattr(told, name)
        if before == after:
            continue
        # A partner whose record is off the site cannot be shown; whoever is named beside it still is.
        if name == "partner" and not after and told.owner and not around.is_public(before):
            continue
        yield name, before, after


def _fills_a_gap(entry: Entry, name: str, before: str) -> bool:
    is_addition = name.endswith("_en") or name == "partner" or (entry.fact.erased and name in WORDING)
    return is_addition and not before


def is_continued_by(history: History, statement: Statement, around: Surroundings) -> bool:
    """Whether a promise with a new name is the old one word for word, with nothing taken back."""
    moved = structs.replace(statement.terms, promise=history.name, record=history.record)
    return not compare(history, structs.replace(statement, terms=moved), around).differences

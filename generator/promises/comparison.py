"""What the site tells of a promise against what the lock holds of it. Whatever was published may only be added to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


class Surroundings(Struct, frozen=True):
    """What else must be known to compare: whether a record is public, whether a round has begun."""

    is_public: Callable[[str], bool]
    has_begun: Callable[[str], bool]


def compare(history: History, statement: Statement, around: Surroundings) -> Comparison:
    """Return what the site tells otherwise than the lock, and what it tells anew."""
    differences: list[Difference] = []
    fresh: list[Fact] = []
    terms = statement.terms
    if history.removed:
        fresh.append(Fact(event="restored", promise=terms.promise))
    if history.record != terms.record or history.name != terms.promise:
        to = terms.promise if history.name != terms.promise else ""
        fresh.append(Fact(event="moved", promise=history.name, to=to, record=terms.record))
    _compare_fact(history.published, terms, around, differences, fresh)
    waiting = list(statement.further)
    for entry in history.entries:
        found = _counterpart(entry, waiting)
        if found is None:
            if not entry.fact.round or around.has_begun(entry.fact.round):
                differences.append(Difference(entry, "at" if entry.fact.event != "amended" else "", entry.fact.at))
            continue
        waiting.remove(found)
        position = statement.of("amended").index(found) if found.event == "amended" else -1
        _compare_fact(entry, found, around, differences, fresh, position)
    return Comparison(tuple(differences), (*fresh, *waiting))


def _counterpart(entry: Entry, facts: list[Fact]) -> Fact | None:
    """Return what is told now in the place of ``entry``: the same fact, else one that only differs in a date."""
    fact = entry.fact
    of_kind = [other for other in facts if other.event == fact.event and other.round == fact.round]
    same = [other for other in of_kind if key_of(other) == key_of(fact)]
    near = [other for other in of_kind if other.at == fact.at or (other.due and other.due == fact.due)]
    return next(iter((*same, *near)), None) if fact.event == "amended" else next(iter(of_kind), None)


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

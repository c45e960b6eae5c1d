"""The story of each promise, told from the lines of the lock; as queries, so that what rests on one costs one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, structs

from .. import deals
from ..catalog import Correction
from ..engine import Database, query
from ..problems import Problem, Where
from .chain import PATH, Line, checked_before, read, to_bytes
from .facts import Event, Fact, is_told_again, key_of, plain
from .words import correction, is_correction

SHARES = 64
"""The promises are dealt out by a checksum of their names, so that one new line looks again at one share of them."""


class Entry(Struct, frozen=True):
    """A line as it holds today, with all that later lines corrected in it."""

    line: int
    hash: str
    on: date
    fact: Fact


class History(Struct, frozen=True, kw_only=True):
    """One promise: ``name`` and ``record`` are where it stands today, ``names`` all that it ever had.

    ``published`` holds its terms as they were first told, ``entries`` the changes, completions and the withdrawal that
    hold today; ``removed`` is set while it is off the site. ``taken_back`` are the lines that take something back.
    """

    name: str
    names: tuple[str, ...]
    record: str
    published: Entry
    entries: tuple[Entry, ...] = ()
    removed: Entry | None = None
    taken_back: tuple[Entry, ...] = ()

    def of(self, event: Event) -> tuple[Entry, ...]:
        """Return the entries of one kind."""
        return tuple(entry for entry in self.entries if entry.fact.event == event)


class _Telling:
    """A history while it is told, line by line."""

    def __init__(self, line: Line) -> None:
        self.name = line.fact.promise
        self.names = [self.name]
        self.record = line.fact.record
        self.published = line.hash
        self.removed: Entry | None = None
        self.entries: dict[str, Entry] = {}
        self.taken_back: list[Entry] = []
        self.add(line)

    def add(self, line: Line) -> None:
        fact = line.fact
        entry = Entry(line.number, line.hash, fact.on, plain(fact))
        self.taken_back += [entry] if is_correction(fact) else []
        match fact.event:
            case "published":
                self.entries.setdefault("published", entry)
            case "amended" | "completed" | "withdrawn":
                # Two branches may have told the same: the line that came first counts.
                if not any(is_told_again(fact, other.fact) for other in self.entries.values()):
                    self.entries[line.hash] = entry
            case "moved":
                self.name, self.record = fact.to or self.name, fact.record
                self.names += [fact.to] if fact.to and fact.to not in self.names else []
            case "removed":
                self.removed = entry
            case "restored":
                self.removed = None
            case "corrected" | "supplemented":
                for key, other in self._named(fact):
                    self.entries[key] = structs.replace(other, fact=structs.replace(other.fact, **fact.now))
            case "voided":
                for key, _ in self._named(fact):
                    del self.entries[key]

    def _named(self, fact: Fact) -> list[tuple[str, Entry]]:
        """Return the entries that a line is about; the terms themselves cannot be voided."""
        found = [(key, entry) for key, entry in self.entries.items() if entry.hash in fact.of]
        return [(key, entry) for key, entry in found if fact.event != "voided" or key != "published"]

    def told(self) -> History:
        published, *entries = self.entries.values()
        return History(
            name=self.name,
            names=tuple(self.names),
            record=self.record,
            published=published,
            entries=tuple(entries),
            removed=self.removed,
            taken_back=tuple(self.taken_back),
        )


def tell(found: Iterable[Line]) -> tuple[History, ...]:
    """Return the history of every promise, in the order in which they were first published."""
    by_name: dict[str, _Telling] = {}
    tellings: list[_Telling] = []
    for line in found:
        fact = line.fact
        telling = by_name.get(fact.promise)
        if fact.event == "published" and (telling is None or telling.name != fact.promise):
            # Also where an earlier promise had this name and moved away from it.
            telling = by_name[fact.promise] = _Telling(line)
            tellings.append(telling)
        elif telling is not None:
            telling.add(line)
            by_name[telling.name] = telling
    return tuple(telling.told() for telling in tellings)


# -- queries -----------------------------------------------------------------------------------------


@query(keep=False)
def ledger(db: Database) -> bytes:
    """Return the lock as it is published: the lines that hold. Note what is wrong with it."""
    content = db.read("file", PATH)
    if content is None:
        if db.read("listed", PATH):
            db.note(Problem("file-unreadable", Where(PATH, 1)))
        return b""
    chain = read(content)
    for said in chain.problems:
        db.note(said)
    return to_bytes(chain.lines)


def lines(db: Database) -> list[Line]:
    """Return the lines of the lock that hold."""
    return list(checked_before(ledger(db)))


@query(keep=False)
def _shared_out(db: Database) -> dict[str, dict[str, History]]:
    dealt: dict[str, dict[str, History]] = {share: {} for share in shares()}
    for history in tell(checked_before(ledger(db))):
        dealt[_share_of(history.name)][history.name] = history
    return dealt


def shares() -> tuple[str, ...]:
    """Return the keys of all shares."""
    return deals.shares(SHARES)


def _share_of(promise: str) -> str:
    """Return the share that a promise belongs to."""
    return deals.share_of(promise, SHARES)


@query(firewall=True)
def histories_of_share(db: Database, share: str) -> dict[str, History]:
    """Return the histories of one share by the names that the promises have today."""
    return _shared_out(db)[share]


def history_of(db: Database, promise: str) -> History | None:
    """Return the history of the promise that has this name today."""
    return histories_of_share(db, _share_of(promise)).get(promise)


@query(firewall=True)
def _locked_names(db: Database, share: str) -> tuple[str, ...]:
    return tuple(histories_of_share(db, share))


def is_locked(db: Database, promise: str) -> bool:
    """Whether the promise that has this name today is in the lock."""
    return promise in _locked_names(db, _share_of(promise))


# -- what a page shows of it -------------------------------------------------------------------------


class Effects(Struct, frozen=True):
    """What the lock adds to a public promise.

    ``days`` says since when a change, a completion or the withdrawal is public, by its key, where it was told after the
    promise was first published; ``at_first`` has the keys of the amendments told together with it. ``corrections`` are
    what its authors took back, with their reasons.
    """

    days: dict[str, date] = {}
    at_first: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()


@query(firewall=True)
def effects_of_share(db: Database, share: str) -> dict[str, Effects]:
    """Return what the lock adds to the promises of one share, by name; those to which it adds nothing are left out."""
    found = {name: _effects_in(history) for name, history in histories_of_share(db, share).items()}
    return {name: effects for name, effects in found.items() if effects != Effects()}


def effects_of(db: Database, promise: str) -> Effects:
    """Return what the lock adds to the promise that has this name today: mostly nothing."""
    return effects_of_share(db, _share_of(promise)).get(promise, Effects())


def _effects_in(history: History) -> Effects:
    first = history.published.on
    # Of two changes with one key, the one that residents were told first counts: both set the same date.
    days = {key_of(entry.fact): entry.on for entry in reversed(history.entries) if entry.on > first}
    at_first = tuple(key_of(entry.fact) for entry in history.of("amended") if entry.on == first)
    return Effects(days, at_first, tuple(correction(entry.fact, entry.on) for entry in history.taken_back))

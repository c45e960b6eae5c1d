"""Publish a sound build, and write the promise lock: by a publication, by an acceptance, by mending it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from .build import BuildResult, Workshop
from .config import Locations
from .problems import DizaoError, Problem, Where
from .promise_lock import LOCK, extended, mended, read
from .promises import keeper
from .promises.acceptance import accepted, history_named, without_words
from .promises.check import not_locked, to_lock
from .promises.ledger import LEDGER
from .publish import Published
from .takedowns import remember
from .watch import Changes

PROBLEMS = 1
"""The exit code for problems in content."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of it: ``published`` is ``None`` where ``result`` is not sound; ``locked`` counts the new lines.

    ``purge`` has the addresses whose copies elsewhere show what was taken down.
    """

    result: BuildResult
    published: Published | None
    locked: int = 0
    purge: tuple[str, ...] = ()


def publish_site(
    workshop: Workshop,
    places: Locations,
    result: BuildResult,
    *,
    writes_lock: bool = True,
    with_index: bool = False,
    saves: bool = False,
) -> Publication:
    """Publish ``result``, which is sound, after the lock holds every promise of it.

    ``with_index`` waits for the search index, which then is published in the same commit; else what is not made yet is
    left out, and ``Workshop.jobs`` has it. ``saves``: see ``Workshop.publish``.

    The lock is written first: whatever is public has been written down, also when the process is killed in between.
    When nothing could be published, the lock is as it was. A look at a day that has not come writes nothing down.

    Raises:
        DizaoError: as ``publish`` does; ``lock-lines-lost`` (exit code 1), ``lock-busy``, ``lock-unwritable`` (3).
    """
    require_all_that_is_published(places, result)
    is_ahead = workshop.today() > datetime.now(workshop.timezone()).date()
    if not writes_lock or is_ahead or not to_lock(workshop.database):
        found = workshop.indexed(result) if with_index else result
        if not found.is_sound:
            return Publication(found, None)
        purge = _remembered(workshop, places, found)
        return Publication(found, workshop.publish(found, saves=saves), purge=purge)
    only_the_lock = _only_the_lock(places)
    with keeper.held(places.site):
        # Another process may have written since this one looked.
        again = workshop.build(only_the_lock)
        if not again.is_sound:
            return Publication(again, None)
        before = keeper.current(places.site)
        facts = to_lock(workshop.database)
        keeper.write(places.site, extended(read(before or b""), facts, again.today))
        try:
            locked = workshop.build(only_the_lock)
            locked = workshop.indexed(locked) if with_index and locked.is_sound else locked
            purge = _remembered(workshop, places, locked) if locked.is_sound else ()
            published = workshop.publish(locked, saves=saves) if locked.is_sound else None
        except DizaoError as error:
            # One that was interrupted is completed at the next start, and then its lines must be there.
            if error.problem.code != "output-interrupted":
                keeper.write(places.site, before)
            raise
        if published is None:
            keeper.write(places.site, before)
    seconds = result.seconds + again.seconds + locked.seconds
    told = replace(locked, seconds=seconds, ran=result.ran + again.ran + locked.ran)
    return Publication(told, published, len(facts), purge)


def _remembered(workshop: Workshop, places: Locations, result: BuildResult) -> tuple[str, ...]:
    """Put on the purge list what ``result`` takes down, before it does: nothing is forgotten in a kill between."""
    addresses = workshop.to_purge(result)
    return remember(places, addresses, workshop.site_url()) if addresses else ()


def _only_the_lock(places: Locations) -> Changes:
    return Changes(frozenset({str(keeper.path_of(places.site))}), sweep=False)


def with_what_is_not_locked(workshop: Workshop, result: BuildResult) -> BuildResult:
    """Return ``result`` with a problem for every promise that the lock does not hold as it is."""
    found = map(workshop.located, not_locked(workshop.database))
    return replace(result, problems=tuple(sorted((*result.problems, *found), key=lambda one: one.where)))


def others_than_promises(result: BuildResult) -> BuildResult:
    """Return ``result`` with those problems only that are not about promises told otherwise than they were."""
    return replace(result, problems=tuple(one for one in result.problems if not one.code.startswith("promise-")))


def accept(workshop: Workshop, places: Locations, words: Sequence[str], reason: str, *, erases: bool) -> int:
    """Take over what is told otherwise now of the promises that ``words`` name; return how many lines were added.

    With ``erases`` their words are taken out of the lock instead, for what must not be public at all.

    Raises:
        DizaoError: there is no such promise, nothing to accept, or something that nobody can accept.
    """
    with keeper.held(places.site):
        result = workshop.build(_only_the_lock(places))
        before = keeper.current(places.site) or b""
        histories = [history_named(workshop.database, word) for word in words]
        if erases:
            content = before
            for history in histories:
                content = without_words(content, history, reason, result.today)
        else:
            facts = [fact for history in histories for fact in accepted(workshop.database, history, reason)]
            content = extended(read(before), facts, result.today)
        keeper.write(places.site, content)
    return content.count(b"\n") - before.count(b"\n")


def mend(workshop: Workshop, places: Locations) -> tuple[bool, tuple[Problem, ...]]:
    """Make the lock whole with what it holds itself and what was published of it.

    Return whether it was altered, and what must be put right by hand.
    """
    with keeper.held(places.site):
        before = keeper.current(places.site) or b""
        published = _published_ledger(places)
        content, problems = mended(before, [published] if published else [], workshop.today())
        if content != before:
            keeper.write(places.site, content)
    return content != before, problems


def _published_ledger(places: Locations) -> bytes:
    try:
        return (places.output / LEDGER).read_bytes()
    except OSError:
        return b""


def require_all_that_is_published(places: Locations, result: BuildResult) -> None:
    """Refuse a lock that lacks lines which the published one has: somebody may rely on them.

    Raises:
        DizaoError: ``lock-lines-lost`` (exit code 1).
    """
    if result.touched is not None and LEDGER not in result.touched:
        return
    public = _published_ledger(places)
    ours = keeper.current(places.site) or b""
    if ours.startswith(public):
        return
    known = {line.hash for line in read(ours).lines}
    lost = [line for line in read(public).lines if line.hash not in known]
    if lost:
        arguments = {
            "count": str(len(lost)),
            "ledger": (places.output / LEDGER).as_posix(),
            "line": str(lost[0].number),
        }
        raise DizaoError(Problem("lock-lines-lost", Where(LOCK), arguments), PROBLEMS)

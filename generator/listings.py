"""Which records stand in which list, in which order; what links back to a record; how promises add up.

All of it is made of cards, so that an edit which leaves the card of a record equal leaves every list alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from .catalog import (
    AnyPublic,
    Card,
    CareCase,
    Commitment,
    Community,
    Drill,
    Finding,
    Inspection,
    Meeting,
    Outcome,
    Page,
    Partner,
    Project,
    Stages,
    Standing,
    Story,
    Tally,
)
from .engine import Database, query
from .inside import values_inside
from .privacy import SMALL, in_words, public, public_names, translated
from .values import FuzzyDate, Text
from .vocabulary import KIND_OF_FOLDER, RECORD_KINDS, STAGES, STATUSES

# -- cards -------------------------------------------------------------------------------------------


@query(firewall=True)
def card(db: Database, ref: str) -> Card | None:
    """Return the card of a public record, or ``None`` when there is no such public record."""
    found = public(db, ref)
    if found is None:
        return None
    kind = KIND_OF_FOLDER[ref.partition("/")[0]].name
    own = _CARD_PARTS[type(found)](found)
    given = {
        "topics": found.topics,
        "sample": found.sample,
        "updated_at": found.updated_at,
        "corrections": found.corrections,
        "former": found.former,
    }
    return Card(ref=ref, kind=kind, community=found.community, links=_links(found), **{**given, **own})


def card_in(db: Database, ref: str, language: str) -> Card | None:
    """Return the card of a public record as pages in the second ``language`` of a site print it (``""``: the first)."""
    return _translated_card(db, f"{ref}.{language}") if language and ref.startswith(_TRANSLATED) else card(db, ref)


_TRANSLATED = ("stories/", "pages/")
"""What may have a translation in a file of its own."""


@query(firewall=True)
def _translated_card(db: Database, name: str) -> Card | None:
    ref, _, language = name.rpartition(".")
    found, words = card(db, ref), translated(db, name)
    return in_words(found, words, language) if found and words else found


def _links(found: AnyPublic) -> tuple[str, ...]:
    """Return the full names of records anywhere in a public record, each once, in order."""
    words = (word for _, word in values_inside(found, _may_link) if "/" in word)
    return tuple(dict.fromkeys(word for word in words if _is_full_name(word)))


def _may_link(name: str, kind: type[Any]) -> bool:
    return kind is str and name not in ("ref", "file", "url", "former")


def _is_full_name(word: str) -> bool:
    folder, _, name = word.partition("/")
    return folder in KIND_OF_FOLDER and bool(name)


def _stages_of(stages: Stages | None) -> tuple[str, ...]:
    return tuple(choice.key for choice in STAGES if stages and getattr(stages, choice.key))


def _project(project: Project) -> dict[str, Any]:
    stages = _stages_of(project.stages)
    date = project.end or project.start
    common = {"title": project.title or Text(""), "summary": project.summary, "date": date}
    return common | {
        "type": project.category,
        "state": project.state,
        "stages": stages,
        "figures": {"stages": len(stages)},
    }


def _drill(drill: Drill) -> dict[str, Any]:
    figures = {name: getattr(drill, name) for name in ("evac_time_s", "target_evac_s")}
    common = {"title": drill.title or Text(""), "summary": drill.summary, "date": drill.date}
    known = {name: value for name, value in figures.items() if value is not None}
    return common | {"type": drill.type, "state": drill.state, "figures": known}


def _inspection(inspection: Inspection) -> dict[str, Any]:
    fixed = sum(finding.state in ("fixed", "rechecked") for finding in inspection.findings)
    ages = Counter(age_of(finding, inspection.date) for finding in inspection.findings)
    common = {
        "title": inspection.title or Text(""),
        "summary": inspection.summary or inspection.scope,
        "date": inspection.date,
    }
    return common | {"type": inspection.type, "figures": {"findings": len(inspection.findings), "fixed": fixed, **ages}}


AGES = (("days_7", 7), ("days_30", 30), ("days_90", 90), ("days_more", None))
"""How long it took to put a hazard right, at most in days (domain brief §3.5)."""


def age_of(finding: Finding, found_on: FuzzyDate | None) -> str:
    """Return a key of ``AGES``; ``days_unknown`` where a date is missing, ``open`` where it is not put right."""
    if finding.state not in ("fixed", "rechecked"):
        return "open"
    found, fixed = finding.found_at or found_on, finding.fixed_at
    if not (found and fixed and found.is_full and fixed.is_full and found.first_day and fixed.first_day):
        return "days_unknown"
    days = (fixed.first_day - found.first_day).days
    return next(key for key, most in AGES if most is None or days <= most)


def _meeting(meeting: Meeting) -> dict[str, Any]:
    answered = sum(need.state in ("answered", "replied", "confirmed", "declined") for need in meeting.needs)
    common = {"title": meeting.title or Text(""), "summary": meeting.topic, "date": meeting.date}
    return common | {"type": meeting.type, "figures": {"needs": len(meeting.needs), "answered": answered}}


def _care_case(case: CareCase) -> dict[str, Any]:
    common = {"title": case.alias or Text(""), "summary": case.summary, "date": case.month}
    return common | {"type": case.category, "state": case.state}


def _commitment(promise: Commitment) -> dict[str, Any]:
    counted = tuple(period.standing for period in promise.periods)
    figures = {}
    if promise.interval:
        statuses = [standing.status for standing in counted]
        kept = sum(status in ("kept", "kept_late") for status in statuses)
        figures = {"kept": kept, "total": sum(status in ("kept", "kept_late", "overdue") for status in statuses)}
    common = {"title": promise.text or Text(""), "date": promise.made_at, "type": promise.type, "figures": figures}
    stated = {"owner": promise.owner, "due": promise.due, "source_record": promise.source_record}
    return common | stated | {"standing": promise.standing, "rounds": counted, "changes": promise.changes}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {"title": outcome.name or Text(""), "summary": outcome.summary}


def _named(found: Community | Partner) -> dict[str, Any]:
    kind = found.type if isinstance(found, Partner) else ""
    return {"title": found.name or Text(""), "summary": found.summary, "type": kind}


def _story(story: Story) -> dict[str, Any]:
    return {"title": story.title or Text(""), "summary": story.summary, "date": story.date, "stages": story.stages}


def _page(page: Page) -> dict[str, Any]:
    return {"title": page.title or Text(""), "summary": page.summary}


_CARD_PARTS: dict[type[Any], Callable[[Any], dict[str, Any]]] = {
    Project: _project,
    Drill: _drill,
    Inspection: _inspection,
    Meeting: _meeting,
    CareCase: _care_case,
    Commitment: _commitment,
    Outcome: _outcome,
    Community: _named,
    Partner: _named,
    Story: _story,
    Page: _page,
}


# -- the directory: every list of the site, made once --------------------------------------------------

# What is sorted by something is sorted kind by kind first: so a new title in one kind costs nothing in the others.

_FOLDER_OF = {kind.name: kind.folder for kind in RECORD_KINDS}
_STATUS_ORDER = {choice.key: position for position, choice in enumerate(STATUSES)}


@query
def cards(db: Database, kind: str) -> tuple[Card, ...]:
    """Return the cards of everything public of a kind, in the order of its list."""
    folder = f"{_FOLDER_OF[kind]}/"
    names = (ref for ref in public_names(db) if ref.startswith(folder))
    found = [shown for ref in names if (shown := card(db, ref)) is not None]
    found.sort(key=lambda shown: shown.ref)
    found.sort(key=_place)
    return tuple(found)


def _place(shown: Card) -> tuple[Any, ...]:
    if shown.kind == "commitment":
        status = _STATUS_ORDER[shown.standing.status] if shown.standing else len(_STATUS_ORDER)
        return (status, shown.due.order if shown.due else (9999, 0, 0))
    if shown.kind in ("community", "partner", "outcome", "page"):
        return (0, (0, 0, 0))
    year, month, day = shown.date.order if shown.date else (0, 0, 0)
    return (0, (-year, -month, -day))


def told_count(refs: tuple[str, ...]) -> int | None:
    """Return how many records a list says that it has; ``None`` for a few care cases alone, which nothing counts."""
    is_of_persons = len(refs) < SMALL and all(ref.startswith("care/") for ref in refs)
    return None if refs and is_of_persons else len(refs)


@query(firewall=True)
def members(db: Database, kind: str) -> tuple[str, ...]:
    """Return the public records of a kind: newest first; promises by what needs attention first; places by id."""
    return tuple(shown.ref for shown in cards(db, kind))


Groups = dict[str, tuple[str, ...]]


def _grouped(shown_by_group: Iterable[tuple[str, Card]]) -> Groups:
    found: dict[str, list[str]] = {}
    for group, shown in shown_by_group:
        found.setdefault(group, []).append(shown.ref)
    return {group: tuple(refs) for group, refs in found.items()}


def _of_all_kinds(db: Database, groups: Callable[[Database, str], Groups], group: str) -> tuple[str, ...]:
    return tuple(ref for kind in _FOLDER_OF for ref in groups(db, kind).get(group, ()))


@query(firewall=True)
def _by_community(db: Database, kind: str) -> Groups:
    return _grouped((shown.community, shown) for shown in cards(db, kind) if shown.community)


@query(firewall=True)
def _in_community(db: Database, community: str) -> tuple[str, ...]:
    return _of_all_kinds(db, _by_community, community)


def of_kind_in(db: Database, kind: str, community: str) -> tuple[str, ...]:
    """Return the members of ``kind`` that belong to ``community`` (full name), in the order of ``members``."""
    folder = _FOLDER_OF[kind]
    return tuple(ref for ref in _in_community(db, community) if ref.startswith(f"{folder}/"))


@query(firewall=True)
def _by_target(db: Database, kind: str) -> Groups:
    return _grouped((target, shown) for shown in cards(db, kind) for target in shown.links if target != shown.ref)


@query(firewall=True)
def all_backlinks(db: Database) -> Groups:
    """Map every public record to those that name it."""
    found: dict[str, tuple[str, ...]] = {}
    for kind in _FOLDER_OF:
        for target, refs in _by_target(db, kind).items():
            found[target] = (*found.get(target, ()), *refs)
    return found


@query(firewall=True)
def backlinks(db: Database, ref: str) -> tuple[str, ...]:
    """Return the public records that name ``ref``, kind by kind in the order of their lists."""
    return all_backlinks(db).get(ref, ())


@query(firewall=True)
def _by_topic(db: Database, kind: str) -> Groups:
    return _grouped((topic, shown) for shown in cards(db, kind) for topic in shown.topics)


@query(firewall=True)
def in_topic(db: Database, topic: str) -> tuple[str, ...]:
    """Return the public records of a topic, newest first."""
    return _newest_first(db, _of_all_kinds(db, _by_topic, topic))


@query(firewall=True)
def _by_stage(db: Database, kind: str) -> Groups:
    return _grouped((stage, shown) for shown in cards(db, kind) for stage in shown.stages)


@query(firewall=True)
def in_stage(db: Database, stage: str) -> tuple[str, ...]:
    """Return the projects and stories of one of the five stages, newest first."""
    return _newest_first(db, _of_all_kinds(db, _by_stage, stage))


@query(firewall=True)
def _by_year(db: Database, kind: str) -> Groups:
    return _grouped((str(shown.date.year), shown) for shown in cards(db, kind) if shown.date and shown.date.year)


@query(firewall=True)
def in_year(db: Database, year: str) -> tuple[str, ...]:
    """Return the public records of a year, newest first."""
    return _newest_first(db, _of_all_kinds(db, _by_year, year))


@query(firewall=True)
def years(db: Database) -> tuple[str, ...]:
    """Return the years that public records are of, newest first."""
    return tuple(sorted({year for kind in _FOLDER_OF for year in _by_year(db, kind)}, reverse=True))


@query(firewall=True)
def _with_corrections(db: Database, kind: str) -> tuple[str, ...]:
    return tuple(shown.ref for shown in cards(db, kind) if shown.corrections)


def with_corrections(db: Database) -> tuple[str, ...]:
    """Return the public records that were corrected."""
    return tuple(ref for kind in _FOLDER_OF for ref in _with_corrections(db, kind))


@query(firewall=True)
def _with_former(db: Database, kind: str) -> tuple[str, ...]:
    return tuple(shown.ref for shown in cards(db, kind) if shown.former)


def with_former(db: Database) -> tuple[str, ...]:
    """Return the public records that had another address before."""
    return tuple(ref for kind in _FOLDER_OF for ref in _with_former(db, kind))


def _newest_first(db: Database, refs: Iterable[str]) -> tuple[str, ...]:
    found = [shown for ref in refs if (shown := card(db, ref)) is not None]
    found.sort(key=lambda shown: shown.date.order if shown.date else (0, 0, 0), reverse=True)
    return tuple(shown.ref for shown in found)


@query(firewall=True)
def with_status(db: Database, status: str) -> tuple[str, ...]:
    """Return the promises of ``status`` (key of ``vocabulary.STATUSES``, or ``aspiration``).

    A recurring promise stands under the status of each of its rounds, as each of them counts in ``tally``.
    """
    return tuple(shown.ref for shown in cards(db, "commitment") if status in statuses_of(shown))


def statuses_of(shown: Card) -> set[str]:
    """Return the statuses under which a promise stands."""
    if shown.standing is None:
        return {"aspiration"}
    return {standing.status for standing in shown.rounds or (shown.standing,)}


@query
def _by_scope(db: Database) -> Groups:
    return _grouped((scope, shown) for shown in cards(db, "commitment") for scope in _scopes_of(shown))


def _scopes_of(shown: Card) -> tuple[str, ...]:
    """Return the groups in which a promise counts; an aspiration is nobody's and of no year."""
    year = f"year:{(shown.date.year if shown.date else None) or ''}"
    if shown.standing is None:
        return ("", shown.community) if shown.community else ("",)
    scopes = ("", year, f"owner:{shown.owner.zh if shown.owner else ''}")
    if not shown.community:
        return scopes
    return (*scopes, shown.community, f"community:{shown.community}", f"{shown.community} {year}")


@query(firewall=True)
def in_scope(db: Database, scope: str) -> tuple[str, ...]:
    """Return the promises of a scope of ``tally``, what needs attention first."""
    return _by_scope(db).get(scope, ())


@query(firewall=True)
def scopes(db: Database, prefix: str) -> tuple[str, ...]:
    """Return the scopes that begin with ``prefix``: years from the newest on, others by how many promises they have."""
    found = {scope: refs for scope, refs in _by_scope(db).items() if scope.startswith(prefix)}
    if prefix.endswith("year:"):
        return tuple(sorted(found, reverse=True))
    return tuple(sorted(found, key=lambda scope: (-len(found[scope]), scope)))


@query
def _tallies(db: Database) -> dict[str, Tally]:
    counts: dict[str, Counter[str]] = {}
    changes: dict[str, date] = {}
    for shown in cards(db, "commitment"):
        counted = _counted(shown)
        change = _next_change(shown)
        for scope in _scopes_of(shown):
            counts.setdefault(scope, Counter()).update(counted)
            if change:
                changes[scope] = min(change, changes.get(scope, change))
    return {
        scope: Tally(
            by_status={choice.key: found[choice.key] for choice in STATUSES if found[choice.key]},
            amended=found["amended"],
            aspirations=found["aspiration"],
            changes_on=changes.get(scope),
        )
        for scope, found in counts.items()
    }


def _counted(shown: Card) -> list[str]:
    if shown.standing is None:
        return ["aspiration"]
    standings: tuple[Standing, ...] = shown.rounds or (shown.standing,)
    amended = sum(any(flag.startswith("amended") for flag in standing.flags) for standing in standings)
    return [standing.status for standing in standings] + ["amended"] * amended


def _next_change(shown: Card) -> date | None:
    standings = (shown.standing, *shown.rounds) if shown.standing else ()
    return min((found.next_change_on for found in standings if found.next_change_on), default=None)


@query(firewall=True)
def tally(db: Database, scope: str) -> Tally:
    """Count promises: of the site (``""``), of a community (its full name), or of a group.

    Groups are ``owner:<name>``, ``year:<when it was made>``, ``community:<full name>`` and, of one community,
    ``<full name> year:<year>``.
    """
    return _tallies(db).get(scope, Tally())


@query(firewall=True)
def findings_by_age(db: Database) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Count hazards by how long it took to put them right (see ``age_of``), with the inspections that found them."""
    found: dict[str, tuple[int, tuple[str, ...]]] = {}
    for shown in cards(db, "inspection"):
        for key in (*(key for key, _ in AGES), "days_unknown", "open"):
            count, refs = found.get(key, (0, ()))
            if shown.figures.get(key):
                found[key] = count + shown.figures[key], (*refs, shown.ref)
    return found


@query(firewall=True)
def _neighbours(db: Database, kind: str) -> dict[str, tuple[str, str]]:
    refs = ("", *members(db, kind), "")
    return {ref: (refs[position - 1], refs[position + 1]) for position, ref in enumerate(refs[1:-1], 1)}


@query(firewall=True)
def neighbours(db: Database, ref: str) -> tuple[str, str]:
    """Return the newer and the older record of the same kind, ``""`` at the ends."""
    return _neighbours(db, KIND_OF_FOLDER[ref.partition("/")[0]].name).get(ref, ("", ""))

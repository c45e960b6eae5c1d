"""Which records stand in which list, in which order; what links back to a record; how promises add up.

All of it is made of cards, so that an edit which leaves the card of a record equal leaves every list alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from .catalog import (
    AnyPublic,
    Card,
    CareCase,
    Commitment,
    Community,
    Drill,
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
from .privacy import public, public_names
from .values import Text
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
    }
    return Card(ref=ref, kind=kind, community=found.community, links=_links(found), **{**given, **own})


def _links(found: AnyPublic) -> tuple[str, ...]:
    """Return the full names of records anywhere in a public record, each once, in order."""
    seen: dict[str, None] = {}

    def look(value: Any) -> None:
        if isinstance(value, str):
            folder, slash, name = value.partition("/")
            if slash and folder in KIND_OF_FOLDER and name:
                seen[value] = None
        elif isinstance(value, tuple):
            for item in value:
                look(item)
        elif isinstance(value, Struct) and not isinstance(value, Text):
            for field in value.__struct_fields__:
                if field not in ("ref", "file", "url"):
                    look(getattr(value, field))

    look(found)
    return tuple(seen)


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
    common = {
        "title": inspection.title or Text(""),
        "summary": inspection.summary or inspection.scope,
        "date": inspection.date,
    }
    return common | {"type": inspection.type, "figures": {"findings": len(inspection.findings), "fixed": fixed}}


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

_KIND_ORDER = {kind.name: position for position, kind in enumerate(RECORD_KINDS)}
_STATUS_ORDER = {choice.key: position for position, choice in enumerate(STATUSES)}


@query
def cards(db: Database) -> tuple[Card, ...]:
    """Return the cards of everything public, kind by kind, each kind in the order of its list."""
    found = [shown for ref in public_names(db) if (shown := card(db, ref)) is not None]
    found.sort(key=lambda shown: shown.ref)
    found.sort(key=_place)
    return tuple(found)


def _place(shown: Card) -> tuple[Any, ...]:
    kind = _KIND_ORDER[shown.kind]
    if shown.kind == "commitment":
        status = _STATUS_ORDER[shown.standing.status] if shown.standing else len(_STATUS_ORDER)
        return (kind, status, shown.due.order if shown.due else (9999, 0, 0))
    if shown.kind in ("community", "partner", "outcome", "page"):
        return (kind, 0, (0, 0, 0))
    year, month, day = shown.date.order if shown.date else (0, 0, 0)
    return (kind, 0, (-year, -month, -day))


@query(firewall=True)
def members(db: Database, kind: str) -> tuple[str, ...]:
    """Return the public records of a kind: newest first; promises by what needs attention first; places by id."""
    return tuple(shown.ref for shown in cards(db) if shown.kind == kind)


@query
def _members_by_community(db: Database) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for shown in cards(db):
        if shown.community:
            found.setdefault(shown.community, []).append(shown.ref)
    return {community: tuple(refs) for community, refs in found.items()}


@query(firewall=True)
def _in_community(db: Database, community: str) -> tuple[str, ...]:
    return _members_by_community(db).get(community, ())


def of_kind_in(db: Database, kind: str, community: str) -> tuple[str, ...]:
    """Return the members of ``kind`` that belong to ``community`` (full name), in the order of ``members``."""
    folder = next(row.folder for row in RECORD_KINDS if row.name == kind)
    return tuple(ref for ref in _in_community(db, community) if ref.startswith(f"{folder}/"))


@query
def all_backlinks(db: Database) -> dict[str, tuple[str, ...]]:
    """Map every public record to those that name it."""
    found: dict[str, list[str]] = {}
    for shown in cards(db):
        for target in shown.links:
            if target != shown.ref:
                found.setdefault(target, []).append(shown.ref)
    return {target: tuple(refs) for target, refs in found.items()}


@query(firewall=True)
def backlinks(db: Database, ref: str) -> tuple[str, ...]:
    """Return the public records that name ``ref``, kind by kind in the order of their lists."""
    return all_backlinks(db).get(ref, ())


@query(firewall=True)
def in_topic(db: Database, topic: str) -> tuple[str, ...]:
    """Return the public records of a topic, newest first."""
    return _newest_first([shown for shown in cards(db) if topic in shown.topics])


@query(firewall=True)
def in_stage(db: Database, stage: str) -> tuple[str, ...]:
    """Return the projects and stories of one of the five stages, newest first."""
    return _newest_first([shown for shown in cards(db) if stage in shown.stages])


def _newest_first(found: list[Card]) -> tuple[str, ...]:
    found.sort(key=lambda shown: shown.date.order if shown.date else (0, 0, 0), reverse=True)
    return tuple(shown.ref for shown in found)


@query(firewall=True)
def with_status(db: Database, status: str) -> tuple[str, ...]:
    """Return the promises of ``status`` (key of ``vocabulary.STATUSES``, or ``aspiration``).

    A recurring promise stands under the status of each of its rounds, as each of them counts in ``tally``.
    """
    return tuple(shown.ref for shown in cards(db) if shown.kind == "commitment" and status in _statuses_of(shown))


def _statuses_of(shown: Card) -> set[str]:
    if shown.standing is None:
        return {"aspiration"}
    return {standing.status for standing in shown.rounds or (shown.standing,)}


@query(firewall=True)
def tally(db: Database, scope: str) -> Tally:
    """Count promises: of the site (``""``), of a community (its full name) or of an owner (``owner:<name>``)."""
    counts: Counter[str] = Counter()
    amended = aspirations = 0
    for shown in cards(db):
        if shown.kind != "commitment" or not _is_in_scope(shown, scope):
            continue
        if shown.standing is None:
            aspirations += 1
            continue
        counted: tuple[Standing, ...] = shown.rounds or (shown.standing,)
        counts.update(standing.status for standing in counted)
        amended += sum(any(flag.startswith("amended") for flag in standing.flags) for standing in counted)
    by_status = {choice.key: counts[choice.key] for choice in STATUSES if counts[choice.key]}
    return Tally(by_status=by_status, amended=amended, aspirations=aspirations)


def _is_in_scope(shown: Card, scope: str) -> bool:
    if scope.startswith("owner:"):
        return shown.owner is not None and shown.owner.zh == scope.removeprefix("owner:")
    return not scope or shown.community == scope


@query(firewall=True)
def _neighbours(db: Database, kind: str) -> dict[str, tuple[str, str]]:
    refs = ("", *members(db, kind), "")
    return {ref: (refs[position - 1], refs[position + 1]) for position, ref in enumerate(refs[1:-1], 1)}


@query(firewall=True)
def neighbours(db: Database, ref: str) -> tuple[str, str]:
    """Return the newer and the older record of the same kind, ``""`` at the ends."""
    return _neighbours(db, KIND_OF_FOLDER[ref.partition("/")[0]].name).get(ref, ("", ""))

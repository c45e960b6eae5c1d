"""Rules between the fields of one record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct

from ..problems import Argument, Word
from . import parts, records
from .mistakes import explained
from .schema import fields_of
from .translations import Translation
from .walk import Path, parts_of


class Breach(NamedTuple):
    """A broken rule: the row of the table of problems, and the path of the field to point at."""

    code: str
    path: Path
    arguments: Mapping[str, Argument] = MappingProxyType({})
    hint: str | None = None


def check(record: Struct) -> Iterator[Breach]:
    """Yield every rule that ``record`` breaks."""
    rule = _RULES.get(type(record))
    if rule:
        yield from rule(record)
    if isinstance(record, records.Site | Translation):
        return
    yield from _unique(record.sources, "sources")  # type: ignore[attr-defined]
    for path, piece in parts_of(record, parts.Evidence):
        if piece.file and piece.alt is None and not piece.shows_person:
            yield _missing(parts.Evidence, "alt", path)
    if isinstance(record, parts.Promise):
        yield from _promise(record, ())
    else:
        for position, promise in enumerate(record.commitments):  # type: ignore[attr-defined]
            path = ("commitments", position)
            if not promise.id:
                yield _missing(parts.Promise, "id", path)
            yield from _promise(promise, path)
        yield from _unique(record.commitments, "commitments")  # type: ignore[attr-defined]


def _missing(model: type[Struct], name: str, path: Path) -> Breach:
    field = next(field for field in fields_of(model) if field.name == name)
    return Breach("missing-field", (*path, name), explained(field), "doc-and-example")


def _promise(promise: parts.Promise, path: Path) -> Iterator[Breach]:
    if promise.recurs is not None and promise.kind not in ("recurring", ""):
        yield Breach("interval-not-recurring", (*path, "recurs"))
    if promise.kind == "aspiration":
        if promise.due:
            yield Breach("aspiration-with-due", (*path, "due"))
        return
    if promise.owner is None and not promise.partner:
        yield _missing(parts.Promise, "owner", path)
    if promise.made_at is None:
        yield _missing(parts.Promise, "made_at", path)
    yield from _rounds(promise, path)
    if promise.due and not promise.due.is_usable:
        yield Breach("not-stated-year", (*path, "due"), {"field": Word("期限", "due")})
    yield from _in_order(promise, path, ("made_at", "作出"), ("due", "期限"))
    yield from _in_order(promise, path, ("made_at", "作出"), ("completed_at", "完成"))
    dates = [amendment.at.order for amendment in promise.amendments if amendment.at]
    if dates != sorted(dates):
        yield Breach("amendment-order", (*path, "amendments"))
    yield from _proof(promise, path)


def _proof(done: parts.Promise | parts.Occurrence, path: Path) -> Iterator[Breach]:
    accepted = [evidence for evidence in done.evidence if evidence.accepted]
    if done.completed_at and not accepted:
        yield Breach("evidence-not-accepted", (*path, "completed_at"))
    elif accepted and all(evidence.kind == "photo" and evidence.shows_person for evidence in accepted):
        yield Breach("person-photo-only", (*path, "evidence"))


_PERIOD_FORMS = {
    "P1M": (r"\d{4}-\d{2}", "2026-05"),
    "P3M": (r"\d{4}-Q\d", "2026-Q2"),
    "P6M": (r"\d{4}-H\d", "2026-H1"),
    "P1Y": (r"\d{4}", "2026"),
}


def _rounds(promise: parts.Promise, path: Path) -> Iterator[Breach]:
    """Yield what is wrong with the rounds of a promise: proof of a round that does not exist would be lost."""
    if promise.recurs is None:
        if promise.kind == "recurring" or promise.occurrences:
            yield Breach("recurring-without-interval", (*path, "kind" if promise.kind else "occurrences"))
        return
    if promise.due and promise.kind != "dated":
        yield Breach("recurring-with-due", (*path, "due"))
    form, example = _PERIOD_FORMS.get(promise.recurs.interval, (".*", ""))
    seen: dict[str, int] = {}
    for position, done in enumerate(promise.occurrences):
        here = (*path, "occurrences", position)
        if done.period and not re.fullmatch(form, done.period):
            yield Breach("wrong-period", (*here, "period"), {"period": done.period, "example": example})
        elif done.period and seen.setdefault(done.period, position) != position:
            first = str(seen[done.period])
            yield Breach("duplicate-period", (*here, "period"), {"period": done.period, "first": first})
        yield from _proof(done, here)


def _in_order(part: Struct, path: Path, start: tuple[str, str], end: tuple[str, str]) -> Iterator[Breach]:
    """Yield a breach where the date ``end`` lies before ``start``; both by English and Chinese key."""
    first, last = getattr(part, start[0]), getattr(part, end[0])
    if first and last and first.first_day and last.last_day and last.last_day < first.first_day:
        words: dict[str, Argument] = {"start": Word(start[1], start[0]), "end": Word(end[1], end[0])}
        yield Breach("end-before-start", (*path, end[0]), words)


def _unique(items: tuple[Any, ...], name: str) -> Iterator[Breach]:
    """Yield a breach for every id that an earlier item has; ``first`` is the position of that item."""
    seen: dict[str, int] = {}
    for position, item in enumerate(items):
        if item.id and seen.setdefault(item.id, position) != position:
            yield Breach("duplicate-local-id", (name, position, "id"), {"id": item.id, "first": str(seen[item.id])})


def _project(project: records.Project) -> Iterator[Breach]:
    yield from _in_order(project, (), ("start", "开始"), ("end", "结束"))
    if project.origin and project.origin.need and not project.origin.meeting:
        yield _missing(parts.Origin, "meeting", ("origin",))


def _community(community: records.Community) -> Iterator[Breach]:
    households = community.households and community.households.value
    residents = community.residents and community.residents.value
    if households and residents and not 1.5 <= residents / households <= 5:
        yield Breach("residents-per-household", ("residents",), {"ratio": f"{residents / households:.1f}"})
    if households and not 1000 <= households <= 3000:
        yield Breach("household-range", ("households",))


def _inspection(inspection: records.Inspection) -> Iterator[Breach]:
    yield from _unique(inspection.findings, "findings")
    for position, finding in enumerate(inspection.findings):
        path = ("findings", position)
        yield from _in_order(finding, path, ("found_at", "发现"), ("fixed_at", "整改"))
        yield from _in_order(finding, path, ("fixed_at", "整改"), ("recheck_at", "复查"))


def _meeting(meeting: records.Meeting) -> Iterator[Breach]:
    yield from _unique(meeting.needs, "needs")


def _site(site: records.Site) -> Iterator[Breach]:
    yield from _unique(site.topics, "topics")
    if site.second_language == site.language:
        yield Breach("second-language-is-first", ("second_language",))


def _consent(consent: records.Consent) -> Iterator[Breach]:
    yield from _in_order(consent, (), ("signed_on", "签署"), ("expires_on", "到期"))


def _care_case(case: records.CareCase) -> Iterator[Breach]:
    yield from _in_order(case, (), ("month", "月份"), ("closed_month", "结案月份"))
    for position in range(len(case.commitments)):
        yield Breach("promise-in-care-case", ("commitments", position))


_RULES: dict[type[Struct], Callable[[Any], Iterator[Breach]]] = {
    records.Project: _project,
    records.Community: _community,
    records.Inspection: _inspection,
    records.Meeting: _meeting,
    records.Consent: _consent,
    records.Site: _site,
    records.CareCase: _care_case,
}

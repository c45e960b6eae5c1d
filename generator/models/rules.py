"""Rules between the fields of one record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec import Struct

from ..problems import Argument, Word
from . import parts, records


class Breach(NamedTuple):
    """A broken rule: the row of the table of problems, and the path of the field to point at."""

    code: str
    path: tuple[str | int, ...]
    arguments: Mapping[str, Argument] = MappingProxyType({})


def check(record: Struct) -> Iterator[Breach]:
    """Yield every rule that ``record`` breaks."""
    rule = _RULES.get(type(record))
    if rule:
        yield from rule(record)
    if isinstance(record, parts.Promise):
        yield from _promise(record, ())
    else:
        for position, promise in enumerate(record.commitments):  # type: ignore[attr-defined]
            path = ("commitments", position)
            if not promise.id:
                yield Breach(
                    "missing-field",
                    path,
                    {"field": Word("编号"), "doc": Word("写在别的记录里的承诺要有编号，定下后不改")},
                )
            yield from _promise(promise, path)
        yield from _unique(record.commitments, "commitments")  # type: ignore[attr-defined]


def _promise(promise: parts.Promise, path: tuple[str | int, ...]) -> Iterator[Breach]:
    if promise.kind == "aspiration":
        if promise.due:
            yield Breach("aspiration-with-due", (*path, "due"))
        return
    if promise.owner is None and not promise.partner:
        yield Breach("missing-field", path, {"field": Word("责任"), "doc": Word("谁负责，写单位或岗位")})
    if promise.made_at is None:
        yield Breach("missing-field", path, {"field": Word("作出"), "doc": Word("哪天作出的承诺")})
    if promise.kind == "recurring" and promise.recurs is None:
        yield Breach("recurring-without-interval", path)
    if promise.due and not promise.due.is_usable:
        yield Breach("not-stated-year", (*path, "due"), {"field": Word("期限")})
    yield from _in_order(promise, path, "made_at", "作出", "due", "期限")
    yield from _in_order(promise, path, "made_at", "作出", "completed_at", "完成")
    dates = [amendment.at.order for amendment in promise.amendments if amendment.at]
    if dates != sorted(dates):
        yield Breach("amendment-order", (*path, "amendments"))
    accepted = [evidence for evidence in promise.evidence if evidence.accepted]
    if promise.completed_at and not accepted:
        yield Breach("evidence-not-accepted", (*path, "completed_at"))
    elif accepted and all(evidence.kind == "photo" and evidence.shows_person for evidence in accepted):
        yield Breach("person-photo-only", (*path, "evidence"))


def _in_order(
    part: Struct, path: tuple[str | int, ...], start: str, start_zh: str, end: str, end_zh: str
) -> Iterator[Breach]:
    first, last = getattr(part, start), getattr(part, end)
    if first and last and first.first_day and last.last_day and last.last_day < first.first_day:
        yield Breach("end-before-start", (*path, end), {"start": Word(start_zh), "end": Word(end_zh)})


def _unique(items: tuple[Any, ...], name: str) -> Iterator[Breach]:
    seen: set[str] = set()
    for position, item in enumerate(items):
        if item.id and item.id in seen:
            yield Breach("duplicate-local-id", (name, position, "id"), {"id": item.id})
        seen.add(item.id)


def _project(project: records.Project) -> Iterator[Breach]:
    yield from _in_order(project, (), "start", "开始", "end", "结束")


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
        yield from _in_order(finding, path, "found_at", "发现", "fixed_at", "整改")
        yield from _in_order(finding, path, "fixed_at", "整改", "recheck_at", "复查")


def _meeting(meeting: records.Meeting) -> Iterator[Breach]:
    yield from _unique(meeting.needs, "needs")


def _consent(consent: records.Consent) -> Iterator[Breach]:
    yield from _in_order(consent, (), "signed_on", "签署", "expires_on", "到期")


def _care_case(case: records.CareCase) -> Iterator[Breach]:
    yield from _in_order(case, (), "month", "月份", "closed_month", "结案月份")


_RULES: dict[type[Struct], Callable[[Any], Iterator[Breach]]] = {
    records.Project: _project,
    records.Community: _community,
    records.Inspection: _inspection,
    records.Meeting: _meeting,
    records.Consent: _consent,
    records.CareCase: _care_case,
}

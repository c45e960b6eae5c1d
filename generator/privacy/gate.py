"""Records to public records: what the public type has a field for is copied, and nothing else can be.

A change to an internal field leaves the public record equal, and nothing that is made of it runs again.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from msgspec import Struct, structs

from .. import catalog
from ..commitments import Publicity, as_amended, judging_due, rounds, standing, timeline_of
from ..content import file_of, raw_prose, record, settings
from ..engine import Database, query
from ..models import Field, fields_of, parts
from ..models.records import CareCase, Consent, Project
from ..models.walk import leaves
from ..problems import Problem, Where
from ..promise_lock import Effects, changes_of, effects_of, is_locked
from ..prose import NUMBERED_PLACEHOLDER, PLACEHOLDER
from ..references import Resolution, is_unreadable, promises, resolution, topic_names, where_in_body
from ..values import Text
from ..vocabulary import KIND_OF_FOLDER
from .case_ids import telling_word
from .consent import has_come
from .portraits import may_show, picture_problems, withdrawn_pictures
from .precision import as_agreed
from .release import is_public


@query(firewall=True)
def site(db: Database) -> catalog.Site:
    """Return the settings that pages print."""
    from .scan import personal_data_in_settings  # a hundred patterns, which a build without changes does without

    written = settings(db)
    for problem in personal_data_in_settings(db, written):
        db.note(problem)
    contact = (
        _Copier(db, "", Resolution()).part(written.contact, catalog.Contact) if written.contact else catalog.Contact()
    )
    return catalog.Site(
        name=written.name or Text(""),
        tagline=written.tagline,
        language=written.language,
        timezone=written.timezone,
        second_language=written.second_language if written.second_language != written.language else "",
        url=written.url,
        open_from_folder=written.open_from_folder,
        contact=contact,
        topics=tuple(catalog.Topic(id=topic, name=name) for topic, name in topic_names(db).items()),
        search=written.search,
        drill_interval_months=written.drill_interval_months,
        sheets=written.sheets,
    )


@query(firewall=True)
def taken_down(db: Database, ref: str) -> catalog.Withdrawal | None:
    """Return when and why a whole record was taken down for good, in words that are meant for the public.

    Of a care case nothing is told, not even that.
    """
    found = record(db, ref)
    if found is None or isinstance(found, CareCase | Consent) or found.taken_down is None:
        return None
    if found.publication not in ("withdrawn", "expired"):
        return None
    return catalog.Withdrawal(at=found.taken_down.at, reason=found.taken_down.reason)


@query
def check_record(db: Database, ref: str) -> bool:
    """Check everything about one record that can be checked, published or not; whether it is published."""
    from .scan import personal_data

    found = record(db, ref)
    resolved = resolution(db, ref)
    is_open = is_public(db, ref)
    closed = {name for name in resolved.names.values() if "/" in name and _is_closed(db, name)} if is_open else ()
    for leaf in leaves(found, _is_public_reference) if found is not None and closed else ():
        name = resolved.names.get(f"{leaf.field.key.ref}:{leaf.value}", "")
        if name in closed:
            where = Where(file_of(db, ref), field=leaf.path)
            db.note(Problem("reference-unpublished", where, {"id": str(leaf.value)}, _hint_on(db, name)))
    for problem in picture_problems(db, ref, found) if found is not None and is_open else ():
        db.note(problem)
    if is_open and resolved.links:
        note_closed_links(db, ref, resolved.links)
    if is_open and isinstance(found, CareCase) and (word := telling_word(ref.partition("/")[2])):
        db.note(Problem("case-id-tells", Where(file_of(db, ref), 1), {"word": word}))
    if is_open and found is not None and not isinstance(found, CareCase):
        for problem in personal_data(db, ref, found):
            db.note(problem)
    return is_open


def _is_public_reference(field: Field) -> bool:
    return bool(field.key.ref) and not field.key.internal


def note_closed_links(db: Database, ref: str, targets: tuple[str, ...]) -> None:
    """Note the links of a public body that lead to something that is not."""
    withdrawn = withdrawn_pictures(db)
    for link, target in zip(raw_prose(db, ref).links, targets, strict=False):
        if target in withdrawn:
            db.note(Problem("picture-withdrawn", where_in_body(db, file_of(db, ref), link), {"file": target}))
        elif target and not target.startswith("media/") and _is_closed(db, target):
            where = where_in_body(db, file_of(db, ref), link)
            db.note(Problem("reference-unpublished", where, {"id": target}, _hint_on(db, target)))


def _is_closed(db: Database, ref: str) -> bool:
    """Whether something is not public, and not only because its file cannot be read, which is told at that file."""
    return not is_public(db, ref) and not is_unreadable(db, ref)


def _hint_on(db: Database, closed: str) -> str | None:
    """Return what else to do about a link to something that is not public: a case that was taken down says more."""
    from .withdrawal import gone  # which asks what is public

    return "link-to-gone-case" if closed.startswith("care/") and gone(db, closed) else None


@query
def public(db: Database, ref: str) -> catalog.AnyPublic | None:
    """Return the public record with this full name, or ``None`` when there is none (any more)."""
    if not is_public(db, ref):
        return None
    if ref.startswith("commitments/"):
        return _public_commitment(db, ref)
    found = record(db, ref)
    folder, _, own = ref.partition("/")
    made_here = tuple(f"commitments/{own}-{promise.id}" for promise in getattr(found, "commitments", ()) if promise.id)
    target = _PUBLIC_TYPES[KIND_OF_FOLDER[folder].name]
    resolved = resolution(db, ref)
    copier = _Copier(db, ref, resolved)
    copied = copier.part(
        found, target, ref=ref, commitments=tuple(name for name in made_here if _is_made_by(db, name, ref))
    )
    if isinstance(copied, catalog.Project):
        return structs.replace(copied, topics=_with_category(db, copied))
    if isinstance(copied, catalog.Story | catalog.Page):
        return structs.replace(copied, body=public_prose(db, ref, resolved.links))
    if isinstance(copied, catalog.CareCase):
        return as_agreed(db, ref, copied)
    return copied  # type: ignore[no-any-return]


def _is_made_by(db: Database, name: str, ref: str) -> bool:
    place = promises(db).get(name)
    return place is not None and place.owner == ref


def _with_category(db: Database, project: catalog.Project | Project) -> tuple[str, ...]:
    """Return the topics of a project, its category among them where the site has such a topic."""
    category = project.category.replace("_", "-")
    is_topic = category in topic_names(db) and category not in project.topics
    return (*project.topics, category) if is_topic else project.topics


def _public_commitment(db: Database, ref: str) -> catalog.Commitment:
    place = promises(db)[ref]
    owner = record(db, place.owner)
    assert owner is not None
    promise: parts.Promise = owner if isinstance(owner, parts.Promise) else owner.commitments[place.position]
    is_alone = place.position < 0
    kind = promise.kind or ("recurring" if promise.recurs else "dated")
    community = getattr(owner, "community", "") if place.owner.partition("/")[0] != "communities" else place.owner
    copier = _Copier(db, place.owner, resolution(db, place.owner))
    effects = effects_of(db, ref)
    copied: catalog.Commitment = copier.part(
        as_amended(promise, lambda day: has_come(db, day)),
        catalog.Commitment,
        ref=ref,
        type=kind,
        original=copier.part(promise, catalog.Terms),
        made_in=place.owner,
        interval=promise.recurs.interval if promise.recurs else "",
        published_on=_published_late(effects),
    )
    copied = structs.replace(
        copied,
        changes=changes_of(copied.original, copied.amendments, effects),
        corrections=(*copied.corrections, *effects.corrections),
    )
    if not is_alone:
        copied = structs.replace(
            copied,
            source_record=place.owner,
            sample=owner.sample,
            sources=copier.parts(owner.sources, catalog.Source),
            topics=copier.topics(owner.topics),
            community=community if "/" in community else copier.name("community", community),
        )
    if copied.source_record.startswith("care/"):
        copied = structs.replace(copied, source_record="")
    if isinstance(owner, Project):
        copied = structs.replace(copied, topics=_with_category(db, structs.replace(owner, topics=copied.topics)))
    return _with_standing(db, copied, promise, copier)


def _with_standing(
    db: Database, copied: catalog.Commitment, promise: parts.Promise, copier: _Copier
) -> catalog.Commitment:
    if copied.type == "aspiration":
        return copied
    warn_days = settings(db).warn_days
    # Whether it is locked is asked only where it matters, so that most promises do not rest on the lock.
    publicity = Publicity(effects_of(db, copied.ref), bool(promise.amendments) and is_locked(db, copied.ref))
    if copied.type == "recurring" and promise.recurs:
        begun, whole = rounds(promise, lambda day: has_come(db, day), warn_days, publicity)
        evidence = {done.period: copier.parts(done.evidence, catalog.Evidence) for done in promise.occurrences}
        periods = tuple(structs.replace(period, evidence=evidence.get(period.name, ())) for period in begun)
        return structs.replace(copied, standing=whole, periods=periods)
    timeline = timeline_of(promise, publicity, lambda day: has_come(db, day))
    status = standing(timeline, lambda day: has_come(db, day), warn_days)
    return structs.replace(copied, judging_due=judging_due(promise, timeline), standing=status)


def _published_late(effects: Effects) -> dict[str, date]:
    """Return since when what was done is public, where the lock knows that it was told after the promise."""
    return {name: day for name, day in effects.days.items() if not name.startswith("amended")}


def public_prose(db: Database, ref: str, targets: tuple[str, ...]) -> catalog.Prose:
    """Return the body with each placeholder naming what it leads to; a link to something not public is unlinked."""
    raw = raw_prose(db, ref)
    withdrawn = withdrawn_pictures(db) if any(target.startswith("media/") for target in targets) else ()

    def fill(match: re.Match[str]) -> str:
        number = int(match[2])
        target = targets[number] if number < len(targets) else ""
        is_picture = target.startswith("media/")
        is_open = target not in withdrawn if is_picture else target and is_public(db, target)
        anchor = raw.links[number].anchor
        return (
            f'{match[1]}="{PLACEHOLDER}{target}{"#" + anchor if anchor else ""}"'
            if is_open
            else match[1].rpartition(" ")[0]
        )

    html = NUMBERED_PLACEHOLDER.sub(fill, raw.prose.html)
    return catalog.Prose(html=html, headings=raw.prose.headings)


_PUBLIC_TYPES: dict[str, type[catalog.PublicRecord]] = {
    "community": catalog.Community,
    "partner": catalog.Partner,
    "project": catalog.Project,
    "drill": catalog.Drill,
    "inspection": catalog.Inspection,
    "meeting": catalog.Meeting,
    "care_case": catalog.CareCase,
    "outcome": catalog.Outcome,
    "story": catalog.Story,
    "page": catalog.Page,
}


class _Copied(NamedTuple):
    """A field that an author's type and its public type share; ``is_plain`` where its value is copied as it is.

    ``default`` is what the public one holds of itself.
    """

    field: Field
    default: Any
    is_plain: bool


@cache
def _copied_fields(source: type[Struct], target: type[Struct]) -> tuple[_Copied, ...]:
    defaults = {field.name: field.default for field in structs.fields(target)}
    return tuple(
        _Copied(field, defaults[field.name], not (field.many or field.key.ref or issubclass(field.type, parts.Part)))
        for field in fields_of(source)
        if field.name in defaults and not field.key.internal
    )


class _Copier:
    """Copies parts of one record, field by field as the public type has them, its references made full names."""

    def __init__(self, db: Database, ref: str, resolved: Resolution) -> None:
        self._db = db
        self._ref = ref
        self._names = resolved.names

    def part(self, source: Any, target: type[Any], **given: Any) -> Any:
        values = dict(given)
        for field, default, is_plain in _copied_fields(type(source), target):  # type: ignore[arg-type]
            value = getattr(source, field.name)
            if value is not default and field.name not in given:
                values[field.name] = value if is_plain or not value else self._value(value, field)
        if isinstance(source, parts.Evidence) and source.shows_person:
            values |= {"file": "", "url": ""}
        elif isinstance(source, parts.Evidence) and source.file and not may_show(self._db, self._ref, source):
            values |= {"file": ""}
        return target(**values)

    def parts(self, sources: tuple[Any, ...], target: type[Any]) -> tuple[Any, ...]:
        return tuple(self.part(source, target) for source in sources)

    def topics(self, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(filter(None, (self._names.get(f"topic:{word}") for word in words)))

    def name(self, kind: str, word: str) -> str:
        """Return the full name that ``word`` stands for, ``""`` when nothing public has it."""
        name = self._names.get(f"{kind}:{word}", "")
        return name if name and is_public(self._db, name) else ""

    def _value(self, value: Any, field: Field) -> Any:
        if isinstance(value, tuple):
            return tuple([copied for item in value if (copied := self._value(item, field))])
        if isinstance(value, parts.Image) and not may_show(self._db, self._ref, value):
            return None
        if isinstance(value, parts.Part):
            return self.part(value, getattr(catalog, type(value).__name__))
        if field.key.ref == "topic":
            return self._names.get(f"topic:{value}", "")
        return self.name(field.key.ref, value) if field.key.ref else value

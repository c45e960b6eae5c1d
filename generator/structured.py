"""What a page says of itself to programs, in the words of schema.org (JSON-LD).

Only of what is public, and of nobody as a person: people stand in records by their roles, and whoever owes a promise or
convenes a meeting is an organisation. A residents' committee is no organ of state (domain brief §6), so only partner
units that are agencies are called governmental. Of care cases nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import json

from .catalog import (
    Commitment,
    Community,
    Drill,
    Inspection,
    Meeting,
    Outcome,
    Partner,
    Project,
    PublicRecord,
    Site,
    Story,
)
from .engine import Database
from .listings import card
from .open_data import FOLDER, published_tables, table_named
from .routes import PagePlan, folder_of, whole_address
from .values import FuzzyDate, Text
from .views.foreign import TAGS
from .views.page import Link, View
from .views.words import Words

Thing = dict[str, Any]

_encoder = json.Encoder(decimal_format="number", enc_hook=str)  # words of another language are marked texts
_SILENT = frozenset({"care_case", "notfound"})
_ACTION = {
    "kept": "Completed",
    "kept_late": "Completed",
    "overdue": "Failed",
    "withdrawn": "Failed",
    "undated": "Potential",
}
_EVENT = {"cancelled": "Cancelled", "postponed": "Postponed"}


def structured_data(
    db: Database, words: Words, settings: Site, plan: PagePlan, view: View, record: PublicRecord | None
) -> str:
    """Return the JSON-LD of a page, safe to stand in a ``script`` element; ``""`` for pages that have none."""
    if plan.view in _SILENT:
        return ""
    made = _Describer(db, words, settings, plan, view)
    things = [made.page(record), *made.way()]
    data = _encoder.encode({"@context": "https://schema.org", "@graph": things})
    # What could end the script element, or be read as a reference.
    return data.replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026").decode()


def _typed(kind: str, **facts: Any) -> Thing:
    """Return what is known of a thing."""
    found: Thing = {"@type": kind}
    for name, value in facts.items():
        if value is not None and value != "":
            found[name] = value
    return found


def _iso(when: FuzzyDate | None) -> str:
    return str(when) if when and when.is_usable else ""


class _Describer:
    """Describes one page."""

    def __init__(self, db: Database, words: Words, settings: Site, plan: PagePlan, view: View) -> None:
        self._db = db
        self._words = words
        self._settings = settings
        self._plan = plan
        self._view = view
        self._language = TAGS[words.language]

    def page(self, record: PublicRecord | None) -> Thing:
        """Return the thing that the page is about, or the page."""
        describe = _DESCRIBED.get(type(record)) if record else None
        if describe is not None:
            found = describe(self, record)
        elif self._plan.view == "home":
            found = _typed("WebSite", name=self._view.title, publisher=self._office(), inLanguage=self._language)
        elif self._plan.view == "open_data":
            found = self._open_data()
        else:
            kind = "WebPage" if record else "CollectionPage"
            found = _typed(kind, name=self._view.title, inLanguage=self._language)
        if self._settings.url:
            found["url"] = self._address(self._plan.address)
        return found

    def way(self) -> list[Thing]:
        """Return the way from the home page to this one."""
        links = self._view.crumbs
        if not links:
            return []
        steps = (*links, Link(self._view.title, self._plan.url))
        items = [self._step(number, *link) for number, link in enumerate(steps, 1)]
        return [{"@type": "BreadcrumbList", "itemListElement": items}]

    def _step(self, number: int, text: str, url: str) -> Thing:
        step: Thing = {"@type": "ListItem", "position": number, "name": text}
        if self._settings.url:
            step["item"] = self._address(f"{folder_of(self._plan.language)}{url}")
        return step

    def _address(self, url: str) -> str:
        """Return a whole address, ``""`` while the site has none."""
        return whole_address(self._settings.url, url) if self._settings.url else ""

    def _organisation(self, name: Text | None) -> Thing | None:
        text = self._words.text(name)
        return _typed("Organization", name=text) if text else None

    def _office(self) -> Thing | None:
        return self._organisation(self._settings.contact.office) or self._organisation(self._settings.name)

    def _community(self, record: PublicRecord) -> Thing | None:
        """Return where something is, no finer than the community."""
        shown = card(self._db, record.community) if record.community else None
        return _typed("Place", name=self._words.text(shown.title)) if shown else None

    def story(self, story: Story) -> Thing:
        return _typed(
            "Article",
            headline=self._view.title,
            datePublished=_iso(story.date),
            dateModified=_iso(story.updated_at or story.date),
            inLanguage=self._language,
            author=(office := self._office()),
            publisher=office,
            contentLocation=self._community(story),
            speakable=_typed("SpeakableSpecification", cssSelector=[".lead", ".prose"]),
        )

    def event(self, event: Drill | Meeting) -> Thing:
        convenor = event.organiser if isinstance(event, Drill) else event.convenor
        status = _EVENT.get(event.state, "Scheduled") if isinstance(event, Drill) else "Scheduled"
        return _typed(
            "Event",
            name=self._view.title,
            startDate=_iso(event.date),
            eventStatus=f"https://schema.org/Event{status}",
            organizer=self._organisation(convenor),
            location=self._community(event),
        )

    def inspection(self, inspection: Inspection) -> Thing:
        return _typed(
            "Report",
            headline=self._view.title,
            dateCreated=_iso(inspection.date),
            inLanguage=self._language,
            publisher=self._office(),
            contentLocation=self._community(inspection),
        )

    def project(self, project: Project) -> Thing:
        return _typed("Project", name=self._view.title, location=self._community(project))

    def commitment(self, promise: Commitment) -> Thing:
        status = promise.standing.status if promise.standing else "undated"
        due = promise.due.last_day if promise.due else None
        return _typed(
            "PlanAction",
            name=self._view.title,
            actionStatus=f"https://schema.org/{_ACTION.get(status, 'Active')}ActionStatus",
            startTime=_iso(promise.made_at),
            endTime=_iso(promise.completed_at) or (str(due) if due else ""),
            agent=self._organisation(promise.owner),
        )

    def community(self, community: Community) -> Thing:
        return _typed("Place", name=self._view.title, address=self._words.text(community.office_address))

    def partner(self, partner: Partner) -> Thing:
        kind = "GovernmentOrganization" if partner.type == "agency" else "Organization"
        return _typed(kind, name=self._view.title)

    def outcome(self, outcome: Outcome) -> Thing:
        last = max(outcome.points, key=lambda point: point.period, default=None)
        value = last.value.value if last and last.value else None
        unit = self._words.text(outcome.unit)
        measured = _typed("Observation", name=self._view.title, value=value, unitText=unit)
        if last and last.period.replace("-", "").isdigit():
            measured["observationDate"] = last.period
        return measured

    def _open_data(self) -> Thing:
        tables = (table_named(name) for name in published_tables(self._db))
        files = [
            _typed(
                "DataDownload",
                name=table.en if self._language == "en" else table.zh,
                encodingFormat="text/csv",
                contentUrl=self._address(f"{FOLDER}/{table.name}.csv"),
            )
            for table in tables
            if table
        ]
        name = self._words("{site}：开放数据", site=self._words.text(self._settings.name))
        return _typed(
            "Dataset",
            name=name,
            description=self._view.description,
            creator=self._office(),
            inLanguage=self._language,
            distribution=files or None,
        )


_DESCRIBED: dict[type[PublicRecord], Callable[[_Describer, Any], Thing]] = {
    Story: _Describer.story,
    Drill: _Describer.event,
    Meeting: _Describer.event,
    Inspection: _Describer.inspection,
    Project: _Describer.project,
    Commitment: _Describer.commitment,
    Community: _Describer.community,
    Partner: _Describer.partner,
    Outcome: _Describer.outcome,
}

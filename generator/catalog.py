"""The public types: all that a template, a feed or a data file may ever see.

They stand beside the authors' types in ``models`` and share no class with them. What is internal or never
published has no field here, so it cannot get out by mistake; ``privacy.gate`` is the only code that fills these.
References are full names (``projects/tree-pruning``); one that leads to nothing public is left out by the gate.
"""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from .values import FuzzyDate, Money, Quantity, Text


class Public(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of the public types. Most of their fields are not set in most records, and are not remembered."""


class Source(Public, frozen=True, kw_only=True):
    title: Text | None = None
    id: str = ""
    publisher: Text | None = None
    url: str = ""
    published: FuzzyDate | None = None
    accessed: FuzzyDate | None = None


class Place(Public, frozen=True, kw_only=True):
    name: Text | None = None


class Image(Public, frozen=True, kw_only=True):
    """``file`` is a path below ``content/``; ``rendering`` turns it into the address of the published picture."""

    file: str = ""
    alt: Text | None = None
    caption: Text | None = None


class Evidence(Public, frozen=True, kw_only=True):
    kind: str = ""
    at: FuzzyDate | None = None
    accepted: bool = False
    by_role: Text | None = None
    file: str = ""
    url: str = ""
    caption: Text | None = None
    alt: Text | None = None


class Measure(Public, frozen=True, kw_only=True):
    metric: Text | None = None
    target: Quantity | None = None


class Amendment(Public, frozen=True, kw_only=True):
    at: FuzzyDate | None = None
    reason: Text | None = None
    new_due: FuzzyDate | None = None
    new_text: Text | None = None
    new_owner: Text | None = None
    new_measure: Measure | None = None


class Withdrawal(Public, frozen=True, kw_only=True):
    at: FuzzyDate | None = None
    reason: Text | None = None


class Gone(Public, frozen=True, kw_only=True):
    """What is told at the address of a record that was taken down: of a care case ``why`` and nothing else.

    ``why`` is ``withdrawn`` (the person it is about asked for it), ``expired`` (the time agreed on was up) or
    ``taken_down`` (for another reason, which ``reason`` may say).
    """

    why: str
    at: FuzzyDate | None = None
    reason: Text | None = None
    former: tuple[str, ...] = ()


class Recurrence(Public, frozen=True, kw_only=True):
    interval: str = ""
    anchor: FuzzyDate | None = None
    until: FuzzyDate | None = None


class Terms(Public, frozen=True, kw_only=True):
    """What a promise says, or that part of it that a change is about."""

    text: Text | None = None
    owner: Text | None = None
    partner: str = ""
    measure: Measure | None = None
    due: FuzzyDate | None = None


class Change(Public, frozen=True, kw_only=True):
    """A dated change of a promise: what it said before, what it says since, and why.

    ``published_on`` is set where residents were told later than the promise was first published.
    """

    at: FuzzyDate | None = None
    before: Terms = Terms()
    after: Terms = Terms()
    reason: Text | None = None
    published_on: date | None = None


class Correction(Public, frozen=True, kw_only=True):
    at: FuzzyDate | None = None
    text: Text | None = None


class GroupCount(Public, frozen=True, kw_only=True):
    group: str = ""
    count: Quantity | None = None


class Contribution(Public, frozen=True, kw_only=True):
    who: Text | None = None
    what: Text | None = None
    partner: str = ""
    quantity: Quantity | None = None
    value: Money | None = None


class Funding(Public, frozen=True, kw_only=True):
    source: str = ""
    amount: Money | None = None
    partner: str = ""


class Output(Public, frozen=True, kw_only=True):
    what: Text | None = None
    quantity: Quantity | None = None
    at: FuzzyDate | None = None


class Result(Public, frozen=True, kw_only=True):
    metric: Text | None = None
    value: Quantity | None = None
    unit: Text | None = None
    before: Quantity | None = None
    method: Text | None = None
    source: str = ""


class Survey(Public, frozen=True, kw_only=True):
    asked: Quantity | None = None
    answered: Quantity | None = None
    satisfied: Quantity | None = None
    problems: Text | None = None


class Stage(Public, frozen=True, kw_only=True):
    summary: Text | None = None
    at: FuzzyDate | None = None
    meeting: str = ""
    decision: Text | None = None
    objections: Text | None = None
    contributions: tuple[Contribution, ...] = ()
    survey: Survey | None = None
    beneficiaries: Quantity | None = None
    records: tuple[str, ...] = ()


class Stages(Public, frozen=True, kw_only=True):
    co_decide: Stage | None = None
    co_build: Stage | None = None
    co_manage: Stage | None = None
    co_evaluate: Stage | None = None
    co_share: Stage | None = None


class Origin(Public, frozen=True, kw_only=True):
    meeting: str = ""
    need: str = ""
    by_role: Text | None = None
    decided: str = ""


class BeforeAfter(Public, frozen=True, kw_only=True):
    before: Image | None = None
    after: Image | None = None


class Role(Public, frozen=True, kw_only=True):
    role: Text | None = None
    duty: Text | None = None


class Step(Public, frozen=True, kw_only=True):
    at: str = ""
    what: Text | None = None


class Equipment(Public, frozen=True, kw_only=True):
    type: Text | None = None
    count: Quantity | None = None


class DrillProblem(Public, frozen=True, kw_only=True):
    text: Text | None = None
    commitment: str = ""


class Finding(Public, frozen=True, kw_only=True):
    id: str = ""
    category: str = ""
    severity: str = ""
    state: str = ""
    description: Text | None = None
    place: Place | None = None
    count: Quantity | None = None
    found_at: FuzzyDate | None = None
    due: FuzzyDate | None = None
    fixed_at: FuzzyDate | None = None
    fixed_by: Text | None = None
    recheck_at: FuzzyDate | None = None
    cost: Money | None = None
    evidence: tuple[Evidence, ...] = ()
    commitment: str = ""


class Need(Public, frozen=True, kw_only=True):
    id: str = ""
    text: Text | None = None
    by_role: Text | None = None
    via: str = ""
    state: str = ""
    handler: Text | None = None
    partner: str = ""
    answer: Text | None = None
    replied_at: FuzzyDate | None = None
    satisfaction: str = ""
    results: tuple[str, ...] = ()


class Resource(Public, frozen=True, kw_only=True):
    text: Text | None = None
    partner: str = ""
    quantity: Quantity | None = None


class Votes(Public, frozen=True, kw_only=True):
    in_favour: Quantity | None = None
    against: Quantity | None = None
    abstain: Quantity | None = None


class Decision(Public, frozen=True, kw_only=True):
    text: Text | None = None
    votes: Votes | None = None
    commitments: tuple[str, ...] = ()
    project: str = ""


class Support(Public, frozen=True, kw_only=True):
    type: str = ""
    month: FuzzyDate | None = None
    by_role: Text | None = None
    by_org_type: str = ""
    summary: Text | None = None


class Point(Public, frozen=True, kw_only=True):
    period: str = ""
    value: Quantity | None = None
    n: int | None = None
    source: Text | None = None


class Boundaries(Public, frozen=True, kw_only=True):
    east: Text | None = None
    south: Text | None = None
    west: Text | None = None
    north: Text | None = None


class Mechanism(Public, frozen=True, kw_only=True):
    name: Text | None = None
    summary: Text | None = None
    practices: tuple[Text, ...] = ()


class Contact(Public, frozen=True, kw_only=True):
    office: Text | None = None
    phone: str = ""
    address: Text | None = None
    hours: Text | None = None


class Topic(Public, frozen=True, kw_only=True):
    id: str = ""
    name: Text | None = None


class Heading(Struct, frozen=True, array_like=True):
    level: int
    id: str
    text: str


class Prose(Public, frozen=True, kw_only=True):
    """A Markdown body as HTML. Links to content and pictures in it are still placeholders (see ``prose``)."""

    html: str = ""
    headings: tuple[Heading, ...] = ()


class Standing(Public, frozen=True, kw_only=True):
    """The status of a promise, valid from ``since`` until the day before ``next_change_on`` (``None``: for good).

    ``next_status`` is what it will be from that day on; ``""`` where only its flags or its rounds change.
    """

    status: str
    flags: tuple[str, ...] = ()
    since: date | None = None
    next_change_on: date | None = None
    next_status: str = ""


class Period(Public, frozen=True, kw_only=True):
    """One round of a recurring promise. ``name`` is ``2026-Q3``; ``id@name`` is its key."""

    name: str
    due: date
    completed_at: FuzzyDate | None = None
    evidence: tuple[Evidence, ...] = ()
    standing: Standing


class PublicRecord(Public, frozen=True, kw_only=True, tag_field="kind"):
    """What every public record has. ``former`` are addresses that it had before: ``stories/old-name/``."""

    ref: str
    community: str = ""
    sources: tuple[Source, ...] = ()
    sample: bool = False
    note: Text | None = None
    updated_at: FuzzyDate | None = None
    corrections: tuple[Correction, ...] = ()
    topics: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    former: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.ref.rpartition("/")[2]


class Community(PublicRecord, frozen=True, kw_only=True, tag="community"):
    name: Text | None = None
    district: Text | None = None
    street: Text | None = None
    city: Text | None = None
    summary: Text | None = None
    office_address: Text | None = None
    office_phone: str = ""
    area: Quantity | None = None
    households: Quantity | None = None
    residents: Quantity | None = None
    boundaries: Boundaries | None = None
    built: Text | None = None
    traits: tuple[Text, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    images: tuple[Image, ...] = ()


class Partner(PublicRecord, frozen=True, kw_only=True, tag="partner"):
    name: Text | None = None
    type: str = ""
    short: Text | None = None
    relation: Text | None = None
    summary: Text | None = None
    services: tuple[Text, ...] = ()
    since: FuzzyDate | None = None
    uscc: str = ""
    count: Quantity | None = None
    contact_office: Text | None = None


class Project(PublicRecord, frozen=True, kw_only=True, tag="project"):
    title: Text | None = None
    category: str = ""
    state: str = ""
    state_reason: Text | None = None
    summary: Text | None = None
    place: Place | None = None
    partners: tuple[str, ...] = ()
    origin: Origin | None = None
    stages: Stages | None = None
    start: FuzzyDate | None = None
    end: FuzzyDate | None = None
    budget: Money | None = None
    cost: Money | None = None
    funding: tuple[Funding, ...] = ()
    outputs: tuple[Output, ...] = ()
    outcomes: tuple[Result, ...] = ()
    beneficiaries: Quantity | None = None
    before_after: tuple[BeforeAfter, ...] = ()
    images: tuple[Image, ...] = ()


class Drill(PublicRecord, frozen=True, kw_only=True, tag="drill"):
    title: Text | None = None
    type: str = ""
    state: str = ""
    date: FuzzyDate | None = None
    place: Place | None = None
    organiser: Text | None = None
    partners: tuple[str, ...] = ()
    project: str = ""
    summary: Text | None = None
    scenario: Text | None = None
    participants: tuple[GroupCount, ...] = ()
    roles: tuple[Role, ...] = ()
    alarm_at: str = ""
    first_action_s: int | None = None
    evac_time_s: int | None = None
    target_evac_s: int | None = None
    assembly_count: Quantity | None = None
    equipment: tuple[Equipment, ...] = ()
    training_topics: tuple[Text, ...] = ()
    course: tuple[Step, ...] = ()
    problems: tuple[DrillProblem, ...] = ()
    next_due: FuzzyDate | None = None
    follow_up: Text | None = None
    images: tuple[Image, ...] = ()


class Inspection(PublicRecord, frozen=True, kw_only=True, tag="inspection"):
    title: Text | None = None
    type: str = ""
    date: FuzzyDate | None = None
    scope: Text | None = None
    by_role: Text | None = None
    partners: tuple[str, ...] = ()
    project: str = ""
    summary: Text | None = None
    checklist_version: str = ""
    items_checked: Quantity | None = None
    pass_count: Quantity | None = None
    findings: tuple[Finding, ...] = ()
    outputs: tuple[Output, ...] = ()
    images: tuple[Image, ...] = ()


class Meeting(PublicRecord, frozen=True, kw_only=True, tag="meeting"):
    title: Text | None = None
    type: str = ""
    date: FuzzyDate | None = None
    topic: Text | None = None
    convenor: Text | None = None
    place: Place | None = None
    partners: tuple[str, ...] = ()
    attendance: tuple[GroupCount, ...] = ()
    needs: tuple[Need, ...] = ()
    resources: tuple[Resource, ...] = ()
    decisions: tuple[Decision, ...] = ()
    objections: Text | None = None
    next: Text | None = None
    images: tuple[Image, ...] = ()


class CareCase(PublicRecord, frozen=True, kw_only=True, tag="care_case"):
    """A care case: nobody's name, no day, no place finer than the community.

    ``category`` is ``""`` where too few cases share it (``privacy.small_numbers``).
    """

    alias: Text | None = None
    category: str = ""
    month: FuzzyDate | None = None
    summary: Text | None = None
    state: str = ""
    supports: tuple[Support, ...] = ()
    outcome: Text | None = None
    closed_month: FuzzyDate | None = None
    images: tuple[Image, ...] = ()


class Commitment(PublicRecord, frozen=True, kw_only=True, tag="commitment"):
    """A promise with its standing, as it holds now; ``original`` has what it first said, ``changes`` what came since.

    ``judging_due`` is the due date that it is judged by. ``published_on`` says since when it is public that the
    promise (``completed``), a round of it (``completed 2026-Q3``) was kept, or that it was ``withdrawn``, where that is
    later than the promise itself.
    ``made_in`` is the record that holds it, itself where it stands alone.
    ``interval`` is set for a recurring promise, whose ``periods`` are the rounds begun so far, newest first.
    An aspiration (``type`` is ``aspiration``) has no standing.
    """

    type: str = "dated"
    text: Text | None = None
    owner: Text | None = None
    made_at: FuzzyDate | None = None
    due: FuzzyDate | None = None
    original: Terms = Terms()
    judging_due: FuzzyDate | None = None
    measure: Measure | None = None
    partner: str = ""
    completed_at: FuzzyDate | None = None
    evidence: tuple[Evidence, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    changes: tuple[Change, ...] = ()
    withdrawn: Withdrawal | None = None
    published_on: dict[str, date] = {}
    recurs: Recurrence | None = None
    made_in: str = ""
    interval: str = ""
    periods: tuple[Period, ...] = ()
    source_record: str = ""
    standing: Standing | None = None


class Outcome(PublicRecord, frozen=True, kw_only=True, tag="outcome"):
    name: Text | None = None
    unit: Text | None = None
    method: Text | None = None
    projects: tuple[str, ...] = ()
    summary: Text | None = None
    points: tuple[Point, ...] = ()
    baseline: Quantity | None = None
    target: Quantity | None = None
    direction: str = ""


class Story(PublicRecord, frozen=True, kw_only=True, tag="story"):
    title: Text | None = None
    date: FuzzyDate | None = None
    records: tuple[str, ...] = ()
    summary: Text | None = None
    stages: tuple[str, ...] = ()
    author_role: Text | None = None
    cover: Image | None = None
    body: Prose = Prose()


class Page(PublicRecord, frozen=True, kw_only=True, tag="page"):
    title: Text | None = None
    summary: Text | None = None
    body: Prose = Prose()


AnyPublic = (
    Community | Partner | Project | Drill | Inspection | Meeting | CareCase | Commitment | Outcome | Story | Page
)


class Translation(Public, frozen=True, kw_only=True):
    """The words of a story or a standing page in a further language; its body is apart, since lists do not print it."""

    title: str = ""
    summary: str = ""
    note: str = ""
    author_role: str = ""


class Site(Public, frozen=True, kw_only=True):
    """The settings that pages print."""

    name: Text
    tagline: Text | None = None
    language: str = "zh"
    timezone: str = "Asia/Shanghai"
    second_language: str = ""
    url: str = ""
    open_from_folder: bool = False
    contact: Contact = Contact()
    topics: tuple[Topic, ...] = ()
    search: bool = True
    drill_interval_months: int = 12
    sheets: bool = True


class Card(Public, frozen=True, kw_only=True):
    """What lists, links, counts and neighbours print of a record, and nothing more.

    A change of anything else in the record leaves its card equal, and all those pages alone.
    ``type`` and ``state`` are keys of the kind's enumerations; ``figures`` holds its few numbers:
    ``evac_time_s target_evac_s`` (drill), ``findings fixed`` and how many took how long (inspection),
    ``needs answered`` (meeting), ``stages`` (project: how many of the five have a record),
    ``kept total`` (recurring: rounds kept, rounds due).
    ``links`` are the public records that it names; ``standing`` only for commitments.
    """

    ref: str
    kind: str
    title: Text
    date: FuzzyDate | None = None
    summary: Text | None = None
    community: str = ""
    topics: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    type: str = ""
    state: str = ""
    sample: bool = False
    updated_at: FuzzyDate | None = None
    figures: dict[str, int] = {}
    links: tuple[str, ...] = ()
    owner: Text | None = None
    due: FuzzyDate | None = None
    source_record: str = ""
    standing: Standing | None = None
    changes: tuple[Change, ...] = ()
    rounds: tuple[Standing, ...] = ()
    """Standings of the rounds of a recurring promise that count by themselves."""
    corrections: tuple[Correction, ...] = ()
    former: tuple[str, ...] = ()


class Tally(Public, frozen=True, kw_only=True):
    """Promises counted by status; each round of a recurring promise counts as one.

    ``kept_share`` has the denominator kept + kept_late + overdue (domain brief §3.6); undated and unverified
    ones are counted beside it, aspirations apart. On ``changes_on`` the date alone may change the counts.
    """

    by_status: dict[str, int] = {}
    amended: int = 0
    aspirations: int = 0
    changes_on: date | None = None

    def of(self, status: str) -> int:
        return self.by_status.get(status, 0)

    @property
    def judged(self) -> int:
        """The denominator: promises whose day has come."""
        return self.of("kept") + self.of("kept_late") + self.of("overdue")

    @property
    def total(self) -> int:
        return sum(self.by_status.values())


class SmallCount(Public, frozen=True, kw_only=True):
    """A number of persons: ``exact``, ``few`` (fewer than five, perhaps none) or ``withheld``; only then ``value``."""

    value: int | None = None
    shown: str = "exact"


class CategoryCount(Public, frozen=True, kw_only=True):
    """How many care cases of a category (key of ``vocabulary.CARE_CATEGORIES``) are told."""

    category: str
    count: SmallCount


class CareCounts(Public, frozen=True, kw_only=True):
    """Care cases by category. ``total`` is ``None`` where it would tell a number that is suppressed."""

    rows: tuple[CategoryCount, ...] = ()
    total: SmallCount | None = None

"""The search page: a form for those whose browser runs scripts, and lists of everything for all."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from ..engine import Database
from ..listings import card, in_stage, in_topic, in_year, members, told_count, with_status
from ..listings import years as all_years
from ..privacy import site
from ..routes import PagePlan, address
from ..vocabulary import KIND_NAMED, STAGES, STATUSES, label
from .lists import list_title, year_name
from .page import Link, View
from .words import Words, words_of

_KINDS = (
    "commitment", "project", "drill", "inspection", "meeting", "care_case", "outcome", "story", "community", "partner",
)  # fmt: skip


class Option(NamedTuple):
    """One value that results can be limited to, and the list of all that have it; ``count`` is 0 where none is told."""

    key: str
    link: Link
    count: int  # type: ignore[assignment]


class Facet(NamedTuple):
    """One thing to limit results by. ``name`` is also its name in the address of a search."""

    name: str
    heading: str
    options: tuple[Option, ...]


class SearchView(View, frozen=True, kw_only=True):
    template: ClassVar[str] = "search.html"

    facets: tuple[Facet, ...]


def search(db: Database, plan: PagePlan) -> SearchView:
    """Return the search page."""
    words = words_of(db, plan)
    facets = (
        Facet("kind", words("种类"), tuple(_kinds(db, words))),
        Facet("status", words("承诺状态"), tuple(_statuses(db, words))),
        Facet("topic", words("专题"), tuple(_topics(db, words))),
        Facet("stage", words("五共"), tuple(_stages(db, words))),
        Facet("community", words("社区"), tuple(_communities(db, words))),
        Facet("year", words("年份"), tuple(_years(db, words))),
    )
    return SearchView(
        url=plan.url,
        title=words("搜索"),
        description=words("在本站查找承诺、项目、演练、会议和故事。"),
        crumbs=(Link(words("首页"), ""),),
        facets=tuple(facet for facet in facets if facet.options),
    )


def _kinds(db: Database, words: Words) -> list[Option]:
    found = ((kind, KIND_NAMED[kind].folder, members(db, kind)) for kind in _KINDS)
    return [
        Option(folder, Link(list_title(words, kind), f"{folder}/"), told_count(refs) or 0)
        for kind, folder, refs in found
        if refs
    ]


def _statuses(db: Database, words: Words) -> list[Option]:
    found = [(one.key, label(STATUSES, one.key, words.language), len(with_status(db, one.key))) for one in STATUSES]
    return [
        Option(key, Link(name[:1].upper() + name[1:], f"commitments/status/{key.replace('_', '-')}/"), count)
        for key, name, count in (*found, ("aspiration", words("愿景"), len(with_status(db, "aspiration"))))
        if count
    ]


def _topics(db: Database, words: Words) -> list[Option]:
    found = ((one.id, words.text(one.name), in_topic(db, one.id)) for one in site(db).topics)
    return [Option(topic, Link(name, f"topics/{topic}/"), told_count(refs) or 0) for topic, name, refs in found if refs]


def _stages(db: Database, words: Words) -> list[Option]:
    found = ((one.key, words.label(STAGES, one.key), len(in_stage(db, one.key))) for one in STAGES)
    return [Option(key, Link(name, f"stages/{key.replace('_', '-')}/"), count) for key, name, count in found if count]


def _communities(db: Database, words: Words) -> list[Option]:
    found = (one for ref in members(db, "community") if (one := card(db, ref)))
    return [Option(one.ref.partition("/")[2], Link(words.text(one.title), address(one.ref)), 0) for one in found]


def _years(db: Database, words: Words) -> list[Option]:
    return [
        Option(year, Link(year_name(words, year), f"years/{year}/"), told_count(in_year(db, year)) or 0)
        for year in all_years(db)
    ]

"""Views: what each page says, as plain data for its template. ``VIEWS`` has the function of each ``PagePlan.view``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..engine import Database
from ..routes import GONE, MOVED, PagePlan
from .board import board
from .breakdown import group
from .care_case import care_case
from .commitment import commitment
from .community import community
from .corrections import corrections
from .drill import drill
from .gone import moved, tombstone
from .home import home
from .inspection import inspection
from .ledger import ledger, status
from .lists import list_of_kind, notfound, stage, stages, topic, topics, year, years
from .meeting import meeting
from .offline import offline
from .open_data import open_data
from .outcomes import outcome, outcomes
from .page import View
from .partner import partner
from .project import project
from .search import search
from .sheet import sheet
from .standing_page import standing_page
from .story import story
from .subscribe import subscribe

ViewOf = Callable[[Database, PagePlan], View]

VIEWS: Mapping[str, ViewOf] = {
    "home": home,
    "ledger": ledger,
    "status": status,
    "commitment": commitment,
    "outcomes": outcomes,
    "outcome": outcome,
    "list": list_of_kind,
    "topics": topics,
    "topic": topic,
    "stages": stages,
    "stage": stage,
    "notfound": notfound,
    "offline": offline,
    "project": project,
    "drill": drill,
    "inspection": inspection,
    "meeting": meeting,
    "care_case": care_case,
    "story": story,
    "page": standing_page,
    "community": community,
    "partner": partner,
    "corrections": corrections,
    "search": search,
    "years": years,
    "year": year,
    GONE: tombstone,
    MOVED: moved,
    "subscribe": subscribe,
    "open_data": open_data,
    "group": group,
    "board": board,
    "sheet": sheet,
}

"""Views: what each page says, as plain data for its template. ``VIEWS`` has the function of each ``PagePlan.view``."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..engine import Database
from ..routes import PagePlan
from .care_case import care_case_view
from .commitment import commitment_view
from .community import community_view
from .corrections import corrections_view
from .drill import drill_view
from .home import home_view
from .inspection import inspection_view
from .ledger import ledger_view, status_view
from .lists import list_view, notfound_view, stage_view, stages_view, topic_view, topics_view
from .meeting import meeting_view
from .outcomes import outcome_view, outcomes_view
from .page import View
from .partner import partner_view
from .project import project_view
from .standing_page import standing_page_view
from .story import story_view

ViewOf = Callable[[Database, PagePlan], View]

VIEWS: Mapping[str, ViewOf] = {
    "home": home_view,
    "ledger": ledger_view,
    "status": status_view,
    "commitment": commitment_view,
    "outcomes": outcomes_view,
    "outcome": outcome_view,
    "list": list_view,
    "topics": topics_view,
    "topic": topic_view,
    "stages": stages_view,
    "stage": stage_view,
    "notfound": notfound_view,
    "project": project_view,
    "drill": drill_view,
    "inspection": inspection_view,
    "meeting": meeting_view,
    "care_case": care_case_view,
    "story": story_view,
    "page": standing_page_view,
    "community": community_view,
    "partner": partner_view,
    "corrections": corrections_view,
}

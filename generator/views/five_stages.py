"""The five stages (五共) of a project as five slots. An empty one stays: a gap is information."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..catalog import Contribution, Stage, Stages, Survey
from ..engine import Database
from ..vocabulary import STAGES
from .cards import link_to, links_to
from .figures import exact, percentage
from .page import Link
from .parts import BarView, FactRow, Value, day
from .words import Words


class StageView(Struct, frozen=True, kw_only=True):
    """One slot of the tracker. ``has_record`` is false for an empty one, whose summary says so."""

    key: str
    number: int
    label: str
    has_record: bool
    summary: str
    date: str = ""
    date_iso: str = ""
    rows: tuple[FactRow, ...] = ()


def stage_views(db: Database, words: Words, stages: Stages | None) -> tuple[StageView, ...]:
    """Return the five slots, in their order."""
    return tuple(
        _stage_view(db, words, number, choice.key, words.label(STAGES, choice.key), _stage(stages, choice.key))
        for number, choice in enumerate(STAGES, start=1)
    )


def _stage(stages: Stages | None, key: str) -> Stage | None:
    stage: Stage | None = getattr(stages, key) if stages else None
    return stage


def _stage_view(db: Database, words: Words, number: int, key: str, label: str, stage: Stage | None) -> StageView:
    if stage is None:
        return StageView(key=key, number=number, label=label, has_record=False, summary=words("暂无记录"))
    return StageView(
        key=key,
        number=number,
        label=label,
        has_record=True,
        summary=words.text(stage.summary),
        date=day(words, stage.at),
        date_iso=words.iso(stage.at),
        rows=tuple(_rows(db, words, stage)),
    )


def _rows(db: Database, words: Words, stage: Stage) -> Iterator[FactRow]:
    meeting = link_to(db, words, stage.meeting)
    givers = tuple(dict.fromkeys(giver(db, words, given) for given in stage.contributions))
    rows: tuple[tuple[str, Value | tuple[Value, ...] | None], ...] = (
        (words("会议"), meeting),
        (words("决定"), words.text(stage.decision)),
        (words("不同意见"), words.text(stage.objections)),
        (words("出力"), givers),
        (words("居民评议"), survey_result(words, stage.survey)),
        (words("提出的问题"), words.text(stage.survey.problems) if stage.survey else ""),
        (words("受益"), words.quantity(stage.beneficiaries) if stage.beneficiaries else ""),
        (words("相关记录"), links_to(db, words, stage.records)),
    )
    return (FactRow(term, value) for term, value in rows if value)


def giver(db: Database, words: Words, given: Contribution) -> Link | str:
    """Return who gave: a link where it is a partner unit with a page."""
    who = words.text(given.who)
    partner = link_to(db, words, given.partner)
    return Link(who or partner.text, partner.url) if partner else who or words.not_stated


def survey_result(words: Words, survey: Survey | None) -> BarView | str:
    """Return 「问了60人，52人回答，47人满意（占回答的90%）」, as a bar where that is exact; ``""`` for no survey."""
    if survey is None:
        return ""
    said = [
        words("问了{count}", count=words.quantity(survey.asked)) if survey.asked else "",
        words("{count}回答", count=words.quantity(survey.answered)) if survey.answered else "",
        words("{count}满意", count=words.quantity(survey.satisfied)) if survey.satisfied else "",
    ]
    counted = words.joined("，", filter(None, said))
    happy, answered = exact(survey.satisfied), exact(survey.answered)
    if happy is None or not answered:
        return counted
    label = words("{counted}（占回答的{share}）", counted=counted, share=percentage(happy, answered))
    return BarView(value=float(happy), of=float(answered), label=label)

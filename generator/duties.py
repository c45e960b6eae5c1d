"""What an editor should do next. Reads public records only, and says which file to open."""

from __future__ import annotations

from datetime import date, timedelta

from .catalog import Card, Commitment
from .engine import Database
from .i18n import translator
from .listings import card, members
from .privacy import public

_SILENT_DAYS = 60

Section = tuple[str, tuple[str, ...]]


def duties(db: Database, today: date, language: str) -> tuple[Section, ...]:
    """Return titled lists of things to do, the most pressing first; lists with nothing in them are left out."""
    say = translator(language)
    promises = [shown for ref in members(db, "commitment") if (shown := card(db, ref)) is not None]
    found = (
        (say("已经逾期的承诺"), _with_status(promises, "overdue", language)),
        (say("临近到期的承诺"), _with_status(promises, "due_soon", language)),
        (say("写了完成、还缺佐证的承诺"), _with_status(promises, "unverified", language)),
        (say("没有期限的承诺"), _with_status(promises, "undated", language)),
        (say("60 天没有任何进展记录的承诺"), _silent(db, promises, today, language)),
        (say("缺图片说明的佐证"), _without_alt(db, promises, language)),
    )
    return tuple((title, lines) for title, lines in found if lines)


def _line(shown: Card, language: str) -> str:
    due = translator(language)("（{due}）").format(due=shown.due) if shown.due else ""
    return f"{shown.title.in_(language)}{due}  {shown.source_record or shown.ref}"


def _with_status(promises: list[Card], status: str, language: str) -> tuple[str, ...]:
    chosen = (shown for shown in promises if shown.standing and shown.standing.status == status)
    return tuple(_line(shown, language) for shown in chosen)


def _silent(db: Database, promises: list[Card], today: date, language: str) -> tuple[str, ...]:
    """Return the open promises of which nothing was recorded for 60 days: no evidence, no amendment, no update."""
    lines = []
    for shown in promises:
        if shown.standing is None or shown.standing.status not in ("on_track", "due_soon", "overdue", "undated"):
            continue
        promise = public(db, shown.ref)
        if isinstance(promise, Commitment) and (last := _last_word(promise)) and today - last > timedelta(_SILENT_DAYS):
            lines.append(_line(shown, language))
    return tuple(lines)


def _last_word(promise: Commitment) -> date | None:
    dates = [promise.made_at, promise.updated_at]
    dates += [evidence.at for evidence in promise.evidence]
    dates += [change.at for change in promise.amendments]
    dates += [period.completed_at for period in promise.periods]
    return max((day for when in dates if when and (day := when.last_day)), default=None)


def _without_alt(db: Database, promises: list[Card], language: str) -> tuple[str, ...]:
    lines = []
    for shown in promises:
        promise = public(db, shown.ref)
        if isinstance(promise, Commitment) and any(evidence.file and not evidence.alt for evidence in promise.evidence):
            lines.append(_line(shown, language))
    return tuple(lines)

"""The changes of a promise in words: what it said, what it says since, why, and when residents were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..catalog import Change, Measure
from .words import Words


class ChangeView(Struct, frozen=True, kw_only=True):
    """One change: its day, what became of what, and the reason."""

    when: str
    when_iso: str
    said: str
    why: str


def change_views(words: Words, changes: Iterable[Change]) -> tuple[ChangeView, ...]:
    """Return the changes of a promise, in the order given."""
    return tuple(
        ChangeView(
            when=words.date(change.at),
            when_iso=words.iso(change.at),
            said=words.joined("；", _said(words, change)) or words("有变更"),
            why=words.joined("。", _why(words, change)),
        )
        for change in changes
    )


def _said(words: Words, change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    if after.due:
        yield words("期限由{before}改为{after}", before=words.date(before.due), after=words.date(after.due))
    if after.text:
        yield words("内容由“{before}”改为“{after}”", before=words.text(before.text), after=words.text(after.text))
    if after.owner:
        was = words.text(before.owner) or words.not_stated
        yield words("责任由{before}改为{after}", before=was, after=words.text(after.owner))
    if after.measure:
        was, now = (_measure(words, measure) for measure in (before.measure, after.measure))
        yield words("目标由“{before}”改为“{after}”", before=was, after=now)


def _measure(words: Words, measure: Measure | None) -> str:
    return words.amount(measure.metric, measure.target) if measure else words.not_stated


def _why(words: Words, change: Change) -> Iterator[str]:
    yield words("原因：{reason}", reason=words.text(change.reason) or words.not_stated)
    if change.published_on:
        yield words("{day}公布", day=words.date(change.published_on))

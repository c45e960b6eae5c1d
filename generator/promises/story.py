"""The lock in words: what was promised, changed and done, line by line, for ``dizao promises log``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..i18n import translator
from ..promise_lock import Fact, History, Line
from ..promise_lock.words import corrected_in_words, field_in_words, in_language, reason_in, value_in_words

_TOLD = ("text", "owner", "partner", "made", "due", "metric", "target", "interval", "start", "until", "sample")


def story_of(history: History, lines: Iterable[Line], language: str) -> str:
    """Return the story of one promise: its name, then a line for each line of the lock that is about it."""
    said = [f"{history.name}  {history.published.fact.text}".rstrip()]
    said += [f"  {line.fact.on}  {_event(line, language)}" for line in lines if line.fact.promise in history.names]
    return "\n".join(said)


def _event(line: Line, language: str) -> str:
    say = translator(language)
    fact = line.fact
    title = {
        "published": say("首次公布"),
        "amended": say("变更（{day}）").format(day=fact.at),
        "completed": say("报告完成（{day}）").format(day=f"{fact.round} {fact.at}".strip()),
        "withdrawn": say("撤回承诺（{day}）").format(day=fact.at),
        "moved": say("移到 {place}").format(place=fact.to or fact.record),
        "removed": say("撤下"),
        "restored": say("重新公开"),
        "supplemented": say("补充"),
        "corrected": say("更正"),
        "voided": say("作废"),
        "erased": say("删去文字"),
    }.get(fact.event, fact.event)
    said = say("；").join(_details(fact, language))
    number = say("第 {number} 行").format(number=line.number)
    return say("：").join(filter(None, (title, said))) + say("（{line}）").format(line=number)


def _details(fact: Fact, language: str) -> Iterator[str]:
    say = translator(language)
    if fact.event in ("corrected", "voided", "erased"):
        yield corrected_in_words(fact, language)
        return
    told = fact.now if fact.event == "supplemented" else {name: getattr(fact, name) for name in _TOLD}
    for name, value in told.items():
        if value:
            field = in_language(field_in_words(name, fact.event), language)
            yield say("{field} {value}").format(field=field, value=in_language(value_in_words(name, value), language))
    if fact.reason:
        yield say("原因：{reason}").format(reason=reason_in(fact, language))

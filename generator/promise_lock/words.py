"""What lines say, in words for editors and residents."""

from __future__ import annotations

from datetime import date

from ..catalog import Correction
from ..i18n import translator
from ..problems import Word
from ..values import FuzzyDate, Text
from ..vocabulary import COMMITMENT_KINDS, INTERVALS, label
from .facts import Fact

FIELDS = {
    "kind": Word("类型", "kind"),
    "text": Word("内容", "text"),
    "text_en": Word("内容", "text"),
    "owner": Word("责任", "owner"),
    "owner_en": Word("责任", "owner"),
    "partner": Word("责任单位", "partner"),
    "made": Word("作出", "made_at"),
    "due": Word("期限", "due"),
    "metric": Word("指标", "metric"),
    "metric_en": Word("指标", "metric"),
    "target": Word("目标", "target"),
    "interval": Word("间隔", "interval"),
    "start": Word("起", "anchor"),
    "until": Word("止", "until"),
    "sample": Word("示例", "sample"),
    "at": Word("日期", "at"),
    "reason": Word("原因", "reason"),
    "reason_en": Word("原因", "reason"),
}
"""What editors call the parts of a line, in either language."""

DAYS = {
    "completed": Word("完成", "completed_at"),
    "withdrawn": Word("撤回", "withdrawn"),
    "amended": Word("变更", "amendments"),
}
"""What the day of a line is the day of, by its event."""

_CHOICES = {"kind": COMMITMENT_KINDS, "interval": INTERVALS}
NOTHING = Word("没有写")
_YES = Word("是", "yes")


def field_in_words(name: str, event: str) -> Word:
    """Return what editors call a part of a line of this kind."""
    return DAYS.get(event, FIELDS["at"]) if name == "at" else FIELDS[name]


def value_in_words(name: str, value: str) -> Word:
    """Return the value of a part of a line as editors write it."""
    if not value:
        return NOTHING
    if name == "sample":
        return _YES
    choices = _CHOICES.get(name)
    known = choices and any(choice.key == value for choice in choices)
    return Word(label(choices, value, "zh"), label(choices, value, "en")) if choices and known else Word(value, value)


def in_language(word: Word, language: str) -> str:
    """Return ``word`` in ``language``."""
    return word.english if language == "en" and word.english else translator(language)(word.text)


def reason_in(fact: Fact, language: str) -> str:
    """Return the reason that a line gives."""
    return fact.reason_en if language == "en" and fact.reason_en else fact.reason


def is_correction(fact: Fact) -> bool:
    """Whether a line takes back what an earlier one said."""
    return fact.event in ("corrected", "voided", "erased") and not fact.erased


def correction(fact: Fact, on: date) -> Correction:
    """Return a line that takes something back as pages show it: like any other correction, in both languages."""
    text = Text(corrected_in_words(fact, "zh"), corrected_in_words(fact, "en"))
    return Correction(at=FuzzyDate(on.year, on.month, on.day), text=text)


def corrected_in_words(fact: Fact, language: str) -> str:
    """Return what a line takes back, what holds instead, and why."""
    say = translator(language)
    reason = reason_in(fact, language)
    if fact.event == "erased":
        return say("这项承诺在台账里的一些文字已经删去。原因：{reason}").format(reason=reason)

    def told(name: str, value: str) -> str:
        return in_language(value_in_words(name, value), language)

    names = fact.now or fact.was
    template = say("「{field}」原为「{was}」，更正为「{now}」") if fact.now else say("「{field}」「{was}」不再作数")
    said = (
        template.format(
            field=in_language(field_in_words(name, fact.about), language),
            was=told(name, fact.was.get(name, "")),
            now=told(name, fact.now.get(name, "")),
        )
        for name in names
    )
    return say("；").join(said) + say("。原因：{reason}").format(reason=reason)

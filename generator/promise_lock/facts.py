"""One fact about one promise, as a line of the lock holds it.

Everything is text as residents read it, so that a line can be checked with the eye: ``2026-06``, ``40具``, ``P3M``.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

from msgspec import Struct, ValidationError, json, structs

from ..values import ValueProblem, parse_date, parse_period

Event = Literal[
    "published",  # first told in public: the terms of the promise
    "amended",  # a dated change with its reason
    "completed",  # reported as done, the whole or one round of it
    "withdrawn",  # given up, with its reason
    "moved",  # told under another name, or in another record, word for word
    "removed",  # no longer on the site, with the reason
    "restored",  # on the site again
    "supplemented",  # what an earlier line left open was filled in: a translation, a partner unit
    "corrected",  # an earlier line was wrong, and its authors said why
    "voided",  # an earlier line does not hold any more, and its authors said why
    "erased",  # words had to be taken out of earlier lines, and why
    "merged",  # two branches were joined
]

TERMS = (
    "kind", "text", "text_en", "owner", "owner_en", "partner", "made", "due", "metric", "metric_en", "target",
    "interval", "start", "until", "sample",
)  # fmt: skip
"""What a ``published`` line binds its authors to."""

CHANGES = ("at", "due", "text", "text_en", "owner", "owner_en", "metric", "metric_en", "target", "reason", "reason_en")
"""What an ``amended`` line says."""

EVERYTHING_SAID = {
    "published": TERMS,
    "amended": CHANGES,
    "completed": ("at",),
    "withdrawn": ("at", "reason", "reason_en"),
}

WORDING = ("text", "text_en", "owner", "owner_en", "metric", "metric_en", "reason", "reason_en")
"""What is in people's own words, where a name may have slipped in; all else is dates, numbers and keys."""


class Fact(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is to be said of a promise.

    ``promise`` and ``to`` are full names of promises, ``record`` and ``partner`` of records. ``of`` names earlier lines
    by their hashes, and ``about`` their event; ``was`` and ``now`` hold what these said and what holds instead (for
    ``erased``: the hash of what is left of each line, which no longer is the text that its own hash was made of).
    """

    event: Event
    promise: str = ""
    record: str = ""
    kind: str = ""
    text: str = ""
    text_en: str = ""
    owner: str = ""
    owner_en: str = ""
    partner: str = ""
    made: str = ""
    due: str = ""
    metric: str = ""
    metric_en: str = ""
    target: str = ""
    interval: str = ""
    start: str = ""
    until: str = ""
    sample: str = ""
    at: str = ""
    round: str = ""
    reason: str = ""
    reason_en: str = ""
    to: str = ""
    about: str = ""
    of: tuple[str, ...] = ()
    was: dict[str, str] = {}
    now: dict[str, str] = {}
    erased: bool = False


class Written(Fact, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A fact in the lock: since which day it is public, and the hashes of the lines that it follows."""

    on: date
    prev: tuple[str, ...]


def written(fact: Fact, on: date, prev: tuple[str, ...]) -> Written:
    """Return ``fact`` as it follows the lines ``prev``."""
    return Written(on=on, prev=prev, **structs.asdict(fact))


def plain(fact: Written) -> Fact:
    """Return what ``fact`` says, without its place in the chain."""
    return Fact(**{name: getattr(fact, name) for name in Fact.__struct_fields__})


def encode(fact: Written) -> str:
    """Return the one way to write ``fact``: JSON without blanks, its keys sorted."""
    return json.encode(fact, order="sorted").decode()


def decode(text: str) -> Written:
    """Read a fact that was checked before."""
    return json.decode(text, type=Written)


def decode_checked(text: str) -> Written:
    """Read a fact from a file that anybody may have written.

    Raises:
        msgspec.MsgspecError: it is none that this version knows.
    """
    fact = decode(text)
    dates = (getattr(fact, name) for name in _DATES)
    parts = {*fact.was, *fact.now} if fact.event != "erased" else set()
    if not all(map(_is_date, dates)) or not _is_period(fact.round) or not parts <= _CHANGEABLE:
        raise ValidationError(text)
    if not all(_is_date(said.get(name, "")) for name in _DATES for said in (fact.was, fact.now)):
        raise ValidationError(text)
    return fact


_DATES = ("made", "due", "start", "until", "at")
_CHANGEABLE = {*TERMS, *CHANGES}


@lru_cache(4096)
def _is_date(text: str) -> bool:
    try:
        return not text or bool(parse_date(text))
    except ValueProblem:
        return False


@lru_cache(4096)
def _is_period(text: str) -> bool:
    try:
        return not text or bool(parse_period(text))
    except ValueProblem:
        return False


def key(event: Event, *details: object) -> str:
    """Return the key of a fact of which nothing but ``event`` and ``details`` is known (see ``key_of``)."""
    return " ".join(str(part) for part in (event, *details) if part)


def key_of(fact: Fact) -> str:
    """Return what tells a fact from the others of its promise, whatever its wording.

    An amendment is known by its day and by the due date that it sets: both decide on lateness.
    """
    return key(fact.event, *((fact.at, fact.due) if fact.event == "amended" else (fact.round,)))

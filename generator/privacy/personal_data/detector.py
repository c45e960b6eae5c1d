"""Look through a text for personal data. Pure: a text in, findings out (domain brief §2.3).

Most texts hold none, and they must cost next to nothing. So kinds share signs: short patterns, one of which is in
every text that holds such a kind. Each begins with a class of characters, which the engine of ``re`` skips over
quickly. Only the kinds whose sign is there are looked for in earnest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from . import cards, conditions, contacts, digits, names, places
from .found import Finding, Match, masked
from .kinds import Kind
from .plain import plain

Find = Callable[[str], Iterator[Match]]


class _Group(NamedTuple):
    """Kinds with one sign."""

    sign: re.Pattern[str]
    finders: dict[Find, frozenset[Kind]]


_BY_NUMBER: dict[Find, frozenset[Kind]] = {
    cards.resident_ids: frozenset({Kind.RESIDENT_ID}),
    cards.credit_codes: frozenset({Kind.USCC}),
    places.positions: frozenset({Kind.LOCATION}),
    cards.bank_cards: frozenset({Kind.BANK_CARD}),
    cards.documents: frozenset({Kind.DOCUMENT}),
    contacts.mobiles: frozenset({Kind.MOBILE}),
    contacts.landlines: frozenset({Kind.LANDLINE}),
}
_BY_WORD: dict[Find, frozenset[Kind]] = {
    contacts.messengers: frozenset({Kind.MESSENGER}),
    places.plates: frozenset({Kind.PLATE}),
    places.flats: frozenset({Kind.UNIT_ADDRESS}),
    places.buildings: frozenset({Kind.BUILDING}),
    places.positions_in_minutes: frozenset({Kind.LOCATION}),
}
_WORDS = re.compile(f"[{contacts.FIRSTS}{places.FIRSTS}](?:{contacts.REST}|{places.REST})")

_GROUPS = (
    _Group(re.compile("@"), {contacts.mailboxes: frozenset({Kind.EMAIL})}),
    _Group(digits.SIGN, _BY_NUMBER),
    _Group(_WORDS, _BY_WORD),
    _Group(names.SIGN, {names.names: frozenset({Kind.NAME})}),
    _Group(names.OFFICE_SIGN, {names.official_names: frozenset({Kind.OFFICIAL_NAME})}),
    _Group(conditions.SIGN, {conditions.conditions: conditions.KINDS}),
    _Group(places.SCHOOL_SIGN, {places.schools: frozenset({Kind.SCHOOL})}),
)
"""What is found first has its place: nothing later is told of the same characters."""

ALL = frozenset(Kind)


def find(text: str, kinds: frozenset[Kind] = ALL) -> tuple[Finding, ...]:
    """Return what is in ``text`` of ``kinds``, in order; positions are those of the text as it was given."""
    given = plain(text)
    matches: list[Match] = []
    for sign, finders in _groups_of(kinds):
        if sign.search(given.text):
            matches += [match for finder in finders for match in finder(given.text)]
    if not matches:
        return ()
    return tuple(
        Finding(match.kind, match.level, *given.span(match.start, match.end),
                masked(match.kind, given.text[match.start : match.end]), match.value)
        for match in _without_overlaps(matches)
    )  # fmt: skip


@cache
def _groups_of(kinds: frozenset[Kind]) -> tuple[tuple[re.Pattern[str], tuple[Find, ...]], ...]:
    """Return the signs to look for when ``kinds`` are wanted, and the finders behind each."""
    wanted = ((sign, tuple(find for find, own in finders.items() if own & kinds)) for sign, finders in _GROUPS)
    return tuple((sign, finders) for sign, finders in wanted if finders)


def _without_overlaps(matches: list[Match]) -> list[Match]:
    """Return the matches that overlap none before them, by position."""
    kept: list[Match] = []
    for match in matches:
        place = bisect_left(kept, match.start, key=lambda other: other.start)
        is_free_before = place == 0 or kept[place - 1].end <= match.start
        if is_free_before and (place == len(kept) or match.end <= kept[place].start):
            kept.insert(place, match)
    return kept

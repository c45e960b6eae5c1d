"""Small numbers: which are told, and that those which are not cannot be computed from what is."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

from generator.privacy.small_numbers import FEW, SMALL, WITHHELD, Cover, cover
from generator.vocabulary import CARE_CATEGORIES

GROUPS = tuple(choice.key for choice in CARE_CATEGORIES)
UP_TO = 7
"""Counts from ``SMALL`` on are told or withheld alike, so that a few of them stand for all."""


def seen(counts: tuple[int, ...], covered: Cover) -> tuple[object, ...]:
    """Return all that readers can find out: the counts that are told, the marks, and how many cases there are."""
    told = (count if group in covered.open else covered.closed for group, count in zip(GROUPS, counts, strict=False))
    return (*map(repr, told), sum(counts))


def test_no_count_that_is_not_told_can_be_found_out_even_by_who_knows_the_rule() -> None:
    worlds = defaultdict(list)
    for counts in product(range(UP_TO + 1), repeat=len(GROUPS)):
        worlds[seen(counts, cover(dict(zip(GROUPS, counts, strict=True))))].append(counts)
    for view, possible in worlds.items():
        for position, told in enumerate(view[:-1]):
            values = {counts[position] for counts in possible}
            assert (len(values) > 1) == (not str(told).isdecimal()), (view, possible)


def test_what_is_told_is_not_small_unless_there_are_none() -> None:
    for counts in product((0, 1, SMALL - 1, SMALL, SMALL + 1), repeat=4):
        given = dict(zip(GROUPS, counts, strict=False))
        covered = cover(given)
        assert all(given[group] == 0 or given[group] >= SMALL for group in covered.open)
        assert FEW not in (covered.closed,) or all(given[group] < SMALL for group in given.keys() - covered.open)


def test_a_single_small_group_is_not_left_alone_beside_a_total() -> None:
    assert cover({"a": 3, "b": 7}) == Cover(frozenset(), WITHHELD)
    assert cover({"a": 3, "b": 7, "c": 0}) == Cover(frozenset({"b"}), FEW)


def test_where_nobody_is_few_everything_is_told() -> None:
    assert cover({"a": 9, "b": 0, "c": 5}).open == {"a", "b", "c"}

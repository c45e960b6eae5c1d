"""The nearest word to one that was not found."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest(word: str, candidates: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to ``most`` of ``candidates`` that resemble ``word``, the nearest first.

    Short Chinese words differ in one character of two or three, so half of the characters is enough for them.
    """
    plain = word.strip().lower()
    if not plain:
        return ()
    enough = 0.6 if plain.isascii() else 0.49
    scored = []
    for candidate in dict.fromkeys(candidates):
        matcher = SequenceMatcher(None, plain, candidate.lower())
        if matcher.real_quick_ratio() >= enough and matcher.quick_ratio() >= enough:
            ratio = matcher.ratio()
            if ratio >= enough:
                scored.append((-ratio, candidate))
    scored.sort()
    return tuple(candidate for _, candidate in scored[:most])

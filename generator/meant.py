"""What an editor probably meant by an id or a path that leads nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from .nearest import nearest
from .problems import Argument, Word

_MOST_SHOWN = 8

Hint = tuple[str | None, dict[str, Argument]]
"""A hint that replaces the row's own, and what fills its blanks."""


def meant_id(word: str, known: Iterable[str], labels: Mapping[str, str], kind: Word, none: str = "has-none") -> Hint:
    """Return the ids that resemble ``word`` or whose label does, else those that there are.

    ``labels`` maps what people call a thing to its id: an editor may have written 「武房管家」 for ``wufang``.
    """
    ids = tuple(known)
    near = nearest(word, (*ids, *labels))
    meant = tuple(dict.fromkeys(labels.get(candidate, candidate) for candidate in near))
    arguments: dict[str, Argument] = {"kind": kind, "near": meant}
    if len(meant) == 1:
        if near[0] == meant[0]:
            return "did-you-mean", arguments
        return "did-you-mean-also", {**arguments, "also": near[0]}
    if meant:
        return "did-you-mean-many", arguments
    if ids:
        return None, {**arguments, "known": ids[:_MOST_SHOWN] + (("…",) if len(ids) > _MOST_SHOWN else ())}
    return none, arguments


def meant_files(target: str, files: Iterable[str]) -> tuple[str, ...]:
    """Return the files that ``target``, a path that does not exist, may stand for: by name first, then by spelling."""
    by_stem: dict[str, list[str]] = {}
    for file in files:
        by_stem.setdefault(_stem(file), []).append(file)
    stem = _stem(target)
    if stem in by_stem:
        same = [file for file in by_stem[stem] if file.lower().endswith(posixpath.splitext(target)[1].lower())]
        return tuple((same or by_stem[stem])[:3])
    folder = posixpath.dirname(target)
    here = {name: [file for file in found if posixpath.dirname(file) == folder] for name, found in by_stem.items()}
    return tuple(file for name in nearest(stem, filter(here.get, here), 1) for file in here[name])


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].lower()

"""A kind of content by any of its words."""

from __future__ import annotations

from ..config import USAGE
from ..nearest import nearest
from ..problems import Argument, DizaoError, Problem, Where, Word
from ..vocabulary import RECORD_KINDS, RecordKind


def kind_named(word: str) -> RecordKind:
    """Return the kind that ``word`` names: its name in code, its folder, its Chinese or its English label.

    Part of a Chinese label will do where no other kind has it: people say 项目 for 共建项目.

    Raises:
        DizaoError: there is none (exit code 2); the hint says which is nearest.
    """
    words = {known: kind for kind in RECORD_KINDS for known in (kind.name, kind.folder, kind.zh, kind.en)}
    plain = word.strip().lower()
    for candidate in (plain, plain.replace("-", "_"), plain.replace("-", " ")):
        if candidate in words:
            return words[candidate]
    having_it = [kind for kind in RECORD_KINDS if len(plain) > 1 and plain in kind.zh]
    if len(having_it) == 1:
        return having_it[0]
    arguments: dict[str, Argument] = {"kind": word, "known": tuple(Word(kind.zh) for kind in RECORD_KINDS)}
    near = nearest(plain, words, 1)
    if near:
        found = words[near[0]]
        arguments["near"] = f"{found.zh}（{found.name}）"
    raise DizaoError(Problem("unknown-kind", Where(""), arguments, "did-you-mean" if near else None), USAGE)

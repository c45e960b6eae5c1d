"""Make a lock whole again where nothing of it is lost: join what branches added, restore order, take words out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from msgspec import structs

from ..problems import Problem
from .chain import CONFLICT, Chain, Line, digest_of, extended, parse, problem, read, rows
from .facts import WORDING, Fact, encode

_ENCODINGS = ("utf-8", "gb18030", "utf-16")
"""What editors' tools save as; whether a guess is right, the hashes tell."""


def mended(content: bytes, others: Sequence[bytes], on: date) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the lock with every line of ``content`` and of ``others`` (copies of it, such as the published one).

    Marks of a conflict, lines that stand twice, a wrong order, a wrong encoding and traces of editors go; two ends are
    joined by a line. A damaged line goes only where its true form is known. What must be put right by hand is returned,
    and then the bytes are those of ``content``.
    """
    found: dict[str, Line] = {}
    damaged: list[tuple[str, Problem]] = []
    doubtful: dict[str, Line] = {}
    for copy in (content, *others):
        text = _text_of(copy)
        if text is None:
            damaged += [("", said) for said in read(copy).problems if copy is content]
            continue
        for number, row, has_end in rows(text):
            line = parse(number, row, has_end)
            if copy is content and isinstance(line, Problem) and line.code == "lock-line-edited":
                true = parse(number, f"{digest_of(row[65:])} {row[65:]}", has_end)
                if isinstance(true, Line):
                    doubtful[true.hash] = true
            if isinstance(line, Line):
                found.setdefault(line.hash, line)
            elif line is not None and copy is content and not CONFLICT.fullmatch(row):
                damaged.append((row, line))
    followed = {before for line in found.values() for before in line.fact.prev}
    found |= {hash: line for hash, line in doubtful.items() if hash in followed and hash not in found}
    known = [f"{line.hash} {line.text}" for line in found.values()]
    ordered, astray = _in_order(found.values())
    left = [said for row, said in damaged if not _is_known(row, found, known)]
    left += [problem("lock-line-missing", line.number, other="0") for line in astray]
    if left:
        return content, tuple(left)
    chain = Chain(tuple(ordered))
    return extended(chain, [Fact(event="merged")] if len(chain.heads) > 1 else [], on) if ordered else b"", ()


def _text_of(copy: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            return copy.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_known(row: str, found: Collection[str], known: Collection[str]) -> bool:
    """Whether the true form of a damaged line is there: with its hash, with its text, or with more of its text."""
    return bool(row) and (
        row[:64] in found or digest_of(row[65:]) in found or any(line.startswith(row) for line in known)
    )


def _in_order(lines: Collection[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines each below those that it follows, otherwise as they stood; and those that cannot be placed."""
    placed: dict[str, Line] = {}
    waiting = list(lines)
    while True:
        rest = []
        for line in waiting:
            if all(before in placed for before in line.fact.prev):
                placed[line.hash] = line
            else:
                rest.append(line)
        if len(rest) == len(waiting):
            return list(placed.values()), rest
        waiting = rest


def erased(chain: Chain, promise: str, names: Collection[str], reason: str, on: date) -> bytes:
    """Return the lock without the words of all lines of ``promise``, and with a line that says so.

    ``names`` are all names that the promise ever had. Dates and numbers stay, and so do the hashes: whoever noted one
    still finds it. That what is left of these lines is not altered later is seen from its own hash, which the new line
    holds.
    """
    lines: list[Line] = []
    left: dict[str, str] = {}
    for line in chain.lines:
        if line.fact.promise in names and _has_words(line.fact):
            kept = dict.fromkeys(WORDING, "") | {"erased": True}
            said = {name: _without_words(getattr(line.fact, name)) for name in ("was", "now")}
            line = structs.replace(line, text=encode(structs.replace(line.fact, **kept, **said)))
            left[line.hash] = digest_of(line.text)
        lines.append(line)
    fact = Fact(event="erased", promise=promise, reason=reason, of=tuple(left), now=left)
    return extended(Chain(tuple(lines)), [fact], on)


def _has_words(fact: Fact) -> bool:
    said = any(getattr(fact, name) for name in WORDING)
    return fact.event != "erased" and (said or any(name in WORDING for name in (*fact.was, *fact.now)))


def _without_words(said: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in said.items() if name not in WORDING}

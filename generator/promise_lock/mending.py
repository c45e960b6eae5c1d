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
    gathered = _Gathered()
    gathered.take(content)
    ours = list(gathered.damaged)
    for copy in others:
        gathered.take(copy)
    left = [said for row, said in ours if not gathered.knows(row)]
    ordered, astray = _in_order(gathered.lines.values())
    left = left or [problem("lock-line-missing", line.number, other="0") for line in astray]
    if left:
        return content, tuple(left)
    chain = Chain(tuple(ordered))
    return extended(chain, [Fact(event="merged")] if len(chain.heads) > 1 else [], on) if ordered else b"", ()


class _Gathered:
    """The lines of several copies of a lock, each once, and the damaged rows with what is wrong with them."""

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.damaged: list[tuple[str, Problem]] = []

    def take(self, copy: bytes) -> None:
        text = _text_of(copy)
        if text is None:
            self.damaged += [("", said) for said in read(copy).problems]
            return
        for number, row, has_end in rows(text):
            found = parse(number, row, has_end)
            if isinstance(found, Line):
                self.lines.setdefault(found.hash, found)
            elif found is not None and not CONFLICT.fullmatch(row):
                self.damaged.append((row, found))
        self._restore_hashes()

    def _restore_hashes(self) -> None:
        """Take in the rows that nothing but their hash is wrong with: another line names it as it was."""
        followed = {before for line in self.lines.values() for before in line.fact.prev}
        for row, said in self.damaged:
            true = parse(said.where.line, f"{digest_of(row[65:])} {row[65:]}", True)
            if isinstance(true, Line) and true.hash in followed:
                self.lines.setdefault(true.hash, true)
                followed.update(true.fact.prev)

    def knows(self, row: str) -> bool:
        """Whether the true form of a damaged row is there: with its hash, with its text, or with more of its text."""
        if not row:
            return False
        has_more = any(f"{line.hash} {line.text}".startswith(row) for line in self.lines.values())
        return row[:64] in self.lines or digest_of(row[65:]) in self.lines or has_more


def _text_of(copy: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            return copy.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


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

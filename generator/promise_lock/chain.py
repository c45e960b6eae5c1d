"""The lines of the lock, chained by their hashes: read, checked, extended.

A line is the SHA-256 of a fact in hex, a blank, and the fact as JSON. Each fact names the line that it follows, so that
whoever has noted a hash can tell that everything above it still is what it was. Two lines may follow one, where two
branches of the content grew apart; a line that follows both joins them. Nothing is ever written anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from msgspec import MsgspecError, Struct

from ..problems import Argument, Problem, Where, Word
from .facts import Fact, Written, decode, decode_checked, encode, written

PATH = "content/promises.lock"
_FORM = re.compile(r"([0-9a-f]{64}) (\{.*\})")
_BOM = "\ufeff"
CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")
"""What git writes between the two versions of a conflict."""


class Line(Struct, frozen=True):
    """One line: its number in the file, from 1, its hash, and its fact, read and as it stands."""

    number: int
    hash: str
    fact: Written
    text: str


class Chain(Struct, frozen=True):
    """The lines that hold, and what is wrong with the others and between them."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The lines that no other line follows: one, in a lock that is whole and not empty."""
        return heads(self.lines)

    @property
    def is_sound(self) -> bool:
        return not any(problem.level == "error" for problem in self.problems)


def heads(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the hashes of the lines that no other line follows, in order."""
    followed = {before for line in lines for before in line.fact.prev}
    return tuple(line.hash for line in lines if line.hash not in followed)


def problem(code: str, number: int, *, hint: str | None = None, **arguments: Argument) -> Problem:
    """Return a problem with line ``number`` of the lock."""
    return Problem(code, Where(PATH, number), arguments, hint)


def digest_of(text: str) -> str:
    """Return the hash of a fact as it stands in its line."""
    return sha256(text.encode()).hexdigest()


def read(content: bytes) -> Chain:
    """Read the lock. What editors' tools do to line ends and byte order marks is told and harms nothing."""
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        from ..source import guess_encoding  # with PyYAML, which a build without changes does without

        guess = Word(guess_encoding(content))
        return Chain((), (problem("not-utf8", number, hint="lock-restore", offset=str(error.start + 1), guess=guess),))
    problems = [*_traces_of_editors(text)]
    lines: list[Line] = []
    damaged: dict[str, int] = {}
    for number, row, has_end in rows(text):
        found = parse(number, row, has_end)
        if isinstance(found, Line):
            lines.append(found)
        elif found is not None:
            problems.append(found)
            damaged |= {row[:64]: number, digest_of(row[65:]): number}
    problems += _between(lines, damaged)
    # Of a conflict, the first mark is told, once: what stands between them was not read as git meant it.
    conflict = [found for found in problems if found.code == "lock-conflict"]
    return Chain(tuple(lines), tuple(conflict[:1] or problems))


def rows(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield number, text, and whether its end is written, of every line of a lock."""
    *whole, last = text.removeprefix(_BOM).split("\n")
    for number, row in enumerate(whole, 1):
        yield number, row.removesuffix("\r"), True
    yield len(whole) + 1, last, False


def parse(number: int, row: str, has_end: bool) -> Line | Problem | None:
    """Read one line; ``None`` for an empty one."""
    if not row.strip():
        return None
    if CONFLICT.fullmatch(row):
        return problem("lock-conflict", number)
    match = _FORM.fullmatch(row)
    if match is None:
        return problem("lock-line-unreadable" if has_end else "lock-line-cut", number)
    if digest_of(match[2]) != match[1] and '"erased":true' not in match[2]:
        return problem("lock-line-edited", number)
    try:
        return Line(number, match[1], decode_checked(match[2]), match[2])
    except MsgspecError:
        return problem("lock-line-newer", number)


def checked_before(content: bytes) -> Iterator[Line]:
    """Yield the lines of what ``to_bytes`` made of lines that hold, without checking them again."""
    for number, row in enumerate(content.decode().split("\n")[:-1], 1):
        hash, _, text = row.partition(" ")
        yield Line(number, hash, decode(text), text)


def _traces_of_editors(text: str) -> Iterator[Problem]:
    if text.startswith(_BOM):
        yield problem("lock-bom", 1)
    position = text.find("\r\n")
    if position >= 0:
        yield problem("lock-line-ends", text.count("\n", 0, position) + 1)


def _between(lines: list[Line], damaged: Mapping[str, int]) -> Iterator[Problem]:
    """Yield what is wrong between the lines: one is missing, stands too far down, or stands twice.

    ``damaged`` has the numbers of the lines that cannot be read, by what may be their hash.
    """
    below = {line.hash: line.number for line in reversed(lines)}
    left = {hash: digest for line in lines if line.fact.event == "erased" for hash, digest in line.fact.now.items()}
    above: set[str] = set()
    is_apart = False
    for line in lines:
        if line.hash in above:
            yield problem("lock-line-twice", line.number, first=str(below[line.hash]))
            continue
        missing = [before for before in line.fact.prev if before not in above and before not in damaged]
        if missing:
            is_apart = True
            later = max((below.get(before, 0) for before in missing), default=0)
            yield problem("lock-lines-swapped" if later else "lock-line-missing", line.number, other=str(later))
        if line.fact.erased and left.get(line.hash) != digest_of(line.text):
            yield problem("lock-line-edited", line.number)
        above.add(line.hash)
    if not is_apart and not damaged:
        yield from _forks(lines, below)


def _forks(lines: list[Line], numbered: Mapping[str, int]) -> Iterator[Problem]:
    """Yield where two branches went apart that no line has joined."""
    numbers = [numbered[end] for end in dict.fromkeys(heads(lines))]
    for number in numbers[1:]:
        yield problem("lock-forked", number, first=str(numbers[0]))


def extended(chain: Chain, facts: Iterable[Fact], on: date) -> bytes:
    """Return the lock with ``facts`` added, public since ``on``.

    No line is dated before the one above it, whatever the clock says: the order of the lines is what can be proved.
    """
    on = max((on, *(line.fact.on for line in chain.lines)))
    lines = list(chain.lines)
    before = chain.heads
    for fact in facts:
        follower = written(fact, on, before)
        text = encode(follower)
        before = (digest_of(text),)
        lines.append(Line(len(lines) + 1, before[0], follower, text))
    return to_bytes(lines)


def to_bytes(lines: Iterable[Line]) -> bytes:
    """Return the bytes of a lock with these lines."""
    return "".join(f"{line.hash} {line.text}\n" for line in lines).encode()

"""Finds private strings in the bytes of a file, whatever encoding they stand in.

One automaton (Aho-Corasick) looks for all of them at once in a text whose sentences have no tags in them, and which has
neither blanks nor hyphens: so 「王<b>芳</b>」, 「王　芳」 and 138-0013-8000 are found. Only a file with traces of other
encodings is read in those too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from .needles import Needle
from .readings import TRACES, has_references, is_binary, metadata, readings, unpacked

if TYPE_CHECKING:
    from ahocorasick_rs import BytesAhoCorasick

_LEAST_IN_BINARY = 8
"""Bytes. A shorter string may stand in compressed pixels by chance."""

_LOWER = bytes(code + 0x20 if 0x41 <= code <= 0x5A else code for code in range(256))
_WIDE_BLANK = "\u3000".encode()
_PASSED_OVER = b" -\t\r"
_INLINE_TAG = re.compile(
    # By first letters: this expression takes half of the time of the scan.
    rb"</?(?:a(?:bbr)?|s(?:pan|trong|mall|u[bp]|amp)?|t(?:ime|span)|b(?:r|d[io])?|em|i(?:ns)?|mark|c(?:ode|ite)|wbr|u|q"
    rb"|d(?:el|ata|fn)|kbd|r(?:uby|[tpb])|font|label|var)(?=[ />])([^>]*)>"
)
_COUNTRY = rb"(?:86[\s-]*)?"


class Finder:
    """Finds needles in the bytes of files."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self.needles = tuple(needles)
        self._patterns = [needle.text.encode() for needle in self.needles]
        self._automaton = self._make_automaton()  # now, so that processes that are forked inherit it

    @cached_property
    def texts(self) -> frozenset[str]:
        """What is looked for."""
        return frozenset(needle.text for needle in self.needles)

    def _make_automaton(self) -> BytesAhoCorasick:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        dense = [pattern.translate(None, _PASSED_OVER) for pattern in self._patterns]
        # The full DFA is quicker by a third, but takes a tenth of a second to make, and 25 MB for 5,000 strings.
        return BytesAhoCorasick([*dense, *TRACES], implementation=Implementation.ContiguousNFA)

    def find(self, content: bytes) -> set[int]:
        """Return the numbers of the needles that stand in a file."""
        if not self.needles:
            return set()
        content = unpacked(content)
        if is_binary(content):
            return self._find_in_binary(content)
        found, has_traces = self._look(content)
        if has_traces or has_references(content):
            for reading in readings(content):
                found |= self._look(reading)[0]
        return found

    def _find_in_binary(self, content: bytes) -> set[int]:
        found = {number for number in self._look(content)[0] if len(self._patterns[number]) >= _LEAST_IN_BINARY}
        for text in metadata(content):
            found |= self._look(text)[0]
        return found

    def _look(self, content: bytes) -> tuple[set[int], bool]:
        """Return the needles in a text, and whether there are traces of other readings."""
        parts = _INLINE_TAG.split(content.replace(_WIDE_BLANK, b" "))
        text = b"<".join((b"".join(parts[::2]), *filter(None, parts[1::2])))  # the attributes behind the sentences
        # The lines of a paragraph are one text; the lines of a table are not.
        passed_over = _PASSED_OVER + b"\n" if len(parts) > 1 else _PASSED_OVER
        matches = self._automaton.find_matches_as_indexes(text.translate(_LOWER, passed_over), overlapping=True)
        numbers = {number for number, _, _ in matches}
        needles = {number for number in numbers if number < len(self._patterns)}
        return {number for number in needles if self._stands_alone(number, text)}, len(needles) < len(numbers)

    def _stands_alone(self, number: int, text: bytes) -> bool:
        """Whether a needle is a word or number of its own. Han is written without blanks, so it always is one."""
        pattern = self._patterns[number]
        if not pattern.isascii():
            return True
        is_number = pattern[:-1].isdigit()
        between = rb"[\s-]*" if is_number else rb"\s*"
        spaced = between.join(re.escape(bytes([byte])) for byte in pattern.replace(b" ", b""))
        before = _COUNTRY if is_number else b""
        return re.search(rb"(?<![a-z0-9])" + before + spaced + rb"(?![a-z0-9])", text, re.IGNORECASE) is not None

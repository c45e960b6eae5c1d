"""Measure the detector, and keep the table in the docs: ``python -m tests.personal_data.measure``."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from generator.privacy.personal_data import EVERYWHERE, ROWS, Kind, find

from .labelled import SEEN, UNSEEN, Sentence, sentences

PAGE = Path(__file__).parents[2] / "docs" / "隐私.md"
BEGIN = "<!-- 测量结果：由 python -m tests.personal_data.measure 生成 -->"
END = "<!-- 测量结果结束 -->"


class Score(NamedTuple):
    """How one kind fared: how many fragments were labelled, how many of these were found, how many findings are false."""

    labelled: int
    found: int
    false: int

    @property
    def recall(self) -> float:
        return self.found / self.labelled if self.labelled else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0


def scores(measured: Iterable[Sentence]) -> dict[Kind, Score]:
    """Return the score of every kind. A fragment counts as found when a finding of its kind overlaps it."""
    labelled, found, false = Counter[Kind](), Counter[Kind](), Counter[Kind]()
    for text, labels in measured:
        findings = find(text)
        for label in labels:
            labelled[label.kind] += 1
            found[label.kind] += any(
                it.kind is label.kind and it.start < label.end and label.start < it.end for it in findings
            )
        for it in findings:
            false[it.kind] += not any(
                it.kind is label.kind and it.start < label.end and label.start < it.end for label in labels
            )
    return {kind: Score(labelled[kind], found[kind], false[kind]) for kind in Kind}


def table() -> str:
    """Return the figures as the page about privacy shows them."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    seen, unseen = list(sentences(*SEEN)), list(sentences(*UNSEEN))
    yield f"没看过的句子 {len(unseen)} 条，其中 {_clean(unseen)} 条没有个人信息；看过的 {len(seen)} 条，其中 {_clean(seen)} 条没有。"
    yield ""
    yield "| 种类 | 没看过：处 | 查全率 | 查准率 | 看过：处 | 查全率 | 查准率 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    known, new = scores(seen), scores(unseen)
    for kind, row in ROWS.items():
        yield f"| {row.zh} | {_cells(new[kind])} | {_cells(known[kind])} |"


def _clean(measured: list[Sentence]) -> int:
    return sum(not sentence.labels for sentence in measured)


def _cells(score: Score) -> str:
    return f"{score.labelled} | {score.recall:.3f} | {score.precision:.3f}"


def with_table(page: str) -> str:
    """Return ``page`` with the table between its two marks renewed."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


def microseconds_per_kilobyte(texts: list[str]) -> float:
    """Return what it costs to look through ``texts`` as an ordinary record is, of a kilobyte of UTF-8."""
    best = min(_seconds(texts) for _ in range(20))
    return best * 1e6 / (sum(len(text.encode()) for text in texts) / 1000)


def stories() -> list[str]:
    """Return the bodies of the stories of the site that comes along: prose with no personal data."""
    paths = sorted((PAGE.parents[1] / "content" / "stories").glob("*.md"))
    return [path.read_text("utf-8").split("---\n", 2)[2] for path in paths]


def traps() -> list[str]:
    """Return the sentences that only look as if they held something, 25 to a text: far more of them than a story has."""
    clean = [sentence.text for sentence in sentences(*SEEN, *UNSEEN) if not sentence.labels]
    return ["\n".join(clean[start : start + 25]) for start in range(0, len(clean), 25)]


def _seconds(texts: list[str]) -> float:
    started = time.perf_counter()
    for text in texts:
        find(text, EVERYWHERE)
    return time.perf_counter() - started


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8", newline="\n")
    for name, texts in (("stories", stories()), ("traps", traps())):
        sys.stdout.write(f"{name}: {microseconds_per_kilobyte(texts):.1f} µs/kB\n")

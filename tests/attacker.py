"""Somebody who reads every page and every data file, and works out what the small numbers must be.

What is read becomes constraints on whole numbers. What these leave open is searched through, so the bounds are those
of whole numbers and not of a relaxation. ``test_attacker`` shows that it succeeds where it should.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalog import CareCounts, CategoryCount, SmallCount
from generator.vocabulary import CARE_CATEGORIES

CATEGORIES = {choice.zh: choice.key for choice in CARE_CATEGORIES}
_MOST = 10**6
_PATIENCE = 200_000

# -- whole numbers under linear constraints --------------------------------------------------------------


@dataclass
class Puzzle:
    """Unknown whole numbers and what is known of their sums."""

    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[dict[str, int], int, int]] = field(default_factory=list)

    def unknown(self, name: str, low: int = 0, high: int = _MOST) -> None:
        self.ranges[name] = (low, high)

    def between(self, weights: dict[str, int], low: int, high: int) -> None:
        """Add that the weighted sum lies in a range, both ends included."""
        self.sums.append((weights, low, high))

    def bounds(self, name: str) -> tuple[int, int] | None:
        """Return the least and the greatest value that an unknown can have; ``None`` where nothing is possible."""
        ranges = _narrowed(dict(self.ranges), self.sums)
        if ranges is None:
            return None
        low, high = ranges[name]
        least = next((value for value in range(low, high + 1) if self._allows(name, value)), None)
        if least is None:
            return None
        return least, next(value for value in range(high, low - 1, -1) if self._allows(name, value))

    def _allows(self, name: str, value: int) -> bool:
        return _has_solution({**self.ranges, name: (value, value)}, self.sums, [_PATIENCE])


Ranges = dict[str, tuple[int, int]]
Sums = list[tuple[dict[str, int], int, int]]


def _narrowed(ranges: Ranges, sums: Sums) -> Ranges | None:
    """Narrow every range as far as each sum by itself allows; ``None`` where one becomes empty."""
    is_changed = True
    while is_changed:
        is_changed = False
        for weights, low, high in sums:
            ends = {name: sorted(weight * end for end in ranges[name]) for name, weight in weights.items()}
            least, most = sum(end[0] for end in ends.values()), sum(end[1] for end in ends.values())
            for name, weight in weights.items():
                room = (low - (most - ends[name][1]), high - (least - ends[name][0]))
                first, last = sorted(room) if weight > 0 else sorted(-end for end in room)
                size = abs(weight)
                now = (max(ranges[name][0], -(-first // size)), min(ranges[name][1], last // size))
                if room[0] > room[1] or now[0] > now[1]:
                    return None
                if now != ranges[name]:
                    ranges[name], is_changed = now, True
                    break
    return ranges


def _has_solution(ranges: Ranges, sums: Sums, patience: list[int]) -> bool:
    patience[0] -= 1
    if patience[0] < 0:
        raise RuntimeError("the puzzle is too large to be decided")
    narrowed = _narrowed(dict(ranges), sums)
    if narrowed is None:
        return False
    sizes = {name: high - low for name, (low, high) in narrowed.items() if low < high}
    name = min(sizes, key=sizes.__getitem__, default="")
    if not name:
        return True
    low, high = narrowed[name]
    return any(_has_solution({**narrowed, name: (value, value)}, sums, patience) for value in range(low, high + 1))


# -- what can be read -------------------------------------------------------------------------------------

_CARD = re.compile(r'<li class="card">(.*?)</li>', re.DOTALL)
_HREF = re.compile(r'class="card-title"><a href="([^"]*)"')
_CARD_LABELS = re.compile(r'<p class="card-kind">(.*?)</p>', re.DOTALL)
_KICKER = re.compile(r'<p class="kicker">(.*?)</p>')
_ROW = re.compile(r'<th scope="row">(.*?)</th><td[^>]*><div>(.*?)</div></td>')
_TOTAL = re.compile(r"共(\d+)条")
_COMMUNITY = re.compile(r"<dt>社区</dt><dd>(.*?)</dd>")
FEW, WITHHELD = "少于5例", "不单列"


@dataclass
class Seen:
    """What a site tells: of each case its category and community, the rows of the table, the totals."""

    labels: dict[str, str] = field(default_factory=dict)
    communities: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    totals: set[int] = field(default_factory=set)


def seen_on(output: Path) -> Seen:
    """Read all pages of a site."""
    seen = Seen()
    for path in sorted(output.rglob("*.html")):
        url, html = path.parent.relative_to(output).as_posix(), path.read_text("utf-8")
        if "（化名）" in html and re.fullmatch(r"care/[^/]+", url):
            seen.labels.setdefault(url, "")
            seen.communities[url] = "".join(_COMMUNITY.findall(html))
            _label(seen, url, _KICKER.findall(html))
        for card in _CARD.findall(html):
            target = posixpath.normpath(posixpath.join(url, "".join(_HREF.findall(card))))
            if target.startswith("care/"):
                _label(seen, target, _CARD_LABELS.findall(card))
        if url == "care":
            seen.rows = {CATEGORIES[name]: said for name, said in _ROW.findall(html) if name in CATEGORIES}
            seen.totals |= {int(total) for total in _TOTAL.findall(html)}
    return seen


def data_in(output: Path) -> CareCounts | None:
    """Read the numbers of the open data, ``None`` where a site has no such file."""
    path = output / "data" / "care_counts.csv"
    if not path.is_file():
        return None
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    counts = ((row["category"], SmallCount(value=int(row["cases"] or -1), shown=row["shown"])) for row in rows)
    hidden = ((key, count if count.shown == "exact" else SmallCount(shown=count.shown)) for key, count in counts)
    return CareCounts(rows=tuple(CategoryCount(category=key, count=count) for key, count in hidden))


def _label(seen: Seen, url: str, texts: Iterable[str]) -> None:
    for text in texts:
        for name, key in CATEGORIES.items():
            if name in text:
                seen.labels[url] = key


# -- the attack -------------------------------------------------------------------------------------------


def puzzle_of(seen: Seen, data: CareCounts, *, all_in_data: bool) -> tuple[Puzzle, list[str]]:
    """Return the puzzle, and the names of the numbers that the site does not tell.

    ``all_in_data`` adds a guess that is often right: that everybody whose case is told agreed to be counted.
    """
    puzzle, hidden = Puzzle(), []
    cases = Counter((seen.communities[url], label) for url, label in seen.labels.items())
    communities = sorted({community for community, _ in cases})
    named = {label for _, label in cases} - {""}
    for key in CATEGORIES.values():
        puzzle.unknown(f"told {key}", 0, len(seen.labels))
        puzzle.unknown(f"data {key}", 0, len(seen.labels))
        for community in communities:
            exact = cases[community, key]
            puzzle.unknown(f"{community} {key}", exact, exact if named & {key} else len(seen.labels))
        _total(puzzle, f"told {key}", [f"{community} {key}" for community in communities])
        puzzle.between({f"told {key}": 1, f"data {key}": -1}, 0, 0 if all_in_data else _MOST)
        if key in seen.rows and _reads(puzzle, f"told {key}", seen.rows[key]):
            hidden.append(f"told {key}")
        if not seen.rows and key not in named and seen.labels:
            hidden.append(f"told {key}")
    for community in communities:
        count = sum(count for (where, _), count in cases.items() if where == community)
        puzzle.between({f"{community} {key}": 1 for key in CATEGORIES.values()}, count, count)
    for total in seen.totals:
        puzzle.between({f"told {key}": 1 for key in CATEGORIES.values()}, total, total)
    hidden += list(_from_data(puzzle, data))
    return puzzle, hidden


def _total(puzzle: Puzzle, name: str, parts: list[str]) -> None:
    puzzle.between({name: -1, **dict.fromkeys(parts, 1)}, 0, 0)


def _reads(puzzle: Puzzle, name: str, said: str) -> bool:
    """Add what a cell of the table says; whether it hides the number."""
    if said == FEW:
        puzzle.between({name: 1}, 0, 4)
    elif said != WITHHELD:
        count = int(said.removesuffix("例"))
        puzzle.between({name: 1}, count, count)
        return False
    return True


def _from_data(puzzle: Puzzle, data: CareCounts) -> Iterator[str]:
    for row in data.rows:
        name = f"data {row.category}"
        if row.count.shown == "few":
            puzzle.between({name: 1}, 0, 4)
        elif row.count.value is not None:
            puzzle.between({name: 1}, row.count.value, row.count.value)
        if row.count.value is None:
            yield name
    if data.total and data.total.value is not None:
        puzzle.between({f"data {key}": 1 for key in CATEGORIES.values()}, data.total.value, data.total.value)


def pinned(seen: Seen, data: CareCounts, *, all_in_data: bool = False) -> dict[str, int]:
    """Return the numbers that are not told and that can be worked out all the same.

    Raises:
        ValueError: what was read contradicts itself, so that it was not read rightly.
    """
    puzzle, hidden = puzzle_of(seen, data, all_in_data=all_in_data)
    found = {}
    for name in hidden:
        bounds = puzzle.bounds(name)
        if bounds is None:
            raise ValueError(name)
        if bounds[0] == bounds[1]:
            found[name] = bounds[0]
    return found

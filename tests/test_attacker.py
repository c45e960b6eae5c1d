"""No small number of care cases can be worked out from a whole site; from one that is made without care, it can."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest

from generator.build import Workshop
from generator.catalog import CareCounts, SmallCount
from generator.config import Locations
from generator.privacy import SMALL, care_counts, precision, small_numbers
from generator.privacy.small_numbers import Cover
from generator.vocabulary import CARE_CATEGORIES

from .attacker import Puzzle, Seen, data_in, pinned, puzzle_of, seen_on

AS_OF = date(2026, 11, 23)
KEYS = [choice.key for choice in CARE_CATEGORIES]
COMMUNITY = "名称: {name}社区\n区: 乙区\n街道: 丙街道\n"
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: [{channels}]\n敏感信息: [健康, 经济, 救助, 残疾]\n签署: 2026-01-01\n到期: {until}\n"
CONSENTS = {
    "pages": CONSENT.format(channels="网站", until="2027-01-01"),
    "data": CONSENT.format(channels="网站, 开放数据", until="2027-01-01"),
    "over": CONSENT.format(channels="网站, 开放数据", until="2026-10-01"),
}
CASE = (
    "化名: 花{number}\n社区: {community}\n类别: {category}\n月份: 2026-05\n概述: 邻居常来帮忙\n状态: {state}\n发布: {release}\n授权: {consent}\n"
    "撰写: 网格员\n审核: {{角色: 社区副书记, 日期: 2026-06-01}}\n主题: [care]\n"
)
STORY = "---\n标题: 搭把手\n日期: 2026-05-01\n相关: [{cases}]\n---\n\n一起帮忙。\n"


def publish(root: Path, counts: dict[str, int], *, seed: int = 0, is_mixed: bool = True) -> tuple[Seen, CareCounts]:
    """Build a site with so many cases of each category, and read it."""
    chance = random.Random(seed)
    files = {"site.yaml": "名称: 网站\n联系: {单位: 居委会}\n主题: [{编号: care, 名称: 帮扶}]\n"}
    files |= {f"communities/{name}.yaml": COMMUNITY.format(name=name) for name in ("a", "b", "c")}
    files |= {f"consents/{name}.yaml": text for name, text in CONSENTS.items()}
    categories = [key for key, count in counts.items() for _ in range(count)]
    chance.shuffle(categories)
    unpublished = [("草稿", "data"), ("已发布", "over")] if is_mixed else []
    for number in range(len(categories) + len(unpublished)):
        is_told = number < len(categories)
        release, consent = ("已发布", "data") if is_told else unpublished[number - len(categories)]
        if is_told and is_mixed:
            consent = chance.choice(("pages", "data", "data"))
        files[f"care/case-{number}.yaml"] = CASE.format(
            number=number,
            community=chance.choice("aab" if is_mixed else "a"),
            category=categories[number] if is_told else chance.choice(KEYS),
            state=chance.choice(("帮扶中", "稳定", "结案")),
            release=release,
            consent=consent,
        )
    told = [f"care/case-{number}" for number in chance.sample(range(len(categories)), min(3, len(categories)))]
    files["stories/s.md"] = STORY.format(cases=", ".join(told) or "communities/a")
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    workshop = Workshop(Locations(root, root / "output"), as_of=AS_OF, use_cache=False)
    result = workshop.build()
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]
    workshop.publish(result)
    seen = seen_on(root / "output")
    assert len(seen.labels) == len(categories)
    return seen, data_in(root / "output") or care_counts(workshop.database, "dataset")


TIGHT = {
    "one small group": (3, 9, 9, 9, 9, 9),
    "one small group beside the smallest that is not": (1, 5, 5, 5, 5, 5),
    "one case alone": (1, 0, 0, 0, 0, 0),
    "two small groups, as large as they can be": (4, 4, 7, 7, 7, 7),
    "small groups all at the limit": (4, 4, 4, 4, 4, 4),
    "small groups but one at the limit": (4, 4, 4, 4, 4, 3),
    "a few cases beside one large group": (20, 1, 0, 0, 2, 0),
    "a page of the list by itself": (23, 4, 1, 0, 0, 0),
    "nobody few": (8, 0, 6, 0, 5, 7),
}


@pytest.mark.parametrize("counts", TIGHT.values(), ids=TIGHT)
def test_no_small_number_is_found_out_where_the_sums_are_tight(counts: tuple[int, ...], tmp_path: Path) -> None:
    seen, data = publish(tmp_path, dict(zip(KEYS, counts, strict=True)), is_mixed=False)
    assert pinned(seen, data) == {}
    assert pinned(seen, data, all_in_data=True) == {}
    _, hidden = puzzle_of(seen, data, all_in_data=False)
    assert bool(hidden) is any(0 < count < SMALL for count in counts)


@pytest.mark.parametrize("seed", range(8))
def test_no_small_number_of_a_random_site_is_found_out(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    counts = {key: chance.choice((0, 0, 1, 2, 3, 4, 5, 6, 9)) for key in KEYS}
    seen, data = publish(tmp_path, counts, seed=seed)
    assert pinned(seen, data) == {}


def test_a_category_that_is_not_told_stands_in_no_file_but_where_all_of_them_do(tmp_path: Path) -> None:
    seen, _ = publish(tmp_path, dict(zip(KEYS, (2, 3, 0, 6, 0, 0), strict=True)))
    assert sorted(set(seen.labels.values())) == ["", KEYS[3]]
    for path in (tmp_path / "output").rglob("*"):
        text = path.read_text("utf-8", "ignore") if path.is_file() else ""
        named = {choice.key for choice in CARE_CATEGORIES if choice.zh in text or choice.key in text}
        assert named in (set(), {KEYS[3]}, set(KEYS)), path


def test_the_attacker_reads_the_open_data(tmp_path: Path) -> None:
    assert data_in(tmp_path) is None
    (tmp_path / "data").mkdir()
    table = (
        f"category,cases,shown\r\n{KEYS[0]},7,exact\r\n{KEYS[1]},,few\r\n{KEYS[2]},,withheld\r\n{KEYS[3]},0,exact\r\n"
    )
    (tmp_path / "data/care_counts.csv").write_text(table, "utf-8")
    data = data_in(tmp_path)
    assert data is not None
    assert [(row.count.value, row.count.shown) for row in data.rows] == [
        (7, "exact"), (None, "few"), (None, "withheld"), (0, "exact"),
    ]  # fmt: skip


def test_a_list_of_a_few_cases_does_not_say_how_many(tmp_path: Path) -> None:
    publish(tmp_path, {KEYS[0]: 4}, is_mixed=False)
    html = (tmp_path / "output/care/index.html").read_text("utf-8")
    assert html.count('<li class="card">') == 4
    assert not re.search(r"共\d+[条例]|\d例", html)


# -- that the attacker can succeed ---------------------------------------------------------------------------


def test_a_number_is_found_out_where_pages_name_every_category(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "open_categories", lambda db: frozenset(KEYS))
    seen, data = publish(tmp_path, dict(zip(KEYS, (2, 3, 9, 1, 0, 0), strict=True)))
    assert {f"told {KEYS[0]}": 2, f"told {KEYS[1]}": 3, f"told {KEYS[3]}": 1}.items() <= pinned(seen, data).items()


def test_a_number_is_found_out_where_only_small_numbers_are_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def naive(counts: dict[str, int]) -> Cover:
        return Cover(frozenset(group for group, count in counts.items() if count >= 5 or not count))

    monkeypatch.setattr(small_numbers, "cover", naive)
    seen, data = publish(tmp_path, dict(zip(KEYS, (3, 9, 8, 0, 0, 6), strict=True)))
    assert pinned(seen, data)[f"told {KEYS[0]}"] == 3


def test_a_number_is_found_out_by_a_total_beside_it(tmp_path: Path) -> None:
    seen, data = publish(tmp_path, dict(zip(KEYS, (0, 9, 8, 0, 0, 6), strict=True)), is_mixed=False)
    rows = [
        row if row.category != KEYS[1] else type(row)(category=KEYS[1], count=small_numbers.FEW) for row in data.rows
    ]
    betrayed = CareCounts(rows=tuple(rows), total=SmallCount(value=17))
    assert pinned(seen, betrayed) == {f"data {KEYS[1]}": 3}


def test_the_bounds_are_those_of_whole_numbers() -> None:
    puzzle = Puzzle()
    for name in "xyz":
        puzzle.unknown(name, 0, 9)
    puzzle.between({"x": 2, "y": 4}, 7, 9)  # only 8 can be made of even weights
    puzzle.between({"x": 1, "z": 1}, 4, 4)
    assert puzzle.bounds("x") == (0, 4)
    assert puzzle.bounds("y") == (0, 2)
    puzzle.between({"y": 2}, 1, 3)
    assert puzzle.bounds("z") == (2, 2)

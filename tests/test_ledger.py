"""What residents read of promises: counts with their denominator, statuses with their days, changes with reasons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.build import Workshop
from generator.catalog import Outcome, Point, Standing
from generator.config import Locations
from generator.engine import Database
from generator.listings import card, tally
from generator.rendering import page_html
from generator.routes import PagePlan, routes
from generator.values import Qualifier, Quantity, parse_quantity
from generator.views import VIEWS
from generator.views.home import ATTENTION
from generator.views.metrics import metric_view, point_rows
from generator.views.paging import GAP, paged
from generator.views.parts import BadgeView, BarView, standing_view
from generator.views.score import score
from generator.views.words import words_in

WORDS = words_in("zh")
START = {
    "content/site.yaml": "名称: 试验\n联系: {单位: 居委会}\n",
    "content/communities/east.yaml": "名称: 试验社区\n区: 甲区\n街道: 乙街道\n来源: [{标题: 台账}]\n",
}
PROOF = "佐证: [{类型: 照片, 日期: %s, 说明: 现场, 采信: 是}]\n"

Promises = Callable[..., Database]


@pytest.fixture
def site_of(tmp_path: Path) -> Promises:
    """Make a site of promises; each is written without what all of them have."""

    def make(**promises: str) -> Database:
        files = START | {
            f"content/commitments/{name}.yaml": f"内容: {name}\n责任: 物业\n社区: east\n来源: [{{标题: 台账}}]\n{text}"
            for name, text in promises.items()
        }
        for path, text in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return Workshop(Locations(tmp_path, tmp_path / "output"), as_of=date(2026, 11, 23), use_cache=False).database

    return make


def view_of(db: Database, url: str) -> Any:
    planned = routes(db)[url]
    return VIEWS[planned.view](db, planned)


def test_the_denominator_is_what_has_come_due_and_the_others_stand_beside_it(site_of: Promises) -> None:
    db = site_of(
        kept="作出: 2026-01-05\n期限: 2026-03-31\n完成: 2026-03-20\n" + PROOF % "2026-03-21",
        late="作出: 2026-01-05\n期限: 2026-03-31\n完成: 2026-04-20\n" + PROOF % "2026-04-21",
        missed="作出: 2026-01-05\n期限: 2026-10-31\n",
        unproved="作出: 2026-01-05\n期限: 2026-10-31\n完成: 2026-10-20\n",
        undated="作出: 2026-01-05\n",
    )
    counted = score(db, WORDS)
    assert (counted.kept, counted.judged, counted.total) == (1, 3, 5)
    assert sum(one.count for one in counted.due) == counted.judged
    beside = {one.badge.label: one.count for one in counted.open}
    assert (beside["待核实"], beside["未定期限"]) == (1, 1)


def test_numbers_that_hold_sample_promises_say_so(site_of: Promises) -> None:
    assert not score(site_of(real="作出: 2026-01-05\n"), WORDS).has_samples
    assert score(site_of(sample="作出: 2026-01-05\n示例: 是\n"), WORDS).has_samples


def test_a_change_shows_both_days_and_its_reason(site_of: Promises) -> None:
    change = "变更: [{日期: 2026-03-20, 原因: 配件未到, 新期限: 2026-12-20}]\n"
    page = view_of(site_of(door="作出: 2026-01-05\n期限: 2026-03-31\n" + change), "commitments/door/")
    assert ("期限", "2026年12月20日（原定2026年3月31日）") in page.facts
    assert [item.title for item in page.history] == ["作出承诺", "期限由2026年3月31日改为2026年12月20日"]
    assert page.history[1].text == "原因：配件未到"


def test_the_home_page_puts_what_is_overdue_before_what_is_due_soon(site_of: Promises) -> None:
    db = site_of(soon="作出: 2026-01-05\n期限: 2026-11-30\n", missed="作出: 2026-01-05\n期限: 2026-10-31\n")
    assert [one.text for one in view_of(db, "").attention] == ["missed", "soon"]


def test_a_standing_tells_the_day_and_the_name_of_its_next_status() -> None:
    soon = Standing(
        status="due_soon", since=date(2026, 11, 17), next_change_on=date(2026, 12, 2), next_status="overdue"
    )
    shown = standing_view(WORDS, soon)
    assert (shown.badge.label, shown.since, shown.change) == ("临近到期", "2026年11月17日起", "12月2日起将变为已逾期")
    assert shown.change_on == "2026-12-02"


def test_the_year_of_a_change_is_told_when_it_is_another_one() -> None:
    later = Standing(
        status="on_track", since=date(2026, 11, 17), next_change_on=date(2027, 1, 2), next_status="due_soon"
    )
    assert standing_view(WORDS, later).change == "2027年1月2日起将变为临近到期"


def test_a_long_list_leads_to_its_ends_and_its_neighbours() -> None:
    refs = tuple(f"drills/{number}" for number in range(200))
    shown, pager = paged(PagePlan("drills/page/5/", "list", "drill", 5), refs)
    assert shown == refs[80:100]
    assert (pager.previous, pager.next) == ("drills/page/4/", "drills/page/6/")
    assert [page.text for page in pager.pages] == ["1", "…", "4", "5", "6", "…", "10"]
    assert pager.pages[0].url == "drills/"
    assert pager.pages[1] == GAP


METRIC = Outcome(
    ref="outcomes/lamps", direction="up", target=parse_quantity("90", "%"), baseline=parse_quantity("47", "%")
)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("95", "达到目标"), ("90", "达到目标"), ("89", "未达目标"), ("90余", "达到目标"), ("80余", None), ("若干", None)],
)
def test_a_metric_is_judged_only_by_numbers_that_can_tell(value: str, verdict: str | None) -> None:
    point = Point(period="2026-Q3", value=parse_quantity(value, "%"))
    outcome = Outcome(ref=METRIC.ref, direction="up", target=METRIC.target, points=(point,))
    reached = metric_view(WORDS, outcome).reached
    assert (reached.label if reached else None) == verdict


def test_values_are_drawn_on_one_scale_and_a_value_without_a_number_is_said() -> None:
    several = Quantity(None, "盏", Qualifier.SEVERAL)
    points = (Point(period="2026-Q2", value=several), Point(period="2026-Q3", value=parse_quantity("45", "%")))
    outcome = Outcome(ref=METRIC.ref, target=METRIC.target, baseline=METRIC.baseline, points=points)
    newest, older = (row[1] for row in point_rows(WORDS, outcome))
    assert newest == BarView(value=45, of=90, label="45%", mark=90)
    assert older == "若干盏"


def test_the_count_of_a_recurring_promise_is_the_count_of_its_rounds(site_of: Promises) -> None:
    done = "各期: [{期: 2026-Q1, 完成: 2026-03-10, 佐证: [{类型: 照片, 日期: 2026-03-11, 说明: 现场, 采信: 是}]}]\n"
    db = site_of(lamps="作出: 2026-01-01\n类型: 周期承诺\n周期: {间隔: 每季, 起: 2026-01}\n" + done)
    found = card(db, "commitments/lamps")
    assert found is not None
    assert tally(db, "").judged == found.figures["total"] == 3
    assert [row[0] for row in view_of(db, "commitments/lamps/").rounds][-1] == "2026年第1季度"


# -- counts and their lists -------------------------------------------------------------------------------------------

ROUND = "{期: %s, 完成: %s, 佐证: [{类型: 照片, 日期: %s, 说明: 现场, 采信: 是}]}"
LAMPS = (
    "作出: 2026-01-01\n类型: 周期承诺\n周期: {间隔: 每季, 起: 2026-01}\n"
    f"各期: [{ROUND % ('2026-Q1', '2026-03-10', '2026-03-11')}, {ROUND % ('2026-Q3', '2026-10-10', '2026-10-11')}]\n"
)


def test_the_list_of_a_status_holds_every_round_that_counts(site_of: Promises) -> None:
    db = site_of(lamps=LAMPS, door="作出: 2026-01-05\n期限: 2026-03-31\n完成: 2026-03-20\n" + PROOF % "2026-03-21")
    shown = {one.badge.key: view_of(db, one.url) for one in score(db, WORDS).due}
    assert {key: (page.total, page.counted) for key, page in shown.items()} == {
        "kept": (2, 2),
        "kept_late": (1, 1),
        "overdue": (1, 1),
    }
    assert [promise.rounds for promise in shown["kept_late"].promises] == ["逾期兑现1轮"]
    assert {promise.rounds for promise in shown["kept"].promises} == {"已兑现1轮", ""}


def test_the_page_of_a_kept_promise_gives_the_day_it_was_done_and_lists_no_day_of_evidence(site_of: Promises) -> None:
    db = site_of(door="作出: 2026-01-05\n期限: 2026-03-31\n完成: 2026-03-20\n" + PROOF % "2026-05-06")
    assert view_of(db, "commitments/door/").standing.since == "完成于2026年3月20日，期限2026年3月31日"
    (listed,) = view_of(db, "commitments/").promises
    assert (listed.standing.badge.key, listed.standing.since) == ("kept", "")


@pytest.mark.parametrize(("decided", "due"), [("2026-03-20", "2026年6月30日"), ("2026-04-20", "2026年3月31日")])
def test_a_kept_promise_shows_the_due_date_it_is_judged_by(site_of: Promises, decided: str, due: str) -> None:
    change = f"变更: [{{日期: {decided}, 原因: 配件未到, 新期限: 2026-06-30}}]\n"
    db = site_of(door="作出: 2026-01-05\n期限: 2026-03-31\n完成: 2026-06-20\n" + change + PROOF % "2026-06-21")
    assert view_of(db, "commitments/door/").standing.since == f"完成于2026年6月20日，期限{due}"


def test_a_standing_says_until_when_it_holds_also_where_nobody_knows_what_follows() -> None:
    recurring = Standing(status="overdue", since=date(2025, 10, 1), next_change_on=date(2026, 12, 17))
    shown = standing_view(WORDS, recurring)
    assert (shown.change, shown.then, shown.then_since) == ("2026年12月17日起会有变化", None, "")


def test_a_standing_knows_what_the_date_alone_will_make_of_it() -> None:
    soon = Standing(
        status="due_soon", since=date(2026, 11, 17), next_change_on=date(2026, 12, 2), next_status="overdue"
    )
    shown = standing_view(WORDS, soon)
    assert shown.then == BadgeView(key="overdue", label="已逾期")
    assert (shown.change_on, shown.then_since) == ("2026-12-02", "2026年12月2日起")


def test_what_comes_next_stands_by_its_last_day(site_of: Promises) -> None:
    db = site_of(month="作出: 2026-01-05\n期限: 2026-12\n", day="作出: 2026-01-05\n期限: 2026-12-15\n")
    assert [one.title for one in view_of(db, "").upcoming] == ["day", "month"]


def test_home_leads_from_what_needs_attention_to_the_lists_that_hold_all_of_it(site_of: Promises) -> None:
    missed = {f"p{number}": "作出: 2026-01-05\n期限: 2026-10-31\n" for number in range(ATTENTION + 1)}
    html = page_html(site_of(**missed), PagePlan("", "home").name).decode()
    assert '<a href="commitments/status/overdue/">查看已逾期的承诺' in html
    assert '<a href="commitments/status/due-soon/">' not in html


def test_what_needs_attention_stands_before_what_is_on_its_way(site_of: Promises) -> None:
    db = site_of(
        track="作出: 2026-01-05\n期限: 2027-10-31\n",
        unproved="作出: 2026-01-05\n期限: 2026-10-31\n完成: 2026-10-20\n",
        missed="作出: 2026-01-05\n期限: 2026-10-31\n",
    )
    assert [one.text for one in view_of(db, "commitments/").promises] == ["missed", "unproved", "track"]

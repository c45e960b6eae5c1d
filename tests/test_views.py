"""What the pages of records say: content in, view or page out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from generator import catalog
from generator.build import Workshop
from generator.config import Locations
from generator.engine import Database
from generator.privacy import public
from generator.rendering import page_html
from generator.routes import PagePlan, address, routes
from generator.values import FuzzyDate, Qualifier, Quantity, Text
from generator.views import VIEWS, record
from generator.views.care_case import care_case
from generator.views.contents import contents_of
from generator.views.drill import months_later
from generator.views.figures import exact, percentage
from generator.views.lists import list_title
from generator.views.words import words_in
from generator.vocabulary import STATUSES
from generator.watch import Changes
from tests.made import pages_made

TODAY = date(2026, 11, 23)
START = {
    "content/site.yaml": "名称: 试验\n联系: {单位: 居委会}\n主题: [{编号: safety, 名称: 消防安全}]\n",
    "content/communities/east.yaml": "名称: 试验社区\n区: 甲区\n街道: 乙街道\n来源: [{标题: 台账}]\n",
}


Sites = Callable[..., Database]


@pytest.fixture
def site_of(tmp_path: Path) -> Sites:
    """Make a site of records; ``projects__lamps`` is the file ``content/projects/lamps.yaml``."""

    def make(**records: str) -> Database:
        return workshop_of(tmp_path, records).database

    return make


def workshop_of(folder: Path, records: dict[str, str]) -> Workshop:
    texts = dict(START)
    for name, text in records.items():
        kind, _, stem = name.partition("__")
        suffix = ".md" if kind in {"stories", "pages"} else ".yaml"
        texts[f"content/{kind}/{stem.replace('_', '-')}{suffix}"] = dedent(text)
    for name, text in texts.items():
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Workshop(Locations(folder / "site", folder / "output"), as_of=TODAY, use_cache=False)


def view_of(db: Database, ref: str) -> Any:
    found = routes(db)[address(ref)]
    return VIEWS[found.view](db, found)


def html_of(db: Database, ref: str) -> str:
    name = routes(db)[address(ref)].name
    html = page_html(db, name).decode()
    assert html, [str(note) for note in db.notes(page_html, name)]
    return html


def row(rows: Any, term: str) -> Any:
    return next(value for name, value in rows if name == term)


LAMPS = """
    标题: 换楼道灯
    社区: east
    类别: 消防安全
    状态: 完成
    发起: {会议: spring, 诉求: need-lamps, 提出: 居民代表, 决定会议: spring}
    五共:
      决策共谋: {摘要: 开会商量, 会议: spring, 决定: 全换成声控灯}
      发展共建:
        摘要: 大家出力
        贡献: [{谁: 物业, 做什么: 安装, 数量: 8天, 折合: 1400元}, {谁: 居民, 做什么: 清走杂物}]
      效果共评: {摘要: 问了一遍, 测评: {发放: 60人, 回收: 50人, 满意: 45人}}
    预算: 10000元
    花费: 9000元
    资金: [{来源: 财政, 金额: 6000元}, {来源: 居民自筹, 金额: 3000元}]
    产出: [{内容: 换灯, 数量: 72盏, 日期: 2026-05}]
    成效: [{指标: 亮灯率, 数值: 99%, 之前: 47%, 来源: count}]
    承诺: [{编号: keep, 内容: 每季查一遍灯, 责任: 物业, 期限: 2026-12-31}]
    来源: [{编号: count, 标题: 夜间清点表}]
"""
SPRING = """
    标题: 春季会议
    社区: east
    类型: 居民会议
    日期: 2026-03-02
    议题: 灯坏了怎么办
    召集: 社区居委会
    诉求:
      - 编号: need-lamps
        内容: 灯坏了一半
        提出: 居民
        渠道: 网格员
        状态: 已答复
        答复: 全部换掉
        结果: [projects/lamps, commitments/lamps-keep]
    决定: [{内容: 换灯, 表决: {赞成: 41票, 反对: 3票}, 项目: lamps}]
    来源: [{标题: 会议记录}]
"""


@pytest.fixture
def lamps(site_of: Sites) -> Database:
    return site_of(projects__lamps=LAMPS, meetings__spring=SPRING)


# -- projects ---------------------------------------------------------------------------------------------------------


def test_the_five_stages_keep_their_places_and_an_empty_one_says_so(lamps: Database) -> None:
    stages = view_of(lamps, "projects/lamps").stages
    assert [stage.label for stage in stages] == ["决策共谋", "发展共建", "建设共管", "效果共评", "成果共享"]
    assert [stage.summary for stage in stages if not stage.has_record] == ["暂无记录", "暂无记录"]


def test_a_project_leads_from_the_request_to_the_decision_to_the_result(lamps: Database) -> None:
    request, decision, result = view_of(lamps, "projects/lamps").trail
    assert (request.title, request.links[0].url) == ("由居民代表提出", "meetings/spring/#need-lamps")
    assert (decision.title, decision.links[0].url) == ("全换成声控灯", "meetings/spring/")
    assert result.title == "换灯72盏"


def test_the_place_a_project_leads_to_is_there(lamps: Database) -> None:
    assert 'id="need-lamps"' in html_of(lamps, "meetings/spring")


def test_what_nobody_stated_of_a_project_says_so(site_of: Sites) -> None:
    db = site_of(projects__bare="标题: 修路\n社区: east\n类别: 停车\n状态: 提出\n来源: [{标题: 台账}]\n")
    view = view_of(db, "projects/bare")
    assert [item.title for item in view.trail] == ["原文未注明", "原文未注明", "暂无记录"]
    assert {row(view.facts, "地点"), row(view.facts, "时间"), row(view.money, "预算")} == {"原文未注明"}
    assert "原文未注明" in html_of(db, "projects/bare")


def test_money_shows_shares_the_sum_and_the_difference(lamps: Database) -> None:
    view = view_of(lamps, "projects/lamps")
    assert row(view.money, "相差") == "比预算少1000元"
    assert [getattr(amount, "label", amount) for _, amount in view.funding] == [
        "6000元，占67%",
        "3000元，占33%",
        "9000元",
    ]


def test_an_outcome_shows_what_was_and_what_is_and_how_anybody_knows(lamps: Database) -> None:
    (change,) = view_of(lamps, "projects/lamps").outcomes
    assert (change.before, change.now, change.method) == ("47%", "99%", "夜间清点表")


def test_a_survey_is_drawn_against_those_who_answered(lamps: Database) -> None:
    stage = view_of(lamps, "projects/lamps").stages[3]
    bar = row(stage.rows, "居民评议")
    assert (bar.value, bar.of, bar.label) == (45, 50, "问了60人，50人回答，45人满意（占回答的90%）")


def test_the_promises_of_a_project_stand_on_its_page_once(lamps: Database) -> None:
    promises = view_of(lamps, "projects/lamps").about.promises
    assert [(promise.text, promise.standing.badge.label) for promise in promises] == [("每季查一遍灯", "按期推进")]


def test_records_that_name_a_project_are_grouped_by_kind(site_of: Sites) -> None:
    story = "---\n标题: 灯亮了\n日期: 2026-06-01\n相关: [projects/lamps]\n来源: [{标题: 采访}]\n---\n正文\n"
    db = site_of(projects__lamps=LAMPS, meetings__spring=SPRING, stories__lit=story)
    related = view_of(db, "projects/lamps").about.related
    assert [(group.heading, len(group.cards)) for group in related] == [("会议", 1), ("故事", 1)]


def test_numbers_that_are_not_exact_have_no_share() -> None:
    about_thirty = Quantity(Decimal(30), "人", Qualifier.ABOUT)
    assert exact(about_thirty) is None
    assert percentage(exact(about_thirty), Decimal(60)) == ""
    assert percentage(Decimal(1), Decimal(0)) == ""
    assert percentage(Decimal(1), Decimal(8)) == "13%"


# -- drills -----------------------------------------------------------------------------------------------------------


def drill_text(day: str, seconds: int | None = None, kind: str = "疏散", more: str = "") -> str:
    measured = f"疏散秒数: {seconds}\n疏散目标秒数: 240\n" if seconds else ""
    common = f"标题: {day}演练\n社区: east\n类型: {kind}\n状态: 已举行\n日期: {day}\n地点: 东院\n组织: 居委会\n"
    return f"{common}{measured}{more}来源: [{{标题: 台账}}]\n"


@pytest.mark.parametrize(
    ("seconds", "verdict"),
    [
        (210, "目标4分钟以内，快了30秒，达到目标。"),
        (240, "正好达到目标4分钟。"),
        (300, "目标4分钟以内，慢了1分钟，没有达到目标。"),
    ],
)
def test_an_evacuation_is_judged_by_its_target(site_of: Sites, seconds: int, verdict: str) -> None:
    db = site_of(drills__one=drill_text("2026-04-18", seconds))
    assert view_of(db, "drills/one").evacuation.verdict == verdict


def test_an_evacuation_is_compared_with_earlier_ones_of_its_type_only(site_of: Sites) -> None:
    db = site_of(
        drills__one=drill_text("2025-04-18", 300),
        drills__two=drill_text("2026-04-18", 210),
        drills__later=drill_text("2026-10-18", 200),
        drills__flood=drill_text("2025-06-18", 500, "防汛"),
        drills__some_october=drill_text("10月14日", 400),
    )
    evacuation = view_of(db, "drills/two").evacuation
    assert [getattr(line[0], "text", line[0]) for line in evacuation.history] == ["本次", "2025-04-18演练"]
    assert evacuation.progress == "比上一次（2025年4月18日）快1分30秒。"


def test_a_drill_whose_time_nobody_took_says_so(site_of: Sites) -> None:
    view = view_of(site_of(drills__one=drill_text("2026-04-18")), "drills/one")
    assert view.evacuation is None
    assert row(view.facts, "疏散用时") == "原文未注明"


def test_the_next_drill_is_the_one_on_record(site_of: Sites) -> None:
    db = site_of(drills__one=drill_text("2026-04-18", more="下次: 2026-12\n"), drills__two=drill_text("2026-10-18"))
    following = view_of(db, "drills/one").next
    assert (following.date, following.link.url, following.basis) == ("2026年10月18日", "drills/two/", "")


def test_a_drill_that_was_called_off_is_not_the_next_one(site_of: Sites) -> None:
    called_off = drill_text("2026-10-18").replace("已举行", "取消")
    db = site_of(drills__one=drill_text("2026-04-18"), drills__two=called_off)
    assert view_of(db, "drills/one").next.link is None


def test_the_next_drill_is_as_its_record_says(site_of: Sites) -> None:
    following = view_of(site_of(drills__one=drill_text("2026-04-18", more="下次: 2026-12\n")), "drills/one").next
    assert (following.date, following.basis) == ("2026年12月", "")


def test_the_next_drill_is_else_as_the_community_agreed_and_no_law_is_named(site_of: Sites) -> None:
    db = site_of(drills__one=drill_text("2026-04-18"))
    following = view_of(db, "drills/one").next
    assert (following.date, following.basis) == ("2027年4月", "本社区约定每12个月演练一次")
    assert not re.search("法律|法规|规定", html_of(db, "drills/one"))


@pytest.mark.parametrize(
    ("held", "months", "due"),
    [
        (FuzzyDate(2026, 12, 31), 6, FuzzyDate(2027, 6)),
        (FuzzyDate(2026, 12), 12, FuzzyDate(2027, 12)),
        (FuzzyDate(2026), 12, FuzzyDate(2027)),
        (FuzzyDate(2026), 6, None),
        (FuzzyDate(None, 10, 14), 12, None),
        (None, 12, None),
    ],
)
def test_months_are_added_only_as_far_as_the_date_is_known(
    held: FuzzyDate | None, months: int, due: FuzzyDate | None
) -> None:
    assert months_later(held, months) == due


def test_a_drill_that_is_still_ahead_lacks_nothing(site_of: Sites) -> None:
    db = site_of(drills__one=drill_text("2027-04-18").replace("已举行", "计划"))
    assert "原文未注明" not in {value for term, value in view_of(db, "drills/one").facts if term != "假设情景"}
    html = html_of(db, "drills/one")
    assert 'id="participants"' not in html
    assert 'id="next"' not in html


def test_a_problem_of_a_drill_stands_with_the_promise_made_of_it(site_of: Sites) -> None:
    promise = "{编号: clear, 内容: 清通道, 责任: 物业, 期限: 2026-05-01}"
    more = f"问题: [{{内容: 通道堵了, 承诺: one-clear}}, {{内容: 喇叭听不清}}]\n承诺: [{promise}]\n"
    view = view_of(site_of(drills__one=drill_text("2026-04-18", more=more)), "drills/one")
    assert [[promise.text for promise in problem.promises] for problem in view.problems] == [["清通道"], []]
    assert view.about.promises == ()


def test_people_are_added_up_only_when_every_number_is_exact(site_of: Sites) -> None:
    exactly = drill_text("2026-04-18", more="参加: [{人群: 居民, 人数: 40人}, {人群: 志愿者, 人数: 8人}]\n")
    roughly = drill_text("2026-05-18", more="参加: [{人群: 居民, 人数: 约40人}, {人群: 志愿者, 人数: 8人}]\n")
    db = site_of(drills__exactly=exactly, drills__roughly=roughly)
    assert view_of(db, "drills/exactly").participants[-1] == ("合计", "48人")
    assert view_of(db, "drills/roughly").participants[-1] == ("志愿者", "8人")


def test_steps_without_times_are_numbered(site_of: Sites) -> None:
    untimed = drill_text("2026-04-18", more="过程: [{内容: 讲解}, {内容: 动手}]\n")
    timed = drill_text("2026-05-18", more="过程: [{时刻: '09:30', 内容: 警报}, {内容: 讲评}]\n")
    db = site_of(drills__untimed=untimed, drills__timed=timed)
    assert [item.when for item in view_of(db, "drills/untimed").course] == ["第1步", "第2步"]
    assert [item.when for item in view_of(db, "drills/timed").course] == ["09:30", "原文未注明"]


# -- inspections and meetings -----------------------------------------------------------------------------------------


def inspection_text(findings: str) -> str:
    common = "标题: 三月自查\n社区: east\n类型: 消防自查\n日期: 2026-03-05\n范围: 楼道\n巡查人: 志愿者\n"
    return f"{common}检查项数: 60项\n合格项数: 54项\n隐患:\n{findings}来源: [{{标题: 台账}}]\n"


def test_a_hazard_goes_from_found_to_rechecked_as_far_as_it_got(site_of: Sites) -> None:
    findings = (
        "  - {编号: a, 类别: 线路, 状态: 已复查, 发现: 2026-03-05, 期限: 2026-03-31, 整改: 2026-04-02}\n"
        "  - {编号: b, 类别: 线路, 状态: 整改中, 发现: 2026-03-05}\n"
    )
    first, second = view_of(site_of(inspections__march=inspection_text(findings)), "inspections/march").findings
    assert [(day.what, day.date, day.note) for day in first.days] == [
        ("发现", "2026年3月5日", ""),
        ("整改期限", "2026年3月31日", ""),
        ("整改", "2026年4月2日", "晚于期限"),
        ("复查", "原文未注明", ""),
    ]
    assert [(day.date, day.is_past) for day in second.days[1:]] == [
        ("未定期限", True),
        ("暂无记录", False),
        ("暂无记录", False),
    ]


def test_what_passed_is_drawn_against_what_was_checked(site_of: Sites) -> None:
    db = site_of(inspections__march=inspection_text("  - {编号: a, 类别: 线路, 状态: 发现}\n"))
    assert row(view_of(db, "inspections/march").facts, "合格项数").label == "54项，占90%"


def test_a_hazard_may_have_the_name_of_a_part_of_the_page(site_of: Sites) -> None:
    findings = "".join(f"  - {{编号: {name}, 类别: 线路, 状态: 发现}}\n" for name in ("main", "findings", "sources"))
    html = html_of(site_of(inspections__march=inspection_text(findings)), "inspections/march")
    assert 'id="main-1"' in html
    assert_unique_ids(html)


def test_every_id_of_the_pages_with_requests_and_hazards_is_reserved(site_of: Sites) -> None:
    findings = "  - {编号: zz, 类别: 线路, 状态: 发现}\n"
    db = site_of(inspections__march=inspection_text(findings), meetings__spring=SPRING, projects__lamps=LAMPS)
    for ref in ("inspections/march", "meetings/spring"):
        ids = set(re.findall(r' id="([^"]+)"', html_of(db, ref)))
        assert {name for name in ids if not re.match("zz|need-lamps", name)} <= record.PAGE_IDS


def test_a_request_shows_its_answer_and_what_came_of_it(lamps: Database) -> None:
    (need,) = view_of(lamps, "meetings/spring").needs
    assert (row(need.facts, "提出"), row(need.facts, "答复")) == ("居民，通过网格员", "全部换掉")
    assert [link.url for link in need.results] == ["projects/lamps/"]
    assert [promise.text for promise in need.promises] == ["每季查一遍灯"]


def test_a_decision_shows_the_vote_and_the_project(lamps: Database) -> None:
    (decision,) = view_of(lamps, "meetings/spring").decisions
    assert (decision.votes, decision.project.url) == ("赞成41票，反对3票", "projects/lamps/")


# -- care cases -------------------------------------------------------------------------------------------------------

CARE = """
    化名: 桂花奶奶
    社区: east
    类别: 独居老人
    月份: 2026-05
    概述: 很少下楼
    状态: 稳定
    帮扶: [{类型: 探访, 月份: 2026-06, 谁: 邻里长}, {类型: 物资, 月份: 2026-05, 谁: 商户}]
    授权: paper
    撰写: 网格员
    审核: {角色: 副书记, 日期: 2026-10-20}
    保存到: 2027-10-12
    更正: [{日期: 2026-10-21, 内容: 次数写错了}]
    发布: 已发布
    来源: [{标题: 台账}]
"""
PRIVACY = "---\n标题: 隐私\n来源: [{标题: 台账}]\n---\n正文\n"
CONSENT = """
    类型: 单独同意公开
    同意人: 本人
    公开渠道: [网站]
    签署: 2026-10-12
    到期: 2027-10-12
    来源: [{标题: 台账}]
"""


def test_a_care_case_shows_an_alias_and_months_and_nothing_of_a_day(site_of: Sites) -> None:
    db = site_of(care__sweet=CARE, consents__paper=CONSENT)
    view = view_of(db, "care/sweet")
    assert view.title == "桂花奶奶（化名）"
    assert [item.when for item in view.supports] == ["2026年5月", "2026年6月"]
    assert not re.search(r"\d日|\d{4}-\d\d-\d\d", html_of(db, "care/sweet"))


def test_a_care_page_does_not_rely_on_the_gate_for_its_days(site_of: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    day = FuzzyDate(2026, 5, 17)
    leaky = catalog.CareCase(
        ref="care/sweet",
        alias=Text("桂花奶奶"),
        month=day,
        closed_month=day,
        supports=(catalog.Support(type="visit", month=day),),
        corrections=(catalog.Correction(at=day, text=Text("次数写错了")),),
    )
    monkeypatch.setitem(care_case.__globals__, "record_of", lambda db, plan, kind: leaky)
    view = care_case(site_of(), PagePlan("care/sweet/", "care_case", "care/sweet"))
    assert "17" not in repr(view)


def test_a_care_page_leads_to_no_other_record_that_could_name_the_person(site_of: Sites) -> None:
    story = "---\n标题: 邻居\n日期: 2026-06-01\n相关: [care/sweet]\n来源: [{标题: 采访}]\n---\n正文\n"
    db = site_of(care__sweet=CARE, consents__paper=CONSENT, stories__near=story, pages__privacy=PRIVACY)
    html = html_of(db, "care/sweet")
    main = html[html.index("<main") : html.index("</main")]
    links = set(re.findall(r'href="([^"#]+)"', main))
    assert links == {"../../communities/east/", "../../privacy/"}


# -- stories, partners, communities, corrections ----------------------------------------------------------------------


def story_text(title: str, day: str, body: str = "正文", more: str = "") -> str:
    return f"---\n标题: {title}\n日期: {day}\n相关: [communities/east]\n来源: [{{标题: 采访}}]\n{more}---\n{body}\n"


def test_a_story_leads_to_the_newer_and_the_older_one(site_of: Sites) -> None:
    db = site_of(
        stories__one=story_text("一", "2026-01-01"),
        stories__two=story_text("二", "2026-02-01"),
        stories__three=story_text("三", "2026-03-01"),
    )
    view = view_of(db, "stories/two")
    assert (view.newer.text, view.older.text) == ("三", "一")
    assert view_of(db, "stories/three").newer is None


def test_a_story_leads_to_its_stages_and_topics(site_of: Sites) -> None:
    db = site_of(stories__one=story_text("一", "2026-01-01", more="五共: [决策共谋]\n主题: [消防安全]\n"))
    links = view_of(db, "stories/one").tags
    assert [link.url for link in links] == ["stages/co-decide/", "topics/safety/"]
    assert all(link.url in routes(db) for link in links)


@pytest.mark.parametrize(("count", "entries"), [(3, 0), (4, 4)])
def test_a_text_has_a_table_of_contents_from_four_headings_on(count: int, entries: int) -> None:
    headings = tuple(catalog.Heading(2, f"h{number}", f"第{number}节") for number in range(count))
    assert len(contents_of(catalog.Prose(headings=headings))) == entries


def test_contents_have_two_levels_whatever_the_first_heading_is() -> None:
    levels = (3, 2, 3, 4, 2)
    headings = tuple(catalog.Heading(level, f"h{number}", "节") for number, level in enumerate(levels))
    found = contents_of(catalog.Prose(headings=headings))
    assert [(entry.heading.id, [below.id for below in entry.below]) for entry in found] == [
        ("h0", []),
        ("h1", ["h2"]),
        ("h4", []),
    ]


PARTNER = "名称: 丙物业\n类型: 物业\n来源: [{标题: 台账}]\n"


def test_a_partner_shows_the_promises_it_answers_for_and_where_it_took_part(site_of: Sites) -> None:
    promise = "内容: 修门\n社区: east\n责任: 丙物业\n责任单位: wu\n期限: 2026-12-31\n来源: [{标题: 台账}]\n"
    db = site_of(
        partners__wu=PARTNER,
        commitments__door=promise,
        drills__one=drill_text("2026-04-18", more="共建单位: [wu]\n"),
    )
    around = view_of(db, "partners/wu").about
    assert [promise.text for promise in around.promises] == ["修门"]
    assert [group.kind for group in around.related] == ["drill"]


def test_what_does_not_fit_as_cards_is_still_linked(site_of: Sites) -> None:
    drills = {
        f"drills__d{number}": drill_text(f"2026-01-{number:02d}", more="共建单位: [wu]\n") for number in range(1, 8)
    }
    (group,) = view_of(site_of(partners__wu=PARTNER, **drills), "partners/wu").about.related
    assert len(group.cards) == record.SHOWN_AS_CARDS
    assert len(group.cards) + len(group.rest) == len(drills)


def test_a_community_shows_its_newest_promises_and_keeps_wishes_apart(site_of: Sites) -> None:
    wish = "内容: 更好\n社区: east\n类型: 愿景\n作出: 2026-09-01\n来源: [{标题: 台账}]\n"
    promises = {
        f"commitments__p{month}": f"内容: 第{month}件\n社区: east\n责任: 居委会\n作出: 2026-0{month}\n"
        "期限: 2027-01\n来源: [{标题: 台账}]\n"
        for month in range(1, 6)
    }
    view = view_of(site_of(commitments__wish=wish, **promises), "communities/east")
    assert [promise.text for promise in view.newest_promises] == ["第5件", "第4件", "第3件"]


def test_a_community_shows_the_first_few_of_a_kind_and_where_the_others_are(site_of: Sites) -> None:
    drills = {f"drills__d{number}": drill_text(f"2026-01-{number:02d}") for number in range(1, 6)}
    (shelf,) = view_of(site_of(**drills), "communities/east").shelves
    assert (len(shelf.cards), shelf.count, shelf.more.url) == (3, 5, "drills/")


def test_corrections_of_all_kinds_stand_newest_first(site_of: Sites) -> None:
    db = site_of(
        care__sweet=CARE,
        consents__paper=CONSENT,
        drills__one=drill_text("2026-04-18", more="更正: [{日期: 2026-05-01, 内容: 人数写错了}]\n"),
        stories__one=story_text("一", "2026-01-01", more="更正: [{日期: 2026-11-01, 内容: 地名写错了}]\n"),
    )
    view = VIEWS["corrections"](db, PagePlan("corrections/", "corrections"))
    found: Any = view
    assert [(it.date, it.text) for it in found.corrections] == [
        ("2026年11月1日", "地名写错了"),
        ("2026年10月", "次数写错了"),
        ("2026年5月1日", "人数写错了"),
    ]


def test_a_result_in_words_has_no_arrow_between_two_unknowns(site_of: Sites) -> None:
    told = LAMPS.replace("数值: 99%, 之前: 47%, 来源: count", "数值: 原文未注明, 方法: 居民口头反馈")
    html = html_of(site_of(projects__lamps=told, meetings__spring=SPRING), "projects/lamps")
    assert "居民口头反馈" in html
    assert "was-now" not in html


def test_several_links_stand_in_a_list(site_of: Sites) -> None:
    second = PARTNER.replace("名称: ", "名称: 第二")
    drill = drill_text("2026-04-18", more="共建单位: [wu, er]\n")
    html = html_of(site_of(partners__wu=PARTNER, partners__er=second, drills__one=drill), "drills/one")
    assert re.search(r'<dd><ul class="links"><li><a [^>]*>[^<]*</a></li><li><a ', html)


def test_a_support_of_an_unknown_month_says_nothing_of_it(site_of: Sites) -> None:
    case = CARE.replace("月份: 2026-06, ", "")
    view = view_of(site_of(care__sweet=case, consents__paper=CONSENT), "care/sweet")
    assert view.supports[-1].when == ""


def test_english_names_begin_with_a_capital_and_head_lists_in_the_plural() -> None:
    words = words_in("en")
    assert words.label(STATUSES, "kept_late") == "Kept late"
    assert [list_title(words, kind) for kind in ("story", "partner")] == ["Stories", "Partners"]
    assert words.amount(Text("Lamps"), Quantity(Decimal(6), "人")) == "Lamps: 6 people"
    assert words_in("zh").amount(Text("换灯"), Quantity(Decimal(72), "盏")) == "换灯72盏"


# -- all pages --------------------------------------------------------------------------------------------------------


def test_a_page_reads_no_record_in_full_but_its_own(lamps: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    db = lamps
    read: list[str] = []

    def spy(db: Database, ref: str) -> catalog.AnyPublic | None:
        read.append(ref)
        return public(db, ref)

    monkeypatch.setattr(record, "public", spy)
    view_of(db, "projects/lamps")
    assert read == ["projects/lamps"]


def test_an_edit_that_a_card_does_not_show_leaves_the_pages_of_neighbours_alone(tmp_path: Path) -> None:
    workshop = workshop_of(tmp_path, {"projects__lamps": LAMPS, "meetings__spring": SPRING})
    workshop.build()
    edited = tmp_path / "site/content/meetings/spring.yaml"
    edited.write_text(dedent(SPRING).replace("全部换掉", "全部换成新的"), "utf-8")
    result = workshop.build(Changes(frozenset({str(edited)}), sweep=False))
    assert pages_made(result) == ["meetings/spring/"]


def test_a_page_about_nothing_public_cannot_be_made(site_of: Sites) -> None:
    with pytest.raises(LookupError):
        VIEWS["project"](site_of(), PagePlan("projects/gone/", "project", "projects/gone"))


REFS = (
    "projects/lamps", "meetings/spring", "drills/one", "inspections/march", "care/sweet", "partners/wu", "stories/one",
    "pages/privacy", "communities/east", "pages/corrections",
)  # fmt: skip


@pytest.fixture(scope="module")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Database:
    records = {
        "projects__lamps": LAMPS,
        "meetings__spring": SPRING,
        "drills__one": drill_text("2026-04-18", 200),
        "inspections__march": inspection_text("  - {编号: a, 类别: 线路, 状态: 发现}\n"),
        "care__sweet": CARE,
        "consents__paper": CONSENT,
        "partners__wu": PARTNER,
        "stories__one": story_text("一", "2026-01-01", "## 甲\n\n## 乙\n\n### 子\n\n## 丙\n\n正文"),
        "pages__privacy": PRIVACY,
    }
    return workshop_of(tmp_path_factory.mktemp("full"), records).database


@pytest.mark.parametrize("ref", REFS)
def test_a_page_has_one_title_headings_in_order_and_each_id_once(full_site: Database, ref: str) -> None:
    html = html_of(full_site, ref)
    main = html[html.index("<main") : html.index("</main")]
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", main)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    assert_unique_ids(html)
    assert " style=" not in html
    assert "<script>" not in html


def assert_unique_ids(html: str) -> None:
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)), sorted(name for name in ids if ids.count(name) > 1)

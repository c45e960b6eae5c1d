"""What a site would publish is looked through: wherever personal data stands, it is told, and told without being shown."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.corpus import AS_OF as CORPUS_DAY
from benchmarks.corpus import make
from benchmarks.ours import write_site
from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.report import FORMATS

TODAY = date(2026, 11, 23)
ROOT = Path(__file__).parent.parent
MOBILE = "13800138000"
TELLS = {"personal-data", "personal-data-maybe", "person-and-condition", "picture-text-missing"}
SITE = {
    "site.yaml": "名称: 网站\n联系: {单位: 居委会}\n",
    "communities/a.yaml": "名称: 甲社区\n区: 乙区\n街道: 丙街道\n",
    "media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="1" height="1"/></svg>\n',
}
STORY = "---\n标题: 灯\n日期: 2026-06-01\n相关: communities/a\n---\n\n"
PROJECT = "标题: 项目\n社区: a\n类别: 绿化修剪\n状态: 完成\n"
CARE = (
    "化名: 桂月奶奶\n社区: a\n类别: 独居老人\n月份: 2026-05\n概述: 邻里长常去看望\n状态: 帮扶中\n发布: 已发布\n授权: c\n撰写: 网格员\n"
    "审核: {角色: 社区副书记, 日期: 2026-06-01, 反推检查: 民政专干}\n"
)
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: 网站\n签署: 2026-01-01\n到期: 2027-01-01\n"


class Site:
    """A small site and its workshop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in SITE.items():
            self.write(name, text)
        self.workshop = Workshop(Locations(folder, folder / "output"), as_of=TODAY, use_cache=False)

    def write(self, name: str, text: str) -> None:
        path = self.folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def told(self) -> list[tuple[str, str]]:
        """Return the codes and the files of all problems."""
        problems = self.workshop.build().problems
        return [(problem.code, problem.where.path.removeprefix("content/")) for problem in problems]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


# -- every kind ----------------------------------------------------------------------------------------

PLANTED = {
    "420106209903198687": "personal-data",
    "身份证420106209903198688": "personal-data-maybe",
    "卡号6222020000311621528": "personal-data",
    MOBILE: "personal-data",
    "027-85550101": "personal-data-maybe",
    "鄂A00000": "personal-data",
    "3栋2单元501室": "personal-data-maybe",
    "微信号shili_abc2026": "personal-data",
    "shili001@163.com": "personal-data",
    "ts@wuchang.example.org": "personal-data-maybe",
    "护照E00000001": "personal-data-maybe",
    "30.546312,114.341275": "personal-data-maybe",
    "居民张桂兰": "personal-data-maybe",
}


@pytest.mark.parametrize(("text", "code"), PLANTED.items())
def test_every_kind_is_told_and_its_line_is_not_shown(text: str, code: str, site: Site) -> None:
    site.write("stories/s.md", f"{STORY}看这里：{text}，请记下。\n")
    result = site.workshop.build()
    assert [problem.code for problem in result.problems] == [code]
    assert result.is_sound is (code != "personal-data")
    secret = text.lstrip("身份证卡号微护照居民")
    for form in FORMATS.values():
        for language in ("zh", "en"):
            said = form(result.problems, language, site.workshop.line_of)
            assert "content/stories/s.md" in said
            assert secret not in said


@pytest.mark.parametrize(
    "text",
    ["社区书记王志强和李主任", "3号楼加装电梯", "91420103MAHJ5U2RHM", "卫生站讲糖尿病和抑郁症", "低保户和残疾人优先"],
)
def test_what_matters_in_care_cases_only_is_not_told_elsewhere(text: str, site: Site) -> None:
    site.write("stories/s.md", f"{STORY}{text}。\n")
    assert site.told() == []
    site.write("consents/c.yaml", CONSENT)
    site.write("care/c.yaml", CARE.replace("邻里长常去看望", text))
    assert ("care/c.yaml" in {path for _, path in site.told()}) is (text != "91420103MAHJ5U2RHM")


# -- every place ---------------------------------------------------------------------------------------

IN_STORIES: dict[str, Callable[[str], str]] = {
    "title": lambda text: STORY.replace("标题: 灯", f"标题: 灯{text}"),
    "summary": lambda text: STORY.replace("日期", f"一句话说明: {text}\n日期", 1),
    "heading": lambda text: f"{STORY}## 打{text}\n",
    "text": lambda text: f"{STORY}打{text}。\n",
    "item": lambda text: f"{STORY}- 打{text}\n",
    "table": lambda text: f"{STORY}| 谁 | 电话 |\n| --- | --- |\n| 甲 | {text} |\n",
    "words of a picture": lambda text: f"{STORY}![图{text}](../media/a.svg)\n",
    "words of a link": lambda text: f"{STORY}[打{text}](https://example.org/)\n",
    "target of a link": lambda text: f"{STORY}[打电话](tel:{text})\n",
    "marked up": lambda text: f"{STORY}打**{text[:4]}**{text[4:]}。\n",
    "HTML": lambda text: f"{STORY}打<b>{text[:4]}</b>{text[4:]}。\n",
    "entities": lambda text: f"{STORY}打{text[:4]}&#{ord(text[4])};{text[5:]}。\n",
    "code": lambda text: f"{STORY}打`{text}`。\n",
    "caption of the cover": lambda text: STORY.replace(
        "日期", f"封面: {{文件: media/a.svg, 图片说明: 图, 图注: {text}}}\n日期", 1
    ),
    "source": lambda text: STORY.replace("日期", f"来源: [{{标题: 记录{text}}}]\n日期", 1),
    "correction": lambda text: STORY.replace("日期", f"更正: [{{日期: 2026-06-02, 内容: 原写{text}}}]\n日期", 1),
}


@pytest.mark.parametrize("place", IN_STORIES)
def test_every_place_of_a_story_is_looked_at(place: str, site: Site) -> None:
    site.write("stories/s.md", IN_STORIES[place](MOBILE))
    assert set(site.told()) == {("personal-data", "stories/s.md")}


IN_RECORDS = {
    "a field": "概述: 打{}\n",
    "an English text": "概述: {{zh: 一, en: call {}}}\n",
    "a part of a part": "五共: {{决策共谋: {{摘要: 商量, 贡献: [{{谁: 居民, 做什么: 打{}}}]}}}}\n",
    "a promise": "承诺: [{{编号: p, 内容: 打{}, 责任: 居委会, 作出: 2026-01-01}}]\n",
    "evidence": "承诺: [{{编号: p, 内容: 修, 责任: 居委会, 作出: 2026-01-01, 佐证: [{{类型: 单据, 日期: 2026-01-02, 说明: 打{}}}]}}]\n",
    "an address": "来源: [{{标题: 记录, 网址: 'https://example.org/?tel={}'}}]\n",
    "the words on a picture": "图片: [{{文件: media/a.svg, 图片说明: 牌子, 图上文字: 打{}}}]\n",
    "several lines": "概述: |\n  先看。\n  打{}。\n",
    "quotes": '概述: "打\\u0031{}"\n',
}


@pytest.mark.parametrize("place", IN_RECORDS)
def test_every_place_of_a_record_is_looked_at(place: str, site: Site) -> None:
    written = MOBILE[1:] if place == "quotes" else MOBILE
    site.write("projects/p.yaml", PROJECT + IN_RECORDS[place].format(written))
    assert set(site.told()) == {("personal-data", "projects/p.yaml")}


@pytest.mark.parametrize("name", ["projects/call-13800138000.yaml", "media/13800138000.svg"])
def test_names_of_files_are_looked_at(name: str, site: Site) -> None:
    site.write(
        "projects/p.yaml",
        f"{PROJECT}图片: [{{文件: media/13800138000.svg, 图片说明: 图}}]\n" if "media" in name else PROJECT,
    )
    site.write(name, SITE["media/a.svg"] if "media" in name else PROJECT)
    assert {code for code, _ in site.told()} == {"personal-data"}


def test_what_nobody_gets_is_not_looked_at(site: Site) -> None:
    site.write("stories/s.md", f"{STORY}<!-- {MOBILE} -->\n\n好。\n")
    site.write("projects/p.yaml", f"{PROJECT}内部备注: 王奶奶{MOBILE}\n招标备注: {MOBILE}\n")
    site.write("projects/draft.yaml", f"{PROJECT}概述: {MOBILE}\n发布: 草稿\n")
    site.write("consents/c.yaml", f"{CONSENT}内部备注: {MOBILE}\n")
    assert site.told() == []


def test_the_words_on_a_picture_are_in_no_published_byte(site: Site) -> None:
    site.write(
        "projects/p.yaml", f"{PROJECT}图片: [{{文件: media/a.svg, 图片说明: 牌子, 图上文字: 院里的牌子canary}}]\n"
    )
    artifacts = site.workshop.build().artifacts
    assert artifacts
    assert not [path for path, artifact in artifacts.items() if b"canary" in artifact.content()]


# -- what happens then ---------------------------------------------------------------------------------


def dizao(site: Site, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator.cli", *arguments, "--site", str(site.folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8"}
    return subprocess.run(
        command, env=environment, cwd=site.folder, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def test_a_site_with_a_number_is_not_published_and_the_old_one_stays(site: Site) -> None:
    site.write("stories/s.md", f"{STORY}好。\n")
    assert dizao(site, "build").returncode == 0
    page = site.folder / "output" / "stories" / "s" / "index.html"
    before = page.read_bytes()
    site.write("stories/s.md", f"{STORY}打{MOBILE}。\n")
    ended = dizao(site, "build")
    assert ended.returncode == 1
    assert "这里写了手机号：「138******00」" in ended.stderr
    assert MOBILE not in ended.stderr + ended.stdout
    assert page.read_bytes() == before


def test_a_warning_does_not_keep_a_site_from_being_published(site: Site) -> None:
    site.write("stories/s.md", f"{STORY}王奶奶说，亮了。\n")
    ended = dizao(site, "build")
    assert ended.returncode == 0
    assert "王奶奶" not in ended.stderr


def test_a_correction_and_a_clearance_are_seen_at_once(site: Site) -> None:
    site.write("stories/s.md", f"{STORY}打{MOBILE}。\n")
    assert site.told() == [("personal-data", "stories/s.md")]
    site.write("site.yaml", f"{SITE['site.yaml']}可以公开: [138 0013 8000]\n")
    assert site.told() == []
    site.write("site.yaml", SITE["site.yaml"])
    assert site.told() == [("personal-data", "stories/s.md")]
    site.write("communities/a.yaml", f"{SITE['communities/a.yaml']}办公电话: {MOBILE}\n")
    assert site.told() == []
    site.write("communities/a.yaml", SITE["communities/a.yaml"])
    site.write("stories/s.md", f"{STORY}打12345。\n")
    assert site.told() == []


@pytest.mark.parametrize("number", ["420106209903198687", "卡号6222020000311621528"])
def test_a_number_that_proves_itself_cannot_be_cleared(number: str, site: Site) -> None:
    site.write("site.yaml", f"{SITE['site.yaml']}可以公开: ['{number.lstrip('卡号')}']\n")
    site.write("stories/s.md", f"{STORY}{number}\n")
    assert site.told() == [("personal-data", "stories/s.md")]


def test_in_a_care_case_only_contacts_can_be_cleared(site: Site) -> None:
    site.write("site.yaml", f"{SITE['site.yaml']}可以公开: [王奶奶, 3栋501室, {MOBILE}]\n")
    site.write("consents/c.yaml", CONSENT)
    site.write("care/c.yaml", CARE.replace("邻里长常去看望", f"王奶奶住3栋501室，有事打{MOBILE}"))
    assert sorted(code for code, _ in site.told()) == ["P07", "P13"]


def test_a_case_with_something_that_identifies_is_on_no_page(site: Site) -> None:
    site.write("consents/c.yaml", CONSENT)
    site.write("care/c.yaml", CARE)
    assert "care/c/index.html" in site.workshop.build().artifacts
    site.write("care/c.yaml", CARE.replace("邻里长常去看望", "住在3号楼"))
    assert "care/c/index.html" not in site.workshop.build().artifacts


def test_a_pseudonym_that_looks_like_a_name_is_left_alone_on_the_whole_site(site: Site) -> None:
    site.write("stories/s.md", f"{STORY}桂月奶奶说，亮了。\n")
    assert site.told() == [("personal-data-maybe", "stories/s.md")]
    site.write("consents/c.yaml", CONSENT)
    site.write("care/c.yaml", CARE)
    assert site.told() == []


# -- no false alarms -----------------------------------------------------------------------------------


def told_of(result: BuildResult) -> list[tuple[str, str]]:
    alarms = TELLS | {"P05", "P06", "P07", "P13", "P15"}
    return [(problem.code, problem.where.path) for problem in result.problems if problem.code in alarms]


def test_the_site_that_comes_along_raises_no_alarm(tmp_path: Path) -> None:
    workshop = Workshop(Locations(ROOT, tmp_path / "output"), as_of=TODAY, use_cache=False)
    assert told_of(workshop.build()) == []


def test_the_site_of_the_benchmarks_raises_no_alarm(tmp_path: Path) -> None:
    write_site(make(200), tmp_path / "site")
    workshop = Workshop(Locations(tmp_path / "site", tmp_path / "output"), as_of=CORPUS_DAY, use_cache=False)
    assert told_of(workshop.build()) == []

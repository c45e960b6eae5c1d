"""What was taken down is gone from every file, and its address says so in one sentence (domain brief §2.4)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.build import BuildResult, Workshop
from generator.cli import cli
from generator.config import Locations
from generator.privacy.case_ids import telling_word
from generator.publication import publish_site

TODAY = date(2026, 11, 23)
CASE = """\
化名: 桂花奶奶
社区: a
类别: 独居老人
月份: 2026-05
概述: 一位老人爱说话。
状态: 帮扶中
发布: 已发布
授权: c
撰写: 网格员
审核: {角色: 书记, 日期: 2026-06-01}
图片: [{文件: media/bench.svg, 图片说明: 一条长椅, 无可辨认人物: 是}]
"""
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: 网站\n签署: 2026-01-01\n到期: 2027-01-01\n"
PROJECT = """\
标题: 修路灯
社区: a
类别: 公共空间
状态: 完成
承诺: [{id: check, 内容: 每年查一次, 责任: 居委会, 作出: 2026-01-01, 期限: 2026-12-31}]
"""
STORY = (
    "---\n标题: 长椅\n日期: 2026-06-01\n相关: [projects/lamp, care/bench]\n---\n\n见[她的事](../care/bench.yaml)。\n"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="1" height="1"/></svg>'


def write(root: Path, **files: str) -> None:
    """Write files by their names below ``content``, in which ``__`` stands for a slash."""
    for name, text in files.items():
        folder, _, stem = name.partition("__")
        ending = {"media": "svg", "stories": "md"}.get(folder, "yaml")
        path = root / "content" / (f"{folder}/{stem.replace('_', '-')}.{ending}" if stem else f"{folder}.yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    write(
        tmp_path,
        site="名称: 网站\n网址: https://example.org/\n联系: {单位: 居委会}\n",
        communities__a="名称: 甲社区\n区: 乙区\n街道: 丙街道\n",
        care__bench=CASE,
        consents__c=CONSENT,
        projects__lamp=PROJECT,
        stories__bench=STORY,
        media__bench=SVG,
    )
    return tmp_path


Files = dict[str, str]


def published(root: Path, *, today: date = TODAY, output: str = "output") -> tuple[BuildResult, Files]:
    places = Locations(root, root / output)
    workshop = Workshop(places, as_of=today)
    result = workshop.build()
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]
    publication = publish_site(workshop, places, result)
    workshop.save()
    return publication.result, files_in(places.output)


def files_in(output: Path) -> Files:
    paths = (path for path in output.rglob("*") if path.is_file() and not path.name.startswith(".dizao"))
    return {path.relative_to(output).as_posix(): path.read_bytes().decode("utf-8", "replace") for path in paths}


def codes(result: BuildResult) -> set[str]:
    return {problem.code for problem in result.problems}


def gone(files: Files) -> list[str]:
    found: list[str] = json.loads(files["gone.json"])["gone"]
    return found


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, [*words, "--site", str(root)], standalone_mode=False)


STONE = "care/bench/index.html"


def test_a_withdrawn_case_leaves_a_sentence_at_its_address_and_nothing_anywhere_else(site: Path) -> None:
    _, before = published(site)
    assert "桂花奶奶" in before[STONE]
    assert "media/" in "".join(before)
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n撤回人: 本人\n")
    _, after = published(site)
    stone = after.pop(STONE)
    assert "应当事人要求，本页已撤下。" in stone
    assert '<meta name="robots" content="noindex">' in stone
    for word in ("桂花", "独居", "2026", "media/", "爱说话"):
        assert word not in stone
    assert gone(after) == ["care/bench/"]
    after.pop("gone.json")
    for path, text in after.items():
        assert "桂花" not in text, path
        assert "care/bench" not in text, path
        assert not path.startswith("media/")


def test_an_expired_case_says_so_from_that_day_on(site: Path) -> None:
    result, before = published(site, today=date(2026, 12, 31))
    assert result.next_change_on == date(2027, 1, 1)
    assert gone(before) == []
    _, after = published(site, today=date(2027, 1, 1))
    assert "公开的期限已到，本页已撤下。" in after[STONE]
    assert "桂花" not in "".join(after.values())


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("状态: 已撤回", "应当事人要求"),
        ("发布: 已撤下", "应当事人要求"),
        ("发布: 到期下线", "公开的期限已到"),
        ("保存到: 2026-11-22", "公开的期限已到"),
    ],
)
def test_each_way_to_end_a_case_has_its_words(site: Path, line: str, words: str) -> None:
    key = line.partition(":")[0]
    write(site, care__bench="".join(f"{row}\n" for row in CASE.splitlines() if not row.startswith(key)) + f"{line}\n")
    _, files = published(site)
    assert words in files[STONE]
    assert gone(files) == ["care/bench/"]


def test_a_case_of_which_consent_expired_is_not_said_to_be_withdrawn_later(site: Path) -> None:
    write(site, care__bench=CASE.replace("已发布", "已撤下"), consents__c=CONSENT.replace("2027", "2026"))
    _, files = published(site)
    assert "公开的期限已到" in files[STONE]


def test_a_draft_leaves_no_trace(site: Path) -> None:
    write(site, care__bench=CASE.replace("已发布", "草稿"), consents__c=CONSENT + "撤回: 2026-11-20\n")
    _, files = published(site)
    assert STONE not in files
    assert gone(files) == []


def test_a_story_that_still_tells_of_the_case_is_named_and_does_not_keep_it_online(site: Path) -> None:
    write(site, stories__bench=STORY.replace("见[", "桂花奶奶，见["), consents__c=CONSENT + "撤回: 2026-11-20\n")
    result, files = published(site)
    told = {problem.where.path for problem in result.problems if problem.code == "case-still-told"}
    assert told == {"content/stories/bench.md"}
    assert "本页已撤下" in files[STONE]
    assert run(site, "build", "--strict").return_value == 0
    write(site, stories__bench=STORY)
    assert "case-still-told" not in codes(published(site)[0])


def test_what_is_public_again_is_no_longer_gone(site: Path) -> None:
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n")
    published(site)
    write(site, consents__c=CONSENT)
    _, files = published(site)
    assert "桂花奶奶" in files[STONE]
    assert gone(files) == []


def test_corrections_counts_what_was_taken_down_and_names_no_case(site: Path) -> None:
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n")
    _, files = published(site)
    page = files["corrections/index.html"]
    assert "应当事人要求撤下的关爱案例：1页" in page
    assert "公开期限已到" not in page


def test_another_record_is_taken_down_with_its_reason_and_without_its_title(site: Path) -> None:
    taken_down = "发布: 已撤下\n撤下: {日期: 2026-11-20, 原因: 数据有误}\n"
    write(site, projects__lamp=PROJECT + taken_down, stories__bench=STORY.replace("projects/lamp, ", ""))
    _, files = published(site)
    for path in ("projects/lamp/index.html", "commitments/lamp-check/index.html", "corrections/index.html"):
        assert "数据有误" in files[path]
    assert "2026年11月20日" in files["projects/lamp/index.html"]
    assert not [path for path, text in files.items() if "修路灯" in text and path != "commitments/ledger.txt"]
    assert gone(files) == ["commitments/lamp-check/", "projects/lamp/"]


def test_a_warm_site_equals_a_cold_one_through_withdrawal_and_return(site: Path) -> None:
    published(site)
    for text in (CONSENT + "撤回: 2026-11-20\n", CONSENT, CONSENT.replace("2027", "2026")):
        write(site, consents__c=text)
        _, warm = published(site)
        cold_places = Locations(site, site / "cold")
        workshop = Workshop(cold_places, as_of=TODAY, use_cache=False)
        workshop.publish(workshop.build())
        assert warm == files_in(cold_places.output)


# -- what was deleted altogether -------------------------------------------------------------------------


def test_a_deleted_case_is_gone_and_the_editor_is_told_how_to_say_so(site: Path) -> None:
    published(site)
    (site / "content/care/bench.yaml").unlink()
    write(site, stories__bench=STORY.replace(", care/bench", "").replace("[她的事](../care/bench.yaml)", "她"))
    result, files = published(site)
    (told,) = [problem for problem in result.problems if problem.code == "case-vanished"]
    assert told.where.path == "content/care/bench.yaml"
    assert STONE not in files
    assert "桂花" not in "".join(files.values())
    again, _ = published(site)
    assert "case-vanished" not in codes(again)


def test_a_case_that_is_a_draft_again_is_told_too(site: Path) -> None:
    published(site)
    write(site, care__bench=CASE.replace("已发布", "草稿"))
    result, _ = published(site)
    assert "case-vanished" in codes(result)


def test_a_renamed_story_is_told_of_with_the_way_to_lead_on(site: Path) -> None:
    published(site)
    (site / "content/stories/bench.md").rename(site / "content/stories/seat.md")
    result, _ = published(site)
    assert "page-vanished" in codes(result)


def test_a_case_that_stays_online_because_of_another_error_is_told_of(site: Path) -> None:
    published(site)
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n", projects__broken="标题: x\n")
    result = Workshop(Locations(site, site / "output"), as_of=TODAY).build()
    (told,) = [problem for problem in result.problems if problem.code == "case-still-public"]
    assert told.where.path == "content/care/bench.yaml"
    write(site, consents__c=CONSENT, care__bench="化名: [\n")  # a slip of the pen is no withdrawal
    assert "case-still-public" not in codes(Workshop(Locations(site, site / "output"), as_of=TODAY).build())
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n", care__bench=CASE)
    (site / "content/projects/broken.yaml").unlink()
    published(site)
    write(site, projects__broken="标题: x\n")
    assert "case-still-public" not in codes(Workshop(Locations(site, site / "output"), as_of=TODAY).build())


def test_a_strict_build_takes_down_what_must_go(site: Path) -> None:
    published(site)
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n")
    assert run(site, "check", "--strict").return_value == 1
    assert run(site, "build", "--strict").return_value == 0
    assert "本页已撤下" in files_in(site / "output")[STONE]


# -- copies elsewhere ------------------------------------------------------------------------------------


def test_the_purge_list_names_what_is_gone_its_pictures_and_the_pages_that_told_of_it(site: Path) -> None:
    _, before = published(site)
    purge = site / ".dizao/purge.txt"
    assert not purge.exists()
    write(site, consents__c=CONSENT + "撤回: 2026-11-20\n")
    said = run(site, "build", "--as-of", TODAY.isoformat()).stderr
    addresses = purge.read_text("utf-8").split()
    picture = next(path for path in before if path.startswith("media/"))
    assert addresses[:2] == ["https://example.org/care/bench/", f"https://example.org/{picture}"]
    assert {"https://example.org/care/", "https://example.org/stories/bench/"} <= set(addresses)
    assert "https://example.org/communities/a/" not in addresses or "桂花" in before["communities/a/index.html"]
    assert "https://example.org/care/bench/" in said
    assert "purge.txt" in said
    assert "purge.txt" not in "".join(files_in(site / "output"))
    assert "https://example.org/care/bench/" in run(site, "status").stdout
    run(site, "build", "--as-of", TODAY.isoformat())
    assert purge.read_text("utf-8").split() == addresses
    run(site, "clean")
    assert purge.exists()


def test_the_purge_list_names_a_picture_of_which_only_the_portrait_consent_ended(site: Path) -> None:
    write(site, consents__face=CONSENT, care__bench=CASE.replace("无可辨认人物: 是", "肖像授权: face"))
    _, before = published(site)
    write(site, consents__face=CONSENT + "撤回: 2026-11-20\n")
    _, after = published(site)
    (picture,) = [path for path in before if path.startswith("media/")]
    assert f"https://example.org/{picture}" in (site / ".dizao/purge.txt").read_text("utf-8").split()
    assert gone(after) == []
    assert json.loads(after["gone.json"])["revision"] != json.loads(before["gone.json"])["revision"]


def test_an_ordinary_edit_purges_nothing(site: Path) -> None:
    published(site)
    write(site, media__bench=SVG.replace('width="1"', 'width="2"'), projects__lamp=PROJECT.replace("修路灯", "修灯"))
    published(site)
    assert not (site / ".dizao/purge.txt").exists()


# -- former addresses ------------------------------------------------------------------------------------


def test_a_former_address_leads_on_without_script(site: Path) -> None:
    write(site, projects__lamp=PROJECT + "曾用网址: [projects/light, /old/lamps/]\n")
    _, files = published(site)
    for path, way in (("projects/light", "../lamp/"), ("old/lamps", "../../projects/lamp/")):
        page = files[f"{path}/index.html"]
        assert f'<meta http-equiv="refresh" content="0; url={way}">' in page
        assert '<link rel="canonical" href="https://example.org/projects/lamp/">' in page
        assert "修路灯" in page
    assert "../lamp-check/" in files["commitments/light-check/index.html"]
    write(site, projects__lamp=PROJECT)
    _, files = published(site)
    assert "projects/light/index.html" not in files


def test_a_former_address_that_another_page_has_is_told_where_it_is_written(site: Path) -> None:
    write(site, projects__lamp=PROJECT + "曾用网址:\n  - old\n  - stories/bench\n")
    result = Workshop(Locations(site, site / "output"), as_of=TODAY).build()
    (told,) = [problem for problem in result.problems if problem.code == "address-collision"]
    assert (told.where.path, told.where.line) == ("content/projects/lamp.yaml", 8)


def test_a_record_that_was_taken_down_leads_nobody_on_from_its_former_address(site: Path) -> None:
    write(site, care__bench=CASE + "曾用网址: [care/old]\n", consents__c=CONSENT + "撤回: 2026-11-20\n")
    _, files = published(site)
    assert "应当事人要求" in files["care/old/index.html"]
    assert "care/bench" not in files["care/old/index.html"]
    assert gone(files) == ["care/bench/", "care/old/"]


# -- ids -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["wang-nainai", "li-ye-ye", "dementia-2", "canji-zhang", "elder-3"])
def test_an_id_that_tells_of_a_person_is_noticed(case: str) -> None:
    assert telling_word(case)


@pytest.mark.parametrize("case", ["case-k7mp3x", "osmanthus", "grain-rain", "plane-tree", "relay", "binglang"])
def test_an_id_that_tells_nothing_is_left_alone(case: str) -> None:
    assert not telling_word(case)

"""Nothing of the private folder gets out: in no encoding, in no kind of file, in no name. By real builds."""

from __future__ import annotations

import gzip
import html
import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image, PngImagePlugin

from generator.build import BuildResult, Workshop
from generator.config import Locations, find_private_folder
from generator.i18n import describe
from generator.privacy.finder import Finder
from generator.privacy.needles import needles_of
from generator.privacy.private_folder import Contents, PrivateFolder, Value
from generator.privacy.shares import in_shares
from generator.problems import DizaoError, Problem, Where

AS_OF = date(2026, 11, 23)
ROOT = Path(__file__).parent.parent

NAME, PHONE, ADDRESS, ACCOUNT = "欧阳示例", "13900000000", "示例路9号3栋2单元501室", "wx_shili99"
RECORD = f"""编号: consent-sample
姓名: {NAME}
电话: 139-0000-0000
家庭住址: {ADDRESS}
微信: {ACCOUNT}
化名: 桂花奶奶
关系: 女儿
目的: 在社区网站上讲一个例子
见证人: 网格员
签署: 2026-04-01
"""
PROJECT = "标题: {title}\n社区: a\n类别: 绿化修剪\n状态: 完成\n"
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: 网站\n签署: 2026-01-01\n到期: 2027-01-01\n"
CASE = """化名: 桂花奶奶
社区: a
类别: 独居老人
月份: 2026-05
概述: 一位老人
状态: 帮扶中
发布: 已发布
授权: c
撰写: 网格员
审核: {角色: 书记, 日期: 2026-06-01}
保存到: 2027-09-09
"""
STORY = "---\n标题: 一盏灯\n日期: 2026-05-01\n相关: projects/light\n---\n\n{body}\n"


def write(root: Path, name: str, content: str | bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def settle(folder: Path) -> None:
    """Let the files be old enough that their times tell whether they were changed."""
    long_ago = time.time() - 60
    for path in folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sound site with a private folder beside it."""
    root = tmp_path / "site"
    write(root, "content/site.yaml", "名称: 网站\n联系: {单位: 居委会, 电话: 027-00000000}\n")
    write(root, "content/communities/a.yaml", "名称: 甲社区\n区: 乙区\n街道: 丙街道\n")
    write(
        root,
        "content/projects/light.yaml",
        PROJECT.format(title="灯") + "概述: 桂花奶奶和女儿来看灯\n",
    )
    write(root, "content/stories/lamp.md", STORY.format(body="一盏灯。"))
    write(tmp_path, "site-private/consents/sample.yaml", RECORD)
    settle(tmp_path / "site-private")
    return root


def workshop_of(site: Path) -> Workshop:
    return Workshop(Locations(site, site / "output", private=site.with_name("site-private")), as_of=AS_OF)


def published(site: Path) -> BuildResult:
    workshop = workshop_of(site)
    result = workshop.build()
    assert result.is_sound, result.problems
    workshop.publish(result)
    workshop.save()
    return result


def leaks(result: BuildResult) -> list[Problem]:
    return [problem for problem in result.problems if problem.code == "private-leak"]


def files_of(leak: Problem) -> tuple[str, ...]:
    """The published files that a message names."""
    files = leak.arguments["files"]
    assert isinstance(files, tuple)
    return tuple(map(str, files))


def keys_of(result: BuildResult) -> set[str]:
    return {str(problem.arguments["key"]) for problem in leaks(result)}


def output_of(site: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (site / "output").rglob("*") if path.is_file()}


# -- in every encoding -------------------------------------------------------------------------------


def escaped(text: str) -> str:
    return "".join(f"\\u{code:04x}" for code in map(ord, text))


def folded(text: str) -> bytes:
    """A line of a calendar, folded in the midst of every letter (RFC 5545 §3.1)."""
    return b"\r\n ".join(text.encode()[start : start + 2] for start in range(0, len(text.encode()), 2))


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "GIF", comment=NAME.encode())
    return out.getvalue()


def tiff() -> bytes:
    out, tags = io.BytesIO(), Image.Exif()
    tags[0x9C9D] = NAME.encode("utf-16-le")  # as Windows writes the author
    Image.new("L", (4, 4)).save(out, "TIFF", exif=tags)
    return out.getvalue()


def icon() -> bytes:
    """A PNG with a compressed text, under a name that is not rebuilt."""
    out, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_itxt("Author", NAME, zip=True)
    Image.new("L", (4, 4)).save(out, "PNG", pnginfo=notes)
    return out.getvalue()


BODIES = {
    "as it is": f"来了{NAME}。",
    "with strong letters": "来了欧**阳**示例。",
    "with a link in it": "来了欧[阳示](https://example.org/)例。",
    "with blanks": "来了欧　阳 示　例。",
    "on two lines": "来了欧阳\n示例。",
    "with a zero-width joiner": "来了欧&#8288;阳示例。",
    "as character references": "来了&#27431;&#x9633;示例。",
    "in another form of Han": "来了欧阳⺬例。".replace("⺬", "示"),
    "as an attribute": f"![{NAME}在看灯](../media/a.svg)",
    "as an address": f"[看](https://example.org/?q={quote(NAME)})",
    "a number in groups": "电话 139 0000 0000。",
    "a number with hyphens": "电话139-0000-0000转1",
    "a number with the country": "电话+8613900000000",
    "a number in full width": "电话：１３９００００００００。",
    "a number in a link": "[打电话](tel:+8613900000000)",
    "a number with a tag in it": "电话139**0000**0000",
    "an address": "住在示例路 9 号 3 栋 2 单元 501 室。",
    "the end of an address": "住在3栋2单元501室。",
    "an account in capitals": "加微信WX_SHILI99吧",
    "in code": f"`{ACCOUNT}`",
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_private_string_in_a_body_is_found_however_it_is_written(site: Path, body: str) -> None:
    write(site, "content/media/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    write(site, "content/stories/lamp.md", STORY.format(body=body))
    (leak,) = leaks(workshop_of(site).build())
    assert leak.where.path == "content/stories/lamp.md"
    assert "stories/lamp/index.html" in files_of(leak)


FILES: dict[str, bytes] = {
    "a.json": json.dumps({"who": NAME}).encode(),
    "plain.json": json.dumps({"who": NAME}, ensure_ascii=False).encode(),
    "deep.json": json.dumps({"html": f"<b>{html.escape(escaped(NAME))}</b>"}).encode(),
    "a.csv": f"\ufeff人,电话\r\n\"{NAME}\",1\r\n".encode(),
    "number.csv": "人,电话\r\n甲,139 0000 0000\r\n".encode(),
    "a.ics": b"BEGIN:VCALENDAR\r\nSUMMARY:" + folded(NAME) + b"\r\nEND:VCALENDAR\r\n",
    "comma.ics": f"BEGIN:VCALENDAR\r\nLOCATION:{ADDRESS[:5]}\r\n {ADDRESS[5:]}\\, 二楼\r\nEND:VCALENDAR\r\n".encode(),
    "a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>欧<tspan>阳</tspan>示例</text></svg>'.encode(),
    "title.svg": f'<svg xmlns="http://www.w3.org/2000/svg"><title>{NAME}</title></svg>'.encode(),
    "a.xml": f"<rss><description>{html.escape('<p>欧<b>阳</b>示例</p>')}</description></rss>".encode(),
    "cdata.xml": "<rss><description><![CDATA[<p>欧<i>阳示</i>例</p>]]></description></rss>".encode(),
    "a.js": f"const who = '{escaped(NAME)}'".encode(),
    "braces.js": ("const who = '" + "".join(f"\\u{{{ord(letter):x}}}" for letter in NAME) + "'").encode(),
    "a.css": (".a::after { content: '" + "".join(f"\\{ord(letter):x} " for letter in NAME) + "' }").encode(),
    "a.txt": quote(NAME).encode(),
    "twice.txt": quote(quote(NAME)).encode(),
    "number.txt": quote("电话" + PHONE).replace("1", "%31").encode(),
    "a.gz": gzip.compress(json.dumps({"who": NAME}).encode()),
    "a.gif": gif(),
    "a.tiff": tiff(),
    "a.ico": icon(),
    "a.bin": b"\0\1" + NAME.encode() + b"\0",
    f"{PHONE}.txt": b"",
    "notes-wx_shili99.txt": b"",
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_private_string_is_found_in_every_kind_of_file_and_in_its_name(site: Path, name: str) -> None:
    write(site, f"templates/assets/{name}", FILES[name])
    (leak,) = leaks(workshop_of(site).build())
    assert leak.arguments["count"] == "1"


def test_a_photograph_is_published_without_the_string_beside_its_pixels(site: Path) -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", comment=NAME.encode())
    write(site, "content/media/a.jpg", out.getvalue())
    write(site, "content/stories/lamp.md", STORY.format(body="![一盏灯](../media/a.jpg)"))
    assert not leaks(workshop_of(site).build())


# -- what is said, and what happens ------------------------------------------------------------------


def run(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "LANG": "zh_CN.UTF-8", "LANGUAGE": "", "LC_ALL": "", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "generator.cli", *words, "--site", str(site)]
    return subprocess.run(
        command, env=environment, cwd=site, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_leak_stops_the_publication_and_leaves_the_site_as_it_is(site: Path) -> None:
    assert run(site, "build", "--as-of", "2026-11-23").returncode == 0
    before = output_of(site)
    write(site, "content/stories/lamp.md", STORY.format(body=f"第一行。\n\n来了{NAME}，电话{PHONE}。"))
    for command in ("build", "check"):
        done = run(site, command, "--as-of", "2026-11-23")
        assert done.returncode == 1
        assert "content/stories/lamp.md:9 错误 保密资料会被公开" in done.stderr
        assert "site-private/consents/sample.yaml:2 的「姓名」（欧***）" in done.stderr
        assert "site-private/consents/sample.yaml:3 的「电话」（139********）" in done.stderr
        assert "stories/lamp/index.html" in done.stderr
        assert NAME not in done.stderr + done.stdout
        assert PHONE not in done.stderr + done.stdout
    assert output_of(site) == before


def test_without_the_folder_one_line_says_that_nothing_was_compared(site: Path) -> None:
    write(site, "content/consents/c.yaml", CONSENT)
    write(site, "content/care/c.yaml", CASE)
    words = "没有保密文件夹"
    assert words not in run(site, "build", "--as-of", "2026-11-23").stderr
    site.with_name("site-private").rename(site.with_name("elsewhere"))
    said = run(site, "build", "--as-of", "2026-11-23")
    assert said.returncode == 0
    assert said.stderr.count(words) == 1
    assert words not in run(site, "build", "--as-of", "2026-11-23", "--private", "../elsewhere").stderr
    (site / "content/care/c.yaml").unlink()
    assert words not in run(site, "build", "--as-of", "2026-11-23").stderr  # nobody had to consent to anything


def test_a_leak_in_many_files_is_told_once(site: Path) -> None:
    write(site, "content/site.yaml", f"名称: {NAME}的网站\n联系: {{单位: 居委会}}\n")
    (leak,) = leaks(workshop_of(site).build())
    assert leak.where == Where("/404.html")
    assert int(str(leak.arguments["count"])) > 5
    assert len(files_of(leak)) == 5


def test_a_file_name_that_holds_the_string_is_covered_up_in_the_message(site: Path) -> None:
    write(site.parent, f"site-private/{NAME}.yaml", f"姓名: {NAME}\n")
    write(site, f"templates/assets/{PHONE}.txt", b"")
    write(site, "content/stories/lamp.md", STORY.format(body=NAME))
    for leak in leaks(workshop_of(site).build()):
        said = "".join(describe(leak, "zh"))
        assert NAME not in said
        assert PHONE not in said


def test_what_the_folder_holds_is_written_nowhere(site: Path) -> None:
    published(site)
    write(site, "content/stories/lamp.md", STORY.format(body="来了。"))
    published(site)
    for path in (*(site / ".dizao").rglob("*"), *(site / "output").rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            assert not any(word.encode() in content for word in (NAME, PHONE, ADDRESS, ACCOUNT, "欧阳"))


# -- each file once ----------------------------------------------------------------------------------


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What is looked through."""
    found: list[bytes] = []
    find = Finder.find

    def count(self: Finder, content: bytes) -> set[int]:
        found.append(content)
        return find(self, content)

    monkeypatch.setattr(Finder, "find", count)
    return found


def test_only_what_has_changed_is_looked_through_again_by_a_new_process(site: Path, looked_at: list[bytes]) -> None:
    published(site)
    assert len(looked_at) > 20
    looked_at.clear()
    published(site)
    assert not looked_at
    write(site, "content/stories/lamp.md", STORY.format(body="两盏灯。"))
    result = published(site)
    pages = {content for content in looked_at if content.startswith(b"<!DOCTYPE")}
    assert 0 < len(pages) < 12
    assert len(result.artifacts) > 30


def test_a_new_string_is_looked_for_everywhere(site: Path) -> None:
    published(site)
    write(site.parent, "site-private/names.csv", "姓名\n桂花奶\n")
    (leak,) = leaks(workshop_of(site).build())
    assert {"communities/a/index.html", "data/projects.csv"} <= set(files_of(leak)), "of all files, the first few"


def test_a_string_that_comes_while_a_site_is_followed_is_looked_for_until_it_is_gone(site: Path) -> None:
    from generator.watch import Changes

    workshop = workshop_of(site)
    workshop.publish(workshop.build())
    story = write(site, "content/stories/lamp.md", STORY.format(body="两盏灯。"))
    write(site.parent, "site-private/names.csv", "姓名\n桂花奶\n")
    for _ in range(2):  # the page with the string is not among the changed ones
        assert keys_of(workshop.build(Changes(frozenset({str(story)}), sweep=False))) == {"姓名"}
    (site.parent / "site-private/names.csv").unlink()
    assert workshop.build(Changes(frozenset({str(story)}), sweep=False)).is_sound


@pytest.mark.parametrize("harm", [b"", b"\xff\xfe", b"0123\nffff index.html"])
def test_a_damaged_record_of_clean_files_is_not_believed(site: Path, harm: bytes, looked_at: list[bytes]) -> None:
    published(site)
    (site / ".dizao/scanned").write_bytes(harm)
    looked_at.clear()
    published(site)
    assert len(looked_at) > 20


def test_a_string_written_a_moment_ago_is_not_missed(site: Path) -> None:
    record = site.parent / "site-private/consents/sample.yaml"
    published(site)
    before = record.stat()
    record.write_text(RECORD.replace(NAME, "桂花奶"), "utf-8")
    os.utime(record, ns=(time.time_ns(), time.time_ns()))
    assert keys_of(workshop_of(site).build()) == {"姓名"}
    assert record.stat().st_mtime_ns != before.st_mtime_ns


def test_many_files_are_looked_through_side_by_side() -> None:
    assert in_shares(lambda number: number * 2, range(10), least=4) == [number * 2 for number in range(10)]


def test_work_whose_process_dies_is_done_here() -> None:
    here = os.getpid()

    def die_elsewhere(number: int) -> int:
        if os.getpid() != here and number == 3:
            os._exit(1)
        return number

    assert in_shares(die_elsewhere, range(10), least=4) == list(range(10))


# -- which strings are looked for --------------------------------------------------------------------


def needles(key: str, text: str, *, public: tuple[str, ...] = (), allowed: tuple[str, ...] = ()) -> set[str]:
    contents = Contents((Value(text, key, Where("p/a.yaml", 1)),), frozenset(allowed), ())
    return {needle.text for needle in needles_of(contents, public)}


@pytest.mark.parametrize(
    ("key", "text", "found"),
    [
        ("姓名", "欧阳示例", {"欧阳示例"}),
        ("姓名", "示　例", {"示例"}),
        ("姓名", "示例、李示例 王示例", {"示例", "李示例", "王示例"}),
        ("姓名", "买买提·示例", {"买买提·示例", "买买提示例"}),
        ("姓名", "李", set()),
        ("real_name", "Shi Li", {"shi li"}),
        ("见证人", "李示例", {"李示例"}),
        ("见证人", "网格员", set()),
        ("见证人", "社区工作人员", set()),
        ("关系", "女儿", set()),
        ("化名", "桂花奶奶", set()),
        ("签署", "2026-04-01", set()),
        ("回访", "2026-04-01", set()),
        ("回访", "20260401", set()),
        ("年龄", "83", set()),
        ("补助", "1280", set()),
        ("电话", "139-0000-0000", {"13900000000"}),
        ("电话", "+86 139 0000 0000", {"13900000000"}),
        ("备注", "139 0000 0000，晚上打", {"13900000000"}),
        ("电话", "027-8700 0000", {"02787000000", "87000000"}),
        ("身份证", "42010620990230123X", {"42010620990230123x"}),
        ("银行卡", "6222 0000 0000 0000", {"6222000000000000"}),
        ("车牌", "鄂A·12345", {"鄂a·12345", "鄂a12345"}),
        ("邮箱", "Shili@example.org", {"shili@example.org"}),
        ("微信", "shili_99", {"shili_99"}),
        ("护照", "E12345678", {"e12345678"}),
        ("案卷", "consent-sample-1", set()),
        ("出生日期", "2099-03-02", {"20990302", "2099年3月2日", "2099年03月02日", "2099.3.2", "2099/3/2"}),
        ("出生日期", "2099-02-30", set()),
        ("住址", "示例路9号3栋2单元501", {"示例路9号3栋2单元501", "3栋2单元501"}),
        ("住址", "安装宿舍片区", set()),
        ("备注", "独居。三年前开始由隔壁的邻居每天送饭。", {"三年前开始由隔壁的邻居每天送饭"}),
        ("备注", "高血压", set()),
        ("备注", "何家垅社区居民委员会", set()),
        ("", "欧阳示例", {"欧阳示例"}),
    ],
)  # fmt: skip
def test_a_string_is_looked_for_when_it_tells_who_somebody_is(key: str, text: str, found: set[str]) -> None:
    assert needles(key, text) == found


def test_what_is_public_on_purpose_is_not_looked_for() -> None:
    assert not needles("电话", "027-8700 0000", public=("02787000000",))
    assert not needles("联系人", "李示例", public=("李示例",))
    assert needles("联系人", "李示例", public=("李示例修鞋铺",))


def test_a_word_that_the_editors_allow_is_not_looked_for() -> None:
    assert not needles("姓名", "高兴", allowed=("高兴",))


def test_a_number_inside_a_longer_one_is_another_number() -> None:
    contents = Contents((Value(PHONE, "电话", Where("p/a.yaml", 1)),), frozenset(), ())
    finder = Finder(needles_of(contents, ()))
    assert not finder.find(f"<p>4{PHONE}</p>".encode())
    assert not finder.find(f"<p>a{PHONE}</p>".encode())
    assert finder.find(f"<p>电话{PHONE}，</p>".encode())


def test_the_ends_of_two_blocks_are_no_word() -> None:
    contents = Contents((Value("示例", "姓名", Where("p/a.yaml", 1)),), frozenset(), ())
    finder = Finder(needles_of(contents, ()))
    assert not finder.find("<td>表示</td> <td>例如</td>".encode())
    assert not finder.find("甲,表示\n例,乙\n".encode())


# -- the folder --------------------------------------------------------------------------------------


def read(folder: Path, name: str, content: str | bytes) -> Contents:
    write(folder, name, content)
    return PrivateFolder(folder).read()


def test_every_kind_of_list_is_read(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.yaml": "人:\n  - {姓名: 甲某, 电话: [1, 2]}\n",
        "b/c.json": '{"姓名": "乙某"}',
        "d.csv": "姓名,电话\n丙某,3\n".encode("gb18030"),
        "e.csv": "丁某,13900000000\n",
        "f.txt": "戊某\n姓名：己某\n",
        ".hidden.txt": "庚某\n",
        "scan.pdf": "辛某",
    }
    for name, content in files.items():
        write(tmp_path, name, content)
    found = PrivateFolder(tmp_path).read()
    assert [(value.key, value.text.strip()) for value in found.values] == [
        ("姓名", "甲某"), ("电话", "1"), ("电话", "2"), ("姓名", "乙某"), ("姓名", "丙某"), ("电话", "3"),
        ("", "丁某"), ("", "13900000000"), ("", "戊某"), ("姓名", "己某"),
    ]  # fmt: skip
    assert not found.problems


def test_the_allowed_words_are_no_strings(tmp_path: Path) -> None:
    found = read(tmp_path, "不查.txt", "高兴\n平安\n")
    assert not found.values
    assert {"高兴", "平安"} <= found.allowed


def test_a_record_that_cannot_be_read_stops_the_publication(site: Path) -> None:
    write(site.parent, "site-private/b.yaml", "姓名: [欧阳\n")
    result = workshop_of(site).build()
    assert not result.is_sound
    assert [problem.where.path for problem in result.problems] == ["site-private/b.yaml"]


def test_a_table_that_is_not_read_is_named(site: Path) -> None:
    write(site.parent, "site-private/花名册.xlsx", b"PK")
    for _ in range(2):
        result = published(site)
        assert [(problem.code, problem.where.path) for problem in result.problems] == [
            ("private-not-read", "site-private/花名册.xlsx")
        ]


def refusal(site: Path, given: Path | None) -> str:
    with pytest.raises(DizaoError) as error:
        find_private_folder(site, given)
    assert error.value.exit_code == 2
    return error.value.problem.code


def test_the_folder_is_beside_the_site_or_where_it_is_said_to_be(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    assert find_private_folder(site, None) is None
    assert refusal(site, tmp_path / "nowhere") == "private-not-found"
    (site / "private").mkdir()
    assert refusal(site, site / "private") == "private-inside"
    assert refusal(site / "private", tmp_path) == "private-inside"
    (tmp_path / "site-private").mkdir()
    assert find_private_folder(site, None) == (tmp_path / "site-private").resolve()


def test_a_folder_in_the_same_repository_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site-private").mkdir()
    assert refusal(tmp_path / "site", None) == "private-inside"


# -- no false alarm ----------------------------------------------------------------------------------


_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文梅荣春燕兴德福珍凤云贵"
_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭"


def people(count: int) -> Iterator[str]:
    """A list of made-up people."""
    pick = random.Random(20260630)
    yield "姓名,电话,身份证,家庭住址,微信,关系,见证人"
    for _ in range(count):
        name = pick.choice(_FAMILY) + "".join(pick.choice(_GIVEN) for _ in range(2))
        home = f"示例路{pick.randrange(1, 60)}栋{pick.randrange(1, 6)}单元{pick.randrange(101, 999)}室"
        number = f"4201062099{pick.randrange(1, 13):02}{pick.randrange(1, 29):02}{pick.randrange(10**4):04}"
        yield f"{name},13{pick.randrange(10**9):09},{number},{home},wx_{pick.randrange(16**6):06x},女儿,网格员"


@pytest.mark.parametrize("make", [lambda: ROOT, None], ids=["何家垅社区", "starter"])
def test_a_thousand_people_are_not_found_in_what_is_shipped(tmp_path: Path, make: Callable[[], Path] | None) -> None:
    write(tmp_path, "private/people.csv", "\n".join(people(1000)))
    site = make() if make else ROOT / "generator/starter/zh"
    places = Locations(site, tmp_path / "output", private=tmp_path / "private")
    assert not leaks(Workshop(places, as_of=AS_OF, use_cache=False).build())

"""What editors get wrong, and what they are told: one row for each kind of mistake.

Every row is a sound site with something wrong in it, and says exactly what is reported, where, and what to do about
it. The rows share one workshop: each is built into the site and taken out again, after which nothing may be left of it.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import struct
import zlib
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from generator.build import Workshop
from generator.config import Locations
from generator.engine import inputs
from generator.i18n import describe
from generator.models import MODELS, Site
from generator.models.decode import decode, places
from generator.problems import KINDS, Problem
from generator.promise_lock import Fact, extended, read
from generator.prose import to_html
from generator.source import decode_text, parse_markdown, parse_yaml

TODAY = date(2026, 11, 23)


class Link(str):
    """A symbolic link to a path, instead of a file."""

    __slots__ = ()


class Unreadable(str):
    """A file that the system does not let be read."""

    __slots__ = ()


class Gone(str):
    """A file of the sound site that somebody has deleted."""

    __slots__ = ()


Files = Mapping[str, str | bytes]


class Said(NamedTuple):
    """One problem as it is told: ``path:line:column`` (column 0: the file, or the line, as a whole), and the words."""

    where: str
    message: str
    hint: str
    english: str
    level: str = "error"


class Mistake:
    """A kind of mistake: what is written into the sound site, and all that is said of it."""

    def __init__(self, name: str, files: Files, *said: Said) -> None:
        self.name = name
        self.files = files
        self.said = said


# -- a sound site, and what is added to it -------------------------------------------------------------

SITE = "名称: 试点社区\n联系: {单位: 试点社区居委会}\n"
COMMUNITY = "名称: 何家垅社区\n区: 武昌区\n街道: 中南路街道\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 8">\n<rect width="12" height="8"/>\n</svg>\n'
SOUND: Files = {"content/site.yaml": SITE, "content/communities/he.yaml": COMMUNITY, "content/media/a.svg": DRAWING}

PROJECT = "标题: 枯树修剪\n社区: he\n类别: 绿化修剪\n状态: 实施中\n"
MEETING = "标题: 征求意见会\n社区: he\n类型: 征求意见会\n日期: 2026-03-02\n议题: 枯树怎么处理\n召集: 人大代表\n"
DRILL = "标题: 疏散演练\n社区: he\n类型: 疏散\n日期: 2026-04-18\n地点: 安装宿舍\n组织: 社区居委会\n"
INSPECTION = "标题: 消防自查\n社区: he\n类型: 消防自查\n日期: 2026-03-05\n范围: 各楼道\n巡查人: 志愿服务队\n"
PARTNER = "名称: 武房管家\n类型: 企业\n"
OUTCOME = "名称: 满意率\n单位: '%'\n方法: 入户问卷\n"
PROMISE = "内容: 复查行道树\n社区: he\n责任: 社区居委会\n作出: 2026-01-15\n期限: 2027-06-30\n"
ROUNDS = "内容: 每季查账\n社区: he\n责任: 社区居委会\n作出: 2026-01-15\n类型: 周期承诺\n"
STORY = "---\n标题: 多了一盏灯\n日期: 2026-06-01\n相关: communities/he\n---\n\n楼道亮了。\n"
PAGE = "---\n标题: 关于本站\n---\n\n正文。\n"
CARE = (
    "化名: 桂花奶奶\n社区: he\n类别: 独居老人\n月份: 2026-05\n概述: 邻里长常去看望\n状态: 帮扶中\n发布: 已发布\n"
    "授权: agreed\n撰写: 网格员\n审核: {角色: 社区副书记, 日期: 2026-05-02, 反推检查: 民政专干}\n"
)
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: 网站\n签署: 2026-04-01\n到期: 2027-04-01\n"


def project(text: str = PROJECT, plus: str = "") -> Files:
    return {"content/projects/p.yaml": text + plus}


def english(*names: str) -> Files:
    """Stories in a site with English as its second language, each in a file of this name."""
    translation = "---\ntitle: One more lamp\n---\n\nThe stairs are lit.\n"
    files = {f"content/stories/{name}": STORY if name.count(".") == 1 else translation for name in names}
    return {"content/site.yaml": SITE + "另有语言: 英文\n", **files}


def with_(plus: str) -> Files:
    """A sound project with further lines; the first of them is line 5."""
    return project(plus=plus)


def story(text: str = STORY) -> Files:
    return {"content/stories/s.md": text}


def body(text: str) -> Files:
    """A sound story with further text, which begins on line 9."""
    return story(f"{STORY}\n{text}")


def promise(text: str = PROMISE, plus: str = "") -> Files:
    return {"content/commitments/k.yaml": text + plus}


LOCK = "content/promises.lock"
TERMS = Fact(
    event="published", promise="commitments/k", record="commitments/k", kind="dated", text="复查行道树",
    owner="社区居委会", made="2026-01-15", due="2027-06-30",
)  # fmt: skip
ROUND = Fact(
    event="published", promise="commitments/k", record="commitments/k", kind="recurring", text="每季查账",
    owner="社区居委会", made="2026-01-15", interval="P3M", start="2026-01",
)  # fmt: skip
MOVED = Fact(event="amended", promise="commitments/k", at="2026-06-20", due="2027-09-30", reason="缺工")
DONE = Fact(event="completed", promise="commitments/k", at="2026-06-01")
KEPT = (
    "变更: [{日期: 2026-06-20, 原因: 缺工, 新期限: 2027-09-30}]\n完成: 2026-06-01\n"
    "佐证: [{类型: 纪要, 日期: 2026-06-01, 采信: 是}]\n"
)


def locked(*facts: Fact) -> bytes:
    return extended(read(b""), facts, date(2026, 11, 20))


ROWS = locked(TERMS, MOVED, DONE).decode().splitlines(keepends=True)
OTHER = locked(TERMS, DONE).decode().splitlines(keepends=True)


def rewritten(text: str, *facts: Fact) -> Files:
    """What was published is in the lock; ``text`` is what the file says now."""
    return {**promise(text), LOCK: locked(*(facts or (TERMS,)))}


def lock_of(rows: list[str]) -> Files:
    """A promise with an amendment and a completion, and a lock of these lines."""
    return {**promise(plus=KEPT), LOCK: "".join(rows)}


def hashed(fact: str) -> str:
    return f"{sha256(fact.encode()).hexdigest()} {fact}\n"


def care(case: str = CARE, consent: str = CONSENT) -> Files:
    return {"content/care/a.yaml": case, "content/consents/agreed.yaml": consent}


def shown(plus: str, consent: str = CONSENT, file: str = "a.svg") -> Files:
    """A sound care case with a picture, on line 11."""
    image = f"图片: [{{文件: media/{file}, 图片说明: 一盏灯在亮着{', ' if plus else ''}{plus}}}]\n"
    return {**care(CARE + image), "content/consents/face.yaml": consent}


def settings(text: str) -> Files:
    return {"content/site.yaml": text}


def template(name: str, text: str | bytes) -> Files:
    return {f"templates/{name}": text}


def picture(name: str, content: str | bytes) -> Files:
    return {f"content/media/{name}": content, **body(f"![图](../media/{name})\n")}


def drawn(old: str, new: str) -> Files:
    return picture("x.svg", DRAWING.replace(old, new))


def pixels(width: int, height: int, rows: int | None = None) -> bytes:
    """Return a grey PNG that says it is so large, with so many of its rows."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = (b"\0" + b"\x80" * width) * (height if rows is None else rows)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def moving() -> bytes:
    """Return a PNG of two frames."""
    out = io.BytesIO()
    Image.new("L", (4, 4)).save(out, "PNG", save_all=True, append_images=[Image.new("L", (4, 4), 255)])
    return out.getvalue()


# -- the table -----------------------------------------------------------------------------------------

# One line for each thing that is said, so that the table can be read in columns.
# fmt: off
MISTAKES = (
    # -- files
    Mistake("a file that cannot be read", {"content/projects/p.yaml": Unreadable(PROJECT)},
        Said("content/projects/p.yaml:1:0", "读不了这个文件", "检查文件是否被别的程序占用，或有没有读取权限。", "This file cannot be read")),
    Mistake("a file in GBK", {"content/projects/p.yaml": PROJECT.encode("gbk")},
        Said("content/projects/p.yaml:1:0", "这个文件不是 UTF-8 编码（第 1 个字节起无法识别），看起来是 GBK", "用记事本打开，选「另存为」，编码选「UTF-8」，再保存。", "This file is not UTF-8 (from byte 1 on); it looks like GBK")),
    Mistake("a file in UTF-16", {"content/projects/p.yaml": PROJECT.encode("utf-16")},
        Said("content/projects/p.yaml:1:0", "这个文件不是 UTF-8 编码（第 1 个字节起无法识别），看起来是 UTF-16", "用记事本打开，选「另存为」，编码选「UTF-8」，再保存。", "This file is not UTF-8 (from byte 1 on); it looks like UTF-16")),
    Mistake("a file in no encoding", {"content/projects/p.yaml": PROJECT.encode() + "概述: 一".encode() + b"\xff\xfe\xff\n"},
        Said("content/projects/p.yaml:5:0", "这个文件不是 UTF-8 编码（第 83 个字节起无法识别）", "用记事本打开，选「另存为」，编码选「UTF-8」，再保存。", "This file is not UTF-8 (from byte 83 on)")),
    Mistake("a byte order mark in the middle", project(PROJECT.replace("社区", "\ufeff社区")),
        Said("content/projects/p.yaml:2:1", "有看不见的字符 U+FEFF", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+FEFF")),
    Mistake("a NUL", project(PROJECT.replace("枯树", "枯\0树")),
        Said("content/projects/p.yaml:1:6", "有看不见的字符 U+0000", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+0000")),
    Mistake("a control character in a body", body("字\x0b字\n"),
        Said("content/stories/s.md:9:2", "有看不见的字符 U+000B", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+000B")),
    Mistake("a line separator", body("字\u2028字\n"),
        Said("content/stories/s.md:9:2", "有看不见的字符 U+2028", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+2028")),
    Mistake("a zero-width space in an id", project(PROJECT.replace("he", "he\u200b")),
        Said("content/projects/p.yaml:2:7", "有看不见的字符 U+200B", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+200B")),
    Mistake("a merge conflict", with_("<<<<<<< HEAD\n概述: 一\n=======\n概述: 二\n>>>>>>> other\n"),
        Said("content/projects/p.yaml:5:1", "这里有没处理完的合并冲突", "留下要的那一份，删掉「<<<<<<<」「=======」「>>>>>>>」这几行。", "A merge conflict was left here")),
    Mistake("a file that is too large", with_("#" + "x" * 4_000_000),
        Said("content/projects/p.yaml:1:0", "文件太大：4.1 MB，上限是 4 MB", "把内容拆成几个文件；图片和附件放进 media 文件夹。", "The file is too large: 4.1 MB, and 4 MB is the limit")),
    Mistake("an empty file", project(""),
        Said("content/projects/p.yaml:1:0", "这个文件还没有内容", "写上内容，例如「标题: 消防演练」；暂时不写，就先删掉这个文件。", "There is nothing in this file yet")),
    Mistake("a file with nothing but a comment", project("# 以后再写\n"),
        Said("content/projects/p.yaml:1:0", "这个文件还没有内容", "写上内容，例如「标题: 消防演练」；暂时不写，就先删掉这个文件。", "There is nothing in this file yet")),
    Mistake("a link to a file", {"content/projects/p.yaml": Link("../communities/he.yaml")},
        Said("content/projects/p.yaml:1:0", "不能使用符号链接", "把原来的文件或文件夹复制到这里。", "Symbolic links cannot be used")),
    Mistake("a link to a folder", {"content/projects": Link("communities")},
        Said("content/projects:1:0", "不能使用符号链接", "把原来的文件或文件夹复制到这里。", "Symbolic links cannot be used")),
    Mistake("a link to a folder above", {"content/projects/loop": Link("..")},
        Said("content/projects/loop:1:0", "不能使用符号链接", "把原来的文件或文件夹复制到这里。", "Symbolic links cannot be used")),
    Mistake("a link among the templates", {"templates/base.html": Link("../content/site.yaml"), "templates/assets": Link("../content")},
        Said("templates/assets:1:0", "不能使用符号链接", "把原来的文件或文件夹复制到这里。", "Symbolic links cannot be used"),
        Said("templates/base.html:1:0", "不能使用符号链接", "把原来的文件或文件夹复制到这里。", "Symbolic links cannot be used")),
    Mistake("a letter that nobody sees, written in YAML", with_('概述: "字\\u202e字"\n'),
        Said("content/projects/p.yaml:5:5", "有看不见的字符 U+202E", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+202E")),
    Mistake("a letter that nobody sees, written in HTML", body("字&#8238;字\n"),
        Said("content/stories/s.md:9:2", "有看不见的字符 U+202E", "删掉这个字符；多半是从别的软件复制进来的。", "There is an invisible character U+202E")),
    Mistake("a file in a folder of no kind", {"content/notes/x.yaml": "标题: 一\n"},
        Said("content/notes/x.yaml:1:0", "不认识这个位置的文件", "内容要放在 content 里的这些文件夹：communities（社区）、partners（共建单位）、projects（共建项目）、drills（演练）、inspections（巡查）、meetings（会议）、care（关爱案例）、consents（公开授权）、commitments（承诺）、outcomes（成效指标）、stories（故事）、pages（页面）、media（图片和附件）。", "A file is not expected here")),
    Mistake("a file in no folder", {"content/x.yaml": "标题: 一\n"},
        Said("content/x.yaml:1:0", "不认识这个位置的文件", "内容要放在 content 里的这些文件夹：communities（社区）、partners（共建单位）、projects（共建项目）、drills（演练）、inspections（巡查）、meetings（会议）、care（关爱案例）、consents（公开授权）、commitments（承诺）、outcomes（成效指标）、stories（故事）、pages（页面）、media（图片和附件）。", "A file is not expected here")),
    Mistake("a file in a misspelt folder", {"content/project/x.yaml": PROJECT},
        Said("content/project:1:0", "不认识这个文件夹", "是不是「projects」？给文件夹改名。", "A folder of this name is not expected here")),
    Mistake("a file in a folder with a Chinese name", {"content/项目/x.yaml": PROJECT},
        Said("content/项目:1:0", "不认识这个文件夹", "是不是「projects」？给文件夹改名。", "A folder of this name is not expected here")),
    Mistake("another ending for YAML", {"content/projects/p.yml": PROJECT, **story(STORY.replace("communities/he", "projects/p"))},
        Said("content/projects/p.yml:1:0", "「共建项目」应当是 .yaml 文件", "把文件名的结尾改成 .yaml。", "A file for a project must end in .yaml")),
    Mistake("another ending for Markdown", {"content/stories/s.markdown": STORY},
        Said("content/stories/s.markdown:1:0", "「故事」应当是 .md 文件", "把文件名的结尾改成 .md。", "A file for a story must end in .md")),
    Mistake("a document of another program", {"content/stories/s.docx": b"PK\x03\x04"},
        Said("content/stories/s.docx:1:0", "「故事」应当是 .md 文件", "这里只放 .md 文件；图片和附件放进 media 文件夹。", "A file for a story must end in .md")),
    Mistake("settings that somebody has deleted", {"content/site.yaml": Gone()},
        Said("content/site.yaml:1:0", "站点设置 content/site.yaml 不见了", "没有它就不能生成网站；从回收站或备份里找回来，放回原处。", "The settings of the site, content/site.yaml, are gone")),
    Mistake("settings with nothing but a word", settings("试点社区\n"),
        Said("content/site.yaml:1:1", "文件开头应当是「键: 值」的形式", "写上站点的名称，例如「名称: 何家垅社区」。", "A file must begin with “key: value”")),
    Mistake("a file whose hidden ending is .txt", {"content/projects/p.yaml.txt": PROJECT},
        Said("content/projects/p.yaml.txt:1:0", "「共建项目」应当是 .yaml 文件", "去掉文件名末尾的「.txt」。", "A file for a project must end in .yaml")),
    Mistake("a text whose hidden ending is .txt", {"content/stories/s.md.txt": STORY},
        Said("content/stories/s.md.txt:1:0", "「故事」应当是 .md 文件", "去掉文件名末尾的「.txt」。", "A file for a story must end in .md")),
    Mistake("a copy that Windows made", {"content/projects/p - 副本.yaml": PROJECT, **project()},
        Said("content/projects/p - 副本.yaml:1:0", "文件名「p - 副本.yaml」不能用作网址", "是不是不小心复制出来的？是就删掉它；要留下，就改名为「p-fu-ben.yaml」。", "The file name “p - 副本.yaml” cannot be part of an address")),
    Mistake("a copy that a browser made", {"content/projects/p (1).yaml": PROJECT, **project()},
        Said("content/projects/p (1).yaml:1:0", "文件名「p (1).yaml」不能用作网址", "是不是不小心复制出来的？是就删掉它；要留下，就改名为「p-1.yaml」。", "The file name “p (1).yaml” cannot be part of an address")),
    Mistake("a copy that a Mac made", {"content/projects/p copy 2.yaml": PROJECT, **project()},
        Said("content/projects/p copy 2.yaml:1:0", "文件名「p copy 2.yaml」不能用作网址", "是不是不小心复制出来的？是就删掉它；要留下，就改名为「p-copy-2.yaml」。", "The file name “p copy 2.yaml” cannot be part of an address")),
    Mistake("a folder of communities with a Chinese name", {"content/communities/he.yaml": Gone(), "content/社区/he.yaml": COMMUNITY, **project()},
        Said("content/社区:1:0", "不认识这个文件夹", "是不是「communities」？给文件夹改名。", "A folder of this name is not expected here")),
    Mistake("a photo of an iPhone", picture("x.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        Said("content/media/x.heic:1:0", "这是 iPhone 照片的格式（HEIC），网页上看不了", "在手机或看图软件里转成 jpg，再放进来。", "This is a photo in the format of an iPhone (HEIC), which web pages cannot show")),
    Mistake("a photo of an iPhone that is called a JPEG", picture("x.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        Said("content/media/x.jpg:1:0", "这是 iPhone 照片的格式（HEIC），网页上看不了", "在手机或看图软件里转成 jpg，再放进来。", "This is a photo in the format of an iPhone (HEIC), which web pages cannot show")),
    Mistake("a Chinese file name", {"content/projects/枯树修剪.yaml": PROJECT},
        Said("content/projects/枯树修剪.yaml:1:0", "文件名「枯树修剪.yaml」不能用作网址", "改名为「ku-shu-xiu-jian.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", "The file name “枯树修剪.yaml” cannot be part of an address")),
    Mistake("a Chinese file name whose pinyin is taken", {"content/projects/修树.yaml": PROJECT, "content/projects/xiu-shu.yaml": PROJECT},
        Said("content/projects/修树.yaml:1:0", "文件名「修树.yaml」不能用作网址", "改名为「xiu-shu-2.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", "The file name “修树.yaml” cannot be part of an address")),
    Mistake("mistakes in a file with a Chinese name", {"content/projects/修树.yaml": PROJECT + "颜色: 红\n"},
        Said("content/projects/修树.yaml:1:0", "文件名「修树.yaml」不能用作网址", "改名为「xiu-shu.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", "The file name “修树.yaml” cannot be part of an address"),
        Said("content/projects/修树.yaml:5:1", "这里没有「颜色」这一项", "这里可以写：标题、社区、类别、状态、状态原因、概述、地点、共建单位、发起、五共、开始、结束、预算、花费、资金、产出、成效、受益、前后对比、图片、招标备注、来源、示例、说明、发布、撤下、更新、更正、主题、承诺、网址名、曾用网址、内部备注。", "There is no “颜色” here")),
    Mistake("capital letters in a file name", {"content/projects/Tree_Pruning 2.yaml": PROJECT},
        Said("content/projects/Tree_Pruning 2.yaml:1:0", "文件名「Tree_Pruning 2.yaml」不能用作网址", "改名为「tree-pruning-2.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", "The file name “Tree_Pruning 2.yaml” cannot be part of an address")),
    Mistake("a file name of symbols", {"content/projects/？！.yaml": PROJECT},
        Said("content/projects/？！.yaml:1:0", "文件名「？！.yaml」不能用作网址", "改名为「project.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", "The file name “？！.yaml” cannot be part of an address")),
    Mistake("a file name that is no text", {os.fsdecode(b"content/projects/\xb2\xe2.yaml"): PROJECT},
        Said("content/projects/\ufffd\ufffd.yaml:1:0", "文件名有乱码，不能使用", "多半是从旧的压缩包里解出来的；给文件重新起一个名字。", "The name of this file is garbled and cannot be used")),
    Mistake("a second language that is the first", {"content/site.yaml": SITE + "另有语言: 中文\n"},
        Said("content/site.yaml:3:7", "「另有语言」和「语言」是同一种", "删掉「另有语言」，或改成另一种语言。", "“second_language” and “language” are the same")),
    Mistake("a translation without an original", english("s.en.md"),
        Said("content/stories/s.en.md:1:0", "译文没有原文：找不到 content/stories/s.md", "先写原文；原文改了名，译文跟着改成一样的名字。", "A translation without its original: there is no content/stories/s.md")),
    Mistake("two translations of one story", english("s.md", "a/s.en.md", "b/s.en.md"),
        Said("content/stories/b/s.en.md:1:0", "同一篇已经有这种语言的译文：content/stories/a/s.en.md", "只留一份，另一份删掉。", "There is a translation into this language already: content/stories/a/s.en.md")),
    Mistake("a translation into an unknown language", english("s.md", "s.fr.md"),
        Said("content/stories/s.fr.md:1:0", "不认识文件名里的语言「fr」", "译文的文件名可以是：s.en.md。", "Unknown language “fr” in the file name")),
    Mistake("a translation whose language is written out", english("s.md", "s.英文.md"),
        Said("content/stories/s.英文.md:1:0", "译文的文件名里，语言不能写成「英文」", "改名为「s.en.md」。", "In the file name of a translation, the language cannot be written “英文”")),
    Mistake("a translation into the first language", english("s.md", "s.zh.md"),
        Said("content/stories/s.zh.md:1:0", "「中文」是本站的第一种语言，不是译文", "写进 s.md，再删掉这个文件。", "Chinese is the first language of this site, so this is no translation")),
    Mistake("a translation that the site does not show", {**english("s.md", "s.en.md"), "content/site.yaml": SITE},
        Said("content/stories/s.en.md:1:0", "本站没有「英文」的页面，这篇译文不会显示", "在 content/site.yaml 里写「另有语言: 英文」，或删掉这个文件。", "This site has no pages in English, so this translation will not be shown")),
    Mistake("a translation of a record in a file of its own", {**project(), "content/projects/p.en.yaml": PROJECT},
        Said("content/projects/p.en.yaml:1:0", "这一类内容没有单独的译文文件", "译文写进 content/projects/p.yaml，例如「标题: {zh: 消防演练, en: Fire drill}」，再删掉这个文件。", "Records of this kind have no translation in a file of its own")),
    Mistake("a date in a translation", {**english("s.md"), "content/stories/s.en.md": "---\ntitle: A lamp\ndate: 2026-06-01\n---\n\nLit.\n"},
        Said("content/stories/s.en.md:3:1", "「date」写在原文里，译文里不写", "删掉这一项；译文里只写：标题、一句话说明、撰写、说明。", "“date” stands in the original, not in a translation")),
    Mistake("a translation without a title", {**english("s.md"), "content/stories/s.en.md": "---\nsummary: It is lit\n---\n\nLit.\n"},
        Said("content/stories/s.en.md:1:0", "缺少「标题」", "译成这种语言的标题，例如「Lights on the stairs」。", "“title” is missing")),
    Mistake("a broken link in a translation", {**english("s.md"), "content/stories/s.en.md": "---\ntitle: A lamp\n---\n\nSee [it](gone.md).\n"},
        Said("content/stories/s.en.md:5:10", "链接的文件不存在：gone.md", "检查路径和文件名。", "The link leads to a file that does not exist: gone.md")),
    Mistake("a slug that is none", {"content/projects/修树.yaml": PROJECT + "网址名: 修树\n"},
        Said("content/projects/修树.yaml:5:6", "「网址名」只能用小写字母、数字和连字符：「修树」", "例如 recheck-2026；不超过 100 个字符，也不能用 Windows 留用的名字。", "“slug” can have lower-case letters, digits and hyphens only: “修树”")),
    Mistake("a slug that Windows keeps for itself", {"content/projects/修树.yaml": PROJECT + "网址名: con\n"},
        Said("content/projects/修树.yaml:5:6", "「网址名」只能用小写字母、数字和连字符：「con」", "例如 recheck-2026；不超过 100 个字符，也不能用 Windows 留用的名字。", "“slug” can have lower-case letters, digits and hyphens only: “con”")),
    Mistake("a file name that Windows keeps for itself", {"content/projects/aux.yaml": PROJECT},
        Said("content/projects/aux.yaml:1:0", "文件名「aux.yaml」不能用作网址", "改名为「project-aux.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", "The file name “aux.yaml” cannot be part of an address")),
    Mistake("a file name that is too long", {f"content/projects/{'x' * 101}.yaml": PROJECT},
        Said(f"content/projects/{'x' * 101}.yaml:1:0", f"文件名「{'x' * 101}.yaml」不能用作网址", f"改名为「{'x' * 60}.yaml」。文件名只用小写字母、数字和连字符，定下后不要再改。", f"The file name “{'x' * 101}.yaml” cannot be part of an address")),
    Mistake("a slug that is not needed", with_("网址名: tree\n"),
        Said("content/projects/p.yaml:5:6", "文件名已经可以用作网址，不要再写「网址名」", "删掉这一项；要改网址，就改文件名。", "The file name can already be part of an address, so “slug” is not needed")),
    Mistake("a slug that is taken", {"content/projects/修树.yaml": PROJECT + "网址名: p\n", **project()},
        Said("content/projects/修树.yaml:5:6", "编号「p」已经被 content/projects/p.yaml 使用", "同一类内容里，每个文件名只能出现一次。", "The id “p” is taken by content/projects/p.yaml")),
    Mistake("one id in two folders", {"content/projects/a/p.yaml": PROJECT, "content/projects/b/p.yaml": PROJECT},
        Said("content/projects/b/p.yaml:1:0", "编号「p」已经被 content/projects/a/p.yaml 使用", "同一类内容里，每个文件名只能出现一次。", "The id “p” is taken by content/projects/a/p.yaml")),
    # -- YAML
    Mistake("a tab", with_("五共:\n\t决策共谋:\n\t\t摘要: 长\n"),
        Said("content/projects/p.yaml:6:1", "用了制表符（Tab）缩进", "缩进只能用空格，每层两个。", "This line is indented with a tab")),
    Mistake("full-width spaces that end the mapping", with_("五共:\n　　决策共谋:\n　　　　摘要: 长\n"),
        Said("content/projects/p.yaml:6:1", "用了全角空格缩进", "缩进只能用半角空格，每层两个。", "This line is indented with full-width spaces"),
        Said("content/projects/p.yaml:7:1", "用了全角空格缩进", "缩进只能用半角空格，每层两个。", "This line is indented with full-width spaces")),
    Mistake("a colon inside a value", with_("概述: 时间: 九点\n"),
        Said("content/projects/p.yaml:5:7", "值里面有半角冒号加空格", "给整段文字加上引号，或改用全角冒号「：」。", "There is a colon and a space inside the value")),
    Mistake("an unclosed double quotation mark", with_('概述: "没有结束\n备注: 一\n'),
        Said("content/projects/p.yaml:5:5", "引号没有结束", "在这段文字的末尾补上同样的引号。", "A quotation mark is not closed")),
    Mistake("an unclosed single quotation mark", with_("概述: '没有结束\n"),
        Said("content/projects/p.yaml:5:5", "引号没有结束", "在这段文字的末尾补上同样的引号。", "A quotation mark is not closed")),
    Mistake("text after a quotation mark", with_('概述: "说到做到"是口号\n'),
        Said("content/projects/p.yaml:5:11", "引号后面还有文字", "把整段文字放进一对引号；文字里面的引号用「」或“”。", "There is more text after the quotation mark")),
    Mistake("an unclosed square bracket", with_("主题: [消防安全, 停车\n预算: 3元\n"),
        Said("content/projects/p.yaml:5:5", "方括号没有结束，或中间少了逗号", "末尾补上「]」；每两条之间用半角逗号「,」隔开。", "A square bracket is not closed, or a comma is missing")),
    Mistake("an empty unclosed square bracket", with_("主题: [\n"),
        Said("content/projects/p.yaml:5:5", "方括号没有结束，或中间少了逗号", "末尾补上「]」；每两条之间用半角逗号「,」隔开。", "A square bracket is not closed, or a comma is missing")),
    Mistake("an unclosed curly bracket", with_("发起: {会议: m\n"),
        Said("content/projects/p.yaml:5:11", "花括号没有结束，或中间少了逗号", "末尾补上「}」；每两项之间用半角逗号「,」隔开。", "A curly bracket is not closed, or a comma is missing")),
    Mistake("the wrong bracket at the end", with_("发起: {会议: m]\n"),
        Said("content/projects/p.yaml:5:11", "花括号没有结束，或中间少了逗号", "末尾补上「}」；每两项之间用半角逗号「,」隔开。", "A curly bracket is not closed, or a comma is missing")),
    Mistake("a bracket too many", with_("主题: [停车]]\n"),
        Said("content/projects/p.yaml:5:9", "多了一个「]」", "删掉它，或补上前面与它成对的括号。", "There is a “]” too many")),
    Mistake("a full-width colon", with_("概述：一句话\n备注: 一\n"),
        Said("content/projects/p.yaml:5:3", "「概述」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “概述” is a full-width one")),
    Mistake("nothing but full-width colons", project(PROJECT.replace(": ", "：")),
        Said("content/projects/p.yaml:1:3", "「标题」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “标题” is a full-width one")),
    Mistake("a full-width colon one level down", with_("五共:\n  决策共谋：长\n"),
        Said("content/projects/p.yaml:6:7", "「决策共谋」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “决策共谋” is a full-width one")),
    Mistake("no space after a colon", with_("概述:一句话\n"),
        Said("content/projects/p.yaml:5:3", "「概述」后面的冒号少了空格", "冒号后面加一个空格，例如「标题: 消防演练」。", "There is no space after the colon of “概述”")),
    Mistake("no space after a colon in braces", with_("发起: {会议:m}\n"),
        Said("content/projects/p.yaml:5:8", "「会议」后面的冒号少了空格", "冒号后面加一个空格，例如「标题: 消防演练」。", "There is no space after the colon of “会议”")),
    Mistake("no colon", project(PROJECT.replace("类别: 绿化修剪", "类别 绿化修剪")),
        Said("content/projects/p.yaml:3:1", "这一行少了冒号", "写成「键: 值」，例如「标题: 消防演练」；如果是上一行没写完的文字，在前面加两个空格。", "This line has no colon")),
    Mistake("no key", with_(": 一\n"),
        Said("content/projects/p.yaml:5:1", "冒号前面没有键", "写成「键: 值」，例如「标题: 消防演练」。", "There is no key before the colon")),
    Mistake("too much indentation", with_("  概述: 一\n"),
        Said("content/projects/p.yaml:5:3", "这一行的缩进和上面对不齐", "同一层的各项，前面的空格要一样多；每深一层多两个空格。", "This line is not aligned with those above")),
    Mistake("indentation that matches nothing", with_("五共:\n    决策共谋: {摘要: 一}\n  发展共建: {摘要: 一}\n"),
        Said("content/projects/p.yaml:7:3", "这一行的缩进和上面对不齐", "同一层的各项，前面的空格要一样多；每深一层多两个空格。", "This line is not aligned with those above")),
    Mistake("a list that is not aligned", with_("产出:\n  - 内容: 一\n - 内容: 二\n"),
        Said("content/projects/p.yaml:7:2", "这一行的缩进和上面对不齐", "同一层的各项，前面的空格要一样多；每深一层多两个空格。", "This line is not aligned with those above")),
    Mistake("a list on the line of its key", with_("产出: - 内容: 一\n"),
        Said("content/projects/p.yaml:5:5", "「- 」不能写在这里", "另起一行，每一条前面写「- 」。", "“- ” cannot stand here")),
    Mistake("no space after the hyphen of an item", with_("产出:\n  -内容: 一\n"),
        Said("content/projects/p.yaml:6:3", "「-」后面少了空格", "横线后面加一个空格，例如「- 消防安全」。", "There is no space after “-”")),
    Mistake("no space after the hyphen of a word", with_("主题:\n  -停车\n"),
        Said("content/projects/p.yaml:6:3", "「-」后面少了空格", "横线后面加一个空格，例如「- 消防安全」。", "There is no space after “-”")),
    Mistake("a full-width colon on the first line", project(PROJECT.replace("标题: ", "标题：")),
        Said("content/projects/p.yaml:1:3", "「标题」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “标题” is a full-width one")),
    Mistake("no space after the colon on the first line", project(PROJECT.replace("标题: ", "标题:")),
        Said("content/projects/p.yaml:1:3", "「标题」后面的冒号少了空格", "冒号后面加一个空格，例如「标题: 消防演练」。", "There is no space after the colon of “标题”")),
    Mistake("full-width colons on the first two lines", project(PROJECT.replace("标题: ", "标题：").replace("社区: ", "社区：")),
        Said("content/projects/p.yaml:1:3", "「标题」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “标题” is a full-width one")),
    Mistake("no space after any colon", project(PROJECT.replace(": ", ":")),
        Said("content/projects/p.yaml:1:3", "「标题」后面的冒号少了空格", "冒号后面加一个空格，例如「标题: 消防演练」。", "There is no space after the colon of “标题”")),
    Mistake("a full-width colon in the first item of a list", with_("产出:\n  - 内容：一\n    数量: 3\n"),
        Said("content/projects/p.yaml:6:7", "「内容」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “内容” is a full-width one")),
    Mistake("a full-width colon in the second item of a list", with_("产出:\n  - 内容: 一\n  - 内容：二\n    数量: 3\n"),
        Said("content/projects/p.yaml:7:7", "「内容」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “内容” is a full-width one")),
    Mistake("a full-width colon on the first line one level down", with_("五共:\n  决策共谋：长\n  发展共建: {摘要: 一}\n"),
        Said("content/projects/p.yaml:6:7", "「决策共谋」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “决策共谋” is a full-width one")),
    Mistake("a full-width space after a colon", project(PROJECT.replace("标题: ", "标题:\u3000")),
        Said("content/projects/p.yaml:1:3", "「标题」的冒号后面是全角空格", "改成一个半角空格。", "There is a full-width space after the colon of “标题”")),
    Mistake("no-break spaces as indentation", with_("产出:\n  - 内容: 一\n\xa0\xa0  数量: 3\n"),
        Said("content/projects/p.yaml:7:1", "用了全角空格缩进", "缩进只能用半角空格，每层两个。", "This line is indented with full-width spaces")),
    Mistake("full-width spaces before a colon that is one", with_("五共:\n　　决策共谋：长\n　　发展共建: {摘要: 一}\n"),
        Said("content/projects/p.yaml:6:1", "用了全角空格缩进", "缩进只能用半角空格，每层两个。", "This line is indented with full-width spaces")),
    Mistake("full-width spaces before the items of a list", with_("产出:\n　　- 内容: 一\n"),
        Said("content/projects/p.yaml:6:1", "用了全角空格缩进", "缩进只能用半角空格，每层两个。", "This line is indented with full-width spaces")),
    Mistake("full-width spaces before the words of a list", with_("主题:\n　　- 停车\n　　- 消防安全\n"),
        Said("content/projects/p.yaml:6:1", "用了全角空格缩进", "缩进只能用半角空格，每层两个。", "This line is indented with full-width spaces")),
    Mistake("no space after the hyphen of an item of two lines", with_("产出:\n  -内容: 一\n    数量: 3\n"),
        Said("content/projects/p.yaml:6:3", "「-」后面少了空格", "横线后面加一个空格，例如「- 消防安全」。", "There is no space after “-”")),
    Mistake("no space after the hyphen of the second item", with_("产出:\n  - 内容: 一\n  -内容: 二\n"),
        Said("content/projects/p.yaml:7:3", "「-」后面少了空格", "横线后面加一个空格，例如「- 消防安全」。", "There is no space after “-”")),
    Mistake("a full-width hyphen before an item", with_("产出:\n  － 内容: 一\n    数量: 3\n"),
        Said("content/projects/p.yaml:6:3", "「－」不能当作列表的横线", "每一条前面写半角的横线加一个空格，例如「- 消防安全」。", "“－” cannot be the hyphen of a list")),
    Mistake("a full-width hyphen before the second item", with_("产出:\n  - 内容: 一\n  － 内容: 二\n"),
        Said("content/projects/p.yaml:7:3", "「－」不能当作列表的横线", "每一条前面写半角的横线加一个空格，例如「- 消防安全」。", "“－” cannot be the hyphen of a list")),
    Mistake("dashes before the words of a list", with_("主题:\n  — 停车\n  — 消防安全\n"),
        Said("content/projects/p.yaml:6:3", "「—」不能当作列表的横线", "每一条前面写半角的横线加一个空格，例如「- 消防安全」。", "“—” cannot be the hyphen of a list")),
    Mistake("a value that begins with a word in brackets", with_("概述: [重要]二楼\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「[」开头", "给整段文字加上引号。", "A text cannot begin with “[”")),
    Mistake("an item that begins with a word in braces", with_("产出:\n  - {重要}二楼\n"),
        Said("content/projects/p.yaml:6:5", "文字不能用「{」开头", "给整段文字加上引号。", "A text cannot begin with “{”")),
    Mistake("a quotation mark that the next one seems to close", with_('概述: "没有结束\n说明: "另一段"\n'),
        Said("content/projects/p.yaml:5:5", "引号没有结束", "在这段文字的末尾补上同样的引号。", "A quotation mark is not closed")),
    Mistake("an unclosed curly bracket after a comma at the end", with_("地点: {名称: 北院片区,\n"),
        Said("content/projects/p.yaml:5:5", "花括号没有结束，或中间少了逗号", "末尾补上「}」；每两项之间用半角逗号「,」隔开。", "A curly bracket is not closed, or a comma is missing")),
    Mistake("an unclosed square bracket after a comma at the end", with_("主题: [停车,\n"),
        Said("content/projects/p.yaml:5:5", "方括号没有结束，或中间少了逗号", "末尾补上「]」；每两条之间用半角逗号「,」隔开。", "A square bracket is not closed, or a comma is missing")),
    Mistake("a full-width colon on the first line of front matter", story(STORY.replace("标题: ", "标题：")),
        Said("content/stories/s.md:2:3", "「标题」后面的冒号是全角的", "改成半角冒号「:」，后面加一个空格。", "The colon after “标题” is a full-width one")),
    Mistake("a value that begins with @", with_("概述: @大家\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「@」开头", "给整段文字加上引号。", "A text cannot begin with “@”")),
    Mistake("a value that begins with a backtick", with_("概述: `x`\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「`」开头", "给整段文字加上引号。", "A text cannot begin with “`”")),
    Mistake("a value that begins with %", with_("概述: %5\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「%」开头", "给整段文字加上引号。", "A text cannot begin with “%”")),
    Mistake("a value that begins with !", with_("概述: !注意 安全\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「!」开头", "给整段文字加上引号。", "A text cannot begin with “!”")),
    Mistake("a tag", with_("概述: !!python/object:os.system 安全\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「!」开头", "给整段文字加上引号。", "A text cannot begin with “!”")),
    Mistake("a value that begins with *", with_("概述: *重要*\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「*」开头", "给整段文字加上引号。", "A text cannot begin with “*”")),
    Mistake("a value that begins with &", with_("概述: &重要\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「&」开头", "给整段文字加上引号。", "A text cannot begin with “&”")),
    Mistake("a value that begins with |", with_("概述: |x 字\n"),
        Said("content/projects/p.yaml:5:5", "文字不能用「|」开头", "给整段文字加上引号。", "A text cannot begin with “|”")),
    Mistake("a backslash in quotation marks", with_('概述: "C:\\目录"\n'),
        Said("content/projects/p.yaml:5:8", "双引号里不能这样用反斜杠「\\」", "把双引号换成单引号。", "A backslash “\\” cannot be used like this in double quotation marks")),
    Mistake("a code in quotation marks that is none", with_('概述: "\\xyz"\n'),
        Said("content/projects/p.yaml:5:8", "双引号里不能这样用反斜杠「\\」", "把双引号换成单引号。", "A backslash “\\” cannot be used like this in double quotation marks")),
    Mistake("a question mark in the wrong place", with_("发起: {会议: m}?\n"),
        Said("content/projects/p.yaml:5:12", "YAML 写法有误", "看看这一行和上一行的缩进、冒号和引号。", "This is not correct YAML")),
    Mistake("a tab after a hyphen", with_("产出:\n  -\t内容: 一\n"),
        Said("content/projects/p.yaml:6:4", "用了制表符（Tab）缩进", "缩进只能用空格，每层两个。", "This line is indented with a tab")),
    Mistake("a colon in braces", with_("发起: {会议:} m}\n"),
        Said("content/projects/p.yaml:5:8", "值里面有半角冒号加空格", "给整段文字加上引号，或改用全角冒号「：」。", "There is a colon and a space inside the value")),
    Mistake("a bracket at the beginning", project("]" + PROJECT),
        Said("content/projects/p.yaml:1:1", "多了一个「]」", "删掉它，或补上前面与它成对的括号。", "There is a “]” too many")),
    Mistake("a number sign that hides text", with_("概述: 民主路 #727号\n"),
        Said("content/projects/p.yaml:5:9", "「#」和后面的文字会被当作备注，不会显示", "要显示，就给整段文字加上引号；本来就是备注，就在「#」后面加一个空格。", "“#” and what follows it is taken for a comment and will not be shown", level="warning")),
    Mistake("an anchor and an alias", with_("概述: &a 一\n说明: *a\n"),
        Said("content/projects/p.yaml:5:5", "不支持 YAML 的锚点和别名（& 和 *）", "把内容直接写出来；如果是文字，请加引号。", "Anchors and aliases of YAML (& and *) cannot be used")),
    Mistake("a merge key", with_("<<: {概述: 一}\n"),
        Said("content/projects/p.yaml:5:1", "这里没有「<<」这一项", "这里可以写：标题、社区、类别、状态、状态原因、概述、地点、共建单位、发起、五共、开始、结束、预算、花费、资金、产出、成效、受益、前后对比、图片、招标备注、来源、示例、说明、发布、撤下、更新、更正、主题、承诺、网址名、曾用网址、内部备注。", "There is no “<<” here")),
    Mistake("two documents", project(PROJECT + "---\n" + PROJECT),
        Said("content/projects/p.yaml:5:1", "一个文件里只能有一份内容", "删掉中间的「---」或「...」，或拆成两个文件。", "A file can hold one record only")),
    Mistake("a list instead of a mapping", project("- 标题: 一\n"),
        Said("content/projects/p.yaml:1:1", "文件开头应当是「键: 值」的形式", "例如「标题: 消防演练」。冒号后要有一个空格。", "A file must begin with “key: value”")),
    Mistake("a text instead of a mapping", project("枯树修剪\n"),
        Said("content/projects/p.yaml:1:1", "文件开头应当是「键: 值」的形式", "例如「标题: 消防演练」。冒号后要有一个空格。", "A file must begin with “key: value”")),
    Mistake("a key that is a list", with_("? [标题, 二]\n: 一\n"),
        Said("content/projects/p.yaml:5:3", "键只能是文字", "把键写成一个词，例如「标题」。", "A key must be text")),
    Mistake("thirty thousand brackets", project("[" * 30_000 + "]" * 30_000),
        Said("content/projects/p.yaml:1:65", "层次太深：最多 64 层", "减少嵌套。", "There are too many levels: 64 at most")),
    Mistake("seventy levels of indentation", project("\n".join(" " * depth + "a:" for depth in range(70))),
        Said("content/projects/p.yaml:65:65", "层次太深：最多 64 层", "减少嵌套。", "There are too many levels: 64 at most")),
    # -- front matter
    Mistake("no front matter", story("# 一盏灯\n\n正文\n"),
        Said("content/stories/s.md:1:1", "文件开头没有信息区", "第一行写「---」，接着写「标题: …」等信息，再用一行「---」结束。", "The file does not begin with its front matter")),
    Mistake("nothing in a Markdown file", story("\n"),
        Said("content/stories/s.md:1:0", "这个文件还没有内容", "写上内容，例如「标题: 消防演练」；暂时不写，就先删掉这个文件。", "There is nothing in this file yet")),
    Mistake("front matter that is empty", story("---\n---\n正文\n"),
        Said("content/stories/s.md:1:1", "开头的信息区是空的", "在两行「---」之间写上「标题: …」等信息。", "The front matter is empty")),
    Mistake("front matter that begins late", story("\n\n" + STORY),
        Said("content/stories/s.md:3:1", "「---」前面有空行或空格", "「---」必须是文件的第一行，前面什么都不要有。", "There is a blank line or a space before “---”")),
    Mistake("front matter after a space", story(" " + STORY),
        Said("content/stories/s.md:1:1", "「---」前面有空行或空格", "「---」必须是文件的第一行，前面什么都不要有。", "There is a blank line or a space before “---”")),
    Mistake("front matter without an end", story("---\n标题: 一\n\n正文\n"),
        Said("content/stories/s.md:1:1", "开头的信息区没有结束", "在信息区最后加一行「---」。", "The front matter has no end")),
    Mistake("dashes of another width", story(STORY.replace("---", "———")),
        Said("content/stories/s.md:1:1", "文件开头没有信息区", "第一行写「---」，接着写「标题: …」等信息，再用一行「---」结束。", "The file does not begin with its front matter")),
    Mistake("broken YAML in front matter", story(STORY.replace("标题: 多了", '标题: "多了')),
        Said("content/stories/s.md:2:5", "引号没有结束", "在这段文字的末尾补上同样的引号。", "A quotation mark is not closed")),
    Mistake("a list in front matter", story("---\n- 一\n---\n正文\n"),
        Said("content/stories/s.md:2:1", "文件开头应当是「键: 值」的形式", "例如「标题: 消防演练」。冒号后要有一个空格。", "A file must begin with “key: value”")),
    # -- keys
    Mistake("a key twice", with_("概述: 一\n概述: 二\n"),
        Said("content/projects/p.yaml:6:1", "「概述」写了两次，第一次在第 5 行", "只保留一个。", "“概述” is written twice; the first is on line 5")),
    Mistake("a key twice in front matter", story(STORY.replace("相关", "标题: 二\n相关")),
        Said("content/stories/s.md:4:1", "「标题」写了两次，第一次在第 2 行", "只保留一个。", "“标题” is written twice; the first is on line 2")),
    Mistake("a key twice in an item", with_("产出:\n  - 内容: 一\n    内容: 二\n"),
        Said("content/projects/p.yaml:7:5", "「内容」写了两次，第一次在第 6 行", "只保留一个。", "“内容” is written twice; the first is on line 6")),
    Mistake("one key in two languages", with_("概述: 一\nsummary: 二\n"),
        Said("content/projects/p.yaml:6:1", "「summary」和第 5 行的「概述」是同一项", "中文和英文的键只写一个。", "“summary” and “概述” on line 5 are the same")),
    Mistake("a misspelt Chinese key", with_("概叙: 一\n"),
        Said("content/projects/p.yaml:5:1", "这里没有「概叙」这一项", "是不是「概述」（summary）？", "There is no “概叙” here")),
    Mistake("a misspelt English key", with_("sumary: x\n"),
        Said("content/projects/p.yaml:5:1", "这里没有「sumary」这一项", "是不是「summary」（概述）？", "There is no “sumary” here")),
    Mistake("an English key with a capital", with_("Summary: x\n"),
        Said("content/projects/p.yaml:5:1", "这里没有「Summary」这一项", "是不是「summary」（概述）？", "There is no “Summary” here")),
    Mistake("a key that is nothing like any", with_("颜色: 红\n"),
        Said("content/projects/p.yaml:5:1", "这里没有「颜色」这一项", "这里可以写：标题、社区、类别、状态、状态原因、概述、地点、共建单位、发起、五共、开始、结束、预算、花费、资金、产出、成效、受益、前后对比、图片、招标备注、来源、示例、说明、发布、撤下、更新、更正、主题、承诺、网址名、曾用网址、内部备注。", "There is no “颜色” here")),
    Mistake("a key that an item does not have", with_("产出: [{内容: 一, 颜色: 红}]\n"),
        Said("content/projects/p.yaml:5:14", "这里没有「颜色」这一项", "这里可以写：内容、数量、日期。", "There is no “颜色” here")),
    Mistake("a key that belongs further in", with_("间隔: 每季\n"),
        Said("content/projects/p.yaml:5:1", "这里没有「间隔」这一项", "「间隔」要写在「周期」里面。", "There is no “间隔” here")),
    Mistake("a key that belongs outside", with_("五共: {决策共谋: {摘要: 一, 预算: 3元}}\n"),
        Said("content/projects/p.yaml:5:20", "这里没有「预算」这一项", "「预算」要写在「五共」外面，往左移。", "There is no “预算” here")),
    Mistake("a key of personal data", care(CARE + "真实姓名: 王小明\n"),
        Said("content/care/a.yaml:11:1", "「真实姓名」不能写进内容文件夹", "个人信息只能保存在内容文件夹以外；请马上删掉，如已提交到 git，请告诉维护人员。", "“真实姓名” must not be in the content folder")),
    Mistake("a key of personal data in an item", with_("产出: [{内容: 一, 手机号: 12345}]\n"),
        Said("content/projects/p.yaml:5:14", "「手机号」不能写进内容文件夹", "个人信息只能保存在内容文件夹以外；请马上删掉，如已提交到 git，请告诉维护人员。", "“手机号” must not be in the content folder")),
    Mistake("an unknown language of a text", with_("概述: {中: 一}\n"),
        Said("content/projects/p.yaml:5:6", "这里没有「中」这一项", "这里可以写：中文、英文。", "There is no “中” here")),
    Mistake("an unknown part of a quantity", with_("受益: {数: 1, 单位: 户}\n"),
        Said("content/projects/p.yaml:5:6", "这里没有「数」这一项", "这里可以写：数值、单位、限定。", "There is no “数” here")),
    Mistake("a status written by hand", promise(plus="状态: 已兑现\n"),
        Said("content/commitments/k.yaml:6:1", "承诺的状态不能手写", "状态由期限、完成日期和佐证自动得出；请删掉这一项。", "The status of a commitment cannot be written")),
    # -- values
    Mistake("a misspelt value", project(PROJECT.replace("实施中", "实施种")),
        Said("content/projects/p.yaml:4:5", "「状态」不能写「实施种」", "是不是「实施」？可以写：提出、协商、立项、实施、完成、已评议、管护、暂停、取消。", "“state” cannot be “实施种”")),
    Mistake("a misspelt English value", project(PROJECT.replace("实施中", "in progres")),
        Said("content/projects/p.yaml:4:5", "「状态」不能写「in progres」", "是不是「in progress」？可以写：提出、协商、立项、实施、完成、已评议、管护、暂停、取消。", "“state” cannot be “in progres”")),
    Mistake("a value that is nothing like any", project(PROJECT.replace("实施中", "弄好了")),
        Said("content/projects/p.yaml:4:5", "「状态」不能写「弄好了」", "可以写：提出、协商、立项、实施、完成、已评议、管护、暂停、取消。", "“state” cannot be “弄好了”")),
    Mistake("one of two values in a line", care(consent=CONSENT.replace("网站", "网站、微博")),
        Said("content/consents/agreed.yaml:3:10", "「公开渠道」不能写「微博」", "可以写：网站、订阅、公告栏、开放数据。", "“channels” cannot be “微博”")),
    Mistake("one of two values in a list", care(consent=CONSENT.replace("网站", "[网站，微博]")),
        Said("content/consents/agreed.yaml:3:11", "「公开渠道」不能写「微博」", "可以写：网站、订阅、公告栏、开放数据。", "“channels” cannot be “微博”")),
    Mistake("a list for a text", with_("概述: [一, 二]\n"),
        Said("content/projects/p.yaml:5:5", "「概述」应当是一段文字，不能分成几条或几项", "一句话说明做什么。", "“summary” must be one text, not a list and not several entries")),
    Mistake("a mapping for an amount", with_("预算: {多少: 3元}\n"),
        Said("content/projects/p.yaml:5:5", "「预算」应当是一段文字，不能分成几条或几项", "计划花多少钱，例如「30000 元」。", "“budget” must be one text, not a list and not several entries")),
    Mistake("a mapping for a value", project(PROJECT.replace("实施中", "{一: 二}")),
        Said("content/projects/p.yaml:4:5", "「状态」应当是一段文字，不能分成几条或几项", "做到哪一步，例如「实施中」。", "“state” must be one text, not a list and not several entries")),
    Mistake("a text for a list", with_("产出: 修剪行道树\n"),
        Said("content/projects/p.yaml:5:5", "「产出」应当是列表", "另起一行，每一条前面写「- 」，例如「- 内容: 修剪行道树」。", "“outputs” must be a list")),
    Mistake("a mapping for a list", with_("产出: {内容: 一}\n"),
        Said("content/projects/p.yaml:5:5", "「产出」应当是列表", "另起一行，每一条前面写「- 」，例如「- 内容: 修剪行道树」。", "“outputs” must be a list")),
    Mistake("texts for items", with_("产出: [一, 二]\n"),
        Said("content/projects/p.yaml:5:6", "「产出」应当分项来写", "另起一行，缩进两格，分别写：内容、数量、日期。", "“outputs” must be written as several entries"),
        Said("content/projects/p.yaml:5:9", "「产出」应当分项来写", "另起一行，缩进两格，分别写：内容、数量、日期。", "“outputs” must be written as several entries")),
    Mistake("a text for entries", with_("五共: 一\n"),
        Said("content/projects/p.yaml:5:5", "「五共」应当分项来写", "另起一行，缩进两格，分别写：决策共谋、发展共建、建设共管、效果共评、成果共享。", "“stages” must be written as several entries")),
    Mistake("a list for entries", with_("五共: [一]\n"),
        Said("content/projects/p.yaml:5:5", "「五共」应当分项来写", "另起一行，缩进两格，分别写：决策共谋、发展共建、建设共管、效果共评、成果共享。", "“stages” must be written as several entries")),
    Mistake("a list in a list", with_("主题: [[停车]]\n"),
        Said("content/projects/p.yaml:5:6", "「主题」应当是一段文字，不能分成几条或几项", "属于哪些主题，例如「消防安全」。", "“topics” must be one text, not a list and not several entries")),
    Mistake("words for a date", with_("开始: 明年春天\n"),
        Said("content/projects/p.yaml:5:5", "「开始」不是日期：「明年春天」", "写成 2026-06-30；只知道月份写 2026-06，只知道月日写 --10-14。", "“start” is not a date: “明年春天”")),
    Mistake("a range for a date", with_("开始: 2026-03-01至2026-03-05\n"),
        Said("content/projects/p.yaml:5:5", "「开始」不是日期：「2026-03-01至2026-03-05」", "写成 2026-06-30；只知道月份写 2026-06，只知道月日写 --10-14。", "“start” is not a date: “2026-03-01至2026-03-05”")),
    Mistake("the thirtieth of February", with_("开始: 2026-02-30\n"),
        Said("content/projects/p.yaml:5:5", "「开始」写的日期不存在：「2026-02-30」", "检查年份、月份（1 到 12），以及那个月有多少天。", "“start” is a date that does not exist: “2026-02-30”")),
    Mistake("the thirteenth month", with_("开始: 2026-13\n"),
        Said("content/projects/p.yaml:5:5", "「开始」写的日期不存在：「2026-13」", "检查年份、月份（1 到 12），以及那个月有多少天。", "“start” is a date that does not exist: “2026-13”")),
    Mistake("the thirtieth of February of any year", with_("开始: --02-30\n"),
        Said("content/projects/p.yaml:5:5", "「开始」写的日期不存在：「--02-30」", "检查年份、月份（1 到 12），以及那个月有多少天。", "“start” is a date that does not exist: “--02-30”")),
    Mistake("a day where a month is due", care(CARE.replace("月份: 2026-05", "月份: 2026-05-02")),
        Said("content/care/a.yaml:4:5", "「月份」应当写到月：「2026-05-02」", "例如 2026-06。", "“month” must name a month: “2026-05-02”")),
    Mistake("a month where a day is due", with_("更新: 2026-04\n"),
        Said("content/projects/p.yaml:5:5", "「更新」要写到日：「2026-04」", "例如 2026-06-30。", "“updated_at” must name a day: “2026-04”")),
    Mistake("no year where one is due", promise(ROUNDS, "周期: {间隔: 每季, 起: --01-01}\n"),
        Said("content/commitments/k.yaml:6:17", "「起」要写明年份：「--01-01」", "例如 2026-01。", "“anchor” must name a year: “--01-01”")),
    Mistake("a period in words", {"content/outcomes/o.yaml": OUTCOME + "数据: [{期: 三季度, 数值: 86}]\n"},
        Said("content/outcomes/o.yaml:4:10", "「期」不是周期：「三季度」", "例如 2026-Q3、2026-H1、2026-06、2026。", "“period” is not a period of time: “三季度”")),
    Mistake("a time in words", {"content/drills/d.yaml": DRILL + "报警: 上午九点\n"},
        Said("content/drills/d.yaml:7:5", "「报警」不是时刻：「上午九点」", "例如 09:30。", "“alarm_at” is not a time of day: “上午九点”")),
    Mistake("a time that does not exist", {"content/drills/d.yaml": DRILL + "报警: 25:00\n"},
        Said("content/drills/d.yaml:7:5", "「报警」不是时刻：「25:00」", "例如 09:30。", "“alarm_at” is not a time of day: “25:00”")),
    Mistake("a number in words", {"content/drills/d.yaml": DRILL + "疏散秒数: 三分半\n"},
        Said("content/drills/d.yaml:7:7", "「疏散秒数」应当是整数，写的是「三分半」", "疏散用了多少秒，例如「210」。", "“evac_time_s” must be a whole number, not “三分半”")),
    Mistake("a negative number", {"content/drills/d.yaml": DRILL + "疏散秒数: -3\n"},
        Said("content/drills/d.yaml:7:7", "「疏散秒数」应当是整数，写的是「-3」", "疏散用了多少秒，例如「210」。", "“evac_time_s” must be a whole number, not “-3”")),
    Mistake("neither yes nor no", with_("示例: 大概\n"),
        Said("content/projects/p.yaml:5:5", "「示例」只能写「是」或「否」，写的是「大概」", "", "“sample” can be “yes” or “no”, not “大概”")),
    Mistake("another currency", with_("预算: 300 美元\n"),
        Said("content/projects/p.yaml:5:5", "「预算」不是金额：「300 美元」", "写成数字加「元」，例如「12000 元」「3.5 万元」。", "“budget” is not an amount of money: “300 美元”")),
    Mistake("words for a quantity", with_("受益: 家家户户\n"),
        Said("content/projects/p.yaml:5:5", "「受益」不是数量：「家家户户」", "例如「600余件」「约 30 人」「若干」。", "“beneficiaries” is not a quantity: “家家户户”")),
    Mistake("words for a quantity in entries", with_("受益: {数值: 很多, 单位: 户}\n"),
        Said("content/projects/p.yaml:5:10", "「受益」不是数量：「很多」", "例如「600余件」「约 30 人」「若干」。", "“beneficiaries” is not a quantity: “很多”")),
    Mistake("an unknown qualifier", with_("受益: {数值: 1, 限定: 大概}\n"),
        Said("content/projects/p.yaml:5:17", "「限定」不能写「大概」", "可以写：准确、至少、约、至多、若干。", "“qualifier” cannot be “大概”")),
    Mistake("an id in Chinese", with_("承诺: [{编号: 复查, 内容: 一, 责任: 居委会, 作出: 2026-01}]\n"),
        Said("content/projects/p.yaml:5:11", "「编号」只能用小写字母、数字和连字符：「复查」", "例如 recheck-2026；不超过 100 个字符，也不能用 Windows 留用的名字。", "“id” can have lower-case letters, digits and hyphens only: “复查”")),
    Mistake("a web address without a scheme", with_("来源: [{标题: 台账, 网址: www.example.org}]\n"),
        Said("content/projects/p.yaml:5:19", "「网址」不是网址：「www.example.org」", "网址以 https:// 或 http:// 开头，中间没有空格。", "“url” is not a web address: “www.example.org”")),
    # -- what is missing
    Mistake("a required key is missing", project(PROJECT.replace("社区: he\n", "")),
        Said("content/projects/p.yaml:1:0", "缺少「社区」", "在哪个社区，写编号，例如「he」。", "“community” is missing")),
    Mistake("several required keys are missing", project("概述: 一\n"),
        Said("content/projects/p.yaml:1:0", "缺少「标题」", "项目叫什么，例如「枯树危树修剪」。", "“title” is missing"),
        Said("content/projects/p.yaml:1:0", "缺少「状态」", "做到哪一步，例如「实施中」。", "“state” is missing"),
        Said("content/projects/p.yaml:1:0", "缺少「社区」", "在哪个社区，写编号，例如「he」。", "“community” is missing"),
        Said("content/projects/p.yaml:1:0", "缺少「类别」", "哪一类项目，例如「绿化修剪」。", "“category” is missing")),
    Mistake("a required key of an item is missing", with_("图片:\n  - 文件: media/a.svg\n"),
        Said("content/projects/p.yaml:6:5", "缺少「图片说明」", "图里是什么，给看不见图的人听，例如「灭火器摆成一排的示意图」。", "“alt” is missing")),
    Mistake("a required key without a value", project(PROJECT.replace("社区: he", "社区:")),
        Said("content/projects/p.yaml:2:1", "「社区」是空的", "在哪个社区，写编号，例如「he」。", "“community” is empty")),
    Mistake("a required key with an empty text", project(PROJECT.replace("枯树修剪", '""')),
        Said("content/projects/p.yaml:1:1", "「标题」是空的", "项目叫什么，例如「枯树危树修剪」。", "“title” is empty")),
    Mistake("a required list that is empty", story(STORY.replace("communities/he", "[]")),
        Said("content/stories/s.md:4:1", "「相关」是空的", "讲的是哪些记录，至少一条，例如「communities/he」。", "“records” is empty")),
    Mistake("what must be known is not stated", project(PROJECT.replace("枯树修剪", "原文未注明")),
        Said("content/projects/p.yaml:1:5", "「标题」不能写「原文未注明」", "项目叫什么，例如「枯树危树修剪」。", "“title” cannot be “原文未注明”")),
    # -- fields that do not go together
    Mistake("an end before the start", with_("开始: 2026-06\n结束: 2026-03\n"),
        Said("content/projects/p.yaml:6:5", "「结束」早于「开始」", "检查两个日期是否写反。", "“end” is before “start”")),
    Mistake("an expiry before the signature", care(consent=CONSENT.replace("2027-04-01", "2025-04-01")),
        Said("content/care/a.yaml:8:5", "公开授权已于 2025-04-01 到期，这个案例不再公开", "不再公开，就把「发布」改为「已撤下」；愿意继续公开，请重新取得同意。", "The consent to publish ended on 2025-04-01; this case is no longer public", level="warning"),
        Said("content/consents/agreed.yaml:5:5", "「到期」早于「签署」", "检查两个日期是否写反。", "“expires_on” is before “signed_on”")),
    Mistake("a correction before the discovery", {"content/inspections/i.yaml": INSPECTION + "隐患:\n  - {编号: f1, 类别: 线路, 状态: 已整改, 发现: 2026-03-05, 整改: 2026-03-01}\n"},
        Said("content/inspections/i.yaml:8:51", "「整改」早于「发现」", "检查两个日期是否写反。", "“fixed_at” is before “found_at”")),
    Mistake("one id for two promises", with_("承诺:\n  - {编号: a, 内容: 一, 责任: 居委会, 作出: 2026-01, 期限: 2027}\n  - {编号: a, 内容: 二, 责任: 居委会, 作出: 2026-01, 期限: 2027}\n"),
        Said("content/projects/p.yaml:7:10", "编号「a」在本文件里用了两次，第一次在第 6 行", "给其中一个换一个编号。", "The id “a” is used twice in this file; the first is on line 6")),
    Mistake("one id for three requests", {"content/meetings/m.yaml": MEETING + "诉求:\n  - {编号: n, 内容: 一}\n  - {编号: n, 内容: 二}\n  - {编号: n, 内容: 三}\n"},
        Said("content/meetings/m.yaml:9:10", "编号「n」在本文件里用了两次，第一次在第 8 行", "给其中一个换一个编号。", "The id “n” is used twice in this file; the first is on line 8"),
        Said("content/meetings/m.yaml:10:10", "编号「n」在本文件里用了两次，第一次在第 8 行", "给其中一个换一个编号。", "The id “n” is used twice in this file; the first is on line 8")),
    Mistake("one id for two sources", with_("来源:\n  - {编号: s, 标题: 一}\n  - {编号: s, 标题: 二}\n"),
        Said("content/projects/p.yaml:7:10", "编号「s」在本文件里用了两次，第一次在第 6 行", "给其中一个换一个编号。", "The id “s” is used twice in this file; the first is on line 6")),
    Mistake("a wrong item before a wrong item", with_("承诺:\n  - 一\n  - {编号: a, 内容: 一, 作出: 2026-01, 期限: 2027}\n"),
        Said("content/projects/p.yaml:6:5", "「承诺」应当分项来写", "另起一行，缩进两格，分别写：编号、内容、责任、作出、类型、期限、衡量、责任单位、完成、佐证、变更、撤回、周期、各期。", "“commitments” must be written as several entries"),
        Said("content/projects/p.yaml:7:5", "缺少「责任」", "谁负责，写单位或岗位，例如「社区居委会」。", "“owner” is missing")),
    Mistake("a promise without an id", with_("承诺: [{内容: 一, 责任: 居委会, 作出: 2026-01, 期限: 2027}]\n"),
        Said("content/projects/p.yaml:5:6", "缺少「编号」", "写在别的记录里的承诺要有编号，定下后不改，例如「recheck」。", "“id” is missing")),
    Mistake("a promise of nobody", promise(PROMISE.replace("责任: 社区居委会\n", "")),
        Said("content/commitments/k.yaml:1:0", "缺少「责任」", "谁负责，写单位或岗位，例如「社区居委会」。", "“owner” is missing")),
    Mistake("a promise of no day", promise(PROMISE.replace("作出: 2026-01-15\n", "")),
        Said("content/commitments/k.yaml:1:0", "缺少「作出」", "哪天作出的承诺，例如「2026-01-15」。", "“made_at” is missing")),
    Mistake("a due date before the promise", promise(PROMISE.replace("2027-06-30", "2025-06")),
        Said("content/commitments/k.yaml:5:5", "「期限」早于「作出」", "检查两个日期是否写反。", "“due” is before “made_at”")),
    Mistake("a due date without its year", promise(PROMISE.replace("2027-06-30", "--06-30")),
        Said("content/commitments/k.yaml:5:5", "「期限」没有写年份，无法判断是否逾期，会显示「未定期限」", "知道是哪一年，就补上。", "“due” has no year, so nobody can tell whether it is overdue; it will be shown as undated", level="info")),
    Mistake("a completion before the promise", promise(plus="完成: 2025-06-01\n佐证: [{类型: 实测, 日期: 2026-06-01, 采信: 是}]\n"),
        Said("content/commitments/k.yaml:6:5", "「完成」早于「作出」", "检查两个日期是否写反。", "“completed_at” is before “made_at”")),
    Mistake("completed without evidence", promise(plus="完成: 2026-06-01\n"),
        Said("content/commitments/k.yaml:6:5", "承诺写了完成，但没有被采信的佐证，会显示「待核实」", "补上佐证，并写「采信: 是」和日期。", "The commitment is marked as completed, but no evidence is accepted, so it will be shown as unverified", level="warning")),
    Mistake("completed with evidence that is not accepted", promise(plus="完成: 2026-06-01\n佐证: [{类型: 实测, 日期: 2026-06-01}]\n"),
        Said("content/commitments/k.yaml:6:5", "承诺写了完成，但没有被采信的佐证，会显示「待核实」", "补上佐证，并写「采信: 是」和日期。", "The commitment is marked as completed, but no evidence is accepted, so it will be shown as unverified", level="warning")),
    Mistake("a photo of people for evidence", promise(plus="完成: 2026-06-01\n佐证: [{类型: 照片, 日期: 2026-06-01, 采信: 是, 有人物: 是}]\n"),
        Said("content/commitments/k.yaml:7:5", "只有人物照片，不能证明承诺已兑现", "补一份文字佐证，例如验收单、测评或答复。", "A photo of people alone does not prove that a commitment was kept", level="warning")),
    Mistake("amendments in the wrong order", promise(plus="变更:\n  - {日期: 2026-06-20, 原因: 一, 新期限: 2027-09-30}\n  - {日期: 2026-05-20, 原因: 二, 新期限: 2027-10-30}\n"),
        Said("content/commitments/k.yaml:7:3", "变更日期要按先后顺序写", "先变更的写在前面。", "Amendments must be in the order of their dates")),
    Mistake("an amendment without a reason", promise(plus="变更: [{日期: 2026-06-20, 新期限: 2027-09-30}]\n"),
        Said("content/commitments/k.yaml:6:6", "缺少「原因」", "为什么变更，例如「施工队进场推迟」。", "“reason” is missing")),
    Mistake("an aspiration with a due date", promise(plus="类型: 愿景\n"),
        Said("content/commitments/k.yaml:5:5", "愿景不能有期限", "有期限、有责任人的，类型写「有期承诺」。", "An aspiration cannot have a due date")),
    Mistake("a recurring promise without an interval", promise(ROUNDS),
        Said("content/commitments/k.yaml:5:5", "周期承诺缺少「周期」", "写上多久一次、从哪一期起，例如「周期: {间隔: 每季, 起: 2026-01}」。", "A recurring commitment needs “recurs”")),
    Mistake("rounds without an interval", promise(plus="各期: [{期: 2026-Q2}]\n"),
        Said("content/commitments/k.yaml:6:5", "周期承诺缺少「周期」", "写上多久一次、从哪一期起，例如「周期: {间隔: 每季, 起: 2026-01}」。", "A recurring commitment needs “recurs”")),
    Mistake("an interval that does not exist", promise(ROUNDS, "周期: {间隔: 每天, 起: 2026-01}\n"),
        Said("content/commitments/k.yaml:6:10", "「间隔」不能写「每天」", "可以写：每月、每季、每半年、每年。", "“interval” cannot be “每天”")),
    Mistake("an interval without a beginning", promise(ROUNDS, "周期: {间隔: 每季}\n"),
        Said("content/commitments/k.yaml:6:5", "缺少「起」", "从哪一期算起，例如「2026-01」。", "“anchor” is missing")),
    Mistake("an interval for a dated promise", promise(plus="类型: 有期承诺\n周期: {间隔: 每季, 起: 2026-01}\n"),
        Said("content/commitments/k.yaml:7:5", "写了「周期」，类型却不是周期承诺", "把类型改成「周期承诺」，或去掉「周期」。", "“recurs” is written, but the kind is not a recurring commitment")),
    Mistake("a due date for a recurring promise", promise(plus="类型: 周期承诺\n周期: {间隔: 每季, 起: 2026-01}\n"),
        Said("content/commitments/k.yaml:5:5", "周期承诺的「期限」不起作用", "每一期的最后一天就是期限；到哪一期为止，写在「周期」的「止」里。", "“due” has no effect on a recurring commitment", level="warning")),
    Mistake("a round of another interval", promise(ROUNDS, "周期: {间隔: 每季, 起: 2026-01}\n各期: [{期: 2026-05}]\n"),
        Said("content/commitments/k.yaml:7:10", "「2026-05」不是这个承诺的一期", "这个承诺的一期写成 2026-Q2。", "“2026-05” is not a round of this commitment")),
    Mistake("a round twice", promise(ROUNDS, "周期: {间隔: 每季, 起: 2026-01}\n各期:\n  - {期: 2026-Q1}\n  - {期: 2026-Q1}\n"),
        Said("content/commitments/k.yaml:9:9", "「2026-Q1」这一期写了两次，第一次在第 8 行", "合成一条。", "The round “2026-Q1” is written twice; the first is on line 8")),
    Mistake("a round completed without evidence", promise(ROUNDS, "周期: {间隔: 每季, 起: 2026-01}\n各期: [{期: 2026-Q1, 完成: 2026-03-01}]\n"),
        Said("content/commitments/k.yaml:7:23", "承诺写了完成，但没有被采信的佐证，会显示「待核实」", "补上佐证，并写「采信: 是」和日期。", "The commitment is marked as completed, but no evidence is accepted, so it will be shown as unverified", level="warning")),
    Mistake("a request without its meeting", with_("发起: {诉求: need-1}\n"),
        Said("content/projects/p.yaml:5:5", "缺少「会议」", "在哪次会议上提出，写会议编号。", "“meeting” is missing")),
    Mistake("too few people per household", {"content/communities/he.yaml": COMMUNITY + "户数: 2800户\n人口: 2801人\n"},
        Said("content/communities/he.yaml:5:5", "平均每户 1.0 人，少于 1.5 或多于 5，请核对", "如果来源就是这样写的，保持原样。", "That is 1.0 people per household, less than 1.5 or more than 5; please check", level="warning")),
    Mistake("few households", {"content/communities/he.yaml": COMMUNITY + "户数: 300户\n"},
        Said("content/communities/he.yaml:4:5", "户数不在 1000 到 3000 之间，请核对", "如果来源就是这样写的，保持原样。", "The number of households is not between 1000 and 3000; please check", level="info")),
    # -- references
    Mistake("an unknown community", project(PROJECT.replace("社区: he", "社区: heja")),
        Said("content/projects/p.yaml:2:5", "找不到社区「heja」", "是不是「he」？", "There is no community “heja”")),
    Mistake("an unknown record of which there is none", with_("共建单位: [wufang]\n"),
        Said("content/projects/p.yaml:5:8", "找不到共建单位「wufang」", "还没有任何共建单位；先新建一个。", "There is no partner “wufang”")),
    Mistake("an unknown record with one like it", {"content/partners/wufang.yaml": PARTNER, **with_("共建单位:\n  -\n  - wufan\n")},
        Said("content/projects/p.yaml:7:5", "找不到共建单位「wufan」", "是不是「wufang」？", "There is no partner “wufan”")),
    Mistake("an unknown record with several like it", {"content/partners/wufang-a.yaml": PARTNER, "content/partners/wufang-b.yaml": PARTNER, **with_("共建单位: [wufang]\n")},
        Said("content/projects/p.yaml:5:8", "找不到共建单位「wufang」", "是不是这些之一：wufang-a、wufang-b？", "There is no partner “wufang”")),
    Mistake("a name where an id is due", {"content/partners/wufang.yaml": PARTNER, **with_("共建单位: [武房管家]\n")},
        Said("content/projects/p.yaml:5:8", "找不到共建单位「武房管家」", "是不是「wufang」（武房管家）？", "There is no partner “武房管家”")),
    Mistake("an unknown meeting", with_("发起: {会议: m1}\n"),
        Said("content/projects/p.yaml:5:10", "找不到会议「m1」", "还没有任何会议；先新建一个。", "There is no meeting “m1”")),
    Mistake("an unknown request", {"content/meetings/m.yaml": MEETING + "诉求: [{编号: need-1, 内容: 一}]\n", **with_("发起: {会议: m, 诉求: need-2}\n")},
        Said("content/projects/p.yaml:5:17", "找不到诉求「need-2」", "是不是「need-1」？", "There is no request “need-2”")),
    Mistake("a request at a meeting that has none", {"content/meetings/m.yaml": MEETING, **with_("发起: {会议: m, 诉求: need-2}\n")},
        Said("content/projects/p.yaml:5:17", "找不到诉求「need-2」", "先在「诉求」里写上这个编号。", "There is no request “need-2”")),
    Mistake("an unknown source", with_("来源: [{编号: source-1, 标题: 台账}]\n成效: [{指标: 一, 数值: 1, 来源: source-2}]\n"),
        Said("content/projects/p.yaml:6:25", "找不到来源「source-2」", "是不是「source-1」？", "There is no source “source-2”")),
    Mistake("a source where there is none", with_("成效: [{指标: 一, 数值: 1, 来源: source-2}]\n"),
        Said("content/projects/p.yaml:5:25", "找不到来源「source-2」", "先在「来源」里写上这个编号。", "There is no source “source-2”")),
    Mistake("an unknown topic", with_("主题: [消防]\n"),
        Said("content/projects/p.yaml:5:6", "找不到主题「消防」", "是不是「消防安全」？", "There is no topic “消防”")),
    Mistake("an unknown topic in English", with_("主题: [greenng]\n"),
        Said("content/projects/p.yaml:5:6", "找不到主题「greenng」", "是不是「greening」？", "There is no topic “greenng”")),
    Mistake("an unknown topic of a site with topics", {**settings(SITE + "主题: [{编号: safety, 名称: 消防安全}]\n"), **with_("主题: [停车]\n")},
        Said("content/projects/p.yaml:5:6", "找不到主题「停车」", "现有的主题：消防安全。", "There is no topic “停车”")),
    Mistake("an unknown promise of the same record", {"content/meetings/m.yaml": MEETING + "决定: [{内容: 一, 承诺: [rechek]}]\n承诺: [{编号: recheck, 内容: 一, 责任: 居委会, 作出: 2026-01, 期限: 2027}]\n"},
        Said("content/meetings/m.yaml:7:19", "找不到承诺「rechek」", "是不是「recheck」？", "There is no commitment “rechek”")),
    Mistake("an id of two kinds", {"content/projects/x.yaml": PROJECT, "content/meetings/x.yaml": MEETING, **story(STORY.replace("communities/he", "x"))},
        Said("content/stories/s.md:4:5", "「x」可以指：projects/x、meetings/x", "写上文件夹，例如「projects/x」。", "“x” may be: projects/x, meetings/x")),
    Mistake("a record of another kind", {"content/meetings/m.yaml": MEETING, **with_("共建单位: [meetings/m]\n")},
        Said("content/projects/p.yaml:5:8", "「共建单位」要填共建单位的编号，「meetings/m」不是共建单位", "还没有任何共建单位；先新建一个。", "“partners” must be the id of a partner; “meetings/m” is none")),
    Mistake("an unknown record of any kind", story(STORY.replace("communities/he", "communities/hee")),
        Said("content/stories/s.md:4:5", "找不到社区「communities/hee」", "是不是「communities/he」？", "There is no community “communities/hee”")),
    Mistake("an unknown folder in a reference", story(STORY.replace("communities/he", "community/he")),
        Said("content/stories/s.md:4:5", "找不到记录「community/he」", "是不是「communities/he」？", "There is no record “community/he”")),
    Mistake("a deleted project that is named in four places", {**story(STORY.replace("communities/he", "projects/old")), "content/drills/d.yaml": DRILL + "项目: old\n", "content/outcomes/o.yaml": OUTCOME + "项目: [old]\n", "content/pages/about.md": PAGE + "\n见[项目](../projects/old.yaml)。\n"},
        Said("content/drills/d.yaml:7:5", "找不到共建项目「old」", "还没有任何共建项目；先新建一个。", "There is no project “old”"),
        Said("content/outcomes/o.yaml:4:6", "找不到共建项目「old」", "还没有任何共建项目；先新建一个。", "There is no project “old”"),
        Said("content/pages/about.md:7:7", "链接的文件不存在：../projects/old.yaml", "检查路径和文件名。", "The link leads to a file that does not exist: ../projects/old.yaml"),
        Said("content/stories/s.md:4:5", "找不到共建项目「projects/old」", "还没有任何共建项目；先新建一个。", "There is no project “projects/old”")),
    Mistake("a reference to a draft", {"content/projects/d.yaml": PROJECT + "发布: 草稿\n", **story(STORY.replace("communities/he", "projects/d"))},
        Said("content/stories/s.md:4:5", "「projects/d」没有公开，这里的链接不会显示", "它公开以后，链接会自动出现；不打算公开，就去掉这个链接。", "“projects/d” is not public, so this link will not be shown", level="warning")),
    Mistake("a reference to a record whose file cannot be read", {**project("标题: 灯\n\t社区: he\n"), **story(STORY.replace("communities/he", "projects/p") + "\n见[项目](../projects/p.yaml)。\n")},
        Said("content/projects/p.yaml:2:1", "用了制表符（Tab）缩进", "缩进只能用空格，每层两个。", "This line is indented with a tab")),
    Mistake("a page at the address of a list", {"content/pages/projects.md": PAGE},
        Said("content/pages/projects.md:1:0", "网址 /projects/ 已经有了：本站自带的页面", "换一个文件名或编号。", "The address /projects/ is taken: a page that every site has")),
    Mistake("two promises at one address", {"content/projects/a-b.yaml": PROJECT + "承诺: [{编号: c, 内容: 一, 责任: 居委会, 作出: 2026-01, 期限: 2027}]\n", "content/projects/a.yaml": PROJECT + "承诺: [{编号: b-c, 内容: 一, 责任: 居委会, 作出: 2026-01, 期限: 2027}]\n"},
        Said("content/projects/a.yaml:5:11", "网址 /commitments/a-b-c/ 已经有了：content/projects/a-b.yaml", "换一个文件名或编号。", "The address /commitments/a-b-c/ is taken: content/projects/a-b.yaml")),
    Mistake("a former address that another page has", {"content/projects/d.yaml": PROJECT, **with_("曾用网址: [old, projects/d]\n")},
        Said("content/projects/p.yaml:5:13", "网址 /projects/d/ 已经有了：content/projects/d.yaml", "换一个文件名或编号。", "The address /projects/d/ is taken: content/projects/d.yaml")),
    Mistake("a former address of another site", with_("曾用网址: https://example.org/old/\n"),
        Said("content/projects/p.yaml:5:7", "「曾用网址」不是本站的网址：「https://example.org/old/」", "只写域名后面的部分，用小写字母、数字和连字符，例如 stories/old-name。", "“former” is not an address of this site: “https://example.org/old/”")),
    Mistake("a promise at the address of a file", {"content/commitments/p-c.yaml": PROMISE, **with_("承诺: [{编号: c, 内容: 一, 责任: 居委会, 作出: 2026-01, 期限: 2027}]\n")},
        Said("content/projects/p.yaml:5:11", "网址 /commitments/p-c/ 已经有了：content/commitments/p-c.yaml", "换一个文件名或编号。", "The address /commitments/p-c/ is taken: content/commitments/p-c.yaml")),
    # -- texts
    Mistake("a link to a file that does not exist", {"content/projects/tree.yaml": PROJECT, **body("见[项目](../projects/tre.yaml)。\n")},
        Said("content/stories/s.md:9:7", "链接的文件不存在：../projects/tre.yaml", "是不是「../projects/tree.yaml」？", "The link leads to a file that does not exist: ../projects/tre.yaml")),
    Mistake("a link to a page of the output", {"content/projects/tree.yaml": PROJECT, **body("见[项目](/projects/tree.html)。\n")},
        Said("content/stories/s.md:9:7", "链接的文件不存在：/projects/tree.html", "是不是「../projects/tree.yaml」？", "The link leads to a file that does not exist: /projects/tree.html")),
    Mistake("a link that is nothing like any", body("见[项目](../projects/xyz.yaml)。\n"),
        Said("content/stories/s.md:9:7", "链接的文件不存在：../projects/xyz.yaml", "检查路径和文件名。", "The link leads to a file that does not exist: ../projects/xyz.yaml")),
    Mistake("a link out of the site", body("见[项目](../../../etc/passwd)。\n"),
        Said("content/stories/s.md:9:7", "链接的文件不存在：../../../etc/passwd", "检查路径和文件名。", "The link leads to a file that does not exist: ../../../etc/passwd")),
    Mistake("one broken link twice", body("见[项目](../projects/x.yaml)。\n\n再见[项目](../projects/x.yaml)。\n"),
        Said("content/stories/s.md:9:7", "链接的文件不存在：../projects/x.yaml", "检查路径和文件名。", "The link leads to a file that does not exist: ../projects/x.yaml"),
        Said("content/stories/s.md:11:8", "链接的文件不存在：../projects/x.yaml", "检查路径和文件名。", "The link leads to a file that does not exist: ../projects/x.yaml")),
    Mistake("a broken link of reference style", body("见[项目][1]。\n\n[1]: ../projects/x.yaml\n"),
        Said("content/stories/s.md:11:6", "链接的文件不存在：../projects/x.yaml", "检查路径和文件名。", "The link leads to a file that does not exist: ../projects/x.yaml")),
    Mistake("a link without its scheme", body("见[网站](www.example.org)。\n"),
        Said("content/stories/s.md:9:7", "链接的文件不存在：www.example.org", "如果是别的网站，前面要写 https://。", "The link leads to a file that does not exist: www.example.org")),
    Mistake("a link without an address", body("见[项目]()。\n"),
        Said("content/stories/s.md:9:7", "链接没有写地址", "在圆括号里写上地址，例如 [文字](../projects/文件名.yaml)。", "The link has no address")),
    Mistake("a picture that does not exist", body("![图](../media/aa.svg)\n"),
        Said("content/stories/s.md:9:6", "图片不存在：../media/aa.svg", "是不是「../media/a.svg」？", "The picture does not exist: ../media/aa.svg")),
    Mistake("a picture with a path from elsewhere", body("![图](media/a.svg)\n"),
        Said("content/stories/s.md:9:6", "图片不存在：media/a.svg", "是不是「../media/a.svg」？", "The picture does not exist: media/a.svg")),
    Mistake("a picture of another site", body("![图](https://example.org/a.png)\n"),
        Said("content/stories/s.md:9:6", "不能引用别的网站的图片：https://example.org/a.png", "把图片存到 content/media 文件夹里再引用。", "Pictures of other sites cannot be used: https://example.org/a.png")),
    Mistake("a picture on a disk", body("![图](file:///C:/照片/a.png)\n"),
        Said("content/stories/s.md:9:6", "图片不在 media 文件夹里：file:///C:/照片/a.png", "把图片移到 content/media 文件夹里再引用。", "The picture is not in the media folder: file:///C:/照片/a.png")),
    Mistake("a picture outside the media folder", story(STORY.replace("相关", "封面: {文件: ../site.yaml, 图片说明: 图}\n相关")),
        Said("content/stories/s.md:4:10", "图片不在 media 文件夹里：site.yaml", "把图片移到 content/media 文件夹里再引用。", "The picture is not in the media folder: site.yaml")),
    Mistake("a picture that leaves the media folder", story(STORY.replace("相关", "封面: {文件: media/../site.yaml, 图片说明: 图}\n相关")),
        Said("content/stories/s.md:4:10", "图片不在 media 文件夹里：media/../site.yaml", "把图片移到 content/media 文件夹里再引用。", "The picture is not in the media folder: media/../site.yaml")),
    Mistake("a cover that does not exist", story(STORY.replace("相关", "封面: {文件: media/aa.svg, 图片说明: 图}\n相关")),
        Said("content/stories/s.md:4:10", "图片不存在：media/aa.svg", "是不是「media/a.svg」？", "The picture does not exist: media/aa.svg")),
    Mistake("a cover of another site", story(STORY.replace("相关", "封面: {文件: 'https://example.org/a.svg', 图片说明: 图}\n相关")),
        Said("content/stories/s.md:4:10", "不能引用别的网站的图片：https://example.org/a.svg", "把图片存到 content/media 文件夹里再引用。", "Pictures of other sites cannot be used: https://example.org/a.svg")),
    Mistake("a picture without words", body("![](../media/a.svg)\n"),
        Said("content/stories/s.md:9:5", "图片没有文字说明：../media/a.svg", "写成 ![图里是什么](图片)，看不见图的居民靠它了解内容。", "The picture has no description: ../media/a.svg")),
    Mistake("a picture of HTML without words", body('<img src="../media/a.svg">\n'),
        Said("content/stories/s.md:9:11", "图片没有文字说明：../media/a.svg", "写成 ![图里是什么](图片)，看不见图的居民靠它了解内容。", "The picture has no description: ../media/a.svg")),
    Mistake("an anchor that does not exist", body("## 起因经过\n\n见[后面](#起因)。\n"),
        Said("content/stories/s.md:11:7", "链接的那一页里没有「起因」这个标题", "是不是「起因经过」？", "The page that the link leads to has no heading “起因”")),
    Mistake("an anchor that another page does not have", {**body("见[那篇](t.md#结果)。\n"), "content/stories/t.md": STORY + "\n## 起因\n"},
        Said("content/stories/s.md:9:7", "链接的那一页里没有「结果」这个标题", "检查「#」后面的文字。", "The page that the link leads to has no heading “结果”")),
    Mistake("a code block without an end", body("~~~\n代码\n```\n"),
        Said("content/stories/s.md:9:1", "代码块没有结束", "在代码块最后加一行「~~~」。", "The code block has no end")),
    Mistake("a link to a script", body("[点我](JavaScript:alert(1))\n"),
        Said("content/stories/s.md:9:6", "不允许这种链接：JavaScript:alert(1)", "只能链接到网页、电子邮件、电话，或本站的文件。", "Links like this are not allowed: JavaScript:alert(1)")),
    Mistake("a link to a script in HTML", body('<a href="javascript:alert(1)">点我</a>\n'),
        Said("content/stories/s.md:9:10", "不允许这种链接：javascript:alert(1)", "只能链接到网页、电子邮件、电话，或本站的文件。", "Links like this are not allowed: javascript:alert(1)")),
    Mistake("a link to a script in disguise", body("[点我](&#106;avascript:alert(1))\n"),
        Said("content/stories/s.md:6:0", "不允许这种链接：javascript:alert(1)", "只能链接到网页、电子邮件、电话，或本站的文件。", "Links like this are not allowed: javascript:alert(1)")),
    Mistake("a script", body("<script>alert(1)</script>\n"),
        Said("content/stories/s.md:9:1", "正文里的 HTML 标签 <script> 会被去掉", "改用 Markdown 的写法。", "The HTML tag <script> will be removed from the text", level="warning")),
    Mistake("more HTML than can be made safe in time", body("<b>一</b>" * 5_001 + "\n"),
        Said("content/stories/s.md:6:0", "正文太长，HTML 标签太多，无法转换", "改用 Markdown 的写法，或把正文拆成几篇。", "The text is too long, with too many HTML tags, and cannot be converted")),
    Mistake("a frame", body('<iframe src="https://example.org/"></iframe>\n'),
        Said("content/stories/s.md:9:1", "正文里的 HTML 标签 <iframe> 会被去掉", "改用 Markdown 的写法。", "The HTML tag <iframe> will be removed from the text", level="warning")),
    Mistake("a list that is none", body("有三件事：\n- 一\n- 二\n"),
        Said("content/stories/s.md:10:1", "列表前面没有空行，会和上一段连在一起", "在列表前加一个空行。", "There is no blank line before the list, so it runs on from the paragraph above", level="warning")),
    Mistake("a heading of the first level", body("# 一级\n\n一级\n====\n"),
        Said("content/stories/s.md:9:1", "正文里不要用一级标题", "标题已经在信息区写了；正文从「## 」开始。", "The text should have no heading of the first level", level="warning"),
        Said("content/stories/s.md:11:1", "正文里不要用一级标题", "标题已经在信息区写了；正文从「## 」开始。", "The text should have no heading of the first level", level="warning")),
    Mistake("three hundred levels of lists", body("".join("    " * depth + "- 一\n" for depth in range(300))),
        Said("content/stories/s.md:308:1", "正文的层次太深，无法转换", "减少列表、引用或强调的层数。", "The text has too many levels to be converted")),
    Mistake("three thousand asterisks", body("*" * 3000 + "一" + "*" * 3000 + "\n"),
        Said("content/stories/s.md:9:1", "正文的层次太深，无法转换", "减少列表、引用或强调的层数。", "The text has too many levels to be converted")),
    # -- pictures
    Mistake("a drawing with a script", drawn("<rect", "<script>alert(1)</script><rect"),
        Said("content/media/x.svg:2:1", "这个 SVG 图里有不能发布的内容：<script>", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。", "There is something in this SVG that cannot be published: <script>")),
    Mistake("a drawing with an event", drawn("<rect", "<rect onload='x()'"),
        Said("content/media/x.svg:2:7", "这个 SVG 图里有不能发布的内容：onload=", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。", "There is something in this SVG that cannot be published: onload=")),
    Mistake("a drawing with a style", drawn("<rect", "<rect style='fill:red'"),
        Said("content/media/x.svg:2:7", "这个 SVG 图里有不能发布的内容：style=", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。", "There is something in this SVG that cannot be published: style=")),
    Mistake("a drawing with a picture of another site", drawn("<rect", "<image href='https://example.org/a.png'/><rect"),
        Said("content/media/x.svg:2:1", "这个 SVG 图里有不能发布的内容：<image>", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。", "There is something in this SVG that cannot be published: <image>")),
    Mistake("a drawing with a reference to another site", drawn("<rect", "<use href='https://example.org/a.svg#a'/><rect"),
        Said("content/media/x.svg:2:6", "这个 SVG 图里有不能发布的内容：href=", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。", "There is something in this SVG that cannot be published: href=")),
    Mistake("a drawing with entities", drawn("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg'),
        Said("content/media/x.svg:1:1", "这个 SVG 图里有不能发布的内容：<!DOCTYPE>", "在画图软件里另存为「普通 SVG」，去掉脚本、样式、外部链接和嵌入的图片。", "There is something in this SVG that cannot be published: <!DOCTYPE>")),
    Mistake("a drawing that ends too early", picture("x.svg", DRAWING[:80]),
        Said("content/media/x.svg:2:1", "这张图片打不开：SVG 的写法有误", "用看图软件打开检查，再另存一次。", "This picture cannot be opened: the SVG is not written correctly")),
    Mistake("a drawing that is a web page", picture("x.svg", "<html></html>"),
        Said("content/media/x.svg:1:0", "图片的内容是 html，文件名却以 .svg 结尾", "用看图软件另存为正确的格式。", "The picture is html, but the file name ends in .svg")),
    Mistake("a drawing of five thousand levels", drawn("<rect", "<g>" * 5000 + "</g>" * 5000 + "<rect"),
        Said("content/media/x.svg:1:0", "这张图片打不开：SVG 的层次太深", "用看图软件打开检查，再另存一次。", "This picture cannot be opened: the SVG has too many levels")),
    Mistake("a PNG named jpg", picture("x.jpg", pixels(4, 4)),
        Said("content/media/x.jpg:1:0", "图片的内容是 PNG，文件名却以 .jpg 结尾", "用看图软件另存为正确的格式。", "The picture is PNG, but the file name ends in .jpg")),
    Mistake("a picture that is a web page", picture("x.jpg", b"<html>"),
        Said("content/media/x.jpg:1:0", "这张图片打不开：它不是图片", "用看图软件打开检查，再另存一次。", "This picture cannot be opened: it is no picture")),
    Mistake("a truncated picture", picture("x.png", pixels(300, 300)[:70]),
        Said("content/media/x.png:1:0", "这张图片打不开：文件不完整，或已经损坏", "用看图软件打开检查，再另存一次。", "This picture cannot be opened: the file is incomplete or damaged")),
    Mistake("a picture of gigantic size", picture("x.png", pixels(50_000, 50_000, rows=0)),
        Said("content/media/x.png:1:0", "图片太大：50000×50000 像素", "把长边缩小到 8000 像素以内。", "The picture is too large: 50000×50000 pixels")),
    Mistake("an empty picture", picture("x.jpg", b""),
        Said("content/media/x.jpg:1:0", "这张图片打不开：文件是空的", "用看图软件打开检查，再另存一次。", "This picture cannot be opened: the file is empty")),
    Mistake("a drawing of two megabytes", drawn("<rect", f"<!--{' ' * 2_100_000}--><rect"),
        Said("content/media/x.svg:1:0", "图片文件太大：2.0 MB，上限是 2 MB", "用看图软件另存一次，尺寸或质量选小一些。", "The file of the picture is too large: 2.0 MB; the limit is 2 MB")),
    Mistake("a picture that moves", picture("x.png", moving()),
        Said("content/media/x.png:1:0", "这是会动的图片，不能发布", "另存为一张不动的 png 或 jpg 图片。", "This is a moving picture, which cannot be published")),
    Mistake("proof in a picture without words", promise(plus="佐证: [{类型: 实测, 日期: 2026-06-01, 采信: 是, 文件: media/a.svg}]\n"),
        Said("content/commitments/k.yaml:6:6", "缺少「图片说明」", "图里是什么，例如「修剪后的行道树」。", "“alt” is missing")),
    Mistake("a picture of another type", picture("x.gif", b"GIF89a"),
        Said("content/media/x.gif:1:0", "这种文件不能作为图片", "请用 svg、png、jpg 或 webp 格式。", "A file of this type cannot be a picture")),
    # -- care
    Mistake("P01: no consent", care(CARE.replace("授权: agreed\n", "")),
        Said("content/care/a.yaml:1:0", "关爱案例没有有效的公开授权：没有写「授权」", "取得当事人单独同意后再公开；没有取得之前，把「发布」改为「草稿」。", "There is no valid consent to publish this care case: “consent” is missing")),
    Mistake("P01: a consent whose file is gone", {"content/care/a.yaml": CARE},
        Said("content/care/a.yaml:8:5", "关爱案例没有有效的公开授权：找不到这份授权", "授权的文件误删了、改了名的，找回来、改回去；从来没有取得单独同意的，把「发布」改为「草稿」。", "There is no valid consent to publish this care case: there is no such consent")),
    Mistake("P01: an unknown consent", care(CARE.replace("agreed", "agree")),
        Said("content/care/a.yaml:8:5", "关爱案例没有有效的公开授权：找不到这份授权", "是不是「agreed」？", "There is no valid consent to publish this care case: there is no such consent")),
    Mistake("P01: consent to something else", care(consent=CONSENT.replace("单独同意", "服务同意")),
        Said("content/care/a.yaml:8:5", "关爱案例没有有效的公开授权：它不是对公开的单独同意", "取得当事人单独同意后再公开；没有取得之前，把「发布」改为「草稿」。", "There is no valid consent to publish this care case: it is not a separate consent to publication")),
    Mistake("P01: a consent of which the end is not known", care(consent=CONSENT.replace("2027-04-01", "原文未注明")),
        Said("content/care/a.yaml:8:5", "关爱案例没有有效的公开授权：签署日期或到期日期不清楚", "取得当事人单独同意后再公开；没有取得之前，把「发布」改为「草稿」。", "There is no valid consent to publish this care case: the date of signing or the last day is not clear")),
    Mistake("P01: a consent that is not signed yet", care(consent=CONSENT.replace("2026-04-01", "2026-12-01")),
        Said("content/care/a.yaml:8:5", "关爱案例没有有效的公开授权：还没有到签署日期", "取得当事人单独同意后再公开；没有取得之前，把「发布」改为「草稿」。", "There is no valid consent to publish this care case: it has not been signed yet")),
    Mistake("P01: a consent that cannot be read", care(consent=CONSENT + "说明: [\n"),
        Said("content/consents/agreed.yaml:6:5", "方括号没有结束，或中间少了逗号", "末尾补上「]」；每两条之间用半角逗号「,」隔开。", "A square bracket is not closed, or a comma is missing")),
    Mistake("P01: a consent that has expired", care(consent=CONSENT.replace("2027-04-01", "2026-11-23")),
        Said("content/care/a.yaml:8:5", "公开授权已于 2026-11-23 到期，这个案例不再公开", "不再公开，就把「发布」改为「已撤下」；愿意继续公开，请重新取得同意。", "The consent to publish ended on 2026-11-23; this case is no longer public", level="warning")),
    Mistake("P01: a consent that was withdrawn", care(consent=CONSENT + "撤回: 2026-09-01\n"),
        Said("content/care/a.yaml:8:5", "公开授权已于 2026-09-01 撤回，这个案例不再公开", "不再公开，就把「发布」改为「已撤下」；愿意继续公开，请重新取得同意。", "The consent to publish was withdrawn on 2026-09-01; this case is no longer public", level="warning")),
    Mistake("P01: a withdrawal of a day that has not come", care(consent=CONSENT + "撤回: 2026-12-24\n"),
        Said("content/care/a.yaml:8:5", "授权里的「撤回」写的是以后的日期：2026-12-24，到那一天才撤下", "要马上撤下，改成今天的日期，再运行「dizao build」。", "The withdrawal in the consent is dated ahead, 2026-12-24: the case is taken down on that day", level="info")),
    Mistake("a consent that ends soon", care(consent=CONSENT.replace("2027-04-01", "2026-12-23")),
        Said("content/care/a.yaml:8:5", "公开授权将于 2026-12-23 到期，到期后页面会自动撤下", "如当事人愿意，请在到期前重新取得同意。", "The consent to publish ends on 2026-12-23; the page will then be taken down", level="warning")),
    Mistake("P02: a consent for other channels", care(consent=CONSENT.replace("网站", "公告栏")),
        Said("content/care/a.yaml:8:5", "授权「agreed」没有同意在网站上公开", "授权的「公开渠道」里要有「网站」；当事人没有同意，就不能公开。", "The consent “agreed” does not cover publication on the web")),
    Mistake("P03: a guardian without a basis", care(consent=CONSENT.replace("本人", "监护人")),
        Said("content/care/a.yaml:8:5", "授权「agreed」由监护人作出，但没有写明依据", "由监护人或代理人同意的，要写「代理依据」。", "The consent “agreed” was given by the guardian, and no basis is stated")),
    Mistake("P03: consent about a minor by somebody else", care(consent=CONSENT.replace("本人", "近亲属") + "代理依据: 户口本\n敏感信息: 未成年人\n"),
        Said("content/care/a.yaml:8:5", "授权「agreed」涉及未成年人，却由近亲属作出", "未成年人的，要由监护人同意，并写「代理依据」；没有取得，就不能公开。", "The consent “agreed” is about a minor, and was given by next of kin")),
    Mistake("P04: initials", care(CARE.replace("桂花奶奶", "W奶奶")),
        Said("content/care/a.yaml:1:5", "关爱案例的称呼「W奶奶」有问题：像是姓名的缩写，或隐去了几个字的姓名", "用与本人姓名无关的化名，全站不重复，例如「桂花奶奶」。", "The name “W奶奶” of the care case will not do: it looks like initials, or a name with parts left out")),
    Mistake("P04: a surname with an epithet", care(CARE.replace("桂花奶奶", "老王")),
        Said("content/care/a.yaml:1:5", "关爱案例的称呼「老王」有问题：像是真实的姓加称呼", "用与本人姓名无关的化名，全站不重复，例如「桂花奶奶」。", "The name “老王” of the care case will not do: it looks like a real surname and a form of address")),
    Mistake("P04: a surname with a form of address", care(CARE.replace("桂花奶奶", "王奶奶")),
        Said("content/care/a.yaml:1:5", "关爱案例的称呼「王奶奶」有问题：像是真实的姓加称呼", "用与本人姓名无关的化名，全站不重复，例如「桂花奶奶」。", "The name “王奶奶” of the care case will not do: it looks like a real surname and a form of address")),
    Mistake("P04: one pseudonym for two", {**care(), "content/care/b.yaml": CARE},
        Said("content/care/a.yaml:1:5", "关爱案例的称呼「桂花奶奶」有问题：别的案例已经用了", "content/care/b.yaml 已经用了这个化名；换一个与本人姓名无关的化名。", "The name “桂花奶奶” of the care case will not do: another case has it already"),
        Said("content/care/b.yaml:1:5", "关爱案例的称呼「桂花奶奶」有问题：别的案例已经用了", "content/care/a.yaml 已经用了这个化名；换一个与本人姓名无关的化名。", "The name “桂花奶奶” of the care case will not do: another case has it already")),
    Mistake("P11: a picture with nothing said of people", shown(''),
        Said("content/care/a.yaml:11:6", "这张图还不能公开：没有写明图里有没有能认出来的人", "图里没有能认出来的人，就写「无可辨认人物: 是」；有，就在「肖像授权」里写本人单独同意公开的授权编号。", "This picture cannot be published yet: it does not say whether somebody can be recognised")),
    Mistake("P11: an unknown portrait consent", shown('肖像授权: nobody'),
        Said("content/care/a.yaml:11:44", "这张图还不能公开：找不到「肖像授权」写的授权", "图里没有能认出来的人，就写「无可辨认人物: 是」；有，就在「肖像授权」里写本人单独同意公开的授权编号。", "This picture cannot be published yet: there is no consent of the id in “portrait_consent”")),
    Mistake("P11: a portrait consent to something else", shown('肖像授权: face', CONSENT.replace('网站', '公告栏')),
        Said("content/care/a.yaml:11:44", "这张图还不能公开：「肖像授权」没有单独同意在网站上公开", "图里没有能认出来的人，就写「无可辨认人物: 是」；有，就在「肖像授权」里写本人单独同意公开的授权编号。", "This picture cannot be published yet: the consent in “portrait_consent” is no separate consent to publication on the web")),
    Mistake("P11: a portrait consent of a guardian", shown('肖像授权: face', CONSENT.replace('本人', '监护人')),
        Said("content/care/a.yaml:11:44", "这张图还不能公开：「肖像授权」不是本人同意的，又没有写「代理依据」", "图里没有能认出来的人，就写「无可辨认人物: 是」；有，就在「肖像授权」里写本人单独同意公开的授权编号。", "This picture cannot be published yet: the consent in “portrait_consent” is not by the person, and “capacity_basis” is missing")),
    Mistake("P11: a portrait consent that is not signed yet", shown('肖像授权: face', CONSENT.replace('2026-04-01', '2026-12-01')),
        Said("content/care/a.yaml:11:44", "这张图还不能公开：「肖像授权」的日期不清楚，或还没有到签署日期", "图里没有能认出来的人，就写「无可辨认人物: 是」；有，就在「肖像授权」里写本人单独同意公开的授权编号。", "This picture cannot be published yet: the dates of the consent in “portrait_consent” are not clear, or it is not signed yet")),
    Mistake("P11: a portrait consent that has expired", shown("肖像授权: face", CONSENT.replace("2027-04-01", "2026-11-23")),
        Said("content/care/a.yaml:11:44", "肖像授权已于 2026-11-23 到期，这张图不再公开", "把图从内容里去掉；愿意继续公开，请重新取得同意。", "The portrait consent ended on 2026-11-23; this picture is no longer public", level="warning")),
    Mistake("P11: a portrait consent that was withdrawn, for a picture that stands elsewhere too", {**shown("肖像授权: face", CONSENT + "撤回: 2026-09-01\n"), **body("![图](../media/a.svg)\n"), **project(plus="图片: [{文件: media/a.svg, 图片说明: 图}]\n")},
        Said("content/care/a.yaml:11:44", "肖像授权已于 2026-09-01 撤回，这张图不再公开", "把图从内容里去掉；愿意继续公开，请重新取得同意。", "The portrait consent was withdrawn on 2026-09-01; this picture is no longer public", level="warning"),
        Said("content/projects/p.yaml:5:11", "图片 media/a.svg 的肖像授权已经结束，这里也不再显示它", "换一张图，或把它去掉。", "The portrait consent of the picture media/a.svg has ended, so it is not shown here either", level="warning"),
        Said("content/stories/s.md:9:6", "图片 media/a.svg 的肖像授权已经结束，这里也不再显示它", "换一张图，或把它去掉。", "The portrait consent of the picture media/a.svg has ended, so it is not shown here either", level="warning")),
    Mistake("P14: no review", care(CARE.split("审核", maxsplit=1)[0]),
        Said("content/care/a.yaml:1:0", "关爱案例没有经过第二人审核：没有写「审核」", "写上「撰写」和「审核: {角色: …, 日期: …}」，审核人不能是撰写人。", "The care case has not been reviewed by a second person: “review” is missing")),
    Mistake("P14: reviewed by the author", care(CARE.replace("社区副书记", "网格员")),
        Said("content/care/a.yaml:10:10", "关爱案例没有经过第二人审核：审核人和撰写人是同一个岗位", "写上「撰写」和「审核: {角色: …, 日期: …}」，审核人不能是撰写人。", "The care case has not been reviewed by a second person: reviewer and author have the same post")),
    Mistake("P14: a review that has not been yet", care(CARE.replace("2026-05-02", "2026-12-02")),
        Said("content/care/a.yaml:10:21", "关爱案例没有经过第二人审核：审核日期还没有到", "写上「撰写」和「审核: {角色: …, 日期: …}」，审核人不能是撰写人。", "The care case has not been reviewed by a second person: the day of the review has not come")),
    Mistake("P14: an unknown author", care(CARE.replace("撰写: 网格员\n", "")),
        Said("content/care/a.yaml:1:0", "关爱案例没有经过第二人审核：没有写「撰写」，不知道是不是另一个人审核的", "写上「撰写」和「审核: {角色: …, 日期: …}」，审核人不能是撰写人。", "The care case has not been reviewed by a second person: “author_role” is missing, so nobody can tell whether the reviewer is someone else")),
    Mistake("a retention period that is over", care(CARE + "保存到: 2026-11-22\n"),
        Said("content/care/a.yaml:11:6", "保存期限已于 2026-11-22 届满，这个案例不再公开", "把「发布」改为「已撤下」。", "The retention period ended on 2026-11-22; this case is no longer public", level="warning")),
    Mistake("a retention period that ends soon", care(CARE + "保存到: 2026-12-10\n"),
        Said("content/care/a.yaml:11:6", "保存期限将于 2026-12-10 届满，届满后页面会自动撤下", "需要延长，请写明新的「保存到」；不需要，就不用管。", "The retention period ends on 2026-12-10; the page will then be taken down", level="warning")),
    Mistake("a case that is marked as withdrawn", care(CARE.replace("状态: 帮扶中", "状态: 已撤回")),
        Said("content/care/a.yaml:6:5", "这个案例已标为「已撤回」，不再公开", "把「发布」改为「已撤下」，就不再提醒。", "This case is marked as withdrawn and is no longer public", level="warning")),
    Mistake("a care case whose name tells of a person", {"content/care/wang-nainai.yaml": CARE, "content/consents/agreed.yaml": CONSENT},
        Said("content/care/wang-nainai.yaml:1:0", "文件名会写在网址里，撤下以后也留着，里面的「nainai」会让人猜到是谁", "还没有公开过的，改成不说明什么的文件名，例如「case-k7mp3x」；公开过的，就不要再改。", "The file name stands in the address, also after the case is taken down, and “nainai” in it helps to guess who it is", level="warning")),
    Mistake("a story that still tells of a case that was taken down", {**care(CARE.replace("发布: 已发布", "发布: 已撤下")), **story(STORY.replace("communities/he", "care/a").replace("楼道", "桂花奶奶的楼道"))},
        Said("content/stories/s.md:4:5", "「care/a」没有公开，这里的链接不会显示", "这个案例已经撤下：去掉这个链接，讲到当事人的话也要删掉；整篇都在讲的，把「发布」改成「已撤下」。", "“care/a” is not public, so this link will not be shown", level="warning"),
        Said("content/stories/s.md:7:1", "「桂花奶奶」的案例已经撤下，这里还写着这个化名", "讲到当事人的话要删掉；整篇都在讲的，把「发布」改成「已撤下」。", "The case of “桂花奶奶” has been taken down, and its pseudonym still stands here", level="warning")),
    Mistake("a promise in a care case", care(CARE + "承诺:\n  - {id: p, 内容: 常去看看, 责任: 居委会, 作出: 2026-01-01}\n"),
        Said("content/care/a.yaml:12:5", "关爱案例里不能写承诺", "承诺要写明日期和责任人，会让人认出当事人；写成单独的承诺，不提这个案例。", "A care case must not hold a promise")),
    Mistake("P05: an illness that nobody agreed to tell", care(CARE.replace("邻里长常去看望", "他得了肝硬化，邻里长常去看望")),
        Said("content/care/a.yaml:5:5", "关爱案例里写到了健康状况：「肝硬化」，授权没有同意公开这一类", "当事人单独同意的，在授权的「敏感信息」里写上「健康」；没有同意，就删掉。", "The care case tells of health (“肝硬化”), and the consent does not cover that")),
    Mistake("P05: consent to something else that is sensitive", care(CARE.replace("邻里长常去看望", "一家吃低保"), CONSENT + "敏感信息: 健康\n"),
        Said("content/care/a.yaml:5:5", "关爱案例里写到了救助情况：「吃低保」，授权没有同意公开这一类", "当事人单独同意的，在授权的「敏感信息」里写上「救助」；没有同意，就删掉。", "The care case tells of benefits (“吃低保”), and the consent does not cover that")),
    Mistake("P05: a category that is itself sensitive", care(CARE.replace("独居老人", "残疾")),
        Said("content/care/a.yaml:3:5", "写了「残疾」，等于公开了残疾，授权没有同意公开这一类", "当事人单独同意的，在授权的「敏感信息」里写上「残疾」；没有同意，就换一个说法，或不公开。", "“disability” tells of disability, and the consent does not cover that")),
    Mistake("P05: a kind of help that is itself sensitive", care(CARE + "帮扶: [{类型: 协助申办补助, 谁: 社区工作人员}]\n"),
        Said("content/care/a.yaml:11:11", "写了「协助申办补助」，等于公开了救助，授权没有同意公开这一类", "当事人单独同意的，在授权的「敏感信息」里写上「救助」；没有同意，就换一个说法，或不公开。", "“help with applications” tells of benefits, and the consent does not cover that")),
    Mistake("P06: mental health, whatever the consent says", care(CARE.replace("邻里长常去看望", "女儿有抑郁症"), CONSENT + "敏感信息: [健康, 残疾]\n"),
        Said("content/care/a.yaml:5:5", "关爱案例里不能写精神健康：「抑郁症」", "有人同意也不能公开；删掉它。", "A care case must not tell of mental health (“抑郁症”)")),
    Mistake("P06: an offence", care(CARE.replace("邻里长常去看望", "儿子在服刑")),
        Said("content/care/a.yaml:5:5", "关爱案例里不能写服刑、矫正或戒毒：「服刑」", "有人同意也不能公开；删掉它。", "A care case must not tell of an offence or drug use (“服刑”)")),
    Mistake("P07: a building", care(CARE + "结果: 3号楼的邻居都来帮忙\n"),
        Said("content/care/a.yaml:11:5", "关爱案例里写到了楼栋或单元：「3号楼」", "地点只写到社区或片区。", "The care case names a building or a stairwell (“3号楼”)")),
    Mistake("P07: a shop next door", care(CARE + "结果: 楼下的早餐店每天送一碗粥\n"),
        Said("content/care/a.yaml:11:5", "关爱案例里写到了旁边的店铺或机构：「楼下的早餐店」", "地点只写到社区或片区。", "The care case names a place next door (“楼下的早餐店”)")),
    Mistake("P07: an area, where the consent has the community only", care(CARE + "结果: 安装宿舍的邻居都来帮忙\n", CONSENT + "地点精度: 社区\n"),
        Said("content/care/a.yaml:11:5", "关爱案例里写到了小区或片区：「安装宿舍」", "地点只写到社区或片区。", "The care case names an area (“安装宿舍”)")),
    Mistake("P07: the community, where no place is agreed to", care(CARE + "结果: 何家垅社区的邻居都来帮忙\n", CONSENT + "地点精度: 不写\n"),
        Said("content/care/a.yaml:11:5", "关爱案例里写到了社区：「何家垅社区」", "地点只写到社区或片区。", "The care case names the community (“何家垅社区”)")),
    Mistake("P08: a day", care(CARE + "结果: ５月１２日那天回了家\n"),
        Said("content/care/a.yaml:11:5", "关爱案例里写到了日期「5月12日」，授权只同意写到月", "改写得粗一些，例如「5月」；本人同意写得更细的，改授权的「日期精度」。", "The care case names the date “5月12日”; the consent allows dates by month only")),
    Mistake("P08: a month, where the consent has the year only", care(CARE + "结果: 五月底回了家\n", CONSENT + "日期精度: 年\n"),
        Said("content/care/a.yaml:11:5", "关爱案例里写到了日期「五月底」，授权只同意写到年", "改写得粗一些，例如「2026年」；本人同意写得更细的，改授权的「日期精度」。", "The care case names the date “五月底”; the consent allows dates by year only")),
    Mistake("P09: three traits that nobody has thought about", care(CARE.replace(", 反推检查: 民政专干", "")),
        Said("content/care/a.yaml:10:5", "这个案例同时写到了性别、家庭情况、地点，熟人合起来可能认出是谁", "请另一个人想一想：认不出，就在「审核」里写「反推检查」和他的岗位；认得出，就少写一两样。", "This case tells of sex, household, place: together, people who know the person may recognise them", level="warning")),
    Mistake("P09: thought about by the author", care(CARE.replace("反推检查: 民政专干", "反推检查: 网格员")),
        Said("content/care/a.yaml:10:5", "这个案例同时写到了性别、家庭情况、地点，熟人合起来可能认出是谁", "请另一个人想一想：认不出，就在「审核」里写「反推检查」和他的岗位；认得出，就少写一两样。", "This case tells of sex, household, place: together, people who know the person may recognise them", level="warning")),
    Mistake("P12: a helper by name", care(CARE + "帮扶: [{类型: 探访, 谁: 李主任}]\n"),
        Said("content/care/a.yaml:11:18", "关爱案例里写了工作人员的姓名：「李**」，没有这个人自己同意署名的授权", "改写成岗位；本人愿意署名的，在这一条帮扶里写「署名授权」和授权的编号。", "The care case holds the name of a member of staff (“李**”), and there is no consent of that person to be named")),
    Mistake("P12: a helper whose consent to be named has ended", {**care(CARE + "帮扶: [{类型: 探访, 谁: 李主任, 署名授权: helper}]\n"), "content/consents/helper.yaml": CONSENT + "撤回: 2026-09-01\n"},
        Said("content/care/a.yaml:11:29", "公开授权已于 2026-09-01 撤回，这个案例不再公开", "不再公开，就把「发布」改为「已撤下」；愿意继续公开，请重新取得同意。", "The consent to publish was withdrawn on 2026-09-01; this case is no longer public", level="warning")),
    Mistake("P13: the name of a neighbour and of an official", care(CARE.replace("邻里长常去看望", "张婆婆和李主任常去看望")),
        Said("content/care/a.yaml:5:5", "关爱案例里写了姓名或称呼：「张**」", "删掉它；写到人的地方，只写化名或岗位。", "The care case holds a person's name (“张**”)"),
        Said("content/care/a.yaml:5:5", "关爱案例里写了工作人员的姓名：「李**」", "删掉它；写到人的地方，只写化名或岗位。", "The care case holds the name of a member of staff (“李**”)")),
    Mistake("P13: a number in the alternative text of a picture", care(CARE + "图片: [{文件: media/a.svg, 图片说明: 电话154-0000-5678}]\n"),
        Said("content/care/a.yaml:11:30", "关爱案例里写了手机号：「154********78」", "删掉它；写到人的地方，只写化名或岗位。", "The care case holds a mobile number (“154********78”)")),
    Mistake("P13: a name in the words on a picture", care(CARE + "图片: [{文件: media/a.svg, 图片说明: 锦旗, 图上文字: 何桂枝敬赠}]\n"),
        Said("content/care/a.yaml:11:40", "关爱案例里写了姓名或称呼：「何**」", "删掉它；写到人的地方，只写化名或岗位。", "The care case holds a person's name (“何**”)")),
    Mistake("P15: a banner of which the words were not copied", care(CARE + "图片: [{文件: media/a.svg, 图片说明: 一面锦旗}]\n"),
        Said("content/care/a.yaml:11:11", "关爱案例的这张图上可能有名字，没有写「图上文字」", "把图上写着的字抄进「图上文字」；没有字或看不清，写「无」。这一项不会公开。", "There may be names on this picture of the care case, and “text_on_picture” is missing")),
    # -- personal data
    Mistake("an identity number in a title", project(PROJECT.replace("枯树修剪", "枯树修剪 420106209903198687")),
        Said("content/projects/p.yaml:1:5", "这里写了身份证号：「420*************87」", "网页上不能有个人信息；删掉它，或改写成单位、岗位。", "There is a resident id number here: “420*************87”")),
    Mistake("an identity number that may be a slip of the pen", with_("概述: 身份证号420106209903198688\n"),
        Said("content/projects/p.yaml:5:5", "这里好像是身份证号：「420*************88」", "是个人信息，就删掉；可以公开的，写进 content/site.yaml 的「可以公开」。", "This looks like a resident id number: “420*************88”", level="warning")),
    Mistake("a mobile number in a body", body("有事找他，\n电话是１３８ 0013 8000。\n"),
        Said("content/stories/s.md:10:4", "这里写了手机号：「138********00」", "个人的，就删掉；是单位公开的，写进 content/site.yaml 的「可以公开」。", "There is a mobile number here: “138********00”")),
    Mistake("a mobile number that is parted by marks and by an entity", body("电话138**0013**8000，138&#48;0138000。\n"),
        Said("content/stories/s.md:9:3", "这里写了手机号：「138******00」", "个人的，就删掉；是单位公开的，写进 content/site.yaml 的「可以公开」。", "There is a mobile number here: “138******00”"),
        Said("content/stories/s.md:9:19", "这里写了手机号：「138******00」", "个人的，就删掉；是单位公开的，写进 content/site.yaml 的「可以公开」。", "There is a mobile number here: “138******00”")),
    Mistake("a telephone number that may be an office's", with_("概述: 请打027-85550101\n"),
        Said("content/projects/p.yaml:5:5", "这里好像是电话号码：「027*******01」", "是个人信息，就删掉；可以公开的，写进 content/site.yaml 的「可以公开」。", "This looks like a telephone number: “027*******01”", level="warning")),
    Mistake("a resident who is named", body("王奶奶说，灯亮了。\n"),
        Said("content/stories/s.md:9:1", "这里好像是姓名或称呼：「王**」", "是个人信息，就删掉；可以公开的，写进 content/site.yaml 的「可以公开」。", "This looks like a person's name: “王**”", level="warning")),
    Mistake("an illness of a resident who is named", with_("概述: 王奶奶有糖尿病。邻里长常去看望\n"),
        Said("content/projects/p.yaml:5:5", "这句话里有称呼，又写到健康状况：「糖尿病」", "两样不要写在一起；去掉称呼，或去掉这一点。", "This sentence names a person and tells of health (“糖尿病”)", level="warning"),
        Said("content/projects/p.yaml:5:5", "这里好像是姓名或称呼：「王**」", "是个人信息，就删掉；可以公开的，写进 content/site.yaml 的「可以公开」。", "This looks like a person's name: “王**”", level="warning")),
    Mistake("a number in the name of a file", {"content/projects/call-15400005678.yaml": PROJECT},
        Said("content/projects/call-15400005678.yaml:1:0", "这里写了手机号：「154******78」", "个人的，就删掉；是单位公开的，写进 content/site.yaml 的「可以公开」。", "There is a mobile number here: “154******78”")),
    Mistake("a number plate on a picture", with_("图片: [{文件: media/a.svg, 图片说明: 占道的车, 图上文字: 鄂A·00000}]\n"),
        Said("content/projects/p.yaml:5:42", "这里写了车牌号：「鄂A****00」", "网页上不能有个人信息；删掉它，或改写成单位、岗位。", "There is a number plate here: “鄂A****00”")),
    Mistake("a list of names in a picture", with_("图片: [{文件: media/a.svg, 图片说明: 签到表}]\n"),
        Said("content/projects/p.yaml:5:11", "这张图上可能有名字，没有写「图上文字」", "把图上写着的字抄进「图上文字」；没有字或看不清，写「无」。这一项不会公开。", "There may be names on this picture, and “text_on_picture” is missing", level="warning")),
    Mistake("a mobile number in the settings", settings(SITE + "口号: 有事打13800138000\n"),
        Said("content/site.yaml:3:5", "这里写了手机号：「138******00」", "个人的，就删掉；是单位公开的，写进 content/site.yaml 的「可以公开」。", "There is a mobile number here: “138******00”")),
    # -- the promise lock
    Mistake("a due date that was moved in silence", rewritten(PROMISE.replace("2027-06-30", "2027-12-31")),
        Said("content/commitments/k.yaml:5:5", "「期限」公布时是「2027-06-30」（content/promises.lock:1），现在是「2027-12-31」", "改回原来的写法；确实要改，另写一条「变更」，写明日期、原因和「新期限」。", "“due” was published as “2027-06-30” (content/promises.lock:1), and now is “2027-12-31”")),
    Mistake("a promise in softer words", rewritten(PROMISE.replace("复查行道树", "争取复查行道树")),
        Said("content/commitments/k.yaml:1:5", "「内容」公布时是「复查行道树」（content/promises.lock:1），现在是「争取复查行道树」", "改回原来的写法；确实要改，另写一条「变更」，写明日期、原因和「新内容」。", "“text” was published as “复查行道树” (content/promises.lock:1), and now is “争取复查行道树”")),
    Mistake("a promise that became a wish", rewritten(PROMISE.replace("期限: 2027-06-30", "类型: 愿景")),
        Said("content/commitments/k.yaml:5:5", "「类型」公布时是「有期承诺」（content/promises.lock:1），现在是「愿景」", "改回原来的写法；不这样做了，就写「撤回」和原因，再另立一条承诺。", "“kind” was published as “dated” (content/promises.lock:1), and now is “aspiration”")),
    Mistake("rounds that begin later", rewritten(ROUNDS + "周期: {间隔: 每季, 起: 2026-04}\n", ROUND),
        Said("content/commitments/k.yaml:6:17", "「起」公布时是「2026-01」（content/promises.lock:1），现在是「2026-04」", "改回原来的写法；不这样做了，就写「撤回」和原因，再另立一条承诺。", "“anchor” was published as “2026-01” (content/promises.lock:1), and now is “2026-04”")),
    Mistake("a day of completion that was changed", rewritten(PROMISE + KEPT.replace("完成: 2026-06-01", "完成: 2026-05-20"), TERMS, MOVED, DONE),
        Said("content/commitments/k.yaml:7:5", "「完成」公布时是「2026-06-01」（content/promises.lock:3），现在是「2026-05-20」", "改回原来的写法；原来写错了，就运行「dizao promises accept commitments/k --reason 原因」，更正会公开。", "“completed_at” was published as “2026-06-01” (content/promises.lock:3), and now is “2026-05-20”")),
    Mistake("an amendment that was taken back", rewritten(PROMISE, TERMS, MOVED),
        Said("content/commitments/k.yaml:1:0", "公布过的变更改了：原来是「2026-06-20 2027-09-30 缺工」（content/promises.lock:2），现在是「没有写」", "改回原来的写法；还要再改，就在后面另写一条「变更」。", "A published amendment was changed: it was “2026-06-20 2027-09-30 缺工” (content/promises.lock:2), and now is “nothing”")),
    Mistake("an amendment for another reason", rewritten(PROMISE + KEPT.replace("缺工", "下雨"), TERMS, MOVED, DONE),
        Said("content/commitments/k.yaml:6:6", "公布过的变更改了：原来是「缺工」（content/promises.lock:2），现在是「下雨」", "改回原来的写法；原来写错了，就运行「dizao promises accept commitments/k --reason 原因」，更正会公开。", "A published amendment was changed: it was “缺工” (content/promises.lock:2), and now is “下雨”")),
    Mistake("a promise that vanished", {LOCK: locked(TERMS)},
        Said("content/promises.lock:1:0", "「复查行道树」公布过（content/promises.lock:1，写在 commitments/k），现在找不到了", "从 git 或备份里找回来；不做了，就写「撤回」和原因；确实要删去，运行「dizao promises accept commitments/k --reason 原因」，删去的事会公开。", "“复查行道树” was published (content/promises.lock:1, in commitments/k), and is nowhere now")),
    Mistake("a promise that was hidden", rewritten(PROMISE + "发布: 草稿\n"),
        Said("content/commitments/k.yaml:6:5", "「复查行道树」公布过（content/promises.lock:1），现在没有公开", "改回「已发布」；整条不再公开，就写「发布: 已撤下」，再写「撤下」的日期和原因，原因会公开。", "“复查行道树” was published (content/promises.lock:1), and is not public now")),
    Mistake("a promise that was taken down without a reason", rewritten(PROMISE + "发布: 已撤下\n"),
        Said("content/commitments/k.yaml:6:5", "「复查行道树」公布过（content/promises.lock:1），现在没有公开", "改回「已发布」；整条不再公开，就写「发布: 已撤下」，再写「撤下」的日期和原因，原因会公开。", "“复查行道树” was published (content/promises.lock:1), and is not public now")),
    Mistake("a conflict in the promise lock", lock_of(["<<<<<<< HEAD\n", *ROWS[:2], "=======\n", OTHER[1], ">>>>>>> other\n"]),
        Said("content/promises.lock:1:0", "承诺锁里有没处理完的合并冲突", "两边的都要留下；运行「dizao promises accept」，它会把两边接起来。", "A merge conflict was left in the promise lock")),
    Mistake("a promise lock of two branches", lock_of([*ROWS, OTHER[1]]),
        Said("content/promises.lock:4:0", "两个分支各自添了承诺：第 3 行和这一行后面都没有再接下去", "运行「dizao promises accept」，把两边接起来；两边的都会留下。", "Two branches both added promises: nothing follows line 3, and nothing follows this one")),
    Mistake("a last line that is cut", lock_of([*ROWS[:2], ROWS[2][:120]]),
        Said("content/promises.lock:3:0", "最后一行不完整，多半是复制或同步中断了", "从 git 或备份里找回 content/promises.lock；找不回，运行「dizao promises accept」，从已经公布的台账里补。", "The last line is cut short; most likely copying or syncing was interrupted")),
    Mistake("a line that is none", lock_of([*ROWS, "备注\n"]),
        Said("content/promises.lock:4:0", "这一行不是承诺锁的内容", "不是程序写的，就删掉；被改坏了，就从 git 或备份里找回 content/promises.lock。", "This is no line of the promise lock")),
    Mistake("a line that was edited", lock_of([ROWS[0].replace("2027-06-30", "2028-06-30"), *ROWS[1:]]),
        Said("content/promises.lock:1:0", "这一行被改过，和它的校验码对不上", "从 git 或备份里找回 content/promises.lock；要改承诺，写「变更」，不要改这个文件。", "This line was altered: it does not fit its hash")),
    Mistake("a hash that was edited", lock_of([ROWS[0], "0" + ROWS[1][1:], ROWS[2]]),
        Said("content/promises.lock:2:0", "这一行被改过，和它的校验码对不上", "从 git 或备份里找回 content/promises.lock；要改承诺，写「变更」，不要改这个文件。", "This line was altered: it does not fit its hash")),
    Mistake("a line that is missing", lock_of([ROWS[0], ROWS[2]]),
        Said("content/promises.lock:2:0", "这一行前面少了一行或几行", "从 git 或备份里找回 content/promises.lock；找不回，运行「dizao promises accept」，从已经公布的台账里补。", "One or more lines are missing before this one")),
    Mistake("lines in the wrong order", lock_of([ROWS[1], ROWS[0], ROWS[2]]),
        Said("content/promises.lock:1:0", "次序乱了：第 2 行应当在这一行前面", "运行「dizao promises accept」，恢复原来的次序。", "The lines are out of order: line 2 belongs before this one")),
    Mistake("a line that stands twice", lock_of([*ROWS, ROWS[2]]),
        Said("content/promises.lock:4:0", "这一行和第 3 行重复", "运行「dizao promises accept」，去掉重复的。", "This line is the same as line 3")),
    Mistake("a promise lock with a byte order mark", lock_of(["\ufeff", *ROWS]),
        Said("content/promises.lock:1:0", "文件开头多了一个字节顺序标记（BOM），内容没有受影响", "不用管，下次写入时自动去掉。", "The file begins with a byte order mark, which has done no harm", level="info")),
    Mistake("a promise lock with line ends of Windows", lock_of([row.replace("\n", "\r\n") for row in ROWS]),
        Said("content/promises.lock:1:0", "从这一行起用了 Windows 的换行，内容没有受影响", "不用管，下次写入时自动恢复。", "From this line on the line ends are those of Windows, which has done no harm", level="info")),
    Mistake("a line of a newer version", lock_of([*ROWS, hashed("{\"event\":\"sworn\",\"on\":\"2026-11-20\",\"prev\":[]}")]),
        Said("content/promises.lock:4:0", "这一行是更新的 dizao 写的，这个版本读不懂", "换成最新的 dizao 再试。", "A newer dizao wrote this line; this version cannot read it")),
    # -- templates
    Mistake("a template included by a name that is put together", template("home.html", "<p>\n{% include view.title ~ '.html' %}\n"),
        Said("templates/home.html:2:1", "模板里 include、import、extends 的文件名要直接写出来", "不要用变量拼文件名。", "Names of templates to include, import or extend must be written out")),
    Mistake("a tag of a template without its pair", template("home.html", "{% if x %}\n<p>\n{% endfor %}\n"),
        Said("templates/home.html:3:1", "这里不应当有「endfor」标签", "检查前面的标签是否成对，或标签名是否写错。", "The tag “endfor” cannot stand here")),
    Mistake("a tag of a template that is not closed", template("home.html", "<p>\n{% if x %}\n<p>\n"),
        Said("templates/home.html:2:1", "模板结束了，这里开始的标签或花括号还没有结束", "补上「{% end… %}」「%}」或「}}」。", "The template ends before the tag or brace that begins here does")),
    Mistake("braces of a template that are not closed", template("home.html", "<p>\n{{ x \n"),
        Said("templates/home.html:2:1", "模板结束了，这里开始的标签或花括号还没有结束", "补上「{% end… %}」「%}」或「}}」。", "The template ends before the tag or brace that begins here does")),
    Mistake("a template that extends none", template("home.html", '{% extends "nope.html" %}\n'),
        Said("templates/home.html:1:1", "找不到模板「nope.html」", "恢复这个模板文件，或去掉对它的引用。", "There is no template “nope.html”")),
    Mistake("a template that includes none", template("home.html", '<p>\n{% include "nope.html" %}\n'),
        Said("templates/home.html:2:1", "找不到模板「nope.html」", "恢复这个模板文件，或去掉对它的引用。", "There is no template “nope.html”")),
    Mistake("a name that a template does not have", template("home.html", "<p>\n{{ view.nope }}\n"),
        Said("templates/home.html:2:1", "模板里用到的「nope」不存在", "检查名字有没有写错。", "The template uses “nope”, which does not exist")),
    Mistake("a filter that does not exist", template("home.html", "<p>\n{{ 1|nofilter }}\n"),
        Said("templates/home.html:2:1", "模板里用到的「nofilter」不存在", "检查名字有没有写错。", "The template uses “nofilter”, which does not exist")),
    Mistake("a template that fails two files down", {**template("home.html", '{% import "m.html" as m %}\n{{ m.a() }}\n'), **template("m.html", '{% macro a() %}\n\n{{ 1 + "x" }}\n{% endmacro %}\n')},
        Said("templates/m.html:3:1", "用模板生成「/」时出错", "检查这一行。Jinja 的原话：TypeError: unsupported operand type(s) for +: 'int' and 'str'", "The template failed while it made “/”")),
    Mistake("a template that includes itself", template("home.html", '{% include "home.html" %}\n'),
        Said("templates/home.html:1:1", "模板一层套一层，没有尽头", "检查模板有没有引用它自己。", "Templates include each other without end")),
    Mistake("a base that fails on every page", template("base.html", "{{ view.nope }}\n"),
        Said("templates/base.html:1:1", "模板里用到的「nope」不存在", "检查名字有没有写错。", "The template uses “nope”, which does not exist")),
    Mistake("a fragment that fails at every place", template("footer.html", "<p>\n{{ frame.nope }}\n"),
        Said("templates/footer.html:2:1", "模板里用到的「nope」不存在", "检查名字有没有写错。", "The template uses “nope”, which does not exist")),
    Mistake("a fragment that cannot be parsed", template("menu.html", "<p>\n{% if x %}\n"),
        Said("templates/menu.html:2:1", "模板结束了，这里开始的标签或花括号还没有结束", "补上「{% end… %}」「%}」或「}}」。", "The template ends before the tag or brace that begins here does")),
    Mistake("a fragment that is not there", template("home.html", '<p>\n{{ fragment("nope.html") }}\n'),
        Said("templates/home.html:2:1", "找不到模板「nope.html」", "恢复这个模板文件，或去掉对它的引用。", "There is no template “nope.html”")),
    Mistake("a fragment within itself", template("footer.html", '{{ fragment("footer.html") }}\n'),
        Said("templates/footer.html:1:1", "模板一层套一层，没有尽头", "检查模板有没有引用它自己。", "Templates include each other without end")),
    Mistake("a file of a template that does not exist", template("home.html", '<p>\n{{ asset("nope.css") }}\n'),
        Said("templates/home.html:2:1", "模板用到的文件「assets/nope.css」不存在", "把它放进 templates 文件夹，或去掉对它的引用。", "The template uses the file “assets/nope.css”, which does not exist")),
    Mistake("a template in GBK", template("home.html", "<p>中文\n".encode("gbk")),
        Said("templates/home.html:1:0", "这个文件不是 UTF-8 编码（第 4 个字节起无法识别）", "用记事本打开，选「另存为」，编码选「UTF-8」，再保存。", "This file is not UTF-8 (from byte 4 on)")),
    # -- settings
    Mistake("settings that cannot be read", settings(Unreadable(SITE)),
        Said("content/site.yaml:1:0", "读不了这个文件", "检查文件是否被别的程序占用，或有没有读取权限。", "This file cannot be read")),
    Mistake("settings that are empty", settings(""),
        Said("content/site.yaml:1:0", "这个文件还没有内容", "写上站点的名称，例如「名称: 何家垅社区」。", "There is nothing in this file yet")),
    Mistake("settings in GBK", {"content/site.yaml": SITE.encode("gbk")},
        Said("content/site.yaml:1:0", "这个文件不是 UTF-8 编码（第 1 个字节起无法识别），看起来是 GBK", "用记事本打开，选「另存为」，编码选「UTF-8」，再保存。", "This file is not UTF-8 (from byte 1 on); it looks like GBK")),
    Mistake("settings that are broken", settings("名称: [\n"),
        Said("content/site.yaml:1:5", "方括号没有结束，或中间少了逗号", "末尾补上「]」；每两条之间用半角逗号「,」隔开。", "A square bracket is not closed, or a comma is missing")),
    Mistake("settings with a tab", settings("名称: 社区\n联系:\n\t单位: 居委会\n"),
        Said("content/site.yaml:3:1", "用了制表符（Tab）缩进", "缩进只能用空格，每层两个。", "This line is indented with a tab")),
    Mistake("settings without a name", settings("联系: {单位: 居委会}\n"),
        Said("content/site.yaml:1:0", "缺少「名称」", "网站的名字，例如「何家垅社区共同缔造」。", "“name” is missing")),
    Mistake("settings without a contact", settings("名称: 社区\n"),
        Said("content/site.yaml:1:0", "缺少「联系」", "居民怎么找到社区。", "“contact” is missing")),
    Mistake("an empty contact", settings("名称: 社区\n联系: {}\n"),
        Said("content/site.yaml:2:5", "缺少「单位」", "哪个办公室，例如「何家垅社区居委会」。", "“office” is missing")),
    Mistake("a misspelt setting", settings(SITE + "时去: Asia/Shanghai\n"),
        Said("content/site.yaml:3:1", "这里没有「时去」这一项", "是不是「时区」（timezone）？", "There is no “时去” here")),
    Mistake("an unknown time zone", settings(SITE + "时区: 北京\n"),
        Said("content/site.yaml:3:5", "不认识时区「北京」", "中国大陆写 Asia/Shanghai。", "The time zone “北京” is not known")),
    Mistake("an unknown language", settings(SITE + "语言: 法语\n"),
        Said("content/site.yaml:3:5", "「语言」不能写「法语」", "是不是「英语」？可以写：中文、英文。", "“language” cannot be “法语”")),
    Mistake("an address of the site that is none", settings(SITE + "网址: example.org\n"),
        Said("content/site.yaml:3:5", "「网址」不是网址：「example.org」", "网址以 https:// 或 http:// 开头，中间没有空格。", "“url” is not a web address: “example.org”")),
    Mistake("a number of days that is too large", settings(SITE + "提前提醒天数: 999999999\n"),
        Said("content/site.yaml:3:9", "「提前提醒天数」最大是 365，写的是「999999999」", "离期限多少天算「临近到期」，例如「14」。", "“warn_days” can be 365 at most, not “999999999”")),
    Mistake("one topic twice", settings(SITE + "主题: [{编号: a, 名称: 甲}, {编号: a, 名称: 乙}]\n"),
        Said("content/site.yaml:3:27", "编号「a」在本文件里用了两次，第一次在第 3 行", "给其中一个换一个编号。", "The id “a” is used twice in this file; the first is on line 3")),
)
# fmt: on


# -- the tests -----------------------------------------------------------------------------------------


class Bench:
    """One site and its workshop, into which mistakes are built and taken out again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = Locations(folder / "site", folder / "output")
        self._workshop: Workshop | None = None
        self._put(SOUND)

    def told(self, files: Files) -> list[Said]:
        """Return what is said of the sound site with ``files`` in it."""
        self._put(files)
        try:
            return self.said()
        except BaseException:
            self._workshop = None
            raise
        finally:
            shutil.rmtree(self._places.site)
            self._put(SOUND)

    def said(self) -> list[Said]:
        """Build the site as it is and return all that is said of it."""
        if self._workshop is None:
            self._workshop = Workshop(self._places, as_of=TODAY, use_cache=False)
        return [_told(problem) for problem in self._workshop.build().problems]

    def _put(self, files: Files) -> None:
        for name, content in files.items():
            path = self._places.site / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Link):
                path.symlink_to(content)
            elif isinstance(content, Gone):
                path.unlink()
            else:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())


def _told(problem: Problem) -> Said:
    message, hint = describe(problem, "zh")
    where = f"{problem.where.path}:{problem.where.line}:{problem.where.column}"
    return Said(where, message, hint, describe(problem, "en")[0], problem.level.value)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("mistakes"))


def _refuse(monkeypatch: pytest.MonkeyPatch, files: Files) -> None:
    """Let the system refuse to open what is ``Unreadable``."""
    refused = {os.path.basename(name) for name, content in files.items() if isinstance(content, Unreadable)}

    real = inputs._open_without_links

    def opened(folder: str, rest: str, is_trusted: bool) -> int:
        if os.path.basename(rest) in refused:
            raise PermissionError(13, "Permission denied", rest)
        return real(folder, rest, is_trusted)

    if refused:
        monkeypatch.setattr(inputs, "_open_without_links", opened)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_at_its_place_and_nothing_else_is(
    mistake: Mistake, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bench.said() == [], "an earlier mistake has left something behind"
    with monkeypatch.context() as patch:
        _refuse(patch, mistake.files)
        try:
            told = bench.told(mistake.files)
        except OSError:
            if any(isinstance(content, Link) or not name.isprintable() for name, content in mistake.files.items()):
                pytest.skip("this system makes no such file")
            raise
    assert told == list(mistake.said)


def test_the_mistakes_have_names_of_their_own() -> None:
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)


UNSAID = {
    "site-not-found", "site-not-here", "bad-as-of", "output-refused", "output-not-ours", "output-foreign",
    "output-busy", "output-unwritable", "output-interrupted", "unknown-page", "directory-not-empty", "file-exists",
    "unknown-kind", "port-busy", "host-unusable", "cache-dropped", "markdown-failed",
    "private-leak", "P04-private", "private-not-read", "private-not-found", "private-inside", "image-too-slow", "image-crashes",
    "template-syntax", "file-too-slow", "file-crashes", "page-too-slow", "page-crashes",
    "promise-not-locked", "lock-busy", "lock-unwritable", "lock-lines-lost", "unknown-promise", "nothing-to-accept",
    "cannot-accept", "reason-needed", "case-vanished", "case-still-public", "page-vanished", "own-folder-linked",
    "search-missing", "search-failed",
}  # fmt: skip
"""Rows of the table of problems that are of commands, of the machine and of the private folder (``test_leaks``), or that
stand for what nobody has seen yet, or that compare with what is published (``test_withdrawal``)."""


def test_every_message_about_files_is_in_this_table() -> None:
    told = {said.message for mistake in MISTAKES for said in mistake.said}
    patterns = {code: _pattern(row.message) for code, row in KINDS.items() if code not in UNSAID}
    assert [code for code, pattern in patterns.items() if not any(pattern.fullmatch(message) for message in told)] == []


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile("(?s:.*)".join(map(re.escape, re.split(r"\{[a-z]+\}", message.replace("{{", "{")))))


# -- what is no mistake --------------------------------------------------------------------------------

ACCEPTED: dict[str, Files] = {
    "a byte order mark": {**project("\ufeff" + PROJECT), **story("\ufeff" + STORY)},
    "line ends of Windows": {**project(PROJECT.replace("\n", "\r\n")), **story(STORY.replace("\n", "\r\n"))},
    "line ends of old Macs": project(PROJECT.replace("\n", "\r")),
    "no line end at the end": project(PROJECT.rstrip()),
    "a mark at the beginning of YAML": project("---\n" + PROJECT),
    "a tab after a colon": with_("概述:\t一\n"),
    "blanks around keys and values": with_("概述 :   一   \n"),
    "comments": with_("# 备注\n概述: 一  # 备注\n"),
    "words that YAML would change": with_("概述: NO\n说明: 12:30\n状态原因: 00123\n"),
    "special characters inside a value": with_("概述: 甲&乙*丙!丁@戊#己%\n"),
    "optional keys without a value": with_("概述:\n预算: \n图片: []\n"),
    "facts that nobody knows": project(PROJECT.replace("绿化修剪", "原文未注明"), "预算: 原文未注明\n开始: 不详\n"),
    "an owner that nobody knows": promise(PROMISE.replace("社区居委会", "原文未注明")),
    "English keys and values": project("title: Trees\ncommunity: he\ncategory: greening\nstate: in progress\n"),
    "a text in two languages": with_("概述: {zh: 一, en: one}\n"),
    "several words in one line": care(consent=CONSENT.replace("网站", "网站、公告栏，订阅")),
    "a Chinese file name with a slug": {"content/projects/修树.yaml": PROJECT + "网址名: xiu-shu\n"},
    "a full name for an id": project(PROJECT.replace("社区: he", "社区: ../communities/he.yaml")),
    "links to pages, mail and telephones": {
        **body("[甲](https://example.org) [乙](mailto:a@b.cn) [丙](tel:12345)\n"),
        **settings(SITE + "可以公开: a@b.cn\n"),
    },
    "the office's own numbers": {
        **settings(
            "名称: 社区\n联系: {单位: 居委会, 电话: '027-85550101、15400005678（微信同号）'}\n网址: https://www.he.example/\n"
        ),
        **body("请打（027）8555 0101，或154 0000 5678，找027-85550102；写信到 info@he.example。\n"),
        "content/communities/he.yaml": COMMUNITY + "办公电话: 027-85550102\n",
    },
    "what the editors have cleared": {
        **settings(SITE + "可以公开: [027-85550103, 王师傅, mm2026@qq.com]\n"),
        **body("修伞找王师傅，电话85550103、027 8555 0103，信箱mm2026@qq.com。\n"),
    },
    "officials in office and pseudonyms in stories": {
        **care(),
        **body("社区书记王志强和李主任来过三次。桂花奶奶每天下楼。\n"),
    },
    "conditions that nobody is named with": body(
        "卫生站来讲糖尿病和高血压，残疾人和低保户优先。\n\n王书记介绍了精神卫生日的安排。\n"
    ),
    "sensitive things to which there is consent": care(
        CARE.replace("邻里长常去看望", "他中风以后靠低保过日子"), CONSENT + "敏感信息: [健康, 救助]\n"
    ),
    "what the office publishes of itself, in a care case": {
        **care(CARE + "结果: 有事打027-85550101\n"),
        **settings("名称: 社区\n联系: {单位: 居委会, 电话: 027-85550101}\n"),
    },
    "numbers that are nobody's": body(
        "合同WX2026-0087，订单202603151234567890，热线12345，民主路727-8-1号，第3单元楼道口。\n"
    ),
    "numbers in comments, which nobody gets": body("<!-- 电话13800138000 -->\n\n好。\n"),
    "personal data in a draft": with_("概述: 电话13800138000\n发布: 草稿\n"),
    "internal notes": with_("内部备注: 王奶奶13800138000\n"),
    "an anchor on another page": {**body("[那篇](t.md#起因)\n"), "content/stories/t.md": STORY + "\n## 起因\n"},
    "pictures with Chinese names and blanks": {
        **body("![图](../media/图.svg) ![图](<../media/a b.svg>)\n"),
        "content/media/图.svg": DRAWING,
        "content/media/a b.svg": DRAWING,
    },
    "a greater-than sign in the words of a picture": body("![甲 > 乙](../media/a.svg)\n"),
    "HTML in comments and in code": body("<!-- <script> -->\n\n`<script>`\n\n```\n<script>\n# 一\n```\n"),
    "signs that are no tags": body("人数 <5，甲 < 乙 > 丙\n"),
    "a draft of a care case": {"content/care/a.yaml": CARE.replace("已发布", "草稿").replace("授权: agreed\n", "")},
    "a care case with all that it needs": care(),
    "a guardian with a basis": care(consent=CONSENT.replace("本人", "监护人") + "代理依据: 经认定的监护人\n"),
    "a recurring promise": promise(ROUNDS, "周期: {间隔: 每季, 起: 2026-01}\n"),
    "what editors and systems leave behind": {"content/projects/.p.yaml.swp": "x", "content/projects/~$p.yaml": "x"},
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_no_mistake_is_not_told(name: str, bench: Bench) -> None:
    assert bench.told(ACCEPTED[name]) == []


# -- whatever is typed, a message and never a traceback ------------------------------------------------

_PIECES = st.sampled_from(
    ["标题", "社区", "产出", "承诺", "五共", "title", "网址名", "：", ":", ": ", "- ", "-", "\n", "\n  ", "\n    ", "\t", "　", " ",
     "[", "]", "{", "}", ",", "，", "\"", "'", "“", "#", "&", "*", "!", "|", ">", "%", "@", "`", "?", "~", "---\n", "...\n",
     "2026-02-30", "原文未注明", "字", "a", "<b>", "![", "](", ")", "\\", "\0", "😀"]
)  # fmt: skip
_TEXTS = st.lists(_PIECES, max_size=30).map("".join)


@given(_TEXTS)
@example("--- ")
def test_any_text_can_be_read_as_a_record(text: str) -> None:
    for model in (MODELS["project"], MODELS["commitment"], Site):
        document = parse_yaml("content/x.yaml", text)
        decoded = decode(document, model)
        assert decoded.record is not None or decoded.problems
        assert all(problem.where.line >= 1 for problem in decoded.problems)
        places(document, model)
        for problem in decoded.problems:
            assert all(describe(problem, language)[0] for language in ("zh", "en"))


@given(_TEXTS)
def test_any_text_can_be_read_as_a_story(text: str) -> None:
    for problem in parse_markdown("content/stories/s.md", text).problems:
        assert describe(problem, "zh")[0]
    for problem in to_html("content/stories/s.md", text, 5)[1]:
        assert describe(problem, "zh")[0]
        assert 5 <= problem.where.line <= 5 + text.count("\n")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_problem(content: bytes) -> None:
    text, problems = decode_text("content/x.yaml", content)
    assert not (text and problems)

"""Sheets for the notice board, as printed by a browser: one page, large letters, and a code that leads to the page."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from playwright.sync_api import Browser

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.qr import code_of

AS_OF = date(2026, 11, 23)
ADDRESS = "https://gongtong-dizao.example.gov.cn/hejialong"
SMALLEST = {"A4": 18, "A3": 25}
"""Points, of the smallest letters on a sheet."""
WORDS = {
    "zh": "在居民会议上大家反复商量以后决定把三个院子楼道里坏了多年的灯全部换成新的并且由物业每月检查一次，",
    "en": "The residents decided at their assembly that every lamp on the stairs of the yards is to be replaced, ",
}


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def make_site(root: Path, settings: str = f"网址: {ADDRESS}\n", language: str = "zh") -> Workshop:
    """A site with a short and an overlong record of each kind that has a sheet."""
    office = "何家垅社区居民委员会和社区党群服务中心"
    write(root, "content/site.yaml", f"名称: 网站\n语言: {language}\n联系: {{单位: {office}}}\n{settings}")
    write(root, "content/communities/a.yaml", "名称: 甲社区\n区: 乙区\n街道: 丙街道\n")
    said, days = WORDS[language], "作出: 2026-01-05, 期限: 2026-12-31"
    for name, title, summary in (("short", "换灯", ""), ("long-name-for-an-address", said * 2, said * 5)):
        promises = "".join(
            f"  - {{编号: {name}-promise-{n}, 内容: '{said[:50]}{n}', 责任: 社区居委会和物业, {days}}}\n"
            for n in range(5)
        )
        common = f"标题: '{title}'\n社区: a\n概述: '{summary}'\n示例: 是\n"
        where = "地点: {名称: 北院, 精度: 片区}\n"
        drill = (
            f"{where}类型: 疏散\n状态: 已整改\n日期: 2026-03-01\n组织: 社区居委会\n疏散秒数: 331\n疏散目标秒数: 240\n"
        )
        problems = "问题:\n" + f"  - {{内容: '{said}'}}\n" * 3
        write(root, f"content/projects/{name}.yaml", f"{common}类别: 绿化修剪\n状态: 完成\n承诺:\n{promises}")
        write(root, f"content/drills/{name}-drill.yaml", f"{common}{drill}{problems if summary else ''}")
        changes = "".join(
            f"  - {{日期: 2026-0{n + 2}-01, 原因: '{said}', 新期限: 2026-{n + 6:02d}-01}}\n" for n in range(3)
        )
        promise = f"内容: '{title}'\n社区: a\n责任: 物业\n作出: 2026-01-01\n期限: 2026-05-01\n"
        write(root, f"content/commitments/{name}-alone.yaml", promise + (f"变更:\n{changes}" if summary else ""))
    return Workshop(Locations(root, root / "output"), as_of=AS_OF, use_cache=False)


def built(root: Path, settings: str = f"网址: {ADDRESS}\n", language: str = "zh") -> BuildResult:
    result = make_site(root, settings, language).build()
    assert result.is_sound, result.problems
    return result


def page_of(result: BuildResult, url: str) -> str:
    return result.artifacts[f"{url}index.html"].content().decode()


def sheets_of(result: BuildResult) -> set[str]:
    return {path.removesuffix("index.html") for path in result.artifacts if path.startswith("board/")}


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_sheet_is_one_page_in_large_letters_with_a_code_that_a_camera_reads(
    tmp_path: Path, browser: Browser, language: str
) -> None:
    result = built(tmp_path, language=language)
    for path, artifact in result.artifacts.items():
        target = tmp_path / "site" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.content())
    urls = [url for url in sorted(sheets_of(result)) if not re.search(r"promise-[1-9]", url)]
    assert len(urls) == 1 + 3 * 2 + 2
    page = browser.new_page()
    for url in urls:
        page.goto((tmp_path / "site" / url / "index.html").as_uri())
        for size, smallest in SMALLEST.items():
            document = pypdfium2.PdfDocument(page.pdf(format=size))
            assert len(document) == 1, (url, size)
            assert min(letters(document)) >= smallest - 0.1, (url, size)
            picture = document[0].render(scale=2).to_pil()
            (found,) = zxingcpp.read_barcodes(picture)
            told_of = url.removeprefix("board/") or "commitments/"
            assert found.text == f"{ADDRESS}/{told_of}"
            assert picture.convert("L").getextrema() == (0, 255)
            assert picture.getpixel((2, 2)) == (255, 255, 255)
    page.close()


def letters(document: pypdfium2.PdfDocument) -> Iterator[float]:
    """The sizes of all letters on the first page, in points."""
    text = document[0].get_textpage()
    matrix = pypdfium2.raw.FS_MATRIX()
    for number in range(text.count_chars()):
        if not text.get_text_range(number, 1).isspace():
            pypdfium2.raw.FPDFText_GetMatrix(text.raw, number, matrix)
            yield abs(pypdfium2.raw.FPDFText_GetFontSize(text.raw, number) * matrix.d)


def test_without_an_address_a_sheet_says_that_it_has_no_code(tmp_path: Path) -> None:
    result = built(tmp_path, "")
    for url in sheets_of(result):
        html = page_of(result, url)
        assert "没有二维码" in html
        assert "sheet-code" not in html


def test_a_site_without_sheets_has_neither_pages_nor_links_to_them(tmp_path: Path) -> None:
    result = built(tmp_path, "告示: 否\n")
    assert not sheets_of(result)
    assert "board/" not in page_of(result, "projects/short/")


def test_each_record_leads_to_its_sheet_and_back(tmp_path: Path) -> None:
    result = built(tmp_path)
    for ref in ("projects/short", "drills/short-drill", "commitments/short-alone"):
        assert f'href="../../board/{ref}/">打印告示' in page_of(result, f"{ref}/")
        assert f'href="../../../{ref}/"' in page_of(result, f"board/{ref}/")


def test_a_sheet_says_from_when_and_until_when_it_holds(tmp_path: Path) -> None:
    html = page_of(built(tmp_path), "board/commitments/short-short-promise-0/")
    assert "截至2026年1月5日" in html
    assert "2026年12月17日起会有变化" in html


def test_a_sheet_is_the_same_the_day_after(tmp_path: Path) -> None:
    today = built(tmp_path)
    tomorrow = Workshop(Locations(tmp_path, tmp_path / "output"), as_of=date(2026, 11, 24), use_cache=False).build()
    for url in sheets_of(today):
        assert page_of(today, url) == page_of(tomorrow, url)


def test_a_care_case_has_no_sheet(tmp_path: Path) -> None:
    shutil.copytree(Path(__file__).parent.parent / "content", tmp_path / "content")
    result = Workshop(Locations(tmp_path, tmp_path / "output"), as_of=AS_OF, use_cache=False).build()
    assert "care/relay/index.html" in result.artifacts
    assert {url.split("/")[1] for url in sheets_of(result) if url != "board/"} == {"projects", "drills", "commitments"}


def test_a_code_is_the_same_each_time_and_of_its_address_alone() -> None:
    assert code_of("https://a.example/") == code_of("https://a.example/")
    assert code_of("https://a.example/") != code_of("https://b.example/")
    assert not any(mark in code_of("https://a.example/").path for mark in "\"'<>&")
    assert io.StringIO(code_of("https://a.example/").path).readline().startswith("M4 4h7v1h-7z")

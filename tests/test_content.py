"""Files that stand where they must not, or are called what nothing can be called."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from generator.build import Workshop
from generator.config import Locations
from generator.content import slug_of


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_name_in_an_old_encoding_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    media = tmp_path / "content" / "media"
    media.mkdir(parents=True)
    (tmp_path / "content/site.yaml").write_text("名称: 社区\n联系: {单位: 居委会}\n", "utf-8")
    with open(os.fsencode(media) + b"/\xd6\xd0.png", "wb") as file:
        file.write(b"")
    problems = Workshop(Locations(tmp_path, tmp_path / "output"), use_cache=False).build().problems
    assert [problem.code for problem in problems] == ["file-name-not-text"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("消防演练", "xiao-fang-yan-lian"),
        ("银行", "yin-hang"),
        ("重庆", "chong-qing"),
        ("Tree 修剪 2026", "tree-xiu-jian-2026"),
        ("？！", ""),
    ],
)
def test_slugs_are_pinyin(title: str, slug: str) -> None:
    assert slug_of(title) == slug

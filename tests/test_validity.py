"""Every page is valid HTML, as the Nu checker judges it; skipped where Java or npm is missing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests import validity


@pytest.fixture(scope="module")
def checker() -> Path:
    if missing := validity.what_is_missing():
        pytest.skip(missing)
    try:
        return validity.fetched()
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"the Nu checker cannot be fetched: {error}")


def test_every_page_is_valid_html_and_the_checker_finds_what_is_not(checker: Path, tmp_path: Path) -> None:
    assert validity.make_sites(tmp_path) > 500
    planted = (tmp_path / "zh/index.html").read_text("utf-8").replace("<h1>", '<h1 role="nonsense">')
    (tmp_path / "planted.html").write_text(planted, "utf-8")
    found = validity.judged(checker, tmp_path)
    assert {(it.kind, it.page) for it in found} == {("error", "planted.html")}, found[:10]

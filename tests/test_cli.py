"""The real command, as a process."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

SITE = {
    "content/site.yaml": "名称: 示例社区\n联系: {单位: 示例居委会}\n",
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
    "content/commitments/bench.yaml": "内容: 修好长椅\n责任: 居委会\n作出: 2026-01-01\n期限: 2026-06-30\n社区: here\n",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, text in SITE.items():
        path = tmp_path / "站点" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "站点"


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "warn_default_encoding", "-m", "generator.cli", *arguments]
    variables = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "LANG": "zh_CN.UTF-8", **environment}
    variables = {name: value for name, value in variables.items() if name != "PYTHONUTF8" or name in environment}
    return subprocess.run(
        command, cwd=cwd, env=variables, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def tree(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith(".dizao"))
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_build_from_inside_the_site(site: Path) -> None:
    done = run("build", cwd=site / "content" / "communities")
    assert (done.returncode, done.stdout) == (0, "")
    assert "示例社区" in (site / "output/index.html").read_text("utf-8")


def test_the_second_build_writes_nothing(site: Path) -> None:
    run("build", cwd=site)
    before = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*")}
    done = run("build", cwd=site)
    assert "写入 0 个文件，删除 0 个" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*")} == before


def test_a_mistake_ends_with_1_and_leaves_the_site_alone(site: Path) -> None:
    run("build", cwd=site)
    before = tree(site / "output")
    (site / "content/commitments/bench.yaml").write_text("内容: 修好长椅\n期限: 2026-13-01\n社区: here\n", "utf-8")
    done = run("build", cwd=site)
    assert done.returncode == 1
    assert "content/commitments/bench.yaml:2:5 错误 「期限」写的日期不存在：「2026-13-01」" in done.stderr
    assert tree(site / "output") == before


def test_check_never_publishes(site: Path) -> None:
    done = run("check", cwd=site)
    assert done.returncode == 0
    assert "没有发现问题" in done.stderr
    assert not (site / "output").exists()


def test_json_carries_the_same_facts(site: Path) -> None:
    (site / "content/commitments/bench.yaml").write_text("内容: 修好长椅\n期限: 2026-13-01\n社区: here\n", "utf-8")
    rows = json.loads(run("check", "--format", "json", cwd=site).stdout)
    row = next(row for row in rows if row["code"] == "impossible-date")
    assert (row["path"], row["line"], row["column"]) == ("content/commitments/bench.yaml", 2, 5)
    assert row["level"] == "error"
    assert row["text"] == "期限: 2026-13-01"
    github = run("check", "--format", "github", cwd=site).stdout
    assert "::error file=content/commitments/bench.yaml,line=2,col=5,title=impossible-date::" in github


def test_strict_makes_a_reminder_fail(site: Path) -> None:
    file = site / "content/commitments/bench.yaml"
    file.write_text(file.read_text("utf-8") + "完成: 2026-06-01\n", "utf-8")
    assert run("check", cwd=site).returncode == 0
    assert run("check", "--strict", cwd=site).returncode == 1


def test_a_folder_that_is_no_site_ends_with_2(tmp_path: Path) -> None:
    done = run("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "dizao init" in done.stderr


def test_a_dangerous_output_ends_with_2(site: Path) -> None:
    done = run("--output", str(site), "build", cwd=site)
    assert done.returncode == 2
    assert (site / "content/site.yaml").is_file()


def test_as_of_decides_the_status(site: Path) -> None:
    page = site / "output/commitments/bench/index.html"
    run("build", "--as-of", "2026-06-15", cwd=site)
    assert "按期推进" in page.read_text("utf-8")
    run("build", "--as-of", "2026-07-01", cwd=site)
    assert "已逾期" in page.read_text("utf-8")


def test_why_names_the_file(site: Path) -> None:
    run("build", "--as-of", "2026-06-15", cwd=site)
    file = site / "content/commitments/bench.yaml"
    file.write_text(file.read_text("utf-8").replace("修好长椅", "修好三张长椅"), "utf-8")
    done = run("build", "--as-of", "2026-06-15", "--why", "commitments/bench", cwd=site)
    assert "文件 content/commitments/bench.yaml 改了" in done.stderr
    done = run("build", "--as-of", "2026-06-15", "--why", "commitments/bench", cwd=site)
    assert "没有变化" in done.stderr
    assert run("build", "--why", "commitments/bensh", cwd=site).returncode == 2


def test_stats_say_what_was_computed_and_what_was_not(site: Path) -> None:
    first = run("build", "--as-of", "2026-06-15", "--stats", cwd=site).stderr
    assert re.search(r"用时：读取缓存 [\d.]+ 秒，查看文件 .* 秒，检查和生成 .* 秒，发布 .* 秒，保存缓存 .* 秒。", first)
    assert "，0 项不用看。" in first
    again = run("build", "--as-of", "2026-06-15", "--stats", cwd=site).stderr
    assert "计算了 0 项，核对了 0 项，" in again and "其中" not in again


def test_clean_removes_what_was_made_and_keeps_the_rest(site: Path) -> None:
    run("build", cwd=site)
    (site / "output/mine.txt").write_text("mine", "utf-8")
    assert run("clean", cwd=site).returncode == 0
    assert tree(site / "output") == {"mine.txt": b"mine"}
    assert not (site / ".dizao").exists()


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles"])
def test_the_zone_of_the_computer_changes_nothing(site: Path, zone: str) -> None:
    run("build", "--as-of", "2026-06-15", "--output", str(site.parent / "utc"), cwd=site, TZ="UTC")
    run("build", "--as-of", "2026-06-15", "--clean", "--output", str(site.parent / "other"), cwd=site, TZ=zone)
    assert tree(site.parent / "other") == tree(site.parent / "utc") != {}


def test_the_locale_of_the_computer_changes_nothing(site: Path) -> None:
    run("build", "--as-of", "2026-06-15", "--output", str(site.parent / "one"), cwd=site)
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0"}
    other = str(site.parent / "two")
    done = run("build", "--as-of", "2026-06-15", "--clean", "--output", other, cwd=site, **plain)
    assert "EncodingWarning" not in done.stderr
    assert tree(site.parent / "two") == tree(site.parent / "one") != {}


def test_messages_are_english_for_an_english_locale(site: Path) -> None:
    (site / "content/commitments/bench.yaml").write_text("内容: 修好长椅\n期限: 2026-13-01\n社区: here\n", "utf-8")
    done = run("check", cwd=site, LANG="en_GB.UTF-8")
    assert "bench.yaml:2:5 error" in done.stderr.lower()
    assert not [line for line in done.stderr.splitlines() if "错误" in line]


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys\nimport generator.cli\n"
        "heavy = {'yaml', 'jinja2', 'markdown', 'PIL', 'starlette', 'uvicorn', 'watchdog', 'pypinyin', 'nh3'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"

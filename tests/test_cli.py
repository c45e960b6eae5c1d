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
    file.write_text(file.read_text("utf-8") + "说明: 门口的那一张\n", "utf-8")
    done = run("build", "--as-of", "2026-06-15", "--why", "commitments/bench", cwd=site)
    assert "文件 content/commitments/bench.yaml 改了" in done.stderr
    done = run("build", "--as-of", "2026-06-15", "--why", "commitments/bench", cwd=site)
    assert "没有变化" in done.stderr
    assert run("build", "--why", "commitments/bensh", cwd=site).returncode == 2


def test_stats_say_what_was_computed_and_what_was_not(site: Path) -> None:
    first = run("build", "--as-of", "2026-06-15", "--stats", cwd=site).stderr
    assert re.search(r"用时：读取缓存 [\d.]+ 秒，查看文件 .* 秒，检查和生成 .* 秒，发布 .* 秒，保存缓存 .* 秒。", first)
    assert "，0 项不用看。" in first
    assert re.search(r"计算了 \d+ 项，核对了 \d+ 项，0 项不用看。\n其中：.*网页 \d+ 项", first)
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


def test_help_cuts_no_sentence_short(tmp_path: Path) -> None:
    for language in ("zh_CN.UTF-8", "en_GB.UTF-8"):
        for command in ((), ("promises",)):
            done = run(*command, "--help", cwd=tmp_path, LANG=language)
            assert done.returncode == 0
            assert "..." not in done.stdout


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys\nimport generator.cli\n"
        "heavy = {'yaml', 'jinja2', 'markdown', 'PIL', 'starlette', 'uvicorn', 'watchdog', 'pypinyin', 'nh3'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


# -- the promise lock ----------------------------------------------------------------------------------

BENCH = "content/commitments/bench.yaml"
LOCK = "content/promises.lock"


def edit(site: Path, before: str, after: str) -> None:
    file = site / BENCH
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")


def test_a_build_writes_promises_down_and_says_so_once(site: Path) -> None:
    assert "添了 1 行" in run("build", cwd=site).stderr
    lock = (site / LOCK).read_bytes()
    assert "承诺锁" not in run("build", cwd=site).stderr
    assert (site / LOCK).read_bytes() == lock


def test_a_build_that_fails_writes_nothing_down(site: Path) -> None:
    edit(site, "2026-06-30", "2026-06-31")
    assert run("build", cwd=site).returncode == 1
    assert not (site / LOCK).exists()


def test_checking_tells_of_a_lock_that_lacks_what_is_published(site: Path) -> None:
    run("build", cwd=site)
    (site / LOCK).unlink()
    for _ in range(2):  # the cache of the first check hides nothing from the second
        done = run("check", cwd=site)
        assert (done.returncode, "有 1 行不在 content/promises.lock 里" in done.stderr) == (1, True)
        assert "没有发现问题" not in done.stderr


def test_checking_writes_nothing_down(site: Path) -> None:
    for command in (("check",), ("status",), ("promises", "verify"), ("promises", "log")):
        assert run(*command, cwd=site).returncode == 0
    assert not (site / LOCK).exists()


def test_frozen_fails_with_the_names_of_what_is_missing_and_writes_nothing(site: Path) -> None:
    done = run("build", "--frozen", cwd=site)
    assert done.returncode == 1
    assert f"{BENCH} 错误 「修好长椅」有 1 件事还没有写进 content/promises.lock" in done.stderr
    assert not (site / LOCK).exists()
    assert not (site / "output").exists()
    github = run("build", "--frozen", "--format", "github", cwd=site).stdout
    assert f"::error file={BENCH},line=1,col=1,title=promise-not-locked::" in github
    run("build", cwd=site)
    assert run("build", "--frozen", cwd=site).returncode == 0


def test_a_promise_that_was_rewritten_fails_with_both_versions(site: Path) -> None:
    run("build", cwd=site)
    edit(site, "2026-06-30", "2026-12-31")
    for command in (("check",), ("build",), ("promises", "verify")):
        done = run(*command, cwd=site)
        assert done.returncode == 1
        assert f"{BENCH}:4:5 错误 「期限」公布时是「2026-06-30」（{LOCK}:1），现在是「2026-12-31」" in done.stderr
    english = run("check", cwd=site, LANG="en_GB.UTF-8").stderr
    assert "“due” was published as “2026-06-30”" in english


def test_verify_gives_the_last_hash_and_what_the_next_build_will_add(site: Path) -> None:
    assert "「修好长椅」有 1 件事" in run("promises", "verify", cwd=site).stderr
    run("build", cwd=site)
    done = run("promises", "verify", cwd=site)
    assert done.returncode == 0
    assert (site / LOCK).read_text("utf-8")[:64] in done.stdout
    assert "下次发布" not in done.stderr


def test_the_log_tells_the_story_of_a_promise(site: Path) -> None:
    run("build", cwd=site)
    file = site / BENCH
    file.write_text(file.read_text("utf-8") + "变更: [{日期: 2026-06-20, 原因: 缺料, 新期限: 2026-09-30}]\n", "utf-8")
    run("build", cwd=site)
    whole = run("promises", "log", cwd=site)
    assert (whole.returncode, whole.stderr) == (0, "")
    story = run("promises", "log", "bench", cwd=site).stdout
    assert story == whole.stdout
    assert "commitments/bench  修好长椅" in story
    assert "变更（2026-06-20）：期限 2026-09-30；原因：缺料（第 2 行）" in story
    unknown = run("promises", "log", "bensh", cwd=site)
    assert unknown.returncode == 2
    assert "commitments/bench" in unknown.stderr


def test_a_correction_needs_a_reason_and_is_published_with_it(site: Path) -> None:
    run("build", cwd=site)
    edit(site, "责任: 居委会", "责任: 社区居委会")
    assert run("promises", "accept", "bench", cwd=site).returncode == 2
    assert run("promises", "accept", "bench", "--reason", "单位名称写全", cwd=site).returncode == 0
    assert run("build", cwd=site).returncode == 0
    assert "单位名称写全" in (site / "output/commitments/bench/index.html").read_text("utf-8")
    again = run("promises", "accept", "bench", "--reason", "单位名称写全", cwd=site)
    assert again.returncode == 2


def test_other_mistakes_come_before_a_correction(site: Path) -> None:
    run("build", cwd=site)
    edit(site, "作出: 2026-01-01", "作出: 2026-01-32")
    lock = (site / LOCK).read_bytes()
    done = run("promises", "accept", "bench", "--reason", "写错了", cwd=site)
    assert done.returncode == 1
    assert "作出" in done.stderr
    assert (site / LOCK).read_bytes() == lock


def test_what_decides_on_lateness_is_not_accepted(site: Path) -> None:
    run("build", cwd=site)
    edit(site, "2026-06-30", "2026-12-31")
    done = run("promises", "accept", "bench", "--reason", "写错了", cwd=site)
    assert done.returncode == 1
    assert "不能改口" in done.stderr


def test_accept_without_a_name_joins_two_branches(site: Path) -> None:
    run("build", cwd=site)
    base = (site / LOCK).read_bytes()
    texts = {}
    for name in ("ours", "theirs"):
        (site / LOCK).write_bytes(base)
        other = site / f"content/commitments/{name}.yaml"
        other.write_text(SITE[BENCH].replace("修好长椅", name), "utf-8")
        run("build", "--output", str(site.parent / name), cwd=site)
        texts[name] = (site / LOCK).read_bytes()[len(base) :]
        other.rename(site.parent / f"{name}.yaml")
    for name in texts:
        (site.parent / f"{name}.yaml").rename(site / f"content/commitments/{name}.yaml")
    (site / LOCK).write_bytes(
        base + b"<<<<<<< HEAD\n" + texts["ours"] + b"=======\n" + texts["theirs"] + b">>>>>>> theirs\n"
    )
    conflict = run("build", cwd=site)
    assert conflict.returncode == 1
    assert f"{LOCK}:2 错误 承诺锁里有没处理完的合并冲突" in conflict.stderr
    assert "dizao promises accept" in conflict.stderr
    assert "已经修复" in run("promises", "accept", cwd=site).stderr
    assert run("build", cwd=site).returncode == 0
    assert (site / LOCK).read_bytes().startswith(base + texts["ours"] + texts["theirs"])
    assert "没有要修复的" in run("promises", "accept", cwd=site).stderr


def test_what_cannot_be_mended_is_told_and_left_alone(site: Path) -> None:
    run("build", cwd=site)
    (site / LOCK).write_bytes((site / LOCK).read_bytes() + b"a note\n")
    before = (site / LOCK).read_bytes()
    done = run("promises", "accept", cwd=site)
    assert done.returncode == 1
    assert f"{LOCK}:2 错误 这一行不是承诺锁的内容" in done.stderr
    assert (site / LOCK).read_bytes() == before


def test_a_lock_that_lost_its_lines_is_not_published(site: Path) -> None:
    run("build", cwd=site)
    lock = (site / LOCK).read_bytes()
    (site / LOCK).unlink()
    edit(site, "2026-06-30", "2026-12-31")
    for command in (("build",), ("promises", "verify")):
        done = run(*command, cwd=site)
        assert done.returncode == 1
        assert "有 1 行不在 content/promises.lock 里" in done.stderr
    edit(site, "2026-12-31", "2026-06-30")
    assert run("promises", "accept", cwd=site).returncode == 0
    assert (site / LOCK).read_bytes() == lock

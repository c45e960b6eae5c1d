"""``run``, the script that prepares a fresh machine."""

from __future__ import annotations

import ast
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[1] / "run"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the script as a module that prepares ``tmp_path``."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("run_script", str(SCRIPT))
    spec = spec_from_loader("run_script", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    for name in ("ROOT", "VENV", "PROGRAMS", "PYTHON", "DIZAO", "LOCK", "STAMP", "UNFINISHED"):
        inside = os.path.relpath(getattr(module, name), SCRIPT.parent)
        monkeypatch.setattr(module, name, os.path.normpath(tmp_path / inside))
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return module


@pytest.fixture
def installs(run: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put stand-ins for venv and pip in place, and return what is done with them."""
    done: list[str] = []

    def make_venv(_: object) -> None:
        done.append("venv")
        for path in (run.PYTHON, run.DIZAO):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(path).touch()

    def install(extra: str, _: object) -> None:
        done.append(f"install {extra}".strip())
        Path(run.UNFINISHED).touch()

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "install", install)
    monkeypatch.setattr(run.subprocess, "call", lambda *_, **__: 0)
    return done


def test_it_parses_on_python_3_6_to_say_there_that_3_11_is_needed(
    run: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))
    monkeypatch.setattr(sys, "version_info", (3, 6, 15, "final", 0))
    assert run.main() == 3
    assert "3.6.15" in capsys.readouterr().err


def test_it_imports_only_the_standard_library() -> None:
    nodes = list(ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert names <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.ImportFrom) for node in nodes)


def test_a_prepared_environment_is_used_as_it_is(run: Any, installs: list[str]) -> None:
    run.prepare("")
    run.prepare("")
    assert installs == ["venv", "install"]


def test_changed_pins_are_installed_into_the_same_environment(run: Any, installs: list[str], tmp_path: Path) -> None:
    run.prepare("test")
    (tmp_path / "constraints.txt").write_text("click==9", encoding="utf-8")
    run.prepare("")
    assert installs == ["venv", "install test", "install test"]


def test_an_environment_for_the_checks_serves_everything_else(run: Any, installs: list[str]) -> None:
    run.prepare("")
    run.prepare("test")
    run.prepare("")
    assert installs == ["venv", "install", "install test"]


def test_what_a_killed_run_left_behind_is_made_anew(run: Any, installs: list[str]) -> None:
    run.prepare("")
    Path(run.UNFINISHED).touch()
    run.prepare("")
    assert installs == ["venv", "install", "venv", "install"]


def test_a_moved_folder_gets_a_new_environment(run: Any, installs: list[str]) -> None:
    run.prepare("")
    stamp = Path(run.STAMP).read_text(encoding="utf-8").replace('"root": "', '"root": "/old')
    Path(run.STAMP).write_text(stamp, encoding="utf-8")
    run.prepare("")
    assert installs == ["venv", "install", "venv", "install"]


def test_an_environment_of_another_folder_is_not_taken_from_it(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs").touch()
    Path(run.VENV).symlink_to(elsewhere)
    with pytest.raises(run.Stop):
        run.prepare("")
    assert (elsewhere / "theirs").exists()
    assert run.VENV in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "chinese"),
    [("zh_CN.UTF-8", True), ("zh_TW", True), ("C.UTF-8", True), ("C", True), ("en_US.UTF-8", False), ("de_DE", False)],
)
def test_it_speaks_chinese_unless_the_locale_names_another_language(
    run: Any, monkeypatch: pytest.MonkeyPatch, language: str, chinese: bool
) -> None:
    monkeypatch.setenv("LC_ALL", "")
    monkeypatch.setenv("LC_MESSAGES", "")
    monkeypatch.setenv("LANG", language)
    assert run.is_chinese() is chinese


def test_every_message_has_the_same_blanks_in_both_languages(run: Any) -> None:
    for chinese, english in run.MESSAGES.values():
        assert {part.split("}")[0] for part in chinese.split("{")[1:]} == {
            part.split("}")[0] for part in english.split("{")[1:]
        }


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_browser_that_cannot_start_is_not_chosen(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, code in (("stub", 1), ("good", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(run, "browsers", lambda: iter([str(tmp_path / name) for name in ("missing", "stub", "good")]))
    assert run.find_browser() == str(tmp_path / "good")

"""Which program this is: its own files, its libraries and Python."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from generator.config import program_fingerprint


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a library be installed, and return the folder that says which version."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    folder = tmp_path / "Jinja2-1.0.dist-info"
    folder.mkdir()
    return folder


def fingerprint() -> str:
    program_fingerprint.cache_clear()
    return program_fingerprint()


@pytest.fixture(autouse=True)
def forgotten_afterwards() -> None:
    program_fingerprint.cache_clear()


def test_it_stays_while_nothing_changes(library: Path) -> None:
    assert fingerprint() == fingerprint()


def test_another_version_of_a_library_is_another_program(library: Path) -> None:
    before = fingerprint()
    library.rename(library.with_name("jinja2-1.1.dist-info"))
    assert fingerprint() != before


def test_libraries_that_make_no_pages_do_not_count(library: Path) -> None:
    before = fingerprint()
    (library.parent / "pytest-9.0.dist-info").mkdir()
    assert fingerprint() == before


def test_another_python_is_another_program(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    monkeypatch.setattr(sys, "version", "9.9")
    assert fingerprint() != before

"""The wheel, installed into an empty environment: it brings its theme, its catalogues and its starter content."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def _run(*command: str | Path, cwd: Path) -> str:
    variables = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    environment = {**variables, "LANG": "zh_CN.UTF-8"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("dizao-*.whl"))


def test_the_wheel_holds_theme_catalogues_and_starter(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for name in (
        "generator/_theme/base.html",
        "generator/_theme/assets/site.css",
        "generator/locale/en/LC_MESSAGES/dizao.mo",
        "generator/locale/zh_CN/LC_MESSAGES/messages.mo",
        "generator/serve_assets/reload.js",
        "generator/starter/zh/content/site.yaml",
        "generator/starter/en/content/site.yaml",
        "generator/py.typed",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("templates/", "content/", "tests/"))]


@pytest.mark.slow
def test_init_and_build_work_from_a_wheel_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "environment", with_pip=True)
    programs = tmp_path / "environment" / ("Scripts" if os.name == "nt" else "bin")
    _run(programs / "python", "-m", "pip", "install", "-q", "-c", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    site = tmp_path / "我的 站点"
    _run(programs / "dizao", "init", site, cwd=tmp_path)
    _run(programs / "dizao", "--site", site, "check", "--strict", cwd=tmp_path)
    _run(programs / "dizao", "--site", site, "build", cwd=Path(tmp_path.root))
    assert "<main" in (site / "output/index.html").read_text("utf-8")
    _run(programs / "dizao", "init", "--language", "en", tmp_path / "english", cwd=tmp_path)
    _run(programs / "dizao", "--site", tmp_path / "english", "build", cwd=tmp_path)
    assert 'lang="en"' in (tmp_path / "english/output/index.html").read_text("utf-8")

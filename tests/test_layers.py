"""The layers point down only; privacy is a fact of the import graph."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import generator

PACKAGE = Path(generator.__file__).parent

LAYERS: dict[str, int] = {
    "cli": 9,
    "follow": 8,
    "explanation": 8,
    "publication": 8,
    "serve": 8,
    "build": 7,
    "whole_site": 7,
    "search": 6,
    "takedowns": 7,
    "duties": 6,
    "views": 6,
    "rendering": 6,
    "printer": 6,
    "frame": 6,
    "outputs": 6,
    "sharing": 6,
    "structured": 6,
    "offline": 6,
    "routes": 5,
    "assets": 5,
    "pictures": 5,
    "theme": 5,
    "jinja": 5,
    "template_problems": 5,
    "listings": 5,
    "news": 5,
    "open_data": 5,
    "promises": 5,
    "privacy": 4,
    "references": 3,
    "commitments": 3,
    "authoring": 3,
    "content": 2,
    "promise_lock": 2,
    "prose": 2,
    "plain_prose": 2,
    "i18n": 2,
    "report": 2,
    "watch": 2,
    "source": 1,
    "models": 1,
    "config": 1,
    "publish": 1,
    "engine": 0,
    "deals": 0,
    "catalog": 0,
    "qr": 0,
    "compiler": 0,
    "inside": 0,
    "values": 0,
    "vocabulary": 0,
    "gate_rules": 0,
    "messages": 0,
    "problems": 0,
    "nearest": 0,
    "meant": 0,
    "noise": 0,
}
"""The layer of every module and package of ``generator``."""

BELOW_THE_GATE = {"models", "content", "source"}
MAY_SEE_AUTHORS_RECORDS = {
    "privacy", "references", "commitments", "authoring", "content", "models", "source", "build", "whole_site",
    "promise_lock",
}  # fmt: skip
"""``build`` and ``whole_site`` ask ``content`` for files, the time zone and places of problems; they name no type of
``models``. ``promise_lock`` asks ``source`` what the encoding of bytes seems to be."""

DEVELOPER_TOOLS = {"locale"}


def _modules() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in DEVELOPER_TOOLS]


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Return the parts of ``generator`` that a module imports, inside functions too, but not for type checking only."""
    depth = len(path.relative_to(PACKAGE).parts)
    found: set[str] = set()
    for node in _running_nodes(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")
            if node.level == 0 and module[0] == "generator":
                found |= {module[1]} if len(module) > 1 else {alias.name for alias in node.names}
            elif node.level == depth:
                found |= {module[0]} if module[0] else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("generator.")}
    return found - {_part(path)}


def _running_nodes(tree: ast.AST) -> list[ast.AST]:
    nodes: list[ast.AST] = []
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        nodes += [child, *_running_nodes(child)]
    return nodes


def test_every_module_has_a_layer() -> None:
    assert {_part(path) for path in _modules()} - {"__init__"} == set(LAYERS)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down_or_stay_in_their_layer(path: Path) -> None:
    part = _part(path)
    if part == "__init__":
        return
    upwards = {other for other in _imports(path) if LAYERS.get(other, 0) > LAYERS[part]}
    assert not upwards


def test_no_circle_among_the_modules() -> None:
    graph = {part: set[str]() for part in LAYERS}
    for path in _modules():
        if _part(path) in graph:
            graph[_part(path)] |= _imports(path) & set(LAYERS)
    done: set[str] = set()
    while ready := [part for part, needs in graph.items() if part not in done and needs <= done]:
        done.update(ready)
    assert done == set(graph)


def test_nothing_above_the_gate_imports_authors_records() -> None:
    offenders = {
        str(path.relative_to(PACKAGE)): sorted(_imports(path) & BELOW_THE_GATE)
        for path in _modules()
        if _part(path) not in MAY_SEE_AUTHORS_RECORDS and _imports(path) & BELOW_THE_GATE
    }
    assert not offenders


def test_build_imports_no_type_of_the_authors_records() -> None:
    assert "models" not in _imports(PACKAGE / "build.py")


def test_the_detector_of_personal_data_knows_nothing_of_records() -> None:
    for path in (PACKAGE / "privacy" / "personal_data").glob("*.py"):
        outside = {name for name in _modules_outside(path) if not name.startswith("personal_data")}
        assert outside <= {"problems"}, path.name


def _modules_outside(path: Path) -> set[str]:
    """Return the modules of ``generator`` that a module two packages down imports from outside its own package."""
    nodes = [node for node in _running_nodes(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)]
    return {(node.module or "").split(".")[0] for node in nodes if node.level > 1}


def test_the_engine_knows_nothing_of_our_content() -> None:
    for path in (PACKAGE / "engine").glob("*.py"):
        assert not _imports(path)


def test_a_start_imports_no_library_that_only_changed_content_needs() -> None:
    code = "import sys, generator.cli, generator.build; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    loaded = done.stdout.split()
    assert {"jinja2", "markdown", "nh3", "yaml", "PIL", "pypinyin", "segno", "importlib.metadata", "email"}.isdisjoint(
        loaded
    )
    assert "generator.privacy.personal_data" not in loaded

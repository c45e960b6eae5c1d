"""A new site: starter content, settings for VS Code, a place for templates of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ..config import ENVIRONMENT, USAGE
from ..problems import DizaoError, Problem, Where
from ..vocabulary import RECORD_KINDS
from .schema import json_schema

_STARTER = Path(__file__).parent.parent / "starter"
_HIDDEN = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
"""Files that lie in the package without their dot, so that no tool takes them for its own."""

_NOT_OURS = frozenset({".git", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""What may lie in a folder that counts as empty."""


def init_site(folder: Path, language: str) -> list[Path]:
    """Make a new site in ``folder`` and return the files written.

    Raises:
        DizaoError: the folder is not empty (exit code 2), or cannot be written (3).
    """
    if _is_taken(folder):
        raise DizaoError(Problem("directory-not-empty", Where(str(folder)), {"path": str(folder)}), USAGE)
    written = []
    for path, content in sorted({**dict(_starter_files(language)), **dict(_editor_files(language))}.items()):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            arguments = {"path": str(target), "reason": error.strerror or str(error)}
            raise DizaoError(Problem("output-unwritable", Where(str(target)), arguments), ENVIRONMENT) from error
        written.append(target)
    return written


def _is_taken(folder: Path) -> bool:
    if folder.is_dir():
        return any(entry.name not in _NOT_OURS for entry in folder.iterdir())
    return folder.exists() or folder.is_symlink()


def _starter_files(language: str) -> Iterator[tuple[str, bytes]]:
    root = _STARTER / language
    for path in root.rglob("*"):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            yield _HIDDEN.get(name, name), path.read_bytes()


def _editor_files(language: str) -> Iterator[tuple[str, bytes]]:
    """Yield what makes VS Code complete and check the files of the site."""
    schemas = {}
    for kind in RECORD_KINDS:
        name = f".vscode/dizao/{kind.name}.schema.json"
        schemas[f"./{name}"] = [f"content/{kind.folder}/**/*{kind.suffix}"]
        yield name, _json(json_schema(kind.name, language=language))
    schemas["./.vscode/dizao/site.schema.json"] = ["content/site.yaml"]
    yield ".vscode/dizao/site.schema.json", _json(json_schema("site", language=language))
    yield ".vscode/settings.json", _json({"yaml.schemas": schemas, **_SETTINGS})
    yield ".vscode/extensions.json", _json({"recommendations": ["redhat.vscode-yaml"]})


_SETTINGS = {
    # No schema from elsewhere, for privacy and because "project.yaml" means something else there.
    "yaml.schemaStore.enable": False,
    "redhat.telemetry.enabled": False,
    "files.encoding": "utf8",
    "files.eol": "\n",
    "files.insertFinalNewline": True,
    "editor.wordWrap": "on",
    # Full-width punctuation is not suspicious here.
    "editor.unicodeHighlight.ambiguousCharacters": False,
    "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.autoIndent": "advanced"},
}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

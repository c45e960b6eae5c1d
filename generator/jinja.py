"""Jinja as the theme uses it: what a template refers to, how its messages are translated, how it is printed."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from .compiler import QuickCodeGenerator
from .config import program_fingerprint
from .i18n import translations

__all__ = ["TemplateSyntaxError", "Theme", "templates_named_in"]

_OPTIONS = {"extensions": ["jinja2.ext.i18n"], "trim_blocks": True, "lstrip_blocks": True}
_PARSER = Environment(autoescape=True, **_OPTIONS)  # type: ignore[arg-type]

_REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def templates_named_in(source: str) -> tuple[tuple[str, ...], int]:
    """Return the templates that a template refers to, and the line where it does so by a name that is not written out.

    Raises:
        TemplateSyntaxError: it cannot be parsed.
    """
    tree = _PARSER.parse(source)
    names = list(meta.find_referenced_templates(tree))
    dynamic = next((node.lineno for node in tree.find_all(_REFERRING) if None in names and _is_dynamic(node)), 0)
    return tuple(name for name in names if name), dynamic


def _is_dynamic(node: nodes.Node) -> bool:
    return not isinstance(node.template, nodes.Const)  # type: ignore[attr-defined]


class _Loader(BaseLoader):
    """Loads from the sources that the environment was given."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], f"templates/{template}", lambda: True


class _Compiled(BytecodeCache):
    """Compiled templates: those of this process, and those kept beside the compiled modules of the program.

    As with modules, Python decides whether they are written, and a folder that is read-only costs time and no more.
    They are code, so they belong to the program and not to the cache of a site, which anybody may have sent. Jinja
    compares the checksum: a template that has changed is compiled again.
    """

    _codes: ClassVar[dict[tuple[Path, str], bytes]] = {}

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(f"{program_fingerprint()} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        try:
            bucket.bytecode_from_string(self._codes.get((path, bucket.checksum)) or path.read_bytes())
        except OSError:
            pass

    def dump_bytecode(self, bucket: Bucket) -> None:
        path = self._path(bucket)
        code = self._codes[path, bucket.checksum] = bucket.bytecode_to_string()
        if sys.dont_write_bytecode:
            return
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            unfinished.write_bytes(code)
            unfinished.replace(path)
        except OSError:
            pass

    def _path(self, bucket: Bucket) -> Path:
        return Path(cache_from_source(__file__)).with_name(f"template.{bucket.key}.{self._kind}.pyc")


class _Translated(NodeTransformer):
    """Puts the words of the interface into the language when a template is compiled, not each time it is printed."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        is_message = isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext")
        if not is_message or len(node.args) != 1 or not isinstance(node.args[0], nodes.Const):
            return node
        words = self._translate(node.args[0].value)
        given = {keyword.key: keyword.value for keyword in node.kwargs}
        pieces = _BLANK.split(words)
        blanks = pieces[1::2]
        if "%" in "".join(pieces[::2]) or not all(name in given and _is_variable(given[name]) for name in blanks):
            return node
        safe = [nodes.MarkSafe(nodes.Const(text), lineno=node.lineno) for text in pieces[::2]]
        filled = [given[name] for name in blanks]
        together = [part for pair in zip(safe, filled, strict=False) for part in pair]
        return nodes.Concat([*together, safe[-1]], lineno=node.lineno) if filled else safe[0]

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        self.generic_visit(node)
        # What begins with safe text is escaped piece by piece in any case.
        pieces: list[nodes.Expr] = []
        for piece in node.nodes:
            if isinstance(piece, nodes.Concat) and isinstance(piece.nodes[0], nodes.MarkSafe):
                pieces += piece.nodes
            else:
                pieces.append(piece)
        node.nodes = pieces
        return node


_BLANK = re.compile(r"%\((\w+)\)s")


def _is_variable(node: nodes.Node | None) -> bool:
    """Whether this is a name, or what is behind one: what Jinja cannot know when it compiles."""
    while isinstance(node, nodes.Getattr | nodes.Filter):
        node = node.node
    return isinstance(node, nodes.Name)


class _Template(Template):
    """A template whose only globals are those of the environment, so that what it imports is run once for all pages."""

    def new_context(
        self, vars: dict[str, Any] | None = None, shared: bool = False, locals: Mapping[str, Any] | None = None
    ) -> Context:
        if shared or locals:
            return super().new_context(vars, shared, locals)
        return Context(self.environment, {**self.environment.globals, **(vars or {})}, self.name, self.blocks)


class _Environment(Environment):
    """A Jinja environment of one language whose templates are compiled in one of two ways."""

    template_class = _Template

    def __init__(self, language: str, compiler: type[CodeGenerator], loader: _Loader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_Compiled(f"{language}.{compiler.__name__}"),
            **_OPTIONS,  # type: ignore[arg-type]
        )
        self.code_generator_class = compiler
        self._translations = translations(language)
        self.install_gettext_translations(self._translations, newstyle=True)  # type: ignore[attr-defined]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        translated: nodes.Template = _Translated(self._translations.gettext).visit(tree)
        return translated


class Theme:
    """Prints views with templates. ``functions`` are what every template and every file of macros may call.

    Templates are compiled by ``compiler``, and by Jinja's own compiler where that does not do: when a template fails it
    is Jinja that says why, and where it does not fail with Jinja it is printed so from then on.
    """

    def __init__(self, language: str, **functions: Any) -> None:
        self._loader = _Loader()
        self._quick = _Environment(language, QuickCodeGenerator, self._loader)
        self._thorough = _Environment(language, CodeGenerator, self._loader)
        self._left_to_jinja: set[str] = set()
        for environment in (self._quick, self._thorough):
            environment.globals.update(functions)

    def render(self, name: str, sources: Mapping[str, str], **values: Any) -> str:
        """Return what template ``name`` makes of ``values``. ``sources`` are its text and those of all that it uses."""
        self._renew(sources)
        if name not in self._left_to_jinja:
            try:
                return self._quick.get_template(name).render(values)
            except Exception:  # noqa: BLE001  # whatever it is, Jinja meets it again and says what it is
                self._left_to_jinja.add(name)
        return self._thorough.get_template(name).render(values)

    def _renew(self, sources: Mapping[str, str]) -> None:
        """Take in ``sources``; if one differs from what was loaded under its name, forget all compiled templates."""
        known = self._loader.sources
        if any(known.get(name, source) != source for name, source in sources.items()):
            for environment in (self._quick, self._thorough):
                assert environment.cache is not None
                environment.cache.clear()
            known.clear()
            self._left_to_jinja.clear()
        known.update(sources)

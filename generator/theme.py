"""Templates: which rest on which, whether they are sound, and the Jinja environment that compiles them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.visitor import NodeTransformer
from msgspec import Struct

from .assets import first_bad_byte, theme_text
from .compiler import QuickCodeGenerator
from .engine import Database, query
from .i18n import translations
from .problems import Problem, Where, Word
from .template_problems import syntax_problem


class TemplateOutline(Struct, frozen=True):
    """What is known of a template without running it: what it extends, includes or imports."""

    is_there: bool
    refers_to: tuple[str, ...] = ()
    dynamic_line: int = 0
    """Where it refers to a template by a name that is only known when a page is printed; 0: nowhere."""
    error_line: int = 0
    error: str = ""


@query(firewall=True)
def template_outline(db: Database, name: str) -> TemplateOutline:
    """Parse one template."""
    source = theme_text(db, name)
    if source is None:
        return TemplateOutline(False)
    try:
        tree = _PARSER.parse(source)
    except TemplateSyntaxError as error:
        return TemplateOutline(True, error_line=error.lineno, error=error.message or "")
    names = list(meta.find_referenced_templates(tree))
    dynamic = next((node.lineno for node in tree.find_all(_REFERRING) if None in names and _is_dynamic(node)), 0)
    return TemplateOutline(True, tuple(other for other in names if other), dynamic)


_REFERRING = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


def _is_dynamic(node: nodes.Node) -> bool:
    return not isinstance(node.template, nodes.Const)  # type: ignore[attr-defined]


@query(firewall=True)
def template_closure(db: Database, name: str) -> dict[str, str]:
    """Return the sources of a template and of all that it extends, includes or imports, by name.

    Found by reading the templates, not by watching them load: Jinja keeps imported modules, so a template three
    levels down is loaded once and its later users would not be seen to depend on it.
    """
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        source = theme_text(db, current)
        if current not in found and source is not None:
            found[current] = source
            waiting.extend(template_outline(db, current).refers_to)
    return found


@query(firewall=True)
def is_sound(db: Database, name: str) -> bool:
    """Whether a template and all that it refers to are there and can be parsed."""
    sound = [is_sound_alone(db, other) for other in (name, *template_closure(db, name))]  # all, for their problems
    return all(sound)


@query
def is_sound_alone(db: Database, name: str) -> bool:
    """Whether one template can be parsed and what it refers to is there; notes what is wrong."""
    outline = template_outline(db, name)
    if not outline.is_there:
        db.note(Problem("template-missing", Where(f"templates/{name}", 1, 1), {"name": name}))
    if outline.error_line:
        db.note(syntax_problem(name, theme_text(db, name) or "", outline.error_line, outline.error))
    if outline.dynamic_line:
        db.note(Problem("template-dynamic", Where(f"templates/{name}", outline.dynamic_line, 1)))
    bad_byte = first_bad_byte(db, name)
    if bad_byte:
        place = Where(f"templates/{name}", 1)
        db.note(Problem("not-utf8", place, {"offset": str(bad_byte), "guess": Word("")}))
    missing = [other for other in outline.refers_to if not template_outline(db, other).is_there]
    for other in missing:
        lines = (theme_text(db, name) or "").split("\n")
        line = next((number for number, text in enumerate(lines, 1) if other in text), 1)
        db.note(Problem("template-missing", Where(f"templates/{name}", line, 1), {"name": other}))
    is_whole = outline.is_there and not outline.error_line and not outline.dynamic_line
    return is_whole and not bad_byte and not missing


_OPTIONS = {"extensions": ["jinja2.ext.i18n"], "trim_blocks": True, "lstrip_blocks": True}
_PARSER = Environment(autoescape=True, **_OPTIONS)  # type: ignore[arg-type]


class _Loader(BaseLoader):
    """Loads from the sources that the environment was given."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], f"templates/{template}", lambda: True


class _Compiled(BytecodeCache):
    """Compiled templates of this process. Jinja compares the source, so a changed one is compiled again."""

    _codes: ClassVar[dict[tuple[str, str, str], bytes]] = {}

    def __init__(self, language: str) -> None:
        self._language = language

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._codes.get((self._language, bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[self._language, bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class _Translated(NodeTransformer):
    """Puts the words of the interface into the language when a template is compiled, not each time it is printed."""

    def __init__(self, translate: Callable[[str], str]) -> None:
        self._translate = translate

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        is_plain = isinstance(node.node, nodes.Name) and node.node.name in ("_", "gettext") and not node.kwargs
        if is_plain and len(node.args) == 1 and isinstance(node.args[0], nodes.Const) and "%" not in node.args[0].value:
            words = nodes.Const(self._translate(node.args[0].value), lineno=node.lineno)
            return nodes.MarkSafe(words, lineno=node.lineno)
        return self.generic_visit(node)


class ThemeEnvironment(Environment):
    """The Jinja environment of one language; compiled templates are forgotten when one of them changes."""

    code_generator_class = QuickCodeGenerator

    def __init__(self, language: str) -> None:
        super().__init__(
            loader=_Loader(),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=_Compiled(language),
            **_OPTIONS,  # type: ignore[arg-type]
        )
        self._translations = translations(language)
        self.install_gettext_translations(self._translations, newstyle=True)  # type: ignore[attr-defined]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        translated: nodes.Template = _Translated(self._translations.gettext).visit(tree)
        return translated

    def renew(self, sources: Mapping[str, str]) -> None:
        """Take in ``sources``; if one differs from what was loaded under its name, forget all compiled templates."""
        loader = self.loader
        assert isinstance(loader, _Loader)
        if any(loader.sources.get(name, source) != source for name, source in sources.items()):
            assert self.cache is not None
            self.cache.clear()
            loader.sources.clear()
        loader.sources.update(sources)

"""Views to pages: Jinja templates, with every address relative to the page that prints it."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, ClassVar, NamedTuple

from jinja2 import BaseLoader, BytecodeCache, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError, meta
from jinja2.bccache import Bucket
from markupsafe import Markup

from .assets import asset_url, media, theme_text
from .catalog import Image, Prose
from .engine import Database, query
from .i18n import translations
from .privacy import is_public, site
from .problems import Problem, Where
from .prose import PLACEHOLDER
from .routes import PagePlan, address, plan
from .views import VIEWS
from .views.page import Link
from .views.words import words_in


class NavItem(NamedTuple):
    """An entry of the main navigation."""

    text: str
    url: str
    current: bool


class Picture(NamedTuple):
    """A published picture as a template prints it. ``src`` is relative to the page."""

    src: str
    width: int
    height: int
    alt: str
    caption: str


_NAVIGATION = (
    ("承诺", "commitments/"),
    ("项目", "projects/"),
    ("演练", "drills/"),
    ("巡查", "inspections/"),
    ("会议", "meetings/"),
    ("关爱", "care/"),
    ("成效", "outcomes/"),
    ("故事", "stories/"),
)
_FOOTER = (("关于本站", "pages/about"), ("隐私说明", "pages/privacy"), ("无障碍说明", "pages/accessibility"))


@query(keep=False)
def page_html(db: Database, url: str) -> bytes:
    """Return the bytes of one page; empty, with a problem, when its template fails."""
    planned = plan(db, url)
    if planned is None:
        return b""
    view = VIEWS[planned.view](db, planned)
    name = type(view).template
    if not _is_sound(db, name):
        return b""
    language = site(db).language
    environment = db.resource(f"environment {language}", lambda: _Environment(db, language))
    environment.renew(template_closure(db, name))
    try:
        html = environment.get_template(name).render(_context(db, planned, view, language))
    except Exception as error:  # noqa: BLE001
        # A template is what a site may write itself; whatever goes wrong in it is a problem of that template.
        db.note(_failure(error, name, url))
        return b""
    return f"{html.rstrip()}\n".encode()


def relative(source: str, target: str) -> str:
    """Return the relative link from the page at ``source`` to ``target``, both counted from the root of the site."""
    base = source.split("/")[:-1]
    path, mark, anchor = target.partition("#")
    parts = path.split("/")
    common = 0
    while common < len(base) and common < len(parts) - 1 and base[common] == parts[common]:
        common += 1
    link = "../" * (len(base) - common) + "/".join(parts[common:])
    return (link or "./") + mark + anchor


def _context(db: Database, planned: PagePlan, view: Any, language: str) -> dict[str, Any]:
    words = words_in(language)
    base = "" if planned.url == "404.html" else planned.url

    def href(target: str) -> str:
        return relative(base, target)

    def picture(image: Image | None) -> Picture | None:
        found = media(db, image.file) if image and image.file else None
        if image is None or found is None:
            return None
        return Picture(href(found.url), found.width, found.height, words.text(image.alt), words.text(image.caption))

    return {
        "view": view,
        "site": site(db),
        "words": words,
        "lang": "en" if language == "en" else "zh-CN",
        "nav": tuple(NavItem(words(text), target, _is_below(planned.url, target)) for text, target in _NAVIGATION),
        "footer_links": _footer_links(db, words),
        "href": href,
        "asset": lambda name: href(asset_url(db, name)),
        "picture": picture,
        "body": lambda prose: _fill(db, prose, href),
    }


def _is_below(url: str, target: str) -> bool:
    return url.startswith(target)


def _footer_links(db: Database, words: Callable[[str], str]) -> tuple[Link, ...]:
    standing = tuple(Link(words(text), address(ref)) for text, ref in _FOOTER if is_public(db, ref))
    return (*standing, Link(words("更正记录"), "corrections/"))


_PLACEHOLDERS = re.compile(rf'(href|src)="{PLACEHOLDER}([^"#]*)(#[^"]*)?"')


def _fill(db: Database, prose: Prose, href: Callable[[str], str]) -> Markup:
    """Return the body with the addresses that its placeholders stand for."""

    def fill(match: re.Match[str]) -> str:
        attribute, target, anchor = match[1], match[2], match[3] or ""
        if not target.startswith("media/"):
            return f'{attribute}="{escape(href(address(target)))}{anchor}"'
        found = media(db, target)
        if found is None:
            return ""
        size = f' width="{found.width}" height="{found.height}" loading="lazy"' if attribute == "src" else ""
        return f'{attribute}="{escape(href(found.url))}"{size}'

    return Markup(_PLACEHOLDERS.sub(fill, prose.html))


# -- templates -----------------------------------------------------------------------------------------


@query
def template_closure(db: Database, name: str) -> dict[str, str]:
    """Return the sources of a template and of all it extends, includes or imports, by name.

    Found by reading the templates, not by watching them load: Jinja keeps imported modules, so a template three
    levels down is loaded once and its later users would not be seen to depend on it.
    """
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        current = waiting.pop()
        source = theme_text(db, current)
        if current in found or source is None:
            continue
        found[current] = source
        try:
            tree = _parser().parse(source)
        except TemplateSyntaxError:
            continue
        waiting.extend(other for other in meta.find_referenced_templates(tree) if other)
    return found


@query
def template_problems(db: Database, name: str) -> bool:
    """Check a template by itself, noting a syntax error or what it refers to and is not there; whether all is well."""
    source = theme_text(db, name)
    if source is None:
        db.note(Problem("template-missing", Where(f"templates/{name}", 1, 1), {"name": name}))
        return False
    try:
        tree = _parser().parse(source)
    except TemplateSyntaxError as error:
        where = Where(f"templates/{name}", error.lineno, 1)
        db.note(Problem("template-syntax", where, {"detail": error.message or ""}))
        return False
    missing = [other for other in meta.find_referenced_templates(tree) if other and theme_text(db, other) is None]
    for other in missing:
        lines = source.split("\n")
        line = next((number for number, text in enumerate(lines, 1) if other in text), 1)
        db.note(Problem("template-missing", Where(f"templates/{name}", line, 1), {"name": other}))
    return not missing


def _is_sound(db: Database, name: str) -> bool:
    if not template_problems(db, name):
        return False
    sound = [template_problems(db, other) for other in template_closure(db, name)]  # all of them, for their problems
    return all(sound)


def _parser() -> Environment:
    return Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)


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

    _codes: ClassVar[dict[tuple[str, str], bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._codes.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


class _Environment(Environment):
    """One Jinja environment, made anew whenever a template that it has loaded changes."""

    def __init__(self, db: Database, language: str) -> None:
        super().__init__(
            loader=_Loader(),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_Compiled(),
            cache_size=-1,
        )
        self.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]

    def renew(self, sources: Mapping[str, str]) -> None:
        """Take in ``sources``; if one of them differs from what was loaded before, forget all compiled templates."""
        loader = self.loader
        assert isinstance(loader, _Loader)
        if any(loader.sources.get(name) != source for name, source in sources.items()):
            if any(name in loader.sources and loader.sources[name] != source for name, source in sources.items()):
                assert self.cache is not None
                self.cache.clear()
                loader.sources.clear()
            loader.sources.update(sources)


def _failure(error: Exception, name: str, url: str) -> Problem:
    """Return the problem of a template that failed, at the deepest line of a template."""
    place = Where(f"templates/{name}", 1, 1)
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("templates/"):
            place = Where(frame.filename, frame.lineno or 1, 1)
    return Problem("template-failed", place, {"url": f"/{url}", "detail": f"{type(error).__name__}: {error}"})

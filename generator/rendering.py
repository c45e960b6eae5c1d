"""Views to pages: Jinja templates, with every address relative to the page that prints it."""

from __future__ import annotations

import re
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from .assets import asset_url
from .catalog import Image, Prose
from .engine import Database, query
from .pictures import media
from .privacy import is_public, public, site
from .problems import Problem, Where
from .prose import NAMED_PLACEHOLDER
from .routes import NOT_FOUND, PagePlan, address, plan
from .template_problems import MissingAsset, failure
from .theme import is_sound, template_closure
from .views import VIEWS
from .views.finding import finding
from .views.page import Link, View
from .views.words import words_in

_SECONDS = 10
"""What one page may take; a thousand times what most take."""


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
_SEARCH = ("搜索", "search/")
_FOOTER = (("关于本站", "pages/about"), ("隐私说明", "pages/privacy"), ("无障碍说明", "pages/accessibility"))


def _no_page(db: Database, url: str, reason: str) -> bytes:
    planned = plan(db, url)
    public(db, planned.key if planned else "")
    code = "page-too-slow" if reason == "time" else "page-crashes"
    db.note(Problem(code, Where(f"/{url}"), {"url": f"/{url}", "seconds": str(_SECONDS)}))
    return b""


@query(keep=False, seconds=_SECONDS, otherwise=_no_page)
def page_html(db: Database, url: str) -> bytes:
    """Return the bytes of one page; empty, with a problem, when its template fails."""
    planned = plan(db, url)
    if planned is None:
        return b""
    view = VIEWS[planned.view](db, planned)
    name = type(view).template
    if not is_sound(db, name):
        return b""
    language = site(db).language
    printer: _Printer = db.resource(f"printer {language}", lambda: _Printer(db, language))
    printer.turn_to(planned.url)
    try:
        html = printer.render(view, planned)
    except Exception as error:  # noqa: BLE001
        # A template is what a site may write itself; whatever goes wrong in it is a problem of that template.
        db.note(failure(error, name, url))
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


class _Printer:
    """What templates may call while one page is printed, and the theme that prints it.

    The functions are the same for all pages and know by ``turn_to`` which one it is: so macros can be imported without
    the context of the page, and Jinja runs a file of macros once and not once for every page and import.
    """

    def __init__(self, db: Database, language: str) -> None:
        from .jinja import Theme  # takes a while, and many starts print nothing

        self._db = db
        self._menus: dict[tuple[str, bool], tuple[NavItem, ...]] = {}
        self._words = words_in(language)
        self._theme = Theme(
            language,
            words=self._words,
            lang="en" if language == "en" else "zh-CN",
            href=self.href,
            asset=self.asset,
            picture=self.picture,
            body=self.body,
        )
        self.turn_to("")

    def turn_to(self, url: str) -> None:
        """Begin the page at ``url``."""
        folder, slash, _ = url.partition("/")
        self._url = url
        self._folder = folder + slash if slash else ""
        self._up = "../" * url.count("/")

    def render(self, view: View, planned: PagePlan) -> str:
        """Return the HTML of a view."""
        settings = site(self._db)
        return self._theme.render(
            view.template,
            template_closure(self._db, view.template),
            view=view,
            site=settings,
            found=finding(self._db, self._words, planned) if settings.search else None,
            nav=self.navigation(with_search=settings.search),
            footer_links=self.footer_links(),
        )

    def href(self, target: str) -> str:
        """Return the link from this page to ``target``."""
        if self._folder and not target.startswith(self._folder):
            return self._up + target  # as nearly every link does, it leads out of the folder of this page
        if self._url == NOT_FOUND:
            # A server shows this page at any address, so its links must not depend on where it stands.
            return f"{urlsplit(site(self._db).url).path.rstrip('/')}/{target}"
        return relative(self._url, target)

    def asset(self, name: str) -> str:
        """Return the link to a file in ``assets/`` of the theme."""
        url = asset_url(self._db, name)
        if not url:
            raise MissingAsset(name)
        return self.href(url)

    def picture(self, image: Image | None) -> Picture | None:
        """Return a picture as it is published, or ``None``."""
        found = media(self._db, image.file) if image and image.file else None
        if image is None or found is None:
            return None
        text = self._words.text
        return Picture(self.href(found.url), found.width, found.height, text(image.alt), text(image.caption))

    def body(self, prose: Prose) -> Markup:
        """Return a body with the addresses that its placeholders stand for."""
        return Markup(NAMED_PLACEHOLDER.sub(self._address, prose.html))

    def _address(self, match: re.Match[str]) -> str:
        attribute, target, anchor = match[1], match[2], match[3] or ""
        if not target.startswith("media/"):
            return f'{attribute}="{escape(self.href(address(target)))}{anchor}"'
        found = media(self._db, target)
        if found is None:
            return attribute.rpartition(" ")[0]
        size = f' width="{found.width}" height="{found.height}" loading="lazy"' if attribute.endswith("src") else ""
        return f'{attribute}="{escape(self.href(found.url))}"{size}'

    def navigation(self, *, with_search: bool) -> tuple[NavItem, ...]:
        """Return the menu of the folder that this page is in."""
        place = (self._folder, with_search)
        if place not in self._menus:
            named = (*_NAVIGATION, _SEARCH) if with_search else _NAVIGATION
            entries = ((self._words(text), target) for text, target in named)
            self._menus[place] = tuple(NavItem(text, target, target == self._folder) for text, target in entries)
        return self._menus[place]

    def footer_links(self) -> tuple[Link, ...]:
        standing = tuple(Link(self._words(text), address(ref)) for text, ref in _FOOTER if is_public(self._db, ref))
        return (*standing, Link(self._words("更正记录"), "corrections/"))

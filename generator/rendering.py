"""Views to pages: Jinja templates, with every address relative to the page that prints it."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from .assets import asset_url
from .catalog import Image, Prose
from .engine import Database, query
from .pictures import Media, media
from .privacy import is_public, public, site
from .problems import Problem, Where
from .prose import NAMED_PICTURE, NAMED_PLACEHOLDER
from .routes import NOT_FOUND, PagePlan, address, folder_of, plan
from .sharing import Head, head_of
from .template_problems import MissingAsset, failure
from .theme import is_sound, template_closure
from .views import VIEWS
from .views.finding import finding
from .views.foreign import TAGS, Foreign
from .views.page import Link, View
from .views.record import untranslated_note
from .views.words import Words, words_of
from .vocabulary import LANGUAGES, label

_SECONDS = 10
"""What one page may take; a thousand times what most take."""


SIZES = "(min-width: 46em) 43em, 92vw"
"""How wide a picture stands in the column of text (``--measure``), for the choice among its variants."""


class NavItem(NamedTuple):
    """An entry of the main navigation."""

    text: str
    url: str
    current: bool


class Picture(NamedTuple):
    """A published picture as a template prints it, with addresses relative to the page.

    ``sources`` are the formats it can be had in besides, the best first: media type and ``srcset``.
    """

    src: str
    width: int
    height: int
    alt: str
    caption: str
    sources: tuple[tuple[str, str], ...]
    sizes: str = SIZES
    language: str = ""
    """What language ``alt`` is in, where it is not that of the page."""


class LanguageLink(NamedTuple):
    """A page in one of the languages of the site; ``language`` is what HTML calls it."""

    name: str
    language: str
    url: str


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
_FOR_ALL = (("订阅", "subscribe/"), ("开放数据", "data/"), ("更正记录", "corrections/"))


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
    words = words_of(db, planned)
    kind = _SecondPrinter if words.second else _Printer
    with_files = site(db).open_from_folder
    name = f"printer {words.language} {words.second} {with_files}"
    printer: _Printer = db.resource(name, lambda: kind(db, words, with_files=with_files))
    printer.turn_to(planned)
    try:
        html = printer.render(view, head_of(db, planned, view, words))
    except Exception as error:  # noqa: BLE001
        # A template is what a site may write itself; whatever goes wrong in it is a problem of that template.
        db.note(failure(error, name, url))
        return b""
    return f"{html.rstrip()}\n".encode()


def body_html(db: Database, html: str, href: Callable[[str], str]) -> str:
    """Return the HTML of a body with the addresses that its placeholders stand for, each as ``href`` writes it."""

    def filled(match: re.Match[str]) -> str:
        attribute, target, anchor = match[1], match[2], match[3] or ""
        if not target.startswith("media/"):
            return f'{attribute}="{escape(href(address(target)))}{anchor}"'
        found = media(db, target)
        if found is None:
            return attribute.rpartition(" ")[0]
        size = f' width="{found.width}" height="{found.height}" loading="lazy"' if attribute.endswith("src") else ""
        return f'{attribute}="{escape(href(found.url))}"{size}'

    return NAMED_PLACEHOLDER.sub(filled, html)


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


def _with_file(link: str) -> str:
    path, mark, anchor = link.partition("#")
    return f"{path}index.html{mark}{anchor}" if path.endswith("/") else link


class _Printer:
    """What templates may call while one page is printed, and the theme that prints it.

    The functions are the same for all pages and know by ``turn_to`` which one it is: so macros can be imported without
    the context of the page, and Jinja runs a file of macros once and not once for every page and import.
    """

    def __init__(self, db: Database, words: Words, *, with_files: bool) -> None:
        from .jinja import Theme  # takes a while, and many starts print nothing

        self._db = db
        self._menus: dict[tuple[str, bool], tuple[NavItem, ...]] = {}
        self._words = words
        self._with_files = with_files
        self._link = self._file_link if with_files else self.href
        self._theme = Theme(
            words.language,
            words=words,
            lang=TAGS[words.language],
            plain=str,
            href=self._link,
            asset=self.asset,
            picture=self.picture,
            body=self.body,
            untranslated_note=self.untranslated_note,
            alternates=self.alternates,
            other_language=self.other_language,
        )
        self.turn_to(PagePlan("", "home"))

    def turn_to(self, planned: PagePlan) -> None:
        """Begin a page."""
        url = planned.url
        self._has_picture = False
        folder, slash, _ = url.partition("/")
        self._plan = planned
        self._url = url
        self._folder = folder + slash if slash else ""
        self._up = "../" * url.count("/")

    def render(self, view: View, head: Head) -> str:
        """Return the HTML of a view."""
        settings = site(self._db)
        return self._theme.render(
            view.template,
            template_closure(self._db, view.template),
            view=view,
            head=head,
            site=settings,
            found=finding(self._db, self._words, self._plan) if settings.search else None,
            nav=self.navigation(with_search=settings.search),
            footer_links=self.footer_links(),
        )

    def href(self, target: str) -> str:
        """Return the link from this page to ``target``, a page in its language or a file of the site."""
        if self._folder and not target.startswith(self._folder):
            return self._up + target  # as nearly every link does, it leads out of the folder of this page
        if self._url == NOT_FOUND:
            return self._from_anywhere(target)
        return relative(self._url, target)

    def _file_link(self, target: str) -> str:
        """Return the link to the file of a page: a folder without a server has nobody to look it up."""
        return _with_file(self.href(target))

    def _from_anywhere(self, target: str) -> str:
        """Return a link that does not depend on where its page stands: a server shows 404.html at any address."""
        return f"{urlsplit(site(self._db).url).path.rstrip('/')}/{target}"

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
        alt, caption = self._words.text(image.alt), self._words.text(image.caption)
        language = TAGS[self._words.first] if isinstance(alt, Foreign) else ""
        self._has_picture = True
        sources = self._sources(found)
        return Picture(self.href(found.url), found.width, found.height, str(alt), caption, sources, language=language)

    def _sources(self, found: Media) -> tuple[tuple[str, str], ...]:
        return tuple(
            (kind, ", ".join(f"{self.href(url)} {width}w" for url, width in widths)) for kind, widths in found.sources
        )

    def body(self, prose: Prose) -> Markup:
        """Return a body with the addresses that its placeholders stand for."""
        html = NAMED_PICTURE.sub(self._picture, prose.html) if "<img" in prose.html else prose.html
        return Markup(body_html(self._db, html, self._link))

    def _picture(self, match: re.Match[str]) -> str:
        """Return a picture of a body: at once where it is the first of its page, else when it comes into sight."""
        before, target, after = match.groups()
        found = media(self._db, target)
        if found is None:
            return f"<img{before}{after}>"
        when = 'loading="lazy"' if self._has_picture else 'fetchpriority="high"'
        self._has_picture = True
        size = f'width="{found.width}" height="{found.height}" {when} decoding="async"'
        img = f'<img{before} src="{escape(self.href(found.url))}" {size}{after}>'
        if not found.sources:
            return img
        sources = "".join(
            f'<source type="{kind}" srcset="{escape(srcset)}" sizes="{SIZES}">' for kind, srcset in self._sources(found)
        )
        return f"<picture>{sources}{img}</picture>"

    def untranslated_note(self) -> str:
        """Return what a reader is told of a page that is not in the language of its frame; mostly nothing."""
        return untranslated_note(self._db, self._words, self._plan) if self._words.second else ""

    def alternates(self) -> tuple[LanguageLink, ...]:
        """Return this page in every language, for search engines; they take whole addresses only."""
        found = site(self._db)
        if not found.url or self._url == NOT_FOUND:
            return ()
        root = f"{found.url.rstrip('/')}/"
        languages = ((found.language, ""), (found.second_language, found.second_language))
        pages = [LanguageLink("", TAGS[own], f"{root}{folder_of(below)}{self._url}") for own, below in languages]
        return (*pages, LanguageLink("", "x-default", pages[0].url))

    def other_language(self) -> LanguageLink:
        """Return the way to this page in the other language of the site."""
        found = site(self._db)
        other = found.language if self._words.second else found.second_language
        folder = folder_of("" if self._words.second else other)
        link = self._to_other(f"{folder}{self._url}")
        return LanguageLink(label(LANGUAGES, other, other), TAGS[other], _with_file(link) if self._with_files else link)

    def _to_other(self, address: str) -> str:
        if self._url == NOT_FOUND:
            return self._from_anywhere(address)
        return relative(self._plan.address, address)

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
        return (*standing, *(Link(self._words(text), url) for text, url in _FOR_ALL))


class _SecondPrinter(_Printer):
    """Prints the pages in the second language, which have a folder of their own. Files stand at the root for both."""

    def href(self, target: str) -> str:
        is_file = bool(target.partition("#")[0].rpartition("/")[2])
        if not is_file:
            return super().href(target)
        return super()._from_anywhere(target) if self._url == NOT_FOUND else relative(self._plan.address, target)

    def _from_anywhere(self, target: str) -> str:
        return super()._from_anywhere(f"{folder_of(self._plan.language)}{target}")

    def _to_other(self, address: str) -> str:
        return super()._from_anywhere(address) if self._url == NOT_FOUND else super()._to_other(address)

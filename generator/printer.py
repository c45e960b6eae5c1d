"""What templates may call while they print: links relative to the page, pictures, bodies, the other language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup

from .assets import asset_url
from .catalog import Image, Prose
from .engine import Database
from .pictures import Media, media
from .privacy import site
from .prose import NAMED_PICTURE, NAMED_PLACEHOLDER
from .routes import NOT_FOUND, PagePlan, address, folder_of, top_folder
from .template_problems import MissingAsset
from .views.foreign import TAGS, Foreign
from .views.record import untranslated_note
from .views.words import Words
from .vocabulary import LANGUAGES, label

SIZES = "(min-width: 46em) 43em, 92vw"
"""How wide a picture stands in the column of text (``--measure``), for the choice among its variants."""


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


Fragment = Callable[[Database, PagePlan, str], str]
"""Returns what a template prints for all pages that have the same frame as this one."""


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


class Printer:
    """What templates may call while one page is printed, and the theme that prints it.

    The functions are the same for all pages and know by ``turn_to`` which one it is: so macros can be imported without
    the context of the page, and Jinja runs a file of macros once and not once for every page and import.
    """

    def __init__(self, db: Database, words: Words, fragment: Fragment, *, with_files: bool) -> None:
        from .jinja import Theme  # takes a while, and many starts print nothing

        self._db = db
        self._fragment = fragment
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
            fragment=self.fragment,
            untranslated_note=self.untranslated_note,
            alternates=self.alternates,
            other_language=self.other_language,
        )
        self.turn_to(PagePlan("", "home"))

    def turn_to(self, planned: PagePlan) -> None:
        """Begin a page."""
        url = planned.url
        self._has_picture = False
        self._plan = planned
        self._url = url
        self._folder = top_folder(url)
        self._up = "../" * url.count("/")

    def render(self, template: str, sources: Mapping[str, str], **values: Any) -> str:
        """Return what a template makes of ``values`` for this page. ``sources``: see ``jinja.Theme.render``."""
        return self._theme.render(template, sources, site=site(self._db), **values)

    def fragment(self, name: str) -> Markup:
        """Return what a template prints that is the same on this page and on all of its place."""
        return Markup(self._fragment(self._db, self._plan, name))

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


class _SecondPrinter(Printer):
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


def printer_for(db: Database, words: Words, fragment: Fragment, *, with_files: bool) -> Printer:
    """Return what prints pages in the language of ``words``."""
    return (_SecondPrinter if words.second else Printer)(db, words, fragment, with_files=with_files)

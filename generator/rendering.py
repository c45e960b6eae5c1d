"""Views to pages: Jinja templates, with every address relative to the page that prints it."""

from __future__ import annotations

from .assets import theme_text
from .engine import Database, query
from .frame import frame_of, place_of
from .printer import Printer, printer_for
from .privacy import public, site
from .problems import Problem, Where
from .routes import PagePlan, page_named
from .sharing import head_of
from .template_problems import MissingTemplate, failure
from .theme import is_sound, template_closure
from .views import VIEWS
from .views.finding import finding
from .views.words import Words, words_of

_SECONDS = 10
"""What one page may take; a thousand times what most take."""


def _no_page(db: Database, name: str, reason: str) -> bytes:
    planned = page_named(name)
    public(db, planned.key)
    _note_given_up(db, planned.address, reason)
    return b""


def _note_given_up(db: Database, url: str, reason: str) -> None:
    code = "page-too-slow" if reason == "time" else "page-crashes"
    db.note(Problem(code, Where(f"/{url}"), {"url": f"/{url}", "seconds": str(_SECONDS)}))


@query(keep=False, seconds=_SECONDS, otherwise=_no_page)
def page_html(db: Database, name: str) -> bytes:
    """Return the bytes of one page by the name of its plan; empty, with a problem, when its template fails."""
    planned = page_named(name)
    view = VIEWS[planned.view](db, planned)
    template = type(view).template
    if not is_sound(db, template):
        return b""
    words = words_of(db, planned)
    head = head_of(db, planned, view, words)
    found = finding(db, words, planned) if site(db).search else None
    try:
        html = _printed(db, "pages", planned, words, template, view=view, head=head, found=found)
    except Exception as error:  # noqa: BLE001
        # A template is what a site may write itself; whatever goes wrong in it is a problem of that template.
        db.note(failure(error, template, planned.address))
        return b""
    return f"{html.rstrip()}\n".encode()


def _no_fragment(db: Database, key: str, reason: str) -> str:
    _note_given_up(db, key.split(" ", 2)[1], reason)
    return ""


@query(firewall=True, seconds=_SECONDS, otherwise=_no_fragment)
def fragment_html(db: Database, key: str) -> str | None:
    """Return what a template prints for all pages of a place; empty, with a problem, when it fails.

    ``None`` when there is no such template: whoever asks for it must say where.

    The key is the folder of a language, an address of ``frame.place_of`` and the name of the template, with blanks
    between them.
    """
    language, url, template = key.split(" ", 2)
    place = PagePlan(url, "", language=language)
    words = words_of(db, place)
    if theme_text(db, template) is None:
        return None
    if not is_sound(db, template):
        return ""
    try:
        return _printed(db, "fragments", place, words, template, frame=frame_of(db, words, place))
    except Exception as error:  # noqa: BLE001
        db.note(failure(error, template, url))
        return ""


def _fragment(db: Database, planned: PagePlan, template: str) -> str:
    found = fragment_html(db, f"{planned.language} {place_of(planned.url)} {template}")
    if found is None:
        raise MissingTemplate(template)
    return found


def _printed(db: Database, what: str, planned: PagePlan, words: Words, template: str, **values: object) -> str:
    """Print a template. What prints fragments is another printer than what prints pages, in whose midst they are."""
    with_files = site(db).open_from_folder
    name = f"printer of {what} {words.language} {words.second} {with_files}"
    printer: Printer = db.resource(name, lambda: printer_for(db, words, _fragment, with_files=with_files))
    printer.turn_to(planned)
    return printer.render(template, template_closure(db, template), **values)

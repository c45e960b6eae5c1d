"""Templates: which rest on which, and whether they are sound.

Jinja is imported when there is a template to look at: most starts of the program look at none.
"""

from __future__ import annotations

from msgspec import Struct

from .assets import first_bad_byte, theme_text
from .engine import Database, query
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


def template_names(db: Database) -> tuple[str, ...]:
    """Return the names of all templates of the theme and of the site's own."""
    paths = (path.partition("/")[2] for root in ("templates", "theme") for path in db.read("tree", root))
    return tuple(sorted({path for path in paths if path.endswith(".html") and not path.startswith("assets/")}))


@query(firewall=True)
def template_outline(db: Database, name: str) -> TemplateOutline:
    """Parse one template."""
    from .jinja import TemplateSyntaxError, templates_named_in

    source = theme_text(db, name)
    if source is None:
        return TemplateOutline(False)
    try:
        names, dynamic_line = templates_named_in(source)
    except TemplateSyntaxError as error:
        return TemplateOutline(True, error_line=error.lineno, error=error.message or "")
    return TemplateOutline(True, names, dynamic_line)


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

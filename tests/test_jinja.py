"""Templates print what Jinja alone would print, and fail with what Jinja says; compiled ones are kept with the program."""

# ruff: noqa: E501 -- templates in rows

from __future__ import annotations

import gettext
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.compiler import CodeGenerator
from markupsafe import Markup
from msgspec import Struct

from generator import jinja
from generator.build import Workshop
from generator.config import Locations
from generator.jinja import TemplateSyntaxError, Theme, templates_named_in


class Promise(Struct):
    text: str
    owner: str = ""
    parts: tuple[str, ...] = ()


class Link(NamedTuple):
    text: str
    url: str


VALUES: dict[str, Any] = {
    "it": Promise("<修好> & 'x'", owner="居委会", parts=("a", "b")),
    "link": Link("更多", "x/?a=1&b=2"),
    "known": {"key": "值", "items": 1},
    "safe": Markup("<b>粗</b>"),
    "none": None,
    "number": 3,
}
MACROS = """
{% macro badge(label, key="") %}<b class="{{ key or "plain" }}">{{ label }}</b>{% endmacro %}
{% macro twice(label, key="k") %}{{ badge(label, key=key) }}{{ badge(label) }}{% endmacro %}
{% macro box(title) %}<section>{{ title }}{{ caller() if caller is defined else "–" }}</section>{% endmacro %}
{% macro each(items) %}{% for one in items %}{{ caller(one, loop.index) }}{% endfor %}{% endmacro %}
{% macro tree(depth) %}{{ depth }}{% if depth %}{{ tree(depth - 1) }}{% endif %}{% endmacro %}
{% set colour = "red" %}
"""
BASE = "<title>{% block title %}base{% endblock %}</title>{% block body %}{% endblock %}"
ODD = "{% macro any() %}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}"
QUICK = [
    "{{ it.text }} {{ it.owner }} {{ link.url }} {{ safe }} {{ none }} {{ number + 1 }}",
    "{{ known['key'] }} {{ {'a': '<'}.a }} {{ {'keys': 1}.keys is callable }}",
    "{% set d = {'text': '<', 'url': 'u'} %}{{ d.text }}{{ d }}{{ d|dictsort }}{% if d.none is defined %}x{% endif %}",
    "{{ it.none is defined }} {{ it.none|default('–') }} {{ none.x is undefined }} {{ nobody is defined }}",
    "{% if it.none is defined and it.none %}x{% else %}y{% endif %}",
    "{% import 'macros' as ui %}{{ ui.badge(it.text) }}{{ ui.badge('x', key='<') }}{{ ui.twice(safe) }}{{ ui.colour }}",
    "{% from 'macros' import badge as b, colour %}{{ b(label='x') }}{{ colour }}",
    "{% import 'macros' as ui %}{% call ui.box(it.text) %}<p>{{ it.owner }}</p>{% endcall %}{{ ui.box('t') }}",
    "{% import 'macros' as ui %}{% call(one, n) ui.each(it.parts) %}{{ n }}{{ one }}{{ number }}{% endcall %}",
    "{% import 'macros' as ui %}{{ ui.badge(*it.parts) }}{{ ui.badge(**{'label': 'x'}) }}",
    "{% for a in it.parts %}{% macro m(x) %}{{ a }}{{ x }}{% endmacro %}{{ m(loop.index) }}{{ loop.last }}{% endfor %}",
    "{% for a in it.parts recursive %}{{ a }}{% if loop.depth < 2 %}{{ loop(it.parts) }}{% endif %}{% endfor %}",
    "{% import 'macros' as ui %}{{ ui.tree(3) }}",
    "{% extends 'base' %}{% block title %}{{ super() }}!{{ it.text }}{% endblock %}",
    "{% include 'part' %}{% include 'part' without context %}{% include 'nowhere' ignore missing %}",
    "{% set ns = namespace(x=1) %}{% for a in it.parts %}{% set ns.x = ns.x + 1 %}{% endfor %}{{ ns.x }}",
    "{% set block %}<i>{{ it.text }}</i>{% endset %}{{ block }}{% filter upper %}{{ it.text }}<{% endfilter %}",
    "{{ _('更多') }} {{ _('共%(n)s条', n=it.text) }} {{ _('%(a)s%(b)s', a=safe, b=none) }} {{ _('5%(n)s%%', n=1) }}",
    "{{ _('更多') ~ it.text }} {{ it.text ~ _('更多') }} {{ _(it.text) }} {% set t = _('共%(n)s条', n='<') %}{{ t }}{{ t|upper }}",
    "{% trans n=number %}{{ n }} 条{% pluralize %}{{ n }} 条{% endtrans %} {{ ngettext('%(num)s 条', '%(num)s 条们', 2) }}",
    "{{ '%s<'|format(it.text) }} {{ it.text|e }} {{ it.text|safe }} {{ it.parts|join(', ') }} {{ it.text|replace('<', safe) }}",
    "{{ it.parts|map('upper')|list }} {{ [link, link]|map(attribute='url')|join }} {{ it.text.upper().lower() }}",
    "{{ it.__class__.__name__ }} {{ shout('x') }} {{ shout(text=it.text) }} {{ it.text if number > 2 else it.none }}",
]  # fmt: skip
LEFT_TO_JINJA = [
    "{{ known.key }} {{ known.items is callable }}",
    "{% set x = it.none %}{{ x is defined }}",
    "{% import 'odd' as odd %}{{ odd.any(1, 2, x=3) }}",
    "{% import 'macros' as ui %}{{ ui.badge.name }}{{ ui.badge }}",
    "{% import 'macros' as ui %}{% set badge = ui.badge %}{{ badge }}",
    "{% macro a(as_markup, undefined='u', t_1=1) %}{{ as_markup }}{{ undefined }}{{ t_1 }}{% endmacro %}{{ a(1, 2) }}",
    "{% macro a(class, b) %}{{ class }}{{ b }}{% endmacro %}{{ a(1, 2) }}{{ a(b=2, class=1) }}",
    "{% block body %}{{ it.text }}{% endblock %}{{ self.body() }}",
    "{% autoescape false %}{{ it.text }}{% import 'macros' as ui %}{{ ui.badge(it.text) }}{% endautoescape %}{{ it.text }}",
    "{% set translate = _ %}{{ translate('共%(n)s条', n=it.text) }}",
]  # fmt: skip
BAD = [
    "{{ it.none }}",
    "{{ nobody }}",
    "{{ nobody.name }}",
    "{{ nobody() }}",
    "{{ it.parts.none.x }}",
    "{% if it.none %}x{% endif %}",
    "{% import 'macros' as ui %}{{ ui.nothing('x') }}",
    "{% import 'macros' as ui %}{{ ui.badge() }}",
    "{% import 'macros' as ui %}{{ ui.badge('x', colour='y') }}",
    "{% import 'macros' as ui %}{{ ui.badge('x', 'y', 'z') }}",
    "{% import 'macros' as ui %}{% call ui.badge('x') %}{% endcall %}",
    "{% from 'macros' import nothing %}{{ nothing() }}",
    "{{ 1 / 0 }}",
    "{{ fail() }}",
    "{{ _('共%(n)s条') }}",
    "{% extends 'nowhere' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
]


def shout(text: str) -> str:
    return f"{text}!"


def fail() -> str:
    raise LookupError("gone")


FUNCTIONS = {"shout": shout, "fail": fail}


def sources_of(text: str) -> dict[str, str]:
    return {"page": text, "macros": MACROS, "odd": ODD, "base": BASE, "part": "[{{ shout('p') }}{{ it is defined }}]"}


def jinja_alone(text: str, **values: Any) -> str:
    environment = Environment(
        loader=DictLoader(sources_of(text)),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(gettext.NullTranslations(), newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(FUNCTIONS)
    return environment.get_template("page").render(values)


def printed(text: str, **values: Any) -> str:
    return Theme("zh", **FUNCTIONS).render("page", sources_of(text), **values)


class _NoCompiler(CodeGenerator):
    def visit_Template(self, *given: Any) -> None:
        raise AssertionError("nothing was to be compiled in this way")


@pytest.mark.parametrize("text", QUICK)
def test_a_template_prints_what_jinja_prints(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja, "CodeGenerator", _NoCompiler)
    assert printed(text, **VALUES) == jinja_alone(text, **VALUES)


@pytest.mark.parametrize("text", LEFT_TO_JINJA)
def test_what_is_out_of_the_ordinary_is_left_to_jinja(text: str) -> None:
    assert printed(text, **VALUES) == jinja_alone(text, **VALUES)


@pytest.mark.parametrize("text", BAD)
def test_a_template_fails_as_it_does_with_jinja(text: str) -> None:
    with pytest.raises(Exception) as expected:  # of whatever kind it is
        jinja_alone(text, **VALUES)
    with pytest.raises(expected.type) as found:
        printed(text, **VALUES)
    if expected.type is not RecursionError:
        assert str(found.value) == str(expected.value)


LEAF = st.sampled_from(
    [
        "<br>\n", "{{ it.text }}", "{{ it.none }}", "{{ link.url }}", "{{ none }}", "{{ nobody }}", "{{ one }}", "{{ a ~ one }}",
        "{{ loop.index }}", "{{ it.owner|default(1) }}", "{{ a|default(one) }}", "{{ {'k': it.text}.k }}", "{{ m(1) }}",
        "{{ m(it.text, b=one) }}", "{{ m() }}", "{{ ui.badge(it.text) }}", "{{ ui.badge('x', key=it.owner) }}", "{{ ui.tree(2) }}",
        "{{ _('共%(n)s条', n=it.text) }}", "{% set one = it.text %}", "{% set a = ui.badge(it.owner) %}", "{{ caller() }}",
    ]
)  # fmt: skip
AROUND = st.sampled_from(
    [
        ("{% if it.owner %}", "{% endif %}"), ("{% if it.none is defined %}", "{% else %}e{% endif %}"),
        ("{% if one %}", "{% elif a %}{{ a }}{% endif %}"), ("{% for one in it.parts %}", "{% endfor %}"),
        ("{% for one in it.parts if one %}", "{% else %}none{% endfor %}"), ("{% call ui.box(it.text) %}", "{% endcall %}"),
        ("{% call(one, n) ui.each(it.parts) %}", "{% endcall %}"), ("{% macro m(a, b=2) %}{{ a }}{{ b }}", "{% endmacro %}"),
        ("{% set a %}", "{% endset %}"), ("{% filter upper %}", "{% endfilter %}"), ("{% with a=it.owner %}", "{% endwith %}"),
    ]
)  # fmt: skip
SOURCE = st.recursive(
    LEAF,
    lambda inner: st.tuples(AROUND, st.lists(inner, max_size=4)).map(
        lambda both: both[0][0] + "".join(both[1]) + both[0][1]
    ),
    max_leaves=12,
)
VALUE = st.text(alphabet="<>&'\"ab修 \n", max_size=5)


@settings(max_examples=int(os.environ.get("DIZAO_TEMPLATE_EXAMPLES", "300")))
@given(st.lists(SOURCE, max_size=5).map("".join), VALUE, VALUE)
def test_any_template_is_as_with_jinja(pieces: str, text: str, owner: str) -> None:
    source = "{% import 'macros' as ui %}" + pieces
    values = {**VALUES, "it": Promise(text, owner, parts=(text, owner))}
    try:
        expected = jinja_alone(source, **values)
    except Exception as error:  # noqa: BLE001
        with pytest.raises(type(error)):
            printed(source, **values)
    else:
        assert printed(source, **values) == expected


def test_a_template_that_changes_is_compiled_again() -> None:
    theme = Theme("zh", **FUNCTIONS)
    macros = "{% import 'macros' as ui %}{{ ui.badge('x') }}"
    assert theme.render("page", sources_of(macros)) == '<b class="plain">x</b>'
    assert theme.render("page", sources_of(macros) | {"macros": "{% macro badge(x) %}{{ x }}!{% endmacro %}"}) == "x!"


def test_messages_are_in_the_language_of_the_site() -> None:
    assert Theme("en").render("page", {"page": "{{ _('首页') }} {{ _('共%(n)s条', n='<') }}"}) == "Home &lt; in all"


def test_what_a_template_refers_to_is_read_from_it() -> None:
    source = "{% extends 'a' %}\n{% import 'b' as b %}{% include 'c' %}\n{% include name %}"
    assert templates_named_in(source) == (("a", "b", "c"), 3)
    with pytest.raises(TemplateSyntaxError):
        templates_named_in("{% if %}")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let a folder be the one of the compiled modules, and this process know no compiled template."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(jinja, "__file__", str(tmp_path / "jinja.py"))
    folder = tmp_path / "__pycache__"
    folder.mkdir()
    forget(monkeypatch)
    return folder


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja._Compiled, "_codes", {})


def test_compiled_templates_are_kept_with_the_program(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert printed("{{ it.text }}", **VALUES) == "&lt;修好&gt; &amp; &#39;x&#39;"
    assert len(list(kept.iterdir())) == 1
    forget(monkeypatch)
    monkeypatch.setattr(jinja, "QuickCodeGenerator", type("QuickCodeGenerator", (_NoCompiler,), {}))
    monkeypatch.setattr(jinja, "CodeGenerator", _NoCompiler)
    assert printed("{{ it.text }}", **VALUES) == "&lt;修好&gt; &amp; &#39;x&#39;"


@pytest.mark.parametrize("damage", [b"", b"x" * 40, None])
def test_what_is_damaged_is_compiled_again(kept: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes | None) -> None:
    printed("{{ it.text }}", **VALUES)
    (file,) = kept.iterdir()
    file.write_bytes(file.read_bytes()[:-10] if damage is None else damage)
    forget(monkeypatch)
    assert printed("{{ it.text }}", **VALUES) == "&lt;修好&gt; &amp; &#39;x&#39;"


def test_another_template_of_the_same_name_is_not_taken_for_it(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printed("{{ it.text }}", **VALUES)
    forget(monkeypatch)
    assert printed("{{ it.owner }}", **VALUES) == "居委会"


def test_a_folder_that_is_not_there_or_must_not_be_written_does_no_harm(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert printed("{{ it.owner }}", **VALUES) == "居委会"
    assert list(kept.iterdir()) == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    kept.rmdir()
    assert printed("{{ it.text.upper() }}", **VALUES)


def test_the_theme_of_the_program_leaves_nothing_to_jinja(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jinja, "CodeGenerator", _NoCompiler)
    shipped = Locations(Path(__file__).parent.parent, tmp_path / "output")
    result = Workshop(shipped, as_of=date(2026, 11, 23), use_cache=False).build()
    assert [problem for problem in result.problems if problem.code.startswith("template")] == []

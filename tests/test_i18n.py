"""The English catalogue is whole, and the Chinese it is made of is written as Chinese is."""

from __future__ import annotations

import re
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from generator.i18n import describe, preferred_language, translator
from generator.locale import collect
from generator.problems import HINTS, KINDS, Problem, Where, Word

FILE = collect.CATALOGUE
UPDATE = "run: python -m generator.locale.collect"


@cache
def catalogue() -> dict[str, str]:
    with FILE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="en") if message.id}


@cache
def messages() -> dict[str, list[str]]:
    return collect.messages()


# -- the catalogue -------------------------------------------------------------------------------------


def test_the_catalogue_has_every_message_of_the_program() -> None:
    assert {message: places for message, places in messages().items() if message not in catalogue()} == {}, UPDATE


def test_the_catalogue_has_nothing_that_the_program_no_longer_says() -> None:
    assert sorted(set(catalogue()) - set(messages())) == [], UPDATE


def test_every_message_has_an_english() -> None:
    assert [message for message, english in catalogue().items() if not english] == []


def test_no_translation_is_a_guess() -> None:
    with FILE.open("rb") as file:
        assert [message.id for message in read_po(file, locale="en") if message.id and message.fuzzy] == []


def test_the_catalogue_is_as_the_tool_writes_it() -> None:
    content = FILE.read_bytes()
    assert collect.brought_up_to_date(content) == content, UPDATE


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    assert FILE.with_suffix(".mo").read_bytes() == collect.compiled(FILE.read_bytes()), UPDATE
    say = translator("en")
    assert all(say(message) == english for message, english in catalogue().items())


def test_a_message_that_is_new_in_the_code_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in ("generator/views", "generator/models", "templates"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "generator/views/new.py").write_text(
        'TABLE = {"a": "表里的话"}\n\n\ndef view(words, x):\n    """说明。"""\n'
        '    return words("一句新话"), f"{x}拼的话", Word("类别", "category")\n',
        "utf-8",
    )
    (tmp_path / "generator/models/new.py").write_text('KEYS = {"键"}\nreason = Word("一个原因")\n', "utf-8")
    (tmp_path / "templates/new.html").write_text('<p>{{ _("模板里的话") }}{{ _("共%(n)s条", n=1) }}</p>\n', "utf-8")
    monkeypatch.setattr(collect, "ROOT", tmp_path)
    found = {message for message, places in collect.messages().items() if "new" in places[-1]}
    assert found == {"表里的话", "一句新话", "一个原因", "模板里的话", "共%(n)s条"}


def test_translations_survive_an_update_and_come_back_with_their_message(monkeypatch: pytest.MonkeyPatch) -> None:
    before = FILE.read_bytes()
    message = "只保留一个。"
    fewer = {text: places for text, places in messages().items() if text != message}
    with monkeypatch.context() as patch:
        patch.setattr(collect, "messages", lambda: fewer)
        without = collect.brought_up_to_date(before)
    assert f'#~ msgid "{message}"'.encode() in without
    assert collect.brought_up_to_date(without) == before


# -- blanks --------------------------------------------------------------------------------------------

_PERCENT = re.compile(r"%\(([a-z_]+)\)[sd]|%%")


def _blanks(text: str, *, is_percent: bool) -> set[str]:
    if is_percent:
        return {match[1] or "%" for match in _PERCENT.finditer(text)}
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _is_filled(message: str) -> bool:
    """Whether the program fills blanks in braces: a message without any may hold braces of its own."""
    rows = {text for row in KINDS.values() for text in (row.message, row.hint)} | set(HINTS.values())
    return message in rows or bool(re.search(r"\{[a-z_]+(?::[^}]*)?\}", message))


def test_both_languages_have_the_same_blanks() -> None:
    for message, english in catalogue().items():
        assert _blanks(message, is_percent=True) == _blanks(english, is_percent=True), message
        if _is_filled(message):
            assert _blanks(message, is_percent=False) == _blanks(english, is_percent=False), message


def test_every_row_of_the_table_can_be_filled_in_both_languages() -> None:
    for code, row in KINDS.items():
        names = _blanks(row.message, is_percent=False) | _blanks(row.hint, is_percent=False)
        problem = Problem(code, Where("x"), dict.fromkeys(names, "值"))
        for language in ("zh", "en"):
            message, hint = describe(problem, language)
            assert message and "{}" not in message + hint


# -- how Chinese and English are written ---------------------------------------------------------------

_QUOTED = re.compile(r"「[^」]*」|“[^”]*”|`[^`]*`|\{[^}]*\}|%\([a-z_]+\)s|!?\[[^\]]*\]\([^)]*\)|<[^>]*>")
_CODE = re.compile(
    r"--why \S+|dizao new .*|\*\*|[a-z]+-\d+"
    r"|(?:https?://|--|-?-?\d|dizao |/|\.?[A-Za-z*_]+[./])[^\s，。；：、！？）」]*"
)
_NAMES = {
    "A", "BOM", "C", "CDN", "CSV", "Ctrl", "Dizao", "Excel", "GBK", "Git", "HEIC", "HTML", "JSON", "Jinja",
    "Markdown", "PNG", "Pagefind", "RSS", "SHA", "SVG", "Schema", "Tab", "UTF", "Windows", "YAML", "check", "content",
    "dizao", "extends", "git", "iPhone", "import", "include", "jpg", "media", "output", "png", "serve", "svg",
    "templates", "webp", "x",
}  # fmt: skip
"""Names of formats, programs, folders and tags, which are the same in every language."""


def _own_words(message: str) -> str:
    """Return ``message`` without what it quotes, its blanks, and addresses."""
    return _CODE.sub(" ", _QUOTED.sub(" ", message.replace("\n", " ")))


def _chinese() -> list[str]:
    """Return the messages that are sentences: examples of values are written as values are."""
    return [message for message, places in messages().items() if places != ["generator/models"]]


@pytest.mark.parametrize("sign", ",;:!?()")
def test_chinese_has_full_width_punctuation(sign: str) -> None:
    assert [message for message in _chinese() if sign in _own_words(message).replace("+C", "")] == []


def test_chinese_has_no_full_stop_of_english() -> None:
    assert [message for message in _chinese() if re.search(r"[\u4e00-\u9fff]\.", _own_words(message))] == []


def test_chinese_has_no_english_but_names() -> None:
    strange = {
        message: words
        for message in _chinese()
        if (words := {word for word in re.findall(r"[A-Za-z]+", _own_words(message)) if word not in _NAMES})
    }
    assert strange == {}


def test_what_explains_a_field_is_no_sentence_yet() -> None:
    """A hint puts the full stop after it, or goes on with an example."""
    explained = [message for message, places in messages().items() if places == ["generator/models"]]
    assert [message for message in explained if message.endswith(("。", "，", ".", "；"))] == []
    assert [catalogue()[message] for message in explained if catalogue()[message].endswith((".", ","))] == []


def test_messages_have_no_full_stop_and_hints_have_one() -> None:
    english = catalogue()
    for row in KINDS.values():
        assert not row.message.endswith(("。", "？")), row.code
        assert not english[row.message].endswith((".", "?")), row.code
        assert not row.hint or row.hint.endswith(("。", "？", "{said}")), row.code
        assert not row.hint or english[row.hint].endswith((".", "?", "{said}", "。")), row.code


def test_english_has_no_chinese_in_it() -> None:
    allowed = {"缔造"}
    found = {
        english: words
        for english in catalogue().values()
        if (words := set(re.findall("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff60]+", english)) - allowed)
    }
    assert found == {}


def test_english_has_curly_quotation_marks() -> None:
    assert [english for english in catalogue().values() if '"' in english and "dizao" not in english] == []


def test_templates_say_nothing_that_is_not_translated() -> None:
    for file in sorted((collect.ROOT / "templates").rglob("*.html")):
        source = re.sub(r"\{#.*?#\}|\{%-?\s*trans.*?endtrans\s*-?%\}", "", file.read_text("utf-8"), flags=re.DOTALL)
        left = re.sub(r"_\(\s*(?:\"[^\"]*\"|'[^']*')", "", source)
        assert re.findall("[\u4e00-\u9fff]+", left) == [], file.name


# -- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(variables: dict[str, str], language: str) -> None:
    assert preferred_language(variables) == language


def test_a_word_is_translated_and_one_with_an_english_of_its_own_is_not() -> None:
    row = KINDS["unknown-reference"]
    known = (Word("消防安全", "safety"), "tree-pruning")
    problem = Problem(row.code, Where("x"), {"kind": Word("记录"), "id": "x", "known": known})
    assert describe(problem, "zh") == ("找不到记录「x」", "现有的记录：消防安全、tree-pruning。")
    assert describe(problem, "en") == ("There is no record “x”", "For record you can write: safety, tree-pruning.")


def test_braces_in_what_an_editor_wrote_stay_as_they_are() -> None:
    problem = Problem("bad-date", Where("x"), {"field": Word("开始", "start"), "value": "{0.__class__}"})
    assert describe(problem, "zh")[0] == "「开始」不是日期：「{0.__class__}」"

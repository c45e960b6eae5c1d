"""What is fuzzed, and what must hold whatever comes in: one function of bytes for each reader of untrusted bytes.

A target returns for whatever is handled, be it with a problem in words, and raises for what is not. ``test_fuzz`` draws
for them with hypothesis; ``python -m tests.fuzz`` lets Atheris look for what no grammar thinks of.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Final

from generator.engine import Database, Graph, Input, Load, Stamp, Store, query
from generator.i18n import describe
from generator.models import MODELS, Site
from generator.models.decode import decode, places
from generator.models.rules import check
from generator.models.walk import words
from generator.privacy.personal_data import EVERYWHERE, find
from generator.problems import DizaoError, Problem
from generator.promise_lock import Fact, extended, mended, read, tell
from generator.prose import PLACEHOLDER, to_html
from generator.publish import Artifact, digest_of, publish, recover, unsafe_path
from generator.source import decode_text, parse_markdown, parse_yaml
from generator.values import (
    CONTROL,
    ValueProblem,
    parse_boolean,
    parse_date,
    parse_money,
    parse_period,
    parse_quantity,
    parse_time,
)

Target = Callable[[bytes], None]


def _said(problems: tuple[Problem, ...], lines: int) -> None:
    """Check that every problem can be told, and stands in the file."""
    for problem in problems:
        assert 0 <= problem.where.line <= lines, problem
        assert all(describe(problem, language)[0] for language in ("zh", "en"))


def _text(path: str, content: bytes) -> str:
    text, problems = decode_text(path, content)
    assert not (text and problems)
    _said(problems, content.count(b"\n") + content.count(b"\r") + 1)
    return text


# -- content -------------------------------------------------------------------------------------------


def front_matter(content: bytes) -> None:
    """A story: its front matter is a record or a problem, and no letter that nobody sees comes out of it."""
    text = _text("content/stories/s.md", content)
    document = parse_markdown("content/stories/s.md", text)
    _said(document.problems, text.count("\n") + 1)
    decoded = decode(document, MODELS["story"])
    _said(decoded.problems, text.count("\n") + 1)


def yaml(content: bytes) -> None:
    """A record of some kind, and the settings."""
    text = _text("content/projects/p.yaml", content)
    document = parse_yaml("content/projects/p.yaml", text)
    for model in (MODELS["project"], MODELS["commitment"], MODELS["care_case"], Site):
        decoded = decode(document, model)
        assert decoded.record is not None or decoded.problems
        _said(decoded.problems, text.count("\n") + 1)
        places(document, model)
        if decoded.record is not None:
            list(check(decoded.record))
            assert not any(map(CONTROL.search, words(decoded.record)))


class _Safe(HTMLParser):
    """Reads HTML as a browser does, near enough, and refuses whatever could act."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _TAGS, tag
        for name, value in attrs:
            assert name in {"href", "src", "title", "alt", "id", "start", "colspan", "rowspan", "scope", "datetime"}, (
                name
            )
            if name in {"href", "src"}:
                scheme = re.match(
                    r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.sub(r"[\t\n\r]", "", value or ""), re.IGNORECASE
                )
                assert not scheme or scheme[1].lower() in {"http", "https", "mailto", "tel", PLACEHOLDER[:-1]}, value

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError("a declaration")


_TAGS: Final = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption cite code dd del details dl dt em figcaption figure h2 h3 h4 h5 h6 hr i "
        "img ins kbd li mark ol p pre q rp rt ruby s small strong sub summary sup table tbody td tfoot th thead "
        "time tr u ul",
    )
)
_ATTRIBUTES: Final = frozenset(
    re.findall(r"\w+", "href src title alt id start colspan rowspan scope datetime width height loading")
)
_SCHEME: Final = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def assert_harmless(html: str) -> None:
    """Raise ``AssertionError`` for HTML with anything in it that could act."""
    reader = _Safe(convert_charrefs=True)
    reader.feed(html)
    reader.close()


def markdown(content: bytes) -> None:
    """A body: harmless HTML, whatever it says."""
    text = _text("content/stories/s.md", content)
    prose, problems = to_html("content/stories/s.md", text, 5)
    _said(problems, text.count("\n") + 5)
    assert_harmless(prose.prose.html)
    assert not CONTROL.search(prose.prose.html) or "control-character" in {problem.code for problem in problems}


def values(content: bytes) -> None:
    """Dates, quantities, money and the like: a value that is read again as itself, or a problem of the table."""
    text = content.decode("utf-8", "replace")
    for parse in (parse_date, parse_quantity, parse_money, parse_period, parse_boolean, parse_time):
        try:
            value = parse(text)
        except ValueProblem:
            continue
        if parse in (parse_date, parse_period, parse_time):
            assert parse(str(value)) == value, (text, value)


def personal_data(content: bytes) -> None:
    """Findings lie in the text and in order, and what a message shows of one is not all of it."""
    text = content.decode("utf-8", "replace")
    findings = find(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))
    assert all("*" in finding.masked for finding in find(text, EVERYWHERE))


# -- what the program itself writes --------------------------------------------------------------------

_DAY: Final = date(2024, 6, 15)


@cache
def whole_lock() -> bytes:
    """Return a lock with a few facts."""
    said = [
        Fact(event="published", promise=f"commitments/{name}", record=f"commitments/{name}", kind="dated", text=name,
             owner="居委会", made="2024-01-01", due="2024-06-30")
        for name in ("bench", "lamp")
    ]  # fmt: skip
    said.append(Fact(event="amended", promise="commitments/bench", at="2024-06-20", due="2024-09-30", reason="缺料"))
    return extended(read(b""), said, _DAY)


def _edited(whole: bytes, edits: bytes) -> bytes:
    """Return ``whole`` after ``edits``: six bytes each say where, how much goes, and what comes instead."""
    content = bytearray(whole)
    for start in range(0, min(len(edits), 60), 6):
        edit = edits[start : start + 6].ljust(6, b"\0")
        at = int.from_bytes(edit[:3], "big") % (len(content) + 1)
        content[at : at + edit[3] % 40] = edit[4 : 4 + edit[3] % 3]
    return bytes(content)


def lock(content: bytes) -> None:
    """The lock: what was done to it is told, or is harmless; with a whole copy at hand it is mended or left alone."""
    damaged = content[1:] if content[:1] == b"\0" else _edited(whole_lock(), content)
    chain = read(damaged)
    _said(chain.problems, damaged.count(b"\n") + 1)
    tell(chain.lines)
    if chain.is_sound:
        assert extended(chain, [], _DAY) == extended(read(extended(chain, [], _DAY)), [], _DAY)
    result, left = mended(damaged, [whole_lock()], _DAY)
    _said(left, damaged.count(b"\n") + 1)
    if left:
        assert result == damaged
    else:
        assert read(result).is_sound
        assert {line.hash for line in read(whole_lock()).lines} <= {line.hash for line in read(result).lines}


class _Cells(Input):
    def fingerprint(self, key: str) -> str:
        return key

    def value(self, key: str) -> str:
        return key * 3


@query
def f_cell(db: Database, key: str) -> str:
    """A value that rests on an input, with a note."""
    db.note(f"note {key}")
    return str(db.read("cell", key))


@query
def f_all(db: Database) -> list[str]:
    """A value that rests on others."""
    return [f_cell(db, name) for name in "abcdefgh"]


def _load(path: Path) -> tuple[Store, Database]:
    store = Store(path, "program", str)

    def make(stamps: dict[str, Stamp], load: Load, graph: Graph) -> Database:
        return Database({"cell": _Cells()}, load, graph)

    return store, store.load(make)


def _ask(path: Path) -> None:
    store, db = _load(path)
    db.refresh()
    assert f_all(db) == [name * 3 for name in "abcdefgh"]
    assert sorted(db.notes(f_all)) == [f"note {name}" for name in "abcdefgh"]
    store.save(db, {})
    store.close()


@cache
def _workplace() -> Path:
    fast = "/dev/shm" if os.path.isdir("/dev/shm") else None
    return Path(tempfile.mkdtemp(prefix="dizao-fuzz-", dir=fast))


@cache
def whole_cache() -> bytes:
    """Return a cache file that holds a few memos."""
    path = _workplace() / "whole.sqlite"
    _ask(path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("VACUUM")
    return path.read_bytes()


def cache_file(content: bytes) -> None:
    """The cache: whatever it holds, what is asked is answered rightly, and the next process reads what was saved."""
    path = _workplace() / "cache.sqlite"
    damaged = content[1:] if content[:1] == b"\0" else _edited(whole_cache(), content)
    path.write_bytes(damaged)
    for _ in range(2):
        _ask(path)


_SITE: Final = {"index.html": b"home", "a/index.html": b"a", "a/b/index.html": b"b"}


def _publish(output: Path, files: dict[str, bytes]) -> None:
    made = [Artifact(path, digest_of(text), "fuzz", lambda text=text: text) for path, text in files.items()]  # type: ignore[misc]
    publish(output, made, site=output.parent / "site")


_JOURNAL: Final = (
    b'{"puts":[["index.html",["0",4,1],true],["c/index.html",["0",1,1],false]],"note":{},"drops":["a/index.html"],'
    b'"forget":[],"first":0,"clear":[],"make":["c"]}'
)


def journal(content: bytes) -> None:
    """The journal and the manifest: whatever they say, nothing outside of the output is touched."""
    place = _workplace() / "journal"
    shutil.rmtree(place, ignore_errors=True)
    output = place / "output"
    (place / "site" / "content").mkdir(parents=True)
    _publish(output, _SITE)
    (place / "precious").write_bytes(b"precious")
    (output / ".dizao-stage").mkdir()
    for name in ("new-0", "new-1", "old-0", "gone-0"):
        (output / ".dizao-stage" / name).write_bytes(b"text")
    which, rest = content[:1], content[1:]
    if which in {b"m", b"M"}:
        target, whole = ".dizao-manifest.json", (output / ".dizao-manifest.json").read_bytes()
    else:
        target, whole = (".dizao-undo.json" if which in {b"u", b"U"} else ".dizao-journal.json"), _JOURNAL
    (output / target).write_bytes(rest if which.isupper() else _edited(whole, rest))
    for action in (lambda: recover(output), lambda: _publish(output, _SITE)):
        try:
            action()
        except DizaoError as error:  # somebody else's file in the way, or the like: in words
            assert all(describe(error.problem, language)[0] for language in ("zh", "en"))
    assert (place / "precious").read_bytes() == b"precious"
    assert sorted(os.listdir(place)) == ["output", "precious", "site"]
    assert os.listdir(place / "site") == ["content"]
    for path in output.rglob("*"):
        name = path.relative_to(output).as_posix()
        assert name.startswith(".dizao-") or unsafe_path(name) is None


TARGETS: Final[dict[str, Target]] = {
    "front_matter": front_matter,
    "yaml": yaml,
    "markdown": markdown,
    "values": values,
    "personal_data": personal_data,
    "lock": lock,
    "cache_file": cache_file,
    "journal": journal,
}

_TEXT_SEEDS: Final = (
    "标题: 枯树修剪\n社区: he\n类别: 绿化修剪\n状态: 实施中\n承诺:\n  - {编号: a, 内容: 甲, 期限: 2026-06}\n",
    '标题: "\\u202e\\0"\n概述: >-\n  一\n图片: [{文件: media/a.jpg, 图片说明: 一}]\n',
    "---\n标题: 灯\n日期: 2026-05-01\n相关: communities/he\n---\n\n## 起因\n\n- 一\n- 二\n\n![灯](../media/a.svg)\n",
    "<a href=\"java&#x09;script:alert(1)\" onclick=x>a</a> <svg/onload=alert(1)> [x](javascript:alert(1)) &#8238;\n",
    "| a | b |\n|---|---|\n| 1 | `2` |\n\n```\n<script>\n```\n\n**重要：**正文 ![[ <![ \n",
    "2026-06-30", "2026年6月", "--10-14", "约 30 人", "600余件", "三千五百", "2026-Q3", "09:30", "1.2万元",
    "联系王奶奶，电话１３８-0013 8000，住3栋2单元501室，微信abc_12345，身份证11010519491231002X",
)  # fmt: skip


def seeds(name: str) -> tuple[bytes, ...]:
    """Return what a target may begin with."""
    match name:
        case "lock":
            return (b"", b"\0" + whole_lock(), b"\0\0\5\3xy", b"\0\1\0\2<<")
        case "cache_file":
            # The last two made SQLite quote what was no text, and a value a number.
            return (
                b"",
                b"\0",
                b"\0" + whole_cache()[:200],
                b"\0\1\0\2\xff\xff",
                b"\xff\xff\xff@\xff\xff\xff\0",
                b"\x84\0\0\x1a\4",
            )
        case "journal":
            manifest = b'{"dizao":1,"files":{"../precious":["0",8,1]},"folders":["../site"]}\n'
            return (b"j", b"u", b"m", b"J" + _JOURNAL, b"U" + _JOURNAL, b"M" + manifest)
        case _:
            return tuple(seed.encode() for seed in _TEXT_SEEDS)

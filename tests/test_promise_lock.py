"""The file of the promise lock: what holds, what is noticed, what can be made whole again."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.i18n import describe
from generator.promise_lock import Chain, Fact, History, erased, extended, mended, read, tell
from generator.promise_lock.facts import Event
from generator.promises.story import story_of

DAY = date(2026, 6, 15)
LATER = date(2026, 7, 1)


def published(name: str, text: str = "修好长椅", due: str = "2026-06-30") -> Fact:
    ref = f"commitments/{name}"
    return Fact(event="published", promise=ref, record=ref, kind="dated", text=text, owner="居委会", due=due)


def amended(name: str, at: str, due: str, reason: str = "缺料") -> Fact:
    return Fact(event="amended", promise=f"commitments/{name}", at=at, due=due, reason=reason)


BENCH = [published("bench"), amended("bench", "2026-06-20", "2026-09-30")]
LOCK = extended(read(b""), [*BENCH, published("lamp", "装一盏灯\u2028<script>“灯”", "")], DAY)
ROWS = LOCK.splitlines(keepends=True)


def codes(content: bytes) -> list[tuple[str, int]]:
    return [(problem.code, problem.where.line) for problem in read(content).problems]


def hashes(chain: Chain) -> list[str]:
    return [line.hash for line in chain.lines]


def histories(content: bytes) -> dict[str, History]:
    return {history.name: history for history in tell(read(content).lines)}


# -- what a line is ------------------------------------------------------------------------------------


def test_a_line_is_the_hash_of_its_fact_and_names_the_line_above() -> None:
    above: list[str] = []
    for row in LOCK.decode().split("\n")[:-1]:
        digest, _, fact = row.partition(" ")
        assert sha256(fact.encode()).hexdigest() == digest
        assert all(f'"{before}"' in fact for before in above)
        above = [digest]


def test_the_same_facts_are_the_same_bytes() -> None:
    assert extended(read(b""), [*BENCH, published("lamp", "装一盏灯\u2028<script>“灯”", "")], DAY) == LOCK


def test_adding_alters_no_line_and_nothing_added_alters_no_byte() -> None:
    assert extended(read(LOCK), [published("door")], LATER).startswith(LOCK)
    assert extended(read(LOCK), [], LATER) == LOCK


def test_no_line_is_dated_before_the_one_above() -> None:
    content = extended(read(LOCK), [published("door")], date(2020, 1, 1))
    assert [line.fact.on for line in read(content).lines] == [DAY] * 4


def test_an_empty_lock_is_sound() -> None:
    assert read(b"") == Chain()
    assert codes(b"\n\n") == []


# -- damage --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"".join([ROWS[0], ROWS[2]]), [("lock-line-missing", 2)]),
        (b"".join(ROWS[1:]), [("lock-line-missing", 1)]),
        (b"".join([ROWS[1], ROWS[0], ROWS[2]]), [("lock-lines-swapped", 1)]),
        (b"".join([*ROWS, ROWS[1]]), [("lock-line-twice", 4)]),
        (LOCK.replace("长椅".encode(), "短椅".encode()), [("lock-line-edited", 1)]),
        (b"0" + LOCK[1:], [("lock-line-edited", 1)]),
        (LOCK[:-20], [("lock-line-cut", 3)]),
        (LOCK[:-1], []),
        (LOCK + b"\n", []),
        (b"\xef\xbb\xbf" + LOCK, [("lock-bom", 1)]),
        (LOCK.replace(b"\n", b"\r\n"), [("lock-line-ends", 1)]),
        (ROWS[0] + ROWS[1].replace(b"\n", b"\r\n") + ROWS[2], [("lock-line-ends", 2)]),
        (LOCK.decode().encode("gb18030"), [("not-utf8", 1)]),
        (LOCK.decode().encode("utf-16"), [("not-utf8", 1)]),
        (b"{}\n" + LOCK, [("lock-line-unreadable", 1)]),
        (b"<<<<<<< HEAD\n" + LOCK + b"=======\n" + ROWS[2] + b">>>>>>> b\n", [("lock-conflict", 1)]),
    ],
)
def test_damage_is_told_with_its_line(content: bytes, said: list[tuple[str, int]]) -> None:
    assert codes(content) == said
    for problem in read(content).problems:
        for language in ("zh", "en"):
            assert all(describe(problem, language))


@pytest.mark.parametrize("touched", [LOCK[:-1], b"\xef\xbb\xbf" + LOCK.replace(b"\n", b"\r\n")])
def test_traces_of_editors_cost_nothing_and_go_with_the_next_line(touched: bytes) -> None:
    assert read(touched).is_sound
    assert hashes(read(touched)) == hashes(read(LOCK))
    assert extended(read(touched), [published("door")], LATER) == extended(read(LOCK), [published("door")], LATER)


_INSERTED = [b"\n", b"\r", b"\xef\xbb\xbf", b"\x00", b" ", b"{}", b"\xff", "\u2028".encode()]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Draw the lock after somebody did something to its bytes or to its lines."""
    content = bytearray(LOCK)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(["cut", "remove", "replace", "insert", "repeat", "flip", "lines"])):
            case "cut":
                del content[start:]
            case "remove":
                del content[start:end]
            case "replace":
                content[start:end] = draw(st.binary(max_size=40))
            case "insert":
                content[start:start] = draw(st.sampled_from(_INSERTED))
            case "repeat":
                content[start:start] = content[start:end]
            case "flip" if start < len(content):
                content[start] ^= 1 << draw(st.integers(0, 7))
            case "lines":
                rows = bytes(content).splitlines(keepends=True)
                random.Random(draw(st.integers(0, 99))).shuffle(rows)
                content = bytearray(b"".join(rows))
    return bytes(content)


@given(damaged())
def test_any_damage_is_told_or_harmless(content: bytes) -> None:
    chain = read(content)
    if chain.is_sound:
        # What is left is the beginning of what was there. That the end is gone, the published ledger tells.
        assert hashes(chain) == hashes(read(LOCK))[: len(chain.lines)]
        assert [line.fact for line in chain.lines] == [line.fact for line in read(LOCK).lines][: len(chain.lines)]
    for problem in chain.problems:
        assert problem.where.line >= 1
        assert all(describe(problem, language)[0] for language in ("zh", "en"))


@given(damaged())
def test_with_a_whole_copy_at_hand_any_damage_is_mended_or_told(content: bytes) -> None:
    result, left = mended(content, [LOCK], LATER)
    if left:
        assert result == content
    else:
        assert result == LOCK
    assert mended(result, [LOCK], LATER)[0] == result


_WORDS = st.sampled_from(
    ["", "修好长椅", "2026-06-30", "2026-13-99", "2026-Q3", "commitments/bench", "commitments/b", "x" * 64]
)
_EVENTS: list[Event] = [
    "published", "amended", "completed", "withdrawn", "moved", "removed", "restored", "supplemented", "corrected",
    "voided", "erased", "merged",
]  # fmt: skip
_SAID = st.dictionaries(st.sampled_from(["text", "due", "at", "kind", "foo"]), _WORDS, max_size=2)
_FACTS = st.builds(
    lambda event, **said: Fact(event=event, **said),
    st.sampled_from(_EVENTS),
    promise=_WORDS, to=_WORDS, text=_WORDS, due=_WORDS, at=_WORDS, round=_WORDS, about=_WORDS, was=_SAID, now=_SAID,
    of=st.lists(st.sampled_from([line.hash for line in read(LOCK).lines]), max_size=2).map(tuple), erased=st.booleans(),
)  # fmt: skip


@given(st.lists(_FACTS, max_size=5))
def test_a_chain_that_fits_may_say_anything_and_breaks_nothing(facts: list[Fact]) -> None:
    chain = read(extended(read(LOCK), facts, LATER))
    for history in tell(chain.lines):
        assert story_of(history, chain.lines, "zh")
        assert story_of(history, chain.lines, "en")


@given(st.text() | st.binary().map(lambda content: content.decode("latin-1")))
def test_any_text_with_its_true_hash_is_read_or_told(text: str) -> None:
    row = text.replace("\n", " ").encode("utf-8", "replace").decode()
    for fact in (row, f"{{{row}}}", '{"event":"published","on":"2026-06-15","prev":[],"text":' + row + "}"):
        read(f"{sha256(fact.encode()).hexdigest()} {fact}\n".encode())


@pytest.mark.parametrize(
    "nested", ["[" * 100_000, '{"a":' * 100_000, '{"event":"published","was":' + '{"a":' * 100_000]
)
def test_a_deep_nest_is_told(nested: str) -> None:
    fact = nested + "}"
    assert codes(f"{sha256(fact.encode()).hexdigest()} {fact}\n".encode()) in (
        [("lock-line-newer", 1)],
        [("lock-line-unreadable", 1)],
    )


# -- two branches --------------------------------------------------------------------------------------

OURS = extended(read(LOCK), [published("ours")], DAY)
THEIRS = extended(read(LOCK), [published("theirs"), amended("theirs", "2026-06-16", "2026-12-31")], DAY)
BOTH = OURS + THEIRS[len(LOCK) :]


def test_two_lines_after_one_are_two_branches_to_be_joined() -> None:
    assert codes(BOTH) == [("lock-forked", 6)]
    joined, left = mended(BOTH, [], LATER)
    assert not left
    assert joined.startswith(BOTH)
    assert read(joined).is_sound
    assert len(read(joined).lines) == len(read(BOTH).lines) + 1
    assert codes(extended(read(joined), [published("door")], LATER)) == []


def test_after_a_merge_every_line_of_either_branch_is_still_needed() -> None:
    joined = mended(BOTH, [], LATER)[0].splitlines(keepends=True)
    for position in range(len(joined) - 1):
        assert not read(b"".join(joined[:position] + joined[position + 1 :])).is_sound


@pytest.mark.parametrize("middle", [b"", b"||||||| base\n"])
def test_the_marks_of_a_conflict_go_and_both_sides_stay(middle: bytes) -> None:
    ours, theirs = OURS[len(LOCK) :], THEIRS[len(LOCK) :]
    conflict = LOCK + b"<<<<<<< HEAD\n" + ours + middle + b"=======\n" + theirs + b">>>>>>> theirs\n"
    assert codes(conflict) == [("lock-conflict", 4)]
    assert mended(conflict, [], LATER) == mended(BOTH, [], LATER)


def test_two_locks_that_began_apart_can_be_joined() -> None:
    one, two = (extended(read(b""), [published(name)], DAY) for name in ("one", "two"))
    assert codes(one + two) == [("lock-forked", 2)]
    assert set(histories(mended(one + two, [], LATER)[0])) == {"commitments/one", "commitments/two"}


def test_what_both_branches_said_counts_once_as_it_was_said_first() -> None:
    one = extended(read(b""), [published("bench"), amended("bench", "2026-06-20", "2026-09-30", "缺料")], DAY)
    two = extended(
        read(b""), [published("bench", "修好短椅"), amended("bench", "2026-06-20", "2026-09-30", "下雨")], DAY
    )
    history = histories(mended(one + two, [], LATER)[0])["commitments/bench"]
    assert history.published.fact.text == "修好长椅"
    assert [entry.fact.reason for entry in history.of("amended")] == ["缺料"]


def test_an_order_that_was_lost_is_restored() -> None:
    assert mended(b"".join(reversed(ROWS)), [], LATER) == (LOCK, ())


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_lock_saved_in_another_encoding_is_restored(encoding: str) -> None:
    assert mended(LOCK.decode().encode(encoding), [], LATER) == (LOCK, ())


def test_a_hash_that_was_altered_is_restored_where_the_next_line_knows_it() -> None:
    assert mended(b"0" * 64 + LOCK[64:], [], LATER) == (LOCK, ())


def test_a_line_that_was_edited_is_never_dropped_unless_its_true_form_is_known() -> None:
    edited = LOCK.replace("长椅".encode(), "短椅".encode())
    content, left = mended(edited, [], LATER)
    assert (content, [problem.code for problem in left]) == (edited, ["lock-line-edited"])
    assert mended(edited, [LOCK], LATER) == (LOCK, ())


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@pytest.mark.parametrize("attributes", ["", "content/promises.lock merge=union\n"])
def test_a_real_merge_in_git_is_resolved(tmp_path: Path, attributes: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}

    def git(*arguments: str) -> int:
        identity = ("-c", "user.name=editor", "-c", "user.email=editor@example.org", "-c", "core.autocrlf=false")
        command = ["git", *identity, *arguments]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False).returncode

    def commit(content: bytes) -> None:
        (tmp_path / "content").mkdir(exist_ok=True)
        (tmp_path / "content/promises.lock").write_bytes(content)
        assert git("add", "-A") == 0
        assert git("commit", "-m", "promises") == 0

    assert git("init", "-b", "main") == 0
    (tmp_path / ".gitattributes").write_text(attributes, "utf-8")
    commit(LOCK)
    assert git("checkout", "-b", "theirs") == 0
    commit(THEIRS)
    assert git("checkout", "main") == 0
    commit(OURS)
    assert (git("merge", "theirs") == 0) is bool(attributes)
    merged = (tmp_path / "content/promises.lock").read_bytes()
    assert [code for code, _ in codes(merged)] == ["lock-forked" if attributes else "lock-conflict"]
    content, left = mended(merged, [], LATER)
    assert not left
    assert read(content).is_sound
    assert {name.rpartition("/")[2] for name in histories(content)} == {"bench", "lamp", "ours", "theirs"}


# -- the story of a promise ----------------------------------------------------------------------------


def test_a_promise_keeps_its_story_when_it_moves() -> None:
    moved = Fact(event="moved", promise="commitments/bench", to="commitments/seat", record="projects/x")
    further = amended("seat", "2026-06-25", "2026-10-31")
    (history,) = histories(extended(read(b""), [*BENCH, moved, further], DAY)).values()
    assert (history.name, history.record) == ("commitments/seat", "projects/x")
    assert history.names == ("commitments/bench", "commitments/seat")
    assert len(history.of("amended")) == 2


def test_a_name_that_a_promise_moved_away_from_may_be_used_again() -> None:
    moved = Fact(event="moved", promise="commitments/bench", to="commitments/seat", record="commitments/seat")
    content = extended(read(b""), [*BENCH, moved, published("bench", "另一条")], DAY)
    assert {name: one.published.fact.text for name, one in histories(content).items()} == {
        "commitments/seat": "修好长椅",
        "commitments/bench": "另一条",
    }


def test_a_correction_holds_from_then_on_and_the_first_words_stay_in_the_file() -> None:
    first = read(LOCK).lines[0]
    corrected = Fact(
        event="corrected", promise="commitments/bench", about="published", of=(first.hash,),
        was={"text": "修好长椅"}, now={"text": "修好长凳"}, reason="写错了",
    )  # fmt: skip
    content = extended(read(LOCK), [corrected], LATER)
    assert histories(content)["commitments/bench"].published.fact.text == "修好长凳"
    assert "修好长椅".encode() in content


# -- words that must go --------------------------------------------------------------------------------


def test_words_that_must_not_be_public_leave_no_byte_and_the_chain_holds() -> None:
    content = erased(read(LOCK), "commitments/bench", ("commitments/bench",), "误写了姓名", LATER)
    assert read(content).is_sound
    assert "长椅".encode() not in content
    assert "缺料".encode() not in content
    assert "灯".encode() in content
    assert hashes(read(content))[:3] == hashes(read(LOCK))
    assert histories(content)["commitments/bench"].published.fact.due == "2026-06-30"


def test_what_is_left_of_an_erased_line_cannot_be_altered() -> None:
    content = erased(read(LOCK), "commitments/bench", ("commitments/bench",), "误写了姓名", LATER)
    assert codes(content.replace(b"2026-06-30", b"2027-06-30", 1)) == [("lock-line-edited", 1)]


def test_nobody_can_call_a_line_erased_without_a_line_that_says_so() -> None:
    forged = ROWS[0].replace(b'"event":', b'"erased":true,"event":').replace(b"2026-06-30", b"2027-06-30")
    assert codes(forged + b"".join(ROWS[1:])) == [("lock-line-edited", 1)]


def test_the_published_copy_does_not_bring_erased_words_back() -> None:
    content = erased(read(LOCK), "commitments/bench", ("commitments/bench",), "误写了姓名", LATER)
    assert mended(content, [LOCK], LATER) == (content, ())

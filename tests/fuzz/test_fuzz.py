"""A bounded run of every target on each test run; ``python -m tests.fuzz`` goes on for longer."""

from __future__ import annotations

import importlib.util
import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.__main__ import run
from tests.fuzz.targets import TARGETS, seeds

EXAMPLES = int(os.environ.get("DIZAO_EXAMPLES", "60"))
_PIECES = [
    "标题: ", "正文", "社区: he\n", "承诺:\n", "  - ", "- ", ": ", "：", "\n", "\n\n", "  ", "\t", "\r\n", "---\n", "...\n",
    "[", "]", "{", "}", '"', "'", "\\u202e", "\\0", "\\x1b", "#", "&a ", "*a", "!!python/object:os.system ", "|", "%", "?",
    "@", "`", "```", "~~~\n", "**", "_", "![", "](", ")", "<", ">", "/>", "<a href=", "javascript:", "JaVaScRiPt&colon;",
    "&#x09;", "&#0;", "&#8238;", "&lrm;", "<svg/onload=", "<math>", "<style>", "<!--", "-->", "<![CDATA[", "]]>",
    "<img srcset=x ", "style=a:expression(1) ", "data:text/html,", "on", "<!DOCTYPE ", "\u202e", "\ufeff", "\0", "😀", "ａ",
    "２０２６", "2026-06-30", "年", "约", "万", "余", "半", "--10-14", "2026-Q3", "13800138000", "１３８", "王奶奶", "微信", "室", "/",
]  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=40).map("".join).map(str.encode)


def _bytes_for(name: str) -> st.SearchStrategy[bytes]:
    if name in {"lock", "cache_file", "journal"}:
        kinds = st.sampled_from([b"j", b"u", b"m", b"J", b"U", b"M"]) if name == "journal" else st.just(b"")
        return st.tuples(kinds, st.binary(max_size=60)).map(b"".join)
    return _TEXTS | st.binary(max_size=200)


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in_is_handled(name: str) -> None:
    for seed in seeds(name):
        TARGETS[name](seed)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(_bytes_for(name))
    def handled(content: bytes) -> None:
        TARGETS[name](content)

    handled()


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None, reason="Atheris is not installed: pip install -e .[fuzz]"
)
@pytest.mark.parametrize("name", TARGETS)
def test_atheris_finds_nothing_in_two_seconds(name: str) -> None:
    code, calls = run(name, 2)
    assert code == 0
    assert calls > 0

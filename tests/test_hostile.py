"""Files that somebody wrote to do harm: nothing in them acts, and each costs itself and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Route

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.engine.queries import QUERIES
from generator.problems import KINDS
from generator.prose import to_html
from tests.browsing import chromium
from tests.fuzz.targets import assert_harmless

ROOT = Path(__file__).parent.parent
SETTINGS = "名称: 示例社区\n联系: {单位: 示例居委会}\n"
SITE: dict[str, str | bytes] = {
    "content/site.yaml": SETTINGS,
    "content/communities/here.yaml": "名称: 示例社区\n区: 示例区\n街道: 示例街道\n",
}
STORY = "---\n标题: 灯\n日期: 2024-05-01\n相关: communities/here\n---\n\n"
PROJECT = "标题: 灯\n社区: here\n类别: 消防安全\n状态: 实施中\n"


def build(root: Path, files: dict[str, str | bytes]) -> BuildResult:
    for name, text in {**SITE, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Workshop(Locations(root, root / "output"), as_of=date(2024, 6, 15), use_cache=False).build()


# -- what would act in a page --------------------------------------------------------------------------

ACT = "window.acted=1"
CORPUS = (
    # scripts, as they are and in disguise
    f"<script>{ACT}</script>", f"<SCRIPT\n>{ACT}</SCRIPT >", f"<scr<script>ipt>{ACT}</script>", "<script src=//evil.test/a.js>",
    f"<script/x>{ACT}</script>", f"<<script>{ACT}//<</script>", f"<script>{ACT}", f"</p><script>{ACT}</script>",
    f"<noscript><p title=\"</noscript><img src=x onerror={ACT}>\">", f"<template><script>{ACT}</script></template>",
    f"<textarea></textarea><script>{ACT}</script>", f"<title></title><script>{ACT}</script>", f"<xmp><script>{ACT}</script></xmp>",
    # handlers of events
    f"<img src=x onerror={ACT}>", f"<img src=x oNeRrOr={ACT}>", f"<img/src=x/onerror={ACT}>", f"<img src=x\x0conerror={ACT}>",
    f"<img src='x'onerror={ACT}>", f"<p onclick={ACT} onmouseover={ACT}>a</p>", f"<details open ontoggle={ACT}>a</details>",
    f"<a autofocus tabindex=1 onfocus={ACT} href=/>a</a>", f"<body onload={ACT}>", f"<input autofocus onfocus={ACT}>",
    f"<video><source onerror={ACT}></video>", f"<marquee onstart={ACT}>a</marquee>", f'<p title="a"onmouseover="{ACT}">a</p>',
    f"<time datetime='\"onmouseover={ACT}'>a</time>", f"![a](x\" onerror=\"{ACT})", f"[a](x \"t\" onclick=\"{ACT}\")",
    # addresses that are programs
    f"[a](javascript:{ACT})", f"[a](JaVaScRiPt:{ACT})", f"[a](java\tscript:{ACT})", f"<a href=\"java\nscript:{ACT}\">a</a>",
    f"<a href=\"&#106;avascript:{ACT}\">a</a>", f"<a href=\"&#x6A&#x61vascript:{ACT}\">a</a>",
    f"<a href=\"java&#x09;script:{ACT}\">a</a>", f"<a href=\"java&Tab;script:{ACT}\">a</a>",
    f"<a href=\"javascript&colon;{ACT}\">a</a>", f"<a href=\"&#1;javascript:{ACT}\">a</a>",
    f"<a href=\" &#14; javascript:{ACT}\">a</a>", f"<a href=\"java&NewLine;script:{ACT}\">a</a>", f"<javascript:{ACT}>",
    f"<a href='vbscript:{ACT}'>a</a>", f"[a][b]\n\n[b]: javascript:{ACT}", f"[a](<javascript:{ACT}>)",
    f"<a href=\"data:text/html,<script>{ACT}</script>\">a</a>", "[a](data:text/html;base64,PHNjcmlwdD4=)",
    f"<a href=\"x-dizao:0\" onclick={ACT}>a</a>", "<a href=\"x-dizao:stories/s0\">a</a>", f"<a xlink:href=\"javascript:{ACT}\">a</a>",
    f"<form action=\"javascript:{ACT}\"><button>a</button></form>", f"<button formaction=\"javascript:{ACT}\">a</button>",
    f"<iframe src=\"javascript:{ACT}\"></iframe>", f"<iframe srcdoc=\"<script>parent.{ACT}</script>\"></iframe>",
    f"<object data=\"javascript:{ACT}\"></object>", "<embed src=//evil.test/a.swf>", f"<meta http-equiv=refresh content=\"0;url=javascript:{ACT}\">",
    "<base href=//evil.test/>", "<link rel=stylesheet href=//evil.test/a.css>", "<img src=data:image/svg+xml,<svg/onload=alert(1)>>",
    # drawings and formulas
    f"<svg onload={ACT}>", f"<svg><script>{ACT}</script></svg>", f"<svg><a xlink:href=\"javascript:{ACT}\"><text y=9>a</text></a></svg>",
    f"<svg><animate onbegin={ACT} attributeName=x></svg>", f"<svg><set attributeName=href to=\"javascript:{ACT}\"></svg>",
    f"<svg><foreignObject><img src=x onerror={ACT}></foreignObject></svg>", f"<svg><style><img src=x onerror={ACT}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={ACT}></style></mglyph></table></mtext></math>",
    f"<math href=\"javascript:{ACT}\">a</math>", f"<math><annotation-xml encoding=\"text/html\"><img src=x onerror={ACT}></annotation-xml></math>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={ACT}>",
    # styles and other hosts
    "<p style=\"background:url(//evil.test/a)\">a</p>", f"<p style=\"x:expression({ACT})\">a</p>", "<style>@import '//evil.test/a.css';</style>",
    "<img srcset=\"//evil.test/a 2x\">", "<img src=//evil.test/a.png alt=a>", "<picture><source srcset=//evil.test/a></picture>",
    "![a](//evil.test/a.png)", "![a](http://evil.test/a.png)", "<video poster=//evil.test/a src=//evil.test/b></video>",
    "<audio src=//evil.test/a></audio>", "<table background=//evil.test/a><tr><td>a</td></tr></table>",
    # what parsers disagree about
    f"<!--><img src=x onerror={ACT}>-->", f"<!-- --!><img src=x onerror={ACT}> -->", f"<![CDATA[<img src=x onerror={ACT}>]]>",
    f"<?xml version=\"1.0\"?><img src=x onerror={ACT}>", f"<p/title='</p><img src=x onerror={ACT}>'>", f"`<img src=x onerror={ACT}>`",
    f"```\n<img src=x onerror={ACT}>\n```", f"<b><p title=\"`\"><img src=x onerror={ACT}>`", f"&lt;img src=x onerror={ACT}&gt;",
    f"\\<img src=x onerror={ACT}>", f"<p title=\"*a\"><img title=\"*\" src=x onerror={ACT}>", f"## <img src=x onerror={ACT}>",
    f"| <img src=x onerror={ACT}> |\n|---|\n| <script>{ACT}</script> |", f"- <svg/onload={ACT}>\n  > <img src=x onerror={ACT}>",
    f"<a href=\"x\" title=\"&quot; onmouseover=&quot;{ACT}\">a</a>", f"<a href='#\" onclick=\"{ACT}'>a</a>",
)  # fmt: skip
WORDS = f"\"'><script>{ACT}</script><img src=x onerror={ACT}>{{{{ 7*7 }}}}{{% raw %}}</title></textarea><!--"


@pytest.mark.parametrize("body", CORPUS)
def test_nothing_in_a_body_can_act(body: str) -> None:
    for text in (body, f"字 {body} 字", f"> {body}", f"- {body}"):
        prose, problems = to_html("content/stories/s.md", text, 1)
        assert_harmless(prose.prose.html)
        assert all(problem.code in KINDS for problem in problems)


@pytest.mark.browser
def test_a_browser_finds_nothing_to_run_and_nobody_else_to_ask(tmp_path: Path) -> None:
    """Without the Content-Security-Policy, which would be the second wall."""
    files: dict[str, str | bytes] = {
        f"content/stories/s{number}.md": STORY + "\n\n".join(CORPUS[number::12]) for number in range(12)
    }
    quoted = WORDS.replace("'", "''")
    files["content/projects/p.yaml"] = (
        f"标题: '{quoted}'\n社区: here\n类别: 消防安全\n状态: 实施中\n概述: '{quoted}'\n"
        f"来源: [{{编号: a, 标题: '{quoted}', 发布: '{quoted}', 网址: 'https://a.test/\"onclick={ACT}'}}]\n"
        f"承诺: [{{编号: a, 内容: '{quoted}', 责任: '{quoted}', 作出: 2024-01-01, 期限: 2024-12-31}}]\n"
    )
    files["content/site.yaml"] = f"名称: '{quoted}'\n联系: {{单位: '{quoted}', 电话: '{quoted}'}}\n"
    result = build(tmp_path / "site", files)
    served = tmp_path / "served"
    for path, artifact in result.artifacts.items():
        (served / path).parent.mkdir(parents=True, exist_ok=True)
        (served / path).write_bytes(artifact.content())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(served)))
    Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.1:{server.server_port}/"
    asked: list[str] = []
    try:
        with chromium() as browser:
            page = browser.new_page()

            def ask(route: Route) -> None:
                asked.append(route.request.url)
                route.continue_() if route.request.url.startswith(home) else route.abort()

            page.route("**/*", ask)
            pages = sorted(path for path in result.artifacts if path.endswith(".html"))
            assert len(pages) > 20
            for path in pages:
                page.goto(f"{home}{path}")
                page.evaluate(
                    "for (const one of document.querySelectorAll('*'))"
                    " for (const name of ['mouseover', 'focus', 'toggle']) one.dispatchEvent(new Event(name))"
                )
                assert page.evaluate("window.acted") is None, path
    finally:
        server.shutdown()
        server.server_close()
    assert [url for url in asked if not url.startswith(home)] == []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        pass


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\\tscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
        "vbscript:x", "//evil.test/", "file:///etc/passwd", "https:javascript:alert(1)", "blob:https://a", "x",
    ],
)  # fmt: skip
def test_an_address_in_a_record_leads_to_a_page_or_nowhere(address: str, tmp_path: Path) -> None:
    result = build(
        tmp_path, {"content/projects/p.yaml": f'{PROJECT}来源: [{{编号: a, 标题: 甲, 网址: "{address}"}}]\n'}
    )
    assert "bad-url" in {problem.code for problem in result.problems}


# -- names and paths, judged after every decoding ------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "../../secret", "..%2f..%2fsecret", "%2e%2e/secret", "%252e%252e/secret", "..\\\\..\\\\secret", "/etc/passwd",
        "C:/secret", "media/../../secret", "\\u002e\\u002e/secret", "x\\0.svg", "con", "nul", "a.", "a b", "A", "-",
    ],
)  # fmt: skip
def test_no_name_in_a_record_leads_out_of_its_folder(written: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (tmp_path / "secret.svg").write_text("<svg/>", "utf-8")
    files: dict[str, str | bytes] = {
        "content/projects/修树.yaml": f'{PROJECT}网址名: "{written}"\n',
        "content/projects/q.yaml": f'{PROJECT}图片: [{{文件: "{written}.svg", 图片说明: 甲}}]\n',
        "content/projects/r.yaml": f'{PROJECT}承诺: [{{编号: "{written}", 内容: 甲, 责任: 乙, 作出: 2024-01-01}}]\n',
        "content/stories/s.md": f"{STORY}[甲]({written}) ![乙]({written}.svg)\n".replace("\\\\", "\\").replace(
            "\\0", "%00"
        ),
    }
    result = build(tmp_path / "site", files)
    wrong = {problem.where.path for problem in result.problems if problem.level == "error"}
    assert wrong == files.keys()
    assert [path for path in result.artifacts if "secret" in path or path.startswith("media/")] == []


def test_files_of_the_theme_may_have_any_name(tmp_path: Path) -> None:
    from generator.publish import publish

    names = ("图.css", "a b.css", "x%2e.css", "aux/a.css", "a.css.", "a:b.css", "A.css", f"{'x' * 240}.css")
    result = build(tmp_path, {f"templates/assets/{name}": f"/* {name} */" for name in names})
    publish(tmp_path / "output", list(result.artifacts.values()), site=tmp_path)
    made = {path.read_bytes() for path in (tmp_path / "output/assets").rglob("*") if path.is_file()}
    assert made >= {f"/* {name} */".encode() for name in names}


# -- what costs time, memory or a process --------------------------------------------------------------

COSTLY: dict[str, tuple[str | bytes, str]] = {
    "content/projects/deep.yaml": ("[" * 30_000 + "]" * 30_000, "yaml-too-deep"),
    "content/projects/block.yaml": ("\n".join(" " * depth + "a:" for depth in range(300)), "yaml-too-deep"),
    "content/projects/hyphens.yaml": ("- " * 30_000, "yaml-too-deep"),
    "content/projects/laughs.yaml": ("a: &a [甲, 乙]\nb: &b [*a, *a]\nc: [*b, *b]\n", "yaml-alias"),
    "content/projects/code.yaml": ("a: !!python/object/apply:os.system [exit]\n", "yaml-start"),
    "content/projects/large.yaml": (b"#" * 4_000_001, "file-too-large"),
    "content/projects/old.yaml": (PROJECT.encode("gbk"), "not-utf8"),
    "content/stories/brackets.md": (STORY + "![[" * 20_000, "file-too-slow"),
    "content/stories/ticks.md": (STORY + "".join("`" * count + " " for count in range(1, 2_500)), "file-too-slow"),
    "content/stories/tags.md": (STORY + "<ul><li>" * 20_000, "html-too-much"),
    "content/stories/attributes.md": (
        STORY + "<a " + " ".join(f"a{n}=1" for n in range(80_000)) + ">",
        "html-too-much",
    ),
}
HARMLESS = (
    "<![",
    "<![CDATA[" * 50,
    "字" + "`" * 4_000,
    "\n".join(f"[{n}]: /{n}" for n in range(2_000)),
    ">" * 2_000 + " 甲",
)
"""What earlier versions of the libraries died of, or took minutes for."""


def test_each_costly_file_costs_itself_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QUERIES["raw_prose"], "seconds", 2.0)
    files: dict[str, str | bytes] = {name: text for name, (text, _) in COSTLY.items()}
    files |= {f"content/stories/fine{number}.md": STORY + text for number, text in enumerate(HARMLESS)}
    files["content/stories/good.md"] = STORY + "楼道亮了。\n"
    began = time.monotonic()
    result = build(tmp_path, files)
    assert time.monotonic() - began < 60
    said = {(problem.where.path, problem.code) for problem in result.problems if problem.level == "error"}
    assert said >= {(name, code) for name, (_, code) in COSTLY.items()}
    assert {path for path, _ in said} == COSTLY.keys()
    assert "楼道亮了".encode() in result.artifacts["stories/good/index.html"].content()


def test_a_file_of_many_gigabytes_is_not_read_into_memory(tmp_path: Path) -> None:
    (tmp_path / "content/stories").mkdir(parents=True)
    for name in ("content/stories/huge.md", "content/media-huge.bin"):
        (tmp_path / name).touch()
        os.truncate(tmp_path / name, 50_000_000_000)
    result = build(tmp_path, {})
    assert ("content/stories/huge.md", "file-too-large") in {(one.where.path, one.code) for one in result.problems}


def test_settings_that_take_for_ever_are_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QUERIES["settings"], "seconds", 0.5)
    many = "".join(f"键{number}: 甲\n" for number in range(30_000))
    result = build(tmp_path, {"content/site.yaml": SETTINGS + many})
    assert ("content/site.yaml", "file-too-slow") in {(one.where.path, one.code) for one in result.problems}


def test_many_mistakes_in_one_file_are_placed_in_one_walk(tmp_path: Path) -> None:
    rounds = "".join(
        f"  - {{编号: p{number}, 内容: 甲, 责任: 乙, 作出: 2024-01-01, 类型: 周期承诺}}\n" for number in range(300)
    )
    began = time.monotonic()
    result = build(tmp_path, {"content/projects/p.yaml": f"{PROJECT}承诺:\n{rounds}"})
    assert time.monotonic() - began < 30
    lines = [problem.where.line for problem in result.problems if problem.code == "recurring-without-interval"]
    assert lines == list(range(6, 306))


CRASHING = """
import sys
from datetime import date
from pathlib import Path
import generator.source as source
from generator.build import Workshop
from generator.config import Locations
source.MAX_DEPTH = 10**9  # without the guard libyaml overruns its stack, and the process is gone
root = Path(sys.argv[1])
workshop = Workshop(Locations(root, root / "output"), as_of=date(2024, 6, 15), use_cache=False)
workshop.database.workers.least = 2
for problem in workshop.build().problems:
    print(problem.code, problem.where.path)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the worker inherits what was switched off")
def test_a_file_that_kills_a_worker_costs_only_itself(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {f"content/projects/p{number}.yaml": PROJECT for number in range(12)}
    files["content/projects/killer.yaml"] = "标题: " + "[" * 60_000 + "]" * 60_000 + "\n"
    build(tmp_path, files)
    done = subprocess.run(
        [sys.executable, "-c", CRASHING, str(tmp_path)], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=100,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "file-crashes content/projects/killer.yaml" in done.stdout.splitlines()
    assert {line.split()[1] for line in done.stdout.splitlines()} == {"content/projects/killer.yaml"}

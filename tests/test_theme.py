"""The theme as measured in a browser: checks A1 to A17 of the domain brief (§1.5), on one page of every kind.

Each page is loaded once and then turned: phone and desktop, usual and large type, light and dark, narrow, enlarged, on
paper. ``measures.js`` says what is wrong; a page of planted faults shows that it finds them.
"""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.base import AXE_FILE_PATH  # type: ignore[import-untyped]
from playwright.sync_api import Browser, BrowserContext, Page

from generator.vocabulary import FLAGS, STATUSES
from tests.browsing import ROOT, build, chromium, served

PAGES = (
    "index.html", "404.html", "commitments/index.html", "commitments/page/2/index.html",
    "commitments/status/kept/index.html", "commitments/evac-2025-10-door-release/index.html",
    "commitments/stair-lights-lamp-keeping/index.html", "outcomes/index.html", "outcomes/fix-days/index.html",
    "drills/index.html", "drills/evac-2025-10/index.html", "projects/index.html", "projects/handrails/index.html",
    "inspections/fire-check-2025-11/index.html", "meetings/deputy-2026-10/index.html", "care/index.html",
    "care/relay/index.html", "stories/lights-on-the-stairs/index.html", "communities/hejialong/index.html",
    "partners/estate-service/index.html", "stages/index.html", "stages/co-decide/index.html", "topics/index.html",
    "topics/safety/index.html", "about/index.html", "corrections/index.html", "data/index.html", "subscribe/index.html",
    "commitments/by/year-2026/index.html", "board/index.html",
    "board/projects/handrails/index.html", "board/commitments/stair-lights-lamp-keeping/index.html",
    "offline/index.html", "en/index.html", "en/care/index.html", "en/stories/lights-on-the-stairs/index.html",
    "en/stories/neighbours-relay/index.html", "en/projects/handrails/index.html", "search/index.html",
    "en/search/index.html", "years/index.html", "years/2026/index.html", "communities/index.html",
    "en/commitments/index.html", "en/drills/evac-2025-10/index.html", "en/data/index.html", "en/subscribe/index.html",
    "en/offline/index.html", "care/plane-tree/index.html", "en/care/plane-tree/index.html",
    "projects/railings/index.html",
)  # fmt: skip
TAKEN_DOWN_AND_RENAMED = {
    "consents/consent-plane-tree.yaml": "撤回: 2026-11-20\n撤回人: 本人",
    "projects/handrails.yaml": "曾用网址: [projects/railings]",
}
# Made beside the build (test_search.py); here nothing is looked for.
EMPTY_INDEX = {
    "indexes.json": '{"ready": [], "missing": []}',
    "pagefind/pagefind.js": "export const options = () => {}, mergeIndex = options",
}
OF_ANOTHER_NAME = "projects/railings/index.html"  # has the title of the page to which it leads
STORY = "stories/lights-on-the-stairs/index.html"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRICTER = ["color-contrast-enhanced", "target-size", "identical-links-same-purpose"]
ALL_RULES = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {name: {"enabled": True} for name in STRICTER}}
# What sizes and colours can change; all else is the same in every mode.
RULES_OF_LOOKS = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "color-contrast", "target-size"]}}
AXE = """options => axe.run(options).then(({violations}) => violations.flatMap(
  one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 80)} ${node.failureSummary}`)))"""
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
NOT_ON_PAPER = ".pager, .more, .contents, .neighbours, details"
NOT_ON_A_SHEET = "main > :not(.sheet)"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shipped site, but that it has a case taken down and a page that was renamed."""
    root = tmp_path_factory.mktemp("theme")
    shutil.copytree(ROOT / "content", root / "content")
    for name, line in TAKEN_DOWN_AND_RENAMED.items():
        path = root / "content" / name
        path.write_text(f"{path.read_text('utf-8')}{line}\n", "utf-8")
    folder = root / "site"
    build(folder, root)
    moved = folder / "projects" / "railings" / "index.html"
    # To look at a page that leads on, one has to stay on it.
    moved.write_text(re.sub("<meta http-equiv[^>]*>", "", moved.read_text("utf-8")), "utf-8")
    for name, text in EMPTY_INDEX.items():
        path = folder / "search" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def context_of(browser: Browser, **settings: Any) -> BrowserContext:
    context = browser.new_context(**{"viewport": {"width": 390, "height": 844}, "reduced_motion": "reduce", **settings})
    context.add_init_script(path=Path(__file__).with_name("measures.js"))
    return context


class Sweep(NamedTuple):
    """What was wrong, by what was measured, and what pages have told."""

    wrong: dict[str, list[str]]
    titles: dict[str, str]
    frames: dict[str, list[str]]
    requests: list[str]
    complaints: list[str]


class Look(NamedTuple):
    """A way to look at a page."""

    elder: str = ""
    width: int = 390
    height: int = 844
    scheme: Any = "light"
    style: str = ""


USUAL = Look()
LOOKS = (Look(scheme="dark", elder="22"), Look(scheme="dark", width=1280), Look(elder="22", width=1280))
TIGHT = {
    "at 320 pixels": Look(width=320, height=256),
    "at 320 pixels in large type": Look(elder="22", width=320, height=256),
    "with text twice as large": Look(style="html { font-size: 200% !important }"),
    "in the largest type, enlarged by half": Look(elder="30", style="html { font-size: 281% !important }"),
    "with wider spacing": Look(style=SPACING),
    "on a tablet": Look(width=820),
}


def turn(page: Page, look: Look) -> None:
    page.set_viewport_size({"width": look.width, "height": look.height})
    page.emulate_media(color_scheme=look.scheme)
    page.evaluate(
        """([elder, style]) => {
          const root = document.documentElement, sheet = new CSSStyleSheet();
          if (elder) root.dataset.elder = elder; else delete root.dataset.elder;
          sheet.replaceSync(style);
          document.adoptedStyleSheets = style ? [sheet] : [];
        }""",
        [look.elder, look.style],
    )


@pytest.fixture(scope="module")
def sweep(browser: Browser, site: str) -> Sweep:
    """Load every page once, look at it in every way, and return what was found."""
    found = Sweep(defaultdict(list), {}, {}, [], [])
    context = context_of(browser)
    context.add_init_script(path=AXE_FILE_PATH)
    page = context.new_page()
    page.on("request", lambda request: found.requests.append(request.url))
    page.on("pageerror", lambda error: found.complaints.append(str(error)))
    page.on("console", lambda message: found.complaints.append(message.text))
    for path in PAGES:
        page.goto(site + path)
        look_at(page, path, found)
    context.close()
    return found


def look_at(page: Page, path: str, found: Sweep) -> None:
    def note(what: str, wrong: list[str]) -> None:
        found.wrong[what] += [f"{path}: {one}" for one in wrong]

    def measure(name: str, argument: Any = None) -> Any:
        return page.evaluate("([name, argument]) => measures[name](argument)", [name, argument])

    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    for look in (USUAL, *LOOKS):
        turn(page, look)
        note("axe", page.evaluate(AXE, ALL_RULES if look is USUAL else RULES_OF_LOOKS))
        note("smallText", measure("smallText", int(look.elder or 18)))
        note("tightLines", measure("tightLines"))
        note("tightParagraphs", measure("tightParagraphs"))
        note("longLines", measure("longLines", 40))
        note("smallTargets", measure("smallTargets", 60 if look.elder else 44))
        note("outside", measure("outside"))
        note("hiddenFocus", measure("hiddenFocus"))
    for name, look in TIGHT.items():
        turn(page, look)
        note(name, measure("outside") + measure("covered"))
    turn(page, USUAL)
    for name in ("badStructure", "badTypography", "slantedText", "bareBadges"):
        note(name, measure(name))
    found.titles[path] = page.title()
    found.frames[path] = measure("frame")
    note("said", _said_otherwise(page, measure))


def _said_otherwise(page: Page, measure: Callable[..., Any]) -> list[str]:
    """Return the ways of looking at a page in which it says something else, or has fewer links."""
    told = (measure("said"), measure("ways"))
    left_out = NOT_ON_A_SHEET if page.locator(".sheet").count() else NOT_ON_PAPER
    told_on_paper = measure("said", left_out)
    wrong = []
    page.emulate_media(forced_colors="active", contrast="more")
    if (measure("said"), measure("ways")) != told:
        wrong.append("in forced colours")
    page.emulate_media(forced_colors="none", contrast="no-preference", media="print")
    if measure("said", left_out) != told_on_paper or page.locator(".site-nav, .tools").first.is_visible():
        wrong.append("on paper")
    if page.evaluate("getComputedStyle(document.body).color") != "rgb(0, 0, 0)":
        wrong.append("not in black on paper")
    page.emulate_media(media="screen")
    page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = true")
    if (measure("said"), measure("ways")) != told or page.locator("button.tool:visible").count():
        wrong.append("without the style sheet")
    page.evaluate("for (const sheet of document.styleSheets) sheet.disabled = false")
    return wrong


# -- every page, in every way of looking at it -----------------------------------------------------


@pytest.mark.slow
def test_every_page_is_clear_of_barriers_and_has_a_contrast_of_seven(sweep: Sweep) -> None:
    assert sweep.wrong["axe"] == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["smallText", "tightLines", "tightParagraphs", "longLines", "slantedText"])
def test_text_is_large_airy_upright_and_in_short_lines(sweep: Sweep, what: str) -> None:
    assert sweep.wrong[what] == []


@pytest.mark.slow
def test_targets_are_large_and_apart(sweep: Sweep) -> None:
    assert sweep.wrong["smallTargets"] == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["outside", *TIGHT])
def test_nothing_is_cut_off_or_covered(sweep: Sweep, what: str) -> None:
    assert sweep.wrong[what] == []


@pytest.mark.slow
def test_the_keyboard_always_shows_where_it_is(sweep: Sweep) -> None:
    assert sweep.wrong["hiddenFocus"] == []


@pytest.mark.slow
def test_in_forced_colours_on_paper_and_without_the_sheet_a_page_says_the_same(sweep: Sweep) -> None:
    assert sweep.wrong["said"] == []


@pytest.mark.slow
@pytest.mark.parametrize("what", ["badStructure", "badTypography", "bareBadges"])
def test_pages_are_well_made(sweep: Sweep, what: str) -> None:
    assert sweep.wrong[what] == []


@pytest.mark.slow
def test_titles_differ_and_the_frame_is_the_same_on_every_page(sweep: Sweep) -> None:
    for home in ("index.html", "en/index.html"):
        pages = [path for path in PAGES if path.startswith("en/") is home.startswith("en/")]
        titles = [sweep.titles[path] for path in pages if path != OF_ANOTHER_NAME]
        assert sorted(titles) == sorted(set(titles))
        assert {path: frame for path in pages if (frame := sweep.frames[path]) != sweep.frames[home]} == {}
    assert len(sweep.frames["en/index.html"]) == len(sweep.frames["index.html"])


@pytest.mark.slow
def test_no_page_asks_another_host_or_breaks_the_content_security_policy(sweep: Sweep, site: str) -> None:
    assert len(sweep.requests) > len(PAGES)
    assert [url for url in sweep.requests if not url.startswith(site)] == []
    assert sweep.complaints == []


FAULTY = (
    """<!DOCTYPE html><html lang="zh-CN"><title>x</title><style>
body { font: 18px/1.75 sans-serif; margin: 0 } .prose p { margin: 0 } button, b { position: absolute; top: 0; left: 0 }
p.long { width: 60em; } :focus { outline: 0 }</style><main class="prose">
<p style="font-size: 12px">小字</p><p style="line-height: 1.2">挤，挤,挤</p><p class="long">"""
    + "很" * 60
    + """</p>
<p>一<i>斜</i></p><p>二</p><b>盖住</b><button>键</button><span class="badge">无图</span><img src="a/b.png" alt="b">
</main></html>"""
)


def test_each_measure_finds_the_fault_that_was_planted(browser: Browser) -> None:
    context = context_of(browser)
    page = context.new_page()
    page.route("**", lambda route: route.fulfill(body=FAULTY, content_type="text/html; charset=utf-8"))
    page.goto("http://faulty/")
    page.keyboard.press("Tab")
    least: dict[str, Any] = {"smallText": 18, "longLines": 40, "smallTargets": 44}
    names = page.evaluate("Object.keys(measures)")
    for name in set(names) - {"frame", "said", "ways"}:
        assert page.evaluate(f"least => measures.{name}(least)", least.get(name)), name
    context.close()


def test_what_is_folded_away_on_the_screen_stands_on_paper(browser: Browser, site: str) -> None:
    context = context_of(browser)
    page = context.new_page()
    page.goto(f"{site}partners/estate-service/index.html")
    folded = page.locator("details a").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
    context.close()


# -- without scripts, and with them ----------------------------------------------------------------


def test_without_scripts_all_is_there_and_no_control_that_does_nothing(browser: Browser, site: str) -> None:
    with_scripts, without = context_of(browser), context_of(browser, java_script_enabled=False)
    for path in ("index.html", STORY, "commitments/index.html", "projects/handrails/index.html"):
        told = []
        for context in (with_scripts, without):
            page = context.new_page()
            page.goto(site + path)
            told.append(page.locator("main").inner_text())
            page.close()
        assert told[0] == told[1], path
    page = without.new_page()
    page.goto(site + STORY)
    assert page.locator("button.tool:visible").count() == 0
    with_scripts.close()
    without.close()


def test_large_type_is_one_key_after_the_skip_link_and_is_kept(browser: Browser, site: str) -> None:
    context = context_of(browser)
    page = context.new_page()
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "长辈版"
    page.keyboard.press("Enter")
    sizes = [_size(page)]
    for name in ("放大", "放大", "放大"):
        page.get_by_text(name, exact=True).press("Enter")
        sizes.append(_size(page))
    assert sizes == [22, 26, 30, 30]
    page.goto(site + STORY)
    assert _size(page) == 30
    assert page.evaluate(SHIFT) == 0
    for _ in range(4):
        page.get_by_text("缩小", exact=True).press("Enter")
    assert _size(page) == 18
    page.locator("[data-elder-switch]").press("Enter")
    assert page.evaluate("document.activeElement.innerText") == "长辈版"
    page.go_back()
    assert _size(page) == 18
    assert page.get_by_text("长辈版", exact=True).is_visible()
    context.close()


SHIFT = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value * !one.hadRecentInput })
    .observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""


def _size(page: Page) -> float:
    return float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))


def test_large_type_works_on_a_device_that_keeps_nothing(browser: Browser, site: str) -> None:
    context = context_of(browser)
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site)
    page.get_by_text("长辈版", exact=True).click()
    assert _size(page) == 22
    assert errors == []
    context.close()


VOICE = """
window.heard = [];
const speech = {
  speak(said) { heard.push([said.lang, said.text]); this.said = said; said.onstart() },
  cancel() { this.said = null },
};
Object.defineProperty(window, 'speechSynthesis', {value: speech, configurable: true});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
window.finish = () => speech.said.onend();
window.marked = () => { const [range] = CSS.highlights.get('aloud') || []; return range ? String(range) : '' };
"""


def test_a_story_is_read_aloud_sentence_by_sentence(browser: Browser, site: str) -> None:
    context = context_of(browser)
    context.add_init_script(VOICE)
    page = context.new_page()
    page.goto(site + STORY)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("heard") == [["zh-CN", "楼道里多了一盏灯"]]
    assert page.evaluate("marked()") == "楼道里多了一盏灯"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("speechSynthesis.said") is None
    page.keyboard.press("Enter")
    assert page.evaluate("heard.length") == 2  # the sentence that was broken off
    for _ in range(12):
        page.evaluate("finish()")
    told = [text for _, text in page.evaluate("heard")]
    assert "先有人说。" in told
    assert all(len(text) < 100 for text in told)
    assert page.evaluate(SHIFT) == 0
    page.get_by_text("停止").click()
    assert (page.evaluate("marked()"), page.locator(".aloud").is_visible()) == ("", False)
    page.get_by_text("朗读", exact=True).click()
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("speechSynthesis.said") is None
    context.close()


def test_where_nothing_can_be_read_aloud_no_button_says_so(browser: Browser, site: str) -> None:
    context = context_of(browser)
    context.add_init_script("delete window.speechSynthesis; delete Window.prototype.speechSynthesis")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(site + STORY)
    assert page.evaluate("'speechSynthesis' in window") is False
    assert page.get_by_text("朗读", exact=True).is_visible() is False
    assert errors == []
    context.close()


def test_a_status_whose_day_has_passed_is_put_right_and_nothing_moves(browser: Browser, site: str) -> None:
    said = []
    for day in ("2026-11-30", "2026-12-01"):
        context = context_of(browser)
        page = context.new_page()
        page.clock.set_fixed_time(f"{day}T00:30:00")
        page.goto(site)
        standing = page.locator(".standing[data-due='2026-12-01']").first
        said.append(standing.inner_text().split())
        figures = page.locator(".quiet[data-due]").inner_text()
        assert ("截至" in figures) is (day == "2026-11-30")
        assert page.evaluate(SHIFT) == 0
        context.close()
    assert said == [
        ["临近到期", "2026年11月16日起", "12月1日起将变为已逾期"],
        ["已逾期", "2026年12月1日起", "本页之后可能已有变化"],
    ]


# -- the files themselves --------------------------------------------------------------------------


def test_every_status_has_an_icon_of_its_own_shape() -> None:
    macros = (ROOT / "templates" / "macros.html").read_text(encoding="utf-8")
    table, _, others = macros.partition("{%- set shape_of")
    shapes = dict(re.findall(r'"(\w+)": \'(<.*>)\'', table))
    drawn = [shapes[choice.key] for choice in STATUSES]
    assert len(set(drawn)) == len(drawn)
    assert all(choice.key in shapes or f'"{choice.key}"' in others for choice in FLAGS)


def test_the_corrected_badge_has_the_icon_of_its_status() -> None:
    macros = (ROOT / "templates" / "macros.html").read_text(encoding="utf-8")
    script = (ROOT / "templates" / "assets" / "due.js").read_text(encoding="utf-8")
    for status in ("overdue", "due_soon"):
        drawing = re.search(rf'"{status}": (\'<.*>\')', macros)
        assert drawing is not None and f"{drawing[1]}," in script


# Chrome 80 skips what it does not know, and with these it would skip a rule that matters, or all of the file.
TOO_NEW_IN_CSS = (
    r"@layer|@container|@supports|:is\(|:where\(|:has\(|\binset\b|(margin|padding)-(inline|block)|aspect-ratio|clamp"
)
TOO_NEW_IN_JS = r"\?\.|\?\?|replaceAll|\.at\(|#\w+\(|\|\|=|hasOwn|static \{"


@pytest.mark.parametrize(("kind", "most"), [("css", 20_000), ("js", 10_000)])
def test_what_a_page_loads_is_small(kind: str, most: int) -> None:
    templates = ROOT / "templates"
    named = {
        path.name: set(re.findall(rf'asset\("([\w-]+\.{kind})"\)', path.read_text(encoding="utf-8")))
        for path in templates.glob("*.html")
    }
    size = {path.name: path.stat().st_size for path in (templates / "assets").glob(f"*.{kind}")}
    assert set().union(*named.values()) == set(size)
    loaded = {page: sum(size[name] for name in named["base.html"] | own) for page, own in named.items()}
    assert {page: total for page, total in loaded.items() if total > most} == {}


def test_style_sheets_and_scripts_run_in_old_browsers() -> None:
    assets = ROOT / "templates" / "assets"
    sheets = {path.name: path.read_text(encoding="utf-8") for path in assets.glob("*.css")}
    scripts = {path.name: path.read_text(encoding="utf-8") for path in assets.glob("*.js")}
    scripts["sw.js"] = (ROOT / "templates" / "sw.js").read_text(encoding="utf-8")
    assert len(scripts["sw.js"].encode()) <= 3_000  # beside the others: no page loads it
    for name, text in sheets.items():
        assert re.search(TOO_NEW_IN_CSS, text) is None, name
    for name, text in scripts.items():
        assert re.search(TOO_NEW_IN_JS, text) is None, name


def test_a_table_that_became_blocks_is_still_a_table_to_those_who_listen(browser: Browser, site: str) -> None:
    context = context_of(browser)
    page = context.new_page()
    page.goto(f"{site}projects/handrails/")
    assert page.evaluate("getComputedStyle(document.querySelector('.stacked td')).display") == "flex"
    tree = context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in tree if "role" in node and not node["ignored"]]
    for selector, role in (("table", "table"), ("tbody th", "rowheader"), ("thead th", "columnheader"), ("td", "cell")):
        assert roles.count(role) == page.locator(f"main {selector}").count() > 0, role
    context.close()

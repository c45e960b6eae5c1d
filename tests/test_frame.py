"""What the benchmarks find in the frame of a page, so that a peer can neither leave out a part of it nor do more."""

from __future__ import annotations

import pytest

from benchmarks import corpus as towns
from benchmarks.frame import frame_of, framed

TOWN = towns.make(300)
PROMISE = TOWN.by_ref["commitments/alone-00002"]
ADDRESS = f"https://example.org/{PROMISE['ref']}/"
UNTIL = "2026-08-10"  # two weeks before it is due
PAGE = f"""<head><title>x</title><meta name="description" property="og:description" content="{PROMISE["title"]}">
<script src="../../assets/elder-25af13e395.js"></script><script src="/assets/due.js" defer></script>
<script src="/assets/aloud.js" defer></script><script src="/assets/away.js" defer></script>
<link rel="canonical" href="{ADDRESS}"><meta property="og:url" content="{ADDRESS}">
<meta property="og:type" content="website"><meta property="og:title" content="{PROMISE["title"]}">
<meta property="og:site_name" content="{TOWN.name}"><meta property="og:locale" content="zh_CN">
<script type="application/ld+json">{{"@graph":[{{"@type":"PlanAction","name":"{PROMISE["title"]}",
"actionStatus":"https://schema.org/ActiveActionStatus","startTime":"{PROMISE["date"]}","endTime":"{PROMISE["due"]}",
"agent":{{"@type":"Organization","name":"{PROMISE["owner"]}"}},"url":"{ADDRESS}"}},{{"@type":"BreadcrumbList",
"itemListElement":[{{"@type":"ListItem","position":1,"name":"首页","item":"https:\\/\\/example.org/"}},
{{"@type":"ListItem","position":2,"name":"承诺台账","item":"https://example.org/commitments/"}},
{{"@type":"ListItem","position":3,"name":"{PROMISE["title"]}","item":"{ADDRESS}"}}]}}]}}</script>
<link rel="manifest" href="/manifest.webmanifest"></head>
<body><button data-elder-switch></button><button data-text="-1"></button><button data-text="1"></button>
<button data-aloud="start"></button><button data-aloud="pause"></button><button data-aloud="stop"></button>
<div class="verdict" data-due="{UNTIL}"><p class="standing" data-due="{UNTIL}"></p></div>
<footer><a href="../../about/">1</a><a href="/privacy/">2</a><a href="/accessibility/">3</a>
<a href="/subscribe/">4</a><a href="/data/">5</a><a href="/corrections/">6</a></footer></body>"""


def found(page: str) -> set[str]:
    return frame_of(page, f"{PROMISE['ref']}/index.html")


def test_the_frame_of_a_page_follows_from_the_corpus() -> None:
    assert found(PAGE) == framed(TOWN, PROMISE)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ('property="og:title" content="', 'property="og:title" content="别的'),
        ('rel="canonical" href="', 'rel="canonical" href="/other'),
        ('"@type":"PlanAction"', '"@type":"Action"'),
        ('"endTime":"', '"endTime":"1'),
        ('"name":"承诺台账"', '"name":"承诺"'),
        ("ActiveAction", "FailedAction"),
        ("}]}]}</script>", "}]}</script>"),
        ('data-text="-1"', ""),
        ('data-aloud="stop"', ""),
        ('class="standing" data-due="', 'class="standing" data-due="1'),
        ('href="/data/"', 'href="/opendata/"'),
        ("away.js", "far.js"),
        ('<link rel="manifest"', "<link"),
    ],
)
def test_a_page_that_says_something_else_in_its_frame_is_found(part: str, other: str) -> None:
    assert part in PAGE
    assert found(PAGE.replace(part, other)) != framed(TOWN, PROMISE)

"""What stands around the words of a page: what it says of itself to programs, its scripts, tools and links to the site.

Addresses, Open Graph, JSON-LD, the day on which a promise changes: one fact in each string, so that pages of different
programs can be compared as sets, whatever their order and blanks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from .corpus import FOLDER, SOON, Corpus, Facts
from .peers import SECTIONS

SITE = "https://example.org/"
_OFFICE = {"@type": "Organization", "name": "示范社区居委会"}
_SCRIPTS = {"elder", "due", "away"}
_TOOLS = {"elder-switch", "text=-1", "text=1"}
_ALOUD = {"aloud=start", "aloud=pause", "aloud=stop"}
_FOOT = {"about", "privacy", "accessibility", "subscribe", "data", "corrections"}


def framed(corpus: Corpus, record: Facts) -> set[str]:
    """Return what the page about ``record`` must say of itself, one fact in each string."""
    address = SITE + record["ref"].removeprefix("pages/") + "/"
    kind = "article" if record["kind"] == "story" else "website"
    described = record["title"] if record["kind"] == "commitment" else record.get("summary", "")
    facts = {f"og:title {record['title']}", f"og:url {address}", f"canonical {address}", f"og:type {kind}"}
    facts |= {f"og:description {described}"} if described else set()
    facts |= {f"script {name}" for name in (*_SCRIPTS, "aloud")} | {f"tool {name}" for name in (*_TOOLS, *_ALOUD)}
    facts |= {f"foot {name}" for name in _FOOT} | {"og:site_name " + corpus.name, "og:locale zh_CN", "manifest"}
    facts |= set(_flat({**_thing(corpus, record), "url": address}))
    way = [("首页", SITE)]
    if record["kind"] != "page":
        folder = FOLDER[record["kind"]]
        way.append((SECTIONS[folder], f"{SITE}{folder}/"))
    facts |= {f"step {number} {name} {url}" for number, (name, url) in enumerate([*way, (record["title"], address)], 1)}
    changes = record.get("status") in ("on-track", "due-soon")
    return facts | ({f"{where} until {_changes(record)}" for where in ("standing", "verdict")} if changes else set())


def _changes(promise: Facts) -> date:
    due = date.fromisoformat(promise["due"])
    return due - SOON if promise["status"] == "on-track" else due + timedelta(days=1)


def _thing(corpus: Corpus, record: Facts) -> Facts:
    """Return what the page says to programs that it is about, in the words of schema.org."""
    title, day, language = record["title"], record.get("date", ""), {"inLanguage": "zh-CN"}
    community = record.get("community")
    place = {"@type": "Place", "name": corpus.by_ref[community]["title"]} if community else {}
    match record["kind"]:
        case "story":
            days = {"datePublished": day, "dateModified": day}
            read = {"speakable": {"@type": "SpeakableSpecification", "cssSelector": [".lead", ".prose"]}}
            office = {"author": _OFFICE, "publisher": _OFFICE}
            about = {"@type": "Article", "headline": title, "contentLocation": place}
            return about | days | office | read | language
        case "inspection":
            about = {"@type": "Report", "headline": title, "dateCreated": day, "contentLocation": place}
            return about | {"publisher": _OFFICE} | language
        case "drill" | "meeting":
            convenor = record["organiser"] if record["kind"] == "drill" else record["convenor"]
            status = {"eventStatus": "https://schema.org/EventScheduled"}
            about = {"@type": "Event", "name": title, "startDate": day, "location": place}
            return about | {"organizer": {"@type": "Organization", "name": convenor}} | status
        case "commitment":
            late = "Failed" if record["status"] == "overdue" else "Active"
            status = {"actionStatus": f"https://schema.org/{'Completed' if record['completed'] else late}ActionStatus"}
            days = {"startTime": day, "endTime": record["completed"] or record["due"]}
            agent = {"agent": {"@type": "Organization", "name": record["owner"]}}
            return {"@type": "PlanAction", "name": title} | days | agent | status
        case "project":
            return {"@type": "Project", "name": title, "location": place}
        case "community":
            return {"@type": "Place", "name": title}
        case "partner":
            kind = "GovernmentOrganization" if record["type"] == "机关" else "Organization"
            return {"@type": kind, "name": title}
        case _:
            return {"@type": "WebPage", "name": title} | language


def frame_of(html: str, path: str) -> set[str]:
    """Return what a page says of itself, in the form of ``framed``."""
    head, _, body = html.partition("</head>")
    facts = {
        f"{name} {unescape(content)}" for name, content in re.findall(r'property="(og:\w+)" content="(.*?)"', head)
    }
    facts |= {f"canonical {url}" for url in re.findall(r'<link rel="canonical" href="(.*?)"', head)}
    facts |= {"manifest"} if '<link rel="manifest"' in head else set()
    facts |= {f"script {name}" for name in re.findall(r'<script src="[^"]*?/(\w+)[^/"]*\.js"', head)}
    facts |= {
        f"tool {name.replace(chr(34), '')}" for name in re.findall(r' data-(elder-switch|(?:text|aloud)="[^"]*")', body)
    }
    foot = body[body.index("<footer") :]
    facts |= {f"foot {folder_of(path, address)}" for address in re.findall(r'href="([^"#]+)', foot)}
    changes = re.findall(r'class="(standing|verdict)" data-due="(.*?)"', body)
    facts |= {f"{where} until {day}" for where, day in changes}
    for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', head, re.DOTALL):
        try:
            things = json.loads(text)["@graph"]
        except ValueError:
            continue  # then all that it should say is missing
        for thing in things:
            if thing["@type"] == "BreadcrumbList":
                steps = thing["itemListElement"]
                facts |= {f"step {step['position']} {step['name']} {step['item']}" for step in steps}
            else:
                facts |= set(_flat(thing))
    return facts


def _flat(value: Any, name: str = "") -> Iterator[str]:
    """Return every value in JSON with the names that lead to it."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{name}.{key}")
    else:
        yield f"{name} {json.dumps(value, ensure_ascii=False)}"


def folder_of(path: str, address: str) -> str:
    """Return the folder in the output that a link on the page ``path`` leads to."""
    if address.startswith("/"):
        return address.strip("/")
    parts = list(Path(path).parent.parts)
    for step in address.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in ("", "."):
            parts.append(step)
    return "/".join(parts)

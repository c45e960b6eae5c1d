"""Every address that any file of the output names leads to a file of the output, and to a place in it."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from generator.authoring import init_site
from generator.build import Workshop
from generator.config import Locations
from tests.browsing import ROOT, TODAY, copy_with_address

URL = "https://town.example/site/"
HERE = "https://folder.example/"
"""Where a site is thought to stand that does not say where it stands."""


class Named(NamedTuple):
    """An address as a file gives it, and what it is relative to."""

    file: str
    address: str
    base: str = ""


class _Html(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.data: list[str] = []
        self._is_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value for name, value in attrs if value is not None}
        self.ids |= {found["id"]} if "id" in found else set()
        self.addresses += [found[name] for name in ("href", "src", "action", "xlink:href", "poster") if name in found]
        self.addresses += [part.split()[0] for part in found.get("srcset", "").split(",") if part.strip()]
        if tag == "meta" and found.get("property", "") in ("og:url", "og:image"):
            self.addresses.append(found["content"])
        self._is_data = found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_data = False


def _strings(value: Any) -> Iterator[str]:
    """Yield every string of a JSON value."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _of_html(text: str) -> Iterator[str]:
    page = _Html(text)
    yield from page.addresses
    for data in page.data:
        yield from (it for it in _strings(json.loads(data)) if re.match(r"https?://", it))


def _of_xml(file: str, text: str) -> Iterator[Named]:
    """Yield the addresses of a feed or a sitemap, and those of the pieces of pages in a feed."""
    tree = ElementTree.fromstring(text)
    base = tree.get("{http://www.w3.org/XML/1998/namespace}base", "")
    for it in tree.iter():
        if "href" in it.attrib:
            yield Named(file, it.attrib["href"], base)
        if it.tag.endswith("}loc"):
            yield Named(file, it.text or "")
        if it.get("type") == "html":
            yield from (Named(file, address, base) for address in _of_html(it.text or ""))


def _of_json(file: str, found: Any) -> Iterator[Named]:
    if file.endswith("feed.json"):
        yield from (Named(file, found[key]) for key in ("home_page_url", "feed_url") if key in found)
        for item in found["items"]:
            yield from (Named(file, item[key]) for key in ("url", "image") if key in item)
            yield from (Named(file, address) for address in _of_html(item["content_html"]))
    elif file == "data/datapackage.json":
        yield from (Named(file, resource["path"]) for resource in found["resources"])
    elif file == "manifest.webmanifest":
        yield from (Named(file, address) for address in (found["start_url"], found["scope"]))
        yield from (Named(file, icon["src"]) for icon in found["icons"])
    elif file.startswith("data/"):
        yield from (Named(file, row["page"], "../") for row in found if "page" in row)


def named(file: str, content: bytes) -> Iterator[Named]:
    """Yield every address that a file of the output names."""
    ending = file.rpartition(".")[2]
    if ending in ("png", "jpg", "webp", "avif"):
        return
    text = content.decode("utf-8-sig")
    if ending in ("html", "svg"):
        yield from (Named(file, address) for address in _of_html(text))
    elif ending == "xml":
        yield from _of_xml(file, text)
    elif ending in ("json", "webmanifest"):
        yield from _of_json(file, json.loads(text))
    elif ending == "css":
        yield from (Named(file, address) for address in re.findall(r"url\(['\"]?([^'\")]+)", text))
    elif ending == "ics":
        yield from (Named(file, it) for it in re.findall(r"^URL[^:]*:(\S+)", text.replace("\r\n ", ""), re.MULTILINE))
        yield from (Named(file, it) for it in re.findall(rf"{URL}[\w/#%.-]+", text.replace("\r\n ", "")))
    elif file == "robots.txt":
        yield from (Named(file, address) for address in re.findall(r"^Sitemap: (\S+)", text, re.MULTILINE))
    elif file == "sw.js":
        known = json.loads(re.findall(r"const SITE = (.*);", text)[0])
        yield from (Named(file, address) for address in (*known["keep"], *known["folders"]))
    elif ending == "csv":
        yield from (Named(file, row["page"], "../") for row in csv.DictReader(StringIO(text)) if "page" in row)


def broken(files: dict[str, bytes]) -> tuple[list[Named], Counter[str]]:
    """Return the addresses that lead nowhere, and how many lead somewhere, by the kind of file that names them."""
    ids: dict[str, set[str]] = {}
    wrong, right = [], Counter[str]()
    for file, content in files.items():
        for it in named(file, content):
            for site in (URL, HERE):
                whole = urljoin(urljoin(site + file, it.base), it.address)
                if whole.startswith(site):
                    break
            else:
                # What lies outside must be another host's: no address of ours climbs out of the site.
                if urlsplit(whole).netloc in {urlsplit(site).netloc for site in (URL, HERE)}:
                    wrong.append(it)
                continue
            address, _, fragment = unquote(whole.removeprefix(site)).partition("#")
            target = address + "index.html" if address.endswith("/") or not address else address
            if target in files and fragment and target not in ids:
                ids[target] = _Html(files[target].decode()).ids
            if target in files and (not fragment or fragment in ids[target]):
                right[file.rpartition(".")[2]] += 1
            else:
                wrong.append(it)
    return wrong, right


def built(site: Path) -> dict[str, bytes]:
    result = Workshop(Locations(site, site / "output"), as_of=TODAY, use_cache=False).build()
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]
    return {path: artifact.content() for path, artifact in result.artifacts.items()}


@pytest.fixture(scope="module")
def without() -> dict[str, bytes]:
    return built(ROOT)


@pytest.fixture(scope="module")
def addressed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(copy_with_address(tmp_path_factory.mktemp("addressed"), URL))


LEAST = {"html": 15_000, "xml": 100, "json": 100, "csv": 200, "js": 10, "webmanifest": 5}
"""How many addresses each kind of file of the shipped site names, at the least."""


@pytest.mark.parametrize("site", ["without", "addressed"])
def test_every_address_of_the_shipped_site_leads_to_a_file_and_to_a_place_in_it(
    site: str, request: pytest.FixtureRequest
) -> None:
    wrong, right = broken(request.getfixturevalue(site))
    assert wrong == []
    more = {"ics": 90, "txt": 1} if site == "addressed" else {}
    assert {kind: right[kind] for kind, least in (LEAST | more).items() if right[kind] < least} == {}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_site_has_no_problem_and_every_address_of_it_leads_somewhere(language: str, tmp_path: Path) -> None:
    init_site(tmp_path / "site", language)
    result = Workshop(Locations(tmp_path / "site", tmp_path / "out"), as_of=TODAY, use_cache=False).build()
    assert result.problems == ()
    wrong, right = broken({path: artifact.content() for path, artifact in result.artifacts.items()})
    assert wrong == []
    assert right["html"] > 500


def test_addresses_of_pages_that_are_gone_and_of_places_that_are_not_there_are_found(
    addressed: dict[str, bytes],
) -> None:
    files = {path: content for path, content in addressed.items() if path != "projects/handrails/index.html"}
    files["about/index.html"] = files["about/index.html"].replace(b'id="main"', b'id="other"')
    files["404.html"] = files["404.html"].replace(b'href="', b'href="../', 1)
    wrong, _ = broken(files)
    kinds = Counter(it.file.rpartition(".")[2] for it in wrong)
    assert {"html", "xml", "json", "csv"} <= set(kinds)
    assert Named("about/index.html", "#main") in wrong
    assert {it.file for it in wrong if "handrails" in it.address} >= {"sitemap.xml", "projects/index.html", "feed.json"}

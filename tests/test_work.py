"""What each kind of edit costs, in what is not noise: queries run, pages rendered, files written.

On a site of the benchmarks' making, kept between builds by the cache alone, as by one process after another.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from benchmarks import corpus as towns
from benchmarks import ours
from benchmarks.corpus import AS_OF, Corpus, Facts
from generator.build import BuildResult, Workshop
from generator.config import Locations, theme_folder
from generator.publish import Published
from tests.made import pages_made

PAGES = 300


@dataclass(frozen=True)
class Work:
    """What one build did. ``rendered`` are addresses, ``written`` and ``deleted`` paths in the output."""

    result: BuildResult
    published: Published

    @property
    def rendered(self) -> set[str]:
        return set(pages_made(self.result))

    @property
    def written(self) -> set[str]:
        return set(self.published.written)

    @property
    def deleted(self) -> set[str]:
        return set(self.published.deleted)

    def ran(self, name: str) -> set[str]:
        return {key for query, key in self.result.ran if query == name}


class Site:
    """A site that has been built once, as a copy of its own."""

    def __init__(self, root: Path, town: Corpus) -> None:
        self.root = root
        self.town = town
        self.places = Locations(root, root / "output")

    def build(self, day: date = AS_OF) -> Work:
        """Build as a new process does."""
        workshop = Workshop(self.places, as_of=day)
        result = workshop.build()
        assert result.is_sound
        assert not workshop.cache_dropped
        published = workshop.publish(result)
        workshop.save()
        return Work(result, published)

    def edit(self, record: Facts, before: str, after: str) -> None:
        path = self.root / ours.path_of(record)
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")

    def append(self, record: Facts, text: str) -> None:
        with (self.root / ours.path_of(record)).open("a", encoding="utf-8") as file:
            file.write(text)

    def pages(self) -> dict[str, str]:
        """Return every page by its path in the output."""
        output = self.root / "output"
        return {path.relative_to(output).as_posix(): path.read_text("utf-8") for path in output.rglob("*.html")}

    def files(self) -> dict[str, str]:
        """Return every file that is made of records, be it for eyes or for programs, by its path in the output."""
        output = self.root / "output"
        made = (path for path in output.rglob("*.*") if path.suffix in {".html", ".xml", ".json", ".ics", ".csv"})
        own = (path for path in made if not path.name.startswith(".dizao"))
        return {path.relative_to(output).as_posix(): path.read_text("utf-8") for path in own}

    def that_print(self, words: str) -> set[str]:
        return {path for path, text in self.files().items() if words in text}


def pages_of(files: set[str]) -> set[str]:
    return {path for path in files if path.endswith(".html")}


def paths(urls: set[str]) -> set[str]:
    return {f"{url}index.html" if not url or url.endswith("/") else url for url in urls}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    town = towns.make(PAGES)
    site = Site(tmp_path_factory.mktemp("work") / "site", town)
    ours.write_site(town, site.root)
    for name in ("base.html", "menu.html", "drill.html"):
        (site.root / "templates").mkdir(exist_ok=True)
        shutil.copyfile(theme_folder() / name, site.root / "templates" / name)
    site.build()
    return site


@pytest.fixture
def site(built: Site, tmp_path: Path) -> Site:
    copy = Site(tmp_path / "site", built.town)
    shutil.copytree(built.root, copy.root)
    return copy


def oldest_story(site: Site) -> Facts:
    """Return a story that stands in no list of the newest, with a title that no other record has."""
    stories = sorted(site.town.of("story"), key=lambda it: str(it["date"]))
    titles = [record["title"] for record in site.town.records]
    return next(story for story in stories[2:] if titles.count(story["title"]) == 1)


def test_the_day_of_the_clock_costs_nothing_when_nothing_changed(site: Site) -> None:
    """Without ``--as-of`` the time zone of the settings says which day it is, before anything is looked at."""
    for _ in range(2):
        workshop = Workshop(site.places)
        result = workshop.build()
        workshop.save()
    assert result.ran == ()
    assert workshop.cost(result).verified == 0


def test_the_corpus_has_as_many_pages_as_it_says(built: Site) -> None:
    assert len(built.town.records) == PAGES
    folders = {folder for kind, folder in towns.FOLDER.items() if kind != "page"}
    details = {path for path in built.pages() if path.split("/")[0] in folders and len(path.split("/")) == 3}
    assert len({path for path in details if "/page/" not in path}) == PAGES - len(towns.STANDING_PAGES)


def test_the_same_seed_makes_the_same_corpus() -> None:
    assert towns.make(120).records == towns.make(120).records
    assert towns.make(120).records != towns.make(120, seed=1).records


def test_a_build_without_changes_does_nothing(site: Site) -> None:
    work = site.build()
    assert work.result.ran == ()
    assert not work.written
    assert not work.deleted


def test_an_edit_of_a_body_renders_and_writes_its_page_and_no_other(site: Site) -> None:
    story = oldest_story(site)
    site.append(story, "\n又添了一段。\n")
    carrying = {path for path in site.that_print(story["title"]) if "/feed." in path}
    work = site.build()
    assert work.rendered == {f"{story['ref']}/"}
    assert work.written == {f"{story['ref']}/index.html", *carrying}
    assert carrying == {f"{story['community']}/feed.{form}" for form in ("xml", "json")}, "of a small community"
    about_stories = {key for name, key in work.result.ran if key.startswith("stories/") and name != "page_html"}
    assert about_stories == {story["ref"]}


def test_an_edit_of_a_body_that_no_feed_carries_any_more_writes_its_page_alone(site: Site) -> None:
    story = oldest_story(site)
    for number in range(20):
        newer = {
            **story,
            "slug": f"newer-{number}",
            "ref": f"stories/newer-{number}",
            "date": f"2026-05-{number + 1:02d}",
        }
        ours.write_record(site.town, newer, site.root)
    site.build()
    site.append(story, "\n又添了一段。\n")
    work = site.build()
    assert work.written == {f"{story['ref']}/index.html"}
    assert not {name for name, _ in work.result.ran} & {"output_file", "entries", "rows_of_share", "entries_of_share"}


def test_an_edit_of_a_record_makes_the_rows_of_its_share_and_of_no_other(site: Site) -> None:
    project = site.town.of("project")[3]
    site.edit(project, project["title"], "换了名字的项目")
    work = site.build()
    assert {path for path in work.written if path.startswith("data/")} == {
        f"data/projects{ending}" for ending in (".csv", "-excel.csv", ".json")
    }
    assert len({key for key in work.ran("rows_of_share") if key.startswith("projects: ")}) == 1


def test_a_file_saved_without_a_change_does_nothing(site: Site) -> None:
    path = site.root / ours.path_of(oldest_story(site))
    path.write_bytes(path.read_bytes())
    work = site.build()
    assert work.result.ran == ()
    assert not work.written


def test_a_new_title_reaches_the_pages_that_print_it_and_no_other(site: Site) -> None:
    story = oldest_story(site)
    telling = site.that_print(story["title"])
    site.edit(story, story["title"], "换了题目的故事")
    work = site.build()
    assert len(telling) > 3
    assert work.written == telling
    assert paths(work.rendered) == pages_of(telling)


def test_an_internal_note_stops_at_the_gate(site: Site) -> None:
    project = site.town.of("project")[3]
    site.append(project, "内部备注: 只给同事看\n")
    work = site.build()
    assert work.ran("record") == {project["ref"]}
    assert not work.ran("card")
    assert not work.rendered
    assert not work.written


def test_the_base_template_reaches_every_page(site: Site) -> None:
    template = site.root / "templates" / "base.html"
    template.write_text(template.read_text("utf-8").replace("<footer", '<footer data-new="1"'), "utf-8")
    work = site.build()
    pages = set(site.pages())
    assert paths(work.rendered) == pages
    assert work.written == pages | {"sw.js"}, "the page for want of a network is another one, and so is what keeps it"
    assert not work.ran("record")


def test_a_fragment_is_printed_once_for_each_place_and_reaches_the_pages_on_which_it_differs(site: Site) -> None:
    template = site.root / "templates" / "menu.html"
    before = template.read_text("utf-8")
    template.write_text(before.replace("<nav", "{% if frame.is_home %}<!-- home -->{% endif %}<nav", 1), "utf-8")
    work = site.build()
    places = work.ran("fragment_html")
    assert all(key.endswith(" menu.html") for key in places)
    assert 10 < len(places) < len(site.pages()) / 3
    assert work.rendered == {""}
    assert work.written == {"index.html"}
    template.write_text(before.replace("<ul>", '<ul data-new="1">', 1), "utf-8")
    assert paths(site.build().rendered) == set(site.pages())


def test_the_template_of_a_kind_reaches_that_kind(site: Site) -> None:
    template = site.root / "templates" / "drill.html"
    template.write_text(template.read_text("utf-8").replace('class="state"', 'class="state new"', 1), "utf-8")
    work = site.build()
    drills = {f"{drill['ref']}/" for drill in site.town.of("drill")}
    assert work.rendered == drills
    assert work.written == paths(drills)


def test_a_renamed_partner_reaches_the_pages_that_name_it_and_no_other(site: Site) -> None:
    partner = site.town.of("partner")[0]
    naming = site.that_print(partner["title"])
    site.edit(partner, partner["title"], "改了名的服务队")
    work = site.build()
    assert len(naming) > 20
    assert work.written == naming
    assert paths(work.rendered) == pages_of(naming)


def test_a_day_on_which_nothing_falls_due_does_nothing(site: Site) -> None:
    coming = site.build().result.next_change_on
    assert coming is not None
    work = site.build(coming - timedelta(days=1))
    assert not work.rendered
    assert not work.written


def test_a_day_on_which_a_promise_changes_its_status_reaches_the_pages_that_show_it(site: Site) -> None:
    coming = site.build().result.next_change_on
    assert coming is not None
    before = site.files()
    work = site.build(coming)
    changed = {path for path, text in site.files().items() if before.get(path) != text}
    assert work.written == changed
    assert any(path.startswith("commitments/") for path in changed)
    assert not any(path.startswith("stories/") for path in work.rendered)
    assert not work.ran("record")


def test_a_new_record_reaches_its_neighbours_and_lists(site: Site) -> None:
    story = {
        **oldest_story(site),
        "slug": "story-new",
        "ref": "stories/story-new",
        "title": "新写的故事",
        "date": "2020-01-01",
    }
    ours.write_record(site.town, story, site.root)
    before = site.files()
    work = site.build()
    assert not work.deleted
    assert work.written == {path for path, text in site.files().items() if before.get(path) != text}
    assert "stories/story-new/index.html" in work.written
    others = {url for url in work.rendered if re.fullmatch(r"stories/story-[0-9]+/", url)}
    assert len(others) == 1, "the story that was the oldest now has an older one"
    assert not work.ran("record") - {"stories/story-new"}


def test_a_deleted_record_leaves_its_neighbours_and_lists(site: Site) -> None:
    story = oldest_story(site)
    telling = site.that_print(story["title"])
    (site.root / ours.path_of(story)).unlink()
    before = site.files()
    work = site.build()
    after = site.files()
    assert f"{story['ref']}/index.html" in work.deleted
    assert work.deleted == set(before) - set(after)
    assert work.written == {path for path, text in after.items() if before.get(path) != text}
    assert telling - work.deleted <= work.written
    others = {url for url in work.rendered if re.fullmatch(r"stories/story-[0-9]+/", url)}
    assert len(others) == 2, "the story before it and the one after it"

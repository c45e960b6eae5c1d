"""The site for Pelican: Markdown with YAML front matter, categories for kinds, tags for topics, authors for stages.

Promises by year, community and owner are no tags, as those would come in pages of 20: a generator writes them.
"""

import json
from pathlib import Path

import yaml
from markdown import Markdown
from pelican import signals
from pelican.generators import Generator
from pelican.readers import MarkdownReader

HERE = Path(__file__).parent
DATA = json.loads((HERE / "lists.json").read_text("utf-8"))
RECORDS = {}


class FrontMatterReader(MarkdownReader):
    """Reads YAML front matter: a reader of one's own, as Pelican's documentation of plugins shows it."""

    file_extensions = ["md"]  # noqa: RUF012 -- as Pelican wants it

    def read(self, source_path):
        _, front, body = Path(source_path).read_text("utf-8").split("---\n", 2)
        found = yaml.load(front, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        markdown = Markdown(extensions=["tables", "fenced_code", "sane_lists", "toc"])
        names = {
            "title": found["title"],
            "date": found["date"],
            "slug": found["params"]["slug"],
            "category": found["params"]["section"],
        }
        metadata = {name: self.process_metadata(name, value) for name, value in names.items()}
        tags = [f"topics/{topic}" for topic in found.get("topics", [])]
        tags += [f"commitments/status/{status}" for status in found.get("status", [])]
        if tags:
            metadata["tags"] = self.process_metadata("tags", tags)
        if found.get("stages"):
            metadata["authors"] = self.process_metadata("authors", found["stages"])
        metadata["params"] = found["params"]
        metadata["rank"] = found.get("weight", 0)
        return markdown.convert(body), metadata


def add_reader(readers):
    """Read every Markdown file with front matter."""
    readers.reader_classes["md"] = FrontMatterReader


def index_records(generator):
    """Let templates find a record by its full name."""
    for article in generator.articles:
        RECORDS[article.params["ref"]] = {
            "url": f"/{article.url}",
            "title": article.title,
            "params": article.params,
        }


class Groups(Generator):
    """Writes the pages of promises by year, community and owner, by the signal that asks for generators."""

    def generate_output(self, writer):
        template = self.get_template("group")
        for group in DATA["groups"]:
            path = f"{group['path']}/index.html"
            writer.write_file(path, template, self.context, self.settings["RELATIVE_URLS"], group=group)


def order_ledger(generator):
    """Put promises in the order of the ledger, where a list is of nothing else; other lists are by date."""
    lists = [*generator.categories, *generator.tags.items()]
    for articles in (articles for name, articles in lists if str(name).startswith("commitments")):
        articles.sort(key=lambda article: article.rank)


def groups(pelican):
    return Groups


class _Plugin:
    __name__ = "corpus"

    @staticmethod
    def register():
        signals.readers_init.connect(add_reader)
        signals.article_generator_finalized.connect(index_records)
        signals.article_generator_finalized.connect(order_ledger)
        signals.get_generators.connect(groups)


def han(day):
    year, *rest = (int(part) for part in str(day).split("-"))
    return f"{year}年" + "".join(f"{part}{unit}" for part, unit in zip(rest, "月日", strict=False))


def clock(seconds):
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}分{rest}秒" if rest else f"{minutes}分钟"


PLUGINS = [_Plugin]
JINJA_FILTERS = {
    "han": han,
    "clock": clock,
    "yuan": lambda value: f"{value:,}" if value >= 10000 else str(value),
    "one": RECORDS.get,
}
JINJA_ENVIRONMENT = {"trim_blocks": True, "lstrip_blocks": True}
JINJA_GLOBALS = {"params": {}, "totals": DATA["totals"], "indexes": DATA["indexes"]}
JINJA_GLOBALS |= {"named": DATA["named"], "outcomes": DATA["outcomes"]}

SITENAME = "示范片区共同缔造"
SITEURL = ""
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
PATH = "content"
ARTICLE_PATHS = [""]
PAGE_PATHS = ["pages"]
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
OUTPUT_PATH = "output"
STATIC_PATHS = ["media", "assets", "manifest.webmanifest"]
THEME = str(HERE / "theme")
THEME_STATIC_DIR = "theme"
DEFAULT_PAGINATION = 20
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)
PAGINATED_TEMPLATES = {"category": 20, "tag": 20, "author": 20}
DIRECT_TEMPLATES = ["index", "topics", "stages", "outcomes", "404", "sitemap"]
TOPICS_SAVE_AS = "topics/index.html"
STAGES_SAVE_AS = "stages/index.html"
OUTCOMES_SAVE_AS = "outcomes/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "{slug}/"
TAG_SAVE_AS = "{slug}/index.html"
TAG_REGEX_SUBSTITUTIONS = []  # tags are named by their addresses, which have strokes
AUTHOR_URL = "stages/{slug}/"
AUTHOR_SAVE_AS = "stages/{slug}/index.html"
AUTHORS_SAVE_AS = ARCHIVES_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_DOMAIN = "https://example.org"
SUMMARY_MAX_LENGTH = 0
DELETE_OUTPUT_DIRECTORY = False

"""The corpus as sites for Hugo, Eleventy and Pelican: the same Markdown files with front matter for all three.

The peers are given ready-made what would cost them a search over all pages: which records name a record, the status of
promises, the order of the ledger, counts for the home page and for communities. We work that out ourselves.
"""
# ruff: noqa: E501 -- facts in rows, where a Han character counts as two columns

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .corpus import FOLDER, STAGES, STATUSES, Corpus, Facts, body_for, drawing, write, yaml_text

HERE = Path(__file__).parent / "peers"
PEERS = ("hugo", "eleventy", "pelican")
SECTIONS = {
    "commitments": "承诺台账", "projects": "共建项目", "drills": "演练", "inspections": "巡查", "meetings": "会议",
    "stories": "故事", "communities": "社区", "partners": "共建单位",
}  # fmt: skip
_RELATED = ("communities", "partners", "projects", "drills", "inspections", "meetings", "stories")
_SHOWN, _PROMISES, _FEW, _URGENT, _NEWEST, _FEED = 4, 8, 3, 6, 6, 20
_MEANING = {
    "kept": "在期限内做到，并有经采信的佐证。", "kept-late": "做到了，但晚于原定期限。", "overdue": "期限已过，还没有做到。",
    "due-soon": "离期限很近了。", "on-track": "还没到期限。",
}  # fmt: skip


def write_site(peer: str, corpus: Corpus, folder: Path, assets: Path) -> None:
    """Write the site of ``peer`` below ``folder``; ``assets`` has the style sheet that all sites share."""
    templates = {"hugo": "layouts", "eleventy": "_includes", "pelican": "theme/templates"}[peer]
    shutil.copytree(HERE / peer, folder, dirs_exist_ok=True)
    if peer != "hugo":
        shutil.copytree(HERE / "shared", folder / templates, dirs_exist_ok=True)
    static = folder / {"hugo": "static", "eleventy": ".", "pelican": "content"}[peer]
    for name in corpus.pictures:
        write(static / "media" / f"{name}.svg", drawing(name))
    for name in ("site.css", "favicon.svg"):
        (static / "assets").mkdir(exist_ok=True)
        shutil.copyfile(assets / name, static / "assets" / name)
    around = _Around(corpus)
    write(folder / ("data/lists.json" if peer == "hugo" else "lists.json"), around.lists())
    if peer == "hugo":
        _write_hugo_lists(corpus, folder)
    for record in corpus.records:
        write(folder / path_of(record), around.file(peer, record))


def path_of(record: Facts) -> str:
    """Return the file of a record below the folder of a peer's site."""
    return f"content/{_address(record)}.md"


def template_of(peer: str) -> str:
    """Return the template that every page of a peer's site extends."""
    return {"hugo": "layouts/baseof.html", "eleventy": "_includes/base.html", "pelican": "theme/templates/base.html"}[
        peer
    ]


def output_of(peer: str) -> str:
    """Return the folder that a peer writes to."""
    return {"hugo": "public", "eleventy": "_site", "pelican": "output"}[peer]


def address_in(peer: str, ref: str) -> str:
    """Return the path of the page of a record in the output of ``peer`` or of ``dizao``."""
    folder, _, name = ref.partition("/")
    if folder == "pages" and peer != "pelican":
        return f"{name}/index.html"
    return f"{folder}/{name}/index.html"


def _address(record: Facts) -> str:
    return str(record["slug"] if record["kind"] == "page" else record["ref"])


def _write_hugo_lists(corpus: Corpus, folder: Path) -> None:
    """Give Hugo's lists their titles, as its documentation says: in ``_index.md`` of each section and term."""
    titles = {**SECTIONS, "outcomes": "成效", "topics": "专题", "stages": "五共", "status": "状态"}
    titles |= {f"topics/{slug}": f"专题：{name}" for slug, name in corpus.topics.items()}
    titles |= {f"stages/{slug}": name for slug, name in STAGES.items()}
    titles |= {f"status/{slug}": name for slug, name in STATUSES.items()}
    for path, title in titles.items():
        write(folder / "content" / path / "_index.md", f"---\ntitle: {title}\n---\n")


_ELSEWHERE = ("title", "topics", "back", "body", "within", "id", "date")


class _Around:
    """What stands around the records: lists, counts, back-links in the order of our pages."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        promises = sorted(
            corpus.of("commitment"), key=lambda it: (list(STATUSES).index(it["status"]), it["due"], it["ref"])
        )
        self.promises = [it["ref"] for it in promises]
        self.rank = {ref: number for number, ref in enumerate(self.promises, 1)}
        newest = sorted(corpus.records, key=lambda it: (it.get("date", ""), it["ref"]), reverse=True)
        self.by_folder: dict[str, list[str]] = defaultdict(list)
        for record in newest:
            if record["kind"] != "commitment":
                self.by_folder[FOLDER[record["kind"]]].append(record["ref"])
        self.by_folder["commitments"] = self.promises
        self.dated = [record for record in newest if record["kind"] not in ("community", "partner", "page")]
        self.stories = self.by_folder["stories"]
        self.position = {ref: number for number, ref in enumerate(self.stories)}

    def file(self, peer: str, record: Facts) -> str:
        """Return the Markdown file of a record."""
        kind = record["kind"]
        front: Facts = {"title": record["title"], "date": record.get("date", "2021-01-01")}
        if peer == "eleventy":
            front |= {"layout": "record.njk", "tags": ["record"], "permalink": f"/{_address(record)}/index.html"}
        if record.get("topics"):
            front["topics"] = record["topics"]
        if kind == "story":
            front["stages"] = record["stages"]
        if kind == "commitment":
            front |= {"status": [record["status"]], "weight": self.rank[record["ref"]]}
        params = self._params(record)
        if peer != "hugo" and kind == "story":
            params |= self._neighbours(record)
        body = body_for(record, "/{}/", "/media/{}.svg")
        return f"---\n{yaml_text({**front, 'params': params}, native=False)}---\n\n{body}\n"

    def _neighbours(self, record: Facts) -> Facts:
        position = self.position.get(record["ref"], -1)
        if position < 0:
            return {}
        newer = self.stories[position - 1] if position else ""
        older = self.stories[position + 1] if position + 1 < len(self.stories) else ""
        return {"newer": newer, "older": older}

    def _params(self, record: Facts) -> Facts:
        kind = record["kind"]
        folder = "" if kind == "page" else FOLDER[kind]
        own = {name: value for name, value in record.items() if name not in _ELSEWHERE}
        own |= {"day": record["date"]} if "date" in record else {}
        params = {
            **own,
            "section": folder,
            "section_label": SECTIONS.get(folder, ""),
            **_EXTRA.get(kind, _nothing)(self, record),
        }
        if kind == "community":
            return params | self._community(record)
        owed = [ref for ref in record["back"] if ref.startswith("commitments/")]
        promises = list(dict.fromkeys([*record.get("promises", ()), *owed]))
        if kind not in ("commitment", "story", "page"):
            params |= {"promises": promises[:_PROMISES], "more_promises": promises[_PROMISES:]}
        params["related"] = self._related(record)
        return params

    def _related(self, record: Facts) -> list[Facts]:
        groups = []
        for folder in _RELATED:
            refs = [ref for ref in record["back"] if ref.startswith(f"{folder}/")]
            if refs:
                groups.append({"label": SECTIONS[folder], "refs": refs[:_SHOWN], "rest": refs[_SHOWN:]})
        return groups

    def _community(self, record: Facts) -> Facts:
        here = [other for other in self.dated if other["community"] == record["ref"]]
        promises = [other for other in here if other["kind"] == "commitment"]
        shelves = []
        for folder in ("projects", "drills", "inspections", "meetings", "stories"):
            refs = [other["ref"] for other in here if other["ref"].startswith(f"{folder}/")]
            if refs:
                shelves.append({"label": SECTIONS[folder], "folder": folder, "total": len(refs), "refs": refs[:_FEW]})
        return {"score": _score(promises), "newest": [it["ref"] for it in promises[:_FEW]], "shelves": shelves}

    def lists(self) -> str:
        """Return the lists, counts and indexes as JSON, for what is not made from the records alone."""
        by_topic: dict[str, list[str]] = defaultdict(list)
        by_stage: dict[str, list[str]] = defaultdict(list)
        for record in self.dated:
            for topic in record["topics"]:
                by_topic[topic].append(record["ref"])
            for stage in record.get("stages", ()) if record["kind"] == "story" else ():
                by_stage[stage].append(record["ref"])
        by_status = {
            slug: [ref for ref in self.promises if self.corpus.by_ref[ref]["status"] == slug] for slug in STATUSES
        }
        topics, corpus = self.corpus.topics, self.corpus
        lists = [{"path": folder, "title": label, "refs": self.by_folder[folder]} for folder, label in SECTIONS.items()]
        lists += [
            {"path": f"topics/{slug}", "title": f"专题：{topics[slug]}", "refs": by_topic[slug]} for slug in topics
        ]
        lists += [{"path": f"stages/{slug}", "title": name, "refs": by_stage[slug]} for slug, name in STAGES.items()]
        lists += [{"path": f"status/{slug}", "title": name, "refs": by_status[slug]} for slug, name in STATUSES.items()]
        found: dict[str, Any] = {
            "lists": lists,
            "names": {
                **SECTIONS, **topics, **STAGES, **{f"status-{slug}": name for slug, name in STATUSES.items()}, "pages": "页面",
            },
            "indexes": [
                {"path": "topics", "title": "专题", "entries": [[f"topics/{it}", topics[it], len(by_topic[it])] for it in topics]},
                {"path": "stages", "title": "五共", "entries": [[f"stages/{it}", STAGES[it], len(by_stage[it])] for it in STAGES]},
            ],
            "totals": {
                "score": _score(corpus.of("commitment")), "attention": self.promises[:_URGENT],
                "newest": self.stories[:_NEWEST], "feed": [record["ref"] for record in self.dated[:_FEED]],
                "results": self.by_folder["projects"][:20],
            },
        }  # fmt: skip
        return json.dumps(found, ensure_ascii=False)


def _score(promises: list[Facts]) -> list[list[Any]]:
    counts = Counter(it["status"] for it in promises)
    return [[slug, name, counts[slug]] for slug, name in STATUSES.items()]


def _nothing(around: _Around, record: Facts) -> Facts:
    return {}


def _story(around: _Around, record: Facts) -> Facts:
    stages = [[f"stages/{slug}", STAGES[slug]] for slug in record["stages"]]
    topics = [[f"topics/{slug}", around.corpus.topics[slug]] for slug in record["topics"]]
    return {"tags": stages + topics, "label": ""}


def _project(around: _Around, record: Facts) -> Facts:
    funding = [{**it, "share": round(it["amount"] * 100 / record["cost"])} for it in record["funding"]]
    decided = around.corpus.by_ref[record["meeting"]]["date"]
    return {"label": record["category"], "figures": ["五共中4个环节有记录"], "funding": funding, "decided": decided}


def _drill(around: _Around, record: Facts) -> Facts:
    taken = "疏散用时{}分{}秒".format(*divmod(record["seconds"], 60))
    return {"label": record["type"], "figures": [taken, "目标4分钟以内"]}


def _inspection(around: _Around, record: Facts) -> Facts:
    return {"label": record["type"], "figures": ["发现隐患2处，已整改2处"]}


def _meeting(around: _Around, record: Facts) -> Facts:
    return {"label": record["type"], "figures": ["收到需求2条，已答复2条"]}


def _commitment(around: _Around, record: Facts) -> Facts:
    since = record["completed"] or record["date"]
    if record["status"] == "overdue":
        since = str(date.fromisoformat(record["due"]) + timedelta(days=1))
    return {"since": since, "meaning": _MEANING[record["status"]], "label": ""}


def _partner(around: _Around, record: Facts) -> Facts:
    return {"label": record["type"]}


_EXTRA = {
    "story": _story, "project": _project, "drill": _drill, "inspection": _inspection, "meeting": _meeting,
    "commitment": _commitment, "partner": _partner,
}  # fmt: skip

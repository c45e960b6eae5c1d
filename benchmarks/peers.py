"""The corpus as sites for Hugo, Eleventy and Pelican: the same Markdown files with front matter for all three.

The peers are given ready-made what would cost them a search over all pages: which records name a record, the status of
promises and the day it changes, the order of the ledger, counts for the home page, for communities and for the pages
of promises by year, community and owner. We work that out ourselves.
"""
# ruff: noqa: E501 -- facts in rows, where a Han character counts as two columns

from __future__ import annotations

import json
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .corpus import FOLDER, SOON, STAGES, STATUSES, Corpus, Facts, body_for, drawing, write, yaml_text

HERE = Path(__file__).parent / "peers"
PEERS = ("hugo", "eleventy", "pelican")
SECTIONS = {
    "commitments": "承诺台账", "projects": "共建项目", "drills": "演练", "inspections": "巡查", "meetings": "会议",
    "stories": "故事", "communities": "社区", "partners": "共建单位",
}  # fmt: skip
_RELATED = ("communities", "partners", "projects", "drills", "inspections", "meetings", "stories")
_SHOWN, _PROMISES, _FEW, _URGENT, _NEWEST, _FEED = 4, 8, 3, 6, 6, 20
_LEDGER = "commitments"
_MEANING = {
    "kept": "在期限内做到，并有经采信的佐证。", "kept-late": "做到了，但晚于原定期限。", "overdue": "期限已过，还没有做到。",
    "due-soon": "期限快到，还没有做到。", "on-track": "期限未到，正在办理。",
}  # fmt: skip
_UNUSED = {
    "unverified": ("待核实", "说已完成，但还没有经采信的佐证，不算兑现。"), "undated": ("未定期限", "没有写明期限，无法判断是否按时，不算按期推进。"),
    "withdrawn": ("已撤回", "已说明不再履行；原因和记录保留，不删除。"), "aspiration": ("愿景", "有意愿，但没有明确责任单位、期限或衡量办法，不算承诺。"),
}  # fmt: skip
"""Statuses that no promise of the corpus has. Each has its page."""
_LEADS = {
    "commitments": "每一项承诺：谁负责，什么时候做到，做到没有，凭什么说做到了。",
    "projects": "居民和共建单位一起办的事。每个项目都写明五共的进展：怎么商量、谁出力、谁来管、谁评议、谁受益。",
    "drills": "每次演练的经过、疏散用时和发现的问题。问题怎么改，都有承诺可查。", "inspections": "查了哪里，发现了什么隐患，改到哪一步。",
    "meetings": "会上大家提了什么，是怎么答复的，定了什么事。", "stories": "身边的人和事。故事里说到的项目和承诺，都能点开核对。",
    "communities": "各个社区的基本情况，和社区里正在办的事。", "partners": "和社区一起出力的单位，做了什么、答应了什么。",
    "outcomes": "做完以后有什么变化：每个数字都写明怎么算、从哪里来。", "topics": "按专题查看项目、演练、会议和故事。",
    "stages": "共同缔造分五步走，叫作“五共”。每一步都要有记录，没有记录的就写明没有。",
    "stages/co-decide": "动工之前，居民提需求、议方案、作决定。", "stages/co-build": "居民、单位和商户出钱、出力、出材料、出本领。",
    "stages/co-manage": "定公约、认领、轮值，建好以后大家管。", "stages/co-evaluate": "做得好不好，由居民和第三方来评。", "stages/co-share": "成果归大家，谁受益、受益多少，都写明。",
}  # fmt: skip
_NOTES = {
    "care": ("关爱帮扶", "社区和邻里怎样帮助有困难的家庭。", "这里还没有公开的记录。"),
    "subscribe": ("订阅", "不用天天来看：有了新内容，或者日子快到了，您的手机会告诉您。", "用订阅阅读器（RSS）打开。"),
    "data": ("开放数据", "网页上的记录，也可以作为表格下载，用来核对、统计和转用。", "编号永不改变，表和表之间用编号相连。"),
    "corrections": ("更正记录", "本站发布以后更正过的内容，一条不删，最新的在前。", "还没有更正过的内容。"),
    "offline": ("现在没有网络", "", "这台设备现在连不上网，这一页也没有存下来。"),
}  # fmt: skip
"""Pages that our program brings along, in short: those to which every page links, and the one of its offline copy."""
_SCRIPTS = ("elder.js", "due.js", "aloud.js", "away.js")
_MANIFEST = '{"name":"示范片区共同缔造","start_url":"./","display":"browser","icons":[{"src":"assets/favicon.svg","sizes":"any"}]}'


def write_site(peer: str, corpus: Corpus, folder: Path, assets: Path) -> None:
    """Write the site of ``peer`` below ``folder``; ``assets`` has the style sheet and the scripts that all sites share."""
    templates = {"hugo": "layouts", "eleventy": "_includes", "pelican": "theme/templates"}[peer]
    shutil.copytree(HERE / peer, folder, dirs_exist_ok=True)
    if peer != "hugo":
        shutil.copytree(HERE / "shared", folder / templates, dirs_exist_ok=True)
    static = folder / {"hugo": "static", "eleventy": ".", "pelican": "content"}[peer]
    for name in corpus.pictures:
        write(static / "media" / f"{name}.svg", drawing(name))
    for name in ("site.css", "favicon.svg", *_SCRIPTS):
        (static / "assets").mkdir(exist_ok=True)
        shutil.copyfile(assets / name, static / "assets" / name)
    write(static / "manifest.webmanifest", _MANIFEST)
    around = _Around(corpus)
    write(folder / ("data/lists.json" if peer == "hugo" else "lists.json"), around.data())
    if peer == "hugo":
        _write_hugo_lists(around, folder)
    for record in corpus.records:
        write(folder / path_of(peer, record), around.file(peer, record))
    for slug, (title, summary, body) in _NOTES.items():
        params = {"slug": slug, "ref": f"pages/{slug}", "summary": summary, "section": slug if slug == "care" else ""}
        record = {"kind": "page", "slug": slug, "ref": f"pages/{slug}", "title": title, "body": body}
        write(folder / path_of(peer, record), around.written(peer, record, params))


def path_of(peer: str, record: Facts) -> str:
    """Return the file of a record below the folder of a peer's site."""
    # Pelican tells pages from articles by their folder.
    return f"content/{record['ref'] if peer == 'pelican' else _address(record)}.md"


def template_of(peer: str) -> str:
    """Return the template that every page of a peer's site extends."""
    return {"hugo": "layouts/baseof.html", "eleventy": "_includes/base.html", "pelican": "theme/templates/base.html"}[
        peer
    ]


def output_of(peer: str) -> str:
    """Return the folder that a peer writes to."""
    return {"hugo": "public", "eleventy": "_site", "pelican": "output"}[peer]


def address_of(ref: str) -> str:
    """Return the path of the page of a record in the output of every program."""
    return f"{ref.removeprefix('pages/')}/index.html"


def _address(record: Facts) -> str:
    return str(record["slug"] if record["kind"] == "page" else record["ref"])


def _write_hugo_lists(around: _Around, folder: Path) -> None:
    """Give Hugo's lists their titles, as its documentation says: in ``_index.md`` of each section and term."""
    lists = [*around.lists(), *around.groups(), *_INDEXES]
    for it in lists:
        path = str(it["path"]).replace(f"{_LEDGER}/status/", "status/").replace(f"{_LEDGER}/by/", "groups/")
        front: Facts = {"title": it["title"], "linkTitle": it["title"].removeprefix("专题：")}
        front["params"] = {name: it[name] for name in _HUGO_LIST if name in it}
        write(folder / "content" / path / "_index.md", f"---\n{yaml_text(front, native=False)}---\n")
    for taxonomy in ("status", "groups"):  # of these two there is no page that lists them all
        write(folder / "content" / taxonomy / "_index.md", "---\nbuild: { render: never }\n---\n")


_HUGO_LIST = ("lead", "section", "section_label", "badge", "facts", "shares")
_INDEXES = [
    {"path": path, "title": title, "lead": _LEADS[path], "section": path, "section_label": ""}
    for path, title in (("outcomes", "成效"), ("topics", "专题"), ("stages", "五共"))
]
_ELSEWHERE = ("title", "topics", "stages", "back", "body", "within", "id", "date")


class _Around:
    """What stands around the records: lists, counts, back-links in the order of our pages."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        promises = sorted(
            corpus.of("commitment"), key=lambda it: (list(STATUSES).index(it["status"]), it["due"], it["ref"])
        )
        self.promises = [it["ref"] for it in promises]
        self.rank = {ref: number for number, ref in enumerate(self.promises, 1)}
        by_name = sorted(corpus.records, key=lambda it: str(it["slug"]))
        newest = sorted(by_name, key=lambda it: str(it.get("date", "")), reverse=True)
        self.by_folder: dict[str, list[str]] = defaultdict(list)
        for record in newest:
            if record["kind"] != "commitment":
                self.by_folder[FOLDER[record["kind"]]].append(record["ref"])
        self.by_folder["commitments"] = self.promises
        self.dated = [record for record in newest if record["kind"] not in ("community", "partner", "page")]
        self.owners: dict[str, int] = {}
        self.stories = self.by_folder["stories"]
        self.position = {ref: number for number, ref in enumerate(self.stories)}

    def file(self, peer: str, record: Facts) -> str:
        """Return the Markdown file of a record."""
        kind = record["kind"]
        more: Facts = {}
        if topics := self._topics(record):
            more["topics"] = topics
        if stages := _stages(record):
            more["stages"] = stages
        if kind == "commitment":
            more |= {"status": [record["status"]], "weight": self.rank[record["ref"]]}
            if peer == "hugo":
                more["groups"] = [slug for slug, _ in self._groups_of(record)]
        params = self._params(record)
        if peer != "hugo" and kind == "story":
            params |= self._neighbours(record)
        return self.written(peer, record, params, more)

    def written(self, peer: str, record: Facts, params: Facts, more: Facts | None = None) -> str:
        """Return a Markdown file with front matter."""
        front: Facts = {"title": record["title"], "date": record.get("date", "2021-01-01")}
        if peer == "eleventy":
            front |= {"layout": "record.njk", "tags": ["record"], "permalink": f"/{_address(record)}/index.html"}
        front |= {**(more or {}), "params": params}
        body = body_for(record, "/{}/", "/media/{}.svg")
        return f"---\n{yaml_text(front, native=False)}---\n\n{body}\n"

    def _topics(self, record: Facts) -> list[str]:
        """Return the topics of a record; a promise inside a record has those of the record."""
        within = record.get("within")
        return list(self.corpus.by_ref[within]["topics"] if within else record.get("topics", ()))

    def _groups_of(self, promise: Facts) -> list[tuple[str, str]]:
        """Return the pages on which a promise stands by year, community and owner: the end of the address, and a name."""
        year = str(promise["date"])[:4]
        community = self.corpus.by_ref[promise["community"]]
        owner = self.owners.setdefault(promise["owner"], len(self.owners))
        return [
            (f"year-{year}", f"{year}年"), (f"community-{community['slug']}", community["title"]),
            (f"owner-{owner:02d}", promise["owner"]),
        ]  # fmt: skip

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
        shown = {ref for it in record.get("decisions", ()) for ref in it["promises"]}
        promises = [ref for ref in dict.fromkeys([*record.get("promises", ()), *owed]) if ref not in shown]
        if kind == "partner":
            promises.sort(key=lambda ref: self.rank[ref])
        if kind not in ("commitment", "story", "page"):
            params |= {"promises": promises[:_PROMISES], "more_promises": promises[_PROMISES:]}
        params["related"] = self._related(record) if kind != "commitment" else []
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

    def lists(self) -> list[Facts]:
        """Return the lists that are shown in pages of 20."""
        topics = self.corpus.topics
        found = [_list(folder, label, self.by_folder[folder], folder) for folder, label in SECTIONS.items()]
        for slug, name in topics.items():
            refs = [it["ref"] for it in self.dated if slug in self._topics(it)]
            found.append(
                _list(f"topics/{slug}", f"专题：{name}", refs, "topics", "专题", lead=f"与“{name}”有关的记录。")
            )
        for slug, name in STAGES.items():
            refs = [it["ref"] for it in self.dated if slug in _stages(it)]
            found.append(_list(f"stages/{slug}", name, refs, "stages", "五共"))
        named = {slug: (name, _MEANING[slug]) for slug, name in STATUSES.items()} | _UNUSED
        for slug, (name, lead) in named.items():
            refs = [ref for ref in self.promises if self.corpus.by_ref[ref]["status"] == slug]
            title = name if slug == "aspiration" else f"{name}的承诺"
            made = _list(f"{_LEDGER}/status/{slug}", title, refs, _LEDGER, SECTIONS[_LEDGER], lead=lead)
            found.append(made | {"badge": {"label": name, "key": slug}})
        return found

    def groups(self) -> list[Facts]:
        """Return the pages of promises by year, community and owner, each whole."""
        named: dict[str, str] = {}
        by_slug: dict[str, list[Facts]] = defaultdict(list)
        for promise in self._promised():
            for slug, name in self._groups_of(promise):
                named[slug] = f"{name}的承诺"
                by_slug[slug].append(promise)
        found = []
        for slug, promises in by_slug.items():
            title = named[slug]
            refs = [it["ref"] for it in promises]
            lead = f"{title}，和每一项的兑现情况。"
            made = _list(f"{_LEDGER}/by/{slug}", title, refs, _LEDGER, SECTIONS[_LEDGER], lead=lead)
            found.append(made | _sums(promises))
        return found

    def _promised(self) -> list[Facts]:
        return [self.corpus.by_ref[ref] for ref in self.promises]

    def data(self) -> str:
        """Return the lists, counts and indexes as JSON, for what is not made from the records alone."""
        lists = self.lists()
        counts = {it["path"]: len(it["refs"]) for it in lists}
        topics, stages = self.corpus.topics, STAGES
        found: dict[str, Any] = {
            "lists": lists,
            "groups": self.groups(), "outcomes": _INDEXES[0],
            "named": {it["path"]: {**it, "refs": []} for it in lists},
            "indexes": [
                {**_INDEXES[1], "entries": [[f"topics/{it}", topics[it], counts[f"topics/{it}"]] for it in topics]},
                {**_INDEXES[2], "entries": [[f"stages/{it}", stages[it], counts[f"stages/{it}"]] for it in stages]},
            ],
            "totals": {
                "score": _score(self.corpus.of("commitment")), "attention": self.promises[:_URGENT],
                "newest": self.stories[:_NEWEST], "feed": [record["ref"] for record in self.dated[:_FEED]],
                "results": self.by_folder["projects"][:20],
            },
        }  # fmt: skip
        return json.dumps(found, ensure_ascii=False)


def _list(path: str, title: str, refs: list[str], section: str, label: str = "", *, lead: str = "") -> Facts:
    lead = lead or _LEADS[path]
    return {"path": path, "title": title, "refs": refs, "lead": lead, "section": section, "section_label": label}


def _sums(promises: list[Facts]) -> Facts:
    """Return what stands above promises by year, community and owner: how many, and how many are kept."""
    score = _score(promises)
    due, beside = (
        "、".join(f"{name}{count}项" for _, name, count in score[part] if count) for part in ("due", "beside")
    )
    facts = [
        ["作出", f"{len(promises)}项"], ["其中到期", f"{score['whole']}项：{due}" if due else "没有"],
        ["不在“到期”之内的", beside or "没有"],
    ]  # fmt: skip
    return {"facts": facts, "shares": {"whole": len(promises), "parts": score["parts"]}}


_DUE = ("kept", "kept-late", "overdue")
_BESIDE = ("due-soon", "unverified", "undated", "on-track", "withdrawn", "aspiration")


def _score(promises: list[Facts]) -> Facts:
    """Return how many promises have each status: of those that are due, and beside them."""
    counts = Counter(it["status"] for it in promises)
    named = {**STATUSES, **{slug: name for slug, (name, _) in _UNUSED.items()}}
    due, beside = ([[slug, named[slug], counts[slug]] for slug in slugs] for slugs in (_DUE, _BESIDE))
    parts, x = [], 0
    for slug, _, count in due:
        if count:
            parts.append({"key": slug, "x": x, "width": count})
        x += count
    return {"whole": x, "parts": parts, "due": due, "beside": beside}


def _stages(record: Facts) -> list[str]:
    """Return the stages that a story tells of, or that a project has records of."""
    stages = record.get("stages", ()) if record["kind"] in ("story", "project") else ()
    return [stage["slug"] if isinstance(stage, dict) else stage for stage in stages]


def _nothing(around: _Around, record: Facts) -> Facts:
    return {}


def _story(around: _Around, record: Facts) -> Facts:
    stages = [[f"stages/{slug}", STAGES[slug]] for slug in STAGES if slug in record["stages"]]
    topics = [[f"topics/{slug}", around.corpus.topics[slug]] for slug in sorted(record["topics"])]
    return {"tags": stages + topics, "label": ""}


def _project(around: _Around, record: Facts) -> Facts:
    funding = [{**it, "share": round(it["amount"] * 100 / record["cost"])} for it in record["funding"]]
    decided = around.corpus.by_ref[record["meeting"]]["date"]
    steps = record["stages"]  # another name than that of the taxonomy
    state = {"实施中": "实施", "已完成": "完成"}.get(record["state"], record["state"])
    figures = ["五共中4个环节有记录"]
    found = {"label": record["category"], "figures": figures, "funding": funding, "decided": decided}
    return {**found, "steps": steps, "state": state}


def _drill(around: _Around, record: Facts) -> Facts:
    taken = "疏散用时{}分{}秒".format(*divmod(record["seconds"], 60))
    over = record["seconds"] - record["target"]
    apart = "{}分{}秒".format(*divmod(abs(over), 60)).removeprefix("0分").replace("分0秒", "分钟")
    reached = f"慢了{apart}，没有达到目标" if over > 0 else f"快了{apart}，达到目标"
    verdict = f"目标4分钟以内，{reached}。"
    return {"label": record["type"], "figures": [taken, "目标4分钟以内"], "verdict": verdict, "total": _total(record)}


def _total(record: Facts) -> str:
    return f"{sum(int(it['count'].removesuffix('人')) for it in record['attendance'])}人"


def _inspection(around: _Around, record: Facts) -> Facts:
    share = round(int(record["passed"].removesuffix("项")) * 100 / 72)
    figures = ["发现隐患2项，已整改2项"]
    return {"label": record["type"], "figures": figures, "passed": f"{record['passed']}，占{share}%"}


def _meeting(around: _Around, record: Facts) -> Facts:
    return {"label": record["type"], "figures": ["收到需求2条，已答复2条"], "total": _total(record)}


def _commitment(around: _Around, record: Facts) -> Facts:
    found: Facts = {"meaning": _MEANING[record["status"]], "label": "有期承诺"}
    due = date.fromisoformat(record["due"])
    if record["status"] == "overdue":
        found["since"] = str(due + timedelta(days=1))
    elif record["status"] == "due-soon":
        found["change"] = _change(due + timedelta(days=1), "overdue")
    elif record["status"] == "on-track":
        found["change"] = _change(due - SOON, "due-soon")
    return found


def _change(day: date, status: str) -> Facts:
    """Return what a promise becomes by itself, and when."""
    return {"due": str(day), "key": status, "label": STATUSES[status], "meaning": _MEANING[status]}


def _partner(around: _Around, record: Facts) -> Facts:
    return {"label": record["type"]}


_EXTRA = {
    "story": _story, "project": _project, "drill": _drill, "inspection": _inspection, "meeting": _meeting,
    "commitment": _commitment, "partner": _partner,
}  # fmt: skip

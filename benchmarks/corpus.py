"""A made-up town of any size: the same facts for ours and for the peers, the same for the same seed.

``make(pages)`` counts **detail pages**: stories, projects, drills, inspections, meetings, promises (each has a page,
whether it stands alone or inside a record), partners, communities and standing pages. Lists, topics and the home page
come on top. So a site "of 10,000 pages" has 10,000 pages about one thing each, for us and for every peer.

40 % are stories of about 700 Han characters; the rest is records with outcomes, promises and a timeline.
"""
# ruff: noqa: E501, SIM905 -- facts in rows, where a Han character counts as two columns

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

AS_OF = date(2026, 6, 30)
"""The day on which all sites are built."""

STANDING_PAGES = ("about", "privacy", "accessibility")
KINDS = ("story", "project", "drill", "inspection", "meeting", "commitment", "community", "partner", "page")
FOLDER = {
    "story": "stories", "project": "projects", "drill": "drills", "inspection": "inspections", "meeting": "meetings",
    "commitment": "commitments", "community": "communities", "partner": "partners", "page": "pages",
}  # fmt: skip
STAGES = {
    "co-decide": "决策共谋", "co-build": "发展共建", "co-manage": "建设共管", "co-evaluate": "效果共评", "co-share": "成果共享",
}  # fmt: skip
STATUSES = {
    "overdue": "已逾期",
    "due-soon": "临近到期",
    "on-track": "按期推进",
    "kept": "已兑现",
    "kept-late": "逾期兑现",
}
SOON = timedelta(days=14)

Facts = dict[str, Any]


@dataclass
class Corpus:
    """Everything the town has to say. ``records`` is in the order of making; ``by_ref`` by full name."""

    name: str = "示范片区共同缔造"
    topics: dict[str, str] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)
    records: list[Facts] = field(default_factory=list)
    by_ref: dict[str, Facts] = field(default_factory=dict)

    def add(self, kind: str, slug: str, **facts: Any) -> Facts:
        ref = f"{FOLDER[kind]}/{slug}"
        record = {"kind": kind, "slug": slug, "ref": ref, **facts}
        self.records.append(record)
        self.by_ref[ref] = record
        return record

    def of(self, kind: str) -> list[Facts]:
        return [record for record in self.records if record["kind"] == kind]


# -- words -----------------------------------------------------------------------------------------

_PLACES = "东院 西院 南院 北院 前街 后街 河边 桥头 老厂 新村 学府 花园 车站 井台 榆树 桂花 石板 水塔 粮店 邮局".split()
_THINGS = "楼道灯 扶手 长椅 坡道 花坛 雨棚 晾衣架 车棚 信报箱 路面 消防栓 灭火器 围墙 公告栏 水沟 井盖 门禁 凉亭 健身角 树池".split()
_DOINGS = "更换 修补 加装 清理 翻新 加固 粉刷 移位 疏通 补种".split()
_WHO = "居委会 物业 楼栋长 网格员 志愿者 邻里长 商户 老党员 学生 居民代表".split()
_TOPICS = (
    "消防 绿化 房屋 适老 公共空间 垃圾 停车 文化 关爱 议事 防汛 防暑 照明 道路 排水 门禁 宠物 噪声 晾晒 儿童".split()
)
_CLAUSES = (
    "大家围着桌子坐下来商量", "先把各家的难处说清楚", "有人提出先做老人多的门洞", "施工队第二天就来量了尺寸", "材料由附近的商户让利供应",
    "志愿者连着三个周末清场", "楼栋长挨家挨户送了通知", "原来的地方一下雨就积水", "夜里下楼总要摸着墙走", "孩子们放学后没有地方玩",
    "有人担心会占了消防通道", "当场拿皮尺量过才放心", "讨论了两轮才定下方案", "不同的意见都写进了记录", "钱从哪里来也算得明明白白",
    "做完以后请居民来评", "评议会上多数人表示满意", "也有人指出两处还不够好", "社区答应年底以前补上", "邻里长每个月去看一遍",
    "坏了的当天就能报上来", "物业把工具放在一楼", "学生画了一张新的平面图", "卫生站的人帮着量了高度", "老人说现在敢一个人下楼了",
    "院子里又热闹了起来", "桂花树下摆上了长椅", "晚上十点以后不再喧哗", "公约贴在进门的墙上", "隔壁的院子也来学做法",
    "事情不大却拖了好几年", "这一次是居民自己提的", "每一步都有人签字核对", "照片和单据都留了下来", "逾期的事也照实写了出来",
)  # fmt: skip
_ENDS = ("。", "。", "。", "；", "！")
_HEADINGS = "起因 商量 动手 谁来管 大家评 后来 一把皮尺 钱从哪里来 还差什么 编后".split()
_CATEGORIES = "消防安全 绿化修剪 房屋安全 适老 公共空间 垃圾分类 停车 文化".split()
_PARTNER_TYPES = "机关 事业单位 国企 企业 商户 社会组织 物业 学校 医疗机构 下沉单位".split()
_PARTNER_WORDS = "供水 园林 电力 卫生 消防 物业 商会 书店 学校 银行 邮政 公交 环卫 超市 诊所".split()
_FINDINGS = "压力异常 过期 缺失损坏 堵塞通道 飞线充电 线路".split()


def _sentence(random: Random, clauses: int) -> str:
    return "，".join(random.choice(_CLAUSES) for _ in range(clauses)) + random.choice(_ENDS)


def _paragraph(random: Random, sentences: int) -> str:
    return "".join(_sentence(random, random.randint(2, 4)) for _ in range(sentences))


def _day(random: Random, first: date = date(2021, 1, 4), last: date = date(2026, 5, 31)) -> date:
    return first + timedelta(days=random.randrange((last - first).days))


def _pick(random: Random, refs: list[str], most: int) -> list[str]:
    """Return some of ``refs``, the first ones far more often: a few partners are everywhere."""
    found: dict[str, None] = {}
    for _ in range(random.randint(1, most)):
        found[refs[int(len(refs) * random.random() ** 3)]] = None
    return list(found)


# -- the town --------------------------------------------------------------------------------------


def make(pages: int, seed: int = 20260630) -> Corpus:
    """Return a corpus of exactly ``pages`` detail pages (at least 60)."""
    random = Random(seed)
    corpus = Corpus()
    corpus.topics = {
        f"topic-{number:02d}": f"{_TOPICS[number % len(_TOPICS)]}{'' if number < len(_TOPICS) else '二期'}"
        for number in range(40)
    }
    corpus.pictures = [f"drawing-{number:02d}" for number in range(20)]
    for slug, title in zip(STANDING_PAGES, ("关于本站", "隐私说明", "无障碍说明"), strict=True):
        corpus.add("page", slug, title=title, body=_paragraph(random, 4))
    communities = [_community(corpus, random, number) for number in range(min(40, max(2, pages // 25)))]
    partners = [_partner(corpus, random, number, communities) for number in range(min(60, max(4, pages // 16)))]
    stories = pages * 4 // 10
    for number in range((pages - len(corpus.records) - stories) // 10):
        _affair(corpus, random, number, communities, partners)
    for number in range(pages - len(corpus.records) - stories):
        _promise(corpus, random, f"extra-{number:03d}", _day(random), random.choice(communities), partners)
    told = [
        record["ref"] for record in corpus.records if record["kind"] in ("project", "drill", "inspection", "meeting")
    ]
    for number in range(stories):
        _story(corpus, random, number, communities, told)
    _weave(corpus)
    return corpus


def _community(corpus: Corpus, random: Random, number: int) -> str:
    name = f"{_PLACES[number % 20]}{'上' if number < 20 else '下'}社区"
    households = random.randint(1000, 3000)
    record = corpus.add(
        "community", f"c-{number:02d}", title=name, district="示范区", street=f"{_PLACES[number % 7]}街道",
        summary=_sentence(random, 2), households=households, residents=int(households * 2.4),
    )  # fmt: skip
    return str(record["ref"])


def _partner(corpus: Corpus, random: Random, number: int, communities: list[str]) -> str:
    name = f"{_PLACES[number % 20]}{_PARTNER_WORDS[number % 15]}服务队"
    record = corpus.add(
        "partner", f"partner-{number:02d}", title=name, type=random.choice(_PARTNER_TYPES),
        community=random.choice(communities), relation="共建单位", summary=_sentence(random, 2),
        services=[f"{random.choice(_DOINGS)}{random.choice(_THINGS)}" for _ in range(3)], since=str(_day(random))[:4],
    )  # fmt: skip
    return str(record["ref"])


def _affair(corpus: Corpus, random: Random, number: int, communities: list[str], partners: list[str]) -> None:
    """Add ten pages that hang together: a meeting, the project, drill and inspection it led to, and their promises."""
    community = random.choice(communities)
    refs = {kind: f"{FOLDER[kind]}/{kind}-{number:05d}" for kind in ("meeting", "project", "drill", "inspection")}
    held = _day(random)
    common = {"community": community, "topics": _some_topics(corpus, random)}
    _meeting(corpus, random, refs, held, partners, common)
    _project(corpus, random, refs, held + timedelta(days=20), partners, common)
    _drill(corpus, random, refs, held + timedelta(days=10), partners, common)
    _inspection(corpus, random, refs, held + timedelta(days=5), partners, common)
    _promise(corpus, random, f"alone-{number:05d}", held, community, partners, source=refs["meeting"])


def _some_topics(corpus: Corpus, random: Random) -> list[str]:
    return random.sample(list(corpus.topics), random.randint(1, 2))


def _title(random: Random, what: str) -> str:
    return f"{random.choice(_PLACES)}{random.choice(_DOINGS)}{random.choice(_THINGS)}{what}"


def _slug(ref: str) -> str:
    return ref.partition("/")[2]


def _meeting(
    corpus: Corpus, random: Random, refs: dict[str, str], held: date, partners: list[str], common: Facts
) -> None:
    slug = _slug(refs["meeting"])
    promise = _promise(corpus, random, "plan", held, common["community"], partners, within=refs["meeting"])
    corpus.add(
        "meeting", slug, **common, title=_title(random, "商量会"), date=str(held), type="征求意见会",
        summary=_sentence(random, 2), convenor=random.choice(_WHO), partners=_pick(random, partners, 3),
        attendance=_groups(random), place=f"{random.choice(_PLACES)}活动室",
        needs=[
            {
                "id": f"need-{number}", "text": _sentence(random, 2), "by": random.choice(_WHO), "state": "已答复",
                "answer": _sentence(random, 2), "replied": str(held + timedelta(days=3)),
                "results": [refs["project"]] if number == 1 else [],
            }
            for number in (1, 2)
        ],
        decisions=[
            {"text": _sentence(random, 2), "project": refs["project"], "promises": [promise["ref"]],
             "votes": [random.randint(20, 60), random.randint(0, 6), random.randint(0, 4)]}
        ],
        next=_sentence(random, 1), promises=[promise["ref"]],
    )  # fmt: skip


def _project(
    corpus: Corpus, random: Random, refs: dict[str, str], begun: date, partners: list[str], common: Facts
) -> None:
    slug = _slug(refs["project"])
    community = common["community"]
    promises = [
        _promise(corpus, random, name, begun, community, partners, within=refs["project"])
        for name in ("finish", "check")
    ]
    helpers = _pick(random, partners, 4)
    before, after = random.randint(20, 50), random.randint(60, 95)
    cost = random.randint(20, 300) * 100
    corpus.add(
        "project", slug, **common, title=_title(random, "项目"), date=str(begun + timedelta(days=60)), category=random.choice(_CATEGORIES),
        state=random.choice(("实施中", "已完成", "已评议")), summary=_sentence(random, 2), partners=helpers,
        place=f"{random.choice(_PLACES)}片区", meeting=refs["meeting"], need="need-1", by=random.choice(_WHO),
        stages=[
            {"label": "决策共谋", "slug": "co-decide", "summary": _sentence(random, 2), "date": str(begun), "meeting": refs["meeting"]},
            {"label": "发展共建", "slug": "co-build", "summary": _sentence(random, 2), "date": str(begun + timedelta(days=20)),
             "contributions": [{"who": random.choice(_WHO), "what": _title(random, ""), "partner": helpers[0], "quantity": f"{random.randint(2, 30)}天"}]},
            {"label": "建设共管", "slug": "co-manage", "summary": _sentence(random, 2), "date": str(begun + timedelta(days=40))},
            {"label": "效果共评", "slug": "co-evaluate", "summary": _sentence(random, 2), "date": str(begun + timedelta(days=60))},
        ],
        start=str(begun), end=str(begun + timedelta(days=60)), budget=cost + 2000, cost=cost,
        funding=[{"source": "财政", "amount": cost - 1000}, {"source": "居民自筹", "amount": 1000}],
        outputs=[{"what": _title(random, ""), "quantity": f"{random.randint(2, 90)}处", "date": str(begun + timedelta(days=50))} for _ in range(2)],
        outcomes=[{"metric": f"对{random.choice(_THINGS)}满意的居民", "before": f"{before}%", "now": f"{after}%", "method": "入户问卷"}],
        promises=[promise["ref"] for promise in promises], picture=random.choice(corpus.pictures),
    )  # fmt: skip


def _drill(
    corpus: Corpus, random: Random, refs: dict[str, str], held: date, partners: list[str], common: Facts
) -> None:
    slug = _slug(refs["drill"])
    promise = _promise(corpus, random, "clear", held, common["community"], partners, within=refs["drill"])
    taken = random.randint(150, 420)
    corpus.add(
        "drill", slug, **common, title=_title(random, "疏散演练"), date=str(held), type="疏散", state="已复盘",
        summary=_sentence(random, 2), place=f"{random.choice(_PLACES)}片区", organiser="社区居委会",
        partners=_pick(random, partners, 3), project=refs["project"], scenario=_sentence(random, 1),
        attendance=_groups(random), seconds=taken, target=240, alarm="09:30",
        course=[
            {"at": f"09:{minute}", "what": _sentence(random, 1)} for minute in (30, 31, 33, 36, 45)
        ],
        training=[_title(random, "要领") for _ in range(2)],
        equipment=[{"type": "干粉灭火器", "count": f"{random.randint(2, 12)}具"}],
        problems=[{"text": _sentence(random, 1), "promise": promise["ref"]}, {"text": _sentence(random, 1), "promise": ""}],
        next=str(held + timedelta(days=180))[:7], promises=[promise["ref"]], picture=random.choice(corpus.pictures),
    )  # fmt: skip


def _inspection(
    corpus: Corpus, random: Random, refs: dict[str, str], done: date, partners: list[str], common: Facts
) -> None:
    slug = _slug(refs["inspection"])
    promise = _promise(corpus, random, "fix", done, common["community"], partners, within=refs["inspection"])
    corpus.add(
        "inspection", slug, **common, title=_title(random, "巡查"), date=str(done), type="消防自查",
        scope=f"{random.choice(_PLACES)}各楼道", by="小区志愿服务队", summary=_sentence(random, 2),
        partners=_pick(random, partners, 2), project=refs["project"], checked="72项", passed=f"{random.randint(50, 71)}项",
        findings=[
            {"id": f"f-{number}", "category": random.choice(_FINDINGS), "severity": "一般", "state": "已整改",
             "text": _sentence(random, 1), "found": str(done), "due": str(done + timedelta(days=30)),
             "fixed": str(done + timedelta(days=random.randint(5, 29))), "by": random.choice(_WHO),
             "promise": promise["ref"] if number == 1 else ""}
            for number in (1, 2)
        ],
        outputs=[{"what": "充装灭火器", "quantity": f"{random.randint(1, 9)}具", "date": str(done)[:7]}],
        promises=[promise["ref"]], picture=random.choice(corpus.pictures),
    )  # fmt: skip


def _groups(random: Random) -> list[Facts]:
    return [{"group": group, "count": f"{random.randint(11, 60)}人"} for group in ("居民", "志愿者", "楼栋长")]


def _promise(
    corpus: Corpus,
    random: Random,
    name: str,
    made: date,
    community: str,
    partners: list[str],
    *,
    within: str = "",
    source: str = "",
) -> Facts:
    """Add a promise: in the record ``within``, or in a file of its own."""
    due = made + timedelta(days=random.randint(60, 240))
    done = due + timedelta(days=random.randint(-40, 30))
    is_done = done < AS_OF and random.random() < 0.9
    evidence = []
    if is_done:
        caption = _sentence(random, 2)
        evidence.append({"kind": "验收单", "date": str(done), "by": random.choice(_WHO), "caption": caption})
    if is_done:
        status = "kept" if done <= due else "kept-late"
    else:
        status = "overdue" if due < AS_OF else "due-soon" if due - AS_OF <= SOON else "on-track"
    return corpus.add(
        "commitment", f"{_slug(within)}-{name}" if within else name, id=name, title=_title(random, "并当面答复"),
        community=community, topics=[], date=str(made), owner=random.choice(_WHO), partner=_pick(random, partners, 1)[0],
        due=str(due), completed=str(done) if is_done else "", evidence=evidence, within=within, source=within or source,
        status=status, status_label=STATUSES[status],
    )  # fmt: skip


def _story(corpus: Corpus, random: Random, number: int, communities: list[str], told: list[str]) -> None:
    refs = random.sample(told, min(2, len(told)))
    linked = corpus.by_ref[refs[0]]
    picture = random.choice(corpus.pictures)
    headings = random.sample(_HEADINGS, 3)
    blocks: list[str] = []
    for position, heading in enumerate(headings):
        blocks += [f"## {heading}", _paragraph(random, 3)]
        if position == 0:
            blocks += [
                f"{_sentence(random, 2)}这件事记在[{linked['title']}]({{link:{linked['ref']}}})里。",
                _paragraph(random, 2),
            ]
        if position == 1:
            blocks += [
                "\n".join(f"- {_sentence(random, 2)}" for _ in range(4)),
                f"![{random.choice(_THINGS)}的示意图]({{picture:{picture}}})",
            ]
        if position == 2:
            blocks += [f"> {_sentence(random, 2)}", f"**{random.choice(_WHO)}**：{_paragraph(random, 2)}"]
    corpus.add(
        "story", f"story-{number:05d}", title=_title(random, "的故事"), date=str(_day(random)), summary=_sentence(random, 2),
        community=random.choice(communities), topics=random.sample(list(corpus.topics), random.randint(1, 3)),
        stages=random.sample(list(STAGES), random.randint(1, 2)), records=refs, author="社区工作人员",
        cover=random.choice(corpus.pictures), body="\n\n".join(blocks),
    )  # fmt: skip


def _links(record: Facts) -> set[str]:
    """Return the full names of records anywhere in a record."""
    found: set[str] = set()

    def look(value: Any) -> None:
        if isinstance(value, str):
            folder, slash, name = value.partition("/")
            if slash and name and folder in FOLDER.values():
                found.add(value)
        elif isinstance(value, list):
            for item in value:
                look(item)
        elif isinstance(value, dict):
            for item in value.values():
                look(item)

    look({name: value for name, value in record.items() if name not in ("ref", "within", "kind", "slug", "body")})
    found.update(re.findall(r"\{link:([^}]*)\}", record.get("body", "")))
    return found - {record["ref"]}


def _weave(corpus: Corpus) -> None:
    """Give each record the names of those that name it, newest first: a search that the peers are spared."""
    back: dict[str, list[Facts]] = defaultdict(list)
    for record in corpus.records:
        for ref in _links(record):
            back[ref].append(record)
    for record in corpus.records:
        naming = sorted(back[record["ref"]], key=lambda other: (other.get("date", ""), other["ref"]), reverse=True)
        own = set(record.get("promises", ())) | set(record.get("records", ()))
        record["back"] = [other["ref"] for other in naming if other["ref"] not in own]


# -- as files ----------------------------------------------------------------------------------------


_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z，。、；！：（）/-]*|[a-z][a-z0-9/-]*(?:\.svg)?")
_NATIVE = re.compile(rf"{_PLAIN.pattern}|[0-9][0-9-]*[%\u4e00-\u9fff]*")


def yaml_text(value: Any, *, native: bool) -> str:
    """Return block YAML. ``native``: dates and numbers as our editors write them; else quoted, so that all is text."""
    lines: list[str] = []
    _yaml(value, "", lines, _NATIVE if native else _PLAIN)
    return "\n".join(lines) + "\n"


def _yaml(value: Any, indent: str, lines: list[str], plain: re.Pattern[str]) -> None:
    pairs: Iterable[tuple[str, Any]]
    if isinstance(value, dict):
        pairs = ((f"{indent}{key}:", item) for key, item in value.items())
    else:
        pairs = ((f"{indent}-", item) for item in value)
    for start, item in pairs:
        if isinstance(item, dict | list) and item:
            if isinstance(value, list) and isinstance(item, dict):
                inner: list[str] = []
                _yaml(item, f"{indent}  ", inner, plain)
                lines.append(f"{start} {inner[0].lstrip()}")
                lines += inner[1:]
            else:
                lines.append(start)
                _yaml(item, f"{indent}  ", lines, plain)
        else:
            lines.append(f"{start} {_scalar(item, plain)}")


def _scalar(value: Any, plain: re.Pattern[str]) -> str:
    if isinstance(value, str) and plain.fullmatch(value) and value not in ("true", "false", "null", "yes", "no", "on"):
        return value
    return json.dumps(value, ensure_ascii=False)


def body_for(record: Facts, link: str, picture: str) -> str:
    """Return a body in Markdown; ``link`` and ``picture`` are patterns with ``{}`` for the name."""
    text = re.sub(r"\{link:([^}]*)\}", lambda match: link.format(match[1]), record.get("body", ""))
    return re.sub(r"\{picture:([^}]*)\}", lambda match: picture.format(match[1]), text)


def drawing(name: str) -> str:
    """Return a small drawing."""
    number = int(name[-2:])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180" width="320" height="180">'
        f'<rect width="320" height="180" fill="#eef2f{number % 10}"/>'
        f'<circle cx="{60 + number * 8}" cy="90" r="{20 + number}" fill="#2f6f62"/></svg>\n'
    )


def write(path: Path, text: str) -> None:
    """Write a file, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")

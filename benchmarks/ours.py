"""The corpus as our editors would write it: YAML and Markdown with Chinese keys."""
# ruff: noqa: E501 -- facts in rows, where a Han character counts as two columns

from __future__ import annotations

from pathlib import Path
from typing import Any

from .corpus import FOLDER, STAGES, Corpus, Facts, body_for, drawing, write, yaml_text

Authored = dict[str, Any]


def write_site(corpus: Corpus, folder: Path) -> None:
    """Write the whole site below ``folder``."""
    content = folder / "content"
    site = {
        "名称": corpus.name,
        "语言": "中文",
        "网址": "https://example.org/",
        "告示": "否",
        "联系": {"单位": "示范社区居委会"},
        "搜索": "否",  # the peers make no index
        "主题": [{"编号": slug, "名称": name} for slug, name in corpus.topics.items()],
    }
    write(content / "site.yaml", yaml_text(site, native=True))
    for name in corpus.pictures:
        write(content / "media" / f"{name}.svg", drawing(name))
    for record in corpus.records:
        if record["kind"] != "commitment" or not record["within"]:
            write_record(corpus, record, folder)


def path_of(record: Facts) -> str:
    """Return the file of a record, or the one that holds it, below the site's folder."""
    if record.get("within"):
        return f"content/{record['within']}.yaml"
    return f"content/{record['ref']}{'.md' if record['kind'] in ('story', 'page') else '.yaml'}"


def write_record(corpus: Corpus, record: Facts, folder: Path) -> None:
    """Write the file of one record."""
    front = yaml_text(_without_blanks(_AUTHORED[record["kind"]](corpus, record)), native=True)
    if record["kind"] in ("story", "page"):
        suffixed = {ref: path_of(corpus.by_ref[ref]).removeprefix("content/") for ref in record.get("records", ())}
        body = body_for(record, "../{}.yaml", "../media/{}.svg")
        assert all(f"{ref}.yaml" == path for ref, path in suffixed.items())
        front = f"---\n{front}---\n\n{body}\n"
    write(folder / path_of(record), front)


def _without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        kept = ((key, _without_blanks(item)) for key, item in value.items())
        return {key: item for key, item in kept if item not in ("", [], {}, None)}
    return [_without_blanks(item) for item in value] if isinstance(value, list) else value


def _name(ref: str) -> str:
    return ref.partition("/")[2]


def _names(refs: list[str]) -> list[str]:
    return [_name(ref) for ref in refs]


def _promise_in(corpus: Corpus, ref: str) -> Authored:
    promise = corpus.by_ref[ref]
    return {"编号": promise["id"], **_promise_facts(promise)}


def _promise_facts(promise: Facts) -> Authored:
    return {
        "内容": promise["title"], "责任": promise["owner"], "责任单位": _name(promise["partner"]), "作出": promise["date"],
        "期限": promise["due"], "完成": promise["completed"],
        "佐证": [
            {"类型": it["kind"], "日期": it["date"], "采信": "是", "提供": it["by"], "说明": it["caption"]}
            for it in promise["evidence"]
        ],
    }  # fmt: skip


def _around(corpus: Corpus, record: Facts) -> Authored:
    return {
        "承诺": [_promise_in(corpus, ref) for ref in record.get("promises", ())],
        "主题": [corpus.topics[topic] for topic in record.get("topics", ())],
    }


def _groups(groups: list[Facts]) -> list[Authored]:
    return [{"人群": it["group"], "人数": it["count"]} for it in groups]


def _outputs(outputs: list[Facts]) -> list[Authored]:
    return [{"内容": it["what"], "数量": it["quantity"], "日期": it["date"]} for it in outputs]


def _pictures(record: Facts) -> list[Authored]:
    return [{"文件": f"media/{record['picture']}.svg", "图片说明": "现场的示意图"}]


def _story(corpus: Corpus, record: Facts) -> Authored:
    return {
        "标题": record["title"], "日期": record["date"], "一句话说明": record["summary"], "相关": record["records"],
        "五共": [STAGES[slug] for slug in record["stages"]], "社区": _name(record["community"]), "撰写": record["author"],
        "封面": {"文件": f"media/{record['cover']}.svg", "图片说明": "封面的示意图"},
        "主题": [corpus.topics[topic] for topic in record["topics"]],
    }  # fmt: skip


def _project(corpus: Corpus, record: Facts) -> Authored:
    return {
        "标题": record["title"], "社区": _name(record["community"]), "类别": record["category"], "状态": record["state"],
        "概述": record["summary"], "地点": {"名称": record["place"], "精度": "片区"}, "共建单位": _names(record["partners"]),
        "发起": {"会议": _name(record["meeting"]), "诉求": record["need"], "提出": record["by"], "决定会议": _name(record["meeting"])},
        "五共": {
            stage["label"]: {
                "摘要": stage["summary"], "日期": stage["date"], "会议": _name(stage.get("meeting", "")),
                "贡献": [
                    {"谁": it["who"], "做什么": it["what"], "共建单位": _name(it["partner"]), "数量": it["quantity"]}
                    for it in stage.get("contributions", ())
                ],
            }
            for stage in record["stages"]
        },
        "开始": record["start"], "结束": record["end"], "预算": f"{record['budget']}元", "花费": f"{record['cost']}元",
        "资金": [{"来源": it["source"], "金额": f"{it['amount']}元"} for it in record["funding"]],
        "产出": _outputs(record["outputs"]),
        "成效": [{"指标": it["metric"], "数值": it["now"], "之前": it["before"], "方法": it["method"]} for it in record["outcomes"]],
        "图片": _pictures(record),
        **_around(corpus, record),
    }  # fmt: skip


def _drill(corpus: Corpus, record: Facts) -> Authored:
    return {
        "标题": record["title"], "社区": _name(record["community"]), "类型": record["type"], "状态": record["state"],
        "日期": record["date"], "地点": {"名称": record["place"], "精度": "片区"}, "组织": record["organiser"],
        "共建单位": _names(record["partners"]), "项目": _name(record["project"]), "概述": record["summary"],
        "情景": record["scenario"], "参加": _groups(record["attendance"]), "报警": record["alarm"],
        "疏散秒数": str(record["seconds"]), "疏散目标秒数": str(record["target"]),
        "器材": [{"名称": it["type"], "数量": it["count"]} for it in record["equipment"]],
        "培训内容": record["training"],
        "过程": [{"时刻": it["at"], "内容": it["what"]} for it in record["course"]],
        "问题": [{"内容": it["text"], "承诺": _name(it["promise"])} for it in record["problems"]],
        "下次": record["next"],
        "图片": _pictures(record),
        **_around(corpus, record),
    }  # fmt: skip


def _inspection(corpus: Corpus, record: Facts) -> Authored:
    return {
        "标题": record["title"], "社区": _name(record["community"]), "类型": record["type"], "日期": record["date"],
        "范围": record["scope"], "巡查人": record["by"], "共建单位": _names(record["partners"]),
        "项目": _name(record["project"]), "概述": record["summary"], "检查项数": record["checked"], "合格项数": record["passed"],
        "隐患": [
            {
                "编号": it["id"], "类别": it["category"], "程度": it["severity"], "状态": it["state"], "说明": it["text"],
                "发现": it["found"], "期限": it["due"], "整改": it["fixed"], "整改人": it["by"], "承诺": _name(it["promise"]),
            }
            for it in record["findings"]
        ],
        "产出": _outputs(record["outputs"]),
        "图片": _pictures(record),
        **_around(corpus, record),
    }  # fmt: skip


def _meeting(corpus: Corpus, record: Facts) -> Authored:
    return {
        "标题": record["title"], "社区": _name(record["community"]), "类型": record["type"], "日期": record["date"],
        "议题": record["summary"], "召集": record["convenor"], "地点": {"名称": record["place"], "精度": "片区"},
        "共建单位": _names(record["partners"]), "到会": _groups(record["attendance"]),
        "诉求": [
            {
                "编号": it["id"], "内容": it["text"], "提出": it["by"], "状态": it["state"], "答复": it["answer"],
                "答复日期": it["replied"], "结果": it["results"],
            }
            for it in record["needs"]
        ],
        "决定": [
            {
                "内容": it["text"],
                "表决": {"赞成": f"{it['votes'][0]}票", "反对": f"{it['votes'][1]}票", "弃权": f"{it['votes'][2]}票"},
                "承诺": _names(it["promises"]), "项目": _name(it["project"]),
            }
            for it in record["decisions"]
        ],
        "下一步": record["next"],
        **_around(corpus, record),
    }  # fmt: skip


def _commitment(corpus: Corpus, record: Facts) -> Authored:
    return {**_promise_facts(record), "社区": _name(record["community"]), "出自": record["source"]}


def _community(corpus: Corpus, record: Facts) -> Authored:
    return {
        "名称": record["title"], "区": record["district"], "街道": record["street"], "简介": record["summary"],
        "户数": f"{record['households']}户", "人口": f"{record['residents']}人",
    }  # fmt: skip


def _partner(corpus: Corpus, record: Facts) -> Authored:
    return {
        "名称": record["title"], "类型": record["type"], "社区": _name(record["community"]), "关系": record["relation"],
        "简介": record["summary"], "服务": record["services"], "起": record["since"],
    }  # fmt: skip


def _page(corpus: Corpus, record: Facts) -> Authored:
    return {"标题": record["title"]}


_AUTHORED = {
    "story": _story, "project": _project, "drill": _drill, "inspection": _inspection, "meeting": _meeting,
    "commitment": _commitment, "community": _community, "partner": _partner, "page": _page,
}  # fmt: skip
assert set(_AUTHORED) == set(FOLDER)

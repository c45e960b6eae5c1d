"""Nothing private in any byte of the output: canaries in every field and every record that must not get out."""
# ruff: noqa: E501 -- records stand here as editors write them

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.models import MODELS, fields_of
from generator.vocabulary import KIND_NAMED

AS_OF = date(2026, 11, 23)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{title}</title><rect width="1" height="1"/></svg>'
)
CARE = (
    "化名: {alias}\n社区: a\n类别: 独居老人\n月份: 2026-05\n概述: {alias}的事\n状态: {state}\n发布: {release}\n授权: {consent}\n"
    "撰写: canary-author\n审核: {{角色: canary-reviewer, 日期: 2026-06-01}}\n保存到: 2027-09-09\n图片: [{{文件: media/{picture}.svg, 图片说明: 图, 无可辨认人物: 是}}]\n"
)
CONSENT = "类型: 单独同意\n同意人: 本人\n公开渠道: 网站\n签署: 2026-01-01\n到期: {until}\n凭据摘要: canary-hash\n"
BASES = {
    "community": "名称: 甲社区\n区: 乙区\n街道: 丙街道\n",
    "partner": "名称: 丁公司\n类型: 企业\n",
    "project": "标题: 项目\n社区: a\n类别: 绿化修剪\n状态: 完成\n共建单位: [a, canary-draft]\n五共: {决策共谋: {摘要: 商量, 会议: canary-draft}}\n",
    "drill": "标题: 演练\n社区: a\n类型: 疏散\n日期: 2026-01-01\n地点: 院子\n组织: 居委会\n项目: canary-draft\n",
    "inspection": "标题: 巡查\n社区: a\n类型: 消防自查\n日期: 2026-01-01\n范围: 楼道\n巡查人: 志愿者\n项目: canary-draft\n",
    "meeting": "标题: 会议\n社区: a\n类型: 居民会议\n日期: 2026-01-01\n议题: 灯\n召集: 居委会\n共建单位: [canary-draft]\n",
    "commitment": "内容: 承诺\n责任: 居委会\n作出: 2026-01-01\n期限: 2026-02-01\n社区: a\n出自: projects/canary-draft\n",
    "outcome": "名称: 指标\n单位: 户\n方法: 问卷\n项目: [canary-draft]\n",
    "story": "标题: 故事\n日期: 2026-01-01\n相关: [projects/a, projects/canary-draft, care/canary-draft]\n",
    "page": "标题: 页面\n",
}
DRAFT = {
    "标题": "canary-title", "名称": "canary-name", "内容": "canary-text", "议题": "canary-topic", "概述": "canary-summary"
}  # fmt: skip


def internal_lines(kind: str) -> Iterator[str]:
    """Yield a line with a canary for every internal field of a kind."""
    for field in fields_of(MODELS[kind]):
        if field.key.internal and field.type is str and not field.key.ref:
            yield f"{field.key.zh}: canary-{kind}-{field.name}\n"
        elif field.key.internal and field.type is int:
            yield f"{field.key.zh}: 770077\n"


def write(root: Path, name: str, text: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def drafted(text: str) -> str:
    lines = (line.partition(": ") for line in text.splitlines())
    return "".join(f"{key}: {DRAFT.get(key, value)}\n" for key, _, value in lines) + "发布: 草稿\n"


def fill(root: Path) -> None:
    write(root, "site.yaml", "名称: 网站\n联系: {单位: 居委会}\n另有语言: 英文\n")
    for name in ("shown", "canary-drafted", "canary-person", "canary-withdrawn", "unused"):
        write(root, f"media/{name}.svg", SVG.format(title="图" if name == "shown" else f"canary {name}"))
    for kind, base in BASES.items():
        folder, suffix = KIND_NAMED[kind].folder, KIND_NAMED[kind].suffix
        body = '\n## 正文\n\n`src="x-dizao:media/unused.svg"`，[稿](../projects/canary-draft.yaml)，![图](../media/shown.svg)\n'
        secret = "\n## canary-heading\n\ncanary-body ![图](../media/canary-drafted.svg)\n"
        for name, text, after in (
            ("a", base + "".join(internal_lines(kind)), body),
            ("canary-draft", drafted(base), secret),
        ):
            front = (
                text.replace("共建单位: [a, canary-draft]", "共建单位: [a]")
                if kind == "project" and name != "a"
                else text
            )
            write(root, f"{folder}/{name}{suffix}", f"---\n{front}---\n{after}" if suffix == ".md" else front)
            if suffix == ".md":
                title = "canary-title" if "draft" in name else "A text"
                write(root, f"{folder}/{name}.en.md", f"---\n标题: {title}\n一句话说明: {title}\n---\n{after}")
    promise = (
        "承诺:\n  - {{id: p, 内容: {text}, 责任: 居委会, 作出: 2026-01-01, 期限: 2026-02-01, 共建单位: x, 完成: 2026-01-20, 佐证: [{{类型: 照片, "
        "日期: 2026-01-20, 采信: 是, 有人物: 是, 文件: media/canary-person.svg, 图片说明: 图, 网址: 'https://canary.example/'}}]}}\n"
    ).replace("共建单位: x, ", "")
    for name, text in (("a", "答应"), ("canary-draft", "canary-promise")):
        path = root / f"content/projects/{name}.yaml"
        path.write_text(path.read_text("utf-8") + promise.format(text=text), "utf-8")
    write(root, "consents/canary-valid.yaml", CONSENT.format(until="2027-01-01"))
    write(root, "consents/canary-over.yaml", CONSENT.format(until="2026-10-01"))
    write(root, "consents/canary-taken-back.yaml", CONSENT.format(until="2027-01-01") + "撤回: 2026-09-01\n")
    cases = {
        "open": ("桂花奶奶", "帮扶中", "已发布", "canary-valid", "shown"),
        "canary-draft": ("canary-alias-1", "帮扶中", "草稿", "canary-valid", "canary-withdrawn"),
        "canary-expired": ("canary-alias-2", "帮扶中", "已发布", "canary-over", "canary-withdrawn"),
        "canary-taken-back": ("canary-alias-3", "帮扶中", "已发布", "canary-taken-back", "canary-withdrawn"),
        "canary-closed": ("canary-alias-4", "已撤回", "已发布", "canary-valid", "canary-withdrawn"),
    }
    for name, (alias, state, release, consent, picture) in cases.items():
        record = CARE.format(alias=alias, state=state, release=release, consent=consent, picture=picture)
        write(root, f"care/{name}.yaml", record + "内部备注: canary-care-note\n")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("privacy") / "site"
    fill(root)
    return root


def published(root: Path, *, as_of: date) -> tuple[BuildResult, dict[str, bytes]]:
    workshop = Workshop(Locations(root, root / "output"), as_of=as_of)
    result = workshop.build()
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]
    workshop.publish(result)
    workshop.save()
    output = root / "output"
    files = (path for path in output.rglob("*") if path.is_file())
    return result, {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def assert_no_canary(files: dict[str, bytes]) -> None:
    for path, content in files.items():
        assert b"canary" not in path.encode().lower()
        for needle in (b"canary", b"770077"):
            assert needle not in content.lower(), (path, content[max(content.lower().find(needle) - 80, 0) :][:200])


def test_no_canary_gets_out_cold_or_warm(site: Path) -> None:
    for _ in range(2):
        _, files = published(site, as_of=AS_OF)
        assert_no_canary(files)
        assert "桂花奶奶".encode() in files["care/open/index.html"]
        assert "care/canary-draft/index.html" not in files


def test_a_case_leaves_every_page_on_the_day_its_consent_ends(site: Path) -> None:
    _, before = published(site, as_of=date(2026, 12, 31))
    assert any("桂花奶奶".encode() in content for content in before.values())
    result, after = published(site, as_of=date(2027, 1, 1))
    assert not any("桂花奶奶".encode() in content or "care/open" in path for path, content in after.items())
    assert "P01-ended" in {problem.code for problem in result.problems}
    published(site, as_of=AS_OF)


def test_there_is_an_internal_field_to_fill_for_most_kinds() -> None:
    filled = {kind for kind in MODELS if list(internal_lines(kind))}
    assert filled == set(MODELS)


def test_public_types_have_no_internal_field() -> None:
    from generator import catalog

    for kind, model in MODELS.items():
        name = "".join(part.capitalize() for part in kind.split("_"))
        public = getattr(catalog, name, None)
        internal = {field.name for field in fields_of(model) if field.key.internal}
        assert internal
        assert public is None or not internal & set(public.__struct_fields__), kind


def test_a_care_case_prints_months_only(site: Path) -> None:
    _, files = published(site, as_of=AS_OF)
    html = files["care/open/index.html"].decode()
    assert "2026年5月" in html
    assert "6月1日" not in html


def with_portrait(root: Path, until: str) -> None:
    """A care case, a story and a piece of evidence that show one picture, with a portrait consent up to a day."""
    fill(root)
    write(root, "consents/face.yaml", CONSENT.format(until=until))
    record = CARE.format(alias="梧桐爷爷", state="帮扶中", release="已发布", consent="canary-valid", picture="face")
    write(root, "care/face.yaml", record.replace("无可辨认人物: 是", "肖像授权: face"))
    write(root, "media/face.svg", SVG.format(title="一张脸"))
    story = "---\n标题: 脸\n日期: 2026-01-01\n相关: [projects/a]\n封面: {文件: media/face.svg, 图片说明: 脸}\n---\n"
    write(root, "stories/face.md", story + "\n![脸](../media/face.svg)\n")


def test_a_picture_leaves_every_page_on_the_day_its_portrait_consent_ends(tmp_path: Path) -> None:
    with_portrait(tmp_path, "2026-12-01")
    _, before = published(tmp_path, as_of=date(2026, 11, 30))
    assert any("一张脸".encode() in content for content in before.values())
    result, after = published(tmp_path, as_of=date(2026, 12, 1))
    assert not any("一张脸".encode() in content for content in after.values())
    gone = {path for path in before if path.startswith("media/") and path not in after}
    assert len(gone) == 1
    pages = [content for path, content in after.items() if path.endswith(".html")]
    assert not any(path.encode() in content for path in gone for content in pages)
    assert "梧桐爷爷".encode() in after["care/face/index.html"]
    assert {"P11-ended", "picture-withdrawn"} <= {problem.code for problem in result.problems}

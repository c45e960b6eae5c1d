"""Nothing private in any byte of the output: canaries in every field and every record that must not get out."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image, PngImagePlugin

from generator import catalog
from generator.build import BuildResult, Workshop
from generator.config import Locations
from generator.models import MODELS, fields_of
from generator.publication import publish_site
from generator.vocabulary import KIND_NAMED
from tests.canaries import HIDDEN, Planter, Search, spellings

AS_OF = date(2026, 11, 23)
WITHDRAWN, EXPIRED = "白鸽", "灰雁"
"""What records show that are public at first: those that will be taken down, and those whose consent will end."""
STEMS = (HIDDEN, "canary")
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>{}</title><rect width="{}" height="1"/></svg>'
)
CONSENT: dict[str, object] = {
    "类型": "单独同意", "同意人": "监护人", "代理依据": f"{HIDDEN}依据", "公开渠道": ["网站"],
    "签署": "2025-08-19", "到期": "2027-03-07",
    "凭据摘要": f"{HIDDEN}摘要", "内部备注": f"{HIDDEN}备注",
}  # fmt: skip
DAYS_OF_CONSENT = ("2025-08-19", "2027-03-07")
BODY = "\n## {0}小标题\n\n{0}正文，[稿](../projects/canary-draft.yaml)，![图](../media/{1}.svg)\n"


class Garden:
    """A site of one language with everything planted in it, and builds of it."""

    def __init__(self, root: Path, language: str) -> None:
        self.root, self.language = root, language
        self.planted: dict[str, str] = {}
        self._settings()
        for number, name in enumerate(("shown", "canary-draft", "withdrawn", "expired"), 1):
            titles = {
                "shown": "图",
                "canary-draft": f"{HIDDEN}图",
                "withdrawn": f"{WITHDRAWN}图",
                "expired": f"{EXPIRED}图",
            }
            self.write(f"media/{name}.svg", PICTURE.format(titles[name], number))
        for kind in MODELS:
            if kind not in ("care_case", "consent"):
                self._records(kind)
        self._cases()

    def _settings(self) -> None:
        planter = Planter(self.planted)
        settings = {
            "名称": "网站",
            "语言": self.language,
            "另有语言": self.translation,
            "联系": {"单位": "居委会"},
            "可以公开": [planter.hidden("site.cleared")],
        }
        self.write("site.yaml", json.dumps(settings, ensure_ascii=False))

    def _records(self, kind: str) -> None:
        """One record that is public, one that is a draft, one that will be taken down."""
        draft = Planter(self.planted, HIDDEN, "media/canary-draft.svg")
        whole = Planter(self.planted, WITHDRAWN, "media/withdrawn.svg")
        public = Planter(self.planted)
        self.record(kind, "a", public.record(kind), BODY.format("", "shown"))
        self.record(kind, "canary-draft", draft.record(kind, 发布="草稿"), BODY.format(HIDDEN, "canary-draft"))
        if kind != "commitment":
            self.record(kind, "b", whole.record(kind), BODY.format(WITHDRAWN, "withdrawn"))

    def _cases(self) -> None:
        for name, more in (("canary-valid", {}), ("consent-2", {}), ("canary-old", {"到期": "2026-10-01"})):
            self.record("consent", name, CONSENT | more)
        self._case("case-1", Planter(self.planted, WITHDRAWN, "media/withdrawn.svg"), "canary-valid", "已发布")
        self._case("case-2", Planter(self.planted, EXPIRED, "media/expired.svg"), "consent-2", "已发布")
        for name, consent, release in (
            ("canary-draft", "canary-valid", "草稿"),
            ("case-3", "canary-old", "已发布"),
            ("case-4", "canary-valid", "已撤下"),
        ):
            self._case(name, Planter(self.planted, HIDDEN, "media/canary-draft.svg"), consent, release)

    def _case(self, name: str, planter: Planter, consent: str, release: str) -> None:
        written = json.dumps(planter.record("care_case", 发布=release))
        record = json.loads(written.replace("canary-valid", consent))  # helpers and portraits end with the case
        # A pseudonym has no letters, and a review has been: for that is what the gate asks of what is shown.
        numeral = "甲乙丙丁戊己"[["canary-draft", "case-1", "case-2", "case-3", "case-4"].index(name)]
        record["化名"] = f"{planter.shown}{numeral}"
        record["审核"] = {**record["审核"], "日期": CONSENT["签署"]}
        self.record("care_case", name, record)

    def record(self, kind: str, name: str, written: dict[str, object], body: str = "") -> None:
        text = json.dumps(written, ensure_ascii=False, indent=1)
        suffix = KIND_NAMED[kind].suffix
        self.write(
            f"{KIND_NAMED[kind].folder}/{name}{suffix}", f"---\n{text}\n---\n{body}" if suffix == ".md" else text
        )
        if suffix == ".md":
            front = json.dumps({"标题": str(written["标题"]), "一句话说明": str(written["标题"])}, ensure_ascii=False)
            self.write(f"{KIND_NAMED[kind].folder}/{name}.{self.translation}.md", f"---\n{front}\n---\n{body}")

    @property
    def translation(self) -> str:
        """The language that stories and pages are translated into, with all that they say."""
        return "en" if self.language == "zh" else "zh"

    def write(self, name: str, text: str) -> None:
        path = self.root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def read(self, name: str) -> str:
        return (self.root / "content" / name).read_text("utf-8")

    def published(self, *, as_of: date = AS_OF) -> dict[str, bytes]:
        return published(self.root, as_of=as_of)[1]

    def take_down(self) -> None:
        """Take down what shows ``WITHDRAWN``: records by a mark of their own, the case by its consent."""
        originals = (path for path in (self.root / "content").rglob("b.*") if len(path.suffixes) == 1)
        for path in sorted(originals):
            text = path.read_text("utf-8")
            path.write_text(
                text.replace("{", '{"发布": "已撤下", "撤下": {"日期": "2026-11-20", "原因": "有误"},', 1), "utf-8"
            )
        self.record("consent", "canary-valid", CONSENT | {"撤回": "2026-11-20", "撤回人": "监护人"})


def published(root: Path, *, as_of: date) -> tuple[BuildResult, dict[str, bytes]]:
    places = Locations(root, root / "output")
    workshop = Workshop(places, as_of=as_of)
    result = workshop.build()
    assert result.is_sound, [problem for problem in result.problems if problem.level == "error"]
    publish_site(workshop, places, result)
    workshop.save()
    files = (path for path in places.output.rglob("*") if path.is_file())
    return result, {path.relative_to(places.output).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module", params=["zh", "en"])
def garden(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Garden:
    return Garden(tmp_path_factory.mktemp("privacy") / "site", request.param)


def test_no_canary_gets_out_cold_or_warm_after_withdrawal_or_expiry(garden: Garden) -> None:
    hidden = {spelling for value in garden.planted for spelling in spellings(value)} | {*STEMS}
    hidden |= {spelling for day in DAYS_OF_CONSENT for spelling in spellings(day)}
    always = Search(hidden)
    first = garden.published()
    assert always.found(first) == []
    seen = {path for path, _ in Search([WITHDRAWN]).found(first)}
    for kind in MODELS:
        if kind not in ("consent", "commitment", "care_case"):
            page = f"{KIND_NAMED[kind].folder}/b/".removeprefix("pages/")
            assert f"{page}index.html" in seen
    assert {"care/case-1/index.html", "care/index.html"} <= seen
    assert Search([EXPIRED]).found(first)
    assert garden.published() == first

    garden.take_down()
    second = garden.published()
    assert always.found(second) == []
    assert Search([WITHDRAWN]).found(second) == []
    assert Search([EXPIRED]).found(second)
    assert b"noindex" in second["care/case-1/index.html"]

    third = garden.published(as_of=date(2027, 3, 7))
    assert always.found(third) == []
    assert Search([WITHDRAWN, EXPIRED]).found(third) == []
    assert b"noindex" in third["care/case-2/index.html"]


def test_every_field_that_is_never_published_was_planted(garden: Garden) -> None:
    """A new internal field is planted by itself; this is what there is today, so that none is lost unseen."""
    planted = {at.rpartition(".")[2] for at in garden.planted.values()}
    internal = {
        field.name
        for kind, model in MODELS.items()
        for field in fields_of(model)
        if kind != "consent" and field.key.internal and not (field.key.ref or field.key.choices or field.type is bool)
    }
    nested = {"text_on_picture", "by_role"}
    assert (internal | nested | {"cleared"}) - {"review"} <= planted


# -- the search can fail ---------------------------------------------------------------------------------


def _png(text: str, *, packed: bool) -> bytes:
    chunks, file = PngImagePlugin.PngInfo(), io.BytesIO()
    chunks.add_itxt("note", text, zip=packed)
    Image.new("RGB", (1, 1)).save(file, "PNG", pnginfo=chunks)
    return file.getvalue()


def _webp(text: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1, 1)).save(file, "WEBP", xmp=f"<x>{text}</x>".encode())
    return file.getvalue()


def _zip(text: str, name: str = "a.txt") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return file.getvalue()


def _idat(text: str) -> bytes:
    data = zlib.compress(text.encode())
    return b"\x89PNG\r\n\x1a\n" + len(data).to_bytes(4, "big") + b"IDAT" + data + b"0000"


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "gbk": lambda text: f"前{text}后".encode("gbk"),
    "utf-16-le": lambda text: f"a{text}".encode("utf-16-le"),
    "utf-16-be": lambda text: f"a{text}".encode("utf-16-be"),
    "percent": lambda text: f'href="?q={quote(text)}"'.encode(),
    "percent, gbk": lambda text: quote(text.encode("gbk")).encode(),
    "percent, twice": lambda text: quote(quote(text)).encode(),
    "references": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "references, hex": lambda text: "".join(f"&#x{ord(letter):x};" for letter in text).encode(),
    "reference in a reference": lambda text: html.escape("".join(f"&#{ord(letter)};" for letter in text)).encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json in json": lambda text: json.dumps(json.dumps(text)).encode(),
    "json in html": lambda text: html.escape(json.dumps(text)).encode(),
    "javascript": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()).encode(),
    "css": lambda text: "".join(f"\\{ord(letter):06x}" for letter in text).encode(),
    "base64": lambda text: base64.b64encode(f"x{text}y".encode()),
    "base64, other alphabet": lambda text: b'{"k":"' + base64.urlsafe_b64encode(f"ab{text}？？".encode()) + b'"}',
    "base64, utf-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "gzip in base64": lambda text: b"data:;base64," + base64.b64encode(gzip.compress(text.encode() + bytes(range(99)))),
    "hex": lambda text: text.encode().hex().encode(),
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()).encode(),
    "folded": lambda text: f"SUMMARY:{text[:1]}\r\n {text[1:]}".encode(),
    "tags between": lambda text: "<b>".join(text).encode(),
    "unseen between": lambda text: "\u200b".join(text).encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zip": _zip,
    "name in a zip": lambda text: _zip("", f"{text}.txt"),
    "png, packed": lambda text: _png(text, packed=True),
    "png": lambda text: _png(text, packed=False),
    "pixels": _idat,
    "webp": _webp,
}


@pytest.mark.parametrize("how", ENCODINGS)
@pytest.mark.parametrize("word", [HIDDEN, "canary", "2081年3月4日"])
def test_a_canary_is_found_in_every_encoding(how: str, word: str) -> None:
    search = Search([word])
    content = ENCODINGS[how](word)
    assert search.found({"a.bin": content}) == [("a.bin", word)]
    assert search.found({"a.bin": ENCODINGS[how]("普通的字，什么也没有")}) == []


def test_a_canary_is_found_in_the_name_of_a_file() -> None:
    search = Search(STEMS)
    assert search.found({"media/Canary.svg": b""}) == [("media/Canary.svg", "canary")]
    assert search.found({f"feeds/{quote(HIDDEN)}.xml": b""}) == [(f"feeds/{quote(HIDDEN)}.xml", HIDDEN)]


def test_a_canary_that_a_template_prints_is_found_in_a_real_build(tmp_path: Path) -> None:
    garden = Garden(tmp_path, "zh")
    page = (Locations(tmp_path, tmp_path).theme / "notfound.html").read_text("utf-8")
    (tmp_path / "templates").mkdir()
    printed = page.replace("{% endblock %}", '<p data-x="{{ "金丝雀"|urlencode }}"></p>{% endblock %}')
    (tmp_path / "templates/notfound.html").write_text(printed, "utf-8")
    assert Search(STEMS).found(garden.published()) == [("404.html", HIDDEN), ("en/404.html", HIDDEN)]


# -- what the gate lets through --------------------------------------------------------------------------


def test_public_types_have_no_internal_field() -> None:
    for model in MODELS.values():
        public = getattr(catalog, model.__name__, None)
        internal = {field.name for field in fields_of(model) if field.key.internal}
        assert internal
        assert public is None or not internal & set(public.__struct_fields__), model


CASE = """\
化名: {alias}
社区: a
类别: 独居老人
月份: 2026-05
概述: {alias}的事
状态: 帮扶中
发布: 已发布
授权: valid
撰写: 网格员
审核: {{角色: 书记, 日期: 2026-06-01}}
图片: [{{文件: media/{picture}.svg, 图片说明: 图, {people}}}]
"""
VALID = "类型: 单独同意\n同意人: 本人\n公开渠道: 网站\n签署: 2026-01-01\n到期: {until}\n"


def write(root: Path, name: str, text: str) -> None:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A site with one care case, and a story that shows a picture with a portrait consent up to 1 December."""
    write(tmp_path, "site.yaml", "名称: 网站\n联系: {单位: 居委会}\n")
    write(tmp_path, "communities/a.yaml", "名称: 甲社区\n区: 乙区\n街道: 丙街道\n")
    write(tmp_path, "consents/valid.yaml", VALID.format(until="2027-01-01"))
    write(tmp_path, "consents/face.yaml", VALID.format(until="2026-12-01"))
    write(tmp_path, "care/face.yaml", CASE.format(alias="梧桐爷爷", picture="face", people="肖像授权: face"))
    write(tmp_path, "media/face.svg", PICTURE.format("一张脸", 1))
    story = "---\n标题: 脸\n日期: 2026-01-01\n相关: [communities/a]\n封面: {文件: media/face.svg, 图片说明: 脸}\n---\n"
    write(tmp_path, "stories/face.md", story + "\n![脸](../media/face.svg)\n")
    return tmp_path


def test_a_care_case_prints_months_only(small: Path) -> None:
    _, files = published(small, as_of=AS_OF)
    page = files["care/face/index.html"].decode()
    assert "2026年5月" in page
    assert "6月1日" not in page


def test_a_picture_leaves_every_page_on_the_day_its_portrait_consent_ends(small: Path) -> None:
    _, before = published(small, as_of=date(2026, 11, 30))
    assert any("一张脸".encode() in content for content in before.values())
    result, after = published(small, as_of=date(2026, 12, 1))
    assert not any("一张脸".encode() in content for content in after.values())
    gone = {path for path in before if path.startswith("media/") and path not in after}
    assert len(gone) == 1
    pages = [content for path, content in after.items() if path.endswith(".html")]
    assert not any(path.encode() in content for path in gone for content in pages)
    assert "梧桐爷爷".encode() in after["care/face/index.html"]
    assert {"P11-ended", "picture-withdrawn"} <= {problem.code for problem in result.problems}

"""What names what: every id resolved to a full name, with the nearest ids where it names nothing.

A promise inside a record is named ``commitments/<id of the record>-<its own id>``; inside the same record its own
id is enough.
"""

from __future__ import annotations

import posixpath
import re

from msgspec import Struct

from .content import file_of, files_of_records, original_of, raw_prose, record, settings, translation
from .engine import Database, query
from .meant import meant_files, meant_id
from .models import Field
from .models.parts import Promise
from .models.walk import Leaf, leaves
from .nearest import nearest
from .problems import Argument, Problem, Where, Word
from .prose import ContentLink, find_in_body
from .values import Text
from .vocabulary import CATEGORIES, KIND_NAMED, KIND_OF_FOLDER

_TOPIC = "topic"

Path = tuple[str | int, ...]


class Promised(Struct, frozen=True, array_like=True):
    """Where a promise stands: in which record, at which position of its list (-1: the record is the promise)."""

    owner: str
    position: int


@query(firewall=True, suspects=("record",))
def promise_ids(db: Database, ref: str) -> tuple[str, ...]:
    """Return the own ids of the promises inside a record, in order."""
    found = record(db, ref)
    if found is None or isinstance(found, Promise):
        return ()
    return tuple(promise.id for promise in found.commitments)


@query(firewall=True)
def promises(db: Database) -> dict[str, Promised]:
    """Map the full name of every promise to the place where it is made."""
    found: dict[str, Promised] = {}
    for ref, path in files_of_records(db).items():
        if ref.startswith("commitments/"):
            made = {ref: (Promised(ref, -1), Where(path, 1, 1))}
        else:
            own = ref.partition("/")[2]
            made = {
                f"commitments/{own}-{name}": (
                    Promised(ref, position),
                    Where(path, field=("commitments", position, "id")),
                )
                for position, name in enumerate(promise_ids(db, ref))
                if name
            }
        for full_name, (place, where) in made.items():
            if full_name in found:
                other = files_of_records(db)[found[full_name].owner]
                db.note(Problem("address-collision", where, {"url": f"/{full_name}/", "other": other}))
            else:
                found[full_name] = place
    return found


def where_promised(db: Database, promise: str, *field: str | int) -> Where:
    """Return the place of a promise, or of a field of it; an empty path where there is no promise of this name."""
    place = promises(db).get(promise)
    if place is None:
        return Where("")
    inside = () if place.position < 0 else ("commitments", place.position)
    return Where(file_of(db, place.owner), field=(*inside, *field))


def where_written(db: Database, ref: str, *field: str | int) -> Where:
    """Return the place of a record, or of a field of it; an empty path where there is no record of this name."""
    return Where(file_of(db, ref), 0 if field else 1, field=field)


def owner_of(db: Database, promise: str) -> str:
    """Return the full name of the record that makes a promise, ``""`` where there is no promise of this name."""
    place = promises(db).get(promise)
    return place.owner if place else ""


def is_unreadable(db: Database, ref: str) -> bool:
    """Whether there is a file for a record that nothing can be read from, which is told elsewhere."""
    return bool(file_of(db, ref)) and record(db, ref) is None


@query
def names(db: Database) -> tuple[str, ...]:
    """Return every full name of the site, sorted."""
    return tuple(sorted({*files_of_records(db), *promises(db)}))


def exists(db: Database, ref: str) -> bool:
    """Whether something has this full name."""
    return is_promise(db, ref) if ref.startswith("commitments/") else "." not in ref and bool(file_of(db, ref))


@query(firewall=True)
def is_promise(db: Database, ref: str) -> bool:
    """Whether there is a promise of this full name."""
    return ref in promises(db)


@query(firewall=True)
def topic_ids(db: Database) -> dict[str, str]:
    """Map every word for a topic, its id and its names, to its id."""
    words: dict[str, str] = {}
    for topic_id, name in topic_names(db).items():
        for word in (topic_id, topic_id.replace("-", "_"), name.zh, name.en):
            words.setdefault(word, topic_id)
    words.pop("", None)
    return words


@query(firewall=True)
def topic_names(db: Database) -> dict[str, Text]:
    """Return the topics of the site by id. A site that names none has the categories of projects."""
    written = settings(db).topics
    if written:
        return {topic.id: topic.name or Text(topic.id) for topic in written}
    return {choice.key.replace("_", "-"): Text(choice.zh, choice.english) for choice in CATEGORIES}


class Resolution(Struct, frozen=True, array_like=True):
    """What the references of one record lead to.

    ``names`` maps ``kind:word`` as written to a full name (or a topic's id); ``links`` has, for each placeholder of the
    body, a full name, a media path, or ``""``.
    """

    names: dict[str, str] = {}
    links: tuple[str, ...] = ()


@query
def resolution(db: Database, ref: str) -> Resolution:
    """Resolve every reference of a record and of its body."""
    found = record(db, ref)
    if found is None:
        return Resolution()
    resolver = _Resolver(db, ref, file_of(db, ref))
    for leaf in leaves(found, _names_something):
        if leaf.field.key.ref:
            resolver.reference(leaf)
        else:
            resolver.media(leaf.value, leaf.path)
    resolver.local_names(found)
    links = resolver.body_links() if ref.startswith(("stories/", "pages/")) else ()
    return Resolution(resolver.names, links)


@query
def translated_links(db: Database, name: str) -> tuple[str, ...]:
    """Resolve every link in the body of a translation: what ``Resolution.links`` is for the body of a record."""
    return _Resolver(db, name, file_of(db, name)).body_links() if translation(db, name) is not None else ()


def _names_something(field: Field) -> bool:
    return bool(field.key.ref) or field.key.form == "media"


class _Resolver:
    """Resolves the references of one record, noting those that lead nowhere."""

    def __init__(self, db: Database, ref: str, path: str) -> None:
        self.names: dict[str, str] = {}
        self._db = db
        self._ref = ref
        self._path = path

    def _note(self, code: str, at: Path, hint: str | None = None, **arguments: Argument) -> None:
        self._db.note(Problem(code, Where(self._path, field=at), arguments, hint))

    def reference(self, leaf: Leaf) -> None:
        kind, word = leaf.field.key.ref, leaf.value
        if f"{kind}:{word}" in self.names:
            return  # a record names its partners again and again
        if kind == _TOPIC:
            self._topic(word, leaf.path)
            return
        target = self._find(kind, word, leaf.path)
        if target is None:
            self._report_unknown(kind, word, leaf.path)
        elif target and kind != "any" and not target.startswith(f"{KIND_NAMED[kind].folder}/"):
            known = self._known(KIND_NAMED[kind].folder)
            words: dict[str, Argument] = {"field": Word(leaf.field.key.zh, leaf.field.name), "id": word}
            hint, arguments = meant_id(word.rpartition("/")[2], known, {}, _kind_word(kind))
            self._note("wrong-kind-reference", leaf.path, hint, **words, **arguments)
        elif target:
            self.names[f"{kind}:{word}"] = target

    def _find(self, kind: str, word: str, at: Path) -> str | None:
        """Return the full name that ``word`` stands for, ``""`` where that is unclear (and said), ``None`` for none."""
        if "/" in word:
            folder = word.partition("/")[0]
            full_name = self._original(f"{folder}/{word.rpartition('/')[2]}")
            return full_name if folder in KIND_OF_FOLDER and exists(self._db, full_name) else None
        if kind == "commitment":
            own = f"commitments/{self._ref.partition('/')[2]}-{word}"
            if exists(self._db, own):
                return own
        if kind != "any":
            full_name = f"{KIND_NAMED[kind].folder}/{word}"
            return full_name if exists(self._db, full_name) else None
        candidates = [f"{folder}/{word}" for folder in KIND_OF_FOLDER if exists(self._db, f"{folder}/{word}")]
        if len(candidates) > 1:
            self._note("ambiguous-reference", at, id=word, candidates=tuple(candidates), first=candidates[0])
            return ""
        return candidates[0] if candidates else None

    def _known(self, folder: str) -> tuple[str, ...]:
        """Return the ids of a kind; of promises also those by which this record may name its own."""
        own = f"commitments/{self._ref.partition('/')[2]}-"
        found = self._full_names(folder)
        mine = tuple(name.removeprefix(own) for name in found if name.startswith(own))
        return mine + tuple(name.partition("/")[2] for name in found if not name.startswith(own))

    def _report_unknown(self, kind: str, word: str, at: Path) -> None:
        folder, _, name = word.rpartition("/")
        if kind == "consent":
            return  # the gate says so, with the reason why it matters
        if kind == "any" and folder in KIND_OF_FOLDER:
            self._report_nearest(word, self._full_names(folder), at, _kind_word(KIND_OF_FOLDER[folder].name))
        elif kind == "any":
            self._report_nearest(word, names(self._db), at, Word("记录"))
        else:
            self._report_nearest(word, self._known(KIND_NAMED[kind].folder), at, _kind_word(kind), name)

    def _full_names(self, folder: str) -> tuple[str, ...]:
        return tuple(name for name in names(self._db) if name.startswith(f"{folder}/"))

    def _report_nearest(
        self, word: str, known: tuple[str, ...], at: Path, kind: Word, name: str = "", none: str = "has-none"
    ) -> None:
        hint, arguments = meant_id(name or word, known, self._labels(word, known), kind, none)
        self._note("unknown-reference", at, hint, id=word, **arguments)

    def _labels(self, word: str, known: tuple[str, ...]) -> dict[str, str]:
        """Map what people call the records of ``known`` to their names; only for a word that cannot be an id."""
        if word.isascii():
            return {}
        wanted = {name.rpartition("/")[2]: name for name in known}
        refs = [ref for ref in files_of_records(self._db) if ref.partition("/")[2] in wanted]
        return {label: wanted[ref.partition("/")[2]] for ref in refs for label in labels(self._db, ref)}

    def _topic(self, word: str, at: Path) -> None:
        topic = topic_ids(self._db).get(word)
        if topic:
            self.names[f"{_TOPIC}:{word}"] = topic
            return
        hint, arguments = meant_id(word, topic_ids(self._db), {}, Word("主题", "topic"))
        if hint is None:
            arguments["known"] = tuple(Word(name.zh, name.en) for name in topic_names(self._db).values())
        self._note("unknown-reference", at, hint, id=word, **arguments)

    def media(self, path: str, at: Path) -> None:
        if not path.startswith("media/") or posixpath.normpath(path) != path:
            is_elsewhere = re.match(r"https?:|//", path)
            self._note("external-image" if is_elsewhere else "image-not-in-media", at, target=path)
        elif not self._db.read("listed", f"content/{path}"):
            near = tuple(name.removeprefix("content/") for name in meant_files(f"content/{path}", self._files(True)))
            self._note("broken-image", at, _did_you_mean(near), target=path, near=near)

    def _files(self, is_image: bool) -> list[str]:
        """Return the files that may have been meant: pictures, or whatever has a page."""
        found = [name for name in self._db.read("tree", "content") if not name.endswith("@")]
        return [name for name in found if name.startswith("content/media/") == is_image]

    def local_names(self, found: Struct) -> None:
        """Check the ids that are meant within one record or one meeting: requests and sources."""
        sources = tuple(source.id for source in getattr(found, "sources", ()) if source.id)
        for position, result in enumerate(getattr(found, "outcomes", ())):
            if result.source and result.source not in sources:
                self._report_local(result.source, sources, ("outcomes", position, "source"), Word("来源", "source"))
        origin = getattr(found, "origin", None)
        meeting = self.names.get(f"meeting:{origin.meeting}") if origin and origin.meeting else None
        if origin and origin.need and meeting:
            needs = need_ids(self._db, meeting)
            if origin.need not in needs:
                self._report_local(origin.need, needs, ("origin", "need"), Word("诉求", "request"))

    def _report_local(self, word: str, known: tuple[str, ...], at: Path, kind: Word) -> None:
        self._report_nearest(word, known, at, kind, none="has-none-here")

    # -- links in the body ------------------------------------------------------------------------

    def body_links(self) -> tuple[str, ...]:
        return tuple(self._body_link(link) for link in raw_prose(self._db, self._ref).links)

    def _body_link(self, link: ContentLink) -> str:
        target = link.target
        if target.startswith("content/media/"):
            if self._db.read("listed", target):
                return target.removeprefix("content/")
        elif target.startswith("content/") and not link.is_image:
            rest, suffix = posixpath.splitext(target.removeprefix("content/"))
            written = f"{rest.partition('/')[0]}/{posixpath.basename(rest)}"
            full_name = self._original(written)
            if exists(self._db, full_name) and (not suffix or file_of(self._db, written) == target):
                self._check_anchor(full_name, link)
                return full_name
        self._report_broken(link)
        return ""

    def _original(self, name: str) -> str:
        """Return the record of a translation: who names that means the record, in the language of the reader."""
        return original_of(name) if "." in name and file_of(self._db, name) else name

    def _check_anchor(self, full_name: str, link: ContentLink) -> None:
        if link.anchor and full_name.startswith(("stories/", "pages/")):
            in_same_language = full_name + self._ref[len(original_of(self._ref)) :]
            is_there = in_same_language != full_name and file_of(self._db, in_same_language)
            known = heading_ids(self._db, in_same_language if is_there else full_name)
            if link.anchor not in known:
                near = nearest(link.anchor, known, 1)
                arguments: dict[str, Argument] = {"target": link.written, "anchor": link.anchor, "near": near}
                self._report_in_body("broken-anchor", link, _did_you_mean(near), arguments)

    def _report_broken(self, link: ContentLink) -> None:
        if not link.is_image and _DOMAIN.match(link.written):
            self._report_in_body("broken-link", link, "needs-scheme", {"target": link.written})
            return
        folder = posixpath.dirname(self._path)
        near = tuple(posixpath.relpath(file, folder) for file in meant_files(link.target, self._files(link.is_image)))
        arguments: dict[str, Argument] = {"target": link.written, "near": near}
        self._report_in_body("broken-image" if link.is_image else "broken-link", link, _did_you_mean(near), arguments)

    def _report_in_body(self, code: str, link: ContentLink, hint: str | None, arguments: dict[str, Argument]) -> None:
        self._db.note(Problem(code, where_in_body(self._db, self._path, link), arguments, hint))


def where_in_body(db: Database, path: str, link: ContentLink) -> Where:
    """Return the place of a link in the body of a file."""
    from .source import decode_text, split_markdown

    text, _ = decode_text(path, db.read("file", path) or b"")
    _, body, first_line, _ = split_markdown(path, text)
    return find_in_body(path, body, first_line, link.written, link.occurrence)


_DOMAIN = re.compile(r"www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|gov|edu)(?:/|$)", re.IGNORECASE)


def _did_you_mean(near: tuple[str, ...]) -> str | None:
    return ("did-you-mean" if len(near) == 1 else "did-you-mean-many") if near else None


def _kind_word(kind: str) -> Word:
    return Word(KIND_NAMED[kind].zh, KIND_NAMED[kind].en)


@query
def labels(db: Database, ref: str) -> tuple[str, ...]:
    """Return what people call a record: its title, its name, its short name."""
    found = record(db, ref)
    texts = [getattr(found, name, None) for name in ("title", "name", "short", "alias")]
    return tuple(word for text in texts if isinstance(text, Text) for word in (text.zh, text.en) if word)


@query
def heading_ids(db: Database, ref: str) -> tuple[str, ...]:
    """Return the anchors of the headings in the body of a record."""
    return tuple(heading.id for heading in raw_prose(db, ref).prose.headings)


@query(firewall=True)
def need_ids(db: Database, ref: str) -> tuple[str, ...]:
    """Return the ids of the requests raised at a meeting."""
    return tuple(need.id for need in getattr(record(db, ref), "needs", ()))

"""What names what: every id resolved to a full name, with the nearest ids where it names nothing.

A promise inside a record is named ``commitments/<id of the record>-<its own id>``; inside the same record its own
id is enough.
"""

from __future__ import annotations

import posixpath

from msgspec import Struct

from .content import file_of, files_of_records, raw_prose, record, settings
from .engine import Database, query
from .models.parts import Promise
from .models.walk import leaves
from .nearest import nearest
from .problems import Argument, Problem, Where, Word
from .prose import find_in_body
from .source import decode_text, split_markdown
from .values import Text
from .vocabulary import CATEGORIES, KIND_NAMED, KIND_OF_FOLDER

_TOPIC = "topic"


class Promised(Struct, frozen=True):
    """Where a promise stands: in which record, at which position of its list (-1: the record is the promise)."""

    owner: str
    position: int


@query
def promise_ids(db: Database, ref: str) -> tuple[str, ...]:
    """Return the own ids of the promises inside a record, in order."""
    found = record(db, ref)
    if found is None or isinstance(found, Promise):
        return ()
    return tuple(promise.id for promise in found.commitments)


@query
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


@query
def names(db: Database) -> tuple[str, ...]:
    """Return every full name of the site, sorted."""
    return tuple(sorted({*files_of_records(db), *promises(db)}))


@query
def exists(db: Database, ref: str) -> bool:
    """Whether something has this full name."""
    return ref in promises(db) if ref.startswith("commitments/") else bool(file_of(db, ref))


@query
def topic_ids(db: Database) -> dict[str, str]:
    """Map every word for a topic, its id and its names, to its id."""
    words: dict[str, str] = {}
    for topic_id, name in topic_names(db).items():
        for word in (topic_id, topic_id.replace("-", "_"), name.zh, name.en):
            words.setdefault(word, topic_id)
    words.pop("", None)
    return words


@query
def topic_names(db: Database) -> dict[str, Text]:
    """Return the topics of the site by id. A site that names none has the categories of projects."""
    written = settings(db).topics
    if written:
        return {topic.id: topic.name or Text(topic.id) for topic in written}
    return {choice.key.replace("_", "-"): Text(choice.zh, choice.english) for choice in CATEGORIES}


class Resolution(Struct, frozen=True):
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
    for leaf in leaves(found):
        if leaf.field.key.ref:
            resolver.reference(leaf.field.key.ref, leaf.value, leaf.path, Word(leaf.field.key.zh))
        elif leaf.field.key.form == "media":
            resolver.media(leaf.value, leaf.path)
    resolver.local_names(found)
    links = resolver.body_links() if ref.startswith(("stories/", "pages/")) else ()
    return Resolution(resolver.names, links)


class _Resolver:
    """Resolves the references of one record, noting those that lead nowhere."""

    def __init__(self, db: Database, ref: str, path: str) -> None:
        self.names: dict[str, str] = {}
        self._db = db
        self._ref = ref
        self._path = path

    def _note(self, code: str, at: tuple[str | int, ...], hint: str | None = None, **arguments: Argument) -> None:
        self._db.note(Problem(code, Where(self._path, field=at), arguments, hint))

    def reference(self, kind: str, word: str, field: tuple[str | int, ...], field_name: Word) -> None:
        if kind == _TOPIC:
            self._topic(word, field)
            return
        target = self._find(kind, word, field)
        if target is None:
            self._report_unknown(kind, word, field)
        elif target and kind != "any" and not target.startswith(f"{KIND_NAMED[kind].folder}/"):
            self._note("wrong-kind-reference", field, field=field_name, kind=Word(KIND_NAMED[kind].zh), id=word)
        elif target:
            self.names[f"{kind}:{word}"] = target

    def _find(self, kind: str, word: str, field: tuple[str | int, ...]) -> str | None:
        """Return the full name that ``word`` stands for, ``""`` where that is unclear (and said), ``None`` for none."""
        if "/" in word:
            folder = word.partition("/")[0]
            full_name = f"{folder}/{word.rpartition('/')[2]}"
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
            self._note("ambiguous-reference", field, id=word, candidates=tuple(candidates), first=candidates[0])
            return ""
        return candidates[0] if candidates else None

    def _report_unknown(self, kind: str, word: str, field: tuple[str | int, ...]) -> None:
        if kind == "any":
            known = names(self._db)
            label = Word("记录")
        else:
            folder = KIND_NAMED[kind].folder
            known = tuple(name.partition("/")[2] for name in names(self._db) if name.startswith(f"{folder}/"))
            label = Word(KIND_NAMED[kind].zh)
        self._report_nearest(word, known, field, label)

    def _report_nearest(self, word: str, known: tuple[str, ...], field: tuple[str | int, ...], label: Word) -> None:
        near = nearest(word, known)
        if near:
            hint = "did-you-mean" if len(near) == 1 else "did-you-mean-many"
            self._note("unknown-reference", field, hint, kind=label, id=word, near=near)
        elif known:
            self._note("unknown-reference", field, kind=label, id=word, known=known[:8])
        else:
            self._note("unknown-reference", field, "has-none", kind=label, id=word)

    def _topic(self, word: str, field: tuple[str | int, ...]) -> None:
        topic = topic_ids(self._db).get(word)
        if topic:
            self.names[f"{_TOPIC}:{word}"] = topic
        else:
            self._report_nearest(word, tuple(name.zh for name in topic_names(self._db).values()), field, Word("主题"))

    def media(self, path: str, field: tuple[str | int, ...]) -> None:
        if not self._db.read("listed", f"content/{path}"):
            self._report_media("broken-image", path, field=field)

    def _report_media(self, code: str, path: str, field: tuple[str | int, ...]) -> None:
        near = nearest(
            f"content/{path}",
            [name for name in self._db.read("tree", "content") if name.startswith("content/media/")],
            1,
        )
        hint = "did-you-mean" if near else None
        self._note(code, field, hint, target=path, near=tuple(name.removeprefix("content/") for name in near))

    def local_names(self, found: Struct) -> None:
        """Check the ids that are meant within one record or one meeting: requests and sources."""
        sources = tuple(source.id for source in getattr(found, "sources", ()) if source.id)
        for position, result in enumerate(getattr(found, "outcomes", ())):
            if result.source and result.source not in sources:
                self._report_nearest(result.source, sources, ("outcomes", position, "source"), Word("来源"))
        origin = getattr(found, "origin", None)
        meeting = self.names.get(f"meeting:{origin.meeting}") if origin and origin.meeting else None
        if origin and origin.need and meeting:
            needs = need_ids(self._db, meeting)
            if origin.need not in needs:
                self._report_nearest(origin.need, needs, ("origin", "need"), Word("诉求"))

    # -- links in the body ------------------------------------------------------------------------

    def body_links(self) -> tuple[str, ...]:
        return tuple(
            self._body_link(link.target, link.written, link.is_image) for link in raw_prose(self._db, self._ref).links
        )

    def _body_link(self, target: str, written: str, is_image: bool) -> str:
        if not target.startswith("content/"):
            self._report_in_body("broken-image" if is_image else "broken-link", written, ())
            return ""
        if target.startswith("content/media/"):
            if self._db.read("listed", target):
                return target.removeprefix("content/")
        else:
            rest = target.removeprefix("content/")
            stem = posixpath.splitext(posixpath.basename(rest))[0]
            full_name = f"{rest.partition('/')[0]}/{stem}"
            suffix = posixpath.splitext(rest)[1]
            if exists(self._db, full_name) and (not suffix or file_of(self._db, full_name) == target):
                return full_name
        known = [name for name in self._db.read("tree", "content") if not name.endswith("@")]
        near = tuple(posixpath.relpath(name, posixpath.dirname(self._path)) for name in nearest(target, known, 1))
        self._report_in_body("broken-image" if is_image else "broken-link", written, near)
        return ""

    def _report_in_body(self, code: str, written: str, near: tuple[str, ...]) -> None:
        text, _ = decode_text(self._path, self._db.read("file", self._path) or b"")
        _, body, first_line, _ = split_markdown(self._path, text)
        where = find_in_body(self._path, body.split("\n"), first_line, written)
        arguments: dict[str, Argument] = {"target": written, "near": near}
        self._db.note(Problem(code, where, arguments, "did-you-mean" if near else None))


@query
def need_ids(db: Database, ref: str) -> tuple[str, ...]:
    """Return the ids of the requests raised at a meeting."""
    return tuple(need.id for need in getattr(record(db, ref), "needs", ()))

from __future__ import annotations

import contextlib
import html
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from generator.problems import DizaoError, Problem, Where
from generator.serve import Outcome, ShownProblem, follow, serve
from generator.serve.files import content_type
from generator.serve.live import Live
from generator.watch import Changes, Watcher

DAY = 86_400.0
PAGE = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
BROKEN = Outcome(
    False,
    (
        ShownProblem(
            "error",
            "content/stories/a.md:3:5",
            "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">",
            "是不是「<b>wufang</b>」？",
            "标题: <script>alert(1)</script>",
        ),
        ShownProblem("warning", "content/projects/b.yaml:1", "第二个问题", "", ""),
    ),
    (),
    (),
    0.1,
)


def built(*written: str, deleted: Sequence[str] = ()) -> Outcome:
    return Outcome(True, (), written, tuple(deleted), 0.01)


class Hand(Watcher):
    """A watcher moved by hand: the test says what changed."""

    def __init__(self) -> None:
        super().__init__([])
        self.moves: queue.Queue[Changes | None] = queue.Queue()

    def wait(self, timeout: float | None) -> Changes | None:
        if self.stopped:
            return None
        try:
            return self.moves.get(timeout=timeout)
        except queue.Empty:
            return None

    def change(self, *paths: str) -> None:
        self.moves.put(Changes(frozenset(paths), False))

    def stop(self) -> None:
        super().stop()
        self.moves.put(None)


@dataclass
class Site:
    """A running server with an editor's hand on it."""

    output: Path
    url: str = ""
    said: list[str] = field(default_factory=list)
    watcher: Hand = field(default_factory=Hand)
    outcomes: queue.Queue[Outcome] = field(default_factory=queue.Queue)
    done: queue.Queue[Outcome] = field(default_factory=queue.Queue)
    result: list[int] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1].rstrip("/"))

    def write(self, name: str, text: str | bytes) -> None:
        path = self.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.new")
        aside.write_bytes(text if isinstance(text, bytes) else text.encode())
        aside.replace(path)

    def rebuild(self, outcome: Outcome) -> None:
        """Let one rebuild come to ``outcome``, and wait until it has been told."""
        self.outcomes.put(outcome)
        self.watcher.change("somewhere")
        self.done.get(timeout=10)


@contextmanager
def running(output: Path, *, first: Outcome | None = None, port: int = 0, **options: Any) -> Iterator[Site]:
    site = Site(output)
    site.outcomes.put(first if first is not None else built())

    def rebuild(changes: Changes | None) -> Outcome:
        return site.outcomes.get(timeout=30)

    def run() -> None:
        options.setdefault("next_midnight", _far_from_midnight())
        site.result.append(
            serve(
                output, site.watcher, rebuild, port=port, say=site.said.append, on_outcome=site.done.put, **options
            )
        )  # fmt: skip

    thread = threading.Thread(target=run)
    thread.start()
    try:
        site.done.get(timeout=10)
        site.url = next(match[0] for line in site.said if (match := re.search(r"http://\S+/", line)))
        yield site
    finally:
        site.watcher.stop()
        thread.join(10)
        assert not thread.is_alive()
    assert site.result == [0]


def _far_from_midnight() -> Callable[[], float]:
    midnight = time.time() + DAY
    return lambda: midnight - time.time()


def made(tmp_path: Path) -> Path:
    """An output folder, with things beside it that nobody may see."""
    folder = tmp_path / "output"
    for name, text in {
        "index.html": PAGE.format("首页"),
        "404.html": PAGE.format("没有找到"),
        "stories/a/index.html": PAGE.format("故事"),
        "stories/readme.txt": "你好",
        "empty/x.txt": "x",
        ".dizao-manifest.json": "secret manifest",
        ".dizao-stage/x.html": "secret stage",
        ".well-known/security.txt": "Contact: x",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret outside", encoding="utf-8")
    (tmp_path / "output-evil").mkdir()
    (tmp_path / "output-evil" / "x.txt").write_text("secret beside", encoding="utf-8")
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server for tests that change nothing."""
    with running(made(tmp_path_factory.mktemp("shared"))) as running_site:
        yield running_site


@pytest.fixture
def site(output: Path) -> Iterator[Site]:
    with running(output) as running_site:
        yield running_site


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.url, trust_env=False) as opened:
        yield opened


@pytest.fixture
def reader(shared: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shared.url, trust_env=False) as opened:
        yield opened


# -- pages ----------------------------------------------------------------------------------------


def test_a_folder_is_its_index_and_without_the_slash_leads_there(reader: httpx.Client) -> None:
    assert "故事" in reader.get("/stories/a/").text
    assert "故事" in reader.get("/stories/a/index.html").text
    answer = reader.get("/stories/a?x=1")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/stories/a/?x=1"


def test_folders_are_not_listed(reader: httpx.Client) -> None:
    for path in ("/empty", "/empty/", "/stories/"):
        answer = reader.get(path)
        assert answer.status_code == 404
        assert "x.txt" not in answer.text


def test_a_missing_page_is_the_sites_own_with_status_404(reader: httpx.Client) -> None:
    answer = reader.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.text
    assert "/_dizao/reload.js" in answer.text


def test_without_a_page_of_its_own_a_missing_page_says_so(site: Site, client: httpx.Client) -> None:
    (site.output / "404.html").unlink()
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.text


def test_hidden_files_are_never_served(reader: httpx.Client) -> None:
    for path in ("/.dizao-manifest.json", "/.dizao-stage/x.html", "/.dizao-stage/", "/%2edizao-manifest.json"):
        answer = reader.get(path)
        assert answer.status_code == 404
        assert "secret" not in answer.text
    assert reader.get("/.well-known/security.txt").text == "Contact: x"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.html", "text/html; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.webp", "image/webp"),
        ("a.avif", "image/avif"),
        ("calendar.ics", "text/calendar; charset=utf-8"),
        ("feed.json", "application/feed+json; charset=utf-8"),
        ("data/feed.xml", "application/atom+xml; charset=utf-8"),
        ("a.webmanifest", "application/manifest+json; charset=utf-8"),
        ("datapackage.json", "application/json; charset=utf-8"),
        ("a.csv", "text/csv; charset=utf-8"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.wasm", "application/wasm"),
        ("a.pf_meta", "application/octet-stream"),
    ],
)
def test_types_are_right_on_every_system(name: str, kind: str) -> None:
    assert content_type(name) == kind


def test_a_file_is_served_with_its_type(site: Site, client: httpx.Client) -> None:
    site.write("data/开放.csv", "编号")
    answer = client.get("/data/开放.csv")
    assert (answer.headers["content-type"], answer.text) == ("text/csv; charset=utf-8", "编号")


def test_every_answer_is_guarded_and_kept_nowhere(reader: httpx.Client) -> None:
    for path in ("/", "/stories/a", "/nowhere/", "/_dizao/reload.js", "/_dizao/reload.css", "/stories/readme.txt"):
        headers = reader.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"] == "default-src 'self'"
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


def test_no_worker_of_the_site_is_let_in(client: httpx.Client, output: Path) -> None:
    (output / "sw.js").write_text("keep everything", "utf-8")
    answer = client.get("/sw.js")
    assert "unregister" in answer.text
    assert "keep everything" not in answer.text


def test_only_get_and_head_are_answered(reader: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"):
        answer = reader.request(method, "/")
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"
    for path in ("/", "/_dizao/events"):
        answer = reader.head(path)
        assert answer.status_code == 200
        assert not answer.content
    assert reader.head("/").headers["content-length"] == str(len(reader.get("/").content))


def test_a_page_replaced_while_it_is_sent_arrives_whole(site: Site) -> None:
    old, new = ("<body>" + letter * 4_000_000 + "</body>" for letter in "ab")
    site.write("big.html", old)
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as connection:
        connection.sendall(b"GET /big.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        received = connection.recv(1000)
        site.write("big.html", new)
        while data := connection.recv(1 << 20):
            received += data
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    assert length is not None
    assert len(body) == int(length[1])
    assert body.count(b"a") >= 4_000_000
    assert b"bbbb" not in body


def test_pages_get_the_script_before_the_end_of_the_body_and_files_do_not(site: Site, client: httpx.Client) -> None:
    script = '<script src="/_dizao/reload.js" defer></script>'
    assert client.get("/").text.endswith(f"{script}</body></html>")
    site.write("odd.html", "<p></BODY > text </body\n>")
    assert re.search(re.escape(script) + r"</body\n>$", client.get("/odd.html").text)
    site.write("part.html", "<p>no end")
    assert client.get("/part.html").text.endswith(script)
    assert client.get("/stories/readme.txt").text == "你好"
    assert script not in (site.output / "index.html").read_text(encoding="utf-8")


# -- paths ----------------------------------------------------------------------------------------

NASTY = [
    b"/../secret.txt",
    b"/../../../../../../etc/passwd",
    b"/..%2fsecret.txt",
    b"/%2e%2e/secret.txt",
    b"/%2e%2e%2fsecret.txt",
    b"/%2E%2E%5Csecret.txt",
    b"/..%5csecret.txt",
    b"/..\\secret.txt",
    b"/%252e%252e%252fsecret.txt",
    b"/stories/../../secret.txt",
    b"/stories/%2e%2e/%2e%2e/secret.txt",
    b"/stories/..;/..;/secret.txt",
    b"/....//....//secret.txt",
    b"/.%00./secret.txt",
    b"/index.html%00.txt",
    b"/%00",
    b"/%c0%ae%c0%ae/secret.txt",
    b"/%c0%ae%c0%ae%c0%afsecret.txt",
    b"/%e0%80%ae%e0%80%ae/secret.txt",
    b"/%ff%fe/secret.txt",
    b"/%u002e%u002e/secret.txt",
    b"//etc/passwd",
    b"///etc/passwd",
    b"/%2fetc%2fpasswd",
    b"/etc/passwd",
    b"/./secret.txt",
    b"/.",
    b"/..",
    b"/../output-evil/x.txt",
    b"/C:/Windows/win.ini",
    b"/C:%5CWindows%5Cwin.ini",
    b"/%5c%5cserver%5cshare",
    b"/index.html::$DATA",
    b"/index.html.",
    b"/index.html%20",
    b"/con",
    b"/NUL.html",
    b"/file:///etc/passwd",
    b"/~root/.ssh/id_rsa",
    b"/.git/config",
    b"/.dizao-manifest.json",
    b"/%2e%64izao-manifest.json",
    b"/stories/../.dizao-manifest.json",
    b"/link-to-file",
    b"/link-to-folder/secret.txt",
    b"/link-to-hidden",
    b"/link-to-itself",
    b"/pipe",
    b"/stories/readme.txt/",
    b"/stories/readme.txt/x",
    b"/_dizao/../secret.txt",
    b"/_dizao/%2e%2e/secret.txt",
    b"/_dizao/reload.js/../../serve/server.py",
    b"/_dizao/",
    b"/%0d%0aSet-Cookie:x",
    b"/%0a",
    b"/" + b"a" * 5_000,
    b"/" + b"a/" * 3_000,
    b"http://evil.example/../secret.txt",
    b"http://localhost/stories/a/",
    b"../secret.txt",
    b"secret.txt",
    b"?/../secret.txt/",
]


def test_no_path_leads_out_of_the_output(output: Path, tmp_path: Path) -> None:
    links = os.name != "nt"
    if links:
        (output / "link-to-file").symlink_to(tmp_path / "secret.txt")
        (output / "link-to-folder").symlink_to(tmp_path, target_is_directory=True)
        (output / "link-to-hidden").symlink_to(output / ".dizao-manifest.json")
        (output / "link-to-itself").symlink_to("link-to-itself")
        (output / "inside").symlink_to(output / "stories" / "readme.txt")
        os.mkfifo(output / "pipe")
    with running(output) as site:
        for path in NASTY:
            status, body = ask(site.port, path)
            assert status in {b"404", b"400"}, path
            if path.startswith(b"/") and b"\\" not in path:
                assert status == b"404", path
            for secret in (b"secret ", b"root:", b"Traceback", b'File "', str(tmp_path).encode(), b"site-packages"):
                assert secret not in body, (path, secret)
        assert ask(site.port, b"/stories/readme.txt")[0] == b"200"
        if links:
            assert ask(site.port, b"/inside")[0] == b"200"


def ask(port: int, path: bytes, host: bytes = b"localhost", extra: bytes = b"") -> tuple[bytes, bytes]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(
            b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + extra + b"Connection: close\r\n\r\n"
        )
        received = b""
        while data := connection.recv(1 << 16):
            received += data
            if b"text/event-stream" in received:
                break
    return received.split(b" ", 2)[1], received


def test_an_error_inside_the_server_shows_nothing_of_it(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*anything: Any) -> None:
        raise RuntimeError(f"in {tmp_path}")

    monkeypatch.setattr("generator.serve.files.find", fail)
    status, body = ask(site.port, b"/")
    assert status == b"500"
    assert b"Traceback" not in body
    assert str(tmp_path).encode() not in body
    assert b"nosniff" in body


# -- who may ask ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [b"/", b"/_dizao/events", b"/_dizao/reload.js", b"/nowhere"])
@pytest.mark.parametrize(
    "host",
    [
        b"evil.example", b"evil.example:8000", b"localhost.evil.example", b"127.0.0.1.evil.example", b"192.168.1.9",
        b"127.0.0.2", b"0.0.0.0", b"localhost@evil.example", b"[::2]:8000", b"", b"localhost:80:80", b"::1",
    ],
)  # fmt: skip
def test_other_names_are_refused(shared: Site, path: bytes, host: bytes) -> None:
    status, body = ask(shared.port, path, host)
    assert status in {b"403", b"400"}
    assert "首页".encode() not in body
    assert b"event:" not in body


def test_two_names_are_refused(shared: Site) -> None:
    assert ask(shared.port, b"/", b"localhost", b"Host: evil.example\r\n")[0] in {b"400", b"403"}


def test_a_request_without_a_name_is_refused(shared: Site) -> None:
    with socket.create_connection(("127.0.0.1", shared.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b" 403 " in connection.recv(100)


def test_names_of_this_computer_and_extra_names_are_answered(output: Path) -> None:
    with running(output, extra_hosts=["Preview.example"]) as site:
        for host in (b"localhost", b"LOCALHOST:1", b"127.0.0.1:8000", b"[::1]:9", b"preview.example:443"):
            assert ask(site.port, b"/", host)[0] == b"200"
            assert ask(site.port, b"/_dizao/events", host)[0] == b"200"


def test_every_address_of_the_computer_is_warned_about_and_answers_numbers_only(output: Path) -> None:
    with running(output, host="0.0.0.0") as site:
        assert site.url.startswith("http://127.0.0.1:")
        assert "注意：同一网络里的人都能打开这个还没有发布的网站。" in site.said
        assert ask(site.port, b"/", b"192.168.1.9:8000")[0] == b"200"
        assert ask(site.port, b"/", b"evil.example")[0] == b"403"


def test_loopback_alone_is_not_warned_about(shared: Site) -> None:
    assert len(shared.said) == 1


# -- ports ----------------------------------------------------------------------------------------


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_gives_way_to_the_next_and_says_so(output: Path) -> None:
    with taken_port() as port, running(output, port=port) as site:
        assert port < site.port <= port + 20
        assert site.said[0] == f"端口 {port} 已被占用，改用 {site.port}。"
        assert httpx.get(site.url, trust_env=False).status_code == 200


def test_a_taken_port_that_must_be_it_is_an_error(output: Path) -> None:
    with taken_port() as port, pytest.raises(DizaoError) as caught:
        serve(output, Hand(), lambda changes: built(), port=port, strict_port=True, next_midnight=lambda: DAY)
    assert caught.value.exit_code == 3
    assert caught.value.problem.code == "port-busy"
    assert caught.value.problem.arguments["port"] == str(port)
    assert int(cast("str", caught.value.problem.arguments["next"])) > port


def test_an_address_that_is_not_this_computers_is_an_error(output: Path) -> None:
    with pytest.raises(DizaoError) as caught:
        serve(output, Hand(), lambda changes: built(), host="192.0.2.1", port=0, next_midnight=lambda: DAY)
    assert (caught.value.problem.code, caught.value.exit_code) == ("host-unusable", 2)


# -- the stream -----------------------------------------------------------------------------------


class Stream:
    """A listener to the events of a site."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()

    def next(self) -> tuple[str, Any]:
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        return "end", None


@contextmanager
def listening(client: httpx.Client) -> Iterator[Stream]:
    with client.stream("GET", "/_dizao/events", timeout=10) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response)


def test_the_stream_begins_with_the_state_and_tells_of_every_rebuild(site: Site, client: httpx.Client) -> None:
    with listening(client) as stream:
        name, state = stream.next()
        assert name == "state"
        assert (state["generation"], state["attempt"], state["problems"]) == (1, 1, [])
        site.rebuild(
            built("index.html", "stories/a/index.html", "style.css", "媒体/图.webp", deleted=["old/index.html"])
        )
        assert stream.next() == (
            "built",
            {
                "server": state["server"],
                "generation": 2,
                "everything": False,
                "written": ["/", "/stories/a/", "/style.css", "/%E5%AA%92%E4%BD%93/%E5%9B%BE.webp"],
                "deleted": ["/old/"],
            },
        )
        site.rebuild(BROKEN)
        name, problems = stream.next()
        assert name == "problems"
        assert [problem["place"] for problem in problems] == ["content/stories/a.md:3:5", "content/projects/b.yaml:1"]
        assert problems[0]["line_text"] == "标题: <script>alert(1)</script>"
    with listening(client) as stream:
        state = stream.next()[1]
        assert (state["generation"], state["attempt"], len(state["problems"])) == (2, 3, 2)


def test_a_rebuild_of_everything_lists_nothing(site: Site, client: httpx.Client) -> None:
    with listening(client) as stream:
        stream.next()
        site.rebuild(built(*(f"{number}.html" for number in range(1000))))
        name, event = stream.next()
        assert (name, event["everything"], event["written"]) == ("built", True, [])


def test_the_stream_has_a_heartbeat(site: Site, client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.serve.live._HEARTBEAT", 0.05)
    with client.stream("GET", "/_dizao/events", timeout=5) as response:
        assert ": " in response.iter_lines()


def test_a_closed_page_leaves_no_stream_behind(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lives: list[Live] = []

    class Kept(Live):
        def __init__(self) -> None:
            super().__init__()
            lives.append(self)

    monkeypatch.setattr("generator.serve.server.Live", Kept)
    with running(output) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        with listening(client) as stream:
            stream.next()
            assert lives[0].listeners == 1
        until(lambda: lives[0].listeners == 0)


def until(condition: Callable[[], bool], within: float = 5.0) -> None:
    ends = time.monotonic() + within
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_the_server_ends_within_two_seconds_with_pages_open(output: Path) -> None:
    with ExitStack() as stack:
        start = 0.0
        with running(output) as site:
            client = stack.enter_context(httpx.Client(base_url=site.url, trust_env=False))
            client.get("/")
            streams = [stack.enter_context(listening(client)) for _ in range(3)]
            for stream in streams:
                stream.next()
            start = time.monotonic()
        assert time.monotonic() - start < 2.0
        with contextlib.suppress(httpx.RemoteProtocolError):
            assert streams[0].next() == ("end", None)


PROGRAM = """
import sys, time
from pathlib import Path
from generator.serve import Outcome, serve
from generator.watch import Watcher
output = Path(sys.argv[1])
def rebuild(changes):
    if len(sys.argv) > 2:
        print("building", flush=True)
        time.sleep(60)
    return Outcome(True, (), (), (), 0.0)
say = lambda text: print(text, flush=True)
with Watcher([output]) as watcher:
    code = serve(output, watcher, rebuild, port=0, next_midnight=lambda: 9e5 - time.time() % 1e5, say=say)
print("ended", flush=True)
sys.exit(code)
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "building"])
def test_ctrl_c_and_sigterm_end_the_program_in_order(output: Path, number: signal.Signals, busy: bool) -> None:
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(output), *(["busy"] if busy else [])]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, encoding="utf-8"
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        line = program.stdout.readline()
        url = re.search(r"http://\S+/", line)
        assert url is not None, program.stderr.read()
        if busy:
            assert program.stdout.readline() == "building\n"
        with httpx.Client(base_url=url[0], trust_env=False) as client, listening(client) as stream:
            stream.next()
            start = time.monotonic()
            program.send_signal(number)
            assert program.wait(10) == 0
            assert time.monotonic() - start < 2.0
        assert program.stdout.read() == "ended\n"
        assert not program.stderr.read()


def test_neither_starlette_nor_uvicorn_nor_watchdog_is_imported_before_a_server_starts() -> None:
    code = (
        "import sys, generator.serve, generator.watch;"
        "print({'starlette', 'uvicorn', 'watchdog', 'anyio'} & set(sys.modules))"
    )
    root = Path(__file__).parent.parent
    told = subprocess.run([sys.executable, "-c", code], cwd=root, check=True, capture_output=True, encoding="utf-8")
    assert told.stdout == "set()\n"


# -- before there is a site -----------------------------------------------------------------------


def test_while_no_build_succeeded_the_problems_stand_in_the_page(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with running(output, first=BROKEN) as site, httpx.Client(base_url=site.url, trust_env=False) as client:
        for path in ("/", "/stories/a/", "/index.html"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert html.escape(BROKEN.problems[0].message) in answer.text
            assert "<script>document" not in answer.text
            assert "第二个问题" in answer.text
            assert "/_dizao/reload.js" in answer.text
            assert 'data-kind="waiting"' in answer.text
        assert client.get("/style.css").status_code == 404
        site.write("index.html", PAGE.format("首页"))
        site.rebuild(built("index.html"))
        assert client.get("/").status_code == 200
        assert client.get("/stories/a/").status_code == 404


def test_a_page_asked_for_during_the_first_build_waits(tmp_path: Path) -> None:
    asked = threading.Event()

    def rebuild(changes: Changes | None) -> Outcome:
        assert asked.wait(10)
        return built()

    said: queue.Queue[str] = queue.Queue()
    hand = Hand()
    thread = threading.Thread(
        target=serve,
        args=(tmp_path / "output", hand, rebuild),
        kwargs={"port": 0, "say": said.put, "next_midnight": lambda: DAY},
    )
    thread.start()
    try:
        url = re.search(r"http://\S+/", said.get(timeout=10))
        assert url is not None
        answer = httpx.get(url[0], trust_env=False)
        assert answer.status_code == 503
        assert "正在生成网站" in answer.text
    finally:
        asked.set()
        hand.stop()
        thread.join(10)


def test_the_last_good_site_stays_while_a_build_fails(site: Site, client: httpx.Client) -> None:
    site.rebuild(BROKEN)
    assert client.get("/").status_code == 200
    assert client.get("/nowhere/").status_code == 404


def test_words_are_in_the_editors_language(output: Path) -> None:
    with (
        running(output, translate=lambda text: f"[{text}]", language="en", first=BROKEN) as site,
        httpx.Client(base_url=site.url, trust_env=False) as client,
    ):
        assert all(line.startswith("[") for line in site.said)
        assert "[展开]" in client.get("/").text
        (output / "index.html").unlink()
        answer = client.get("/")
        assert "[网站还没有生成]" in answer.text
        assert '<html lang="en">' in answer.text


# -- the loop -------------------------------------------------------------------------------------


@dataclass
class Loop:
    """Runs ``follow`` on a thread, and keeps what the rebuilds were given and came to."""

    hand: Hand = field(default_factory=Hand)
    given: queue.Queue[Changes | None] = field(default_factory=queue.Queue)
    outcomes: queue.Queue[Outcome] = field(default_factory=queue.Queue)

    @contextmanager
    def following(
        self,
        rebuild: Callable[[Changes | None], Outcome] | None = None,
        next_midnight: Callable[[], float] | None = None,
        **options: Any,
    ) -> Iterator[None]:
        def note(changes: Changes | None) -> Outcome:
            self.given.put(changes)
            return rebuild(changes) if rebuild is not None else built()

        thread = threading.Thread(
            target=follow,
            args=(self.hand, note),
            kwargs={
                "next_midnight": next_midnight or _far_from_midnight(),
                "on_outcome": self.outcomes.put,
                "should_stop": lambda: False,
                **options,
            },
        )
        thread.start()
        try:
            yield
        finally:
            self.hand.stop()
            thread.join(10)
            assert not thread.is_alive()


def test_the_first_build_and_every_change_are_rebuilt() -> None:
    loop = Loop()
    with loop.following():
        assert loop.given.get(timeout=5) is None
        loop.hand.change("/site/a.md")
        assert loop.given.get(timeout=5) == Changes(frozenset({"/site/a.md"}), False)


def test_an_exception_in_a_rebuild_is_a_problem_and_the_loop_goes_on() -> None:
    def fail(changes: Changes | None) -> Outcome:
        if changes is None:
            raise ValueError("不好")
        if "settings" in changes.paths:
            raise DizaoError(Problem("output-busy", Where(""), {"path": "output", "pid": "7"}), 3)
        return built()

    loop = Loop()
    with loop.following(fail):
        outcome = loop.outcomes.get(timeout=5)
        assert not outcome.ok
        assert [problem.message for problem in outcome.problems] == ["生成网站时程序出错：ValueError: 不好"]
        loop.hand.change("settings")
        outcome = loop.outcomes.get(timeout=5)
        assert [problem.message for problem in outcome.problems] == ["另一个 dizao 正在发布到 output（进程 7）"]
        loop.hand.change("content")
        assert loop.outcomes.get(timeout=5).ok


def test_a_change_of_date_is_rebuilt_once() -> None:
    midnight = [time.time() + 0.2]

    def next_midnight() -> float:
        if time.time() >= midnight[0]:
            midnight[0] += DAY
        return midnight[0] - time.time()

    loop = Loop()
    with loop.following(next_midnight=next_midnight):
        assert loop.given.get(timeout=5) is None
        assert loop.given.get(timeout=5) is None
        with pytest.raises(queue.Empty):
            loop.given.get(timeout=0.2)


@pytest.mark.parametrize("jump", [DAY, -DAY, 3 * DAY], ids=["slept a day", "set back a day", "slept three days"])
def test_a_clock_that_jumped_is_noticed_at_the_next_look(monkeypatch: pytest.MonkeyPatch, jump: float) -> None:
    monkeypatch.setattr("generator.serve.loop._RECHECK", 0.05)
    midnight = [time.time() + DAY / 2]
    loop = Loop()
    with loop.following(next_midnight=lambda: midnight[0] - time.time()):
        assert loop.given.get(timeout=5) is None
        midnight[0] += jump
        assert loop.given.get(timeout=5) is None


def test_a_midnight_during_a_build_is_rebuilt_after_the_change_that_came_meanwhile() -> None:
    midnight = [time.time() + DAY]
    loop = Loop()

    def build(changes: Changes | None) -> Outcome:
        if loop.given.qsize() == 1 and changes is None and not loop.outcomes.qsize():
            loop.hand.change("a")
            midnight[0] += DAY
        return built()

    with loop.following(build, next_midnight=lambda: midnight[0] - time.time()):
        given = [loop.given.get(timeout=5) for _ in range(3)]
    assert given[0] is None
    assert {changes.paths if changes else None for changes in given[1:]} == {None, frozenset({"a"})}


def test_edits_during_a_build_are_not_lost_and_builds_never_overlap(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    running_builds = []
    published: list[set[str]] = []
    started = threading.Event()

    def build(changes: Changes | None) -> Outcome:
        running_builds.append(1)
        assert len(running_builds) == 1
        seen = {path.name for path in content.iterdir()}
        started.set()
        time.sleep(0.05)
        published.append(seen)
        running_builds.pop()
        return built()

    with Watcher([content]) as watcher:
        thread = threading.Thread(
            target=follow,
            args=(watcher, build),
            kwargs={
                "next_midnight": _far_from_midnight(),
                "on_outcome": lambda outcome: None,
                "should_stop": lambda: False,
            },
        )
        thread.start()
        assert started.wait(5)
        for number in range(30):
            (content / f"{number}.md").write_text("x", encoding="utf-8")
            time.sleep(0.01)
        until(lambda: bool(published) and len(published[-1]) == 30)
        watcher.stop()
        thread.join(5)
        assert not thread.is_alive()


# -- in the browser -------------------------------------------------------------------------------


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    yield opened
    opened.close()


@pytest.fixture
def lives(monkeypatch: pytest.MonkeyPatch) -> list[Live]:
    kept: list[Live] = []

    class Kept(Live):
        def __init__(self) -> None:
            super().__init__()
            kept.append(self)

    monkeypatch.setattr("generator.serve.server.Live", Kept)
    return kept


def visit(context: BrowserContext, site: Site, path: str, lives: list[Live]) -> Page:
    page = context.new_page()
    page.goto(site.url + path.lstrip("/"))
    until(lambda: bool(lives[-1].listeners))
    return page


def mark(page: Page) -> None:
    """Put something into the page that is gone after it was loaded anew."""
    page.evaluate("window.kept = true")


def is_kept(page: Page) -> bool:
    return bool(page.evaluate("window.kept === true"))


@pytest.mark.browser
def test_a_page_reloads_when_it_was_rewritten_and_not_for_another(
    context: BrowserContext, lives: list[Live], output: Path
) -> None:
    with running(output) as site:
        page = visit(context, site, "/stories/a/", lives)
        mark(page)
        site.write("index.html", PAGE.format("另一页"))
        site.rebuild(built("index.html", "feed.xml"))
        site.rebuild(BROKEN)  # seen only after what came before it
        expect(page.locator("#dizao-problems")).to_be_visible()
        assert is_kept(page)
        site.write("stories/a/index.html", PAGE.format("新故事"))
        site.rebuild(built("stories/a/index.html"))
        expect(page.locator("h1")).to_have_text("新故事")
        assert not is_kept(page)
        (output / "stories/a/index.html").unlink()
        site.rebuild(built(deleted=["stories/a/index.html"]))
        expect(page.locator("h1")).to_have_text("没有找到")
        site.write("stories/a/index.html", PAGE.format("又有了"))
        site.rebuild(built("stories/a/index.html"))
        expect(page.locator("h1")).to_have_text("又有了")


@pytest.mark.browser
def test_a_changed_style_is_taken_over_and_a_changed_image_or_script_reloads(
    context: BrowserContext, lives: list[Live], output: Path
) -> None:
    with running(output) as site:
        site.write("style.css", "h1 { color: rgb(1, 2, 3) }")
        site.write("other.css", "h1 { color: red }")
        site.write("site.js", "")
        site.write("image.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
        site.write(
            "index.html",
            '<head><link rel="stylesheet" href="style.css"></head><h1>首页</h1><img src="image.svg" alt="">'
            '<script src="site.js"></script>',
        )
        page = visit(context, site, "/", lives)
        mark(page)
        site.write("style.css", "h1 { color: rgb(4, 5, 6) }")
        site.rebuild(built("style.css", "other.css"))
        expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")
        expect(page.locator('link[rel="stylesheet"]')).to_have_count(1)
        assert is_kept(page)
        for name in ("image.svg", "site.js"):
            with page.expect_event("load"):
                site.rebuild(built(name))
            mark(page)


@pytest.mark.browser
def test_problems_are_shown_as_text_can_be_folded_and_go_when_mended(
    context: BrowserContext, lives: list[Live], output: Path
) -> None:
    with running(output) as site:
        complaints: list[str] = []
        context.on("console", lambda message: complaints.append(message.text))
        page = visit(context, site, "/", lives)
        mark(page)
        site.rebuild(BROKEN)
        panel = page.locator("#dizao-problems")
        expect(panel).to_be_visible()
        expect(panel.locator("h2")).to_have_text("有 1 处要改")
        expect(panel.locator(".dizao-problem")).to_have_count(2)
        first = panel.locator(".dizao-problem").first
        expect(first.locator(".dizao-place")).to_have_text("错误 content/stories/a.md:3:5")
        expect(first.locator(".dizao-message")).to_have_text(BROKEN.problems[0].message)
        expect(first.locator(".dizao-line")).to_have_text(BROKEN.problems[0].line_text)
        expect(first.locator(".dizao-hint")).to_have_text(f"提示：{BROKEN.problems[0].hint}")
        assert page.locator("#dizao-problems :is(script, img, b)").count() == 0
        assert page.title() == "首页"
        sizes = page.locator("#dizao-problems *").evaluate_all(
            "all => all.filter(one => !one.childElementCount).map(one => parseFloat(getComputedStyle(one).fontSize))"
        )
        expect(panel).to_have_css("position", "fixed")
        assert min(sizes) >= 18
        button = panel.get_by_role("button", name="收起")
        button.click()
        expect(panel.locator(".dizao-body")).to_be_hidden()
        panel.get_by_role("button", name="展开").click()
        expect(panel.locator(".dizao-body")).to_be_visible()
        second = context.new_page()
        second.goto(site.url + "stories/a/")
        expect(second.locator("#dizao-problems")).to_be_visible()
        site.rebuild(built("feed.xml"))
        expect(panel).to_have_count(0)
        expect(second.locator("#dizao-problems")).to_have_count(0)
        assert is_kept(page)
        assert not [complaint for complaint in complaints if "Security Policy" in complaint]


@pytest.mark.browser
def test_a_site_that_was_never_built_appears_by_itself(
    context: BrowserContext, lives: list[Live], tmp_path: Path
) -> None:
    with running(tmp_path / "output", first=BROKEN) as site:
        page = visit(context, site, "/", lives)
        expect(page.locator("h1")).to_have_text("网站还没有生成")
        expect(page.locator("li")).to_have_count(2)
        expect(page.locator("#dizao-problems")).to_have_count(0)
        other = Outcome(False, BROKEN.problems[1:], (), (), 0.0)
        site.rebuild(other)
        expect(page.locator("li")).to_have_count(1)
        site.write("index.html", PAGE.format("首页"))
        site.rebuild(built("index.html"))
        expect(page.locator("h1")).to_have_text("首页")


@pytest.mark.browser
def test_ten_tabs_all_load_share_one_stream_and_all_reload(
    context: BrowserContext, lives: list[Live], output: Path
) -> None:
    with running(output) as site:
        pages = [context.new_page() for _ in range(10)]
        for page in pages:
            page.goto(site.url, wait_until="load", timeout=10_000)
            expect(page.locator("h1")).to_have_text("首页")
        until(lambda: lives[0].listeners == 1)
        site.write("index.html", PAGE.format("新首页"))
        site.rebuild(built("index.html"))
        for page in pages:
            expect(page.locator("h1")).to_have_text("新首页")
        until(lambda: lives[0].listeners == 1)
        # Whichever tab listens, another takes over when it is closed.
        for page in pages[:9]:
            page.close()
        until(lambda: lives[0].listeners == 1)
        site.write("index.html", PAGE.format("第三版"))
        site.rebuild(built("index.html"))
        expect(pages[9].locator("h1")).to_have_text("第三版")


@pytest.mark.browser
def test_tabs_come_back_to_a_server_that_was_started_again(
    context: BrowserContext, lives: list[Live], output: Path
) -> None:
    with running(output) as site:
        port = site.port
        page = visit(context, site, "/", lives)
    site.write("index.html", PAGE.format("重新启动"))
    with running(output, port=port, strict_port=True):
        expect(page.locator("h1")).to_have_text("重新启动", timeout=10_000)


@pytest.mark.browser
def test_where_locks_are_missing_the_tab_in_sight_listens(
    context: BrowserContext, lives: list[Live], output: Path
) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    with running(output) as site:
        page = visit(context, site, "/", lives)
        site.write("index.html", PAGE.format("新首页"))
        site.rebuild(built("index.html"))
        expect(page.locator("h1")).to_have_text("新首页")

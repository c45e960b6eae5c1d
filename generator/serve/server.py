"""The local server: one address, who may ask for it, and how it starts and ends."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import re
import signal
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

from generator.problems import DizaoError, Problem, Where
from generator.serve.live import Live
from generator.serve.loop import Outcome, Rebuild, follow
from generator.serve.pages import Pages

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from generator.watch import Watcher

_PORTS: Final = 20
_WILDCARDS: Final = {"0.0.0.0", "::", ""}
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\s:\[\]/@]+)(?::\d*)?")
_POLICY: Final = b"content-security-policy"
_HEADERS: Final = [
    (b"cache-control", b"no-store"),
    (_POLICY, b"default-src 'self'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
]
_WORKER: Final = "/search/pagefind/pagefind-worker.js"
_WORKER_HEADERS: Final = [
    *(header for header in _HEADERS if header[0] != _POLICY),
    # WebAssembly needs a policy that says nothing of ``script-src``. It may fetch from here, and load no script at all.
    (_POLICY, b"connect-src 'self'; script-src-elem 'none'; worker-src 'none'"),
]
_START_WITHIN: Final = 10.0
_END_WITHIN: Final = 1.9


def serve(
    output: Path,
    watcher: Watcher,
    rebuild: Rebuild,
    *,
    next_midnight: Callable[[], float],
    host: str = "127.0.0.1",
    port: int = 8000,
    strict_port: bool = False,
    extra_hosts: Sequence[str] = (),
    open_browser: bool = False,
    say: Callable[[str], None] = print,
    translate: Callable[[str], str] = str,
    language: str = "zh",
    on_outcome: Callable[[Outcome], None] | None = None,
) -> int:
    """Show ``output`` and keep it up to date until Ctrl-C, SIGTERM, or until ``watcher`` is stopped; return 0.

    The caller has entered ``watcher``. ``rebuild`` is called on the caller's thread, requests are answered on others.
    ``on_outcome`` hears of every rebuild, also of one that ended in an exception. Raise ``DizaoError`` when no port
    is free, or when ``strict_port`` and ``port`` is not.
    """
    listener = _listen(host, port, strict=strict_port)
    live = Live()
    pages = Pages(output, live, translate=translate, language=language)
    url, taken = _url(host, listener), listener.getsockname()[1]
    opened = not open_browser

    def heard(outcome: Outcome) -> None:
        nonlocal opened
        live.tell(outcome)
        if on_outcome is not None:
            on_outcome(outcome)
        if not opened:
            opened = True
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    try:
        with _interruptible(), _running(_application(pages, live, _Gate.names(host, extra_hosts)), listener, live):
            if port not in {0, taken}:
                say(translate("端口 {port} 已被占用，改用 {taken}。").format(port=port, taken=taken))
            say(translate("网站在 {url} ，按 Ctrl+C 结束。").format(url=url))
            if host in _WILDCARDS:
                say(translate("注意：同一网络里的人都能打开这个还没有发布的网站。"))
            follow(
                watcher,
                rebuild,
                next_midnight=next_midnight,
                on_outcome=heard,
                should_stop=lambda: False,
                translate=translate,
                language=language,
            )
    except KeyboardInterrupt:
        watcher.stop()
    return 0


# -- who may ask ----------------------------------------------------------------------------------


class _Gate:
    """Refuse what no page of this site asks for, and give every answer the same headers.

    The name in the Host header is checked because any web page may point a name of its own at this computer and read
    drafts through the visitor's browser; it cannot choose the name that the browser sends.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str], any_address: bool) -> None:
        self._app = app
        self._names = names
        self._any_address = any_address

    @staticmethod
    def names(host: str, extra_hosts: Sequence[str]) -> tuple[frozenset[str], bool]:
        """Return the names under which this server may be called, and whether any bare IP address will do."""
        called = {"localhost", "127.0.0.1", "[::1]"}
        called.update(f"[{name.strip('[]')}]" if ":" in name else name for name in (host, *extra_hosts) if name)
        return frozenset(name.lower() for name in called), host in _WILDCARDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        own = _WORKER_HEADERS if scope["path"] == _WORKER else _HEADERS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        if not hosts or not all(self._is_ours(host) for host in hosts):
            await _refuse(403, send_with_headers)
        elif scope["method"] not in {"GET", "HEAD"}:
            await _refuse(405, send_with_headers, (b"allow", b"GET, HEAD"))
        else:
            await self._app(scope, receive, send_with_headers)

    def _is_ours(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        if match[1] in self._names:
            return True
        # An address in numbers was not looked up anywhere, so nobody can have pointed it here.
        return self._any_address and _is_address(match[1].strip("[]"))


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


async def _refuse(status: int, send: Send, *headers: tuple[bytes, bytes]) -> None:
    body = str(status).encode()
    start = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


def _application(pages: Pages, live: Live, names: tuple[frozenset[str], bool]) -> ASGIApp:
    from starlette.applications import Starlette
    from starlette.routing import Route

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        live.open()
        yield

    application = Starlette(
        routes=[
            Route("/_dizao/events", live),
            Route("/_dizao/reload.js", pages.asset),
            Route("/_dizao/reload.css", pages.asset),
            Route("/sw.js", pages.asset),
            Route("/{path:path}", pages.page),
        ],
        exception_handlers={Exception: pages.failure},
        lifespan=lifespan,
    )
    application.router.redirect_slashes = False
    # Outside everything, so that an answer to an error has the same headers.
    return _Gate(application, *names)


# -- start and end --------------------------------------------------------------------------------


def _listen(host: str, port: int, *, strict: bool) -> socket.socket:
    """Return a socket on ``port``, or on the next one that is free."""
    tried = [port] if strict or not port else range(port, min(port + _PORTS, 65536))
    for candidate in tried:
        listener = _bind(host, candidate)
        if listener is not None:
            return listener
    free = port + 1
    for candidate in range(port + 1, min(port + 1 + _PORTS, 65536)):
        listener = _bind(host, candidate)
        if listener is not None:
            listener.close()
            free = candidate
            break
    raise DizaoError(Problem("port-busy", Where(""), {"port": str(port), "next": str(free)}), exit_code=3)


def _bind(host: str, port: int) -> socket.socket | None:
    """Return a socket on ``port``, or None if it is taken."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = min(found, key=lambda item: item[0] != socket.AF_INET)
        # macOS lets two servers share a port if one of them listens on every address; the browser would meet either.
        if sys.platform == "darwin" and port and _somebody_answers(address):
            return None
        listener = socket.socket(family, kind, protocol)
        try:
            if sys.platform == "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
        except OSError:
            listener.close()
            raise
    except OSError as error:
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            return None
        reason = error.strerror or str(error)
        raise DizaoError(Problem("host-unusable", Where(""), {"host": host, "reason": reason}), exit_code=2) from error
    return listener


def _somebody_answers(address: tuple[object, ...]) -> bool:
    try:
        socket.create_connection((str(address[0]), int(str(address[1]))), timeout=0.2).close()
    except OSError:
        return False
    return True


def _url(host: str, listener: socket.socket) -> str:
    address, port = listener.getsockname()[:2]
    if host in _WILDCARDS:
        address = "127.0.0.1"
    return f"http://[{address}]:{port}/" if ":" in address else f"http://{address}:{port}/"


@contextlib.contextmanager
def _running(application: ASGIApp, listener: socket.socket, live: Live) -> Iterator[None]:
    """Answer requests on a thread of its own."""
    import uvicorn

    # Its words are English and meant for programmers.
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="on",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=server.run, args=([listener],), name="dizao-serve", daemon=True)
    thread.start()
    try:
        ends = time.monotonic() + _START_WITHIN
        while not server.started and thread.is_alive() and time.monotonic() < ends:
            time.sleep(0.005)
        yield
    finally:
        live.close()
        server.should_exit = True
        thread.join(_END_WITHIN)
        listener.close()


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGTERM end the program as Ctrl-C does: at once, but in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signals = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        signals.append(signal.SIGBREAK)
    before = {number: signal.signal(number, interrupt) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Tell open pages what changed, as a stream of server-sent events.

Every stream begins with a ``state``. Then each rebuild is a ``built`` event, sent after publishing, or a ``problems``
event. A page knows from its own bytes which state it was made in, so it can tell by itself whether it is out of date,
also after the server was started again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from generator.serve.loop import Outcome, ShownProblem

_HEARTBEAT: Final = 15.0
_LISTED: Final = 500
"""More addresses than this are not listed: every page reloads."""
_INDEX: Final = "index.html"


@dataclass(frozen=True, slots=True)
class State:
    """What the server knows at one moment. ``server`` differs after every start."""

    server: str
    generation: int = 0
    """Rebuilds that were published."""
    attempt: int = 0
    """Rebuilds, published or not."""
    problems: tuple[ShownProblem, ...] = ()
    """What kept the last rebuild from being published."""


class Live:
    """The state, and everyone who listens. ``tell`` and ``close`` may be called from any thread."""

    def __init__(self) -> None:
        self.state = State(secrets.token_hex(8))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def listeners(self) -> int:
        """How many streams are open."""
        return len(self._listeners)

    def open(self) -> None:
        """Begin to serve on the running loop."""
        self._loop = asyncio.get_running_loop()

    def tell(self, outcome: Outcome) -> None:
        """Move on to the state after ``outcome`` and tell everyone."""
        state = replace(self.state, attempt=self.state.attempt + 1)
        if outcome.ok:
            self.state = replace(state, generation=state.generation + 1, problems=())
            self._send(_event("built", _changes(self.state, outcome)))
        else:
            self.state = replace(state, problems=outcome.problems)
            self._send(_event("problems", [asdict(problem) for problem in outcome.problems]))

    def close(self) -> None:
        """End every stream."""
        self._send(None)

    def _send(self, event: str | None) -> None:
        def put() -> None:
            for listener in self._listeners:
                listener.put_nowait(event)

        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody listens any more
                self._loop.call_soon_threadsafe(put)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the stream: an ASGI application."""
        headers = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        events: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(events)
        # Noticed at once: a page that was closed must not keep a stream until the next heartbeat.
        gone = asyncio.ensure_future(_disconnected(receive))
        try:
            event: str | None = "retry: 1000\n" + _event("state", asdict(self.state))
            while event is not None:
                await send({"type": "http.response.body", "body": event.encode(), "more_body": True})
                event = await _next(events, gone)
            await send({"type": "http.response.body", "body": b""})
        finally:
            self._listeners.discard(events)
            gone.cancel()


async def _next(events: asyncio.Queue[str | None], gone: asyncio.Future[None]) -> str | None:
    """Return the next event, a comment when it is time for a heartbeat, or None at the end."""
    coming = asyncio.ensure_future(events.get())
    either: set[asyncio.Future[Any]] = {coming, gone}
    try:
        await asyncio.wait(either, timeout=_HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            return None
        return coming.result() if coming.done() else ": \n\n"
    finally:
        coming.cancel()


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _event(name: str, data: Any) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _changes(state: State, outcome: Outcome) -> dict[str, Any]:
    everything = len(outcome.written) + len(outcome.deleted) > _LISTED
    return {
        "server": state.server,
        "generation": state.generation,
        "everything": everything,
        "written": [] if everything else [_address(path) for path in outcome.written],
        "deleted": [] if everything else [_address(path) for path in outcome.deleted],
    }


def _address(path: str) -> str:
    """Return the address at which the file ``path`` of the output is seen."""
    if path == _INDEX or path.endswith(f"/{_INDEX}"):
        path = path.removesuffix(_INDEX)
    return "/" + quote(path)

"""Answer requests for the site's files, and give every page the script that keeps it up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from generator.serve import files

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from generator.serve.live import Live, State

_ASSETS: Final = Path(__file__).parent.parent / "serve_assets"
_HTML: Final = "text/html; charset=utf-8"
_BODY_ENDS: Final = re.compile(rb"</body\s*>", re.IGNORECASE)
_SCRIPT: Final = '<script src="/_dizao/reload.js" defer></script>'


class Pages:
    """The endpoints for files; every method is called on a worker thread."""

    def __init__(self, output: Path, live: Live, *, translate: Callable[[str], str], language: str) -> None:
        self._output = output
        self._live = live
        self._translate = translate
        self._language = {"zh": "zh-CN"}.get(language, language)
        self._words = json.dumps(_words(translate), ensure_ascii=False)
        self._assets = {name: (_ASSETS / name).read_bytes() for name in ("reload.js", "reload.css", "sw.js")}

    def asset(self, request: Request) -> Response:
        """Answer with a script or the style of this server."""
        from starlette.responses import Response

        name = PurePosixPath(request.url.path).name
        return Response(self._assets[name], media_type=files.content_type(name))

    def page(self, request: Request) -> Response:
        """Answer with the file that the address names."""
        from starlette.responses import Response

        path: str = request.scope["path"]
        state = self._live.state  # before the file is read: a page may be newer than it says, never older
        target = files.find(self._output, path)
        if target is not None and target.is_dir():
            target = files.find(self._output, f"{path.rstrip('/')}/index.html")
            if target is not None and not path.endswith("/"):
                query = request.url.query
                address = quote(f"{path}/") + (f"?{query}" if query else "")
                return Response(status_code=307, headers={"location": address})
        elif path.endswith("/"):
            target = None
        body = files.read(target) if target is not None else None
        if target is None or body is None:
            return self._missing(path, state)
        media_type = files.content_type(target.name)
        if media_type == _HTML:
            body = self._with_script(body, state, "page")
        return Response(body, media_type=media_type)

    def failure(self, request: Request, error: Exception) -> Response:
        """Answer when this server itself fails, without a word of how."""
        from starlette.responses import Response

        body = self._plain(self._translate("打开这个页面时程序出错"), "")
        return Response(self._with_script(body, self._live.state, "page"), 500, media_type=_HTML)

    def _missing(self, path: str, state: State) -> Response:
        from starlette.responses import Response

        is_page = PurePosixPath(path).suffix in {"", ".html"}
        if is_page and not state.generation and files.find(self._output, "/index.html") is None:
            body = self._with_script(self._waiting(state), state, "waiting")
            return Response(body, 503, media_type=_HTML)
        own = files.find(self._output, "/404.html")
        body = (files.read(own) if own is not None else None) or self._plain(self._translate("没有这个页面"), "")
        return Response(self._with_script(body, state, "missing"), 404, media_type=_HTML)

    def _with_script(self, body: bytes, state: State, kind: str) -> bytes:
        """Return ``body`` with the script, and what it must know, at its end."""
        template = (
            f'<template id="dizao-page" data-kind="{kind}" data-server="{state.server}"'
            f' data-generation="{state.generation}" data-attempt="{state.attempt}"'
            f' data-words="{escape(self._words)}"></template>{_SCRIPT}'
        ).encode()
        ends = [match.start() for match in _BODY_ENDS.finditer(body)]
        at = ends[-1] if ends else len(body)
        return body[:at] + template + body[at:]

    def _waiting(self, state: State) -> bytes:
        """Return the page that stands for a site which was never built."""
        if not state.attempt:
            return self._plain(self._translate("正在生成网站，请稍候……"), "")
        items = "".join(
            f'<li><p class="dizao-place">{escape(problem.place)}</p><p>{escape(problem.message)}</p>'
            f"<pre>{escape(problem.line_text)}</pre><p>{escape(problem.hint)}</p></li>"
            for problem in state.problems
        )
        explained = escape(self._translate("改好下面的问题并保存，网站会自动出现在这里。"))
        return self._plain(self._translate("网站还没有生成"), f"<p>{explained}</p><ol>{items}</ol>")

    def _plain(self, title: str, inside: str) -> bytes:
        return (
            f'<!doctype html><html lang="{escape(self._language)}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
            f'<link rel="stylesheet" href="/_dizao/reload.css"></head><body class="dizao-plain"><main>'
            f"<h1>{escape(title)}</h1>{inside}</main></body></html>"
        ).encode()


def _words(translate: Callable[[str], str]) -> dict[str, str]:
    """Return the words of the script."""
    return {
        "title": translate("有 {count} 处要改"),
        "explained": translate("改好并保存以后，这里会自动消失。在那之前，网站保持上一次的样子。"),
        "fold": translate("收起"),
        "unfold": translate("展开"),
        "error": translate("错误"),
        "warning": translate("提醒"),
        "info": translate("说明"),
        "hint": translate("提示：{hint}"),
    }

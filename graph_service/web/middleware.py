"""Round every request: a size limit, headers that keep answers out of caches and frames, one log line, and no fault
of ours that gets further: the web server would print its traceback, which may quote what was read or sent.
"""

import time
from http import HTTPStatus
from secrets import token_hex

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.domain.problems import InvalidRequest, TooLarge
from graph_service.graph.causality import CURRENT
from graph_service.metrics import request_took
from graph_service.web.consistency import HEADER, ConsistencyTokens
from graph_service.web.problems import render_fault, render_problem
from graph_service.web.root import keep_root, path_of

MOST_BYTES = 64 * 1024
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Style and scripts are nobody's data, and a new address comes with each change of them.
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
log = structlog.get_logger("web")


class AnswerCutOff(Exception):
    """A fault after the answer had begun; it was logged, and says nothing here."""


class Surround:
    """Plain ASGI: a middleware that wrapped the response would cost a tenth of the answer."""

    def __init__(self, app: ASGIApp, tokens: ConsistencyTokens) -> None:
        self.app = app
        self.tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, began, status = token_hex(8), time.perf_counter(), 0
        root, is_kept = keep_root(scope), _has_address_of_its_own(scope)
        structlog.contextvars.bind_contextvars(request=request_id)

        async def send_surrounded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if status == HTTPStatus.OK and is_kept:
                    headers.update(KEPT)
                if headers.get("location", "").startswith("/"):
                    headers["location"] = root + headers["location"]
                headers["Request-Id"] = request_id
                if status < 400 and (made := CURRENT.get()) and (token := self.tokens.written(made)):
                    headers[HEADER] = token
            await send(message)

        try:
            await self._within_limit(scope, receive, send_surrounded)
        except Exception as fault:
            answer = render_fault(Request(scope), fault)
            if status:  # too late for another answer: this one is cut off
                raise AnswerCutOff from None
            await answer(scope, receive, send_surrounded)
        finally:
            # The route's pattern, never the address itself: that holds a child's number.
            route = getattr(scope.get("route"), "path", "unknown")
            taken = time.perf_counter() - began
            request_took(scope["method"], route, status, taken)
            log.info("request", method=scope["method"], route=route, status=status, ms=round(taken * 1000, 2))
            structlog.contextvars.unbind_contextvars("request")

    async def _within_limit(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers or not length.isdigit() or int(length) > MOST_BYTES:
            response = render_problem(Request(scope), TooLarge())
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        try:
            CURRENT.set(self.tokens.read(headers))
        except InvalidRequest as problem:
            await render_problem(Request(scope), problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _has_address_of_its_own(scope: Scope) -> bool:
    path, query = path_of(scope), scope["query_string"]
    return path.startswith("/static/") and (query.startswith(b"v=") or path.startswith("/static/vendor/"))

"""A problem as application/problem+json (RFC 9457), or as a page for somebody with a browser."""

import re
from http import HTTPStatus
from secrets import token_hex

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from graph_service.domain.identifiers import is_child_id
from graph_service.domain.problems import (
    FieldFault,
    Internal,
    InvalidRequest,
    MethodNotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    PurposeRequired,
)
from graph_service.web.root import path_of
from graph_service.web.templates import page

_OF_PYTHON = re.compile(r"^(?:Frozenset|Set|List|Tuple)(?= should)")
MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger("web")


def add_problem_handlers(app: FastAPI) -> None:
    """Every way out of the service that is not an answer; a fault of ours is caught by the middleware around all."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)


def render_problem(request: Request, problem: Problem, headers: dict[str, str] | None = None) -> Response:
    """The same problem, as the client reads best."""
    headers = dict(headers or {})
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if isinstance(problem, NotSignedIn):
        headers["WWW-Authenticate"] = "Bearer"
    if _wants_page(request):
        child = request.path_params.get("child_id", "")
        around = f"/children/{child}" if is_child_id(child) else None
        hidden = isinstance(problem, NotFound)
        # To the child whom a refused form was about; where the child itself is not found, to what opens one.
        answer = page(
            "problem.html", request, problem.status, problem=problem, back=None if hidden else around,
            why=f"{around}/access" if around and hidden else None,
        )  # fmt: skip
        answer.headers.update(headers)
        return answer
    return JSONResponse(problem.members, problem.status, headers, MEDIA_TYPE)


def _wants_page(request: Request) -> bool:
    return not path_of(request.scope).startswith("/api/") and "text/html" in request.headers.get("accept", "")


async def _on_problem(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, Problem)  # noqa: S101  # Starlette's handler type is wider than what it sends here
    return render_problem(request, fault)


async def _on_invalid(request: Request, fault: Exception) -> Response:
    """Each bad field by its pointer; what was sent is never repeated, it may be about somebody."""
    assert isinstance(fault, RequestValidationError)  # noqa: S101  # as above
    places = [error["loc"] for error in fault.errors()]
    if ("header", "access-purpose") in places:
        return render_problem(request, PurposeRequired())
    errors: list[FieldFault] = [
        {"pointer": "/" + "/".join(str(step) for step in error["loc"][1:]), "detail": _words(error)}
        for error in fault.errors()
    ]
    return render_problem(request, InvalidRequest(errors=errors))


def _words(error: dict) -> str:
    """Pydantic's words, without those that only Python has for a list."""
    return _OF_PYTHON.sub("A list", str(error["msg"])).removeprefix("Value error, ")


async def _on_http(request: Request, fault: Exception) -> Response:
    """What the framework raises itself: unknown addresses, wrong methods, unreadable bodies."""
    assert isinstance(fault, HTTPException)  # noqa: S101  # as above
    known: dict[int, type[Problem]] = {404: NotFound, 405: MethodNotAllowed, 400: InvalidRequest}
    problem = known.get(fault.status_code)
    if problem is None:
        log.error("unmapped", status=HTTPStatus(fault.status_code).phrase)
        return render_problem(request, Internal(reference=token_hex(6)))
    # Headers pass through, or 405 would lose Allow.
    return render_problem(request, problem(), dict(fault.headers or {}))


def render_fault(request: Request, fault: Exception) -> Response:
    """A fault of ours: a reference for the service desk, the class of the fault for the log, nothing more."""
    reference = token_hex(6)
    log.error("fault", reference=reference, fault=type(fault).__name__, where=_where(fault))
    return render_problem(request, Internal(reference=reference))


def _where(fault: Exception) -> str:
    """File and line only: a traceback may quote what somebody sent."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown"

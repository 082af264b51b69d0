"""How the API describes itself: every answer and every problem, each with an example."""

from typing import Any

from graph_service.domain.problems import Problem
from graph_service.web.problems import MEDIA_TYPE

PROBLEM_SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "description": "RFC 9457.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "reason": {"type": "string"},
        "reference": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "additionalProperties": False,
                "properties": {"pointer": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}

_NAMED = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}}},
    429: {"Retry-After": {"schema": {"type": "integer"}}},
    503: {"Retry-After": {"schema": {"type": "integer"}}},
}


def problems(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for the problems that a route can end in, several of one status together."""
    answers: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        answer = answers.setdefault(
            kind.status,
            {
                "description": kind.title,
                "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA, "examples": {}}},
                **({"headers": _NAMED[kind.status]} if kind.status in _NAMED else {}),
            },
        )
        answer["content"][MEDIA_TYPE]["examples"][kind.slug] = {"value": kind().members}
    return answers


def shown(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for the answer itself, with an example of it."""
    return {200: {"content": {"application/json": {"example": example}}}}

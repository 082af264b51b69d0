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
        "rule": {"type": "string"},
        "version": {"type": ["integer", "null"]},
        "lead_id": {"type": ["string", "null"]},
        "left": {"type": "array", "items": {"type": "string"}},
        "custodian": {
            "type": ["object", "null"],
            "required": ["code", "name"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string"},
                "name": {"type": "string"},
                "phone": {"type": ["string", "null"]},
            },
        },
        "candidates": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "level"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string"},
                    "level": {"type": "string"},
                    "given_name": {"type": ["string", "null"]},
                    "family_name": {"type": ["string", "null"]},
                    "born": {"type": ["string", "null"]},
                },
            },
        },
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


_VERSION = {"ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match."}}
_PLACE = {"Location": {"schema": {"type": "string"}, "description": "Where the new fact is."}}


def shown(example: dict[str, Any], status: int = 200) -> dict[int | str, dict[str, Any]]:
    """FastAPI's `responses` for the answer itself, with an example of it."""
    return {status: {"content": {"application/json": {"example": example}}}}


def made(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The same for what records something new."""
    answer = shown(example, 201)
    answer[201]["headers"] = _VERSION | _PLACE
    return answer


def versioned(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The same for what is read to be changed: no version where nothing there is the caller's to see."""
    answer = shown(example)
    answer[200]["headers"] = {"ETag": _VERSION["ETag"] | {"required": False}}
    return answer


def amended(example: dict[str, Any]) -> dict[int | str, dict[str, Any]]:
    """The same for what changes something."""
    answer = shown(example)
    answer[200]["headers"] = _VERSION
    return answer

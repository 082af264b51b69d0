"""How a story of a refusal reads: the problem that somebody is answered with, and what it says."""

from collections.abc import Awaitable

import pytest

from graph_service.domain.problems import InvalidRequest, NotPermitted, Problem, RuleBroken


async def refused(kind: type[Problem], awaited: Awaitable[object]) -> Problem:
    with pytest.raises(kind) as caught:
        await awaited
    return caught.value


async def forbidden(awaited: Awaitable[object]) -> str | None:
    """The reason why somebody may not."""
    return (await refused(NotPermitted, awaited)).reason


async def impossible(awaited: Awaitable[object]) -> object:
    """The rule that what was sent breaks."""
    return (await refused(RuleBroken, awaited)).more["rule"]


async def pointed_at(awaited: Awaitable[object]) -> str:
    """The field that is not right."""
    problem = await refused(InvalidRequest, awaited)
    assert problem.errors
    return problem.errors[0]["pointer"]

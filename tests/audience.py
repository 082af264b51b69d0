"""Who looks while a guard is off: the same looks as before, until somebody sees otherwise than with it."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import pairwise, zip_longest
from types import ModuleType
from typing import Any, LiteralString, cast

import pytest
from pydantic import ValidationError

from graph_service.domain.problems import Problem
from graph_service.graph.client import Graph, Row
from graph_service.graph.queries import CYPHER, Query
from tests.conftest import REPORTED
from tests.mutants import Mutant, mutants

# Nearly every mutant is noticed by somebody who looks at the child with one of everything: those looks come first, and
# the rest only where a mutant got through.
TURNS = (0, 100, 1_000, None)
AT_ONCE = 4
NOBODY = -1  # no guard's number
# A block that stands in several statements is mutated in one of them: the checks hold the copies equal.
SHARED = frozenset(path.stem for path in (CYPHER / "fragments").glob("*.cypher"))

Look = Callable[[], Awaitable[Any]]
Tried = tuple[str, Callable[[], AbstractContextManager[None]]]  # a mutant in words, and what puts it in place


class Switching(Graph):
    """Says with each statement that has such a switch which of its guards is off."""

    mutant = NOBODY

    async def disclose(self, query: Query[Row], **parameters: object) -> list[Row]:
        switch = {"mutant": self.mutant} if "mutant" in query.params else {}
        return await super().disclose(query, **parameters, **switch)


@dataclasses.dataclass(frozen=True)
class Statement:
    """An audited statement, the module that runs it, and the fragments that another one answers for."""

    module: ModuleType
    name: str
    leaving: frozenset[str]

    @property
    def handle(self) -> Query:
        return getattr(self.module, self.name)

    def mutants(self) -> list[Mutant]:
        return list(mutants(self.handle.text, leaving=self.leaving))

    @contextmanager
    def instead(self, graph: Switching, mutant: Mutant) -> Iterator[None]:
        """The mutant is what runs, until this is left."""
        sound = self.handle
        params = sound.params if mutant.number is None else {**sound.params, "mutant": "int"}
        handle = dataclasses.replace(sound, text=cast(LiteralString, mutant.text), params=params, faults=())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.module, self.name, handle)
            patch.setattr(graph, "mutant", NOBODY if mutant.number is None else mutant.number)
            yield

    def unheld(
        self, runner: asyncio.Runner, graph: Switching, looks: list[Look], explained: dict[str, str]
    ) -> list[str]:
        """The guards that nobody misses, but for those explained; how many were tried goes into the run's report."""
        made = self.mutants()
        due = [one for one in made if one.guard not in explained]
        left = survivors(runner, looks, [(one.what, partial(self.instead, graph, one)) for one in due])
        REPORTED.append(
            f"{self.handle.name}: {len(made)} mutants made, {len(made) - len(due)} explained, {len(due)} tried on "
            f"{len(looks)} looks, {len(left)} survived"
        )
        return left

    def is_the_same_with_switches(self, runner: asyncio.Runner, graph: Switching, looks: list[Look]) -> bool:
        """Whether the text in which guards can be turned off answers as the sound one while none is."""
        together = next(one for one in self.mutants() if one.number is not None)
        sound: Tried = ("", partial(self.instead, graph, dataclasses.replace(together, number=NOBODY)))
        return survivors(runner, looks[: TURNS[1]], [sound]) != []


def survivors(runner: asyncio.Runner, looks: list[Look], tried: list[Tried]) -> list[str]:
    """Those that nobody notices, in words."""
    left = tried
    for start, end in pairwise(TURNS):
        some = looks[start:end] if left else []
        sound = runner.run(_all(some))
        left = [one for one in left if not _notices(runner, some, sound, one)]
    return [what for what, _ in left]


def _notices(runner: asyncio.Runner, looks: list[Look], sound: list[str], tried: Tried) -> bool:
    _, instead = tried
    with instead():
        return runner.run(_differ(looks, sound))


async def _all(looks: list[Look]) -> list[str]:
    return [answer for at in range(0, len(looks), AT_ONCE) for answer in await _some(looks[at : at + AT_ONCE])]


async def _some(looks: list[Look]) -> list[str]:
    return await asyncio.gather(*map(answer_of, looks))


async def _differ(looks: list[Look], sound: list[str]) -> bool:
    for at in range(0, len(looks), AT_ONCE):
        if await _some(looks[at : at + AT_ONCE]) != sound[at : at + AT_ONCE]:
            return True
    return False


async def answer_of(look: Look) -> str:
    try:
        return (await look()).model_dump_json()
    except Problem as problem:
        return problem.slug
    except ValidationError:
        return "what is no answer at all"


def in_turn(lists: Iterable[list[Look]]) -> list[Look]:
    """The first of each, then the second of each."""
    return [look for turn in zip_longest(*lists) for look in turn if look is not None]

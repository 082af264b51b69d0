"""Questions that are put to the service and to the oracle, the same ones, and what differs between the two answers."""

import asyncio
import difflib
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from neo4j import Driver, GraphDatabase
from pydantic import BaseModel

from graph_service.access.caller import Caller as ServiceCaller
from graph_service.access.caller import SignedIn
from graph_service.access.policy import BUDGETS, Budget
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.problems import Problem
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import worlds
from tests.conftest import DESK
from tests.oracle import Answer, Caller, Desk, Oracle, World
from tests.worlds import Scene, settle

AT_ONCE = 4  # questions under way together: the database has idle time while Python reads an answer

NATIONAL_DESK = Desk(phone=DESK.phone, hours=DESK.hours)


@contextmanager
def without_budgets() -> Iterator[None]:
    """The same people look thousands of times: beyond a budget every answer would be the same."""
    with pytest.MonkeyPatch.context() as patch:
        for role in AccountRole:
            patch.setitem(BUDGETS, role, Budget(10**9, 10**9))
        yield


def drawing(examples: int) -> settings:
    """How worlds are drawn: they are large, and slow to write, and what failed is said whole."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
        phases=[Phase.generate, Phase.shrink],
        print_blob=True,
    )


@dataclass(frozen=True)
class Question:
    """One question, put to both, and what it was in words for whoever reads the failure."""

    words: str
    who: str
    to_the_oracle: Callable[[], Answer]
    to_the_service: Callable[[], Awaitable[BaseModel]]


@dataclass(frozen=True)
class Running:
    """The running service: its graph, the loop that the graph lives in, and a driver that looks past every guard."""

    runner: asyncio.Runner
    graph: Graph
    driver: Driver

    def answers(self, questions: list[Question]) -> list[Answer]:
        return self.runner.run(self._answers(questions))

    async def _answers(self, questions: list[Question]) -> list[Answer]:
        await parts_in_force(self.graph, max_age=0)
        at_once = asyncio.Semaphore(AT_ONCE)

        async def ask(question: Question) -> Answer:
            async with at_once:
                return await answer_of(question)

        return await asyncio.gather(*(ask(question) for question in questions))


@contextmanager
def running_service(schema: Connection, kind: type[Graph] = Graph) -> Iterator[Running]:
    """One loop for a module: Hypothesis calls a plain function, and the graph lives in the loop it was opened in."""
    with (
        asyncio.Runner() as runner,
        GraphDatabase.driver(schema.uri, auth=(schema.username, schema.password)) as driver,
    ):
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(kind.open(*schema, read_seconds=60.0)))
        yield Running(runner, graph, driver)
        runner.run(stack.aclose())


async def answer_of(question: Question) -> Answer:
    try:
        answer = await question.to_the_service()
    except Problem as problem:
        return problem.slug
    return answer.model_dump(mode="json")


# They say the rule again, in words, or how a list was made and where its next page begins.
IN_WORDS = {"visible_because", "because", "sees", "would_open", "says", "why", "scanned_at", "not_evaluated", "next"}


def without_words(answer: Any) -> Any:
    if isinstance(answer, list):
        return [without_words(one) for one in answer]
    if isinstance(answer, dict):
        return {name: without_words(value) for name, value in answer.items() if name not in IN_WORDS}
    return answer


def service_caller(caller: Caller) -> ServiceCaller:
    role = AccountRole(caller.role)
    return ServiceCaller(SignedIn(caller.subject, caller.practitioner, role, caller.authority), Purpose(caller.purpose))


def those_who_look(scene: Scene, day: date) -> Iterator[tuple[Oracle, ServiceCaller, str]]:
    """Every caller, to the oracle, to the service, and in words."""
    for caller in scene.callers:
        who = f"{caller.role} {caller.practitioner} of {caller.authority}, to {caller.purpose}"
        yield Oracle(scene.world, caller, day, NATIONAL_DESK), service_caller(caller), who


Asked = Callable[[Scene, Graph, date], Iterable[Question]]


def compare(running: Running, drawn: Scene, asked: Asked) -> tuple[list[Question], list[Answer]]:
    """Puts a scene into the graph, asks both, and fails at the first difference; else what was asked and answered."""
    day = today()
    scene = settle(drawn, day)
    worlds.write(running.driver, scene.world, day)
    try:
        questions = list(asked(scene, running.graph, day))
        answers = running.answers(questions)
    finally:
        worlds.erase(running.driver, scene.world)

    for question, answer in zip(questions, answers, strict=True):
        said = question.to_the_oracle()
        if without_words(answer) != said:
            raise AssertionError(difference(question, said, without_words(answer)))
    return questions, answers


def difference(question: Question, oracle: Answer, service: Answer) -> str:
    lines = difflib.unified_diff(readable(oracle), readable(service), "the oracle", "the service", lineterm="", n=4)
    return "\n".join([question.words, *lines])


def readable(answer: Any) -> list[str]:
    return json.dumps(answer, indent=2, sort_keys=True, ensure_ascii=False).splitlines()


def settled_facts(world: World) -> str:
    """The world as a list of facts, for whoever reads a failure; what is as usual is left out."""
    return "\n".join(in_short(one) for each in fields(world) for one in getattr(world, each.name))


def in_short(one: Any) -> str:
    told = {each.name: getattr(one, each.name) for each in fields(one)}
    usual = {each.name: each.default for each in fields(one)}
    return f"{type(one).__name__} " + ", ".join(f"{name} {told[name]}" for name in told if told[name] != usual[name])

"""Each guard of each audited statement, and of the policy, is taken away by machine: somebody must then see otherwise.

The report says how many were made, and names each that nobody noticed.
"""

import asyncio
import dataclasses
import os
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractContextManager, AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import pairwise, zip_longest
from types import ModuleType
from typing import Any, LiteralString, cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from neo4j import GraphDatabase
from pydantic import ValidationError

from graph_service.access import policy, scope
from graph_service.access.caller import Caller
from graph_service.access.policy import PROJECTIONS, Projection
from graph_service.actions import children, networks
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from graph_service.domain.problems import Problem
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph, Row
from graph_service.graph.connection import Connection
from graph_service.graph.queries import CYPHER, Query
from tests import worlds
from tests.asking import service_caller, without_budgets
from tests.conftest import DESK, PATIENCE, REPORTED, World
from tests.mutants import Mutant, mutants
from tests.one_of_each import one_of_each
from tests.test_oracle import service_criteria

pytestmark = pytest.mark.graph
IS_LONG = "LONG" in os.environ
SCENES = 150
# Nearly every mutant is noticed by somebody who looks at the child with one of everything: those looks come first, and
# the rest only where a mutant got through.
TURNS = (0, 100, 1_000, None)
NOBODY = -1  # no guard's number

Look = Callable[[], Awaitable[Any]]
Tried = tuple[str, Callable[[], AbstractContextManager[None]]]  # a mutant in words, and what puts it in place


@dataclass(frozen=True)
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


# Each shared fragment is mutated in one statement: read_child has most of them, and is planned quickly.
SHARED = frozenset(path.stem for path in (CYPHER / "fragments").glob("*.cypher"))
STATEMENTS = {
    "explain_access": Statement(children, "EXPLAIN_ACCESS", SHARED),
    "read_child": Statement(children, "READ_CHILD", frozenset()),
    "find_children": Statement(children, "FIND_CHILDREN", SHARED),
    "list_my_children": Statement(children, "LIST_MY_CHILDREN", SHARED),
    "read_network": Statement(networks, "READ_NETWORK", SHARED - {"seats"}),
}

# Mutants that change no answer here, each with the reason or with the test that notices it.
EXPLAINED: dict[str, str] = {
    "account.subject = $look.subject -> true": "test_children: a suspended sign-in opens nothing, though ...",
    "DISTINCT -> nothing": "the same rows twice in a list that is only looked into, or collapsed a line later",
    "earlier.subject = $look.subject -> true": "test_children: a budget counts one's own looks and nobody else's",
    "earlier.day = $today -> true": "test_children: searches beyond the day's budget; yesterday's do not count",
    "earlier.action = 'find_children' -> true": "test_children: searches beyond the day's budget; a look is none",
    "NOT active OR NOT within_budget -> false": "test_disclosures: nobody is in the record of a refused search",
    "number.scheme = $criteria.scheme -> true": "test_children: the same digits in another scheme are another child's",
    "size(found) > $limit -> false": "test_children: of too many, those whose given name matches",
    "hit.given -> true": "the same",
    "too_many -> false": "the same",
    "protected -> false": "spares work: nobody is named of a protected sibling by the next step",
    "earlier <> look -> true": "test_children: searches beyond the day's budget; the last one allowed is answered",
    "earlier.opened IS NOT NULL -> true": "collecting leaves an absent one out by itself",
    "NOT $look.asked IN spent AND size(spent) >= $budget.children -> false": "test_networks: whoever has opened ...",
    "any(label IN labels(child) WHERE label IN $scope.enacted) -> false": "test_children: where a nation's law ...",
    "level = 'none' OR protected -> false": "spares work: nobody is named of a protected child by the next step",
    "protected OR $sees.indications = 'none' -> false": "spares work: the same, for the list of one's own",
    "desk.code <= child.custodian -> true": "the index gives the least code first, and one is taken",
    "(base.tier <> 'sensitive' OR base.id IN mine) -> true": "whoever works there now is unnamed, so not the lead here",
    "who IS NOT NULL -> false": "the lead is answered by read_network: test_networks: the lead sees the whole team ...",
    "who IS NOT NULL -> true": "the same; test_networks: a child without a lead, and the school",
    "NOT active -> false": "test_disclosures: the record of one's own list; the answer is refused all the same",
}


class Switching(Graph):
    """Says with each statement that has such a switch which of its guards is off."""

    mutant = NOBODY

    async def disclose(self, query: Query[Row], **parameters: object) -> list[Row]:
        switch = {"mutant": self.mutant} if "mutant" in query.params else {}
        return await super().disclose(query, **parameters, **switch)


@dataclass(frozen=True)
class Audience:
    """Everybody who looks, at everything there is to look at: the small world, and many drawn ones."""

    runner: asyncio.Runner
    graph: Switching
    callers: list[tuple[Caller, list[str], list[Any]]]

    def looks(self, *names: str) -> list[Look]:
        """Everybody's first child in each way, then everybody's second, and so on."""
        return in_turn(in_turn(self._looks_of(name, *one) for name in names) for one in self.callers)

    def _looks_of(self, name: str, caller: Caller, seen: list[str], searches: list[Any]) -> list[Look]:
        if name == "list_my_children":
            return [partial(children.list_my_children, self.graph, caller)]
        if name == "find_children":
            return [partial(children.find_children, self.graph, caller, typed) for typed in searches]
        if name == "explain_access":
            return [partial(children.explain_access, self.graph, caller, child) for child in seen]
        action = children.read_child if name == "read_child" else networks.read_network
        return [partial(action, self.graph, caller, child, DESK) for child in seen]

    def survivors(self, looks: list[Look], tried: list[Tried]) -> list[str]:
        """Those that nobody notices, in words."""
        left = tried
        for start, end in pairwise(TURNS):
            some = looks[start:end] if left else []
            sound = self.runner.run(self._all(some))
            left = [one for one in left if not self._notices(some, sound, one)]
        return [what for what, _ in left]

    def _notices(self, looks: list[Look], sound: list[str], tried: Tried) -> bool:
        _, instead = tried
        with instead():
            return self.runner.run(self._differ(looks, sound))

    async def _all(self, looks: list[Look]) -> list[str]:
        return [answer for at in range(0, len(looks), 4) for answer in await self._some(looks[at : at + 4])]

    async def _some(self, looks: list[Look]) -> list[str]:
        return await asyncio.gather(*map(answer_of, looks))

    async def _differ(self, looks: list[Look], sound: list[str]) -> bool:
        for at in range(0, len(looks), 4):
            if await self._some(looks[at : at + 4]) != sound[at : at + 4]:
                return True
        return False


def in_turn(lists: Iterable[list[Look]]) -> list[Look]:
    """The first of each, then the second of each."""
    return [look for turn in zip_longest(*lists) for look in turn if look is not None]


async def answer_of(look: Look) -> str:
    try:
        return (await look()).model_dump_json()
    except Problem as problem:
        return problem.slug
    except ValidationError:
        return "what is no answer at all"


def drawn_scenes(count: int) -> list[worlds.Scene]:
    """The same on every run, so that a mutant that was noticed is noticed again."""
    kept: list[worlds.Scene] = []

    @settings(
        max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(worlds.scenes())
    def collect(scene: worlds.Scene) -> None:
        kept.append(scene)

    collect()
    return kept


@pytest.fixture(scope="module")
def audience(schema: Connection, world: World) -> Iterator[Audience]:
    day = today()
    with (
        asyncio.Runner() as runner,
        GraphDatabase.driver(schema.uri, auth=(schema.username, schema.password)) as driver,
        without_budgets(),
    ):
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(Switching.open(*schema, read_seconds=60.0)))
        scenes = [worlds.settle(scene, day) for scene in (one_of_each(), *drawn_scenes(SCENES))]
        for scene in scenes:
            worlds.write(driver, scene.world, day)
        runner.run(parts_in_force(graph, max_age=0))
        yield Audience(runner, graph, [*of_scenes(scenes), *of_the_small_world(world)])
        for scene in scenes:
            worlds.erase(driver, scene.world)
        runner.run(stack.aclose())


def of_scenes(scenes: list[worlds.Scene]) -> Iterator[tuple[Caller, list[str], list[Any]]]:
    for scene in scenes:
        searches = [service_criteria(typed) for typed in scene.searches]
        for caller in scene.callers:
            yield service_caller(caller), scene.children, searches


def of_the_small_world(world: World) -> Iterator[tuple[Caller, list[str], list[Any]]]:
    for subject in world.people:
        yield world.caller(subject, Purpose.ASSESS_REFERRAL), list(world.children.values()), []


@contextmanager
def instead(statement: Statement, graph: Switching, mutant: Mutant) -> Iterator[None]:
    sound = statement.handle
    params = sound.params if mutant.number is None else {**sound.params, "mutant": "int"}
    handle = dataclasses.replace(sound, text=cast(LiteralString, mutant.text), params=params, faults=())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statement.module, statement.name, handle)
        patch.setattr(graph, "mutant", NOBODY if mutant.number is None else mutant.number)
        yield


class TestStatements:
    @pytest.mark.timeout(0 if IS_LONG else PATIENCE)
    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_somebody_notices_each_guard_that_is_taken_away(self, audience: Audience, name: str) -> None:
        statement = STATEMENTS[name]
        looks = audience.looks(name)
        made = statement.mutants()
        explained = [one for one in made if one.guard in EXPLAINED]
        due = [one for one in made if one not in explained]
        tried: list[Tried] = [(one.what, partial(instead, statement, audience.graph, one)) for one in due]

        survivors = audience.survivors(looks, tried)

        REPORTED.append(
            f"{name}: {len(made)} mutants made, {len(explained)} explained, {len(tried)} tried on {len(looks)} looks, "
            f"{len(survivors)} survived"
        )
        assert not survivors, "\n".join(["nobody noticed:", *survivors])

    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_a_statement_whose_guards_can_be_turned_off_answers_as_before_while_none_is(
        self, audience: Audience, name: str
    ) -> None:
        statement = STATEMENTS[name]
        together = next(one for one in statement.mutants() if one.number is not None)
        sound = dataclasses.replace(together, number=NOBODY)

        switched: Tried = ("", partial(instead, statement, audience.graph, sound))
        unnoticed = audience.survivors(audience.looks(name)[: TURNS[1]], [switched])

        assert unnoticed, "the text with switches is another statement"


def flipped(role: AccountRole) -> Iterator[tuple[str, Projection]]:
    """The projection of a role with one thing more, or one thing less."""
    whole = PROJECTIONS[role]
    for name in ("lead", "family", "assessments", "address"):
        yield name, dataclasses.replace(whole, **{name: not getattr(whole, name)})
    for team in {"all", "own", "none"} - {whole.team}:
        yield f"team {team}", dataclasses.replace(whole, team=team)
    for indications in {"all", "named", "none"} - {whole.indications}:
        yield f"indications {indications}", dataclasses.replace(whole, indications=indications)
    for scheme in IdentifierScheme:
        yield f"scheme {scheme}", dataclasses.replace(whole, schemes=whole.schemes ^ {scheme})


@contextmanager
def with_projection(role: AccountRole, projection: Projection) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(PROJECTIONS, role, projection)
        yield


@contextmanager
def with_roles(name: str, roles: frozenset[AccountRole]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scope, name, roles)
        yield


class TestPolicy:
    @pytest.mark.timeout(0 if IS_LONG else PATIENCE)
    @pytest.mark.parametrize("role", list(AccountRole))
    def test_somebody_notices_each_thing_that_a_role_sees_more_or_less(
        self, audience: Audience, role: AccountRole
    ) -> None:
        own = dataclasses.replace(audience, callers=[one for one in audience.callers if one[0].role is role])
        looks = own.looks("read_network", "read_child", "list_my_children")
        tried: list[Tried] = [(what, partial(with_projection, role, other)) for what, other in flipped(role)]

        survivors = own.survivors(looks, tried)

        REPORTED.append(f"what {role} sees: {len(tried)} mutants made and tried, {len(survivors)} survived")
        assert not survivors, "\n".join(["nobody noticed:", *survivors])

    @pytest.mark.parametrize("name", ["OFFICE_ROLES", "RECORD_ROLES", "ROLES_WITHOUT_AGREEMENTS"])
    def test_somebody_notices_when_a_role_is_added_to_or_taken_from(self, audience: Audience, name: str) -> None:
        roles = getattr(policy, name)
        # An office sees the whole record already, so keeping it right adds nothing to what it sees.
        nothing_new = policy.OFFICE_ROLES if name == "RECORD_ROLES" else frozenset()
        changed = sorted(set(AccountRole) - nothing_new)

        survivors = audience.survivors(
            audience.looks("explain_access"), [(role, partial(with_roles, name, roles ^ {role})) for role in changed]
        )

        assert not survivors, "\n".join(["nobody noticed:", *survivors])

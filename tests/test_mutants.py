"""Each guard of each audited statement, and of the policy, is taken away by machine: somebody must then see otherwise.

The report says how many were made, and names each that nobody noticed.
"""

import asyncio
import dataclasses
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from neo4j import GraphDatabase

from graph_service.access import policy, scope
from graph_service.access.caller import Caller
from graph_service.access.policy import PROJECTIONS, Projection
from graph_service.actions import children, networks
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from graph_service.domain.purposes import Purpose
from graph_service.graph.connection import Connection
from tests import worlds
from tests.asking import service_caller, without_budgets
from tests.audience import SHARED, Look, Statement, Switching, Tried, in_turn, survivors
from tests.conftest import DESK, PATIENCE, REPORTED, World
from tests.one_of_each import one_of_each
from tests.test_oracle import service_criteria

pytestmark = pytest.mark.graph
SCENES = 150
# Each shared fragment is mutated in one statement: read_child has most of them, and is planned quickly.
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


class TestStatements:
    @pytest.mark.timeout(PATIENCE)
    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_somebody_notices_each_guard_that_is_taken_away(self, audience: Audience, name: str) -> None:
        looks = audience.looks(name)

        unheld = STATEMENTS[name].unheld(audience.runner, audience.graph, looks, EXPLAINED)

        assert not unheld, "\n".join(["nobody noticed:", *unheld])

    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_a_statement_whose_guards_can_be_turned_off_answers_as_before_while_none_is(
        self, audience: Audience, name: str
    ) -> None:
        assert STATEMENTS[name].is_the_same_with_switches(audience.runner, audience.graph, audience.looks(name))


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
    @pytest.mark.timeout(PATIENCE)
    @pytest.mark.parametrize("role", list(AccountRole))
    def test_somebody_notices_each_thing_that_a_role_sees_more_or_less(
        self, audience: Audience, role: AccountRole
    ) -> None:
        own = dataclasses.replace(audience, callers=[one for one in audience.callers if one[0].role is role])
        looks = own.looks("read_network", "read_child", "list_my_children")
        tried: list[Tried] = [(what, partial(with_projection, role, other)) for what, other in flipped(role)]

        left = survivors(own.runner, looks, tried)

        REPORTED.append(f"what {role} sees: {len(tried)} mutants made and tried, {len(left)} survived")
        assert not left, "\n".join(["nobody noticed:", *left])

    @pytest.mark.parametrize("name", ["OFFICE_ROLES", "RECORD_ROLES", "ROLES_WITHOUT_AGREEMENTS"])
    def test_somebody_notices_when_a_role_is_added_to_or_taken_from(self, audience: Audience, name: str) -> None:
        roles = getattr(policy, name)
        # An office sees the whole record already, so keeping it right adds nothing to what it sees.
        nothing_new = policy.OFFICE_ROLES if name == "RECORD_ROLES" else frozenset()
        changed = sorted(set(AccountRole) - nothing_new)

        tried: list[Tried] = [(role, partial(with_roles, name, roles ^ {role})) for role in changed]
        left = survivors(audience.runner, audience.looks("explain_access"), tried)

        assert not left, "\n".join(["nobody noticed:", *left])

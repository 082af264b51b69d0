"""Each guard of the statement is taken away in turn, by machine: somebody in the small world must then see otherwise.

A mutant that nobody notices is a guard that no test holds.
"""

import dataclasses
from typing import LiteralString, cast

import pytest

from graph_service.access.scope import scope_for
from graph_service.actions.clock import today
from graph_service.actions.disclosures import looked
from graph_service.actions.networks import READ_NETWORK
from graph_service.actions.parts import parts_in_force
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from tests.conftest import DESK, World

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

# What is replaced (everywhere it stands), and what by.
MUTANTS: dict[str, tuple[str, str]] = {
    "the child's part need not be open": ("(child:Child&$any($scope.open))", "(child:Child)"),
    "a sibling's part need not be open": ("(sibling:Child&$any($scope.open))", "(sibling:Child)"),
    "nobody is hidden from anybody": ("WHERE level <> 'none' OR rule = 'account_not_active'", ""),
    "the account need not be active": (" AND account.state = 'active'", ""),
    "leading opens nothing": ("WHEN 'leads' IN ties THEN 'leads'", ""),
    "a confirmed involvement opens nothing": ("WHEN 'confirmed' IN ties THEN 'own_involvement'", ""),
    "the office opens every part": ("any(label IN labels(child) WHERE label IN $scope.office)", "$scope.office <> []"),
    "an agreement is not needed": ("any(label IN labels(child) WHERE label IN $scope.agreed)", "true"),
    "an asserted involvement is enough": ("ELSE own.state END AS tie", "ELSE 'confirmed' END AS tie"),
    "an involvement opens after its end": ("AND own.start <= $today AND (own.end IS NULL OR own.end > $today)", ""),
    "a shield hides nothing": ("'shield' IN shields AS protected", "false AS protected"),
    "a shield has no access list": ("AND NOT shield.id IN cleared", ""),
    "a shield covers only others in the home": ("{0,2} (covered)", "{2,2} (covered)"),
    "a sensitive seat is named": ("WHEN post.tier = 'sensitive' AND who <> me AND NOT post.id IN mine", "WHEN false"),
    "a sensitive author is named": ("who.id IN unnamed AS masked", "false AS masked"),
    "a sensitive service's own worker is masked": (" AND who <> me AND NOT post.id IN mine", ""),
    "ended additional involvements are for all": ("current OR post.tier = 'universal' OR rule IN", "true OR rule IN"),
    "ended authors are for all": ("true IN seats OR seats = [] OR who = me OR rule IN", "true OR rule IN"),
    "recorded in error still shows": ("coalesce(seat.end_reason, '') <> 'recorded_in_error'", "true"),
    "foster children are siblings": ("['parent', 'kinship', 'special_guardian']", "['parent', 'foster']"),
    "siblings need no level": ("WHERE rule <> 'none'", ""),
    "a carer's telephone shows though protected": ("CASE WHEN NOT hidden THEN carer.phone END", "carer.phone"),
}  # fmt: skip


Seen = dict[tuple[str, str], str | None]


async def seen_by_all(graph: Graph, world: World, text: str) -> Seen:
    """What each person of the world gets of each child: the whole answer, or nothing."""
    handle = dataclasses.replace(READ_NETWORK, text=cast(LiteralString, text), faults=())
    parts, day = await parts_in_force(graph), today()
    seen: Seen = {}
    for subject, who in world.people.items():
        caller = world.caller(subject, Purpose.ASSESS_REFERRAL)
        for key, child in world.children.items():
            rows = await graph.disclose(
                handle, look=looked(caller, child) | {"parts": parts.version}, today=day, desk=dataclasses.asdict(DESK),
                scope=scope_for(caller, parts, day).parameter(),
            )  # fmt: skip
            seen[who.subject, key] = rows[0].model_dump_json() if rows else None
    return seen


@pytest.fixture(scope="module")
async def sound(graph: Graph, world: World) -> Seen:
    return await seen_by_all(graph, world, READ_NETWORK.text)


class TestReadNetworkMutants:
    @pytest.mark.parametrize("mutant", list(MUTANTS))
    async def test_somebody_notices_when(self, graph: Graph, world: World, sound: Seen, mutant: str) -> None:
        guard, instead = MUTANTS[mutant]
        assert guard in READ_NETWORK.text, "the statement has changed: change the mutant with it"

        try:
            mutated = await seen_by_all(graph, world, READ_NETWORK.text.replace(guard, instead))
        except ValueError:
            return  # an answer that does not even have the shape of one is noticed too

        assert mutated != sound

"""Protections are lifted by two people, both of whom are on the list."""

import pytest

from graph_service.actions.networks import read_network
from graph_service.actions.notices import list_changes, read_my_notices
from graph_service.actions.protections import lift_protection
from graph_service.domain.changes import Recorded
from graph_service.domain.problems import NotFound, NotPermitted, SecondPersonNeeded
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def shielded(graph: Graph, server: Connection, *listed: str, on: str = "kim", kind: str = "shield") -> Town:
    """Kim is behind a shield that these people may look behind."""
    town = new_town()
    shield = o.Protection(
        id=f"{town.code}-shield", custodian=town.code, kind=kind, on=town.id_of(on), start=days(-9),
        access=tuple(o.MaySee(practitioner=town.id_of(who)) for who in listed),
    )  # fmt: skip
    return await settled(graph, server, town, [("protections", (shield,))])


async def lifted(graph: Graph, town: Town, by: str) -> Recorded:
    return await lift_protection(graph, town.caller(by), town.id_of("kim"), town.attempt())


async def is_protected(graph: Graph, town: Town, by: str = "max") -> bool:
    return (await read_network(graph, town.caller(by), town.id_of("kim"), DESK)).protected


class TestLiftProtection:
    async def test_two_on_the_list_lift_it(self, graph: Graph, server: Connection) -> None:
        town = await shielded(graph, server, "lee", "fran")

        await refused(SecondPersonNeeded, lifted(graph, town, "lee"))
        between = await is_protected(graph, town)
        made = await lifted(graph, town, "fran")

        assert (between, await is_protected(graph, town), made.version) == (True, False, 2)
        assert ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.kind, v.end", id=f"{town.code}-shield") == [
            ["shield", None]
        ]

    async def test_one_of_them_twice_does_not(self, graph: Graph, server: Connection) -> None:
        town = await shielded(graph, server, "lee", "fran")

        for _ in range(2):
            await refused(SecondPersonNeeded, lifted(graph, town, "lee"))

        assert await is_protected(graph, town)

    @pytest.mark.parametrize("by", ["max", "dana"])
    async def test_to_whoever_is_not_on_the_list_there_is_none(self, graph: Graph, server: Connection, by: str) -> None:
        town = await shielded(graph, server, "lee", "fran")
        await refused(SecondPersonNeeded, lifted(graph, town, "lee"))

        await refused(NotFound, lifted(graph, town, by))

        assert await is_protected(graph, town)

    async def test_where_no_shield_is_the_answer_is_the_same(self, graph: Graph, town: Town) -> None:
        await refused(NotFound, lifted(graph, town, "lee"))

    async def test_a_colleague_on_the_list_who_keeps_no_records_lifts_nothing(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await shielded(graph, server, "lee", "pat")

        await refused(SecondPersonNeeded, lifted(graph, town, "lee"))
        await refused(NotPermitted, lifted(graph, town, "pat"))

    async def test_a_shield_on_somebody_who_lives_there_stays(self, graph: Graph, server: Connection) -> None:
        town = await shielded(graph, server, "lee", "fran", on="mum")

        await refused(NotFound, lifted(graph, town, "lee"))

    async def test_a_new_identity_is_never_lifted(self, graph: Graph, server: Connection) -> None:
        town = await shielded(graph, server, "lee", "fran", kind="new_identity")

        await refused(NotFound, lifted(graph, town, "lee"))

    async def test_neither_the_log_nor_the_teams_news_say_that_there_was_one(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await shielded(graph, server, "lee", "fran")
        await refused(SecondPersonNeeded, lifted(graph, town, "lee"))
        await lifted(graph, town, "fran")

        listed = (await list_changes(graph, town.caller("fran"), 0)).changes
        told = (await read_my_notices(graph, town.caller("pat"))).notices
        assert ([one.action for one in listed], told) == ([], [])

    async def test_one_that_the_child_took_along_from_a_refuge_goes_on_for_those_who_stayed_there(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await shielded(graph, server, "lee", "fran")
        ask(
            server,
            "MATCH (sib:Child {id: $sib}), (shield:Protection {id: $shield}) "
            "CREATE (sib)-[:PROTECTED_BY {id: $shield + '-sib', custodian: $code, recorded_at: datetime()}]->(shield)",
            sib=town.id_of("sib"), shield=f"{town.code}-shield", code=town.code,
        )  # fmt: skip

        await refused(SecondPersonNeeded, lifted(graph, town, "lee"))
        await lifted(graph, town, "fran")

        shields = "MATCH (:Child {id: $id})-[:PROTECTED_BY]->(s:Protection) RETURN s.end"
        assert ask(server, shields, id=town.id_of("sib")) == [[None]]
        assert not await is_protected(graph, town)

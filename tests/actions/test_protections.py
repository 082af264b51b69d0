"""One person hides where a child is, for those on a list; two people of the list lift it."""

import pytest

from graph_service.actions.networks import read_network
from graph_service.actions.notices import list_changes, read_my_notices
from graph_service.actions.protections import lift_protection, protect_child
from graph_service.domain.changes import Recorded
from graph_service.domain.problems import (
    AlreadyRecorded,
    NotFound,
    NotPermitted,
    Problem,
    SecondPersonNeeded,
)
from graph_service.domain.protections import NewProtection
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import impossible, pointed_at, refused
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


async def protected(
    graph: Graph, town: Town, by: str, *listed: str, review: int = 90, lifter: str | None = "dana"
) -> Recorded:
    everybody = [*listed, *([lifter] if lifter else [])]
    new = NewProtection(review_on=days(review), may_see=frozenset(town.id_of(who) for who in everybody))
    return await protect_child(graph, town.caller(by), town.id_of("kim"), new, town.attempt())


class TestProtectChild:
    async def test_from_now_on_only_those_on_the_list_see_where_the_child_is(self, graph: Graph, town: Town) -> None:
        made = await protected(graph, town, "fran", "fran", "lee")

        assert made.version == 1
        assert await is_protected(graph, town, "max")
        assert not await is_protected(graph, town, "fran")

    async def test_whoever_leads_goes_on_seeing_the_child_though_nobody_named_them(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await protected(graph, town, "fran", "fran", "max")

        assert not await is_protected(graph, town, "lee")
        listed = "MATCH (p:Practitioner)-[:MAY_SEE]->(:Protection {custodian: $code}) RETURN p.id ORDER BY p.id"
        assert ask(server, listed, code=town.code) == sorted(
            [town.id_of(who)] for who in ("dana", "fran", "lee", "max")
        )

    async def test_whoever_leads_for_a_sister_who_lives_there_goes_on_seeing_her(
        self, graph: Graph, server: Connection
    ) -> None:
        town, ours = new_town(), {"start": days(-60)}
        home = o.Household(id=town.id_of("home"), address="1 Old Road", custodian=town.code)
        stays = tuple(
            o.LivesAt(person=town.id_of(who), household=home.id, custodian=town.code, **ours) for who in ("kim", "sib")
        )
        leads = o.Leads(
            id=f"{town.code}-sib-lead", who=town.id_of("pat"), child=town.id_of("sib"), custodian=town.code, **ours
        )
        await settled(graph, server, town, [("households", (home,)), ("lives_at", stays), ("leads", (leads,))])

        await protected(graph, town, "fran", "fran")

        assert not (await read_network(graph, town.caller("pat"), town.id_of("sib"), DESK)).protected

    async def test_nor_is_a_child_hidden_from_its_lead_by_a_record_that_may_be_of_the_same_child(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        pair = o.PossiblySame(
            id=f"{town.code}-pair", custodian=town.code, one=town.id_of("kim"), other=town.id_of("zed"), state="open"
        )
        leads = o.Leads(
            id=f"{town.code}-zed-lead", who=town.id_of("pat"), child=town.id_of("zed"), custodian=town.code,
            start=days(-60),
        )  # fmt: skip
        await settled(graph, server, town, [("possibly_same", (pair,)), ("leads", (leads,))])

        await protected(graph, town, "fran", "fran")

        assert not (await read_network(graph, town.caller("pat"), town.id_of("zed"), DESK)).protected
        assert (await read_network(graph, town.caller("max"), town.id_of("kim"), DESK)).protected

    async def test_two_of_the_list_lift_it_again(self, graph: Graph, town: Town) -> None:
        await protected(graph, town, "fran", "fran")

        await refused(SecondPersonNeeded, lifted(graph, town, "fran"))
        await lifted(graph, town, "lee")

        assert not await is_protected(graph, town)

    async def test_it_says_who_decided_it_and_when_somebody_looks_again(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await protected(graph, town, "fran", "fran")

        said = ask(
            server, "MATCH (p:Protection {id: $id}) RETURN p.kind, p.decided_by, p.start, p.review_on", id=made.id
        )
        assert [[*row[:2], *map(str, row[2:])] for row in said] == [
            ["shield", town.id_of("fran"), str(days(0)), str(days(90))]
        ]

    @pytest.mark.parametrize("review", [0, -1, 400])
    async def test_it_is_looked_at_again_within_a_year(self, graph: Graph, town: Town, review: int) -> None:
        assert await pointed_at(protected(graph, town, "fran", "fran", review=review)) == "/review_on"

    async def test_nobody_protects_a_child_so_that_they_lose_it_themselves(self, graph: Graph, town: Town) -> None:
        assert await pointed_at(protected(graph, town, "fran", "max")) == "/may_see"

    async def test_nor_for_somebody_whom_their_authority_does_not_know(self, graph: Graph, town: Town) -> None:
        assert await pointed_at(protected(graph, town, "fran", "fran", "nobody")) == "/may_see"

    @pytest.mark.parametrize("listed", [["fran"], ["fran", "lee", "max", "stu"]])
    async def test_nor_so_that_nobody_else_could_lift_it_for_good(
        self, graph: Graph, town: Town, listed: list[str]
    ) -> None:
        """Neither who leads today nor who manages them will for ever: one of an office is on the list."""
        assert await pointed_at(protected(graph, town, "fran", *listed, lifter=None)) == "/may_see"

    async def test_nor_where_the_other_can_sign_in_no_more(self, graph: Graph, town: Town, server: Connection) -> None:
        ask(
            server,
            "MATCH (:Practitioner {id: $who})-[:HAS_ACCOUNT]->(a) SET a.state = 'closed'",
            who=town.id_of("dana"),
        )

        assert await pointed_at(protected(graph, town, "fran", "fran")) == "/may_see"

    @pytest.mark.parametrize(("by", "problem"), [("pat", NotPermitted), ("casey", NotFound)])
    async def test_whoever_keeps_no_record_of_the_child_protects_nobody(
        self, graph: Graph, town: Town, by: str, problem: type[Problem]
    ) -> None:
        await refused(problem, protected(graph, town, by, by, "lee"))

        assert not await is_protected(graph, town)

    async def test_where_one_is_already_there_is_no_second(self, graph: Graph, town: Town) -> None:
        await protected(graph, town, "fran", "fran")

        await refused(AlreadyRecorded, protected(graph, town, "fran", "fran"))

    async def test_behind_a_shield_of_others_nobody_puts_one_of_their_own(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await shielded(graph, server, "lee", "fran")

        assert await impossible(protected(graph, town, "max", "max", "lee")) == "shielded"


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

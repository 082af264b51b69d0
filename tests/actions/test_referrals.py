"""Recording that help was asked for, for a child, and that this was closed; never why."""

from typing import LiteralString

import pytest

from graph_service.actions.involvements import withdraw_mistake
from graph_service.actions.networks import read_network
from graph_service.actions.referrals import close_referral, record_referral
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import ReferralSource
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, KeyReused, NotCustodian, NotFound
from graph_service.domain.referrals import NewReferral, ReferralClosed
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import forbidden, impossible, refused
from tests.town import Town, days, kept_next_door, new_town, settled, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def from_school(day: int = -3) -> NewReferral:
    return NewReferral(from_kind=ReferralSource.SCHOOL, received_on=days(day))


async def receive(
    graph: Graph, town: Town, by: str, new: NewReferral | None = None, child: str | None = None
) -> Recorded:
    child_id = child or town.id_of("kim")
    return await record_referral(graph, town.caller(by), child_id, new or from_school(), town.attempt())


async def close(graph: Graph, town: Town, by: str, fact_id: str, day: int = 0, version: int = 1) -> Recorded:
    closed = ReferralClosed(closed_on=days(day))
    return await close_referral(graph, town.caller(by), town.id_of("kim"), fact_id, closed, town.attempt(version))


def kept(server: Connection, fact_id: str) -> list[list[object]]:
    found = (
        "MATCH (r:Referral {id: $id})-[about:ABOUT]->(child) RETURN labels(r), r.custodian, r.from_kind, "
        "toString(r.received_on), toString(r.closed_on), r.version, child.given_name, about.custodian"
    )
    return ask(server, found, id=fact_id)


class TestRecordReferral:
    @pytest.mark.parametrize("by", ["fran", "max", "lee"])
    async def test_front_door_manager_and_lead_say_that_it_came_from_a_school(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        made = await receive(graph, town, by)

        label = f"LA_{town.code}"
        assert kept(server, made.id) == [
            [["Referral", label], town.code, "school", str(days(-3)), None, 1, "Kim", town.code]
        ]

    async def test_a_member_of_the_team_does_not(self, graph: Graph, town: Town) -> None:
        assert await forbidden(receive(graph, town, "pat")) == "not_yours"

    async def test_it_may_come_before_the_birth_and_not_on_a_day_to_come(self, graph: Graph, town: Town) -> None:
        await receive(graph, town, "fran", from_school(-3010))

        assert await impossible(receive(graph, town, "fran", from_school(1))) == "in_the_future"

    async def test_the_same_while_it_is_open_is_recorded_already(self, graph: Graph, town: Town) -> None:
        first = await receive(graph, town, "fran")

        await refused(AlreadyRecorded, receive(graph, town, "lee"))
        await close(graph, town, "fran", first.id)
        await receive(graph, town, "lee")

    async def test_a_hidden_child_and_an_absent_one_are_answered_alike(self, graph: Graph, town: Town) -> None:
        for child in (town.id_of("kim"), town.id_of("zed"), new_child_id()):
            await refused(NotFound, receive(graph, town, "stu", child=child))
        await refused(NotFound, receive(graph, town, "dana"))

    async def test_it_is_received_by_the_authority_that_keeps_the_child(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("ned"),))])

        problem = await refused(NotCustodian, receive(graph, town, "ned"))

        assert isinstance(problem.more["custodian"], dict)
        assert problem.more["custodian"]["code"] == town.code

    async def test_behind_a_shield_it_is_for_those_on_its_list(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        shield = o.Protection(id=f"{town.code}-shield", custodian=town.code, kind="shield", on=town.id_of("kim"))
        await settled(graph, server, town, [("protections", (shield,))])

        await refused(NotFound, receive(graph, town, "fran"))

    async def test_having_recorded_one_opens_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        await receive(graph, town, "lee")
        ask(server, "MATCH (:Practitioner {id: $id})-[e:LEADS|INVOLVED_WITH]->() SET e.end = $day",
            id=town.id_of("lee"), day=days(0))  # fmt: skip

        await refused(NotFound, read_network(graph, town.caller("lee"), town.id_of("kim"), DESK))

    async def test_the_same_attempt_again_answers_as_before_and_is_there_once(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, who, child = town.attempt(), town.caller("fran"), town.id_of("kim")

        answers = [await record_referral(graph, who, child, from_school(), attempt) for _ in range(2)]

        assert answers[0] == answers[1]
        assert ask(server, "MATCH (r:Referral {custodian: $code}) RETURN count(r)", code=town.code) == [[1]]
        await refused(KeyReused, record_referral(graph, who, child, from_school(-9), attempt))


class TestCloseReferral:
    @pytest.mark.parametrize("by", ["fran", "max", "lee"])
    async def test_front_door_manager_and_lead_close_it_on_a_day(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        made = await receive(graph, town, "fran")

        await close(graph, town, by, made.id, -1)

        assert [row[4:6] for row in kept(server, made.id)] == [[str(days(-1)), 2]]
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.version, v.closed_on", id=made.id)
        assert old == [[1, None]]

    async def test_a_member_of_the_team_does_not(self, graph: Graph, town: Town) -> None:
        made = await receive(graph, town, "fran")

        assert await forbidden(close(graph, town, "pat", made.id)) == "not_yours"

    @pytest.mark.parametrize(("day", "rule"), [(-4, "ends_before_start"), (1, "in_the_future")])
    async def test_not_before_it_came_or_on_a_day_to_come(self, graph: Graph, town: Town, day: int, rule: str) -> None:
        made = await receive(graph, town, "fran")

        assert await impossible(close(graph, town, "fran", made.id, day)) == rule

    async def test_it_is_closed_once_and_only_as_it_was_read(self, graph: Graph, town: Town) -> None:
        made = await receive(graph, town, "fran")

        await refused(ChangedMeanwhile, close(graph, town, "fran", made.id, version=2))
        await close(graph, town, "fran", made.id)
        assert await impossible(close(graph, town, "fran", made.id, version=2)) == "already_ended"

    async def test_one_of_another_child_and_one_that_is_not_there_are_answered_alike(
        self, graph: Graph, town: Town
    ) -> None:
        of_sib = await receive(graph, town, "fran", child=town.id_of("sib"))

        for fact_id in (of_sib.id, "there-is-none"):
            await refused(NotFound, close(graph, town, "fran", fact_id))

    @pytest.mark.parametrize("wrong", ["(wrong:Referral {id: $id})", "(:Referral {id: $id})-[wrong:ABOUT]->()"])
    async def test_what_was_put_on_the_wrong_child_is_not_there_and_does_not_stand_in_the_way(
        self, graph: Graph, town: Town, server: Connection, wrong: LiteralString
    ) -> None:
        made = await receive(graph, town, "fran")
        ask(server, "MATCH " + wrong + " SET wrong.end_reason = 'recorded_in_error'", id=made.id)

        await refused(NotFound, close(graph, town, "fran", made.id))
        await receive(graph, town, "fran")

    async def test_what_another_authority_keeps_is_for_them_and_behind_a_shield_it_is_not_there(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await receive(graph, town, "fran")
        kept_next_door(server, town, "Referral", made.id)
        await refused(NotCustodian, close(graph, town, "fran", made.id))

        shielded(server, town)
        await refused(NotFound, close(graph, town, "fran", made.id))

    async def test_a_stranger_learns_nothing(self, graph: Graph, town: Town) -> None:
        made = await receive(graph, town, "fran")

        for who in ("stu", "ned", "dana"):
            await refused(NotFound, close(graph, town, who, made.id))


class TestWithdrawMistake:
    async def withdraw(self, graph: Graph, town: Town, by: str, fact_id: str) -> Recorded:
        return await withdraw_mistake(graph, town.caller(by), town.id_of("kim"), fact_id, town.attempt(1))

    @pytest.mark.parametrize("about", ["", "-about"])
    async def test_one_that_never_came_or_came_for_another_child_is_not_there_and_does_not_stand_in_the_way(
        self, graph: Graph, town: Town, about: str
    ) -> None:
        made = await receive(graph, town, "fran")

        await self.withdraw(graph, town, "lee", f"{made.id}{about}")

        await refused(NotFound, close(graph, town, "fran", made.id))
        await receive(graph, town, "fran")

    async def test_a_member_of_the_team_does_not_and_a_stranger_learns_nothing(self, graph: Graph, town: Town) -> None:
        made = await receive(graph, town, "fran")

        assert await forbidden(self.withdraw(graph, town, "pat", made.id)) == "not_yours"
        await refused(NotFound, self.withdraw(graph, town, "stu", made.id))

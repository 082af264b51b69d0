"""Recording that two people around a child spoke about it."""

import pytest

from graph_service.actions.conversations import record_conversation
from graph_service.actions.involvements import withdraw_mistake
from graph_service.actions.networks import read_network
from graph_service.actions.notices import read_my_notices
from graph_service.domain.changes import Recorded
from graph_service.domain.conversations import NewConversation
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.problems import AlreadyRecorded, KeyReused, NotFound
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import forbidden, impossible, pointed_at, refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def spoke(graph: Graph, town: Town, by: str, other: str, day: int = 0, child: str | None = None) -> Recorded:
    new = NewConversation(practitioner_id=town.id_of(other), on=days(day))
    return await record_conversation(graph, town.caller(by), child or town.id_of("kim"), new, town.attempt())


async def with_seats(graph: Graph, server: Connection, *who: str) -> Town:
    town = new_town()
    return await settled(graph, server, town, [("involvements", tuple(town.seat(name) for name in who))])


class TestRecordConversation:
    async def test_two_who_work_with_the_child_spoke_about_it_on_a_day(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await spoke(graph, town, "pat", "lee", -1)

        found = (
            "MATCH (one)-[e:SPOKE_WITH {id: $id}]->(other) "
            "RETURN one.name, other.name, e.child_id, toString(e.on), e.custodian, e.version"
        )
        assert ask(server, found, id=made.id) == [
            ["Pat", "Lee", town.id_of("kim"), str(days(-1)), town.code, 1],
        ]  # fmt: skip

    async def test_the_front_door_spoke_with_a_member_of_the_team(self, graph: Graph, town: Town) -> None:
        await spoke(graph, town, "fran", "pat")

    async def test_either_of_them_says_so_and_it_is_there_once_a_day(self, graph: Graph, town: Town) -> None:
        await spoke(graph, town, "pat", "lee")

        await refused(AlreadyRecorded, spoke(graph, town, "pat", "lee"))
        await refused(AlreadyRecorded, spoke(graph, town, "lee", "pat"))
        await spoke(graph, town, "lee", "pat", -1)

    async def test_nobody_speaks_with_themselves(self, graph: Graph, town: Town) -> None:
        assert await pointed_at(spoke(graph, town, "pat", "pat")) == "/practitioner_id"

    async def test_whoever_is_not_around_the_child_is_not_there_or_is_not_shown_is_answered_alike(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, "casey")

        for other in ("casey", "stu", "ned", "nobody"):
            assert await pointed_at(spoke(graph, town, "pat", other)) == "/practitioner_id"

    async def test_whoever_no_longer_works_with_the_child_is_not_around_it(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=days(0))

        assert await pointed_at(spoke(graph, town, "fran", "pat")) == "/practitioner_id"

    async def test_a_school_is_shown_its_own_people_and_the_lead_and_nobody_else(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, "sky")

        assert await pointed_at(spoke(graph, town, "sky", "pat")) == "/practitioner_id"
        await spoke(graph, town, "sky", "lee")

    @pytest.mark.parametrize(("day", "rule"), [(1, "in_the_future"), (-3001, "before_birth")])
    async def test_not_on_a_day_to_come_or_before_the_birth(
        self, graph: Graph, town: Town, day: int, rule: str
    ) -> None:
        assert await impossible(spoke(graph, town, "pat", "lee", day)) == rule

    async def test_a_hidden_child_and_an_absent_one_are_answered_alike(self, graph: Graph, town: Town) -> None:
        for child in (town.id_of("kim"), town.id_of("zed"), new_child_id()):
            await refused(NotFound, spoke(graph, town, "stu", "lee", child=child))
        await refused(NotFound, spoke(graph, town, "dana", "lee"))

    async def test_behind_a_shield_nobody_is_shown_to_have_spoken_with(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        shield = o.Protection(id=f"{town.code}-shield", custodian=town.code, kind="shield", on=town.id_of("kim"))
        await settled(graph, server, town, [("protections", (shield,))])

        await refused(NotFound, spoke(graph, town, "pat", "lee"))

    async def test_what_was_said_by_mistake_does_not_stand_in_the_way(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await spoke(graph, town, "pat", "lee")
        ask(server, "MATCH ()-[e:SPOKE_WITH {id: $id}]->() SET e.end_reason = 'recorded_in_error'", id=made.id)

        await spoke(graph, town, "pat", "lee")

    async def test_whose_work_with_the_child_was_a_mistake_is_not_around_it(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        found = "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end_reason = 'recorded_in_error'"
        ask(server, found, id=town.seat("pat").id)

        assert await pointed_at(spoke(graph, town, "fran", "pat")) == "/practitioner_id"

    async def test_having_spoken_opens_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        await spoke(graph, town, "pat", "lee")
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=days(0))

        await refused(NotFound, read_network(graph, town.caller("pat"), town.id_of("kim"), DESK))

    async def test_the_same_attempt_again_answers_as_before_and_is_there_once(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, who, child = town.attempt(), town.caller("pat"), town.id_of("kim")
        new = NewConversation(practitioner_id=town.id_of("lee"), on=days(0))

        answers = [await record_conversation(graph, who, child, new, attempt) for _ in range(2)]

        assert answers[0] == answers[1]
        assert ask(server, "MATCH ()-[e:SPOKE_WITH {child_id: $id}]->() RETURN count(e)", id=child) == [[1]]
        other = NewConversation(practitioner_id=town.id_of("lee"), on=days(-1))
        await refused(KeyReused, record_conversation(graph, who, child, other, attempt))


class TestWithdrawMistake:
    async def withdraw(
        self, graph: Graph, town: Town, by: str, fact_id: str, child: str = "kim", version: int = 1
    ) -> Recorded:
        return await withdraw_mistake(graph, town.caller(by), town.id_of(child), fact_id, town.attempt(version))

    @pytest.mark.parametrize("by", ["pat", "lee", "fran", "max", "dana"])
    async def test_two_who_did_not_speak_did_not_and_it_is_no_news(self, graph: Graph, town: Town, by: str) -> None:
        made = await spoke(graph, town, "pat", "lee")

        await self.withdraw(graph, town, by, made.id)

        assert (await read_my_notices(graph, town.caller("lee"))).notices == []
        await spoke(graph, town, "lee", "pat")

    async def test_a_member_of_the_team_does_not_take_back_anothers(self, graph: Graph, town: Town) -> None:
        made = await spoke(graph, town, "lee", "pat")

        assert await forbidden(self.withdraw(graph, town, "pat", made.id)) == "not_yours"

    async def test_one_about_another_child_one_taken_back_and_one_that_is_not_there_are_answered_alike(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("lee", "sib"),))])
        made = await spoke(graph, town, "pat", "lee")

        await refused(NotFound, self.withdraw(graph, town, "fran", made.id, "sib"))
        await refused(NotFound, self.withdraw(graph, town, "fran", "there-is-none"))
        await self.withdraw(graph, town, "fran", made.id)
        await refused(NotFound, self.withdraw(graph, town, "fran", made.id, version=2))

    async def test_with_whom_a_sensitive_service_spoke_is_answered_as_if_it_were_not_there(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, "casey")
        made = await spoke(graph, town, "casey", "lee")

        await refused(NotFound, self.withdraw(graph, town, "fran", made.id))
        await self.withdraw(graph, town, "casey", made.id)

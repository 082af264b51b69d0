"""What an authority keeps of those who work with children: names, telephones, posts, and who answers for whom."""

import pytest

from graph_service.actions.people import amend_practitioner, record_practitioner
from graph_service.domain.changes import Kept
from graph_service.domain.people import NewPractitioner, PractitionerChange
from graph_service.domain.problems import (
    AccountSuspended,
    ChangedMeanwhile,
    KeyReused,
    NotFound,
    NotPermitted,
    Problem,
)
from graph_service.graph.checks import invariant_faults
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask
from tests.town import Town

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def refused(kind: type[Problem], awaited) -> Problem:
    with pytest.raises(kind) as caught:
        await awaited
    return caught.value


def properties(server: Connection, label: str, key: str) -> dict:
    [[found]] = ask(server, f"MATCH (n:{label} {{id: $id}}) RETURN properties(n)", id=key)  # ty: ignore
    return found


class TestRecordPractitioner:
    async def record(self, graph: Graph, town: Town, by: str, name: str = "New Colleague") -> Kept:
        return await record_practitioner(graph, town.caller(by), NewPractitioner(name=name), town.attempt())

    @pytest.mark.parametrize("by", ["dana", "max"])
    async def test_the_data_team_and_managers_record_a_colleague_of_their_own_authority(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        made = await self.record(graph, town, by)

        kept = properties(server, "Practitioner", made.id)
        assert (kept["name"], kept["custodian"], kept["recorded_by"]) == ("New Colleague", town.code, town.id_of(by))
        assert ask(server, "MATCH (p:Practitioner {id: $id}) RETURN labels(p)", id=made.id) == [
            [["Practitioner", f"LA_{town.code}"]]
        ]

    async def test_whoever_is_recorded_has_neither_post_nor_account(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await self.record(graph, town, "dana")

        assert ask(server, "MATCH (:Practitioner {id: $id})-[r]-() RETURN count(r)", id=made.id) == [[0]]

    async def test_sent_again_it_is_recorded_once(self, graph: Graph, town: Town, server: Connection) -> None:
        attempt, new = town.attempt(), NewPractitioner(name="Only Once")
        first = await record_practitioner(graph, town.caller("dana"), new, attempt)

        assert await record_practitioner(graph, town.caller("dana"), new, attempt) == first
        other = NewPractitioner(name="Somebody Else")
        await refused(KeyReused, record_practitioner(graph, town.caller("dana"), other, attempt))

    async def test_it_stands_in_the_authoritys_log_and_is_about_no_child(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        first, second = [await self.record(graph, town, "dana") for _ in range(2)]

        log = ask(
            server,
            "MATCH (c:Change {authority: $code}) RETURN c.sequence, c.type, c.fact_id, c.child_id ORDER BY c.sequence",
            code=town.code,
        )
        assert log == [[1, "Practitioner", first.id, None], [2, "Practitioner", second.id, None]]

    async def test_the_look_is_on_record_and_says_by_which_right(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await self.record(graph, town, "dana")

        looks = ask(
            server,
            "MATCH (d:Disclosure {subject: $who}) RETURN d.action, d.rule, d.outcome, d.returned, d.opened",
            who=town.id_of("dana-in"),
        )
        assert looks == [["record_practitioner", "record_keeping", "done", [made.id], None]]

    async def test_a_suspended_account_records_nobody(self, graph: Graph, town: Town, server: Connection) -> None:
        ask(server, "MATCH (a:Account {subject: $who}) SET a.state = 'suspended'", who=town.id_of("dana-in"))

        await refused(AccountSuspended, self.record(graph, town, "dana"))

    async def test_what_it_writes_keeps_every_invariant(self, graph: Graph, town: Town) -> None:
        made = await self.record(graph, town, "dana")

        assert [fault for fault in await invariant_faults(graph) if made.id in fault] == []


class TestAmendPractitioner:
    async def amend(self, graph: Graph, town: Town, by: str, who: str, version: int = 1, **what: object) -> Kept:
        change = PractitionerChange.model_validate(what or {"phone": "0113 496 0777"})
        return await amend_practitioner(graph, town.caller(by), town.id_of(who), change, town.attempt(version))

    @pytest.mark.parametrize("by", ["pat", "max", "dana"])
    async def test_oneself_ones_manager_and_the_data_team_put_a_telephone_right_and_the_old_one_is_kept(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        made = await self.amend(graph, town, by, "pat")

        assert made.version == 2
        assert properties(server, "Practitioner", town.id_of("pat"))["phone"] == "0113 496 0777"
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.phone, v.version", id=town.id_of("pat"))
        assert old == [["0113 496 0002", 1]]

    async def test_a_telephone_can_be_taken_away(self, graph: Graph, town: Town, server: Connection) -> None:
        await self.amend(graph, town, "pat", "pat", phone=None)

        assert "phone" not in properties(server, "Practitioner", town.id_of("pat"))

    @pytest.mark.parametrize("what", [{"name": "Somebody Else"}, {"registration": "SW1"}, {"registration": None}])
    async def test_nobody_changes_who_they_are_themselves(self, graph: Graph, town: Town, what: dict) -> None:
        for who in ("pat", "dana", "max"):
            problem = await refused(NotPermitted, self.amend(graph, town, who, who, **what))
            assert problem.reason == "own_record"

    @pytest.mark.parametrize(("by", "who"), [("pat", "lee"), ("max", "casey"), ("fran", "pat")])
    async def test_neither_a_colleague_nor_another_teams_manager_does(
        self, graph: Graph, town: Town, by: str, who: str
    ) -> None:
        problem = await refused(NotPermitted, self.amend(graph, town, by, who))

        assert problem.reason == "not_your_team"

    async def test_the_manager_of_a_former_post_is_no_longer_theirs(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(
            server,
            "MATCH (:Practitioner {id: $who})-[e:WORKS_IN]->(:Service {id: $place}) SET e.end = date()",
            who=town.id_of("pat"), place=town.id_of("team"),
        )  # fmt: skip

        await refused(NotPermitted, self.amend(graph, town, "max", "pat"))

    async def test_the_people_next_door_are_answered_like_people_who_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for who in ("ned", "nobody"):
            await refused(NotFound, self.amend(graph, town, "dana", who))

    async def test_whoever_read_an_older_version_is_told(self, graph: Graph, town: Town) -> None:
        await self.amend(graph, town, "dana", "pat")

        problem = await refused(ChangedMeanwhile, self.amend(graph, town, "max", "pat", version=1))

        assert problem.more["version"] == 2

"""What an authority keeps of those who work with children: names, telephones, posts, and who answers for whom."""

from datetime import UTC, datetime, time

import pytest

from graph_service.actions.clock import today
from graph_service.actions.networks import read_network
from graph_service.actions.people import (
    amend_practitioner,
    cover_practitioner,
    end_post,
    record_post,
    record_practitioner,
)
from graph_service.domain.bodies import End
from graph_service.domain.changes import Kept
from graph_service.domain.closed_lists import EndReason, InvolvementRole
from graph_service.domain.people import Cover, NewPost, NewPractitioner, PractitionerChange
from graph_service.domain.problems import (
    AccountSuspended,
    AlreadyRecorded,
    ChangedMeanwhile,
    InvalidRequest,
    KeyReused,
    NotFound,
    NotPermitted,
    RuleBroken,
)
from graph_service.graph.checks import invariant_faults
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def properties(server: Connection, label: str, key: str) -> dict:
    [[found]] = ask(server, f"MATCH (n:{label} {{id: $id}}) RETURN properties(n)", id=key)  # ty: ignore[invalid-argument-type]  # the label is one of our own, in a test
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


async def post(graph: Graph, town: Town, by: str, who: str, place: str, **more: object) -> Kept:
    told = {"role": InvolvementRole.FAMILY_SUPPORT_WORKER, "start": today()} | more
    new = NewPost.model_validate({"service_id": town.id_of(place)} | told)
    return await record_post(graph, town.caller(by), town.id_of(who), new, town.attempt())


class TestRecordPost:
    async def test_the_manager_says_who_works_in_their_team(self, graph: Graph, town: Town, server: Connection) -> None:
        made = await post(graph, town, "max", "sky", "team")

        kept = ask(
            server,
            "MATCH (p)-[e:WORKS_IN {id: $id}]->(s) RETURN p.id, s.id, e.role, e.custodian, e.recorded_by, e.version",
            id=made.id,
        )
        whose = [town.id_of("sky"), town.id_of("team")]
        assert kept == [[*whose, "family_support_worker", town.code, town.id_of("max"), 1]]

    async def test_the_data_team_says_who_manages_and_that_is_a_fact_of_its_own(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await post(graph, town, "dana", "lee", "team", role=InvolvementRole.TEAM_MANAGER, manages=True)

        kept = ask(
            server,
            "MATCH (:Practitioner {id: $who})-[e:MANAGES]->(s) RETURN s.id, e.id, e.custodian, e.recorded_by",
            who=town.id_of("lee"),
        )
        assert kept == [[town.id_of("team"), f"{made.id}-manages", town.code, town.id_of("dana")]]
        log = ask(server, "MATCH (c:Change {authority: $code}) RETURN c.type ORDER BY c.sequence", code=town.code)
        assert log == [["WORKS_IN"], ["MANAGES"]]

    @pytest.mark.parametrize("by", ["dana", "max"])
    @pytest.mark.parametrize("place", ["team", "camhs"])
    async def test_nobody_records_a_post_of_their_own(self, graph: Graph, town: Town, by: str, place: str) -> None:
        for manages in (False, True):
            problem = await refused(NotPermitted, post(graph, town, by, by, place, manages=manages))
            assert problem.reason == "own_level"

    async def test_a_manager_fills_neither_other_teams_nor_the_managers_place(self, graph: Graph, town: Town) -> None:
        for place, manages in (("camhs", False), ("desk", False), ("team", True)):
            problem = await refused(NotPermitted, post(graph, town, "max", "sky", place, manages=manages))
            assert problem.reason == "not_your_post"

    async def test_a_manager_who_signs_in_in_another_role_manages_nothing_here(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH (:Practitioner {id: $who})-[e:MANAGES]->() SET e.end = date()", who=town.id_of("max"))

        await refused(NotPermitted, post(graph, town, "max", "sky", "team"))

    async def test_people_and_services_next_door_are_not_known_here(self, graph: Graph, town: Town) -> None:
        await refused(NotFound, post(graph, town, "dana", "ned", "team"))
        problem = await refused(InvalidRequest, post(graph, town, "dana", "pat", "next-team"))

        assert [error["pointer"] for error in problem.errors or []] == ["/service_id"]

    async def test_the_same_post_again_is_recorded_already(self, graph: Graph, town: Town) -> None:
        await post(graph, town, "dana", "sky", "team")

        await refused(AlreadyRecorded, post(graph, town, "max", "sky", "team"))

    async def test_sent_again_it_is_one_post(self, graph: Graph, town: Town, server: Connection) -> None:
        new = NewPost(service_id=town.id_of("team"), role=InvolvementRole.TEACHER, start=today())
        attempt = town.attempt()
        for _ in range(2):
            await record_post(graph, town.caller("dana"), town.id_of("sky"), new, attempt)

        count = ask(server, "MATCH (:Practitioner {id: $who})-[e:WORKS_IN]->() RETURN count(e)", who=town.id_of("sky"))
        assert count == [[2]]


def id_of_post(server: Connection, town: Town, who: str, kind: str = "WORKS_IN", place: str = "team") -> str:
    [[found]] = ask(
        server,
        "MATCH (:Practitioner {id: $who})-[e]->(:Service {id: $place}) WHERE type(e) = $kind RETURN e.id",
        who=town.id_of(who), kind=kind, place=town.id_of(place),
    )  # fmt: skip
    return str(found)


class TestEndPost:
    async def end(
        self, graph: Graph, town: Town, by: str, who: str, fact_id: str, day: int = 0, version: int = 1
    ) -> Kept:
        end = End(end=days(day), end_reason=EndReason.PRACTITIONER_LEFT)
        return await end_post(graph, town.caller(by), town.id_of(who), fact_id, end, town.attempt(version))

    async def test_the_manager_ends_a_post_in_their_team_and_what_was_said_before_is_kept(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        fact_id = id_of_post(server, town, "pat")
        made = await self.end(graph, town, "max", "pat", fact_id)

        assert made.version == 2
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.end, v.version", id=fact_id)
        assert old == [[None, 1]]

    async def test_whoever_no_longer_manages_a_team_sees_its_children_no_longer(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await read_network(graph, town.caller("max"), town.id_of("kim"), DESK)
        await self.end(graph, town, "dana", "max", id_of_post(server, town, "max", "MANAGES"))

        await refused(NotFound, read_network(graph, town.caller("max"), town.id_of("kim"), DESK))

    async def test_nobody_ends_their_own(self, graph: Graph, town: Town, server: Connection) -> None:
        problem = await refused(
            NotPermitted, self.end(graph, town, "max", "max", id_of_post(server, town, "max", "MANAGES"))
        )

        assert problem.reason == "own_level"

    async def test_who_manages_is_for_the_data_team_to_end(self, graph: Graph, town: Town, server: Connection) -> None:
        made = await post(graph, town, "dana", "lee", "team", role=InvolvementRole.TEAM_MANAGER, manages=True)

        problem = await refused(NotPermitted, self.end(graph, town, "max", "lee", f"{made.id}-manages"))

        assert problem.reason == "not_your_post"

    async def test_a_post_in_a_sensitive_service_does_not_end_before_today_for_its_holder_would_be_named(
        self, graph: Graph, server: Connection
    ) -> None:
        """Casey has raised an indication about Kim as somebody of a sensitive service, whom nobody else may know."""
        town = new_town()
        indication = o.Indication(
            id=f"{town.code}-word", who=town.id_of("casey"), child=town.id_of("kim"), custodian=town.code,
            kind="information_to_share", raised_at=datetime.combine(days(-5), time(9), UTC),
        )  # fmt: skip
        await settled(
            graph,
            server,
            town,
            [
                ("indications", (indication,)),
                ("involvements", (town.seat("casey", place="team"),)),
            ],
        )
        fact_id = id_of_post(server, town, "casey", place="camhs")
        problem = await refused(RuleBroken, self.end(graph, town, "dana", "casey", fact_id, day=-10))
        await self.end(graph, town, "dana", "casey", fact_id)

        network = await read_network(graph, town.caller("fran"), town.id_of("kim"), DESK)

        assert problem.more["rule"] == "unmasks"
        assert [one.by for one in network.indications] == ["a sensitive service"]

    async def test_it_ends_once_and_not_before_it_began(self, graph: Graph, town: Town, server: Connection) -> None:
        made = await post(graph, town, "dana", "sky", "team")
        before = await refused(RuleBroken, self.end(graph, town, "dana", "sky", made.id, day=-1))
        await self.end(graph, town, "dana", "sky", made.id)
        again = await refused(RuleBroken, self.end(graph, town, "dana", "sky", made.id, version=2))

        assert (before.more["rule"], again.more["rule"]) == ("ends_before_start", "already_ended")

    async def test_whoever_read_an_older_version_is_told(self, graph: Graph, town: Town, server: Connection) -> None:
        await refused(
            ChangedMeanwhile, self.end(graph, town, "dana", "pat", id_of_post(server, town, "pat"), version=7)
        )

    async def test_another_persons_post_and_one_that_is_not_there_are_answered_alike(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        for fact_id in (id_of_post(server, town, "lee"), "no-such-post"):
            await refused(NotFound, self.end(graph, town, "dana", "pat", fact_id))


class TestCoverPractitioner:
    async def cover(
        self, graph: Graph, town: Town, by: str, who: str = "lee", other: str = "stu", day: int = 7
    ) -> Kept:
        cover = Cover(absent_until=days(day), covered_by=town.id_of(other))
        return await cover_practitioner(graph, town.caller(by), town.id_of(who), cover, town.attempt())

    async def answering(self, graph: Graph, town: Town) -> str | None:
        network = await read_network(graph, town.caller("fran"), town.id_of("kim"), DESK)
        return network.contact.covered_by.name if network.contact.covered_by else None

    @pytest.mark.parametrize("by", ["lee", "max", "dana"])
    async def test_oneself_ones_manager_and_the_data_team_say_who_answers(
        self, graph: Graph, town: Town, by: str
    ) -> None:
        await self.cover(graph, town, by)

        assert await self.answering(graph, town) == "Stu"

    async def test_to_cover_opens_no_child(self, graph: Graph, town: Town) -> None:
        await self.cover(graph, town, "max")

        await refused(NotFound, read_network(graph, town.caller("stu"), town.id_of("kim"), DESK))

    async def test_one_answers_at_a_time_and_a_day_gone_by_says_that_they_are_back(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        first = await self.cover(graph, town, "lee", day=30)
        await self.cover(graph, town, "max", other="pat")
        second = await self.answering(graph, town)
        await self.cover(graph, town, "lee", other="pat", day=-1)

        assert (second, await self.answering(graph, town)) == ("Pat", None)
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.absent_until = $day", id=first.id, day=days(30))
        assert old == [[True]]

    async def test_a_colleague_does_not_say_it_for_another(self, graph: Graph, town: Town) -> None:
        for by in ("pat", "fran", "stu"):
            problem = await refused(NotPermitted, self.cover(graph, town, by))
            assert problem.reason == "not_your_team"

    async def test_nobody_answers_for_themselves_and_nobody_from_next_door_does(self, graph: Graph, town: Town) -> None:
        for other in ("lee", "ned", "nobody"):
            problem = await refused(InvalidRequest, self.cover(graph, town, "lee", other=other))
            assert [error["pointer"] for error in problem.errors or []] == ["/covered_by"]

    async def test_the_people_next_door_are_answered_like_people_who_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for who in ("ned", "nobody"):
            await refused(NotFound, self.cover(graph, town, "dana", who=who))

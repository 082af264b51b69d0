"""Recording that an assessment has begun, is complete or was given up; never what it says."""

import pytest

from graph_service.actions.assessments import abandon_assessment, complete_assessment, record_assessment
from graph_service.actions.clock import today
from graph_service.actions.networks import read_network
from graph_service.domain.assessments import Completion, NewAssessment
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import AssessmentKind, AssessmentState
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.networks import Assessment
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, KeyReused, NotCustodian, NotFound
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import forbidden, impossible, pointed_at, refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def begun(town: Town, who: str | None = None, service: str | None = None, start: int = -20) -> NewAssessment:
    return NewAssessment(
        practitioner_id=who and town.id_of(who), service_id=service and town.id_of(service),
        kind=AssessmentKind.EARLY_HELP, started_on=days(start),
    )  # fmt: skip


async def record(graph: Graph, town: Town, by: str, new: NewAssessment, child: str | None = None) -> Recorded:
    return await record_assessment(graph, town.caller(by), child or town.id_of("kim"), new, town.attempt())


async def complete(graph: Graph, town: Town, by: str, fact_id: str, day: int = 0, version: int = 1) -> Recorded:
    done = Completion(completed_on=days(day))
    return await complete_assessment(graph, town.caller(by), town.id_of("kim"), fact_id, done, town.attempt(version))


async def abandon(graph: Graph, town: Town, by: str, fact_id: str, version: int = 1) -> Recorded:
    return await abandon_assessment(graph, town.caller(by), town.id_of("kim"), fact_id, town.attempt(version))


async def shown_to(graph: Graph, town: Town, who: str) -> list[Assessment]:
    return (await read_network(graph, town.caller(who), town.id_of("kim"), DESK)).assessments


def shield(town: Town) -> tuple[str, tuple[object, ...]]:
    on_kim = o.Protection(id=f"{town.code}-shield", custodian=town.code, kind="shield", on=town.id_of("kim"))
    return "protections", (on_kim,)


async def with_casey(graph: Graph, server: Connection) -> Town:
    """Casey, of a sensitive service, works with Kim too."""
    town = new_town()
    return await settled(graph, server, town, [("involvements", (town.seat("casey"),))])


class TestRecordAssessment:
    async def test_one_says_that_ones_own_has_begun(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "pat", begun(town))

        seen = await shown_to(graph, town, "lee")
        assert [(one.by, one.kind, one.state, one.started_on, one.assessment_id, one.version) for one in seen] == [
            ("Pat", AssessmentKind.EARLY_HELP, AssessmentState.IN_PROGRESS, days(-20), made.id, 1)
        ]

    async def test_it_can_be_the_service_itself_whose_people_say_so(self, graph: Graph, town: Town) -> None:
        await record(graph, town, "pat", begun(town, service="team"))

        assert [one.by for one in await shown_to(graph, town, "lee")] == ["Team"]

    @pytest.mark.parametrize("by", ["lee", "max", "fran"])
    async def test_lead_manager_and_front_door_say_it_of_others(self, graph: Graph, town: Town, by: str) -> None:
        await record(graph, town, by, begun(town, "stu"))
        await record(graph, town, by, begun(town, service="school"))

        assert sorted(one.by for one in await shown_to(graph, town, "lee")) == ["School", "Stu"]

    async def test_a_colleague_does_not(self, graph: Graph, town: Town) -> None:
        assert await forbidden(record(graph, town, "pat", begun(town, "lee"))) == "not_yours"
        assert await forbidden(record(graph, town, "pat", begun(town, service="school"))) == "not_yours"

    async def test_of_a_sensitive_service_only_its_own_people_say_it_and_others_are_shown_no_kind(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_casey(graph, server)
        for new in (begun(town, "casey"), begun(town, service="camhs")):
            assert await forbidden(record(graph, town, "lee", new)) == "sensitive_own"

        await record(graph, town, "casey", begun(town))
        await record(graph, town, "casey", begun(town, service="camhs"))

        assert [(one.by, one.kind) for one in await shown_to(graph, town, "lee")] == [("a sensitive service", None)]

    async def test_that_refusal_does_not_say_who_works_with_the_child(self, graph: Graph, town: Town) -> None:
        assert await forbidden(record(graph, town, "lee", begun(town, "casey"))) == "sensitive_own"

    async def test_a_front_door_of_that_service_says_it_of_a_colleague(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(
            server,
            "MATCH (who:Practitioner {id: $who}), (place:Service {id: $place}) "
            "CREATE (who)-[:WORKS_IN {id: $who + '-second', custodian: place.custodian, recorded_at: datetime()}]->"
            "(place)",
            who=town.id_of("fran"),
            place=town.id_of("camhs"),
        )

        await record(graph, town, "fran", begun(town, "casey"))

    async def test_whoever_is_not_named_to_the_caller_is_not_told_of_by_a_refusal_either(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_casey(graph, server)
        await record(graph, town, "casey", begun(town))
        left = "MATCH (:Practitioner {id: $who})-[e:WORKS_IN]->() SET e.end = $day"
        ask(server, left, who=town.id_of("casey"), day=today())

        await record(graph, town, "lee", begun(town, "casey"))

    async def test_a_post_there_that_was_recorded_by_mistake_is_none(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(
            server,
            "MATCH (who:Practitioner {id: $who}), (place:Service {id: $place}) CREATE (who)-[:WORKS_IN "
            "{id: $who + '-second', custodian: place.custodian, recorded_at: datetime(), "
            "end_reason: 'recorded_in_error'}]->(place)",
            who=town.id_of("stu"),
            place=town.id_of("camhs"),
        )

        await record(graph, town, "fran", begun(town, "stu"))

    async def test_whom_ones_authority_does_not_know_is_named(self, graph: Graph, town: Town) -> None:
        for new in (begun(town, "ned"), begun(town, "nobody"), begun(town, service="next-team")):
            assert await pointed_at(record(graph, town, "fran", new)) == "/practitioner_id"

    @pytest.mark.parametrize(("start", "rule"), [(-3001, "before_birth"), (1, "in_the_future")])
    async def test_none_begins_before_the_birth_or_on_a_day_to_come(
        self, graph: Graph, town: Town, start: int, rule: str
    ) -> None:
        assert await impossible(record(graph, town, "pat", begun(town, start=start))) == rule

    async def test_none_begins_after_the_child_died(self, graph: Graph, town: Town, server: Connection) -> None:
        ask(server, "MATCH (c:Child {id: $id}) SET c.died_on = $day", id=town.id_of("kim"), day=days(-30))

        assert await impossible(record(graph, town, "pat", begun(town))) == "after_death"

    async def test_one_of_a_kind_is_in_progress_at_a_time(self, graph: Graph, town: Town) -> None:
        first = await record(graph, town, "pat", begun(town))

        await refused(AlreadyRecorded, record(graph, town, "lee", begun(town, "pat", start=-3)))
        await complete(graph, town, "pat", first.id)
        await record(graph, town, "pat", begun(town, start=0))

    async def test_a_hidden_child_and_an_absent_one_are_answered_alike(self, graph: Graph, town: Town) -> None:
        for child in (town.id_of("kim"), town.id_of("zed"), new_child_id()):
            await refused(NotFound, record(graph, town, "stu", begun(town), child))
        await refused(NotFound, record(graph, town, "dana", begun(town)))

    async def test_behind_a_shield_one_says_only_ones_own(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [shield(town)])

        await record(graph, town, "lee", begun(town))
        for new in (begun(town, "pat"), begun(town, "nobody"), begun(town, service="team")):
            await refused(NotFound, record(graph, town, "lee", new))

    async def test_what_was_said_by_mistake_is_not_there_and_does_not_stand_in_the_way(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await record(graph, town, "pat", begun(town))
        ask(server, "MATCH ()-[e:ASSESSED {id: $id}]->() SET e.end_reason = 'recorded_in_error'", id=made.id)

        await refused(NotFound, complete(graph, town, "pat", made.id))
        await record(graph, town, "pat", begun(town))

    async def test_having_assessed_opens_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        await record(graph, town, "pat", begun(town))
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=today())

        await refused(NotFound, shown_to(graph, town, "pat"))

    async def test_the_same_attempt_again_answers_as_before_and_is_there_once(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, who, child = town.attempt(), town.caller("pat"), town.id_of("kim")

        first = await record_assessment(graph, who, child, begun(town), attempt)
        again = await record_assessment(graph, who, child, begun(town), attempt)

        assert again == first
        found = ask(server, "MATCH (:Practitioner {id: $id})-[e:ASSESSED]->() RETURN count(e)", id=town.id_of("pat"))
        assert found == [[1]]
        await refused(KeyReused, record_assessment(graph, who, child, begun(town, start=-4), attempt))

    async def test_either_a_person_or_a_service_makes_it(self, town: Town) -> None:
        with pytest.raises(ValueError, match="either a practitioner or a service"):
            begun(town, "pat", "team")


class TestCompleteAssessment:
    @pytest.mark.parametrize("by", ["pat", "lee", "max", "fran"])
    async def test_whoever_makes_it_lead_manager_and_front_door_say_so(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        made = await record(graph, town, "pat", begun(town))

        await complete(graph, town, by, made.id, day=-1)

        seen = await shown_to(graph, town, "lee")
        assert [(one.state, one.completed_on, one.version) for one in seen] == [
            (AssessmentState.COMPLETED, days(-1), 2)
        ]
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.version, v.state", id=made.id)
        assert old == [[1, "in_progress"]]

    async def test_of_what_a_service_makes_its_own_people_say_so(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("stu"),))])
        made = await record(graph, town, "pat", begun(town, service="team"))

        await complete(graph, town, "stu", made.id)

    async def test_a_colleague_does_not_of_somebody_with_or_without_a_seat(self, graph: Graph, town: Town) -> None:
        for who in ("lee", "stu"):
            made = await record(graph, town, "lee", begun(town, who))

            assert await forbidden(complete(graph, town, "pat", made.id)) == "not_yours"

    @pytest.mark.parametrize(("day", "rule"), [(-21, "ends_before_start"), (1, "in_the_future")])
    async def test_none_is_complete_before_it_began_or_on_a_day_to_come(
        self, graph: Graph, town: Town, day: int, rule: str
    ) -> None:
        made = await record(graph, town, "pat", begun(town))

        assert await impossible(complete(graph, town, "pat", made.id, day=day)) == rule

    async def test_it_is_completed_once_and_only_as_it_was_read(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "pat", begun(town))

        problem = await refused(ChangedMeanwhile, complete(graph, town, "pat", made.id, version=7))
        await complete(graph, town, "pat", made.id)

        assert problem.more["version"] == 1
        assert await impossible(complete(graph, town, "pat", made.id, version=2)) == "already_ended"

    async def test_what_the_caller_is_not_shown_is_not_there(self, graph: Graph, server: Connection) -> None:
        town = await with_casey(graph, server)
        made = await record(graph, town, "casey", begun(town))

        for by, which in (("lee", made.id), ("fran", made.id), ("stu", made.id), ("lee", "there-is-none")):
            await refused(NotFound, complete(graph, town, by, which))
        await complete(graph, town, "casey", made.id)

    async def test_a_school_is_shown_none_of_others(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("sky"),))])
        theirs = await record(graph, town, "pat", begun(town))
        own = await record(graph, town, "sky", begun(town, service="school"))

        await refused(NotFound, complete(graph, town, "sky", theirs.id))
        await complete(graph, town, "sky", own.id)

    async def test_of_a_former_colleague_the_lead_says_so_and_the_team_is_not_shown_it(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("stu"),))])
        made = await record(graph, town, "pat", begun(town))
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=today())

        await refused(NotFound, complete(graph, town, "stu", made.id))
        await complete(graph, town, "lee", made.id)

    async def test_what_another_authority_keeps_is_for_them(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("ned"),))])
        made = await record(graph, town, "ned", begun(town))

        problem = await refused(NotCustodian, complete(graph, town, "lee", made.id))

        assert isinstance(problem.more["custodian"], dict)
        assert problem.more["custodian"]["code"] == town.next_door

    async def test_behind_a_shield_nothing_of_others_is_there(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [shield(town)])
        made = await record(graph, town, "pat", begun(town))

        await refused(NotFound, complete(graph, town, "lee", made.id))
        await complete(graph, town, "pat", made.id)


class TestAbandonAssessment:
    async def test_whoever_made_it_gives_it_up_and_it_is_not_completed_any_more(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "pat", begun(town))

        await abandon(graph, town, "pat", made.id)

        seen = await shown_to(graph, town, "lee")
        assert [(one.state, one.completed_on, one.version) for one in seen] == [(AssessmentState.ABANDONED, None, 2)]
        assert await impossible(complete(graph, town, "pat", made.id, version=2)) == "already_ended"

    async def test_a_colleague_does_not_and_a_stranger_learns_nothing(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "lee", begun(town))

        assert await forbidden(abandon(graph, town, "pat", made.id)) == "not_yours"
        for who in ("stu", "dana"):
            await refused(NotFound, abandon(graph, town, who, made.id))

    async def test_only_as_it_was_read(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "pat", begun(town))

        await refused(ChangedMeanwhile, abandon(graph, town, "pat", made.id, version=2))

"""Planning, holding and cancelling a meeting about children; whom it opens a child to, and whom never."""

from dataclasses import replace
from typing import Any, LiteralString

import pytest

from graph_service.access.caller import Caller
from graph_service.actions.involvements import withdraw_mistake
from graph_service.actions.meetings import cancel_meeting, hold_meeting, list_meetings, plan_meeting
from graph_service.actions.networks import read_network
from graph_service.actions.notices import read_my_notices
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import AccountRole, MeetingKind, NotMetReason
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, KeyReused, NotCustodian, NotFound
from graph_service.domain.rules import Rule
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import forbidden, impossible, pointed_at, refused
from tests.town import Town, days, kept_next_door, new_town, settled, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
OFFICER = AccountRole.REVIEWING_OFFICER


class ReviewedTown(Town):
    """With Ira, the reviewing officer: around no child, unless she chairs its meeting."""

    def world(self) -> o.World:
        world = super().world()
        ira = o.Practitioner(id=self.id_of("ira"), name="Ira", phone="1", custodian=self.code)
        account = o.Account(
            practitioner=ira.id, subject=self.id_of("ira-in"), role=OFFICER, authority=self.code,
            service=self.id_of("desk"),
        )  # fmt: skip
        return replace(world, practitioners=(*world.practitioners, ira), accounts=(*world.accounts, account))

    def who(self, name: str) -> Caller:
        return self.caller(name, role=OFFICER) if name == "ira" else self.caller(name)


def reviewed_town() -> ReviewedTown:
    plain = new_town()
    return ReviewedTown(plain.code, plain.next_door)


@pytest.fixture
async def town(graph: Graph, server: Connection) -> Town:
    return await settled(graph, server, reviewed_town())


async def with_seats(graph: Graph, server: Connection, *seats: tuple[str, str]) -> ReviewedTown:
    """Further people who work with a child, each confirmed."""
    town = reviewed_town()
    added = tuple(town.seat(who, child, "desk" if who == "ira" else None) for who, child in seats)
    await settled(graph, server, town, [("involvements", added)])
    return town


async def with_shield(graph: Graph, server: Connection, child: str) -> ReviewedTown:
    town = reviewed_town()
    on_child = o.Protection(id=f"{town.code}-shield", custodian=town.code, kind="shield", on=town.id_of(child))
    await settled(graph, server, town, [("protections", (on_child,)), ("involvements", (town.seat("pat", "sib"),))])
    return town


def meeting(
    town: Town, *, chair: str | None = None, invited: tuple[str, ...] = (), children: tuple[str, ...] = (),
    day: int = 7, again: int | None = None,
) -> NewMeeting:  # fmt: skip
    return NewMeeting(
        kind=MeetingKind.TEAM_AROUND_THE_FAMILY,
        planned_on=days(day),
        children=[town.id_of(name) for name in children],
        invited=[town.id_of(name) for name in invited],
        chair_id=town.id_of(chair) if chair else None,
        next_on=None if again is None else days(again),
    )


async def plan(graph: Graph, town: ReviewedTown, by: str, new: NewMeeting, child: str | None = None) -> Recorded:
    return await plan_meeting(graph, town.who(by), child or town.id_of("kim"), new, town.attempt())


async def hold(
    graph: Graph, town: ReviewedTown, by: str, fact_id: str, day: int = 0, came: tuple[str, ...] = (),
    again: int | None = None, version: int = 1,
) -> Recorded:  # fmt: skip
    attended, next_on = [town.id_of(name) for name in came], None if again is None else days(again)
    held = HeldMeeting(held_on=days(day), attended=attended, next_on=next_on)
    return await hold_meeting(graph, town.who(by), town.id_of("kim"), fact_id, held, town.attempt(version))


async def cancel(
    graph: Graph, town: ReviewedTown, by: str, fact_id: str, day: int | None = None, version: int = 1
) -> Recorded:
    said = Cancellation(reason=NotMetReason.NO_LONGER_NEEDED) if day is None else Cancellation(planned_on=days(day))
    return await cancel_meeting(graph, town.who(by), town.id_of("kim"), fact_id, said, town.attempt(version))


async def rule_for(graph: Graph, town: ReviewedTown, who: str, child: str = "kim") -> Rule:
    return (await read_network(graph, town.who(who), town.id_of(child), DESK)).rule


def around(server: Connection, fact_id: str) -> list[list[object]]:
    """Everybody and every child of a meeting, by how they belong to it."""
    found = (
        "MATCH (:Meeting {id: $id})-[e]-(one) RETURN type(e), coalesce(one.name, one.given_name) AS name "
        "ORDER BY type(e), name"
    )
    return ask(server, found, id=fact_id)


def facts(server: Connection, fact_id: str) -> list[object]:
    found = "MATCH (m:Meeting {id: $id}) RETURN m.state, m.version, toString(m.held_on), m.cancel_reason"
    return ask(server, found, id=fact_id)[0]


class TestPlanMeeting:
    async def test_a_member_of_the_team_plans_one_about_brother_and_sister_and_invites_people(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("pat", "sib"))

        made = await plan(graph, town, "pat", meeting(town, children=("sib",), invited=("lee", "stu"), again=40))

        assert around(server, made.id) == [
            ["ABOUT", "Kim"], ["ABOUT", "Sib"], ["INVITED_TO", "Lee"], ["INVITED_TO", "Stu"],
        ]  # fmt: skip
        kept = ask(server, "MATCH (m:Meeting {id: $id}) RETURN labels(m), m.custodian, m.recorded_by", id=made.id)
        assert kept == [[["Meeting", f"LA_{town.code}"], town.code, town.id_of("pat")]]
        whole = "MATCH (:Meeting {id: $id})-[e]-() RETURN DISTINCT e.custodian, e.version, e.recorded_by, e.source"
        assert ask(server, whole, id=made.id) == [[town.code, 1, town.id_of("pat"), "service"]]

    async def test_whom_the_lead_names_as_chair_the_child_is_open_to_from_then_on(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        await refused(NotFound, rule_for(graph, town, "ira"))

        await plan(graph, town, "lee", meeting(town, chair="ira"))

        assert await rule_for(graph, town, "ira") is Rule.CHAIRS

    async def test_to_be_invited_opens_nothing(self, graph: Graph, town: ReviewedTown) -> None:
        await plan(graph, town, "lee", meeting(town, invited=("ira", "stu")))

        for who in ("ira", "stu"):
            await refused(NotFound, rule_for(graph, town, who))

    async def test_a_member_of_the_team_names_no_chair(self, graph: Graph, town: ReviewedTown) -> None:
        assert await forbidden(plan(graph, town, "pat", meeting(town, chair="ira"))) == "not_yours"

    @pytest.mark.parametrize("who", ["lee", "max", "fran", "pat"])
    async def test_nobody_makes_themselves_the_chair(self, graph: Graph, town: ReviewedTown, who: str) -> None:
        assert await forbidden(plan(graph, town, who, meeting(town, chair=who))) == "own_level"

    async def test_whoever_chairs_already_plans_the_next_and_chairs_it(self, graph: Graph, town: ReviewedTown) -> None:
        await plan(graph, town, "lee", meeting(town, chair="ira"))

        await plan(graph, town, "ira", meeting(town, chair="ira", day=30))

    async def test_but_not_for_another_child_with_whom_they_only_work(self, graph: Graph, server: Connection) -> None:
        town = await with_seats(graph, server, ("ira", "sib"))
        await plan(graph, town, "lee", meeting(town, chair="ira"))

        asked = plan(graph, town, "ira", meeting(town, chair="ira", children=("sib",)))
        assert await forbidden(asked) == "own_level"

    async def test_a_lead_names_no_chair_for_another_child_with_whom_they_only_work(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("lee", "sib"))

        asked = plan(graph, town, "lee", meeting(town, chair="ira", children=("sib",)))
        assert await forbidden(asked) == "not_yours"

    async def test_another_child_that_is_hidden_and_one_that_is_not_there_are_answered_alike_and_recorded(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        absent = NewMeeting(kind=MeetingKind.CORE_GROUP, planned_on=days(3), children=[new_child_id()])

        for new in (meeting(town, children=("sib",)), meeting(town, children=("zed",)), absent):
            assert await pointed_at(plan(graph, town, "pat", new)) == "/children"
            record = "MATCH (d:Disclosure {outcome: 'children_not_open', authority: $code}) RETURN d.asked_too"
            assert [list(new.children)] in ask(server, record, code=town.code)

    async def test_nor_one_behind_a_shield(self, graph: Graph, server: Connection) -> None:
        town = await with_shield(graph, server, "sib")

        assert await pointed_at(plan(graph, town, "pat", meeting(town, children=("sib",)))) == "/children"

    async def test_a_child_behind_a_shield_is_planned_for_by_those_on_its_list_alone(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_shield(graph, server, "kim")

        await refused(NotFound, plan(graph, town, "pat", meeting(town)))

    async def test_the_child_itself_named_again_is_named_once(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town, children=("kim",)))

        assert around(server, made.id) == [["ABOUT", "Kim"]]

    async def test_only_people_whom_the_authority_knows_are_invited_or_chair(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        for stranger in ("ned", "nobody"):
            assert await pointed_at(plan(graph, town, "lee", meeting(town, invited=("pat", stranger)))) == "/invited"
            assert await pointed_at(plan(graph, town, "lee", meeting(town, chair=stranger))) == "/chair_id"

    async def test_people_of_an_authority_that_shares_with_this_one_are_invited(
        self, graph: Graph, server: Connection
    ) -> None:
        town = reviewed_town()
        shared = o.Agreement(
            custodian=town.next_door, recipient=town.code, start=days(-9), purposes=("coordinate_support",)
        )
        await settled(graph, server, town, [("agreements", (shared,))])

        made = await plan(graph, town, "lee", meeting(town, invited=("ned",)))

        assert around(server, made.id) == [["ABOUT", "Kim"], ["INVITED_TO", "Ned"]]

    async def test_somebody_from_elsewhere_asks_the_authority_that_keeps_the_child(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("ned", "kim"))

        problem = await refused(NotCustodian, plan(graph, town, "ned", meeting(town)))

        assert isinstance(problem.more["custodian"], dict)
        assert problem.more["custodian"]["code"] == town.code

    async def test_a_hidden_child_and_an_absent_one_are_answered_alike(self, graph: Graph, town: ReviewedTown) -> None:
        for child in (town.id_of("kim"), town.id_of("zed"), new_child_id()):
            await refused(NotFound, plan(graph, town, "stu", meeting(town), child))
        await refused(NotFound, plan(graph, town, "dana", meeting(town)))

    async def test_none_is_before_a_birth(self, graph: Graph, town: ReviewedTown) -> None:
        assert await impossible(plan(graph, town, "pat", meeting(town, day=-3001))) == "before_birth"

    async def test_one_of_a_kind_is_planned_for_a_day(self, graph: Graph, town: ReviewedTown) -> None:
        await plan(graph, town, "pat", meeting(town))

        await refused(AlreadyRecorded, plan(graph, town, "lee", meeting(town)))

    async def test_the_same_attempt_again_answers_as_before_and_is_there_once(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        attempt, who, child = town.attempt(), town.caller("lee"), town.id_of("kim")
        new = meeting(town, chair="ira", invited=("pat",))

        first = await plan_meeting(graph, who, child, new, attempt)
        again = await plan_meeting(graph, who, child, new, attempt)

        assert again == first
        assert ask(server, "MATCH (m:Meeting {custodian: $code}) RETURN count(m)", code=town.code) == [[1]]
        await refused(KeyReused, plan_meeting(graph, who, child, meeting(town, day=9), attempt))

    async def test_every_fact_of_it_stands_in_the_log_once(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        await plan(graph, town, "lee", meeting(town, chair="ira", invited=("pat",)))

        log = ask(
            server, "MATCH (c:Change {authority: $code}) RETURN c.sequence, c.type ORDER BY c.sequence", code=town.code
        )
        assert log == [[1, "Meeting"], [2, "ABOUT"], [3, "INVITED_TO"], [4, "CHAIRS"]]

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"again": 7}, "within a year"),
            ({"again": 374}, "within a year"),
            ({"invited": ("pat", "pat")}, "each one once"),
            ({"children": ("sib", "sib")}, "each one once"),
        ],
    )
    async def test_what_is_wrong_in_itself_is_named(self, town: ReviewedTown, more: dict[str, Any], said: str) -> None:
        with pytest.raises(ValueError, match=said):
            meeting(town, **more)


class TestHoldMeeting:
    @pytest.mark.parametrize("by", ["pat", "ira", "lee", "max", "fran"])
    async def test_planner_chair_lead_manager_and_front_door_say_that_it_was_held_and_who_came(
        self, graph: Graph, server: Connection, by: str
    ) -> None:
        town = await with_seats(graph, server, ("pat", "sib"))
        made = await plan(graph, town, "pat", meeting(town, invited=("lee",), day=-1))
        ask(
            server, "MATCH (p:Practitioner {id: $who}), (m:Meeting {id: $id}) CREATE (p)-[:CHAIRS {id: $id + 'c', "
            "custodian: $code, recorded_at: datetime()}]->(m)", who=town.id_of("ira"), id=made.id, code=town.code,
        )  # fmt: skip

        await hold(graph, town, by, made.id, day=-1, came=("lee", "stu"))

        assert facts(server, made.id) == ["held", 2, str(days(-1)), None]
        assert [one for one in around(server, made.id) if one[0] == "ATTENDED"] == [
            ["ATTENDED", "Lee"], ["ATTENDED", "Stu"],
        ]  # fmt: skip
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.version, v.state, v.held_on", id=made.id)
        assert old == [[1, "planned", None]]

    async def test_a_colleague_does_not(self, graph: Graph, server: Connection) -> None:
        town = await with_seats(graph, server, ("stu", "kim"))
        made = await plan(graph, town, "pat", meeting(town, day=-1))

        assert await forbidden(hold(graph, town, "stu", made.id)) == "not_yours"

    async def test_the_child_stays_open_to_the_chair_until_they_meet_again_and_no_longer(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "lee", meeting(town, chair="ira", day=-2))

        await hold(graph, town, "lee", made.id, day=-2, again=5)

        assert await rule_for(graph, town, "ira") is Rule.CHAIRS
        ask(server, "MATCH (m:Meeting {id: $id}) SET m.next_on = $day", id=made.id, day=days(-1))
        await refused(NotFound, rule_for(graph, town, "ira"))

    async def test_where_no_next_day_is_named_the_child_is_closed_to_the_chair(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        made = await plan(graph, town, "lee", meeting(town, chair="ira", day=-2, again=20))

        await hold(graph, town, "ira", made.id)

        await refused(NotFound, rule_for(graph, town, "ira"))

    async def test_to_have_come_opens_nothing(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "lee", meeting(town, day=-2))

        await hold(graph, town, "lee", made.id, came=("stu", "ira"))

        for who in ("stu", "ira"):
            await refused(NotFound, rule_for(graph, town, who))

    @pytest.mark.parametrize(("day", "rule"), [(1, "in_the_future"), (-3001, "before_birth")])
    async def test_none_is_held_on_a_day_to_come_or_before_the_birth(
        self, graph: Graph, town: ReviewedTown, day: int, rule: str
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        assert await impossible(hold(graph, town, "pat", made.id, day=day)) == rule

    async def test_what_another_authority_keeps_is_for_them(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))
        kept_next_door(server, town, "Meeting", made.id)

        for answered in (hold(graph, town, "lee", made.id), cancel(graph, town, "lee", made.id)):
            problem = await refused(NotCustodian, answered)
            assert isinstance(problem.more["custodian"], dict)
            assert problem.more["custodian"]["code"] == town.next_door

    async def test_only_people_whom_the_authority_knows_came(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        for stranger in ("ned", "nobody"):
            assert await pointed_at(hold(graph, town, "pat", made.id, came=("lee", stranger))) == "/attended"

    async def test_it_is_held_once_and_only_as_it_was_read(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "pat", meeting(town, day=-1))

        await refused(ChangedMeanwhile, hold(graph, town, "pat", made.id, version=2))
        await hold(graph, town, "pat", made.id)
        assert await impossible(hold(graph, town, "pat", made.id, version=2)) == "already_ended"

    async def test_a_meeting_of_another_child_and_one_that_is_not_there_are_answered_alike(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        of_sib = await plan(graph, town, "fran", meeting(town), town.id_of("sib"))

        for fact_id in (of_sib.id, "there-is-none"):
            await refused(NotFound, hold(graph, town, "lee", fact_id))

    async def test_a_stranger_learns_nothing_and_nobody_behind_a_shield(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        for who in ("stu", "dana"):
            await refused(NotFound, hold(graph, town, who, made.id))
        shielded(server, town)
        await refused(NotFound, hold(graph, town, "pat", made.id))
        await refused(NotFound, cancel(graph, town, "pat", made.id))

    @pytest.mark.parametrize("wrong", ["(wrong:Meeting {id: $id})", "(:Meeting {id: $id})-[wrong:ABOUT]->()"])
    async def test_what_was_put_on_the_wrong_child_is_not_there_and_does_not_stand_in_the_way(
        self, graph: Graph, town: ReviewedTown, server: Connection, wrong: LiteralString
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))
        ask(server, "MATCH " + wrong + " SET wrong.end_reason = 'recorded_in_error'", id=made.id)

        await refused(NotFound, hold(graph, town, "pat", made.id))
        await refused(NotFound, cancel(graph, town, "pat", made.id))
        await plan(graph, town, "pat", meeting(town))

    async def test_whoever_was_named_as_chair_by_mistake_does_not(self, graph: Graph, server: Connection) -> None:
        town = await with_seats(graph, server, ("stu", "kim"))
        made = await plan(graph, town, "lee", meeting(town, chair="stu"))
        ask(server, "MATCH ()-[e:CHAIRS]->(:Meeting {id: $id}) SET e.end_reason = 'recorded_in_error'", id=made.id)

        assert await forbidden(hold(graph, town, "stu", made.id)) == "not_yours"


class TestCancelMeeting:
    async def test_it_is_not_held_for_a_reason(self, graph: Graph, town: ReviewedTown, server: Connection) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        answer = await cancel(graph, town, "pat", made.id)

        assert (answer.id, answer.version) == (made.id, 2)
        assert facts(server, made.id) == ["cancelled", 2, None, "no_longer_needed"]
        assert ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.state", id=made.id) == [["planned"]]

    async def test_another_day_is_another_meeting_about_the_same_children_with_the_same_people(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("lee", "sib"))
        made = await plan(graph, town, "lee", meeting(town, children=("sib",), invited=("pat", "stu")))

        again = await cancel(graph, town, "lee", made.id, day=14)

        assert again.id != made.id
        assert around(server, again.id) == around(server, made.id)
        assert (facts(server, made.id)[0], facts(server, again.id)[0]) == ("cancelled", "planned")
        new = ask(server, "MATCH (m:Meeting {id: $id}) RETURN m.replaces, m.kind, toString(m.planned_on)", id=again.id)
        assert new == [[made.id, "team_around_the_family", str(days(14))]]

    async def test_whoever_chaired_chairs_it_and_it_opens_the_child_to_nobody_else(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        made = await plan(graph, town, "lee", meeting(town, chair="ira", invited=("stu",)))

        again = await cancel(graph, town, "ira", made.id, day=9)

        assert await rule_for(graph, town, "ira") is Rule.CHAIRS
        await refused(NotFound, rule_for(graph, town, "stu"))
        await cancel(graph, town, "ira", again.id)
        await refused(NotFound, rule_for(graph, town, "ira"))

    async def test_what_was_said_by_mistake_is_not_said_again(self, graph: Graph, server: Connection) -> None:
        town = await with_seats(graph, server, ("ira", "kim"))
        made = await plan(graph, town, "fran", meeting(town, chair="ira", children=("sib",), invited=("pat", "stu")))
        ask(
            server,
            "MATCH (:Meeting {id: $id})-[e]-(one) WHERE one.id IN $wrong SET e.end_reason = 'recorded_in_error'",
            id=made.id,
            wrong=[town.id_of(name) for name in ("ira", "sib", "stu")],
        )

        again = await cancel(graph, town, "fran", made.id, day=9)

        assert around(server, again.id) == [["ABOUT", "Kim"], ["INVITED_TO", "Pat"]]

    async def test_none_is_planned_anew_for_after_the_child_died(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))
        ask(server, "MATCH (c:Child {id: $id}) SET c.died_on = $day", id=town.id_of("kim"), day=days(-1))

        assert await impossible(cancel(graph, town, "pat", made.id, day=9)) == "after_death"
        assert await impossible(plan(graph, town, "pat", meeting(town, day=9))) == "after_death"

    async def test_the_new_day_lies_ahead_and_before_the_next_meeting(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "pat", meeting(town, again=20))

        for day in (-1, 20):
            assert await pointed_at(cancel(graph, town, "pat", made.id, day=day)) == "/planned_on"

    async def test_the_same_attempt_again_plans_one_other_meeting(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))
        attempt, said = town.attempt(1), Cancellation(planned_on=days(9))

        answers = [
            await cancel_meeting(graph, town.caller("pat"), town.id_of("kim"), made.id, said, attempt) for _ in range(2)
        ]

        assert answers[0] == answers[1]
        found = "MATCH (m:Meeting {replaces: $id}) RETURN count(m)"
        assert ask(server, found, id=made.id) == [[1]]

    async def test_what_was_held_or_cancelled_is_so(self, graph: Graph, town: ReviewedTown) -> None:
        held, cancelled = [await plan(graph, town, "pat", meeting(town, day=day)) for day in (-1, 3)]
        await hold(graph, town, "pat", held.id)
        await cancel(graph, town, "pat", cancelled.id)

        for made in (held, cancelled):
            assert await impossible(cancel(graph, town, "pat", made.id, day=9, version=2)) == "already_ended"

    async def test_a_colleague_does_not_and_a_stranger_learns_nothing(self, graph: Graph, server: Connection) -> None:
        town = await with_seats(graph, server, ("stu", "kim"))
        made = await plan(graph, town, "pat", meeting(town))

        assert await forbidden(cancel(graph, town, "stu", made.id)) == "not_yours"
        for who in ("ned", "dana"):
            await refused(NotFound, cancel(graph, town, who, made.id))
        await refused(ChangedMeanwhile, cancel(graph, town, "pat", made.id, version=3))

    async def test_either_another_day_or_a_reason_is_given(self) -> None:
        for said in ({}, {"planned_on": days(3), "reason": NotMetReason.PLANNED_TWICE}):
            with pytest.raises(ValueError, match="either another day, or why"):
                Cancellation.model_validate(said)


class TestWithdrawMistake:
    async def withdraw(
        self, graph: Graph, town: ReviewedTown, by: str, fact_id: str, child: str = "kim", version: int = 1
    ) -> Recorded:
        return await withdraw_mistake(graph, town.who(by), town.id_of(child), fact_id, town.attempt(version))

    async def news(self, graph: Graph, town: ReviewedTown, who: str) -> list[str]:
        return [notice.action for notice in (await read_my_notices(graph, town.who(who))).notices]

    @pytest.mark.parametrize("by", ["pat", "lee", "fran", "max", "dana"])
    async def test_whoever_planned_it_lead_office_manager_and_data_team_take_back_what_was_never_so(
        self, graph: Graph, town: ReviewedTown, server: Connection, by: str
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        answer = await self.withdraw(graph, town, by, made.id)

        assert (answer.id, answer.version) == (made.id, 2)
        await refused(NotFound, hold(graph, town, "pat", made.id, version=2))
        assert ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.state, v.end_reason", id=made.id) == [
            ["planned", None]
        ]

    async def test_a_meeting_that_never_was_opens_the_child_to_nobody(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "lee", meeting(town, chair="ira"))
        assert await rule_for(graph, town, "ira") is Rule.CHAIRS

        await self.withdraw(graph, town, "lee", made.id)

        await refused(NotFound, rule_for(graph, town, "ira"))

    async def test_a_child_put_into_a_meeting_by_mistake_leaves_it_and_the_meeting_goes_on(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("lee", "sib"))
        made = await plan(graph, town, "fran", meeting(town, chair="ira", children=("sib",)))
        (place,) = ask(server, "MATCH (:Meeting {id: $id})-[e:ABOUT]->(:Child {id: $sib}) RETURN e.id", id=made.id,
                       sib=town.id_of("sib"))  # fmt: skip

        await self.withdraw(graph, town, "fran", str(place[0]), "sib")

        await refused(NotFound, rule_for(graph, town, "ira", "sib"))
        assert await rule_for(graph, town, "ira") is Rule.CHAIRS
        await hold(graph, town, "fran", made.id)

    async def test_of_every_child_of_it_whoever_had_looked_is_told_and_the_team_hears_of_no_meeting(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("stu", "sib"))
        made = await plan(graph, town, "fran", meeting(town, children=("sib",), invited=("pat",)))
        assert "plan_meeting" in await self.news(graph, town, "stu")
        for who, child in (("pat", "kim"), ("stu", "sib")):
            await rule_for(graph, town, who, child)

        await self.withdraw(graph, town, "fran", made.id)

        assert await self.news(graph, town, "pat") == ["withdraw_mistake"]
        assert await self.news(graph, town, "stu") == ["withdraw_mistake"]
        lines = "MATCH (c:Change {fact_id: $id, action: 'withdraw_mistake'}) RETURN c.type, c.version, c.child_id"
        wanted = [["Meeting", 2, town.id_of(name)] for name in ("kim", "sib")]
        assert sorted(ask(server, lines, id=made.id)) == sorted(wanted)

    async def test_of_a_child_taken_out_of_it_the_meeting_is_no_news(self, graph: Graph, server: Connection) -> None:
        town = await with_seats(graph, server, ("stu", "sib"))
        made = await plan(graph, town, "fran", meeting(town, children=("sib",)))
        await self.withdraw(graph, town, "fran", f"{made.id}-about-1", "sib")

        assert await self.news(graph, town, "stu") == []
        assert "plan_meeting" in await self.news(graph, town, "pat")

    async def test_a_member_of_the_team_does_not_take_back_anothers(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "lee", meeting(town))

        assert await forbidden(self.withdraw(graph, town, "pat", made.id)) == "not_yours"

    async def test_that_of_another_child_one_that_is_not_there_and_one_taken_back_are_answered_alike(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("lee", "sib"))
        made = await plan(graph, town, "fran", meeting(town))
        about = f"{made.id}-about-0"

        await refused(NotFound, self.withdraw(graph, town, "fran", made.id, "sib"))
        await refused(NotFound, self.withdraw(graph, town, "fran", "there-is-none"))
        await self.withdraw(graph, town, "fran", made.id)
        for fact in (made.id, about):
            await refused(NotFound, self.withdraw(graph, town, "fran", fact, version=2))

    async def test_a_stranger_learns_nothing_and_nobody_behind_a_shield(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        await refused(NotFound, self.withdraw(graph, town, "stu", made.id))
        shielded(server, town)
        for who in ("lee", "fran", "dana"):
            await refused(NotFound, self.withdraw(graph, town, who, made.id))

    async def test_what_the_neighbour_keeps_they_take_back(
        self, graph: Graph, town: ReviewedTown, server: Connection
    ) -> None:
        made = await plan(graph, town, "lee", meeting(town))
        kept_next_door(server, town, "Meeting", made.id)

        await refused(NotCustodian, self.withdraw(graph, town, "fran", made.id))

    async def test_another_version_than_was_read_is_not_taken_back(self, graph: Graph, town: ReviewedTown) -> None:
        made = await plan(graph, town, "pat", meeting(town))

        problem = await refused(ChangedMeanwhile, self.withdraw(graph, town, "pat", made.id, version=9))

        assert problem.more["version"] == 1


async def listed(graph: Graph, town: ReviewedTown, who: str, child: str = "kim") -> list[str] | None:
    """The ids of the meetings that somebody is told they may settle; None where the child is not open to them."""
    try:
        return [one.id for one in (await list_meetings(graph, town.who(who), town.id_of(child))).meetings]
    except NotFound:
        return None


class TestListMeetings:
    async def test_whoever_may_settle_a_meeting_is_told_of_it_and_nobody_else(
        self, graph: Graph, server: Connection
    ) -> None:
        """Asked of everybody: who is shown it is not refused as a stranger to it, and who is not shown it is."""
        town = await with_seats(graph, server, ("stu", "kim"), ("sky", "kim"), ("casey", "kim"))
        made = (await plan(graph, town, "pat", meeting(town, invited=("stu", "casey")))).id

        shown = {name: await listed(graph, town, name) for name in ("lee", "pat", "max", "fran", "stu", "sky", "casey")}

        assert shown == {"lee": [made], "pat": [made], "max": [made], "fran": [made], "stu": [], "sky": [], "casey": []}
        for name, seen in shown.items():
            tried = cancel(graph, town, name, made, version=9)
            if seen:
                with pytest.raises(ChangedMeanwhile):
                    await tried
            else:
                assert await forbidden(tried) == "not_yours"
        for stranger in ("dana", "ned"):
            assert await listed(graph, town, stranger) is None

    @pytest.mark.parametrize("invited", [(), ("casey",), ("casey", "ned")])
    async def test_what_people_of_a_sensitive_service_plan_among_themselves_is_told_to_them_alone(
        self, graph: Graph, server: Connection, invited: tuple[str, ...]
    ) -> None:
        """Not even the day: the network says nothing of it to Lee, Max and Fran either."""
        town = await with_seats(graph, server, ("casey", "kim"))
        next_door = "MATCH (ned:Practitioner {id: $ned}) REMOVE ned:$($was) SET ned.custodian = $code, ned:$($label)"
        labels = {"was": f"LA_{town.next_door}", "label": f"LA_{town.code}"}
        ask(server, next_door, ned=town.id_of("ned"), code=town.code, **labels)
        made = (await plan(graph, town, "casey", meeting(town, invited=invited))).id

        shown = {name: await listed(graph, town, name) for name in ("casey", "lee", "pat", "max", "fran")}

        assert shown == {"casey": [made], "lee": [], "pat": [], "max": [], "fran": []}
        for name in ("lee", "max", "fran"):
            network = await read_network(graph, town.who(name), town.id_of("kim"), DESK)
            assert network.meetings == []

    async def test_a_meeting_of_theirs_to_which_somebody_of_the_team_is_asked_is_told(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await with_seats(graph, server, ("casey", "kim"))
        made = (await plan(graph, town, "casey", meeting(town, invited=("casey", "pat")))).id

        assert [await listed(graph, town, name) for name in ("lee", "max", "fran")] == [[made]] * 3

    @pytest.mark.parametrize(
        "kept",
        ["(it:Meeting {id: $id}) REMOVE it:$($was) SET it:$($label), ", "(:Meeting {id: $id})-[it:ABOUT]->() SET "],
        ids=["the meeting", "whom it is about"],
    )
    async def test_what_another_authority_says_of_a_meeting_is_not_there(
        self, graph: Graph, server: Connection, town: ReviewedTown, kept: str
    ) -> None:
        made = (await plan(graph, town, "lee", meeting(town))).id
        labels = {"was": f"LA_{town.code}", "label": f"LA_{town.next_door}"}
        ask(server, f"MATCH {kept} it.custodian = $next_door", id=made, next_door=town.next_door, **labels)

        assert [await listed(graph, town, name) for name in ("lee", "max", "fran")] == [[]] * 3

    async def test_its_chair_is_told_of_it_though_nothing_else_joins_them_to_the_child(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        made = (await plan(graph, town, "lee", meeting(town, chair="ira"))).id

        assert await listed(graph, town, "ira") == [made]
        assert await listed(graph, town, "ira", "sib") is None

    async def test_it_says_the_day_the_kind_and_the_version_soonest_first(
        self, graph: Graph, town: ReviewedTown
    ) -> None:
        later = (await plan(graph, town, "lee", meeting(town, day=9, again=40))).id
        sooner = (await plan(graph, town, "lee", meeting(town, day=4))).id

        first, second = (await list_meetings(graph, town.who("lee"), town.id_of("kim"))).meetings

        assert (first.id, first.planned_on, first.version, first.next_on) == (sooner, days(4), 1, None)
        assert (second.id, second.kind, second.next_on) == (later, MeetingKind.TEAM_AROUND_THE_FAMILY, days(40))

    async def test_what_was_held_cancelled_or_a_mistake_is_not_there(self, graph: Graph, town: ReviewedTown) -> None:
        held, gone, wrong, moved = [(await plan(graph, town, "lee", meeting(town, day=day))).id for day in (1, 2, 3, 4)]
        await hold(graph, town, "lee", held)
        await cancel(graph, town, "lee", gone)
        await withdraw_mistake(graph, town.caller("lee"), town.id_of("kim"), wrong, town.attempt(1))
        again = (await cancel(graph, town, "lee", moved, day=6)).id

        assert await listed(graph, town, "lee") == [again]

    async def test_another_authoritys_meeting_is_theirs_to_settle(
        self, graph: Graph, server: Connection, town: ReviewedTown
    ) -> None:
        made = (await plan(graph, town, "lee", meeting(town))).id
        kept_next_door(server, town, "Meeting", made)

        assert await listed(graph, town, "lee") == []

    async def test_behind_a_shield_there_are_none(self, graph: Graph, server: Connection, town: ReviewedTown) -> None:
        await plan(graph, town, "lee", meeting(town))
        shielded(server, town)

        assert await listed(graph, town, "lee") is None

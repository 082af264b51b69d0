"""Raising, reading and closing an indication: that somebody has information to share or is taking action."""

import pytest

from graph_service.access.policy import Action, may_attempt
from graph_service.actions.children import list_my_children
from graph_service.actions.clock import today
from graph_service.actions.indications import acknowledge_concern, close_concern, raise_concern
from graph_service.actions.involvements import withdraw_mistake
from graph_service.actions.networks import read_network
from graph_service.domain.closed_lists import AccountRole, IndicationKind
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.indications import ConcernRecorded, DutyDesk, NewConcern
from graph_service.domain.networks import Indication
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, KeyReused, NotCustodian, NotFound
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import forbidden, impossible, pointed_at, refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
SHARE = NewConcern(kind=IndicationKind.INFORMATION_TO_SHARE)
ACT = NewConcern(kind=IndicationKind.TAKING_ACTION)


async def raised(
    graph: Graph, town: Town, by: str, new: NewConcern = SHARE, child: str | None = None
) -> ConcernRecorded:
    child_id = child or town.id_of("kim")
    return await raise_concern(graph, town.caller(by), child_id, new, town.attempt(), DESK)


async def read(graph: Graph, town: Town, by: str, concern: str) -> ConcernRecorded:
    return await acknowledge_concern(graph, town.caller(by), town.id_of("kim"), concern, town.attempt(), DESK)


async def closed(graph: Graph, town: Town, by: str, concern: str, version: int = 1) -> ConcernRecorded:
    return await close_concern(graph, town.caller(by), town.id_of("kim"), concern, town.attempt(version), DESK)


async def shown_to(graph: Graph, town: Town, who: str) -> list[Indication]:
    return (await read_network(graph, town.caller(who), town.id_of("kim"), DESK)).indications


def shield(town: Town) -> tuple[str, tuple[object, ...]]:
    on_kim = o.Protection(id=f"{town.code}-shield", custodian=town.code, kind="shield", on=town.id_of("kim"))
    return "protections", (on_kim,)


class TestNotice:
    async def test_it_stands_before_everything_else(self, graph: Graph, town: Town) -> None:
        made = await raised(graph, town, "pat")

        assert made.model_dump_json().startswith('{"notice":"This is not a referral. ')

    async def test_it_names_the_duty_desk_of_the_childs_authority_by_day_and_by_night(
        self, graph: Graph, town: Town
    ) -> None:
        first = await raised(graph, town, "pat")
        answers = [first, await read(graph, town, "lee", first.id), await closed(graph, town, "pat", first.id)]

        wanted = (
            "This is not a referral. If a child may be at risk of harm, ring "
            f"the Town {town.code} duty desk: 0113 496 0000 (9 to 5), out of hours 0113 496 0099."
        )
        assert {answer.notice for answer in answers} == {wanted}

    async def test_of_a_protected_child_it_names_the_national_desk_and_no_place(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await settled(graph, server, (made := new_town()), [shield(made)])

        answer = await raised(graph, town, "lee")

        assert f"ring the national desk: {DESK.phone} ({DESK.hours})." in answer.notice
        assert town.code not in answer.notice

    @pytest.mark.parametrize(
        ("phone", "hours", "night", "ends"),
        [
            ("1", "9 to 5", "2", "ring the desk: 1 (9 to 5), out of hours 2."),
            ("1", None, None, "ring the desk: 1."),
            (None, None, "2", "ring the desk: out of hours 2."),
            (None, None, None, "ring the desk."),
        ],
    )
    async def test_what_a_desk_has_not_told_us_is_left_out(
        self, phone: str | None, hours: str | None, night: str | None, ends: str
    ) -> None:
        assert DutyDesk(name="the desk", phone=phone, hours=hours, out_of_hours_phone=night).notice.endswith(ends)


class TestRaiseConcern:
    async def test_somebody_with_the_child_says_that_they_have_something_to_share_by_a_day(
        self, graph: Graph, town: Town
    ) -> None:
        new = NewConcern(kind=IndicationKind.INFORMATION_TO_SHARE, due_on=days(7))

        made = await raised(graph, town, "pat", new)

        seen = await shown_to(graph, town, "lee")
        assert [(one.by, one.kind, one.due_on, one.indication_id, one.version) for one in seen] == [
            ("Pat", IndicationKind.INFORMATION_TO_SHARE, days(7), made.id, 1)
        ]
        assert (seen[0].raised_at, made.child.given_name if made.child else None) == (made.at, "Kim")

    async def test_the_same_kind_is_open_once_and_the_other_beside_it(self, graph: Graph, town: Town) -> None:
        first = await raised(graph, town, "pat")

        await refused(AlreadyRecorded, raised(graph, town, "pat"))
        await raised(graph, town, "pat", ACT)
        await closed(graph, town, "pat", first.id)
        assert (await raised(graph, town, "pat")).id != first.id

    async def test_a_day_that_has_passed_is_named(self, graph: Graph, town: Town) -> None:
        past = NewConcern(kind=IndicationKind.TAKING_ACTION, due_on=days(-1))

        assert await pointed_at(raised(graph, town, "pat", past)) == "/due_on"

    async def test_a_hidden_child_and_an_absent_one_are_answered_alike(self, graph: Graph, town: Town) -> None:
        for child in (town.id_of("kim"), town.id_of("zed"), new_child_id()):
            await refused(NotFound, raised(graph, town, "stu", child=child))

    async def test_whoever_only_knows_that_the_child_is_known_is_told_whom_to_ring(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        shared = o.Agreement(
            custodian=town.code, recipient=town.next_door, start=days(-9), purposes=("coordinate_support",)
        )
        await settled(graph, server, town, [("agreements", (shared,))])

        assert await forbidden(raised(graph, town, "ned")) == "not_open"
        assert await forbidden(raised(graph, town, "dana")) == "not_open"

    async def test_what_somebody_from_elsewhere_raises_is_kept_by_their_own_authority(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("ned"),))])

        made = await raised(graph, town, "ned")

        kept = ask(server, "MATCH ()-[e:HAS_CONCERN {id: $id}]->() RETURN e.custodian, e.recorded_by", id=made.id)
        assert kept == [[town.next_door, town.id_of("ned")]]

    async def test_having_raised_one_opens_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        await raised(graph, town, "pat")
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=today())

        await refused(NotFound, shown_to(graph, town, "pat"))

    async def test_the_same_attempt_again_answers_as_before_and_is_there_once(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, who, child = town.attempt(), town.caller("pat"), town.id_of("kim")

        first = await raise_concern(graph, who, child, SHARE, attempt, DESK)
        again = await raise_concern(graph, who, child, SHARE, attempt, DESK)

        assert again == first
        found = ask(server, "MATCH (:Practitioner {id: $id})-[e:HAS_CONCERN]->() RETURN count(e)", id=town.id_of("pat"))
        assert found == [[1]]
        await refused(KeyReused, raise_concern(graph, who, child, ACT, attempt, DESK))


class TestAcknowledgeConcern:
    async def test_the_lead_says_that_they_have_read_it_and_it_is_unread_no_more(
        self, graph: Graph, town: Town
    ) -> None:
        concern = await raised(graph, town, "pat")
        before = await list_my_children(graph, town.caller("lee"))

        await read(graph, town, "lee", concern.id)

        after = await list_my_children(graph, town.caller("lee"))
        assert [[child.unread for child in one.children] for one in (before, after)] == [[1], [0]]

    async def test_each_reads_for_themselves_and_once(self, graph: Graph, town: Town, server: Connection) -> None:
        concern = await raised(graph, town, "pat")
        await read(graph, town, "lee", concern.id)
        await read(graph, town, "fran", concern.id)

        await refused(AlreadyRecorded, read(graph, town, "lee", concern.id))
        found = "MATCH (who)-[e:ACKNOWLEDGED {concern_id: $id}]->() RETURN who.name, e.custodian ORDER BY who.name"
        assert ask(server, found, id=concern.id) == [["Fran", town.code], ["Lee", town.code]]

    async def test_to_have_read_it_by_mistake_does_not_stand_in_the_way(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        concern = await raised(graph, town, "pat")
        first = await read(graph, town, "lee", concern.id)
        ask(server, "MATCH (:Practitioner)-[e:ACKNOWLEDGED {id: $id}]->() SET e.end_reason = 'recorded_in_error'",
            id=first.id)  # fmt: skip

        await read(graph, town, "lee", concern.id)

    async def test_who_had_not_read_it_after_all_says_so_and_it_is_unread_again(self, graph: Graph, town: Town) -> None:
        concern = await raised(graph, town, "pat")
        first = await read(graph, town, "lee", concern.id)

        await withdraw_mistake(graph, town.caller("lee"), town.id_of("kim"), first.id, town.attempt(1))

        assert [one.unread for one in (await list_my_children(graph, town.caller("lee"))).children] == [1]
        await read(graph, town, "lee", concern.id)

    async def test_nobody_reads_their_own(self, graph: Graph, town: Town) -> None:
        concern = await raised(graph, town, "pat")

        assert await impossible(read(graph, town, "pat", concern.id)) == "your_own"

    async def test_what_is_closed_is_read_no_more(self, graph: Graph, town: Town) -> None:
        concern = await raised(graph, town, "pat")
        await closed(graph, town, "pat", concern.id)

        assert await impossible(read(graph, town, "lee", concern.id)) == "already_ended"

    async def test_what_a_sensitive_service_raised_is_answered_as_if_it_were_not_there(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("casey"),))])
        concern = await raised(graph, town, "casey")

        for hidden in (concern.id, "there-is-none"):
            await refused(NotFound, read(graph, town, "lee", hidden))

    async def test_what_a_former_colleague_raised_is_there_for_the_lead_and_not_for_the_team(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("stu"),))])
        concern = await raised(graph, town, "pat")
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=today())

        await refused(NotFound, read(graph, town, "stu", concern.id))
        await read(graph, town, "lee", concern.id)

    async def test_what_a_manager_raised_who_never_had_a_seat_is_there_for_the_team(
        self, graph: Graph, town: Town
    ) -> None:
        concern = await raised(graph, town, "max")

        await read(graph, town, "pat", concern.id)

    async def test_behind_a_shield_nothing_of_others_is_read(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [shield(town)])
        concern = await raised(graph, town, "pat")

        await refused(NotFound, read(graph, town, "lee", concern.id))

    async def test_a_stranger_learns_nothing(self, graph: Graph, town: Town) -> None:
        concern = await raised(graph, town, "pat")

        for who in ("stu", "ned", "dana"):
            await refused(NotFound, read(graph, town, who, concern.id))
            await refused(NotFound, closed(graph, town, who, concern.id))

    @pytest.mark.parametrize("role", list(AccountRole))
    async def test_the_police_who_are_shown_none_and_the_data_team_read_none(
        self, town: Town, role: AccountRole
    ) -> None:
        decision = may_attempt(town.caller("pat", role=role).signed_in, Action.ACKNOWLEDGE_CONCERN)

        assert decision.allowed is (role not in (AccountRole.POLICE, AccountRole.DATA_TEAM))


class TestCloseConcern:
    @pytest.mark.parametrize("who", ["pat", "lee", "max", "fran"])
    async def test_whoever_raised_it_lead_manager_and_front_door_close_it(
        self, graph: Graph, town: Town, server: Connection, who: str
    ) -> None:
        concern = await raised(graph, town, "pat")

        made = await closed(graph, town, who, concern.id)

        seen = await shown_to(graph, town, "lee")
        assert [(one.indication_id, one.closed_at, one.version) for one in seen] == [(concern.id, made.at, 2)]
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.version, v.closed_at", id=concern.id)
        assert old == [[1, None]]

    async def test_a_colleague_does_not(self, graph: Graph, town: Town, server: Connection) -> None:
        concern = await raised(graph, town, "lee")

        assert await forbidden(closed(graph, town, "pat", concern.id)) == "not_yours"

    async def test_what_was_said_by_mistake_is_not_there_and_does_not_stand_in_the_way(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        concern = await raised(graph, town, "pat")
        ask(server, "MATCH ()-[e:HAS_CONCERN {id: $id}]->() SET e.end_reason = 'recorded_in_error'", id=concern.id)

        await refused(NotFound, closed(graph, town, "pat", concern.id))
        await refused(NotFound, read(graph, town, "lee", concern.id))
        await raised(graph, town, "pat")

    async def test_it_is_closed_once_and_only_as_it_was_read(self, graph: Graph, town: Town) -> None:
        concern = await raised(graph, town, "pat")

        problem = await refused(ChangedMeanwhile, closed(graph, town, "pat", concern.id, version=7))
        await closed(graph, town, "pat", concern.id)

        assert problem.more["version"] == 1
        assert await impossible(closed(graph, town, "pat", concern.id, version=2)) == "already_ended"

    async def test_what_another_authority_keeps_is_for_them_to_close(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("ned"),))])
        concern = await raised(graph, town, "ned")

        problem = await refused(NotCustodian, closed(graph, town, "lee", concern.id))

        assert problem.more["custodian"] == {
            "code": town.next_door, "name": f"Town {town.next_door}", "phone": "0113 496 0000",
        }  # fmt: skip

    async def test_whoever_no_longer_works_with_the_child_still_closes_their_own(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        shared = o.Agreement(
            custodian=town.code, recipient=town.next_door, start=days(-9), purposes=("coordinate_support",)
        )
        await settled(graph, server, town, [("agreements", (shared,)), ("involvements", (town.seat("ned"),))])
        concern = await raised(graph, town, "ned")
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("ned").id, day=today())

        assert (await closed(graph, town, "ned", concern.id)).child is None

    async def test_what_the_caller_is_not_shown_is_not_there(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("casey"),))])
        concern = await raised(graph, town, "casey")

        for who in ("lee", "fran", "stu"):
            await refused(NotFound, closed(graph, town, who, concern.id))

    async def test_behind_a_shield_one_closes_ones_own_and_nothing_of_others(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [shield(town)])
        concern = await raised(graph, town, "pat")

        await refused(NotFound, closed(graph, town, "lee", concern.id))
        assert "national desk" in (await closed(graph, town, "pat", concern.id)).notice

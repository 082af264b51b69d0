"""Recording, confirming, amending, ending and withdrawing that somebody works with a child."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError

from graph_service.access.caller import Caller
from graph_service.actions.clock import today
from graph_service.actions.involvements import (
    amend_involvement,
    confirm_involvement,
    end_involvement,
    record_involvement,
    withdraw_consent,
    withdraw_mistake,
)
from graph_service.actions.networks import read_network
from graph_service.domain.bodies import End
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import EndReason, InvolvementRole, InvolvementState, Told
from graph_service.domain.involvements import InvolvementChange, NewInvolvement
from graph_service.domain.networks import Involvement, Network
from graph_service.domain.problems import (
    AlreadyRecorded,
    ChangedMeanwhile,
    InvalidRequest,
    KeyReused,
    NotCustodian,
    NotFound,
    NotPermitted,
    RuleBroken,
)
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import POSTS, Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def works(town: Town, who: str | None, place: str | None = None, **more: object) -> NewInvolvement:
    told = {"role": InvolvementRole.SOCIAL_WORKER, "start": days(-1), "told": Told.AGREED} | more
    service = town.id_of(place or POSTS[who or "pat"])
    return NewInvolvement(practitioner_id=town.id_of(who) if who else None, service_id=service, **told)


async def record(graph: Graph, town: Town, by: str, new: NewInvolvement, child: str = "kim") -> Recorded:
    return await record_involvement(graph, town.caller(by), town.id_of(child), new, town.attempt())


async def around(graph: Graph, caller: Caller, child_id: str) -> Network:
    return await read_network(graph, caller, child_id, DESK)


async def seat_of(graph: Graph, town: Town, who: str) -> Involvement | None:
    network = await around(graph, town.caller("fran"), town.id_of("kim"))
    return next((seat for seat in network.team if seat.name == who.title()), None)


class TestRecordInvolvement:
    async def test_the_lead_says_it_of_a_colleague_and_it_is_confirmed(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "lee", works(town, "stu"))

        seat = await seat_of(graph, town, "stu")
        assert seat is not None
        assert (seat.state, seat.confirmed_on) == (InvolvementState.CONFIRMED, today())
        assert (made.version, made.child.given_name if made.child else None) == (1, "Kim")
        assert (await around(graph, town.caller("stu"), town.id_of("kim"))).level == "content"

    async def test_what_one_says_of_oneself_is_asserted_and_opens_nothing(self, graph: Graph, town: Town) -> None:
        await record(graph, town, "lee", works(town, "stu", start=days(-9), end=days(-2)))
        new = works(town, "stu")
        await refused(NotFound, record(graph, town, "stu", new))

    async def test_whoever_works_with_the_child_already_may_add_a_post_of_their_own(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await record(graph, town, "pat", works(town, "pat", "desk"))

        states = ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() RETURN e.state", id=made.id)
        assert states == [["asserted"]]

    async def test_a_colleague_who_neither_leads_nor_manages_only_asserts(self, graph: Graph, town: Town) -> None:
        await record(graph, town, "pat", works(town, "stu"))

        seat = await seat_of(graph, town, "stu")
        assert seat is not None
        assert seat.state == InvolvementState.ASSERTED

    async def test_a_manager_does_not_confirm_a_seat_of_the_team_that_opens_the_child_to_them(
        self, graph: Graph, town: Town
    ) -> None:
        await record(graph, town, "max", works(town, None, "team"))

        seat = await seat_of(graph, town, "team")
        assert seat is not None
        assert seat.state == InvolvementState.ASSERTED

    async def test_a_stranger_learns_nothing_by_recording(self, graph: Graph, town: Town) -> None:
        for child in ("kim", "zed"):
            await refused(NotFound, record(graph, town, "stu", works(town, "stu"), child))
            await refused(NotFound, record(graph, town, "ned", works(town, "ned"), child))

    async def test_the_second_of_two_is_told_that_it_is_recorded_already(self, graph: Graph, town: Town) -> None:
        await record(graph, town, "lee", works(town, "stu"))

        await refused(AlreadyRecorded, record(graph, town, "fran", works(town, "stu")))

    @pytest.mark.parametrize(
        ("who", "place", "more", "pointer"),
        [
            ("stu", "school", {}, "/service_id"),
            ("stu", "nowhere", {}, "/practitioner_id"),
            ("ned", "next-team", {}, "/practitioner_id"),
            ("stu", "team", {"told": None}, "/told"),
            ("casey", "camhs", {}, "/basis"),
        ],
    )
    async def test_what_is_missing_or_unknown_is_named(
        self, graph: Graph, town: Town, who: str, place: str, more: dict[str, object], pointer: str
    ) -> None:
        problem = await refused(InvalidRequest, record(graph, town, "fran", works(town, who, place, **more)))

        assert problem.errors
        assert problem.errors[0]["pointer"] == pointer

    async def test_nobody_works_with_a_child_before_its_birth(self, graph: Graph, town: Town) -> None:
        problem = await refused(RuleBroken, record(graph, town, "lee", works(town, "stu", start=days(-3001))))

        assert problem.more["rule"] == "before_birth"

    async def test_the_same_attempt_again_answers_as_before_and_is_there_once(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, new = town.attempt(), works(town, "stu")

        first = await record_involvement(graph, town.caller("lee"), town.id_of("kim"), new, attempt)
        again = await record_involvement(graph, town.caller("lee"), town.id_of("kim"), new, attempt)

        assert again == first
        found = "MATCH (:Practitioner {id: $id})-[e:INVOLVED_WITH]->() RETURN count(e)"
        assert ask(server, found, id=town.id_of("stu")) == [[1]]

    async def test_the_same_key_for_something_else_is_refused(self, graph: Graph, town: Town) -> None:
        attempt = town.attempt()
        await record_involvement(graph, town.caller("lee"), town.id_of("kim"), works(town, "stu"), attempt)

        other = works(town, "stu", start=days(-3))
        again = record_involvement(graph, town.caller("lee"), town.id_of("kim"), other, attempt)
        await refused(KeyReused, again)

    async def test_an_attempt_made_before_is_not_answered_to_whom_the_child_is_closed_now(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, new = town.attempt(), works(town, "stu")
        await record_involvement(graph, town.caller("lee"), town.id_of("kim"), new, attempt)
        ask(
            server, "MATCH (:Practitioner {id: $id})-[e:LEADS|INVOLVED_WITH]->() SET e.end = $day",
            id=town.id_of("lee"), day=today(),
        )  # fmt: skip

        await refused(NotFound, record_involvement(graph, town.caller("lee"), town.id_of("kim"), new, attempt))

    async def test_each_change_stands_once_in_the_log_in_order_and_without_a_gap(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        for place in range(3):
            await record(graph, town, "lee", works(town, "stu", end=days(place), start=days(place)))

        log = ask(
            server, "MATCH (c:Change {authority: $code}) RETURN c.sequence, c.action ORDER BY c.sequence",
            code=town.code,
        )  # fmt: skip
        assert log == [[1, "record_involvement"], [2, "record_involvement"], [3, "record_involvement"]]

    async def test_a_sensitive_service_is_recorded_with_its_basis(self, graph: Graph, town: Town) -> None:
        basis = {"basis": "child_consent", "basis_by": "casey", "basis_on": days(-3)}

        await record(graph, town, "fran", works(town, "casey", **basis))

        network = await around(graph, town.caller("fran"), town.id_of("kim"))
        assert [seat.name for seat in network.team if seat.kind == "sensitive"] == ["a sensitive service"]


@pytest.fixture
async def asserted(graph: Graph, town: Town) -> Recorded:
    return await record(graph, town, "pat", works(town, "stu"))


class TestConfirmInvolvement:
    async def confirm(self, graph: Graph, town: Town, by: str, made: Recorded, version: int = 1) -> Recorded:
        return await confirm_involvement(graph, town.caller(by), town.id_of("kim"), made.id, town.attempt(version))

    async def test_the_lead_confirms_what_a_colleague_asserted(
        self, graph: Graph, town: Town, asserted: Recorded
    ) -> None:
        confirmed = await self.confirm(graph, town, "lee", asserted)

        seat = await seat_of(graph, town, "stu")
        assert seat is not None
        assert (confirmed.version, seat.state, seat.confirmed_on) == (2, "confirmed", today())

    async def test_the_version_before_is_kept(
        self, graph: Graph, town: Town, asserted: Recorded, server: Connection
    ) -> None:
        await self.confirm(graph, town, "lee", asserted)

        kept = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.state, v.version, v._lock", id=asserted.id)
        assert kept == [["asserted", 1, None]]

    async def test_nobody_confirms_their_own(self, graph: Graph, town: Town, server: Connection) -> None:
        made = await record(graph, town, "pat", works(town, "pat", "desk"))

        await self.confirm(graph, town, "pat", made)

        assert ask(server, "MATCH ()-[e {id: $id}]->() RETURN e.state, e.version", id=made.id) == [["asserted", 2]]

    async def test_whoever_decided_on_an_older_version_is_told(
        self, graph: Graph, town: Town, asserted: Recorded
    ) -> None:
        await self.confirm(graph, town, "lee", asserted)

        problem = await refused(ChangedMeanwhile, self.confirm(graph, town, "fran", asserted))

        assert problem.more["version"] == 2

    async def test_a_colleague_does_not_speak_for_others(self, graph: Graph, town: Town, asserted: Recorded) -> None:
        problem = await refused(NotPermitted, self.confirm(graph, town, "pat", asserted))

        assert problem.reason == "not_yours"

    async def test_what_is_not_there_and_what_is_hidden_answer_alike(
        self, graph: Graph, town: Town, asserted: Recorded
    ) -> None:
        nothing = asserted.model_copy(update={"id": "no-such-fact"})

        await refused(NotFound, self.confirm(graph, town, "lee", nothing))
        await refused(NotFound, self.confirm(graph, town, "ned", asserted))

    async def test_another_authoritys_fact_is_theirs_to_confirm(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        theirs = town.seat("ned", custodian=town.next_door)
        await settled(graph, server, town, [("involvements", (theirs,))])

        asked = confirm_involvement(graph, town.caller("lee"), town.id_of("kim"), theirs.id, town.attempt(1))
        problem = await refused(NotCustodian, asked)

        assert problem.more["custodian"]["code"] == town.next_door


class TestAmendInvolvement:
    async def amend(self, graph: Graph, town: Town, by: str, made: Recorded, **what: object) -> Recorded:
        change = InvolvementChange(**what)
        return await amend_involvement(
            graph, town.caller(by), town.id_of("kim"), made.id, change, town.attempt(made.version)
        )

    async def test_a_start_is_put_right(self, graph: Graph, town: Town, asserted: Recorded) -> None:
        await self.amend(graph, town, "lee", asserted, start=days(-20))

        seat = await seat_of(graph, town, "stu")
        assert seat is not None
        assert (seat.start, seat.role) == (days(-20), "social_worker")

    async def test_it_does_not_begin_before_the_child_was_born(
        self, graph: Graph, town: Town, asserted: Recorded
    ) -> None:
        await refused(RuleBroken, self.amend(graph, town, "lee", asserted, start=days(-4000)))

    @pytest.mark.parametrize("emptied", ["role", "start", "told"])
    async def test_nothing_is_ever_emptied_for_without_a_start_what_is_to_come_would_be_current(
        self, graph: Graph, emptied: str
    ) -> None:
        with pytest.raises(ValidationError, match="nothing of this is ever emptied"):
            InvolvementChange.model_validate({emptied: None})

    async def test_nobody_begins_sooner_than_others_said(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        coming = replace(town.seat("pat", place="desk", start=days(20)), id=f"{town.code}-later")
        await settled(graph, server, town, [("involvements", (coming,))])

        sooner = amend_involvement(
            graph, town.caller("pat"), town.id_of("kim"), coming.id, InvolvementChange(start=today()), town.attempt(1)
        )
        problem = await refused(NotPermitted, sooner)

        assert problem.reason == "own_level"


class TestEndInvolvement:
    async def end(self, graph: Graph, town: Town, by: str, made: str, version: int = 1, day: int = 0) -> Recorded:
        end = End(end=today() + timedelta(days=day), end_reason=EndReason.WORK_FINISHED)
        return await end_involvement(graph, town.caller(by), town.id_of("kim"), made, end, town.attempt(version))

    async def test_one_ends_ones_own_and_the_child_is_closed_again(self, graph: Graph, town: Town) -> None:
        await self.end(graph, town, "pat", town.seat("pat").id)

        with pytest.raises(NotFound):
            await around(graph, town.caller("pat"), town.id_of("kim"))

    async def test_what_has_ended_is_recorded_anew_not_opened_again(
        self, graph: Graph, town: Town, asserted: Recorded
    ) -> None:
        await self.end(graph, town, "lee", asserted.id)

        problem = await refused(RuleBroken, self.end(graph, town, "lee", asserted.id, 2))

        assert problem.more["rule"] == "already_ended"

    async def test_it_does_not_end_before_it_began(self, graph: Graph, town: Town, asserted: Recorded) -> None:
        problem = await refused(RuleBroken, self.end(graph, town, "lee", asserted.id, day=-2))

        assert problem.more["rule"] == "ends_before_start"

    async def test_whoever_leads_stays_involved(self, graph: Graph, town: Town) -> None:
        problem = await refused(RuleBroken, self.end(graph, town, "lee", town.seat("lee").id))

        assert problem.more["rule"] == "still_leads"

    async def test_of_two_who_end_and_amend_at_once_one_is_told(
        self, graph: Graph, town: Town, asserted: Recorded
    ) -> None:
        await self.end(graph, town, "fran", asserted.id)

        change = InvolvementChange(start=days(-9))
        late = amend_involvement(graph, town.caller("lee"), town.id_of("kim"), asserted.id, change, town.attempt(1))
        await refused(ChangedMeanwhile, late)


class TestWithdrawConsent:
    @pytest.fixture
    async def consented(self, graph: Graph, town: Town) -> Recorded:
        basis = {"basis": "child_consent", "basis_by": "casey", "basis_on": days(-3)}
        return await record(graph, town, "fran", works(town, "casey", **basis))

    async def test_from_then_on_nobody_outside_the_service_learns_of_it(
        self, graph: Graph, town: Town, consented: Recorded
    ) -> None:
        await withdraw_consent(graph, town.caller("casey"), town.id_of("kim"), consented.id, town.attempt(1))

        network = await around(graph, town.caller("fran"), town.id_of("kim"))
        assert [seat for seat in network.team if seat.kind == "sensitive"] == []

    async def test_it_is_for_the_people_of_that_service(self, graph: Graph, town: Town, consented: Recorded) -> None:
        asked = withdraw_consent(graph, town.caller("lee"), town.id_of("kim"), consented.id, town.attempt(1))

        await refused(NotFound, asked)

    async def test_what_never_rested_on_consent_is_ended_instead(self, graph: Graph, town: Town) -> None:
        own = town.seat("pat").id

        asked = withdraw_consent(graph, town.caller("pat"), town.id_of("kim"), own, town.attempt(1))
        problem = await refused(RuleBroken, asked)

        assert problem.more["rule"] == "not_by_consent"


class TestWithdrawMistake:
    async def withdraw(self, graph: Graph, town: Town, by: str, fact: str, version: int = 1) -> Recorded:
        return await withdraw_mistake(graph, town.caller(by), town.id_of("kim"), fact, town.attempt(version))

    @pytest.mark.parametrize("by", ["pat", "lee", "fran", "max", "dana"])
    async def test_recorder_lead_office_manager_and_data_team_take_it_out_of_every_read(
        self, graph: Graph, town: Town, asserted: Recorded, by: str
    ) -> None:
        await self.withdraw(graph, town, by, asserted.id)

        assert await seat_of(graph, town, "stu") is None

    async def test_others_do_not(self, graph: Graph, town: Town) -> None:
        made = await record(graph, town, "lee", works(town, "stu"))

        problem = await refused(NotPermitted, self.withdraw(graph, town, "pat", made.id))

        assert problem.reason == "not_yours"

    async def test_a_lead_told_of_the_wrong_child_leaves_the_place_free(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await self.withdraw(graph, town, "fran", f"{town.code}-lead")

        marks = ask(server, "MATCH ()-[e:LEADS {id: $id}]->() RETURN e.current_child", id=f"{town.code}-lead")
        assert marks == [[None]]

"""Who may sign in: opened by somebody else, suspended at once, opened again."""

import asyncio

import pytest

from graph_service.actions.accounts import find_account, open_account, suspend_account
from graph_service.actions.networks import read_network
from graph_service.domain.changes import Kept
from graph_service.domain.closed_lists import AccountRole, AccountState
from graph_service.domain.people import AccountStop, NewAccount
from graph_service.domain.problems import (
    AccountSuspended,
    AlreadyRecorded,
    ChangedMeanwhile,
    InvalidRequest,
    NotFound,
    NotPermitted,
    RuleBroken,
)
from graph_service.graph.checks import invariant_faults
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.actions.test_people import properties
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def opened(
    graph: Graph, town: Town, who: str, subject: str, by: str = "dana", place: str = "team", **more: object
) -> Kept:
    role = more.get("role", AccountRole.PRACTITIONER)
    new = NewAccount.model_validate({"subject": town.id_of(subject), "role": role, "service_id": town.id_of(place)})
    return await open_account(graph, town.caller(by), town.id_of(who), new, town.attempt())


async def stopped(
    graph: Graph, town: Town, by: str, who: str = "pat", version: int = 1, state: str = "suspended"
) -> Kept:
    stop = AccountStop.model_validate({"state": state})
    return await suspend_account(graph, town.caller(by), town.id_of(f"{who}-in"), stop, town.attempt(version))


class TestOpenAccount:
    async def test_the_data_team_lets_a_colleague_sign_in_for_a_post_that_they_hold(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await opened(graph, town, "stu", "stu-too", role=AccountRole.LEAD)

        who = await find_account(graph, town.id_of("stu-too"))
        assert (who.practitioner_id, who.role, who.authority) == (town.id_of("stu"), "lead", town.code)
        assert properties(server, "Account", made.id)["state"] == "active"
        assert [fault for fault in await invariant_faults(graph) if made.id in fault] == []

    async def test_nobody_opens_one_for_themselves_in_any_role(self, graph: Graph, town: Town) -> None:
        for role in AccountRole:
            problem = await refused(NotPermitted, opened(graph, town, "dana", "dana-too", place="desk", role=role))
            assert problem.reason == "own_level"

    async def test_a_sign_in_of_somebody_else_is_taken_and_nobody_says_whose(self, graph: Graph, town: Town) -> None:
        for subject in ("lee-in", "ned-in", "dana-in"):
            problem = await refused(AlreadyRecorded, opened(graph, town, "stu", subject))
            assert problem.more == {}

    async def test_of_two_who_are_given_the_same_sign_in_at_once_one_has_it(self, graph: Graph, town: Town) -> None:
        both = [opened(graph, town, who, "shared") for who in ("stu", "lee")]

        told = await asyncio.gather(*both, return_exceptions=True)

        assert sorted(type(one).__name__ for one in told) == ["AlreadyRecorded", "Kept"]

    async def test_a_suspended_one_of_somebody_else_is_taken_too(self, graph: Graph, town: Town) -> None:
        await stopped(graph, town, "dana", "lee")

        await refused(AlreadyRecorded, opened(graph, town, "stu", "lee-in"))

    async def test_an_active_one_of_their_own_is_recorded_already(self, graph: Graph, town: Town) -> None:
        await refused(AlreadyRecorded, opened(graph, town, "stu", "stu-in", role=AccountRole.FRONT_DOOR))

    async def test_what_was_suspended_is_opened_again_in_the_role_named_and_what_it_was_is_kept(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await stopped(graph, town, "max", "pat")
        made = await opened(graph, town, "pat", "pat-in", role=AccountRole.LEAD)

        assert (made.id, made.version) == (town.id_of("pat-in"), 3)
        caller = town.caller("pat", role=AccountRole.LEAD)
        await read_network(graph, caller, town.id_of("kim"), DESK)
        old = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.state, v.role ORDER BY v.version", id=made.id)
        assert old == [["active", "practitioner"], ["suspended", "practitioner"]]

    async def test_it_is_for_a_post_that_they_hold(self, graph: Graph, town: Town) -> None:
        for place in ("camhs", "next-team", "nowhere"):
            problem = await refused(InvalidRequest, opened(graph, town, "stu", "stu-too", place=place))
            assert [error["pointer"] for error in problem.errors or []] == ["/service_id"]

    async def test_a_post_to_come_lets_nobody_sign_in_yet(self, graph: Graph, town: Town, server: Connection) -> None:
        start = "MATCH (:Practitioner {id: $id})-[e:WORKS_IN]->() SET e.start = date() + duration({days: 20})"
        ask(server, start, id=town.id_of("stu"))

        problem = await refused(InvalidRequest, opened(graph, town, "stu", "stu-too", role=AccountRole.FRONT_DOOR))

        assert [error["pointer"] for error in problem.errors or []] == ["/service_id"]

    async def test_the_people_next_door_are_answered_like_people_who_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for who in ("ned", "nobody"):
            await refused(NotFound, opened(graph, town, who, "new-in"))

    async def test_sent_again_it_is_one_account(self, graph: Graph, town: Town) -> None:
        new = NewAccount(subject=town.id_of("stu-too"), role=AccountRole.PRACTITIONER, service_id=town.id_of("team"))
        attempt = town.attempt()
        first = await open_account(graph, town.caller("dana"), town.id_of("stu"), new, attempt)

        assert await open_account(graph, town.caller("dana"), town.id_of("stu"), new, attempt) == first


class TestSuspendAccount:
    @pytest.mark.parametrize("by", ["pat", "max", "dana"])
    async def test_oneself_ones_manager_and_the_data_team_suspend_it_at_once(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        await stopped(graph, town, by)

        await refused(AccountSuspended, read_network(graph, town.caller("pat"), town.id_of("kim"), DESK))
        assert properties(server, "Practitioner", town.id_of("pat"))["account_state"] == AccountState.SUSPENDED

    async def test_a_person_with_another_account_is_still_active(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await opened(graph, town, "pat", "pat-too")
        await stopped(graph, town, "dana")

        assert properties(server, "Practitioner", town.id_of("pat"))["account_state"] == AccountState.ACTIVE

    async def test_neither_a_colleague_nor_another_teams_manager_does(self, graph: Graph, town: Town) -> None:
        for by, who in (("lee", "pat"), ("max", "casey"), ("fran", "pat")):
            problem = await refused(NotPermitted, stopped(graph, town, by, who))
            assert problem.reason == "not_your_team"

    async def test_a_closed_one_is_not_suspended_again(self, graph: Graph, town: Town) -> None:
        await stopped(graph, town, "dana", state="closed")

        problem = await refused(RuleBroken, stopped(graph, town, "dana", version=2))

        assert problem.more["rule"] == "already_ended"

    async def test_whoever_read_an_older_version_is_told(self, graph: Graph, town: Town) -> None:
        await stopped(graph, town, "dana")

        await refused(ChangedMeanwhile, stopped(graph, town, "dana", state="closed"))

    async def test_the_accounts_next_door_are_answered_like_those_that_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for who in ("ned", "nobody"):
            await refused(NotFound, stopped(graph, town, "dana", who))

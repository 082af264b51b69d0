"""What changed: the log of an authority, and news of one's own children, each at the reader's own level."""

import pytest

from graph_service.actions.accounts import suspend_account
from graph_service.actions.conversations import record_conversation
from graph_service.actions.involvements import record_involvement, withdraw_mistake
from graph_service.actions.leads import appoint_lead
from graph_service.actions.meetings import plan_meeting
from graph_service.actions.networks import read_network
from graph_service.actions.notices import list_changes, read_my_notices
from graph_service.actions.services import record_service
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import InvolvementRole, LeadKind, MeetingKind, ServiceKind, Tier, Told
from graph_service.domain.conversations import NewConversation
from graph_service.domain.involvements import NewInvolvement
from graph_service.domain.leads import NewLead
from graph_service.domain.meetings import NewMeeting
from graph_service.domain.notices import ChangeEntry, Notice
from graph_service.domain.people import AccountStop
from graph_service.domain.services import NewService
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import DESK, ask
from tests.town import POSTS, Town, days, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
THEIRS = {"plan_meeting", "record_conversation"}
BASIS = {"basis": "child_consent", "basis_by": "casey", "basis_on": days(-3)}


async def join(graph: Graph, town: Town, who: str, by: str = "lee", **more: object) -> Recorded:
    told = {"role": InvolvementRole.SOCIAL_WORKER, "start": days(-1), "told": Told.AGREED} | more
    new = NewInvolvement(practitioner_id=town.id_of(who), service_id=town.id_of(POSTS[who]), **told)
    return await record_involvement(graph, town.caller(by), town.id_of("kim"), new, town.attempt())


class TestListChanges:
    async def log(self, graph: Graph, town: Town, who: str, after: int = 0) -> list[ChangeEntry]:
        return (await list_changes(graph, town.caller(who), after)).changes

    async def test_whoever_may_see_the_team_reads_what_changed_in_order(self, graph: Graph, town: Town) -> None:
        first = await join(graph, town, "stu")
        new = NewLead(practitioner_id=town.id_of("pat"), kind=LeadKind.EARLY_HELP, start=days(0),
                      expected_lead=f"{town.code}-lead")  # fmt: skip
        await appoint_lead(graph, town.caller("max"), town.id_of("kim"), new, town.attempt())

        entries = await self.log(graph, town, "fran")

        told = [(entry.sequence, entry.action, entry.version) for entry in entries]
        assert entries[0].fact_id == first.id
        assert told == [
            (1, "record_involvement", 1),
            (2, "appoint_lead", 1),
            (3, "appoint_lead", 2),
        ]

    async def test_it_goes_on_from_where_it_was_read_last(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "stu")
        read = await list_changes(graph, town.caller("fran"), 0)
        await join(graph, town, "sky", told=None)

        assert [entry.sequence for entry in await self.log(graph, town, "fran", read.next)] == [2]
        assert await self.log(graph, town, "fran", 2) == []

    async def test_those_to_whom_the_child_is_closed_read_nothing_of_it(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "stu")

        assert await self.log(graph, town, "sky") == []
        assert (await list_changes(graph, town.caller("sky"), 0)).next == 1

    async def test_a_meeting_about_two_children_is_news_of_both(self, graph: Graph, town: Town) -> None:
        new = NewMeeting(kind=MeetingKind.CORE_GROUP, planned_on=days(7), children=[town.id_of("sib")])
        await plan_meeting(graph, town.caller("fran"), town.id_of("kim"), new, town.attempt())

        entries = await self.log(graph, town, "fran")
        assert {(entry.child_id, entry.action) for entry in entries} == {
            (town.id_of(child), "plan_meeting") for child in ("kim", "sib")
        }

    async def test_what_is_about_no_child_is_told_to_those_who_keep_it(self, graph: Graph, town: Town) -> None:
        service = NewService(
            name="New team", kind=ServiceKind.YOUTH_WORK, tier=Tier.ADDITIONAL, agency_id=town.id_of("agency")
        )
        made = await record_service(graph, town.caller("dana"), service, town.attempt())
        stop = AccountStop(state="suspended")
        await suspend_account(graph, town.caller("sky"), town.id_of("sky-in"), stop, town.attempt(1))

        log = {who: await self.log(graph, town, who) for who in ("dana", "max", "fran", "ned")}

        first = log["dana"][0]
        assert (first.action, first.fact_id, first.child_id, first.level) == ("record_service", made.id, None, None)
        assert [one.type for one in log["dana"]] == ["Service", "Account"]
        assert [one.type for one in log["max"]] == ["Service"]
        assert (log["fran"], log["ned"]) == ([], [])

    async def test_the_neighbour_has_a_log_of_their_own(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "stu")

        assert await self.log(graph, town, "ned") == []

    async def test_what_a_sensitive_service_did_is_in_nobodys_log_but_its_own(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "casey", by="fran", **BASIS)

        assert await self.log(graph, town, "lee") == []
        assert [entry.action for entry in await self.log(graph, town, "casey")] == ["record_involvement"]

    async def test_whom_a_sensitive_service_meets_and_speaks_with_is_in_nobodys_log_but_theirs(
        self, graph: Graph, town: Town
    ) -> None:
        await join(graph, town, "casey", by="fran", **BASIS)
        kind = MeetingKind.TEAM_AROUND_THE_CHILD
        meets = NewMeeting(kind=kind, planned_on=days(9), invited=[town.id_of("casey")])
        await plan_meeting(graph, town.caller("casey"), town.id_of("kim"), meets, town.attempt())
        talk = NewConversation(practitioner_id=town.id_of("lee"), on=days(0))
        await record_conversation(graph, town.caller("casey"), town.id_of("kim"), talk, town.attempt())

        for who in ("fran", "max"):
            assert {entry.action for entry in await self.log(graph, town, who)} & THEIRS == set()
        news = (await read_my_notices(graph, town.caller("pat"))).notices
        assert {notice.action for notice in news} & THEIRS == set()
        assert {entry.action for entry in await self.log(graph, town, "casey")} >= THEIRS

    async def test_a_protected_child_is_not_in_the_log_which_would_tell_who_keeps_it(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await join(graph, town, "stu")
        shielded(server, town)

        assert await self.log(graph, town, "fran") == []

    async def test_the_data_team_reads_nothing_of_anybodys_work(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "stu")

        assert await self.log(graph, town, "dana") == []


class TestReadMyNotices:
    async def news(self, graph: Graph, town: Town, who: str) -> list[Notice]:
        return (await read_my_notices(graph, town.caller(who))).notices

    async def test_the_team_hears_who_joined_and_the_one_who_said_so_does_not(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "stu", by="lee")

        (notice,) = await self.news(graph, town, "pat")

        assert (notice.child.given_name, notice.says) == ("Kim", "Somebody works with this child now.")
        assert await self.news(graph, town, "lee") == []

    async def test_nobody_else_hears_of_it(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "stu")

        assert await self.news(graph, town, "sky") == []

    async def test_what_a_sensitive_service_did_is_no_news(self, graph: Graph, town: Town) -> None:
        await join(graph, town, "casey", by="fran", **BASIS)

        assert await self.news(graph, town, "lee") == []

    async def test_whoever_had_read_a_mistake_is_told_even_where_the_child_is_closed_now(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await join(graph, town, "stu")
        await read_network(graph, town.caller("pat"), town.id_of("kim"), DESK)
        await withdraw_mistake(graph, town.caller("lee"), town.id_of("kim"), made.id, town.attempt(1))
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = date()", id=town.seat("pat").id)

        (notice,) = await self.news(graph, town, "pat")

        assert (notice.action, notice.fact_id, notice.child.given_name) == ("withdraw_mistake", None, None)

    async def test_whoever_looked_only_afterwards_is_not(self, graph: Graph, town: Town) -> None:
        made = await join(graph, town, "stu")
        await withdraw_mistake(graph, town.caller("lee"), town.id_of("kim"), made.id, town.attempt(1))
        await read_network(graph, town.caller("fran"), town.id_of("kim"), DESK)

        assert await self.news(graph, town, "pat") == []

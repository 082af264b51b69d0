"""Two records of one child: who is told of them, and what merging, keeping apart and parting again do."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from graph_service.access.caller import Caller, SignedIn
from graph_service.actions.children import read_child
from graph_service.actions.duplicates import (
    keep_apart,
    list_possible_duplicates,
    merge_children,
    preview_merge,
    unmerge_children,
)
from graph_service.actions.identifiers import add_identifier
from graph_service.actions.involvements import record_involvement
from graph_service.actions.leads import release_lead
from graph_service.actions.meetings import cancel_meeting, hold_meeting, plan_meeting
from graph_service.actions.networks import read_network
from graph_service.actions.notices import list_changes, read_my_notices
from graph_service.domain.closed_lists import AccountRole, EndReason, MeetingKind
from graph_service.domain.duplicates import Keeps, MergedInto, PossibleDuplicatePair, SettledPair
from graph_service.domain.involvements import NewInvolvement
from graph_service.domain.leads import Release
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, NotFound
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.actions.test_identifiers import nhs
from tests.conftest import DESK, ask
from tests.refusals import forbidden, impossible, refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def pair(town: Town, one: str = "kim", other: str = "zed", **more: object) -> o.PossiblySame:
    return o.PossiblySame(
        **{"id": f"{town.code}-pair", "custodian": town.code, "one": town.id_of(one), "other": town.id_of(other),
           "state": "open", "why": "same_number"} | more
    )  # fmt: skip


def beyond(town: Town) -> str:
    """A child whom the neighbour keeps."""
    return town.id_of("far")


def far(town: Town) -> tuple[tuple[str, tuple[object, ...]], ...]:
    """The neighbour keeps a record too, which may be of Kim; its own data team is Nell."""
    nell = town.id_of("nell")
    theirs = {"custodian": town.next_door}
    return (
        ("children", (o.Child(id=beyond(town), given_name="Kim", family_name="Vale", born=days(-3000), **theirs),)),
        ("practitioners", (o.Practitioner(id=nell, name="Nell", **theirs),)),
        ("accounts", (o.Account(practitioner=nell, subject=f"{nell}-in", role="data_team", authority=town.next_door,
                                service=town.id_of("next-team")),)),
        ("involvements", (o.Involvement(id=f"{town.code}-ned-far", who=town.id_of("ned"), child=beyond(town),
                                        service=town.id_of("next-team"), role="youth_worker", start=days(-90),
                                        **theirs),)),
        ("possibly_same", (replace(pair(town), other=beyond(town), other_custodian=town.next_door),)),
    )  # fmt: skip


def nell(town: Town) -> Caller:
    who = town.id_of("nell")
    return Caller(SignedIn(f"{who}-in", who, AccountRole.DATA_TEAM, town.next_door), Purpose.KEEP_RECORD_RIGHT)


async def twins(graph: Graph, server: Connection, more: Iterable[tuple[str, tuple[object, ...]]] = ()) -> Town:
    """Kim is recorded twice in the town: the second time as Zed, with whom Stu works."""
    town = new_town()
    work = ("involvements", (town.seat("stu", "zed"),))
    return await settled(graph, server, town, [("possibly_same", (pair(town),)), work, *more])


async def waiting(graph: Graph, caller: Caller) -> list[PossibleDuplicatePair]:
    return (await list_possible_duplicates(graph, caller)).pairs


async def merged(
    graph: Graph, town: Town, by: Caller | None = None, version: int = 1, keeps: Keeps = "child"
) -> SettledPair:
    return await merge_children(
        graph, by or town.caller("dana"), f"{town.code}-pair", MergedInto(keeps=keeps), town.attempt(version)
    )


async def parted(graph: Graph, town: Town, by: Caller | None = None, version: int = 2) -> SettledPair:
    return await unmerge_children(graph, by or town.caller("dana"), f"{town.code}-pair", town.attempt(version))


async def apart(graph: Graph, town: Town, by: Caller | None = None, version: int = 1) -> SettledPair:
    return await keep_apart(graph, by or town.caller("dana"), f"{town.code}-pair", town.attempt(version))


async def behind_a_shield(graph: Graph, server: Connection) -> tuple[Town, Caller]:
    """Zed is shielded; Dana and Fran are on the list. Fran, of the data team here too, is the second person."""
    town = new_town()
    town.also = (AccountRole.DATA_TEAM,)
    both = [o.MaySee(practitioner=town.id_of(who)) for who in ("dana", "fran")]
    more = [("possibly_same", (pair(town),)), ("protections", (shield_over(town, "zed", *both),))]
    await settled(graph, server, town, more)
    return town, town.caller("fran", Purpose.KEEP_RECORD_RIGHT, AccountRole.DATA_TEAM)


def around(server: Connection, town: Town) -> list[list[object]]:
    """Everything that joins the town's children to anything: type, id, the two ends, and what it says."""
    return ask(
        server,
        "MATCH (child:Child)-[fact]-(there) WHERE child.id IN $ids AND NOT fact:POSSIBLY_SAME_AS "
        "WITH DISTINCT fact RETURN type(fact) AS kind, fact.id AS id, startNode(fact).id, endNode(fact).id, "
        "COLLECT { UNWIND keys(fact) AS key RETURN key ORDER BY key } ORDER BY kind, id",
        ids=[town.id_of(child) for child in ("kim", "sib", "zed")],
    )


class TestListPossibleDuplicates:
    async def test_the_data_team_reads_who_both_are(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        [found] = await waiting(graph, town.caller("dana"))

        assert (found.child.id, found.other.id, found.other.level) == (town.id_of("kim"), town.id_of("zed"), "identity")
        assert (found.other.given_name, found.why, found.said, found.version) == ("Zed", "same_number", None, 1)

    async def test_of_a_record_kept_elsewhere_nothing_is_told_but_that_it_waits_too(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))

        [ours], [theirs] = await waiting(graph, town.caller("dana")), await waiting(graph, nell(town))

        assert ours.child.id == town.id_of("kim")
        assert theirs.child.id == beyond(town)
        for found in (ours, theirs):
            assert found.other.model_dump() == {
                "level": "none", "id": None, "given_name": None, "family_name": None, "born": None, "custodian": None,
            }  # fmt: skip

    async def test_under_an_agreement_they_learn_whom_to_ring(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        shares = o.Agreement(
            custodian=town.next_door, recipient=town.code, purposes=("keep_record_right",), start=days(-9)
        )
        await settled(graph, server, town, [*far(town), ("agreements", (shares,))])

        [found] = await waiting(graph, town.caller("dana"))

        assert (found.other.level, found.other.id, found.other.given_name) == ("existence", beyond(town), None)
        assert found.other.custodian is not None
        assert found.other.custodian.code == town.next_door

    async def test_behind_a_shield_only_those_on_its_list_are_told(self, graph: Graph, server: Connection) -> None:
        for listed, pairs in (((), 0), ((o.MaySee(practitioner="dana"),), 1)):
            town = new_town()
            shield = shield_over(town, "zed", *(replace(one, practitioner=town.id_of("dana")) for one in listed))
            await settled(graph, server, town, [("possibly_same", (pair(town),)), ("protections", (shield,))])

            assert len(await waiting(graph, town.caller("dana"))) == pairs

    async def test_a_new_identity_is_never_compared(self, graph: Graph, server: Connection) -> None:
        for child in ("kim", "zed"):
            town = new_town()
            new = replace(shield_over(town, child), kind="new_identity")
            await settled(graph, server, town, [("possibly_same", (pair(town),)), ("protections", (new,))])

            assert await waiting(graph, town.caller("dana")) == []

    async def test_what_is_settled_waits_no_more(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        await apart(graph, town)

        assert await waiting(graph, town.caller("dana")) == []


class TestPreviewMerge:
    async def test_it_says_how_many_would_see_more(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        before = await preview_merge(graph, town.caller("dana"), f"{town.code}-pair", "child")

        # Lee and Pat work with Kim, Stu with Zed.
        assert (before.see_more_of_the_kept, before.see_more_of_the_other, before.see_less) == (2, 1, None)
        assert (before.two_leads, before.protected) == (False, False)

    async def test_a_sensitive_service_is_not_counted(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        seats = (town.seat("stu", "zed"), town.seat("casey", "zed"))
        await settled(graph, server, town, [("possibly_same", (pair(town),)), ("involvements", seats)])

        before = await preview_merge(graph, town.caller("dana"), f"{town.code}-pair", "child")

        assert before.see_more_of_the_other == 1

    async def test_nobody_is_counted_who_works_with_a_record_kept_elsewhere(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))

        before = await preview_merge(graph, town.caller("dana"), f"{town.code}-pair", "child")

        assert (before.see_more_of_the_kept, before.see_more_of_the_other, before.see_less) == (2, None, None)

    @pytest.mark.parametrize("by", ["dana", "nobody"])
    async def test_another_authoritys_pair_is_not_there(self, graph: Graph, server: Connection, by: str) -> None:
        town, other = await twins(graph, server), new_town()
        await settled(graph, server, other)

        where = f"{town.code}-pair" if by == "dana" else "no-such-pair"
        await refused(NotFound, preview_merge(graph, other.caller("dana"), where, "child"))


class TestMergeChildren:
    async def test_the_team_of_both_is_around_the_one_that_stays(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        done = await merged(graph, town)

        assert (done.state, done.version) == ("merged", 2)
        locked = "MATCH (c {custodian: $code}) WHERE c._lock IS NOT NULL RETURN c.id"
        assert ask(server, locked, code=town.code) == []
        network = await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)
        assert {one.name for one in network.team} == {"Lee", "Pat", "Stu"}
        assert (await read_child(graph, town.caller("stu"), town.id_of("kim"), DESK)).rule == "own_involvement"
        await refused(NotFound, read_child(graph, town.caller("dana"), town.id_of("zed"), DESK))

    async def test_every_fact_keeps_its_origin(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        seat = f"{town.code}-stu-zed-seat"
        fact = "MATCH ()-[fact:INVOLVED_WITH {id: $id}]->(child) RETURN properties(fact), child.id"
        [[before, _]] = ask(server, fact, id=seat)

        await merged(graph, town)

        [[after, child]] = ask(server, fact, id=seat)
        assert child == town.id_of("kim")
        assert after == before | {"merged_from": town.id_of("zed")}

    async def test_two_authorities_both_have_to_say_so(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))

        first = await merged(graph, town, keeps="child")
        [there] = await waiting(graph, nell(town))
        second = await merged(graph, town, by=nell(town), version=2, keeps="other")

        assert (first.state, second.state) == ("open", "merged")
        assert (there.said, there.said_here, there.said_there) == ("keeps_other", False, True)
        # Each side keeps its own word: the neighbour's own confirms nothing here.
        assert (await read_child(graph, town.caller("ned"), town.id_of("kim"), DESK)).level == "existence"

    async def test_two_who_disagree_settle_nothing(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))

        await merged(graph, town, keeps="child")
        other = await apart(graph, town, by=nell(town), version=2)

        assert other.state == "open"
        [here] = await waiting(graph, town.caller("dana"))
        assert (here.said, here.said_here, here.said_there) == ("apart", False, True)

    async def test_behind_a_shield_it_takes_two_people_and_the_shield_holds(
        self, graph: Graph, server: Connection
    ) -> None:
        town, fran = await behind_a_shield(graph, server)

        first = await merged(graph, town)
        again = await refused(AlreadyRecorded, merged(graph, town, version=2))
        second = await merged(graph, town, by=fran, version=2)

        assert (first.state, second.state, again.status) == ("open", "merged", 409)
        assert (await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)).protected

    async def test_of_two_leads_the_one_of_the_record_that_stays_leads(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        lead = o.Leads(
            id=f"{town.code}-zeds", who=town.id_of("stu"), child=town.id_of("zed"), start=days(-5), custodian=town.code
        )
        more = [("possibly_same", (pair(town),)), ("involvements", (town.seat("stu", "zed"),)), ("leads", (lead,))]
        await settled(graph, server, town, more)
        preview = await preview_merge(graph, town.caller("dana"), f"{town.code}-pair", "child")

        await merged(graph, town)

        assert preview.two_leads
        network = await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)
        assert network.lead is not None
        assert network.lead.name == "Lee"
        assert ask(server, "MATCH ()-[l:LEADS {id: $id}]->() RETURN l.end_reason, l.current_child", id=lead.id) == [
            ["records_merged", None]
        ]

    async def test_a_meeting_about_both_is_about_one_child_and_is_held_once(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await twins(graph, server)
        new = NewMeeting(kind=MeetingKind.CORE_GROUP, planned_on=days(7), children=[town.id_of("zed")], invited=[])
        fran, kim = town.caller("fran"), town.id_of("kim")
        first = await plan_meeting(graph, fran, kim, new, town.attempt())
        await merged(graph, town)

        again = await cancel_meeting(graph, fran, kim, first.id, Cancellation(planned_on=days(9)), town.attempt(1))
        held = HeldMeeting(held_on=days(0), attended=[], next_on=None)
        await hold_meeting(graph, fran, kim, again.id, held, town.attempt(1))

        about = "MATCH (:Meeting {id: $id})-[:ABOUT]->(c) RETURN c.id"
        assert ask(server, about, id=again.id) == [[kim]]

    async def test_where_only_the_other_had_a_lead_they_lead_now(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        await merged(graph, town, keeps="other")

        network = await read_network(graph, town.caller("lee"), town.id_of("zed"), DESK)
        assert network.lead is not None
        assert (network.lead.name, network.rule) == ("Lee", "leads")
        ends = Release(end=days(0), end_reason=EndReason.STEPPED_DOWN)
        lead = f"{town.code}-lead"
        await release_lead(graph, town.caller("lee"), town.id_of("zed"), lead, ends, town.attempt(network.lead.version))

    async def test_a_number_that_both_claimed_is_in_conflict_no_more(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        await both_numbered(graph, town)

        await merged(graph, town)

        assert states(server, town) == ["current", "current"]

    async def test_a_mother_recorded_twice_stays_a_mother(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        zed = replace(town.world().children[2], is_carer=True)
        babies = o.CaresFor(carer=zed.id, child=town.id_of("sib"), capacity="parent", custodian=town.code)
        await settled(graph, server, town)
        ask(server, "MATCH (c:Child {id: $id}) SET c:Carer", id=zed.id)
        ask(
            server, "MATCH (c:Carer {id: $id}), (baby:Child {id: $baby}), (a:Child {id: $kim}), (b:Child {id: $id}) "
            "CREATE (c)-[:CARES_FOR {id: $fact, custodian: $code, capacity: 'parent', version: 1, "
            "recorded_at: datetime()}]->(baby), (a)-[:POSSIBLY_SAME_AS {id: $pair, "
            "custodian: $code, other_custodian: $code, state: 'open', version: 1, "
            "explanation: 'same_name', recorded_at: datetime()}]->(b)",
            id=zed.id, baby=babies.child, kim=town.id_of("kim"), fact=f"{town.code}-baby", code=town.code,
            pair=f"{town.code}-pair",
        )  # fmt: skip

        await merged(graph, town)

        labels = "MATCH (c {id: $id}) RETURN labels(c)"
        assert "Carer" in ask(server, labels, id=town.id_of("kim"))[0][0]
        assert "Carer" not in ask(server, labels, id=zed.id)[0][0]
        await parted(graph, town)
        assert "Carer" in ask(server, labels, id=zed.id)[0][0]

    async def test_the_logs_of_both_authorities_say_so(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))

        await merged(graph, town)
        await merged(graph, town, by=nell(town), version=2, keeps="other")

        log = "MATCH (c:Change {authority: $code}) RETURN c.sequence, c.type, c.fact_id, c.child_id ORDER BY c.sequence"
        kim, gone, about = town.id_of("kim"), beyond(town), f"{town.code}-pair"
        assert ask(server, log, code=town.code) == [[1, "POSSIBLY_SAME_AS", about, kim], [2, "Child", gone, kim]]
        assert ask(server, log, code=town.next_door) == [
            [1, "POSSIBLY_SAME_AS", about, kim],
            [2, "Child", gone, kim],
        ]
        listed = await list_changes(graph, town.caller("dana"), 0)
        assert [(one.action, one.child_id) for one in listed.changes] == [("merge_children", kim)] * 2

    async def test_what_was_logged_of_the_record_that_went_is_still_listed(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await twins(graph, server)
        await both_numbered(graph, town)

        await merged(graph, town)

        listed = await list_changes(graph, town.caller("dana"), 0)
        assert [(one.sequence, one.child_id) for one in listed.changes] == [
            (place, town.id_of("kim")) for place in (1, 2, 3, 4)
        ]

    async def test_the_team_is_told(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        await merged(graph, town)

        told = (await read_my_notices(graph, town.caller("stu"))).notices
        assert "Two records turned out" in told[0].says

    async def test_sent_again_it_answers_as_before(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        attempt = town.attempt(1)
        body = MergedInto(keeps="child")

        answers = [
            await merge_children(graph, town.caller("dana"), f"{town.code}-pair", body, attempt) for _ in range(2)
        ]

        assert answers[0].model_dump() == answers[1].model_dump()

    async def test_an_older_version_is_refused(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)

        problem = await refused(ChangedMeanwhile, merged(graph, town, version=3))

        assert problem.more["version"] == 1

    @pytest.mark.parametrize("tie", ["works with one", "manages their team", "chairs their meeting"])
    async def test_whoever_is_around_one_of_them_leaves_it_to_a_colleague(
        self, graph: Graph, server: Connection, tie: str
    ) -> None:
        town = new_town()
        dana, ours = town.id_of("dana"), {"custodian": town.code}
        more: list[tuple[str, tuple[object, ...]]] = {
            "works with one": [("involvements", (town.seat("dana", "zed"),))],
            "manages their team": [("manages", (o.Manages(practitioner=dana, service=town.id_of("team"), **ours),))],
            "chairs their meeting": [
                ("meetings", (o.Meeting(id=town.id_of("meet"), state="planned", **ours),)),
                ("chairs", (o.Chairs(practitioner=dana, meeting=town.id_of("meet"), **ours),)),
                ("about", (o.About(meeting=town.id_of("meet"), child=town.id_of("kim"), **ours),)),
            ],
        }[tie]
        await settled(graph, server, town, [("possibly_same", (pair(town),)), *more])

        assert await forbidden(merged(graph, town)) == "own_level"

    async def test_a_child_and_its_own_carer_are_two_people(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        ask(
            server, "MATCH (a:Child {id: $kim}), (b:Child {id: $zed}) SET a:Carer CREATE (a)-[:CARES_FOR {id: $id, "
            "custodian: $code, recorded_at: datetime()}]->(b)",
            kim=town.id_of("kim"), zed=town.id_of("zed"), id=f"{town.code}-own",
            code=town.code,
        )  # fmt: skip

        assert await impossible(merged(graph, town)) == "own_carer"

    @pytest.mark.parametrize("where", ["another authority's", "nobody's", "behind a shield"])
    async def test_a_pair_that_is_not_theirs_is_not_there(self, graph: Graph, server: Connection, where: str) -> None:
        town, other = new_town(), new_town()
        shields = [("protections", (shield_over(town, "kim"),))] if where == "behind a shield" else []
        await settled(graph, server, town, [("possibly_same", (pair(town),)), *shields])
        await settled(graph, server, other)
        by = other.caller("dana") if where == "another authority's" else town.caller("dana")
        about = "no-such-pair" if where == "nobody's" else f"{town.code}-pair"

        for attempted in (
            merge_children(graph, by, about, MergedInto(keeps="child"), town.attempt(1)),
            keep_apart(graph, by, about, town.attempt(1)),
            unmerge_children(graph, by, about, town.attempt(1)),
        ):
            await refused(NotFound, attempted)
        assert ask(server, "MATCH ()-[p:POSSIBLY_SAME_AS {id: $id}]->() RETURN p.version", id=f"{town.code}-pair") == [
            [1]
        ]


class TestKeepApart:
    async def test_two_children_stay_two(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        before = around(server, town)

        done = await apart(graph, town)

        assert done.state == "apart"
        assert around(server, town) == before

    async def test_what_covered_both_while_nobody_knew_covers_one_when_two_people_have_said_so(
        self, graph: Graph, server: Connection
    ) -> None:
        town, fran = await behind_a_shield(graph, server)

        async def is_protected() -> bool:
            return (await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)).protected

        seen = [await is_protected()]
        await apart(graph, town)
        seen.append(await is_protected())
        await apart(graph, town, by=fran, version=2)
        seen.append(await is_protected())

        assert seen == [True, True, False]

    async def test_two_authorities_both_have_to_say_so(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))

        states = [(await apart(graph, town)).state, (await apart(graph, town, by=nell(town), version=2)).state]

        assert states == ["open", "apart"]

    async def test_what_is_settled_is_not_settled_again(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        await apart(graph, town)

        await refused(AlreadyRecorded, merged(graph, town, version=2))


class TestUnmergeChildren:
    @pytest.mark.parametrize("keeps", ["child", "other"])
    async def test_everything_is_as_before(self, graph: Graph, server: Connection, keeps: Keeps) -> None:
        town = await twins(graph, server)
        await both_numbered(graph, town)
        before = around(server, town)
        team = await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)

        await merged(graph, town, keeps=keeps)
        done = await parted(graph, town)

        assert (done.state, done.version) == ("open", 3)
        assert around(server, town) == before
        again = await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)
        assert [one.name for one in again.team] == [one.name for one in team.team]
        assert (again.level, again.rule) == (team.level, team.rule)
        assert states(server, town) == ["conflict", "conflict"]

    async def test_a_lead_that_the_merge_ended_leads_again(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        lead = o.Leads(
            id=f"{town.code}-zeds", who=town.id_of("stu"), child=town.id_of("zed"), start=days(-5), custodian=town.code
        )
        more = [("possibly_same", (pair(town),)), ("involvements", (town.seat("stu", "zed"),)), ("leads", (lead,))]
        await settled(graph, server, town, more)

        await merged(graph, town)
        await parted(graph, town)

        leads = "MATCH ()-[l:LEADS]->(c) WHERE l.id IN $ids RETURN l.id, c.id, l.current_child, l.end ORDER BY l.id"
        kim, zed = town.id_of("kim"), town.id_of("zed")
        assert ask(server, leads, ids=[f"{town.code}-lead", lead.id]) == [
            [f"{town.code}-lead", kim, kim, None],
            [lead.id, zed, zed, None],
        ]

    async def test_what_was_recorded_since_stays_where_it_was_recorded(self, graph: Graph, server: Connection) -> None:
        town = await twins(graph, server)
        await merged(graph, town)
        new = NewInvolvement(
            practitioner_id=town.id_of("max"), service_id=town.id_of("team"), role="social_worker", start=days(-1),
            told="agreed",
        )  # fmt: skip
        made = await record_involvement(graph, town.caller("lee"), town.id_of("kim"), new, town.attempt())

        await parted(graph, town)

        assert ask(server, "MATCH ()-[s:INVOLVED_WITH {id: $id}]->(c) RETURN c.id", id=made.id) == [[town.id_of("kim")]]

    async def test_merges_on_merges_are_undone_the_last_first(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        second = pair(town, "sib", "kim", id=f"{town.code}-second")
        work = ("involvements", (town.seat("stu", "zed"),))
        await settled(graph, server, town, [("possibly_same", (pair(town), second)), work])
        before = around(server, town)
        dana = town.caller("dana")
        await merged(graph, town)
        keeps = MergedInto(keeps="child")
        await merge_children(graph, dana, second.id, keeps, town.attempt(1))

        assert {one[3] for one in around(server, town) if one[0] == "INVOLVED_WITH"} == {town.id_of("sib")}
        assert await impossible(parted(graph, town)) == "merged_since"
        await unmerge_children(graph, dana, second.id, town.attempt(2))
        await parted(graph, town)

        assert around(server, town) == before

    async def test_who_had_led_a_record_merged_before_does_not_lead_again_when_only_the_last_merge_is_undone(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        second = pair(town, "sib", "kim", id=f"{town.code}-second")
        lead = o.Leads(
            id=f"{town.code}-zeds", who=town.id_of("stu"), child=town.id_of("zed"), start=days(-5), custodian=town.code
        )
        work = [("involvements", (town.seat("stu", "zed"),)), ("leads", (lead,))]
        await settled(graph, server, town, [("possibly_same", (pair(town), second)), *work])
        dana = town.caller("dana")
        await merged(graph, town)
        await merge_children(graph, dana, second.id, MergedInto(keeps="child"), town.attempt(1))

        await unmerge_children(graph, dana, second.id, town.attempt(2))

        leads = "MATCH ()-[l:LEADS]->(c) WHERE l.id IN $ids RETURN c.id, l.current_child, l.end_reason ORDER BY l.id"
        kim, zed = town.id_of("kim"), town.id_of("zed")
        ids = [f"{town.code}-lead", lead.id]
        assert ask(server, leads, ids=ids) == [[kim, kim, None], [kim, None, "records_merged"]]
        await parted(graph, town)
        assert ask(server, leads, ids=ids) == [[kim, kim, None], [zed, zed, None]]

    async def test_the_two_are_covered_alike_again(self, graph: Graph, server: Connection) -> None:
        town, fran = await behind_a_shield(graph, server)
        await merged(graph, town)
        await merged(graph, town, by=fran, version=2)

        await parted(graph, town, version=3)

        assert (await read_network(graph, town.caller("lee"), town.id_of("kim"), DESK)).protected

    async def test_either_authority_may_undo_it(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, far(town))
        await merged(graph, town)
        await merged(graph, town, by=nell(town), version=2, keeps="other")

        await parted(graph, town, by=nell(town), version=3)

        assert (await read_child(graph, nell(town), beyond(town), DESK)).level == "identity"
        assert ask(server, "MATCH ()-[s:INVOLVED_WITH {id: $id}]->(c) RETURN c.id", id=f"{town.code}-ned-far") == [
            [beyond(town)]
        ]


def shield_over(town: Town, child: str, *listed: o.MaySee) -> o.Protection:
    return o.Protection(
        id=f"{town.code}-{child}-shield", custodian=town.code, kind="shield", on=town.id_of(child), start=days(-9),
        access=listed,
    )  # fmt: skip


async def both_numbered(graph: Graph, town: Town) -> None:
    """Kim and Zed both come to have one number."""
    number = nhs()
    for child in ("kim", "zed"):
        await add_identifier(graph, town.caller("dana"), town.id_of(child), number, town.attempt())


def states(server: Connection, town: Town) -> list[object]:
    rows = ask(
        server, "MATCH (c)-[:IDENTIFIED_BY]->(n:Identifier) WHERE c.id IN $ids RETURN n.state ORDER BY n.id",
        ids=[town.id_of(child) for child in ("kim", "zed")],
    )  # fmt: skip
    return [state for [state] in rows]

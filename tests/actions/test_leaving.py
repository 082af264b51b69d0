"""Somebody leaves: nothing of theirs is silently left behind, and nobody sees more by it than they should."""

import asyncio
from dataclasses import replace

import pytest
from pydantic import ValidationError

from graph_service.actions.clock import today
from graph_service.actions.leaving import close_practitioner_account, handover_plan, list_open_work
from graph_service.actions.networks import read_network
from graph_service.actions.parts import parts_in_force
from graph_service.domain.closed_lists import EndReason
from graph_service.domain.leaving import MOST_PIECES, Gone, Leaving, LeftPiece, OpenWork
from graph_service.domain.networks import Network
from graph_service.domain.problems import (
    AccountSuspended,
    InvalidRequest,
    NotFound,
    NotPermitted,
    RuleBroken,
    SecondPersonNeeded,
)
from graph_service.domain.purposes import Purpose
from graph_service.graph.checks import invariant_faults
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def lead_of(town: Town) -> str:
    return f"{town.code}-lead"


def seat_of(town: Town, who: str = "lee", child: str = "kim") -> str:
    return town.seat(who, child).id


def ends(*ids: str) -> list[LeftPiece]:
    return [LeftPiece.model_validate({"fact_id": one, "end_reason": "practitioner_left"}) for one in ids]


def taken(town: Town, heir: str, *ids: str) -> list[LeftPiece]:
    return [LeftPiece(fact_id=one, practitioner_id=town.id_of(heir)) for one in ids]


async def listed(graph: Graph, town: Town, by: str = "max", who: str = "lee") -> OpenWork:
    return await list_open_work(graph, town.caller(by), town.id_of(who))


async def leave(graph: Graph, town: Town, *work: LeftPiece, by: str = "max", who: str = "lee") -> Gone:
    return await close_practitioner_account(
        graph, town.caller(by), town.id_of(who), Leaving(work=list(work)), town.attempt()
    )


async def around(graph: Graph, town: Town, by: str = "fran", child: str = "kim") -> Network:
    return await read_network(graph, town.caller(by), town.id_of(child), DESK)


def facts_of(server: Connection, town: Town, who: str) -> list[list[object]]:
    return ask(
        server,
        "MATCH (:Practitioner {id: $who})-[e:INVOLVED_WITH|LEADS]->(c:Child) RETURN type(e), c.id, e.end = $day, "
        "e.end_reason, e.state, e.version ORDER BY type(e), c.id, e.id",
        who=town.id_of(who), day=today(),
    )  # fmt: skip


def hidden_by_shield(town: Town, *listed: o.MaySee, kind: str = "shield") -> list[tuple[str, tuple[object, ...]]]:
    """Zed is shielded, and Lee, of the team, works with Zed: neither Max nor Dana is on the list of the shield."""
    shield = o.Protection(
        id=f"{town.code}-shield", custodian=town.code, kind=kind, on=town.id_of("zed"), start=days(-5), access=listed
    )
    return [("protections", (shield,)), ("involvements", (town.seat("lee", "zed"),))]


class TestListOpenWork:
    async def test_a_manager_sees_the_numbers_of_what_their_people_have_open(self, graph: Graph, town: Town) -> None:
        found = await listed(graph, town)

        kim = town.id_of("kim")
        assert {(one.id, one.child_id, one.what, one.ours) for one in found.work} == {
            (seat_of(town), kim, "involvement", True), (lead_of(town), kim, "lead", True),
        }  # fmt: skip
        assert not found.more

    async def test_the_data_team_sees_the_same_numbers_of_its_own_part(self, graph: Graph, town: Town) -> None:
        assert await listed(graph, town, "dana") == await listed(graph, town, "max")

    async def test_what_has_ended_or_was_a_mistake_is_not_open(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        past = replace(town.seat("lee", "sib"), end=days(-1))
        wrong = replace(town.seat("lee", "zed"), end_reason="recorded_in_error")
        await settled(graph, server, town, [("involvements", (past, wrong))])

        assert len((await listed(graph, town)).work) == 2

    async def test_work_to_come_in_a_sensitive_service_is_not_named_only_that_there_is_more(
        self, graph: Graph, server: Connection
    ) -> None:
        """Stu makes nobody unnamed yet; but which child's number it is would tell of the service all the same."""
        town = new_town()
        coming = town.seat("stu", "kim", "camhs", start=days(1))
        await settled(graph, server, town, [("involvements", (coming,))])

        for by in ("max", "dana"):
            found = await listed(graph, town, by, "stu")
            assert (found.work, found.more) == ([], True)
            plan = await handover_plan(graph, town.caller(by), town.id_of("stu"))
            assert (plan.work, plan.more) == ([], True)

    async def test_what_a_shield_hides_is_not_named_nor_counted_only_that_there_is_more(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, hidden_by_shield(town))

        for by in ("max", "dana"):
            found = await listed(graph, town, by)
            assert (len(found.work), found.more) == (2, True)

    async def test_whoever_is_on_the_list_of_the_shield_sees_it(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        cleared = o.MaySee(practitioner=town.id_of("max"))
        await settled(graph, server, town, hidden_by_shield(town, cleared))

        found = await listed(graph, town)

        assert (len(found.work), found.more) == (3, False)

    async def test_the_work_of_a_sensitive_service_is_not_listed_to_anybody_outside_it(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("casey"),))])

        found = await listed(graph, town, "dana", "casey")

        assert (found.work, found.more) == ([], True)

    async def test_the_manager_of_a_sensitive_service_who_works_there_sees_and_hands_over_its_work(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        ours = {"service": town.id_of("camhs"), "custodian": town.code}
        await settled(
            graph, server, town,
            [
                ("involvements", (town.seat("casey"),)),
                ("works_in", tuple(o.WorksIn(practitioner=town.id_of(name), **ours) for name in ("max", "stu"))),
                ("manages", (o.Manages(practitioner=town.id_of("max"), **ours),)),
            ],
        )  # fmt: skip

        found = await listed(graph, town, "max", "casey")
        await leave(graph, town, *taken(town, "stu", seat_of(town, "casey")), who="casey")

        assert ([one.id for one in found.work], found.more) == ([seat_of(town, "casey")], False)
        assert "Stu" not in [seat.name for seat in (await around(graph, town)).team]

    async def test_what_our_people_do_for_a_child_of_next_door_and_they_keep_is_theirs_to_show(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        theirs = {"custodian": town.next_door}
        child = o.Child(id=town.id_of("away"), given_name="Away", family_name="Vale", born=days(-3000),
                        address_state="current", **theirs)  # fmt: skip
        agreed = o.Agreement(
            recipient=town.code, purposes=tuple(str(one) for one in Purpose), start=days(-9), **theirs
        )  # fmt: skip
        kept_there = replace(town.seat("lee", "away"), **theirs)
        kept_here = town.seat("pat", "away")
        await settled(
            graph, server, town,
            [("children", (child,)), ("agreements", (agreed,)), ("involvements", (kept_there, kept_here))],
        )  # fmt: skip

        of_lee, of_pat = [await listed(graph, town, "dana", who) for who in ("lee", "pat")]

        assert kept_there.id not in {one.id for one in of_lee.work}
        assert of_lee.more
        assert kept_here.id in {one.id for one in of_pat.work}

    async def test_a_child_with_a_new_identity_is_not_there(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        await settled(graph, server, town, hidden_by_shield(town, kind="new_identity"))

        found = await listed(graph, town, "dana")

        assert (len(found.work), found.more) == (2, False)

    async def test_what_another_authority_keeps_is_said_to_be_theirs(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        theirs = replace(town.seat("lee", "sib"), custodian=town.next_door)
        await settled(graph, server, town, [("involvements", (theirs,))])

        found = await listed(graph, town, "dana")

        assert [one.id for one in found.work if not one.ours] == [theirs.id]

    async def test_nobody_else_lists_it(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, listed(graph, town, "max", "casey"))

        assert problem.reason == "not_your_team"

    async def test_the_people_next_door_are_answered_like_people_who_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for who in ("ned", "nobody"):
            await refused(NotFound, listed(graph, town, "dana", who))

    async def test_that_it_was_listed_is_on_record_with_every_number(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await listed(graph, town)

        rows = ask(
            server,
            "MATCH (d:Disclosure {action: 'list_open_work', subject: $who}) RETURN d.outcome, d.rule, d.returned",
            who=town.id_of("max-in"),
        )
        assert [row[:2] for row in rows] == [["shown", "manages"]]
        returned = rows[0][2]
        assert isinstance(returned, list)
        assert set(returned) == {town.id_of("kim"), seat_of(town), lead_of(town)}


class TestClosePractitionerAccount:
    async def test_more_than_twenty_ends_at_once_take_a_second_person(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        names = [f"many-{place}" for place in range(19)]
        ours = {"custodian": town.code, "family_name": "Vale", "born": days(-3000), "address_state": "current"}
        children = tuple(o.Child(id=town.id_of(name), given_name="Ann", **ours) for name in names)
        seats = tuple(town.seat("lee", name) for name in names)
        await settled(graph, server, town, [("children", children), ("involvements", seats)])
        ends = [seat_of(town), lead_of(town), *(seat.id for seat in seats)]
        work = [LeftPiece(fact_id=one, end_reason=EndReason.PRACTITIONER_LEFT) for one in ends]

        await refused(SecondPersonNeeded, leave(graph, town, *work))
        before = facts_of(server, town, "lee")
        await refused(SecondPersonNeeded, leave(graph, town, *work))
        await leave(graph, town, *work, by="dana")

        assert {row[2] for row in before} == {None}
        assert {row[2] for row in facts_of(server, town, "lee")} == {True}

    async def test_a_colleague_takes_over_seat_and_lead_and_the_accounts_are_closed(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        gone = await leave(graph, town, *taken(town, "stu", seat_of(town), lead_of(town)))

        network = await around(graph, town)
        assert network.lead is not None
        assert (network.lead.name, network.lead.since) == ("Stu", today())
        assert {seat.name: (seat.current, seat.state) for seat in network.team} == {
            "Lee": (False, "confirmed"), "Stu": (True, "confirmed"), "Pat": (True, "confirmed"),
        }  # fmt: skip
        assert [row[2:] for row in facts_of(server, town, "lee")] == [
            [True, "practitioner_left", "confirmed", 2], [True, "handed_over", "accepted", 2],
        ]  # fmt: skip
        assert (gone.id, gone.version, gone.elsewhere) == (town.id_of("lee"), 2, [])
        await refused(AccountSuspended, around(graph, town, "lee"))

    async def test_the_data_team_ends_all_for_a_reason_and_nobody_leads(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await leave(graph, town, *ends(seat_of(town), lead_of(town)), by="dana")

        assert (await around(graph, town)).lead is None
        assert ask(server, "MATCH ()-[e:LEADS {id: $id}]->() RETURN e.current_child", id=lead_of(town)) == [[None]]

    async def test_if_anything_is_left_out_nothing_is_done_and_it_is_said_what(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        before = facts_of(server, town, "lee")

        problem = await refused(RuleBroken, leave(graph, town, *ends(seat_of(town))))

        assert (problem.more["rule"], problem.more["left"]) == ("work_left", [lead_of(town)])
        assert facts_of(server, town, "lee") == before
        await around(graph, town, "lee")

    async def test_what_is_not_their_open_work_is_refused(self, graph: Graph, town: Town) -> None:
        work = ends(seat_of(town), lead_of(town), seat_of(town, "pat"))

        problem = await refused(RuleBroken, leave(graph, town, *work))

        assert problem.more["rule"] == "work_changed"

    async def test_work_that_is_not_open_to_the_caller_is_not_ended_over_their_head(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, hidden_by_shield(town))
        for by in ("max", "dana"):
            problem = await refused(RuleBroken, leave(graph, town, *ends(seat_of(town), lead_of(town)), by=by))
            assert problem.more == {"rule": "work_unseen"}

        hidden = [*ends(seat_of(town), lead_of(town)), *ends(seat_of(town, "lee", "zed"))]
        absent = [*ends(seat_of(town), lead_of(town)), *ends("no-such-fact")]
        said = [await refused(RuleBroken, leave(graph, town, *work)) for work in (hidden, absent)]

        assert said[0].members == said[1].members

    async def test_while_their_authoritys_part_is_closed_nobody_closes_over_work_that_nobody_sees(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH (:Authority {code: $code})-[:OPEN_UNDER]->(b) SET b.end = $day", code=town.code, day=today())
        await parts_in_force(graph, max_age=0)

        found = await listed(graph, town, "dana")
        problem = await refused(RuleBroken, leave(graph, town, by="dana"))

        assert (found.work, found.more, problem.more["rule"]) == ([], True, "work_unseen")

    async def test_whoever_takes_over_works_in_the_same_post(self, graph: Graph, town: Town) -> None:
        for heir in ("sky", "nobody", "ned", "lee"):
            work = [*taken(town, heir, seat_of(town)), *ends(lead_of(town))]
            problem = await refused(InvalidRequest, leave(graph, town, *work))
            assert [error["pointer"] for error in problem.errors or []] == ["/work"]

    async def test_nobody_takes_over_by_their_own_hand(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, leave(graph, town, *taken(town, "max", seat_of(town), lead_of(town))))

        assert problem.reason == "own_level"

    async def test_nobody_closes_their_own(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, leave(graph, town, by="max", who="max"))

        assert problem.reason == "own_level"

    async def test_the_data_team_to_whom_no_work_is_open_hands_nothing_over(self, graph: Graph, town: Town) -> None:
        work = taken(town, "stu", seat_of(town), lead_of(town))

        problem = await refused(NotPermitted, leave(graph, town, *work, by="dana"))

        assert problem.reason == "manager_hands_over"

    async def test_nobody_leads_a_team_that_they_are_not_part_of(self, graph: Graph, town: Town) -> None:
        work = [*ends(seat_of(town)), *taken(town, "stu", lead_of(town))]

        problem = await refused(RuleBroken, leave(graph, town, *work))

        assert problem.more["rule"] == "not_involved"

    async def test_in_england_a_social_worker_takes_over_the_lead_in_child_protection(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH ()-[e:LEADS {id: $id}]->() SET e.kind = 'child_protection'", id=lead_of(town))
        work = taken(town, "pat", seat_of(town), lead_of(town))
        problem = await refused(RuleBroken, leave(graph, town, *work))
        ask(server, "MATCH (:Practitioner {id: $id})-[e:WORKS_IN]->() SET e.role = 'social_worker'",
            id=town.id_of("pat"))  # fmt: skip

        await leave(graph, town, *work)

        assert problem.more["rule"] == "not_a_social_worker"

    async def test_what_was_only_asserted_is_taken_over_as_asserted_and_opens_no_more_than_a_word_of_theirs(
        self, graph: Graph, server: Connection
    ) -> None:
        """Pat's work with the sibling opens it to Max, Lee's is nobody's word but Lee's."""
        town = new_town()
        asserted = replace(town.seat("lee", "sib"), state="asserted")
        await settled(graph, server, town, [("involvements", (asserted, town.seat("pat", "sib")))])

        await leave(graph, town, *taken(town, "stu", asserted.id), *ends(seat_of(town), lead_of(town)))

        made = ask(
            server, "MATCH (:Practitioner {id: $who})-[e:INVOLVED_WITH]->() RETURN e.state, e.confirmed_on, e.role",
            who=town.id_of("stu"),
        )  # fmt: skip
        assert made == [["asserted", None, "social_worker"]]
        assert (await around(graph, town, "stu", "sib")).level == "existence"

    async def test_a_child_of_whom_only_the_one_who_leaves_has_spoken_is_for_the_data_team(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        asserted = replace(town.seat("lee", "sib"), state="asserted")
        await settled(graph, server, town, [("involvements", (asserted,))])
        work = ends(seat_of(town), lead_of(town))
        problem = await refused(RuleBroken, leave(graph, town, *work))

        await leave(graph, town, *work, *ends(asserted.id), by="dana")

        assert problem.more["rule"] == "work_unseen"
        await refused(NotFound, around(graph, town, "max", "sib"))

    async def test_whoever_sits_at_the_table_already_is_not_put_there_twice(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await leave(graph, town, *taken(town, "pat", seat_of(town), lead_of(town)))

        network = await around(graph, town)
        assert [seat.name for seat in network.team if seat.current] == ["Pat"]

    async def test_what_another_authority_keeps_is_theirs_to_end_and_is_named(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        theirs = replace(town.seat("lee", "sib"), custodian=town.next_door)
        await settled(graph, server, town, [("involvements", (theirs,))])

        gone = await leave(graph, town, *ends(seat_of(town), lead_of(town)), by="dana")

        assert gone.elsewhere == [theirs.id]
        assert ask(server, "MATCH ()-[e {id: $id}]->() RETURN e.end", id=theirs.id) == [[None]]

    async def test_what_was_asked_or_held_till_somebody_leads_only_ends(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        baton = o.Leads(
            id=f"{town.code}-baton", who=town.id_of("lee"), child=town.id_of("sib"), start=days(-2),
            state="holding_baton", custodian=town.code,
        )  # fmt: skip
        seat = town.seat("pat", "sib")
        await settled(graph, server, town, [("leads", (baton,)), ("involvements", (seat,))])
        rest = ends(seat_of(town), lead_of(town))
        problem = await refused(RuleBroken, leave(graph, town, *taken(town, "pat", baton.id), *rest))

        await leave(graph, town, *ends(baton.id), *rest)

        assert problem.more["rule"] == "not_handed_over"
        assert not (await listed(graph, town)).work

    async def test_sent_again_it_is_done_once_and_answers_the_same(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        plan = Leaving(work=taken(town, "stu", seat_of(town), lead_of(town)))
        attempt, who = town.attempt(), town.id_of("lee")
        first = await close_practitioner_account(graph, town.caller("max"), who, plan, attempt)

        assert await close_practitioner_account(graph, town.caller("max"), who, plan, attempt) == first
        assert len(facts_of(server, town, "stu")) == 2

    async def test_every_change_stands_in_the_log_with_its_child_and_the_old_is_kept(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await leave(graph, town, *taken(town, "stu", seat_of(town), lead_of(town)))

        log = ask(
            server,
            "MATCH (c:Change {authority: $code}) RETURN c.sequence, c.type, c.child_id ORDER BY c.sequence",
            code=town.code,
        )
        kim = town.id_of("kim")
        assert [row[0] for row in log] == [1, 2, 3, 4, 5, 6]
        assert [row[1:] for row in log[:2]] == [["Practitioner", None], ["Account", None]]
        assert sorted(row[1:] for row in log[2:]) == [["INVOLVED_WITH", kim]] * 2 + [["LEADS", kim]] * 2
        ids = [seat_of(town), lead_of(town), town.id_of("lee"), town.id_of("lee-in")]
        assert ask(server, "MATCH (v:Version) WHERE v.fact_id IN $ids RETURN count(v)", ids=ids) == [[4]]

    async def test_what_it_writes_keeps_every_invariant(self, graph: Graph, town: Town) -> None:
        await leave(graph, town, *taken(town, "stu", seat_of(town), lead_of(town)))

        assert [fault for fault in await invariant_faults(graph, limit=500) if town.code in fault] == []

    async def test_two_who_leave_the_same_children_at_once_do_not_stand_in_each_others_way(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        seats = tuple(town.seat(who, child) for who in ("lee", "pat") for child in ("sib", "zed"))
        await settled(graph, server, town, [("involvements", seats)])
        of_lee = ends(seat_of(town), lead_of(town), *(seat_of(town, "lee", child) for child in ("sib", "zed")))
        of_pat = ends(*(seat_of(town, "pat", child) for child in ("kim", "sib", "zed")))

        await asyncio.gather(leave(graph, town, *of_lee, by="max"), leave(graph, town, *of_pat, by="dana", who="pat"))

        assert not (await listed(graph, town)).work
        assert not (await listed(graph, town, "dana", "pat")).work

    async def test_a_colleague_and_another_teams_manager_close_nothing(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, leave(graph, town, by="max", who="casey"))

        assert problem.reason == "not_your_team"

    async def test_the_people_next_door_are_answered_like_people_who_are_not_there(
        self, graph: Graph, town: Town
    ) -> None:
        for who in ("ned", "nobody"):
            await refused(NotFound, leave(graph, town, by="dana", who=who))

    async def test_more_than_500_at_once_is_refused_and_500_are_done_in_one(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        crowd = tuple(
            o.Child(id=f"{town.code}-child-{at:03}", given_name="Child", family_name="Vale", born=days(-3000),
                    address_state="current", custodian=town.code)
            for at in range(MOST_PIECES - 1)
        )  # fmt: skip
        seats = tuple(replace(town.seat("lee"), id=f"{child.id}-seat", child=child.id) for child in crowd)
        await settled(graph, server, town, [("children", crowd), ("involvements", seats)])
        ids = [seat_of(town), lead_of(town), *(seat.id for seat in seats)]
        problem = await refused(RuleBroken, leave(graph, town, *ends(*ids[:-1]), by="dana"))
        ask(server, "MATCH ()-[e:LEADS {id: $id}]->() DELETE e", id=lead_of(town))

        await leave(graph, town, *taken(town, "stu", *(one for one in ids if one != lead_of(town))))

        assert problem.more["rule"] == "too_much_at_once"
        assert not (await listed(graph, town)).work
        assert len(facts_of(server, town, "stu")) == MOST_PIECES

    @pytest.mark.parametrize(
        "piece",
        [
            {},
            {"end_reason": "work_finished", "practitioner_id": "somebody"},
            {"end_reason": "recorded_in_error"},
            {"end_reason": "consent_withdrawn"},
        ],
    )
    async def test_a_piece_ends_for_a_reason_or_is_taken_over(self, piece: dict[str, str]) -> None:
        with pytest.raises(ValidationError):
            LeftPiece.model_validate({"fact_id": "one"} | piece)

    async def test_each_piece_is_named_once(self) -> None:
        with pytest.raises(ValidationError):
            Leaving(work=ends("one", "one"))

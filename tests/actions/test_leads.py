"""Who leads the team around a child: proposed, accepted, declined, handed over, released; never two at once."""

import asyncio

import pytest
from pydantic import ValidationError

from graph_service.actions.clock import today
from graph_service.actions.involvements import withdraw_mistake
from graph_service.actions.leads import accept_lead, appoint_lead, decline_lead, propose_lead, release_lead
from graph_service.actions.networks import read_network
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import EndReason, LeadKind
from graph_service.domain.leads import NewLead, ProposedLead, Release
from graph_service.domain.networks import Network
from graph_service.domain.problems import (
    AlreadyRecorded,
    ChangedMeanwhile,
    KeyReused,
    NotCustodian,
    NotFound,
    NotPermitted,
    RuleBroken,
    StillRunning,
)
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
CLIENTS = 50


async def around(graph: Graph, town: Town, who: str = "fran") -> Network:
    return await read_network(graph, town.caller(who), town.id_of("kim"), DESK)


def lead_of(town: Town) -> str:
    return f"{town.code}-lead"


async def appoint(
    graph: Graph, town: Town, by: str, who: str, expected: str | None, kind: LeadKind = LeadKind.EARLY_HELP
) -> Recorded:
    new = NewLead(practitioner_id=town.id_of(who), kind=kind, start=today(), expected_lead=expected)
    return await appoint_lead(graph, town.caller(by), town.id_of("kim"), new, town.attempt())


async def propose(graph: Graph, town: Town, by: str, who: str) -> Recorded:
    proposed = ProposedLead(practitioner_id=town.id_of(who), kind=LeadKind.EARLY_HELP, family_preference_asked=True)
    return await propose_lead(graph, town.caller(by), town.id_of("kim"), proposed, town.attempt())


def follows(town: Town, who: str, kind: LeadKind = LeadKind.EARLY_HELP) -> Release:
    return Release(successor=ProposedLead(practitioner_id=town.id_of(who), kind=kind))


async def leaderless(graph: Graph, server: Connection) -> Town:
    town = await settled(graph, server, new_town())
    ask(server, "MATCH ()-[e:LEADS {id: $id}]->() DELETE e", id=lead_of(town))
    return town


class TestAppointLead:
    async def test_the_manager_hands_over_and_the_old_lead_ends_as_the_new_one_begins(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        made = await appoint(graph, town, "max", "pat", lead_of(town))

        network = await around(graph, town)
        assert network.lead is not None
        assert (network.lead.name, network.lead.lead_id) == ("Pat", made.id)
        old = ask(server, "MATCH ()-[e:LEADS {id: $id}]->() RETURN e.end, e.end_reason, e.current_child, e.version",
                  id=lead_of(town))  # fmt: skip
        assert [[str(end), *rest] for end, *rest in old] == [[str(today()), "handed_over", None, 2]]

    async def test_whoever_expected_another_lead_is_told_who_leads(self, graph: Graph, town: Town) -> None:
        for expected in (None, "somebody-else"):
            problem = await refused(ChangedMeanwhile, appoint(graph, town, "max", "pat", expected))

            assert problem.more["lead_id"] == lead_of(town)

    async def test_nobody_appoints_themselves(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, appoint(graph, town, "lee", "lee", lead_of(town)))

        assert problem.reason == "own_level"

    async def test_nobody_leads_a_team_that_they_are_not_part_of(self, graph: Graph, town: Town) -> None:
        problem = await refused(RuleBroken, appoint(graph, town, "max", "stu", lead_of(town)))

        assert problem.more["rule"] == "not_involved"

    async def test_in_england_a_social_worker_leads_in_child_protection(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        asked = appoint(graph, town, "max", "pat", lead_of(town), LeadKind.CHILD_PROTECTION)
        problem = await refused(RuleBroken, asked)
        ask(
            server,
            "MATCH (:Practitioner {id: $id})-[e:WORKS_IN]->() SET e.role = 'social_worker'",
            id=town.id_of("pat"),
        )

        await appoint(graph, town, "max", "pat", lead_of(town), LeadKind.CHILD_PROTECTION)

        assert problem.more["rule"] == "not_a_social_worker"

    async def test_somebody_who_is_to_be_a_social_worker_next_month_is_none_today(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(
            server,
            "MATCH (:Practitioner {id: $id})-[e:WORKS_IN]->() SET e.role = 'social_worker', e.start = $start",
            id=town.id_of("pat"), start=days(30),
        )  # fmt: skip

        asked = appoint(graph, town, "max", "pat", lead_of(town), LeadKind.CHILD_PROTECTION)
        problem = await refused(RuleBroken, asked)

        assert problem.more["rule"] == "not_a_social_worker"

    async def test_nobody_is_appointed_from_a_day_to_come_till_when_nobody_would_lead(
        self, graph: Graph, town: Town
    ) -> None:
        kind = LeadKind.EARLY_HELP
        new = NewLead(practitioner_id=town.id_of("pat"), kind=kind, start=days(9), expected_lead=lead_of(town))

        asked = appoint_lead(graph, town.caller("max"), town.id_of("kim"), new, town.attempt())
        problem = await refused(RuleBroken, asked)

        assert problem.more["rule"] == "in_the_future"
        network = await around(graph, town)
        assert network.lead is not None
        assert network.lead.name == "Lee"

    async def test_elsewhere_that_rule_of_england_does_not_hold(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        town.nation = "Wales"
        await settled(graph, server, town)

        await appoint(graph, town, "max", "pat", lead_of(town), LeadKind.CHILD_PROTECTION)

    async def test_a_member_of_the_team_does_not_hand_over(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, appoint(graph, town, "pat", "lee", lead_of(town)))

        assert problem.reason == "not_yours"

    async def test_a_stranger_learns_nothing(self, graph: Graph, town: Town) -> None:
        await refused(NotFound, appoint(graph, town, "ned", "pat", lead_of(town)))

    async def test_the_same_lead_again_is_recorded_already(self, graph: Graph, town: Town) -> None:
        await refused(AlreadyRecorded, appoint(graph, town, "max", "lee", lead_of(town)))

    async def test_of_fifty_who_hand_over_at_once_exactly_one_wins_and_each_other_is_told(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        async def attempt(at: int) -> str:
            for _ in range(20):  # on a busy machine somebody may wait too long, is told so, and asks again
                try:
                    return (await appoint(graph, town, ("max", "fran")[at % 2], "pat", lead_of(town))).id
                except StillRunning:
                    continue
                except ChangedMeanwhile as told:
                    return told.slug
            raise StillRunning

        told = await asyncio.gather(*map(attempt, range(CLIENTS)))

        won = [answer for answer in told if answer != "changed-meanwhile"]
        current = ask(server, "MATCH ()-[e:LEADS]->(:Child {id: $id}) WHERE e.current_child = $id RETURN e.id",
                      id=town.id_of("kim"))  # fmt: skip
        assert current == [won]


class TestProposeLead:
    async def test_where_nobody_leads_the_one_who_asks_holds_the_baton(self, graph: Graph, server: Connection) -> None:
        town = await leaderless(graph, server)

        await propose(graph, town, "fran", "pat")

        states = ask(
            server, "MATCH (p)-[e:LEADS]->(:Child {id: $id}) RETURN p.name, e.state ORDER BY e.state",
            id=town.id_of("kim"),
        )  # fmt: skip
        assert states == [["Fran", "holding_baton"], ["Pat", "proposed"]]

    async def test_a_baton_that_was_a_mistake_is_not_held(self, graph: Graph, server: Connection) -> None:
        town = await leaderless(graph, server)
        asked = await propose(graph, town, "fran", "pat")
        for fact in (asked.id, f"{asked.id}-baton"):
            await withdraw_mistake(graph, town.caller("fran"), town.id_of("kim"), fact, town.attempt(1))

        again = await propose(graph, town, "fran", "pat")

        held = ask(server, "MATCH ()-[e:LEADS {id: $id}]->() RETURN e.state", id=f"{again.id}-baton")
        assert held == [["holding_baton"]]

    async def test_whoever_leads_goes_on_meanwhile(self, graph: Graph, town: Town) -> None:
        await propose(graph, town, "max", "pat")

        network = await around(graph, town)
        assert network.lead is not None
        assert network.lead.name == "Lee"

    async def test_one_is_asked_at_a_time(self, graph: Graph, town: Town) -> None:
        await propose(graph, town, "max", "pat")

        await refused(AlreadyRecorded, propose(graph, town, "fran", "pat"))

    async def test_to_be_asked_opens_nothing(self, graph: Graph, town: Town, server: Connection) -> None:
        ask(server, "MATCH ()-[e:INVOLVED_WITH {id: $id}]->() SET e.end = $day", id=town.seat("pat").id, day=today())

        await refused(RuleBroken, propose(graph, town, "max", "pat"))


class TestAcceptLead:
    async def accept(self, graph: Graph, town: Town, who: str, proposal: Recorded) -> Recorded:
        return await accept_lead(graph, town.caller(who), town.id_of("kim"), proposal.id, town.attempt(1))

    async def test_whoever_was_asked_leads_from_today_and_the_one_before_no_longer(
        self, graph: Graph, town: Town
    ) -> None:
        proposal = await propose(graph, town, "max", "pat")

        await self.accept(graph, town, "pat", proposal)

        network = await around(graph, town)
        assert network.lead is not None
        assert (network.lead.name, network.lead.since) == ("Pat", today())

    async def test_the_baton_is_put_down(self, graph: Graph, server: Connection) -> None:
        town = await leaderless(graph, server)
        proposal = await propose(graph, town, "fran", "pat")

        await self.accept(graph, town, "pat", proposal)

        held = ask(server, "MATCH ()-[e:LEADS {state: 'holding_baton'}]->(:Child {id: $id}) RETURN e.end IS NULL",
                   id=town.id_of("kim"))  # fmt: skip
        assert held == [[False]]

    async def test_nobody_accepts_for_another(self, graph: Graph, town: Town) -> None:
        proposal = await propose(graph, town, "max", "pat")

        await refused(NotFound, self.accept(graph, town, "lee", proposal))

    async def test_a_proposal_that_another_hand_over_passed_by_is_out_of_date(self, graph: Graph, town: Town) -> None:
        proposal = await propose(graph, town, "max", "pat")
        made = await appoint(graph, town, "fran", "pat", lead_of(town))

        problem = await refused(ChangedMeanwhile, self.accept(graph, town, "pat", proposal))

        assert problem.more["lead_id"] == made.id


class TestDeclineLead:
    async def test_whoever_leads_goes_on_and_somebody_else_can_be_asked(self, graph: Graph, town: Town) -> None:
        proposal = await propose(graph, town, "max", "pat")

        await decline_lead(graph, town.caller("pat"), town.id_of("kim"), proposal.id, town.attempt(1))

        assert (await propose(graph, town, "max", "pat")).id != proposal.id


class TestReleaseLead:
    async def test_the_lead_steps_down_for_a_reason_and_nobody_leads(self, graph: Graph, town: Town) -> None:
        end = Release(end=today(), end_reason=EndReason.WORK_FINISHED)

        await release_lead(graph, town.caller("lee"), town.id_of("kim"), lead_of(town), end, town.attempt(1))

        assert (await around(graph, town)).lead is None

    async def test_nobody_is_released_from_a_day_to_come_and_leads_beside_another_till_then(
        self, graph: Graph, town: Town
    ) -> None:
        end = Release(end=days(30), end_reason=EndReason.STEPPED_DOWN)

        asked = release_lead(graph, town.caller("lee"), town.id_of("kim"), lead_of(town), end, town.attempt(1))
        problem = await refused(RuleBroken, asked)

        assert problem.more["rule"] == "in_the_future"

    async def test_a_team_member_does_not_release_another(self, graph: Graph, town: Town) -> None:
        end = Release(end=today(), end_reason=EndReason.WORK_FINISHED)

        asked = release_lead(graph, town.caller("pat"), town.id_of("kim"), lead_of(town), end, town.attempt(1))
        problem = await refused(NotPermitted, asked)

        assert problem.reason == "not_yours"

    async def release_to(
        self, graph: Graph, town: Town, by: str, who: str, *, kind: LeadKind = LeadKind.EARLY_HELP,
        lead: str | None = None, version: int = 1,
    ) -> Recorded:  # fmt: skip
        return await release_lead(
            graph, town.caller(by), town.id_of("kim"), lead or lead_of(town), follows(town, who, kind),
            town.attempt(version),
        )  # fmt: skip

    @pytest.mark.parametrize("by", ["lee", "max", "fran"])
    async def test_whoever_leads_hands_over_at_once_and_so_do_manager_and_office(
        self, graph: Graph, town: Town, server: Connection, by: str
    ) -> None:
        made = await self.release_to(graph, town, by, "pat")

        network = await around(graph, town)
        assert network.lead is not None
        assert (network.lead.name, network.lead.lead_id, network.lead.since) == ("Pat", made.id, today())
        found = "MATCH ()-[e:LEADS {id: $id}]->() RETURN toString(e.end), e.end_reason, e.current_child, e.version"
        assert ask(server, found, id=lead_of(town)) == [[str(today()), "handed_over", None, 2]]
        kept = ask(server, "MATCH (v:Version {fact_id: $id}) RETURN v.state, v.end", id=lead_of(town))
        assert kept == [["accepted", None]]

    async def test_nobody_names_themselves_their_own_successor(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, self.release_to(graph, town, "lee", "lee"))

        assert problem.reason == "own_level"

    async def test_nobody_follows_who_is_not_of_the_team_or_may_not_lead(self, graph: Graph, town: Town) -> None:
        for who, kind, wanted in (
            ("stu", LeadKind.EARLY_HELP, "not_involved"),
            ("nobody", LeadKind.EARLY_HELP, "not_involved"),
            ("pat", LeadKind.CHILD_PROTECTION, "not_a_social_worker"),
        ):
            problem = await refused(RuleBroken, self.release_to(graph, town, "max", who, kind=kind))
            assert problem.more["rule"] == wanted
        assert (await around(graph, town)).lead is not None

    async def test_whoever_leads_already_does_not_follow_themselves_but_in_another_kind(
        self, graph: Graph, town: Town
    ) -> None:
        await refused(AlreadyRecorded, self.release_to(graph, town, "max", "lee"))

        made = await self.release_to(graph, town, "max", "lee", kind=LeadKind.CHILD_IN_NEED)

        network = await around(graph, town)
        assert network.lead is not None
        assert network.lead.lead_id == made.id

    async def test_what_was_only_asked_or_held_is_not_handed_over(self, graph: Graph, server: Connection) -> None:
        town = await leaderless(graph, server)
        asked = await propose(graph, town, "fran", "pat")

        for lead in (asked.id, f"{asked.id}-baton"):
            problem = await refused(RuleBroken, self.release_to(graph, town, "fran", "lee", lead=lead))
            assert problem.more["rule"] == "not_handed_over"

    async def test_a_team_member_names_no_successor_and_a_stranger_learns_nothing(
        self, graph: Graph, town: Town
    ) -> None:
        problem = await refused(NotPermitted, self.release_to(graph, town, "pat", "pat"))

        assert problem.reason == "not_yours"
        await refused(NotFound, self.release_to(graph, town, "ned", "pat"))
        await refused(NotFound, self.release_to(graph, town, "dana", "pat"))

    async def test_whoever_leads_lays_it_down_but_names_nobody_behind_a_shield(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        shielded(server, town)

        await refused(NotFound, self.release_to(graph, town, "lee", "pat"))
        end = Release(end=today(), end_reason=EndReason.WORK_FINISHED)
        await release_lead(graph, town.caller("lee"), town.id_of("kim"), lead_of(town), end, town.attempt(1))

    async def test_the_lead_of_a_child_whom_the_neighbour_keeps_is_theirs_to_hand_over(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH ()-[e:LEADS {id: $id}]->() SET e.custodian = $code", id=lead_of(town), code=town.next_door)

        await refused(NotCustodian, self.release_to(graph, town, "max", "pat"))

    async def test_another_version_than_was_read_is_not_handed_over_and_an_ended_one_neither(
        self, graph: Graph, town: Town
    ) -> None:
        problem = await refused(ChangedMeanwhile, self.release_to(graph, town, "max", "pat", version=7))
        assert problem.more["version"] == 1
        await self.release_to(graph, town, "max", "pat")

        problem = await refused(RuleBroken, self.release_to(graph, town, "max", "pat", version=2))

        assert problem.more["rule"] == "already_ended"

    async def test_the_same_attempt_again_answers_as_before_and_one_leads(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        attempt, max_, kim = town.attempt(1), town.caller("max"), town.id_of("kim")

        first = await release_lead(graph, max_, kim, lead_of(town), follows(town, "pat"), attempt)
        again = await release_lead(graph, max_, kim, lead_of(town), follows(town, "pat"), attempt)

        assert again == first
        await refused(KeyReused, release_lead(graph, max_, kim, lead_of(town), follows(town, "lee"), attempt))
        current = ask(server, "MATCH ()-[e:LEADS]->(:Child {id: $id}) WHERE e.current_child = $id RETURN e.id", id=kim)
        assert current == [[first.id]]

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"end": today()},
            {"end_reason": "work_finished"},
            {"end": today(), "end_reason": "recorded_in_error"},
            {
                "end": today(),
                "end_reason": "work_finished",
                "successor": {"practitioner_id": "p", "kind": "early_help"},
            },
            {"end": today(), "successor": {"practitioner_id": "p", "kind": "early_help"}},
        ],
    )
    def test_it_needs_a_reason_and_a_day_or_else_a_successor(self, said: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            Release.model_validate(said)

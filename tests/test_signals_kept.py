"""Whatever changes, and in whatever order: what is kept current after each change is what a scan of everybody finds.

A town's children are changed through the service's own actions, drawn at random; the log is followed after each, as the
service does; and each time a fresh look at every child must find nothing to change.
"""

import os
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from graph_service.actions import (
    assessments,
    conversations,
    indications,
    involvements,
    leads,
    meetings,
    records,
    referrals,
)
from graph_service.actions.evaluation import DayRow, evaluate, read_settings
from graph_service.actions.following import follow
from graph_service.actions.scans import scan
from graph_service.domain import closed_lists as c
from graph_service.domain.assessments import NewAssessment
from graph_service.domain.bodies import End
from graph_service.domain.conversations import NewConversation
from graph_service.domain.indications import NewConcern
from graph_service.domain.involvements import NewInvolvement
from graph_service.domain.leads import NewLead, ProposedLead, Release
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting
from graph_service.domain.problems import Problem
from graph_service.domain.records import Death
from graph_service.domain.referrals import NewReferral, ReferralClosed
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import DESK, PATIENCE, ask
from tests.town import POSTS, Town, days, fed, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

CHANGES = 3_000 if os.environ.get("LONG") else 60
CHILDREN = ("kim", "sib", "zed")
WORKERS = ("lee", "pat", "stu", "ned", "casey")


@dataclass
class Walk:
    """One random change after another, each by somebody who may or may not make it: a refusal changes nothing."""

    graph: Graph
    server: Connection
    town: Town
    chance: random.Random
    made: list[str] = field(default_factory=list)

    async def step(self) -> None:
        does = self.chance.choice(
            [
                self.involve, self.involve, self.end_involvement, self.appoint, self.propose, self.release,
                self.raise_it, self.acknowledge, self.close, self.assess, self.abandon, self.plan, self.hold,
                self.cancel, self.speak, self.refer, self.close_referral, self.withdraw, self.die,
            ]
        )  # fmt: skip
        try:
            await does()
            self.made.append(does.__name__)
        except Problem:
            return

    # What is drawn

    def child(self) -> str:
        return self.town.id_of(self.chance.choice(CHILDREN))

    def who(self) -> str:
        return self.chance.choice(WORKERS)

    def day(self) -> date:
        return days(-self.chance.choice([0, 1, 2, 5, 20, 30, 60, 100, 200]))

    def fact(self, kind: str) -> tuple[str, str, int] | None:
        """A relationship of the town, with its child: id, child, version."""
        rows = ask(
            self.server,
            "MATCH ()-[fact:$($kind)]->(child:Child) WHERE fact.custodian = $code "
            "RETURN fact.id, child.id, fact.version ORDER BY fact.id",
            kind=kind, code=self.town.code,
        )  # fmt: skip
        return self._drawn(rows)

    def node(self, kind: str) -> tuple[str, str, int] | None:
        rows = ask(
            self.server,
            "MATCH (fact:$($kind))-[:ABOUT]->(child:Child) WHERE fact.custodian = $code "
            "RETURN fact.id, child.id, fact.version ORDER BY fact.id",
            kind=kind, code=self.town.code,
        )  # fmt: skip
        return self._drawn(rows)

    def _drawn(self, rows: list[list[object]]) -> tuple[str, str, int] | None:
        if not rows:
            return None
        one = self.chance.choice(rows)
        return str(one[0]), str(one[1]), int(str(one[2]))

    async def changing(
        self, found: tuple[str, str, int] | None, does: Callable[[str, str, int], Awaitable[object]]
    ) -> None:
        if found is not None:
            await does(*found)

    # What is done

    async def involve(self) -> None:
        who = self.who()
        basis = {"basis": "child_consent", "basis_by": "Manager", "basis_on": days(-1)} if who == "casey" else {}
        new = NewInvolvement(
            practitioner_id=self.town.id_of(who), service_id=self.town.id_of(POSTS[who]), role="social_worker",
            start=self.day(), told="agreed", **basis,
        )  # fmt: skip
        caller = self.town.caller(who if who == "casey" else self.chance.choice(["fran", "max", who]))
        await involvements.record_involvement(self.graph, caller, self.child(), new, self.town.attempt())

    async def end_involvement(self) -> None:
        end = End(end=self.day(), end_reason=self.chance.choice(["work_finished", "moved_away"]))

        async def does(fact: str, child: str, version: int) -> None:
            caller = self.town.caller("fran")
            await involvements.end_involvement(self.graph, caller, child, fact, end, self.town.attempt(version))

        await self.changing(self.fact("INVOLVED_WITH"), does)

    async def withdraw(self) -> None:
        kind = self.chance.choice(["INVOLVED_WITH", "HAS_CONCERN", "ASSESSED", "LEADS", "CARES_FOR"])

        async def does(fact: str, child: str, version: int) -> None:
            caller = self.town.caller("dana")
            await involvements.withdraw_mistake(self.graph, caller, child, fact, self.town.attempt(version))

        if self.chance.random() < 0.3:  # mistakes are rarer than the rest
            await self.changing(self.fact(kind), does)

    async def appoint(self) -> None:
        child = self.child()
        rows = ask(self.server, "MATCH ()-[l:LEADS {current_child: $child}]->() RETURN l.id", child=child)
        new = NewLead(
            practitioner_id=self.town.id_of(self.who()), kind="early_help", start=self.day(),
            expected_lead=str(rows[0][0]) if rows else None,
        )  # fmt: skip
        await leads.appoint_lead(self.graph, self.town.caller("fran"), child, new, self.town.attempt())

    async def propose(self) -> None:
        new = ProposedLead(practitioner_id=self.town.id_of(self.who()), kind="early_help")
        await leads.propose_lead(self.graph, self.town.caller("fran"), self.child(), new, self.town.attempt())

    async def release(self) -> None:
        async def does(fact: str, child: str, version: int) -> None:
            end = Release(end=days(0), end_reason="work_finished")
            await leads.release_lead(self.graph, self.town.caller("fran"), child, fact, end, self.town.attempt(version))

        await self.changing(self.fact("LEADS"), does)

    async def raise_it(self) -> None:
        new = NewConcern(kind=self.chance.choice(list(c.IndicationKind)))
        caller = self.town.caller(self.chance.choice(["lee", "pat", "fran", "casey"]))
        await indications.raise_concern(self.graph, caller, self.child(), new, self.town.attempt(), DESK)

    async def acknowledge(self) -> None:
        async def does(fact: str, child: str, _: int) -> None:
            caller = self.town.caller(self.chance.choice(["lee", "pat", "max"]))
            await indications.acknowledge_concern(self.graph, caller, child, fact, self.town.attempt(), DESK)

        await self.changing(self.fact("HAS_CONCERN"), does)

    async def close(self) -> None:
        async def does(fact: str, child: str, version: int) -> None:
            caller = self.town.caller("fran")
            await indications.close_concern(self.graph, caller, child, fact, self.town.attempt(version), DESK)

        await self.changing(self.fact("HAS_CONCERN"), does)

    async def assess(self) -> None:
        new = NewAssessment(kind="early_help", started_on=self.day())
        caller = self.town.caller(self.chance.choice(["lee", "pat"]))
        await assessments.record_assessment(self.graph, caller, self.child(), new, self.town.attempt())

    async def abandon(self) -> None:
        async def does(fact: str, child: str, version: int) -> None:
            caller = self.town.caller("lee")
            await assessments.abandon_assessment(self.graph, caller, child, fact, self.town.attempt(version))

        await self.changing(self.fact("ASSESSED"), does)

    async def plan(self) -> None:
        invited = [self.town.id_of(name) for name in self.chance.sample(["lee", "pat", "stu"], 2)]
        new = NewMeeting(kind="team_around_the_child", planned_on=days(self.chance.choice([0, 3])), invited=invited)
        await meetings.plan_meeting(self.graph, self.town.caller("fran"), self.child(), new, self.town.attempt())

    async def hold(self) -> None:
        async def does(fact: str, child: str, version: int) -> None:
            held = HeldMeeting(held_on=days(0), attended=[self.town.id_of("lee")])
            await meetings.hold_meeting(
                self.graph, self.town.caller("fran"), child, fact, held, self.town.attempt(version)
            )

        await self.changing(self.node("Meeting"), does)

    async def cancel(self) -> None:
        async def does(fact: str, child: str, version: int) -> None:
            gone = Cancellation(reason="chair_away")
            caller = self.town.caller("fran")
            await meetings.cancel_meeting(self.graph, caller, child, fact, gone, self.town.attempt(version))

        await self.changing(self.node("Meeting"), does)

    async def speak(self) -> None:
        new = NewConversation(practitioner_id=self.town.id_of("pat"), on=days(0))
        await conversations.record_conversation(
            self.graph, self.town.caller("lee"), self.child(), new, self.town.attempt()
        )

    async def refer(self) -> None:
        new = NewReferral(from_kind="school", received_on=self.day())
        await referrals.record_referral(self.graph, self.town.caller("fran"), self.child(), new, self.town.attempt())

    async def close_referral(self) -> None:
        async def does(fact: str, child: str, version: int) -> None:
            caller = self.town.caller("fran")
            closed = ReferralClosed(closed_on=days(0))
            await referrals.close_referral(self.graph, caller, child, fact, closed, self.town.attempt(version))

        await self.changing(self.node("Referral"), does)

    async def die(self) -> None:
        if self.chance.random() < 0.05:  # seldom, or soon nobody is left
            (version,) = ask(self.server, "MATCH (c:Child {id: $id}) RETURN c.version", id=self.town.id_of("zed"))[0]
            for name in ("fran", "dana"):
                await records.record_death(
                    self.graph, self.town.caller(name), self.town.id_of("zed"), Death(died_on=days(-1)),
                    self.town.attempt(int(str(version))),
                )  # fmt: skip


class TestKeptCurrent:
    @pytest.mark.timeout(0 if os.environ.get("LONG") else PATIENCE)
    async def test_after_each_change_a_look_at_everybody_finds_nothing_new(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("lee", "zed"), town.seat("ned", "sib")))])
        fed(server, town)
        await scan(graph, town.code)
        walk = Walk(graph, server, town, random.Random(7))
        everybody = [DayRow(child_id=town.id_of(name), due_on=None) for name in CHILDREN]
        for _ in range(CHANGES):
            await walk.step()
            while await follow(graph, town.code):
                pass
            assert await evaluate(graph, await read_settings(graph, town.code), everybody) == 0, walk.made[-3:]

        assert len(set(walk.made)) > 10, "few kinds of change were made at all"

"""Nobody raises their own level: no sequence of one person's own actions, in whatever roles, opens a child to them.

Drawn at random, on the real graph: somebody of a town does a dozen things one after the other, to whichever fact, as
whichever of their roles. Before and after, every child is asked for in every role and for every purpose.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_service.access.caller import Caller
from graph_service.access.policy import PERMISSIONS, Action, decide
from graph_service.actions import assessments, children, indications, involvements, leads, meetings
from graph_service.domain.assessments import NewAssessment
from graph_service.domain.bodies import End
from graph_service.domain.closed_lists import EndReason, InvolvementRole, LeadKind, MeetingKind, Told
from graph_service.domain.indications import NewConcern
from graph_service.domain.involvements import InvolvementChange, NewInvolvement
from graph_service.domain.leads import NewLead, ProposedLead, Release
from graph_service.domain.meetings import HeldMeeting, NewMeeting
from graph_service.domain.problems import Problem
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.asking import without_budgets
from tests.conftest import DESK, PATIENCE, ask
from tests.town import ALSO, POSTS, ROLES, Town, days, new_town, settled

pytestmark = pytest.mark.graph
IS_LONG = "LONG" in os.environ
SEQUENCES = 1000 if IS_LONG else 60
STEPS = 15
RANK = {"none": 0, "existence": 1, "identity": 2, "content": 3}
CHILDREN = ["kim", "sib", "zed"]
PEOPLE = list(ROLES)
# Those who may do something stand here twice.
PEOPLE += ["lee", "max", "pat", "fran", "fran", "fran"]
# What an action's fact is; of all others it is an involvement.
ABOUT = dict.fromkeys(("accept_lead", "decline_lead", "appoint_lead", "release_lead"), "LEADS") | {
    "hold_meeting": "ABOUT"
}
SERVICES = ["team", "desk", "school", "camhs"]


@dataclass(frozen=True)
class Step:
    """One thing to do: `fact` picks one of those there are, by its place; the rest says with whom and when."""

    action: str
    role: int
    child: str
    other: str
    service: str
    fact: int
    start: int
    end: int | None


STEP = st.builds(
    Step,
    action=st.sampled_from([
        "record_involvement", "record_involvement", "record_involvement", "confirm_involvement",
        "amend_involvement", "end_involvement",
        "withdraw_mistake", "withdraw_consent", "propose_lead", "accept_lead", "decline_lead", "appoint_lead",
        "release_lead", "plan_meeting", "hold_meeting", "raise_concern", "record_assessment",
    ]),
    role=st.integers(0, 2),
    child=st.sampled_from(["kim", "kim", "kim", "sib", "zed"]),
    other=st.sampled_from(["me", *ROLES, "me", "me", "me"]),
    service=st.sampled_from(SERVICES),
    fact=st.integers(0, 7),
    start=st.sampled_from([-30, -1, 0, 20]),
    end=st.sampled_from([None, None, 0, 40]),
)  # fmt: skip


class Actor:
    """Somebody who tries everything; what is refused is refused, and they go on."""

    def __init__(self, runner: asyncio.Runner, graph: Graph, server: Connection, town: Town, name: str) -> None:
        self.runner, self.graph, self.server, self.town, self.name = runner, graph, server, town, name
        self.done = 0

    def facts(self, child: str, action: str) -> list[tuple[str, int]]:
        """Every fact that an action is about, as if somebody had told them all ids: the guards must hold anyhow."""
        rows = ask(
            self.server, "MATCH (:Child {id: $id})-[e:INVOLVED_WITH|LEADS|ABOUT]-(one) "
            "WHERE type(e) = $type WITH CASE type(e) WHEN 'ABOUT' THEN one ELSE e END AS fact "
            "RETURN fact.id AS id, fact.version ORDER BY fact.recorded_at DESC, id",
            id=self.town.id_of(child), type=ABOUT.get(action, "INVOLVED_WITH"),
        )  # fmt: skip
        return [(str(fact), int(str(version))) for fact, version in rows]

    def act(self, step: Step) -> None:
        roles = list(dict.fromkeys((ROLES[self.name], *ALSO)))
        caller = self.town.caller(self.name, role=roles[step.role % len(roles)])
        if not decide(caller, Action(step.action)).allowed:
            return
        try:
            # To name oneself is what would pay, so it is drawn more often than anybody else.
            mine = replace(step, other=self.name) if step.other == "me" else step
            self.runner.run(self.attempted(caller, mine))
            self.done += 1
        except Problem:
            pass

    async def attempted(self, caller: Caller, step: Step) -> None:
        child, town = self.town.id_of(step.child), self.town
        facts = self.facts(step.child, step.action)
        fact, version = facts[step.fact % len(facts)] if facts else ("none", 1)
        at = town.attempt()
        now = town.attempt(version)
        end = End(end=days(step.end or 0), end_reason=EndReason.WORK_FINISHED)
        person = town.id_of(step.other)
        # Each with what that action takes.
        does: dict[str, Callable[[], Awaitable[Any]]] = {
            "record_involvement": lambda: involvements.record_involvement(
                self.graph, caller, child, self.involvement(step), at
            ),
            "confirm_involvement": lambda: involvements.confirm_involvement(self.graph, caller, child, fact, now),
            "amend_involvement": lambda: involvements.amend_involvement(
                self.graph, caller, child, fact, InvolvementChange(start=days(step.start)), now
            ),
            "end_involvement": lambda: involvements.end_involvement(self.graph, caller, child, fact, end, now),
            "withdraw_mistake": lambda: involvements.withdraw_mistake(self.graph, caller, child, fact, now),
            "withdraw_consent": lambda: involvements.withdraw_consent(self.graph, caller, child, fact, now),
            "propose_lead": lambda: leads.propose_lead(
                self.graph, caller, child, ProposedLead(practitioner_id=person, kind=LeadKind.EARLY_HELP), at
            ),
            "accept_lead": lambda: leads.accept_lead(self.graph, caller, child, fact, now),
            "decline_lead": lambda: leads.decline_lead(self.graph, caller, child, fact, now),
            "appoint_lead": lambda: leads.appoint_lead(self.graph, caller, child, self.lead(person, fact, step), at),
            "release_lead": lambda: leads.release_lead(
                self.graph, caller, child, fact, self.release(person, step), now
            ),
            "plan_meeting": lambda: meetings.plan_meeting(self.graph, caller, child, self.meeting(step), at),
            "hold_meeting": lambda: meetings.hold_meeting(
                self.graph, caller, child, fact, HeldMeeting(held_on=days(0), attended=[], next_on=days(60)), now
            ),
            "raise_concern": lambda: indications.raise_concern(
                self.graph, caller, child, NewConcern(kind="information_to_share"), at, DESK
            ),
            "record_assessment": lambda: assessments.record_assessment(
                self.graph, caller, child, NewAssessment(kind="early_help", started_on=days(-1)), at
            ),
        }
        await does[step.action]()

    def release(self, person: str, step: Step) -> Release:
        if step.end is None:
            return Release(successor=ProposedLead(practitioner_id=person, kind=LeadKind.EARLY_HELP))
        return Release(end=days(step.end), end_reason=EndReason.WORK_FINISHED)

    def involvement(self, step: Step) -> NewInvolvement:
        basis = {"basis": "child_consent", "basis_by": "x", "basis_on": days(-1)} if step.service == "camhs" else {}
        own = step.service if step.fact % 4 == 0 else POSTS[step.other]
        return NewInvolvement(
            practitioner_id=None if step.fact % 4 == 0 else self.town.id_of(step.other),
            service_id=self.town.id_of(own), role=InvolvementRole.SOCIAL_WORKER, start=days(step.start),
            end=None if step.end is None or step.end < step.start else days(step.end), told=Told.AGREED, **basis,
        )  # fmt: skip

    def lead(self, person: str, fact: str, step: Step) -> NewLead:
        expected = None if step.fact % 3 else fact
        if step.child == "kim" and step.fact % 2:
            expected = f"{self.town.code}-lead"
        return NewLead(
            practitioner_id=person, kind=LeadKind.EARLY_HELP, start=days(min(step.start, 0)), expected_lead=expected
        )

    def meeting(self, step: Step) -> NewMeeting:
        return NewMeeting(
            kind=MeetingKind.CORE_GROUP, planned_on=days(7), chair_id=self.town.id_of(step.other),
            children=[self.town.id_of(child) for child in CHILDREN if step.fact % 3 == 0 and child != step.child],
        )  # fmt: skip

    def levels(self) -> dict[tuple[str, str, str], int]:
        return self.runner.run(self._levels())

    async def _levels(self) -> dict[tuple[str, str, str], int]:
        found = {}
        for role in dict.fromkeys((ROLES[self.name], *ALSO)):
            for purpose in sorted(PERMISSIONS[Action.EXPLAIN_ACCESS][role])[:2]:
                caller = self.town.caller(self.name, purpose, role)
                for child in CHILDREN:
                    told = await children.explain_access(self.graph, caller, self.town.id_of(child))
                    found[role, purpose, child] = RANK[told.level]
        return found


@pytest.fixture(scope="module")
def stage(schema: Connection, world: object) -> Iterator[tuple[asyncio.Runner, Graph]]:
    with asyncio.Runner() as runner, without_budgets():
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(Graph.open(*schema, read_seconds=60.0)))
        yield runner, graph
        runner.run(stack.aclose())


DONE: list[int] = []


class TestOwnLevel:
    @pytest.mark.timeout(0 if IS_LONG else PATIENCE)
    def test_no_sequence_of_ones_own_actions_opens_a_child(
        self, stage: tuple[asyncio.Runner, Graph], schema: Connection
    ) -> None:
        runner, graph = stage

        @settings(
            max_examples=SEQUENCES,
            deadline=None,
            database=None,
            derandomize=not IS_LONG,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.sampled_from(PEOPLE), st.lists(STEP, min_size=STEPS, max_size=STEPS))
        def nobody_gains(name: str, steps: list[Step]) -> None:
            town = new_town()
            town.also = ALSO
            shares = o.Agreement(
                custodian=town.code, recipient=town.next_door, purposes=("coordinate_support",), start=days(-9)
            )
            more = [
                ("agreements", (shares,)),
                # Whom the seat of a team, a service or a person opens, of everybody: some to begin with.
                (
                    "involvements",
                    (
                        town.seat("max", "sib", state="asserted"),
                        town.seat("lee", "zed", start=days(20)),
                        town.seat("pat", "sib"),
                        town.seat("stu", "sib", start=days(-9), end=days(-1)),
                    ),
                ),
            ]
            runner.run(settled(graph, schema, town, more))
            actor = Actor(runner, graph, schema, town, name)
            before = actor.levels()
            for step in steps:
                actor.act(step)
            after = actor.levels()
            DONE.append(actor.done)
            assert all(after[asked] <= before[asked] for asked in before), (name, before, after)

        nobody_gains()
        assert sum(DONE) > len(DONE) // 3, "hardly anything was allowed: this would show nothing"

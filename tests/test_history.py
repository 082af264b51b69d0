"""Whole histories, drawn at random: several authorities' people do everything that there is to do, one after another.

Each history is that of a town, with its neighbour and an authority far away. `tests/history/` is a book of plain facts
that says of each step whether it is done or why not, and what is so afterwards. Then the graph is looked at past every
guard: facts, versions before, the log of changes, records of looks, and what lead and outsider are shown.

Whether a step is done is foretold of every action, and so is all that it writes. Of a refusal the book names every
reason that holds. Where one of those that come first does, because another answer would tell what the caller may not
know (`Objections.FIRST`), it is the answer; of the rest any is right: the text does not say which is told first.

Taken from the answer, not foretold: ids and times of what is new. Not looked at: what a search reads (`search_text`;
tests/test_oracle.py searches), words, warnings and the notice of an answer, list_open_work and other lists, imports.

The steps are one rule of a state machine, so that what fails shrinks by whole steps and then within each.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from neo4j import Driver, GraphDatabase

from graph_service.access.policy import Action
from graph_service.actions import (
    accounts,
    addresses,
    carers,
    conversations,
    duplicates,
    identifiers,
    indications,
    involvements,
    leads,
    leaving,
    meetings,
    people,
    protections,
    records,
    referrals,
    services,
)
from graph_service.actions import (
    assessments as assess,
)
from graph_service.actions.clock import today
from graph_service.actions.gates import admit
from graph_service.actions.networks import read_network
from graph_service.actions.parts import parts_in_force
from graph_service.domain import addresses as placed
from graph_service.domain import assessments, bodies
from graph_service.domain import carers as caring
from graph_service.domain import conversations as spoken
from graph_service.domain import duplicates as paired
from graph_service.domain import indications as raised
from graph_service.domain import involvements as seats
from graph_service.domain import leads as leading
from graph_service.domain import leaving as gone
from graph_service.domain import meetings as meeting
from graph_service.domain import people as staff
from graph_service.domain import problems as p
from graph_service.domain import protections as shields
from graph_service.domain import records as recorded
from graph_service.domain import referrals as referred
from graph_service.domain import services as served
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import Body
from graph_service.domain.numbers import Number
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.queries import REGISTRY
from tests import oracle as o
from tests import worlds
from tests.asking import NATIONAL_DESK, readable, service_caller, without_budgets, without_words
from tests.conftest import DESK, PATIENCE, REPORTED
from tests.history.book import SECOND, Answer, Book, Step
from tests.history.drawing import AREAS, DRAWN, Drawing, a_step, possible
from tests.history.graph import (
    ERASE,
    broken_invariants,
    differences,
    disclosed,
    look,
    name_the_unknown,
    two_lead,
)
from tests.history.places import CHILDREN, Place
from tests.history.rules import RULES

pytestmark = pytest.mark.graph
IS_LONG = "LONG" in os.environ
HISTORIES = 5_000 if IS_LONG else 200
STEPS = 25
# In no history yet, each with a reason.
NOT_YET: set[str] = set()
# About no fact of a child, but about how it is looked at (test_uncoordinated).
OF_SIGNALS = {"decide_signal", "set_threshold"}
LOOK_EVERY = 10  # steps after which the whole graph is compared; and at the end

Does = Callable[..., Awaitable[Any]]
# What does each action, and what it takes beside caller, child, fact and attempt.
DOES: dict[str, tuple[Does, type[Body] | None]] = {
    "record_involvement": (involvements.record_involvement, seats.NewInvolvement),
    "confirm_involvement": (involvements.confirm_involvement, None),
    "amend_involvement": (involvements.amend_involvement, seats.InvolvementChange),
    "end_involvement": (involvements.end_involvement, bodies.End),
    "withdraw_consent": (involvements.withdraw_consent, None),
    "withdraw_mistake": (involvements.withdraw_mistake, None),
    "propose_lead": (leads.propose_lead, leading.ProposedLead),
    "accept_lead": (leads.accept_lead, None),
    "decline_lead": (leads.decline_lead, None),
    "appoint_lead": (leads.appoint_lead, leading.NewLead),
    "release_lead": (leads.release_lead, leading.Release),
    "raise_concern": (indications.raise_concern, raised.NewConcern),
    "acknowledge_concern": (indications.acknowledge_concern, None),
    "close_concern": (indications.close_concern, None),
    "record_assessment": (assess.record_assessment, assessments.NewAssessment),
    "complete_assessment": (assess.complete_assessment, assessments.Completion),
    "abandon_assessment": (assess.abandon_assessment, None),
    "plan_meeting": (meetings.plan_meeting, meeting.NewMeeting),
    "hold_meeting": (meetings.hold_meeting, meeting.HeldMeeting),
    "cancel_meeting": (meetings.cancel_meeting, meeting.Cancellation),
    "record_conversation": (conversations.record_conversation, spoken.NewConversation),
    "record_referral": (referrals.record_referral, referred.NewReferral),
    "close_referral": (referrals.close_referral, referred.ReferralClosed),
    "amend_child": (records.amend_child, recorded.ChildChange),
    "register_child": (records.register_child, recorded.NewChild),
    "record_death": (records.record_death, recorded.Death),
    "protect_child": (protections.protect_child, shields.NewProtection),
    "lift_protection": (protections.lift_protection, None),
    "keep_apart": (duplicates.keep_apart, None),
    "merge_children": (duplicates.merge_children, paired.MergedInto),
    "unmerge_children": (duplicates.unmerge_children, None),
    "add_identifier": (identifiers.add_identifier, Number),
    "end_identifier": (identifiers.end_identifier, Number),
    "record_carer": (carers.record_carer, caring.NewCarer),
    "amend_carer": (carers.amend_carer, caring.CarerChange),
    "record_carer_address": (carers.record_carer_address, caring.CarerAddress),
    "end_carer": (carers.end_carer, caring.EndOfCare),
    "record_parental_responsibility": (carers.record_parental_responsibility, caring.NewParentalResponsibility),
    "record_address": (addresses.record_address, placed.NewAddress),
    "record_practitioner": (people.record_practitioner, staff.NewPractitioner),
    "amend_practitioner": (people.amend_practitioner, staff.PractitionerChange),
    "record_agency": (services.record_agency, served.NewAgency),
    "record_supply": (services.record_supply, served.NewSupply),
    "amend_supply": (services.amend_supply, served.SuppliedFacts),
    "confirm_supply": (services.confirm_supply, None),
    "record_service": (services.record_service, served.NewService),
    "amend_service": (services.amend_service, served.ServiceChange),
    "amend_duty_desk": (services.amend_duty_desk, served.DutyDeskChange),
    "record_post": (people.record_post, staff.NewPost),
    "end_post": (people.end_post, bodies.End),
    "open_account": (accounts.open_account, staff.NewAccount),
    "suspend_account": (accounts.suspend_account, staff.AccountStop),
    "cover_practitioner": (people.cover_practitioner, staff.Cover),
    "close_practitioner_account": (leaving.close_practitioner_account, gone.Leaving),
}
WARNED = {"raise_concern", "acknowledge_concern", "close_concern"}


@dataclass(frozen=True)
class Stage:
    """The running service: its graph, the loop that the graph lives in, and a driver that looks past every guard."""

    runner: asyncio.Runner
    graph: Graph
    driver: Driver

    async def send(self, step: Step) -> Any:
        """As a route does it: the policy's gate, then the action."""
        caller = service_caller(step.by)
        does, body = DOES[step.action]
        await admit(self.graph, caller, Action(step.action), step.on)
        given = [step.on] if step.on else []
        given += [step.fact] if step.fact else []
        given += [body(**step.body)] if body else []
        desk = [DESK] if step.action in WARNED else []
        return await does(self.graph, caller, *given, Attempt(step.key, step.version), *desk)

    def sent(self, step: Step) -> Any:
        try:
            return self.runner.run(self.send(step))
        except p.Problem as problem:
            return problem


BY_THE_POLICY = ("role_has_no_such_action", "purpose_not_for_role")


def word_of(problem: p.Problem) -> str:
    """The refusal in one word, as the book says it."""
    match problem:
        case p.RuleBroken():
            return str(problem.more["rule"])
        case p.ChangedMeanwhile():
            return "other_lead" if "lead_id" in problem.more else "stale"
        case p.AccountSuspended() | p.NotCustodian() | p.KeyReused():
            return problem.slug
        case p.NotPermitted():
            return "policy" if problem.reason in BY_THE_POLICY else str(problem.reason)
        case p.InvalidRequest():
            assert problem.errors
            return problem.errors[0]["pointer"]
    return problem.slug


@pytest.fixture(scope="module")
def stage(schema: Connection) -> Iterator[Stage]:
    with (
        asyncio.Runner() as runner,
        GraphDatabase.driver(schema.uri, auth=(schema.username, schema.password)) as driver,
        without_budgets(),
    ):
        stack = AsyncExitStack()
        graph = runner.run(stack.enter_async_context(Graph.open(*schema, read_seconds=60.0)))
        yield Stage(runner, graph, driver)
        runner.run(stack.aclose())


ACCEPTED: Counter[str] = Counter()
ANSWERED: Counter[str] = Counter()


class History(RuleBasedStateMachine):
    """One town's; a rule for each action is added below."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.place = Place(today())
        rows = self.place.rows()
        self.book = Book(self.place.world(), rows, self.place.today, NATIONAL_DESK)
        self.keys = 0
        self.steps: list[Step] = []
        self.tried: Counter[str] = Counter()
        self.looks: Counter[tuple[str, str, str]] = Counter()
        self.is_sound = True
        self.stage.driver.execute_query(worlds.WRITE, nodes=rows.nodes, edges=rows.edges)
        self.stage.runner.run(parts_in_force(self.stage.graph, max_age=0))

    @initialize(lot=st.integers(0, 2**32 - 1))
    def a_town_where(self, lot: int) -> None:
        """Some things happen there and others do not, so that what hangs together comes together. By a digest of what
        is drawn, since Hypothesis draws some sets a hundred times and others never."""
        bits = int(sha256(str(lot).encode()).hexdigest(), 16)
        self.busy = {area for at, area in enumerate(sorted(AREAS)) if bits >> 2 * at & 3 == 0} or set(AREAS)

    def new_key(self) -> str:
        self.keys += 1
        return f"{self.place.code}-{self.keys:08}"

    @rule(data=st.data())
    def somebody_does_something(self, data: st.DataObject) -> None:
        again = data.draw(st.sampled_from(["anew"] * 10 + ["again"] * 2 + ["another with the same key"]))
        if again == "again" and self.steps:
            self.attempt(self.steps[data.draw(st.sampled_from(range(len(self.steps))))])
        elif again == "another with the same key" and self.book.done:
            done = [one.step for one in self.book.done.values()]
            step = done[data.draw(st.sampled_from(range(len(done))))]
            self.attempt(replace(step, version=(step.version or 0) + 1))
        else:
            action = data.draw(st.sampled_from(possible(self.book, self.busy, self.tried)))
            self.tried[action] += 1
            self.attempt(a_step(Drawing(data, self.book, self.place), action, self.new_key(), self.tried))

    def attempt(self, step: Step) -> None:
        self.is_sound = False
        against, earlier, effect = self.book.objections(step)
        came = self.stage.sent(step)
        said = word_of(came) if isinstance(came, p.Problem) else "done"
        note(f"{self.place.name_of(step.by.practitioner)} ({step.by.purpose}): {step.action} of "
             f"{self.place.name_of(step.on)}, {step.fact} {step.version} {step.body}: {said}")  # fmt: skip
        ANSWERED[said] += 1
        self.tried[step.action + said] += 1
        if said == SECOND:
            self.book.note(step)
        if against or said != "done":
            assert against.allow(said), f"{said}, where the book says: {', '.join(against) or 'done'}"
        elif earlier:
            assert (came.id, came.version, came.at) == (earlier.id, earlier.version, earlier.at), "not as before"
        else:
            assert effect
            self.book.write(step, effect, Answer(came.id, came.at))
            self.steps.append(step)
            ACCEPTED[step.action] += 1
        self.looks[step.by.subject, step.action, "refused" if against else "replayed" if earlier else "done"] += 1
        if any(name.startswith("?") for name in self.book.facts):
            name_the_unknown(self.book, look(self.stage.driver, self.book, self.place.labels))
        if against and len(self.steps) % 3 == 0:
            self.steps.append(step)  # what was refused may be done another day
        self.is_sound = True

    @invariant()
    def the_graph_says_what_the_book_says(self) -> None:
        self.moments = getattr(self, "moments", -1) + 1
        if self.moments and self.moments % LOOK_EVERY == 0:
            self.compare()

    def compare(self) -> None:
        self.is_sound = False
        seen = look(self.stage.driver, self.book, self.place.labels)
        found = differences(self.book, seen) + two_lead(seen, self.place.today)
        assert not found, "\n".join(found)
        self.is_sound = True

    def compare_what_is_shown(self) -> None:
        """Each child's network, as its lead and as two others see it."""
        asked = [(by, child) for child in [one.id for one in self.book.all("Child")] for by in self.viewers(child)]
        answers = self.stage.runner.run(self.shown(asked))
        for (by, child), answer in zip(asked, answers, strict=True):
            said = with_versions(self.book.oracle(by).read_network(child), self.book)
            note(f"the network of {self.place.name_of(child)} as {self.place.name_of(by.practitioner)} sees it")
            assert readable(without_words(answer)) == readable(said)
            self.looks[by.subject, "read_network", "look"] += 1

    def viewers(self, child: str) -> list[o.Caller]:
        keeper = self.book.facts[child].custodian
        leading = [one.who for one in self.book.all("LEADS", whom=child) if one["current_child"]]
        names = [self.place.name_of(one) for one in leading] or ["fran" if keeper == self.place.code else "nel"]
        turn = list(CHILDREN).index(self.place.name_of(child)) if self.place.name_of(child) in CHILDREN else 0
        outsider = ["ned", "fay", "sky", "casey", "max", "lee", "polly"][(self.keys + turn) % 7]
        return [self.place.caller(name) for name in dict.fromkeys([*names, outsider])]

    async def shown(self, asked: list[tuple[o.Caller, str]]) -> list[Any]:
        async def one(by: o.Caller, child: str) -> Any:
            try:
                answer = await read_network(self.stage.graph, service_caller(by), child, DESK)
            except p.Problem as problem:
                return problem.slug
            return answer.model_dump(mode="json")

        return await asyncio.gather(*(one(by, child) for by, child in asked))

    def teardown(self) -> None:
        try:
            if self.is_sound:
                self.compare()
                self.compare_what_is_shown()
                seen = look(self.stage.driver, self.book, self.place.labels)
                assert not (broken := broken_invariants(self.stage.driver, seen)), "\n".join(broken)
                self.compare_looks()
        finally:
            self.stage.driver.execute_query(ERASE, codes=list(self.place.codes), labels=self.place.labels)
            worlds.erase(self.stage.driver, self.place.world())

    def compare_looks(self) -> None:
        """No answer without its record, and no record but of an answer."""
        there: Counter[tuple[str, str, str]] = Counter()
        for (subject, action, outcome), count in disclosed(self.stage.driver, self.book).items():
            kind = "look" if action == "read_network" else outcome if outcome in ("done", "replayed") else "refused"
            there[subject, action, kind] += count
        assert there == self.looks


def with_versions(answer: Any, book: Book) -> Any:
    """The oracle's worlds know only first versions."""
    if isinstance(answer, list):
        return [with_versions(one, book) for one in answer]
    if not isinstance(answer, dict):
        return answer
    told = {name: with_versions(one, book) for name, one in answer.items()}
    names = ("involvement_id", "lead_id", "indication_id", "assessment_id", "meeting_id")
    is_carer = {"id", "capacity", "phone"} <= told.keys()
    fact = told["id"] if is_carer else next((told[name] for name in names if told.get(name)), None)
    return told | ({"version": book.facts[fact].version} if fact and told["version"] else {})


class TestHistory:
    def test_everything_that_changes_the_graph_is_in_the_book(self) -> None:
        changes = {handle.name.rpartition("/")[2] for handle in REGISTRY.handles if handle.access == "write"}

        assert set(RULES) == (changes & set(Action)) - NOT_YET - OF_SIGNALS
        assert set(DOES) == set(RULES) == set(DRAWN)

    @pytest.mark.timeout(0 if IS_LONG else PATIENCE)
    def test_graph_and_book_never_differ(self, stage: Stage) -> None:
        History.stage = stage
        ACCEPTED.clear()
        ANSWERED.clear()
        run_state_machine_as_test(
            History,
            settings=settings(
                max_examples=HISTORIES, stateful_step_count=STEPS, deadline=None, database=None,
                # To find the shortest takes minutes: only where there is time for it.
                phases=list(Phase) if IS_LONG else [Phase.generate], derandomize=not IS_LONG,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
        REPORTED.append(f"histories: {HISTORIES}; steps done: {sum(ACCEPTED.values())}, {dict(ACCEPTED.most_common())}")
        REPORTED.append(f"answers: {dict(ANSWERED.most_common())}")
        never = set(RULES) - set(ACCEPTED)
        assert not never, f"never done in any history: {sorted(never)}"

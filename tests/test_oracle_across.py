"""The service against the oracle, in what is told across children: signals, connections and overviews.

Whole small worlds as in `test_oracle.py`, with signals that stand in them; every row, in order, and every count.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date

import pytest
from hypothesis import given, note
from pydantic import BaseModel

from graph_service.access.caller import Caller as ServiceCaller
from graph_service.access.policy import Action, may_attempt
from graph_service.actions import leaving, overviews, questions, uncoordinated
from graph_service.actions.leaving import handover_plan
from graph_service.actions.meetings import list_meetings
from graph_service.actions.overviews import (
    PlaceOfFamily,
    PlaceOfPair,
    find_concentration,
    find_duplicate_effort,
    find_teams_apart,
)
from graph_service.actions.questions import find_path, read_neighbourhood
from graph_service.actions.uncoordinated import (
    Place,
    count_signals,
    explain_signal,
    list_uncoordinated,
    my_loose_ends,
)
from graph_service.domain.identifiers import ChildId
from graph_service.domain.overviews import DuplicateEffort, DuplicateEfforts, FamiliesApart, TeamsApart
from graph_service.domain.problems import NotPermitted
from graph_service.domain.uncoordinated import LooseEnds, StandingSignal
from graph_service.domain.uncoordinated import Wanted as ServiceWanted
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.asking import (
    Question,
    Running,
    compare,
    drawing,
    running_service,
    settled_facts,
    those_who_look,
    without_budgets,
)
from tests.conftest import PATIENCE
from tests.one_of_each_across import one_of_each_across
from tests.one_of_each_overviews import one_of_each_overviews
from tests.oracle import Oracle
from tests.oracle_overviews import STAFFING, Most, OverviewOracle
from tests.oracle_paths import Bounds, PathOracle
from tests.oracle_signals import SignalOracle
from tests.signal_facts import Wanted
from tests.worlds import Scene
from tests.worlds_of_signals import Across, scenes_across

IS_LONG = "LONG" in os.environ
EXAMPLES = 2_000 if IS_LONG else 40

# So low that the small worlds meet them: a page ends and another begins, and more is connected than is followed.
ROWS = 2
BOUNDS = Bounds(people=3, between=1, shown_people=2, shown_children=1)
MOST = Most(people=8, relied_on=2, candidates=2, pieces=6)
PLENTY = Most(people=1000, relied_on=1000, candidates=30)
# Half a year, and leads for more than nobody and more than one child.
WITHIN_DAYS = 180
OVER = (0, 1)


# The service, asked as its routes ask it -----------------------------------------------------------------------------


def permitted(caller: ServiceCaller, action: Action) -> None:
    """What a route asks of the policy before anything else."""
    decision = may_attempt(caller.signed_in, action)
    if not decision.allowed:
        raise NotPermitted(decision.reason)


def service_wanted(wanted: Wanted) -> ServiceWanted:
    return ServiceWanted(**asdict(wanted))


async def the_whole_list(graph: Graph, caller: ServiceCaller, wanted: Wanted) -> BaseModel:
    """Page after page, as somebody reads who wants all of it."""
    permitted(caller, Action.LIST_UNCOORDINATED)
    rows: list[StandingSignal] = []
    place: Place | None = Place()
    while place is not None:
        page, place = await list_uncoordinated(graph, caller, service_wanted(wanted), place)
        assert len(page.rows) == ROWS or place is None
        rows += page.rows
    return LooseEnds(scanned_at=None, not_evaluated=[], rows=rows)


async def the_counts(graph: Graph, caller: ServiceCaller) -> BaseModel:
    permitted(caller, Action.COUNT_SIGNALS)
    return await count_signals(graph, caller)


async def the_reasons(graph: Graph, caller: ServiceCaller, child: str) -> BaseModel:
    """Without what a signal says of itself, whomever it is told."""
    told = await explain_signal(graph, caller, child)
    rows = [StandingSignal(**{name: getattr(row, name) for name in StandingSignal.model_fields}) for row in told.rows]
    return LooseEnds(scanned_at=None, not_evaluated=[], rows=rows)


async def the_path(graph: Graph, caller: ServiceCaller, one: str, other: str) -> BaseModel:
    permitted(caller, Action.FIND_PATH)
    return await find_path(graph, caller, one, other)


async def the_neighbourhood(graph: Graph, caller: ServiceCaller, child: str) -> BaseModel:
    permitted(caller, Action.READ_NEIGHBOURHOOD)
    return await read_neighbourhood(graph, caller, child)


async def all_efforts(graph: Graph, caller: ServiceCaller) -> BaseModel:
    """Page after page."""
    permitted(caller, Action.FIND_DUPLICATE_EFFORT)
    rows: list[DuplicateEffort] = []
    place: PlaceOfPair | None = PlaceOfPair()
    while place is not None:
        page, place = await find_duplicate_effort(graph, caller, WITHIN_DAYS, place)
        rows += page.rows
    return DuplicateEfforts(rows=rows, next=None)


async def all_families(graph: Graph, caller: ServiceCaller) -> BaseModel:
    """Page after page."""
    permitted(caller, Action.FIND_TEAMS_APART)
    rows: list[TeamsApart] = []
    place: PlaceOfFamily | None = PlaceOfFamily()
    while place is not None:
        page, place = await find_teams_apart(graph, caller, WITHIN_DAYS, place)
        rows += page.rows
    return FamiliesApart(quiet_since=page.quiet_since, rows=rows, next=None)


async def the_concentration(graph: Graph, caller: ServiceCaller, over: int, team: str | None) -> BaseModel:
    permitted(caller, Action.FIND_CONCENTRATION)
    return await find_concentration(graph, caller, over, team)


async def the_plan(graph: Graph, caller: ServiceCaller, who: str) -> BaseModel:
    permitted(caller, Action.HANDOVER_PLAN)
    return await handover_plan(graph, caller, who)


async def the_meetings(graph: Graph, caller: ServiceCaller, child: str) -> BaseModel:
    permitted(caller, Action.LIST_MEETINGS)
    return await list_meetings(graph, caller, ChildId(child))


# The questions -------------------------------------------------------------------------------------------------------


def questions_across(scene: Scene, graph: Graph, day: date) -> Iterator[Question]:
    assert isinstance(scene, Across)
    for oracle, asker, who in those_who_look(scene, day):
        yield from questions_of_signals(scene, graph, oracle, asker, who)
        yield from questions_of_paths(scene, graph, oracle, asker, who)
        told = OverviewOracle(oracle, MOST)
        yield from questions_of_overviews(scene, graph, told, asker, who)
        yield from questions_of_leaving(scene, graph, told, asker, who)


def questions_of_signals(
    scene: Across, graph: Graph, oracle: Oracle, asker: ServiceCaller, who: str
) -> Iterator[Question]:
    signals = SignalOracle(oracle)
    for wanted in scene.wanted:
        yield Question(
            f"list_uncoordinated({wanted}) by {who}",
            who,
            lambda wanted=wanted: signals.list_uncoordinated(wanted),
            lambda wanted=wanted: the_whole_list(graph, asker, wanted),
        )
    yield Question(f"count_signals by {who}", who, signals.count_signals, lambda: the_counts(graph, asker))
    yield Question(f"my_loose_ends by {who}", who, signals.my_loose_ends, lambda: my_loose_ends(graph, asker))
    for child in scene.children:
        yield Question(
            f"explain_signal of {child} by {who}",
            who,
            lambda child=child: signals.explain_signal(child),
            lambda child=child: the_reasons(graph, asker, child),
        )


def questions_of_paths(
    scene: Across, graph: Graph, oracle: Oracle, asker: ServiceCaller, who: str
) -> Iterator[Question]:
    paths = PathOracle(oracle, BOUNDS)
    for one, other in scene.pairs:
        yield Question(
            f"find_path from {one} to {other} by {who}",
            who,
            lambda one=one, other=other: paths.find_path(one, other),
            lambda one=one, other=other: the_path(graph, asker, one, other),
        )
    for child in sorted({child for child, _ in scene.pairs}):
        yield Question(
            f"read_neighbourhood of {child} by {who}",
            who,
            lambda child=child: paths.read_neighbourhood(child),
            lambda child=child: the_neighbourhood(graph, asker, child),
        )


def questions_of_all_overviews(scene: Scene, graph: Graph, day: date) -> Iterator[Question]:
    """Alone, and with as many rows as there are."""
    assert isinstance(scene, Across)
    for oracle, asker, who in those_who_look(scene, day):
        told = OverviewOracle(oracle, PLENTY)
        yield from questions_of_overviews(scene, graph, told, asker, who)
        yield from questions_of_leaving(scene, graph, told, asker, who)


def questions_of_overviews(
    scene: Across, graph: Graph, told: OverviewOracle, asker: ServiceCaller, who: str
) -> Iterator[Question]:
    yield Question(
        f"find_duplicate_effort by {who}",
        who,
        lambda: told.find_duplicate_effort(WITHIN_DAYS),
        lambda: all_efforts(graph, asker),
    )
    yield Question(
        f"find_teams_apart by {who}",
        who,
        lambda: told.find_teams_apart(WITHIN_DAYS),
        lambda: all_families(graph, asker),
    )
    for over, team in [*((over, None) for over in OVER), *((0, service.id) for service in scene.world.services)]:
        yield Question(
            f"find_concentration over {over} of {team} by {who}",
            who,
            lambda over=over, team=team: told.find_concentration(over, team),
            lambda over=over, team=team: the_concentration(graph, asker, over, team),
        )


def questions_of_leaving(
    scene: Across, graph: Graph, told: OverviewOracle, asker: ServiceCaller, who: str
) -> Iterator[Question]:
    """What somebody leaves behind, asked of everybody by those who may ask, and the meetings that are to settle."""
    for leaver in [*(scene.leavers if told.oracle.caller.role in STAFFING else ()), scene.absent]:
        yield Question(
            f"handover_plan of {leaver} by {who}",
            who,
            lambda leaver=leaver: told.handover_plan(leaver),
            lambda leaver=leaver: the_plan(graph, asker, leaver),
        )
    for child in scene.children:
        yield Question(
            f"list_meetings of {child} by {who}",
            who,
            lambda child=child: told.list_meetings(child),
            lambda child=child: the_meetings(graph, asker, child),
        )


@contextmanager
def low_bounds() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uncoordinated, "MOST_ROWS", ROWS)
        patch.setattr(questions, "MOST_FOLLOWED", {"people": BOUNDS.people, "children": BOUNDS.between})
        patch.setattr(questions, "MOST_SHOWN", {"people": BOUNDS.shown_people, "children": BOUNDS.shown_children})
        patch.setattr(overviews, "MOST_ROWS", ROWS)
        with at_most(MOST):
            yield


@contextmanager
def at_most(most: Most) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(overviews, "MOST_PEOPLE", most.people)
        patch.setattr(overviews, "MOST_RELIED_ON", most.relied_on)
        patch.setattr(leaving, "MOST_PIECES", most.pieces)
        patch.setattr(leaving, "MOST_CANDIDATES", most.candidates)
        yield


@pytest.fixture(scope="module")
def running(schema: Connection) -> Iterator[Running]:
    with running_service(schema) as running, low_bounds():
        yield running


@pytest.mark.graph
@pytest.mark.timeout(0 if IS_LONG else PATIENCE)
class TestAcrossChildren:
    @given(drawn=scenes_across())
    @drawing(EXAMPLES)
    def test_everybody_is_told_what_the_text_says_and_nothing_else(self, running: Running, drawn: Across) -> None:
        note(settled_facts(drawn.world))
        compare(running, drawn, questions_across)

    def test_of_each_thing_that_may_be_wrong_with_a_tie_everybody_is_told_the_same(self, running: Running) -> None:
        with without_budgets():
            compare(running, one_of_each_across(), questions_across)

    def test_of_each_thing_that_may_be_wrong_with_work_everybody_is_told_the_same(self, running: Running) -> None:
        with without_budgets(), at_most(PLENTY):
            compare(running, one_of_each_overviews(), questions_of_all_overviews)

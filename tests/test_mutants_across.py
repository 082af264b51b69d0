"""Each guard of what is told across children is taken away by machine: somebody must then see otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from graph_service.actions import questions, uncoordinated
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.graph.connection import Connection
from tests import worlds
from tests.asking import Question, Running, running_service, without_budgets
from tests.audience import SHARED, Look, Statement, Switching
from tests.conftest import PATIENCE
from tests.one_of_each_across import one_of_each_across
from tests.test_oracle_across import low_bounds, questions_across

pytestmark = pytest.mark.graph

STATEMENTS = {
    "count_signals": Statement(uncoordinated, "COUNT_SIGNALS", SHARED),
    "my_loose_ends": Statement(uncoordinated, "MY_LOOSE_ENDS", SHARED),
    "explain_signal": Statement(uncoordinated, "EXPLAIN_SIGNAL", SHARED),
    "read_neighbourhood": Statement(questions, "READ_NEIGHBOURHOOD", SHARED),
}
_REFUSED = "whoever may not sign in is refused all the same, whatever was found"
_TWICE = "the fragment below asks it again, of every child"
_SPARES = "spares work: of nobody nothing is told"
# Mutants that change no answer here, each with the reason or with the test that notices it.
EXPLAINED: dict[str, dict[str, str]] = {
    "count_signals": {
        "NOT active -> false": _REFUSED,
        "DISTINCT -> nothing": "each signal comes once, or each child is counted once: one stands for the other",
        "signal.custodian = $look.authority -> true": "both ways to a signal begin at children of one's own authority",
        "signal.since <= $today -> true": "spares work: no week is to come",
        "(signal.ended_on IS NULL OR signal.ended_on > $weeks[0].day) -> true": "spares work: each week asks it again",
    },
    "my_loose_ends": {"NOT active -> false": _REFUSED, "&$any($scope.open) -> nothing": _TWICE},
    "explain_signal": {
        "NOT $look.asked IN spent AND size(spent) >= $budget.children -> false": "test_uncoordinated: over the ...",
        "opened IS NULL -> false": _SPARES,
    },
    "read_neighbourhood": {
        "NOT $look.asked IN spent AND size(spent) >= $budget.children -> false": "test_questions: over the ...",
        "refusal IS NULL -> true": _REFUSED,
        "&$any($scope.open) -> nothing": _TWICE,
        "found IS NULL -> false": _SPARES,
    },
}


@dataclass(frozen=True)
class Audience:
    """Everybody of one world in which each thing that may be wrong with a tie is wrong once."""

    running: Running
    graph: Switching
    asked: list[Question]

    def looks(self, name: str) -> list[Look]:
        """Everybody's first question, then everybody's second."""
        return [one.to_the_service for one in self.asked if one.words.startswith((f"{name}(", f"{name} "))]


@pytest.fixture(scope="module")
def audience(schema: Connection) -> Iterator[Audience]:
    day = today()
    with running_service(schema, Switching) as running, low_bounds(), without_budgets():
        scene = worlds.settle(one_of_each_across(), day)
        worlds.write(running.driver, scene.world, day)
        running.runner.run(parts_in_force(running.graph, max_age=0))
        assert isinstance(running.graph, Switching)
        yield Audience(running, running.graph, list(questions_across(scene, running.graph, day)))
        worlds.erase(running.driver, scene.world)


class TestStatements:
    @pytest.mark.timeout(PATIENCE)
    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_somebody_notices_each_guard_that_is_taken_away(self, audience: Audience, name: str) -> None:
        statement, looks = STATEMENTS[name], audience.looks(name)

        unheld = statement.unheld(audience.running.runner, audience.graph, looks, EXPLAINED[name])

        assert not unheld, "\n".join(["nobody noticed:", *unheld])

    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_a_statement_whose_guards_can_be_turned_off_answers_as_before_while_none_is(
        self, audience: Audience, name: str
    ) -> None:
        statement, looks = STATEMENTS[name], audience.looks(name)

        assert statement.is_the_same_with_switches(audience.running.runner, audience.graph, looks)

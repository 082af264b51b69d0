"""Each guard of what is told across children is taken away by machine: somebody must then see otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from graph_service.actions import children, questions, uncoordinated
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.graph.connection import Connection
from tests import worlds
from tests.asking import Question, Running, running_service, without_budgets
from tests.audience import SHARED, Look, Statement, Switching
from tests.conftest import PATIENCE
from tests.mutants import fragments_in
from tests.one_of_each_across import one_of_each_across
from tests.test_oracle_across import low_bounds, questions_across

pytestmark = pytest.mark.graph

# What read_child and read_network answer for; the first of these that has another shared fragment answers for it.
ELSEWHERE = fragments_in(children.READ_CHILD.text) | {"seats"}
STATEMENTS = {
    "list_uncoordinated": Statement(uncoordinated, "LIST_UNCOORDINATED", ELSEWHERE),
    "count_signals": Statement(uncoordinated, "COUNT_SIGNALS", SHARED),
    "my_loose_ends": Statement(uncoordinated, "MY_LOOSE_ENDS", SHARED),
    "explain_signal": Statement(uncoordinated, "EXPLAIN_SIGNAL", SHARED),
    "find_path": Statement(questions, "FIND_PATH", ELSEWHERE),
    "read_neighbourhood": Statement(questions, "READ_NEIGHBOURHOOD", SHARED),
}
# Mutants that change no answer here, each with the reason or with the test that notices it.
EXPLAINED: dict[str, str] = {}


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
        unheld = STATEMENTS[name].unheld(audience.running.runner, audience.graph, audience.looks(name), EXPLAINED)

        assert not unheld, "\n".join(["nobody noticed:", *unheld])

    @pytest.mark.parametrize("name", list(STATEMENTS))
    def test_a_statement_whose_guards_can_be_turned_off_answers_as_before_while_none_is(
        self, audience: Audience, name: str
    ) -> None:
        statement, looks = STATEMENTS[name], audience.looks(name)

        assert statement.is_the_same_with_switches(audience.running.runner, audience.graph, looks)

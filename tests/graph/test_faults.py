"""Every way in which the driver can fail means something to the person who asked."""

import inspect

import pytest
from neo4j import exceptions

from graph_service.domain.problems import GraphUnavailable, Internal, Problem, StillRunning, every_problem
from graph_service.graph.faults import MEANING, problem_for

EVERY_CLASS = [
    found for _, found in inspect.getmembers(exceptions, inspect.isclass) if issubclass(found, exceptions.GqlError)
]


class TestProblemFor:
    def test_there_are_as_many_classes_as_when_this_was_written(self) -> None:
        assert len(EVERY_CLASS) == 35, "the driver has changed: say what each new class means in graph/faults.py"

    @pytest.mark.parametrize("kind", EVERY_CLASS, ids=lambda kind: kind.__name__)
    def test_every_class_of_the_driver_becomes_a_problem(self, kind: type[Exception]) -> None:
        problem = problem_for(kind.__new__(kind))

        assert isinstance(problem, Problem)
        assert problem.status in (409, 500, 503)

    @pytest.mark.parametrize("kind", EVERY_CLASS, ids=lambda kind: kind.__name__)
    def test_its_meaning_is_said_no_further_up_than_its_own_family(self, kind: type[Exception]) -> None:
        nearest = next(known for known in kind.__mro__ if known in MEANING)

        assert nearest is not exceptions.GqlError or kind is exceptions.GqlError

    @pytest.mark.parametrize(
        ("kind", "problem"),
        [
            (exceptions.ServiceUnavailable, GraphUnavailable),
            (exceptions.IncompleteCommit, GraphUnavailable),
            (exceptions.AuthError, GraphUnavailable),
            (exceptions.TransientError, StillRunning),
            (exceptions.CypherSyntaxError, Internal),
            (TimeoutError, GraphUnavailable),
            (ConnectionResetError, GraphUnavailable),
        ],
    )
    def test_the_ones_that_matter_mean_what_they_should(self, kind: type[Exception], problem: type[Problem]) -> None:
        assert type(problem_for(kind.__new__(kind))) is problem


class TestTree:
    def test_every_problem_has_its_own_slug_and_an_example(self) -> None:
        kinds = every_problem()

        assert len({kind.slug for kind in kinds}) == len(kinds)
        for kind in kinds:
            assert kind().members["detail"] == kind.example

    def test_the_tree_in_the_docstring_is_the_tree(self) -> None:
        drawn = inspect.getdoc(inspect.getmodule(Problem)) or ""

        for kind in every_problem():
            assert f"{kind.__name__} " in drawn
            assert f"{kind.status}  {kind.slug}" in drawn

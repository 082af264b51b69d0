"""What a developer types is answered in readable text, and a fault in words."""

import pytest
from neo4j.spatial import WGS84Point
from neo4j.time import Date, DateTime, Duration

from graph_service.graph.connection import Connection
from graph_service.graph.prompt import MOST_ROWS, StatementFault, readable, run_statement


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (1, "1"),
        (1.5, "1.5"),
        ("it's", r"'it\'s'"),
        (["a", [1, None]], "['a', [1, null]]"),
        ({"born": Date(2020, 1, 2), "on": False}, "{born: 2020-01-02, on: false}"),
        (DateTime(2026, 11, 24, 3, 0, 0), "2026-11-24T03:00:00.000000000"),
        (Duration(days=1), "P1D"),
        (WGS84Point((1.0, 2.0)), "point(1.0, 2.0)"),
    ],
)
def test_a_value_is_written_as_cypher_writes_it(value: object, text: str) -> None:
    assert readable(value) == text


@pytest.mark.graph
class TestRunStatement:
    def test_what_a_statement_changed_is_counted(self, server: Connection) -> None:
        answer = run_statement(server, "CREATE (n:Typed)-[:NEXT]->(m:Typed) DETACH DELETE n, m")

        assert (answer.columns, answer.rows) == ([], [])
        assert {"nodes created: 2", "relationships created: 1", "nodes deleted: 2"} <= set(answer.changes)

    def test_a_path_keeps_the_direction_of_each_step(self, server: Connection) -> None:
        run_statement(server, "CREATE (:Drawn {name: 'a'})-[:NEXT {n: 1}]->(:Drawn:Last)<-[:PREVIOUS]-(:Drawn)")

        rows = run_statement(
            server, "MATCH path = (:Drawn {name: 'a'})-[:NEXT]->(:Last)<-[:PREVIOUS]-() RETURN path, 'text' AS text"
        ).rows
        run_statement(server, "MATCH (n:Drawn) DETACH DELETE n")

        assert rows == [["(:Drawn {name: 'a'})-[:NEXT {n: 1}]->(:Drawn:Last)<-[:PREVIOUS]-(:Drawn)", "text"]]

    def test_a_long_answer_is_cut_and_says_so(self, server: Connection) -> None:
        answer = run_statement(server, "UNWIND range(1, 2000) AS n RETURN n")

        assert (len(answer.rows), answer.cut) == (MOST_ROWS, True)

    def test_an_answer_that_just_fits_is_not_called_cut(self, server: Connection) -> None:
        assert not run_statement(server, "UNWIND range(1, 1000) AS n RETURN n").cut

    def test_a_mistake_is_said_in_the_words_of_the_server(self, server: Connection) -> None:
        with pytest.raises(StatementFault, match="Invalid input"):
            run_statement(server, "MATCH (n:[red] RETURN n")

    def test_a_server_that_is_not_there_is_said(self) -> None:
        with pytest.raises(StatementFault, match="does not answer"):
            run_statement(Connection("neo4j://127.0.0.1:1", "neo4j", "x", "neo4j"), "RETURN 1")

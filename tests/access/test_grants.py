"""Roles for a Neo4j that has them: each sees its own part and no other's."""

import re

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import ClientError

from graph_service.access.grants import PROCEDURES, part_grants, service_grants
from graph_service.access.scope import Body, Parts, owner_label
from graph_service.graph.connection import Connection
from graph_service.graph.queries import CYPHER
from tests.commands.test_commands import environment, run
from tests.conftest import World

CODES = ("BIR", "LDS", "LIV")
PARTS = Parts(bases=(), agreements=(), nations=tuple(Body(code=code, nation="England") for code in CODES))


def lines_of(role: str, statements: list[str]) -> list[str]:
    return [line for line in statements if re.search(rf"\b{role}\b", line)]


class TestParts:
    @pytest.mark.parametrize("code", CODES)
    def test_each_role_is_granted_its_own_label_and_denied_every_other(self, code: str) -> None:
        lines = lines_of(f"part_{code.lower()}", list(part_grants("neo4j", PARTS)))

        granted = {label for line in lines if line.startswith("GRANT") for label in re.findall(r"LA_\w+", line)}
        denied = {label for line in lines if line.startswith("DENY TRAVERSE") for label in re.findall(r"LA_\w+", line)}

        assert granted == {owner_label(code)}
        assert denied == {owner_label(other) for other in CODES if other != code}

    def test_nobody_is_granted_all_nodes(self) -> None:
        assert [line for line in part_grants("neo4j", PARTS) if "NODES *" in line or "ELEMENTS *" in line] == []

    def test_places_and_shields_are_denied_to_all(self) -> None:
        denials = [line for line in part_grants("neo4j", PARTS) if line.startswith("DENY")]

        assert len(denials) == len(CODES)
        assert all("Household" in line and "Protection" in line for line in denials)

    def test_one_authority_is_printed_alone(self) -> None:
        assert set(part_grants("neo4j", PARTS, "LDS")) < set(part_grants("neo4j", PARTS))
        assert lines_of("part_liv", list(part_grants("neo4j", PARTS, "LDS"))) == []


class TestService:
    def test_it_may_call_what_its_statements_call(self) -> None:
        called = {
            name for file in CYPHER.rglob("*.cypher") for name in re.findall(r"CALL ([\w.]+\.\w+)\(", file.read_text())
        }

        assert called == set(PROCEDURES)


@pytest.mark.graph
class TestOnAServer:
    def test_each_statement_is_one_that_neo4j_reads_and_only_community_lacks(self, server: Connection) -> None:
        """A mistake in its grammar would be a SyntaxError instead."""
        with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
            for statement in [*service_grants("neo4j"), *part_grants("neo4j", PARTS, "LDS")]:
                with pytest.raises(ClientError) as refused:
                    driver.execute_query(statement.rstrip(";"), database_="system")

                assert refused.value.code == "Neo.ClientError.Statement.UnsupportedAdministrationCommand", statement

    def test_the_command_prints_a_role_for_each_authority_in_the_graph(
        self, tmp_path, schema: Connection, world: World
    ) -> None:
        done = run("grants", "--authority", "LDS", env=environment(tmp_path, schema))

        assert done.returncode == 0, done.stderr
        assert "GRANT MATCH {*} ON GRAPH neo4j NODES LA_LDS TO part_lds;" in done.stdout
        assert "LA_LIV" in next(line for line in done.stdout.splitlines() if line.startswith("DENY TRAVERSE"))

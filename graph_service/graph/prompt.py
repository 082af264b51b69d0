"""A statement that a developer types, run as it is. Development only; the commands refuse it elsewhere."""

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph_service.graph.connection import Connection
from graph_service.graph.queries import reviewed

MOST_ROWS = 1000


class StatementFault(Exception):
    """What the server says of the statement."""


def run_statement(connection: Connection, statement: str) -> tuple[list[str], list[list[object]]]:
    """Columns and at most a thousand rows. Raises StatementFault with the server's sentence."""
    uri, username, password, database = connection
    try:
        with (
            GraphDatabase.driver(uri, auth=(username, password), notifications_min_severity="OFF") as driver,
            driver.session(database=database) as session,
        ):
            # Reviewed by the person who types it: there is no other author.
            result = session.run(reviewed(statement))
            rows = [record.values() for record in result.fetch(MOST_ROWS)]
            return list(result.keys()), rows
    except Neo4jError as fault:
        raise StatementFault(fault.message) from fault
    except DriverError as fault:
        raise StatementFault("The server does not answer.") from fault

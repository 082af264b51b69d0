"""A statement that a developer types, run as it is. Development only; the commands refuse it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError
from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from graph_service.graph.connection import Connection, driver_settings
from graph_service.graph.queries import reviewed

MOST_ROWS = 1000


class StatementFault(Exception):
    """What the server says of the statement."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A table of readable text; `cut` where there were more rows, `changes` such as `nodes created: 2`."""

    columns: list[str]
    rows: list[list[str]]
    cut: bool
    changes: list[str]


def run_statement(connection: Connection, statement: str) -> Answer:
    """At most a thousand rows. Raises StatementFault with the server's sentence."""
    uri, username, password, database, ca_file = connection
    try:
        with (
            GraphDatabase.driver(**driver_settings(uri, username, password, ca_file)) as driver,
            driver.session(database=database) as session,
        ):
            # Reviewed by the person who types it: there is no other author.
            result = session.run(reviewed(statement))
            columns, records = list(result.keys()), result.fetch(MOST_ROWS)
            cut = result.peek() is not None
            counters = result.consume().counters  # a constraint may refuse only here, at the commit
    except Neo4jError as fault:
        raise StatementFault(fault.message or str(fault)) from fault
    except DriverError as fault:
        raise StatementFault("The server does not answer.") from fault
    rows = [[_cell(value) for value in record.values()] for record in records]
    changes = [f"{name.replace('_', ' ')}: {n}" for name, n in vars(counters).items() if type(n) is int]
    return Answer(columns, rows, cut, changes)


def _cell(value: object) -> str:
    """A text alone stands without quotes; anything else as Cypher would write it."""
    return value if isinstance(value, str) else readable(value)


def readable(value: object) -> str:
    """As Cypher would write it: (:Child {id: 'c1'}), 2026-11-24, [1, 2], null."""
    match value:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case str():
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        case Node():
            return "(" + "".join(f":{label}" for label in sorted(value.labels)) + _properties(value) + ")"
        case Relationship():
            return f"[:{value.type}{_properties(value)}]"
        case Path():
            return _path(value)
        case Date() | DateTime() | Time() | Duration():
            return value.iso_format()
        case Point():
            return f"point({', '.join(str(part) for part in value)})"
        case Mapping():
            return "{" + ", ".join(f"{key}: {readable(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(readable(item) for item in value) + "]"
        case _:
            return str(value)


def _properties(entity: Node | Relationship) -> str:
    return f" {readable(dict(entity))}" if len(entity) else ""


def _path(path: Path) -> str:
    parts = [readable(path.start_node)]
    for before, step, after in zip(path.nodes, path.relationships, path.nodes[1:], strict=False):
        forward = step.start_node == before
        parts.append(f"-{readable(step)}->" if forward else f"<-{readable(step)}-")
        parts.append(readable(after))
    return "".join(parts)

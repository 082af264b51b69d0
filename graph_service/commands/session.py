"""What every command needs first: settings, a database to talk to, and a graph opened on it."""

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console

from graph_service.domain.problems import GraphUnavailable, Problem
from graph_service.graph.client import COMMAND_SECONDS, Graph
from graph_service.graph.connection import Connection
from graph_service.graph.jars import JarFault
from graph_service.graph.local import LocalServer, LocalServerFault
from graph_service.graph.reach import why_unreachable
from graph_service.graph.server import server_faults
from graph_service.settings import Settings, load_settings

console = Console()
complaints = Console(stderr=True)


def settings_or_exit() -> Settings:
    """The settings, or every fault in them as a sentence."""
    try:
        return load_settings()
    except ValidationError as found:
        for error in found.errors(include_input=False, include_url=False):
            complaints.print(f"[red]Settings:[/] {error['msg'].removeprefix('Value error, ')}.")
        raise typer.Exit(2) from found


def local_server(settings: Settings) -> LocalServer:
    return LocalServer(neo4j_folder(settings))


def neo4j_folder(settings: Settings) -> Path:
    return settings.state / "neo4j"


@contextmanager
def database(settings: Settings) -> Generator[Connection]:
    """The operator's own server where one is named, and then never another; else the local one, for this command."""
    with said():
        if settings.own_server:
            yield named_server(settings)
        else:
            with local_server(settings) as connection:
                yield connection


def named_server(settings: Settings) -> Connection:
    """The NEO4J_ settings: address, user, password and database are set together or not at all."""
    password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
    return Connection(
        settings.neo4j_uri or "",
        settings.neo4j_username or "",
        password,
        settings.neo4j_database or "",
        settings.neo4j_ca_file,
    )


@asynccontextmanager
async def opened_graph(settings: Settings) -> AsyncGenerator[Graph]:
    """Exit code 1 where this service cannot run on that server, or cannot reach it: with the reason in words."""
    with database(settings) as connection:
        async with Graph.open(*connection, read_seconds=COMMAND_SECONDS) as graph:
            if faults := await _faults(graph, connection):
                complaints.print("\n".join(faults), markup=False, highlight=False, soft_wrap=True)
                raise typer.Exit(1)
            yield graph


async def _faults(graph: Graph, connection: Connection) -> list[str]:
    try:
        return await server_faults(graph)
    except GraphUnavailable as problem:
        return [await why_unreachable(connection) or problem.detail]


@contextmanager
def said() -> Generator[None]:
    """Faults that a person can act on, as a sentence instead of a traceback."""
    try:
        yield
    except (JarFault, LocalServerFault) as fault:
        complaints.print(f"[red]The local Neo4j:[/] {fault}")
        raise typer.Exit(1) from fault
    except Problem as problem:
        complaints.print(f"[red]{problem.title}.[/] {problem.detail}")
        raise typer.Exit(1) from problem

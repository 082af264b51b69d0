"""graph-service serve, migrate, check, openapi: running the service."""

import asyncio
import json
from typing import Annotated

import typer

from graph_service.app import create_app
from graph_service.commands.catalogue import stale_files, write_catalogue
from graph_service.commands.logs import log_for_service, log_uncaught_faults
from graph_service.commands.session import complaints, console, database, opened_graph, said, settings_or_exit
from graph_service.commands.workers import PortTaken, serve_until_stopped
from graph_service.graph.checks import all_faults, invariant_faults
from graph_service.graph.connection import Connection
from graph_service.graph.migrations import migrate as apply_migrations
from graph_service.graph.server import server_advice
from graph_service.settings import Settings


def serve() -> None:
    """Run the service until Ctrl-C or SIGTERM, then finish what was begun, within ten seconds.

    Without its database it starts, says so and waits. GRAPH_SERVICE_WORKERS processes answer at GRAPH_SERVICE_PORT;
    GRAPH_SERVICE_MONITOR_PORT has health with its reasons, and metrics. docs/operations.md lists every setting.
    """
    settings = settings_or_exit()
    log_for_service()
    log_uncaught_faults()
    with database(settings) as connection:
        try:
            well = serve_until_stopped(settings, connection)
        except PortTaken as fault:
            complaints.print(f"[red]Not started:[/] {fault}", soft_wrap=True)
            raise typer.Exit(1) from fault
        if not well:
            raise typer.Exit(1)


def migrate() -> None:
    """Bring the graph's schema up to this release. Safe to run again."""
    settings = settings_or_exit()
    with said():
        applied = asyncio.run(_migrate(settings))
    console.print(f"Applied {', '.join(applied)}." if applied else "The schema is up to date.")


async def _migrate(settings: Settings) -> list[str]:
    async with opened_graph(settings) as graph:
        return [migration.version for migration in await apply_migrations(graph)]


def check(
    write: Annotated[bool, typer.Option(help="First rewrite shared parts of queries, and cypher/README.md.")] = False,
) -> None:
    """Check the server, its schema, every query and every invariant; exit code 1 on any fault."""
    if write:
        write_catalogue()
        console.print("Rewritten. Run it once more without --write to check.")
        return
    settings = settings_or_exit()
    with said():
        faults, advice = asyncio.run(_check(settings))
    faults = stale_files() + faults
    for sentence in (*faults, *(f"Advice: {one}" for one in advice)):
        complaints.print(sentence, markup=False, highlight=False, soft_wrap=True)
    if faults:
        complaints.print(f"[red]{len(faults)} faults.[/] Mend them: the service refuses to start like this.")
        raise typer.Exit(1)
    console.print("No faults: server, schema, queries and invariants are as they must be.")


async def _check(settings: Settings) -> tuple[list[str], list[str]]:
    """What is wrong, and what could be better."""
    async with opened_graph(settings) as graph:
        return await all_faults(graph) or await invariant_faults(graph), await server_advice(graph)


def openapi() -> None:
    """Print the API's OpenAPI document."""
    settings = Settings(environment="development")
    app = create_app(settings, Connection("neo4j://127.0.0.1:7687", "", "", "neo4j"))
    typer.echo(json.dumps(app.openapi(), indent=2))

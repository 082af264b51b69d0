"""graph-service serve, migrate, check, openapi: running the service."""

import asyncio
import json
from typing import Annotated

import typer
import uvicorn

from graph_service.app import create_app
from graph_service.commands.catalogue import stale_files, write_catalogue
from graph_service.commands.logs import log_for_service
from graph_service.commands.session import complaints, console, database, opened_graph, said, settings_or_exit
from graph_service.graph.checks import all_faults, invariant_faults
from graph_service.graph.connection import Connection
from graph_service.graph.migrations import migrate as apply_migrations
from graph_service.settings import Settings


def serve() -> None:
    """Run the service until Ctrl-C. Without its database it starts, says so and waits."""
    settings = settings_or_exit()
    log_for_service()
    with database(settings) as connection:
        app = create_app(settings, connection, on_refusal=lambda: setattr(server, "should_exit", True))
        server = uvicorn.Server(
            uvicorn.Config(app, host=settings.host, port=settings.port, log_config=None, access_log=False,
                           timeout_graceful_shutdown=10, server_header=False)
        )  # fmt: skip
        server.run()
        if app.state.service.readiness.refused:
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
        faults = stale_files() + asyncio.run(_check(settings))
    for fault in faults:
        complaints.print(fault, markup=False, highlight=False, soft_wrap=True)
    if faults:
        complaints.print(f"[red]{len(faults)} faults.[/] Mend them: the service refuses to start like this.")
        raise typer.Exit(1)
    console.print("No faults: server, schema, queries and invariants are as they must be.")


async def _check(settings: Settings) -> list[str]:
    async with opened_graph(settings) as graph:
        return await all_faults(graph) or await invariant_faults(graph)


def openapi() -> None:
    """Print the API's OpenAPI document."""
    settings = Settings(environment="development")
    app = create_app(settings, Connection("neo4j://127.0.0.1:7687", "", "", "neo4j"))
    typer.echo(json.dumps(app.openapi(), indent=2))

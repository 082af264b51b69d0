"""graph-service grants: the roles for a Neo4j that has them."""

import asyncio
import re
from typing import Annotated

import typer

from graph_service.access.grants import part_grants, service_grants
from graph_service.access.scope import Parts
from graph_service.actions.parts import parts_in_force
from graph_service.commands.session import complaints, opened_graph, said, settings_or_exit
from graph_service.settings import Settings


def grants(
    authority: Annotated[str | None, typer.Option(help="Only this authority's role, by its code, such as LDS.")] = None,
    database: Annotated[str, typer.Option(help="The database that the roles are for.")] = "neo4j",
) -> None:
    """Print CREATE ROLE, GRANT and DENY TRAVERSE for the service and for each authority in the graph.

    For Neo4j Enterprise; Community has no roles. Read them, then run them on the system database. They hold for whoever
    looks with a tool of their own: past levels, shields and the record of looks, so give such a role to nobody who
    could ask the service instead. Run it again whenever `graph-service authorities` has loaded a new one.
    """
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", database):
        complaints.print("--database is a name of letters and digits.")
        raise typer.Exit(2)
    settings = settings_or_exit()
    with said():
        parts = asyncio.run(_parts(settings))
    statements = list(part_grants(database, parts, authority))
    if not statements:
        complaints.print(
            f"There is no authority {authority} in the graph: graph-service authorities loads them."
            if authority
            else "There is no authority in the graph yet: graph-service authorities loads them."
        )
        raise typer.Exit(1)
    for statement in [*service_grants(database), *statements]:
        typer.echo(statement)


async def _parts(settings: Settings) -> Parts:
    async with opened_graph(settings) as graph:
        return await parts_in_force(graph)

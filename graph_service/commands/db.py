"""graph-service db: the local Neo4j of this folder."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from graph_service.commands.session import complaints, console, local_server, said, settings_or_exit
from graph_service.graph.connection import Connection
from graph_service.graph.local import prepare
from graph_service.graph.prompt import StatementFault, run_statement

app = typer.Typer(help="The local Neo4j: a real server on this machine, for development and one machine.")


@app.command()
def start() -> None:
    """Start the local Neo4j and leave it running. It listens on 127.0.0.1 only."""
    settings = settings_or_exit()
    with said():
        prepare(record=True)
        server = local_server(settings)
        connection = server.start(detached=True)
    console.print(f"Neo4j answers at {connection.uri}; its password is in {server.password_file}", soft_wrap=True)
    console.print("Stop it with: graph-service db stop")


@app.command()
def stop() -> None:
    """Stop the local Neo4j. Nothing is lost: its data stays in the folder that `db path` prints."""
    with said():
        local_server(settings_or_exit()).stop()
    console.print("Neo4j is stopped.")


@app.command()
def status() -> None:
    """Say whether the local Neo4j runs, and where. Exit code 3 if it does not."""
    server = local_server(settings_or_exit())
    if (connection := server.running()) is None:
        console.print("Neo4j is stopped. Start it with: graph-service db start")
        raise typer.Exit(3)
    console.print(f"Neo4j runs as process {server.pid()} and answers at {connection.uri}.")


@app.command()
def path() -> None:
    """Print the folder that holds its data, settings, logs and password."""
    typer.echo(local_server(settings_or_exit()).folder)


@app.command()
def cypher(
    statement: Annotated[str | None, typer.Argument(help="One statement; without it, a prompt.")] = None,
) -> None:
    """A prompt on the local Neo4j, in development only: here no level and no audit stands before the data.

    End each statement with a semicolon; leave with :quit or Ctrl-D.
    """
    settings = settings_or_exit()
    if not settings.in_development:
        console.print("Refused: outside development nobody reads the graph past its guards.")
        raise typer.Exit(2)
    server = local_server(settings)
    if server.running() is None:
        console.print("Neo4j is stopped. Start it with: graph-service db start")
        raise typer.Exit(3)
    for typed in [statement] if statement else _typed():
        understood = _show(server.start(), typed)
        if statement and not understood:
            raise typer.Exit(1)


def _typed() -> Iterator[str]:
    """Statements as a person types them."""
    lines: list[str] = []
    while True:
        try:
            line = console.input("cypher> " if not lines else "      > ")
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip() in (":quit", ":exit"):
            return
        if line.strip() == ":help":
            console.print("Type a Cypher statement, end it with ; and press Enter. :quit or Ctrl-D leaves.")
            # Typed by a person, and no query of the product's.
            console.print(
                "To see what there is: MATCH (n) RETURN labels(n) AS labels, count(*) AS how_many;", soft_wrap=True
            )
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            if typed := "\n".join(lines).strip(" \n;"):
                yield typed
            lines = []


def _show(connection: Connection, statement: str) -> bool:
    """Everything as plain Text: brackets in data or in a fault are not rich's markup."""
    try:
        answer = run_statement(connection, statement.strip().rstrip(";"))
    except StatementFault as fault:
        complaints.print(Text(str(fault), style="red"))
        return False
    if answer.columns:
        table = Table()
        for column in answer.columns:
            table.add_column(Text(column), overflow="fold")
        for row in answer.rows:
            table.add_row(*(Text(value) for value in row))
        console.print(table)
        more = " and more: add LIMIT, or ask for less" if answer.cut else ""
        console.print(f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}{more}")
    if answer.changes:
        console.print(", ".join(answer.changes))
    return True

"""graph-service signals: looking for signals in a whole authority, and what signals there are."""

import asyncio
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graph_service.actions.evaluation import Reading, read_settings
from graph_service.actions.scans import scan as scan_authority
from graph_service.commands.session import console, opened_graph, said, settings_or_exit
from graph_service.graph.signals import SIGNALS
from graph_service.settings import Settings

app = typer.Typer(help="Why a team may not know of each other: reasons, never scores.", no_args_is_help=True)


@app.command()
def scan(
    authority: Annotated[str, typer.Option(help="Code of the authority, such as LDS.")],
) -> None:
    """Look for every signal over every child of an authority.

    Run it after an import and each night; in between the service follows each change by itself. Cut short, it goes on
    where it stopped when you run it again on the same day.
    """
    settings = settings_or_exit()
    with said():
        standing, reading = asyncio.run(_scan(settings, authority))
    table = Table("Signal", "Sentence", "Stands for")
    for code, signal in SIGNALS.items():
        stands = "looked for earlier today" if code not in standing else f"{standing[code]:,}"
        table.add_row(code, signal.sentence, reading.not_evaluated.get(code, stands))
    console.print(table)


async def _scan(settings: Settings, authority: str) -> tuple[dict[str, int], Reading]:
    async with opened_graph(settings) as graph:
        with Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        ) as bars:
            task = bars.add_task("Signals", total=len(SIGNALS))
            standing = await scan_authority(
                graph, authority, lambda code, place, _: bars.update(task, description=code, completed=place)
            )
        return standing, await read_settings(graph, authority)


@app.command("list")
def list_() -> None:
    """Every signal: its sentence, where it comes from, what would end it, its thresholds."""
    table = Table("Signal", "Sentence", "Thresholds", "Ends when", "From", show_lines=True)
    for code, signal in SIGNALS.items():
        numbers = "\n".join(f"{name} = {one.value} {one.unit}" for name, one in signal.thresholds.items())
        missing = f"\nNot here: {signal.missing}" if signal.missing else ""
        table.add_row(code, signal.sentence + missing, numbers, signal.ends, signal.source)
    console.print(table)

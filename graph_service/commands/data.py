"""graph-service import, authorities, generate: data in."""

import asyncio
import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from graph_service.actions import extracts
from graph_service.actions.authorities import load_authorities
from graph_service.actions.clock import today
from graph_service.actions.extracts import ExtractRefused, ImportReport, import_extract, write_receipt
from graph_service.commands.session import complaints, console, opened_graph, said, settings_or_exit
from graph_service.extracts.faults import Faults
from graph_service.extracts.generate import DAY, generate_extract
from graph_service.extracts.keys import Sender
from graph_service.settings import Settings

SHOWN = 50


def authorities(file: Annotated[Path, typer.Argument(help="CSV in the form of seed/authorities.csv")]) -> None:
    """Load the bodies that keep the index's parts. Run it first, and again whenever the list changes."""
    settings = settings_or_exit()
    with said():
        console.print(f"{asyncio.run(_load(settings, file))} authorities are in the graph.")


async def _load(settings: Settings, file: Path) -> int:
    async with opened_graph(settings) as graph:
        return await load_authorities(graph, file)


def import_(
    folder: Annotated[Path, typer.Argument(help="A folder of CSV files in the network extract format.")],
    authority: Annotated[str, typer.Option(help="Code of the authority that keeps these facts, such as LDS.")],
    source: Annotated[str, typer.Option(help="Name of the sending system; the same one on every run.")] = "extract",
    protections_as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day somebody checked protections.csv; unless it is today, new children are seen by nobody.",
        ),
    ] = None,
    receipt: Annotated[Path | None, typer.Option(help="Write our number for each child_key to this file.")] = None,
    faults: Annotated[Path | None, typer.Option(help="Write every fault to this file too.")] = None,
) -> None:
    """Take in an extract: every row is checked first, and if one is bad nothing is written.

    Running it twice changes nothing. New children are held, and seen by nobody, until somebody has checked today
    that protections.csv names everybody who has to be hidden, and says so: --protections-as-of with today's date.
    """
    settings = settings_or_exit()
    as_of = protections_as_of.date() if protections_as_of else None
    if as_of not in (None, today()):
        complaints.print(
            f"[red]Nothing was written:[/] --protections-as-of says {as_of}, and today is {today()}. Protections are "
            "checked on the day of the import: check the file today, or leave this out and the new children stay held."
        )
        raise typer.Exit(2)
    sender = Sender(authority, source)
    with said():
        try:
            report = asyncio.run(_import(settings, folder, sender, as_of, receipt))
        except ExtractRefused as refused:
            _print_faults(refused.faults, faults)
            raise typer.Exit(1) from refused
    _print_report(report)


async def _import(settings: Settings, folder: Path, sender: Sender, as_of, receipt: Path | None) -> ImportReport:
    async with opened_graph(settings) as graph:
        with Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
        ) as bars:
            report = await import_extract(
                graph, folder, sender, by=getpass.getuser(), protections_as_of=as_of, progress=_bars(bars)
            )
        if receipt is not None:
            await write_receipt(graph, folder, sender, receipt)
        return report


def _bars(bars: Progress) -> extracts.Progress:
    tasks = []

    def start(what: str, total: int | None) -> None:
        for earlier in tasks:
            bars.stop_task(earlier)
        tasks.append(bars.add_task(what, total=total))

    return extracts.Progress(start, lambda rows: bars.advance(tasks[-1], rows))


def _print_faults(found: Faults, file: Path | None) -> None:
    for fault in found.kept[:SHOWN]:
        complaints.print(str(fault), markup=False, highlight=False, soft_wrap=True)
    if found.count > SHOWN:
        complaints.print(f"... and {found.count - SHOWN} more; --faults FILE writes them all.")
    if file is not None:
        file.write_text("".join(f"{fault}\n" for fault in found.kept))
    faults = "1 fault" if found.count == 1 else f"{found.count:,} faults"
    complaints.print(f"[red]Nothing was written:[/] {faults}. Mend the rows above and run it again.")


def _print_report(report: ImportReport) -> None:
    if report.same_as is not None:
        console.print(f"The same files as on {report.same_as.astimezone():%d %B %Y at %H:%M}: nothing to do.")
        return
    table = Table("File", "Rows", "New", "Changed", "As before")
    for file, counts in report.files.items():
        table.add_row(file, *(f"{n:,}" for n in (counts.rows, counts.created, counts.changed, counts.unchanged)))
    console.print(table)
    if report.changed_nothing:
        console.print("Nothing has changed: everything in this extract was here already.")
    if report.released:
        console.print(f"{report.released:,} children can now be seen by those who may.")
    if report.possible_duplicates:
        console.print(
            f"{report.possible_duplicates:,} may be recorded twice, here or by another authority: the data team finds "
            "them at /api/v1/possible-duplicates."
        )
    if report.held:
        children = "1 new child is" if report.held == 1 else f"{report.held:,} new children are"
        console.print(
            f"{children} held and seen by nobody. Check that protections.csv is there and names everybody who has to "
            f"be hidden (header only if nobody), then run this again with --protections-as-of {today()}"
        )


def generate(
    authority: Annotated[str, typer.Option(help="Code of the authority, such as LDS.")],
    out: Annotated[Path, typer.Option(help="Folder to write the extract to.")],
    children: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many children.")] = 79_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    key: Annotated[
        Path | None,
        typer.Option(
            help="Plant children of whom it is known which signals stand, date everything from today, and write here "
            "which: child_key, code, since. The service never reads that file."
        ),
    ] = None,
) -> None:
    """Make a believable extract of made-up people: 79,000 children is the average authority."""
    with Progress(TextColumn("Making children"), BarColumn(), MofNCompleteColumn(), console=console) as bars:
        task = bars.add_task("children", total=children)
        rows = generate_extract(
            authority, children, out, seed, lambda made: bars.advance(task, made), today() if key else DAY, key
        )
    console.print(
        f"{rows:,} rows in {out}. Import them with:\n  graph-service import {out} --authority {authority} "
        f"--protections-as-of {today()}",
        soft_wrap=True,
    )

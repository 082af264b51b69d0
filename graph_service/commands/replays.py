"""graph-service replay: a published story, day by day, in an empty database of its own."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.table import Table

from graph_service.actions.replays import BesidePeople, Replayed, Stood, refuse_beside_people, replay
from graph_service.commands.people import refuse_outside_development
from graph_service.commands.session import complaints, console, named_server, said, settings_or_exit
from graph_service.extracts.stories import STORIES, Story, read_story, story_names
from graph_service.graph.client import COMMAND_SECONDS, Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from graph_service.graph.migrations import migrate
from graph_service.graph.signals import SIGNALS
from graph_service.settings import Settings

EXPECTED = STORIES / "expected"
WIDE = 60  # letters of the time line


def replay_(
    name: Annotated[str, typer.Argument(help="A story of seed/replays, or all.")],
    write: Annotated[
        bool, typer.Option(help="Also pin what was found, for the tests, to be read by a person.")
    ] = False,
) -> None:
    """In hindsight: which signals would have stood while a published story went on, from which day, and which never.

    In an empty database of its own, thrown away at the end. It says nothing about what would have come of it.
    """
    settings = settings_or_exit()
    refuse_outside_development(settings)
    names = story_names()
    if name != "all" and name not in names:
        complaints.print(f"There is no story {name}. There are: {', '.join(names)}", markup=False)
        raise typer.Exit(2)
    stories = {one: read_story(one) for one in (names if name == "all" else [name])}
    with said():
        for one in _replayed(settings, stories):
            show(one)
            if write:
                pin(one)


def pin(one: Replayed, folder: Path = EXPECTED) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{one.name}.txt").write_text("\n".join(one.lines()) + "\n", encoding="utf-8")


def _replayed(settings: Settings, stories: dict[str, Story]) -> list[Replayed]:
    try:
        if settings.own_server:
            # It is not written to; but whoever has named one with people in it is in the wrong place.
            asyncio.run(_refuse(named_server(settings)))
        with TemporaryDirectory() as folder, console.status("Replaying, in an empty database"):
            server = LocalServer(Path(folder), prepared=prepare(record=True), page_cache="128m", port=0)
            with server as connection:
                return asyncio.run(_replay(connection, stories))
    except BesidePeople as found:
        complaints.print("Refused: NEO4J_URI names a database with children in it. No replay runs beside real data.")
        raise typer.Exit(1) from found


async def _refuse(connection: Connection) -> None:
    async with Graph.open(*connection, read_seconds=COMMAND_SECONDS) as graph:
        await refuse_beside_people(graph)


async def _replay(connection: Connection, stories: dict[str, Story]) -> list[Replayed]:
    async with Graph.open(*connection, read_seconds=COMMAND_SECONDS) as graph:
        await migrate(graph)
        return await replay(graph, stories)


def show(one: Replayed) -> None:
    """Marked as hindsight, first and last."""
    story = one.story
    console.rule(f"HINDSIGHT: {story.title}")
    for source in story.sources:
        console.print(f"From: {source}", markup=False, highlight=False)
    console.print(f"The sources say: {story.sources_say}\nNot here: {story.left_out}\n", markup=False, highlight=False)
    table = Table("Hindsight", "Stood", "What it would have said", "From", show_lines=True)
    for stood in one.stood:
        facts = "\n".join(f"{kind} day {day}" if day is not None else kind for kind, day in stood.evidence)
        table.add_row(stood.code, stood.words, stood.said, facts)
    console.print(table)
    _show_line(one.stood, story.last)
    if not one.stood:
        console.print("No signal speaks at all, although the sources say that coordination failed: that is a finding.")
    for code in one.never:
        console.print(f"{code} would never have stood: {SIGNALS[code].sentence}", markup=False, highlight=False)
    for code, why in one.not_evaluated.items():
        console.print(f"{code} was not asked: {why}", markup=False, highlight=False)
    console.print(
        "Hindsight only: what an index would have held, as told afterwards. It does not say that anybody would have "
        "looked, or what would have come of it.",
    )


def _show_line(stood: Iterable[Stood], last: int) -> None:
    """A line a signal, from day 0 to the last."""
    codes: dict[str, list[str]] = {}
    for one in stood:
        line = codes.setdefault(one.code, ["."] * WIDE)
        end = last + 1 if one.end is None else one.end
        for place in range(
            one.start * WIDE // (last + 1), max(one.start * WIDE // (last + 1) + 1, end * WIDE // (last + 1))
        ):
            line[place] = "#"
    for code, line in codes.items():
        console.print(f"{code}  {''.join(line)}", markup=False, highlight=False)
    console.print(f"     day 0{f'day {last}':>{WIDE - 5}}", highlight=False)

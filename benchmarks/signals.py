"""How fast signals are looked for, in an authority of the largest size: ratios and database hits, in one run.

    .venv/bin/python benchmarks/signals.py                             316,000 children (half an hour to load; kept)
    .venv/bin/python benchmarks/signals.py --children 20000            a quick try
    .venv/bin/python benchmarks/signals.py --children 20000 --beside 4 the same authority alone and beside four others

For each signal: its scan of the authority, beside the bare count of the relationships that it has to read, from the
same beginning. And one child looked at again after a change, beside RETURN 1.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import typer
from authority import SEED, console, database_folder, hits_of
from neo4j import Driver, GraphDatabase
from rich.progress import track
from rich.table import Table

from graph_service.actions.authorities import load_authorities
from graph_service.actions.clock import today
from graph_service.actions.evaluation import Reading, read_settings
from graph_service.actions.extracts import import_extract
from graph_service.commands.logs import log_for_person
from graph_service.extracts.generate import generate_extract
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare
from graph_service.graph.migrations import migrate
from graph_service.graph.signals import EVALUATE_CHILDREN, SCANS

OTHERS = ("MAN", "LIV", "BRD", "SHF")
MOST_RATIO = 2.0  # of a scan to the bare count
MOST_FOR_ONE = 4.0  # of one child looked at again to RETURN 1
MOST_BESIDE = 1.3  # of the same authority beside others to itself alone

_BEGINNING = re.compile(r"^// fragment (those_\w+): begin\n.*?^// fragment \1: end$", re.M | re.S)
_TYPES = re.compile(r"-\[\w*:([A-Z_|]+)")


@dataclass(frozen=True)
class Measured:
    code: str
    rows: int
    scan: float
    bare: float
    hits: int

    @property
    def ratio(self) -> float:
        return self.scan / self.bare


def main(
    children: Annotated[int, typer.Option(help="Size of the authority.")] = 316_000,
    times: Annotated[int, typer.Option(help="How often each is run; the median counts.")] = 5,
    beside: Annotated[int, typer.Option(help="How many other authorities of that size to put beside it.")] = 0,
    folder: Annotated[Path | None, typer.Option(help="Where the loaded database is kept between runs.")] = None,
) -> None:
    """Load once (kept between runs), look for every signal, print, exit 1 if a bar is missed."""
    log_for_person()
    folder = folder or database_folder(children).with_name(f"signals-{children}")
    prepare(record=True)
    with LocalServer(folder / "neo4j", heap="3g", page_cache="2g") as connection:
        asyncio.run(_load(connection, folder, "BIR", children))
        alone, one = asyncio.run(_measure(connection, times))
        kept = _report(alone, one)
        if beside:
            for code in OTHERS[:beside]:
                asyncio.run(_load(connection, folder, code, children))
            together, _ = asyncio.run(_measure(connection, times))
            kept = _report_beside(alone, together) and kept
    raise typer.Exit(0 if kept else 1)


async def _load(connection: Connection, folder: Path, code: str, children: int) -> None:
    """One authority, dated from today, with the planted cases; only where it is not there yet."""
    loaded = folder / f"{code}.loaded"
    async with Graph.open(*connection, read_seconds=300) as graph:
        await migrate(graph)
        await load_authorities(graph, SEED / "authorities.csv")
        if loaded.exists():
            return
        with console.status(f"Making and importing {children:,} children of {code} (once; minutes)"):
            extract = folder / f"extract-{code}"
            generate_extract(code, children, extract, today=today(), key=folder / f"key-{code}.csv")
            await import_extract(graph, extract, Sender(code, "benchmark"), by="benchmark", protections_as_of=today())
        loaded.touch()


async def _measure(connection: Connection, times: int) -> tuple[list[Measured], float]:
    async with Graph.open(*connection, read_seconds=300) as graph:
        reading = await read_settings(graph, "BIR")
    with GraphDatabase.driver(connection.uri, auth=(connection.username, connection.password)) as driver:
        places = _targeted(driver)
        given = reading.parameters | {"among": {"places": places}, "whole": True}
        found = [
            _one_signal(driver, code, given, times)
            for code in track(sorted(reading.measure.signals), "Looking for each signal", console=console)
        ]
        return found, _one_child(driver, reading, times)


def _targeted(driver: Driver) -> list[str]:
    rows, _, _ = driver.execute_query(
        "MATCH ()-[seat:INVOLVED_WITH]->() WHERE seat.custodian = 'BIR' AND seat.service_id IS NOT NULL "
        "WITH DISTINCT seat.service_id AS id MATCH (place:Service) WHERE place.id = id AND place.tier <> 'universal' "
        "RETURN id ORDER BY id"
    )
    return [row["id"] for row in rows]


def _one_signal(driver: Driver, code: str, given: dict[str, Any], times: int) -> Measured:
    text = SCANS[code].text
    bare = _bare_count(text)
    scan, count = partial(driver.execute_query, text, given), partial(driver.execute_query, bare, given)
    scan(), count()  # planned, and the pages are warm
    taken = [(_timed(count), _timed(scan)) for _ in range(times)]
    _, summary, _ = driver.execute_query("PROFILE " + text, given)
    rows = len(scan().records)
    return Measured(
        code, rows, median(scan for _, scan in taken), median(bare for bare, _ in taken), hits_of(summary.profile)
    )


def _bare_count(text: str) -> str:
    """The same beginning, and then nothing but the relationships of the types that the signal reads."""
    beginning = _BEGINNING.search(text)
    assert beginning is not None
    rest = text[beginning.end() :]
    types = "|".join(sorted({name for found in _TYPES.findall(rest) for name in found.split("|")}))
    return f"{beginning[0]}\nMATCH (child)-[fact:{types}]-()\nRETURN count(fact) AS facts"


def _one_child(driver: Driver, reading: Reading, times: int) -> float:
    """One child with work, looked at for every signal, as a ratio to RETURN 1."""
    found, _, _ = driver.execute_query(
        "MATCH ()-[seat:LEADS]->(child) WHERE seat.custodian = 'BIR' RETURN DISTINCT child.id AS id LIMIT 200"
    )
    ids = [row["id"] for row in found]

    def again(child: str) -> object:
        among = {"children": [child], "signals": sorted(reading.measure.signals)}
        given = reading.parameters | {"among": among, "whole": True}
        return [driver.execute_query(statement.text, given) for statement in EVALUATE_CHILDREN]

    again(ids[0])
    taken = []
    for _ in range(times):
        for child in ids:
            taken.append((_timed(lambda: driver.execute_query("RETURN 1 AS one")), _timed(lambda c=child: again(c))))
    return median(one for _, one in taken) / median(bare for bare, _ in taken)


def _timed(way: Callable[[], object]) -> float:
    began = perf_counter()
    way()
    return (perf_counter() - began) * 1000


def _report(found: list[Measured], one: float) -> bool:
    table = Table("Signal", "Rows", "Scan ms", "Bare ms", "Ratio", "Hits a row", title="Every child of the authority")
    for row in found:
        table.add_row(
            row.code, f"{row.rows:,}", f"{row.scan:.0f}", f"{row.bare:.0f}", f"{row.ratio:.2f}",
            f"{row.hits / max(1, row.rows):,.0f}",
        )  # fmt: skip
    console.print(table)
    slow = [row.code for row in found if row.ratio > MOST_RATIO]
    console.print(f"all together: {sum(row.scan for row in found) / 1000:.1f} s", highlight=False)
    return all(
        [
            _said(not slow, f"scan / bare count, at most {MOST_RATIO}: {', '.join(slow) or 'none'} above it"),
            _said(one <= MOST_FOR_ONE, f"one child again / RETURN 1: {one:.2f} (at most {MOST_FOR_ONE})"),
        ]
    )


def _report_beside(alone: list[Measured], together: list[Measured]) -> bool:
    ratio = sum(row.scan for row in together) / sum(row.scan for row in alone)
    return _said(ratio <= MOST_BESIDE, f"beside others / alone, all signals: {ratio:.2f} (at most {MOST_BESIDE})")


def _said(good: bool, line: str) -> bool:
    console.print(f"{'ok  ' if good else 'MISS'} {line}", highlight=False)
    return good


if __name__ == "__main__":
    typer.run(main)

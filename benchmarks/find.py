"""How fast finding a child is, and how many slips it forgives, among 79,000 children: ratios, side by side in one run.

    .venv/bin/python benchmarks/find.py                                      1,000 searches after 300 to warm up
    .venv/bin/python benchmarks/find.py --children 2000 --searches 100 --warm 50     a quick try

(a) RETURN 1 through a bare FastAPI route  (b) POST /api/v1/children/find by name with one slip and date of birth
"""

import random
import string
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Annotated

import anyio
import httpx2
import typer
from authority import Asker, Child, bare_app, console, database_folder, load, serving
from rich.progress import track
from rich.table import Table

from graph_service.access.policy import BUDGETS
from graph_service.commands.logs import log_for_person
from graph_service.domain.closed_lists import AccountRole
from graph_service.graph.local import LocalServer, prepare

RETURN_ONE = """
import sys, uvicorn
from contextlib import asynccontextmanager
from fastapi import FastAPI
from neo4j import AsyncGraphDatabase
port, uri, username, password, database = sys.argv[1:]
@asynccontextmanager
async def lifespan(app):
    async with AsyncGraphDatabase.driver(uri, auth=(username, password)) as app.state.driver: yield
app = FastAPI(lifespan=lifespan)
@app.get("/")
async def one():
    async with app.state.driver.session(database=database) as session:
        result = await session.run("RETURN 1 AS one")
        return await result.data()
uvicorn.run(app, port=int(port), log_config=None, access_log=False)
"""
MOST_RATIO = 4.0


def main(
    children: Annotated[int, typer.Option(help="Size of the authority.")] = 79_000,
    searches: Annotated[int, typer.Option(help="How many searches, each for another child with another slip.")] = 1000,
    warm: Annotated[int, typer.Option(help="How many before the clock starts.")] = 300,
    folder: Annotated[Path | None, typer.Option(help="Where the loaded database is kept between runs.")] = None,
) -> None:
    """Load once (minutes; kept between runs), search, print, exit 1 if a bar is missed or a child is not found."""
    log_for_person()
    folder = folder or database_folder(children)
    prepare(record=True)
    with LocalServer(folder / "neo4j", heap="2g", http=True) as connection:
        everybody, askers = anyio.run(load, connection, folder, children)
        wanted = random.Random(2).sample(everybody, min(len(everybody), searches + warm))
        with serving(folder, connection) as (service, _), bare_app(RETURN_ONE, *connection[:4]) as floor:
            times, missed = _measure(service, floor, askers, wanted, warm)
    raise typer.Exit(_report(times, missed))


def _measure(
    service: str, floor: str, askers: list[Asker], wanted: list[Child], warm: int
) -> tuple[dict[str, list[float]], list[str]]:
    """Both ways in turn for each child; milliseconds, sorted, and the names that were typed in vain."""
    chance, missed = random.Random(3), []
    times: dict[str, list[float]] = {"(a) RETURN 1, bare route": [], "(b) find, service": []}
    turns = _turns(askers)
    with httpx2.Client(base_url=service, timeout=20) as http, httpx2.Client(base_url=floor, timeout=20) as bare:
        for turn, child in enumerate(track(wanted, "Searching for each child", console=console)):
            body = {"family_name": slip(child.family_name, chance), "born": child.born}
            headers = askers[next(turns)].headers
            one = _timed(lambda: bare.get("/").raise_for_status())
            found = _timed(lambda b=body, h=headers: http.post("/api/v1/children/find", json=b, headers=h))
            if turn >= warm:
                times["(a) RETURN 1, bare route"].append(one[0])
                times["(b) find, service"].append(found[0])
            if found[1].status_code != 409 and child.id not in [hit["id"] for hit in found[1].json()["hits"]]:
                missed.append(f"{body['family_name']} for {child.family_name}")
    return {name: sorted(taken) for name, taken in times.items()}, missed


def _turns(askers: list[Asker]):
    """Whose turn it is: nobody beyond the day's budget of searches."""
    each = BUDGETS[AccountRole.FRONT_DOOR].searches - 1
    return (place for place in range(len(askers)) for _ in range(each))


def _timed(way: Callable[[], httpx2.Response]) -> tuple[float, httpx2.Response]:
    began = perf_counter()
    answer = way()
    return (perf_counter() - began) * 1000, answer


def slip(name: str, chance: random.Random) -> str:
    """One letter wrong, missing, added, or swapped with its neighbour."""
    at, letter = chance.randrange(len(name)), chance.choice(string.ascii_lowercase)
    kind = chance.choice(["wrong", "missing", "added", "swapped"])
    if kind == "swapped" and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == "missing" and len(name) > 1:
        return name[:at] + name[at + 1 :]
    return name[:at] + letter + name[at + (kind == "wrong") :]


def _report(times: dict[str, list[float]], missed: list[str]) -> int:
    table = Table("Way", "p50 ms", "p95 ms", "p99 ms", title=f"{len(next(iter(times.values()))):,} searches, in turn")
    at = {}
    for name, taken in times.items():
        at[name[1]] = [taken[int(len(taken) * part)] for part in (0.5, 0.95, 0.99)]
        table.add_row(name, *(f"{value:.2f}" for value in at[name[1]]))
    ratio = at["b"][1] / at["a"][1]
    console.print(table)
    kept = [ratio <= MOST_RATIO, not missed]
    words = [f"p95 of (b) / p95 of (a): {ratio:.2f} (at most {MOST_RATIO})", f"not found: {missed[:5] or 'nobody'}"]
    for good, line in zip(kept, words, strict=True):
        console.print(f"{'ok  ' if good else 'MISS'} {line}", highlight=False)
    return int(not all(kept))


if __name__ == "__main__":
    typer.run(main)

"""How fast "who is around this child" is, as ratios measured side by side in one run.

    .venv/bin/python benchmarks/network.py                  79,000 children, 1,000 looks after 300 to warm up
    .venv/bin/python benchmarks/network.py --children 2000 --looks 100 --warm 50        a quick try

(a) RETURN 1 over Bolt  (b) the network statement over Bolt, with its audit  (c) a trivial FastAPI route
(d) GET /api/v1/children/{id}/network over a real socket  (e) the same statement by Neo4j's own HTTP Query API
"""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from secrets import token_hex
from time import perf_counter
from typing import Annotated, Any

import anyio
import httpx2
import typer
from authority import (
    DESK,
    TRIVIAL_ROUTE,
    Asker,
    a_new_day,
    bare_app,
    database_folder,
    hits_of,
    load,
    round_trips,
    serving,
)
from neo4j import Driver, GraphDatabase
from rich.console import Console
from rich.progress import track
from rich.table import Table

from graph_service.access.policy import BUDGETS
from graph_service.actions.networks import READ_NETWORK
from graph_service.commands.logs import log_for_person
from graph_service.graph.client import KEPT_PLAN
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare

# Database hits per row returned, of the median child: 755 measured with every role, projection and error check in the
# statement (545 before them), the same on any machine, and a quarter more.
MOST_HITS = 940
MOST_MEMORY_MB = 150
console = Console()


def main(
    children: Annotated[int, typer.Option(help="Size of the authority.")] = 79_000,
    looks: Annotated[int, typer.Option(help="How many random children to ask for.")] = 1000,
    warm: Annotated[int, typer.Option(help="How many before the clock starts.")] = 300,
    folder: Annotated[Path | None, typer.Option(help="Where the loaded database is kept between runs.")] = None,
) -> None:
    """Load once (minutes; kept between runs), ask for each child five ways in turn, print, exit 1 if a bar is missed.

    Needs about 3 GB of memory and nothing else running: every way suffers alike, but the ratios grow noisy.
    """
    log_for_person()
    folder = folder or database_folder(children)
    prepare(record=True)
    server = LocalServer(folder / "neo4j", heap="2g", http=True)
    with server as connection:
        everybody, askers = anyio.run(load, connection, folder, children)
        ids = [child.id for child in everybody]
        random.Random(1).shuffle(ids)
        ids = (ids * (1 + (looks + warm) // len(ids)))[: looks + warm]
        turns = {child: askers[place % len(askers)] for place, child in enumerate(ids)}
        with serving(folder, connection) as (service, process), bare_app(TRIVIAL_ROUTE) as floor:
            ways = _ways(connection, server.http_port() or 0, service, floor, turns)
            times = _measure(ways, ids, warm)
            answer = ways["(d) network, service"](ids[0])
            memory = _peak_memory_mb(process.pid)
        a_new_day(connection)  # the budget reads the day's looks, and these would be this run's own
        hits = _hits_per_row(connection, turns, ids[:50])
        trips = round_trips(connection, folder, [partial(_get, turns, child) for child in ids[:21]])
    raise typer.Exit(_report(times, memory, hits, trips, len(answer.content)))


def _ways(
    connection: Connection, http_port: int, service: str, floor: str, turns: dict[str, Asker]
) -> dict[str, Callable[[str], Any]]:
    """The five ways, each a function of a child's number, each on a connection kept open."""
    driver = GraphDatabase.driver(
        connection.uri,
        auth=(connection.username, connection.password),
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )
    http = httpx2.Client(base_url=service, timeout=20)
    bare = httpx2.Client(base_url=floor, timeout=20)
    query_api = _query_api(connection, http_port)
    return {
        "(a) RETURN 1, Bolt": lambda _: _one(driver, connection.database),
        "(b) network, Bolt": lambda child: _look(driver, connection.database, _sent(turns, child)),
        "(c) trivial route": lambda _: bare.get("/").raise_for_status(),
        "(d) network, service": lambda child: _get(turns, child, http).raise_for_status(),
        "(e) network, Query API": lambda child: query_api(_sent(turns, child)),
    }


def _sent(turns: dict[str, Asker], child: str) -> dict[str, Any]:
    """What the service sends for this child, by whoever of the desk has the turn."""
    asker = turns[child]
    look: Any = asker.parameters["look"]
    budget = BUDGETS[asker.who.role].parameter()
    return asker.parameters | {
        "look": look | {"asked": child, "id": token_hex(16)}, "budget": budget, "desk": asdict(DESK),
    }  # fmt: skip


def _get(turns: dict[str, Asker], child: str, http: httpx2.Client) -> httpx2.Response:
    return http.get(f"/api/v1/children/{child}/network", headers=turns[child].headers)


def _one(driver: Driver, database: str) -> None:
    """A session for each, as the service has: no bookmark of the last look travels along."""
    with driver.session(database=database) as session:
        session.run("RETURN 1 AS one").consume()


def _look(driver: Driver, database: str, parameters: dict[str, Any]) -> None:
    with driver.session(database=database) as session:
        result = session.run(KEPT_PLAN + READ_NETWORK.text, parameters)
        assert len(list(result)) == 1
        result.consume()


def _query_api(connection: Connection, port: int) -> Callable[[dict[str, Any]], object]:
    login = base64.b64encode(f"{connection.username}:{connection.password}".encode()).decode()
    typed = "application/vnd.neo4j.query"
    headers = {"Authorization": f"Basic {login}", "Content-Type": typed, "Accept": typed}
    client = httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20)

    def run(parameters: dict[str, Any]) -> None:
        body = {"statement": KEPT_PLAN + READ_NETWORK.text, "parameters": {k: _typed(v) for k, v in parameters.items()}}
        answer = client.post(f"/db/{connection.database}/query/v2", content=json.dumps(body)).raise_for_status()
        assert len(answer.json()["data"]["values"]) == 1

    return run


def _typed(value: Any) -> dict[str, Any]:
    """Neo4j's typed JSON: a date would otherwise arrive as a string."""
    if isinstance(value, dict):
        return {"$type": "Map", "_value": {key: _typed(item) for key, item in value.items()}}
    if isinstance(value, list):
        return {"$type": "List", "_value": [_typed(item) for item in value]}
    if isinstance(value, bool | int):
        kind = "Boolean" if isinstance(value, bool) else "Integer"
        return {"$type": kind, "_value": value if kind == "Boolean" else str(value)}
    if isinstance(value, str | date):
        return {"$type": "String" if isinstance(value, str) else "Date", "_value": str(value)}
    raise TypeError(f"no parameter of the statement is a {type(value).__name__}")


def _measure(ways: dict[str, Callable[[str], Any]], ids: list[str], warm: int) -> dict[str, list[float]]:
    """Each child by every way in turn, so that the machine's noise falls on all alike; milliseconds, sorted."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn, child in enumerate(track(ids, "Looking at each child, five ways", console=console)):
        for name, way in ways.items():
            began = perf_counter()
            way(child)
            if turn >= warm:
                times[name].append((perf_counter() - began) * 1000)
    return {name: sorted(found) for name, found in times.items()}


def _peak_memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _hits_per_row(connection: Connection, turns: dict[str, Asker], ids: list[str]) -> float:
    """Median database hits of one look: a slow statement cannot hide behind a slow service."""
    found = []
    with GraphDatabase.driver(connection.uri, auth=(connection.username, connection.password)) as driver:
        for child in ids:
            result = driver.execute_query(KEPT_PLAN + "PROFILE " + READ_NETWORK.text, _sent(turns, child))
            found.append(hits_of(result.summary.profile or {}))
    return sorted(found)[len(found) // 2]


def _report(times: dict[str, list[float]], memory: float, hits: float, trips: float, answer_bytes: int) -> int:
    table = Table(
        "Way", "p50 ms", "p95 ms", "p99 ms", title=f"{len(next(iter(times.values()))):,} children, interleaved"
    )
    p50 = {}
    for name, found in times.items():
        at = [found[int(len(found) * part)] for part in (0.5, 0.95, 0.99)]
        p50[name[1]] = at[0]
        table.add_row(name, *(f"{value:.2f}" for value in at))
    console.print(table, f"one answer of (d): {answer_bytes:,} bytes of JSON", highlight=False)
    bars = [
        ("(d) / ((b) + (c))", p50["d"] / (p50["b"] + p50["c"]), 1.35),
        ("(d) / (e)", p50["d"] / p50["e"], 0.75),
        ("(b) / (a)", p50["b"] / p50["a"], 4.0),
        ("peak memory of the service, MB", memory, MOST_MEMORY_MB),
        ("database hits per row returned", hits, MOST_HITS),
        ("round trips per request", trips, 1.0),
    ]
    # Nothing counted is a miss as well; and a round trip is exactly one.
    kept = [0 < value <= most for _, value, most in bars[:-1]] + [trips == 1]
    for (what, value, most), good in zip(bars, kept, strict=True):
        console.print(f"{'ok  ' if good else 'MISS'} {what}: {value:.2f} (at most {most})", highlight=False)
    return int(not all(kept))


if __name__ == "__main__":
    typer.run(main)

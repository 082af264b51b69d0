"""How fast "who is around this child" is, as ratios measured side by side in one run.

    .venv/bin/python benchmarks/network.py                  79,000 children, 1,000 looks after 300 to warm up
    .venv/bin/python benchmarks/network.py --children 2000 --looks 100 --warm 50        a quick try

(a) RETURN 1 over Bolt  (b) the network statement over Bolt, with its audit  (c) a trivial FastAPI route
(d) GET /api/v1/children/{id}/network over a real socket  (e) the same statement by Neo4j's own HTTP Query API
"""

import base64
import csv
import json
import logging
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from secrets import token_hex
from typing import Annotated, Any

import anyio
import httpx2
import typer
import uvicorn
from fastapi import FastAPI
from neo4j import Driver, GraphDatabase
from rich.console import Console
from rich.progress import track
from rich.table import Table

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.scope import scope_for
from graph_service.access.tokens import development_token
from graph_service.actions.accounts import find_account
from graph_service.actions.authorities import load_authorities
from graph_service.actions.clock import today
from graph_service.actions.disclosures import looked
from graph_service.actions.extracts import import_extract, write_receipt
from graph_service.actions.networks import READ_NETWORK
from graph_service.actions.parts import parts_in_force
from graph_service.app import create_app
from graph_service.commands.logs import log_for_person
from graph_service.domain.desk import NationalDesk
from graph_service.domain.purposes import Purpose
from graph_service.extracts.generate import generate_extract
from graph_service.extracts.keys import Sender
from graph_service.graph.client import KEPT_PLAN, Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import CACHE, LocalServer, prepare
from graph_service.graph.migrations import migrate
from graph_service.keys import development_key
from graph_service.settings import Settings

SEED = Path(__file__).resolve().parent.parent / "seed"
SENDER = Sender("BIR", "benchmark")
SUBJECT, PURPOSE = "generated.bir.front_door", Purpose.ASSESS_REFERRAL
DESK = NationalDesk("0808 157 0100", "day and night")
# Database hits per row returned, of the median child: 545 measured, the same on any machine, and a quarter more.
MOST_HITS = 680
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
    folder = folder or CACHE.parent / f"benchmark-{children}"
    prepare(record=True)
    server = LocalServer(folder / "neo4j", heap="2g", http=True)
    with server as connection:
        ids, caller, asked = anyio.run(_load, connection, folder, children)
        random.Random(1).shuffle(ids)
        ids = (ids * (1 + (looks + warm) // len(ids)))[: looks + warm]
        with _serving(folder, connection) as (service, process), _bare_route() as floor:
            ways = _ways(connection, server.http_port() or 0, service, floor, folder, caller, asked)
            times = _measure(ways, ids, warm)
            answer = ways["(d) network, service"](ids[0])
            memory = _peak_memory_mb(process.pid)
        hits = _hits_per_row(connection, asked, ids[:50])
        trips = _round_trips(connection, folder, caller, ids[:20])
    raise typer.Exit(_report(times, memory, hits, trips, len(answer.content)))


async def _load(connection: Connection, folder: Path, children: int) -> tuple[list[str], SignedIn, dict[str, Any]]:
    receipt = folder / "receipt.csv"
    async with Graph.open(*connection, read_seconds=120) as graph:
        await migrate(graph)
        await load_authorities(graph, SEED / "authorities.csv")
        if not receipt.exists():
            with console.status(f"Making and importing {children:,} children (once; minutes)"):
                generate_extract(SENDER.authority, children, folder / "extract")
                await import_extract(graph, folder / "extract", SENDER, by="benchmark", protections_as_of=today())
                await write_receipt(graph, folder / "extract", SENDER, receipt)
        who = await find_account(graph, SUBJECT)
        caller, parts = Caller(who, PURPOSE), await parts_in_force(graph)
    asked = {
        "look": looked(caller, "") | {"parts": parts.version},
        "today": today(),
        "scope": scope_for(caller, parts, today()).parameter(),
        "desk": asdict(DESK),
    }
    with receipt.open(newline="") as lines:
        return [line["child_id"] for line in csv.DictReader(lines)], who, asked


@contextmanager
def _serving(folder: Path, connection: Connection) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The service as a process of its own, ready."""
    names = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
    port = _free_port()
    environment = os.environ | dict(zip(names, connection, strict=True)) | {
        "GRAPH_SERVICE_ENVIRONMENT": "development", "GRAPH_SERVICE_STATE": str(folder), "GRAPH_SERVICE_PORT": str(port),
    }  # fmt: skip
    log = folder / "service.log"
    with log.open("w") as lines:
        process = subprocess.Popen([sys.executable, "-m", "graph_service", "serve"], env=environment, stderr=lines)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + 90
    try:
        while not _is_ready(address):
            assert process.poll() is None, f"the service ended: see {log}"
            assert time.monotonic() < until, f"the service was not ready in time: see {log}"
            time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


FLOOR = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def floor(): return {"ok": True}
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""


@contextmanager
def _bare_route() -> Iterator[str]:
    """FastAPI and nothing else, in a process of its own: the floor that no service can go below."""
    port = _free_port()
    process = subprocess.Popen([sys.executable, "-c", FLOOR, str(port)])
    try:
        while process.poll() is None and not _is_ready(f"http://127.0.0.1:{port}", "/"):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_ready(address: str, path: str = "/health/ready") -> bool:
    try:
        return httpx2.get(f"{address}{path}").status_code == 200
    except httpx2.TransportError:
        return False


def _ways(
    connection: Connection, http_port: int, service: str, floor: str, folder: Path, who: SignedIn, asked: dict[str, Any]
) -> dict[str, Callable[[str], Any]]:
    """The five ways, each a function of a child's number, each on a connection kept open."""
    driver = GraphDatabase.driver(
        connection.uri,
        auth=(connection.username, connection.password),
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )
    token = development_token(development_key(folder), who)
    http = httpx2.Client(
        base_url=service, headers={"Authorization": f"Bearer {token}", "Access-Purpose": PURPOSE}, timeout=20
    )
    bare = httpx2.Client(base_url=floor, timeout=20)
    query_api = _query_api(connection, http_port)
    return {
        "(a) RETURN 1, Bolt": lambda _: _one(driver, connection.database),
        "(b) network, Bolt": lambda child: _look(driver, connection.database, asked, child),
        "(c) trivial route": lambda _: bare.get("/").raise_for_status(),
        "(d) network, service": lambda child: http.get(f"/api/v1/children/{child}/network").raise_for_status(),
        "(e) network, Query API": lambda child: query_api(_with(asked, child)),
    }


def _with(asked: dict[str, Any], child: str) -> dict[str, Any]:
    return asked | {"look": asked["look"] | {"asked": child, "id": token_hex(16)}}


def _one(driver: Driver, database: str) -> None:
    """A session for each, as the service has: no bookmark of the last look travels along."""
    with driver.session(database=database) as session:
        session.run("RETURN 1 AS one").consume()


def _look(driver: Driver, database: str, asked: dict[str, Any], child: str) -> None:
    with driver.session(database=database) as session:
        result = session.run(KEPT_PLAN + READ_NETWORK.text, _with(asked, child))
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
    if isinstance(value, str | date):
        return {"$type": "String" if isinstance(value, str) else "Date", "_value": str(value)}
    raise TypeError(f"no parameter of the statement is a {type(value).__name__}")


def _measure(ways: dict[str, Callable[[str], Any]], ids: list[str], warm: int) -> dict[str, list[float]]:
    """Each child by every way in turn, so that the machine's noise falls on all alike; milliseconds, sorted."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn, child in enumerate(track(ids, "Looking at each child, five ways", console=console)):
        for name, way in ways.items():
            began = time.perf_counter()
            way(child)
            if turn >= warm:
                times[name].append((time.perf_counter() - began) * 1000)
    return {name: sorted(found) for name, found in times.items()}


def _peak_memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _hits_per_row(connection: Connection, asked: dict[str, Any], ids: list[str]) -> float:
    """Median database hits of one look: a slow statement cannot hide behind a slow service."""
    found = []
    with GraphDatabase.driver(connection.uri, auth=(connection.username, connection.password)) as driver:
        for child in ids:
            result = driver.execute_query(KEPT_PLAN + "PROFILE " + READ_NETWORK.text, _with(asked, child))
            found.append(_hits(result.summary.profile or {}))
    return sorted(found)[len(found) // 2]


def _hits(plan: dict[str, Any]) -> int:
    return int(plan.get("args", {}).get("DbHits", 0)) + sum(_hits(child) for child in plan.get("children", []))


def _round_trips(connection: Connection, folder: Path, who: SignedIn, ids: list[str]) -> float:
    """Per HTTP request, by the driver's own log: a message of the client that one of the server follows.

    The service runs in this process for it, so that a query in a dependency or a gate would count too.
    """
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # ty: ignore[invalid-assignment]  # one-line handler
    settings = Settings(environment="development", state=folder)
    token = development_token(development_key(folder), who)
    headers = {"Authorization": f"Bearer {token}", "Access-Purpose": PURPOSE}
    with _in_this_process(create_app(settings, connection)) as address, httpx2.Client(base_url=address) as http:
        http.get(f"/api/v1/children/{ids[0]}/network", headers=headers).raise_for_status()
        wire = logging.getLogger("neo4j.io")
        wire.addHandler(handler)
        wire.setLevel(logging.DEBUG)
        for child in ids:
            http.get(f"/api/v1/children/{child}/network", headers=headers).raise_for_status()
        wire.removeHandler(handler)
        wire.setLevel(logging.CRITICAL)
    sides = [line.split("  ")[1][:2] for line in lines if "  C: " in line or "  S: " in line]
    return sum(1 for one, other in pairwise(sides) if (one, other) == ("C:", "S:")) / len(ids)


@contextmanager
def _in_this_process(app: FastAPI) -> Iterator[str]:
    port = _free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not _is_ready(f"http://127.0.0.1:{port}"):
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(15)


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

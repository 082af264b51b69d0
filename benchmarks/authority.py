"""What the benchmarks share: the authority of 79,000 children, loaded once, and processes to ask it through."""

import csv
import logging
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import uvicorn
from fastapi import FastAPI
from neo4j import GraphDatabase
from rich.console import Console
from rich.table import Table

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.tokens import development_token
from graph_service.actions.accounts import find_account
from graph_service.actions.authorities import load_authorities
from graph_service.actions.clock import today
from graph_service.actions.extracts import import_extract, write_receipt
from graph_service.actions.looks import look
from graph_service.app import create_app
from graph_service.domain.desk import NationalDesk
from graph_service.domain.purposes import Purpose
from graph_service.extracts.generate import generate_extract
from graph_service.extracts.generated_services import FRONT_DOOR
from graph_service.extracts.keys import Sender
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import CACHE
from graph_service.graph.migrations import migrate
from graph_service.keys import development_key
from graph_service.settings import Settings

SEED = Path(__file__).resolve().parent.parent / "seed"
SENDER = Sender("BIR", "benchmark")
PURPOSE = Purpose.ASSESS_REFERRAL
DESK = NationalDesk("0808 157 0100", "day and night")
console = Console()


@dataclass(frozen=True)
class Child:
    """One line of the extract that was imported, with our number."""

    id: str
    given_name: str
    family_name: str
    born: str


@dataclass(frozen=True)
class Asker:
    """One of the desk: a person's day has a budget, so a benchmark takes turns."""

    who: SignedIn
    parameters: dict[str, object]
    headers: dict[str, str]


def database_folder(children: int) -> Path:
    return CACHE.parent / f"benchmark-{children}"


async def load(connection: Connection, folder: Path, children: int) -> tuple[list[Child], list[Asker]]:
    """The children in the extract's order, and everybody on the desk with what their looks send."""
    receipt = folder / "receipt.csv"
    async with Graph.open(*connection, read_seconds=120) as graph:
        await migrate(graph)
        await load_authorities(graph, SEED / "authorities.csv")
        if not receipt.exists():
            with console.status(f"Making and importing {children:,} children (once; minutes)"):
                generate_extract(SENDER.authority, children, folder / "extract")
                await import_extract(graph, folder / "extract", SENDER, by="benchmark", protections_as_of=today())
                await write_receipt(graph, folder / "extract", SENDER, receipt)
        askers = [await _asker(graph, folder, place) for place in range(1, FRONT_DOOR.people + 1)]
    a_new_day(connection)
    return _children(folder, receipt), askers


async def _asker(graph: Graph, folder: Path, place: int) -> Asker:
    who = await find_account(graph, f"generated.bir.front_door.{place}")
    token = development_token(development_key(folder), who)
    headers = {"Authorization": f"Bearer {token}", "Access-Purpose": PURPOSE}
    return Asker(who, await look(graph, Caller(who, PURPOSE), asked=""), headers)


def a_new_day(connection: Connection) -> None:
    """The looks of an earlier run today would count towards the budgets of this one."""
    with GraphDatabase.driver(connection.uri, auth=(connection.username, connection.password)) as driver:
        driver.execute_query("MATCH (d:Disclosure) WHERE d.subject STARTS WITH 'generated.' DETACH DELETE d")


def _children(folder: Path, receipt: Path) -> list[Child]:
    with receipt.open(newline="") as lines:
        ours = {line["child_key"]: line["child_id"] for line in csv.DictReader(lines)}
    with (folder / "extract" / "children.csv").open(newline="") as lines:
        return [
            Child(ours[line["child_key"]], line["given_name"], line["family_name"], line["born"])
            for line in csv.DictReader(lines)
        ]


@contextmanager
def serving(folder: Path, connection: Connection) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The service as a process of its own, ready."""
    names = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
    port = free_port()
    environment = os.environ | dict(zip(names, connection, strict=True)) | {
        "GRAPH_SERVICE_ENVIRONMENT": "development", "GRAPH_SERVICE_STATE": str(folder), "GRAPH_SERVICE_PORT": str(port),
        "GRAPH_SERVICE_SIGNALS_SECONDS": "0",
    }  # fmt: skip
    log = folder / "service.log"
    with log.open("w") as lines:
        process = subprocess.Popen([sys.executable, "-m", "graph_service", "serve"], env=environment, stderr=lines)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + 90
    try:
        while not is_ready(address):
            assert process.poll() is None, f"the service ended: see {log}"
            assert time.monotonic() < until, f"the service was not ready in time: see {log}"
            time.sleep(0.1)
        yield address, process
    finally:
        process.terminate()
        process.wait(20)


TRIVIAL_ROUTE = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
async def floor(): return {"ok": True}
uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
"""


@contextmanager
def bare_app(source: str, *arguments: str) -> Iterator[str]:
    """A FastAPI application of a few lines, in a process of its own: a floor that no service can go below."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", source, str(port), *arguments])
    try:
        while process.poll() is None and not is_ready(f"http://127.0.0.1:{port}", "/"):
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(address: str, path: str = "/health/ready") -> bool:
    try:
        return httpx2.get(f"{address}{path}").status_code == 200
    except httpx2.TransportError:
        return False


@contextmanager
def in_this_process(app: FastAPI) -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not is_ready(f"http://127.0.0.1:{port}"):
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(15)


def round_trips(
    connection: Connection, folder: Path, requests: list[Callable[[httpx2.Client], httpx2.Response]]
) -> float:
    """Per HTTP request, by the driver's own log: a message of the client that one of the server follows.

    The service runs in this process for it, so that a query in a dependency or a gate would count too. The first of
    the requests only opens the connection, and is not counted.
    """
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # ty: ignore[invalid-assignment]  # one-line handler
    settings = Settings(environment="development", state=folder, signals_seconds=0)
    with in_this_process(create_app(settings, connection)) as address, httpx2.Client(base_url=address) as http:
        wire = logging.getLogger("neo4j.io")
        wire.addHandler(handler)
        wire.setLevel(logging.DEBUG)
        requests[0](http).raise_for_status()
        _until_silent(lines)
        lines.clear()
        for request in requests[1:]:
            request(http).raise_for_status()
        wire.removeHandler(handler)
        wire.setLevel(logging.CRITICAL)
    trips = sum(1 for one, other in pairwise(_sides(lines)) if (one, other) == ("C:", "S:"))
    # Every 20 seconds, and no request's: which parts are open.
    refreshed = sum("  C: RUN" in line and "list_parts" in line for line in lines)
    return (trips - refreshed) / len(requests[1:])


def _until_silent(lines: list[str]) -> None:
    """A service just started goes on planning its changes when it is ready.

    It has done so when the server has answered, and nobody has asked anything for a second: a plan may take longer.
    """
    said, until = -1, time.monotonic() + 300
    while said < len(lines) or _sides(lines)[-1] != "S:":
        assert time.monotonic() < until, "the service did not come to rest"
        said = len(lines)
        time.sleep(1)


def _sides(lines: list[str]) -> list[str]:
    """Who spoke, message by message; the driver's notes on itself are neither's."""
    return [line.split("  ")[1][:2] for line in lines if "  C: " in line or "  S: " in line]


def hits_of(plan: dict[str, Any]) -> int:
    """All database hits of a profiled plan."""
    return int(plan.get("args", {}).get("DbHits", 0)) + sum(hits_of(child) for child in plan.get("children", []))


def percentiles(taken: list[float]) -> list[float]:
    """p50, p95 and p99 of sorted milliseconds."""
    return [taken[int(len(taken) * part)] for part in (0.5, 0.95, 0.99)]


def table_of(times: dict[str, list[float]], what: str) -> Table:
    title = f"{len(next(iter(times.values()))):,} {what}, in turn"
    table = Table("Way", "p50 ms", "p95 ms", "p99 ms", title=title)
    for name, taken in times.items():
        table.add_row(name, *(f"{value:.2f}" for value in percentiles(taken)))
    return table

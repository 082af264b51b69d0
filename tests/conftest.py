"""What every test is given: one real Neo4j for the run, the small world, and the service on a real socket.

Isolation is by partition: a test that writes acts as a fictional authority of its own, with a fresh code.
"""

import asyncio
import csv
import os
import secrets
import socket
import threading
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import LiteralString

import httpx2
import pytest
from neo4j import GraphDatabase

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.tokens import development_token
from graph_service.actions.accounts import find_account
from graph_service.actions.authorities import LOAD_AUTHORITIES, load_authorities
from graph_service.actions.clock import today
from graph_service.actions.extracts import import_extract, write_receipt
from graph_service.app import create_app
from graph_service.commands import replays, signals  # noqa: F401  # every statement of the product has its handle
from graph_service.commands.logs import log_for_person
from graph_service.commands.workers import server_of
from graph_service.domain.desk import NationalDesk
from graph_service.domain.purposes import Purpose
from graph_service.extracts.keys import Sender
from graph_service.graph.checks import plan_changes
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from graph_service.graph.migrations import migrate
from graph_service.keys import development_key
from graph_service.settings import Settings
from tests import servers
from tests.town import Town, all_settled, new_town, settled

SEED = Path(__file__).resolve().parent.parent / "seed"
PARTS = (("liverpool", "LIV"), ("leeds", "LDS"), ("glasgow", "GLG"))
# Seconds after which something hangs: no test is about speed, and a busy machine may take ten times as long as ours.
PATIENCE = 1200
DESK = NationalDesk("0808 157 0100", "day and night")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="the nightly size: 5,000 drawn worlds, every mutant")
    parser.addoption("--on", choices=servers.CHOICES, help="which Neo4j; else the first of these that can be had")


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module is read, since these decide by it how many examples there are."""
    if config.getoption("--long"):
        os.environ["LONG"] = "1"


ON = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """The first line of the run, however quiet it is."""
    session.config.stash[ON] = choice = servers.choose(session.config.getoption("--on"))
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    terminal.write_line(f"Neo4j: {servers.SAYS[choice]}")


# What a test has to report beside that it passed, such as how many mutants were made and caught.
REPORTED: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in REPORTED:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
async def one_loop() -> AsyncGenerator[None]:
    """The run's own, for tests of TLS: a connection that was given up is closed by its loop, half a minute later."""
    yield  # noqa: PT022  # what stands open here keeps the loop


@pytest.fixture(scope="session", autouse=True)
def _quiet() -> None:
    log_for_person()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Connection]:
    """The one that the run's first line names."""
    with servers.started(request.config.stash[ON], tmp_path_factory.mktemp("neo4j")) as connection:
        yield connection


@pytest.fixture(scope="session")
def schema(server: Connection) -> Connection:
    """The server with schema and authorities."""

    async def load() -> None:
        async with Graph.open(*server, read_seconds=60.0) as opened:
            await migrate(opened)
            await load_authorities(opened, SEED / "authorities.csv")

    asyncio.run(load())
    return server


def ask(server: Connection, statement: LiteralString, **parameters: object) -> list[list[object]]:
    """Look past every guard, at what is really in the graph: for tests only."""
    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        return [record.values() for record in driver.execute_query(statement, parameters).records]


@pytest.fixture(scope="session")
async def graph(schema: Connection, world: "World") -> AsyncGenerator[Graph]:
    """An opened graph; patient, because each plan is made for the first time.

    After the world: a graph keeps what parts are open for a minute, and must not have looked before they were.
    """
    async with Graph.open(*schema, read_seconds=60.0) as opened:
        yield opened


@dataclass(frozen=True)
class World:
    """The small world of seed/, imported: our number of each child by the sender's key, and everybody's sign-in."""

    children: dict[str, str]
    people: dict[str, SignedIn]

    def __getitem__(self, child_key: str) -> str:
        return self.children[child_key]

    def caller(self, subject: str, purpose: Purpose = Purpose.COORDINATE_SUPPORT) -> Caller:
        return Caller(self.people[subject], purpose)


@pytest.fixture(scope="session")
def world(schema: Connection, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("receipts")

    async def load() -> World:
        async with Graph.open(*schema, read_seconds=60.0) as opened:
            return await load_world(opened, folder)

    return asyncio.run(load())


async def load_world(graph: Graph, receipts: Path) -> World:
    children: dict[str, str] = {}
    people: dict[str, SignedIn] = {}
    for folder, code in PARTS:
        sender = Sender(code, "seed")
        await import_extract(graph, SEED / folder, sender, by="tests", protections_as_of=today())
        await write_receipt(graph, SEED / folder, sender, receipts / code)
        children |= {line["child_key"]: line["child_id"] for line in lines_of(receipts / code)}
        for line in lines_of(SEED / folder / "accounts.csv"):
            people[line["subject"]] = await find_account(graph, line["subject"])
    return World(children, people)


def lines_of(file: Path) -> list[dict[str, str]]:
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
async def authority(graph: Graph) -> str:
    """A fictional authority of the test's own."""
    return await new_authority(graph)


async def new_authority(graph: Graph) -> str:
    code = "T" + "".join(secrets.choice("ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(7))
    row = {
        "code": code, "name": f"Test {code}", "official_name": f"Test {code}", "nation": "England", "kind": "Test",
        "gss_code": "E99999999", "former_gss_codes": [], "start": date(2026, 1, 1), "end": None, "succeeded_by": [],
    }  # fmt: skip
    await graph.write(LOAD_AUTHORITIES, rows=[row])
    return code


@pytest.fixture
async def town(graph: Graph, server: Connection) -> Town:
    """A fictional authority of the test's own, with Kim and the people around Kim."""
    return await settled(graph, server, new_town())


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    # A statement that is planned for the first time takes seconds on a busy machine: no test is about that.
    state = tmp_path_factory.mktemp("state")
    return Settings(environment="development", state=state, signals_seconds=0, answer_seconds=60.0)


@pytest.fixture(scope="session")
def address(settings: Settings, server: Connection, world: World) -> Iterator[str]:
    """The service itself, over a real socket, ready."""
    with serving(settings, server) as where:
        yield where


class serving:  # reads as a verb: with serving(...) as address
    """Run the service on a port of the system's choosing until the block ends."""

    def __init__(self, settings: Settings, connection: Connection, *, wait_until_ready: bool = True) -> None:
        self.app = create_app(settings, connection)
        self._server = server_of(self.app, settings)
        listening = [socket.create_server(("127.0.0.1", 0))]
        self._thread = threading.Thread(target=self._server.run, args=(listening,), daemon=True)
        self._wait_until_ready = wait_until_ready

    def __enter__(self) -> str:
        self._thread.start()
        until = time.monotonic() + PATIENCE
        while not self._is_up():
            assert self._thread.is_alive(), "the service ended while starting"
            assert time.monotonic() < until, f"not ready: {self.app.state.service.readiness.state.reasons}"
            threading.Event().wait(0.02)
        return f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(15)

    def _is_up(self) -> bool:
        return self._server.started and (not self._wait_until_ready or self.app.state.service.readiness.state.ready)


@pytest.fixture(scope="session")
def http(address: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=address, timeout=90) as client:
        yield client


TOWNS = 64  # as many as there are tests that change something over a socket: each takes one of its own


@pytest.fixture(scope="session")
def towns(schema: Connection, world: World) -> list[Town]:
    async def build() -> list[Town]:
        async with Graph.open(*schema, read_seconds=60.0) as opened:
            await plan_changes(opened)  # or the first change of each kind may wait longer than anybody does
            made = [new_town() for _ in range(TOWNS)]
            await all_settled(opened, schema, made)
            return made

    return asyncio.run(build())


@pytest.fixture(scope="session")
def town_client(settings: Settings, schema: Connection, towns: list[Town]) -> Iterator[httpx2.Client]:
    """A service started after the towns were made, so that it knows their parts from the first request."""
    with serving(settings, schema) as where, httpx2.Client(base_url=where, timeout=90) as client:
        yield client


SignedInAs = Callable[..., dict[str, str]]


@pytest.fixture(scope="session")
def signed_in_as(settings: Settings, world: World) -> SignedInAs:
    """The headers of somebody in the world, with a purpose."""

    def headers(subject: str, purpose: str | None = Purpose.COORDINATE_SUPPORT) -> dict[str, str]:
        token = development_token(development_key(settings.state), world.people[subject])
        return {"Authorization": f"Bearer {token}"} | ({"Access-Purpose": purpose} if purpose else {})

    return headers

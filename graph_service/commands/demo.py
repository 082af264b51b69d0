"""graph-service demo: the whole path on this machine, with made-up people."""

import asyncio
import csv
import re
import shutil
import socket
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from graph_service.access.caller import Caller
from graph_service.actions.accounts import find_account
from graph_service.actions.authorities import load_authorities
from graph_service.actions.clock import today
from graph_service.actions.extracts import ExtractRefused, import_extract, write_receipt
from graph_service.actions.networks import read_network
from graph_service.app import create_app
from graph_service.commands.logs import log_for_service
from graph_service.commands.people import print_network, refuse_outside_development
from graph_service.commands.session import (
    complaints,
    console,
    database,
    local_server,
    neo4j_folder,
    said,
    settings_or_exit,
)
from graph_service.commands.workers import server_of
from graph_service.domain.desk import NationalDesk
from graph_service.domain.networks import Network
from graph_service.domain.purposes import Purpose
from graph_service.extracts.keys import Sender
from graph_service.graph.client import COMMAND_SECONDS, Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import prepare
from graph_service.graph.migrations import migrate
from graph_service.settings import Settings

SEED = Path(__file__).resolve().parents[2] / "seed"
# Liverpool first: Leeds's extract names a carer and a practitioner of Liverpool's.
PARTS = (("liverpool", "LIV"), ("leeds", "LDS"), ("glasgow", "GLG"))
SOURCE = "seed"
SIGN_INS = (
    ("amy.khan", "lead professional in Leeds", Purpose.COORDINATE_SUPPORT),
    ("leeds.front.door", "front door in Leeds", Purpose.ASSESS_REFERRAL),
    ("liverpool-cms", "case management system in Liverpool, for one worker", Purpose.COORDINATE_SUPPORT),
)
STORY_CHILD = "ellis"
START_SECONDS = 60.0


def demo(
    once: Annotated[bool, typer.Option(help="Print the answer, stop everything and exit.")] = False,
    fresh: Annotated[bool, typer.Option(help="Throw away the demo's own database first.")] = False,
) -> None:
    """Start a real Neo4j and the service, load the small world in seed/, and show who is around one child.

    Everybody in it is made up. Ctrl-C stops everything.
    """
    settings = settings_or_exit()
    refuse_outside_development(settings)
    settings.state.mkdir(parents=True, exist_ok=True)
    log = (settings.state / "demo.log").open("a")  # the service's JSON lines would bury the demo's own words
    log_for_service(log)
    with said():
        if not settings.own_server:
            prepare(record=True)
            if fresh:
                local_server(settings).stop()
                shutil.rmtree(neo4j_folder(settings), ignore_errors=True)
        with database(settings) as connection:
            child_id = asyncio.run(_loaded(connection, settings))
            server = _Served(settings, connection)
            with server as address:
                _say(address, child_id)
                print_network(asyncio.run(_look(connection, settings, child_id)))
                if not once:
                    server.wait()
    console.print("Stopped. The made-up data stays in " + str(neo4j_folder(settings)))


async def _loaded(connection: Connection, settings: Settings) -> str:
    try:
        return await _load(connection, settings)
    except ExtractRefused as refused:
        for fault in refused.faults.kept[:5]:
            complaints.print(str(fault), markup=False, soft_wrap=True)
        complaints.print("The small world has changed since this demo last ran. Start anew: scripts/demo --fresh")
        raise typer.Exit(1) from refused


async def _load(connection: Connection, settings: Settings) -> str:
    """Schema, authorities, three extracts; our number of the story's child from the receipt."""
    async with Graph.open(*connection, read_seconds=COMMAND_SECONDS) as graph:
        await migrate(graph)
        await load_authorities(graph, SEED / "authorities.csv")
        for folder, code in PARTS:
            sender = Sender(code, SOURCE)
            with console.status(f"Loading seed/{folder}"):
                sent = _sent_last_night(SEED / folder, settings.state / "seed" / folder)
                await import_extract(graph, sent, sender, by="demo", protections_as_of=today())
        receipt = settings.state / "seed-leeds-receipt.csv"
        await write_receipt(graph, SEED / "leeds", Sender("LDS", SOURCE), receipt)
    with receipt.open(newline="") as lines:
        return next(line["child_id"] for line in csv.DictReader(lines) if line["child_key"] == STORY_CHILD)


def _sent_last_night(folder: Path, copy: Path) -> Path:
    """The extract as if its feeds had come last night: without feeds nobody looks for signals (docs/signals.md)."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    feeds = copy / "supplies.csv"
    if feeds.exists():
        last_night = f"{today() - timedelta(days=1)}T02:00:00+00:00"
        feeds.write_text(re.sub(r"\d{4}-\d\d-\d\dT[\d:+]+", last_night, feeds.read_text()))
    return copy


async def _look(connection: Connection, settings: Settings, child_id: str) -> Network:
    subject, _, purpose = SIGN_INS[0]
    async with Graph.open(*connection, read_seconds=COMMAND_SECONDS) as graph:
        caller = Caller(await find_account(graph, subject), purpose)
        desk = NationalDesk(settings.national_desk_phone, settings.national_desk_hours)
        return await read_network(graph, caller, child_id, desk)


class _Served:
    """The service in a thread of its own, on the wished port or, where that is taken, another."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self._socket = _listening(settings.host, settings.port)
        self._app = create_app(settings, connection)
        self._server = server_of(self._app, settings)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> str:
        """The address, once the service is ready: its queries checked and planned."""
        self._thread.start()
        until = time.monotonic() + START_SECONDS
        with console.status("Checking every query on the server"):
            while not self._is_ready() and self._thread.is_alive() and time.monotonic() < until:
                time.sleep(0.05)
        host, port = self._socket.getsockname()[:2]
        return f"http://{host}:{port}"

    def _is_ready(self) -> bool:
        return self._server.started and self._app.state.service.readiness.state.ready

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(15)

    def wait(self) -> None:
        try:
            console.print("\nCtrl-C stops everything.")
            while self._thread.is_alive():
                self._thread.join(0.5)
        except KeyboardInterrupt:
            console.print("\nStopping.")


def _listening(host: str, port: int) -> socket.socket:
    for wished in (port, 0):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wished))
        except OSError:
            listening.close()
            continue
        return listening
    raise typer.Exit(1)


def _say(address: str, child_id: str) -> None:
    console.print(
        f"\nOpen [bold]{address}[/] and sign in as one of these; the child's number is [bold]{child_id}[/].\n"
    )
    for subject, who, purpose in SIGN_INS:
        console.print(f"  {subject:18} {who}; looking to {purpose.replace('_', ' ')}", highlight=False)
    console.print(
        f"\nOr:  curl -H \"Authorization: Bearer $(GRAPH_SERVICE_ENVIRONMENT=development .venv/bin/graph-service token "
        f"--as {SIGN_INS[0][0]})\" \\\n          -H 'Access-Purpose: {SIGN_INS[0][2]}' "
        f"{address}/api/v1/children/{child_id}/network",
        highlight=False, soft_wrap=True,
    )  # fmt: skip

"""A busy run, stopped with a request half sent: what was begun is finished, and no line of the log is about anybody."""

import csv
import json
import random
import re
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import uuid4

import pytest

from graph_service.access.tokens import development_token
from graph_service.commands.workers import STOP_SECONDS
from graph_service.graph.connection import Connection
from graph_service.keys import development_key
from tests.commands.service import Serving, until
from tests.conftest import SEED, World

pytestmark = pytest.mark.graph

# Of each file of the small world, the columns that are about somebody.
PERSONAL = {
    "children": ("given_name", "family_name", "former_names", "born", "nhs_number", "upn"),
    "carers": ("given_name", "family_name", "phone", "email"),
    "practitioners": ("name", "phone", "email", "registration"),
    "households": ("uprn", "address", "postcode"),
    "accounts": ("subject",),
}
# Nobody else on the server that this runs on, however often.
NEW_CHILD = {
    "given_name": "Quillon",
    "family_name": "Z" + "".join(random.choices("bdfgklmnprst", k=12)),
    "born": f"20{random.randint(11, 24)}-0{random.randint(1, 9)}-{random.randint(10, 28)}",
    "sex": "female",
}
LEAD, FRONT_DOOR = ("amy.khan", "coordinate_support"), ("leeds.front.door", "assess_referral")


@dataclass(frozen=True)
class Run:
    """What was seen of one run, from its start to its end."""

    lines: list[str]
    statuses: list[int]
    in_flight: str  # the answer to the request that was half sent when the service was told to stop
    exit_code: int
    seconds: float


@pytest.fixture(scope="module")
def busy_run(schema: Connection, world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    state = tmp_path_factory.mktemp("busy")
    with Serving(state, schema, {}) as service:
        headers = {who: signed_in(service, world, *who) for who in (LEAD, FRONT_DOOR)}
        statuses = [*asked_well(service, world, headers), *asked_badly(service, world, headers)]
        half_sent = HalfSent(service.port, headers[FRONT_DOOR])
        began = time.monotonic()
        service.stop()
        until(lambda: refuses(service.port))
        answer = half_sent.finish()
        exit_code = service.process.wait(STOP_SECONDS * 6)
        yield Run(service.lines(), statuses, answer, exit_code, time.monotonic() - began)


def signed_in(service: Serving, world: World, subject: str, purpose: str) -> dict[str, str]:
    token = development_token(development_key(service.state), world.people[subject])
    return {"Authorization": f"Bearer {token}", "Access-Purpose": purpose}


def asked_well(service: Serving, world: World, headers: dict[tuple[str, str], dict[str, str]]) -> list[int]:
    """Looks, searches, pages and a change, about children with all that is known of them."""
    lead, front_door, ask = headers[LEAD], headers[FRONT_DOOR], service.client
    answers = [ask.get(f"/api/v1/children/{child}/network", headers=lead) for child in world.children.values()]
    answers += [ask.get(f"/api/v1/children/{world['ellis']}", headers=one) for one in (lead, front_door)]
    for criteria in (
        {"family_name": "Brok", "born": "2015-09-18"},
        {"identifier": {"scheme": "nhs", "value": "999 000 0026"}},
        {"child_id": world["ellis"]},
    ):
        answers.append(ask.post("/api/v1/children/find", json=criteria, headers=front_door))
    answers.append(ask.post("/api/v1/children", json=NEW_CHILD, headers=front_door | {"Idempotency-Key": str(uuid4())}))
    browser = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    answers.append(ask.post("/sign-in", data={"subject": "amy.khan"}, headers=browser))
    answers.append(ask.post("/look", data={"purpose": "coordinate_support"}, headers=browser))
    answers.append(ask.get(f"/children/{world['ellis']}", headers=browser))
    form = {"way": "name", "family_name": "Brook", "given_name": "Ellis", "day": "18", "month": "9", "year": "2015"}
    answers.append(ask.post("/find", data=form, headers=browser))
    return [answer.status_code for answer in answers]


def asked_badly(service: Serving, world: World, headers: dict[tuple[str, str], dict[str, str]]) -> list[int]:
    """The same words where they do not belong: in addresses, headers, broken bodies, and what is no HTTP at all."""
    lead, ask = headers[LEAD], service.client
    ellis = f"/api/v1/children/{world['ellis']}"
    answers = [
        ask.get("/api/v1/children/Ellis%20Brook/network", headers=lead),
        ask.get("/Ellis/Brook/2015-09-18?postcode=LS99%201AA"),
        ask.get(f"{ellis}/network?name=Ellis%20Brook", headers=lead),
        ask.get(f"{ellis}/network", headers=lead | {"Access-Purpose": "Ellis Brook"}),
        ask.get(f"{ellis}/network", headers=lead | {"Authorization": "Bearer Ellis.Brook.2015-09-18"}),
        ask.post("/api/v1/children/find", content=b'{"family_name": "Brook", "born": 2015-09-18', headers=lead),
        ask.post("/api/v1/children/find", json={"family_name": ["Brook"], "born": "18 September 2015"}, headers=lead),
        ask.post("/api/v1/children", json=NEW_CHILD, headers=lead | {"Idempotency-Key": "Ellis Brook"}),
        ask.post("/sign-in", data={"subject": "Ellis Brook"}, headers={"Accept": "text/html"}),
        ask.post("/find", content=b"x" * 100_000),
    ]
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as raw:
        raw.sendall(b"Ellis Brook, 12 Example Road\r\n\r\n")
        with suppress(ConnectionError):
            raw.recv(1000)
    return [answer.status_code for answer in answers]


class HalfSent:
    """A request that the service has begun to read: it has asked for the body (100 Continue, RFC 9110)."""

    BODY = b'{"family_name": "Brok", "born": "2015-09-18"}'

    def __init__(self, port: int, headers: dict[str, str]) -> None:
        own = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(self.BODY)),
               "Expect": "100-continue"}  # fmt: skip
        sent = "".join(f"{name}: {value}\r\n" for name, value in (headers | own).items())
        self.raw = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.raw.sendall(f"POST /api/v1/children/find HTTP/1.1\r\n{sent}\r\n".encode())
        assert b"100 Continue" in self.raw.recv(1000)

    def finish(self) -> str:
        with self.raw:
            self.raw.sendall(self.BODY)
            parts = iter(lambda: self.raw.recv(65536), b"")
            return b"".join(parts).decode()


def refuses(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=60).close()
    except ConnectionRefusedError:
        return True
    return False


def personal(world: World) -> set[str]:
    """Whatever the small world says of anybody, and our own numbers, and what this run typed of its own."""
    said = {*NEW_CHILD.values(), *world.children.values(), "Brok", "999 000 0026", "Example Road"} - {"female"}
    for file, columns in PERSONAL.items():
        for path in SEED.glob(f"*/{file}.csv"):
            with path.open(newline="") as rows:
                said |= {row[column] for row in csv.DictReader(rows) for column in columns if row.get(column)}
    return said | {part for name in said for part in name.split() if part.isalpha() and len(part) > 3}


class TestLines:
    def test_every_line_is_one_json_object_that_says_when_how_grave_and_what(self, busy_run: Run) -> None:
        lines = [json.loads(line) for line in busy_run.lines]

        assert len(lines) > 60
        assert all({"timestamp", "level", "event"} <= line.keys() for line in lines)

    def test_the_run_was_busy_with_answers_and_refusals(self, busy_run: Run) -> None:
        assert {200, 201, 303, 401, 404, 413, 422} <= set(busy_run.statuses)
        asked = [json.loads(line) for line in busy_run.lines if '"request"' in line]
        assert {200, 201, 401, 413, 422} <= {line.get("status") for line in asked}

    def test_no_line_has_a_name_a_date_of_birth_a_number_or_an_address(self, busy_run: Run, world: World) -> None:
        whole = "\n".join(busy_run.lines)
        words = personal(world)
        assert {"Ellis", "Brook", "2015-09-18", "9990000026", "amy.khan", "LS99 1AA", world["ellis"]} <= words

        found = [word for word in words if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", whole)]

        assert found == []


class TestStopping:
    def test_a_request_in_flight_is_finished_and_nobody_new_comes_in(self, busy_run: Run) -> None:
        assert busy_run.in_flight.startswith("HTTP/1.1 200 OK")
        assert '"matched":["family_name","born"]' in busy_run.in_flight

    def test_it_ends_by_itself_within_ten_seconds(self, busy_run: Run) -> None:
        assert busy_run.exit_code == 0
        assert busy_run.seconds < STOP_SECONDS

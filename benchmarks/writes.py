"""How fast a change is, as a ratio measured side by side in one run, among 79,000 children.

    .venv/bin/python benchmarks/writes.py                                        1,000 writes after 300 to warm up
    .venv/bin/python benchmarks/writes.py --children 2000 --writes 100 --warm 50        a quick try

(a) the bare CREATE of an involvement over Bolt, one transaction with the same properties and nothing else
(b) a trivial FastAPI route
(c) POST /api/v1/children/{id}/involvements over a real socket: who may, whether it was done before, the lock, the
audit, the change log and its number, and the child's name to read back
(d) the same statement over Bolt, to see how much of (c) is the database's
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, Self
from uuid import uuid4

import anyio
import httpx2
import typer
from authority import (
    PURPOSE,
    SENDER,
    TRIVIAL_ROUTE,
    Asker,
    a_new_day,
    bare_app,
    console,
    database_folder,
    hits_of,
    load,
    percentiles,
    round_trips,
    serving,
    table_of,
)
from neo4j import Driver, GraphDatabase
from rich.progress import track

from graph_service.access.caller import Caller
from graph_service.actions.clock import today
from graph_service.actions.involvements import record_involvement
from graph_service.commands.logs import log_for_person
from graph_service.domain.attempts import Attempt
from graph_service.domain.closed_lists import InvolvementRole, Told
from graph_service.domain.involvements import NewInvolvement
from graph_service.graph.checks import plan_changes
from graph_service.graph.client import KEPT_PLAN, Graph
from graph_service.graph.connection import Connection
from graph_service.graph.local import LocalServer, prepare

MOST_RATIO = 1.6
# Database hits of one change, of the median child: 238 measured among 79,000 and 275 among 2,000, with every guard, the
# audit, the change log and its number in the statement; the same on any machine, and a quarter more.
MOST_HITS = 345
PROFILED, COUNTED, TRIES = 50, 20, 5
BARE = "bare write"
CREATE_ALONE = """
MATCH (who:Practitioner {id: $practitioner}), (child:Child {id: $child})
CREATE (who)-[fact:INVOLVED_WITH]->(child)
SET fact = $facts, fact.recorded_at = datetime()
"""
# A post in a service whose work is no secret, and a child with whom that practitioner does not work yet.
UNINVOLVED = """
UNWIND $pairs AS pair
MATCH (child:Child {id: pair.child}), (who:Practitioner {id: pair.post.practitioner})
WHERE child.died_on IS NULL AND NOT EXISTS { (child)-[:PROTECTED_BY]->() }
  AND NOT EXISTS { (who)-[:INVOLVED_WITH]->(child) }
RETURN child.id AS child, pair.post.practitioner AS practitioner, pair.post.service AS service
"""
POSTS = """
MATCH (who:Practitioner)-[:WORKS_IN]->(place:Service {custodian: $custodian})
WHERE place.tier <> 'sensitive'
RETURN who.id AS practitioner, place.id AS service ORDER BY practitioner, service
"""
# What runs of this script left: found by its source, or by who was never anybody but a benchmark.
UNDO = (
    "MATCH ()-[fact:INVOLVED_WITH {custodian: $custodian}]->() WHERE fact.source IN ['service', $bare] DELETE fact",
    "MATCH (done:Change {authority: $custodian}) WHERE done.action = 'record_involvement' DELETE done",
    "MATCH (look:Disclosure) WHERE look.subject STARTS WITH 'generated.' DETACH DELETE look",
    "MATCH (counter:Counter {authority: $custodian}) "
    "SET counter.last = COUNT { (:Change {authority: $custodian}) } REMOVE counter._lock",
)


Sent = tuple[str, dict[str, Any]]  # a statement, and its parameters


@dataclass(frozen=True)
class Write:
    """One involvement to record: nobody else's child, so that no write waits for another or repeats it.

    All that is sent is made before the clock starts: `facts` by the bare way, `body` and `headers` by the service.
    """

    child: str
    asker: Asker
    new: NewInvolvement
    facts: dict[str, Any]
    body: dict[str, Any]
    headers: dict[str, str]

    @classmethod
    def made(cls, child: str, practitioner: str, service: str, asker: Asker) -> Self:
        new = NewInvolvement(
            practitioner_id=practitioner, service_id=service, role=InvolvementRole.SOCIAL_WORKER, start=today(),
            told=Told.AGREED,
        )  # fmt: skip
        own = {
            "id": uuid4().hex, "custodian": SENDER.authority, "recorded_by": asker.who.practitioner_id, "source": BARE,
            "version": 1, "service_id": service, "state": "confirmed", "confirmed_on": today(),
        }  # fmt: skip
        said = new.model_dump(exclude={"practitioner_id", "service_id"}, exclude_none=True)
        body = new.model_dump(mode="json", exclude_none=True)
        return cls(child, asker, new, said | own, body, asker.headers | {"Idempotency-Key": str(uuid4())})

    def by_service(self, http: httpx2.Client) -> httpx2.Response:
        """Asked again with its key, as a client should, where the database did not answer in time."""
        for _ in range(TRIES):
            answer = http.post(f"/api/v1/children/{self.child}/involvements", json=self.body, headers=self.headers)
            if answer.status_code != 503:
                break
        assert answer.status_code == 201, answer.text
        return answer

    def alone(self, driver: Driver, database: str) -> None:
        """A session for each, as the service has: no bookmark of the last write travels along."""
        with driver.session(database=database) as session:
            session.run(
                CREATE_ALONE, practitioner=self.new.practitioner_id, child=self.child, facts=self.facts
            ).consume()


def main(
    children: Annotated[int, typer.Option(help="Size of the authority.")] = 79_000,
    writes: Annotated[int, typer.Option(help="How many involvements to record, each way.")] = 1000,
    warm: Annotated[int, typer.Option(help="How many before the clock starts.")] = 300,
    folder: Annotated[Path | None, typer.Option(help="Where the loaded database is kept between runs.")] = None,
) -> None:
    """Load once (minutes; kept between runs), write, print, undo; exit 1 if a bar is missed.

    Needs about 3 GB of memory and nothing else running: every way suffers alike, but the ratios grow noisy.
    """
    log_for_person()
    folder = folder or database_folder(children)
    prepare(record=True)
    with LocalServer(folder / "neo4j", heap="2g", http=True) as connection:
        everybody, askers = anyio.run(load, connection, folder, children)
        anyio.run(_planned, connection)
        with _driver(connection) as driver, _as_it_was(driver):
            ids = [child.id for child in everybody]
            todo = _writes(driver, ids, askers, 3 * (writes + warm) + PROFILED + COUNTED + 1)
            profiled, counted, timed = todo[:PROFILED], todo[PROFILED:][: COUNTED + 1], todo[PROFILED + COUNTED + 1 :]
            alone, served, stated = timed[::3], timed[1::3], timed[2::3]
            sent = anyio.run(_sent, connection, stated)
            with serving(folder, connection) as (service, _), bare_app(TRIVIAL_ROUTE) as floor:
                times = _measure(
                    driver, connection.database, service, floor, list(zip(alone, served, sent, strict=True)), warm
                )
            a_new_day(connection)  # the budget reads the day's looks, and these would be this run's own
            hits = _hits(driver, anyio.run(_sent, connection, profiled))
            trips = round_trips(connection, folder, [write.by_service for write in counted])
    raise typer.Exit(_report(times, hits, trips))


async def _planned(connection: Connection) -> None:
    """The service plans every change just after it is ready, which keeps both cores busy: here that is done before."""
    async with Graph.open(*connection, read_seconds=60.0) as graph:
        await plan_changes(graph)


def _driver(connection: Connection) -> Driver:
    return GraphDatabase.driver(
        connection.uri,
        auth=(connection.username, connection.password),
        notifications_min_severity="OFF",
        telemetry_disabled=True,
    )


@contextmanager
def _as_it_was(driver: Driver) -> Iterator[None]:
    """Nothing of any run stays in the database that is kept, not even of one that was broken off."""
    _undo(driver)
    try:
        yield
    finally:
        _undo(driver)


def _undo(driver: Driver) -> None:
    for statement in UNDO:
        driver.execute_query(statement, custodian=SENDER.authority, bare=BARE)


def _writes(driver: Driver, children: list[str], askers: list[Asker], wanted: int) -> list[Write]:
    """Random children, each with somebody who does not work with them yet; the desk takes turns, three each."""
    chance = random.Random(4)
    posts = [record.data() for record in driver.execute_query(POSTS, custodian=SENDER.authority).records]
    pairs = [{"child": child, "post": chance.choice(posts)} for child in chance.sample(children, len(children))]
    found = driver.execute_query(UNINVOLVED, pairs=pairs[: 2 * wanted]).records[:wanted]
    assert len(found) == wanted, f"only {len(found)} children for {wanted} writes: ask for fewer"
    return [Write.made(**record.data(), asker=askers[place // 3 % len(askers)]) for place, record in enumerate(found)]


def _measure(
    driver: Driver, database: str, service: str, floor: str, todo: list[tuple[Write, Write, Sent]], warm: int
) -> dict[str, list[float]]:
    """All ways in turn, so that the machine's noise falls on all alike; milliseconds, sorted."""
    with httpx2.Client(base_url=service, timeout=20) as http, httpx2.Client(base_url=floor, timeout=20) as bare:
        ways: dict[str, Callable[[Write, Write, Sent], Any]] = {
            "(a) bare CREATE, Bolt": lambda one, _, __: one.alone(driver, database),
            "(b) trivial route": lambda _, __, ___: bare.get("/").raise_for_status(),
            "(c) record_involvement, service": lambda _, one, __: one.by_service(http),
            "(d) record_involvement, Bolt": lambda _, __, sent: _state(driver, database, sent),
        }
        times: dict[str, list[float]] = {name: [] for name in ways}
        for turn, each in enumerate(track(todo, "Writing, four ways", console=console)):
            for name, way in ways.items():
                began = perf_counter()
                way(*each)
                if turn >= warm:
                    times[name].append((perf_counter() - began) * 1000)
    return {name: sorted(taken) for name, taken in times.items()}


def _state(driver: Driver, database: str, sent: Sent) -> None:
    with driver.session(database=database) as session:
        result = session.run(KEPT_PLAN + sent[0], sent[1])
        assert result.single(strict=True)["verdict"] == "done"
        result.consume()


class _Noting(Graph):
    """Notes what the service sends for a change, and does not send it."""

    async def change(self, query: Any, **parameters: Any) -> list[Any]:
        parameters["look"] |= {"id": uuid4().hex}
        raise _Noted(query.text, parameters)


class _Noted(Exception):
    """Carries the statement and the parameters that would have been sent."""


async def _sent(connection: Connection, todo: list[Write]) -> list[Sent]:
    """The statement of each write, as the service would send it."""
    sent = []
    async with _Noting.open(*connection, read_seconds=60.0) as graph:
        for write in todo:
            try:
                caller = Caller(write.asker.who, PURPOSE)
                await record_involvement(graph, caller, write.child, write.new, Attempt(str(uuid4())))
            except _Noted as noted:
                sent.append(noted.args)
    return sent


def _hits(driver: Driver, todo: list[Sent]) -> int:
    """Median database hits of one change: a slow statement cannot hide behind a slow service."""
    found = []
    for text, parameters in todo:
        result = driver.execute_query(KEPT_PLAN + "PROFILE " + text, parameters)
        assert result.records[0]["verdict"] == "done"
        found.append(hits_of(result.summary.profile or {}))
    return sorted(found)[len(found) // 2]


def _report(times: dict[str, list[float]], hits: int, trips: float) -> int:
    console.print(table_of(times, "writes"))
    p50 = {name[1]: percentiles(taken)[0] for name, taken in times.items()}
    ratio = p50["c"] / (p50["a"] + p50["b"])
    console.print(
        f"the database's part, (d) / (a): {p50['d'] / p50['a']:.2f}; "
        f"the service's, (c) / ((d) + (b)): {p50['c'] / (p50['d'] + p50['b']):.2f}",
        highlight=False,
    )
    # Nothing counted is a miss as well; and a round trip is exactly one.
    kept = [ratio <= MOST_RATIO, 0 < hits <= MOST_HITS, trips == 1]
    words = [
        f"p50 of (c) / ((a) + (b)): {ratio:.2f} (at most {MOST_RATIO})",
        f"database hits per change: {hits} (at most {MOST_HITS})",
        f"round trips per request: {trips:.2f} (exactly 1)",
    ]
    for good, line in zip(kept, words, strict=True):
        console.print(f"{'ok  ' if good else 'MISS'} {line}", highlight=False)
    return int(not all(kept))


if __name__ == "__main__":
    typer.run(main)

"""The one way to the database: runs a named query, one round trip, and maps every fault to a problem."""

import asyncio
import logging
import random
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any, LiteralString, Self, TypeVar

import structlog
from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    ResultSummary,
    unit_of_work,
)
from neo4j import Query as Statement
from neo4j.exceptions import ClientError, DriverError, GqlError, Neo4jError
from pydantic import BaseModel, ValidationError

from graph_service.domain.problems import Internal
from graph_service.graph.causality import CURRENT, Causality
from graph_service.graph.connection import driver_settings
from graph_service.graph.faults import FaultyStatement, problem_for, worth_another_try
from graph_service.graph.queries import Query
from graph_service.metrics import query_took

Row = TypeVar("Row", bound=BaseModel)
Answer = TypeVar("Answer")

FAULTS = (Neo4jError, DriverError, GqlError, TimeoutError, OSError)
ATTEMPTS = 4
COMMAND_SECONDS = 60.0  # a command on a server that may just have started
WRITE_SECONDS = 120.0  # a batch of an import on a busy machine

# Every plan seeks by index whatever the size of the graph, so growing statistics never make one wait for another.
KEPT_PLAN: LiteralString = "CYPHER replan=skip "

SCOPE = {"open", "office", "kept", "agreed", "enacted"}

_LABEL = re.compile(r"LA_[A-Z0-9]+")

log = structlog.get_logger("graph")


class Graph:
    """A driver open for the life of the process. It never decides who may see what."""

    def __init__(self, driver: AsyncDriver, database: str, read_seconds: float) -> None:
        self._driver = driver
        self._database = database
        self._read_seconds = read_seconds
        self._recent: dict[str, tuple[float, list[Any]]] = {}

    @classmethod
    @asynccontextmanager
    async def open(
        cls, uri: str, username: str, password: str, database: str, ca_file: Path | None = None, *, read_seconds: float
    ) -> AsyncGenerator[Self]:
        """Opens lazily: a server that is down shows at the first query, as GraphUnavailable.

        A command may wait longer than a person at a page: on a server just started each plan is made anew.
        """
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # every fault is logged once, by us
        driver = AsyncGraphDatabase.driver(
            **driver_settings(uri, username, password, ca_file),
            connection_timeout=2.0,
            connection_acquisition_timeout=2.0,
            max_connection_pool_size=50,
            max_transaction_retry_time=20.0,
            user_agent="graph-service",
        )
        try:
            yield cls(driver, database, read_seconds)
        finally:
            await driver.close()

    async def rows(self, query: Query[Row], **parameters: object) -> list[Row]:
        """Run a `read` in a READ session, which itself refuses any write. Raises GraphUnavailable and its kin."""
        return await self._answer(query, READ_ACCESS, "read", parameters)

    async def disclose(self, query: Query[Row], **parameters: object) -> list[Row]:
        """Run a read that records its own Disclosure: the rows are returned only once that is durable.

        The client puts an `id` into the map `look`, a fresh one for each attempt: two tries are two records.
        """
        return await self._answer(query, WRITE_ACCESS, "disclose", parameters)

    async def change(self, query: Query[Row], **parameters: object) -> list[Row]:
        """Run one change with its own record and key, in one round trip; tried again after a fault, it is done once.

        Raises GraphUnavailable where nobody knows whether it was done: asked again with its key, it answers.
        """
        return await self._answer(query, WRITE_ACCESS, "write", parameters)

    async def recent_rows(self, query: Query[Row], max_age: float, **parameters: object) -> list[Row]:
        """As rows(), but an answer up to `max_age` seconds old will do (reference data only)."""
        read_at, rows = self._recent.get(query.name, (float("-inf"), []))
        return rows if time.monotonic() - read_at <= max_age else await self.refresh(query, **parameters)

    async def refresh(self, query: Query[Row], **parameters: object) -> list[Row]:
        """Read again what recent_rows() keeps, so that no request has to."""
        rows = await self.rows(query, **parameters)
        self._recent[query.name] = (time.monotonic(), rows)
        return rows

    async def write(self, query: Query[Row], **parameters: object) -> list[Row]:
        """Run one `write` statement as a managed transaction: safe to run again, so the statement must be."""
        _expect(query, "write", parameters)
        statement = query.text

        @unit_of_work(metadata={"query": query.name}, timeout=WRITE_SECONDS)
        async def work(transaction: AsyncManagedTransaction) -> list[dict[str, Any]]:
            result = await transaction.run(statement, parameters)
            return [dict(record.items()) async for record in result]

        async def attempt() -> list[dict[str, Any]]:
            async with (
                asyncio.timeout(WRITE_SECONDS + 5),
                self._driver.session(database=self._database) as session,
            ):
                return await session.execute_write(work)

        return _to_rows(query, await self._timed(query.name, attempt))

    async def administer(self, statement: LiteralString) -> None:
        """Run a schema statement on its own, as Neo4j wants it. For migrations only."""
        try:
            async with asyncio.timeout(WRITE_SECONDS), self._driver.session(database=self._database) as session:
                result = await session.run(statement)
                await result.consume()
        except FAULTS as fault:
            raise problem_for(fault) from fault

    async def plan(self, query: Query[Row], samples: dict[str, object]) -> None:
        """Have the server plan a query now, by running it and rolling back: nothing is written.

        A large statement takes seconds to plan and milliseconds to run; nobody should wait for the first.
        """
        try:
            async with (
                asyncio.timeout(WRITE_SECONDS),
                self._driver.session(database=self._database) as session,
                await session.begin_transaction(timeout=WRITE_SECONDS) as transaction,
            ):
                await (await transaction.run(KEPT_PLAN + query.text, samples)).consume()
                await transaction.rollback()
        except FAULTS as fault:
            raise problem_for(fault) from fault

    async def explain(self, query: Query[Row], samples: dict[str, object]) -> tuple[list[str], ResultSummary]:
        """Plan a query without running it: its columns, and the summary with plan and notifications."""
        text: LiteralString = "EXPLAIN " + query.text
        try:
            async with (
                asyncio.timeout(WRITE_SECONDS),
                self._driver.session(database=self._database, notifications_min_severity="INFORMATION") as session,
            ):
                result = await session.run(text, samples)
                return list(result.keys()), await result.consume()
        except ClientError as fault:
            raise FaultyStatement(fault.message) from fault
        except FAULTS as fault:
            raise problem_for(fault) from fault

    async def _answer(self, query: Query[Row], mode: str, access: str, parameters: dict[str, object]) -> list[Row]:
        async def attempt() -> list[dict[str, Any]]:
            sent = parameters if access == "read" else _with_fresh_id(parameters)
            _expect(query, access, sent)
            statement = Statement(KEPT_PLAN + query.text, metadata={"query": query.name}, timeout=self._read_seconds)
            causality = CURRENT.get() or Causality()
            async with (
                asyncio.timeout(self._read_seconds),
                self._driver.session(
                    database=self._database, default_access_mode=mode, bookmarks=causality.bookmarks()
                ) as session,
            ):
                result = await session.run(statement, sent)
                records = [dict(record.items()) async for record in result]
                await result.consume()  # the commit is durable only now: no record, no answer
                if access == "write":
                    causality.made = (await session.last_bookmarks()).raw_values
                return records

        return _to_rows(query, await self._timed(query.name, lambda: _persist(attempt)))

    async def _timed(self, name: str, attempt: Callable[[], Awaitable[list[Answer]]]) -> list[Answer]:
        """Log the query by its name, its rows and its time; turn a fault into a problem."""
        began = time.perf_counter()
        try:
            answer = await attempt()
        except FAULTS as fault:
            query_took(name, type(fault).__name__, time.perf_counter() - began)
            log.warning("query failed", query=name, fault=type(fault).__name__, code=getattr(fault, "code", None))
            raise problem_for(fault) from fault
        taken = time.perf_counter() - began
        query_took(name, "answered", taken)
        log.info("query", query=name, rows=len(answer), ms=round(taken * 1000, 2))
        return answer


async def _persist(attempt: Callable[[], Awaitable[Answer]]) -> Answer:
    """Auto-commit is one round trip but the driver does not retry it, so we do: a few times, briefly."""
    for tries in range(1, ATTEMPTS):
        try:
            return await attempt()
        except (Neo4jError, DriverError) as fault:
            if not worth_another_try(fault):
                raise
            await asyncio.sleep(0.02 * 2**tries * (0.5 + random.random()))  # noqa: S311  # jitter, not a secret
    return await attempt()


def _with_fresh_id(parameters: dict[str, object]) -> dict[str, object]:
    look = parameters["look"]
    if not isinstance(look, dict):
        raise ValueError("look is not a map")
    return parameters | {"look": look | {"id": token_hex(16)}}


def _expect(query: Query[Row], access: str, parameters: dict[str, object]) -> None:
    """A programming fault, found by any test that runs the query at all."""
    if query.faults or query.access != access or parameters.keys() != query.params.keys():
        raise ValueError(
            f"{query.name}: @access {query.access} with {sorted(query.params)}, "
            f"run as {access} with {sorted(parameters)}; faults: {list(query.faults)}"
        )
    for name, kind in query.params.items():
        _check_labels(name, kind, parameters[name])


def _check_labels(name: str, kind: str, value: object) -> None:
    """A label stands in the pattern, so a wrong one would open what it should not (engine.md)."""
    if kind == "owner" and not _is_label(value):
        raise ValueError(f"{name} is not an authority's label")
    if kind == "labels" and not _are_labels(value):
        raise ValueError(f"{name} is not a list of authorities' labels")
    if kind == "scope" and not (
        isinstance(value, dict) and value.keys() == SCOPE and all(map(_are_labels, value.values()))
    ):
        raise ValueError(f"{name} is not a scope: five lists of authorities' labels")


def _are_labels(value: object) -> bool:
    return isinstance(value, list) and all(_is_label(item) for item in value)


def _is_label(value: object) -> bool:
    return isinstance(value, str) and _LABEL.fullmatch(value) is not None


def _to_rows(query: Query[Row], records: list[dict[str, Any]]) -> list[Row]:
    """Each record as its row type; the server's dates become Python's on the way.

    Raises Internal for a record that does not fit. The fault itself quotes what was read: only its place is logged.
    """
    try:
        return [query.row.model_validate(native(record)) for record in records]
    except ValidationError as fault:
        places = [".".join(map(str, error["loc"])) for error in fault.errors(include_input=False)]
        log.error("row does not fit", query=query.name, places=places)
        raise Internal from None


def native(value: Any) -> Any:
    """Neo4j's own date and time classes become the standard library's, at any depth."""
    if isinstance(value, dict):
        return {key: native(item) for key, item in value.items()}
    if isinstance(value, list):
        return [native(item) for item in value]
    return value.to_native() if hasattr(value, "to_native") else value

"""Whether a Neo4j will do, in words: its version, its settings, and the indexes that the schema made.

Faults are what the service refuses to start with; advice is what it runs with, and says.
"""

import re

from pydantic import BaseModel

from graph_service.domain.problems import GraphUnavailable, Internal
from graph_service.graph.client import Graph
from graph_service.graph.migrations import Migration, migrations
from graph_service.graph.queries import query

OLDEST = (2025, 11)
MOST_INDEXES = 1000
QUERY_LOG = ("db.logs.query.enabled", "db.logs.query.parameter_logging_enabled")
# Setting -> the longest that will do in seconds, what to set, and what happens where it is longer or without end.
SPANS = {
    "db.transaction.bookmark_ready_timeout": (5, "2s", "a read that waits for a lost change holds its connection"),
    "db.lock.acquisition.timeout": (10, "2s", "a change waits for another until its caller is told 503"),
    "db.transaction.timeout": (600, "180s", "a statement that its client has left goes on"),
}
_CREATED = re.compile(r"^CREATE\s(?:\w+ )?(?:CONSTRAINT|INDEX) (\w+) IF NOT EXISTS")
_DROPPED = re.compile(r"^DROP (?:CONSTRAINT|INDEX) (\w+)")
_SPAN = re.compile(r"(\d+)(ms|s|m|h|d)")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400}


class Component(BaseModel):
    name: str
    version: str
    edition: str


class Setting(BaseModel):
    name: str
    value: str


class Index(BaseModel):
    name: str
    state: str
    percent: float


READ_SERVER = query("server/read_server", Component)
LIST_SETTINGS = query("server/list_settings", Setting)
LIST_INDEXES = query("server/list_indexes", Index)


async def server_faults(graph: Graph) -> list[str]:
    """Why this server will not do, in sentences. Raises GraphUnavailable while there is none."""
    try:
        components = await graph.rows(READ_SERVER)
    except Internal:
        return ["server: this is not Neo4j, or one too old to say so; this service needs Neo4j 2025.11 or later"]
    kernel = next((part for part in components if part.name == "Neo4j Kernel"), None)
    if kernel is None:
        return ["server: this is not Neo4j; ownership rests on how Neo4j plans dynamic labels"]
    if _release(kernel.version) < OLDEST:
        return [
            f"server: Neo4j {kernel.version} is too old; before 2025.11 a dynamic label in a pattern scans every "
            "node, so each look at one child would read the whole index. Use 2025.11 or later"
        ]
    return await _settings_faults(graph, kernel.edition)


async def _settings_faults(graph: Graph, edition: str) -> list[str]:
    """A query log with parameters would hold what people asked about whom."""
    enabled, parameters = QUERY_LOG
    settings = await _settings(graph, QUERY_LOG)
    logs = edition != "community" and settings.get(enabled, "").upper() not in ("", "OFF")
    if logs and settings.get(parameters, "").lower() == "true":
        return [f"server: its query log keeps parameters, so personal data: set {parameters}=false"]
    return []


async def server_advice(graph: Graph) -> list[str]:
    """Settings with which the service runs, but worse than it could. Raises GraphUnavailable while there is none."""
    advice = []
    for name, value in (await _settings(graph, tuple(SPANS))).items():
        most, better, why = SPANS[name]
        if not 0 < seconds_of(value) <= most:
            advice.append(f"server: {name} is {value}, so {why} for as long: set it to {better}")
    return advice


async def _settings(graph: Graph, names: tuple[str, ...]) -> dict[str, str]:
    rows = await graph.rows(LIST_SETTINGS, names=list(names), limit=len(names))
    return {row.name: row.value for row in rows}


def seconds_of(span: str) -> float:
    """Neo4j's own way to write a span: `1m30s` is 90. Anything else is 0, which its settings take as without end."""
    return sum(int(number) * _UNITS[unit] for number, unit in _SPAN.findall(span))


async def index_faults(graph: Graph) -> list[str]:
    """Indexes that the schema made and that are not there, or failed: each look would scan instead.

    Raises GraphUnavailable while one is being built, which waiting cures.
    """
    there = {index.name: index for index in await graph.rows(LIST_INDEXES, limit=MOST_INDEXES)}
    wanted = indexes_of(migrations())
    faults = [_missing(name, version) for name, version in wanted.items() if name not in there]
    faults += [_failed(name) for name in wanted if name in there and there[name].state == "FAILED"]
    if not faults and any(there[name].state != "ONLINE" for name in wanted):
        raise GraphUnavailable("The server is still building an index.")
    return faults


def indexes_of(applied: list[Migration]) -> dict[str, str]:
    """Each index, also of a constraint, with the schema file that makes it, less what a later file drops."""
    made: dict[str, str] = {}
    for migration in applied:
        for statement in migration.statements:
            if found := _CREATED.match(statement):
                made[found[1]] = migration.version
            elif found := _DROPPED.match(statement):
                made.pop(found[1], None)
    return made


def _missing(name: str, version: str) -> str:
    return f"server: index {name} is missing; run its statement in cypher/schema/{version}__*.cypher again"


def _failed(name: str) -> str:
    return f"server: index {name} has failed; the server's own log says why. Drop it and make it again"


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:2])

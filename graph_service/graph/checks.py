"""What the service refuses to start without: a fit server, a schema in step, and queries that plan as they must.

EXPLAIN never runs a statement. All faults are reported together, each as `file: sentence`.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from neo4j import ResultSummary
from pydantic import BaseModel

from graph_service.domain.relationships import NODES, RELATIONSHIPS, properties
from graph_service.graph.client import Graph
from graph_service.graph.faults import FaultyStatement
from graph_service.graph.header import ParamType
from graph_service.graph.migrations import MigrationFault, pending
from graph_service.graph.queries import CYPHER, REGISTRY, Query, Registry, query
from graph_service.graph.server import index_faults, server_faults

ACCESS = ("read", "disclose", "write")
# The server calls its own procedures and settings "s"; the loader refuses any writing clause in a read.
QUERY_TYPES = {"read": {"r", "s"}, "disclose": {"rw", "w"}, "write": {"rw", "w"}}
SAMPLES: dict[ParamType, object] = {
    "string": "x",
    "strings": ["x"],
    "int": 1,
    "date": date(2026, 1, 1),
    "datetime": datetime(2026, 1, 1, tzinfo=UTC),
    "boolean": True,
    "map": {},
    "maps": [],
    "owner": "LA_XXX",
    "labels": ["LA_XXX"],
    "scope": {name: ["LA_XXX"] for name in ("open", "office", "kept", "agreed", "enacted")},
}
SEEKS = {
    "read": {"NodeUniqueIndexSeek"},
    "disclose": {"NodeUniqueIndexSeekByRange", "NodeUniqueIndexSeekByRange(Locking)"},
}
UNKNOWN_NAMES = {"01N50", "01N51", "01N52"}
DEPRECATED = {"01N00", "01N01", "01N02"}
CARTESIAN = "03N90"
UNDECLARED = "01N60"


class Violation(BaseModel):
    """One row of an invariant: which record breaks it, by its id, and how."""

    subject: str | None
    detail: str


INVARIANTS = [query(f"invariants/{path.stem}", Violation) for path in sorted((CYPHER / "invariants").glob("*.cypher"))]


async def schema_faults(graph: Graph) -> list[str]:
    """Whether cypher/schema has been applied, unchanged."""
    try:
        missing = await pending(graph)
    except MigrationFault as fault:
        return [f"schema: {fault}"]
    return [f"schema: {migration.version} is not applied; run graph-service migrate" for migration in missing]


async def query_faults(graph: Graph, registry: Registry = REGISTRY, only: tuple[str, ...] = ACCESS) -> list[str]:
    """What the texts show, over the whole registry, and the server's own plans, over those with such an access."""
    found = registry.faults()
    for handle in registry.handles:
        if not handle.faults and handle.access in only:
            found += [f"{handle.name}.cypher: {fault}" for fault in await plan_faults(graph, handle)]
    return found


async def plan_faults(graph: Graph, handle: Query[BaseModel]) -> list[str]:
    """EXPLAIN one query and compare what the server says with what the header says."""
    samples = {name: SAMPLES[kind] for name, kind in handle.params.items()}
    try:
        columns, summary = await graph.explain(handle, samples)
    except FaultyStatement as fault:
        return [f"the server does not accept it: {fault}"]
    return [*_columns(handle, columns), *_access(handle, summary), *_notices(summary), *_plan(handle, summary)]


async def plan_looks(graph: Graph, registry: Registry = REGISTRY) -> None:
    """Have every disclosing read planned before anybody asks."""
    await _plan_all(graph, [handle for handle in registry.handles if handle.access == "disclose"])


async def plan_changes(graph: Graph, registry: Registry = REGISTRY) -> None:
    """Have every change planned: the service answers looks meanwhile, and most changes too."""
    await _plan_all(graph, [one for one in registry.handles if one.access == "write" and "look" in one.params])


async def _plan_all(graph: Graph, handles: list[Query[BaseModel]]) -> None:
    for handle in handles:
        await graph.plan(handle, {name: SAMPLES[kind] for name, kind in handle.params.items()})


async def invariant_faults(graph: Graph, limit: int = 20) -> list[str]:
    """Every record that breaks an invariant of the graph, at most `limit` for each."""
    found = []
    for invariant in INVARIANTS:
        rows = await graph.rows(invariant, limit=limit)
        found += [f"{invariant.name}: {row.subject}: {row.detail}" for row in rows]
    return found


async def all_faults(graph: Graph) -> list[str]:
    """Server first, then schema, then indexes: on one that will not do, nothing further is worth asking."""
    if faults := await server_faults(graph):
        return faults
    return await schema_faults(graph) or await index_faults(graph) or await query_faults(graph)


async def start_faults(graph: Graph) -> list[str]:
    """The same, but planning only what a request can run: imports and migrations are planned by `check`."""
    if faults := await server_faults(graph):
        return faults
    return await schema_faults(graph) or await index_faults(graph) or await query_faults(graph, only=("disclose",))


def _columns(handle: Query[BaseModel], columns: list[str]) -> Iterator[str]:
    if columns != list(handle.returns):
        yield f"@returns says {', '.join(handle.returns)}; the server returns {', '.join(columns)}"


def _access(handle: Query[BaseModel], summary: ResultSummary) -> Iterator[str]:
    if summary.query_type not in QUERY_TYPES[handle.access]:
        yield f"@access says {handle.access}; the server plans a statement of type {summary.query_type}"


def _notices(summary: ResultSummary) -> Iterator[str]:
    for notice in summary.gql_status_objects:
        words = notice.status_description
        if notice.gql_status == UNDECLARED:
            yield f"a parameter is not declared: {words}"
        elif notice.gql_status in DEPRECATED:
            yield f"the next server drops this text: {words}"
        elif notice.gql_status == CARTESIAN:
            yield "a cartesian product, which grows with the index"
        elif notice.gql_status in UNKNOWN_NAMES and not _in_vocabulary(words):
            yield f"a name that domain/relationships.py does not have: {words}"


def _in_vocabulary(words: str) -> bool:
    """A name that this graph merely holds none of yet is no fault; one that nobody declared is."""
    known = NODES.keys() | RELATIONSHIPS.keys() | properties()
    quoted = re.findall(r"[`'\"]([A-Za-z_]\w*)[`'\"]", words)
    return any(name in known for name in quoted)


def _plan(handle: Query[BaseModel], summary: ResultSummary) -> Iterator[str]:
    operators = set(_operators(summary.plan or {}))
    # An invariant looks at everything on purpose, and never while somebody waits.
    if "AllNodesScan" in operators and not handle.name.startswith("invariants/"):
        yield "it scans all nodes"
    if handle.seek and handle.access in SEEKS and "OPTIONAL MATCH" in handle.text and "Child" in handle.text:
        if not operators & SEEKS[handle.access]:
            yield f"@seek: the plan has none of {', '.join(sorted(SEEKS[handle.access]))}"
        if "NodeByLabelScan" in operators:
            yield "@seek: the plan scans a label"


def _operators(plan: dict) -> Iterator[str]:
    yield str(plan.get("operatorType", "")).split("@")[0]
    for child in plan.get("children", []):
        yield from _operators(child)

"""After each change, the children whom it may concern are looked at again: a page is never a minute old.

The log of changes says whom; how far it has been followed stands in the graph, so that nothing is lost when the service
stops, and a second service beside it does no harm.
"""

import structlog
from pydantic import BaseModel

from graph_service.access.scope import owner_label
from graph_service.actions.clock import today
from graph_service.actions.evaluation import MOST, DayRow, evaluate, read_settings
from graph_service.actions.scans import scan
from graph_service.domain.problems import Problem
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

CHANGES_AT_ONCE = 200
MOST_AUTHORITIES = 1_000
OF_EVERYBODY = frozenset({"Threshold", "SUPPLIES"})  # what changes in an authority's own settings concerns every child

log = structlog.get_logger("signals")


class LoggedRow(BaseModel):
    sequence: int
    child_id: str | None
    type: str
    fact_id: str


class DueRow(BaseModel):
    child_id: str


class BehindRow(BaseModel):
    authority: str
    sent: bool


class EvaluatedRow(BaseModel):
    evaluated: int


LIST_LOGGED = query("evaluation/list_logged", LoggedRow)
LIST_BEHIND = query("evaluation/list_behind", BehindRow)
LIST_DUE = query("evaluation/list_due", DueRow)
LIST_CHILDREN_AROUND = query("evaluation/list_children_around", DayRow)
MOVE_ON = query("evaluation/move_on", EvaluatedRow)


async def follow(graph: Graph, authority: str) -> bool:
    """Look again at those whom the latest changes of an authority concern, or whose day has come; whether any were."""
    logged = await graph.rows(LIST_LOGGED, custodian=authority, limit=CHANGES_AT_ONCE)
    due = await graph.rows(LIST_DUE, custodian=authority, today=today(), limit=CHANGES_AT_ONCE)
    if any(row.type in OF_EVERYBODY for row in logged):
        await scan(graph, authority, anew=True)
    # A signal's own beginning and end, and what was decided of it, change nothing about the child.
    changes = [row.model_dump() for row in logged if row.type not in {"Signal", "SignalDecision", *OF_EVERYBODY}]
    if changes or due:
        await _look_again(graph, authority, changes, [row.child_id for row in due])
    if logged:
        await graph.write(MOVE_ON, custodian=authority, sequence=logged[-1].sequence)
    return bool(logged or due)


async def _look_again(graph: Graph, authority: str, changes: list[dict[str, object]], due: list[str]) -> None:
    reading = await read_settings(graph, authority)  # before the facts, so that it is never said to be later than them
    around = await graph.rows(
        LIST_CHILDREN_AROUND,
        owner=owner_label(authority),
        custodian=authority,
        today=reading.measure.today,
        among={"changes": changes, "children": due},
        limit=MOST,
    )
    await evaluate(graph, reading, around)


async def follow_all(graph: Graph) -> bool:
    """One step in every authority that is behind, a whole scan where a file came; whether anything was done."""
    behind = await graph.rows(LIST_BEHIND, today=today(), limit=MOST_AUTHORITIES)
    return any([await _catch_up(graph, row) for row in behind])


async def _catch_up(graph: Graph, row: BehindRow) -> bool:
    """What is wrong with one authority keeps no other waiting."""
    try:
        if row.sent:
            await scan(graph, row.authority, anew=True)
        else:
            await follow(graph, row.authority)
    except Problem as problem:
        log.warning("signals of an authority wait", authority=row.authority, why=problem.slug)
        return False
    return True

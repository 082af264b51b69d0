"""Questions across the children of a manager's teams, or of the front door's authority: each one statement."""

from datetime import date, timedelta

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.actions.clock import today
from graph_service.actions.looks import look
from graph_service.domain.overviews import DuplicateEffort, DuplicateEfforts
from graph_service.domain.problems import AccountSuspended
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_LOOKED_AT = 500  # pairs, for one page
MOST_ROWS = 50


class DuplicatesRow(BaseModel):
    active: bool
    rows: list[DuplicateEffort]


class PlaceOfPair(BaseModel):
    """Where a page ended: the last row shown."""

    since: date = date.min
    id: str = ""


FIND_DUPLICATE_EFFORT = query("overviews/find_duplicate_effort", DuplicatesRow)


async def find_duplicate_effort(
    graph: Graph, caller: Caller, within_days: int, after: PlaceOfPair
) -> tuple[DuplicateEfforts, PlaceOfPair | None]:
    """A page of pairs, and where it ended if there may be more. Raises AccountSuspended."""
    wanted = {"begun_from": today() - timedelta(days=within_days), "after": after.model_dump()}
    given = await look(graph, caller, asked="own_list")
    (row,) = await graph.disclose(FIND_DUPLICATE_EFFORT, **given, wanted=wanted, most=MOST_LOOKED_AT, limit=MOST_ROWS)
    _active(row.active)
    last = row.rows[-1] if len(row.rows) == MOST_ROWS else None
    page = DuplicateEfforts(rows=row.rows, next=None)
    return page, PlaceOfPair(since=last.since, id=last.id) if last else None


def _active(active: bool) -> None:
    if not active:
        raise AccountSuspended

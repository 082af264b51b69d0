"""What changed: the log of one's authority, and news of one's own children."""

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.actions.clock import today
from graph_service.actions.looks import look, refuse_inactive
from graph_service.domain.notices import ChangeEntry, Changes, Notice, Notices
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_CHANGES = 500  # lines of the log that one answer looks at
MOST_NOTICES = 200
NEWS_DAYS = 30


class ChangesRow(BaseModel):
    active: bool
    changes: list[ChangeEntry]
    next: int


class NoticesRow(BaseModel):
    active: bool
    notices: list[Notice]


LIST_CHANGES = query("changes/list_changes", ChangesRow)
READ_MY_NOTICES = query("changes/read_my_notices", NoticesRow)


async def list_changes(graph: Graph, caller: Caller, after: int) -> Changes:
    """What changed in the caller's own part since `after`, each at the caller's level. Raises AccountSuspended."""
    given = await look(graph, caller, asked="own_part")
    (row,) = await graph.disclose(LIST_CHANGES, **given, after={"sequence": after}, limit=MOST_CHANGES)
    refuse_inactive(row.active)
    return Changes(changes=row.changes, next=row.next)


async def read_my_notices(graph: Graph, caller: Caller) -> Notices:
    """News of the last 30 days about the caller's own children, by others. Raises AccountSuspended."""
    since = {"at": datetime.now(UTC) - timedelta(days=NEWS_DAYS), "day": today() - timedelta(days=NEWS_DAYS)}
    given = await look(graph, caller, asked="own")
    (row,) = await graph.disclose(READ_MY_NOTICES, **given, since=since, limit=MOST_NOTICES)
    refuse_inactive(row.active)
    return Notices(notices=row.notices)

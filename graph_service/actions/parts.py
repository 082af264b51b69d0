"""Which parts of the index are open, and who shares with whom: reference data, at most a minute old."""

from graph_service.access.scope import Parts
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MAX_AGE_SECONDS = 60.0
MOST = 10_000  # 212 authorities, each with at most a few dozen agreements

LIST_PARTS = query("parts/list_parts", Parts)


async def parts_in_force(graph: Graph, max_age: float = MAX_AGE_SECONDS) -> Parts:
    """Every basis and agreement on record; scope_for() then asks which are in force on the day."""
    return (await graph.recent_rows(LIST_PARTS, max_age, limit=MOST))[0]

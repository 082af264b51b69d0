"""Questions that only a graph answers: each one statement, bounded by how much it follows and never by time."""

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS
from graph_service.actions.looks import look, one_row, refuse
from graph_service.domain.identifiers import ChildId
from graph_service.domain.problems import FieldFault, InvalidRequest, NotFound, TooManyToFollow
from graph_service.domain.questions import Neighbourhood, NeighbourhoodRow, Path, PathRow
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

MOST_FOLLOWED = {"people": 60, "children": 200}  # around one end of a path, and between the two
MOST_SHOWN = {"people": 60, "children": 60}

FIND_PATH = query("questions/find_path", PathRow)
READ_NEIGHBOURHOOD = query("questions/read_neighbourhood", NeighbourhoodRow)


async def find_path(graph: Graph, caller: Caller, child_id: ChildId, other_id: ChildId) -> Path:
    """How two children are connected, each step open to the caller; both are recorded as asked for.

    Raises InvalidRequest for the same child twice, NotFound where either is absent, hidden or not open,
    TooManyToFollow at the bound, AccountSuspended, TooManyRequests over the day's budget.
    """
    if child_id == other_id:
        raise InvalidRequest(errors=[FieldFault(pointer="?to", detail="another child than the one in the address")])
    given = await look(graph, caller, child_id, too=(other_id,))
    row = one_row(
        await graph.disclose(FIND_PATH, **given, budget=BUDGETS[caller.role].parameter(), bounds=MOST_FOLLOWED)
    )
    if row is None:
        raise NotFound
    refuse(row.rule)
    if row.too_many:
        raise TooManyToFollow
    return Path(ends=row.ends, links=row.links)


async def read_neighbourhood(graph: Graph, caller: Caller, child_id: ChildId) -> Neighbourhood:
    """Everyone within two steps of a child, as far as open to the caller. Raises as `read_network` does."""
    given = await look(graph, caller, child_id)
    row = one_row(
        await graph.disclose(READ_NEIGHBOURHOOD, **given, budget=BUDGETS[caller.role].parameter(), bounds=MOST_SHOWN)
    )
    if row is None:
        raise NotFound
    refuse(row.rule)
    return Neighbourhood.model_validate(row.model_dump())

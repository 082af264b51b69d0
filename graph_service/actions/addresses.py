"""Where a child lives."""

from secrets import token_hex

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.domain.addresses import NewAddress
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_ADDRESS = query("addresses/record_address", Outcome)


async def record_address(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewAddress, attempt: Attempt
) -> Recorded:
    """Where the child lives now, or that nobody knows; the address until then ends that day.

    Never of a child who is protected for the caller; and what covered the child where it lived goes with it.
    """
    household = new.household.model_dump(exclude_none=True) if new.household else None
    place = {"household": household, "new_id": token_hex(8), "facts": {"start": new.start}}
    return await change(graph, caller, RECORD_ADDRESS, child_id, attempt, new, state=new.state, day=new.day, **place)

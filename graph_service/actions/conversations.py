"""That two people around a child spoke about it: what a look at the network is for."""

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.conversations import NewConversation
from graph_service.domain.identifiers import ChildId
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_CONVERSATION = query("conversations/record_conversation", Outcome)


async def record_conversation(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewConversation, attempt: Attempt
) -> Recorded:
    """The caller spoke with somebody whom they are shown around the child."""
    who = {"practitioner": new.practitioner_id}
    return await change(graph, caller, RECORD_CONVERSATION, child_id, attempt, new, **who, facts={"on": new.on})

"""Who has information to share about a child or is taking action: raised, read by others, closed. Never what."""

from dataclasses import asdict

from graph_service.access.caller import Caller
from graph_service.actions.changes import outcome_of, settle
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import Body
from graph_service.domain.desk import NationalDesk
from graph_service.domain.identifiers import ChildId
from graph_service.domain.indications import ConcernOutcome, ConcernRecorded, NewConcern
from graph_service.domain.problems import Internal
from graph_service.graph.client import Graph
from graph_service.graph.queries import Query, query

RAISE_CONCERN = query("indications/raise_concern", ConcernOutcome)
ACKNOWLEDGE_CONCERN = query("indications/acknowledge_concern", ConcernOutcome)
CLOSE_CONCERN = query("indications/close_concern", ConcernOutcome)


async def raise_concern(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewConcern, attempt: Attempt, desk: NationalDesk
) -> ConcernRecorded:
    """The caller has information to share, or is taking action. Nobody says it for another."""
    fact: dict[str, object] = {"facts": new.model_dump(exclude_none=True)}
    return await _noticed(graph, caller, RAISE_CONCERN, child_id, attempt, desk, fact, new)


async def acknowledge_concern(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt, desk: NationalDesk
) -> ConcernRecorded:
    """The caller has read what somebody else raised; that is not to have acted on it."""
    return await _noticed(graph, caller, ACKNOWLEDGE_CONCERN, child_id, attempt, desk, {"id": fact_id, "facts": {}})


async def close_concern(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt, desk: NationalDesk
) -> ConcernRecorded:
    """Shared, or done, or no longer so. Raised again it is another."""
    return await _noticed(graph, caller, CLOSE_CONCERN, child_id, attempt, desk, {"id": fact_id, "facts": {}})


async def _noticed(
    graph: Graph,
    caller: Caller,
    query: Query[ConcernOutcome],
    child_id: ChildId,
    attempt: Attempt,
    desk: NationalDesk,
    fact: dict[str, object],
    body: Body | None = None,
) -> ConcernRecorded:
    """What came of it, after the notice that it is not a referral. A refusal is the same problem as anywhere."""
    outcome = await outcome_of(graph, caller, query, child_id, attempt, body, fact, desk=asdict(desk))
    made = settle(outcome)
    if outcome.desk is None:
        raise Internal
    return ConcernRecorded(notice=outcome.desk.notice, **dict(made))

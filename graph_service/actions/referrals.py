"""Referrals: that help was asked for, from what kind of agency, and when that was closed."""

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.referrals import NewReferral, ReferralClosed
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_REFERRAL = query("referrals/record_referral", Outcome)
CLOSE_REFERRAL = query("referrals/close_referral", Outcome)


async def record_referral(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewReferral, attempt: Attempt
) -> Recorded:
    """Received by the child's own authority; for its front door, the lead and the manager."""
    fact: dict[str, object] = {"facts": new.model_dump()}
    return await change(graph, caller, RECORD_REFERRAL, child_id, attempt, new, **fact)


async def close_referral(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, closed: ReferralClosed, attempt: Attempt
) -> Recorded:
    """On a day; what came of it is nobody's here."""
    return await change(graph, caller, CLOSE_REFERRAL, child_id, attempt, closed, id=fact_id, facts=closed.model_dump())

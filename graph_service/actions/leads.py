"""Who leads the team around a child: asked, accepted, declined, handed over, released. At most one leads."""

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.actions.clock import today
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.closed_lists import EndReason
from graph_service.domain.identifiers import ChildId
from graph_service.domain.leads import NewLead, ProposedLead, Release
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

PROPOSE_LEAD = query("leads/propose_lead", Outcome)
ACCEPT_LEAD = query("leads/accept_lead", Outcome)
DECLINE_LEAD = query("leads/decline_lead", Outcome)
APPOINT_LEAD = query("leads/appoint_lead", Outcome)
RELEASE_LEAD = query("leads/release_lead", Outcome)


async def propose_lead(
    graph: Graph, caller: Caller, child_id: ChildId, proposed: ProposedLead, attempt: Attempt
) -> Recorded:
    """Ask somebody to lead. Whoever leads goes on meanwhile; where nobody does, the caller holds the baton."""
    facts = proposed.model_dump(exclude={"practitioner_id"}, exclude_none=True) | {"start": today()}
    return await change(
        graph, caller, PROPOSE_LEAD, child_id, attempt, proposed, practitioner=proposed.practitioner_id, facts=facts
    )


async def accept_lead(graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt) -> Recorded:
    """Only whoever was asked; whoever led before, leads no longer."""
    # The kind is in the proposal itself: the statement reads it there.
    return await change(graph, caller, ACCEPT_LEAD, child_id, attempt, id=fact_id, facts={})


async def decline_lead(graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt) -> Recorded:
    """Only whoever was asked; whoever leads or holds the baton goes on."""
    facts = {"end": today(), "end_reason": EndReason.DECLINED}
    return await change(graph, caller, DECLINE_LEAD, child_id, attempt, id=fact_id, facts=facts)


async def appoint_lead(graph: Graph, caller: Caller, child_id: ChildId, new: NewLead, attempt: Attempt) -> Recorded:
    """Hand over at once: the old lead ends and the new one begins in one statement, at most one under any concurrency.

    Raises ChangedMeanwhile, with the lead there is, for whoever expected another.
    """
    facts = new.model_dump(exclude={"practitioner_id", "expected_lead"}, exclude_none=True)
    who = {"practitioner": new.practitioner_id, "expected": new.expected_lead}
    return await change(graph, caller, APPOINT_LEAD, child_id, attempt, new, **who, facts=facts)


async def release_lead(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, release: Release, attempt: Attempt
) -> Recorded:
    """Nobody leads from then on, for a reason; or somebody follows at once, and theirs is the lead answered."""
    new = release.successor
    facts = release.model_dump(include={"end", "end_reason"})
    if new is not None:
        facts = new.model_dump(exclude={"practitioner_id"}, exclude_none=True) | {"start": today()}
    fact: dict[str, object] = {"id": fact_id, "successor": new.practitioner_id if new else None, "facts": facts}
    return await change(graph, caller, RELEASE_LEAD, child_id, attempt, release, **fact)

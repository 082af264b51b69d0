"""Assessments of a child: begun, complete, given up. Never what they say."""

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.domain.assessments import Completion, NewAssessment
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.closed_lists import AssessmentState
from graph_service.domain.identifiers import ChildId
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_ASSESSMENT = query("assessments/record_assessment", Outcome)
COMPLETE_ASSESSMENT = query("assessments/complete_assessment", Outcome)
ABANDON_ASSESSMENT = query("assessments/abandon_assessment", Outcome)


async def record_assessment(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewAssessment, attempt: Attempt
) -> Recorded:
    """One's own, or one's own service's; of others only lead, office and manager say it."""
    facts = {"kind": new.kind, "started_on": new.started_on, "state": AssessmentState.IN_PROGRESS}
    who = {"practitioner": new.practitioner_id, "service": new.service_id}
    return await change(graph, caller, RECORD_ASSESSMENT, child_id, attempt, new, **who, facts=facts)


async def complete_assessment(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, completion: Completion, attempt: Attempt
) -> Recorded:
    """On a day; its outcome is nobody's here."""
    facts = completion.model_dump() | {"state": AssessmentState.COMPLETED}
    return await change(graph, caller, COMPLETE_ASSESSMENT, child_id, attempt, completion, id=fact_id, facts=facts)


async def abandon_assessment(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt
) -> Recorded:
    """It will not be completed; what begins again is another."""
    facts = {"state": AssessmentState.ABANDONED}
    return await change(graph, caller, ABANDON_ASSESSMENT, child_id, attempt, id=fact_id, facts=facts)

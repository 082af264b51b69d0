"""Who works with a child: said, confirmed, amended, ended, withdrawn."""

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.actions.clock import today
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import End
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.closed_lists import EndReason
from graph_service.domain.identifiers import ChildId
from graph_service.domain.involvements import InvolvementChange, NewInvolvement
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_INVOLVEMENT = query("involvements/record_involvement", Outcome)
CONFIRM_INVOLVEMENT = query("involvements/confirm_involvement", Outcome)
AMEND_INVOLVEMENT = query("involvements/amend_involvement", Outcome)
END_INVOLVEMENT = query("involvements/end_involvement", Outcome)
WITHDRAW_CONSENT = query("involvements/withdraw_consent", Outcome)
WITHDRAW_MISTAKE = query("involvements/withdraw_mistake", Outcome)


async def record_involvement(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewInvolvement, attempt: Attempt
) -> Recorded:
    """Somebody works with this child. Confirmed where the lead, the office or the manager of the child's custodian says
    it of somebody else; else asserted, which opens nothing until somebody else confirms it."""
    facts = new.model_dump(exclude={"practitioner_id", "service_id"}, exclude_none=True)
    who = {"practitioner": new.practitioner_id, "service": new.service_id}
    return await change(graph, caller, RECORD_INVOLVEMENT, child_id, attempt, new, **who, facts=facts)


async def confirm_involvement(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt
) -> Recorded:
    """Still right, today; and from asserted to confirmed where neither holder nor recorder says so."""
    return await change(graph, caller, CONFIRM_INVOLVEMENT, child_id, attempt, id=fact_id, facts={})


async def amend_involvement(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, amended: InvolvementChange, attempt: Attempt
) -> Recorded:
    """Role, start or what was told, put right; the version before is kept."""
    facts = amended.model_dump(exclude_unset=True)
    return await change(graph, caller, AMEND_INVOLVEMENT, child_id, attempt, amended, id=fact_id, facts=facts)


async def end_involvement(
    graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, end: End, attempt: Attempt
) -> Recorded:
    """It ends on a day, for a reason; what begins again is another involvement."""
    return await change(graph, caller, END_INVOLVEMENT, child_id, attempt, end, id=fact_id, facts=end.model_dump())


async def withdraw_consent(graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt) -> Recorded:
    """The child no longer agrees that a sensitive service is known: from now on nobody outside it learns of it."""
    facts = {"end": today(), "end_reason": EndReason.CONSENT_WITHDRAWN}
    return await change(graph, caller, WITHDRAW_CONSENT, child_id, attempt, id=fact_id, facts=facts)


async def withdraw_mistake(graph: Graph, caller: Caller, child_id: ChildId, fact_id: str, attempt: Attempt) -> Recorded:
    """A fact put on the wrong child, or never so, leaves every read; those who had read it are told."""
    facts = {"end_reason": EndReason.RECORDED_IN_ERROR}
    return await change(graph, caller, WITHDRAW_MISTAKE, child_id, attempt, id=fact_id, facts=facts)

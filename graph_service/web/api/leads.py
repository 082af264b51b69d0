"""Who leads the team around a child."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import leads
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.leads import NewLead, ProposedLead, Release
from graph_service.web import examples
from graph_service.web.api.shared import CHANGING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/leads")


@router.post(
    "",
    operation_id="appoint_lead",
    summary="Hand over the lead at once",
    status_code=201,
    responses=problems(*RECORDING, p.ChangedMeanwhile, p.NotCustodian) | made(examples.RECORDED),
)
async def appoint_lead(
    child_id: ChildId,
    new: Annotated[NewLead, Body(openapi_examples=examples.LEADS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.APPOINT_LEAD))],
    response: Response,
) -> Recorded:
    """The old lead ends and the new one begins together. `expected_lead` names the one whom you mean to replace."""
    made = await leads.appoint_lead(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/leads")


@router.post(
    "/proposals",
    operation_id="propose_lead",
    summary="Ask somebody to lead",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def propose_lead(
    child_id: ChildId,
    new: Annotated[ProposedLead, Body(openapi_examples=examples.PROPOSED_LEADS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.PROPOSE_LEAD))],
    response: Response,
) -> Recorded:
    """Whoever leads goes on meanwhile; where nobody does, you hold the baton."""
    made = await leads.propose_lead(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/leads")


@router.post(
    "/{fact_id}/accept",
    operation_id="accept_lead",
    summary="Accept to lead",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def accept_lead(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.ACCEPT_LEAD))],
    response: Response,
) -> Recorded:
    """Only whoever was asked. Whoever led before, leads no longer."""
    return changed(response, await leads.accept_lead(service.graph, caller, child_id, fact_id, attempt))


@router.post(
    "/{fact_id}/decline",
    operation_id="decline_lead",
    summary="Decline to lead",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def decline_lead(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.DECLINE_LEAD))],
    response: Response,
) -> Recorded:
    """Only whoever was asked. Whoever leads or holds the baton goes on."""
    return changed(response, await leads.decline_lead(service.graph, caller, child_id, fact_id, attempt))


@router.post(
    "/{fact_id}/release",
    operation_id="release_lead",
    summary="Let somebody lead no longer, for a reason or with a successor",
    responses=problems(*CHANGING, p.AlreadyRecorded) | amended(examples.RECORDED),
)
async def release_lead(
    child_id: ChildId,
    fact_id: FactId,
    release: Annotated[Release, Body(openapi_examples=examples.RELEASES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RELEASE_LEAD))],
    response: Response,
) -> Recorded:
    """Nobody follows, for a reason; or the successor leads from today, and the answer is of their lead."""
    return changed(response, await leads.release_lead(service.graph, caller, child_id, fact_id, release, attempt))

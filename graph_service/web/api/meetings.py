"""Meetings about a child: planned, held, cancelled or planned anew. No minutes."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import meetings
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting, PlannedMeetings
from graph_service.web import examples
from graph_service.web import examples_coordination as shown
from graph_service.web.api.shared import CHANGING, OPENING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems
from graph_service.web.openapi import shown as answered

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/meetings")


@router.get(
    "",
    operation_id="list_meetings",
    summary="Meetings planned about a child that you may hold or cancel",
    responses=problems(*OPENING) | answered(shown.PLANNED),
)
async def list_meetings(
    child_id: ChildId, service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.LIST_MEETINGS))]
) -> PlannedMeetings:
    """For their chair, whoever planned them, the lead, a manager, or the front door; nobody else is told of them."""
    return await meetings.list_meetings(service.graph, caller, child_id)


@router.post(
    "",
    operation_id="plan_meeting",
    summary="Plan a meeting",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def plan_meeting(
    child_id: ChildId,
    new: Annotated[NewMeeting, Body(openapi_examples=shown.MEETINGS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.PLAN_MEETING))],
    response: Response,
) -> Recorded:
    """About this child, and others whose record is open to you. Only lead, manager or front door name a chair."""
    made = await meetings.plan_meeting(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/meetings")


@router.post(
    "/{fact_id}/hold",
    operation_id="hold_meeting",
    summary="Say that a meeting was held, and who came",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def hold_meeting(
    child_id: ChildId,
    fact_id: FactId,
    held: Annotated[HeldMeeting, Body(openapi_examples=shown.HELD)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.HOLD_MEETING))],
    response: Response,
) -> Recorded:
    """For its chair, whoever planned it, the lead, a manager, or the front door."""
    return changed(response, await meetings.hold_meeting(service.graph, caller, child_id, fact_id, held, attempt))


@router.post(
    "/{fact_id}/cancel",
    operation_id="cancel_meeting",
    summary="Cancel a meeting, or plan it for another day",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def cancel_meeting(
    child_id: ChildId,
    fact_id: FactId,
    cancelled: Annotated[Cancellation, Body(openapi_examples=shown.CANCELLATIONS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.CANCEL_MEETING))],
    response: Response,
) -> Recorded:
    """Another day is another meeting, with the same people: the answer then names that one."""
    return changed(
        response, await meetings.cancel_meeting(service.graph, caller, child_id, fact_id, cancelled, attempt)
    )

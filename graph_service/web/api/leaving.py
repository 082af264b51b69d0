"""Somebody leaves: what they have open, and what becomes of it."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import leaving
from graph_service.domain import problems as p
from graph_service.domain.leaving import Gone, HandoverPlan, Leaving, OpenWork
from graph_service.web import examples_people as examples
from graph_service.web.api.people import PractitionerId
from graph_service.web.api.shared import KEEPING, LOOK, PREFIX, changed
from graph_service.web.dependencies import NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, problems, shown

router = APIRouter(prefix=f"{PREFIX}/practitioners/{{practitioner_id}}")


@router.get(
    "/open-work",
    operation_id="list_open_work",
    summary="What somebody who leaves has open",
    responses=problems(*LOOK, p.NotFound) | shown(examples.OPEN_WORK),
)
async def list_open_work(
    practitioner_id: PractitionerId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.LIST_OPEN_WORK))],
) -> OpenWork:
    """Numbers only: of each child and each fact, as far as they are open to you."""
    return await leaving.list_open_work(service.graph, caller, practitioner_id)


@router.get(
    "/handover-plan",
    operation_id="handover_plan",
    summary="Who could take over what somebody who leaves has open",
    responses=problems(*LOOK, p.NotFound) | shown(examples.HANDOVER_PLAN),
)
async def handover_plan(
    practitioner_id: PractitionerId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.HANDOVER_PLAN))],
) -> HandoverPlan:
    """Of each piece the few nearest to the child, with the reason in words; never one who is away or leaves too."""
    return await leaving.handover_plan(service.graph, caller, practitioner_id)


@router.post(
    "/leave",
    operation_id="close_practitioner_account",
    summary="Close the accounts of somebody who leaves",
    responses=problems(*KEEPING, p.SecondPersonNeeded) | amended(examples.GONE),
)
async def close_practitioner_account(
    practitioner_id: PractitionerId,
    plan: Annotated[Leaving, Body(openapi_examples=examples.LEAVINGS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.CLOSE_PRACTITIONER_ACCOUNT))],
    response: Response,
) -> Gone:
    """Each piece of open work is ended for a reason or taken over; if any is left out, nothing is done."""
    gone = await leaving.close_practitioner_account(service.graph, caller, practitioner_id, plan, attempt)
    return changed(response, gone)

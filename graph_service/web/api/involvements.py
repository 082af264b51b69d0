"""Who works with a child: recorded, confirmed, amended, ended; and any fact that was put on the wrong child."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import involvements
from graph_service.domain.bodies import End
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.involvements import InvolvementChange, NewInvolvement
from graph_service.web import examples
from graph_service.web.api.shared import CHANGING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/involvements")
facts = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/facts")


@router.post(
    "",
    operation_id="record_involvement",
    summary="Record that somebody works with a child",
    status_code=201,
    responses=problems(*RECORDING) | made(examples.RECORDED),
)
async def record_involvement(
    child_id: ChildId,
    new: Annotated[NewInvolvement, Body(openapi_examples=examples.INVOLVEMENTS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_INVOLVEMENT))],
    response: Response,
) -> Recorded:
    """A person in a post, or a service itself. What you say of yourself is asserted until somebody else confirms it."""
    made = await involvements.record_involvement(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/involvements")


@router.post(
    "/{fact_id}/confirm",
    operation_id="confirm_involvement",
    summary="Say that an involvement is still right",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def confirm_involvement(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.CONFIRM_INVOLVEMENT))],
    response: Response,
) -> Recorded:
    """Today; and somebody else's word makes an asserted one confirmed."""
    return changed(response, await involvements.confirm_involvement(service.graph, caller, child_id, fact_id, attempt))


@router.patch(
    "/{fact_id}",
    operation_id="amend_involvement",
    summary="Put an involvement right",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def amend_involvement(
    child_id: ChildId,
    fact_id: FactId,
    amendment: Annotated[InvolvementChange, Body(openapi_examples=examples.AMENDMENTS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_INVOLVEMENT))],
    response: Response,
) -> Recorded:
    """Role, start, or what was told. The version before is kept."""
    return changed(
        response, await involvements.amend_involvement(service.graph, caller, child_id, fact_id, amendment, attempt)
    )


@router.post(
    "/{fact_id}/end",
    operation_id="end_involvement",
    summary="End an involvement",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def end_involvement(
    child_id: ChildId,
    fact_id: FactId,
    end: Annotated[End, Body(openapi_examples=examples.ENDS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.END_INVOLVEMENT))],
    response: Response,
) -> Recorded:
    """On a day, for a reason. What begins again is recorded anew."""
    return changed(response, await involvements.end_involvement(service.graph, caller, child_id, fact_id, end, attempt))


@router.post(
    "/{fact_id}/withdraw-consent",
    operation_id="withdraw_consent",
    summary="The child no longer consents to a sensitive service being known",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def withdraw_consent(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.WITHDRAW_CONSENT))],
    response: Response,
) -> Recorded:
    """For the people of that service: from now on nobody outside it learns of it."""
    return changed(response, await involvements.withdraw_consent(service.graph, caller, child_id, fact_id, attempt))


@facts.post(
    "/{fact_id}/withdraw-mistake",
    operation_id="withdraw_mistake",
    summary="Withdraw a fact that was put on the wrong child",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def withdraw_mistake(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.WITHDRAW_MISTAKE))],
    response: Response,
) -> Recorded:
    """It leaves every read, history, signal and path; those who had read it are told."""
    return changed(response, await involvements.withdraw_mistake(service.graph, caller, child_id, fact_id, attempt))

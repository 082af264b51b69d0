"""Who has information to share about a child or is taking action. Each answer says first that it is no referral."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import indications
from graph_service.domain.identifiers import ChildId
from graph_service.domain.indications import ConcernRecorded, NewConcern
from graph_service.web import examples_coordination as shown
from graph_service.web.api.shared import CHANGING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/indications")


@router.post(
    "",
    operation_id="raise_concern",
    summary="Say that you have information to share, or are taking action",
    status_code=201,
    responses=problems(*RECORDING) | made(shown.CONCERN_RECORDED),
)
async def raise_concern(
    child_id: ChildId,
    new: Annotated[NewConcern, Body(openapi_examples=shown.CONCERNS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RAISE_CONCERN))],
    response: Response,
) -> ConcernRecorded:
    """Never what. Nobody says it for another. It is not a referral: the answer names whom to ring."""
    made = await indications.raise_concern(service.graph, caller, child_id, new, attempt, service.desk)
    return recorded(response, made, f"/children/{child_id}/indications")


@router.post(
    "/{fact_id}/acknowledge",
    operation_id="acknowledge_concern",
    summary="Say that you have read an indication",
    status_code=201,
    responses=problems(*RECORDING) | made(shown.CONCERN_RECORDED),
)
async def acknowledge_concern(
    child_id: ChildId,
    fact_id: FactId,
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.ACKNOWLEDGE_CONCERN))],
    response: Response,
) -> ConcernRecorded:
    """Which is not to have acted on it."""
    made = await indications.acknowledge_concern(service.graph, caller, child_id, fact_id, attempt, service.desk)
    return recorded(response, made, f"/children/{child_id}/acknowledgements")


@router.post(
    "/{fact_id}/close",
    operation_id="close_concern",
    summary="Close an indication",
    responses=problems(*CHANGING) | amended(shown.CONCERN_RECORDED),
)
async def close_concern(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.CLOSE_CONCERN))],
    response: Response,
) -> ConcernRecorded:
    """For whoever raised it, the lead, a manager, or the front door."""
    return changed(
        response, await indications.close_concern(service.graph, caller, child_id, fact_id, attempt, service.desk)
    )

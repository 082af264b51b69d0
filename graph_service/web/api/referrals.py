"""That help was asked for, for a child."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import referrals
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.referrals import NewReferral, ReferralClosed
from graph_service.web import examples
from graph_service.web import examples_coordination as shown
from graph_service.web.api.shared import CHANGING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/referrals")


@router.post(
    "",
    operation_id="record_referral",
    summary="Record that a referral was received",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def record_referral(
    child_id: ChildId,
    new: Annotated[NewReferral, Body(openapi_examples=shown.REFERRALS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_REFERRAL))],
    response: Response,
) -> Recorded:
    """From what kind of agency, and when; never why. For the front door, the lead and a manager."""
    made = await referrals.record_referral(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/referrals")


@router.post(
    "/{fact_id}/close",
    operation_id="close_referral",
    summary="Close a referral",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def close_referral(
    child_id: ChildId,
    fact_id: FactId,
    closed: Annotated[ReferralClosed, Body(openapi_examples=shown.CLOSINGS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.CLOSE_REFERRAL))],
    response: Response,
) -> Recorded:
    """On a day. What came of it is not recorded."""
    return changed(response, await referrals.close_referral(service.graph, caller, child_id, fact_id, closed, attempt))

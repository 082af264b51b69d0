"""That an assessment of a child has begun, is complete, or was given up."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import assessments
from graph_service.domain.assessments import Completion, NewAssessment
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.web import examples
from graph_service.web import examples_coordination as shown
from graph_service.web.api.shared import CHANGING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/assessments")


@router.post(
    "",
    operation_id="record_assessment",
    summary="Record that an assessment has begun",
    status_code=201,
    responses=problems(*RECORDING) | made(examples.RECORDED),
)
async def record_assessment(
    child_id: ChildId,
    new: Annotated[NewAssessment, Body(openapi_examples=shown.ASSESSMENTS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_ASSESSMENT))],
    response: Response,
) -> Recorded:
    """Yours, or your service's; of others the lead, a manager or the front door says it. Never what it says."""
    made = await assessments.record_assessment(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/assessments")


@router.post(
    "/{fact_id}/complete",
    operation_id="complete_assessment",
    summary="Say that an assessment is complete",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def complete_assessment(
    child_id: ChildId,
    fact_id: FactId,
    completion: Annotated[Completion, Body(openapi_examples=shown.COMPLETIONS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.COMPLETE_ASSESSMENT))],
    response: Response,
) -> Recorded:
    """On a day. Its outcome is not recorded."""
    return changed(
        response, await assessments.complete_assessment(service.graph, caller, child_id, fact_id, completion, attempt)
    )


@router.post(
    "/{fact_id}/abandon",
    operation_id="abandon_assessment",
    summary="Say that an assessment will not be completed",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def abandon_assessment(
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.ABANDON_ASSESSMENT))],
    response: Response,
) -> Recorded:
    """What begins again is recorded anew."""
    return changed(response, await assessments.abandon_assessment(service.graph, caller, child_id, fact_id, attempt))

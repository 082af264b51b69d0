"""Protections: set by an authority's file, lifted by two people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import protections
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.web import examples
from graph_service.web.api.shared import PREFIX, RECORDING, changed
from graph_service.web.dependencies import NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/protection")


@router.post(
    "/lift",
    operation_id="lift_protection",
    summary="Lift the shields on a child",
    responses=problems(*RECORDING, p.NotCustodian, p.SecondPersonNeeded) | amended(examples.RECORDED),
)
async def lift_protection(
    child_id: ChildId,
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.LIFT_PROTECTION))],
    response: Response,
) -> Recorded:
    """For those on the list of each; done when a second of them says the same. It has no version that anybody reads."""
    return changed(response, await protections.lift_protection(service.graph, caller, child_id, attempt))

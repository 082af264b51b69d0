"""Protections: set by an authority's file or by one person, lifted by two people."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import protections
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.protections import NewProtection
from graph_service.web import examples, examples_records
from graph_service.web.api.shared import PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/protection")


@router.post(
    "",
    operation_id="protect_child",
    summary="Hide where a child is",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def protect_child(
    child_id: ChildId,
    new: Annotated[NewProtection, Body(openapi_examples=examples_records.PROTECTIONS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.PROTECT_CHILD))],
    response: Response,
) -> Recorded:
    """At once, for all but those on the list: names stay, and whom to ring; where the child is does not."""
    made = await protections.protect_child(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/protection")


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

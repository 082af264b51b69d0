"""The numbers that other bodies gave to a child. None ever stands in an address."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import identifiers
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.numbers import Number
from graph_service.web import examples, examples_records
from graph_service.web.api.shared import PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/identifiers")


@router.post(
    "",
    operation_id="add_identifier",
    summary="Record a number that another body gave to a child",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def add_identifier(
    child_id: ChildId,
    number: Annotated[Number, Body(openapi_examples=examples_records.NUMBERS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.ADD_IDENTIFIER))],
    response: Response,
) -> Recorded:
    """Of a scheme that your role uses; its check digit is right, and a CHI number says this child's birth and sex."""
    made = await identifiers.add_identifier(service.graph, caller, child_id, number, attempt)
    return recorded(response, made, f"/children/{child_id}/identifiers")


@router.post(
    "/end",
    operation_id="end_identifier",
    summary="Say that a number is not this child's, or no longer",
    responses=problems(*RECORDING, p.NotCustodian) | amended(examples.RECORDED),
)
async def end_identifier(
    child_id: ChildId,
    number: Annotated[Number, Body(openapi_examples=examples_records.NUMBERS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.END_IDENTIFIER))],
    response: Response,
) -> Recorded:
    """It is named in the body; it needs no If-Match, because to end is the only change it can have."""
    return changed(response, await identifiers.end_identifier(service.graph, caller, child_id, number, attempt))

"""Who cares for a child, and who holds parental responsibility."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import carers
from graph_service.domain import problems as p
from graph_service.domain.carers import CarerAddress, CarerChange, EndOfCare, NewCarer, NewParentalResponsibility
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.web import examples, examples_records
from graph_service.web.api.shared import CHANGING, PREFIX, RECORDING, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}")
CarerId = Annotated[
    str, Path(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$", description="As the network shows it.")
]


@router.post(
    "/carers",
    operation_id="record_carer",
    summary="Record that somebody cares for a child",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def record_carer(
    child_id: ChildId,
    new: Annotated[NewCarer, Body(openapi_examples=examples_records.CARERS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_CARER))],
    response: Response,
) -> Recorded:
    """Somebody new, a carer whom you see at another child, or a child who is a parent.

    A carer very near in age is a warning, not a refusal.
    """
    made = await carers.record_carer(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/carers")


@router.patch(
    "/carers/{carer_id}",
    operation_id="amend_carer",
    summary="Put right who a carer is, or how they are reached",
    responses=problems(*CHANGING, p.NotCustodian) | amended(examples.RECORDED),
)
async def amend_carer(
    child_id: ChildId,
    carer_id: CarerId,
    amendment: Annotated[CarerChange, Body(openapi_examples=examples_records.CARER_CHANGES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_CARER))],
    response: Response,
) -> Recorded:
    """Names, telephone, email. Of a carer who is a child here the names are amended as the child's."""
    return changed(response, await carers.amend_carer(service.graph, caller, child_id, carer_id, amendment, attempt))


@router.post(
    "/carers/{carer_id}/addresses",
    operation_id="record_carer_address",
    summary="Record where a carer lives",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def record_carer_address(
    child_id: ChildId,
    carer_id: CarerId,
    new: Annotated[CarerAddress, Body(openapi_examples=examples_records.CARER_ADDRESSES)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_CARER_ADDRESS))],
    response: Response,
) -> Recorded:
    """A home since a day, or from a day on none that is known. Where it is the family's, it is one household."""
    made = await carers.record_carer_address(service.graph, caller, child_id, carer_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/carers/{carer_id}/addresses")


@router.post(
    "/carers/{carer_id}/end",
    operation_id="end_carer",
    summary="Say that somebody cares for a child no longer",
    responses=problems(*RECORDING, p.NotCustodian) | amended(examples.RECORDED),
)
async def end_carer(
    child_id: ChildId,
    carer_id: CarerId,
    end: Annotated[EndOfCare, Body(openapi_examples=examples_records.ENDS_OF_CARE)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.END_CARER))],
    response: Response,
) -> Recorded:
    """In one capacity, on a day, for a reason. It needs no If-Match, because to end is the only change it can have."""
    return changed(response, await carers.end_carer(service.graph, caller, child_id, carer_id, end, attempt))


@router.post(
    "/parental-responsibility",
    operation_id="record_parental_responsibility",
    summary="Record who holds parental responsibility",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def record_parental_responsibility(
    child_id: ChildId,
    new: Annotated[NewParentalResponsibility, Body(openapi_examples=examples_records.RESPONSIBILITIES)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_PARENTAL_RESPONSIBILITY))],
    response: Response,
) -> Recorded:
    """Of a carer of this child, or of an authority by an order. What was recorded of the same holder ends."""
    made = await carers.record_parental_responsibility(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/parental-responsibility")

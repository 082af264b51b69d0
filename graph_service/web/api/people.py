"""Those who work with children, as their own authority keeps them."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import people
from graph_service.domain.changes import Kept
from graph_service.domain.people import NewPractitioner, PractitionerChange
from graph_service.web import examples_people as examples
from graph_service.web.api.shared import KEEPING, PREFIX, PUTTING_RIGHT, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

PractitionerId = Annotated[
    str, Path(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$", description="The practitioner's id.")
]

router = APIRouter(prefix=f"{PREFIX}/practitioners")


@router.post(
    "",
    operation_id="record_practitioner",
    summary="Record somebody who works with children",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def record_practitioner(
    new: Annotated[NewPractitioner, Body(openapi_examples=examples.PRACTITIONERS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_PRACTITIONER))],
    response: Response,
) -> Kept:
    """Of your own authority. Their post and their account are recorded apart: until then they see nothing."""
    kept = await people.record_practitioner(service.graph, caller, new, attempt)
    return recorded(response, kept, "/practitioners")


@router.patch(
    "/{practitioner_id}",
    operation_id="amend_practitioner",
    summary="Put right what is kept of a practitioner",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def amend_practitioner(
    practitioner_id: PractitionerId,
    amendment: Annotated[PractitionerChange, Body(openapi_examples=examples.PRACTITIONER_CHANGES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_PRACTITIONER))],
    response: Response,
) -> Kept:
    """Your own telephone and email; for the data team and their manager also name and registration."""
    return changed(
        response, await people.amend_practitioner(service.graph, caller, practitioner_id, amendment, attempt)
    )

"""Those who work with children, as their own authority keeps them."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import people
from graph_service.domain.bodies import End
from graph_service.domain.changes import Kept
from graph_service.domain.people import Cover, NewPost, NewPractitioner, PractitionerChange
from graph_service.web import examples_people as examples
from graph_service.web.api.shared import KEEPING, PREFIX, PUTTING_RIGHT, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, FactId, NewAttempt, ServiceDep, may
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


@router.post(
    "/{practitioner_id}/cover",
    operation_id="cover_practitioner",
    summary="Say who answers while somebody is away",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def cover_practitioner(
    practitioner_id: PractitionerId,
    cover: Annotated[Cover, Body(openapi_examples=examples.COVERS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.COVER_PRACTITIONER))],
    response: Response,
) -> Kept:
    """Whoever covered before does so no longer. They are whom to ring; no child is opened to them."""
    kept = await people.cover_practitioner(service.graph, caller, practitioner_id, cover, attempt)
    return recorded(response, kept, f"/practitioners/{practitioner_id}/cover")


@router.post(
    "/{practitioner_id}/posts",
    operation_id="record_post",
    summary="Record that somebody works in a service",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def record_post(
    practitioner_id: PractitionerId,
    new: Annotated[NewPost, Body(openapi_examples=examples.POSTS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_POST))],
    response: Response,
) -> Kept:
    """Never your own. Only the data team says who manages, which is kept beside the post, its id with `-manages`."""
    kept = await people.record_post(service.graph, caller, practitioner_id, new, attempt)
    return recorded(response, kept, f"/practitioners/{practitioner_id}/posts")


@router.post(
    "/{practitioner_id}/posts/{fact_id}/end",
    operation_id="end_post",
    summary="End a post, or the managing of a team",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def end_post(
    practitioner_id: PractitionerId,
    fact_id: FactId,
    end: Annotated[End, Body(openapi_examples=examples.POST_ENDS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.END_POST))],
    response: Response,
) -> Kept:
    """Never your own. In a sensitive service it ends today at the earliest: before, it would name who held it."""
    return changed(response, await people.end_post(service.graph, caller, practitioner_id, fact_id, end, attempt))

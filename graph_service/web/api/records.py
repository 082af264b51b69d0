"""Who a child is: recorded for the first time, and put right."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import records
from graph_service.domain import problems as p
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.records import ChildChange, Death, NewChild
from graph_service.web import examples, examples_records
from graph_service.web.api.shared import CHANGING, LOOK, PREFIX, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

router = APIRouter(prefix=f"{PREFIX}/children")


@router.post(
    "",
    operation_id="register_child",
    summary="Record a child who is not here yet",
    status_code=201,
    responses=problems(*LOOK, p.TooManyRequests, p.KeyReused, p.RuleBroken, p.PossibleDuplicate)
    | made(examples.RECORDED),
)
async def register_child(
    new: Annotated[NewChild, Body(openapi_examples=examples_records.NEW_CHILDREN)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.REGISTER_CHILD))],
    response: Response,
) -> Recorded:
    """Into your own authority's part. Children whom it may be are named, at your own level for each."""
    return recorded(response, await records.register_child(service.graph, caller, new, attempt), "/children")


@router.patch(
    "/{child_id}",
    operation_id="amend_child",
    summary="Put right who a child is",
    responses=problems(*CHANGING) | amended(examples.RECORDED),
)
async def amend_child(
    child_id: ChildId,
    amendment: Annotated[ChildChange, Body(openapi_examples=examples_records.CHILD_CHANGES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_CHILD))],
    response: Response,
) -> Recorded:
    """Names and date of birth together; sex. The version before is kept, and the old name can still be found."""
    return changed(response, await records.amend_child(service.graph, caller, child_id, amendment, attempt))


@router.post(
    "/{child_id}/death",
    operation_id="record_death",
    summary="Say that a child has died",
    responses=problems(*CHANGING, p.AlreadyRecorded, p.SecondPersonNeeded) | amended(examples.RECORDED),
)
async def record_death(
    child_id: ChildId,
    death: Annotated[Death, Body(openapi_examples=examples_records.DEATHS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_DEATH))],
    response: Response,
) -> Recorded:
    """Done when a second person says the same within seven days. What others do with the child they end themselves."""
    return changed(response, await records.record_death(service.graph, caller, child_id, death, attempt))

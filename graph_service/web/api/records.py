"""Who a child is, put right."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import records
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.records import ChildChange
from graph_service.web import examples, examples_records
from graph_service.web.api.shared import CHANGING, PREFIX, changed
from graph_service.web.dependencies import ChangeAttempt, ServiceDep, may
from graph_service.web.openapi import amended, problems

router = APIRouter(prefix=f"{PREFIX}/children")


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

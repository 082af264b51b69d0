"""What changed: for systems, and for people."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import notices
from graph_service.domain.notices import Changes, Notices
from graph_service.web import examples
from graph_service.web.api.shared import LOOK, PREFIX
from graph_service.web.dependencies import ServiceDep, may
from graph_service.web.openapi import problems, shown

router = APIRouter(prefix=PREFIX)


@router.get(
    "/changes",
    operation_id="list_changes",
    summary="What has changed in your authority's part",
    responses=problems(*LOOK) | shown(examples.CHANGES),
)
async def list_changes(
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.LIST_CHANGES, "after"))],
    after: Annotated[int, Query(ge=0, le=2**53, description="`next` of the answer before; 0 at first.")] = 0,
) -> Changes:
    """In the order of the log, at most 500 places at once. A line says what changed at your own level for its child."""
    return await notices.list_changes(service.graph, caller, after)


@router.get(
    "/my-notices",
    operation_id="read_my_notices",
    summary="News of the children you work with",
    responses=problems(*LOOK) | shown(examples.NOTICES),
)
async def read_my_notices(
    service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.READ_MY_NOTICES))]
) -> Notices:
    """What others changed in the last 30 days, newest first; and what you had read that was a mistake."""
    return await notices.read_my_notices(service.graph, caller)

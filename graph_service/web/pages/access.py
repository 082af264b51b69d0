"""Who may do what, as the policy table has it; and why somebody can, or cannot, see a child."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import Action
from graph_service.actions import children, permissions
from graph_service.domain.identifiers import ChildId
from graph_service.web.dependencies import ServiceDep, may_ask_on_page, may_on_page
from graph_service.web.templates import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/permissions", operation_id="read_permissions_page")
async def read_permissions(
    request: Request, who: Annotated[SignedIn, Depends(may_ask_on_page(Action.READ_PERMISSIONS))]
) -> HTMLResponse:
    """The whole table, one's own role first."""
    return page("permissions.html", request, table=permissions.read_permissions(who))


@router.get("/children/{child_id}/access", operation_id="explain_access_page")
async def explain_access(
    request: Request,
    child_id: ChildId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.EXPLAIN_ACCESS))],
) -> HTMLResponse:
    """The same words for a child who is hidden and for one who is not there."""
    explained = await children.explain_access(service.graph, caller, child_id)
    return page("access.html", request, explained=explained, child_id=child_id)

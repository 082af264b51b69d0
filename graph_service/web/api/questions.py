"""Questions that only a graph answers: how two children are connected, and who is near one."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import questions
from graph_service.domain import problems as p
from graph_service.domain.identifiers import ChildId
from graph_service.domain.questions import Neighbourhood, Path
from graph_service.web import examples_questions as shows
from graph_service.web.api.shared import OPENING, PREFIX
from graph_service.web.dependencies import ServiceDep, may
from graph_service.web.openapi import problems, shown

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}")


@router.get(
    "/path",
    operation_id="find_path",
    summary="How two children are connected",
    responses=problems(*OPENING, p.TooManyToFollow) | shown(shows.PATH),
)
async def find_path(
    child_id: ChildId,
    to: Annotated[ChildId, Query(description="Our number of the other child.")],
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.FIND_PATH, "to"))],
) -> Path:
    """In words, in at most four steps, through people and children who are all open to you; never through a service."""
    return await questions.find_path(service.graph, caller, child_id, to)


@router.get(
    "/neighbourhood",
    operation_id="read_neighbourhood",
    summary="Everyone within two steps of a child",
    responses=problems(*OPENING) | shown(shows.NEIGHBOURHOOD),
)
async def read_neighbourhood(
    child_id: ChildId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.READ_NEIGHBOURHOOD))],
) -> Neighbourhood:
    """The people who connect this child with others, and the children whom they connect it with: sixty of each."""
    return await questions.read_neighbourhood(service.graph, caller, child_id)

"""What those who answer for teams see across their children; and who could take over from somebody who leaves."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, decide
from graph_service.actions import leaving, overviews
from graph_service.actions.overviews import PlaceOfFamily, PlaceOfPair
from graph_service.web.api.people import PractitionerId
from graph_service.web.cursors import question_of
from graph_service.web.dependencies import ServiceDep, may_on_page
from graph_service.web.templates import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

After = Annotated[str | None, Query()]
# As long as the API looks back unless told.
EFFORT_DAYS, APART_DAYS, MANY_CHILDREN = 90, 180, 10


@router.get("/duplicate-effort", operation_id="find_duplicate_effort_page")
async def find_duplicate_effort(
    request: Request,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.FIND_DUPLICATE_EFFORT, "after"))],
    after: After = None,
) -> HTMLResponse:
    """Two agencies assess one child for the same thing: fifty pairs at once."""
    question = question_of(caller, Action.FIND_DUPLICATE_EFFORT)
    place = service.cursors.read(PlaceOfPair, after, question)
    found, ended = await overviews.find_duplicate_effort(service.graph, caller, EFFORT_DAYS, place)
    following = service.cursors.written(ended, question)
    return page("duplicate_effort.html", request, found=found, following=following, days=EFFORT_DAYS)


@router.get("/concentration", operation_id="find_concentration_page")
async def find_concentration(
    request: Request, service: ServiceDep, caller: Annotated[Caller, Depends(may_on_page(Action.FIND_CONCENTRATION))]
) -> HTMLResponse:
    """On whom much rests; of each, what could be handed over."""
    found = await overviews.find_concentration(service.graph, caller, MANY_CHILDREN, None)
    may_plan = decide(caller, Action.HANDOVER_PLAN).allowed
    return page("concentration.html", request, found=found, many=MANY_CHILDREN, may_plan=may_plan)


@router.get("/teams-apart", operation_id="find_teams_apart_page")
async def find_teams_apart(
    request: Request,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.FIND_TEAMS_APART, "after"))],
    after: After = None,
) -> HTMLResponse:
    """Brothers and sisters whose teams are not in touch: fifty pairs at once."""
    question = question_of(caller, Action.FIND_TEAMS_APART)
    place = service.cursors.read(PlaceOfFamily, after, question)
    found, ended = await overviews.find_teams_apart(service.graph, caller, APART_DAYS, place)
    following = service.cursors.written(ended, question)
    return page("teams_apart.html", request, found=found, following=following)


@router.get("/practitioners/{practitioner_id}/handover-plan", operation_id="handover_plan_page")
async def handover_plan(
    request: Request,
    practitioner_id: PractitionerId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.HANDOVER_PLAN))],
) -> HTMLResponse:
    """Of each piece of open work the few nearest to the child, with the reason in words."""
    plan = await leaving.handover_plan(service.graph, caller, practitioner_id)
    return page("handover_plan.html", request, plan=plan)

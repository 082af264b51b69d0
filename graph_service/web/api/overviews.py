"""What those who answer for teams or an authority see across their children."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import overviews
from graph_service.actions.overviews import PlaceOfFamily, PlaceOfPair
from graph_service.domain import problems as p
from graph_service.domain.overviews import Concentration, DuplicateEfforts, FamiliesApart
from graph_service.web import examples_overviews as shows
from graph_service.web.api.shared import LOOK, PREFIX
from graph_service.web.cursors import question_of
from graph_service.web.dependencies import ServiceDep, may
from graph_service.web.openapi import problems, shown

router = APIRouter(prefix=PREFIX)

After = Annotated[str | None, Query(description="`next` of the page before.")]


@router.get(
    "/duplicate-effort",
    operation_id="find_duplicate_effort",
    summary="Children whom two agencies assess for the same thing",
    responses=problems(*LOOK) | shown(shows.DUPLICATES),
)
async def find_duplicate_effort(
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.FIND_DUPLICATE_EFFORT, "within_days", "after"))],
    within_days: Annotated[int, Query(ge=1, le=366, description="Begun within so many days, or still under way.")] = 90,
    after: After = None,
) -> DuplicateEfforts:
    """Of teams that you manage, or of your office's authority: fifty pairs at once, the one that began first first."""
    question = question_of(caller, Action.FIND_DUPLICATE_EFFORT, None, str(within_days))
    place = service.cursors.read(PlaceOfPair, after, question)
    page, ended = await overviews.find_duplicate_effort(service.graph, caller, within_days, place)
    return page.model_copy(update={"next": service.cursors.written(ended, question)})


@router.get(
    "/concentration",
    operation_id="find_concentration",
    summary="On whom much rests",
    responses=problems(*LOOK, p.TooManyToFollow) | shown(shows.CONCENTRATION),
)
async def find_concentration(
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.FIND_CONCENTRATION, "over", "service_id"))],
    over: Annotated[int, Query(ge=1, le=100, description="Who leads for more children than this is named.")] = 10,
    service_id: Annotated[str | None, Query(max_length=80, description="Only people of this team.")] = None,
) -> Concentration:
    """Of your teams, or of your office's authority: whose leaving would be felt most, and who leads for many."""
    return await overviews.find_concentration(service.graph, caller, over, service_id)


@router.get(
    "/teams-apart",
    operation_id="find_teams_apart",
    summary="Brothers and sisters whose teams are not in touch",
    responses=problems(*LOOK) | shown(shows.APART),
)
async def find_teams_apart(
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.FIND_TEAMS_APART, "within_days", "after"))],
    within_days: Annotated[int, Query(ge=1, le=1096, description="Not in touch for so many days.")] = 180,
    after: After = None,
) -> FamiliesApart:
    """Of teams that you manage, or of your office's authority: both teams of each two, fifty pairs at once."""
    question = question_of(caller, Action.FIND_TEAMS_APART, None, str(within_days))
    place = service.cursors.read(PlaceOfFamily, after, question)
    page, ended = await overviews.find_teams_apart(service.graph, caller, within_days, place)
    return page.model_copy(update={"next": service.cursors.written(ended, question)})

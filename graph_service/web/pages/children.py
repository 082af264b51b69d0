"""Finding a child, one's own children, and the page around one child, with what is done there in one click."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from graph_service.access.caller import Caller
from graph_service.access.policy import PROJECTIONS, Action, decide, may_search_by
from graph_service.actions import children, networks
from graph_service.domain.children import Hits
from graph_service.domain.closed_lists import IdentifierScheme, Tier
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Network
from graph_service.domain.problems import Problem
from graph_service.web.dependencies import ServiceDep, may_on_page
from graph_service.web.drawing import drawn
from graph_service.web.find_form import FindForm, beside
from graph_service.web.forms import Faults, summary
from graph_service.web.links import colleagues
from graph_service.web.pages.shared import FROM_HERE, just_done
from graph_service.web.templates import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Finder = Annotated[Caller, Depends(may_on_page(Action.FIND_CHILDREN))]
Reader = Annotated[Caller, Depends(may_on_page(Action.READ_NETWORK))]


@router.get("/find", operation_id="find_children_form")
async def find_children_form(request: Request, caller: Finder) -> HTMLResponse:
    """Empty: three ways to look for a child."""
    return _find(request, caller, FindForm())


@router.post("/find", operation_id="find_children_page", dependencies=FROM_HERE)
async def find_children(
    request: Request, typed: Annotated[FindForm, Form()], service: ServiceDep, caller: Finder
) -> HTMLResponse:
    """The children found, above the form. Answered at once, not redirected to: no name may stand in an address."""
    criteria, faults = typed.criteria(_schemes(caller))
    if criteria is None:
        return _find(request, caller, typed, 422, faults=faults)
    try:
        hits = await children.find_children(service.graph, caller, criteria)
    except Problem as problem:
        if (faults := beside(problem, typed.way)) is None:
            raise
        return _find(request, caller, typed, problem.status, faults=faults)
    return _find(request, caller, typed, hits=hits)


def _find(
    request: Request,
    caller: Caller,
    typed: FindForm,
    status: int = 200,
    *,
    faults: Faults | None = None,
    hits: Hits | None = None,
) -> HTMLResponse:
    said = faults or {}
    return page(
        "find.html", request, status, typed=typed, schemes=_schemes(caller), errors=summary(said, {"born"}), hits=hits,
        faults=dict.fromkeys(FIELDS) | said,
    )  # fmt: skip


def _schemes(caller: Caller) -> list[IdentifierScheme]:
    return [scheme for scheme in IdentifierScheme if may_search_by(caller, scheme).allowed]


FIELDS = ("way", "family_name", "given_name", "born", "scheme", "value", "child_id")


@router.get("/my-children", operation_id="list_my_children_page")
async def list_my_children(
    request: Request, service: ServiceDep, caller: Annotated[Caller, Depends(may_on_page(Action.LIST_MY_CHILDREN))]
) -> HTMLResponse:
    """The caller's current children, those with something unread first."""
    mine = await children.list_my_children(service.graph, caller)
    return page("my_children.html", request, mine=mine)


@router.get("/children/{child_id}", operation_id="read_network_page")
async def read_network(request: Request, child_id: ChildId, service: ServiceDep, caller: Reader) -> HTMLResponse:
    """Around one child: who leads and how to ring them, then everybody, as tables and as a map."""
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    return page("network.html", request, 200, **_around(caller, child_id, network), done=just_done(request))


def _around(caller: Caller, child_id: ChildId, network: Network) -> dict[str, object]:
    """What the page says beside the answer itself: what is not shown, and which forms this role may use."""
    return {
        "network": network,
        "child_id": child_id,
        "me": caller,
        "drawn": drawn(network),
        "names": {seat.id: seat.name for seat in network.team},
        "sensitive": {seat.name for seat in network.team if seat.post and seat.post.tier is Tier.SENSITIVE},
        "colleagues": colleagues(network),
        "unseen": PROJECTIONS[caller.role].unseen_in_words(network.level, network.protected),
        "may": _may(caller, network),
    }


# What is offered where the team is shown.
ABOUT_THE_TEAM = (
    Action.APPOINT_LEAD, Action.PLAN_MEETING, Action.RECORD_CONVERSATION, Action.RECORD_ASSESSMENT,
    Action.COMPLETE_ASSESSMENT, Action.CONFIRM_INVOLVEMENT, Action.AMEND_INVOLVEMENT, Action.END_INVOLVEMENT,
    Action.ACKNOWLEDGE_CONCERN, Action.CLOSE_CONCERN, Action.EXPLAIN_SIGNAL,
)  # fmt: skip


def _may(caller: Caller, network: Network) -> set[Action]:
    """The forms that this role has for this purpose, of those for which this answer has a place."""
    offered = {Action.RECORD_INVOLVEMENT, Action.EXPLAIN_ACCESS, Action.READ_NETWORK}
    if network.level == "content":
        offered |= {Action.RAISE_CONCERN} if network.protected else {Action.RAISE_CONCERN, *ABOUT_THE_TEAM}
    return {action for action in offered if decide(caller, action).allowed}

"""May I share? One page at the moment of need: the nation's basis, what to tell the child, whom to ask."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import networks
from graph_service.actions.authorities import read_authority
from graph_service.actions.clock import today
from graph_service.domain.identifiers import ChildId
from graph_service.domain.law import SHARING, waited_for
from graph_service.domain.networks import Network
from graph_service.web.dependencies import ServiceDep, may_on_page
from graph_service.web.pages.indications import duty_desk
from graph_service.web.service import Service
from graph_service.web.templates import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/children/{child_id}/share", operation_id="may_i_share_page")
async def may_i_share(
    request: Request,
    child_id: ChildId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.READ_NETWORK))],
) -> HTMLResponse:
    """For a person who has something to share about this child; it decides nothing, and records only the look."""
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    nations = await _nations(service, caller, network)
    return page(
        "may_i_share.html", request, child_id=child_id, network=network, desk=await duty_desk(service, network),
        guides={nation: (SHARING[nation], waited_for(nation, today())) for nation in nations},
    )  # fmt: skip


async def _nations(service: Service, caller: Caller, network: Network) -> list[str]:
    """The reader's own, and that of whoever keeps the record: which, of a protected child, is unsaid."""
    bodies = [caller.authority, *([network.custodian.code] if network.custodian else [])]
    return list(dict.fromkeys([(await read_authority(service.graph, code)).nation for code in dict.fromkeys(bodies)]))

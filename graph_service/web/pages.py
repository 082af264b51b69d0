"""The HTML routes, on the same actions as the API."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph_service.actions import networks
from graph_service.domain.identifiers import ChildId
from graph_service.web.dependencies import NetworkPageReader, ServiceDep
from graph_service.web.templates import render

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/children/{child_id}", operation_id="read_network_page")
async def read_network(
    request: Request, child_id: ChildId, service: ServiceDep, caller: NetworkPageReader
) -> HTMLResponse:
    """Around one child: who leads and how to ring them, then everybody, as a table."""
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    return HTMLResponse(render("network.html", request, network=network, child_id=child_id, purpose=caller.purpose))

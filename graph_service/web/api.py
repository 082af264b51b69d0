"""The JSON routes. A route parses, declares its action, calls it, returns."""

from fastapi import APIRouter

from graph_service.actions import networks
from graph_service.domain import problems as p
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Network
from graph_service.web import examples
from graph_service.web.dependencies import NetworkReader, ServiceDep
from graph_service.web.openapi import problems, shown

EVERY_ROUTE = (p.NotSignedIn, p.NotPermitted, p.AccountSuspended, p.TooLarge, p.InvalidRequest, p.PurposeRequired,
               p.StillRunning, p.Internal, p.GraphUnavailable)  # fmt: skip

router = APIRouter(prefix="/api/v1")


@router.get(
    "/children/{child_id}/network",
    operation_id="read_network",
    summary="All professionals around one child",
    responses=problems(*EVERY_ROUTE, p.NotFound) | shown(examples.NETWORK),
)
async def read_network(child_id: ChildId, service: ServiceDep, caller: NetworkReader) -> Network:
    """The people and services around a child, at the caller's own level for that child.

    The look is recorded before the answer leaves. A child who is hidden answers as one who is not there.
    """
    return await networks.read_network(service.graph, caller, child_id, service.desk)

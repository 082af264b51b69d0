"""Children: who they are, who is around them, finding them, and why one may see them."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from graph_service.actions import children, networks, permissions
from graph_service.actions.permissions import Permissions
from graph_service.domain import problems as p
from graph_service.domain.children import ChildRecord, Explanation, Hits, MyChildren
from graph_service.domain.finding import Criteria
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Network
from graph_service.web import examples
from graph_service.web.api.shared import LOOK, OPENING, PREFIX, SIGNED_IN
from graph_service.web.dependencies import (
    AccessExplainer,
    ChildFinder,
    ChildReader,
    NetworkReader,
    OwnChildrenLister,
    PermissionsReader,
    ServiceDep,
)
from graph_service.web.openapi import problems, shown, versioned

router = APIRouter(prefix=PREFIX)


@router.get(
    "/children/{child_id}/network",
    operation_id="read_network",
    summary="All professionals around one child",
    responses=problems(*OPENING) | shown(examples.NETWORK),
)
async def read_network(child_id: ChildId, service: ServiceDep, caller: NetworkReader) -> Network:
    """The people and services around a child, at the caller's own level for that child.

    The look is recorded before the answer leaves. A child who is hidden answers as one who is not there.
    """
    return await networks.read_network(service.graph, caller, child_id, service.desk)


@router.get(
    "/children/{child_id}",
    operation_id="read_child",
    summary="Who one child is",
    responses=problems(*OPENING) | versioned(examples.CHILD),
)
async def read_child(child_id: ChildId, service: ServiceDep, caller: ChildReader, response: Response) -> ChildRecord:
    """Names, numbers by function and addresses, at the caller's own level; a protected child has no place here.

    The ETag is the version of who the child is: for If-Match when putting it right.
    """
    record = await children.read_child(service.graph, caller, child_id, service.desk)
    if record.version is not None:
        response.headers["ETag"] = f'"{record.version}"'
    return record


@router.get(
    "/children/{child_id}/access",
    operation_id="explain_access",
    summary="Why you may see one child, or may not",
    responses=problems(*LOOK) | shown(examples.EXPLANATION),
)
async def explain_access(child_id: ChildId, service: ServiceDep, caller: AccessExplainer) -> Explanation:
    """The deciding rule in words, and what it shows; for a hidden child the same words as for one who is not there."""
    return await children.explain_access(service.graph, caller, child_id)


@router.post(
    "/children/find",
    operation_id="find_children",
    summary="Find a child",
    responses=problems(*LOOK, p.NotEnoughToSearch, p.TooManyMatches, p.TooManyRequests) | shown(examples.HITS),
)
async def find_children(
    criteria: Annotated[Criteria, Body(openapi_examples=examples.CRITERIA)], service: ServiceDep, caller: ChildFinder
) -> Hits:
    """By our number; by a number with its scheme; or by family name with date of birth, where one slip is forgiven.

    At most ten, each with the caller's level and what matched; never which authority keeps the record.
    """
    return await children.find_children(service.graph, caller, criteria)


@router.get(
    "/my-children",
    operation_id="list_my_children",
    summary="The children you work with",
    responses=problems(*LOOK) | shown(examples.MY_CHILDREN),
)
async def list_my_children(service: ServiceDep, caller: OwnChildrenLister) -> MyChildren:
    """Your current children, those first about whom somebody has something to share that you have not read."""
    return await children.list_my_children(service.graph, caller)


@router.get(
    "/permissions",
    operation_id="read_permissions",
    summary="Who may do what",
    responses=problems(*SIGNED_IN) | shown(examples.PERMISSIONS),
)
async def read_permissions(who: PermissionsReader) -> Permissions:
    """The policy table as it is, your own role first."""
    return permissions.read_permissions(who)

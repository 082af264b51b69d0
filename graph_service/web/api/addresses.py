"""Where a child lives. No address ever stands in a URL."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import addresses
from graph_service.domain import problems as p
from graph_service.domain.addresses import NewAddress
from graph_service.domain.changes import Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.web import examples, examples_records
from graph_service.web.api.shared import PREFIX, RECORDING, recorded
from graph_service.web.dependencies import NewAttempt, ServiceDep, may
from graph_service.web.openapi import made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/addresses")


@router.post(
    "",
    operation_id="record_address",
    summary="Record where a child lives",
    status_code=201,
    responses=problems(*RECORDING, p.NotCustodian) | made(examples.RECORDED),
)
async def record_address(
    child_id: ChildId,
    new: Annotated[NewAddress, Body(openapi_examples=examples_records.ADDRESSES)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_ADDRESS))],
    response: Response,
) -> Recorded:
    """An address since a day, or none from a day on. Of a protected child only by those on its access list."""
    made = await addresses.record_address(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/addresses")

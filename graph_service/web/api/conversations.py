"""That two people spoke about a child."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import conversations
from graph_service.domain.changes import Recorded
from graph_service.domain.conversations import NewConversation
from graph_service.domain.identifiers import ChildId
from graph_service.web import examples
from graph_service.web import examples_coordination as shown
from graph_service.web.api.shared import PREFIX, RECORDING, recorded
from graph_service.web.dependencies import NewAttempt, ServiceDep, may
from graph_service.web.openapi import made, problems

router = APIRouter(prefix=f"{PREFIX}/children/{{child_id}}/conversations")


@router.post(
    "",
    operation_id="record_conversation",
    summary="Record that you spoke with somebody about a child",
    status_code=201,
    responses=problems(*RECORDING) | made(examples.RECORDED),
)
async def record_conversation(
    child_id: ChildId,
    new: Annotated[NewConversation, Body(openapi_examples=shown.CONVERSATIONS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_CONVERSATION))],
    response: Response,
) -> Recorded:
    """With somebody who is around the child, on a day. Never what was said."""
    made = await conversations.record_conversation(service.graph, caller, child_id, new, attempt)
    return recorded(response, made, f"/children/{child_id}/conversations")

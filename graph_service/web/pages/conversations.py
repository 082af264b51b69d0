"""That two people around a child spoke about it, on a day; never what was said."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import conversations
from graph_service.actions.clock import today
from graph_service.domain.conversations import NewConversation
from graph_service.domain.identifiers import ChildId
from graph_service.web import forms
from graph_service.web.dependencies import NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, begun, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around, named_team, open_around, people
from graph_service.web.service import Service

router = APIRouter(prefix="/children/{child_id}/conversations", include_in_schema=False,
                   default_response_class=HTMLResponse)  # fmt: skip

Speaker = Annotated[Caller, Depends(may_on_page(Action.RECORD_CONVERSATION))]

RECORD = forms.Form(
    NewConversation,
    says={"practitioner_id": "Choose with whom you spoke", "on": "Enter the day on which you spoke"},
    days=frozenset({"on"}),
)


@router.get("", operation_id="record_conversation_form")
async def record_conversation_form(
    request: Request, child_id: ChildId, service: ServiceDep, caller: Speaker
) -> HTMLResponse:
    """Today, at first: most people record it at once."""
    return await _page(request, child_id, service, caller, begun(on=today()))


@router.post("", operation_id="record_conversation_page", dependencies=FROM_HERE)
async def record_conversation(
    request: Request, child_id: ChildId, typed: TypedDep, attempt: NewAttemptOnPage, service: ServiceDep,
    caller: Speaker,
) -> Response:  # fmt: skip
    """The caller spoke with somebody around the child."""
    made = await RECORD.sent(
        typed, lambda new: conversations.record_conversation(service.graph, caller, child_id, new, attempt)
    )
    if isinstance(made, Refusal):
        return await _page(request, child_id, service, caller, typed, made)
    return done_around(request, child_id, "spoke")


async def _page(
    request: Request, child_id: ChildId, service: Service, caller: Caller, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    network = await open_around(service, caller, child_id)
    others = [seat for seat in named_team(network) if seat.id != caller.practitioner_id]
    return form_page(
        "record_conversation.html", request, RECORD, typed, refusal, child=network.child,
        back=f"/children/{child_id}", others=people(others),
    )  # fmt: skip

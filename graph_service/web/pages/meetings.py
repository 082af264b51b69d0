"""Meetings about a child: planned with the team invited, held, cancelled or planned for another day. No minutes."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import meetings
from graph_service.actions.clock import today
from graph_service.domain.closed_lists import MeetingKind, NotMetReason
from graph_service.domain.identifiers import ChildId
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting, PlannedMeeting
from graph_service.domain.networks import Sibling
from graph_service.web import forms
from graph_service.web.dependencies import ChangeAttemptOnPage, FactId, NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, begun, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around, found, named_team, open_around, people
from graph_service.web.service import Service
from graph_service.web.wording import choices, meeting_in_words

router = APIRouter(prefix="/children/{child_id}/meetings", include_in_schema=False,
                   default_response_class=HTMLResponse)  # fmt: skip

Planner = Annotated[Caller, Depends(may_on_page(Action.PLAN_MEETING))]
Holder = Annotated[Caller, Depends(may_on_page(Action.HOLD_MEETING))]
Canceller = Annotated[Caller, Depends(may_on_page(Action.CANCEL_MEETING))]

NEXT = "Enter a day after this meeting, within a year, or leave it empty"
PLAN = forms.Form(
    NewMeeting,
    says={
        "kind": "Choose what kind of meeting it is",
        "planned_on": "Enter the day of the meeting",
        "invited": "Choose who is invited",
        "children": "Choose which other children it is about",
        "chair_id": "Choose who chairs, or leave it empty",
        "next_on": NEXT,
    },
    days=frozenset({"planned_on", "next_on"}),
    lists=frozenset({"invited", "children"}),
)
HOLD = forms.Form(
    HeldMeeting,
    says={"attended": "Choose who came", "held_on": "Enter the day on which it was held", "next_on": NEXT},
    days=frozenset({"held_on", "next_on"}),
    lists=frozenset({"attended"}),
)
CANCEL = forms.Form(
    Cancellation,
    says={"reason": "Choose why it is not held, or enter another day below", "planned_on": "Enter another day"},
    days=frozenset({"planned_on"}),
)


@router.get("", operation_id="plan_meeting_form")
async def plan_meeting_form(request: Request, child_id: ChildId, service: ServiceDep, caller: Planner) -> HTMLResponse:
    """What is planned already, and a form in which the whole team is invited at first."""
    return await _plan_page(request, child_id, service, caller, None)


@router.post("", operation_id="plan_meeting_page", dependencies=FROM_HERE)
async def plan_meeting(
    request: Request, child_id: ChildId, typed: TypedDep, attempt: NewAttemptOnPage, service: ServiceDep,
    caller: Planner,
) -> Response:  # fmt: skip
    """A day, a kind, and who is asked to come."""
    made = await PLAN.sent(typed, lambda new: meetings.plan_meeting(service.graph, caller, child_id, new, attempt))
    if isinstance(made, Refusal):
        return await _plan_page(request, child_id, service, caller, typed, made)
    return done_around(request, child_id, "meeting_planned")


async def _plan_page(
    request: Request, child_id: ChildId, service: Service, caller: Caller, typed: Typed | None,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    network = await open_around(service, caller, child_id)
    planned = await meetings.list_meetings(service.graph, caller, child_id)
    team = people(named_team(network))
    return form_page(
        "plan_meeting.html", request, PLAN, typed or begun(invited=[one["value"] for one in team]), refusal,
        child=network.child, back=f"/children/{child_id}", child_id=child_id, planned=planned.meetings,
        kinds=choices(MeetingKind), team=team, others=_children(network.siblings),
        chairs=[one for one in team if one["value"] != caller.practitioner_id],
    )  # fmt: skip


def _children(siblings: Sequence[Sibling]) -> list[dict[str, str]]:
    """Brothers and sisters whose record is open to the caller."""
    return [
        {"value": one.id, "text": f"{one.given_name} {one.family_name}"}
        for one in siblings
        if one.level == "content" and not one.protected
    ]


async def _planned(service: Service, caller: Caller, child_id: ChildId, fact_id: str) -> PlannedMeeting | None:
    """A meeting that is the caller's to settle, while it is planned."""
    listed = await meetings.list_meetings(service.graph, caller, child_id)
    return next((one for one in listed.meetings if one.id == fact_id), None)


@router.get("/{fact_id}/hold", operation_id="hold_meeting_form")
async def hold_meeting_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Holder
) -> HTMLResponse:
    """Who came, of the team."""
    there = found(await _planned(service, caller, child_id, fact_id))
    opened = begun(held_on=today(), version=str(there.version))
    return await _hold_page(request, child_id, there, service, caller, opened)


@router.post("/{fact_id}/hold", operation_id="hold_meeting_page", dependencies=FROM_HERE)
async def hold_meeting(
    request: Request, child_id: ChildId, fact_id: FactId, typed: TypedDep, attempt: ChangeAttemptOnPage,
    service: ServiceDep, caller: Holder,
) -> Response:  # fmt: skip
    """It was held, these came, and when they meet again."""
    made = await HOLD.sent(
        typed, lambda held: meetings.hold_meeting(service.graph, caller, child_id, fact_id, held, attempt)
    )
    if isinstance(made, Refusal):
        there = await _planned(service, caller, child_id, fact_id)
        return await _hold_page(request, child_id, there, service, caller, typed, made)
    return done_around(request, child_id, "meeting_held")


async def _hold_page(
    request: Request, child_id: ChildId, there: PlannedMeeting | None, service: Service, caller: Caller, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    network = await open_around(service, caller, child_id)
    return form_page(
        "hold_meeting.html", request, HOLD, typed, refusal, child=network.child, back=f"/children/{child_id}",
        now=meeting_in_words(there) if there else "", child_id=child_id, there=there, team=people(named_team(network)),
    )  # fmt: skip


@router.get("/{fact_id}/cancel", operation_id="cancel_meeting_form")
async def cancel_meeting_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Canceller
) -> HTMLResponse:
    """Why it is not held; or another day."""
    there = found(await _planned(service, caller, child_id, fact_id))
    return await _cancel_page(request, child_id, there, service, caller, begun(version=str(there.version)))


@router.post("/{fact_id}/cancel", operation_id="cancel_meeting_page", dependencies=FROM_HERE)
async def cancel_meeting(
    request: Request, child_id: ChildId, fact_id: FactId, typed: TypedDep, attempt: ChangeAttemptOnPage,
    service: ServiceDep, caller: Canceller,
) -> Response:  # fmt: skip
    """Another day is another meeting, with the same people."""
    made = await CANCEL.sent(
        typed, lambda why: meetings.cancel_meeting(service.graph, caller, child_id, fact_id, why, attempt)
    )
    if isinstance(made, Refusal):
        there = await _planned(service, caller, child_id, fact_id)
        return await _cancel_page(request, child_id, there, service, caller, typed, made)
    if made.id == fact_id:
        return done_around(request, child_id, "meeting_cancelled")
    return done_around(request, child_id, "meeting_moved")


async def _cancel_page(
    request: Request, child_id: ChildId, there: PlannedMeeting | None, service: Service, caller: Caller, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    network = await open_around(service, caller, child_id)
    return form_page(
        "cancel_meeting.html", request, CANCEL, typed, refusal, child=network.child, back=f"/children/{child_id}",
        now=meeting_in_words(there) if there else "", child_id=child_id, there=there, reasons=choices(NotMetReason),
    )  # fmt: skip

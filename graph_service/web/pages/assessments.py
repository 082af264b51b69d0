"""That an assessment of a child has begun, is complete, or was given up; never what it says."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import assessments
from graph_service.actions.clock import today
from graph_service.domain.assessments import Completion, NewAssessment
from graph_service.domain.closed_lists import AssessmentKind
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Assessment, Network
from graph_service.domain.problems import ChangedMeanwhile
from graph_service.web import forms
from graph_service.web.dependencies import ChangeAttemptOnPage, FactId, NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, begun, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around, found, named_team, open_around, people
from graph_service.web.service import Service
from graph_service.web.templates import page
from graph_service.web.wording import assessment_in_words, choices

router = APIRouter(prefix="/children/{child_id}/assessments", include_in_schema=False,
                   default_response_class=HTMLResponse)  # fmt: skip

Recorder = Annotated[Caller, Depends(may_on_page(Action.RECORD_ASSESSMENT))]
Completer = Annotated[Caller, Depends(may_on_page(Action.COMPLETE_ASSESSMENT))]
Abandoner = Annotated[Caller, Depends(may_on_page(Action.ABANDON_ASSESSMENT))]

RECORD = forms.Form(
    NewAssessment,
    says={
        "kind": "Choose the kind of assessment",
        "practitioner_id": "Choose who makes it",
        "started_on": "Enter the day on which it began",
    },
    days=frozenset({"started_on"}),
)
COMPLETE = forms.Form(
    Completion, says={"completed_on": "Enter the day on which it was complete"}, days=frozenset({"completed_on"})
)


@router.get("", operation_id="record_assessment_form")
async def record_assessment_form(
    request: Request, child_id: ChildId, service: ServiceDep, caller: Recorder
) -> HTMLResponse:
    """One's own at first; of others lead, manager and front door say it."""
    mine = begun(started_on=today(), practitioner_id=caller.practitioner_id)
    return await _record_page(request, child_id, service, caller, mine)


@router.post("", operation_id="record_assessment_page", dependencies=FROM_HERE)
async def record_assessment(
    request: Request, child_id: ChildId, typed: TypedDep, attempt: NewAttemptOnPage, service: ServiceDep,
    caller: Recorder,
) -> Response:  # fmt: skip
    """That it has begun, by whom, of which kind."""
    made = await RECORD.sent(
        typed, lambda new: assessments.record_assessment(service.graph, caller, child_id, new, attempt)
    )
    if isinstance(made, Refusal):
        return await _record_page(request, child_id, service, caller, typed, made)
    return done_around(request, child_id, "assessment_begun")


async def _record_page(
    request: Request, child_id: ChildId, service: Service, caller: Caller, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    network = await open_around(service, caller, child_id)
    others = [seat for seat in named_team(network) if seat.id != caller.practitioner_id]
    return form_page(
        "record_assessment.html", request, RECORD, typed, refusal, child=network.child, back=f"/children/{child_id}",
        kinds=choices(AssessmentKind),
        makers=[{"value": caller.practitioner_id, "text": "I do"}, *people(others)],
    )  # fmt: skip


@router.get("/{fact_id}/complete", operation_id="complete_assessment_form")
async def complete_assessment_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Completer
) -> HTMLResponse:
    """The day on which it was complete; or that it will not be."""
    network = await open_around(service, caller, child_id)
    there = found(_assessment(network, fact_id))
    return _complete_page(request, child_id, network, there, begun(completed_on=today(), version=str(there.version)))


@router.post("/{fact_id}/complete", operation_id="complete_assessment_page", dependencies=FROM_HERE)
async def complete_assessment(
    request: Request, child_id: ChildId, fact_id: FactId, typed: TypedDep, attempt: ChangeAttemptOnPage,
    service: ServiceDep, caller: Completer,
) -> Response:  # fmt: skip
    """On a day; its outcome has no place here."""
    made = await COMPLETE.sent(
        typed, lambda done: assessments.complete_assessment(service.graph, caller, child_id, fact_id, done, attempt)
    )
    if isinstance(made, Refusal):
        network = await open_around(service, caller, child_id)
        return _complete_page(request, child_id, network, _assessment(network, fact_id), typed, made)
    return done_around(request, child_id, "assessment_completed")


def _complete_page(
    request: Request, child_id: ChildId, network: Network, there: Assessment | None, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    return form_page(
        "complete_assessment.html", request, COMPLETE, typed, refusal, child=network.child,
        back=f"/children/{child_id}", now=assessment_in_words(there) if there else "", there=there, child_id=child_id,
    )  # fmt: skip


@router.post("/{fact_id}/abandon", operation_id="abandon_assessment_page", dependencies=FROM_HERE)
async def abandon_assessment(
    request: Request,
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttemptOnPage,
    service: ServiceDep,
    caller: Abandoner,
    saw: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """It will not be completed. If somebody changed it first, both are shown."""
    try:
        await assessments.abandon_assessment(service.graph, caller, child_id, fact_id, attempt)
    except ChangedMeanwhile as changed:
        there = _assessment(await open_around(service, caller, child_id), fact_id)
        return page(
            "changed.html", request, 412, child_id=child_id, saw=saw, version=changed.more.get("version"),
            now=assessment_in_words(there) if there else "", still="It will not be completed, all the same",
        )  # fmt: skip
    return done_around(request, child_id, "assessment_abandoned")


def _assessment(network: Network, fact_id: str) -> Assessment | None:
    return next((one for one in network.assessments if one.assessment_id == fact_id), None)

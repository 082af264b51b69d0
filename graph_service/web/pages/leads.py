"""Who leads the team around a child: a form on a page of its own, reached from the child."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, decide
from graph_service.actions import leads
from graph_service.actions.clock import today
from graph_service.domain.closed_lists import EndReason, LeadKind
from graph_service.domain.identifiers import ChildId
from graph_service.domain.leads import NewLead, ProposedLead, Release
from graph_service.domain.networks import Involvement, Lead, Network
from graph_service.web import forms
from graph_service.web.dependencies import (
    FACT_ID,
    ChangeAttemptOnPage,
    FactId,
    NewAttemptOnPage,
    ServiceDep,
    may_on_page,
)
from graph_service.web.forms import Refusal, Typed, TypedDep, begun, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around, found, named_team, open_around, people
from graph_service.web.wording import choices, lead_in_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Appointer = Annotated[Caller, Depends(may_on_page(Action.APPOINT_LEAD))]
Releaser = Annotated[Caller, Depends(may_on_page(Action.RELEASE_LEAD))]

APPOINT = forms.Form(
    ProposedLead,
    says={
        "practitioner_id": "Choose who leads from today",
        "kind": "Choose what kind of support they lead",
        "family_preference_asked": "Choose yes or no, or leave it empty",
    },
)
RELEASE = forms.Form(
    Release,
    says={"end_reason": "Choose why it ends", "end": "Enter the day on which it ended"},
    days=frozenset({"end"}),
)
# Why nobody follows; who follows is a hand-over, and a form of its own.
ENDS = [
    EndReason.WORK_FINISHED, EndReason.STEPPED_DOWN, EndReason.MOVED_AWAY, EndReason.PRACTITIONER_LEFT,
    EndReason.REACHED_EIGHTEEN, EndReason.CHILD_DIED,
]  # fmt: skip


@router.get("/children/{child_id}/lead", operation_id="appoint_lead_form")
async def appoint_lead_form(
    request: Request, child_id: ChildId, service: ServiceDep, caller: Appointer
) -> HTMLResponse:
    """The people who may lead: those of the team who are named and confirmed."""
    network = await open_around(service, caller, child_id)
    kind = network.lead.kind if network.lead else ""
    return _page(request, child_id, caller, network, begun(kind=kind))


@router.post("/children/{child_id}/lead", operation_id="appoint_lead_page", dependencies=FROM_HERE)
async def appoint_lead(
    request: Request,
    child_id: ChildId,
    typed: TypedDep,
    attempt: NewAttemptOnPage,
    service: ServiceDep,
    caller: Appointer,
    expected_lead: Annotated[str, Form(max_length=80, pattern=FACT_ID)] = "",
) -> Response:
    """One leads until now, another from now on; `expected_lead` is the lead that the page showed, if any."""

    def lead(chosen: ProposedLead) -> NewLead:
        return NewLead(**dict(chosen), start=today(), expected_lead=expected_lead or None)

    made = await APPOINT.sent(
        typed, lambda chosen: leads.appoint_lead(service.graph, caller, child_id, lead(chosen), attempt)
    )
    if isinstance(made, Refusal):
        network = await open_around(service, caller, child_id)
        return _page(request, child_id, caller, network, typed, made)
    return done_around(request, child_id, "led")


def _page(
    request: Request, child_id: ChildId, caller: Caller, network: Network, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    return form_page(
        "lead.html", request, APPOINT, typed, refusal, child=network.child, back=f"/children/{child_id}",
        lead=network.lead, may_release=decide(caller, Action.RELEASE_LEAD).allowed, child_id=child_id,
        may_lead=people(_may_lead(network, caller)), kinds=choices(LeadKind),
    )  # fmt: skip


def _may_lead(network: Network, caller: Caller) -> list[Involvement]:
    """What the form offers; who may lead is decided by the statement. Nobody appoints themselves."""
    team = named_team(network, confirmed=True)
    return [seat for seat in team if seat.id != caller.practitioner_id]


@router.get("/children/{child_id}/leads/{fact_id}/release", operation_id="release_lead_form")
async def release_lead_form(
    request: Request, child_id: ChildId, fact_id: FactId, service: ServiceDep, caller: Releaser
) -> HTMLResponse:
    """Who leads, and since when and why nobody does."""
    network = await open_around(service, caller, child_id)
    lead = found(_lead(network, fact_id))
    return _release_page(request, child_id, network, lead, begun(end=today(), version=str(lead.version)))


@router.post("/children/{child_id}/leads/{fact_id}/release", operation_id="release_lead_page", dependencies=FROM_HERE)
async def release_lead(
    request: Request,
    child_id: ChildId,
    fact_id: FactId,
    typed: TypedDep,
    attempt: ChangeAttemptOnPage,
    service: ServiceDep,
    caller: Releaser,
) -> Response:
    """Nobody follows, for now."""
    made = await RELEASE.sent(
        typed,
        lambda release: leads.release_lead(service.graph, caller, child_id, fact_id, release, attempt),
        needs=RELEASE.says,
    )
    if isinstance(made, Refusal):
        network = await open_around(service, caller, child_id)
        return _release_page(request, child_id, network, _lead(network, fact_id), typed, made)
    return done_around(request, child_id, "released")


def _release_page(
    request: Request, child_id: ChildId, network: Network, lead: Lead | None, typed: Typed,
    refusal: Refusal | None = None,
) -> HTMLResponse:  # fmt: skip
    return form_page(
        "release_lead.html", request, RELEASE, typed, refusal, child=network.child, back=f"/children/{child_id}",
        now=lead_in_words(lead) if lead else "", child_id=child_id, reasons=choices(ENDS),
    )  # fmt: skip


def _lead(network: Network, fact_id: str) -> Lead | None:
    return network.lead if network.lead and network.lead.lead_id == fact_id else None

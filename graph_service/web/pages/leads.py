"""Who leads the team around a child: a form on a page of its own, reached from the child."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, Field

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import leads, networks
from graph_service.actions.clock import today
from graph_service.domain.closed_lists import LeadKind
from graph_service.domain.identifiers import ChildId
from graph_service.domain.leads import NewLead
from graph_service.domain.networks import Involvement, Network
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, NotFound, NotPermitted, RuleBroken
from graph_service.web.dependencies import NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Faults, summary
from graph_service.web.pages.shared import FROM_HERE, done_around
from graph_service.web.templates import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Appointer = Annotated[Caller, Depends(may_on_page(Action.APPOINT_LEAD))]


class LeadForm(BaseModel):
    """As it was chosen; `expected_lead` is the lead that the page showed, if any."""

    practitioner_id: str = Field("", max_length=80)
    kind: str = Field("", max_length=20)
    family_asked: str = Field("", max_length=3)
    expected_lead: str = Field("", max_length=80)

    def faults(self) -> Faults:
        said = {"practitioner_id": "Choose who leads from today", "kind": "Choose what kind of support they lead"}
        known = {"practitioner_id": bool(self.practitioner_id), "kind": self.kind in set(LeadKind)}
        return {field: said[field] for field, is_known in known.items() if not is_known}

    def lead(self) -> NewLead:
        """From today: a hand-over is one step."""
        return NewLead(
            practitioner_id=self.practitioner_id, kind=LeadKind(self.kind), start=today(),
            expected_lead=self.expected_lead or None,
            family_preference_asked={"yes": True, "no": False}.get(self.family_asked),
        )  # fmt: skip


@router.get("/children/{child_id}/lead", operation_id="appoint_lead_form")
async def appoint_lead_form(
    request: Request, child_id: ChildId, service: ServiceDep, caller: Appointer
) -> HTMLResponse:
    """The people who may lead: those of the team who are named and confirmed."""
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    if network.level != "content" or network.protected:
        raise NotFound
    kind = network.lead.kind if network.lead else ""
    return _form(request, child_id, caller, network, LeadForm(kind=kind), {}, 200)


@router.post("/children/{child_id}/lead", operation_id="appoint_lead_page", dependencies=FROM_HERE)
async def appoint_lead(
    request: Request,
    child_id: ChildId,
    chosen: Annotated[LeadForm, Form()],
    attempt: NewAttemptOnPage,
    service: ServiceDep,
    caller: Appointer,
) -> Response:
    """One leads until now, another from now on; if somebody else changed it first, that is said and nothing is lost."""
    faults, status = chosen.faults(), 422
    if not faults:
        try:
            await leads.appoint_lead(service.graph, caller, child_id, chosen.lead(), attempt)
            return done_around(request, child_id, "led")
        except ChangedMeanwhile as changed:
            faults, status = {"practitioner_id": CHANGED}, changed.status
        except AlreadyRecorded as known:
            faults, status = {"practitioner_id": "They lead already, with this kind of support"}, known.status
        except (RuleBroken, NotPermitted) as refused:
            faults, status = {"practitioner_id": refused.detail.rstrip(".")}, refused.status
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    return _form(request, child_id, caller, network, chosen, faults, status)


CHANGED = "Somebody else changed who leads before you did. Look who leads now, then decide again"


def _form(
    request: Request, child_id: ChildId, caller: Caller, network: Network, chosen: LeadForm, faults: Faults, status: int
) -> HTMLResponse:
    return page(
        "lead.html", request, status, child_id=child_id, network=network, chosen=chosen,
        may_lead=_may_lead(network, caller), kinds=list(LeadKind), errors=summary(faults),
        faults=dict.fromkeys(("practitioner_id", "kind")) | faults,
    )  # fmt: skip


def _may_lead(network: Network, caller: Caller) -> list[Involvement]:
    """What the form offers, once for each; who may lead is decided by the statement. Nobody appoints themselves."""
    named = {
        seat.id: seat
        for seat in network.team
        if seat.kind == "practitioner" and seat.current and seat.state == "confirmed" and seat.id
    }
    return [seat for person, seat in named.items() if person != caller.practitioner_id]

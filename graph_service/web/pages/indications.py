"""That somebody has something to share or is taking action: said, read by others, closed. It is no referral."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import indications, networks
from graph_service.actions.authorities import read_authority
from graph_service.domain.closed_lists import IndicationKind
from graph_service.domain.identifiers import ChildId
from graph_service.domain.indications import DutyDesk, NewConcern
from graph_service.domain.networks import Network
from graph_service.domain.problems import AlreadyRecorded, ChangedMeanwhile, NotFound
from graph_service.web import forms
from graph_service.web.dependencies import ChangeAttemptOnPage, FactId, NewAttemptOnPage, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, form_page
from graph_service.web.pages.shared import FROM_HERE, done_around
from graph_service.web.service import Service
from graph_service.web.templates import page
from graph_service.web.wording import choices, indication_in_words

router = APIRouter(prefix="/children/{child_id}/indications", include_in_schema=False,
                   default_response_class=HTMLResponse)  # fmt: skip

Raiser = Annotated[Caller, Depends(may_on_page(Action.RAISE_CONCERN))]
Acknowledger = Annotated[Caller, Depends(may_on_page(Action.ACKNOWLEDGE_CONCERN))]
Closer = Annotated[Caller, Depends(may_on_page(Action.CLOSE_CONCERN))]

RAISE = forms.Form(
    NewConcern,
    says={"kind": "Choose what you want to say", "due_on": "Enter a day that is still to come, or leave it empty"},
    days=frozenset({"due_on"}),
)


@router.get("", operation_id="raise_concern_form")
async def raise_concern_form(request: Request, child_id: ChildId, service: ServiceDep, caller: Raiser) -> HTMLResponse:
    """Begins with whom to ring, before anything can be said."""
    return await _raise_page(request, child_id, service, caller, Typed())


@router.post("", operation_id="raise_concern_page", dependencies=FROM_HERE)
async def raise_concern(
    request: Request, child_id: ChildId, typed: TypedDep, attempt: NewAttemptOnPage, service: ServiceDep, caller: Raiser
) -> Response:
    """Never what. The people around the child are told."""
    made = await RAISE.sent(
        typed, lambda new: indications.raise_concern(service.graph, caller, child_id, new, attempt, service.desk)
    )
    if isinstance(made, Refusal):
        return await _raise_page(request, child_id, service, caller, typed, made)
    return done_around(request, child_id, "raised")


async def _raise_page(
    request: Request, child_id: ChildId, service: Service, caller: Caller, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    network = await networks.read_network(service.graph, caller, child_id, service.desk)
    if network.level != "content":
        raise NotFound
    return form_page(
        "raise_concern.html", request, RAISE, typed, refusal, child=network.child, back=f"/children/{child_id}",
        kinds=choices(IndicationKind), desk=await duty_desk(service, network),
    )  # fmt: skip


async def duty_desk(service: Service, network: Network) -> DutyDesk:
    """Whom to ring at once: the desk of the authority that keeps the record; for a protected child the national one."""
    if network.custodian is None:
        return DutyDesk(name="the national desk", out_of_hours_phone=None, **asdict(service.desk))
    return (await read_authority(service.graph, network.custodian.code)).desk


@router.post("/{fact_id}/acknowledge", operation_id="acknowledge_concern_page", dependencies=FROM_HERE)
async def acknowledge_concern(
    request: Request,
    child_id: ChildId,
    fact_id: FactId,
    attempt: NewAttemptOnPage,
    service: ServiceDep,
    caller: Acknowledger,
) -> Response:
    """The caller has read it, once; who had read it before is told so."""
    try:
        await indications.acknowledge_concern(service.graph, caller, child_id, fact_id, attempt, service.desk)
    except AlreadyRecorded:
        return done_around(request, child_id, "acknowledged_before")
    return done_around(request, child_id, "acknowledged")


@router.post("/{fact_id}/close", operation_id="close_concern_page", dependencies=FROM_HERE)
async def close_concern(
    request: Request,
    child_id: ChildId,
    fact_id: FactId,
    attempt: ChangeAttemptOnPage,
    service: ServiceDep,
    caller: Closer,
    saw: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """One click: shared, or done, or no longer so. If somebody changed it first, both are shown."""
    try:
        await indications.close_concern(service.graph, caller, child_id, fact_id, attempt, service.desk)
    except ChangedMeanwhile as changed:
        network = await networks.read_network(service.graph, caller, child_id, service.desk)
        there = next((one for one in network.indications if one.indication_id == fact_id), None)
        return page(
            "changed.html", request, 412, child_id=child_id, saw=saw, version=changed.more.get("version"),
            now=indication_in_words(there) if there else "", still="Close it all the same",
        )  # fmt: skip
    return done_around(request, child_id, "closed")

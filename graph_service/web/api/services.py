"""Agencies and services, as their own authority keeps them."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import services
from graph_service.domain.changes import Kept
from graph_service.domain.services import DutyDeskChange, NewAgency, NewService, NewSupply, ServiceChange, SuppliedFacts
from graph_service.web import examples_people as examples
from graph_service.web.api.shared import KEEPING, PREFIX, PUTTING_RIGHT, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

ServiceId = Annotated[
    str, Path(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$", description="The service's id.")
]

AgencyId = Annotated[
    str, Path(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$", description="The agency's id.")
]

agencies = APIRouter(prefix=f"{PREFIX}/agencies")
router = APIRouter(prefix=f"{PREFIX}/services")
desk = APIRouter(prefix=f"{PREFIX}/duty-desk")


@agencies.post(
    "",
    operation_id="record_agency",
    summary="Record an organisation that services belong to",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def record_agency(
    new: Annotated[NewAgency, Body(openapi_examples=examples.AGENCIES)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_AGENCY))],
    response: Response,
) -> Kept:
    """It is counted where several agencies work with one child."""
    return recorded(response, await services.record_agency(service.graph, caller, new, attempt), "/agencies")


@agencies.post(
    "/{agency_id}/supply",
    operation_id="record_supply",
    summary="Say which facts an agency sends",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def record_supply(
    agency_id: AgencyId,
    new: Annotated[NewSupply, Body(openapi_examples=examples.SUPPLIES)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_SUPPLY))],
    response: Response,
) -> Kept:
    """A signal that needs such facts is looked for from when the sender first confirms that all has come."""
    made = await services.record_supply(service.graph, caller, agency_id, new, attempt)
    return recorded(response, made, f"/agencies/{agency_id}/supply")


@agencies.patch(
    "/{agency_id}/supply",
    operation_id="amend_supply",
    summary="Put right which facts an agency sends",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def amend_supply(
    agency_id: AgencyId,
    amendment: Annotated[SuppliedFacts, Body(openapi_examples=examples.SUPPLY_CHANGES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_SUPPLY))],
    response: Response,
) -> Kept:
    """None, where it sends nothing any more: then what is absent there is evidence of nothing."""
    return changed(response, await services.amend_supply(service.graph, caller, agency_id, amendment, attempt))


@agencies.post(
    "/{agency_id}/supply/confirm",
    operation_id="confirm_supply",
    summary="Say that an agency has sent all it had",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def confirm_supply(
    agency_id: AgencyId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.CONFIRM_SUPPLY))],
    response: Response,
) -> Kept:
    """For a system that sends change by change: at least every fourteen days, best every night."""
    return changed(response, await services.confirm_supply(service.graph, caller, agency_id, attempt))


@router.post(
    "",
    operation_id="record_service",
    summary="Record a school, practice or team",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def record_service(
    new: Annotated[NewService, Body(openapi_examples=examples.SERVICES)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.RECORD_SERVICE))],
    response: Response,
) -> Kept:
    """Its kind sets the lowest tier. Nobody places one below a team that they manage themselves."""
    return recorded(response, await services.record_service(service.graph, caller, new, attempt), "/services")


@router.patch(
    "/{service_id}",
    operation_id="amend_service",
    summary="Put right what is kept of a service",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def amend_service(
    service_id: ServiceId,
    amendment: Annotated[ServiceChange, Body(openapi_examples=examples.SERVICE_CHANGES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_SERVICE))],
    response: Response,
) -> Kept:
    """A tier rises and never falls: what was told while it stood higher stays unseen."""
    return changed(response, await services.amend_service(service.graph, caller, service_id, amendment, attempt))


@desk.patch(
    "",
    operation_id="amend_duty_desk",
    summary="Say how your authority's duty desk is reached",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def amend_duty_desk(
    amendment: Annotated[DutyDeskChange, Body(openapi_examples=examples.DUTY_DESKS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.AMEND_DUTY_DESK))],
    response: Response,
) -> Kept:
    """Whom to ring about any child whose team nobody leads. A desk of which nothing was said is at version 0."""
    return changed(response, await services.amend_duty_desk(service.graph, caller, amendment, attempt))

"""Who may sign in, in which role."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import accounts
from graph_service.domain.changes import Kept
from graph_service.domain.people import AccountStop, NewAccount
from graph_service.web import examples_people as examples
from graph_service.web.api.people import PractitionerId
from graph_service.web.api.shared import KEEPING, PREFIX, PUTTING_RIGHT, changed, recorded
from graph_service.web.dependencies import ChangeAttempt, NewAttempt, ServiceDep, may
from graph_service.web.openapi import amended, made, problems

AccountId = Annotated[
    str, Path(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$", description="The account's id.")
]

router = APIRouter(prefix=f"{PREFIX}")


@router.post(
    "/practitioners/{practitioner_id}/accounts",
    operation_id="open_account",
    summary="Let somebody sign in",
    status_code=201,
    responses=problems(*KEEPING) | made(examples.KEPT),
)
async def open_account(
    practitioner_id: PractitionerId,
    new: Annotated[NewAccount, Body(openapi_examples=examples.ACCOUNTS)],
    attempt: NewAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.OPEN_ACCOUNT))],
    response: Response,
) -> Kept:
    """Never yourself. The same opens again what was suspended or closed. A sign-in's name is one person's only."""
    kept = await accounts.open_account(service.graph, caller, practitioner_id, new, attempt)
    return recorded(response, kept, "/accounts")


@router.post(
    "/accounts/{account_id}/suspend",
    operation_id="suspend_account",
    summary="Suspend or close an account",
    responses=problems(*PUTTING_RIGHT) | amended(examples.KEPT),
)
async def suspend_account(
    account_id: AccountId,
    stop: Annotated[AccountStop, Body(openapi_examples=examples.ACCOUNT_STOPS)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.SUSPEND_ACCOUNT))],
    response: Response,
) -> Kept:
    """At once: from now on every look and every change is refused."""
    return changed(response, await accounts.suspend_account(service.graph, caller, account_id, stop, attempt))

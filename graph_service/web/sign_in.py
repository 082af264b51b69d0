"""The start page: signing in (in development, as a made-up person), a reason, a child; and one's own account."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph_service.access.caller import SignedIn
from graph_service.access.policy import BUDGETS
from graph_service.access.tokens import development_token
from graph_service.actions.accounts import find_account
from graph_service.actions.authorities import read_authority
from graph_service.domain.identifiers import is_child_id, normalised_child_id
from graph_service.domain.problems import NotFound, NotSignedIn
from graph_service.domain.purposes import Purpose
from graph_service.keys import development_key
from graph_service.web.dependencies import ServiceDep, from_this_site, signed_in_on_page
from graph_service.web.forms import Faults, summary
from graph_service.web.templates import page

DEMO_SIGN_INS = ("lead", "front door", "case management system")
NO_REASON = "Choose why you are looking"
NO_NUMBER = "Check this number for a slip: it is not one of our numbers. It has 12 letters and digits"

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def start(request: Request, service: ServiceDep) -> HTMLResponse:
    return _start(request, service, {}, "")


@router.post("/sign-in", dependencies=[Depends(from_this_site)])
async def sign_in(
    request: Request, service: ServiceDep, subject: Annotated[str, Form(max_length=100)]
) -> RedirectResponse:
    """Development only: outside it this address does not exist."""
    if not service.settings.in_development:
        raise NotFound
    who = await find_account(service.graph, subject)
    request.session.clear()  # a new person never inherits the last one's session
    request.session["token"] = development_token(development_key(service.settings.state), who)
    # For what pages offer only: what is allowed is asked of the token each time.
    request.session.update(subject=who.subject, role=who.role)
    return RedirectResponse("/", 303)


@router.post("/look", dependencies=[Depends(from_this_site)])
async def look(
    request: Request,
    service: ServiceDep,
    purpose: Annotated[str, Form(max_length=40)] = "",
    child_id: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Keeps the reason in the session, so that the address holds our own number and nothing else."""
    if "token" not in request.session:
        raise NotSignedIn("Sign in first.")
    if faults := _faults(purpose, child_id):
        return _start(request, service, faults, child_id, 422)
    request.session["purpose"] = purpose
    return RedirectResponse(f"/children/{normalised_child_id(child_id)}" if child_id else "/find", 303)


@router.get("/account")
async def account(
    request: Request, service: ServiceDep, who: Annotated[SignedIn, Depends(signed_in_on_page)]
) -> HTMLResponse:
    """What is asked of this sign-in before anything is shown, and when each of it lapses."""
    lapses = service.tokens.lapses(request.session["token"])
    return page(
        "account.html", request, who=who, lapses=lapses, budget=BUDGETS[who.role],
        authority=await read_authority(service.graph, who.authority),
    )  # fmt: skip


@router.post("/sign-out", dependencies=[Depends(from_this_site)])
async def sign_out(request: Request) -> RedirectResponse:
    request.session.clear()
    return RedirectResponse("/", 303)


def _faults(purpose: str, child_id: str) -> Faults:
    faults = {}
    if purpose not in set(Purpose):
        faults["purpose"] = NO_REASON
    if child_id and not is_child_id(child_id):
        faults["child_id"] = NO_NUMBER
    return faults


def _start(request: Request, service: ServiceDep, faults: Faults, typed: str, status: int = 200) -> HTMLResponse:
    return page(
        "start.html", request, status, development=service.settings.in_development, typed=typed,
        faults={"purpose": None, "child_id": None} | faults, errors=summary(faults),
    )  # fmt: skip

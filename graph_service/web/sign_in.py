"""The start page: signing in (in development, as a made-up person), choosing a reason, naming a child."""

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from graph_service.access.tokens import development_token
from graph_service.actions.accounts import find_account
from graph_service.domain.identifiers import is_child_id, normalised_child_id
from graph_service.domain.problems import InvalidRequest, NotFound, NotPermitted
from graph_service.domain.purposes import Purpose
from graph_service.keys import development_key
from graph_service.web.dependencies import ServiceDep
from graph_service.web.templates import render

DEMO_SIGN_INS = ("lead", "front door", "case management system")


async def from_this_site(request: Request) -> None:
    """A form of another site cannot act here: Sec-Fetch-Site says whose it is, and Origin where a browser lacks that.

    Origin alone would not do: our own Referrer-Policy makes browsers send `Origin: null` with our own forms.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign_origin if site is None else site not in ("same-origin", "none"):
        raise NotPermitted("This form was sent from another site, so nothing was done.", reason="cross_site")


router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
async def start(request: Request, service: ServiceDep) -> HTMLResponse:
    return HTMLResponse(
        render(
            "start.html",
            request,
            purposes=list(Purpose),
            development=service.settings.in_development,
            chosen=request.session.get("purpose"),
            subject=request.session.get("subject"),
        )
    )


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
    request.session["subject"] = who.subject
    return RedirectResponse("/", 303)


@router.post("/look", dependencies=[Depends(from_this_site)])
async def look(
    request: Request,
    purpose: Annotated[str, Form(max_length=40)],
    child_id: Annotated[str, Form(max_length=40)],
) -> RedirectResponse:
    """Keeps the reason in the session, so that the address holds our own number and nothing else."""
    if purpose not in set(Purpose):
        raise InvalidRequest(errors=[{"pointer": "/purpose", "detail": "choose one of the listed reasons"}])
    if not is_child_id(child_id):
        raise InvalidRequest(
            errors=[{"pointer": "/child_id", "detail": "this is not one of our numbers: check it for a slip"}]
        )
    request.session["purpose"] = purpose
    return RedirectResponse(f"/children/{normalised_child_id(child_id)}", 303)


@router.post("/sign-out", dependencies=[Depends(from_this_site)])
async def sign_out(request: Request) -> RedirectResponse:
    request.session.clear()
    return RedirectResponse("/", 303)

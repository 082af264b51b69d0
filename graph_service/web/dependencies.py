"""What a route declares: the service, and a caller who may do its action. Each refusal is its own problem."""

import re
from collections.abc import Awaitable, Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Form, Header, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import Action, may_attempt
from graph_service.actions.gates import admit
from graph_service.domain.attempts import Attempt
from graph_service.domain.problems import InvalidRequest, NotPermitted, NotSignedIn, PurposeRequired, VersionRequired
from graph_service.domain.purposes import Purpose
from graph_service.web.service import Service

_bearer = HTTPBearer(auto_error=False, description="A token of the trusted sign-in service, with a second factor.")


async def service_of(request: Request) -> Service:
    return request.app.state.service


ServiceDep = Annotated[Service, Depends(service_of)]


async def signed_in(
    service: ServiceDep, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> SignedIn:
    """Gate 1, for the API: a bearer token (RFC 6750)."""
    if bearer is None:
        raise NotSignedIn
    return service.tokens.read(bearer.credentials)


async def signed_in_on_page(request: Request, service: ServiceDep) -> SignedIn:
    """Gate 1, for the pages: the same token, kept in the signed session cookie."""
    token = request.session.get("token")
    if token is None:
        raise NotSignedIn("Sign in first.")
    return service.tokens.read(token)


async def purpose_of_page(request: Request) -> Purpose:
    """The reason is chosen once per piece of work and stays in the session, never in the address."""
    purpose = request.session.get("purpose")
    if purpose not in set(Purpose):
        raise PurposeRequired("Say why you are looking first: choose a reason on the start page.")
    return Purpose(purpose)


def may(action: Action, *parameters: str) -> Callable[..., Awaitable[Caller]]:
    """Gates 1 and 3 for an API route; the returned dependency carries its action for the route test.

    `parameters` are those that the address may have; anything else in it is an error.
    """

    async def api_caller(
        request: Request,
        who: Annotated[SignedIn, Depends(signed_in)],
        service: ServiceDep,
        access_purpose: Annotated[
            Purpose, Header(description="Why you are looking: a code that names a benefit to the child.")
        ],
    ) -> Caller:
        _no_unknown_parameters(request, parameters)
        return await admit(service.graph, Caller(who, access_purpose), action, request.path_params.get("child_id", ""))

    api_caller.__setattr__("action", action)
    return api_caller


def may_ask(action: Action) -> Callable[..., Awaitable[SignedIn]]:
    """For what is about no child: signed in, and the role has the action; no reason is asked for."""

    async def asking(request: Request, who: Annotated[SignedIn, Depends(signed_in)]) -> SignedIn:
        _no_unknown_parameters(request)
        decision = may_attempt(who, action)
        if not decision.allowed:
            raise NotPermitted(decision.reason, reason=decision.rule)
        return who

    asking.__setattr__("action", action)
    return asking


def may_ask_on_page(action: Action) -> Callable[..., Awaitable[SignedIn]]:
    """The same for a page, from the session."""

    async def asking_on_page(request: Request, who: Annotated[SignedIn, Depends(signed_in_on_page)]) -> SignedIn:
        return await may_ask(action)(request, who)

    asking_on_page.__setattr__("action", action)
    return asking_on_page


async def from_this_site(request: Request) -> None:
    """A form of another site cannot act here: Sec-Fetch-Site says whose it is, and Origin where a browser lacks that.

    Origin alone would not do: our own Referrer-Policy makes browsers send `Origin: null` with our own forms.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign_origin = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign_origin if site is None else site not in ("same-origin", "none"):
        raise NotPermitted("This form was sent from another site, so nothing was done.", reason="cross_site")


def may_on_page(action: Action, *parameters: str) -> Callable[..., Awaitable[Caller]]:
    """The same gates for a page, from the session."""

    async def page_caller(
        request: Request,
        who: Annotated[SignedIn, Depends(signed_in_on_page)],
        service: ServiceDep,
        purpose: Annotated[Purpose, Depends(purpose_of_page)],
    ) -> Caller:
        _no_unknown_parameters(request, parameters)
        return await admit(service.graph, Caller(who, purpose), action, request.path_params.get("child_id", ""))

    page_caller.__setattr__("action", action)
    return page_caller


def _no_unknown_parameters(request: Request, known: tuple[str, ...] = ()) -> None:
    """Nothing about anybody belongs in an address, and a mistyped parameter is never silently dropped."""
    if unknown := sorted(set(request.query_params) - set(known)):
        raise InvalidRequest(
            errors=[
                {"pointer": f"?{name[:40]}", "detail": "this address takes no such parameter"} for name in unknown[:10]
            ]
        )


_KEY = Header(
    min_length=8,
    max_length=80,
    pattern=r"^[A-Za-z0-9._:-]+$",
    description="Yours, a new one for each change, such as a UUID: sent again, the same is not done twice.",
)
_FORM_KEY = Form(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9._:-]+$")
_VERSION = re.compile(r'"(\d{1,9})"')


async def new_attempt(idempotency_key: Annotated[str, _KEY]) -> Attempt:
    """For what records something new."""
    return Attempt(idempotency_key)


async def change_attempt(
    idempotency_key: Annotated[str, _KEY],
    if_match: Annotated[str | None, Header(description='The ETag that you read, such as "3" (RFC 9110).')] = None,
) -> Attempt:
    """For what changes a fact: only the version that the client has seen."""
    if if_match is None:
        raise VersionRequired
    found = _VERSION.fullmatch(if_match.strip())
    if found is None:
        raise InvalidRequest(errors=[{"pointer": "/if-match", "detail": 'one ETag as it was read, such as "3"'}])
    return Attempt(idempotency_key, int(found[1]))


async def new_attempt_on_page(key: Annotated[str, _FORM_KEY]) -> Attempt:
    """The form's key was made with the page, so that sending it twice does it once."""
    return Attempt(key)


async def change_attempt_on_page(key: Annotated[str, _FORM_KEY], version: Annotated[int, Form(ge=1)]) -> Attempt:
    """With the version that the page showed."""
    return Attempt(key, version)


NewAttempt = Annotated[Attempt, Depends(new_attempt)]
ChangeAttempt = Annotated[Attempt, Depends(change_attempt)]
NewAttemptOnPage = Annotated[Attempt, Depends(new_attempt_on_page)]
ChangeAttemptOnPage = Annotated[Attempt, Depends(change_attempt_on_page)]
FACT_ID = r"^[A-Za-z0-9._:-]+$"
FactId = Annotated[str, Path(min_length=1, max_length=80, pattern=FACT_ID, description="The fact's id.")]

NetworkReader = Annotated[Caller, Depends(may(Action.READ_NETWORK))]
ChildReader = Annotated[Caller, Depends(may(Action.READ_CHILD))]
ChildFinder = Annotated[Caller, Depends(may(Action.FIND_CHILDREN))]
OwnChildrenLister = Annotated[Caller, Depends(may(Action.LIST_MY_CHILDREN))]
AccessExplainer = Annotated[Caller, Depends(may(Action.EXPLAIN_ACCESS))]
PermissionsReader = Annotated[SignedIn, Depends(may_ask(Action.READ_PERMISSIONS))]

"""Two records that may be of one child: the list of the data team, and one pair with who would see what."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import duplicates
from graph_service.domain.closed_lists import DuplicateState
from graph_service.domain.duplicates import MergedInto
from graph_service.domain.problems import ChangedMeanwhile
from graph_service.web import forms
from graph_service.web.dependencies import ChangeAttemptOnPage, FactId, ServiceDep, may_on_page
from graph_service.web.forms import Refusal, Typed, TypedDep, form_page
from graph_service.web.pages.shared import FROM_HERE, found, just_done
from graph_service.web.service import Service
from graph_service.web.templates import page

router = APIRouter(prefix="/possible-duplicates", include_in_schema=False, default_response_class=HTMLResponse)

Previewer = Annotated[Caller, Depends(may_on_page(Action.PREVIEW_MERGE))]

MERGE = forms.Form(MergedInto, says={"keeps": "Choose which record stays"})


@router.get("", operation_id="list_possible_duplicates_page")
async def list_possible_duplicates(
    request: Request,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.LIST_POSSIBLE_DUPLICATES))],
) -> HTMLResponse:
    """The pairs that wait, longest waiting first."""
    listed = await duplicates.list_possible_duplicates(service.graph, caller)
    return page("possible_duplicates.html", request, listed=listed, done=just_done(request))


@router.get("/{fact_id}", operation_id="preview_merge_page")
async def preview_merge(request: Request, fact_id: FactId, service: ServiceDep, caller: Previewer) -> HTMLResponse:
    """Who would see what, whichever stays: in numbers of people, before anything is said."""
    return await _pair_page(request, fact_id, service, caller, Typed())


@router.post("/{fact_id}/merge", operation_id="merge_children_page", dependencies=FROM_HERE)
async def merge_children(
    request: Request, fact_id: FactId, typed: TypedDep, attempt: ChangeAttemptOnPage, service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.MERGE_CHILDREN))],
) -> Response:  # fmt: skip
    """They are one child, and this record stays."""
    made = await MERGE.sent(
        typed, lambda merged: duplicates.merge_children(service.graph, caller, fact_id, merged, attempt)
    )
    if isinstance(made, Refusal):
        return await _pair_page(request, fact_id, service, caller, typed, made)
    return _said(request, made.state)


@router.post("/{fact_id}/keep-apart", operation_id="keep_apart_page", dependencies=FROM_HERE)
async def keep_apart(
    request: Request, fact_id: FactId, attempt: ChangeAttemptOnPage, service: ServiceDep,
    caller: Annotated[Caller, Depends(may_on_page(Action.KEEP_APART))],
) -> Response:  # fmt: skip
    """They are two children."""
    try:
        made = await duplicates.keep_apart(service.graph, caller, fact_id, attempt)
    except ChangedMeanwhile as changed:
        return await _pair_page(request, fact_id, service, caller, Typed(), MERGE.refused(changed))
    return _said(request, made.state)


def _said(request: Request, state: DuplicateState) -> RedirectResponse:
    """Back to the list, which says once whether that settled it."""
    request.session["done"] = f"pair_{state}"
    return RedirectResponse("/possible-duplicates", 303)


async def _pair_page(
    request: Request, fact_id: str, service: Service, caller: Caller, typed: Typed, refusal: Refusal | None = None
) -> HTMLResponse:
    listed = await duplicates.list_possible_duplicates(service.graph, caller)
    pair = found(next((one for one in listed.pairs if one.id == fact_id), None))
    previews = [await duplicates.preview_merge(service.graph, caller, fact_id, keeps) for keeps in ("child", "other")]
    return form_page(
        "preview_merge.html", request, MERGE, typed, refusal, back="/possible-duplicates",
        pair=pair, previews=previews,
    )  # fmt: skip

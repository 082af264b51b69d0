"""Pairs of records that may be of one child: for the data teams."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Response

from graph_service.access.caller import Caller
from graph_service.access.policy import Action
from graph_service.actions import duplicates
from graph_service.domain import problems as p
from graph_service.domain.duplicates import Keeps, MergedInto, MergePreview, PossibleDuplicates, SettledPair
from graph_service.web import examples_duplicates as examples
from graph_service.web.api.shared import LOOK, PREFIX, PUTTING_RIGHT, changed
from graph_service.web.dependencies import ChangeAttempt, FactId, ServiceDep, may
from graph_service.web.openapi import amended, problems, shown

router = APIRouter(prefix=f"{PREFIX}/possible-duplicates")


@router.get(
    "",
    operation_id="list_possible_duplicates",
    summary="Records that may be of one child",
    responses=problems(*LOOK) | shown(examples.PAIRS),
)
async def list_possible_duplicates(
    service: ServiceDep, caller: Annotated[Caller, Depends(may(Action.LIST_POSSIBLE_DUPLICATES))]
) -> PossibleDuplicates:
    """Those of which your authority keeps one. Nothing is ever merged by itself."""
    return await duplicates.list_possible_duplicates(service.graph, caller)


@router.get(
    "/{fact_id}/merge",
    operation_id="preview_merge",
    summary="Who would see what, if two records became one",
    responses=problems(*LOOK, p.NotFound) | shown(examples.PREVIEW),
)
async def preview_merge(
    fact_id: FactId,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.PREVIEW_MERGE, "keeps"))],
    keeps: Annotated[Keeps, Query(description="Which record would stay, as the list shows the pair.")] = "child",
) -> MergePreview:
    """In numbers of people. Look at this before you merge."""
    return await duplicates.preview_merge(service.graph, caller, fact_id, keeps)


@router.post(
    "/{fact_id}/merge",
    operation_id="merge_children",
    summary="Say that two records are of one child",
    responses=problems(*PUTTING_RIGHT) | amended(examples.SETTLED),
)
async def merge_children(
    fact_id: FactId,
    merged: Annotated[MergedInto, Body(openapi_examples=examples.MERGES)],
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.MERGE_CHILDREN))],
    response: Response,
) -> SettledPair:
    """Done once every authority that keeps one of them says the same; behind a shield, once two people do."""
    return changed(response, await duplicates.merge_children(service.graph, caller, fact_id, merged, attempt))


@router.post(
    "/{fact_id}/keep-apart",
    operation_id="keep_apart",
    summary="Say that two records are of two children",
    responses=problems(*PUTTING_RIGHT) | amended(examples.SETTLED),
)
async def keep_apart(
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.KEEP_APART))],
    response: Response,
) -> SettledPair:
    """Done as a merge is. The pair does not come up again."""
    return changed(response, await duplicates.keep_apart(service.graph, caller, fact_id, attempt))


@router.post(
    "/{fact_id}/unmerge",
    operation_id="unmerge_children",
    summary="Undo a merge",
    responses=problems(*PUTTING_RIGHT) | amended(examples.SETTLED),
)
async def unmerge_children(
    fact_id: FactId,
    attempt: ChangeAttempt,
    service: ServiceDep,
    caller: Annotated[Caller, Depends(may(Action.UNMERGE_CHILDREN))],
    response: Response,
) -> SettledPair:
    """What came from each record goes back to it, and the two wait as a pair again. One authority's word is enough."""
    return changed(response, await duplicates.unmerge_children(service.graph, caller, fact_id, attempt))

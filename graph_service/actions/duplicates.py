"""Two records of one child: listed for the data teams, and merged, kept apart or parted again by people alone."""

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.actions.changes import outcome_of, raise_refusal
from graph_service.actions.looks import look, one_row, refuse_inactive
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import Body
from graph_service.domain.duplicates import (
    Keeps,
    MergedInto,
    MergePreview,
    PairOutcome,
    PossibleDuplicatePair,
    PossibleDuplicates,
    SettledPair,
)
from graph_service.domain.problems import Internal, NotFound
from graph_service.graph.client import Graph
from graph_service.graph.queries import Query, query

MOST_PAIRS = 200


class PairsRow(BaseModel):
    active: bool
    pairs: list[PossibleDuplicatePair]


class PreviewRow(BaseModel):
    active: bool
    pair: MergePreview | None


LIST_POSSIBLE_DUPLICATES = query("duplicates/list_possible_duplicates", PairsRow)
PREVIEW_MERGE = query("duplicates/preview_merge", PreviewRow)
KEEP_APART = query("duplicates/keep_apart", PairOutcome)
MERGE_CHILDREN = query("duplicates/merge_children", PairOutcome)
UNMERGE_CHILDREN = query("duplicates/unmerge_children", PairOutcome)


async def list_possible_duplicates(graph: Graph, caller: Caller) -> PossibleDuplicates:
    """The pairs that wait for the caller's authority, at most 200. Raises AccountSuspended."""
    rows = await graph.disclose(LIST_POSSIBLE_DUPLICATES, **await look(graph, caller, "pairs"), limit=MOST_PAIRS)
    refuse_inactive(rows[0].active)
    return PossibleDuplicates(pairs=rows[0].pairs)


async def preview_merge(graph: Graph, caller: Caller, pair_id: str, keeps: Keeps) -> MergePreview:
    """Who would see what, if the two became one. Raises NotFound, AccountSuspended."""
    row = one_row(await graph.disclose(PREVIEW_MERGE, **await look(graph, caller, pair_id), fact={"keeps": keeps}))
    if row is None:
        raise Internal
    refuse_inactive(row.active)
    if row.pair is None:
        raise NotFound
    return row.pair


async def merge_children(
    graph: Graph, caller: Caller, pair_id: str, merged: MergedInto, attempt: Attempt
) -> SettledPair:
    """They are one child; done once every authority that keeps one of them says so."""
    return await _settled(graph, caller, MERGE_CHILDREN, pair_id, attempt, merged, keeps=merged.keeps)


async def keep_apart(graph: Graph, caller: Caller, pair_id: str, attempt: Attempt) -> SettledPair:
    """They are two children; done once every authority that keeps one of them says so."""
    return await _settled(graph, caller, KEEP_APART, pair_id, attempt)


async def unmerge_children(graph: Graph, caller: Caller, pair_id: str, attempt: Attempt) -> SettledPair:
    """What was merged goes back, and the pair waits again."""
    return await _settled(graph, caller, UNMERGE_CHILDREN, pair_id, attempt)


async def _settled(
    graph: Graph,
    caller: Caller,
    changes: Query[PairOutcome],
    pair_id: str,
    attempt: Attempt,
    body: Body | None = None,
    **fact: object,
) -> SettledPair:
    outcome = await outcome_of(graph, caller, changes, pair_id, attempt, body, fact)
    raise_refusal(outcome)
    return SettledPair.model_validate(outcome.model_dump(include=set(SettledPair.model_fields)))

"""Somebody leaves: what they have open is listed, then ended or handed over, and their accounts closed, all at once."""

from graph_service.access.caller import Caller
from graph_service.access.scope import owner_label
from graph_service.actions.changes import attempted
from graph_service.actions.looks import look, one_row
from graph_service.domain.attempts import Attempt
from graph_service.domain.leaving import (
    MOST_CANDIDATES,
    MOST_ENDED_ALONE,
    MOST_PIECES,
    Gone,
    HandoverPlan,
    HandoverRow,
    Leaving,
    LeavingRow,
    OpenWork,
    OpenWorkRow,
)
from graph_service.domain.problems import Internal, RuleBroken
from graph_service.domain.verdicts import Verdict, refusal
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

LIST_OPEN_WORK = query("leaving/list_open_work", OpenWorkRow)
HANDOVER_PLAN = query("leaving/handover_plan", HandoverRow)
CLOSE_PRACTITIONER_ACCOUNT = query("leaving/close_practitioner_account", LeavingRow)


async def list_open_work(graph: Graph, caller: Caller, practitioner_id: str) -> OpenWork:
    """What has to be ended or handed over before they leave, as far as it is open to the caller; recorded as a look."""
    sent = await look(graph, caller, practitioner_id)
    found = one_row(await graph.disclose(LIST_OPEN_WORK, **sent, owner=owner_label(caller.authority)))
    if found is None:
        raise Internal
    if found.verdict is not Verdict.DONE:
        raise refusal(found.verdict)
    return OpenWork(work=found.work, more=found.more)


async def handover_plan(graph: Graph, caller: Caller, practitioner_id: str) -> HandoverPlan:
    """Who could take over each piece, and why; for the callers of `list_open_work`, recorded as a look."""
    sent = await look(graph, caller, practitioner_id)
    bounds = {"pieces": MOST_PIECES, "candidates": MOST_CANDIDATES}
    found = one_row(await graph.disclose(HANDOVER_PLAN, **sent, owner=owner_label(caller.authority), bounds=bounds))
    if found is None:
        raise Internal
    if found.verdict is not Verdict.DONE:
        raise refusal(found.verdict)
    return HandoverPlan(work=found.work, more=found.more)


async def close_practitioner_account(
    graph: Graph, caller: Caller, practitioner_id: str, leaving: Leaving, attempt: Attempt
) -> Gone:
    """Every piece ends or is taken over and every account is closed, in one statement; or nothing is done.

    Raises RuleBroken with the ids that were left out, where any were.
    """
    fact = {"id": practitioner_id, "most": MOST_PIECES, "alone": MOST_ENDED_ALONE, "work": leaving.model_dump()["work"]}
    name = CLOSE_PRACTITIONER_ACCOUNT.name
    rows = await graph.change(
        CLOSE_PRACTITIONER_ACCOUNT,
        **await look(graph, caller, practitioner_id),
        owner=owner_label(caller.authority),
        attempt=attempted(caller, name, attempt, leaving, practitioner_id, fact),
        fact=fact,
    )
    done = one_row(rows)
    if done is None:
        raise Internal
    return _settled(done)


def _settled(done: LeavingRow) -> Gone:
    if done.verdict is Verdict.WORK_LEFT:
        problem = refusal(done.verdict)
        raise RuleBroken(problem.detail, more={**problem.more, "left": done.left})
    if done.verdict not in (Verdict.DONE, Verdict.REPLAYED):
        raise refusal(done.verdict)
    return Gone.model_validate(done.model_dump(include=set(Gone.model_fields)))

"""Every change of what an authority keeps of people and services, the same way; none of it is about a child."""

from graph_service.access.caller import Caller
from graph_service.access.scope import owner_label
from graph_service.actions.changes import attempted, raise_refusal
from graph_service.actions.looks import look, one_row
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import Body
from graph_service.domain.changes import Kept, Outcome
from graph_service.domain.problems import Internal
from graph_service.graph.client import Graph
from graph_service.graph.queries import Query


async def keep(
    graph: Graph,
    caller: Caller,
    query: Query[Outcome],
    asked: str,
    attempt: Attempt,
    body: Body | None = None,
    **fact: object,
) -> Kept:
    """One attempt, once, at what the caller's own authority keeps; `asked` is whom or what it is about.

    `fact` is what the statement takes beside who and when. Raises the problem of whatever refused it.
    """
    sent = await look(graph, caller, asked) | {"owner": owner_label(caller.authority)}
    rows = await graph.change(
        query,
        # Which parts are open to the caller is about children; the authority's own node has no owner's label.
        **{name: sent[name] for name in ("look", "today", "sees", "owner") if name in query.params},
        attempt=attempted(caller, query.name, attempt, body, asked, fact),
        fact=fact,
    )
    outcome = one_row(rows)
    if outcome is None:
        raise Internal
    raise_refusal(outcome)
    return Kept.model_validate(outcome.model_dump(include=set(Kept.model_fields)))

"""Gate 3, the same for page, API and terminal: may this role do this, for this purpose? A refusal is on record."""

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, decide
from graph_service.actions.disclosures import record_refusal
from graph_service.domain.identifiers import is_child_id, normalised_child_id
from graph_service.domain.problems import NotPermitted
from graph_service.graph.client import Graph


async def admit(graph: Graph, caller: Caller, action: Action, asked: str) -> Caller:
    """Raises NotPermitted, once the refusal is recorded: no record, no answer."""
    decision = decide(caller, action)
    if not decision.allowed:
        # What was typed may be a name: only a well-formed number of ours is kept.
        asked = normalised_child_id(asked) if is_child_id(asked) else "malformed"
        await record_refusal(graph, caller, action, asked, decision)
        raise NotPermitted(decision.reason, reason=decision.rule)
    return caller

"""The numbers that other bodies gave to a child: added, and ended."""

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, may_record_number
from graph_service.actions.changes import change
from graph_service.actions.disclosures import record_refusal
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.closed_lists import IdentifierState
from graph_service.domain.identifiers import ChildId
from graph_service.domain.numbers import Number
from graph_service.domain.problems import NotPermitted
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

ADD_IDENTIFIER = query("identifiers/add_identifier", Outcome)
END_IDENTIFIER = query("identifiers/end_identifier", Outcome)


async def add_identifier(graph: Graph, caller: Caller, child_id: ChildId, number: Number, attempt: Attempt) -> Recorded:
    """The child is known elsewhere by this number. Claimed for two children it matches neither until settled."""
    await _for_this_role(graph, caller, Action.ADD_IDENTIFIER, child_id, number)
    facts = number.model_dump()
    return await change(graph, caller, ADD_IDENTIFIER, child_id, attempt, number, facts=facts, chi=number.says())


async def end_identifier(graph: Graph, caller: Caller, child_id: ChildId, number: Number, attempt: Attempt) -> Recorded:
    """The number is no longer this child's; the version before is kept."""
    await _for_this_role(graph, caller, Action.END_IDENTIFIER, child_id, number)
    facts = {"state": IdentifierState.FORMER}
    return await change(
        graph, caller, END_IDENTIFIER, child_id, attempt, number, scheme=number.scheme, value=number.value, facts=facts
    )


async def _for_this_role(graph: Graph, caller: Caller, action: Action, child_id: ChildId, number: Number) -> None:
    decision = may_record_number(caller, number.scheme)
    if not decision.allowed:
        await record_refusal(graph, caller, action, child_id, decision)
        raise NotPermitted(decision.reason, reason=decision.rule)

"""Protections: a file or one person sets them, and two people lift them."""

from graph_service.access.caller import Caller
from graph_service.access.policy import OFFICE_ROLES, RECORD_ROLES
from graph_service.actions.changes import change
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Outcome, Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.domain.protections import NewProtection
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

PROTECT_CHILD = query("protections/protect_child", Outcome)
# To whom every child of their own authority is open: of these one besides the caller is on the list.
LIFTERS = sorted(OFFICE_ROLES | RECORD_ROLES)
LIFT_PROTECTION = query("protections/lift_protection", Outcome)


async def protect_child(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewProtection, attempt: Attempt
) -> Recorded:
    """From now on only those on the list see where the child is; whoever leads is on it, named or not."""
    facts = {"kind": "shield", "review_on": new.review_on}
    told = {"may_see": sorted(new.may_see), "lifters": LIFTERS, "facts": facts}
    return await change(graph, caller, PROTECT_CHILD, child_id, attempt, new, **told)


async def lift_protection(graph: Graph, caller: Caller, child_id: ChildId, attempt: Attempt) -> Recorded:
    """The shields on the child itself end today. Raises SecondPersonNeeded until a second person says the same."""
    return await change(graph, caller, LIFT_PROTECTION, child_id, attempt)

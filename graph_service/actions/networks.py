"""The people and services around a child."""

from dataclasses import asdict

from graph_service.access.caller import Caller
from graph_service.access.policy import BUDGETS
from graph_service.actions.looks import look, one_row, refuse
from graph_service.domain.desk import NationalDesk
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Network
from graph_service.domain.problems import NotFound
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

READ_NETWORK = query("networks/read_network", Network)


async def read_network(graph: Graph, caller: Caller, child_id: ChildId, desk: NationalDesk) -> Network:
    """Who is around this child, at the caller's level; the look is recorded in the same transaction.

    Raises NotFound for absent and hidden alike, AccountSuspended where the sign-in is no longer active here,
    TooManyRequests over the day's budget.
    """
    rows = await graph.disclose(
        READ_NETWORK,
        **await look(graph, caller, child_id),
        budget=BUDGETS[caller.role].parameter(),
        desk=asdict(desk),
    )
    network = one_row(rows)
    if network is None:
        raise NotFound
    refuse(network.rule)
    return network

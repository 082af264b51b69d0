"""The people and services around a child."""

from dataclasses import asdict

from graph_service.access.caller import Caller
from graph_service.access.scope import scope_for
from graph_service.actions.clock import today
from graph_service.actions.disclosures import looked
from graph_service.actions.parts import parts_in_force
from graph_service.domain.desk import NationalDesk
from graph_service.domain.identifiers import ChildId
from graph_service.domain.networks import Network
from graph_service.domain.problems import AccountSuspended, NotFound
from graph_service.domain.rules import Rule
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

READ_NETWORK = query("networks/read_network", Network)


async def read_network(graph: Graph, caller: Caller, child_id: ChildId, desk: NationalDesk) -> Network:
    """Who is around this child, at the caller's level; the look is recorded in the same transaction.

    Raises NotFound for absent and hidden alike, AccountSuspended where the sign-in is no longer active here.
    """
    parts, day = await parts_in_force(graph), today()
    rows = await graph.disclose(
        READ_NETWORK,
        look=looked(caller, asked=child_id) | {"parts": parts.version},
        today=day,
        scope=scope_for(caller, parts, day).parameter(),
        desk=asdict(desk),
    )
    if not rows:
        raise NotFound
    if rows[0].rule is Rule.ACCOUNT_NOT_ACTIVE:
        raise AccountSuspended
    return rows[0]

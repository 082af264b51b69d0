"""Agencies, services and duty desks: how one authority's services for children are made up."""

from graph_service.access.caller import Caller
from graph_service.actions.keeping import keep
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Kept, Outcome
from graph_service.domain.closed_lists import Tier
from graph_service.domain.services import DutyDeskChange, NewAgency, NewService, ServiceChange
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_AGENCY = query("services/record_agency", Outcome)
RECORD_SERVICE = query("services/record_service", Outcome)
AMEND_SERVICE = query("services/amend_service", Outcome)
AMEND_DUTY_DESK = query("authorities/amend_duty_desk", Outcome)


async def record_agency(graph: Graph, caller: Caller, new: NewAgency, attempt: Attempt) -> Kept:
    """An organisation whose services work with children of the caller's own authority."""
    facts = new.model_dump()
    return await keep(graph, caller, RECORD_AGENCY, caller.authority, attempt, new, facts=facts)


async def record_service(graph: Graph, caller: Caller, new: NewService, attempt: Attempt) -> Kept:
    """A school, practice or team of an agency, below another team if it is part of one."""
    facts = new.model_dump(exclude={"agency_id", "part_of"}, exclude_none=True)
    places = {"agency": new.agency_id, "part_of": new.part_of}
    return await keep(graph, caller, RECORD_SERVICE, caller.authority, attempt, new, **places, facts=facts)


async def amend_service(
    graph: Graph, caller: Caller, service_id: str, amended: ServiceChange, attempt: Attempt
) -> Kept:
    """Name, telephone or tier, put right. A tier only rises, so it never falls below its kind's either."""
    higher = [tier for tier in Tier if amended.tier and amended.tier.is_lower_than(tier)]
    facts = amended.model_dump(exclude_unset=True)
    return await keep(
        graph, caller, AMEND_SERVICE, service_id, attempt, amended, id=service_id, higher=higher, facts=facts
    )


async def amend_duty_desk(graph: Graph, caller: Caller, amended: DutyDeskChange, attempt: Attempt) -> Kept:
    """How the caller's own authority is reached about any child; at version 0 it has said nothing yet."""
    facts = amended.model_dump(exclude_unset=True)
    return await keep(graph, caller, AMEND_DUTY_DESK, caller.authority, attempt, amended, facts=facts)

"""Agencies, services and duty desks: how one authority's services for children are made up."""

from graph_service.access.caller import Caller
from graph_service.actions.keeping import keep
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Kept, Outcome
from graph_service.domain.closed_lists import Tier
from graph_service.domain.services import DutyDeskChange, NewAgency, NewService, NewSupply, ServiceChange, SuppliedFacts
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_AGENCY = query("services/record_agency", Outcome)
RECORD_SERVICE = query("services/record_service", Outcome)
AMEND_SERVICE = query("services/amend_service", Outcome)
RECORD_SUPPLY = query("services/record_supply", Outcome)
AMEND_SUPPLY = query("services/amend_supply", Outcome)
CONFIRM_SUPPLY = query("services/confirm_supply", Outcome)
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


async def record_supply(graph: Graph, caller: Caller, agency_id: str, new: NewSupply, attempt: Attempt) -> Kept:
    """Which facts an agency of the caller's own authority sends, since when; it counts once it is confirmed."""
    facts = {"facts": sorted(new.facts), "since": new.since}
    return await keep(graph, caller, RECORD_SUPPLY, agency_id, attempt, new, agency=agency_id, facts=facts)


async def amend_supply(graph: Graph, caller: Caller, agency_id: str, amended: SuppliedFacts, attempt: Attempt) -> Kept:
    """Which they are from now on; none, where it sends nothing any more."""
    facts = {"facts": sorted(amended.facts)}
    return await keep(graph, caller, AMEND_SUPPLY, agency_id, attempt, amended, agency=agency_id, facts=facts)


async def confirm_supply(graph: Graph, caller: Caller, agency_id: str, attempt: Attempt) -> Kept:
    """All that the agency had has been sent by now: what is not there is not so."""
    return await keep(graph, caller, CONFIRM_SUPPLY, agency_id, attempt, agency=agency_id, facts={})


async def amend_duty_desk(graph: Graph, caller: Caller, amended: DutyDeskChange, attempt: Attempt) -> Kept:
    """How the caller's own authority is reached about any child; at version 0 it has said nothing yet."""
    facts = amended.model_dump(exclude_unset=True)
    return await keep(graph, caller, AMEND_DUTY_DESK, caller.authority, attempt, amended, facts=facts)

"""Who cares for a child, and who holds parental responsibility."""

from secrets import token_hex

from graph_service.access.caller import Caller
from graph_service.actions.changes import change
from graph_service.domain.attempts import Attempt
from graph_service.domain.carers import CarerAddress, CarerChange, EndOfCare, NewCarer, NewParentalResponsibility
from graph_service.domain.changes import CareOutcome, Outcome, Recorded
from graph_service.domain.identifiers import ChildId
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_CARER = query("carers/record_carer", CareOutcome)
AMEND_CARER = query("carers/amend_carer", Outcome)
RECORD_CARER_ADDRESS = query("carers/record_carer_address", Outcome)
END_CARER = query("carers/end_carer", Outcome)
RECORD_PARENTAL_RESPONSIBILITY = query("carers/record_parental_responsibility", Outcome)


async def record_carer(graph: Graph, caller: Caller, child_id: ChildId, new: NewCarer, attempt: Attempt) -> Recorded:
    """Somebody cares for the child: somebody new, a carer whom the caller sees at another child, or a child here."""
    who = {"carer": new.carer_id, "of_child": new.of_child, "new_id": token_hex(8), "person": new.person()}
    return await change(graph, caller, RECORD_CARER, child_id, attempt, new, **who, facts=new.facts())


async def amend_carer(
    graph: Graph, caller: Caller, child_id: ChildId, carer_id: str, amended: CarerChange, attempt: Attempt
) -> Recorded:
    """A carer's names, telephone or email; of one who is a child here only how they are reached."""
    facts = {"renames": amended.renames, "facts": amended.model_dump(exclude_unset=True)}
    return await change(graph, caller, AMEND_CARER, child_id, attempt, amended, id=carer_id, carer=carer_id, **facts)


async def record_carer_address(
    graph: Graph, caller: Caller, child_id: ChildId, carer_id: str, new: CarerAddress, attempt: Attempt
) -> Recorded:
    """Where a carer lives, as far as the caller's authority knows; what covered them there goes with them."""
    household = new.household.model_dump(exclude_none=True) if new.household else None
    place = {"household": household, "new_id": token_hex(8), "day": new.start, "facts": {"start": new.start}}
    return await change(
        graph, caller, RECORD_CARER_ADDRESS, child_id, attempt, new, id=carer_id, carer=carer_id, **place
    )


async def end_carer(
    graph: Graph, caller: Caller, child_id: ChildId, carer_id: str, end: EndOfCare, attempt: Attempt
) -> Recorded:
    """This care ends on a day, for a reason; what begins again is recorded anew."""
    facts = end.model_dump(exclude={"capacity"})
    return await change(
        graph,
        caller,
        END_CARER,
        child_id,
        attempt,
        end,
        id=carer_id,
        carer=carer_id,
        capacity=end.capacity,
        facts=facts,
    )


async def record_parental_responsibility(
    graph: Graph, caller: Caller, child_id: ChildId, new: NewParentalResponsibility, attempt: Attempt
) -> Recorded:
    """A carer of this child or an authority holds it, or does not; what was recorded of the same holder ends."""
    holder = {"carer": new.carer_id, "authority": new.authority}
    return await change(
        graph, caller, RECORD_PARENTAL_RESPONSIBILITY, child_id, attempt, new, **holder, facts=new.facts()
    )

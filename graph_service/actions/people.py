"""Those who work with children: recorded, put right; their posts; who answers while they are away."""

from graph_service.access.caller import Caller
from graph_service.actions.keeping import keep
from graph_service.domain.attempts import Attempt
from graph_service.domain.changes import Kept, Outcome
from graph_service.domain.people import NewPractitioner, PractitionerChange
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_PRACTITIONER = query("practitioners/record_practitioner", Outcome)
AMEND_PRACTITIONER = query("practitioners/amend_practitioner", Outcome)


async def record_practitioner(graph: Graph, caller: Caller, new: NewPractitioner, attempt: Attempt) -> Kept:
    """Somebody of the caller's own authority. Neither a post nor an account: of themselves they see nothing."""
    facts = new.model_dump(exclude_none=True)
    return await keep(graph, caller, RECORD_PRACTITIONER, caller.authority, attempt, new, facts=facts)


async def amend_practitioner(
    graph: Graph, caller: Caller, practitioner_id: str, amended: PractitionerChange, attempt: Attempt
) -> Kept:
    """Name, telephone, email or registration, put right; one's own name and registration by somebody else."""
    facts = amended.model_dump(exclude_unset=True)
    if "name" in facts:  # an extract may have sent it in two parts, which are not this name's
        facts |= {"given_name": None, "family_name": None}
    return await keep(
        graph, caller, AMEND_PRACTITIONER, practitioner_id, attempt, amended, id=practitioner_id, facts=facts
    )

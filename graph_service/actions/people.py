"""Those who work with children: recorded, put right; their posts; who answers while they are away."""

from graph_service.access.caller import Caller
from graph_service.actions.keeping import keep
from graph_service.domain.attempts import Attempt
from graph_service.domain.bodies import End
from graph_service.domain.changes import Kept, Outcome
from graph_service.domain.people import Cover, NewPost, NewPractitioner, PractitionerChange
from graph_service.graph.client import Graph
from graph_service.graph.queries import query

RECORD_PRACTITIONER = query("practitioners/record_practitioner", Outcome)
AMEND_PRACTITIONER = query("practitioners/amend_practitioner", Outcome)
COVER_PRACTITIONER = query("practitioners/cover_practitioner", Outcome)
RECORD_POST = query("posts/record_post", Outcome)
END_POST = query("posts/end_post", Outcome)


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


async def cover_practitioner(
    graph: Graph, caller: Caller, practitioner_id: str, cover: Cover, attempt: Attempt
) -> Kept:
    """Who answers while somebody is away. It opens no child to whoever covers."""
    who = {"id": practitioner_id, "covered_by": cover.covered_by}
    facts = {"absent_until": cover.absent_until}
    return await keep(graph, caller, COVER_PRACTITIONER, practitioner_id, attempt, cover, **who, facts=facts)


async def record_post(graph: Graph, caller: Caller, practitioner_id: str, new: NewPost, attempt: Attempt) -> Kept:
    """Somebody else works in a service, and perhaps manages it. The id is the post's; managing has its own."""
    post = {"practitioner": practitioner_id, "service": new.service_id, "manages": new.manages}
    facts = new.model_dump(include={"role", "start"})
    return await keep(graph, caller, RECORD_POST, practitioner_id, attempt, new, **post, facts=facts)


async def end_post(
    graph: Graph, caller: Caller, practitioner_id: str, fact_id: str, end: End, attempt: Attempt
) -> Kept:
    """Somebody else works there, or manages it, no longer; what begins again is another post."""
    post = {"practitioner": practitioner_id, "id": fact_id}
    return await keep(graph, caller, END_POST, practitioner_id, attempt, end, **post, facts=end.model_dump())

"""The record of who looked, and of who was refused."""

from pydantic import BaseModel

from graph_service.access.caller import Caller
from graph_service.access.policy import Action, Decision
from graph_service.graph.client import Graph
from graph_service.graph.queries import query


class RecordedRefusal(BaseModel):
    id: str


RECORD_REFUSAL = query("disclosures/record_refusal", RecordedRefusal)


def looked(caller: Caller, asked: str) -> dict[str, str]:
    """What every Disclosure says of who looked, at what and why (FHIR AuditEvent.agent, .entity, .purposeOfEvent)."""
    return {
        "by": caller.practitioner_id,
        "subject": caller.signed_in.subject,
        "role": caller.role,
        "authority": caller.authority,
        "purpose": caller.purpose,
        "asked": asked,
    }


async def record_refusal(graph: Graph, caller: Caller, action: Action, asked: str, decision: Decision) -> None:
    """A refusal at the policy's gate is a look that did not happen: it is recorded before it is told."""
    await graph.disclose(RECORD_REFUSAL, look=looked(caller, asked) | {"action": action, "rule": decision.rule})

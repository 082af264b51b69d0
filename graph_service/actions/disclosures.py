"""The record of who looked, and of who was refused."""

from pydantic import BaseModel

from graph_service.access.caller import SignedIn
from graph_service.access.policy import Action, Decision
from graph_service.graph.client import Graph
from graph_service.graph.queries import query


class RecordedRefusal(BaseModel):
    id: str


RECORD_REFUSAL = query("disclosures/record_refusal", RecordedRefusal)


async def record_refusal(
    graph: Graph, who: SignedIn, action: Action, purpose: str, asked: str, decision: Decision
) -> None:
    """A refusal at the policy's gate is a look that did not happen: it is recorded before it is told."""
    await graph.disclose(
        RECORD_REFUSAL,
        caller=who.practitioner_id,
        subject=who.subject,
        role=who.role,
        authority=who.authority,
        action=action,
        purpose=purpose,
        asked=asked,
        rule=decision.rule,
    )

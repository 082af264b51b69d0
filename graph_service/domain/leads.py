"""What is said of who leads the team around a child."""

from datetime import date

from pydantic import Field

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import LeadKind


class ProposedLead(Body):
    """Somebody who is asked to lead."""

    practitioner_id: Id
    kind: LeadKind
    family_preference_asked: bool | None = Field(None, description="Whether the family was asked whom they prefer.")


class NewLead(ProposedLead):
    """Somebody who leads from now on, and the lead whom they follow."""

    start: date = Field(description="The first day; not before today's hand-over, unless it is only now recorded.")
    expected_lead: Id | None = Field(description="The id of the lead that this replaces; null where nobody leads.")

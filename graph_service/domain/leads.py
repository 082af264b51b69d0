"""What is said of who leads the team around a child."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from graph_service.domain.bodies import Body, Id, refuse_what_ends_nothing
from graph_service.domain.closed_lists import EndReason, LeadKind


class ProposedLead(Body):
    """Somebody who is asked to lead."""

    practitioner_id: Id
    kind: LeadKind
    family_preference_asked: bool | None = Field(None, description="Whether the family was asked whom they prefer.")


class NewLead(ProposedLead):
    """Somebody who leads from now on, and the lead whom they follow."""

    start: date = Field(description="The first day; not before today's hand-over, unless it is only now recorded.")
    expected_lead: Id | None = Field(description="The id of the lead that this replaces; null where nobody leads.")


class Release(Body):
    """Why nobody follows and since when, or else who follows, from today."""

    end: date | None = None
    end_reason: EndReason | None = None
    successor: ProposedLead | None = Field(None, description="Who leads instead, from today; in place of a reason.")

    @model_validator(mode="after")
    def somebody_follows_or_there_is_a_reason(self) -> Self:
        if self.successor is None and (self.end is None or self.end_reason is None):
            raise ValueError("say end and end_reason, or a successor")
        if self.successor is not None and (self.end is not None or self.end_reason is not None):
            raise ValueError("whoever has a successor hands over today, and that is the reason")
        return self

    @model_validator(mode="after")
    def is_no_mistake(self) -> Self:
        if self.end_reason is not None:
            refuse_what_ends_nothing(self.end_reason)
        return self

"""What is said of somebody's work with a child: no notes, only who, in which post, since when, and what was told."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import InvolvementRole, SensitiveBasis, Told


class NewInvolvement(Body):
    """A person in a post, or a service itself, works with the child (FHIR CareTeam.participant)."""

    practitioner_id: Id | None = Field(None, description="Empty: the service itself.")
    service_id: Id = Field(description="The post held for this child.")
    role: InvolvementRole
    start: date
    end: date | None = None
    told: Told | None = Field(None, description="What the child or family was told; needed unless universal.")
    basis: SensitiveBasis | None = Field(None, description="For a sensitive service: consent or reasonable cause.")
    basis_by: Id | None = Field(None, description="Whose decision it was.")
    basis_on: date | None = None

    @model_validator(mode="after")
    def ends_after_it_starts(self) -> Self:
        if self.end and self.end < self.start:
            raise ValueError("the end lies before the start")
        return self

    @model_validator(mode="after")
    def a_basis_says_by_whom_and_when(self) -> Self:
        if len({self.basis is None, self.basis_by is None, self.basis_on is None}) > 1:
            raise ValueError("basis, basis_by and basis_on belong together")
        return self


class InvolvementChange(Body):
    """What was recorded wrongly or has changed; what is not sent stays."""

    role: InvolvementRole | None = None
    start: date | None = None
    told: Told | None = None

    @model_validator(mode="after")
    def says_something(self) -> Self:
        # A start that is taken away would open what has not begun yet.
        if not self.model_fields_set or any(getattr(self, name) is None for name in self.model_fields_set):
            raise ValueError("send at least one of role, start, told; nothing of this is ever emptied")
        return self

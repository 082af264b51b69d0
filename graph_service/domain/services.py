"""What is said of agencies, services, posts and duty desks: how children's services of one authority are made up."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import AgencySector, ServiceKind, SuppliedFact, Tier
from graph_service.domain.people import Name, Phone

# When a desk answers: "Monday to Friday 8 to 6".
Hours = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[A-Za-z0-9 .,:;&()-]+$")
]


class NewAgency(Body):
    """An organisation that services belong to (FHIR Organization)."""

    name: Name
    sector: AgencySector


class NewService(Body):
    """A school, practice or team (FHIR HealthcareService)."""

    name: Name
    kind: ServiceKind
    tier: Tier = Field(description="How private contact with it is; never lower than its kind's.")
    phone: Phone | None = None
    agency_id: Id
    part_of: Id | None = Field(None, description="The team above it.")

    @field_validator("tier")
    @classmethod
    def not_lower_than_its_kind(cls, value: Tier, info: ValidationInfo) -> Tier:
        kind = info.data.get("kind")
        if kind is not None and value.is_lower_than(kind.lowest_tier):
            raise ValueError(f"a service of this kind is at least {kind.lowest_tier}")
        return value


class ServiceChange(Body):
    """What was recorded wrongly or has changed; what is not sent stays, and a null telephone is taken away."""

    name: Name | None = Field(None, description="Never null.")
    phone: Phone | None = None
    tier: Tier | None = Field(None, description="Never null; it rises, and never falls.")

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("send at least one of name, phone, tier")
        if any(name in self.model_fields_set and getattr(self, name) is None for name in ("name", "tier")):
            raise ValueError("name and tier are put right, never taken away")
        return self


class SuppliedFacts(Body):
    """What an agency sends, as the extract's files are named (FHIR Endpoint, without its address)."""

    facts: frozenset[SuppliedFact] = Field(description="Empty: it sends nothing any more.")


class NewSupply(SuppliedFacts):
    facts: Annotated[frozenset[SuppliedFact], Field(min_length=1)]
    since: date


class DutyDeskChange(Body):
    """How the authority is reached about any child, by day and by night; what is not sent stays."""

    duty_phone: Phone | None = Field(None, description="Never null: it is whom to ring where nobody leads.")
    duty_hours: Hours | None = Field(None, description="Never null.")
    out_of_hours_phone: Phone | None = Field(None, description="Never null.")

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("send at least one of duty_phone, duty_hours, out_of_hours_phone")
        if any(getattr(self, name) is None for name in self.model_fields_set):
            raise ValueError("a desk's telephone and hours are put right, never taken away")
        return self

"""What is said of who cares for a child, and of who holds parental responsibility."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from graph_service.domain.addresses import Place
from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import (
    Capacity,
    CareEndReason,
    ParentalResponsibilityBasis,
    ParentalResponsibilityState,
)
from graph_service.domain.identifiers import ChildId
from graph_service.domain.records import PersonName

_NAMES = {"given_name", "family_name"}
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 ()-]{3,30}$")]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class NewCarer(Body):
    """Somebody who cares for the child (FHIR RelatedPerson): new, known at another child, or a child themselves."""

    carer_id: Id | None = Field(
        None,
        description="Of somebody who cares for another child already, as shown there; or of a child who is a parent.",
    )
    of_child: ChildId | None = Field(
        None, description="That other child, whose record is open to you; or the child who is a parent, once more."
    )
    given_name: PersonName | None = None
    family_name: PersonName | None = None
    phone: Telephone | None = None
    email: Email | None = None
    capacity: Capacity
    start: date

    @model_validator(mode="after")
    def is_known_or_named(self) -> Self:
        known, named = (
            {self.carer_id is None, self.of_child is None},
            {self.given_name is None, self.family_name is None},
        )
        if len(known) > 1 or len(named) > 1 or known == named:
            raise ValueError("give given_name and family_name; or carer_id and of_child")
        if self.carer_id is not None and (self.phone or self.email):
            raise ValueError("a known carer keeps their telephone and email")
        return self

    def person(self) -> dict[str, object]:
        return self.model_dump(include={"given_name", "family_name", "phone", "email"}, exclude_none=True)

    def facts(self) -> dict[str, object]:
        return self.model_dump(include={"capacity", "start"})


class CarerChange(Body):
    """What was recorded wrongly of a carer, or has changed; what is not sent stays, and null takes it away."""

    given_name: PersonName | None = None
    family_name: PersonName | None = None
    phone: Telephone | None = None
    email: Email | None = None

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("send at least one of given_name, family_name, phone, email")
        if any(name in self.model_fields_set and getattr(self, name) is None for name in _NAMES):
            raise ValueError("a name is put right, never taken away")
        return self

    @property
    def renames(self) -> bool:
        """Whether a name changes: a child's are put right as the child's."""
        return bool(_NAMES & self.model_fields_set)


class CarerAddress(Body):
    """Where a carer lives since `start`; or, without a household, that from `start` on nobody knows."""

    household: Place | None = None
    start: date = Field(description="The first day there; or the first day on which it was not known.")


class EndOfCare(Body):
    """Which care ended, on which day, and a code for why."""

    capacity: Capacity
    end: date
    end_reason: CareEndReason


_OF_AUTHORITIES = {
    ParentalResponsibilityBasis.CARE_ORDER,
    ParentalResponsibilityBasis.INTERIM_CARE_ORDER,
    ParentalResponsibilityBasis.EMERGENCY_PROTECTION_ORDER,
}


class NewParentalResponsibility(Body):
    """That a carer or an authority holds parental responsibility, or does not (Children Act 1989, section 3)."""

    carer_id: Id | None = Field(None, description="Somebody who cares for this child, as the network shows them.")
    authority: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,12}$")] | None = Field(
        None, description="Its code."
    )
    state: ParentalResponsibilityState
    basis: ParentalResponsibilityBasis | None = Field(None, description="How it came to be held; needed where it is.")
    start: date

    @model_validator(mode="after")
    def has_one_holder(self) -> Self:
        if (self.carer_id is None) == (self.authority is None):
            raise ValueError("give carer_id or authority")
        return self

    @model_validator(mode="after")
    def what_is_held_has_a_basis(self) -> Self:
        if (self.basis is not None) != (self.state is ParentalResponsibilityState.HELD):
            raise ValueError("basis belongs to what is held, and to nothing else")
        if self.authority is not None and self.basis is not None and self.basis not in _OF_AUTHORITIES:
            raise ValueError("an authority holds it by an order only")
        return self

    def facts(self) -> dict[str, object]:
        return self.model_dump(include={"state", "basis", "start"}, exclude_none=True)

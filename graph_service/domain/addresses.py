"""What is said of where a child lives: an address since a day, or from a day on none that is known."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from graph_service.domain.bodies import Body
from graph_service.domain.closed_lists import AddressState, HouseholdKind

# One line, as on an envelope.
AddressLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200, pattern=r"^[^\x00-\x1f<>{}]+$")
]
_POSTCODE = r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$"
_POSTCODE = r"^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$"
Postcode = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern=_POSTCODE)]


class Place(Body):
    """A household (FHIR Address)."""

    address: AddressLine
    postcode: Postcode | None = None
    uprn: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}$")] | None = None
    kind: HouseholdKind


class NewAddress(Body):
    """Where the child lives since `start`; or that from `on` its address is the last known, none, or abroad."""

    state: AddressState
    household: Place | None = Field(None, description="With state current, and with no other.")
    start: date | None = Field(None, description="With state current: the first day there.")
    on: date | None = Field(None, description="With every other state: the day from which it is so.")

    @model_validator(mode="after")
    def says_where_or_since_when_not(self) -> Self:
        current = self.state is AddressState.CURRENT
        if (self.household is None, self.start is None, self.on is None) != (not current, not current, current):
            raise ValueError("state current needs household and start; every other state needs on, and nothing else")
        return self

    @property
    def day(self) -> date | None:
        return self.start or self.on

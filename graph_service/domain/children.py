"""Who a child is, how children are found, and why somebody may see one: what the actions on children answer."""

from datetime import date
from typing import Literal

from pydantic import Field, computed_field

from graph_service.domain.closed_lists import AddressState, HouseholdKind, IdentifierScheme, IdentifierState
from graph_service.domain.finding import Criterion
from graph_service.domain.networks import AuthorityName, Contact, KnownChild, Level, Seen
from graph_service.domain.rules import Rule


class KnownNumber(Seen):
    """A number that another body gave (FHIR Patient.identifier); only to those whose function uses it."""

    scheme: IdentifierScheme
    value: str
    state: IdentifierState


class Address(Seen):
    """Where the child lives or lived (FHIR Patient.address)."""

    current: bool
    address: str | None
    postcode: str | None
    uprn: str | None
    kind: HouseholdKind
    start: date | None
    end: date | None


class ChildRecord(Seen):
    """Who the child is (FHIR Patient), at the level that the caller has; nobody who works with them."""

    level: Level
    rule: Rule
    protected: bool
    custodian: AuthorityName | None
    contact: Contact
    child: KnownChild | None
    former_names: list[str]
    address_state: AddressState | None
    version: int | None = Field(description="Of this record (also the ETag), for whoever may see who the child is.")
    identifiers: list[KnownNumber]
    addresses: list[Address]

    @computed_field
    @property
    def visible_because(self) -> str:
        """The deciding rule in words."""
        return self.rule.because


class Hit(Seen):
    """A child that matches: our number, the caller's level, and which of the things typed matched. Never where."""

    id: str
    level: Literal["content", "identity", "existence"]
    matched: list[Criterion]


class Hits(Seen):
    """At most ten; an empty list says that nobody matches, or nobody whom the caller may know of."""

    hits: list[Hit]


class MyChild(Seen):
    """A child whom the caller works with; `unread` counts what others have to share and the caller has not read."""

    id: str
    rule: Rule
    protected: bool
    given_name: str
    family_name: str
    born: date
    leads: bool
    unread: int


class MyChildren(Seen):
    """Those with something unread first."""

    children: list[MyChild]


class Explanation(Seen):
    """Why the caller may see a child, or may not; the same words for a hidden child and for one who is not there."""

    level: Level
    rule: Rule
    protected: bool
    because: str
    sees: list[str]
    would_open: list[str]

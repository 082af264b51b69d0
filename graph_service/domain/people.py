"""What is said of those who work with children: who they are, how they are reached, who answers for them."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from graph_service.domain.bodies import Body, Id
from graph_service.domain.closed_lists import AccountRole, AccountState, InvolvementRole

# A name of a person, an agency or a service as it is shown: one line, no markup.
Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f<>]+$")
]
Phone = Annotated[str, Field(max_length=30, pattern=r"^\+?[0-9][0-9 ()-]{2,28}$")]
Email = Annotated[str, Field(max_length=120, pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")]
Registration = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9][A-Za-z0-9 ./:-]*$")]


class NewPractitioner(Body):
    """Somebody who works with children; without an account they see nothing (FHIR Practitioner)."""

    name: Name
    phone: Phone | None = Field(None, description="Without one their service's is shown.")
    email: Email | None = None
    registration: Registration | None = Field(None, description="Their number with the body that registers them.")


class PractitionerChange(Body):
    """What was recorded wrongly or has changed; what is not sent stays, and null takes it away."""

    name: Name | None = Field(None, description="Never null: everybody has a name.")
    phone: Phone | None = None
    email: Email | None = None
    registration: Registration | None = None

    @model_validator(mode="after")
    def says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("send at least one of name, phone, email, registration")
        if "name" in self.model_fields_set and self.name is None:
            raise ValueError("a name is put right, never taken away")
        return self


class Cover(Body):
    """Who answers while somebody is away."""

    absent_until: date = Field(description="The last day away; a day gone by says that they are back.")
    covered_by: Id = Field(description="The practitioner who answers. It opens no child to them.")


class NewPost(Body):
    """Work in a service, in a role; whoever manages it sees the children open to it (FHIR PractitionerRole)."""

    service_id: Id
    role: InvolvementRole
    manages: bool = Field(False, description="Whether they manage the service, and the teams below it.")
    start: date


class NewAccount(Body):
    """A sign-in, in one role and for one post."""

    subject: Annotated[
        str,
        Field(
            max_length=120,
            pattern=r"^[A-Za-z0-9._:@|-]+$",
            description="How the sign-in service names them; one person's only, in the whole index.",
        ),
    ]
    role: AccountRole
    service_id: Id = Field(description="The post it is for.")


class AccountStop(Body):
    """Suspended until it is opened again, or closed for good."""

    state: Literal[AccountState.SUSPENDED, AccountState.CLOSED]

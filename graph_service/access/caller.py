"""Who is asking: a person, or a system acting for a named person, in a role, for a purpose."""

from dataclasses import dataclass

from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the sign-in service vouches for.

    `practitioner_id` is the person's own node here; for a system it is the person it acts for (RFC 8693 `act`).
    """

    subject: str
    practitioner_id: str
    role: AccountRole
    authority: str
    service_id: str | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in person with the reason for this look: what every action is given."""

    signed_in: SignedIn
    purpose: Purpose

    @property
    def practitioner_id(self) -> str:
        return self.signed_in.practitioner_id

    @property
    def role(self) -> AccountRole:
        return self.signed_in.role

    @property
    def authority(self) -> str:
        return self.signed_in.authority

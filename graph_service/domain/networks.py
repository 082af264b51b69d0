"""The people and services around a child, as one caller may see them (FHIR CareTeam). Always computed, never stored."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from graph_service.domain.closed_lists import (
    AgencySector,
    AssessmentKind,
    AssessmentState,
    Capacity,
    EndReason,
    IndicationKind,
    InvolvementRole,
    InvolvementState,
    LeadKind,
    MeetingKind,
    MeetingState,
    ParentalResponsibilityState,
    ServiceKind,
    Sex,
    Tier,
)
from graph_service.domain.rules import Rule

# What a caller may see of a child (docs/access.md); none is only inside, where it becomes a problem.
Level = Literal["content", "identity", "existence", "none"]


class Seen(BaseModel):
    """What an answer is made of: unknown fields are a fault of ours, absent ones are null."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Cover(Seen):
    """Who answers while somebody is away, and until when."""

    name: str
    phone: str | None
    until: date


class Contact(Seen):
    """Whom to ring about a child: the lead, else the duty desk; for a protected child one national desk."""

    kind: Literal["lead", "duty_desk", "national_desk"]
    name: str
    phone: str | None
    email: str | None
    hours: str | None
    out_of_hours_phone: str | None
    covered_by: Cover | None


class AuthorityName(Seen):
    """The custodian: the body that keeps the record."""

    code: str
    name: str


class KnownChild(Seen):
    """Who the child is (FHIR Patient)."""

    id: str
    given_name: str
    family_name: str
    born: date
    born_estimated: bool
    sex: Sex
    died_on: date | None


class Post(Seen):
    """The service in which somebody works with this child, and the agency that it belongs to."""

    id: str
    name: str
    kind: ServiceKind
    tier: Tier
    agency: str
    sector: AgencySector


class Involvement(Seen):
    """One person or service working with the child (FHIR CareTeam.participant).

    `kind` sensitive says only that there is one: no name, place or date, and the desk brokers contact.
    """

    kind: Literal["practitioner", "service", "sensitive"]
    current: bool
    leads: bool
    id: str | None = None
    name: str
    role: InvolvementRole | None = None
    post: Post | None = None
    custodian: str | None = None
    state: InvolvementState | None = None
    start: date | None = None
    end: date | None = None
    end_reason: EndReason | None = None
    confirmed_on: date | None = None
    involvement_id: str | None = Field(None, description="What to name when changing it, with its version.")
    version: int | None = None
    phone: str | None = None
    email: str | None = None
    covered_by: Cover | None = None


class Lead(Seen):
    """Who leads the team around the child: lead practitioner (England), lead professional (Scotland)."""

    id: str
    name: str
    kind: LeadKind
    since: date
    lead_id: str
    version: int


class CarerOfChild(Seen):
    """Who cares for the child (FHIR RelatedPerson): of a protected child the name alone; no number behind a shield."""

    id: str | None
    version: int | None
    name: str
    capacity: Capacity | None
    since: date | None
    phone: str | None


class ParentalResponsibility(Seen):
    """A legal status, separate from care (Children Act 1989, section 3)."""

    holder: str
    by_authority: bool
    state: ParentalResponsibilityState
    basis: str | None
    since: date | None


class Sibling(Seen):
    """A child of a shared parent, kinship carer or special guardian, at the caller's own level for that child."""

    id: str
    level: Literal["content", "identity", "existence"]
    rule: Rule
    protected: bool
    given_name: str | None
    family_name: str | None
    born: date | None
    custodian: AuthorityName | None
    contact: Contact


class Indication(Seen):
    """That somebody has information to share or is taking action; never what (FHIR Flag)."""

    kind: IndicationKind
    by: str
    raised_at: datetime | None
    due_on: date | None
    closed_at: datetime | None
    indication_id: str | None
    version: int | None


class Assessment(Seen):
    """That an assessment was made or is being made; never its content (FHIR ClinicalImpression)."""

    kind: AssessmentKind | None
    by: str
    started_on: date | None
    completed_on: date | None
    state: AssessmentState | None
    assessment_id: str | None
    version: int | None


class Meeting(Seen):
    """A meeting about the child (FHIR Appointment): who of the team was asked and who came, by their ids in `team`.

    Whoever the team does not name to this caller is in neither list.
    """

    kind: MeetingKind
    state: MeetingState
    planned_on: date | None
    held_on: date | None
    next_on: date | None
    meeting_id: str
    version: int
    chair: str | None
    invited: list[str]
    attended: list[str]


class Contacts(Seen):
    """Two of the team spoke with each other about this child (FHIR Communication): how often, and when last."""

    between: list[str] = Field(min_length=2, max_length=2, description="Their ids in `team`.")
    times: int
    last_on: date


class Network(Seen):
    """All professionals around this child, at the level that the caller has.

    At `existence` only `custodian` and `contact` speak, at `identity` also `child`. For a protected child whose
    access list the caller is not on there is no custodian, team or place: only who the child is, the carers' names
    and one desk. Police are told who the child is and whom to ring; a school its own involvement.
    """

    level: Level
    rule: Rule
    protected: bool
    custodian: AuthorityName | None
    contact: Contact
    child: KnownChild | None
    lead: Lead | None
    team: list[Involvement]
    carers: list[CarerOfChild]
    parental_responsibility: list[ParentalResponsibility]
    siblings: list[Sibling]
    indications: list[Indication]
    assessments: list[Assessment]
    meetings: list[Meeting] = Field(description="The latest thirty that are planned or were held.")
    conversations: list[Contacts]

    @computed_field
    @property
    def visible_because(self) -> str:
        """The deciding rule in words."""
        return self.rule.because

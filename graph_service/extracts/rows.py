"""One model for each file of the network extract, version 1 (shared design, extract.md): its columns and its rules.

Column order matters only where one value is checked against an earlier one: an error then names its own column.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any, ClassVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationInfo, field_validator
from pydantic.fields import FieldInfo

from graph_service.domain import closed_lists as c
from graph_service.domain.identifiers import (
    ChiNumber,
    HcnNumber,
    NhsNumber,
    ScottishCandidateNumber,
    UniquePupilNumber,
    chi_agrees,
)
from graph_service.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Refers:
    """Marks a column that names a record of another file, of this authority or (LIV:key) of another."""

    kind: str


@dataclass(frozen=True, slots=True)
class Own:
    """Marks a column that names the row's own record: never another authority's."""


def _own_key(value: str) -> str:
    if ":" in value:
        raise ValueError("this record belongs to another authority, which sends it itself")
    return value


def _day(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("write the date as YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day") from None


def _instant(value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("write the instant as ISO 8601, such as 2026-05-01T09:30:00+01:00") from None
    if found.tzinfo is None:
        raise ValueError("an instant needs its offset, such as +01:00 or Z")
    return found.astimezone(UTC)


def _truth(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError("write true or false")
    return value == "true"


def _listed(value: str) -> list[str]:
    return [part.strip() for part in value.split("|") if part.strip()]


OwnKey = Annotated[str, Own(), AfterValidator(_own_key)]
AgencyKey = Annotated[str, Refers("agencies")]
ServiceKey = Annotated[str, Refers("services")]
PractitionerKey = Annotated[str, Refers("practitioners")]
ChildKey = Annotated[str, Refers("children")]
CarerKey = Annotated[str, Refers("carers")]
# Where naming another authority's record would decide for it who leads, who may look, or who is hidden.
OwnService = Annotated[str, Refers("services"), AfterValidator(_own_key)]
OwnPractitioner = Annotated[str, Refers("practitioners"), AfterValidator(_own_key)]
OwnHousehold = Annotated[str, Refers("households"), AfterValidator(_own_key)]
OwnChild = Annotated[str, Refers("children"), AfterValidator(_own_key)]
OwnCarer = Annotated[str, Refers("carers"), AfterValidator(_own_key)]
OwnMeeting = Annotated[str, Refers("meetings"), AfterValidator(_own_key)]
Day = Annotated[date, BeforeValidator(_day)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Truth = Annotated[bool, BeforeValidator(_truth)]


class Row(BaseModel):
    """`file` is the file's name, `identity` the columns that tell one fact from another across runs."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    file: ClassVar[str]
    identity: ClassVar[tuple[str, ...]]
    not_facts: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    @cache
    def references(cls) -> dict[str, str]:
        """Each column that names another record, with the file that defines it."""
        return {
            name: mark.kind
            for name, info in cls.model_fields.items()
            for mark in _marks(info)
            if isinstance(mark, Refers)
        }

    @classmethod
    @cache
    def fact_columns(cls) -> tuple[str, ...]:
        """The columns that become properties: all but keys and references."""
        keys = {name for name, info in cls.model_fields.items() if any(isinstance(mark, Own) for mark in _marks(info))}
        left = keys | cls.references().keys() | cls.not_facts
        return tuple(name for name in cls.model_fields if name not in left)

    def key(self) -> tuple[str, ...]:
        """The values that identify this fact; an absent one counts as empty."""
        return tuple(str(value) if (value := getattr(self, name)) is not None else "" for name in self.identity)

    def facts(self) -> dict[str, Any]:
        """The properties to write, absent ones as None so that an amendment can clear them."""
        return {name: getattr(self, name) for name in self.fact_columns()}


def _marks(info: FieldInfo) -> list[object]:
    """What is said of a column, also where it may be absent."""
    return [*info.metadata, *(mark for part in get_args(info.annotation) for mark in getattr(part, "__metadata__", ()))]


def not_before(earlier: str) -> Callable[[type, date | None, ValidationInfo], date | None]:
    def check(_: type, value: date | None, info: ValidationInfo) -> date | None:
        before = info.data.get(earlier)
        if value is not None and before is not None and value < before:
            raise ValueError(f"this is before {earlier}")
        return value

    return check


def own_people_on_a_child_elsewhere(_: type, value: str | None, info: ValidationInfo) -> str | None:
    """Of another authority's child an extract can say only what its own people do."""
    if value is not None and ":" in value and ":" in (info.data.get("child_key") or ""):
        raise ValueError("of a child of another authority, only your own people's and services' work can be sent")
    return value


def _past(value: date | None) -> date | None:
    if value is not None and value > datetime.now(UTC).date():
        raise ValueError("this day has not come yet")
    return value


class Period(Row):
    start: Day | None = None
    end: Day | None = None

    end_not_before_start = field_validator("end")(classmethod(not_before("start")))


class AgencyRow(Row):
    file = "agencies.csv"
    identity = ("agency_key",)

    agency_key: OwnKey
    name: str
    sector: c.AgencySector


class ServiceRow(Row):
    file = "services.csv"
    identity = ("service_key",)

    service_key: OwnKey
    agency_key: AgencyKey
    name: str
    kind: c.ServiceKind
    tier: c.Tier
    part_of: OwnService | None = None
    phone: str | None = None

    @field_validator("tier")
    @classmethod
    def not_lower_than_its_kind(cls, value: c.Tier, info: ValidationInfo) -> c.Tier:
        kind = info.data.get("kind")
        if kind is not None and value.is_lower_than(kind.lowest_tier):
            raise ValueError(f"a service of this kind is at least {kind.lowest_tier}")
        return value


class PractitionerRow(Row):
    file = "practitioners.csv"
    identity = ("practitioner_key",)

    practitioner_key: OwnKey
    given_name: str | None = None
    family_name: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    registration: str | None = None

    @field_validator("name")
    @classmethod
    def named_one_way(cls, value: str | None, info: ValidationInfo) -> str | None:
        given, family = info.data.get("given_name"), info.data.get("family_name")
        if value is None and not (given and family):
            raise ValueError("give name, or given_name and family_name")
        return value or f"{given} {family}"

    model_config = ConfigDict(validate_default=True)


class WorksInRow(Period):
    file = "works_in.csv"
    identity = ("practitioner_key", "service_key", "start")
    not_facts = frozenset({"manages"})

    practitioner_key: OwnPractitioner
    service_key: OwnService
    role: c.InvolvementRole | None = None
    manages: Truth = False


class HouseholdRow(Row):
    file = "households.csv"
    identity = ("household_key",)

    household_key: OwnKey
    kind: c.HouseholdKind
    uprn: str | None = None
    address: str | None = None
    postcode: str | None = None


class ChildRow(Row):
    file = "children.csv"
    identity = ("child_key",)
    not_facts = frozenset({"nhs_number", "chi_number", "hcn_number", "upn", "scn"})
    schemes: ClassVar[dict[str, c.IdentifierScheme]] = {
        "nhs_number": c.IdentifierScheme.NHS,
        "chi_number": c.IdentifierScheme.CHI,
        "hcn_number": c.IdentifierScheme.HCN,
        "upn": c.IdentifierScheme.UPN,
        "scn": c.IdentifierScheme.SCN,
    }

    child_key: OwnKey
    given_name: str
    family_name: str
    former_names: Annotated[list[str], BeforeValidator(_listed)] = []
    born: Annotated[Day, AfterValidator(_past)]
    born_estimated: Truth = False
    sex: c.Sex
    nhs_number: NhsNumber | None = None
    chi_number: ChiNumber | None = None
    hcn_number: HcnNumber | None = None
    upn: UniquePupilNumber | None = None
    scn: ScottishCandidateNumber | None = None
    address_state: c.AddressState | None = None
    died_on: Annotated[Day | None, AfterValidator(_past)] = None

    died_after_birth = field_validator("died_on")(classmethod(not_before("born")))

    @field_validator("chi_number")
    @classmethod
    def chi_is_this_childs(cls, value: str | None, info: ValidationInfo) -> str | None:
        """A CHI number begins with the date of birth and spells the sex: one that differs is another child's."""
        born, sex = info.data.get("born"), info.data.get("sex")
        estimated = info.data.get("born_estimated")
        if value and born and sex and not estimated and not chi_agrees(value, born, sex):
            raise ValueError("this CHI number says another date of birth or sex than the row")
        return value

    def identifiers(self) -> list[tuple[c.IdentifierScheme, str]]:
        return [(scheme, value) for name, scheme in self.schemes.items() if (value := getattr(self, name))]


class CarerRow(Row):
    file = "carers.csv"
    identity = ("carer_key",)

    carer_key: OwnKey
    given_name: str
    family_name: str
    phone: str | None = None
    email: str | None = None
    is_child_key: OwnChild | None = None


class LivesAtRow(Period):
    file = "lives_at.csv"
    identity = ("child_key", "carer_key", "household_key", "start")

    child_key: OwnChild | None = None
    carer_key: CarerKey | None = None
    household_key: OwnHousehold

    @field_validator("household_key")
    @classmethod
    def one_person(cls, value: str, info: ValidationInfo) -> str:
        return _exactly_one(value, info, "child_key", "carer_key")


class CaresForRow(Period):
    file = "cares_for.csv"
    identity = ("carer_key", "child_key", "capacity", "start")

    carer_key: CarerKey
    child_key: OwnChild
    capacity: c.Capacity


class ParentalResponsibilityRow(Period):
    file = "parental_responsibility.csv"
    identity = ("carer_key", "authority", "child_key", "start")
    not_facts = frozenset({"authority"})

    carer_key: CarerKey | None = None
    authority: Annotated[str, Refers("authorities")] | None = None
    child_key: OwnChild
    state: c.ParentalResponsibilityState
    basis: c.ParentalResponsibilityBasis | None = None

    @field_validator("child_key")
    @classmethod
    def one_holder(cls, value: str, info: ValidationInfo) -> str:
        return _exactly_one(value, info, "carer_key", "authority")


def _told(reason: c.EndReason | None) -> c.EndReason | None:
    """Only the service itself says of a lead that records were merged: undoing that would open what has ended."""
    if reason is c.EndReason.RECORDS_MERGED:
        raise ValueError("no work ends for this: say another reason")
    return reason


class InvolvementRow(Row):
    file = "involvements.csv"
    identity = ("involvement_key",)

    involvement_key: OwnKey
    child_key: ChildKey
    service_key: ServiceKey
    practitioner_key: PractitionerKey | None = None
    role: c.InvolvementRole
    state: c.InvolvementState = c.InvolvementState.CONFIRMED
    start: Day
    end: Day | None = None
    end_reason: Annotated[c.EndReason | None, AfterValidator(_told)] = None
    confirmed_on: Annotated[Day | None, AfterValidator(_past)] = None
    told: c.Told | None = None
    basis: c.SensitiveBasis | None = None
    basis_by: str | None = None
    basis_on: Day | None = None

    own_people = field_validator("service_key", "practitioner_key")(classmethod(own_people_on_a_child_elsewhere))
    end_not_before_start = field_validator("end")(classmethod(not_before("start")))
    confirmed_not_before_start = field_validator("confirmed_on")(classmethod(not_before("start")))


class IndicationRow(Row):
    file = "indications.csv"
    identity = ("indication_key",)

    indication_key: OwnKey
    child_key: ChildKey
    practitioner_key: PractitionerKey
    kind: c.IndicationKind
    raised_at: Instant
    due_on: Day | None = None
    closed_at: Instant | None = None

    own_people = field_validator("practitioner_key")(classmethod(own_people_on_a_child_elsewhere))
    closed_not_before_raised = field_validator("closed_at")(classmethod(not_before("raised_at")))


class AssessmentRow(Row):
    file = "assessments.csv"
    identity = ("assessment_key",)

    assessment_key: OwnKey
    child_key: ChildKey
    practitioner_key: PractitionerKey | None = None
    service_key: ServiceKey | None = None
    kind: c.AssessmentKind
    started_on: Annotated[Day, AfterValidator(_past)]
    completed_on: Day | None = None
    state: c.AssessmentState

    own_people = field_validator("service_key", "practitioner_key")(classmethod(own_people_on_a_child_elsewhere))
    completed_not_before_started = field_validator("completed_on")(classmethod(not_before("started_on")))

    @field_validator("kind")
    @classmethod
    def somebody_made_it(cls, value: c.AssessmentKind, info: ValidationInfo) -> c.AssessmentKind:
        if not (info.data.get("practitioner_key") or info.data.get("service_key")):
            raise ValueError("give practitioner_key or service_key: somebody makes an assessment")
        return value


class LeadRow(Row):
    file = "leads.csv"
    identity = ("child_key", "practitioner_key", "start")

    child_key: OwnChild
    practitioner_key: PractitionerKey
    kind: c.LeadKind
    state: c.LeadState
    start: Day
    end: Day | None = None

    end_not_before_start = field_validator("end")(classmethod(not_before("start")))

    @property
    def is_current(self) -> bool:
        """Whether it takes the child's one place for an accepted lead. Ends count from their own day."""
        ended = self.end is not None and self.end <= datetime.now(UTC).date()
        return self.state is c.LeadState.ACCEPTED and not ended


class MeetingRow(Row):
    file = "meetings.csv"
    identity = ("meeting_key",)

    meeting_key: OwnKey
    kind: c.MeetingKind
    state: c.MeetingState
    planned_on: Day | None = None
    held_on: Annotated[Day | None, AfterValidator(_past)] = None
    next_on: Day | None = None

    next_after_held = field_validator("next_on")(classmethod(not_before("held_on")))


class MeetingChildRow(Row):
    file = "meeting_children.csv"
    identity = ("meeting_key", "child_key")

    meeting_key: OwnMeeting
    child_key: ChildKey


class AttendanceRow(Row):
    file = "attendance.csv"
    identity = ("meeting_key", "practitioner_key")
    not_facts = frozenset({"invited", "attended", "chair"})

    meeting_key: OwnMeeting
    practitioner_key: PractitionerKey
    invited: Truth
    attended: Truth = False
    chair: Truth = False


class ReferralRow(Row):
    file = "referrals.csv"
    identity = ("referral_key",)

    referral_key: OwnKey
    child_key: ChildKey
    from_kind: c.ReferralSource
    received_on: Annotated[Day, AfterValidator(_past)]
    closed_on: Day | None = None

    closed_not_before_received = field_validator("closed_on")(classmethod(not_before("received_on")))


class ProtectionRow(Row):
    file = "protections.csv"
    identity = ("child_key", "carer_key", "household_key", "kind", "start")
    not_facts = frozenset({"access"})

    child_key: OwnChild | None = None
    carer_key: OwnCarer | None = None
    household_key: OwnHousehold | None = None
    kind: c.ProtectionKind
    start: Day
    review_on: Day
    access: Annotated[list[str], BeforeValidator(_listed), Refers("practitioners")] = []

    review_after_start = field_validator("review_on")(classmethod(not_before("start")))

    @field_validator("kind")
    @classmethod
    def one_subject(cls, value: c.ProtectionKind, info: ValidationInfo) -> c.ProtectionKind:
        return _exactly_one(value, info, "child_key", "carer_key", "household_key")


class AuthorityRow(Row):
    file = "authority.csv"
    identity = ("code",)

    code: str
    duty_phone: str
    duty_hours: str
    out_of_hours_phone: str


class LawfulBasisRow(Row):
    file = "lawful_basis.csv"
    identity = ("instrument", "start")

    instrument: str
    start: Day
    end: Day | None = None
    assessment: str
    approver: str

    end_not_before_start = field_validator("end")(classmethod(not_before("start")))


class AgreementRow(Row):
    file = "agreements.csv"
    identity = ("recipient", "start")
    columns: ClassVar[dict[str, str]] = {"with": "recipient"}

    recipient: Annotated[str, Refers("authorities")]
    purposes: Annotated[list[Purpose], BeforeValidator(_listed)]
    start: Day
    end: Day | None = None

    end_not_before_start = field_validator("end")(classmethod(not_before("start")))


class AccountRow(Row):
    file = "accounts.csv"
    identity = ("subject",)

    practitioner_key: OwnPractitioner
    subject: str
    role: c.AccountRole
    service_key: OwnService
    state: c.AccountState


class CoverRow(Row):
    file = "cover.csv"
    identity = ("practitioner_key", "covered_by", "absent_until")

    practitioner_key: OwnPractitioner
    covered_by: PractitionerKey
    absent_until: Day

    @field_validator("covered_by")
    @classmethod
    def somebody_else(cls, value: str, info: ValidationInfo) -> str:
        if value == info.data.get("practitioner_key"):
            raise ValueError("nobody covers for themselves")
        return value


class SupplyRow(Row):
    file = "supplies.csv"
    identity = ("agency_key",)

    agency_key: AgencyKey
    facts_fed: Annotated[list[str], BeforeValidator(_listed)]
    since: Day
    last_received_at: Instant
    columns: ClassVar[dict[str, str]] = {"facts": "facts_fed"}

    @field_validator("facts_fed")
    @classmethod
    def are_files(cls, value: list[str]) -> list[str]:
        known = {model.file for model in FILES}
        if unknown := [name for name in value if name not in known and f"{name}.csv" not in known]:
            raise ValueError(f"{len(unknown)} of these are not files of the extract")
        return value

    def facts(self) -> dict[str, Any]:
        return {"facts": self.facts_fed, "since": self.since, "last_received_at": self.last_received_at}


def _exactly_one(value: Any, info: ValidationInfo, *columns: str) -> Any:
    if sum(info.data.get(name) is not None for name in columns) != 1:
        raise ValueError(f"give exactly one of {', '.join(columns)}")
    return value


# In the order in which a reader meets them: records first, then what joins them.
FILES: tuple[type[Row], ...] = (
    AuthorityRow, LawfulBasisRow, AgreementRow, AgencyRow, ServiceRow, PractitionerRow, WorksInRow, AccountRow,
    CoverRow, HouseholdRow, ChildRow, CarerRow, ProtectionRow, LivesAtRow, CaresForRow, ParentalResponsibilityRow,
    InvolvementRow, IndicationRow, AssessmentRow, LeadRow, MeetingRow, MeetingChildRow, AttendanceRow, ReferralRow,
    SupplyRow,
)  # fmt: skip

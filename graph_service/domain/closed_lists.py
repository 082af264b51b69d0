"""Every property with a closed list, in the field's words. A value outside its list is refused, naming the field."""

from enum import StrEnum


class SuppliedFact(StrEnum):
    """Facts of a kind that an agency sends, by the name of their file (extract.md)."""

    CHILDREN = "children"
    INVOLVEMENTS = "involvements"
    INDICATIONS = "indications"
    ASSESSMENTS = "assessments"
    LEADS = "leads"
    MEETINGS = "meetings"
    REFERRALS = "referrals"


class AgencySector(StrEnum):
    COUNCIL = "council"
    HEALTH = "health"
    EDUCATION = "education"
    POLICE = "police"
    VOLUNTARY = "voluntary"
    JUSTICE = "justice"


class Tier(StrEnum):
    """How private a child's contact with a service is (SI 2007/2182, regulation 2, as amended)."""

    UNIVERSAL = "universal"
    ADDITIONAL = "additional"
    SENSITIVE = "sensitive"

    def is_lower_than(self, other: "Tier") -> bool:
        order = list(Tier)
        return order.index(self) < order.index(other)


class ServiceKind(StrEnum):
    SCHOOL = "school"
    NURSERY = "nursery"
    GP_PRACTICE = "gp_practice"
    HEALTH_VISITING = "health_visiting"
    SCHOOL_NURSING = "school_nursing"
    MIDWIFERY = "midwifery"
    PAEDIATRICS = "paediatrics"
    THERAPY = "therapy"
    EDUCATION_WELFARE = "education_welfare"
    SPECIAL_EDUCATION = "special_education"
    FAMILY_SUPPORT = "family_support"
    EARLY_HELP = "early_help"
    SOCIAL_CARE = "social_care"
    FRONT_DOOR = "front_door"
    FOSTERING = "fostering"
    CHILDRENS_HOME = "childrens_home"
    CHILD_PROTECTION = "child_protection"
    HOUSING = "housing"
    YOUTH_WORK = "youth_work"
    POLICING = "policing"
    SEXUAL_HEALTH = "sexual_health"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    DOMESTIC_ABUSE = "domestic_abuse"
    ADVOCACY = "advocacy"
    ADOPTION_SUPPORT = "adoption_support"
    YOUTH_JUSTICE = "youth_justice"

    @property
    def lowest_tier(self) -> Tier:
        """The kind sets the lowest tier (model.md, Service); whoever says less is refused."""
        if self in _SENSITIVE:
            return Tier.SENSITIVE
        return Tier.UNIVERSAL if self in _UNIVERSAL else Tier.ADDITIONAL


_SENSITIVE = frozenset(
    {
        ServiceKind.SEXUAL_HEALTH,
        ServiceKind.MENTAL_HEALTH,
        ServiceKind.SUBSTANCE_USE,
        ServiceKind.DOMESTIC_ABUSE,
        ServiceKind.ADVOCACY,
        ServiceKind.ADOPTION_SUPPORT,
        ServiceKind.YOUTH_JUSTICE,
    }
)
_UNIVERSAL = frozenset(
    {
        ServiceKind.SCHOOL,
        ServiceKind.NURSERY,
        ServiceKind.GP_PRACTICE,
        ServiceKind.HEALTH_VISITING,
        ServiceKind.SCHOOL_NURSING,
        ServiceKind.MIDWIFERY,
    }
)


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"
    NOT_SPECIFIED = "not_specified"


class AddressState(StrEnum):
    CURRENT = "current"
    LAST_KNOWN = "last_known"
    NONE = "none"
    LEFT_COUNTRY = "left_country"


class HouseholdKind(StrEnum):
    PRIVATE = "private"
    PLACEMENT = "placement"
    COMMUNAL = "communal"


class Capacity(StrEnum):
    PARENT = "parent"
    KINSHIP = "kinship"
    SPECIAL_GUARDIAN = "special_guardian"
    FOSTER = "foster"
    PRIVATE_FOSTER = "private_foster"


class ParentalResponsibilityState(StrEnum):
    HELD = "held"
    NOT_HELD = "not_held"
    UNKNOWN = "unknown"


class ParentalResponsibilityBasis(StrEnum):
    """How it came to be held (Children Act 1989, sections 2 to 4A, 12, 14C, 33, 44)."""

    MOTHER = "mother"
    MARRIED_FATHER = "married_father"
    BIRTH_REGISTRATION = "birth_registration"
    AGREEMENT = "agreement"
    COURT_ORDER = "court_order"
    CHILD_ARRANGEMENTS_ORDER = "child_arrangements_order"
    SPECIAL_GUARDIANSHIP_ORDER = "special_guardianship_order"
    ADOPTION_ORDER = "adoption_order"
    CARE_ORDER = "care_order"
    INTERIM_CARE_ORDER = "interim_care_order"
    EMERGENCY_PROTECTION_ORDER = "emergency_protection_order"


class InvolvementRole(StrEnum):
    """A practitioner's role for this child, or the service's own."""

    SOCIAL_WORKER = "social_worker"
    FAMILY_SUPPORT_WORKER = "family_support_worker"
    EARLY_HELP_WORKER = "early_help_worker"
    SUPERVISING_SOCIAL_WORKER = "supervising_social_worker"
    INDEPENDENT_REVIEWING_OFFICER = "independent_reviewing_officer"
    CONFERENCE_CHAIR = "conference_chair"
    TEAM_MANAGER = "team_manager"
    DUTY_WORKER = "duty_worker"
    DATA_OFFICER = "data_officer"
    HEALTH_VISITOR = "health_visitor"
    SCHOOL_NURSE = "school_nurse"
    MIDWIFE = "midwife"
    GP = "gp"
    PAEDIATRICIAN = "paediatrician"
    THERAPIST = "therapist"
    MENTAL_HEALTH_PRACTITIONER = "mental_health_practitioner"
    SEXUAL_HEALTH_NURSE = "sexual_health_nurse"
    SUBSTANCE_USE_WORKER = "substance_use_worker"
    DOMESTIC_ABUSE_ADVOCATE = "domestic_abuse_advocate"
    ADVOCATE = "advocate"
    ADOPTION_SUPPORT_WORKER = "adoption_support_worker"
    YOUTH_JUSTICE_WORKER = "youth_justice_worker"
    YOUTH_WORKER = "youth_worker"
    HOUSING_OFFICER = "housing_officer"
    POLICE_OFFICER = "police_officer"
    TEACHER = "teacher"
    DESIGNATED_SAFEGUARDING_LEAD = "designated_safeguarding_lead"
    SPECIAL_NEEDS_COORDINATOR = "special_needs_coordinator"
    EDUCATION_WELFARE_OFFICER = "education_welfare_officer"
    SCHOOL = "school"
    NURSERY = "nursery"
    GP_PRACTICE = "gp_practice"
    CHILDRENS_HOME = "childrens_home"
    SUPPORTING_SERVICE = "supporting_service"


class InvolvementState(StrEnum):
    CONFIRMED = "confirmed"
    ASSERTED = "asserted"


class Told(StrEnum):
    """What the child or family was told of the sharing (seven golden rules, rule 2)."""

    AGREED = "agreed"
    OBJECTED = "objected"
    TOLD_ONLY = "told_only"
    NOT_SAFE = "not_safe"
    NOT_POSSIBLE = "not_possible"


class EndReason(StrEnum):
    WORK_FINISHED = "work_finished"
    HANDED_OVER = "handed_over"
    STEPPED_DOWN = "stepped_down"
    DECLINED = "declined"
    MOVED_AWAY = "moved_away"
    CHANGED_SCHOOL = "changed_school"
    PRACTITIONER_LEFT = "practitioner_left"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    REACHED_EIGHTEEN = "reached_eighteen"
    CHILD_DIED = "child_died"
    RECORDS_MERGED = "records_merged"
    RECORDED_IN_ERROR = "recorded_in_error"


class CareEndReason(StrEnum):
    """Why somebody cares for a child no longer."""

    PLACEMENT_ENDED = "placement_ended"
    ANOTHER_CARER = "another_carer"
    ORDER_ENDED = "order_ended"
    CARER_DIED = "carer_died"
    CHILD_DIED = "child_died"
    REACHED_EIGHTEEN = "reached_eighteen"


class CareWarning(StrEnum):
    """What is worth a second look at a new carer; it is recorded all the same."""

    CARER_IS_YOUNG = "carer_is_young"


class DuplicateExplanation(StrEnum):
    """Why two records may be of one child; how near others are stays unsaid."""

    SAME_NAME = "same_name"
    SAME_NUMBER = "same_number"


class DuplicateState(StrEnum):
    """Whether people have decided."""

    OPEN = "open"
    APART = "apart"
    MERGED = "merged"


class SignalChoice(StrEnum):
    """What somebody decides about a child's signal."""

    ASSIGN = "assign"
    SNOOZE = "snooze"
    KNOWN_AND_RIGHT = "known_and_right"


class SignalReason(StrEnum):
    """Why a signal may wait, or is right as it is."""

    MEETING_PLANNED = "meeting_planned"
    LEAD_ASKED = "lead_asked"
    WAITING_FOR_AN_ANSWER = "waiting_for_an_answer"
    RECORD_BEING_PUT_RIGHT = "record_being_put_right"
    WORK_ABOUT_TO_END = "work_about_to_end"
    AGREED_WITH_THE_FAMILY = "agreed_with_the_family"
    ONE_TEAM_IN_PRACTICE = "one_team_in_practice"
    LED_ELSEWHERE = "led_elsewhere"


class SensitiveBasis(StrEnum):
    """Why a sensitive service's involvement may be held (SI 2007/2182, regulation 11(3))."""

    CHILD_CONSENT = "child_consent"
    REASONABLE_CAUSE_HARM = "reasonable_cause_harm"


class IndicationKind(StrEnum):
    INFORMATION_TO_SHARE = "information_to_share"
    TAKING_ACTION = "taking_action"


class AssessmentKind(StrEnum):
    EARLY_HELP = "early_help"
    CHILD_AND_FAMILY = "child_and_family"
    SECTION_47 = "section_47"
    EDUCATION_HEALTH_CARE = "education_health_care"
    HEALTH = "health"
    MENTAL_HEALTH = "mental_health"
    SUBSTANCE_USE = "substance_use"
    YOUTH_JUSTICE = "youth_justice"
    YOUNG_CARER = "young_carer"


class AssessmentState(StrEnum):
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


class LeadKind(StrEnum):
    EARLY_HELP = "early_help"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    LOOKED_AFTER = "looked_after"


class LeadState(StrEnum):
    HOLDING_BATON = "holding_baton"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"


class MeetingKind(StrEnum):
    TEAM_AROUND_THE_CHILD = "team_around_the_child"
    TEAM_AROUND_THE_FAMILY = "team_around_the_family"
    CHILD_IN_NEED_REVIEW = "child_in_need_review"
    CHILD_PROTECTION_CONFERENCE = "child_protection_conference"
    CORE_GROUP = "core_group"
    LOOKED_AFTER_REVIEW = "looked_after_review"


class MeetingState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class NotMetReason(StrEnum):
    """Why a planned meeting was not held and no other day was found."""

    NO_LONGER_NEEDED = "no_longer_needed"
    WITH_ANOTHER_MEETING = "with_another_meeting"
    TOO_FEW_COULD_COME = "too_few_could_come"
    CHAIR_AWAY = "chair_away"
    FAMILY_COULD_NOT_COME = "family_could_not_come"
    PLANNED_TWICE = "planned_twice"
    MOVED_AWAY = "moved_away"
    CHILD_DIED = "child_died"


class ReferralSource(StrEnum):
    """What kind of agency a referral came from; never why."""

    SCHOOL = "school"
    HEALTH = "health"
    POLICE = "police"
    COUNCIL = "council"
    VOLUNTARY = "voluntary"
    HOUSING = "housing"
    JUSTICE = "justice"
    FAMILY = "family"
    SELF = "self"
    OTHER = "other"


class ProtectionKind(StrEnum):
    SHIELD = "shield"
    NEW_IDENTITY = "new_identity"


class IdentifierScheme(StrEnum):
    NHS = "nhs"
    CHI = "chi"
    HCN = "hcn"
    UPN = "upn"
    SCN = "scn"


class IdentifierState(StrEnum):
    CURRENT = "current"
    FORMER = "former"
    CONFLICT = "conflict"


class AccountRole(StrEnum):
    PRACTITIONER = "practitioner"
    LEAD = "lead"
    MANAGER = "manager"
    FRONT_DOOR = "front_door"
    OUT_OF_HOURS_DUTY = "out_of_hours_duty"
    CONFERENCE_CHAIR = "conference_chair"
    REVIEWING_OFFICER = "reviewing_officer"
    DATA_TEAM = "data_team"
    POLICE = "police"
    SCHOOL = "school"
    HEALTH = "health"
    NATIONAL_PARTNER = "national_partner"
    SYSTEM = "system"


class AccountState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"

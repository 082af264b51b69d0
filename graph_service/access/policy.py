"""Which role may do which action, for which purposes, and sees what: one table, read by the routes and by people."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from graph_service.access.caller import Caller, SignedIn
from graph_service.domain.closed_lists import AccountRole as Role
from graph_service.domain.closed_lists import IdentifierScheme as Scheme
from graph_service.domain.purposes import Purpose


class Action(StrEnum):
    """Everything that can be done. Route, function, query and log carry the same name."""

    READ_NETWORK = "read_network"
    READ_CHILD = "read_child"
    FIND_CHILDREN = "find_children"
    LIST_MY_CHILDREN = "list_my_children"
    EXPLAIN_ACCESS = "explain_access"
    READ_PERMISSIONS = "read_permissions"
    LIST_CHANGES = "list_changes"
    READ_MY_NOTICES = "read_my_notices"
    RECORD_INVOLVEMENT = "record_involvement"
    CONFIRM_INVOLVEMENT = "confirm_involvement"
    AMEND_INVOLVEMENT = "amend_involvement"
    END_INVOLVEMENT = "end_involvement"
    WITHDRAW_CONSENT = "withdraw_consent"
    WITHDRAW_MISTAKE = "withdraw_mistake"
    PROPOSE_LEAD = "propose_lead"
    ACCEPT_LEAD = "accept_lead"
    DECLINE_LEAD = "decline_lead"
    APPOINT_LEAD = "appoint_lead"
    RELEASE_LEAD = "release_lead"
    RAISE_CONCERN = "raise_concern"
    ACKNOWLEDGE_CONCERN = "acknowledge_concern"
    CLOSE_CONCERN = "close_concern"
    RECORD_ASSESSMENT = "record_assessment"
    COMPLETE_ASSESSMENT = "complete_assessment"
    ABANDON_ASSESSMENT = "abandon_assessment"
    LIST_MEETINGS = "list_meetings"
    PLAN_MEETING = "plan_meeting"
    HOLD_MEETING = "hold_meeting"
    CANCEL_MEETING = "cancel_meeting"
    RECORD_CONVERSATION = "record_conversation"
    RECORD_REFERRAL = "record_referral"
    CLOSE_REFERRAL = "close_referral"
    AMEND_CHILD = "amend_child"
    ADD_IDENTIFIER = "add_identifier"
    END_IDENTIFIER = "end_identifier"
    RECORD_CARER = "record_carer"
    AMEND_CARER = "amend_carer"
    RECORD_CARER_ADDRESS = "record_carer_address"
    END_CARER = "end_carer"
    RECORD_PARENTAL_RESPONSIBILITY = "record_parental_responsibility"
    RECORD_ADDRESS = "record_address"
    REGISTER_CHILD = "register_child"
    RECORD_DEATH = "record_death"
    PROTECT_CHILD = "protect_child"
    LIFT_PROTECTION = "lift_protection"
    LIST_POSSIBLE_DUPLICATES = "list_possible_duplicates"
    PREVIEW_MERGE = "preview_merge"
    MERGE_CHILDREN = "merge_children"
    KEEP_APART = "keep_apart"
    UNMERGE_CHILDREN = "unmerge_children"
    RECORD_PRACTITIONER = "record_practitioner"
    AMEND_PRACTITIONER = "amend_practitioner"
    RECORD_AGENCY = "record_agency"
    RECORD_SUPPLY = "record_supply"
    AMEND_SUPPLY = "amend_supply"
    CONFIRM_SUPPLY = "confirm_supply"
    RECORD_SERVICE = "record_service"
    AMEND_SERVICE = "amend_service"
    RECORD_POST = "record_post"
    END_POST = "end_post"
    AMEND_DUTY_DESK = "amend_duty_desk"
    OPEN_ACCOUNT = "open_account"
    SUSPEND_ACCOUNT = "suspend_account"
    COVER_PRACTITIONER = "cover_practitioner"
    LIST_OPEN_WORK = "list_open_work"
    HANDOVER_PLAN = "handover_plan"
    CLOSE_PRACTITIONER_ACCOUNT = "close_practitioner_account"
    LIST_UNCOORDINATED = "list_uncoordinated"
    COUNT_SIGNALS = "count_signals"
    MEASURE_SYSTEM = "measure_system"
    EXPLAIN_SIGNAL = "explain_signal"
    MY_LOOSE_ENDS = "my_loose_ends"
    DECIDE_SIGNAL = "decide_signal"
    SET_THRESHOLD = "set_threshold"
    FIND_PATH = "find_path"
    READ_NEIGHBOURHOOD = "read_neighbourhood"
    FIND_DUPLICATE_EFFORT = "find_duplicate_effort"
    FIND_CONCENTRATION = "find_concentration"
    FIND_TEAMS_APART = "find_teams_apart"


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` is the code stored with the disclosure, `reason` the sentence shown to the person."""

    allowed: bool
    rule: str
    reason: str


_TEAM = frozenset(
    {
        Purpose.COORDINATE_SUPPORT,
        Purpose.PREPARE_MEETING,
        Purpose.CHECK_BEFORE_VISIT,
        Purpose.HAND_OVER_WORK,
        Purpose.ASSESS_REFERRAL,
    }
)
_CHAIR = frozenset({Purpose.PREPARE_MEETING, Purpose.COORDINATE_SUPPORT})

# Why each role looks at children: a look for anything else is refused.
PURPOSES: dict[Role, frozenset[Purpose]] = {
    Role.PRACTITIONER: _TEAM,
    Role.LEAD: _TEAM,
    Role.MANAGER: _TEAM,
    Role.FRONT_DOOR: frozenset({Purpose.ASSESS_REFERRAL, Purpose.CHECK_BEFORE_VISIT}),
    Role.OUT_OF_HOURS_DUTY: frozenset({Purpose.RESPOND_OUT_OF_HOURS, Purpose.CHECK_BEFORE_VISIT}),
    Role.CONFERENCE_CHAIR: _CHAIR,
    Role.REVIEWING_OFFICER: _CHAIR,
    Role.DATA_TEAM: frozenset({Purpose.KEEP_RECORD_RIGHT}),
    Role.POLICE: frozenset({Purpose.ASSESS_REFERRAL, Purpose.CHECK_BEFORE_VISIT, Purpose.PREPARE_MEETING}),
    Role.SCHOOL: _TEAM,
    Role.HEALTH: _TEAM,
    Role.NATIONAL_PARTNER: _TEAM,
    Role.SYSTEM: _TEAM,
}

# Offices and the data team have no children of their own, so no list of them.
_WITH_CHILDREN = {
    role: purposes
    for role, purposes in PURPOSES.items()
    if role not in {Role.FRONT_DOOR, Role.OUT_OF_HOURS_DUTY, Role.DATA_TEAM}
}
# Whoever may be around a child may say so: everybody but those who only keep records right.
_WORKING = {role: purposes for role, purposes in PURPOSES.items() if role is not Role.DATA_TEAM}
# The police are shown neither team nor indications nor meetings, so they settle none: they say what they hold.
_SHOWN_A_TEAM = {role: purposes for role, purposes in _WORKING.items() if role is not Role.POLICE}
# Numbers are for those whose function uses them, and for those who keep them right.
_WITH_NUMBERS = {role: PURPOSES[role] for role in (Role.HEALTH, Role.SCHOOL, Role.DATA_TEAM)}
# The family is for those who are shown it: police and schools are not, and the data team sees who the child is.
_WITH_FAMILY = {role: _WORKING[role] for role in _WORKING if role not in {Role.POLICE, Role.SCHOOL}}
# Where a child lives is for those who are shown it.
_WITH_ADDRESS = {
    role: purposes
    for role, purposes in PURPOSES.items()
    if role not in {Role.POLICE, Role.SCHOOL, Role.SYSTEM, Role.NATIONAL_PARTNER}
}
# Where their carers live, for those who are shown both.
_WITH_HOMES = {role: purposes for role, purposes in _WITH_FAMILY.items() if role in _WITH_ADDRESS}
# A child comes in by the desks, by the data team, or from a system that acts for a named person.
_AT_THE_DOOR = {role: PURPOSES[role] for role in (Role.FRONT_DOOR, Role.OUT_OF_HOURS_DUTY, Role.DATA_TEAM, Role.SYSTEM)}
# What services there are, and who signs in, is for those who keep their authority's records and open no child's work.
_KEEPING = {Role.DATA_TEAM: PURPOSES[Role.DATA_TEAM]}
# A sender says itself that all has come.
_SENDING = _KEEPING | {Role.SYSTEM: PURPOSES[Role.SYSTEM]}
# Managers say who their people are; the statement holds them to teams that they manage.
_STAFFING = _KEEPING | {Role.MANAGER: PURPOSES[Role.MANAGER]}

# A list of an authority's or a team's children is for those who answer for them, not for those who meet them.
_ANSWERING = {role: PURPOSES[role] for role in (Role.MANAGER, Role.FRONT_DOOR)}
# A signal tells of the whole team, so of one's own children those are told who are shown it.
_WITH_TEAMS = {role: _WITH_CHILDREN[role] for role in _WITH_CHILDREN if role not in {Role.POLICE, Role.SCHOOL}}
# How people are connected is for people who are shown teams and families: not for a system, whatever it acts for.
_CONNECTING = {role: purposes for role, purposes in (_WITH_TEAMS | _ANSWERING).items() if role is not Role.SYSTEM}

PERMISSIONS: dict[Action, dict[Role, frozenset[Purpose]]] = {
    Action.READ_NETWORK: PURPOSES,
    Action.READ_CHILD: PURPOSES,
    Action.FIND_CHILDREN: PURPOSES,
    Action.LIST_MY_CHILDREN: _WITH_CHILDREN,
    Action.EXPLAIN_ACCESS: PURPOSES,
    Action.LIST_CHANGES: PURPOSES,
    Action.READ_MY_NOTICES: _WITH_CHILDREN,
    Action.RECORD_INVOLVEMENT: _WORKING,
    Action.CONFIRM_INVOLVEMENT: _WORKING,
    Action.AMEND_INVOLVEMENT: _WORKING,
    Action.END_INVOLVEMENT: _WORKING,
    Action.WITHDRAW_CONSENT: _WORKING,
    Action.WITHDRAW_MISTAKE: PURPOSES,
    Action.PROPOSE_LEAD: _WORKING,
    Action.ACCEPT_LEAD: _WORKING,
    Action.DECLINE_LEAD: _WORKING,
    Action.APPOINT_LEAD: _WORKING,
    Action.RELEASE_LEAD: _WORKING,
    Action.RAISE_CONCERN: _WORKING,
    Action.ACKNOWLEDGE_CONCERN: _SHOWN_A_TEAM,
    Action.CLOSE_CONCERN: _WORKING,
    Action.RECORD_ASSESSMENT: _SHOWN_A_TEAM,
    Action.COMPLETE_ASSESSMENT: _SHOWN_A_TEAM,
    Action.ABANDON_ASSESSMENT: _SHOWN_A_TEAM,
    Action.LIST_MEETINGS: _SHOWN_A_TEAM,
    Action.PLAN_MEETING: _SHOWN_A_TEAM,
    Action.HOLD_MEETING: _SHOWN_A_TEAM,
    Action.CANCEL_MEETING: _SHOWN_A_TEAM,
    Action.RECORD_CONVERSATION: _SHOWN_A_TEAM,
    Action.RECORD_REFERRAL: _SHOWN_A_TEAM,
    Action.CLOSE_REFERRAL: _SHOWN_A_TEAM,
    # Who a child is: whoever may lead or manage, the office and the data team; the statement decides which of them.
    Action.AMEND_CHILD: PURPOSES,
    Action.RECORD_DEATH: PURPOSES,
    Action.PROTECT_CHILD: PURPOSES,
    Action.LIFT_PROTECTION: PURPOSES,
    Action.ADD_IDENTIFIER: _WITH_NUMBERS,
    Action.END_IDENTIFIER: _WITH_NUMBERS,
    Action.RECORD_CARER: _WITH_FAMILY,
    Action.AMEND_CARER: _WITH_FAMILY,
    Action.RECORD_CARER_ADDRESS: _WITH_HOMES,
    Action.END_CARER: _WITH_FAMILY,
    Action.RECORD_PARENTAL_RESPONSIBILITY: _WITH_FAMILY,
    Action.RECORD_ADDRESS: _WITH_ADDRESS,
    Action.REGISTER_CHILD: _AT_THE_DOOR,
    Action.LIST_POSSIBLE_DUPLICATES: _KEEPING,
    Action.PREVIEW_MERGE: _KEEPING,
    Action.MERGE_CHILDREN: _KEEPING,
    Action.KEEP_APART: _KEEPING,
    Action.UNMERGE_CHILDREN: _KEEPING,
    Action.RECORD_PRACTITIONER: _STAFFING,
    # Everybody their own telephone: the statement says whose, and what of it.
    Action.AMEND_PRACTITIONER: PURPOSES,
    Action.RECORD_AGENCY: _KEEPING,
    Action.RECORD_SUPPLY: _KEEPING,
    Action.AMEND_SUPPLY: _KEEPING,
    Action.CONFIRM_SUPPLY: _SENDING,
    Action.RECORD_SERVICE: _KEEPING,
    Action.AMEND_SERVICE: _KEEPING,
    Action.RECORD_POST: _STAFFING,
    Action.END_POST: _STAFFING,
    Action.AMEND_DUTY_DESK: _KEEPING,
    Action.OPEN_ACCOUNT: _KEEPING,
    # Everybody their own, where a telephone or a password was lost; to be away is everybody's own to say, too.
    Action.SUSPEND_ACCOUNT: PURPOSES,
    Action.COVER_PRACTITIONER: PURPOSES,
    Action.LIST_OPEN_WORK: _STAFFING,
    Action.HANDOVER_PLAN: _STAFFING,
    Action.CLOSE_PRACTITIONER_ACCOUNT: _STAFFING,
    Action.LIST_UNCOORDINATED: _ANSWERING,
    Action.COUNT_SIGNALS: _ANSWERING,
    Action.MEASURE_SYSTEM: _ANSWERING,
    Action.EXPLAIN_SIGNAL: _WITH_TEAMS | _ANSWERING,
    Action.MY_LOOSE_ENDS: _WITH_TEAMS,
    Action.DECIDE_SIGNAL: _WITH_TEAMS | _ANSWERING,
    Action.SET_THRESHOLD: _KEEPING,
    Action.FIND_PATH: _CONNECTING,
    Action.READ_NEIGHBOURHOOD: _CONNECTING,
    Action.FIND_DUPLICATE_EFFORT: _ANSWERING,
    Action.FIND_CONCENTRATION: _ANSWERING,
    Action.FIND_TEAMS_APART: _ANSWERING,
    # About nobody, so for no purpose: what the table itself says.
    Action.READ_PERMISSIONS: {role: frozenset() for role in Role},
}

# Roles that open their own authority's part without being around the child (model.md, level content).
OFFICE_ROLES = frozenset({Role.FRONT_DOOR, Role.OUT_OF_HOURS_DUTY})
# Roles that see who a child of their own authority's part is, to keep the record right (level identity).
RECORD_ROLES = frozenset({Role.DATA_TEAM})
# A national partner sees only its own children, anywhere: no agreement opens more.
ROLES_WITHOUT_AGREEMENTS = frozenset({Role.NATIONAL_PARTNER})


@dataclass(frozen=True, slots=True)
class Projection:
    """What a role sees of a child whose record is open to it (model.md, role projections)."""

    team: Literal["all", "own", "none"] = "all"
    lead: bool = True
    indications: Literal["all", "named", "none"] = "all"
    family: bool = True  # carers, parental responsibility and siblings
    assessments: bool = True
    address: bool = True
    schemes: frozenset[Scheme] = frozenset()

    def parameter(self, role: Role) -> dict[str, object]:
        """As queries take it: one map, so that one plan serves every role."""
        return {
            "team": self.team,
            "lead": self.lead,
            "indications": self.indications,
            "family": self.family,
            "assessments": self.assessments,
            "address": self.address,
            "schemes": sorted(self.schemes),
            "conflicts": role in RECORD_ROLES,
            "manages": role is Role.MANAGER,
            "chairs": role in {Role.CONFERENCE_CHAIR, Role.REVIEWING_OFFICER},
        }

    def in_words(self, level: str, protected: bool) -> list[str]:
        """What this role sees at a level, as sentences for the person."""
        if level == "none":
            return []
        if protected:
            desk = "One national desk, which rings back; no place, and nobody who works with the child."
            return [desk] if level == "existence" else ["Who the child is.", desk]
        if level == "existence":
            return ["That the child is known, to which authority, and whom to ring."]
        if level == "identity":
            return ["Who the child is, to keep the record right; nobody who works with them."]
        return [sentence for shown, sentence in self._sentences() if shown]

    def unseen_in_words(self, level: str, protected: bool) -> list[str]:
        """What there may be and this role is not shown at a level: said plainly, whether or not there is any."""
        if protected:
            return ["Where the child is, who keeps the record, and who works with the child: the child is protected."]
        if level == "existence":
            return ["Who the child is, who works with them, their family, and what anybody has said."]
        if level == "identity":
            return ["Who works with the child, their family, and what anybody has said."]
        return [sentence for unseen, sentence in self._unseen() if unseen]

    def _unseen(self) -> list[tuple[bool, str]]:
        return [
            (
                self.team == "all",
                "The name of a sensitive service, such as one for mental health: only that there is one.",
            ),
            (self.team == "own", "Who else works with the child, outside your own service."),
            (self.team == "none", "Who works with the child."),
            (not self.lead, "Who leads the team around the child."),
            (self.indications == "named", "What a sensitive service has said."),
            (self.indications == "none", "Who has something to share or is taking action."),
            (not self.assessments, "Whether an assessment was made."),
            (not self.family, "Who cares for the child, and brothers and sisters."),
            (True, "Anybody's case notes: this service holds none."),
        ]

    def _sentences(self) -> list[tuple[bool, str]]:
        numbers = ", ".join(sorted(self.schemes))
        return [
            (True, "Who the child is, and whom to ring."),
            (self.team == "all", "Everybody who works with the child; a sensitive service without its name."),
            (self.team == "own", "Your own service's involvement; no sensitive service."),
            (self.lead, "Who leads the team around the child."),
            (self.indications != "none", "Who has something to share or is taking action; never what."),
            (self.assessments, "That an assessment was made; never what it says."),
            (self.family, "Who cares for the child, parental responsibility, and brothers and sisters open to you."),
            (self.address, "Where the child lives now."),
            (bool(self.schemes), f"The child's numbers of these kinds: {numbers}."),
        ]


_HEALTH_NUMBERS = frozenset({Scheme.NHS, Scheme.CHI, Scheme.HCN})
_PUPIL_NUMBERS = frozenset({Scheme.UPN, Scheme.SCN})

# A role that is not here sees the default. Identifiers go to those whose function uses them (SI 2007/2182, reg. 6(3)).
PROJECTIONS: dict[Role, Projection] = {role: Projection() for role in Role} | {
    Role.POLICE: Projection(
        team="none", lead=False, indications="none", family=False, assessments=False, address=False
    ),
    Role.SCHOOL: Projection(
        team="own", indications="named", family=False, assessments=False, address=False, schemes=_PUPIL_NUMBERS
    ),
    Role.HEALTH: Projection(schemes=_HEALTH_NUMBERS),
    Role.DATA_TEAM: Projection(schemes=_HEALTH_NUMBERS),
    Role.SYSTEM: Projection(address=False),
    Role.NATIONAL_PARTNER: Projection(address=False),
}


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one sign-in may look in one day before somebody asks why."""

    searches: int
    children: int

    def parameter(self) -> dict[str, int]:
        return {"searches": self.searches, "children": self.children}


_ORDINARY = Budget(searches=60, children=60)
_DESK = Budget(searches=300, children=300)
# A desk meets strangers all day, and a system asks for many people's work; everybody else knows their children.
BUDGETS: dict[Role, Budget] = dict.fromkeys(Role, _ORDINARY) | {
    Role.FRONT_DOOR: _DESK,
    Role.OUT_OF_HOURS_DUTY: _DESK,
    Role.DATA_TEAM: _DESK,
    Role.MANAGER: Budget(searches=60, children=150),
    Role.SYSTEM: Budget(searches=600, children=600),
}


def may_attempt(who: SignedIn, action: Action) -> Decision:
    """Gate 3, first half: has this role this action at all?"""
    if who.role not in PERMISSIONS[action]:
        return Decision(False, "role_has_no_such_action", f"The role {_words(who.role)} may not {_words(action)}.")
    return Decision(True, "role_has_action", f"The role {_words(who.role)} may {_words(action)}.")


def decide(caller: Caller, action: Action) -> Decision:
    """Gate 3 whole: the role has the action, and for this purpose."""
    first = may_attempt(caller.signed_in, action)
    if not first.allowed:
        return first
    if caller.purpose not in PERMISSIONS[action][caller.role]:
        purposes = ", ".join(sorted(PERMISSIONS[action][caller.role]))
        return Decision(
            False,
            "purpose_not_for_role",
            f"The role {_words(caller.role)} may {_words(action)} only for these purposes: {purposes}.",
        )
    return Decision(True, "role_and_purpose", f"{first.reason[:-1]} for {_words(caller.purpose)}.")


def may_search_by(caller: Caller, scheme: Scheme) -> Decision:
    """A scheme that the caller may not read may not be searched: a hit would say that the number is right."""
    if scheme in PROJECTIONS[caller.role].schemes:
        return Decision(True, "scheme_for_role", f"The role {_words(caller.role)} may search by {scheme}.")
    return Decision(False, "scheme_not_for_role", f"The role {_words(caller.role)} may not search by {scheme}.")


def may_record_number(caller: Caller, scheme: Scheme) -> Decision:
    """Whoever may read a scheme may say a number of it; the data team settles those of every scheme."""
    if caller.role in RECORD_ROLES:
        return Decision(True, "keeps_records", f"The role {_words(caller.role)} may record any number.")
    if scheme in PROJECTIONS[caller.role].schemes:
        return Decision(True, "scheme_for_role", f"The role {_words(caller.role)} may record {scheme}.")
    return Decision(False, "scheme_not_for_role", f"The role {_words(caller.role)} may not record {scheme}.")


def _words(code: StrEnum) -> str:
    return code.value.replace("_", " ")

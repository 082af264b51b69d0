"""Which role may do which action, for which purposes: one table, read by the routes and by people."""

from dataclasses import dataclass
from enum import StrEnum

from graph_service.access.caller import Caller, SignedIn
from graph_service.domain.closed_lists import AccountRole as Role
from graph_service.domain.purposes import Purpose


class Action(StrEnum):
    """Everything that can be done. Route, function, query and log carry the same name."""

    READ_NETWORK = "read_network"


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
_FRONT_DOOR = frozenset({Purpose.ASSESS_REFERRAL, Purpose.CHECK_BEFORE_VISIT})

PERMISSIONS: dict[Action, dict[Role, frozenset[Purpose]]] = {
    Action.READ_NETWORK: {
        Role.PRACTITIONER: _TEAM,
        Role.LEAD: _TEAM,
        Role.FRONT_DOOR: _FRONT_DOOR,
        Role.SYSTEM: _TEAM,
    },
}

# Roles that open their own authority's part without being around the child (model.md, level content).
OFFICE_ROLES = frozenset({Role.FRONT_DOOR})


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


def looks_by_office(caller: Caller) -> bool:
    """Whether the role alone opens the caller's own part; decide() has limited its purposes already."""
    return caller.role in OFFICE_ROLES


def _words(code: StrEnum) -> str:
    return code.value.replace("_", " ")

"""The policy table as it is: what decides is what is shown."""

from pydantic import BaseModel, ConfigDict

from graph_service.access.caller import SignedIn
from graph_service.access.policy import BUDGETS, PERMISSIONS, PROJECTIONS, Action
from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from graph_service.domain.purposes import Purpose
from graph_service.domain.rules import Rule


class _Shown(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Permission(_Shown):
    """An action that a role may do, and for which purposes; none are listed for what is about no child."""

    action: Action
    purposes: list[Purpose]


class RolePermissions(_Shown):
    """Everything that one role may do, what it sees where a record is open to it, and how much in a day."""

    role: AccountRole
    is_yours: bool
    actions: list[Permission]
    sees: list[str]
    identifiers: list[IdentifierScheme]
    searches_a_day: int
    children_a_day: int


class RuleInWords(_Shown):
    """What can open a child's record, as the answer says it."""

    rule: Rule
    because: str


class PurposeInWords(_Shown):
    """A reason for looking, and what the child gains from it."""

    purpose: Purpose
    benefit: str


class Permissions(_Shown):
    roles: list[RolePermissions]
    rules: list[RuleInWords]
    purposes: list[PurposeInWords]


def read_permissions(who: SignedIn) -> Permissions:
    """The whole table, the caller's own role first."""
    roles = sorted(AccountRole, key=lambda role: role is not who.role)
    return Permissions(
        roles=[_role(role, is_yours=role is who.role) for role in roles],
        rules=[RuleInWords(rule=rule, because=rule.because) for rule in Rule],
        purposes=[PurposeInWords(purpose=purpose, benefit=purpose.benefit) for purpose in Purpose],
    )


def _role(role: AccountRole, *, is_yours: bool) -> RolePermissions:
    return RolePermissions(
        role=role,
        is_yours=is_yours,
        actions=[
            Permission(action=action, purposes=sorted(roles[role]))
            for action, roles in PERMISSIONS.items()
            if role in roles
        ],
        sees=PROJECTIONS[role].in_words("content", protected=False),
        identifiers=sorted(PROJECTIONS[role].schemes),
        searches_a_day=BUDGETS[role].searches,
        children_a_day=BUDGETS[role].children,
    )

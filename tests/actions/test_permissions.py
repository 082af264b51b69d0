"""The policy table as people are shown it is the one that decides."""

import pytest

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import Action, decide
from graph_service.actions.permissions import read_permissions
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.purposes import Purpose


class TestReadPermissions:
    @pytest.mark.parametrize("role", list(AccountRole))
    def test_what_is_shown_of_a_role_is_what_is_decided_for_it(self, role: AccountRole) -> None:
        who = SignedIn("somebody", "p1", role, "LDS")
        shown = read_permissions(who).roles[0]

        assert (shown.role, shown.is_yours) == (role, True)
        for action in set(Action) - {Action.READ_PERMISSIONS}:
            purposes = {purpose for one in shown.actions if one.action is action for purpose in one.purposes}
            assert purposes == {purpose for purpose in Purpose if decide(Caller(who, purpose), action).allowed}

    def test_every_role_rule_and_purpose_is_there_in_words(self) -> None:
        table = read_permissions(SignedIn("somebody", "p1", AccountRole.POLICE, "LDS"))

        assert {role.role for role in table.roles} == set(AccountRole)
        assert table.roles[0].sees == ["Who the child is, and whom to ring."]
        assert all(rule.because.endswith(".") for rule in table.rules)
        assert {purpose.purpose for purpose in table.purposes} == set(Purpose)

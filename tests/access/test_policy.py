"""The policy as a table (policy.yaml), and the scope as a pure function of caller, parts and day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import PERMISSIONS, Action, decide
from graph_service.access.scope import Agreement, Basis, Parts, owner_label, parts_shared_with, scope_for
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.purposes import BENEFITS, Purpose

SCENARIOS = yaml.safe_load((Path(__file__).parent / "policy.yaml").read_text())
DAY = date(2026, 11, 24)


def caller(role: str, purpose: str, authority: str = "LDS") -> Caller:
    return Caller(SignedIn("somebody", "p1", AccountRole(role), authority), Purpose(purpose))


class TestDecide:
    @pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: f"{one['role']} to {one['purpose']}")
    def test_each_scenario_of_the_table(self, scenario: dict) -> None:
        decision = decide(caller(scenario["role"], scenario["purpose"]), Action(scenario["action"]))

        assert decision.allowed is scenario["allowed"]
        assert decision.rule == scenario["rule"]

    def test_every_role_has_a_scenario_for_every_action(self) -> None:
        assert {(one["action"], one["role"]) for one in SCENARIOS} == {
            (action, role) for action in Action for role in AccountRole
        }

    @given(st.sampled_from(Action), st.sampled_from(AccountRole), st.sampled_from(Purpose))
    def test_what_the_table_does_not_name_is_refused(self, action: Action, role: AccountRole, purpose: Purpose) -> None:
        named = purpose in PERMISSIONS[action].get(role, frozenset())

        assert decide(caller(role, purpose), action).allowed is named

    def test_every_purpose_names_a_benefit_to_the_child(self) -> None:
        assert BENEFITS.keys() == set(Purpose)
        assert all(purpose.benefit.endswith(".") for purpose in Purpose)


def basis(code: str, start: int = -10, end: int | None = None) -> Basis:
    return Basis(custodian=code, start=DAY + timedelta(start), end=DAY + timedelta(end) if end is not None else None)


def agreement(code: str, recipient: str, purpose: str, start: int = -10, end: int | None = None) -> Agreement:
    last = DAY + timedelta(end) if end is not None else None
    return Agreement(
        custodian=code, recipient=recipient, purposes=(Purpose(purpose),), start=DAY + timedelta(start), end=last
    )


class TestScopeFor:
    def test_a_part_without_a_basis_in_force_is_closed(self) -> None:
        parts = Parts(bases=(basis("LDS"), basis("GLG", start=1), basis("LIV", end=0)), agreements=())

        assert scope_for(caller("practitioner", "coordinate_support"), parts, DAY).open == ["LA_LDS"]

    def test_a_basis_ends_on_its_day_and_begins_on_its_own(self) -> None:
        parts = Parts(bases=(basis("LDS", start=0), basis("LIV", end=1)), agreements=())

        assert scope_for(caller("lead", "coordinate_support"), parts, DAY).open == ["LA_LDS", "LA_LIV"]

    def test_only_the_front_door_looks_by_office_and_only_into_its_own_part(self) -> None:
        parts = Parts(bases=(basis("LDS"), basis("LIV")), agreements=())

        assert scope_for(caller("front_door", "assess_referral"), parts, DAY).office == ["LA_LDS"]
        assert scope_for(caller("practitioner", "assess_referral"), parts, DAY).office == []

    def test_a_closed_part_is_not_open_to_its_own_front_door(self) -> None:
        assert scope_for(caller("front_door", "assess_referral"), Parts(bases=(), agreements=()), DAY).office == []

    @pytest.mark.parametrize(
        ("given_", "opened"),
        [
            (agreement("LIV", "LDS", "coordinate_support"), ["LA_LIV"]),
            (agreement("LIV", "LDS", "prepare_meeting"), []),
            (agreement("LIV", "MAN", "coordinate_support"), []),
            (agreement("LDS", "LIV", "coordinate_support"), []),
            (agreement("GLG", "LDS", "coordinate_support"), []),
            (agreement("LIV", "LDS", "coordinate_support", end=0), []),
            (agreement("LIV", "LDS", "coordinate_support", start=1), []),
        ],
        ids=["in force", "other purpose", "other recipient", "other way round", "closed part", "ended", "not begun"],
    )
    def test_an_agreement_opens_only_what_it_says(self, given_: Agreement, opened: list[str]) -> None:
        parts = Parts(bases=(basis("LDS"), basis("LIV")), agreements=(given_,))

        assert scope_for(caller("practitioner", "coordinate_support"), parts, DAY).agreed == opened

    @given(st.sets(st.sampled_from(["LDS", "LIV", "GLG"])), st.sampled_from(AccountRole), st.sampled_from(Purpose))
    def test_taking_away_a_basis_never_opens_anything(
        self, codes: set[str], role: AccountRole, purpose: Purpose
    ) -> None:
        agreements = tuple(agreement(code, "LDS", purpose) for code in sorted(codes))
        whole = scope_for(
            caller(role, purpose), Parts(bases=tuple(map(basis, sorted(codes))), agreements=agreements), DAY
        )

        for code in codes:
            fewer = tuple(basis(other) for other in sorted(codes - {code}))
            less = scope_for(caller(role, purpose), Parts(bases=fewer, agreements=agreements), DAY)
            assert set(less.open) <= set(whole.open) - {f"LA_{code}"}
            assert set(less.office) <= set(whole.office)
            assert set(less.agreed) <= set(whole.agreed)

    def test_an_extract_may_name_children_only_of_parts_that_share(self) -> None:
        shared = (agreement("LIV", "LDS", "prepare_meeting"), agreement("GLG", "LDS", "prepare_meeting"))

        assert parts_shared_with("LDS", Parts(bases=(basis("LIV"),), agreements=shared), DAY) == ["LA_LIV"]

    @pytest.mark.parametrize("code", ["", "lds", "L-S", "LDS) DETACH", "Child ", "É"])
    def test_nothing_but_a_code_becomes_a_label(self, code: str) -> None:
        with pytest.raises(ValueError, match="capital letters and digits"):
            owner_label(code)

    def test_the_version_changes_with_what_is_in_force_and_only_then(self) -> None:
        one = Parts(bases=(basis("LDS"),), agreements=())

        assert one.version == Parts(bases=(basis("LDS"),), agreements=()).version
        assert one.version != Parts(bases=(basis("LIV"),), agreements=()).version

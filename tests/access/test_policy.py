"""The policy as a table (policy.yaml), and the scope as a pure function of caller, parts and day."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import PERMISSIONS, PROJECTIONS, Action, decide, may_attempt, may_search_by
from graph_service.access.scope import Agreement, Basis, Body, Parts, owner_label, parts_shared_with, scope_for
from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from graph_service.domain.law import ENACTMENTS, Enactment
from graph_service.domain.purposes import BENEFITS, Purpose

CHANGES: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "changes.yaml").read_text())["actions"]
SCENARIOS = yaml.safe_load((Path(__file__).parent / "policy.yaml").read_text())
DAY = date(2026, 11, 24)


def caller(role: str, purpose: str, authority: str = "LDS") -> Caller:
    return Caller(SignedIn("somebody", "p1", AccountRole(role), authority), Purpose(purpose))


LOOKS = {Action.READ_NETWORK, Action.READ_CHILD, Action.FIND_CHILDREN, Action.EXPLAIN_ACCESS}


class TestDecide:
    @pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["role"])
    @pytest.mark.parametrize("purpose", list(Purpose))
    def test_each_scenario_of_the_table(self, scenario: dict, purpose: Purpose) -> None:
        named = purpose in scenario["purposes"]

        for action in LOOKS:
            assert decide(caller(scenario["role"], purpose), action).allowed is named
        own = decide(caller(scenario["role"], purpose), Action.LIST_MY_CHILDREN)
        assert own.allowed is (named and scenario["own"])

    def test_every_role_has_a_scenario_and_every_action_is_in_one(self) -> None:
        assert sorted(one["role"] for one in SCENARIOS) == sorted(AccountRole)
        assert LOOKS | {Action.LIST_MY_CHILDREN, Action.READ_PERMISSIONS, *CHANGES} == set(Action)

    @pytest.mark.parametrize("action", list(CHANGES))
    @pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one["role"])
    def test_a_change_is_for_the_roles_named_and_for_the_purposes_they_have(self, scenario: dict, action: str) -> None:
        role, named = scenario["role"], scenario["role"] in CHANGES[action]

        allowed = {purpose for purpose in Purpose if decide(caller(role, purpose), Action(action)).allowed}
        assert allowed == (set(scenario["purposes"]) if named else set())

    def test_a_refusal_says_which_gate_it_was(self) -> None:
        no_action = decide(caller("front_door", "assess_referral"), Action.LIST_MY_CHILDREN)
        no_purpose = decide(caller("front_door", "coordinate_support"), Action.READ_NETWORK)

        assert (no_action.rule, no_purpose.rule) == ("role_has_no_such_action", "purpose_not_for_role")
        assert "assess_referral, check_before_visit" in no_purpose.reason

    @pytest.mark.parametrize("role", list(AccountRole))
    def test_everybody_signed_in_may_read_the_table(self, role: AccountRole) -> None:
        assert may_attempt(caller(role, "coordinate_support").signed_in, Action.READ_PERMISSIONS).allowed

    @pytest.mark.parametrize(
        ("role", "schemes"),
        [
            ("school", {"upn", "scn"}),
            ("health", {"nhs", "chi", "hcn"}),
            ("data_team", {"nhs", "chi", "hcn"}),
            *[(role, set()) for role in AccountRole if role not in ("school", "health", "data_team")],
        ],
    )
    def test_a_scheme_is_searched_only_by_those_whose_function_uses_it(self, role: str, schemes: set[str]) -> None:
        who = caller(role, "coordinate_support")

        assert {scheme for scheme in IdentifierScheme if may_search_by(who, scheme).allowed} == schemes

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


class TestUnseenInWords:
    @pytest.mark.parametrize("role", list(AccountRole))
    def test_what_is_shown_and_what_is_not_never_overlap_and_something_is_always_said(self, role: AccountRole) -> None:
        projection = PROJECTIONS[role]

        for level in ("content", "identity", "existence"):
            assert projection.unseen_in_words(level, protected=False)
            assert not set(projection.unseen_in_words(level, False)) & set(projection.in_words(level, False))
        assert projection.family is not any("cares for" in one for one in projection.unseen_in_words("content", False))


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

    def test_only_the_data_team_keeps_records_and_only_its_own(self) -> None:
        parts = Parts(bases=(basis("LDS"), basis("LIV")), agreements=())

        assert scope_for(caller("data_team", "keep_record_right"), parts, DAY).kept == ["LA_LDS"]
        assert scope_for(caller("manager", "coordinate_support"), parts, DAY).kept == []

    def test_no_agreement_opens_anything_to_a_national_partner(self) -> None:
        parts = Parts(bases=(basis("LIV"),), agreements=(agreement("LIV", "LDS", "coordinate_support"),))

        assert scope_for(caller("national_partner", "coordinate_support"), parts, DAY).agreed == []

    @pytest.mark.parametrize(
        ("nation", "purpose", "start", "opened"),
        [
            ("England", "coordinate_support", DAY, ["LA_LDS", "LA_LIV"]),
            ("England", "coordinate_support", DAY + timedelta(1), []),
            ("England", "coordinate_support", None, []),
            ("England", "prepare_meeting", DAY, []),
            ("Scotland", "coordinate_support", DAY, []),
        ],
        ids=["in force", "not begun", "no date yet", "other purpose", "law of another nation"],
    )
    def test_an_enactment_opens_only_its_own_nation_from_its_day_for_its_purposes(
        self, nation: str, purpose: str, start: date | None, opened: list[str]
    ) -> None:
        bodies = tuple(
            Body(code=code, nation=of) for code, of in [("LDS", "England"), ("LIV", "England"), ("GLG", "Scotland")]
        )
        parts = Parts(bases=tuple(map(basis, ("GLG", "LDS", "LIV"))), agreements=(), nations=bodies)
        law = Enactment(frozenset({nation}), "A made-up Act", frozenset({Purpose.COORDINATE_SUPPORT}), start)

        assert scope_for(caller("practitioner", purpose), parts, DAY, (law,)).enacted == opened

    def test_no_enactment_is_in_force_today(self) -> None:
        assert not any(enactment.in_force(DAY) for enactment in ENACTMENTS)

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

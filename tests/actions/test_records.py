"""Who a child is: recorded for the first time, and put right."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from graph_service.actions.children import find_children, read_child
from graph_service.actions.parts import parts_in_force
from graph_service.actions.records import amend_child, record_death, register_child
from graph_service.domain.changes import Recorded
from graph_service.domain.children import ChildRecord
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.finding import Criteria
from graph_service.domain.problems import (
    ChangedMeanwhile,
    KeyReused,
    NotCustodian,
    NotFound,
    NotPermitted,
    PossibleDuplicate,
    Problem,
    RuleBroken,
    SecondPersonNeeded,
)
from graph_service.domain.purposes import Purpose
from graph_service.domain.records import ChildChange, Death, NewChild
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.actions.test_identifiers import nhs
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def record_of(graph: Graph, town: Town, by: str = "fran") -> ChildRecord:
    return await read_child(graph, town.caller(by), town.id_of("kim"), DESK)


async def found(graph: Graph, town: Town, family_name: str, by: str = "fran", born: int = -3000) -> list[str]:
    criteria = Criteria(family_name=family_name, born=days(born))
    return [hit.id for hit in (await find_children(graph, town.caller(by), criteria)).hits]


def renamed(family_name: str = "Abernathy", born: int = -3000, **more: object) -> ChildChange:
    return ChildChange(given_name="Kim", family_name=family_name, born=days(born), **more)


async def amend(graph: Graph, town: Town, by: str, change: ChildChange, version: int = 1) -> Recorded:
    return await amend_child(graph, town.caller(by), town.id_of("kim"), change, town.attempt(version))


def shielded(town: Town, *cleared: str) -> o.Protection:
    access = tuple(o.MaySee(practitioner=town.id_of(name)) for name in cleared)
    return o.Protection(
        id=f"{town.code}-shield", custodian=town.code, kind="shield", on=town.id_of("kim"), access=access
    )


class TestAmendChild:
    @pytest.mark.parametrize("by", ["lee", "max", "fran", "dana"])
    async def test_lead_manager_office_and_data_team_put_a_name_right_and_the_old_one_is_still_found(
        self, graph: Graph, town: Town, by: str
    ) -> None:
        made = await amend(graph, town, by, renamed())

        record = await record_of(graph, town)
        assert record.child is not None
        assert (made.version, record.version, record.child.family_name) == (2, 2, "Abernathy")
        assert record.former_names == ["Kim Vale"]
        for name in ("Abernathy", "Vale"):
            assert town.id_of("kim") in await found(graph, town, name)

    async def test_a_name_misspelt_is_not_kept_where_the_caller_says_so(self, graph: Graph, town: Town) -> None:
        await amend(graph, town, "lee", renamed(keep_as_former=False))

        assert (await record_of(graph, town)).former_names == []
        assert town.id_of("kim") not in await found(graph, town, "Vale")

    async def test_whoever_takes_the_old_name_again_has_it_once(self, graph: Graph, town: Town) -> None:
        await amend(graph, town, "lee", renamed())
        await amend(graph, town, "lee", renamed("Vale"), 2)

        assert (await record_of(graph, town)).former_names == ["Kim Abernathy"]
        assert town.id_of("kim") in await found(graph, town, "Abernathy")

    async def test_behind_a_shield_the_old_name_is_never_kept_even_by_whoever_is_on_its_list(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("protections", (shielded(town, "lee"),))])

        await amend(graph, town, "lee", renamed())

        assert (await record_of(graph, town, "lee")).former_names == []
        assert town.id_of("kim") not in await found(graph, town, "Vale", "lee")
        assert town.id_of("kim") in await found(graph, town, "Abernathy", "lee")

    async def test_another_date_of_birth_finds_every_name_and_the_old_date_none(self, graph: Graph, town: Town) -> None:
        await amend(graph, town, "dana", renamed())
        await amend(graph, town, "dana", renamed(born=-2990), 2)

        for name in ("Abernathy", "Vale"):
            assert town.id_of("kim") in await found(graph, town, name, born=-2990)
            assert town.id_of("kim") not in await found(graph, town, name)

    async def test_sex_alone_leaves_the_rest(self, graph: Graph, town: Town) -> None:
        await amend(graph, town, "dana", ChildChange(sex="male"))

        record = await record_of(graph, town)
        assert record.child is not None
        assert (record.child.sex, record.child.family_name, record.former_names) == ("male", "Vale", [])

    async def test_the_version_before_is_kept(self, graph: Graph, town: Town, server: Connection) -> None:
        await amend(graph, town, "lee", renamed())

        kept = ask(
            server, "MATCH (v:Version {fact_id: $id}) RETURN v.family_name, v.version, v._lock, labels(v)",
            id=town.id_of("kim"),
        )  # fmt: skip
        assert kept == [["Vale", 1, None, ["Version"]]]
        assert ask(server, "MATCH (c:Child {id: $id}) RETURN c._lock", id=town.id_of("kim")) == [[None]]

    async def test_whoever_decided_on_an_older_version_is_told(self, graph: Graph, town: Town) -> None:
        await amend(graph, town, "lee", renamed())

        problem = await refused(ChangedMeanwhile, amend(graph, town, "dana", ChildChange(sex="male")))

        assert problem.more["version"] == 2

    async def test_the_same_attempt_again_answers_as_before(self, graph: Graph, town: Town) -> None:
        attempt = town.attempt(1)

        first = await amend_child(graph, town.caller("lee"), town.id_of("kim"), renamed(), attempt)
        again = await amend_child(graph, town.caller("lee"), town.id_of("kim"), renamed(), attempt)

        assert again == first
        assert (await record_of(graph, town)).former_names == ["Kim Vale"]

    async def test_whoever_only_works_with_the_child_does_not(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, amend(graph, town, "pat", renamed()))

        assert problem.reason == "record_not_yours"

    async def test_a_hidden_child_and_an_absent_one_answer_alike(self, graph: Graph, town: Town) -> None:
        for by in ("stu", "ned"):
            await refused(NotFound, amend(graph, town, by, renamed()))
        absent = amend_child(graph, town.caller("lee"), new_town().id_of("kim"), renamed(), town.attempt(1))
        await refused(NotFound, absent)

    @pytest.mark.parametrize(("born", "rule"), [(1, "born_in_future"), (-5, "born_after_death")])
    async def test_what_cannot_be_is_named(
        self, graph: Graph, town: Town, server: Connection, born: int, rule: str
    ) -> None:
        ask(server, "MATCH (c:Child {id: $id}) SET c.died_on = $day", id=town.id_of("kim"), day=days(-10))

        problem = await refused(RuleBroken, amend(graph, town, "lee", renamed(born=born)))

        assert problem.more["rule"] == rule

    @pytest.mark.parametrize(
        "sent",
        [{}, {"keep_as_former": False}, {"given_name": "Kim"}, {"given_name": None}, {"sex": "yes"}, {"note": "a"},
         {"given_name": "123", "family_name": "Vale", "born": "2015-01-01"}],
    )  # fmt: skip
    def test_what_is_wrong_in_the_body_is_refused_with_it(self, sent: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            ChildChange(**sent)

    @pytest.mark.parametrize(("hidden", "kind"), [(False, NotCustodian), (True, NotPermitted)])
    async def test_a_lead_of_another_authority_asks_the_one_that_keeps_the_record_which_no_shield_names(
        self, graph: Graph, server: Connection, hidden: bool, kind: type[Problem]
    ) -> None:
        town = new_town()
        zed = town.id_of("zed")
        leads = o.Leads(id=f"{zed}-lead", who=town.id_of("ned"), child=zed, start=days(-9), custodian=town.code)
        shields = (replace(shielded(town), on=zed),) if hidden else ()
        await settled(graph, server, town, [("leads", (leads,)), ("protections", shields)])

        problem = await refused(kind, amend_child(graph, town.caller("ned"), zed, renamed(), town.attempt(1)))

        told = problem.more.get("custodian")
        assert (told["code"] if told else None) == (None if hidden else town.code)


async def died(graph: Graph, town: Town, by: str, on: date | None, version: int = 1) -> Recorded:
    return await record_death(graph, town.caller(by), town.id_of("kim"), Death(died_on=on), town.attempt(version))


class TestRecordDeath:
    async def test_it_is_done_when_a_second_person_says_the_same(self, graph: Graph, town: Town) -> None:
        await refused(SecondPersonNeeded, died(graph, town, "fran", days(-1)))
        before = await record_of(graph, town)
        made = await died(graph, town, "dana", days(-1))

        record = await record_of(graph, town)
        assert before.child is not None
        assert record.child is not None
        assert (before.child.died_on, record.child.died_on, made.version) == (None, days(-1), 2)

    async def test_nobody_is_two_people(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        town.also = (AccountRole.DATA_TEAM,)
        await settled(graph, server, town)
        fran_too = town.caller("fran", Purpose.KEEP_RECORD_RIGHT, AccountRole.DATA_TEAM)
        said = Death(died_on=days(-1))

        await refused(SecondPersonNeeded, died(graph, town, "fran", days(-1)))
        await refused(SecondPersonNeeded, died(graph, town, "fran", days(-1)))
        await refused(SecondPersonNeeded, record_death(graph, fran_too, town.id_of("kim"), said, town.attempt(1)))

        record = await record_of(graph, town)
        assert record.child is not None
        assert record.child.died_on is None

    async def test_another_day_is_not_the_same(self, graph: Graph, town: Town) -> None:
        await refused(SecondPersonNeeded, died(graph, town, "fran", days(-1)))

        await refused(SecondPersonNeeded, died(graph, town, "dana", days(-2)))

    async def test_what_was_said_eight_days_ago_has_lapsed(self, graph: Graph, server: Connection) -> None:
        town = await settled(graph, server, new_town())
        await refused(SecondPersonNeeded, died(graph, town, "fran", days(-1)))
        ask(server, "MATCH (w:Word {custodian: $code}) SET w.at = w.at - duration({days: 8})", code=town.code)

        await refused(SecondPersonNeeded, died(graph, town, "dana", days(-1)))
        assert (await died(graph, town, "fran", days(-1))).version == 2

    async def test_a_living_child_recorded_as_dead_lives_again_when_two_say_so(self, graph: Graph, town: Town) -> None:
        await refused(SecondPersonNeeded, died(graph, town, "fran", days(-1)))
        await died(graph, town, "dana", days(-1))

        await refused(SecondPersonNeeded, died(graph, town, "fran", None, 2))
        await died(graph, town, "lee", None, 2)

        record = await record_of(graph, town)
        assert record.child is not None
        assert (record.child.died_on, record.version) == (None, 3)

    @pytest.mark.parametrize(("offset", "rule"), [(1, "in_the_future"), (-3001, "before_birth")])
    async def test_no_such_day(self, graph: Graph, town: Town, offset: int, rule: str) -> None:
        problem = await refused(RuleBroken, died(graph, town, "fran", days(offset)))

        assert problem.more["rule"] == rule

    async def test_only_those_who_keep_the_record_say_so(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, died(graph, town, "pat", days(-1)))

        assert problem.reason == "record_not_yours"

    async def test_a_hidden_child_is_absent_and_nothing_is_noted(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        await refused(NotFound, died(graph, town, "ned", days(-1)))

        assert ask(server, "MATCH (w:Word {custodian: $code}) RETURN w", code=town.next_door) == []

    async def test_an_older_version_is_not_changed(self, graph: Graph, town: Town) -> None:
        await refused(ChangedMeanwhile, died(graph, town, "fran", days(-1), 7))


async def register(graph: Graph, town: Town, by: str, new: NewChild) -> Recorded:
    return await register_child(graph, town.caller(by), new, town.attempt())


def newcomer(town: Town, **more: object) -> NewChild:
    """Somebody nobody knows; the family name is the town's own, since tests share one graph."""
    told = {"given_name": "Ada", "family_name": f"Q{letters(town)}", "born": days(-2000), "sex": "female"}
    return NewChild(**told | more)


def namesake(town: Town, name: str = "kim", **more: object) -> NewChild:
    """The very names and birth of a child of the town."""
    told = {"given_name": name.title(), "family_name": letters(town), "born": days(-3000), "sex": "female"}
    return NewChild(**told | more)


def letters(town: Town) -> str:
    return "".join(sign for sign in town.code if sign.isalpha()).title() + "son"


async def named(graph: Graph, server: Connection) -> Town:
    """A town whose own children have a family name that no other town's have."""
    town = new_town()
    family = letters(town)
    await settled(graph, server, town)
    for child in ("kim", "sib", "zed"):
        change = ChildChange(given_name=child.title(), family_name=family, born=days(-3000), keep_as_former=False)
        who = town.id_of(child)
        held = await read_child(graph, town.caller("dana"), who, DESK)
        await amend_child(graph, town.caller("dana"), who, change, town.attempt(held.version))
    return town


async def candidates(graph: Graph, town: Town, by: str, new: NewChild) -> list[dict]:
    problem = await refused(PossibleDuplicate, register(graph, town, by, new))
    return list(problem.more["candidates"])


def doubts(server: Connection, child_id: str) -> list[list[object]]:
    return ask(
        server, "MATCH (:Child {id: $id})-[s:POSSIBLY_SAME_AS]->(o) RETURN o.id, s.explanation, s.state", id=child_id
    )


class TestRegisterChild:
    @pytest.mark.parametrize(("by", "level"), [("fran", "content"), ("dana", "identity")])
    async def test_a_child_whom_nobody_knows_comes_into_the_authoritys_own_part(
        self, graph: Graph, town: Town, server: Connection, by: str, level: str
    ) -> None:
        made = await register(graph, town, by, newcomer(town))

        record = await read_child(graph, town.caller(by), made.id, DESK)
        assert (record.level, record.version, record.custodian.code if record.custodian else None) == (
            level, 1, town.code,
        )  # fmt: skip
        assert made.child is not None
        assert (made.child.id, made.child.given_name) == (made.id, "Ada")
        assert await found(graph, town, f"Q{letters(town)}", by, -2000) == [made.id]
        labels = ask(server, "MATCH (c:Child {id: $id}) RETURN labels(c)", id=made.id)
        assert labels == [[["Child", f"LA_{town.code}"]]]

    async def test_registering_gives_no_tie(self, graph: Graph, town: Town, server: Connection) -> None:
        made = await register(graph, town, "fran", newcomer(town))

        for by in ("lee", "pat", "max", "ned"):
            await refused(NotFound, read_child(graph, town.caller(by), made.id, DESK))
        ties = "MATCH (:Child {id: $id})--(other) RETURN count(other)"
        assert ask(server, ties, id=made.id) == [[0]]

    async def test_a_system_registers_and_sees_no_more_than_before(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        account = o.Account(
            practitioner=town.id_of("stu"), subject=f"{town.code}-cms", role="system", authority=town.code,
            service=town.id_of("team"),
        )  # fmt: skip
        await settled(graph, server, town, [("accounts", (account,))])
        caller = town.caller("stu", role=AccountRole.SYSTEM)
        caller = replace(caller, signed_in=replace(caller.signed_in, subject=account.subject))

        made = await register_child(graph, caller, newcomer(town), town.attempt())

        assert made.child is None
        await refused(NotFound, read_child(graph, caller, made.id, DESK))

    @pytest.mark.parametrize(("by", "level"), [("fran", "content"), ("dana", "identity")])
    async def test_whoever_may_see_who_the_others_are_is_told(
        self, graph: Graph, server: Connection, by: str, level: str
    ) -> None:
        town = await named(graph, server)

        told = await candidates(graph, town, by, namesake(town))

        assert told[0] == {
            "id": town.id_of("kim"), "level": level, "given_name": "Kim", "family_name": letters(town),
            "born": str(days(-3000)),
        }  # fmt: skip
        assert {one["id"] for one in told} == {town.id_of(child) for child in ("kim", "sib", "zed")}

    async def test_of_a_child_next_door_only_the_number_and_only_under_an_agreement(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        agreed = o.Agreement(
            custodian=town.next_door, recipient=town.code, purposes=("assess_referral",), start=days(-9)
        )
        await named_far(graph, server, town, agreed)

        told = await candidates(graph, town, "fran", namesake(town, "far"))

        assert told == [{"id": f"{town.code}-far", "level": "existence"}]

    async def test_one_whom_the_caller_may_not_know_of_changes_no_answer_and_is_noted(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await named_far(graph, server, town)

        made = await register(graph, town, "fran", namesake(town, "far"))

        assert made.child is not None
        assert doubts(server, made.id) == [[f"{town.code}-far", "same_name", "open"]]
        record = await read_child(graph, town.caller("fran"), made.id, DESK)
        assert (record.level, record.protected) == ("content", False)

    async def test_a_slip_of_the_pen_is_enough_to_ask_and_not_enough_to_note(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await named_far(graph, server, town)

        made = await register(graph, town, "fran", namesake(town, "far", family_name=letters(town) + "s"))

        assert doubts(server, made.id) == []

    async def test_a_probable_duplicate_of_a_protected_child_is_protected_until_settled(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        shield = replace(shielded(town), on=f"{town.code}-far", custodian=town.next_door)
        await named_far(graph, server, town, shield=shield)

        made = await register(graph, town, "fran", namesake(town, "far"))

        record = await read_child(graph, town.caller("fran"), made.id, DESK)
        assert (record.protected, record.custodian) == (True, None)

    async def test_one_with_a_new_identity_is_never_compared(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        apart = replace(shielded(town), on=f"{town.code}-far", custodian=town.next_door, kind="new_identity")
        await named_far(graph, server, town, shield=apart)

        made = await register(graph, town, "fran", namesake(town, "far"))

        assert doubts(server, made.id) == []

    async def test_whoever_says_that_it_is_none_of_them_registers(self, graph: Graph, server: Connection) -> None:
        town = await named(graph, server)
        told = await candidates(graph, town, "fran", namesake(town))

        some = namesake(town, not_a_duplicate_of=[told[0]["id"]])
        left = await candidates(graph, town, "fran", some)
        made = await register(graph, town, "fran", namesake(town, not_a_duplicate_of=[one["id"] for one in told]))

        assert {one["id"] for one in left} == {one["id"] for one in told[1:]}
        assert doubts(server, made.id) == []

    async def test_a_number_claimed_for_another_child_names_that_child_or_is_a_conflict(
        self, graph: Graph, town: Town
    ) -> None:
        number = nhs()
        first = await register(graph, town, "dana", newcomer(town, identifiers=[number]))

        other = newcomer(town, given_name="Bea", family_name=f"Z{letters(town)}", identifiers=[number])
        told = await candidates(graph, town, "dana", other)
        settled_now = other.model_copy(update={"not_a_duplicate_of": [first.id]})
        second = await register(graph, town, "dana", settled_now)

        assert [one["id"] for one in told] == [first.id]
        for made in (first, second):
            record = await read_child(graph, town.caller("dana"), made.id, DESK)
            assert [one.state for one in record.identifiers] == ["conflict"]

    async def test_a_role_sends_only_the_numbers_that_it_may_search_by(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, register(graph, town, "fran", newcomer(town, identifiers=[nhs()])))

        assert problem.reason == "scheme_not_for_role"

    async def test_of_two_at_once_one_is_told_of_the_other(self, graph: Graph, town: Town) -> None:
        both = await asyncio.gather(
            register(graph, town, "fran", newcomer(town)), register(graph, town, "dana", newcomer(town)),
            return_exceptions=True,
        )  # fmt: skip

        assert sorted(type(one).__name__ for one in both) == ["PossibleDuplicate", "Recorded"]

    async def test_the_same_attempt_again_is_the_same_child(self, graph: Graph, town: Town) -> None:
        attempt, caller = town.attempt(), town.caller("fran")

        first = await register_child(graph, caller, newcomer(town), attempt)
        again = await register_child(graph, caller, newcomer(town), attempt)

        assert again == first
        assert await found(graph, town, f"Q{letters(town)}", born=-2000) == [first.id]
        await refused(KeyReused, register_child(graph, caller, newcomer(town, sex="male"), attempt))

    async def test_nobody_is_born_tomorrow(self, graph: Graph, town: Town) -> None:
        problem = await refused(RuleBroken, register(graph, town, "fran", newcomer(town, born=days(1))))

        assert problem.more["rule"] == "born_in_future"

    async def test_into_a_part_that_is_not_open_nobody_registers(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH (:Authority {code: $code})-[o:OPEN_UNDER]->() DELETE o", code=town.code)
        await parts_in_force(graph, max_age=0)

        problem = await refused(NotPermitted, register(graph, town, "fran", newcomer(town)))

        assert problem.reason == "part_closed"

    async def test_the_look_says_whom_the_caller_was_told_of_and_keeps_no_name(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await named(graph, server)
        told = await candidates(graph, town, "fran", namesake(town))

        looks = ask(
            server, "MATCH (d:Disclosure {by: $by, action: 'register_child'}) "
            "RETURN d.asked, d.outcome, d.level, d.returned",
            by=town.id_of("fran"),
        )  # fmt: skip
        assert looks == [["new", "possible_duplicate", "content", [one["id"] for one in told]]]

    @pytest.mark.parametrize(
        "sent",
        [{"given_name": ""}, {"sex": None}, {"note": "a"}, {"not_a_duplicate_of": ["1"]},
         {"identifiers": [{"scheme": "nhs", "value": "9990000027"}]},
         {"identifiers": [{"scheme": "nhs", "value": "9990000026"}] * 2},
         {"identifiers": [{"scheme": "chi", "value": "0101101236"}]}],
    )  # fmt: skip
    def test_what_is_wrong_in_the_body_is_refused_with_it(self, sent: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            newcomer(new_town(), **sent)


async def named_far(
    graph: Graph, server: Connection, town: Town, agreed: o.Agreement | None = None, shield: o.Protection | None = None
) -> None:
    """A child next door, of whom the town may not know."""
    far = o.Child(
        id=f"{town.code}-far", given_name="Far", family_name=letters(town), born=days(-3000), custodian=town.next_door
    )
    more = [("children", (far,)), ("protections", (shield,) if shield else ())]
    await settled(graph, server, town, [*more, ("agreements", (agreed,) if agreed else ())])

"""Who a child is, put right: names, birth, sex."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from graph_service.actions.children import find_children, read_child
from graph_service.actions.records import amend_child
from graph_service.domain.changes import Recorded
from graph_service.domain.children import ChildRecord
from graph_service.domain.finding import Criteria
from graph_service.domain.problems import ChangedMeanwhile, NotCustodian, NotFound, NotPermitted, Problem, RuleBroken
from graph_service.domain.records import ChildChange
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


async def refused(kind: type[Problem], awaited) -> Problem:
    with pytest.raises(kind) as caught:
        await awaited
    return caught.value


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

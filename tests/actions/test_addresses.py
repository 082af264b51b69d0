"""Where a child lives: moved, gone, unknown; and no way round a shield."""

import pytest
from pydantic import ValidationError

from graph_service.actions.addresses import record_address
from graph_service.actions.children import read_child
from graph_service.domain.addresses import NewAddress
from graph_service.domain.changes import Recorded
from graph_service.domain.children import ChildRecord
from graph_service.domain.problems import (
    AlreadyRecorded,
    NotCustodian,
    NotFound,
    NotPermitted,
    RuleBroken,
)
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

OLD, NEW = "1 Old Road", "2 New Road"


def at(address: str, start: int = -2, kind: str = "private", postcode: str | None = None) -> NewAddress:
    place = {"address": address, "postcode": postcode, "kind": kind}
    return NewAddress(state="current", household=place, start=days(start))


def gone(state: str, on: int = -1) -> NewAddress:
    return NewAddress(state=state, on=days(on))


async def record(graph: Graph, town: Town, by: str, new: NewAddress, child: str = "kim") -> Recorded:
    return await record_address(graph, town.caller(by), town.id_of(child), new, town.attempt())


async def record_of(graph: Graph, town: Town, by: str = "fran") -> ChildRecord:
    return await read_child(graph, town.caller(by), town.id_of("kim"), DESK)


async def places(graph: Graph, town: Town, by: str = "fran") -> list[tuple[str | None, bool]]:
    return [(one.address, one.current) for one in (await record_of(graph, town, by)).addresses]


def lives(town: Town, who: str, home: str, **more: object) -> o.LivesAt:
    told = {"start": days(-400), "custodian": town.code} | more
    return o.LivesAt(person=town.id_of(who), household=town.id_of(home), **told)


def house(town: Town, name: str, address: str = OLD) -> o.Household:
    return o.Household(id=town.id_of(name), address=address, custodian=town.code)


def shield(town: Town, on: str, *cleared: str) -> o.Protection:
    access = tuple(o.MaySee(practitioner=town.id_of(name)) for name in cleared)
    return o.Protection(
        id=f"{town.code}-{on}-shield", custodian=town.code, kind="shield", on=town.id_of(on), access=access
    )


async def housed(graph: Graph, server: Connection, *protections: str, cleared: tuple[str, ...] = ()) -> Town:
    """Kim and Kim's mother live at the old address, Zed at another; `protections` are on some of them."""
    town = new_town()
    homes = (house(town, "home"), house(town, "haven", NEW))
    stays = (lives(town, "kim", "home"), lives(town, "mum", "home"), lives(town, "zed", "haven"))
    shields = tuple(shield(town, on, *cleared) for on in protections)
    return await settled(graph, server, town, [("households", homes), ("lives_at", stays), ("protections", shields)])


def shielded_late(server: Connection, town: Town, on: str) -> None:
    ask(
        server,
        "MATCH (p:Carer|Household {id: $id}) "
        "CREATE (p)-[b:PROTECTED_BY]->(s:Protection:$($label) {id: $key, kind: 'shield', custodian: $code}) "
        "SET b = {id: $key + '-by', custodian: $code, recorded_at: datetime(), version: 1}",
        id=town.id_of(on), key=f"{town.code}-late", code=town.code, label=f"LA_{town.code}",
    )  # fmt: skip


def homes_of(server: Connection, town: Town, who: str) -> list[object]:
    found = "MATCH (p {id: $id})-[l:LIVES_AT]->(h:Household) WHERE l.end IS NULL RETURN h.id ORDER BY h.id"
    return [row[0] for row in ask(server, found, id=town.id_of(who))]


class TestRecordAddress:
    @pytest.mark.parametrize("by", ["lee", "max", "fran", "dana"])
    async def test_the_old_address_ends_as_the_new_one_begins(self, graph: Graph, server: Connection, by: str) -> None:
        town = await housed(graph, server)

        made = await record(graph, town, by, at(NEW))

        addresses = (await record_of(graph, town)).addresses
        assert [(one.address, one.start, one.end) for one in addresses] == [
            (NEW, days(-2), None),
            (OLD, days(-400), days(-2)),
        ]
        assert made.version == 1

    async def test_the_version_before_is_kept_and_the_log_holds_both(self, graph: Graph, server: Connection) -> None:
        town = await housed(graph, server)

        await record(graph, town, "lee", at(NEW))

        log = "MATCH (c:Change {authority: $code}) RETURN c.type, c.version ORDER BY c.sequence"
        assert ask(server, log, code=town.code) == [["LIVES_AT", 1], ["LIVES_AT", 2]]
        kept = (
            "MATCH (c:Change {authority: $code, version: 2}) MATCH (v:Version {fact_id: c.fact_id}) "
            "RETURN v.version, v.end"
        )
        assert ask(server, kept, code=town.code) == [[1, None]]

    @pytest.mark.parametrize("state", ["last_known", "none", "left_country"])
    async def test_from_a_day_on_the_child_lives_nowhere_that_is_known(
        self, graph: Graph, server: Connection, state: str
    ) -> None:
        town = await housed(graph, server)

        await record(graph, town, "lee", gone(state))

        record_now = await record_of(graph, town)
        assert (record_now.address_state, record_now.version) == (state, 2)
        assert await places(graph, town) == [(OLD, False)]

    async def test_found_again_the_address_is_current_again(self, graph: Graph, server: Connection) -> None:
        town = await housed(graph, server)
        await record(graph, town, "lee", gone("last_known", -5))

        await record(graph, town, "lee", at(NEW))

        assert (await record_of(graph, town)).address_state == "current"
        assert await places(graph, town, "pat") == [(NEW, True)]

    async def test_the_same_place_as_the_mothers_is_the_same_household(self, graph: Graph, server: Connection) -> None:
        town = await housed(graph, server)
        await record(graph, town, "lee", at(NEW, -9))

        await record(graph, town, "lee", at(OLD))

        assert homes_of(server, town, "kim") == homes_of(server, town, "mum") == [town.id_of("home")]

    async def test_a_place_where_somebody_hides_is_not_told_by_moving_there(
        self, graph: Graph, server: Connection
    ) -> None:
        town = await housed(graph, server)
        await record(graph, town, "lee", at(NEW, -9))
        shielded_late(server, town, "mum")

        await record(graph, town, "lee", at(OLD))

        assert (await record_of(graph, town, "lee")).protected is False
        assert homes_of(server, town, "kim") != homes_of(server, town, "mum")

    @pytest.mark.parametrize("on", ["kim", "home", "mum"])
    async def test_whoever_is_not_on_the_access_list_moves_nobody_out_of_a_shield(
        self, graph: Graph, server: Connection, on: str
    ) -> None:
        town = await housed(graph, server, on)

        for new in (at(NEW), gone("none")):
            for by in ("lee", "fran", "dana"):
                problem = await refused(RuleBroken, record(graph, town, by, new))
                assert problem.more == {"rule": "shielded"}

        assert (await record_of(graph, town)).protected
        assert homes_of(server, town, "kim") == [town.id_of("home")]

    @pytest.mark.parametrize("on", ["kim", "home", "mum"])
    @pytest.mark.parametrize("new", [at(NEW), gone("none")], ids=["moved", "none"])
    async def test_whoever_is_on_it_does_and_the_child_stays_as_protected_as_before(
        self, graph: Graph, server: Connection, on: str, new: NewAddress
    ) -> None:
        town = await housed(graph, server, on, cleared=("lee",))

        await record(graph, town, "lee", new)

        for by in ("fran", "dana", "pat"):
            seen = await record_of(graph, town, by)
            assert (seen.protected, seen.addresses, seen.custodian) == (True, [], None)
        assert (await record_of(graph, town, "lee")).protected is False
        kept = "MATCH (:Child {id: $id})-[p:PROTECTED_BY]->() RETURN count(p)"
        assert ask(server, kept, id=town.id_of("kim")) == [[1]]

    async def test_whoever_is_on_one_of_two_access_lists_does_not(self, graph: Graph, server: Connection) -> None:
        town = await housed(graph, server, "kim", cleared=("lee",))
        shielded_late(server, town, "home")

        await refused(RuleBroken, record(graph, town, "lee", at(NEW)))

    async def test_nothing_told_twice(self, graph: Graph, server: Connection) -> None:
        town = await housed(graph, server)
        await refused(AlreadyRecorded, record(graph, town, "lee", at(OLD)))
        await record(graph, town, "lee", gone("none"))

        await refused(AlreadyRecorded, record(graph, town, "fran", gone("none")))

    @pytest.mark.parametrize(
        ("new", "rule"),
        [(at(NEW, 1), "in_the_future"), (at(NEW, -3001), "before_birth"), (at(NEW, -401), "ends_before_start")],
    )
    async def test_what_cannot_be_is_named(self, graph: Graph, server: Connection, new: NewAddress, rule: str) -> None:
        town = await housed(graph, server)

        problem = await refused(RuleBroken, record(graph, town, "lee", new))

        assert problem.more["rule"] == rule

    async def test_an_address_that_another_authority_keeps_is_theirs(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        theirs = lives(town, "kim", "home", custodian=town.next_door)
        await settled(graph, server, town, [("households", (house(town, "home"),)), ("lives_at", (theirs,))])

        problem = await refused(NotCustodian, record(graph, town, "lee", at(NEW)))

        assert problem.more["custodian"]["code"] == town.next_door

    async def test_whoever_only_works_with_the_child_does_not(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, record(graph, town, "pat", at(NEW)))

        assert problem.reason == "record_not_yours"

    async def test_a_hidden_child_and_an_absent_one_answer_alike(self, graph: Graph, town: Town) -> None:
        for by, child in (("stu", "kim"), ("ned", "kim"), ("lee", "zed")):
            await refused(NotFound, record(graph, town, by, at(NEW), child))
        absent = record_address(graph, town.caller("lee"), new_town().id_of("kim"), at(NEW), town.attempt())
        await refused(NotFound, absent)

    async def test_the_same_attempt_again_is_there_once(self, graph: Graph, server: Connection) -> None:
        town = await housed(graph, server)
        attempt, kim = town.attempt(), town.id_of("kim")

        first = await record_address(graph, town.caller("lee"), kim, at(NEW), attempt)

        assert await record_address(graph, town.caller("lee"), kim, at(NEW), attempt) == first
        assert await places(graph, town) == [(NEW, True), (OLD, False)]

    @pytest.mark.parametrize(
        "sent",
        [{"state": "current"}, {"state": "none"}, {"state": "none", "start": "2026-01-01"},
         {"state": "none", "on": "2026-01-01", "household": {"address": NEW, "kind": "private"}},
         {"state": "current", "start": "2026-01-01", "household": {"address": "1\nRoad", "kind": "private"}},
         {"state": "current", "start": "2026-01-01", "household": {"address": NEW, "kind": "a note"}}],
    )  # fmt: skip
    def test_what_is_wrong_in_the_body_is_refused_with_it(self, sent: dict[str, object]) -> None:
        with pytest.raises(ValidationError):
            NewAddress(**sent)

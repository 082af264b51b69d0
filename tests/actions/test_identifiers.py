"""Numbers that other bodies gave to a child: added, ended, claimed for two children and settled again."""

import asyncio
import secrets
from dataclasses import replace

import pytest
from pydantic import ValidationError

from graph_service.actions.children import find_children, read_child
from graph_service.actions.identifiers import add_identifier, end_identifier
from graph_service.actions.parts import parts_in_force
from graph_service.domain.changes import Recorded
from graph_service.domain.finding import Criteria
from graph_service.domain.numbers import Number
from graph_service.domain.problems import (
    AlreadyRecorded,
    InvalidRequest,
    NotCustodian,
    NotFound,
    NotPermitted,
)
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import DESK, ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


def checked(body: str) -> str | None:
    """Nine digits and the one that checks them; ten that would check nothing are no number."""
    left = 11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), body, strict=True)) % 11
    return None if left == 10 else f"{body}{left % 11}"


def nhs() -> Number:
    """A made-up person's, new each time: tests share one graph."""
    while (value := checked(f"999{secrets.randbelow(10**6):06}")) is None:
        pass
    return Number(scheme="nhs", value=value)


def chi(town: Town, odd: bool) -> Number:
    born = days(-3000)
    for serial in range(1000):
        value = checked(f"{born:%d%m%y}{serial:03}")
        if value and (int(value[8]) % 2 == 1) is odd:
            return Number(scheme="chi", value=value)
    raise AssertionError


async def with_health(graph: Graph, server: Connection, *more: tuple[str, tuple[object, ...]]) -> Town:
    """Casey of the health service works with Kim, and so may read health's numbers."""
    town = new_town()
    seats = (town.seat("casey"), town.seat("sky"))
    return await settled(graph, server, town, [("involvements", seats), *more])


async def add(graph: Graph, town: Town, by: str, number: Number, child: str = "kim") -> Recorded:
    return await add_identifier(graph, town.caller(by), town.id_of(child), number, town.attempt())


async def end(graph: Graph, town: Town, by: str, number: Number, child: str = "kim") -> Recorded:
    return await end_identifier(graph, town.caller(by), town.id_of(child), number, town.attempt())


async def numbers(graph: Graph, town: Town, by: str = "dana", child: str = "kim") -> list[tuple[str, str]]:
    record = await read_child(graph, town.caller(by), town.id_of(child), DESK)
    return [(one.value, one.state) for one in record.identifiers]


async def found(graph: Graph, town: Town, number: Number, by: str = "dana") -> list[str]:
    criteria = Criteria(identifier=number.model_dump())
    return [hit.id for hit in (await find_children(graph, town.caller(by), criteria)).hits]


class TestAddIdentifier:
    @pytest.mark.parametrize("by", ["casey", "dana"])
    async def test_health_and_the_data_team_record_an_nhs_number_and_the_child_is_found_by_it(
        self, graph: Graph, server: Connection, by: str
    ) -> None:
        town, number = await with_health(graph, server), nhs()

        made = await add(graph, town, by, number)

        assert made.version == 1
        assert await numbers(graph, town) == [(number.value, "current")]
        assert await found(graph, town, number) == [town.id_of("kim")]
        labels = ask(server, "MATCH (i:Identifier {id: $id}) RETURN labels(i), i.custodian", id=made.id)
        assert labels == [[["Identifier", f"LA_{town.code}"], town.code]]

    async def test_claimed_for_two_children_it_is_a_conflict_for_both_and_finds_neither(
        self, graph: Graph, town: Town
    ) -> None:
        number = nhs()

        first = await add(graph, town, "dana", number, "zed")
        second = await add(graph, town, "dana", number)

        for child in ("kim", "zed"):
            assert await numbers(graph, town, child=child) == [(number.value, "conflict")]
        assert await found(graph, town, number) == []
        assert (first.version, second.version) == (1, 1)

    async def test_the_other_authority_is_not_told_by_whom(self, graph: Graph, server: Connection) -> None:
        town, other, number = await with_health(graph, server), await with_health(graph, server), nhs()
        made = await add(graph, other, "dana", number)

        await add(graph, town, "casey", number)

        claim = "MATCH (i:Identifier {id: $id}) RETURN i.state, i.version, i.recorded_by, i.custodian"
        assert ask(server, claim, id=made.id) == [["conflict", 2, other.id_of("dana"), other.code]]
        kept = "MATCH (v:Version {fact_id: $id}) RETURN v.state, v.version"
        assert ask(server, kept, id=made.id) == [["current", 1]]
        assert ask(server, "MATCH (c:Change {fact_id: $id}) RETURN count(c)", id=made.id) == [[1]]

    async def test_whoever_sees_no_conflicts_is_answered_as_for_any_other_number(
        self, graph: Graph, server: Connection
    ) -> None:
        town, taken, free = await with_health(graph, server), nhs(), nhs()
        await add(graph, town, "dana", taken, "zed")

        answers = [await add(graph, town, "casey", number) for number in (taken, free)]

        first, second = (answer.model_dump(exclude={"id", "at"}) for answer in answers)
        assert first == second
        assert await numbers(graph, town, "casey") == [(free.value, "current")]

    @pytest.mark.parametrize("how", ["held", "closed", "new identity"])
    async def test_a_child_who_is_not_there_claims_nothing(self, graph: Graph, server: Connection, how: str) -> None:
        town, number = new_town(), nhs()
        theirs = {"custodian": town.next_door if how == "closed" else town.code}
        hidden = o.Child(
            id=f"{town.code}-hidden", given_name="A", family_name="B", born=days(-3000), held=how == "held", **theirs
        )
        claim = o.Identifier(id=f"{town.code}-n", scheme="nhs", value=number.value, state="current", **theirs)
        said = o.IdentifiedBy(child=hidden.id, identifier=claim.id, **theirs)
        apart = o.Protection(id=f"{town.code}-p", custodian=town.code, kind="new_identity", on=hidden.id)
        await settled(
            graph, server, town,
            [("children", (hidden,)), ("identifiers", (claim,)), ("identified_by", (said,)),
             ("protections", (apart,) if how == "new identity" else ())],
        )  # fmt: skip
        if how == "closed":
            ask(server, "MATCH (:Authority {code: $code})-[o:OPEN_UNDER]->() DELETE o", code=town.next_door)
            await parts_in_force(graph, max_age=0)

        await add(graph, town, "dana", number)

        assert await numbers(graph, town) == [(number.value, "current")]
        assert ask(server, "MATCH (i:Identifier {id: $id}) RETURN i.state", id=claim.id) == [["current"]]

    async def test_of_two_who_claim_it_at_once_neither_has_it(self, graph: Graph, town: Town) -> None:
        for _ in range(5):
            number = nhs()
            await asyncio.gather(*(add(graph, town, "dana", number, child) for child in ("kim", "sib", "zed")))

            for child in ("kim", "sib", "zed"):
                assert (number.value, "conflict") in await numbers(graph, town, child=child)

    async def test_a_chi_number_says_this_childs_birth_and_sex(self, graph: Graph, town: Town) -> None:
        await add(graph, town, "dana", chi(town, odd=False))

        problem = await refused(InvalidRequest, add(graph, town, "dana", chi(town, odd=True)))

        assert problem.errors
        assert problem.errors[0]["pointer"] == "/value"

    async def test_where_the_birth_is_only_estimated_a_chi_number_may_say_another(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        ask(server, "MATCH (c:Child {id: $id}) SET c.born_estimated = true", id=town.id_of("kim"))

        await add(graph, town, "dana", chi(town, odd=True))

    async def test_the_same_number_twice_is_recorded_already(self, graph: Graph, town: Town) -> None:
        number = nhs()
        await add(graph, town, "dana", number)

        await refused(AlreadyRecorded, add(graph, town, "dana", number))

    @pytest.mark.parametrize(("by", "scheme"), [("sky", "nhs"), ("casey", "scn")])
    async def test_each_role_records_only_the_schemes_that_it_uses(
        self, graph: Graph, server: Connection, by: str, scheme: str
    ) -> None:
        town = await with_health(graph, server)
        number = nhs() if scheme == "nhs" else Number(scheme="scn", value="123456789")

        problem = await refused(NotPermitted, add(graph, town, by, number))

        assert problem.reason == "scheme_not_for_role"
        assert ask(server, "MATCH (d:Disclosure {by: $by, action: 'add_identifier'}) RETURN d.rule, d.asked",
                   by=town.id_of(by)) == [["scheme_not_for_role", town.id_of("kim")]]  # fmt: skip

    async def test_a_hidden_child_an_absent_one_and_one_behind_a_shield_answer_alike(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        shield = o.Protection(id=f"{town.code}-s", custodian=town.code, kind="shield", on=town.id_of("kim"))
        seats = (town.seat("casey"),)
        await settled(graph, server, town, [("involvements", seats), ("protections", (shield,))])

        for child in ("kim", "sib"):
            await refused(NotFound, add(graph, town, "casey", nhs(), child))
        absent = add_identifier(graph, town.caller("casey"), new_town().id_of("kim"), nhs(), town.attempt())
        await refused(NotFound, absent)

    async def test_it_is_the_childs_authority_that_keeps_it(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        abroad = o.Account(
            practitioner=town.id_of("casey"), subject=f"{town.code}-abroad", role="health", authority=town.next_door,
            service=town.id_of("camhs"),
        )  # fmt: skip
        seats = (town.seat("casey"),)
        await settled(graph, server, town, [("involvements", seats), ("accounts", (abroad,))])
        visitor = town.caller("casey")
        signed_in = replace(visitor.signed_in, authority=town.next_door, subject=abroad.subject)
        visitor = replace(visitor, signed_in=signed_in)

        problem = await refused(NotCustodian, add_identifier(graph, visitor, town.id_of("kim"), nhs(), town.attempt()))

        assert problem.more["custodian"]["code"] == town.code

    async def test_the_same_attempt_again_is_there_once(self, graph: Graph, town: Town) -> None:
        number, attempt = nhs(), town.attempt()

        first = await add_identifier(graph, town.caller("dana"), town.id_of("kim"), number, attempt)
        again = await add_identifier(graph, town.caller("dana"), town.id_of("kim"), number, attempt)

        assert again == first
        assert await numbers(graph, town) == [(number.value, "current")]

    @pytest.mark.parametrize(
        ("scheme", "value"),
        [("nhs", "9990000027"), ("chi", "9990000026"), ("hcn", "9990000026"), ("upn", "A23"), ("scn", "12345678"),
         ("passport", "123456789")],
    )  # fmt: skip
    def test_a_slip_in_a_number_is_seen_before_anything_is_asked(self, scheme: str, value: str) -> None:
        with pytest.raises(ValidationError):
            Number(scheme=scheme, value=value)


class TestEndIdentifier:
    async def test_it_is_no_longer_shown_nor_found_and_the_version_before_is_kept(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        number = nhs()
        made = await add(graph, town, "dana", number)

        ended = await end(graph, town, "dana", number)

        assert (ended.id, ended.version) == (made.id, 2)
        assert await numbers(graph, town) == []
        assert await found(graph, town, number) == []
        kept = "MATCH (v:Version) WHERE v.fact_id STARTS WITH $id RETURN v.state, v.version ORDER BY v.fact_id"
        assert ask(server, kept, id=made.id) == [["current", 1], [None, 1]]

    @pytest.mark.parametrize("ended", ["kim", "zed"])
    async def test_of_two_claims_the_one_that_is_left_is_the_childs_again(
        self, graph: Graph, town: Town, ended: str
    ) -> None:
        number = nhs()
        for child in ("kim", "zed"):
            await add(graph, town, "dana", number, child)

        await end(graph, town, "dana", number, ended)

        left = "zed" if ended == "kim" else "kim"
        assert await numbers(graph, town, child=left) == [(number.value, "current")]
        assert await found(graph, town, number) == [town.id_of(left)]

    async def test_of_three_two_still_disagree(self, graph: Graph, town: Town) -> None:
        number = nhs()
        for child in ("kim", "zed", "sib"):
            await add(graph, town, "dana", number, child)

        await end(graph, town, "dana", number)

        assert await numbers(graph, town, child="zed") == [(number.value, "conflict")]

    async def test_whoever_sees_no_conflicts_is_told_that_there_is_nothing(
        self, graph: Graph, server: Connection
    ) -> None:
        town, number = await with_health(graph, server), nhs()
        for child in ("kim", "zed"):
            await add(graph, town, "dana", number, child)

        await refused(NotFound, end(graph, town, "casey", number))
        await refused(NotFound, end(graph, town, "casey", nhs()))

    async def test_a_member_of_the_team_ends_what_they_said_themselves_and_nothing_else(
        self, graph: Graph, server: Connection
    ) -> None:
        town, own, other = await with_health(graph, server), nhs(), nhs()
        await add(graph, town, "casey", own)
        await add(graph, town, "dana", other)

        await end(graph, town, "casey", own)
        problem = await refused(NotPermitted, end(graph, town, "casey", other))

        assert problem.reason == "record_not_yours"
        assert await numbers(graph, town) == [(other.value, "current")]

    async def test_the_same_attempt_again_answers_as_before(self, graph: Graph, town: Town) -> None:
        number, attempt = nhs(), town.attempt()
        await add(graph, town, "dana", number)

        first = await end_identifier(graph, town.caller("dana"), town.id_of("kim"), number, attempt)

        assert await end_identifier(graph, town.caller("dana"), town.id_of("kim"), number, attempt) == first

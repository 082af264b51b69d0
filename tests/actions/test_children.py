"""Who a child is, finding one, one's own, and why: as each person of the small world may see it (seed/README.md)."""

import random
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from graph_service.access.caller import Caller, SignedIn
from graph_service.access.policy import BUDGETS, Action, Budget, decide
from graph_service.actions.children import EXPLAIN_ACCESS, explain_access, find_children, list_my_children, read_child
from graph_service.actions.looks import look
from graph_service.actions.networks import read_network
from graph_service.actions.parts import parts_in_force
from graph_service.domain.children import ChildRecord, Hits
from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from graph_service.domain.finding import Criteria, TypedIdentifier, search_text
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.problems import (
    AccountSuspended,
    InvalidRequest,
    NotEnoughToSearch,
    NotFound,
    NotPermitted,
    Problem,
    TooManyMatches,
    TooManyRequests,
)
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle
from tests.conftest import DESK, World, ask
from tests.oracle import name_matches, stored_words

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
ELLIS = {"family_name": "Brook", "born": date(2015, 9, 18)}


class TestReadChild:
    async def record(
        self, graph: Graph, world: World, subject: str, child: str, purpose: Purpose = Purpose.COORDINATE_SUPPORT
    ) -> ChildRecord:
        return await read_child(graph, world.caller(subject, purpose), world[child], DESK)

    async def test_the_lead_sees_where_the_child_lives_and_lived(self, graph: Graph, world: World) -> None:
        record = await self.record(graph, world, "amy.khan", "ellis")

        assert [(place.address, place.current) for place in record.addresses] == [
            ("12 Example Road", True),
            ("4 Former Street", False),
        ]
        assert record.identifiers == []

    async def test_somebody_who_works_with_the_child_sees_where_it_lives_now_only(
        self, graph: Graph, world: World
    ) -> None:
        record = await self.record(graph, world, "lou.ward", "ellis")

        assert [place.address for place in record.addresses] == ["12 Example Road"]

    @pytest.mark.parametrize(
        ("subject", "purpose", "schemes"),
        [
            ("dee.marsh", "coordinate_support", ["upn"]),
            ("dana.price", "keep_record_right", ["nhs"]),
            ("leeds.front.door", "assess_referral", []),
            ("pete.vale", "assess_referral", []),
        ],
    )
    async def test_numbers_go_to_those_whose_function_uses_them(
        self, graph: Graph, world: World, subject: str, purpose: str, schemes: list[str]
    ) -> None:
        record = await self.record(graph, world, subject, "ellis", Purpose(purpose))

        assert [number.scheme for number in record.identifiers] == schemes

    @pytest.mark.parametrize("subject", ["pete.vale", "dee.marsh"])
    async def test_police_and_school_are_not_told_where_a_child_lives(
        self, graph: Graph, world: World, subject: str
    ) -> None:
        record = await self.record(graph, world, subject, "ellis", Purpose.ASSESS_REFERRAL)

        assert record.level == "content"
        assert (record.addresses, record.address_state) == ([], None)

    async def test_the_data_team_sees_who_the_child_is(self, graph: Graph, world: World) -> None:
        record = await self.record(graph, world, "dana.price", "ellis", Purpose.KEEP_RECORD_RIGHT)

        assert (record.level, record.contact.kind) == ("identity", "duty_desk")
        assert [place.current for place in record.addresses] == [True]

    async def test_of_a_protected_child_there_is_no_place_number_or_former_name(
        self, graph: Graph, world: World
    ) -> None:
        for subject, purpose in (("leeds.front.door", "assess_referral"), ("dana.price", "keep_record_right")):
            record = await self.record(graph, world, subject, "zara", Purpose(purpose))

            assert record.protected
            assert record.contact.kind == "national_desk"
            assert record.child is not None
            assert (record.custodian, record.addresses, record.identifiers) == (None, [], [])
            assert (record.former_names, record.address_state) == ([], None)

    async def test_somebody_on_the_access_list_sees_where_the_protected_child_lives(
        self, graph: Graph, world: World
    ) -> None:
        record = await self.record(graph, world, "sam.obi", "zara")

        assert [place.address for place in record.addresses] == ["1 Nowhere Lane"]

    async def test_at_existence_there_is_whom_to_ring_and_nothing_of_the_child(
        self, graph: Graph, world: World
    ) -> None:
        record = await self.record(graph, world, "liverpool-cms", "ellis")

        assert (record.level, record.contact.name, record.child) == ("existence", "Amy Khan", None)
        assert "Ellis" not in record.model_dump_json()

    async def test_hidden_absent_and_adopted_are_the_same_answer(self, graph: Graph, world: World) -> None:
        caller = world.caller("leeds.front.door", Purpose.ASSESS_REFERRAL)

        for child in (world["isla"], world["jamie-before"], new_child_id()):
            with pytest.raises(NotFound):
                await read_child(graph, caller, child, DESK)

    async def test_a_budget_counts_ones_own_looks_and_nobody_elses(
        self, graph: Graph, world: World, server: Connection, authority: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await self.record(graph, world, "amy.khan", "ellis")
        monkeypatch.setitem(BUDGETS, AccountRole.HEALTH, Budget(searches=1, children=1))
        ask(
            server,
            "CREATE (:Practitioner:$($label) {id: $code, name: 'New', custodian: $code})-[:HAS_ACCOUNT]->"
            "(:Account:$($label) {id: $code, subject: $code, role: 'health', state: 'active', custodian: $code})",
            code=authority,
            label=f"LA_{authority}",
        )
        new = Caller(SignedIn(authority, authority, AccountRole.HEALTH, authority), Purpose.COORDINATE_SUPPORT)

        with pytest.raises(NotFound):
            await read_child(graph, new, new_child_id(), DESK)


class TestFindChildren:
    async def hits(
        self,
        graph: Graph,
        world: World,
        subject: str,
        *,
        purpose: Purpose = Purpose.COORDINATE_SUPPORT,
        **typed: object,
    ) -> Hits:
        return await find_children(graph, world.caller(subject, purpose), Criteria.model_validate(typed))

    async def test_a_child_is_found_by_name_and_date_of_birth(self, graph: Graph, world: World) -> None:
        found = await self.hits(graph, world, "amy.khan", **ELLIS)

        assert [(hit.id, hit.level, hit.matched) for hit in found.hits] == [
            (world["ellis"], "content", ["family_name", "born"])
        ]

    @pytest.mark.parametrize("typed", ["brook", "BRÖOK", "Brok", "Borok", "Brooke", "Bropk", "ellis", "El-lis"])
    async def test_one_slip_accents_case_and_names_the_wrong_way_round_are_forgiven(
        self, graph: Graph, world: World, typed: str
    ) -> None:
        found = await self.hits(graph, world, "amy.khan", **(ELLIS | {"family_name": typed}))

        assert [hit.id for hit in found.hits] == [world["ellis"]]

    @pytest.mark.parametrize("typed", ["Brk", "Brookes", "Borko", "B*", "Brook AND Oliver", "search_text:Brook"])
    async def test_two_slips_and_signs_of_the_index_find_nobody(self, graph: Graph, world: World, typed: str) -> None:
        found = await self.hits(graph, world, "amy.khan", **(ELLIS | {"family_name": typed}))

        assert found.hits == []

    @pytest.mark.parametrize("typed", ["*", "123", "~1", "  "])
    async def test_a_name_without_a_letter_is_none(self, graph: Graph, world: World, typed: str) -> None:
        with pytest.raises(ValueError, match=r"letter|at least 1 character"):
            await self.hits(graph, world, "amy.khan", **(ELLIS | {"family_name": typed}))

    async def test_the_date_of_birth_is_exact(self, graph: Graph, world: World) -> None:
        found = await self.hits(graph, world, "amy.khan", family_name="Brook", born=date(2015, 9, 19))

        assert found.hits == []

    async def test_the_given_name_is_said_to_match_where_it_does(self, graph: Graph, world: World) -> None:
        right = await self.hits(graph, world, "amy.khan", **ELLIS, given_name="Elis")
        wrong = await self.hits(graph, world, "amy.khan", **ELLIS, given_name="Oliver")

        assert right.hits[0].matched == ["family_name", "born", "given_name"]
        assert wrong.hits[0].matched == ["family_name", "born"]

    async def test_a_hit_never_says_which_authority_keeps_the_record(self, graph: Graph, world: World) -> None:
        found = await self.hits(graph, world, "liverpool-cms", **ELLIS)

        assert found.hits[0].level == "existence"
        assert set(found.hits[0].model_dump()) == {"id", "level", "matched"}

    async def test_a_child_that_is_hidden_from_the_caller_is_found_by_nothing(self, graph: Graph, world: World) -> None:
        by_name = await self.hits(graph, world, "ola.nash", **ELLIS)
        by_our_number = await self.hits(graph, world, "ola.nash", child_id=world["ellis"])
        adopted = await self.hits(
            graph,
            world,
            "leeds.front.door",
            purpose=Purpose.ASSESS_REFERRAL,
            family_name="Finch",
            born=date(2020, 5, 5),
        )

        assert (by_name.hits, by_our_number.hits, adopted.hits) == ([], [], [])

    async def test_a_number_is_found_by_those_whose_function_uses_it(self, graph: Graph, world: World) -> None:
        by_upn = {"scheme": "upn", "value": "x38 3200 012015"}
        found = await self.hits(graph, world, "dee.marsh", identifier=by_upn)

        assert [(hit.id, hit.matched) for hit in found.hits] == [(world["ellis"], ["identifier"])]

    @pytest.mark.parametrize(
        ("subject", "scheme"), [("dee.marsh", "nhs"), ("amy.khan", "nhs"), ("hal.green", "upn"), ("pete.vale", "chi")]
    )
    async def test_a_scheme_that_the_caller_may_not_read_may_not_be_searched_and_that_is_on_record(
        self, graph: Graph, world: World, server: Connection, subject: str, scheme: str
    ) -> None:
        counted = "MATCH (d:Disclosure {subject: $subject, rule: 'scheme_not_for_role'}) RETURN count(d)"
        [[before]] = ask(server, counted, subject=subject)
        assert isinstance(before, int)

        with pytest.raises(NotPermitted, match="may not search by"):
            await self.hits(graph, world, subject, identifier={"scheme": scheme, "value": "9990000026"})
        assert ask(server, counted, subject=subject) == [[before + 1]]

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"family_name": "Brook"},
            {"given_name": "Ellis", "born": "2015-09-18"},
            {"born": "2015-09-18"},
            {"child_id": "82HCG1SAG434", "family_name": "Brook", "born": "2015-09-18"},
        ],
    )
    async def test_too_little_or_two_ways_at_once_is_not_enough(
        self, graph: Graph, world: World, typed: dict[str, str]
    ) -> None:
        with pytest.raises(NotEnoughToSearch):
            await self.hits(graph, world, "amy.khan", **typed)

    async def test_a_number_of_ours_with_a_slip_is_said_to_be_one(self, graph: Graph, world: World) -> None:
        with pytest.raises(InvalidRequest):
            await self.hits(graph, world, "amy.khan", child_id="82HCG1SAG435")

    async def test_a_suspended_account_finds_nobody(self, graph: Graph, world: World) -> None:
        with pytest.raises(AccountSuspended):
            await self.hits(graph, world, "gail.stone", **ELLIS)

    async def test_searches_beyond_the_days_budget_are_refused_and_put_before_the_reviewer(
        self, graph: Graph, server: Connection, authority: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(BUDGETS, AccountRole.FRONT_DOOR, Budget(searches=2, children=9))
        await plant(graph, server, authority, [])
        desk = Caller(SignedIn(authority, authority, AccountRole.FRONT_DOOR, authority), Purpose.ASSESS_REFERRAL)
        day_before_yesterday = (
            "UNWIND range(1, 9) AS n CREATE (:Disclosure {id: $code + n, subject: $code, action: 'find_children', "
            "day: date() - duration('P2D'), at: datetime() - duration('P2D'), by: $code, purpose: 'assess_referral', "
            "outcome: 'shown', rule: 'search'})"
        )
        ask(server, day_before_yesterday, code=authority)
        await explain_access(graph, desk, new_child_id())  # a look is no search

        for _ in range(2):
            assert (await find_children(graph, desk, Criteria(child_id=new_child_id()))).hits == []
        with pytest.raises(TooManyRequests) as refused:
            await find_children(graph, desk, Criteria(child_id=new_child_id()))

        assert 0 < (refused.value.retry_after or 0) <= 24 * 3600
        listed = "MATCH (d:Disclosure {subject: $code, review: 'over_budget'}) RETURN count(d)"
        assert ask(server, listed, code=authority) == [[1]]

    async def test_what_was_typed_is_not_kept_only_which_kinds_of_thing(
        self, graph: Graph, world: World, server: Connection
    ) -> None:
        await self.hits(graph, world, "lou.ward", **ELLIS)

        kept = ask(
            server,
            "MATCH (d:Disclosure {subject: 'lou.ward', action: 'find_children'}) RETURN d.asked, properties(d) "
            "ORDER BY d.at DESC",
        )
        assert kept[0][0] == "family_name+born"
        assert "Brook" not in str(kept)


class TestTooManyMatches:
    """More than ten children who match are none; a given name that matches some of them narrows."""

    @pytest.fixture
    async def desk(self, graph: Graph, server: Connection, authority: str) -> Caller:
        given = ["Ann"] * 3 + ["Bea"] * 11
        await plant(graph, server, authority, [(name, "Vale", date(2014, 3, 2), []) for name in given])
        return Caller(SignedIn(authority, authority, AccountRole.FRONT_DOOR, authority), Purpose.ASSESS_REFERRAL)

    @pytest.mark.parametrize(("given", "found"), [("Anne", 3), ("Bea", None), ("Oliver", None), (None, None)])
    async def test_of_too_many_those_whose_given_name_matches_if_these_are_few(
        self, graph: Graph, desk: Caller, given: str | None, found: int | None
    ) -> None:
        criteria = Criteria(family_name="Vale", born=date(2014, 3, 2), given_name=given)

        if found is None:
            with pytest.raises(TooManyMatches):
                await find_children(graph, desk, criteria)
        else:
            hits = (await find_children(graph, desk, criteria)).hits
            assert len(hits) == found
            assert all(hit.matched[-1] == "given_name" for hit in hits)

    async def test_the_same_digits_in_another_scheme_are_another_childs(
        self, graph: Graph, server: Connection, authority: str
    ) -> None:
        rows = await plant(graph, server, authority, [("Ann", "Vale", date(2014, 3, 2), [])] * 2)
        number = (
            "MATCH (c:Child {id: $id}) "
            "CREATE (c)-[:IDENTIFIED_BY {id: $id, custodian: $code, recorded_at: datetime()}]->"
            "(:Identifier:$($label) {id: $id, scheme: $scheme, value: '9990049998', state: 'current', "
            "custodian: $code})"
        )
        for row, scheme in zip(rows, ("nhs", "hcn"), strict=True):
            ask(server, number, id=row["id"], scheme=scheme, code=authority, label=f"LA_{authority}")
        ask(server, "MATCH (a:Account {id: $code}) SET a.role = 'data_team'", code=authority)
        data = Caller(SignedIn(authority, authority, AccountRole.DATA_TEAM, authority), Purpose.KEEP_RECORD_RIGHT)

        asked = Criteria(identifier=TypedIdentifier(scheme=IdentifierScheme.NHS, value="9990049998"))
        assert [hit.id for hit in (await find_children(graph, data, asked)).hits] == [rows[0]["id"]]


Planted = tuple[str, str, date, list[str]]


async def plant(graph: Graph, server: Connection, authority: str, children: list[Planted]) -> list[dict[str, Any]]:
    """Children of an open part with one person on its front door, who signs in with the part's code."""
    label, rows = f"LA_{authority}", []
    for given, family, born, former in children:
        names = {"given_name": given, "family_name": family, "former_names": former, "born": born}
        text = search_text(given, family, former, born)
        rows.append(names | {"id": new_child_id(), "custodian": authority, "sex": "female", "search_text": text})
    ask(server, "UNWIND $rows AS row CREATE (c:Child:$($label)) SET c = row", rows=rows, label=label)
    ask(
        server,
        "MATCH (a:Authority {code: $code}) "
        "CREATE (a)-[:OPEN_UNDER]->(:LawfulBasis {id: $code, start: date('2026-01-01')}) "
        "CREATE (:Practitioner:$($label) {id: $code, name: 'Desk', custodian: $code})-[:HAS_ACCOUNT]->"
        "(:Account:$($label) {id: $code, subject: $code, role: 'front_door', state: 'active', custodian: $code})",
        code=authority,
        label=label,
    )
    await parts_in_force(graph, max_age=0)
    return rows


NAMES = [
    ("Ann", "O'Neill"), ("Zoë", "van der Berg"), ("José", "Núñez"), ("Anne-Marie", "Strauß"), ("Łukasz", "Dvořák-Hill"),
    ("Søren", "Æsir"), ("Mohammed", "Khan"), ("Jo", "Ng"), ("D'Arcy", "Le Fèvre"), ("Beth", "Abernathy"),
]  # fmt: skip
FORMER = ["Marchbanks", "Featherstone", "Quill", "Osei-Tutu", "Bałut"]


class TestPlantedSlips:
    """A thousand searches, each with one slip, an accent left out, names the wrong way round or a former name."""

    @pytest.fixture
    async def planted(self, graph: Graph, server: Connection, authority: str) -> list[dict[str, Any]]:
        chance = random.Random(7)
        children: list[Planted] = []
        for number in range(200):
            given, family = chance.choice(NAMES)[0], chance.choice(NAMES)[1]
            born = date(2010, 1, 1) + timedelta(chance.randrange(400))
            children.append((given, family, born, [chance.choice(FORMER)] if number % 4 == 0 else []))
        return await plant(graph, server, authority, children)

    async def test_every_child_is_found_and_nobody_whom_the_oracle_would_not_find(
        self, graph: Graph, authority: str, planted: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(BUDGETS, AccountRole.FRONT_DOOR, Budget(searches=5000, children=0))
        desk = Caller(SignedIn(authority, authority, AccountRole.FRONT_DOOR, authority), Purpose.ASSESS_REFERRAL)
        chance, missed, wrong = random.Random(11), [], []

        for turn in range(1000):
            child = chance.choice(planted)
            typed = as_typed(child, turn, chance)
            expected = {
                one["id"]
                for one in planted
                if one["born"] == child["born"] and name_matches(typed, stored_words(told(one)))
            }
            hits = await find_children(graph, desk, Criteria(family_name=typed, born=child["born"]))
            found = {hit.id for hit in hits.hits}
            missed += [f"{typed} for {child['family_name']}"] if child["id"] not in found else []
            wrong += [typed] if not found <= expected else []

        assert missed == []
        assert wrong == []


def as_typed(child: dict[str, Any], turn: int, chance: random.Random) -> str:
    """In turn: a slip, no accents and another case, the given name in its place, a former name."""
    family = child["family_name"]
    kind = turn % 4
    if kind == 1:
        return "".join(
            sign for sign in unicodedata.normalize("NFKD", family) if not unicodedata.combining(sign)
        ).upper()
    if kind == 2:
        return child["given_name"]
    if kind == 3 and child["former_names"]:
        return child["former_names"][0]
    # A letter that a keyboard lacks is typed as two: a slip in the middle of it would be two slips.
    return slip(family.replace("ß", "ss").replace("Æ", "Ae"), chance)


def slip(name: str, chance: random.Random) -> str:
    """One letter wrong, missing, added, or swapped with its neighbour."""
    at, letter = chance.randrange(len(name)), chance.choice("aeinst")
    kind = chance.choice(["wrong", "missing", "added", "swapped"])
    if not name[at].isalpha() or len(name) < 3:
        kind = "added"
    if kind == "swapped":
        return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    if kind == "missing":
        return name[:at] + name[at + 1 :]
    return name[:at] + letter + name[at + (kind == "wrong") :]


def told(child: dict[str, Any]) -> oracle.Child:
    names = {name: child[name] for name in ("id", "given_name", "family_name", "born", "custodian")}
    return oracle.Child(**names, former_names=tuple(child["former_names"]))


class TestListMyChildren:
    async def test_a_leads_page_begins_with_what_is_unread(self, graph: Graph, world: World) -> None:
        mine = await list_my_children(graph, world.caller("amy.khan"))

        first = mine.children[0]
        assert (first.given_name, first.leads, first.unread > 0) == ("Ellis", True, True)
        assert {child.id for child in mine.children} == {world["ellis"], world["leo"], world["ada"]}

    async def test_an_office_and_a_word_of_ones_own_make_no_child_ones_own(self, graph: Graph, world: World) -> None:
        wes = await list_my_children(graph, world.caller("wes.hart"))

        assert {child.id for child in wes.children} == {world["leo"]}

    async def test_ones_own_child_that_is_protected_stays_in_the_list(self, graph: Graph, world: World) -> None:
        sam = await list_my_children(graph, world.caller("sam.obi"))

        assert world["zara"] in {child.id for child in sam.children}
        assert world["jamie-before"] not in {child.id for child in sam.children}

    async def test_a_suspended_account_has_no_list(self, graph: Graph, world: World) -> None:
        with pytest.raises(AccountSuspended):
            await list_my_children(graph, world.caller("gail.stone"))

    async def test_an_indication_that_was_read_is_unread_no_more(
        self, graph: Graph, world: World, server: Connection
    ) -> None:
        async def unread() -> int:
            mine = await list_my_children(graph, world.caller("pete.vale", Purpose.PREPARE_MEETING))
            return next(child.unread for child in mine.children if child.id == world["leo"])

        seen_by_police = await unread()
        amy = await list_my_children(graph, world.caller("amy.khan"))
        leo = next(child for child in amy.children if child.id == world["leo"])

        assert seen_by_police == 0  # police are told of no indication
        assert leo.unread == 1


class TestExplainAccess:
    @pytest.mark.parametrize(
        ("subject", "purpose", "level", "rule"),
        [
            ("amy.khan", "coordinate_support", "content", "leads"),
            ("ivy.cole", "coordinate_support", "content", "manages"),
            ("leeds.front.door", "assess_referral", "content", "office"),
            ("dee.marsh", "coordinate_support", "content", "own_involvement"),
            ("pete.vale", "assess_referral", "content", "own_involvement"),
            ("dana.price", "keep_record_right", "identity", "record_keeping"),
            ("liverpool-cms", "coordinate_support", "existence", "agreement"),
            ("ola.nash", "coordinate_support", "none", "none"),
        ],
    )
    async def test_one_child_seen_by_eight_people_each_told_why(
        self, graph: Graph, world: World, subject: str, purpose: str, level: str, rule: str
    ) -> None:
        told = await explain_access(graph, world.caller(subject, Purpose(purpose)), world["ellis"])

        assert (told.level, told.rule) == (level, rule)
        assert told.because.endswith(".")
        assert bool(told.sees) is (level != "none")

    async def test_a_hidden_child_is_explained_in_the_very_words_of_one_who_is_not_there(
        self, graph: Graph, world: World
    ) -> None:
        caller = world.caller("ola.nash")

        answers = [
            await explain_access(graph, caller, child)
            for child in (world["ellis"], world["zara"], world["isla"], world["jamie-before"], new_child_id())
        ]

        assert all(answer == answers[-1] for answer in answers)
        assert answers[-1].would_open

    async def test_where_a_nations_law_is_in_force_the_child_is_known_by_it_and_by_nothing_else(
        self, graph: Graph, world: World
    ) -> None:
        asked = await look(graph, world.caller("ola.nash"), world["ellis"])
        scope = {"open": ["LA_LDS"], "office": [], "kept": [], "agreed": []}

        enacted = await graph.disclose(EXPLAIN_ACCESS, **(asked | {"scope": scope | {"enacted": ["LA_LDS"]}}))
        other = await graph.disclose(EXPLAIN_ACCESS, **(asked | {"scope": scope | {"enacted": ["LA_LIV"]}}))

        assert (enacted[0].level, enacted[0].rule) == ("existence", "enactment")
        assert other[0].level == "none"

    async def test_a_suspended_sign_in_opens_nothing_though_the_person_has_another(
        self, graph: Graph, world: World, server: Connection
    ) -> None:
        amy = world.people["amy.khan"]
        add = (
            "MATCH (p:Practitioner {id: $id}) CREATE (p)-[:HAS_ACCOUNT]->(:Account:LA_LDS {id: 'amy-2', "
            "subject: 'amy.before', role: 'lead', state: 'suspended', custodian: 'LDS'})"
        )
        ask(server, add, id=amy.practitioner_id)

        with pytest.raises(AccountSuspended):
            await explain_access(
                graph, Caller(replace(amy, subject="amy.before"), Purpose.COORDINATE_SUPPORT), world["ellis"]
            )

    async def test_police_and_school_are_told_what_they_see(self, graph: Graph, world: World) -> None:
        police = await explain_access(graph, world.caller("pete.vale", Purpose.ASSESS_REFERRAL), world["ellis"])
        school = await explain_access(graph, world.caller("dee.marsh"), world["ellis"])

        assert police.sees == ["Who the child is, and whom to ring."]
        assert "Your own service's involvement; no sensitive service." in school.sees


class TestCheckEqualsList:
    """May read, is found and is in the list are one rule, for every caller and child of the small world."""

    async def test_may_read_is_found_and_is_listed_agree(self, graph: Graph, world: World) -> None:
        for subject, who in world.people.items():
            caller = world.caller(subject, next(purpose for purpose in Purpose if self.may(world, subject, purpose)))
            listed = await self.listed(graph, world, subject)
            for key, child in world.children.items():
                level = await self.level(graph, caller, child)
                found = await self.found(graph, caller, child)
                explained = await self.explained(graph, caller, child)
                assert found == explained == level, (subject, key)
                own = explained if explained in (None, "account-suspended") else await self.rule(graph, caller, child)
                assert (child in listed) is (own in ("leads", "own_involvement", "chairs")), (subject, key)
            assert who.subject == subject

    def may(self, world: World, subject: str, purpose: Purpose) -> bool:
        return decide(world.caller(subject, purpose), Action.READ_NETWORK).allowed

    async def level(self, graph: Graph, caller, child: str) -> str | None:
        try:
            return (await read_network(graph, caller, child, DESK)).level
        except NotFound:
            return None
        except Problem as problem:
            return problem.slug

    async def found(self, graph: Graph, caller, child: str) -> str | None:
        try:
            hits = (await find_children(graph, caller, Criteria(child_id=child))).hits
        except Problem as problem:
            return problem.slug
        return hits[0].level if hits else None

    async def explained(self, graph: Graph, caller, child: str) -> str | None:
        try:
            told = await explain_access(graph, caller, child)
        except Problem as problem:
            return problem.slug
        return None if told.level == "none" else told.level

    async def rule(self, graph: Graph, caller, child: str) -> str:
        return (await explain_access(graph, caller, child)).rule

    async def listed(self, graph: Graph, world: World, subject: str) -> set[str]:
        try:
            mine = await list_my_children(graph, world.caller(subject))
        except Problem:
            return set()
        return {child.id for child in mine.children}

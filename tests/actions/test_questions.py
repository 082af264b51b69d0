"""How people are connected, as far as the caller may see it: stories of one town.

Ma Vale cares for Kim and Sib, and Ned works with Sib and Zed: so Kim and Zed are four steps apart. Stu meets both at
school, which opens both to Stu and connects nobody.
"""

from dataclasses import replace
from typing import LiteralString

import pytest

from graph_service.access.policy import BUDGETS, Budget
from graph_service.actions import questions
from graph_service.actions.clock import today
from graph_service.actions.questions import find_path, read_neighbourhood
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.problems import AccountSuspended, NotFound, TooManyRequests, TooManyToFollow
from graph_service.domain.questions import Neighbourhood, Path
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask
from tests.refusals import pointed_at, refused
from tests.town import Town, days, new_town, settled, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

FOUR_STEPS = "Ma Vale cares for Kim Vale and Sib Vale. Ned works with Sib Vale and Zed Vale."
NO_PATH = "There is no connection that you may see, in 4 steps."


@pytest.fixture
async def town(graph: Graph, server: Connection) -> Town:
    town = new_town()
    seats = (
        town.seat("ned", "sib"),
        town.seat("ned", "zed"),
        town.seat("stu", "kim", place="school"),
        town.seat("stu", "zed", place="school"),
    )
    return await settled(graph, server, town, [("involvements", seats)])


# What hides one of the steps between Kim and Zed: each must answer like a step that is not there.
SEAT: LiteralString = "MATCH (:Practitioner {id: $ned})-[fact:INVOLVED_WITH]->(:Child {id: $zed}) "
CARE: LiteralString = "MATCH (mum:Carer {id: $mum})-[fact:CARES_FOR]->(:Child {id: $sib}) "
VEIL: LiteralString = "CREATE (on)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, recorded_at: datetime()}]->"
NEW_IDENTITY: LiteralString = (
    "(:Protection:$('LA_' + $code) {id: $code + '-veil', kind: 'new_identity', custodian: $code})"
)
SHIELD: LiteralString = "(:Protection:$('LA_' + $code) {id: $code + '-veil', kind: 'shield', custodian: $code})"
HOME: LiteralString = (
    "CREATE (home:Household:$('LA_' + $code) {id: $code + '-home', custodian: $code, kind: 'private'}) "
    "CREATE (who)-[:LIVES_AT {id: $code + '-lives', custodian: $code, recorded_at: datetime()}]->(home) "
)
HIDING: dict[str, LiteralString] = {
    "the seat has ended": SEAT + "SET fact.end = $today",
    "the seat has not begun": SEAT + "SET fact.start = $tomorrow",
    "the seat was a mistake": SEAT + "SET fact.end_reason = 'recorded_in_error'",
    "the seat is only said": SEAT + "SET fact.state = 'asserted'",
    "another authority says so": SEAT + "SET fact.custodian = $next_door",
    "consent was withdrawn": SEAT + "SET fact.end = $tomorrow, fact.end_reason = 'consent_withdrawn'",
    "a universal service": SEAT + "SET fact.service_id = $school",
    "a sensitive service": SEAT + "SET fact.service_id = $camhs",
    "a children's home": (
        SEAT + "MATCH (place:Service {id: fact.service_id}) SET place.kind = 'childrens_home'"
    ),
    "somebody of a sensitive service": (
        "MATCH (ned:Practitioner {id: $ned}), (place:Service {id: $camhs}) "
        "CREATE (ned)-[:WORKS_IN {id: $code + '-also', custodian: $code, recorded_at: datetime()}]->(place)"
    ),
    "the care has ended": CARE + "SET fact.end = $today",
    "the care has not begun": CARE + "SET fact.start = $tomorrow",
    "the care was a mistake": CARE + "SET fact.end_reason = 'recorded_in_error'",
    "the care is a placement": CARE + "SET fact.capacity = 'foster'",
    "another authority says who cares": CARE + "SET fact.custodian = $next_door",
    "the carer is held": CARE + "SET mum:Held REMOVE mum:$('LA_' + $code)",
    "the carer is a child too": CARE + "SET mum:Child",
    "the carer has a new identity": (
        CARE + "WITH mum AS on " + VEIL + NEW_IDENTITY
    ),
    "the carer is shielded": (
        CARE + "WITH mum AS on " + VEIL + SHIELD
    ),
    "the carer lives behind a shield": (
        CARE + "WITH mum AS who " + HOME + "WITH home AS on " + VEIL
        + SHIELD
    ),
    "the child between is shielded": (
        "MATCH (on:Child {id: $sib}) " + VEIL + SHIELD
    ),
    "the child between has a new identity": (
        "MATCH (on:Child {id: $sib}) "
        + VEIL + NEW_IDENTITY
    ),
    "the child between may be a shielded one": (
        "MATCH (child:Child {id: $sib}) CREATE (on:Child:$('LA_' + $code) {id: $code + '-twin', custodian: $code}) "
        "CREATE (child)-[:POSSIBLY_SAME_AS {id: $code + '-same', custodian: $code, state: 'open'}]->(on) "
        + VEIL + SHIELD
    ),
}  # fmt: skip


def hide(server: Connection, town: Town, statement: LiteralString) -> None:
    ids = {name: town.id_of(name) for name in ("ned", "zed", "mum", "sib", "kim", "school", "camhs")}
    ask(server, statement, **ids, code=town.code, next_door=town.next_door, today=today(), tomorrow=days(1))


async def path(graph: Graph, town: Town, name: str = "fran", to: str = "zed") -> Path:
    return await find_path(graph, town.caller(name), town.id_of("kim"), town.id_of(to))


class TestFindPath:
    async def test_two_children_four_steps_apart_are_connected_in_words(self, graph: Graph, town: Town) -> None:
        found = await path(graph, town)

        assert found.says == FOUR_STEPS
        assert found.steps == 4
        assert [link.id for link in found.links] == [town.id_of("mum"), town.id_of("ned")]

    async def test_it_reads_the_same_from_the_other_end(self, graph: Graph, town: Town) -> None:
        found = await find_path(graph, town.caller("fran"), town.id_of("zed"), town.id_of("kim"))

        assert found.says == "Ned works with Zed Vale and Sib Vale. Ma Vale cares for Sib Vale and Kim Vale."

    async def test_who_shares_a_carer_is_two_steps_apart(self, graph: Graph, town: Town) -> None:
        assert (await path(graph, town, to="sib")).says == "Ma Vale cares for Kim Vale and Sib Vale."

    async def test_a_lead_is_named_as_the_lead(self, graph: Graph, server: Connection, town: Town) -> None:
        hide(
            server, town, "MATCH (ned:Practitioner {id: $ned}), (zed:Child {id: $zed}) "
            "CREATE (ned)-[:LEADS {id: $code + '-zed-lead', custodian: $code, state: 'accepted', kind: 'early_help', "
            "current_child: zed.id, recorded_at: datetime()}]->(zed)"
        )  # fmt: skip

        assert (await path(graph, town)).says.endswith("Ned works with Sib Vale and leads the team around Zed Vale.")

    @pytest.mark.parametrize(
        "wrong",
        ["state: 'proposed'", "state: 'accepted', end: date()",
         "state: 'accepted', current_child: zed.id, start: date() + duration('P1D')",
         "state: 'accepted', end_reason: 'recorded_in_error'"],
    )  # fmt: skip
    async def test_nobody_leads_who_does_not_lead_today(
        self, graph: Graph, server: Connection, town: Town, wrong: LiteralString
    ) -> None:
        hide(server, town, SEAT + "DELETE fact")
        lead: LiteralString = (
            "CREATE (ned)-[:LEADS {id: $code + '-zed-lead', custodian: $code, recorded_at: datetime(), "
        )
        hide(
            server, town, "MATCH (ned:Practitioner {id: $ned}), (zed:Child {id: $zed}) " + lead + wrong + "}]->(zed)"
        )  # fmt: skip

        assert (await path(graph, town)).says == NO_PATH

    @pytest.mark.parametrize("statement", HIDING.values(), ids=HIDING)
    async def test_a_step_that_is_hidden_is_as_one_that_is_not_there(
        self, graph: Graph, server: Connection, town: Town, statement: LiteralString
    ) -> None:
        hide(server, town, statement)
        hidden = await path(graph, town)
        ask(server, "MATCH (:Practitioner {id: $ned})-[seat:INVOLVED_WITH]->() DELETE seat", ned=town.id_of("ned"))

        assert hidden == await path(graph, town)
        assert hidden.says == NO_PATH

    async def test_no_step_passes_a_child_whom_the_caller_could_not_open(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        """Kim and Zed are open to Stu, and Sib is not; when Sib is, the same question has its answer."""
        before = await path(graph, town, "stu")
        hide(
            server, town, "MATCH (stu:Practitioner {id: $code + '-stu'})-[seat:INVOLVED_WITH]->(:Child {id: $kim}), "
            "(sib:Child {id: $sib}) CREATE (stu)-[more:INVOLVED_WITH]->(sib) SET more = seat {.*, id: seat.id + '-2'}"
        )  # fmt: skip

        assert before.says == NO_PATH
        assert (await path(graph, town, "stu")).says == FOUR_STEPS

    async def test_a_child_whom_only_their_own_word_ties_to_them_is_no_step_either(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        hide(
            server, town, "MATCH (stu:Practitioner {id: $code + '-stu'})-[seat:INVOLVED_WITH]->(:Child {id: $kim}), "
            "(sib:Child {id: $sib}) CREATE (stu)-[more:INVOLVED_WITH]->(sib) SET more = seat {.*, id: seat.id + '-2'}, "
            "more.state = 'asserted', more.recorded_by = $code + '-stu'"
        )  # fmt: skip

        assert (await path(graph, town, "stu")).says == NO_PATH

    async def test_neither_a_service_nor_a_home_connects_anybody(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        hide(server, town, SEAT + "DELETE fact")
        hide(
            server, town, "MATCH (kim:Child {id: $kim}), (zed:Child {id: $zed}), (place:Service {id: $code + '-team'}) "
            "CREATE (home:Household:$('LA_' + $code) {id: $code + '-home', custodian: $code, kind: 'communal'}) "
            "WITH home, place, [kim, zed] AS children UNWIND children AS child "
            "CREATE (child)-[:LIVES_AT {custodian: $code, id: 'home' + child.id, recorded_at: datetime()}]->(home) "
            "CREATE (place)-[:INVOLVED_WITH {id: 'team' + child.id, custodian: $code, state: 'confirmed', "
            "recorded_at: datetime(), service_id: place.id}]->(child)"
        )  # fmt: skip

        assert (await path(graph, town)).says == NO_PATH

    @pytest.mark.parametrize(("name", "to"), [("pat", "zed"), ("ned", "zed"), ("casey", "zed"), ("dana", "zed")])
    async def test_an_end_that_is_not_open_is_not_found(self, graph: Graph, town: Town, name: str, to: str) -> None:
        await refused(NotFound, path(graph, town, name, to))

    @pytest.mark.parametrize("which", ["kim", "zed"])
    async def test_a_shielded_end_is_as_one_who_is_not_there(
        self, graph: Graph, server: Connection, town: Town, which: str
    ) -> None:
        shielded(server, town, which)

        hidden = await refused(NotFound, path(graph, town))
        absent = await refused(
            NotFound, find_path(graph, town.caller("fran"), town.id_of("kim"), new_town().id_of("kim"))
        )
        assert hidden.members == absent.members

    async def test_a_child_is_not_asked_about_itself(self, graph: Graph, town: Town) -> None:
        assert await pointed_at(path(graph, town, to="kim")) == "?to"

    async def test_beyond_the_bound_it_says_so(self, graph: Graph, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(questions, "MOST_FOLLOWED", {"people": 2, "children": 200})
        await refused(TooManyToFollow, path(graph, town))

        monkeypatch.setattr(questions, "MOST_FOLLOWED", {"people": 60, "children": 0})
        await refused(TooManyToFollow, path(graph, town))

    async def test_who_is_hidden_counts_for_no_bound(
        self, graph: Graph, server: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Lee, Pat and Ma Vale are around Kim, for those who may not know that Casey is."""
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("casey"),))])
        monkeypatch.setattr(questions, "MOST_FOLLOWED", {"people": 3, "children": 0})

        assert (await path(graph, town)).says == NO_PATH

    async def test_both_ends_and_everybody_named_are_in_the_record(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        await path(graph, town)

        [[asked, too, level, returned]] = ask(
            server,
            "MATCH (d:Disclosure {action: 'find_path', authority: $code}) "
            "RETURN d.asked, d.asked_too, d.level, d.returned",
            code=town.code,
        )  # fmt: skip
        assert (asked, too, level) == (town.id_of("kim"), [town.id_of("zed")], "content")
        assert set(returned) == {town.id_of(one) for one in ("kim", "zed", "sib", "mum", "ned")}

    async def test_a_refusal_is_in_the_record_too(self, graph: Graph, server: Connection, town: Town) -> None:
        await refused(NotFound, path(graph, town, "pat"))

        assert ask(
            server,
            "MATCH (d:Disclosure {action: 'find_path', authority: $code}) RETURN d.outcome, d.level, d.returned",
            code=town.code,
        ) == [["refused", "none", []]]  # fmt: skip

    async def test_both_ends_count_for_the_days_budget(
        self, graph: Graph, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(BUDGETS, AccountRole.FRONT_DOOR, Budget(searches=9, children=2))

        await path(graph, town)
        await path(graph, town)

        await refused(TooManyRequests, path(graph, town, to="sib"))
        await refused(
            TooManyRequests, find_path(graph, town.caller("fran"), town.id_of("kim"), new_town().id_of("kim"))
        )

    async def test_an_account_that_is_not_active_is_shown_nothing(self, graph: Graph, town: Town) -> None:
        gone = town.caller("fran")
        gone = replace(gone, signed_in=replace(gone.signed_in, subject="nobody"))

        await refused(AccountSuspended, find_path(graph, gone, town.id_of("kim"), town.id_of("zed")))


async def near(graph: Graph, town: Town, name: str = "fran") -> Neighbourhood:
    return await read_neighbourhood(graph, town.caller(name), town.id_of("sib"))


class TestReadNeighbourhood:
    """Of Sib: Ma Vale, who cares for Kim too, and Ned, who works with Zed too."""

    async def test_people_and_the_children_whom_they_connect_it_with(self, graph: Graph, town: Town) -> None:
        found = await near(graph, town)

        assert [(one.name, one.how) for one in found.people] == [("Ma Vale", "cares_for"), ("Ned", "works_with")]
        assert [(one.name, [(by.id, by.how) for by in one.through]) for one in found.children] == [
            ("Kim Vale", [(town.id_of("mum"), "cares_for")]),
            ("Zed Vale", [(town.id_of("ned"), "works_with")]),
        ]
        assert found.says == "Sib Vale is connected by 2 people with 2 other children open to you."

    @pytest.mark.parametrize(
        "statement",
        [statement for name, statement in HIDING.items() if "between" not in name],
        ids=[name for name in HIDING if "between" not in name],
    )
    async def test_what_is_hidden_is_as_what_is_not_there(
        self, graph: Graph, server: Connection, town: Town, statement: LiteralString
    ) -> None:
        """Each statement hides Zed, or Kim, by hiding Ned or Ma Vale on one of the two sides."""
        hide(server, town, statement)

        found = await near(graph, town)

        assert [one.name for one in found.children] in (["Kim Vale"], ["Zed Vale"])

    async def test_a_shielded_child_is_not_among_them(self, graph: Graph, server: Connection, town: Town) -> None:
        shielded(server, town, "zed")

        assert [one.name for one in (await near(graph, town)).children] == ["Kim Vale"]

    async def test_a_child_that_is_not_open_is_not_among_them(self, graph: Graph, server: Connection) -> None:
        """Ned's own: Sib, whom a confirmed seat opens; Kim is not his."""
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("stu", "sib"),))])

        assert (await near(graph, town, "stu")).children == []

    async def test_a_child_that_is_not_open_is_not_found(self, graph: Graph, server: Connection, town: Town) -> None:
        shielded(server, town, "sib")

        await refused(NotFound, near(graph, town))
        await refused(NotFound, near(graph, town, "pat"))

    async def test_what_does_not_fit_is_said(self, graph: Graph, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(questions, "MOST_SHOWN", {"people": 2, "children": 1})
        found = await near(graph, town)
        assert (len(found.children), found.more_people, found.more_children) == (1, False, True)
        assert found.says.endswith("There are more than are shown.")

        monkeypatch.setattr(questions, "MOST_SHOWN", {"people": 1, "children": 9})
        found = await near(graph, town)
        assert ([one.name for one in found.people], found.more_people) == (["Ma Vale"], True)
        assert [one.name for one in found.children] == ["Kim Vale"]

    async def test_who_is_hidden_makes_no_more(
        self, graph: Graph, server: Connection, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shielded(server, town, "zed")
        monkeypatch.setattr(questions, "MOST_SHOWN", {"people": 2, "children": 1})

        assert (await near(graph, town)).more_children is False

    async def test_over_the_days_budget_nothing_is_shown(
        self, graph: Graph, town: Town, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(BUDGETS, AccountRole.FRONT_DOOR, Budget(searches=9, children=0))

        await refused(TooManyRequests, near(graph, town))

    async def test_the_record_says_who_was_shown(self, graph: Graph, server: Connection, town: Town) -> None:
        await near(graph, town)

        [[level, returned]] = ask(
            server,
            "MATCH (d:Disclosure {action: 'read_neighbourhood', authority: $code}) RETURN d.level, d.returned",
            code=town.code,
        )  # fmt: skip
        assert level == "content"
        assert set(returned) == {town.id_of(one) for one in ("sib", "mum", "ned", "kim", "zed")}

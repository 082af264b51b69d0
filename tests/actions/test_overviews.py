"""What Max sees across the children of the team, and Fran across the town: nothing that the network would not show."""

from dataclasses import replace
from typing import LiteralString

import pytest

from graph_service.actions import overviews
from graph_service.actions.clock import today
from graph_service.actions.overviews import (
    PlaceOfFamily,
    PlaceOfPair,
    find_concentration,
    find_duplicate_effort,
    find_teams_apart,
)
from graph_service.domain.overviews import Concentration, DuplicateEffort, TeamsApart
from graph_service.domain.problems import AccountSuspended, TooManyToFollow
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]

FIRST = PlaceOfPair()
START = PlaceOfFamily()
VEIL: LiteralString = (
    "MATCH (kim:Child {id: $kim}) CREATE (kim)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, "
    "recorded_at: datetime()}]->(:Protection:$($label) {id: $code + '-veil', custodian: $code, kind: "
)
# What hides Kim herself from whoever answers for her team or her town.
HIDDEN_CHILD: dict[str, LiteralString] = {
    "the child is shielded": VEIL + "'shield'})",
    "the child has a new identity": VEIL + "'new_identity'})",
    "the child is held": "MATCH (kim:Child {id: $kim}) SET kim:Held REMOVE kim:$($label)",
    "the child may be a shielded one": (
        "MATCH (kim:Child {id: $kim}) CREATE (twin:Child:$($label) {id: $code + '-twin', custodian: $code}) "
        "CREATE (kim)-[:POSSIBLY_SAME_AS {id: $code + '-same', custodian: $code, state: 'open'}]->(twin) "
        "CREATE (twin)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, recorded_at: datetime()}]->"
        "(:Protection:$($label) {id: $code + '-veil', custodian: $code, kind: 'shield'})"
    ),
}


def change(server: Connection, town: Town, statement: LiteralString) -> None:
    names = ("lee", "pat", "stu", "ned", "casey", "kim", "sib", "zed", "mum", "team", "camhs", "school")
    ask(
        server, statement, **{name: town.id_of(name) for name in names}, code=town.code, next_door=town.next_door,
        label=f"LA_{town.code}", today=today(), tomorrow=days(1), yesterday=days(-1), long_ago=days(-91),
    )  # fmt: skip


def assessed(town: Town, who: str, child: str, begun: int, kind: str = "early_help") -> o.Assessment:
    return o.Assessment(
        id=f"{town.code}-{who}-{child}-{kind}", who=town.id_of(who), child=town.id_of(child), custodian=town.code,
        kind=kind, state="in_progress", started_on=days(begun),
    )  # fmt: skip


async def with_two(graph: Graph, server: Connection, *children: str) -> Town:
    """Lee, of this town's agency, and Ned, of the next town's, each began an early help assessment."""
    town = new_town()
    made = [assessed(town, *one) for child in children for one in (("lee", child, -20), ("ned", child, -10))]
    seats = tuple(town.seat("lee", child) for child in children if child != "kim")
    return await settled(graph, server, town, [("assessments", tuple(made)), ("involvements", seats)])


async def pairs(graph: Graph, town: Town, by: str = "max", within_days: int = 90) -> list[DuplicateEffort]:
    page, _ = await find_duplicate_effort(graph, town.caller(by), within_days, FIRST)
    return page.rows


LEES: LiteralString = "MATCH (:Practitioner {id: $lee})-[made:ASSESSED]->(:Child {id: $kim}) SET "
NO_PAIR: dict[str, LiteralString] = HIDDEN_CHILD | {
    "it is of another kind": LEES + "made.kind = 'health'",
    "it was abandoned": LEES + "made.state = 'abandoned'",
    "it was a mistake": LEES + "made.end_reason = 'recorded_in_error'",
    "it was finished, and begun before the window": LEES + "made.state = 'completed', made.started_on = $long_ago",
    "another authority says so": LEES + "made.custodian = $next_door",
    "it is made in a sensitive service": LEES + "made.service_id = $camhs",
    "it is made by somebody of a sensitive service": (
        "MATCH (lee:Practitioner {id: $lee}), (place:Service {id: $camhs}) "
        "CREATE (lee)-[:WORKS_IN {id: $code + '-also', custodian: $code, recorded_at: datetime()}]->(place)"
    ),
    "both are of one agency": (
        "MATCH (ned:Practitioner {id: $ned}), (place:Service {id: $school}) "
        "CREATE (ned)-[:WORKS_IN {id: $code + '-also', custodian: $code, recorded_at: datetime()}]->(place)"
    ),
}


class TestFindDuplicateEffort:
    @pytest.mark.parametrize("by", ["max", "fran"])
    async def test_two_agencies_that_assess_a_child_for_the_same_thing_are_named(
        self, graph: Graph, server: Connection, by: str
    ) -> None:
        town = await with_two(graph, server, "kim")

        (row,) = await pairs(graph, town, by)

        assert (row.child.given_name, row.kind, row.since) == ("Kim", "early_help", days(-10))
        assert row.says == (
            "Two agencies each make or made an assessment of the same kind (early help): "
            f"Lee (agency), begun {days(-20)} and Ned (next-agency), begun {days(-10)}."
        )

    @pytest.mark.parametrize("statement", NO_PAIR.values(), ids=NO_PAIR)
    async def test_what_is_hidden_or_is_no_pair_is_not_there(
        self, graph: Graph, server: Connection, statement: LiteralString
    ) -> None:
        town = await with_two(graph, server, "kim")
        change(server, town, statement)

        assert await pairs(graph, town) == []
        assert await pairs(graph, town, "fran") == []

    async def test_what_is_under_way_counts_however_long_ago_it_began(self, graph: Graph, server: Connection) -> None:
        town = await with_two(graph, server, "kim")
        change(server, town, LEES + "made.started_on = $long_ago")

        assert len(await pairs(graph, town)) == 1

    async def test_a_longer_window_reaches_further_back(self, graph: Graph, server: Connection) -> None:
        town = await with_two(graph, server, "kim")
        change(server, town, LEES + "made.state = 'completed', made.started_on = $long_ago")

        assert len(await pairs(graph, town, within_days=91)) == 1

    async def test_a_manager_sees_the_teams_children_only(self, graph: Graph, server: Connection) -> None:
        town = await with_two(graph, server, "kim", "zed")
        change(server, town, "MATCH (:Practitioner {id: $lee})-[seat:INVOLVED_WITH]->(:Child {id: $zed}) DELETE seat")

        assert [row.child.given_name for row in await pairs(graph, town)] == ["Kim"]
        assert {row.child.given_name for row in await pairs(graph, town, "fran")} == {"Kim", "Zed"}

    async def test_pages_together_are_the_whole_list(
        self, graph: Graph, server: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = await with_two(graph, server, "kim", "sib", "zed")
        whole = await pairs(graph, town)
        monkeypatch.setattr(overviews, "MOST_ROWS", 1)

        rows, place = [], FIRST
        while place is not None:
            page, place = await find_duplicate_effort(graph, town.caller("max"), 90, place)
            rows += page.rows

        assert len(rows) == 3
        assert rows == whole

    async def test_every_child_and_assessment_is_in_the_record(self, graph: Graph, server: Connection) -> None:
        town = await with_two(graph, server, "kim")
        (row,) = await pairs(graph, town)

        [[rule, level, returned]] = ask(
            server,
            "MATCH (d:Disclosure {action: 'find_duplicate_effort', authority: $code}) "
            "RETURN d.rule, d.level, d.returned",
            code=town.code,
        )  # fmt: skip
        assert (rule, level) == ("own_list", "content")
        assert isinstance(returned, list)
        assert set(returned) == {town.id_of("kim"), *(one.id for one in row.assessments)}

    async def test_an_account_that_is_not_active_is_shown_nothing(self, graph: Graph, town: Town) -> None:
        gone = town.caller("max")
        gone = replace(gone, signed_in=replace(gone.signed_in, subject="nobody"))

        await refused(AccountSuspended, find_duplicate_effort(graph, gone, 90, FIRST))


async def concentrated(
    graph: Graph, town: Town, by: str = "max", over: int = 1, team: str | None = None
) -> Concentration:
    return await find_concentration(graph, town.caller(by), over, town.id_of(team) if team else None)


def counted(found: Concentration) -> dict[str, int]:
    return {one.name: one.children for one in found.relied_on}


async def with_three(graph: Graph, server: Connection) -> Town:
    """Only Stu works with Sib and with Zed, and only Lee and Pat with Kim; Stu leads for both of his."""
    town = new_town()
    leads = tuple(
        o.Leads(id=f"{town.code}-{child}-lead", who=town.id_of("stu"), child=town.id_of(child), custodian=town.code)
        for child in ("sib", "zed")
    )
    seats = (town.seat("stu", "sib"), town.seat("stu", "zed"))
    return await settled(graph, server, town, [("involvements", seats), ("leads", leads)])


SIB: LiteralString = "MATCH (:Practitioner {id: $stu})-[fact:INVOLVED_WITH]->(:Child {id: $sib}) "
HERS: LiteralString = "MATCH (kim:Child {id: $sib}) "
# What takes Sib out of what is counted: then Stu is relied on for Zed alone.
NOT_COUNTED: dict[str, LiteralString] = {
    "the seat has ended": SIB + "SET fact.end = $today",
    "the seat is only said": SIB + "SET fact.state = 'asserted'",
    "the seat was a mistake": SIB + "SET fact.end_reason = 'recorded_in_error'",
    "the work is universal": SIB + "SET fact.service_id = $school",
    "the work is of a sensitive service": SIB + "SET fact.service_id = $camhs",
    "another authority says so": SIB + "SET fact.custodian = $next_door",
    "somebody else works with her too": (
        SIB + "MATCH (ned:Practitioner {id: $ned}), (sib:Child {id: $sib}) "
        "CREATE (ned)-[more:INVOLVED_WITH]->(sib) SET more = fact {.*, id: fact.id + '-2', service_id: $team}"
    ),
    "the team itself works with her too": (
        SIB + "MATCH (team:Service {id: $team}), (sib:Child {id: $sib}) "
        "CREATE (team)-[more:INVOLVED_WITH]->(sib) SET more = fact {.*, id: fact.id + '-2'}"
    ),
    "she is shielded": (
        HERS + "CREATE (kim)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, recorded_at: datetime()}]->"
        "(:Protection:$($label) {id: $code + '-veil', custodian: $code, kind: 'shield'})"
    ),
    "she has a new identity": (
        HERS + "CREATE (kim)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, recorded_at: datetime()}]->"
        "(:Protection:$($label) {id: $code + '-veil', custodian: $code, kind: 'new_identity'})"
    ),
    "she is held": HERS + "SET kim:Held REMOVE kim:$($label)",
}  # fmt: skip


class TestFindConcentration:
    @pytest.mark.parametrize("by", ["max", "fran"])
    async def test_whoever_alone_works_with_children_and_who_leads_for_many_is_named(
        self, graph: Graph, server: Connection, by: str
    ) -> None:
        town = await with_three(graph, server)

        found = await concentrated(graph, town, by)

        assert [one.says for one in found.relied_on] == ["2 children have no targeted work but Stu's."]
        assert [one.says for one in found.leads] == ["Stu leads the teams around 2 children."]

    @pytest.mark.parametrize("statement", NOT_COUNTED.values(), ids=NOT_COUNTED)
    async def test_only_children_open_to_the_caller_whom_nobody_else_works_with_are_counted(
        self, graph: Graph, server: Connection, statement: LiteralString
    ) -> None:
        town = await with_three(graph, server)
        change(server, town, statement)

        assert counted(await concentrated(graph, town, "fran")) == {"Stu": 1}

    async def test_a_sensitive_service_changes_no_count(self, graph: Graph, server: Connection) -> None:
        """Casey works with Sib too, in a service that is not named: Max and Fran are told what they were told."""
        town = await with_three(graph, server)
        change(
            server, town, SIB + "MATCH (casey:Practitioner {id: $casey}), (sib:Child {id: $sib}) "
            "CREATE (casey)-[more:INVOLVED_WITH]->(sib) SET more = fact {.*, id: fact.id + '-2', service_id: $camhs}"
        )  # fmt: skip

        for by in ("max", "fran"):
            assert counted(await concentrated(graph, town, by)) == {"Stu": 2}

    async def test_a_lead_of_a_hidden_child_is_not_counted(self, graph: Graph, server: Connection) -> None:
        town = await with_three(graph, server)
        change(server, town, NOT_COUNTED["she is shielded"])

        assert (await concentrated(graph, town)).leads == []

    async def test_one_team_may_be_asked_for(self, graph: Graph, server: Connection) -> None:
        town = await with_three(graph, server)

        assert counted(await concentrated(graph, town, "fran", team="team")) == {"Stu": 2}
        assert counted(await concentrated(graph, town, "fran", team="desk")) == {}
        assert counted(await concentrated(graph, town, team="desk")) == {}

    async def test_beyond_the_bound_it_says_so(
        self, graph: Graph, server: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = await with_three(graph, server)
        monkeypatch.setattr(overviews, "MOST_PEOPLE", 1)

        await refused(TooManyToFollow, concentrated(graph, town))

    async def test_everybody_named_is_in_the_record(self, graph: Graph, server: Connection) -> None:
        town = await with_three(graph, server)
        await concentrated(graph, town)

        assert ask(
            server,
            "MATCH (d:Disclosure {action: 'find_concentration', authority: $code}) RETURN d.rule, d.level, d.returned",
            code=town.code,
        ) == [["own_list", "content", [town.id_of("stu")]]]  # fmt: skip


async def sisters(graph: Graph, server: Connection) -> Town:
    """Lee and Pat work with Kim, Stu with her sister Sib: of one service, and they have never met about them."""
    town = new_town()
    return await settled(graph, server, town, [("involvements", (town.seat("stu", "sib"),))])


async def apart(graph: Graph, town: Town, by: str = "max", within_days: int = 90) -> list[TeamsApart]:
    page, _ = await find_teams_apart(graph, town.caller(by), within_days, START)
    return page.rows


def teams_of(rows: list[TeamsApart]) -> list[dict[str, list[str]]]:
    return [{side.child.given_name: [one.name for one in side.team] for side in row.sides} for row in rows]


APART = [{"Kim": ["Lee", "Pat"], "Sib": ["Stu"]}]
SPOKE: LiteralString = (
    "MATCH (stu:Practitioner {id: $stu}), (pat:Practitioner {id: $pat}) "
    "CREATE (stu)-[:SPOKE_WITH {id: $code + '-talk', custodian: $code, recorded_at: datetime(), "
    "child_id: $sib, on: $yesterday}]->(pat)"
)
MET: LiteralString = (
    "MATCH (kim:Child {id: $kim}), (sib:Child {id: $sib}), (zed:Child {id: $zed}), (stu:Practitioner {id: $stu}), "
    "(pat:Practitioner {id: $pat}), (casey:Practitioner {id: $casey}) "
    "CREATE (met:Meeting:$($label) {id: $code + '-met', custodian: $code, kind: 'core_group', state: 'held', "
    "held_on: $yesterday}) "
)
ABOUT: LiteralString = "CREATE (met)-[:ABOUT {id: $code + '-about', custodian: $code, recorded_at: datetime()}]->"
ABOUT_TOO: LiteralString = "CREATE (met)-[:ABOUT {id: $code + '-about-2', custodian: $code, recorded_at: datetime()}]->"
CAME: LiteralString = "-[:ATTENDED {id: $code + '-came', custodian: $code, recorded_at: datetime()}]->(met) "
CAME_TOO: LiteralString = "-[:ATTENDED {id: $code + '-came-2', custodian: $code, recorded_at: datetime()}]->(met) "
BOTH_CAME: LiteralString = "CREATE (stu)" + CAME + "CREATE (pat)" + CAME_TOO
STUS: LiteralString = "MATCH (:Practitioner {id: $stu})-[fact:INVOLVED_WITH]->(:Child {id: $sib}) "
CARE: LiteralString = "MATCH (mum:Carer {id: $mum})-[fact:CARES_FOR]->(:Child {id: $sib}) SET "
TALK: LiteralString = SPOKE + " WITH 1 AS once MATCH ()-[fact:SPOKE_WITH {id: $code + '-talk'}]->() SET "
# Then the teams are in touch, or share somebody, or are not two teams of a family that the caller sees.
NOT_APART: dict[str, LiteralString] = HIDDEN_CHILD | {
    "two of them spoke about one of the children": SPOKE,
    "one of each came to a meeting about one": MET + ABOUT + "(kim) " + BOTH_CAME,
    "a meeting was about both": MET + ABOUT + "(kim) " + ABOUT_TOO + "(sib) CREATE (pat)" + CAME,
    "somebody works with both": STUS + (
        "MATCH (pat:Practitioner {id: $pat}), (sib:Child {id: $sib}) "
        "CREATE (pat)-[more:INVOLVED_WITH]->(sib) SET more = fact {.*, id: fact.id + '-2'}"
    ),
    "one has no team today": STUS + "SET fact.end = $today",
    "one has a universal service alone": STUS + "SET fact.service_id = $school",
    "one has a sensitive service alone": STUS + "SET fact.service_id = $camhs",
    "one has somebody of a sensitive service alone": (
        "MATCH (stu:Practitioner {id: $stu}), (place:Service {id: $camhs}) "
        "CREATE (stu)-[:WORKS_IN {id: $code + '-also', custodian: $code, recorded_at: datetime()}]->(place)"
    ),
    "nobody cares for both": CARE + "fact.end = $today",
    "the care is a placement": CARE + "fact.capacity = 'foster'",
    "the carer has a new identity": (
        "MATCH (mum:Carer {id: $mum}) "
        "CREATE (mum)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, recorded_at: datetime()}]->"
        "(:Protection:$($label) {id: $code + '-veil', custodian: $code, kind: 'new_identity'})"
    ),
}  # fmt: skip
# Stu, who works with Sib, works with Kim as well, in a service that is not named.
ALSO_HIDDEN: LiteralString = STUS + (
    "WITH fact MATCH (stu:Practitioner {id: $stu}), (kim:Child {id: $kim}) "
    "CREATE (stu)-[more:INVOLVED_WITH]->(kim) SET more = fact {.*, id: fact.id + '-2', service_id: $camhs} "
    "WITH 1 AS once "
)
# This is no contact, as far as the caller may know.
STILL_APART: dict[str, LiteralString] = {
    "they spoke before the window": TALK + "fact.on = $long_ago",
    "that they spoke was a mistake": TALK + "fact.end_reason = 'recorded_in_error'",
    "they spoke about another child": TALK + "fact.child_id = $zed",
    "they met about another child": MET + ABOUT + "(zed) " + BOTH_CAME,
    "the meeting is planned": MET + "SET met.state = 'planned' " + ABOUT + "(kim) " + BOTH_CAME,
    "the meeting was long ago": MET + "SET met.held_on = $long_ago " + ABOUT + "(kim) " + BOTH_CAME,
    "only one side came": MET + ABOUT + "(kim) CREATE (stu)" + CAME,
    "a sensitive service alone met about both": MET + ABOUT + "(kim) " + ABOUT_TOO + "(sib) CREATE (casey)" + CAME,
    "somebody who is hidden around one of them spoke": ALSO_HIDDEN + SPOKE,
    "somebody who is hidden around one of them came": ALSO_HIDDEN + MET + ABOUT + "(kim) " + BOTH_CAME,
    "somebody who is hidden around one of them came alone": (
        ALSO_HIDDEN + MET + ABOUT + "(kim) " + ABOUT_TOO + "(sib) CREATE (stu)" + CAME
    ),
    "another authority says that the meeting was about one": (
        MET + ABOUT + "(kim) " + BOTH_CAME + "WITH met MATCH (met)-[about:ABOUT]->() SET about.custodian = $next_door"
    ),
    "another authority says that the meeting was about the other": (
        MET + ABOUT + "(kim) " + ABOUT_TOO + "(sib) CREATE (pat)" + CAME
        + "WITH met, sib MATCH (met)-[about:ABOUT]->(sib) SET about.custodian = $next_door"
    ),
    "somebody of a sensitive service works with both": STUS + (
        "MATCH (casey:Practitioner {id: $casey}) UNWIND [$kim, $sib] AS id MATCH (child:Child {id: id}) "
        "CREATE (casey)-[more:INVOLVED_WITH]->(child) SET more = fact {.*, id: fact.id + id, service_id: $camhs}"
    ),
}  # fmt: skip


class TestFindTeamsApart:
    @pytest.mark.parametrize("by", ["max", "fran"])
    async def test_sisters_whose_teams_were_never_in_touch_are_listed_with_both_teams(
        self, graph: Graph, server: Connection, by: str
    ) -> None:
        town = await sisters(graph, server)

        (row,) = await apart(graph, town, by)

        assert teams_of([row]) == APART
        assert row.says.endswith("their teams share nobody, and no meeting or conversation of the two is recorded.")

    @pytest.mark.parametrize("statement", NOT_APART.values(), ids=NOT_APART)
    async def test_who_is_in_touch_or_hidden_is_not_listed(
        self, graph: Graph, server: Connection, statement: LiteralString
    ) -> None:
        town = await sisters(graph, server)
        change(server, town, statement)

        assert await apart(graph, town, "fran") == []

    @pytest.mark.parametrize("statement", STILL_APART.values(), ids=STILL_APART)
    async def test_what_is_no_contact_that_the_caller_may_know_of_changes_nothing(
        self, graph: Graph, server: Connection, statement: LiteralString
    ) -> None:
        town = await sisters(graph, server)
        change(server, town, statement)

        assert teams_of(await apart(graph, town, "fran")) == APART

    async def test_a_longer_window_remembers_more(self, graph: Graph, server: Connection) -> None:
        town = await sisters(graph, server)
        change(server, town, STILL_APART["they spoke before the window"])

        assert await apart(graph, town, within_days=91) == []

    async def test_a_manager_is_not_told_of_a_sister_whom_the_team_does_not_know(
        self, graph: Graph, server: Connection
    ) -> None:
        town = new_town()
        await settled(graph, server, town, [("involvements", (town.seat("ned", "sib"),))])

        assert await apart(graph, town) == []
        assert teams_of(await apart(graph, town, "fran")) == [{"Kim": ["Lee", "Pat"], "Sib": ["Ned"]}]

    async def test_pages_together_are_the_whole_list(
        self, graph: Graph, server: Connection, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        town = new_town()
        care = o.CaresFor(carer=town.id_of("mum"), child=town.id_of("zed"), capacity="parent", custodian=town.code)
        seats = (town.seat("stu", "sib"), town.seat("ned", "zed"))
        await settled(graph, server, town, [("involvements", seats), ("cares_for", (care,))])
        whole = await apart(graph, town, "fran")
        monkeypatch.setattr(overviews, "MOST_ROWS", 1)

        rows, place = [], START
        while place is not None:
            page, place = await find_teams_apart(graph, town.caller("fran"), 90, place)
            rows += page.rows

        assert len(rows) == 3
        assert rows == whole

    async def test_everybody_named_is_in_the_record(self, graph: Graph, server: Connection) -> None:
        town = await sisters(graph, server)
        await apart(graph, town)

        [[rule, level, returned]] = ask(
            server,
            "MATCH (d:Disclosure {action: 'find_teams_apart', authority: $code}) RETURN d.rule, d.level, d.returned",
            code=town.code,
        )  # fmt: skip
        assert (rule, level) == ("own_list", "content")
        assert isinstance(returned, list)
        assert set(returned) == {town.id_of(one) for one in ("kim", "sib", "lee", "pat", "stu")}

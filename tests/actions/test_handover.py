"""Lee leaves, and Max is told who could take each piece over: Pat works with Kim already, Stu with Kim's sister Sib."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import LiteralString

import pytest

from graph_service.actions.clock import today
from graph_service.actions.leaving import handover_plan, list_open_work
from graph_service.domain.leaving import HandoverPlan
from graph_service.domain.problems import AccountSuspended, NotFound, NotPermitted
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests.conftest import ask
from tests.refusals import refused
from tests.town import Town, days, new_town, settled, shielded

pytestmark = [pytest.mark.graph, pytest.mark.anyio]


@pytest.fixture
async def town(graph: Graph, server: Connection) -> Town:
    town = new_town()
    return await settled(graph, server, town, [("involvements", (town.seat("stu", "sib"),))])


async def planned(graph: Graph, town: Town, by: str = "max", who: str = "lee") -> HandoverPlan:
    return await handover_plan(graph, town.caller(by), town.id_of(who))


def reasons(plan: HandoverPlan, what: str) -> list[tuple[str, str]]:
    (piece,) = [one for one in plan.work if one.what == what]
    return [(one.name, one.why) for one in piece.candidates]


def change(server: Connection, town: Town, statement: LiteralString) -> None:
    names = ("lee", "pat", "stu", "kim", "sib", "mum", "team", "camhs", "school")
    ask(
        server, statement, **{name: town.id_of(name) for name in names}, code=town.code, next_door=town.next_door,
        label=f"LA_{town.code}", today=today(), tomorrow=days(1), yesterday=days(-1),
    )  # fmt: skip


PATS_SEAT: LiteralString = "MATCH (:Practitioner {id: $pat})-[fact:INVOLVED_WITH]->(:Child {id: $kim}) SET "
STUS_SEAT: LiteralString = "MATCH (:Practitioner {id: $stu})-[fact:INVOLVED_WITH]->(:Child {id: $sib}) SET "
CARE: LiteralString = "MATCH (mum:Carer {id: $mum})-[fact:CARES_FOR]->(:Child {id: $sib}) SET "
ALSO_SENSITIVE: LiteralString = (
    "MATCH (place:Service {id: $camhs}) "
    "CREATE (who)-[:WORKS_IN {id: $code + '-also', custodian: $code, recorded_at: datetime()}]->(place)"
)
VEIL: LiteralString = (
    "CREATE (on)-[:PROTECTED_BY {id: $code + '-on', custodian: $code, recorded_at: datetime()}]->"
    "(:Protection:$($label) {id: $code + '-veil', custodian: $code, kind: "
)
# Pat is no longer known to work with Kim, and is one of the team like any other.
NOT_AROUND: dict[str, LiteralString] = {
    "the seat has ended": PATS_SEAT + "fact.end = $today",
    "the seat has not begun": PATS_SEAT + "fact.start = $tomorrow",
    "the seat was a mistake": PATS_SEAT + "fact.end_reason = 'recorded_in_error'",
    "the seat is only said": PATS_SEAT + "fact.state = 'asserted'",
    "another authority says so": PATS_SEAT + "fact.custodian = $next_door",
    "consent was withdrawn": PATS_SEAT + "fact.end = $tomorrow, fact.end_reason = 'consent_withdrawn'",
    "in a sensitive service": PATS_SEAT + "fact.service_id = $camhs",
    "somebody of a sensitive service": "MATCH (who:Practitioner {id: $pat}) " + ALSO_SENSITIVE,
}
# Stu is not known to work with a sister of Kim's, and is one of the team like any other.
NOT_BESIDE: dict[str, LiteralString] = {
    "the seat has ended": STUS_SEAT + "fact.end = $today",
    "in a sensitive service": STUS_SEAT + "fact.service_id = $camhs",
    "the care has ended": CARE + "fact.end = $today",
    "the care is a placement": CARE + "fact.capacity = 'foster'",
    "the carer is held": CARE + "mum:Held REMOVE mum:$($label)",
    "the carer has a new identity": "MATCH (on:Carer {id: $mum}) " + VEIL + "'new_identity'})",
    "the sister has a new identity": "MATCH (on:Child {id: $sib}) " + VEIL + "'new_identity'})",
    "the sister is shielded": "MATCH (on:Child {id: $sib}) " + VEIL + "'shield'})",
    "the sister may be a shielded child": (
        "MATCH (child:Child {id: $sib}) CREATE (on:Child:$($label) {id: $code + '-twin', custodian: $code}) "
        "CREATE (child)-[:POSSIBLY_SAME_AS {id: $code + '-same', custodian: $code, state: 'open'}]->(on) "
        + VEIL + "'shield'})"
    ),
    "the sister is held": "MATCH (on:Child {id: $sib}) SET on:Held REMOVE on:$($label)",
}  # fmt: skip
# Whoever is one of these takes nothing over.
NEVER: dict[str, LiteralString] = {
    "is away": (
        "MATCH (pat:Practitioner {id: $pat}), (stu:Practitioner {id: $stu}) CREATE (pat)-[:COVERED_BY "
        "{id: $code + '-away', custodian: $code, absent_until: $today, recorded_at: datetime()}]->(stu)"
    ),
    "leaves too": "MATCH (:Practitioner {id: $pat})-[post:WORKS_IN]->() SET post.end = $tomorrow",
    "has left": "MATCH (:Practitioner {id: $pat})-[post:WORKS_IN]->() SET post.end = $yesterday",
    "has no account any more": "MATCH (pat:Practitioner {id: $pat}) SET pat.account_state = 'closed'",
    "has not come yet": "MATCH (:Practitioner {id: $pat})-[post:WORKS_IN]->() SET post.start = $tomorrow",
}
PATS_POST: LiteralString = (
    "MATCH (pat:Practitioner {id: $pat})-[post:WORKS_IN]->(team:Service {id: $team}) "
    "CREATE (next:Service:$($label)) SET next = team {.*, id: $code + '-next'} "
    "CREATE (pat)-[:WORKS_IN {id: $code + '-next-post', custodian: $code, recorded_at: datetime()}]->(next) "
)
# Pat is of another service of the same kind, and Lee's colleague no more, or not yet.
NO_COLLEAGUE: dict[str, LiteralString] = {
    "the post has ended": PATS_POST + "SET post.end = $today",
    "the post has not begun": PATS_POST + "SET post.start = $tomorrow",
    "the post was a mistake": PATS_POST + "SET post.end_reason = 'recorded_in_error'",
}


class TestHandoverPlan:
    async def test_whoever_works_with_the_child_comes_first_then_with_the_sister(
        self, graph: Graph, town: Town
    ) -> None:
        plan = await planned(graph, town)

        assert reasons(plan, "involvement") == [
            ("Pat", f"works with the child already, since {days(-90)}, same service"),
            ("Stu", "same service, works with the sister"),
        ]
        assert not plan.more

    async def test_the_pieces_are_those_that_have_to_end(self, graph: Graph, town: Town) -> None:
        plan = await planned(graph, town)
        listed = await list_open_work(graph, town.caller("max"), town.id_of("lee"))

        assert [one.model_dump(exclude={"candidates"}) for one in plan.work] == [
            one.model_dump() for one in listed.work
        ]

    async def test_only_those_who_work_with_the_child_can_lead(self, graph: Graph, town: Town) -> None:
        assert reasons(await planned(graph, town), "lead") == [
            ("Pat", f"works with the child already, since {days(-90)}")
        ]

    async def test_child_protection_is_led_by_a_social_worker(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        change(server, town, "MATCH ()-[lead:LEADS]->(:Child {id: $kim}) SET lead.kind = 'child_protection'")
        before = reasons(await planned(graph, town), "lead")
        change(
            server, town, "MATCH (:Practitioner {id: $pat})-[post:WORKS_IN]->(:Service {id: $team}) "
            "SET post.role = 'social_worker'"
        )  # fmt: skip

        assert before == []
        assert [name for name, _ in reasons(await planned(graph, town), "lead")] == ["Pat"]

    @pytest.mark.parametrize("statement", NOT_AROUND.values(), ids=NOT_AROUND)
    async def test_whoever_is_not_known_to_work_with_the_child_is_a_colleague_and_no_lead(
        self, graph: Graph, server: Connection, town: Town, statement: LiteralString
    ) -> None:
        change(server, town, statement)
        plan = await planned(graph, town)

        assert reasons(plan, "involvement") == [("Stu", "same service, works with the sister"), ("Pat", "same service")]
        assert reasons(plan, "lead") == []

    @pytest.mark.parametrize("statement", NOT_BESIDE.values(), ids=NOT_BESIDE)
    async def test_whoever_is_not_known_to_work_with_the_sister_is_a_colleague(
        self, graph: Graph, server: Connection, town: Town, statement: LiteralString
    ) -> None:
        change(server, town, statement)

        assert reasons(await planned(graph, town), "involvement")[1:] == [("Stu", "same service")]

    @pytest.mark.parametrize("statement", NEVER.values(), ids=NEVER)
    async def test_whoever_is_away_or_gone_or_going_takes_nothing_over(
        self, graph: Graph, server: Connection, town: Town, statement: LiteralString
    ) -> None:
        change(server, town, statement)
        plan = await planned(graph, town)

        assert [name for name, _ in reasons(plan, "involvement")] == ["Stu"]
        assert reasons(plan, "lead") == []

    @pytest.mark.parametrize("statement", NO_COLLEAGUE.values(), ids=NO_COLLEAGUE)
    async def test_whoever_has_no_post_in_the_same_service_today_is_no_colleague(
        self, graph: Graph, server: Connection, town: Town, statement: LiteralString
    ) -> None:
        change(server, town, NOT_AROUND["the seat has ended"])
        change(server, town, statement)

        assert [name for name, _ in reasons(await planned(graph, town), "involvement")] == ["Stu"]

    async def test_work_is_offered_only_to_services_of_its_kind(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        """Sky, of the school, works with Kim too: she could lead, and not take over a social worker's place."""
        seat = town.seat("sky")
        change(
            server, town, "MATCH (sky:Practitioner {id: $code + '-sky'}), (kim:Child {id: $kim}) "
            "CREATE (sky)-[:INVOLVED_WITH {id: $code + '-sky-seat', custodian: $code, state: 'confirmed', "
            "service_id: $school, recorded_at: datetime()}]->(kim)"
        )  # fmt: skip
        plan = await planned(graph, town)

        assert seat.service == town.id_of("school")
        assert [name for name, _ in reasons(plan, "involvement")] == ["Pat", "Stu"]
        assert reasons(plan, "lead")[1:] == [("Sky", "works with the child already")]

    async def test_the_data_team_is_told_of_colleagues_and_of_nobody_around_a_child(
        self, graph: Graph, town: Town
    ) -> None:
        plan = await planned(graph, town, "dana")

        assert reasons(plan, "involvement") == [(name, "same service") for name in ("Max", "Pat", "Stu")]
        assert reasons(plan, "lead") == []

    async def test_what_they_chair_and_have_raised_is_in_it_for_their_manager(
        self, graph: Graph, server: Connection
    ) -> None:
        town, ours = new_town(), {}
        ours["custodian"] = town.code
        meeting = f"{town.code}-meeting"
        raised = o.Indication(id=f"{town.code}-said", who=town.id_of("lee"), child=town.id_of("kim"),
                              kind="taking_action", raised_at=datetime.now(UTC), **ours)  # fmt: skip
        await settled(
            graph, server, town,
            [
                ("meetings", (o.Meeting(id=meeting, state="planned", **ours),)),
                ("chairs", (o.Chairs(practitioner=town.id_of("lee"), meeting=meeting, **ours),)),
                ("about", (o.About(meeting=meeting, child=town.id_of("kim"), **ours),)),
                ("indications", (raised,)),
            ],
        )  # fmt: skip
        plan, by_data_team = await planned(graph, town), await planned(graph, town, "dana")
        pat = f"works with the child already, since {days(-90)}, same service"

        assert reasons(plan, "chair") == [("Pat", pat), ("Stu", "same service")]
        assert reasons(plan, "indication") == [("Pat", pat)]
        assert ({one.what for one in by_data_team.work}, by_data_team.more) == ({"involvement", "lead"}, True)

    async def test_a_shielded_childs_work_is_neither_named_nor_counted(
        self, graph: Graph, server: Connection, town: Town
    ) -> None:
        shielded(server, town)

        plan = await planned(graph, town)

        assert (plan.work, plan.more) == ([], True)

    async def test_a_few_are_named_and_no_more(self, graph: Graph, server: Connection) -> None:
        town = new_town()
        many = [f"colleague-{at}" for at in range(5)]
        people = tuple(o.Practitioner(id=town.id_of(name), name=name, custodian=town.code) for name in many)
        posts = tuple(o.WorksIn(practitioner=one.id, service=town.id_of("team"), custodian=town.code) for one in people)
        await settled(graph, server, town, [("practitioners", people), ("works_in", posts)])

        found = reasons(await planned(graph, town), "involvement")

        assert [name for name, _ in found] == ["Pat", "Stu", "colleague-0"]

    async def test_nobody_else_is_told(self, graph: Graph, town: Town) -> None:
        problem = await refused(NotPermitted, planned(graph, town, who="casey"))

        assert problem.reason == "not_your_team"
        for who in ("ned", "nobody"):
            await refused(NotFound, planned(graph, town, "dana", who))

    async def test_everybody_named_is_in_the_record(self, graph: Graph, server: Connection, town: Town) -> None:
        await planned(graph, town)

        [[outcome, rule, level, returned]] = ask(
            server,
            "MATCH (d:Disclosure {action: 'handover_plan', authority: $code}) "
            "RETURN d.outcome, d.rule, d.level, d.returned",
            code=town.code,
        )  # fmt: skip
        assert (outcome, rule, level) == ("shown", "manages", "content")
        assert isinstance(returned, list)
        named = {town.id_of(one) for one in ("kim", "sib", "pat", "stu")}
        assert set(returned) == named | {town.seat("lee").id, f"{town.code}-lead"}

    async def test_an_account_that_is_not_active_is_shown_nothing(self, graph: Graph, town: Town) -> None:
        gone = town.caller("max")
        gone = replace(gone, signed_in=replace(gone.signed_in, subject="nobody"))

        await refused(AccountSuspended, handover_plan(graph, gone, town.id_of("lee")))

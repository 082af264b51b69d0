"""Two who write to the same two things, each beginning at the other's end: both are done, and nobody is turned away.

Each change locks the child that it is about first. What it then writes to belongs to others as well: another child of
the same meeting, a colleague. Begun at opposite ends, two changes can each hold what the other waits for. Then the
database refuses one of them, and the service does that one again.
"""

import asyncio
from collections.abc import Awaitable

import pytest

from graph_service.actions.leaving import close_practitioner_account
from graph_service.actions.meetings import cancel_meeting, hold_meeting, plan_meeting
from graph_service.actions.people import cover_practitioner
from graph_service.domain.changes import Recorded
from graph_service.domain.closed_lists import MeetingKind
from graph_service.domain.leaving import Leaving, LeftPiece
from graph_service.domain.meetings import Cancellation, HeldMeeting, NewMeeting
from graph_service.domain.people import Cover
from graph_service.domain.problems import ChangedMeanwhile
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests.conftest import ask
from tests.town import Town, days, new_town, settled

pytestmark = [pytest.mark.graph, pytest.mark.anyio]
ROUNDS = 25
TOWNS = 5  # where a round uses up the people in it
CHILDREN = ("kim", "sib", "zed")


def meet(
    graph: Graph, town: Town, day: int, child: str, others: tuple[str, ...] = (), invited: tuple[str, ...] = ()
) -> Awaitable[Recorded]:
    new = NewMeeting(
        kind=MeetingKind.TEAM_AROUND_THE_FAMILY,
        planned_on=days(day),
        children=[town.id_of(name) for name in others],
        invited=[town.id_of(name) for name in invited],
    )
    return plan_meeting(graph, town.caller("fran"), town.id_of(child), new, town.attempt())


def expect_every_number(server: Connection, town: Town) -> None:
    """The change log of the town counts from one without a gap, whoever had to be done again."""
    numbers = [
        number
        for (number,) in ask(
            server, "MATCH (c:Change {authority: $code}) RETURN c.sequence ORDER BY c.sequence", code=town.code
        )
    ]
    assert numbers == list(range(1, len(numbers) + 1))


class TestAtOppositeEnds:
    async def test_meetings_about_two_children_planned_from_either_end(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        for day in range(1, ROUNDS + 1):
            await asyncio.gather(
                meet(graph, town, day, "kim", ("sib",)),
                meet(graph, town, day + 100, "sib", ("kim",)),
            )

        for child in ("kim", "sib"):
            found = "MATCH (m:Meeting)-[:ABOUT]->(:Child {id: $id}) RETURN count(DISTINCT m)"
            assert ask(server, found, id=town.id_of(child)) == [[2 * ROUNDS]]
        expect_every_number(server, town)

    async def test_meetings_about_three_children_planned_in_a_ring(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        for day in range(1, ROUNDS + 1):
            await asyncio.gather(
                *(
                    meet(graph, town, day + 100 * at, CHILDREN[at], (*CHILDREN[at + 1 :], *CHILDREN[:at]))
                    for at in range(3)
                )
            )

        expect_every_number(server, town)

    async def test_two_who_cover_for_each_other(self, graph: Graph, town: Town, server: Connection) -> None:
        def covers(who: str, other: str, day: int) -> Awaitable[object]:
            cover = Cover(absent_until=days(day), covered_by=town.id_of(other))
            return cover_practitioner(graph, town.caller("dana"), town.id_of(who), cover, town.attempt())

        for day in range(1, ROUNDS + 1):
            await asyncio.gather(covers("lee", "pat", day), covers("pat", "lee", day))

        expect_every_number(server, town)

    async def test_somebody_leaves_while_they_are_invited_to_meetings_about_their_children(
        self, graph: Graph, server: Connection
    ) -> None:
        for _ in range(TOWNS):
            town = new_town()
            seats = tuple(town.seat("pat", child) for child in CHILDREN[1:])
            await settled(graph, server, town, [("involvements", seats)])
            work = [
                LeftPiece.model_validate({"fact_id": town.seat("pat", child).id, "end_reason": "practitioner_left"})
                for child in CHILDREN
            ]
            leaves = close_practitioner_account(
                graph, town.caller("max"), town.id_of("pat"), Leaving(work=work), town.attempt()
            )

            await asyncio.gather(
                *(meet(graph, town, day, child, invited=("pat",)) for child in CHILDREN for day in (1, 2)),
                leaves,
                *(meet(graph, town, day, child, invited=("pat",)) for child in CHILDREN for day in (3, 4)),
            )

            expect_every_number(server, town)

    async def test_a_meeting_about_two_children_held_as_of_one_and_moved_as_of_the_other(
        self, graph: Graph, town: Town, server: Connection
    ) -> None:
        fran, kim, sib = town.caller("fran"), town.id_of("kim"), town.id_of("sib")

        for day in range(1, ROUNDS + 1):
            made = await meet(graph, town, day, "kim", ("sib",))
            held = HeldMeeting(held_on=days(0), attended=[town.id_of("lee")])
            moved = Cancellation(planned_on=days(day + 200))
            told = await asyncio.gather(
                hold_meeting(graph, fran, kim, made.id, held, town.attempt(1)),
                cancel_meeting(graph, fran, sib, made.id, moved, town.attempt(1)),
                return_exceptions=True,
            )

            lost = [answer for answer in told if isinstance(answer, ChangedMeanwhile)]
            assert [answer.more["version"] for answer in lost] == [2]
            assert sum(isinstance(answer, Recorded) for answer in told) == 1
            assert ask(server, "MATCH (v:Version {fact_id: $id}) RETURN count(v)", id=made.id) == [[1]]
        expect_every_number(server, town)

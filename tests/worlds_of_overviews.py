"""What makes the overviews answer: work that overlaps or is apart, somebody who leaves, and a meeting to come.

Added to the worlds of `tests/worlds_of_signals.py`, where chance alone would seldom bring two such facts together.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tests.oracle import (
    About,
    Assessment,
    Carer,
    CaresFor,
    Chairs,
    Child,
    Indication,
    Invited,
    Involvement,
    Leads,
    Meeting,
    Practitioner,
    SpokeWith,
    WorksIn,
    World,
)
from tests.worlds import (
    CAPACITIES,
    LEAD_KINDS,
    MOSTLY_CURRENT,
    Draw,
    day,
    one_of_each,
    period,
    pick,
    some,
    with_one_lead_each,
)

OFTEN = [True, True, False]
# So that a window of half a year cuts some of them off.
BEGUN = [-150, -150, -20, -20, 0, -190, 1]
# A seat that is to come is open work, too.
SEATS = [*MOSTLY_CURRENT, *MOSTLY_CURRENT, (9, None)]


def with_overviews(draw: Draw[Any], world: World) -> World:
    world = with_a_staff(draw, world)
    for one, other in sisters(draw, world):
        world = with_two_teams(draw, world, one, other)
        world = with_contact(draw, world, one, other)
    for child in world.children[:3]:
        world = with_two_assessments(draw, world, child)
        world = with_a_leaver(draw, world, child)
    return world


def with_a_staff(draw: Draw[Any], world: World) -> World:
    """Most people work in a team that somebody manages; some are social workers, and a few have left."""
    managed = [one.service for one in world.manages] or [one.id for one in world.services]
    people = [replace(one, is_gone=pick(draw, [False] * 11 + [True])) for one in world.practitioners]
    works = [replace(one, role=pick(draw, [None, "social_worker"])) for one in world.works_in]
    for one in people:
        if pick(draw, OFTEN):
            told = {"practitioner": one.id, "service": pick(draw, managed), "custodian": one.custodian}
            works.append(WorksIn(**told, role="social_worker", **period(draw, [(-400, None), *MOSTLY_CURRENT])))
    kept = one_of_each(works, lambda one: (one.practitioner, one.service))
    return replace(world, practitioners=tuple(people), works_in=kept)


def sisters(draw: Draw[Any], world: World) -> Iterator[tuple[Child, Child]]:
    """Two children of the cast, whom the first authority keeps from now on, mostly."""
    for _ in some(draw, 1, 2):
        one, other = pick(draw, world.children), pick(draw, world.children)
        if one.id != other.id:
            yield one, other


def with_two_teams(draw: Draw[Any], world: World, one: Child, other: Child) -> World:
    """A carer of both, and somebody who works with each; now and then the same."""
    carer: Carer | Child = pick(draw, world.carers)
    posts = [each.id for each in world.services if each.tier == "additional"] * 3 + [each.id for each in world.services]
    seats = list(world.involvements)
    cares = list(world.cares_for)
    for child in (one, other):
        kept = {"child": child.id, "custodian": child.custodian}
        cares.append(CaresFor(carer=carer.id, capacity=pick(draw, CAPACITIES), **kept, **period(draw, MOSTLY_CURRENT)))
        for _ in some(draw, 1, 2):
            seats.append(
                Involvement(
                    id=f"involvement-apart-{one.id}-{other.id}-{len(seats)}",
                    who=pick(draw, world.practitioners).id,
                    service=pick(draw, posts),
                    role="social_worker",
                    **kept,
                    **period(draw, SEATS),
                )
            )
    return replace(
        world,
        involvements=one_of_each(seats, lambda seat: (seat.who, seat.child, seat.start)),
        cares_for=one_of_each(cares, lambda care: (care.carer, care.child)),
    )


def with_contact(draw: Draw[Any], world: World, one: Child, other: Child) -> World:
    """Two of the people who work with them spoke about one of the two, within the window or before it."""
    around = sorted({seat.who for seat in world.involvements if seat.child in (one.id, other.id)})
    people = [who.id for who in world.practitioners if who.id in around]
    if len(people) < 2 or pick(draw, OFTEN):
        return world
    first, second = pick(draw, people), pick(draw, people)
    if first == second:
        return world
    told = {"one": first, "other": second, "custodian": one.custodian, "on": day(pick(draw, [-3, -180, -181, 0]))}
    return replace(world, spoke=(*world.spoke, SpokeWith(child=pick(draw, [one, other]).id, **told)))


def with_two_assessments(draw: Draw[Any], world: World, child: Child) -> World:
    """Of one kind, by two people, who worked for one agency each when they began."""
    if not pick(draw, OFTEN):
        return world
    made, works = list(world.assessments), list(world.works_in)
    for agency in world.agencies:
        who = pick(draw, world.practitioners)
        posts = [one.id for one in world.services if one.agency == agency.id] or [world.services[0].id]
        works.append(WorksIn(practitioner=who.id, service=pick(draw, posts), custodian=who.custodian, start=day(-400)))
        state = pick(draw, ["in_progress", "completed", "completed", "abandoned"])
        made.append(
            Assessment(
                id=f"assessment-of-{child.id}-for-{agency.id}",
                who=who.id,
                child=child.id,
                custodian=child.custodian,
                kind="early_help",
                state=state,
                started_on=day(pick(draw, BEGUN)),
                completed_on=day(-1) if state == "completed" else None,
            )
        )
    return replace(
        world,
        assessments=one_of_each(made, lambda one: (one.who, one.child, one.kind, one.started_on)),
        works_in=one_of_each(works, lambda one: (one.practitioner, one.service)),
    )


def with_a_leaver(draw: Draw[Any], world: World, child: Child) -> World:
    """Somebody works with the child, and mostly leads, has said something or is to chair a meeting about it."""
    if not pick(draw, OFTEN):
        return world
    who, kept = pick(draw, world.practitioners), {"child": child.id, "custodian": child.custodian}
    seat = Involvement(
        id=f"involvement-of-{child.id}", who=who.id, service=pick(draw, world.services).id, role="social_worker",
        **kept, **period(draw, SEATS),
    )  # fmt: skip
    seats = one_of_each([*world.involvements, seat], lambda one: (one.who, one.child, one.start))
    world = replace(world, involvements=seats)
    what = pick(draw, ["leads", "raises", "meets", "meets", "nothing"])
    if what == "leads":
        lead = Leads(
            id=f"lead-of-{child.id}", who=who.id, kind=pick(draw, LEAD_KINDS), **kept,
            state=pick(draw, ["accepted", "accepted", "proposed", "holding_baton"]),
        )  # fmt: skip
        return replace(world, leads=with_one_lead_each([*world.leads, lead]))
    if what == "raises":
        raised = Indication(
            id=f"indication-of-{child.id}", who=who.id, kind="taking_action", **kept,
            raised_at=datetime(2026, 2, 5, 12, tzinfo=UTC),
        )  # fmt: skip
        return replace(world, indications=(*world.indications, raised))
    return with_a_meeting(draw, world, child, who) if what == "meets" else world


def with_a_meeting(draw: Draw[Any], world: World, child: Child, who: Practitioner) -> World:
    """Planned, and about the child; those who take part are whoever they are."""
    people = [one.id for one in world.practitioners]
    meeting = Meeting(
        id=f"meeting-of-{child.id}", custodian=child.custodian, state="planned", kind="core_group",
        planned_on=day(pick(draw, [9, 3, 0])), recorded_by=pick(draw, [who.id, *people, "somebody else"]),
    )  # fmt: skip
    part = {"meeting": meeting.id, "custodian": child.custodian}
    chairs = [Chairs(id=f"chairing-of-{child.id}", practitioner=who.id, **part)] if pick(draw, OFTEN) else []
    invited = [Invited(practitioner=pick(draw, people), **part)] if pick(draw, OFTEN) else []
    return replace(
        world,
        meetings=(*world.meetings, meeting),
        about=(*world.about, About(child=child.id, **part)),
        chairs=(*world.chairs, *chairs),
        invited=(*world.invited, *invited),
    )

"""What makes the overviews answer: work that overlaps or is apart, somebody who leaves, and a meeting to come.

Added to the worlds of `tests/worlds_of_signals.py`, where chance alone would seldom bring two such facts together.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

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
    Manages,
    Meeting,
    Practitioner,
    Service,
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
POSTS = [(-400, None)] * 8 + [(-400, 30), (-400, -10), (-100, None), (5, None)]
# A seat that is to come is open work, too.
SEATS = [*MOSTLY_CURRENT, *MOSTLY_CURRENT, (9, None)]


COLLEAGUE_NAMES = ["Ida Fox", "Élan Roe", "ben Lum", "Uma Day"]
# The service of each second colleague, which may be one whose people are not named.
OTHER_SERVICES = [("family_support", "additional")] * 5 + [("mental_health", "sensitive"), ("school", "universal")]


def with_overviews(draw: Draw[Any], world: World) -> World:
    world = with_managers(draw, with_colleagues(draw, with_two_services(draw, world)))
    for one, other in sisters(draw, world):
        world = with_two_teams(draw, world, one, other)
        world = with_contact(draw, world, one, other)
    for child in world.children[:3]:
        world = with_two_assessments(draw, world, child)
        world = with_a_leaver(draw, world, child)
    return world


def with_two_services(draw: Draw[Any], world: World) -> World:
    """One of each agency."""
    kinds = [("family_support", "additional"), pick(draw, OTHER_SERVICES)]
    services = [
        Service(
            id=f"service-of-{agency.id}", custodian=agency.custodian, name=f"Service of {agency.name}", kind=kind,
            tier=tier, phone=None, agency=agency.id,
        )
        for agency, (kind, tier) in zip(world.agencies, kinds, strict=True)
    ]  # fmt: skip
    return replace(world, services=(*world.services, *services))


def with_colleagues(draw: Draw[Any], world: World) -> World:
    """People who do nothing but what is drawn here: else everybody knows everybody. A few have left."""
    here = [world.authorities[0].code] * 5 + [one.code for one in world.authorities]
    people, works = [], [replace(one, role=pick(draw, [None, "social_worker"])) for one in world.works_in]
    for at in some(draw, 2, 4):
        one = Practitioner(
            id=f"practitioner-too-{at}", custodian=pick(draw, here), name=COLLEAGUE_NAMES[at],
            is_gone=pick(draw, [False] * 7 + [True]),
        )  # fmt: skip
        people.append(one)
        told = {"practitioner": one.id, "custodian": one.custodian, "role": pick(draw, [None, "social_worker"])}
        posts = {world.services[at % 2 - 2].id, *pick(draw, [(), (), *((each.id,) for each in world.services)])}
        works += [WorksIn(service=post, **told, **period(draw, POSTS)) for post in sorted(posts)]
    return replace(world, practitioners=(*world.practitioners, *people), works_in=tuple(works))


def with_managers(draw: Draw[Any], world: World) -> World:
    """Whoever manages anything mostly manages those services, too."""
    manages = list(world.manages)
    for who in sorted({one.practitioner for one in world.manages}):
        for service in world.services[-2:]:
            if pick(draw, OFTEN):
                manages.append(Manages(practitioner=who, service=service.id, custodian=world.authorities[0].code))
    return replace(world, manages=tuple(manages))


def colleagues(world: World) -> list[Practitioner]:
    return [one for one in world.practitioners if one.id.startswith("practitioner-too")]


def sisters(draw: Draw[Any], world: World) -> Iterator[tuple[Child, Child]]:
    """Two children whom one authority keeps, mostly the first."""
    for _ in some(draw, 1, 2):
        code = pick(draw, [world.authorities[0].code] * 3 + [one.code for one in world.authorities])
        kept = [child for child in world.children if child.custodian == code]
        if len(kept) > 1:
            one, other = draw(st.permutations(kept))[:2]
            yield one, other


def with_two_teams(draw: Draw[Any], world: World, one: Child, other: Child) -> World:
    """A carer of both, and somebody who works with each; now and then the same."""
    carer: Carer | Child = pick(draw, world.carers)
    posts = [each.id for each in world.services if each.tier == "additional"] * 3 + [each.id for each in world.services]
    seats = list(world.involvements)
    cares = list(world.cares_for)
    people = draw(st.permutations(colleagues(world)))
    for at, child in enumerate((one, other)):
        kept = {"child": child.id, "custodian": child.custodian}
        cares.append(CaresFor(carer=carer.id, capacity=pick(draw, CAPACITIES), **kept, **period(draw, MOSTLY_CURRENT)))
        # Mostly somebody else than the sister's.
        for _ in some(draw, 1, 2):
            seats.append(
                Involvement(
                    id=f"involvement-apart-{one.id}-{other.id}-{len(seats)}",
                    who=pick(draw, [*people[at::2] * 12, *people, *world.practitioners]).id,
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
    """Of one kind, by two people, mostly of one agency each."""
    if not pick(draw, OFTEN):
        return world
    made = list(world.assessments)
    people = colleagues(world)
    for at, agency in enumerate(world.agencies):
        who = pick(draw, [*people[at::2] * 6, *people, *world.practitioners])
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
    return replace(world, assessments=one_of_each(made, lambda one: (one.who, one.child, one.kind, one.started_on)))


def with_a_leaver(draw: Draw[Any], world: World, child: Child) -> World:
    """Somebody works with the child, and mostly leads, has said something or is to chair a meeting about it."""
    if not pick(draw, OFTEN):
        return world
    who, kept = (
        pick(draw, [*colleagues(world) * 2, *world.practitioners]),
        {"child": child.id, "custodian": child.custodian},
    )
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

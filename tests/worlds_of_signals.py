"""Worlds of `tests/worlds.py` with signals that stand in them, and what is asked across their children.

The signals are written as an evaluation would (cypher/evaluation/settle_signals.cypher), but drawn: the matter is who
is told of them, not whether they are true. What they say is a sentence that nobody need understand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle import CaresFor, Child, Involvement, Manages, Service, World
from tests.signal_facts import Signal, SignalDecision, Wanted
from tests.worlds import CAPACITIES, MOSTLY_CURRENT, NOBODY, Draw, Scene, day, one_of_each, period, pick, scenes, some
from tests.worlds_of_overviews import with_overviews

# Codes of signals that there are, as few as make two of one likely.
CODES = ["U01", "U02", "U22"]
SINCE = [-100, -100, -100, -30, -30, -8, -7, -1, 0, 1, 20]
UNTIL = [None] * 9 + [30, 1, 0, -5]
ENDED = [None] * 12 + [0, -3, -10, -60]
# What a signal rests on, as files of signals say it; the plain case first.
SHOWS = [
    (), (), (), (), (), ("past",), ("lead",), ("family",), ("address",), ("address", "past"), ("indications", "past"),
    ("assessments", "past"), ("team",),
]  # fmt: skip
# What a sensitive service knows to be so, to be otherwise, or not to be so at all.
VIEWS = ["same", "same", "open only", "whole only", "both"]


@dataclass(frozen=True, kw_only=True)
class Across(Scene):
    """What is asked beside: lists narrowed, pairs of children of whom a path is asked for, and who leaves."""

    wanted: tuple[Wanted, ...]
    pairs: tuple[tuple[str, str], ...]
    leavers: tuple[str, ...]


@st.composite
def scenes_across(draw: Draw[Any]) -> Across:
    scene = with_those_who_answer(draw, draw(scenes()))
    pairs = tuple(pairs_of(draw, scene))
    world = with_connections(draw, with_homes(draw, scene.world), pairs)
    world = with_overviews(draw, world)
    world = replace(world, signals=tuple(signals_of(draw, world, scene.cast)))
    world = replace(world, decisions=tuple(decisions_of(draw, world)))
    return Across(
        world=world,
        callers=scene.callers,
        searches=scene.searches,
        absent=scene.absent,
        cast=scene.cast,
        wanted=(Wanted(), wanted(draw, world)),
        pairs=pairs,
        leavers=tuple(one.id for one in world.practitioners),
    )


def with_those_who_answer(draw: Draw[Any], scene: Scene) -> Scene:
    """The first who look answer for children, mostly: a front door, a manager with a team, and a data team."""
    world, callers = scene.world, list(scene.callers)
    accounts = list(world.accounts)
    for at, role in enumerate(pick(draw, [("front_door", "manager", "data_team")] * 4 + [()])):
        here = pick(draw, [world.authorities[0].code] * 5 + [accounts[at].authority])
        accounts[at] = replace(accounts[at], role=role, authority=here)
        callers[at] = replace(callers[at], role=role, authority=here)
    teams = draw(st.lists(st.sampled_from(world.services), min_size=1, max_size=2, unique=True))
    manages = [
        Manages(practitioner=callers[1].practitioner, service=team.id, custodian=world.authorities[0].code)
        for team in teams
    ]
    manages = one_of_each([*world.manages, *manages], lambda one: (one.practitioner, one.service))
    return replace(scene, callers=tuple(callers), world=replace(world, accounts=tuple(accounts), manages=manages))


def with_connections(draw: Draw[Any], world: World, pairs: Sequence[tuple[str, str]]) -> World:
    """What connects some of those who are asked about: somebody whom both know, or two with a child between them."""
    there = {child.id: child for child in world.children}
    seats: list[Involvement] = []
    cares: list[CaresFor] = []
    for one, other in [pair for pair in pairs if set(pair) <= set(there)] * 2:
        between = pick(draw, [(), (), *((child,) for child in there)])
        way = (one, *between, other)
        for at in range(len(way) - 1):
            who, post = pick(draw, world.practitioners).id, post_of(draw, world)
            is_family = bool(world.carers) and pick(draw, [False, False, False, True])
            carer = pick(draw, world.carers).id if is_family else ""
            for child in sorted({way[at], way[at + 1]}):
                told = {"child": child, "custodian": there[child].custodian} | period(draw, MOSTLY_CURRENT)
                if is_family:
                    cares.append(CaresFor(carer=carer, capacity=pick(draw, CAPACITIES), **told))
                else:
                    name = f"involvement-across-{len(seats)}"
                    seats.append(Involvement(id=name, who=who, service=post, role="social_worker", **told))
    return replace(
        world,
        involvements=one_of_each([*world.involvements, *seats], lambda one: (one.who, one.child, one.start)),
        cares_for=one_of_each([*world.cares_for, *cares], lambda one: (one.carer, one.child)),
    )


def post_of(draw: Draw[Any], world: World) -> str:
    """Mostly one that carries a step."""
    additional = [one.id for one in world.services if one.tier == "additional"]
    return pick(draw, [*additional * 3, *(one.id for one in world.services)])


def with_homes(draw: Draw[Any], world: World) -> World:
    """Now and then one of the services is a children's home, whose staff connect nobody."""
    services = [as_home(one) if pick(draw, [False] * 5 + [True]) else one for one in world.services]
    return replace(world, services=tuple(services))


def as_home(service: Service) -> Service:
    return replace(service, kind="childrens_home") if service.tier == "additional" else service


def signals_of(draw: Draw[Any], world: World, cast: int) -> Iterator[Signal]:
    """A few for each child, no two that stand of one code and view, as the graph holds it."""
    for child in world.children[:cast]:
        for code in CODES:
            if pick(draw, [True, True, False]):
                yield from views_of(draw, signal_of(draw, world, child, code))


def signal_of(draw: Draw[Any], world: World, child: Child, code: str) -> Signal:
    others = [one.id for one in world.children if one != child and one.custodian == child.custodian]
    since = day(pick(draw, SINCE))
    ended = pick(draw, ENDED)
    return Signal(
        id=f"signal-of-{child.id}-{code}",
        custodian=child.custodian,
        code=code,
        child=child.id,
        others=(pick(draw, others),) if others and pick(draw, [False, False, False, True]) else (),
        since=since,
        until=until_after(pick(draw, UNTIL), since),
        ended_on=None if ended is None or since > day(0) else max(day(ended), since),
        shows=pick(draw, SHOWS),
        evidence=pick(draw, [(), ("INVOLVED_WITH fact-1 2026-01-05", "LEADS fact-2")]),
    )


def until_after(offset: int | None, since: Any) -> Any:
    """It ends by itself on a day after it began, which may have come."""
    return None if offset is None else max(day(offset), since + timedelta(days=1))


def views_of(draw: Draw[Any], signal: Signal) -> Iterator[Signal]:
    what = pick(draw, VIEWS)
    if what != "whole only":
        yield replace(signal, id=f"{signal.id}-open", reason=f"{signal.id}, outside.", entire=what == "same")
    if what in ("whole only", "both"):
        since = signal.since - timedelta(days=pick(draw, [0, 1]))
        yield replace(signal, id=f"{signal.id}-whole", reason=f"{signal.id}, in all.", view="whole", since=since)


def decisions_of(draw: Draw[Any], world: World) -> Iterator[SignalDecision]:
    """The later of two is the one that counts."""
    people = [one.id for one in world.practitioners]
    for signal in world.signals:
        for at in range(pick(draw, [0, 0, 0, 1, 1, 2])):
            decision = pick(draw, ["assign", "snooze", "known_and_right"])
            waits = decision != "assign"
            yield SignalDecision(
                id=f"{signal.id}-{pick(draw, ['a', 'b'])}{at}",
                custodian=signal.custodian,
                signal=signal.id,
                at=datetime(2026, 6, 1 + at, 12, tzinfo=UTC),
                decision=decision,
                until=day(pick(draw, [10, 1, 0, -1])) if waits else None,
                reason="lead_asked" if waits else None,
                assigned_to=None if waits else pick(draw, people),
            )


def wanted(draw: Draw[Any], world: World) -> Wanted:
    service = pick(draw, [None, *(one.id for one in world.services)])
    ages = pick(draw, [(0, 25), (0, 25), (0, 9), (10, 25)])
    return Wanted(
        codes=pick(draw, [(), (), ("U01",), ("U02", "U22")]),
        service=service,
        age_from=ages[0],
        age_to=ages[1],
        standing_days=pick(draw, [0, 0, 1, 30]),
        decided=pick(draw, [False, True, True]),
    )


def pairs_of(draw: Draw[Any], scene: Scene) -> Iterator[tuple[str, str]]:
    """Two children of the cast, both ways round or not, and now and then one who is not there."""
    cast = scene.children[: scene.cast]
    for _ in some(draw, 1, 3):
        one, other = pick(draw, cast), pick(draw, [*cast, *cast, NOBODY])
        if one != other:
            yield pick(draw, [(one, other), (other, one)])

"""Who of a team has met or spoken with whom: the map's lines between people, and the table that says the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from graph_service.domain.closed_lists import MeetingState
from graph_service.domain.networks import Involvement, Meeting, Network
from graph_service.web.wording import day

Pair = tuple[str, str]  # two people's ids, the lesser first


@dataclass(frozen=True)
class Colleague:
    """One of the current team: with whom they are in touch and how, and with whom not, as far as is recorded."""

    id: str
    name: str
    joined: list[tuple[str, str]]  # name, how
    apart: list[str]


def links(network: Network) -> dict[Pair, str]:
    """How each two people of the current team are joined, in words; a pair that is not joined is absent."""
    found: dict[Pair, list[str]] = {}
    for pair, how in [*_met(network.meetings), *_spoke(network), *_same_service(network.team)]:
        found.setdefault(pair, []).append(how)
    people = _people(network)
    return {pair: ", ".join(hows) for pair, hows in found.items() if set(pair) <= people.keys()}


def colleagues(network: Network) -> list[Colleague]:
    """Everybody of the current team, in its order; nobody where there are not two."""
    people, joined = _people(network), links(network)
    if len(people) < 2:
        return []
    return [
        Colleague(
            one,
            name,
            [(people[other], joined[_pair(one, other)]) for other in people if _pair(one, other) in joined],
            [people[other] for other in people if other != one and _pair(one, other) not in joined],
        )
        for one, name in people.items()
    ]


def _people(network: Network) -> dict[str, str]:
    return {seat.id: seat.name for seat in network.team if seat.id and seat.current and seat.kind == "practitioner"}


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _met(meetings: list[Meeting]) -> Iterator[tuple[Pair, str]]:
    """The last time that both came; the meetings are told latest first."""
    seen: set[Pair] = set()
    for meeting in meetings:
        if meeting.state is not MeetingState.HELD:
            continue
        came = {*meeting.attended, *([meeting.chair] if meeting.chair else [])}
        for one, other in combinations(sorted(came), 2):
            if (one, other) not in seen:
                seen.add((one, other))
                yield (one, other), f"met on {day(meeting.held_on)}" if meeting.held_on else "met"


def _spoke(network: Network) -> Iterator[tuple[Pair, str]]:
    for talk in network.conversations:
        yield _pair(talk.between[0], talk.between[1]), f"spoke on {day(talk.last_on)}"


def _same_service(team: list[Involvement]) -> Iterator[tuple[Pair, str]]:
    at: dict[str, set[str]] = {}
    for seat in team:
        if seat.id and seat.post and seat.current and seat.kind == "practitioner":
            at.setdefault(seat.post.id, set()).add(seat.id)
    together = {pair for people in at.values() for pair in combinations(sorted(people), 2)}
    yield from ((pair, "same service") for pair in sorted(together))

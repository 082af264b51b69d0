"""How children are connected, said a second time: `tests/oracle.py` for paths and neighbourhoods.

Written from "Paths" in docs/access.md alone; it shares no code with the service. Every connection is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.oracle import SIBLING_CAPACITIES, Answer, CaresFor, Child, Involvement, Json, Oracle

# "Those that are shown teams and families; no school, police or system." Reading: nor the out-of-hours desk and the
# data team, who have no team of their own.
FOLLOWING = {
    "practitioner", "lead", "manager", "front_door", "conference_chair", "reviewing_officer", "health",
    "national_partner",
}  # fmt: skip

# Of several ways in which a person is connected, the one that is told first.
STRONGEST = ("leads", "works_with", "cares_for")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much is followed, and how much of a neighbourhood is shown."""

    people: int = 60
    between: int = 200
    shown_people: int = 60
    shown_children: int = 60


@dataclass(frozen=True)
class PathOracle:
    """Answers every question about connections of one caller on one day."""

    oracle: Oracle
    bounds: Bounds

    # What can be asked

    def find_path(self, one_id: str, other_id: str) -> Answer:
        """At most four steps: one person between the two children, or a person, a child and a person."""
        if (refusal := self.refusal()) is not None:
            return refusal
        one, other = self.open_child(one_id), self.open_child(other_id)
        if one is None or other is None:
            return "not-found"
        if any(len(self.people(end)) > self.bounds.people for end in (one, other)):
            return "too-many-to-follow"
        if not self.shared(one, other):
            between = self.between(one, other)
            if len(between) > self.bounds.between:
                return "too-many-to-follow"
            hops = [(one, between[0]), (between[0], other)] if between else []
        else:
            hops = [(one, other)]
        links = [self.link(*hop) for hop in hops]
        return {"ends": [self.end(one), self.end(other)], "links": links, "steps": 2 * len(links)}

    def read_neighbourhood(self, child_id: str) -> Answer:
        """The people of one child, and the children whom they connect it with."""
        if (refusal := self.refusal()) is not None:
            return refusal
        child = self.open_child(child_id)
        if child is None:
            return "not-found"
        people = sorted(self.people(child), key=lambda who: (self.oracle.name(who), who))
        shown = people[: self.bounds.shown_people]
        children = [other for other in self.by_name() if other != child and self.people(other) & set(shown)]
        return {
            "rule": self.oracle.sight(child).told,
            "child": {"id": child.id, "name": self.oracle.name(child.id)},
            "people": [self.person(who, child) for who in shown],
            "children": [self.near(other, shown) for other in children[: self.bounds.shown_children]],
            "more_people": len(people) > len(shown),
            "more_children": len(children) > self.bounds.shown_children,
        }

    def refusal(self) -> str | None:
        if self.oracle.caller.role not in FOLLOWING:
            return "not-permitted"
        return None if self.oracle.account_is_active() else "account-suspended"

    # Whom a step leads to

    def open_child(self, child_id: str) -> Child | None:
        """Open at content and not protected for this caller; anybody else is as one who is absent."""
        child = self.oracle.child(child_id)
        return child if child is not None and self.oracle.sight(child).is_open else None

    def by_name(self) -> list[Child]:
        """Every child who may stand in a path."""
        there = [child for child in self.oracle.world.children if self.oracle.sight(child).is_open]
        return sorted(there, key=lambda child: (self.oracle.name(child.id), child.id))

    def between(self, one: Child, other: Child) -> list[Child]:
        return [child for child in self.by_name() if self.is_between(child, one, other)]

    def is_between(self, child: Child, one: Child, other: Child) -> bool:
        return child not in (one, other) and bool(self.shared(one, child)) and bool(self.shared(child, other))

    def shared(self, one: Child, other: Child) -> set[str]:
        return self.people(one) & self.people(other)

    # Who connects a child

    def people(self, child: Child) -> set[str]:
        return {who for who, _ in self.ways(child)}

    def ways(self, child: Child) -> set[tuple[str, str]]:
        """Who is connected with the child, and how."""
        return {*self.those_who_work(child), *self.those_who_lead(child), *self.those_who_care(child)}

    def those_who_work(self, child: Child) -> Iterator[tuple[str, str]]:
        if self.oracle.projection.team == "all":
            for seat in self.oracle.seats(child):
                if self.carries_a_step(seat, child):
                    yield seat.who, "works_with"

    def carries_a_step(self, seat: Involvement, child: Child) -> bool:
        """Never over a service itself, nor over what rested on a consent that was withdrawn."""
        return (
            self.oracle.find_practitioner(seat.who) is not None
            and seat.state == "confirmed"
            and seat.custodian == child.custodian
            and self.oracle.is_current(seat)
            and seat.end_reason != "consent_withdrawn"
            and not self.oracle.is_unnamed(seat.who, child)
            and self.connects(seat.service)
        )

    def connects(self, post: str) -> bool:
        """Everybody shares a school, nobody may know a sensitive service, and a placement is no tie."""
        service = self.oracle.service(post)
        return service.tier == "additional" and service.kind != "childrens_home"

    def those_who_lead(self, child: Child) -> Iterator[tuple[str, str]]:
        lead = self.oracle.named_lead(child)
        if lead is not None and self.oracle.projection.lead:
            yield lead.who, "leads"

    def those_who_care(self, child: Child) -> Iterator[tuple[str, str]]:
        if self.oracle.projection.family:
            for care in self.oracle.world.cares_for:
                if care.child == child.id and self.is_family(care, child):
                    yield care.carer, "cares_for"

    def is_family(self, care: CaresFor, child: Child) -> bool:
        """Reading: a shield hides a carer from those from whom it hides everything else, and not from its list."""
        return (
            care.custodian == child.custodian
            and care.capacity in SIBLING_CAPACITIES
            and self.oracle.is_current(care)
            and self.oracle.child(care.carer) is None
            and not self.oracle.is_hidden_person(care.carer)
            and not self.oracle.is_shielded_from_me(care.carer)
        )

    # What is told of it

    def end(self, child: Child) -> Json:
        return {"id": child.id, "name": self.oracle.name(child.id), "rule": self.oracle.sight(child).told}

    def link(self, one: Child, other: Child) -> Json:
        """Of several people whoever leads for the first of the two, then works with it, then the family; then by id."""
        told = {who: self.how(who, one) for who in self.shared(one, other)}
        who = min(told, key=lambda each: (STRONGEST.index(told[each]), each))
        return {
            "id": who,
            "name": self.oracle.name(who),
            "from_child": one.id,
            "from_name": self.oracle.name(one.id),
            "from_how": told[who],
            "to_child": other.id,
            "to_name": self.oracle.name(other.id),
            "to_how": self.how(who, other),
        }

    def how(self, who: str, child: Child) -> str:
        return min((how for one, how in self.ways(child) if one == who), key=STRONGEST.index)

    def person(self, who: str, child: Child) -> Json:
        return {"id": who, "name": self.oracle.name(who), "how": self.how(who, child)}

    def near(self, child: Child, shown: list[str]) -> Json:
        through = sorted(self.people(child) & set(shown))
        return {
            "id": child.id,
            "name": self.oracle.name(child.id),
            "through": [{"id": who, "how": self.how(who, child)} for who in through],
        }

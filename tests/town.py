"""A fictional authority of a test's own, with the people whom stories about changes need, and somebody next door.

In the town: Lee leads the team around Kim, Pat works with Kim and now and then on the desk, Max manages their team,
Fran has the front door, Dana keeps records right, Stu is a social worker and Sky of a school. Casey works for a
sensitive service. Ned is of the town next door, with which this one shares nothing unless a test says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import LiteralString

from neo4j import GraphDatabase

from graph_service.access.caller import Caller, SignedIn
from graph_service.actions.clock import today
from graph_service.actions.parts import parts_in_force
from graph_service.domain.attempts import Attempt
from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.purposes import Purpose
from graph_service.graph.client import Graph
from graph_service.graph.connection import Connection
from tests import oracle as o
from tests import worlds

ROLES = {
    "lee": AccountRole.LEAD, "pat": AccountRole.PRACTITIONER, "max": AccountRole.MANAGER,
    "fran": AccountRole.FRONT_DOOR, "dana": AccountRole.DATA_TEAM, "stu": AccountRole.PRACTITIONER,
    "sky": AccountRole.SCHOOL, "casey": AccountRole.HEALTH, "ned": AccountRole.PRACTITIONER,
}  # fmt: skip
POSTS = {
    "lee": "team", "pat": "team", "max": "team", "fran": "desk", "dana": "desk", "stu": "team", "sky": "school",
    "casey": "camhs", "ned": "next-team",
}  # fmt: skip
# Roles in which everybody can sign in as well, where a test says so: what one may do in one role must not open a child
# in another.
ALSO = (AccountRole.MANAGER, AccountRole.CONFERENCE_CHAIR)
PURPOSES = {
    AccountRole.FRONT_DOOR: Purpose.ASSESS_REFERRAL,
    AccountRole.DATA_TEAM: Purpose.KEEP_RECORD_RIGHT,
}
SERVICES = {
    "team": ("social_care", "additional"), "desk": ("front_door", "additional"), "school": ("school", "universal"),
    "camhs": ("mental_health", "sensitive"), "next-team": ("youth_work", "additional"),
}  # fmt: skip


def days(offset: int) -> date:
    return today() + timedelta(days=offset)


@dataclass
class Town:
    """Everybody by their first name; `id_of("lee")` is a practitioner's, a child's or a service's id."""

    code: str
    next_door: str
    nation: str = "England"
    also: tuple[AccountRole, ...] = ()
    _children: dict[str, str] = field(default_factory=dict)
    _keys: int = 0

    def id_of(self, name: str) -> str:
        if name in ("kim", "sib", "zed"):
            return self._children.setdefault(name, new_child_id())
        return f"{self.code}-{name}"

    def custodian_of(self, name: str) -> str:
        return self.next_door if name in ("ned", "next-team", "next-agency") else self.code

    def caller(self, name: str, purpose: Purpose | None = None, role: AccountRole | None = None) -> Caller:
        role = role or ROLES[name]
        who = SignedIn(self.subject_of(name, role), self.id_of(name), role, self.custodian_of(name))
        return Caller(who, purpose or PURPOSES.get(role, Purpose.COORDINATE_SUPPORT))

    def subject_of(self, name: str, role: AccountRole) -> str:
        return self.id_of(
            f"{name}-in" if role is ROLES.get(name, role) or role not in self.also else f"{name}-in-{role}"
        )

    def attempt(self, version: int | None = None) -> Attempt:
        """A new key each time: a new change."""
        self._keys += 1
        return Attempt(f"{self.code}-{self._keys:08}", version)

    def seat(self, who: str, child: str = "kim", place: str | None = None, **more: object) -> o.Involvement:
        told = {"role": "social_worker", "start": days(-90), "custodian": self.code} | more
        return o.Involvement(
            id=f"{self.code}-{who}-{child}-seat", who=self.id_of(who), child=self.id_of(child),
            service=self.id_of(place or POSTS[who]), **told,
        )  # fmt: skip

    def world(self) -> o.World:
        """Kim and a sibling kept by the town; Zed is Kim's too, and nobody's the callers work with."""
        ours = {"custodian": self.code}
        people = list(ROLES)
        return o.World(
            authorities=tuple(
                o.Authority(
                    code=code, name=f"Town {code}", nation=self.nation, duty_phone="0113 496 0000",
                    duty_hours="9 to 5", out_of_hours_phone="0113 496 0099",
                )
                for code in (self.code, self.next_door)
            ),
            bases=tuple(o.LawfulBasis(authority=code, start=days(-100)) for code in (self.code, self.next_door)),
            agencies=tuple(
                o.Agency(id=self.id_of(name), name=name, sector="council", custodian=self.custodian_of(name))
                for name in ("agency", "next-agency")
            ),
            services=tuple(
                o.Service(
                    id=self.id_of(name), name=name.title(), kind=kind, tier=tier, phone="0113 496 0001",
                    agency=self.id_of("next-agency" if name == "next-team" else "agency"),
                    custodian=self.custodian_of(name),
                )
                for name, (kind, tier) in SERVICES.items()
            ),
            practitioners=tuple(
                o.Practitioner(id=self.id_of(name), name=name.title(), phone="0113 496 0002",
                               custodian=self.custodian_of(name))
                for name in people
            ),
            accounts=tuple(
                o.Account(
                    practitioner=self.id_of(name), subject=self.subject_of(name, role), role=role,
                    authority=self.custodian_of(name), service=self.id_of(POSTS[name]),
                )
                for name, own in ROLES.items()
                for role in dict.fromkeys((own, *self.also))
            ),
            works_in=tuple(
                o.WorksIn(practitioner=self.id_of(name), service=self.id_of(place), custodian=self.custodian_of(name))
                for name, place in (*POSTS.items(), ("pat", "desk"))
            ),
            manages=(o.Manages(practitioner=self.id_of("max"), service=self.id_of("team"), **ours),),
            children=tuple(
                o.Child(id=self.id_of(name), given_name=name.title(), family_name="Vale", born=days(-3000),
                        address_state="current", **ours)
                for name in ("kim", "sib", "zed")
            ),
            carers=(o.Carer(id=self.id_of("mum"), given_name="Ma", family_name="Vale", phone="1", **ours),),
            cares_for=tuple(
                o.CaresFor(carer=self.id_of("mum"), child=self.id_of(name), capacity="parent", **ours)
                for name in ("kim", "sib")
            ),
            involvements=(self.seat("lee"), self.seat("pat")),
            leads=(o.Leads(id=f"{self.code}-lead", who=self.id_of("lee"), child=self.id_of("kim"), start=days(-60),
                           **ours),),
        )  # fmt: skip


async def settled(
    graph: Graph, server: Connection, town: Town, more: Iterable[tuple[str, tuple[object, ...]]] = ()
) -> Town:
    """Puts the town into the graph, with what a story adds: ("involvements", (town.seat("casey"),)) and the like."""
    await all_settled(graph, server, [town], more)
    return town


async def all_settled(
    graph: Graph, server: Connection, towns: Iterable[Town], more: Iterable[tuple[str, tuple[object, ...]]] = ()
) -> None:
    """The same for many; which parts are open is read once, when all are there."""
    added = tuple(more)
    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        for town in towns:
            world = town.world()
            for name, facts in added:
                world = replace(world, **{name: (*getattr(world, name), *facts)})
            worlds.write(driver, world, today())
    await parts_in_force(graph, max_age=0)


def new_town() -> Town:
    return Town(worlds.new_code(), worlds.new_code())


def kept_next_door(server: Connection, town: Town, kind: str, record: str) -> None:
    """As if the record had been the neighbour's from the start: custodian and label."""
    _run(
        server,
        "MATCH (record:$($kind) {id: $id}) REMOVE record:$($ours) SET record:$($theirs), record.custodian = $code",
        kind=kind, id=record, ours=f"LA_{town.code}", theirs=f"LA_{town.next_door}", code=town.next_door,
    )  # fmt: skip


def shielded(server: Connection, town: Town, child: str = "kim") -> None:
    """A shield whose list nobody is on."""
    _run(
        server,
        "MATCH (child:Child {id: $child}) CREATE (child)-[:PROTECTED_BY {id: $id + '-on', custodian: $code, "
        "recorded_at: datetime()}]->(:Protection:$($label) {id: $id, kind: 'shield', start: date(), custodian: $code})",
        child=town.id_of(child), id=f"{town.code}-{child}-shield", code=town.code, label=f"LA_{town.code}",
    )  # fmt: skip


def fed(server: Connection, town: Town) -> None:
    """The town's agency sends who works with whom, and did so last night: without that no signal is evaluated."""
    _run(
        server,
        "MATCH (agency:Agency {id: $agency}), (authority:Authority {code: $code}) "
        "CREATE (agency)-[:SUPPLIES {facts: ['involvements', 'indications', 'assessments'], since: date() - "
        "duration({days: 90}), last_received_at: datetime(), custodian: $code, id: $code + '-feed', "
        "recorded_at: datetime()}]->(authority)",
        agency=town.id_of("agency"), code=town.code,
    )  # fmt: skip


def _run(server: Connection, statement: LiteralString, **parameters: object) -> None:
    with GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        driver.execute_query(statement, parameters)

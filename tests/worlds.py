"""Small random worlds for `test_oracle.py`: drawn by Hypothesis, given ids of their own, and put into a real Neo4j.

A world is drawn with names for ids ("child-0") and for the day `DRAWN_ON`, so that the same draw is the same world
on every day and reads well when it fails. `settle` gives it real ids and moves it to today; `write` puts it in.

The lists that are drawn from hold the plain case first, which is what a failing example shrinks to, and the
interesting ones often.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from neo4j import Driver

from graph_service.domain.closed_lists import AccountRole
from graph_service.domain.finding import search_text
from graph_service.domain.identifiers import new_child_id
from graph_service.domain.purposes import Purpose
from tests.oracle import (
    About,
    Account,
    Acknowledged,
    Agency,
    Agreement,
    Assessment,
    Attended,
    Authority,
    Caller,
    Carer,
    CaresFor,
    Chairs,
    Child,
    CoveredBy,
    Criteria,
    Household,
    IdentifiedBy,
    Identifier,
    Indication,
    Invited,
    Involvement,
    LawfulBasis,
    Leads,
    LivesAt,
    Manages,
    MaySee,
    Meeting,
    PossiblySame,
    Practitioner,
    Protection,
    Responsibility,
    Service,
    SpokeWith,
    WorksIn,
    World,
)

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]

DRAWN_ON = date(2026, 6, 15)
NOBODY = "child-absent"


def day(offset: int) -> date:
    return DRAWN_ON + timedelta(days=offset)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A world, who looks at it, what they type, and how many of its children are worth opening one by one."""

    world: World
    callers: tuple[Caller, ...]
    searches: tuple[Criteria, ...]
    absent: str
    cast: int

    @property
    def children(self) -> list[str]:
        return [child.id for child in self.world.children[: self.cast]] + [self.absent]


# What is drawn from --------------------------------------------------------------------------------------------------

# Offsets from today of start and end; today itself, the first day and the last, is where rules go wrong.
CURRENT = [(-200, None), (0, None), (-300, 30), (-200, 1)]
ENDED = [(-400, -100), (-250, -200), (-100, 0)]
COMING = [(1, None), (20, 60)]
PERIODS = CURRENT * 2 + ENDED + COMING
STAYS = [*CURRENT, *ENDED, *COMING, (None, None)]
MOSTLY_CURRENT = CURRENT * 4 + ENDED + COMING
IN_ERROR = [None] * 9 + ["recorded_in_error"]

# "A fact with `end_reason` `recorded_in_error` is not there, for anybody, anywhere": these are drawn with one.
MAY_BE_IN_ERROR = {
    "INVOLVED_WITH", "LEADS", "HAS_CONCERN", "ASSESSED", "WORKS_IN", "MANAGES", "CHAIRS", "CARES_FOR", "LIVES_AT",
    "HAS_PARENTAL_RESPONSIBILITY_FOR", "IDENTIFIED_BY", "ACKNOWLEDGED", "ABOUT", "Meeting", "INVITED_TO", "ATTENDED",
    "SPOKE_WITH",
}  # fmt: skip

SERVICE_KINDS = [
    ("family_support", "additional"),
    ("school", "universal"),
    ("mental_health", "sensitive"),
    ("gp_practice", "universal"),
    ("youth_justice", "sensitive"),
    ("social_care", "additional"),
    ("sexual_health", "sensitive"),
]
SECTORS = ["council", "health", "education", "voluntary", "police", "justice"]
ROLES = [
    "practitioner", "lead", "manager", "manager", "front_door", "school", "health", "data_team", "police",
    "conference_chair", "conference_chair", "out_of_hours_duty", "reviewing_officer", "national_partner", "system",
]  # fmt: skip
CAPACITIES = ["parent", "parent", "parent", "kinship", "special_guardian", "foster", "private_foster"]
LEAD_KINDS = ["early_help", "child_in_need", "child_protection", "looked_after"]
INDICATION_KINDS = ["information_to_share", "taking_action"]
GIVEN_NAMES = ["Ann", "Zoë", "José", "Anne-Marie", "Łukasz", "Søren", "D\u2019Arcy", "Mohammed", "Jo"]
FAMILY_NAMES = ["Brook", "O'Neill", "Núñez", "van der Berg", "Strauß", "Ng", "Æsir", "Dvořák-Hill", "Ann"]
PRACTITIONER_NAMES = ["Amy Khan", "Éva Nagy", "Bo Li", "ada Eze", "Zara Moss", "Cal Orr", "Óscar Paz"]
CARER_NAMES = [("Rachel", "Brook"), ("Émile", "Núñez"), ("rita", "Hill"), ("Tariq", "Aziz")]
NUMBERS = [
    ("nhs", "9990000018"), ("upn", "W80120000001A"), ("chi", "0101101236"), ("hcn", "3200000015"),
    ("scn", "123456789"), ("nhs", "9990000026"),
]  # fmt: skip
PURPOSES = [str(purpose) for purpose in Purpose]

assert set(ROLES) == {str(role) for role in AccountRole}, "a role that no caller has would never be compared"


def pick(draw: Draw[Any], options: Sequence[T]) -> T:
    return draw(st.sampled_from(options))


def some(draw: Draw[Any], least: int, most: int) -> range:
    return range(draw(st.integers(least, most)))


def period(draw: Draw[Any], options: Sequence[tuple[int | None, int | None]]) -> dict[str, date | None]:
    start, end = pick(draw, options)
    return {"start": None if start is None else day(start), "end": None if end is None else day(end)}


def in_error(draw: Draw[Any], kind: str) -> str | None:
    return pick(draw, IN_ERROR) if kind in MAY_BE_IN_ERROR else None


def dated(draw: Draw[Any], kind: str, options: Sequence[tuple[int | None, int | None]] = PERIODS) -> dict[str, Any]:
    """The period of a fact that may have been recorded in error."""
    return period(draw, options) | {"end_reason": in_error(draw, kind)}


def one_of_each(facts: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    """Without those that the text gives no order for: alike in everything that it orders by."""
    return tuple({key(fact): fact for fact in facts}.values())


# The world -----------------------------------------------------------------------------------------------------------


@st.composite
def scenes(draw: Draw[Any]) -> Scene:
    codes = [f"authority-{at}" for at in range(pick(draw, [2, 3]))]
    here = [codes[0], codes[0], *codes]  # most of what happens, happens in the first
    world = World(
        authorities=tuple(Authority(code=code, name=f"Town of {code}", **desk(draw)) for code in codes),
        bases=tuple(LawfulBasis(authority=code, **period(draw, BASES)) for code in codes),
        agreements=tuple(agreement(draw, codes) for _ in some(draw, 0, 4)),
    )
    world = with_services(draw, world, here)
    world = with_practitioners(draw, world, here)
    world = with_children(draw, world, here)
    cast = len(world.children)
    world = with_protections(draw, with_families(draw, world))
    world = with_work(draw, world)
    world = with_conversations(draw, with_meetings(draw, world, here), here)
    world = with_identifiers(draw, world)
    world = with_a_crowd(draw, world)
    callers = tuple(caller(draw, account, world) for account in world.accounts)
    searches = tuple(search(draw, world) for _ in some(draw, 1, 3))
    return Scene(world=world, callers=callers, searches=searches, absent=NOBODY, cast=cast)


BASES = [(-200, None)] * 20 + [(0, 1), (-200, 0), (1, None)]


def desk(draw: Draw[Any]) -> dict[str, str | None]:
    return pick(
        draw,
        [
            {"duty_phone": "01632 960001", "duty_hours": "9 to 5", "out_of_hours_phone": "01632 960002"},
            {"duty_phone": None, "duty_hours": None, "out_of_hours_phone": None},
        ],
    )


def agreement(draw: Draw[Any], codes: list[str]) -> Agreement:
    custodian, recipient = draw(st.permutations(codes))[:2]
    purposes = pick(draw, [tuple(PURPOSES), (PURPOSES[0],), (PURPOSES[1], PURPOSES[2])])
    return Agreement(custodian=custodian, recipient=recipient, purposes=purposes, **period(draw, MOSTLY_CURRENT))


LONG_LINE = 7  # teams one above the other, so that one is more than four steps up


def with_services(draw: Draw[Any], world: World, here: list[str]) -> World:
    agencies = [
        Agency(id=f"agency-{at}", custodian=here[0], name=f"Agency {at}", sector=pick(draw, SECTORS)) for at in range(2)
    ]
    services: list[Service] = []
    is_one_long_line = pick(draw, [False] * 5 + [True])
    for at in range(LONG_LINE) if is_one_long_line else some(draw, 3, 6):
        kind, tier = pick(draw, SERVICE_KINDS)
        above = [None, None, *(one.id for one in services)]
        services.append(
            Service(
                id=f"service-{at}",
                custodian=pick(draw, here),
                name=f"Service {at}",
                kind=kind,
                tier=tier,
                phone=pick(draw, [f"01632 96010{at}", None]),
                agency=pick(draw, agencies).id,
                part_of=above[-1] if is_one_long_line else pick(draw, above),
            )
        )
    return replace(world, agencies=tuple(agencies), services=tuple(services))


def with_practitioners(draw: Draw[Any], world: World, here: list[str]) -> World:
    people: list[Practitioner] = []
    accounts: list[Account] = []
    works: list[WorksIn] = []
    manages: list[Manages] = []
    services = [one.id for one in world.services]
    is_line = len(services) == LONG_LINE
    for at in some(draw, 3, 6):
        one = Practitioner(
            id=f"practitioner-{at}",
            custodian=pick(draw, here),
            name=PRACTITIONER_NAMES[at],
            phone=pick(draw, [f"07700 90000{at}", None]),
            email=pick(draw, [f"{at}@example.org", None]),
        )
        people.append(one)
        account = Account(
            practitioner=one.id,
            subject=f"subject-{at}",
            role="manager" if at == 0 and is_line else pick(draw, ROLES),
            authority=pick(draw, here),
            state=pick(draw, ["active"] * 30 + ["suspended", "closed"]),
            service=pick(draw, services),
        )
        accounts.append(account)
        where = {"practitioner": one.id, "custodian": one.custodian}
        works += [WorksIn(service=pick(draw, services), **where, **dated(draw, "WORKS_IN")) for _ in some(draw, 0, 3)]
        most = 2 if account.role == "manager" else 0
        manages += [
            Manages(
                service=pick(draw, services[:3] if is_line else services),
                **where,
                **dated(draw, "MANAGES", MOSTLY_CURRENT),
            )
            for _ in some(draw, 0, most)
        ]
    covers = [
        CoveredBy(
            practitioner=pick(draw, people).id,
            cover=pick(draw, people).id,
            custodian=here[0],
            absent_until=day(pick(draw, [5, 0, -1, 30])),
        )
        for _ in some(draw, 0, 2)
    ]
    return replace(
        world,
        practitioners=tuple(people),
        accounts=tuple(accounts),
        works_in=one_of_each(works, lambda one: (one.practitioner, one.service)),
        manages=one_of_each(manages, lambda one: (one.practitioner, one.service)),
        covers=one_of_each(
            (one for one in covers if one.practitioner != one.cover), lambda one: (one.practitioner, one.absent_until)
        ),
    )


def with_children(draw: Draw[Any], world: World, here: list[str]) -> World:
    children = tuple(
        Child(
            id=f"child-{at}",
            custodian=pick(draw, here),
            given_name=pick(draw, GIVEN_NAMES),
            family_name=pick(draw, FAMILY_NAMES),
            former_names=pick(draw, [(), (), ("Ann O'Neill",), ("Núñez", "Jo Strauß")]),
            born=day(pick(draw, [-3000, -4000, -6300])),
            born_estimated=pick(draw, [False, True]),
            sex=pick(draw, ["female", "male", "not_specified"]),
            died_on=pick(draw, [None] * 6 + [day(-10)]),
            address_state=pick(draw, ["current", "last_known", None]),
            held=pick(draw, [False] * 11 + [True]),
            is_carer=pick(draw, [False] * 4 + [True]),
            phone=pick(draw, [None, f"07700 90010{at}"]),
        )
        for at in some(draw, 2, 4)
    )
    return replace(world, children=children)


def with_families(draw: Draw[Any], world: World) -> World:
    here = [world.authorities[0].code, *(one.code for one in world.authorities)]
    carers = tuple(
        Carer(
            id=f"carer-{at}",
            custodian=pick(draw, here),
            given_name=CARER_NAMES[at][0],
            family_name=CARER_NAMES[at][1],
            phone=pick(draw, [f"07700 90020{at}", None]),
            held=pick(draw, [False] * 9 + [True]),
        )
        for at in some(draw, 1, 3)
    )
    homes = tuple(
        Household(
            id=f"household-{at}",
            custodian=pick(draw, here),
            address=f"{at} Sample Street",
            postcode=pick(draw, [f"ZZ99 {at}AA", None]),
            uprn=pick(draw, [None, f"10000000{at}"]),
            kind=pick(draw, ["private", "placement", "communal"]),
        )
        for at in some(draw, 1, 3)
    )
    parents = [*carers, *(child for child in world.children if child.is_carer)]
    cares: list[CaresFor] = []
    held: list[Responsibility] = []
    for carer in parents:
        for child in draw(st.lists(st.sampled_from(world.children), max_size=3, unique=True)):
            cares.append(
                CaresFor(
                    carer=carer.id,
                    child=child.id,
                    custodian=kept_by(draw, child.custodian, here),
                    capacity=pick(draw, CAPACITIES),
                    **dated(draw, "CARES_FOR", [*MOSTLY_CURRENT, (None, None)]),
                )
            )
    for _ in some(draw, 0, 3):
        child = pick(draw, world.children)
        held.append(
            Responsibility(
                holder=pick(draw, [*(one.id for one in parents), *(one.code for one in world.authorities)]),
                child=child.id,
                custodian=kept_by(draw, child.custodian, here),
                state=pick(draw, ["held", "not_held", "unknown"]),
                basis=pick(draw, ["mother", "care_order", None]),
                **dated(draw, "HAS_PARENTAL_RESPONSIBILITY_FOR", [*MOSTLY_CURRENT, (None, None)]),
            )
        )
    lives = [
        LivesAt(person=person.id, household=home.id, custodian=pick(draw, here), **dated(draw, "LIVES_AT", STAYS))
        for person in (*world.children, *carers)
        for home in draw(st.lists(st.sampled_from(homes), max_size=2, unique=True))
    ]
    return replace(
        world,
        carers=carers,
        households=homes,
        cares_for=tuple(one for one in cares if one.carer != one.child),
        # Two children who are parents may have one name, and the text orders by the name.
        responsibilities=one_of_each(held, lambda one: (world_name(one.holder, parents), one.child)),
        lives_at=tuple(lives),
    )


def world_name(who: str, people: Iterable[Carer | Child]) -> str:
    return next((f"{one.given_name} {one.family_name}" for one in people if one.id == who), who)


def kept_by(draw: Draw[Any], custodian: str, here: list[str]) -> str:
    return pick(draw, [custodian] * 10 + here)


def with_protections(draw: Draw[Any], world: World) -> World:
    """Households too, and often somebody on the access list: else a protection hides all and nothing is compared."""
    on = [one.id for one in (*world.children, *world.carers, *world.households)]
    people = [one.id for one in world.practitioners]
    protections = tuple(
        Protection(
            id=f"protection-{at}",
            custodian=world.authorities[0].code,
            kind=pick(draw, ["shield"] * 4 + ["new_identity"]),
            on=pick(draw, on),
            start=day(pick(draw, [-50, 0, 1])),
            end=pick(draw, [None, None, None, day(1), day(0), day(-20)]),
            access=one_of_each(
                (
                    MaySee(practitioner=pick(draw, people), end=pick(draw, [None, None, day(1), day(0)]))
                    for _ in some(draw, 0, 4)
                ),
                lambda entry: entry.practitioner,
            ),
        )
        for at in range(pick(draw, [0, 1, 2, 3]))
    )
    return replace(world, protections=protections, possibly_same=tuple(pairs_of(draw, world)))


def pairs_of(draw: Draw[Any], world: World) -> Iterator[PossiblySame]:
    """Two records that may be of one child, now and then: what protects one of them then covers the other."""
    children = [one.id for one in world.children]
    for at in range(pick(draw, [0, 0, 0, 1])):
        one, other = pick(draw, children), pick(draw, children)
        if one != other:
            state = pick(draw, ["open", "open", "apart"])
            yield PossiblySame(id=f"pair-{at}", custodian=world.authorities[0].code, one=one, other=other, state=state)


def with_work(draw: Draw[Any], world: World) -> World:
    """Who is involved, leads, has information to share and assesses; most callers with some child."""
    here = [one.code for one in world.authorities]
    children, services = world.children, world.services
    posts = services[3:] if len(services) == LONG_LINE else services  # a few steps below what is managed
    involvements: list[Involvement] = []
    leads: list[Leads] = []
    indications: list[Indication] = []
    acknowledged: list[Acknowledged] = []
    assessments: list[Assessment] = []
    workers = [one.id for one in world.practitioners]
    for who in [*workers * 4, *(one.id for one in services)]:
        is_service = who.startswith("service")
        what = pick(draw, ["nothing", "involved", "assesses"] if is_service else TIES)
        if what == "nothing":
            continue
        child = pick(draw, children)
        tie = {"who": who, "child": child.id, "custodian": kept_by(draw, child.custodian, here)}
        if "involved" in what:
            involvements.append(
                Involvement(
                    id=f"involvement-{len(involvements)}",
                    service=who if is_service else pick(draw, posts).id,
                    role="supporting_service" if is_service else "social_worker",
                    state=pick(draw, ["confirmed", "confirmed", "confirmed", "asserted"]),
                    confirmed_on=pick(draw, [None, day(-5)]),
                    recorded_by=pick(draw, ["somebody else", who]),
                    **tie,
                    **involved(draw),
                )
            )
        if "leads" in what:
            leads.append(
                Leads(
                    id=f"lead-{len(leads)}",
                    kind=pick(draw, LEAD_KINDS),
                    state=pick(draw, ["accepted"] * 4 + ["proposed", "holding_baton"]),
                    **tie,
                    **dated(draw, "LEADS", MOSTLY_CURRENT),
                )
            )
        if "indicates" in what:
            # A minute of its own each, so that the order by time is an order.
            raised = datetime(2026, 1, 5, 12, len(indications), tzinfo=UTC)
            indications.append(
                Indication(
                    id=f"indication-{len(indications)}",
                    kind=pick(draw, INDICATION_KINDS),
                    raised_at=pick(draw, [raised, raised - timedelta(days=200)]),
                    due_on=pick(draw, [None, day(3)]),
                    closed_at=pick(draw, [None, None, None, datetime(2026, 3, 1, 12, tzinfo=UTC)]),
                    end_reason=in_error(draw, "HAS_CONCERN"),
                    **tie,
                )
            )
        if "assesses" in what:
            state = pick(draw, ["in_progress", "in_progress", "completed", "abandoned"])
            assessments.append(
                Assessment(
                    id=f"assessment-{len(assessments)}",
                    kind=pick(draw, ["early_help", "mental_health"]),
                    state=state,
                    started_on=pick(draw, [day(-150), day(-390), None]),
                    completed_on=day(-20) if state == "completed" else None,
                    end_reason=in_error(draw, "ASSESSED"),
                    **tie,
                )
            )
    for one in indications:
        for _ in some(draw, 0, 1):
            acknowledged.append(
                Acknowledged(
                    practitioner=pick(draw, workers),
                    child=one.child,
                    indication=one.id,
                    custodian=one.custodian,
                    end_reason=in_error(draw, "ACKNOWLEDGED"),
                )
            )
    return replace(
        world,
        involvements=one_of_each(involvements, lambda one: (one.who, one.child, one.start)),
        leads=with_one_lead_each(leads),
        indications=tuple(indications),
        acknowledged=tuple(acknowledged),
        assessments=one_of_each(assessments, lambda one: (one.who, one.child, one.kind, one.started_on)),
    )


TIES = [
    "nothing", "involved", "leads and is involved", "indicates and is involved", "leads", "indicates",
    "assesses and is involved", "assesses", "indicates and leads",
]  # fmt: skip


def involved(draw: Draw[Any]) -> dict[str, Any]:
    """An ended involvement has a reason, and "recorded in error" is one of them."""
    times = period(draw, [*PERIODS, (None, None)])
    is_over = times["end"] is not None
    return times | {
        "end_reason": pick(draw, [*IN_ERROR[1:], *(["stepped_down", "consent_withdrawn"] if is_over else [None])])
    }


def with_one_lead_each(leads: list[Leads]) -> tuple[Leads, ...]:
    """At most one current accepted lead per child, as the graph enforces: later ones are only proposed."""
    taken: set[str] = set()
    kept: list[Leads] = []
    for lead in leads:
        if leads_now(lead):
            kept.append(replace(lead, state="proposed") if lead.child in taken else lead)
            taken.add(lead.child)
        else:
            kept.append(lead)
    return tuple(kept)


def leads_now(lead: Leads, today: date = DRAWN_ON) -> bool:
    has_begun = lead.start is None or lead.start <= today
    is_over = lead.end is not None and lead.end <= today
    return lead.state == "accepted" and has_begun and not is_over and lead.end_reason != "recorded_in_error"


def taking_part(draw: Draw[Any], world: World, meeting: Meeting, kind: str) -> Iterator[dict[str, Any]]:
    for one in draw(st.lists(st.sampled_from(world.practitioners), max_size=3, unique=True)):
        yield {
            "practitioner": one.id, "meeting": meeting.id, "custodian": meeting.custodian,
            "end_reason": in_error(draw, kind),
        }  # fmt: skip


def with_conversations(draw: Draw[Any], world: World, here: list[str]) -> World:
    spoke = []
    for _ in some(draw, 0, 3):
        one, other = draw(st.permutations(world.practitioners))[:2]
        about, reason = pick(draw, world.children).id, in_error(draw, "SPOKE_WITH")
        told = {"one": one.id, "other": other.id, "child": about, "custodian": pick(draw, here), "end_reason": reason}
        spoke.append(SpokeWith(**told, on=day(pick(draw, [-30, -3, 0]))))
    return replace(world, spoke=tuple(spoke))


def with_meetings(draw: Draw[Any], world: World, here: list[str]) -> World:
    chairs = [
        account.practitioner
        for account in world.accounts
        if account.role in {"conference_chair", "reviewing_officer", "lead"}
    ]
    meetings: list[Meeting] = []
    chairing: list[Chairs] = []
    invited: list[Invited] = []
    attended: list[Attended] = []
    about: list[About] = []
    for at in some(draw, 1, 3):
        child = pick(draw, world.children)
        meeting = Meeting(
            id=f"meeting-{at}",
            custodian=kept_by(draw, child.custodian, here),
            state=pick(draw, ["planned", "held", "held", "cancelled"]),
            kind=pick(draw, ["core_group", "looked_after_review"]),
            planned_on=pick(draw, [day(-20), day(10), day(-20), None]),
            held_on=pick(draw, [None, day(-20), day(-40)]),
            recorded_by=pick(draw, ["somebody else", *(one.id for one in world.practitioners)]),
            next_on=pick(draw, [None, day(0), day(10), day(-1)]),
            end_reason=in_error(draw, "Meeting"),
        )
        meetings.append(meeting)
        for _ in some(draw, 1, 2) if chairs else ():
            chair, custodian = pick(draw, chairs), kept_by(draw, child.custodian, here)
            reason = in_error(draw, "CHAIRS")
            name = f"chairing-{len(chairing)}"
            told = {"practitioner": chair, "meeting": meeting.id, "custodian": custodian, "end_reason": reason}
            chairing.append(Chairs(id=name, **told))
        invited += [Invited(**part) for part in taking_part(draw, world, meeting, "INVITED_TO")]
        attended += [Attended(**part) for part in taking_part(draw, world, meeting, "ATTENDED")]
        for other in {child.id, pick(draw, world.children).id}:
            custodian = kept_by(draw, child.custodian, here)
            reason = in_error(draw, "ABOUT")
            about.append(About(meeting=meeting.id, child=other, custodian=custodian, end_reason=reason))
    return replace(
        world,
        meetings=tuple(meetings),
        chairs=one_of_each(chairing, lambda one: (one.practitioner, one.meeting)),
        invited=tuple(invited),
        attended=tuple(attended),
        about=tuple(about),
    )


def with_identifiers(draw: Draw[Any], world: World) -> World:
    identifiers: list[Identifier] = []
    known_by: list[IdentifiedBy] = []
    for at in some(draw, 0, 4):
        scheme, value = NUMBERS[at]
        whose = draw(st.lists(st.sampled_from(world.children), min_size=1, max_size=2, unique=True))
        state = "conflict" if len(whose) > 1 else pick(draw, ["current", "current", "current", "former", "conflict"])
        number = Identifier(
            id=f"identifier-{at}", custodian=whose[0].custodian, scheme=scheme, value=value, state=state
        )
        identifiers.append(number)
        known_by += [
            IdentifiedBy(
                child=child.id,
                identifier=number.id,
                custodian=child.custodian,
                **dated(draw, "IDENTIFIED_BY", MOSTLY_CURRENT),
            )
            for child in whose
        ]
    return replace(world, identifiers=tuple(identifiers), identified_by=tuple(known_by))


def with_a_crowd(draw: Draw[Any], world: World) -> World:
    """Now and then many children of one name and day, about as many as a search will answer, and one to whom all open.

    Some have another given name, so that typing one may bring them down to ten.
    """
    if not pick(draw, [False] * 7 + [True]):
        return world
    here, like = world.authorities[0].code, world.children[0]
    others = draw(st.integers(0, 2))
    crowd = [
        Child(
            id=f"child-{at:02}-of-the-crowd",
            custodian=here,
            given_name="Zoë" if at < others else "Ann",
            family_name=like.family_name,
            born=like.born,
        )
        for at in range(pick(draw, [10, 11, 12]))
    ]
    role = pick(draw, ["front_door", "data_team", "out_of_hours_duty"])
    opened = replace(world.accounts[0], role=role, authority=here, state="active")
    return replace(world, children=(*world.children, *crowd), accounts=(opened, *world.accounts[1:]))


# Who looks, and for what ---------------------------------------------------------------------------------------------


def caller(draw: Draw[Any], account: Account, world: World) -> Caller:
    """What their token says: now and then not what the account says."""
    token = Caller(
        practitioner=account.practitioner,
        subject=account.subject,
        role=account.role,
        authority=account.authority,
        purpose=pick(draw, PURPOSES),
    )
    lie = pick(draw, [None] * 60 + ["role", "authority", "subject", "practitioner"])
    if lie == "role":
        return replace(token, role=pick(draw, ROLES))
    if lie == "authority":
        return replace(token, authority=pick(draw, world.authorities).code)
    if lie == "practitioner":
        return replace(token, practitioner=pick(draw, world.practitioners).id)
    return replace(token, subject="subject-unknown") if lie == "subject" else token


def search(draw: Draw[Any], world: World) -> Criteria:
    child = pick(draw, [*world.children, world.children[-1]])
    by = pick(draw, ["name"] * 5 + ["number", "id"])
    if by == "id":
        return Criteria(child_id=pick(draw, [child.id, NOBODY]))
    if by == "number":
        scheme, value = pick(draw, [(one.scheme, one.value) for one in world.identifiers] or NUMBERS)
        return Criteria(scheme=scheme, value=value)
    names = [child.family_name, child.given_name, *child.former_names]
    return Criteria(
        family_name=as_typed(draw, pick(draw, names)),
        born=pick(draw, [child.born] * 5 + [child.born + timedelta(days=1)]),
        given_name=pick(draw, [None, as_typed(draw, pick(draw, names)), pick(draw, GIVEN_NAMES)]),
    )


def as_typed(draw: Draw[Any], name: str) -> str:
    """A name as somebody may type it: rightly, with a slip, or with two."""
    for _ in range(pick(draw, [0, 1, 1, 2])):
        name = slip(draw, name)
    return name


def slip(draw: Draw[Any], name: str) -> str:
    at = draw(st.integers(0, len(name) - 1))
    typed = pick(
        draw,
        [
            name.upper(),
            name[:at] + "x" + name[at + 1 :],
            name[:at] + "x" + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
            name[:at] + "xy" + name[at + 2 :],
            name[:at] + " " + name[at:],
            name.replace(" ", "-").replace("'", "\u2019"),
            name.replace(" ", "").replace("-", ""),
            name.replace("ë", "e\u0308").replace("ñ", "n").replace("ß", "ss").replace("Ł", "L").replace("Æ", "Ae"),
            f"{name} Brook",
        ],
    )
    return typed if any(sign.isalpha() for sign in typed) else name  # a name without a letter is refused elsewhere


# Ids of its own ------------------------------------------------------------------------------------------------------


def settle(scene: Scene, today: date) -> Scene:
    """The same scene with ids that nobody else has, on today. The order of ids stays: answers are sorted by them."""
    token = secrets.token_hex(6).upper()
    children = [one.id for one in scene.world.children] + [scene.absent]
    ids = dict(zip(children, sorted(new_child_id() for _ in children), strict=True))
    codes = [one.code for one in scene.world.authorities]
    ids |= dict(zip(codes, sorted(new_code() for _ in codes), strict=True))
    ids |= {one: f"{token}-{one}" for one in named_things(scene) if one not in ids}
    ids |= {f"Town of {code}": f"Town of {ids[code]}" for code in codes}
    return carried_over(scene, ids, today - DRAWN_ON)


def named_things(scene: Scene) -> set[str]:
    """Every id of the drawn world; children and authorities get other ones."""
    world = scene.world
    every = [one.id for each in fields(world) for one in getattr(world, each.name) if getattr(one, "id", None)]
    subjects = [one.subject for one in (*world.accounts, *scene.callers)]
    return {*every, *subjects}


def new_code() -> str:
    return "T" + "".join(secrets.choice("ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(7))


def carried_over(value: Any, ids: dict[str, str], by: timedelta) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, date):
        return value + by
    if isinstance(value, tuple):
        return tuple(carried_over(one, ids, by) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: carried_over(getattr(value, each.name), ids, by) for each in fields(value)})
    return value


# Into the graph ------------------------------------------------------------------------------------------------------

WRITE = """
UNWIND range(0, size($nodes) - 1) AS at
WITH at, $nodes[at] AS node
CREATE (made:$(node.labels))
SET made = node.properties
WITH at, made ORDER BY at
WITH collect(made) AS made
UNWIND $edges AS edge
WITH made[edge.from] AS from, made[edge.to] AS to, edge
CREATE (from)-[fact:$(edge.type)]->(to)
SET fact = edge.properties
"""

ERASE = """
MATCH (authority:Authority) WHERE authority.code IN $codes
OPTIONAL MATCH (authority)-[:OPEN_UNDER|SHARES_UNDER]->(paper)
DETACH DELETE authority, paper
UNION
MATCH (owned:$any($labels)) DETACH DELETE owned
UNION
UNWIND $held AS held MATCH (child:Child {id: held}) DETACH DELETE child
UNION
UNWIND $carers AS held MATCH (carer:Carer {carer_origin: held}) DETACH DELETE carer
"""
# A long run leaves more looks than one transaction can take away.
ERASE_LOOKS = """
MATCH (look:Disclosure) WHERE look.authority IN $codes
CALL (look) { DETACH DELETE look } IN TRANSACTIONS OF 10000 ROWS
"""


def write(driver: Driver, world: World, today: date) -> None:
    """The whole world in one statement."""
    rows = Rows(today)
    rows.add_world(world)
    driver.execute_query(WRITE, nodes=rows.nodes, edges=rows.edges)


def erase(driver: Driver, world: World) -> None:
    codes = [one.code for one in world.authorities]
    with driver.session() as session:
        session.run(ERASE_LOOKS, codes=codes).consume()
    driver.execute_query(
        ERASE,
        codes=codes,
        labels=[f"LA_{code}" for code in codes],
        held=[one.id for one in world.children if one.held],
        carers=[one.id for one in world.carers if one.held],
    )


class Rows:
    """Nodes and edges as rows; an edge says where in the list its two nodes stand."""

    def __init__(self, today: date) -> None:
        self.nodes: list[dict[str, Any]] = []
        self.edges: list[dict[str, Any]] = []
        self._today = today
        self._places: dict[str, int] = {}
        self._told = {
            "recorded_at": datetime.now(UTC), "recorded_by": "tests", "source": "tests", "version": 1,
        }  # fmt: skip

    def add_world(self, world: World) -> None:
        self.add_authorities(world)
        self.add_services(world)
        self.add_people(world)
        self.add_papers(world)
        self.add_work(world)
        self.add_signals(world)

    def node(self, key: str, labels: Sequence[str], custodian: str, /, **properties: Any) -> None:
        owned = [] if "Held" in labels else [f"LA_{custodian}"]
        own = {"id": key, "custodian": custodian, **self._told, **properties}
        self.add_node(key, [*labels, *owned], own)

    def add_node(self, key: str, labels: list[str], properties: dict[str, Any]) -> None:
        self._places[key] = len(self.nodes)
        self.nodes.append({"labels": labels, "properties": properties})

    def edge(self, kind: str, source: str, target: str, custodian: str, /, **properties: Any) -> None:
        own = {"id": f"{source}-{kind}-{target}-{len(self.edges)}", "custodian": custodian, **self._told}
        given = {name: value for name, value in properties.items() if value is not None}
        ends = {"from": self._places[source], "to": self._places[target]}
        self.edges.append({"type": kind, **ends, "properties": own | given})

    def add_authorities(self, world: World) -> None:
        for one in world.authorities:
            self.add_node(one.code, ["Authority"], {**properties_of(one), **self._told, "kind": "Test"})
        for at, basis in enumerate(world.bases):
            key = f"{basis.authority}-basis-{at}"
            own = {"id": key, "custodian": basis.authority, **self._told, "start": basis.start, "end": basis.end}
            self.add_node(key, ["LawfulBasis"], own)
            self.edge("OPEN_UNDER", basis.authority, key, basis.authority)
        for at, one in enumerate(world.agreements):
            key = f"{one.custodian}-agreement-{at}"
            own = {"id": key, "custodian": one.custodian, **self._told, "start": one.start, "end": one.end}
            self.add_node(key, ["SharingAgreement"], own | {"purposes": list(one.purposes)})
            self.edge("SHARES_UNDER", one.custodian, key, one.custodian)
            self.edge("WITH", key, one.recipient, one.custodian)

    def add_services(self, world: World) -> None:
        for one in world.agencies:
            self.node(one.id, ["Agency"], one.custodian, name=one.name, sector=one.sector)
        for one in world.services:
            self.node(one.id, ["Service"], one.custodian, name=one.name, kind=one.kind, tier=one.tier, phone=one.phone)
        for one in world.services:
            self.edge("PART_OF", one.id, one.agency, one.custodian)
            self.edge("SERVES", one.id, one.custodian, one.custodian)
            if one.part_of is not None:
                self.edge("PART_OF", one.id, one.part_of, one.custodian)

    def add_people(self, world: World) -> None:
        for one in world.practitioners:
            self.node(
                one.id,
                ["Practitioner"],
                one.custodian,
                **only(one, "name", "phone", "email"),
                account_state="closed" if one.is_gone else "active",
            )
        for one in world.accounts:
            self.node(
                one.subject, ["Account"], one.authority, **only(one, "subject", "role", "state"), service_id=one.service
            )
            self.edge("HAS_ACCOUNT", one.practitioner, one.subject, one.authority)
        for one in world.children:
            labels = ["Child", *(["Carer"] if one.is_carer else []), *(["Held"] if one.held else [])]
            names = ("given_name", "family_name", "born", "born_estimated", "sex", "died_on", "address_state", "phone")
            self.node(
                one.id,
                labels,
                one.custodian,
                **only(one, *names),
                former_names=list(one.former_names),
                child_origin=one.id,
                carer_origin=one.id if one.is_carer else None,
                search_text=search_text(one.given_name, one.family_name, one.former_names, one.born),
            )
        for one in world.carers:
            labels = ["Carer", *(["Held"] if one.held else [])]
            names = ("given_name", "family_name", "phone")
            self.node(one.id, labels, one.custodian, **only(one, *names), carer_origin=one.id)
        for one in world.households:
            self.node(one.id, ["Household"], one.custodian, **only(one, "address", "postcode", "uprn", "kind"))

    def add_papers(self, world: World) -> None:
        """Protections, meetings and numbers."""
        for one in world.protections:
            self.node(
                one.id, ["Protection"], one.custodian, kind=one.kind, start=one.start, end=one.end, review_on=one.start
            )
            self.edge("PROTECTED_BY", one.on, one.id, one.custodian)
            for entry in one.access:
                self.edge("MAY_SEE", entry.practitioner, one.id, one.custodian, end=entry.end)
        for pair in world.possibly_same:
            self.edge(
                "POSSIBLY_SAME_AS", pair.one, pair.other, pair.custodian, id=pair.id, state=pair.state,
                explanation=pair.why, other_custodian=pair.other_custodian or pair.custodian,
            )  # fmt: skip
        for one in world.meetings:
            told = only(one, "kind", "state", "planned_on", "held_on", "next_on", "recorded_by", "end_reason")
            self.node(one.id, ["Meeting"], one.custodian, **told)
        for one in world.identifiers:
            self.node(one.id, ["Identifier"], one.custodian, **only(one, "scheme", "value", "state"))

    def add_work(self, world: World) -> None:
        for one in world.chairs:
            self.fact("CHAIRS", one.practitioner, one.meeting, one)
        for one in world.invited:
            self.fact("INVITED_TO", one.practitioner, one.meeting, one)
        for one in world.attended:
            self.fact("ATTENDED", one.practitioner, one.meeting, one)
        for one in world.spoke:
            self.fact("SPOKE_WITH", one.one, one.other, one, child_id=one.child)
        for one in world.about:
            self.fact("ABOUT", one.meeting, one.child, one)
        for one in world.works_in:
            self.fact("WORKS_IN", one.practitioner, one.service, one)
        for one in world.manages:
            self.fact("MANAGES", one.practitioner, one.service, one)
        for one in world.covers:
            self.fact("COVERED_BY", one.practitioner, one.cover, one)
        for one in world.involvements:
            self.fact("INVOLVED_WITH", one.who, one.child, one, service_id=one.service)
        for one in world.leads:
            # As the service keeps it, so that the graph lets a child have one current lead only.
            self.fact("LEADS", one.who, one.child, one, current_child=one.child if self.leads_now(one) else None)
        for one in world.indications:
            self.fact("HAS_CONCERN", one.who, one.child, one)
        for one in world.acknowledged:
            self.fact("ACKNOWLEDGED", one.practitioner, one.child, one, concern_id=one.indication)
        for one in world.assessments:
            self.fact("ASSESSED", one.who, one.child, one)
        for one in world.cares_for:
            self.fact("CARES_FOR", one.carer, one.child, one)
        for one in world.responsibilities:
            self.fact("HAS_PARENTAL_RESPONSIBILITY_FOR", one.holder, one.child, one)
        for one in world.lives_at:
            self.fact("LIVES_AT", one.person, one.household, one)
        for one in world.identified_by:
            self.fact("IDENTIFIED_BY", one.child, one.identifier, one)

    def add_signals(self, world: World) -> None:
        """As an evaluation writes them: one that has ended has lost its key."""
        told = ("code", "since", "until", "ended_on", "view", "entire", "reason")
        for one in world.signals:
            key = f"{one.child} {one.code} {one.view}" if one.ended_on is None else None
            lists = {name: list(getattr(one, name)) for name in ("others", "shows", "evidence")}
            self.node(one.id, ["Signal"], one.custodian, key=key, child_id=one.child, **only(one, *told), **lists)
            for about in (one.child, *one.others):
                self.edge("SPEAKS_OF", one.id, about, one.custodian)
        for one in world.decisions:
            self.node(
                one.id, ["SignalDecision"], one.custodian, recorded_at=one.at, decision_reason=one.reason,
                practitioner_id=one.assigned_to, **only(one, "decision", "until"),
            )  # fmt: skip
            self.edge("DECIDES", one.id, one.signal, one.custodian)

    def leads_now(self, lead: Leads) -> bool:
        return leads_now(lead, self._today)

    def fact(self, kind: str, source: str, target: str, one: Any, /, **more: Any) -> None:
        self.edge(kind, source, target, one.custodian, **properties_of(one, without={*ENDS, "custodian"}), **more)


# Names of fields that say which nodes an edge joins; the edge itself has no such property.
ENDS = {
    "who", "child", "practitioner", "service", "meeting", "cover", "indication", "carer", "holder", "person",
    "household", "identifier", "one", "other",
}  # fmt: skip


def properties_of(one: Any, without: Iterable[str] = ()) -> dict[str, Any]:
    return only(one, *(each.name for each in fields(one) if each.name not in without))


def only(one: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(one, name) for name in names}

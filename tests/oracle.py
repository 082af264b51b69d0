"""Who may see what, said a second time: plain Python over plain facts. `test_oracle.py` holds the service against it.

Written from model.md and docs/access.md alone, and sharing no code with the service: where the two differ, one of
them is wrong. A rule is quoted where it is subtle. Where the text leaves something open, the comment says `Reading:`
and what was taken; mostly the reading that shows less.

Nothing here is quick or clever. A World is a handful of facts, and every question is asked of all of them.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from tests.signal_facts import Signal, SignalDecision

Json = dict[str, Any]
Answer = Json | str  # what the service answers, or the slug of the problem that it raises

# The facts -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that was told. `recorded_in_error` takes it out of everything, for everybody."""

    end_reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Dated(Fact):
    """A fact that is true for a time: from `start`, until the day before `end`."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Authority:
    code: str
    name: str
    nation: str = "England"
    duty_phone: str | None = None
    duty_hours: str | None = None
    out_of_hours_phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class LawfulBasis(Dated):
    authority: str


@dataclass(frozen=True, kw_only=True)
class Agreement(Dated):
    custodian: str
    recipient: str
    purposes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Agency:
    id: str
    custodian: str
    name: str
    sector: str


@dataclass(frozen=True, kw_only=True)
class Service:
    id: str
    custodian: str
    name: str
    kind: str
    tier: str
    phone: str | None
    agency: str
    part_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Practitioner:
    """`is_gone` marks somebody who has left, whose accounts were closed with them."""

    id: str
    custodian: str
    name: str
    phone: str | None = None
    email: str | None = None
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class Account:
    practitioner: str
    subject: str
    role: str
    authority: str
    state: str = "active"
    service: str | None = None


@dataclass(frozen=True, kw_only=True)
class Child:
    """`is_carer` marks a child who is a parent too: one person, whose protections apply to both."""

    id: str
    custodian: str
    given_name: str
    family_name: str
    born: date
    former_names: tuple[str, ...] = ()
    born_estimated: bool = False
    sex: str = "female"
    died_on: date | None = None
    address_state: str | None = None
    held: bool = False
    is_carer: bool = False
    phone: str | None = None


@dataclass(frozen=True, kw_only=True)
class Carer:
    id: str
    custodian: str
    given_name: str
    family_name: str
    phone: str | None = None
    held: bool = False


@dataclass(frozen=True, kw_only=True)
class Household:
    id: str
    custodian: str
    address: str
    postcode: str | None = None
    uprn: str | None = None
    kind: str = "private"


@dataclass(frozen=True, kw_only=True)
class Identifier:
    id: str
    custodian: str
    scheme: str
    value: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MaySee:
    """One name on a protection's access list."""

    practitioner: str
    end: date | None = None


@dataclass(frozen=True, kw_only=True)
class Protection:
    id: str
    custodian: str
    kind: str
    on: str  # a child, a carer or a household
    start: date | None = None
    end: date | None = None
    access: tuple[MaySee, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PossiblySame:
    """Two records that may be of one child."""

    id: str
    custodian: str
    one: str
    other: str
    state: str  # open, apart or merged
    why: str = "same_name"
    other_custodian: str | None = None  # where it is not the same


@dataclass(frozen=True, kw_only=True)
class Meeting(Fact):
    id: str
    custodian: str
    state: str
    kind: str = "core_group"
    planned_on: date | None = None
    held_on: date | None = None
    next_on: date | None = None
    recorded_by: str = "somebody else"


@dataclass(frozen=True, kw_only=True)
class TakesPart(Fact):
    practitioner: str
    meeting: str
    custodian: str


@dataclass(frozen=True, kw_only=True)
class Chairs(TakesPart):
    id: str | None = None  # where somebody asks for the fact itself


@dataclass(frozen=True, kw_only=True)
class Invited(TakesPart):
    pass


@dataclass(frozen=True, kw_only=True)
class Attended(TakesPart):
    pass


@dataclass(frozen=True, kw_only=True)
class About(Fact):
    meeting: str
    child: str
    custodian: str


@dataclass(frozen=True, kw_only=True)
class WorksIn(Dated):
    practitioner: str
    service: str
    custodian: str
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class Manages(Dated):
    practitioner: str
    service: str
    custodian: str


@dataclass(frozen=True, kw_only=True)
class CoveredBy(Fact):
    practitioner: str
    cover: str
    custodian: str
    absent_until: date


@dataclass(frozen=True, kw_only=True)
class Involvement(Dated):
    """INVOLVED_WITH: `who` is a practitioner in the post `service`, or that service itself."""

    id: str
    who: str
    child: str
    custodian: str
    service: str
    role: str
    state: str = "confirmed"
    confirmed_on: date | None = None
    recorded_by: str = "somebody else"


@dataclass(frozen=True, kw_only=True)
class Leads(Dated):
    id: str
    who: str
    child: str
    custodian: str
    kind: str = "early_help"
    state: str = "accepted"


@dataclass(frozen=True, kw_only=True)
class Indication(Fact):
    """HAS_CONCERN: has information to share, or is taking action."""

    id: str
    who: str
    child: str
    custodian: str
    kind: str
    raised_at: datetime | None
    due_on: date | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Fact):
    practitioner: str
    child: str
    indication: str
    custodian: str


@dataclass(frozen=True, kw_only=True)
class SpokeWith(Fact):
    """One practitioner to another, about a child."""

    one: str
    other: str
    child: str
    custodian: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Assessment(Fact):
    id: str
    who: str
    child: str
    custodian: str
    kind: str
    state: str
    started_on: date | None
    completed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class CaresFor(Dated):
    carer: str
    child: str
    custodian: str
    capacity: str


@dataclass(frozen=True, kw_only=True)
class Responsibility(Dated):
    """HAS_PARENTAL_RESPONSIBILITY_FOR: the holder is a carer or, by its code, an authority."""

    holder: str
    child: str
    custodian: str
    state: str
    basis: str | None = None


@dataclass(frozen=True, kw_only=True)
class LivesAt(Dated):
    person: str
    household: str
    custodian: str


@dataclass(frozen=True, kw_only=True)
class IdentifiedBy(Dated):
    child: str
    identifier: str
    custodian: str


Tie = Involvement | Leads | Indication | Assessment


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that there is."""

    authorities: tuple[Authority, ...] = ()
    bases: tuple[LawfulBasis, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    agencies: tuple[Agency, ...] = ()
    services: tuple[Service, ...] = ()
    practitioners: tuple[Practitioner, ...] = ()
    accounts: tuple[Account, ...] = ()
    children: tuple[Child, ...] = ()
    carers: tuple[Carer, ...] = ()
    households: tuple[Household, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    protections: tuple[Protection, ...] = ()
    possibly_same: tuple[PossiblySame, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    chairs: tuple[Chairs, ...] = ()
    invited: tuple[Invited, ...] = ()
    attended: tuple[Attended, ...] = ()
    about: tuple[About, ...] = ()
    spoke: tuple[SpokeWith, ...] = ()
    works_in: tuple[WorksIn, ...] = ()
    manages: tuple[Manages, ...] = ()
    covers: tuple[CoveredBy, ...] = ()
    involvements: tuple[Involvement, ...] = ()
    leads: tuple[Leads, ...] = ()
    indications: tuple[Indication, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    cares_for: tuple[CaresFor, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    lives_at: tuple[LivesAt, ...] = ()
    identified_by: tuple[IdentifiedBy, ...] = ()
    signals: tuple[Signal, ...] = ()
    decisions: tuple[SignalDecision, ...] = ()

    def without_what_is_not_there(self, today: date) -> "World":
        """Facts recorded in error, and those that have not begun yet, "are not there, for anybody, anywhere"."""

        def is_there(one: object) -> bool:
            if isinstance(one, Fact) and one.end_reason == "recorded_in_error":
                return False
            return not (isinstance(one, Dated) and one.start is not None and one.start > today)

        return replace(self, **{each.name: tuple(filter(is_there, getattr(self, each.name))) for each in fields(self)})


@dataclass(frozen=True, kw_only=True)
class Caller:
    """What the token says, and the purpose of this look."""

    practitioner: str
    subject: str
    role: str
    authority: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What was typed into a search: our number, or scheme and value, or a family name with a date of birth."""

    child_id: str | None = None
    scheme: str | None = None
    value: str | None = None
    family_name: str | None = None
    born: date | None = None
    given_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The one national desk."""

    phone: str
    hours: str


# The tables of access.md ---------------------------------------------------------------------------------------------

LEVEL_OF = {
    "leads": "content",
    "own_involvement": "content",
    "chairs": "content",
    "manages": "content",
    "office": "content",
    "record_keeping": "identity",
    "agreement": "existence",
    "enactment": "existence",
    "asserted_involvement": "existence",
    "none": "none",
}

# "No law pack names an enactment in force today": nation -> purposes.
ENACTED: dict[str, set[str]] = {}

SIBLING_CAPACITIES = {"parent", "kinship", "special_guardian"}
SENSITIVE = "a sensitive service"
MOST_HITS = 10
STEPS_UP = 4


@dataclass(frozen=True, kw_only=True)
class Projection:
    """What a role sees of a child at content; `none`, `own` or `named` and `all`."""

    team: str = "all"
    lead: bool = True
    indications: str = "all"
    family: bool = True  # carers, parental responsibility, siblings, assessments
    address: bool = True
    schemes: tuple[str, ...] = ()
    in_conflict: bool = False  # identifiers that two children claim


HEALTH_NUMBERS = ("nhs", "chi", "hcn")
SCHOOL_NUMBERS = ("upn", "scn")
EVERY_OTHER = Projection()
PROJECTIONS = {
    "police": Projection(team="none", lead=False, indications="none", family=False, address=False),
    "school": Projection(team="own", indications="named", family=False, address=False, schemes=SCHOOL_NUMBERS),
    "health": Projection(schemes=HEALTH_NUMBERS),
    # At content, where another rule than `record_keeping` opens the child, the team as every other role sees it.
    "data_team": Projection(schemes=HEALTH_NUMBERS, in_conflict=True),
    "system": Projection(address=False),
    "national_partner": Projection(address=False),
}


@dataclass(frozen=True, kw_only=True)
class Sight:
    """How far this caller sees this child. `rule` is the true one; see `told`."""

    level: str
    rule: str
    protected: bool

    @property
    def is_open(self) -> bool:
        """Content, and no shield: the only case in which anybody but the desk is spoken of."""
        return self.level == "content" and not self.protected

    @property
    def told(self) -> str:
        """An agreement is with one area, so that telling of it would name the area of a protected child."""
        return "protected" if self.protected and self.rule in {"agreement", "enactment"} else self.rule


NO_SIGHT = Sight(level="none", rule="none", protected=False)


# The oracle ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Oracle:
    """Answers every question of one caller on one day."""

    told: World
    caller: Caller
    today: date
    desk: Desk
    world: World = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "world", self.told.without_what_is_not_there(self.today))

    # What can be asked

    def read_network(self, child_id: str) -> Answer:
        return self.of_a_child(child_id, self.network)

    def read_child(self, child_id: str) -> Answer:
        return self.of_a_child(child_id, self.record)

    def of_a_child(self, child_id: str, answer: Callable[[Child, Sight], Json]) -> Answer:
        """The account first; then absent and hidden alike."""
        if not self.account_is_active():
            return "account-suspended"
        child = self.child(child_id)
        if child is None or self.sight(child).level == "none":
            return "not-found"
        return as_json(answer(child, self.sight(child)))

    def explain_access(self, child_id: str) -> Answer:
        if not self.account_is_active():
            return "account-suspended"
        child = self.child(child_id)
        sight = self.sight(child) if child else NO_SIGHT
        return {"level": sight.level, "rule": sight.told, "protected": sight.protected}

    def find_children(self, typed: Criteria) -> Answer:
        if typed.scheme is not None and typed.scheme not in self.projection.schemes:
            return "not-permitted"
        if not self.account_is_active():
            return "account-suspended"
        seen = [child for child in self.world.children if self.sight(child).level != "none"]
        found = [(child, matched) for child in seen if (matched := self.matched(typed, child))]
        if len(found) > MOST_HITS:
            # A given name that matches nobody narrows nothing: "no hit" would say that the child is not known.
            found = [(child, matched) for child, matched in found if "given_name" in matched] or found
        if len(found) > MOST_HITS:
            return "too-many-matches"
        found.sort(key=lambda hit: ("given_name" not in hit[1], hit[0].id))
        return {"hits": [{"id": one.id, "level": self.sight(one).level, "matched": how} for one, how in found]}

    def list_my_children(self) -> Answer:
        if not self.account_is_active():
            return "account-suspended"
        mine = [(child, self.sight(child)) for child in self.world.children]
        rows = [self.my_child(child, sight) for child, sight in mine if sight.rule in MY_RULES]
        rows.sort(key=lambda row: (row["unread"] == 0, row["family_name"], row["given_name"], row["id"]))
        return as_json({"children": rows})

    # The caller

    def account_is_active(self) -> bool:
        """With that subject, that role, of that practitioner, and kept by that authority."""
        return any(
            account.state == "active"
            and account.practitioner == self.caller.practitioner
            and account.subject == self.caller.subject
            and account.role == self.caller.role
            and account.authority == self.caller.authority
            for account in self.world.accounts
        )

    @property
    def me(self) -> str:
        return self.caller.practitioner

    @property
    def projection(self) -> Projection:
        return PROJECTIONS.get(self.caller.role, EVERY_OTHER)

    def is_mine(self, service: Service) -> bool:
        """Mine are the services in which the caller currently works; managing one is not working in it."""
        return any(
            work.practitioner == self.me and work.service == service.id and self.is_current(work)
            for work in self.world.works_in
        )

    def is_closed_to_me(self, service: Service) -> bool:
        return service.tier == "sensitive" and not self.is_mine(service)

    # Time

    def is_current(self, fact: Dated) -> bool:
        """It has begun, or it would not be in this world; and its end is not here yet."""
        return fact.end is None or fact.end > self.today

    def is_in_force(self, protection: Protection) -> bool:
        """Unless its `end` has come: a protection that starts tomorrow protects today."""
        return protection.end is None or protection.end > self.today

    # Which rule opens a child

    def is_there(self, child: Child) -> bool:
        return self.part_is_open(child.custodian) and not child.held and not self.has_new_identity(child.id)

    def part_is_open(self, custodian: str) -> bool:
        return any(basis.authority == custodian and self.is_current(basis) for basis in self.world.bases)

    def has_new_identity(self, someone: str) -> bool:
        return any(protection.kind == "new_identity" for protection in self.protections_on(someone))

    def protections_on(self, someone: str) -> list[Protection]:
        return [one for one in self.world.protections if one.on == someone and self.is_in_force(one)]

    def sight(self, child: Child) -> Sight:
        if not self.is_there(child):
            return NO_SIGHT
        protected = self.is_shielded_from_me(child.id)
        rule = next((name for name, holds in self.rules(child, protected) if holds()), "none")
        return Sight(level=LEVEL_OF[rule], rule=rule, protected=protected) if rule != "none" else NO_SIGHT

    def rules(self, child: Child, protected: bool) -> list[tuple[str, Callable[[], bool]]]:
        """In this order; the first that holds decides."""
        return [
            ("leads", lambda: self.i_lead(child)),
            ("own_involvement", lambda: self.i_am_confirmed(child)),
            ("chairs", lambda: self.i_chair(child)),
            ("manages", lambda: self.i_manage(child)),
            ("office", lambda: self.caller.role in {"front_door", "out_of_hours_duty"} and self.is_own_part(child)),
            ("record_keeping", lambda: self.caller.role == "data_team" and self.is_own_part(child)),
            ("agreement", lambda: self.may_be_shared_with() and self.has_agreed(child.custodian)),
            ("enactment", lambda: self.may_be_shared_with() and self.is_enacted(child.custodian)),
            ("asserted_involvement", lambda: self.i_say_that_i_work_with(child) and not protected),
        ]

    def is_own_part(self, child: Child) -> bool:
        return child.custodian == self.caller.authority

    def i_lead(self, child: Child) -> bool:
        lead = self.current_lead(child)
        return lead is not None and lead.who == self.me

    def my_involvements(self, child: Child) -> list[Involvement]:
        return [seat for seat in self.seats(child) if seat.who == self.me and self.is_current(seat)]

    def i_am_confirmed(self, child: Child) -> bool:
        return any(
            seat.state == "confirmed" and seat.custodian == child.custodian for seat in self.my_involvements(child)
        )

    def i_say_that_i_work_with(self, child: Child) -> bool:
        """What another authority keeps is as good as asserted here, whatever it calls it; one's own word is nothing."""
        return any(
            (seat.state == "asserted" or seat.custodian != child.custodian) and seat.recorded_by != self.me
            for seat in self.my_involvements(child)
        )

    def i_chair(self, child: Child) -> bool:
        if self.caller.role not in {"conference_chair", "reviewing_officer"}:
            return False
        return any(
            chairing.practitioner == self.me
            and chairing.meeting == meeting.id == about.meeting
            and about.child == child.id
            and chairing.custodian == meeting.custodian == about.custodian == child.custodian
            and self.is_still_to_meet(meeting)
            for chairing in self.world.chairs
            for meeting in self.world.meetings
            for about in self.world.about
        )

    def is_still_to_meet(self, meeting: Meeting) -> bool:
        if meeting.state == "held":
            return meeting.next_on is not None and meeting.next_on >= self.today
        return meeting.state == "planned"

    def i_manage(self, child: Child) -> bool:
        """The child is open to a team of mine: by the post in which somebody works with the child."""
        if self.caller.role != "manager":
            return False
        return any(
            seat.state == "confirmed"
            and seat.custodian == child.custodian
            and self.is_current(seat)
            and self.managed() & set(self.service_and_those_above(seat.service))
            for seat in self.seats(child)
        )

    def managed(self) -> set[str]:
        return {one.service for one in self.world.manages if one.practitioner == self.me and self.is_current(one)}

    def service_and_those_above(self, service_id: str) -> list[str]:
        """Itself, and what it is part of, "up to four steps"."""
        line = [service_id]
        while (above := self.service(line[-1]).part_of) and len(line) <= STEPS_UP:
            line.append(above)
        return line

    def may_be_shared_with(self) -> bool:
        """A national partner sees only its own children, anywhere."""
        return self.caller.role != "national_partner"

    def has_agreed(self, custodian: str) -> bool:
        """Whether this custodian tells the caller's authority, for this purpose, from an open part."""
        return self.part_is_open(custodian) and any(
            agreement.custodian == custodian
            and agreement.recipient == self.caller.authority
            and self.caller.purpose in agreement.purposes
            and self.is_current(agreement)
            for agreement in self.world.agreements
        )

    def is_enacted(self, custodian: str) -> bool:
        nation = self.authority(custodian).nation
        same = nation == self.authority(self.caller.authority).nation
        return same and self.caller.purpose in ENACTED.get(nation, set())

    # Protected

    def shields_over(self, person: str) -> list[Protection]:
        """On the person, where they live now, or on somebody who lives there now; the same of a possible twin."""
        people = {person} | self.possibly_the_same_as(person)
        homes = {stay.household for one in people for stay in self.stays(one) if self.is_current(stay)}
        others = {who for home in homes for who in self.living_at(home)}
        covering = people | homes | others
        return [one for on in covering for one in self.protections_on(on) if one.kind == "shield"]

    def possibly_the_same_as(self, person: str) -> set[str]:
        """A probable duplicate of a protected child is protected until somebody has settled it."""
        pairs = [(pair.one, pair.other) for pair in self.world.possibly_same if pair.state == "open"]
        return {other for one, other in pairs if one == person} | {one for one, other in pairs if other == person}

    def is_shielded_from_me(self, person: str) -> bool:
        """Being the custodian's staff does not open a shield: only being on the list of every one of them."""
        return any(not self.is_on_access_list(shield) for shield in self.shields_over(person))

    def is_on_access_list(self, protection: Protection) -> bool:
        return any(
            entry.practitioner == self.me and (entry.end is None or entry.end > self.today)
            for entry in protection.access
        )

    def living_at(self, household: str) -> set[str]:
        return {stay.person for stay in self.world.lives_at if stay.household == household and self.is_current(stay)}

    def stays(self, person: str) -> list[LivesAt]:
        return [stay for stay in self.world.lives_at if stay.person == person]

    # Elevated

    def is_elevated(self, child: Child, sight: Sight) -> bool:
        """Those who see ended involvements, addresses of before and former names."""
        return sight.rule in {"leads", "office"} or (sight.rule == "manages" and self.is_own_part(child))

    # Unnamed

    def is_unnamed(self, who: str, child: Child) -> bool:
        """Whether naming this practitioner or service would tell that a sensitive service knows the child."""
        if who == self.me:
            return False
        known_by = {who} | {tie.service for tie in self.ties(who, child) if isinstance(tie, Involvement)}
        known_by |= {work.service for work in self.world.works_in if self.may_explain(work, who, child)}
        return any(self.is_closed_to_me(one) for one in self.world.services if one.id in known_by)

    def may_explain(self, work: WorksIn, who: str, child: Child) -> bool:
        """Whether this work of theirs may be how they came to know the child: not if it ended before the tie began.

        Work that ended on the very day had not "ended before". A tie that began nobody knows when may be old.
        """
        return work.practitioner == who and any(
            work.end is None or (begun := began(tie)) is None or work.end >= begun for tie in self.ties(who, child)
        )

    def ties(self, who: str, child: Child) -> list[Tie]:
        every: list[Tie] = [
            *self.world.involvements, *self.world.leads, *self.world.indications, *self.world.assessments,
        ]  # fmt: skip
        return [tie for tie in every if tie.who == who and tie.child == child.id]

    # Whom to ring

    def contact(self, child: Child, sight: Sight) -> Json:
        if sight.protected:
            return self.national_desk()
        lead = self.named_lead(child)
        if lead is None or sight.level == "identity":  # the data team learns of nobody who works with the child
            return self.duty_desk(child)
        person = self.practitioner(lead.who)
        desk = self.duty_desk(child)
        return desk | {
            "kind": "lead",
            "name": person.name,
            "phone": person.phone or self.phone_at_work(person) or desk["phone"],
            "email": person.email,
            "covered_by": self.covered_by(person.id),
        }

    def national_desk(self) -> Json:
        return contact_row(
            "national_desk", "National desk", self.desk.phone, hours=self.desk.hours, out_of_hours=self.desk.phone
        )

    def duty_desk(self, child: Child) -> Json:
        authority = self.authority(child.custodian)
        return contact_row(
            "duty_desk",
            f"{authority.name} duty desk",
            authority.duty_phone,
            hours=authority.duty_hours,
            out_of_hours=authority.out_of_hours_phone,
        )

    def phone_at_work(self, person: Practitioner) -> str | None:
        at = {work.service for work in self.world.works_in if work.practitioner == person.id and self.is_current(work)}
        services = sorted((one for one in self.world.services if one.id in at), key=lambda one: one.id)
        return next((one.phone for one in services if one.phone and not self.is_closed_to_me(one)), None)

    def covered_by(self, practitioner_id: str) -> Json | None:
        """Reading: with the cover's own telephone only."""
        away = [
            one for one in self.world.covers if one.practitioner == practitioner_id and one.absent_until >= self.today
        ]
        if not away:
            return None
        longest = max(away, key=lambda one: one.absent_until)
        cover = self.practitioner(longest.cover)
        return {"name": cover.name, "phone": cover.phone, "until": longest.absent_until}

    # Who leads

    def current_lead(self, child: Child) -> Leads | None:
        """At most one, which the graph itself enforces; another authority cannot decide who leads this one's child."""
        leading = (one for one in self.world.leads if one.child == child.id and one.state == "accepted")
        return next((one for one in leading if self.is_current(one) and one.custodian == child.custodian), None)

    def named_lead(self, child: Child) -> Leads | None:
        lead = self.current_lead(child)
        return None if lead is None or self.is_unnamed(lead.who, child) else lead

    # The network

    def network(self, child: Child, sight: Sight) -> Json:
        return self.head(child, sight) | {
            "lead": self.lead(child, sight),
            "team": self.team(child, sight),
            "carers": self.carers(child, sight),
            "parental_responsibility": self.parental_responsibility(child, sight),
            "siblings": self.siblings(child, sight),
            "indications": self.indications(child, sight),
            "assessments": self.assessments(child, sight),
            "meetings": self.meetings(child, sight),
            "conversations": self.conversations(child, sight),
        }

    def head(self, child: Child, sight: Sight) -> Json:
        """What network and record have in common."""
        return {
            "level": sight.level,
            "rule": sight.told,
            "protected": sight.protected,
            "custodian": self.custodian(child, sight),
            "contact": self.contact(child, sight),
            "child": self.known_child(child) if sight.level in {"content", "identity"} else None,
        }

    def custodian(self, child: Child, sight: Sight) -> Json | None:
        if sight.protected:
            return None
        return {"code": child.custodian, "name": self.authority(child.custodian).name}

    def known_child(self, child: Child) -> Json:
        names = ("id", "given_name", "family_name", "born", "born_estimated", "sex", "died_on")
        return {name: getattr(child, name) for name in names}

    def lead(self, child: Child, sight: Sight) -> Json | None:
        lead = self.named_lead(child)
        if lead is None or not sight.is_open or not self.projection.lead:
            return None
        person = self.practitioner(lead.who)
        return {
            "id": person.id,
            "name": person.name,
            "kind": lead.kind,
            "since": lead.start,
            "lead_id": lead.id,
            "version": 1,
        }

    def seats(self, child: Child) -> list[Involvement]:
        return [seat for seat in self.world.involvements if seat.child == child.id]

    def team(self, child: Child, sight: Sight) -> list[Json]:
        if not sight.is_open:
            return []
        seen = [seat for seat in self.seats(child) if self.is_seat_seen(seat, child, sight)]
        rows = [self.seat(seat, child) for seat in seen if not self.is_masked(seat)]
        # All masked seats of one `current` value are one row: not even their number is told.
        rows += [masked_seat(current) for current in {self.is_current(one) for one in seen if self.is_masked(one)}]
        return sorted(rows, key=team_order)

    def is_seat_seen(self, seat: Involvement, child: Child, sight: Sight) -> bool:
        if not (
            self.is_current(seat) or self.service(seat.service).tier == "universal" or self.is_elevated(child, sight)
        ):
            return False
        own = seat.who == self.me or self.is_mine(self.service(seat.service))
        if self.projection.team == "own" or seat.end_reason == "consent_withdrawn":  # a school; a child who said no
            return own and self.projection.team != "none"
        return self.projection.team == "all"

    def is_masked(self, seat: Involvement) -> bool:
        return seat.who != self.me and self.is_closed_to_me(self.service(seat.service))

    def seat(self, seat: Involvement, child: Child) -> Json:
        lead = self.named_lead(child)
        person = self.find_practitioner(seat.who)
        post = self.service(seat.service)
        agency = self.agency(post.agency)
        return {
            "kind": "practitioner" if person else "service",
            "current": self.is_current(seat),
            "leads": lead is not None and lead.who == seat.who and self.is_current(seat),
            "id": seat.who,
            "name": self.name(seat.who),
            "role": seat.role,
            "post": {
                "id": post.id,
                "name": post.name,
                "kind": post.kind,
                "tier": post.tier,
                "agency": agency.name,
                "sector": agency.sector,
            },
            "custodian": seat.custodian,
            "state": seat.state if seat.custodian == child.custodian else "asserted",
            "start": seat.start,
            "end": seat.end,
            "end_reason": seat.end_reason,
            "confirmed_on": seat.confirmed_on,
            "involvement_id": seat.id,
            "version": 1,
            "phone": (person.phone if person else self.service(seat.who).phone) or post.phone,
            "email": person.email if person else None,
            "covered_by": self.covered_by(seat.who),
        }

    def carers(self, child: Child, sight: Sight) -> list[Json]:
        """Names only, where the child is protected. Reading: and only to roles that see carers at all."""
        if sight.level != "content" or not self.projection.family:
            return []
        caring = [one for one in self.world.cares_for if one.child == child.id and self.is_current(one)]
        caring = [one for one in caring if not self.is_hidden_person(one.carer)]
        return sorted(
            (self.carer_row(one, child, sight) for one in caring), key=in_order("name", "id", "capacity", "since")
        )

    def carer_row(self, care: CaresFor, child: Child, sight: Sight) -> Json:
        if sight.protected:
            hidden = dict.fromkeys(("id", "version", "capacity", "since", "phone"))
            return hidden | {"name": self.name(care.carer)}
        carer = self.person(care.carer)
        return {
            "id": carer.id,
            "version": 1 if isinstance(carer, Carer) and carer.custodian == self.caller.authority else None,
            "name": self.name(carer.id),
            "capacity": care.capacity,
            "since": care.start,
            "phone": carer.phone if self.may_ring(carer, child) else None,
        }

    def may_ring(self, carer: Child | Carer, child: Child) -> bool:
        kept_here = carer.custodian in {child.custodian, self.caller.authority}
        shared = self.may_be_shared_with() and self.has_agreed(carer.custodian)
        return (kept_here or shared) and not self.is_shielded_from_me(carer.id)

    def is_hidden_person(self, person: str) -> bool:
        return self.person(person).held or self.has_new_identity(person)

    def parental_responsibility(self, child: Child, sight: Sight) -> list[Json]:
        if not sight.is_open or not self.projection.family:
            return []
        authorities = {one.code for one in self.world.authorities}
        held = [one for one in self.world.responsibilities if one.child == child.id and self.is_current(one)]
        rows = [
            {
                "holder": self.authority(one.holder).name if one.holder in authorities else self.name(one.holder),
                "by_authority": one.holder in authorities,
                "state": one.state,
                "basis": one.basis,
                "since": one.start,
            }
            for one in held
            if one.holder in authorities or not self.is_hidden_person(one.holder)
        ]
        return sorted(rows, key=in_order("holder", "since", "basis", "state"))

    def siblings(self, child: Child, sight: Sight) -> list[Json]:
        """Leading one child gives nothing on another: each sibling is looked at afresh."""
        if not sight.is_open or not self.projection.family:
            return []
        kin = self.those_who_make_siblings(child)
        others = [one for one in self.world.children if one.id != child.id and kin & self.those_who_make_siblings(one)]
        rows = [self.sibling(one, self.sight(one)) for one in others if self.sight(one).level != "none"]
        # By the date in the row: a sibling whose date is not told stands last, or its place would tell it.
        return sorted(rows, key=in_order("born", "id"))

    def those_who_make_siblings(self, child: Child) -> set[str]:
        return {
            care.carer
            for care in self.world.cares_for
            if care.child == child.id
            and care.custodian == child.custodian
            and care.capacity in SIBLING_CAPACITIES
            and self.is_current(care)
            and not self.is_hidden_person(care.carer)
        }

    def sibling(self, child: Child, sight: Sight) -> Json:
        """Reading: "name and born at content" is meant so, and the data team at identity is not told here."""
        is_told = sight.level == "content"
        return {
            "id": child.id,
            "level": sight.level,
            "rule": sight.told,
            "protected": sight.protected,
            "given_name": child.given_name if is_told else None,
            "family_name": child.family_name if is_told else None,
            "born": child.born if is_told else None,
            "custodian": self.custodian(child, sight),
            "contact": self.contact(child, sight),
        }

    # Indications and assessments

    def indications(self, child: Child, sight: Sight) -> list[Json]:
        rows: list[Json] = []
        for _, row in self.shown_indications(child, sight):
            if row not in rows or row["by"] != SENSITIVE:  # equal ones of unnamed people are one
                rows.append(row)
        return sorted(rows, key=in_order("raised_at", "kind", "by", "due_on", "closed_at", "indication_id"))

    def shown_indications(self, child: Child, sight: Sight) -> list[tuple[Indication, Json]]:
        """Each indication with the row that tells of it."""
        if not sight.is_open or self.projection.indications == "none":
            return []
        every = [one for one in self.world.indications if one.child == child.id]
        return [(one, self.indication(one, child)) for one in every if self.is_indication_shown(one, child, sight)]

    def is_indication_shown(self, one: Indication, child: Child, sight: Sight) -> bool:
        if self.is_unnamed(one.who, child) and self.projection.indications == "named":  # a school
            return False
        return self.is_tie_shown(one.who, one.closed_at is None, child, sight)

    def indication(self, one: Indication, child: Child) -> Json:
        unnamed = self.is_unnamed(one.who, child)
        return {
            "kind": one.kind,
            "by": SENSITIVE if unnamed else self.name(one.who),
            "raised_at": None if unnamed else one.raised_at,
            "due_on": None if unnamed else one.due_on,
            "closed_at": None if unnamed else one.closed_at,
            "indication_id": None if unnamed else one.id,
            "version": None if unnamed else 1,
        }

    def is_tie_shown(self, who: str, is_open: bool, child: Child, sight: Sight) -> bool:
        """Indications and assessments alike: what somebody did whose time with the child is over is for the elevated.

        Of somebody unnamed only what is open now: else a closed one would tell of a sensitive service of before.
        """
        seats = [seat for seat in self.seats(child) if seat.who == who]
        has_current_seat = any(self.is_current(seat) for seat in seats)
        if self.is_unnamed(who, child):
            return is_open and has_current_seat
        return has_current_seat or not seats or who == self.me or self.is_elevated(child, sight)

    def assessments(self, child: Child, sight: Sight) -> list[Json]:
        if not sight.is_open or not self.projection.family:
            return []
        rows: list[Json] = []
        for one in self.world.assessments:
            if one.child == child.id and self.is_tie_shown(one.who, is_under_way(one), child, sight):
                row = self.assessment(one, child)
                if row not in rows or row["by"] != SENSITIVE:
                    rows.append(row)
        return sorted(rows, key=in_order("started_on", "kind", "by", "completed_on", "state", "assessment_id"))

    def assessment(self, one: Assessment, child: Child) -> Json:
        unnamed = self.is_unnamed(one.who, child)
        return {
            "kind": None if unnamed else one.kind,
            "by": SENSITIVE if unnamed else self.name(one.who),
            "started_on": None if unnamed else one.started_on,
            "completed_on": None if unnamed else one.completed_on,
            "state": None if unnamed else one.state,
            "assessment_id": None if unnamed else one.id,
            "version": None if unnamed else 1,
        }

    def named_here(self, child: Child, sight: Sight) -> list[str]:
        """The people whom the team names to this caller."""
        return sorted({row["id"] for row in self.team(child, sight) if row["id"] is not None})

    def meetings(self, child: Child, sight: Sight) -> list[Json]:
        if not sight.is_open or self.projection.team == "none":
            return []
        named = self.named_here(child, sight)
        met = [one for one in self.world.meetings if self.is_met_about(one, child)]
        rows = [self.meeting(one, named) for one in met if self.is_meeting_shown(one, child, named)]
        rows.sort(key=lambda row: row["meeting_id"])
        return sorted(rows, key=lambda row: row["held_on"] or row["planned_on"] or date.min, reverse=True)[:30]

    def is_met_about(self, meeting: Meeting, child: Child) -> bool:
        about = [one for one in self.world.about if (one.meeting, one.child) == (meeting.id, child.id)]
        is_kept_here = meeting.custodian == child.custodian
        return meeting.state != "cancelled" and is_kept_here and any(one.custodian == child.custodian for one in about)

    def is_meeting_shown(self, meeting: Meeting, child: Child, named: list[str]) -> bool:
        parts = (*self.world.chairs, *self.world.invited, *self.world.attended)
        there = {one.practitioner for one in parts if one.meeting == meeting.id}
        if not there and self.projection.team == "all" and not self.is_unnamed(meeting.recorded_by, child):
            return True
        return meeting.recorded_by == self.me or bool(there & {self.me, *named})

    def meeting(self, meeting: Meeting, named: list[str]) -> Json:
        def among(parts: Iterable[TakesPart]) -> list[str]:
            there = {one.practitioner for one in parts if one.meeting == meeting.id}
            return [one for one in named if one in there]

        told = ("kind", "state", "planned_on", "held_on", "next_on")
        return {name: getattr(meeting, name) for name in told} | {
            "meeting_id": meeting.id,
            "version": 1,
            "chair": next(iter(among(self.world.chairs)), None),
            "invited": among(self.world.invited),
            "attended": among(self.world.attended),
        }

    def conversations(self, child: Child, sight: Sight) -> list[Json]:
        named = set(self.named_here(child, sight))
        days: dict[tuple[str, ...], list[date]] = {}
        for spoke in self.world.spoke:
            if spoke.child == child.id and {spoke.one, spoke.other} <= named and spoke.on <= self.today:
                days.setdefault(tuple(sorted((spoke.one, spoke.other))), []).append(spoke.on)
        rows = [{"between": list(two), "times": len(on), "last_on": max(on)} for two, on in sorted(days.items())]
        return sorted(rows, key=lambda row: row["last_on"], reverse=True)

    # The child's own record

    def record(self, child: Child, sight: Sight) -> Json:
        is_told = sight.level in {"content", "identity"} and not sight.protected
        sees_address = is_told and self.projection.address
        return self.head(child, sight) | {
            "former_names": list(child.former_names) if is_told and self.may_read_former_names(child, sight) else [],
            "address_state": child.address_state if sees_address else None,
            "version": 1 if sight.level in {"content", "identity"} else None,
            "identifiers": self.identifiers(child) if is_told else [],
            "addresses": self.addresses(child, sight) if sees_address else [],
        }

    def may_read_former_names(self, child: Child, sight: Sight) -> bool:
        return sight.level == "identity" or self.is_elevated(child, sight)

    def identifiers(self, child: Child) -> list[Json]:
        """Reading: by which the child is known now, and not those that it was known by until last year."""
        states = {"current", "conflict"} if self.projection.in_conflict else {"current"}
        rows = [
            {"scheme": one.scheme, "value": one.value, "state": one.state}
            for one in self.world.identifiers
            if self.is_known_by(child, one) and one.state in states and one.scheme in self.projection.schemes
        ]
        return sorted(rows, key=in_order("scheme", "value"))

    def is_known_by(self, child: Child, number: Identifier) -> bool:
        known_by = (one for one in self.world.identified_by if self.is_current(one))
        return any(one.child == child.id and one.identifier == number.id for one in known_by)

    def addresses(self, child: Child, sight: Sight) -> list[Json]:
        stays = [stay for stay in self.stays(child.id) if self.is_current(stay) or self.is_elevated(child, sight)]
        stays = [stay for stay in stays if not self.is_hidden_household(stay.household)]
        stays.sort(key=lambda stay: (stay.household, unknown_last(stay.end)))
        stays.sort(key=lambda stay: stay.start or date.min, reverse=True)  # latest first, unknown last
        stays.sort(key=lambda stay: not self.is_current(stay))
        return [self.address(stay) for stay in stays]

    def is_hidden_household(self, household: str) -> bool:
        """For its own sake, or for that of anybody who lives there now, whenever the child did."""
        return any(
            protection.kind == "new_identity" or not self.is_on_access_list(protection)
            for on in {household} | self.living_at(household)
            for protection in self.protections_on(on)
        )

    def address(self, stay: LivesAt) -> Json:
        home = next(one for one in self.world.households if one.id == stay.household)
        return {
            "current": self.is_current(stay),
            "address": home.address,
            "postcode": home.postcode,
            "uprn": home.uprn,
            "kind": home.kind,
            "start": stay.start,
            "end": stay.end,
        }

    # Finding

    def matched(self, typed: Criteria, child: Child) -> list[str]:
        """Which of what was typed is true of this child; nothing where it is not a match."""
        if typed.child_id is not None:
            return ["child_id"] if typed.child_id == child.id else []
        if typed.scheme is not None:
            return ["identifier"] if self.is_identified(typed, child) else []
        stored = stored_words(child)
        if typed.born != child.born or not name_matches(typed.family_name or "", stored):
            return []
        given = ["given_name"] if typed.given_name and name_matches(typed.given_name, stored) else []
        return ["family_name", "born", *given]

    def is_identified(self, typed: Criteria, child: Child) -> bool:
        """A number that two children claim, and one that is no longer used, match nothing."""
        return any(
            (one.scheme, one.value, one.state) == (typed.scheme, typed.value, "current")
            and self.is_known_by(child, one)
            for one in self.world.identifiers
        )

    # My children

    def my_child(self, child: Child, sight: Sight) -> Json:
        return {
            "id": child.id,
            "rule": sight.told,
            "protected": sight.protected,
            "given_name": child.given_name,
            "family_name": child.family_name,
            "born": child.born,
            "leads": self.i_lead(child),
            "unread": self.unread(child, sight),
        }

    def unread(self, child: Child, sight: Sight) -> int:
        """As many as the network would show: two of a sensitive service that look alike count once."""
        read = {
            one.indication for one in self.world.acknowledged if one.practitioner == self.me and one.child == child.id
        }
        alike: list[Json] = []
        count = 0
        for one, row in self.shown_indications(child, sight):
            if one.closed_at is not None or one.who == self.me or one.id in read:
                continue
            if row["by"] == SENSITIVE:
                if row in alike:
                    continue
                alike.append(row)
            count += 1
        return count

    # Looking things up

    def child(self, child_id: str) -> Child | None:
        return next((one for one in self.world.children if one.id == child_id), None)

    def authority(self, code: str) -> Authority:
        return next(one for one in self.world.authorities if one.code == code)

    def agency(self, agency_id: str) -> Agency:
        return next(one for one in self.world.agencies if one.id == agency_id)

    def service(self, service_id: str) -> Service:
        return next(one for one in self.world.services if one.id == service_id)

    def find_practitioner(self, practitioner_id: str) -> Practitioner | None:
        return next((one for one in self.world.practitioners if one.id == practitioner_id), None)

    def practitioner(self, practitioner_id: str) -> Practitioner:
        return next(one for one in self.world.practitioners if one.id == practitioner_id)

    def person(self, person_id: str) -> Child | Carer:
        """A carer, who may be a child."""
        return next(one for one in (*self.world.carers, *self.world.children) if one.id == person_id)

    def name(self, who: str) -> str:
        named = (*self.world.practitioners, *self.world.services)
        known = next((one.name for one in named if one.id == who), None)
        if known is not None:
            return known
        person = self.person(who)
        return f"{person.given_name} {person.family_name}"


MY_RULES = {"leads", "own_involvement", "chairs"}


# Rows and their order ------------------------------------------------------------------------------------------------


def contact_row(kind: str, name: str, phone: str | None, *, hours: str | None, out_of_hours: str | None) -> Json:
    return {
        "kind": kind,
        "name": name,
        "phone": phone,
        "email": None,
        "hours": hours,
        "out_of_hours_phone": out_of_hours,
        "covered_by": None,
    }


SEAT_FIELDS = (
    "kind", "current", "leads", "id", "name", "role", "post", "custodian", "state", "start", "end", "end_reason",
    "confirmed_on", "involvement_id", "version", "phone", "email", "covered_by",
)  # fmt: skip


def masked_seat(current: bool) -> Json:
    """That there is a sensitive service, and nothing else."""
    nothing = dict.fromkeys(SEAT_FIELDS)
    return nothing | {"kind": "sensitive", "name": SENSITIVE, "current": current, "leads": False}


def team_order(row: Json) -> tuple[object, ...]:
    """Leads first, current first, masked last within those, then start, id, post, end and the fact's own id."""
    if row["kind"] == "sensitive":
        return (not row["leads"], not row["current"], True)
    told = in_order("start", "id", "end")(row)
    return (not row["leads"], not row["current"], False, *told[:2], row["post"]["id"], told[2], row["involvement_id"])


def in_order(*names: str) -> Callable[[Json], tuple[object, ...]]:
    return lambda row: tuple(unknown_last(row[name]) for name in names)


def unknown_last(value: object) -> tuple[bool, object]:
    """Sorts what is not known behind everything that is; two unknowns are equal."""
    return (value is None, 0 if value is None else value)


def is_under_way(one: Assessment) -> bool:
    """What "open" means of an assessment; an abandoned one is not, although nothing completed it."""
    return one.state == "in_progress"


def began(tie: Tie) -> date | None:
    if isinstance(tie, Indication):
        return tie.raised_at.date() if tie.raised_at else None
    return tie.started_on if isinstance(tie, Assessment) else tie.start


def as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


# Names ---------------------------------------------------------------------------------------------------------------

APOSTROPHES = set("'\u2018\u2019\u02bc\u02bb`\u00b4")
# Letters that do not decompose into a plain one and a mark.
SPELLED_OUT = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ħ": "h", "\u0131": "i",
}  # fmt: skip


def words(name: str) -> list[str]:
    """Plain small letters. A hyphen parts words, an apostrophe does not."""
    # Apostrophes first: the acute accent that some type for one would decompose into a space and a mark.
    decomposed = unicodedata.normalize("NFKD", "".join(sign for sign in name if sign not in APOSTROPHES))
    unmarked = "".join(sign for sign in decomposed if not unicodedata.category(sign).startswith("M"))
    plain = "".join(SPELLED_OUT.get(sign, sign) for sign in unmarked.lower())
    return "".join(sign if sign.isalpha() else " " for sign in plain).split()


def stored_words(child: Child) -> set[str]:
    """Of every name that the child has or had: its words, and the whole of it as one word."""
    names = [words(name) for name in (child.given_name, child.family_name, *child.former_names)]
    return {word for name in names for word in (*name, "".join(name)) if word}


def name_matches(typed: str, stored: Iterable[str]) -> bool:
    parts = words(typed)
    if not parts:
        return False
    return is_near_any("".join(parts), stored) or all(is_near_any(word, stored) for word in parts)


def is_near_any(word: str, stored: Iterable[str]) -> bool:
    return any(is_near(word, one) for one in stored)


def is_near(typed: str, stored: str) -> bool:
    """Equal, or one letter wrong, missing, added, or swapped with its neighbour."""
    if typed == stored:
        return True
    if len(typed) > len(stored):
        typed, stored = stored, typed
    if len(stored) - len(typed) > 1:
        return False
    same = next((at for at, sign in enumerate(typed) if sign != stored[at]), len(typed))
    if len(typed) < len(stored):
        return typed[same:] == stored[same + 1 :]
    swapped = typed[same : same + 2] == stored[same : same + 2][::-1] and typed[same + 2 :] == stored[same + 2 :]
    return swapped or typed[same + 1 :] == stored[same + 1 :]

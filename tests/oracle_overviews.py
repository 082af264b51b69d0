"""What is told across children of work that overlaps, rests on one or is apart, said a second time; and of meetings.

Written from "Across children, as they are asked" in docs/signals.md, from "Open work" and "The handover plan" in
docs/access.md, and from `list_meetings` in docs/coordination.md; it shares no code with the service.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations

from tests.oracle import (
    SIBLING_CAPACITIES,
    Answer,
    Assessment,
    Child,
    Involvement,
    Json,
    Leads,
    Meeting,
    Oracle,
    Practitioner,
    Service,
    TakesPart,
    as_json,
    in_order,
)

ANSWERING = {"manager", "front_door"}
STAFFING = {"manager", "data_team"}
NOT_SETTLING = {"police", "data_team"}
SETTLING_ALL = {"leads", "manages", "office"}

# "Six steps at most" from who assessed to an agency: so many services above the first one.
ABOVE_A_PERSONS, ABOVE_A_SERVICE = 4, 5


@dataclass(frozen=True, kw_only=True)
class Most:
    """How many people an overview looks at, and how many rows and candidates are told."""

    people: int = 1000
    relied_on: int = 20
    candidates: int = 3
    pieces: int = 500


@dataclass(frozen=True)
class OverviewOracle:
    """Answers every question about the children of one caller's teams or authority, on one day."""

    oracle: Oracle
    most: Most

    # What can be asked

    def find_duplicate_effort(self, within_days: int) -> Answer:
        """The pair that began first comes first; told of each are only who made it and when it began."""
        if (refusal := self.refusal()) is not None:
            return refusal
        begun_from = self.oracle.today - timedelta(days=within_days)
        rows = [row for child in self.children() for row in self.efforts(child, begun_from)]
        return as_json({"rows": sorted(rows, key=in_order("since", "id"))})

    def find_concentration(self, over: int, team: str | None) -> Answer:
        """On whom most rests first; where as much, by name."""
        if (refusal := self.refusal()) is not None:
            return refusal
        people = self.colleagues(team)
        if len(people) > self.most.people:
            return "too-many-to-follow"
        children = self.children()
        relied = self.counted(people, [self.only_one(child) for child in children], 0)
        led = self.counted(people, [self.who_leads(child) for child in children], over)
        return {"relied_on": relied, "leads": led}

    def find_teams_apart(self, within_days: int) -> Answer:
        if (refusal := self.refusal()) is not None:
            return refusal
        since = self.oracle.today - timedelta(days=within_days)
        rows = [self.apart(one, two) for one, two in self.families() if not self.are_in_touch(one, two, since)]
        return as_json({"quiet_since": since, "rows": sorted(rows, key=in_order("id"))})

    def handover_plan(self, who: str) -> Answer:
        if self.oracle.caller.role not in STAFFING:
            return "not-permitted"
        if not self.oracle.account_is_active():
            return "account-suspended"
        leaver = self.oracle.find_practitioner(who)
        if leaver is None or leaver.custodian != self.oracle.caller.authority:
            return "not-found"
        if self.oracle.caller.role == "manager" and not self.is_their_manager(who):
            return "not-permitted"
        return as_json(Handover(self, leaver).plan())

    def list_meetings(self, child_id: str) -> Answer:
        """Soonest first; below content, and behind a shield, as for a child who is not there."""
        if self.oracle.caller.role in NOT_SETTLING:
            return "not-permitted"
        if not self.oracle.account_is_active():
            return "account-suspended"
        child = self.oracle.child(child_id)
        if child is None or not self.oracle.sight(child).is_open:
            return "not-found"
        rows = [planned(one) for one in self.oracle.world.meetings if self.is_mine_to_settle(one, child)]
        return as_json({"meetings": sorted(rows, key=in_order("planned_on", "id"))})

    def refusal(self) -> str | None:
        """A list of an authority's or a team's children is for those who answer for them."""
        if self.oracle.caller.role not in ANSWERING:
            return "not-permitted"
        return None if self.oracle.account_is_active() else "account-suspended"

    # Which children

    def children(self) -> list[Child]:
        """Of the own part, alive, open at content and not behind a shield."""
        there = [child for child in self.oracle.world.children if self.oracle.is_own_part(child)]
        return [child for child in there if child.died_on is None and self.oracle.sight(child).is_open]

    def is_answered_for(self, child: Child) -> bool:
        """A manager for children whom their teams work with, the front door for its authority's."""
        return self.oracle.caller.role == "front_door" or self.oracle.i_manage(child)

    def known_work(self, child: Child) -> list[Involvement]:
        """Confirmed, kept by the child's authority, today's, by somebody whom the caller may know there.

        What rests on a consent that was withdrawn is none.
        """
        return [
            seat
            for seat in self.oracle.seats(child)
            if seat.state == "confirmed"
            and seat.custodian == child.custodian
            and self.oracle.is_current(seat)
            and seat.end_reason != "consent_withdrawn"
            and not self.oracle.is_unnamed(seat.who, child)
        ]

    def tier(self, seat: Involvement) -> str:
        return self.oracle.service(seat.service).tier

    # Two agencies assess one child for the same thing

    def efforts(self, child: Child, begun_from: date) -> Iterator[Json]:
        """For the elevated: one of the two may be of somebody who has ended their work."""
        if self.is_answered_for(child) and self.oracle.is_elevated(child, self.oracle.sight(child)):
            for earlier, later in permutations(self.told_assessments(child, begun_from), 2):
                if self.is_earlier(earlier, later) and self.are_of_two_agencies(earlier, later):
                    yield self.effort(child, earlier, later)

    def told_assessments(self, child: Child, begun_from: date) -> list[Assessment]:
        return [
            one
            for one in self.oracle.world.assessments
            if one.child == child.id
            and one.custodian == child.custodian
            and not self.oracle.is_unnamed(one.who, child)
            and self.is_of_the_window(one, begun_from)
        ]

    def is_of_the_window(self, one: Assessment, begun_from: date) -> bool:
        """Under way, or begun within the window; one that was abandoned is none, nor one without a day."""
        if one.started_on is None or one.started_on > self.oracle.today:
            return False
        return one.state == "in_progress" or (one.state == "completed" and one.started_on >= begun_from)

    def is_earlier(self, one: Assessment, other: Assessment) -> bool:
        """Of two of one day, the one that comes first by its number."""
        return one.kind == other.kind and (one.started_on, one.id) < (other.started_on, other.id)

    def are_of_two_agencies(self, one: Assessment, other: Assessment) -> bool:
        """They have none in common, and each has one."""
        here, there = self.agencies(one), self.agencies(other)
        return bool(here and there) and not set(here) & set(there)

    def agencies(self, one: Assessment) -> list[str]:
        """Of each service in which they worked on the day on which it began, and of those that it is part of."""
        if self.oracle.find_practitioner(one.who) is None:
            services = self.line(one.who, ABOVE_A_SERVICE)
        else:
            posts = self.posts_on(one.who, one.started_on or date.min)
            services = [each for post in posts for each in self.line(post, ABOVE_A_PERSONS)]
        told = {self.oracle.agency(self.oracle.service(each).agency) for each in services}
        return [agency.name for agency in sorted(told, key=lambda agency: (agency.name, agency.id))]

    def line(self, service: str, above: int) -> list[str]:
        line = [service]
        while (part_of := self.oracle.service(line[-1]).part_of) and len(line) <= above:
            line.append(part_of)
        return line

    def posts_on(self, who: str, day: date) -> list[str]:
        return [
            work.service
            for work in self.oracle.world.works_in
            if work.practitioner == who
            and (work.start is None or work.start <= day)
            and (work.end is None or work.end > day)
        ]

    def effort(self, child: Child, earlier: Assessment, later: Assessment) -> Json:
        return {
            "id": f"{later.id} {earlier.id}",
            "since": later.started_on,
            "kind": later.kind,
            "rule": self.oracle.sight(child).told,
            "child": known(child),
            "assessments": [
                {
                    "id": one.id,
                    "by": self.oracle.name(one.who),
                    "agency": self.agencies(one)[0],
                    "started_on": one.started_on,
                    "state": one.state,
                }
                for one in (earlier, later)
            ],
        }

    # On whom much rests

    def colleagues(self, team: str | None) -> list[Practitioner]:
        """Of the authority: who works in a team that the caller manages, for the front door anybody; or in one team.

        Reading: of an authority whose part is closed the front door has nobody.
        """
        own = [one for one in self.oracle.world.practitioners if one.custodian == self.oracle.caller.authority]
        if self.oracle.caller.role == "front_door":
            if not self.oracle.part_is_open(self.oracle.caller.authority):
                return []
            return [one for one in own if team is None or team in self.posts_on(one.id, self.oracle.today)]
        wanted = [
            post.id for post in self.oracle.world.services if self.is_managed(post.id) and team in (None, post.id)
        ]
        return [one for one in own if set(wanted) & set(self.posts_on(one.id, self.oracle.today))]

    def is_managed(self, service: str) -> bool:
        return self.oracle.caller.role == "manager" and bool(
            self.oracle.managed() & set(self.oracle.service_and_those_above(service))
        )

    def targeted(self, child: Child) -> set[str]:
        return {seat.who for seat in self.known_work(child) if self.tier(seat) != "universal"}

    def only_one(self, child: Child) -> str | None:
        """On whom the child rests: nobody else does targeted work with it, as far as the caller may know."""
        there = self.targeted(child)
        return next(iter(there)) if len(there) == 1 else None

    def who_leads(self, child: Child) -> str | None:
        lead = self.oracle.named_lead(child)
        return lead.who if lead is not None else None

    def counted(self, people: Iterable[Practitioner], of_each: list[str | None], over: int) -> list[Json]:
        numbers = Counter(of_each)
        rows = [{"id": who.id, "name": who.name, "children": numbers[who.id]} for who in people]
        rows = [row for row in rows if row["children"] > over]
        return sorted(rows, key=lambda row: (-row["children"], row["name"], row["id"]))[: self.most.relied_on]

    # Brothers and sisters whose teams are not in touch

    def families(self) -> Iterator[tuple[Child, Child]]:
        """Each two once, the lesser number first, where each has a team and one at least is answered for."""
        kin = {care.child for care in self.oracle.world.cares_for}
        for one, two in permutations([child for child in self.children() if child.id in kin], 2):
            is_family = one.id < two.id and self.are_siblings(one, two) and self.team(one) and self.team(two)
            if is_family and any(self.is_apart_answered_for(child) for child in (one, two)):
                yield one, two

    def is_apart_answered_for(self, child: Child) -> bool:
        """For the front door: with whom somebody of its authority is confirmed to work, in whatever post."""
        if self.oracle.caller.role == "manager":
            return self.oracle.i_manage(child)
        return any(
            (who := self.oracle.find_practitioner(seat.who)) is not None
            and who.custodian == self.oracle.caller.authority
            and seat.state == "confirmed"
            and seat.custodian == child.custodian
            and self.oracle.is_current(seat)
            for seat in self.oracle.seats(child)
        )

    def are_siblings(self, one: Child, two: Child) -> bool:
        """Nobody who has, or ever had, a new identity: neither of the two, nor whoever cares for both."""
        parents = self.parents(one) & self.parents(two)
        if (
            one.custodian != two.custodian
            or self.ever_had_a_new_identity(one.id)
            or self.ever_had_a_new_identity(two.id)
        ):
            return False
        return any(not self.ever_had_a_new_identity(parent) for parent in parents)

    def ever_had_a_new_identity(self, someone: str) -> bool:
        return any(one.kind == "new_identity" and one.on == someone for one in self.oracle.world.protections)

    def parents(self, child: Child) -> set[str]:
        """Today's, by the word of the child's authority; nobody who is `Held` or has a new identity."""
        return {
            care.carer
            for care in self.oracle.world.cares_for
            if care.child == child.id
            and care.custodian == child.custodian
            and care.capacity in SIBLING_CAPACITIES
            and self.oracle.is_current(care)
            and not self.oracle.is_hidden_person(care.carer)
        }

    def team(self, child: Child) -> set[str]:
        """People in targeted posts that are not sensitive, and the lead; whom the caller may know there."""
        there = {seat.who for seat in self.known_work(child) if self.tier(seat) == "additional"}
        lead = self.oracle.named_lead(child)
        people = there | ({lead.who} if lead is not None else set())
        return {who for who in people if self.oracle.find_practitioner(who) is not None}

    def are_in_touch(self, one: Child, two: Child, since: date) -> bool:
        return (
            bool(self.team(one) & self.team(two))
            or self.spoke(one, two, since)
            or any(self.met(meeting, one, two, since) for meeting in self.oracle.world.meetings)
        )

    def heard_of(self, child: Child, one: Child, two: Child) -> set[str]:
        """Of this child's team those who are unnamed around neither: contact of others is not the caller's to know."""
        return {who for who in self.team(child) if not any(self.oracle.is_unnamed(who, each) for each in (one, two))}

    def spoke(self, one: Child, two: Child, since: date) -> bool:
        here, there = self.heard_of(one, one, two), self.heard_of(two, one, two)
        return any(
            talk.child in (one.id, two.id)
            and talk.on >= since
            and ((talk.one in here and talk.other in there) or (talk.one in there and talk.other in here))
            for talk in self.oracle.world.spoke
        )

    def met(self, meeting: Meeting, one: Child, two: Child, since: date) -> bool:
        """Somebody of each came to a meeting about one of the two; or one about both is somebody's of either."""
        if meeting.state != "held" or meeting.held_on is None or not since <= meeting.held_on <= self.oracle.today:
            return False
        here, there = self.heard_of(one, one, two), self.heard_of(two, one, two)
        about = [self.oracle.is_met_about(meeting, child) for child in (one, two)]
        came = self.taking_part(meeting, self.oracle.world.attended)
        both_came = any(about) and bool(came & here) and bool(came & there)
        return both_came or (all(about) and bool(self.everybody_at(meeting) & (here | there)))

    def everybody_at(self, meeting: Meeting) -> set[str]:
        world = self.oracle.world
        return self.taking_part(meeting, (*world.chairs, *world.invited, *world.attended))

    def taking_part(self, meeting: Meeting, parts: Iterable[TakesPart]) -> set[str]:
        return {part.practitioner for part in parts if part.meeting == meeting.id}

    def apart(self, one: Child, two: Child) -> Json:
        return {"id": f"{one.id} {two.id}", "sides": [self.side(one), self.side(two)]}

    def side(self, child: Child) -> Json:
        team = sorted(self.team(child), key=lambda who: (self.oracle.name(who), who))
        return {
            "child": known(child),
            "rule": self.oracle.sight(child).told,
            "team": [{"id": who, "name": self.oracle.name(who)} for who in team],
        }

    # Meetings that are the caller's to settle

    def is_mine_to_settle(self, meeting: Meeting, child: Child) -> bool:
        """What one chairs or planned; to leads, managers and the office, what the network shows them."""
        if meeting.state != "planned" or meeting.custodian != self.oracle.caller.authority:
            return False
        if not self.oracle.is_met_about(meeting, child):
            return False
        sight, named = self.oracle.sight(child), self.oracle.named_here(child, self.oracle.sight(child))
        is_own = meeting.recorded_by == self.oracle.me or self.oracle.me in self.taking_part(
            meeting, self.oracle.world.chairs
        )
        return is_own or (sight.rule in SETTLING_ALL and self.oracle.is_meeting_shown(meeting, child, named))

    # Whose manager

    def is_their_manager(self, who: str) -> bool:
        """By a post that the own authority keeps."""
        return any(
            work.practitioner == who
            and work.custodian == self.oracle.caller.authority
            and self.oracle.is_current(work)
            and self.is_managed(work.service)
            for work in self.oracle.world.works_in
        )


# Who takes over ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Something open of whoever leaves: `services` are where who takes it over has to have a post of the same kind."""

    id: str
    child: Child
    custodian: str
    what: str
    services: tuple[Service, ...] | None
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class Near:
    """How near somebody is: the child's own team, then a brother's or sister's, then the same service."""

    who: str
    near: str
    since: date | None = None
    sibling: Child | None = None

    @property
    def step(self) -> int:
        return ("child", "sibling", "service").index(self.near)


@dataclass(frozen=True)
class Handover:
    """What one person has open, and who could take each piece over, as one caller is told it."""

    of: OverviewOracle
    leaver: Practitioner

    @property
    def oracle(self) -> Oracle:
        return self.of.oracle

    def plan(self) -> Json:
        """The open work by child, then what they chair or have raised by child."""
        work, said = list(self.open_work()), list(self.said())
        seen = [piece for piece, fact in work if self.is_seen(fact, piece.child)]
        told = [piece for piece in said if self.is_told(piece.child)]
        pieces = [*sorted(seen, key=by_child), *sorted(told, key=by_child)]
        more = len(pieces) < len(work) + len(said) or len(pieces) > self.of.most.pieces
        return {"work": [self.row(piece) for piece in pieces[: self.of.most.pieces]], "more": more}

    # What is open

    def open_work(self) -> Iterator[tuple[Piece, Involvement | Leads]]:
        """Begun or not, and nothing that was recorded in error; of nobody who has a new identity."""
        for fact in (*self.oracle.told.involvements, *self.oracle.told.leads):
            child = self.oracle.child(fact.child)
            if fact.who != self.leaver.id or fact.end_reason == "recorded_in_error" or child is None:
                continue
            if self.oracle.is_current(fact) and not self.oracle.has_new_identity(child.id):
                yield self.piece_of(fact, child), fact

    def piece_of(self, fact: Involvement | Leads, child: Child) -> Piece:
        if isinstance(fact, Involvement):
            services, what, kind = (self.oracle.service(fact.service),), "involvement", None
        else:
            services, what, kind = None, "lead" if fact.state == "accepted" else fact.state, fact.kind
        return Piece(id=fact.id, child=child, custodian=fact.custodian, what=what, services=services, kind=kind)

    def is_seen(self, fact: Involvement | Leads, child: Child) -> bool:
        sight = self.oracle.sight(child)
        if sight.level == "none" or sight.protected or self.is_hidden_there(fact, child):
            return False
        if self.oracle.i_lead(child) or self.oracle.i_manage(child) or sight.rule == "record_keeping":
            return True
        is_own = self.oracle.caller.role == "data_team" or (
            isinstance(fact, Involvement) and self.of.is_managed(fact.service)
        )
        return fact.custodian == self.oracle.caller.authority and is_own

    def is_hidden_there(self, fact: Involvement | Leads, child: Child) -> bool:
        """Unnamed; or by a post in a sensitive service that has not begun, and so makes nobody unnamed yet."""
        if self.oracle.is_unnamed(self.leaver.id, child):
            return True
        is_closed = isinstance(fact, Involvement) and self.oracle.is_closed_to_me(self.oracle.service(fact.service))
        return is_closed and self.leaver.id != self.oracle.me

    def said(self) -> Iterator[Piece]:
        """What they chair that is still to come, and what they have raised that nobody has closed."""
        for one in (*self.chaired(), *self.raised()):
            if not self.oracle.has_new_identity(one.child.id):
                yield one

    def chaired(self) -> Iterator[Piece]:
        for chairing in self.oracle.world.chairs:
            meeting = next((one for one in self.oracle.world.meetings if one.id == chairing.meeting), None)
            if chairing.practitioner == self.leaver.id and meeting and self.oracle.is_still_to_meet(meeting):
                for child in self.oracle.world.children:
                    if self.oracle.is_met_about(meeting, child) and chairing.custodian == child.custodian:
                        yield self.piece_of_saying(chairing.id or "", child, chairing.custodian, "chair")

    def raised(self) -> Iterator[Piece]:
        for one in self.oracle.world.indications:
            child = self.oracle.child(one.child)
            if one.who == self.leaver.id and one.closed_at is None and child is not None:
                yield self.piece_of_saying(one.id, child, one.custodian, "indication")

    def piece_of_saying(self, name: str, child: Child, custodian: str, what: str) -> Piece:
        """Its services are those where whoever leaves works, as far as the caller may know."""
        here = self.of.posts_on(self.leaver.id, self.oracle.today)
        services = tuple(self.oracle.service(one) for one in here)
        services = tuple(one for one in services if not self.oracle.is_closed_to_me(one))
        return Piece(id=name, child=child, custodian=custodian, what=what, services=services)

    def is_told(self, child: Child) -> bool:
        return self.is_opened(child) and self.oracle.is_elevated(child, self.oracle.sight(child))

    def is_opened(self, child: Child) -> bool:
        return self.oracle.sight(child).is_open and not self.oracle.is_unnamed(self.leaver.id, child)

    # Who could take it

    def row(self, piece: Piece) -> Json:
        near: dict[str, Near] = {}
        for one in sorted(self.near(piece), key=nearest_first):
            near.setdefault(one.who, one)
        fit = [one for one in near.values() if self.is_free(one.who, piece) and self.may_lead(one.who, piece)]
        fit.sort(key=lambda one: (one.step, self.oracle.name(one.who), one.who))
        return {
            "id": piece.id,
            "child_id": piece.child.id,
            "version": 1,
            "ours": piece.custodian == self.oracle.caller.authority,
            "what": piece.what,
            "candidates": [self.candidate(one, piece) for one in fit[: self.of.most.candidates]],
        }

    def near(self, piece: Piece) -> Iterator[Near]:
        if self.is_opened(piece.child):
            yield from self.around(piece.child, "child", None)
        if piece.what in ("involvement", "chair"):
            if self.is_opened(piece.child):
                for sibling in self.siblings(piece.child):
                    yield from self.around(sibling, "sibling", sibling)
            for service in piece.services or ():
                yield from self.colleagues(service)

    def colleagues(self, service: Service) -> Iterator[Near]:
        """Whoever works there today, whatever they are to the child: nothing is said of that."""
        for work in self.oracle.world.works_in:
            if work.service == service.id and self.oracle.is_current(work) and self.is_own(work.practitioner):
                yield Near(who=work.practitioner, near="service")

    def is_own(self, who: str) -> bool:
        practitioner = self.oracle.find_practitioner(who)
        return practitioner is not None and practitioner.custodian == self.oracle.caller.authority

    def around(self, child: Child, near: str, sibling: Child | None) -> Iterator[Near]:
        for seat in self.of.known_work(child):
            if self.is_own(seat.who):
                yield Near(who=seat.who, near=near, since=seat.start, sibling=sibling)

    def siblings(self, child: Child) -> list[Child]:
        """Alive, and open to the caller at content too."""
        others = [one for one in self.oracle.world.children if one != child and one.died_on is None]
        return [one for one in others if self.oracle.sight(one).is_open and self.of.are_siblings(child, one)]

    def is_free(self, who: str, piece: Piece) -> bool:
        """Neither the caller nor whoever leaves, nor away, nor gone; with a post that has no end, of the same kind."""
        if who in (self.leaver.id, self.oracle.me) or self.oracle.practitioner(who).is_gone:
            return False
        return self.oracle.covered_by(who) is None and any(self.fits(post, piece) for post in self.lasting(who))

    def lasting(self, who: str) -> list[Service]:
        """Posts without an end, as far as the caller may know them."""
        held = [one for one in self.oracle.world.works_in if one.practitioner == who and one.end is None]
        return [post for one in held if not self.oracle.is_closed_to_me(post := self.oracle.service(one.service))]

    def fits(self, post: Service, piece: Piece) -> bool:
        return piece.services is None or any(service.kind == post.kind for service in piece.services)

    def may_lead(self, who: str, piece: Piece) -> bool:
        """In England only a social worker leads for child protection; that they work with the child is so already."""
        if piece.kind != "child_protection" or self.oracle.authority(piece.child.custodian).nation != "England":
            return True
        return any(
            work.practitioner == who and work.role == "social_worker" and self.oracle.is_current(work)
            for work in self.oracle.world.works_in
        )

    def candidate(self, one: Near, piece: Piece) -> Json:
        held = {post.id for post in self.lasting(one.who)}
        return {
            "id": one.who,
            "name": self.oracle.name(one.who),
            "near": one.near,
            "since": one.since,
            "sibling": {"id": one.sibling.id, "sex": one.sibling.sex} if one.sibling else None,
            "same_service": any(service.id in held for service in piece.services or ()),
        }


def known(child: Child) -> Json:
    return {name: getattr(child, name) for name in ("id", "given_name", "family_name", "born")}


def planned(meeting: Meeting) -> Json:
    """Never who is asked."""
    told = {name: getattr(meeting, name) for name in ("id", "kind", "planned_on", "next_on")}
    return told | {"version": 1}


def by_child(piece: Piece) -> tuple[str, str]:
    return (piece.child.id, piece.id)


def nearest_first(one: Near) -> tuple[object, ...]:
    """Of several ways the nearest, then who has been there longest, then the sibling with the lesser number."""
    return (one.step, one.since is None, one.since or date.min, one.sibling.id if one.sibling else "")

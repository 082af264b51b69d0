"""Who works with a child in a generated extract, and what they did: seats, leads, meetings and the rest."""

from dataclasses import dataclass
from datetime import date, timedelta

from graph_service.extracts.chance import Chance
from graph_service.extracts.generated_files import Cell, Files
from graph_service.extracts.generated_services import (
    FIRST_PERSON,
    GP_PRACTICES,
    HEALTH_VISITING,
    PRIMARY_SCHOOLS,
    SECONDARY_SCHOOLS,
    SENSITIVE,
    SOCIAL_CARE,
    TARGETED,
    Plan,
    Services,
    Team,
)

WITH_SENSITIVE = 0.25  # of the children with targeted services
SHARE_OF_BIG_SCHOOL = 0.04  # of secondary pupils, on top of its own: thousands in an authority of 79,000
ASSESSMENT_OF = {"social_worker": "child_and_family", "paediatrician": "health", "therapist": "health"}


@dataclass(frozen=True, slots=True)
class Child:
    key: str
    born: date
    age: int
    looked_after: bool


@dataclass(frozen=True, slots=True)
class Seat:
    """A practitioner around a child, as far as what they did depends on it."""

    person: str
    role: str
    state: str
    start: date
    end: date | None


class Work:
    """Writes what concerns one child after another; `dense` children are left for the worker with sixty."""

    def __init__(self, files: Files, chance: Chance, services: Services, dense: int) -> None:
        self._files, self._chance, self._services, self._dense = files, chance, services, dense
        self._written = 0

    # The services that every child has

    def universal(self, child: Child) -> None:
        """A practice nearly always, a school from five, a health visitor until then."""
        if self._chance.happens(0.97):
            practice = self._chance.one(self._services[GP_PRACTICES.prefix])
            self._involve(child, practice, None, self._soon_after(child.born, 60))
        if child.age >= 5:
            self._schooling(child)
        else:
            team = self._chance.one(self._services[HEALTH_VISITING.prefix])
            self._involve(child, team, self._chance.one(team.people), self._soon_after(child.born, 14))

    def _schooling(self, child: Child) -> None:
        reception = date(child.born.year + (4 if child.born < date(child.born.year, 9, 1) else 5), 9, 1)
        secondary = reception.replace(year=reception.year + 7)
        primary = self._chance.one(self._services[PRIMARY_SCHOOLS.prefix])
        if secondary > self._chance.today:
            self._involve(child, primary, None, reception)
            return
        self._involve(child, primary, None, reception, end=secondary - timedelta(40), end_reason="changed_school")
        schools = self._services[SECONDARY_SCHOOLS.prefix]
        school = schools[0] if self._chance.happens(SHARE_OF_BIG_SCHOOL) else self._chance.one(schools)
        self._involve(child, school, None, secondary)

    # The services that one child in ten has

    def targeted(self, child: Child) -> None:
        fitting = [plan for plan in TARGETED if child.age >= plan.from_age and plan is not SOCIAL_CARE]
        count = self._chance.weighted({1: 30, 2: 40, 3: 22, 4: 8})
        plans = self._chance.some(fitting, count)
        if child.looked_after or self._chance.happens(0.35):
            plans[0] = SOCIAL_CARE
        seats = [self._dense_seat(child) if self._goes_dense(plan) else self._seat(child, plan) for plan in plans]
        if self._chance.happens(WITH_SENSITIVE):
            self._sensitive(child)
        self._what_they_did(child, seats)

    def _goes_dense(self, plan: Plan) -> bool:
        return plan is SOCIAL_CARE and self._dense > 0

    def _dense_seat(self, child: Child) -> Seat:
        self._dense -= 1
        team = self._services[SOCIAL_CARE.prefix][0]
        seat = Seat(team.people[FIRST_PERSON], SOCIAL_CARE.role, "confirmed", self._since(child.born, 900), None)
        self._write_seat(child, team, seat)
        return seat

    def _seat(self, child: Child, plan: Plan) -> Seat:
        """Most are current; a child in care always has a social worker who is."""
        team = self._chance.one(self._services[plan.prefix])
        person, start = self._chance.one(team.people), self._since(child.born, 900)
        stays = child.looked_after and plan is SOCIAL_CARE
        match "current" if stays else self._chance.weighted({"current": 69, "ended": 29, "asserted": 2}):
            case "ended":
                seat = Seat(person, plan.role, "confirmed", start, self._chance.between(start, self._chance.today))
            case "asserted":
                seat = Seat(person, plan.role, "asserted", self._since(child.born, 10), None)
            case _:
                seat = Seat(person, plan.role, "confirmed", start, None)
        self._write_seat(child, team, seat)
        return seat

    def _write_seat(self, child: Child, team: Team, seat: Seat) -> None:
        told = self._chance.weighted({"agreed": 88, "told_only": 8, "objected": 2, "not_safe": 2})
        more: dict[str, Cell] = {"told": told}
        if seat.end is not None:
            reasons = {"work_finished": 60, "stepped_down": 20, "handed_over": 15, "declined": 5}
            more |= {"end": seat.end, "end_reason": self._chance.weighted(reasons)}
        elif seat.state == "asserted":
            more["state"] = seat.state
        else:
            more["confirmed_on"] = max(seat.start, self._chance.day(250, 1))
        self._involve(child, team, seat.person, seat.start, **more)
        if self._chance.happens(0.005):
            self._mistake(child, team, seat)

    def _mistake(self, child: Child, team: Team, seat: Seat) -> None:
        """The same seat, put down twice and taken back."""
        self._involve(child, team, seat.person, seat.start, end=seat.start, end_reason="recorded_in_error")

    def _sensitive(self, child: Child) -> None:
        fitting = [plan for plan in SENSITIVE if child.age >= plan.from_age]
        if not fitting:
            return
        team = self._chance.one(self._services[self._chance.one(fitting).prefix])
        start = self._since(child.born, 600)
        basis, told = self._chance.weighted(
            {("child_consent", "agreed"): 80, ("reasonable_cause_harm", "not_safe"): 20}
        )
        self._involve(child, team, self._chance.one(team.people), start, basis=basis, told=told,
                      basis_by="Service manager", basis_on=start)  # fmt: skip

    def _involve(self, child: Child, team: Team, person: str | None, start: date, **more: Cell) -> None:
        self._written += 1
        self._files.add("involvements", involvement_key=f"i{self._written}", child_key=child.key, start=start,
                        service_key=team.key, practitioner_key=person, role=team.plan.role,
                        **more)  # fmt: skip

    # What they did

    def _what_they_did(self, child: Child, seats: list[Seat]) -> None:
        may_lead = [seat for seat in seats if seat.end is None and seat.state == "confirmed"]
        if may_lead and (child.looked_after or self._chance.happens(0.55)):
            self._lead(child, may_lead[0], None)
        for seat in seats:
            if seat.end is not None and self._chance.happens(0.2):
                self._lead(child, seat, seat.end)
            if self._chance.happens(0.25):
                self._indicate(child, seat)
            if self._chance.happens(0.3):
                self._assess(child, seat)
        if self._chance.happens(0.5):
            self._refer(child, min(seat.start for seat in seats))
        if len(seats) > 1 and self._chance.happens(0.5):
            self._meet(child, seats)

    def _lead(self, child: Child, seat: Seat, end: date | None) -> None:
        if seat.role != "social_worker":
            kind = "early_help"
        elif child.looked_after:
            kind = "looked_after"
        else:
            kind = self._chance.weighted({"child_in_need": 80, "child_protection": 20})
        self._files.add("leads", child_key=child.key, practitioner_key=seat.person, kind=kind,
                        state="accepted", start=self._chance.between(seat.start, end or self._chance.today),
                        end=end)  # fmt: skip

    def _indicate(self, child: Child, seat: Seat) -> None:
        raised = self._chance.between(seat.start, seat.end or self._chance.today - timedelta(1))
        kind = self._chance.one(("information_to_share", "taking_action"))
        closed = min(raised + timedelta(12), self._chance.today) if self._chance.happens(0.6) else None
        self._written += 1
        self._files.add("indications", indication_key=f"n{self._written}", child_key=child.key,
                        practitioner_key=seat.person, kind=kind, raised_at=f"{raised}T09:00:00+00:00",
                        due_on=raised + timedelta(30) if kind == "taking_action" else None,
                        closed_at=f"{closed}T16:00:00+00:00" if closed else None)  # fmt: skip

    def _assess(self, child: Child, seat: Seat) -> None:
        started = self._chance.between(seat.start, seat.end or self._chance.today)
        done = started + timedelta(40)
        finished = done <= self._chance.today and self._chance.happens(0.85)
        self._written += 1
        self._files.add("assessments", assessment_key=f"a{self._written}", child_key=child.key,
                        practitioner_key=seat.person, kind=ASSESSMENT_OF.get(seat.role, "early_help"),
                        started_on=started, completed_on=done if finished else None,
                        state="completed" if finished else "in_progress")  # fmt: skip

    def _refer(self, child: Child, first: date) -> None:
        received = max(child.born, first - timedelta(3))
        closed = min(received + timedelta(5), self._chance.today) if self._chance.happens(0.9) else None
        kinds = {"school": 30, "police": 30, "health": 20, "council": 10, "family": 5, "voluntary": 5}
        self._written += 1
        self._files.add("referrals", referral_key=f"r{self._written}", child_key=child.key,
                        from_kind=self._chance.weighted(kinds), received_on=received,
                        closed_on=closed)  # fmt: skip

    def _meet(self, child: Child, seats: list[Seat]) -> None:
        """One that was held and, for half of them, the next one planned."""
        latest = max(seat.start for seat in seats)
        held = self._chance.between(latest, self._chance.today)
        following = self._chance.today + timedelta(21) if self._chance.happens(0.5) else None
        self._meeting(child, seats, "held", planned_on=held, held_on=held, next_on=following)
        if following is not None:
            self._meeting(child, seats, "cancelled" if self._chance.happens(0.05) else "planned", planned_on=following)

    def _meeting(self, child: Child, seats: list[Seat], state: str, **days: date | None) -> None:
        self._written += 1
        key = f"m{self._written}"
        kind = "looked_after_review" if child.looked_after else "team_around_the_child"
        self._files.add("meetings", meeting_key=key, kind=kind, state=state, **days)
        self._files.add("meeting_children", meeting_key=key, child_key=child.key)
        people = list(dict.fromkeys(seat.person for seat in seats))
        for place, person in enumerate(people):
            came = state == "held" and (place == 0 or self._chance.happens(0.8))
            self._files.add("attendance", meeting_key=key, practitioner_key=person, invited="true",
                            attended="true" if came else None,
                            chair="true" if place == 0 else None)  # fmt: skip

    # Days

    def _since(self, born: date, most: int) -> date:
        """A day in the last `most`, not before the child was born."""
        return max(born, self._chance.day(most, 1))

    def _soon_after(self, born: date, most: int) -> date:
        return min(self._chance.between(born, born + timedelta(most)), self._chance.today)

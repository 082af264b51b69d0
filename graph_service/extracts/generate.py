"""Make a believable extract of made-up people, the same bytes for the same seed: for trials, tests and benchmarks.

Per child about twelve rows: one in ten has targeted services, some involvements have ended, and a few
neighbourhoods are very dense (a school of thousands, a hostel, a carer of twelve, a worker with sixty children).
"""

import csv
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from stdnum.gb import nhs

from graph_service.extracts.names import FAMILY, GIVEN, ROADS
from graph_service.extracts.rows import FILES, Row

DAY = date(2026, 11, 1)  # fixed: the same seed gives the same bytes on any day
TARGETED = 0.10
CHILDREN_OF_DENSE_WORKER = 60
HOSTEL_FAMILIES = 25
CARER_OF_MANY = 12

Cell = str | int | date | datetime | None


class Files:
    """One CSV a file of the extract, each row given by column names."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.rows = 0
        self._writers = {model.file: self._open(folder, model, stack) for model in FILES}

    @staticmethod
    def _open(folder: Path, model: type[Row], stack: ExitStack) -> "csv.DictWriter[str]":
        out: TextIO = stack.enter_context((folder / model.file).open("w", encoding="utf-8", newline=""))
        own = {name: column for column, name in getattr(model, "columns", {}).items()}
        writer = csv.DictWriter(out, [own.get(name, name) for name in model.model_fields], lineterminator="\n")
        writer.writeheader()
        return writer

    def add(self, file: str, **cells: Cell) -> None:
        self.rows += 1
        self._writers[f"{file}.csv"].writerow(cells)


@dataclass
class Team:
    """A service with its own practitioners."""

    key: str
    practitioners: list[str] = field(default_factory=list)


@dataclass
class Services:
    schools: list[Team] = field(default_factory=list)
    practices: list[Team] = field(default_factory=list)
    health_visiting: list[Team] = field(default_factory=list)
    targeted: list[tuple[Team, str]] = field(default_factory=list)
    sensitive: list[tuple[Team, str]] = field(default_factory=list)


@dataclass
class Child:
    key: str
    born: date

    @property
    def age(self) -> int:
        return (DAY - self.born).days // 365


def generate_extract(
    authority: str, children: int, folder: Path, seed: int = 1, advance: Callable[[int], None] = lambda _: None
) -> int:
    """Write the whole extract into `folder`; how many rows there are."""
    with ExitStack() as stack:
        files = Files(folder, stack)
        _Generator(authority, children, files, random.Random(seed)).run(advance)  # noqa: S311  # repeatable, no secret
        return files.rows


class _Generator:
    def __init__(self, authority: str, children: int, files: Files, chance: random.Random) -> None:
        self._authority, self._wanted, self._files, self._chance = authority, children, files, chance
        self._made = 0
        self._numbers = _nhs_numbers()
        self._services = Services()
        self._involvements = 0
        self._dense_worker: str | None = None

    def run(self, advance: Callable[[int], None]) -> None:
        self._reference()
        self._organisations()
        self._hostel()
        self._big_family()
        while self._made < self._wanted:
            before = self._made
            self._family(self._chance.choices((1, 2, 3, 4), (45, 35, 15, 5))[0])
            advance(self._made - before)

    def _reference(self) -> None:
        """A part that is open, with its desk; every value is made up."""
        self._files.add("authority", code=self._authority, duty_phone="020 7946 0100",
                        duty_hours="Monday to Friday 9 to 5", out_of_hours_phone="020 7946 0199")  # fmt: skip
        self._files.add("lawful_basis", instrument="Fictional Generated Order", start=date(2026, 1, 5),
                        assessment="DPIA-GEN", approver="Director")  # fmt: skip

    # Organisations

    def _organisations(self) -> None:
        for key, name, sector in (
            ("council", "Generated Council", "council"), ("health", "Generated Health", "health"),
            ("schools", "Generated Schools", "education"), ("gps", "Generated Practices", "health"),
            ("police", "Generated Police", "police"), ("charity", "Generated Families Charity", "voluntary"),
            ("justice", "Generated Youth Justice", "justice"),
        ):  # fmt: skip
            self._files.add("agencies", agency_key=key, name=name, sector=sector)
        self._files.add("supplies", agency_key="health", facts="involvements", since=date(2026, 1, 5),
                        last_received_at="2026-10-31T02:00:00+00:00")  # fmt: skip
        thousand = max(1, self._wanted // 1000)
        services = self._services
        services.schools = self._teams("school", "schools", "school", "universal", max(2, thousand * 3), 0, "teacher")
        services.practices = self._teams("gp", "gps", "gp_practice", "universal", max(1, thousand), 0, "gp")
        services.health_visiting = self._teams(
            "hv", "health", "health_visiting", "universal", max(1, thousand // 4), 8, "health_visitor"
        )
        self._targeted_services(thousand)
        self._sign_ins()

    def _targeted_services(self, thousand: int) -> None:
        for prefix, agency, kind, role in (
            ("sw", "council", "social_care", "social_worker"), ("fs", "council", "family_support", "family_support_worker"),
            ("ew", "council", "education_welfare", "education_welfare_officer"), ("ps", "police", "policing", "police_officer"),
            ("vs", "charity", "family_support", "early_help_worker"),
        ):  # fmt: skip
            count = max(1, thousand // 6)
            teams = self._teams(prefix, agency, kind, "additional", count, 6, role)
            self._services.targeted += [(team, role) for team in teams]
        for prefix, agency, kind, role in (
            ("mh", "health", "mental_health", "mental_health_practitioner"),
            ("yj", "justice", "youth_justice", "youth_justice_worker"),
        ):
            teams = self._teams(prefix, agency, kind, "sensitive", max(1, thousand // 20), 6, role)
            self._services.sensitive += [(team, role) for team in teams]
        self._dense_worker = self._services.targeted[0][0].practitioners[0]

    def _teams(self, prefix: str, agency: str, kind: str, tier: str, count: int, people: int, role: str) -> list[Team]:
        return [self._team(f"{prefix}{number}", agency, kind, tier, people, role) for number in range(count)]

    def _team(self, key: str, agency: str, kind: str, tier: str, people: int, role: str) -> Team:
        name = f"{self._chance.choice(ROADS)} {kind.replace('_', ' ')} {key}"
        self._files.add("services", service_key=key, agency_key=agency, name=name, kind=kind, tier=tier,
                        phone=self._phone())  # fmt: skip
        team = Team(key, [f"{key}-p{number}" for number in range(people)])
        for person in team.practitioners:
            self._files.add("practitioners", practitioner_key=person, given_name=self._given(),
                            family_name=self._family_name(), phone=self._phone(), email=f"{person}@example.org")  # fmt: skip
            self._files.add("works_in", practitioner_key=person, service_key=key, role=role,
                            start=self._day(3000, 400))  # fmt: skip
        return team

    def _sign_ins(self) -> None:
        """One of each role that can look, so that a benchmark can sign in."""
        team = self._services.targeted[0][0]
        for number, role in enumerate(("front_door", "lead", "practitioner", "system")):
            self._files.add("accounts", practitioner_key=team.practitioners[number + 1], service_key=team.key,
                            subject=f"generated.{self._authority.lower()}.{role}", role=role, state="active")  # fmt: skip

    # Families

    def _hostel(self) -> None:
        """A communal household: many families at one address, none of them kin for it."""
        self._household("hostel", "communal")
        for _ in range(min(HOSTEL_FAMILIES, self._wanted // 20)):
            self._family(2, household="hostel")

    def _big_family(self) -> None:
        if self._wanted >= 10 * CARER_OF_MANY:
            self._family(CARER_OF_MANY)

    def _family(self, size: int, household: str | None = None) -> None:
        family_name = self._family_name()
        number = self._made
        home = household or f"h{number}"
        if household is None:
            self._household(home, "private")
        capacity = self._chance.choices(("parent", "kinship", "foster", "special_guardian"), (93, 3, 3, 1))[0]
        carers = [f"c{number}-{seat}" for seat in range(self._chance.choice((1, 2)))]
        moved_in = self._day(2500, 30)
        for carer in carers:
            self._carer(carer, family_name, home, moved_in)
        for _ in range(min(size, self._wanted - self._made)):
            self._child(family_name, carers, capacity, home, moved_in)

    def _household(self, key: str, kind: str) -> None:
        address = f"{self._chance.randint(1, 199)} {self._chance.choice(ROADS)} Road"
        self._files.add("households", household_key=key, kind=kind, address=address, postcode="LS99 9ZZ")
        if kind == "private" and self._chance.random() < 0.001:
            self._files.add("protections", household_key=key, kind="shield", start=self._day(300, 1),
                            review_on=DAY + timedelta(365))  # fmt: skip

    def _carer(self, key: str, family_name: str, home: str, moved_in: date) -> None:
        self._files.add("carers", carer_key=key, given_name=self._given(), family_name=family_name, phone=self._phone())
        self._files.add("lives_at", carer_key=key, household_key=home, start=moved_in)

    def _child(self, family_name: str, carers: list[str], capacity: str, home: str, moved_in: date) -> None:
        child = Child(f"k{self._made}", self._day(6500, 5))
        self._made += 1
        self._files.add("children", child_key=child.key, given_name=self._given(), family_name=family_name,
                        born=child.born, sex=self._chance.choice(("female", "male")), nhs_number=next(self._numbers),
                        address_state="current")  # fmt: skip
        arrived = max(moved_in, child.born)
        self._files.add("lives_at", child_key=child.key, household_key=home, start=arrived)
        for carer in carers:
            self._files.add("cares_for", carer_key=carer, child_key=child.key, capacity=capacity, start=arrived)
        if capacity == "foster":
            self._files.add("parental_responsibility", authority=self._authority, child_key=child.key, state="held",
                            basis="care_order", start=arrived)  # fmt: skip
        else:
            self._files.add("parental_responsibility", carer_key=carers[0], child_key=child.key, state="held",
                            start=child.born)  # fmt: skip
        self._universal(child)
        if self._chance.random() < TARGETED:
            self._targeted(child)
        if self._chance.random() < 0.001:
            self._files.add("protections", child_key=child.key, kind="shield", start=self._day(300, 1),
                            review_on=DAY + timedelta(365))  # fmt: skip

    # Who works with them

    def _universal(self, child: Child) -> None:
        """A school from five, a health visitor until then, a practice nearly always."""
        if self._chance.random() < 0.98:
            self._involved(child, self._chance.choice(self._services.practices), "gp_practice", child.born)
        if child.age >= 5:
            schools = self._services.schools
            # One in thirty goes to the first school, which so has thousands in a large authority.
            school = schools[0] if self._chance.random() < 1 / 30 else self._chance.choice(schools)
            self._involved(child, school, "school", child.born + timedelta(5 * 365))
        else:
            team = self._chance.choice(self._services.health_visiting)
            self._involved(child, team, "health_visitor", child.born, self._chance.choice(team.practitioners))

    def _targeted(self, child: Child) -> None:
        chosen = self._chance.sample(self._services.targeted, k=min(self._chance.choice((1, 2, 2, 3, 4)), len(self._services.targeted)))
        people = [self._targeted_seat(child, team, role) for team, role in chosen]
        if self._chance.random() < 0.25:
            team, role = self._chance.choice(self._services.sensitive)
            start = self._since(child, 600)
            self._involved(child, team, role, start, self._chance.choice(team.practitioners), told="agreed",
                           basis="child_consent", basis_by="the service", basis_on=start)  # fmt: skip
        self._what_they_did(child, people)

    def _targeted_seat(self, child: Child, team: Team, role: str) -> str:
        person = self._chance.choice(team.practitioners)
        if self._dense_worker and self._chance.random() < CHILDREN_OF_DENSE_WORKER / max(600, self._wanted * TARGETED):
            person, team, role = self._dense_worker, *self._services.targeted[0]
        start = self._since(child, 900)
        if self._chance.random() < 0.3:
            end = start + (DAY - start) // 2
            self._involved(child, team, role, start, person, told="agreed", end=end, end_reason="work_finished")
        else:
            self._involved(child, team, role, start, person, told="agreed", confirmed_on=max(start, DAY - timedelta(20)))
        return person

    def _involved(
        self, child: Child, team: Team, role: str, start: date, practitioner: str | None = None, **more: Cell
    ) -> None:
        self._involvements += 1
        self._files.add("involvements", involvement_key=f"i{self._involvements}", child_key=child.key,
                        service_key=team.key, practitioner_key=practitioner, role=role, start=start, **more)  # fmt: skip

    def _what_they_did(self, child: Child, people: list[str]) -> None:
        first = people[0]
        number = self._made
        if self._chance.random() < 0.6:
            self._files.add("leads", child_key=child.key, practitioner_key=first, kind="early_help", state="accepted",
                            start=self._since(child, 300))  # fmt: skip
        if self._chance.random() < 0.4:
            self._files.add("indications", indication_key=f"n{number}", child_key=child.key, practitioner_key=people[-1],
                            kind="information_to_share", raised_at=f"{self._since(child, 100)}T09:00:00+00:00")  # fmt: skip
        if self._chance.random() < 0.5:
            self._files.add("assessments", assessment_key=f"a{number}", child_key=child.key, practitioner_key=first,
                            kind="early_help", started_on=self._since(child, 400), state="in_progress")  # fmt: skip
        if self._chance.random() < 0.5:
            self._files.add("referrals", referral_key=f"r{number}", child_key=child.key, from_kind="school",
                            received_on=self._since(child, 900))  # fmt: skip
        if self._chance.random() < 0.3:
            self._meeting(child, people, f"m{number}")

    def _meeting(self, child: Child, people: list[str], key: str) -> None:
        held = self._since(child, 60)
        self._files.add("meetings", meeting_key=key, kind="team_around_the_child", state="held", planned_on=held, held_on=held)
        self._files.add("meeting_children", meeting_key=key, child_key=child.key)
        for person in dict.fromkeys(people):
            self._files.add("attendance", meeting_key=key, practitioner_key=person, invited="true",
                            attended=self._chance.choice(("true", "false")))  # fmt: skip

    # Small things

    def _since(self, child: Child, most_days: int) -> date:
        """A day in the last `most_days`, not before the child was born."""
        return max(child.born, self._day(most_days, 1))

    def _day(self, most: int, least: int) -> date:
        return DAY - timedelta(self._chance.randint(least, most))

    def _phone(self) -> str:
        return f"020 7946 0{self._chance.randint(0, 999):03}"

    def _given(self) -> str:
        return self._chance.choice(GIVEN)

    def _family_name(self) -> str:
        return self._chance.choice(FAMILY)


def _nhs_numbers() -> Iterator[str]:
    """Valid numbers from the 999 range, which is never issued."""
    for body in range(999_000_000, 1_000_000_000):
        check = (11 - nhs.checksum(f"{body}0")) % 11
        if check < 10:
            yield f"{body}{check}"

"""The agencies, teams and practitioners of a generated extract, its duty desk, agreement and sign-ins."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from graph_service.domain.closed_lists import ServiceKind
from graph_service.domain.purposes import Purpose
from graph_service.extracts.chance import Chance
from graph_service.extracts.generated_files import Files

AGENCIES = (
    ("council", "Generated Council", "council"),
    ("health", "Generated Community Health", "health"),
    ("schools", "Generated Schools", "education"),
    ("practices", "Generated Practices", "health"),
    ("police", "Generated Police", "police"),
    ("harbour", "Harbour Families Charity", "voluntary"),
    ("lantern", "Lantern Youth Charity", "voluntary"),
    ("justice", "Generated Youth Justice", "justice"),
)
SUPPLIERS = ("council", "health", "schools", "practices")
FIRST_PERSON = 0  # of the first social care team: the one with sixty children, who signs in as lead


class Size(StrEnum):
    """How many of a kind of team there are: a practice serves fewer children than a health visiting team."""

    PRACTICE = "practice"
    TEAM = "team"
    RARE = "rare"

    def teams(self, children: int) -> int:
        return max(1, children // {Size.PRACTICE: 1000, Size.TEAM: 6000, Size.RARE: 20000}[self])


@dataclass(frozen=True, slots=True)
class Plan:
    """One line of the table below: what kind of team, whose, how many, and what its people do."""

    prefix: str
    agency: str
    kind: ServiceKind
    role: str
    people: int
    size: Size
    from_age: int = 0


GP_PRACTICES = Plan("gp", "practices", ServiceKind.GP_PRACTICE, "gp_practice", 0, Size.PRACTICE)
PRIMARY_SCHOOLS = Plan("ps", "schools", ServiceKind.SCHOOL, "school", 0, Size.PRACTICE)
SECONDARY_SCHOOLS = Plan("ss", "schools", ServiceKind.SCHOOL, "school", 0, Size.TEAM)
HEALTH_VISITING = Plan("hv", "health", ServiceKind.HEALTH_VISITING, "health_visitor", 20, Size.TEAM)
SOCIAL_CARE = Plan("sw", "council", ServiceKind.SOCIAL_CARE, "social_worker", 16, Size.TEAM)
FRONT_DOOR = Plan("fd", "council", ServiceKind.FRONT_DOOR, "duty_worker", 12, Size.RARE)
TARGETED = (
    SOCIAL_CARE,
    Plan("fs", "council", ServiceKind.FAMILY_SUPPORT, "family_support_worker", 10, Size.TEAM),
    Plan("ew", "council", ServiceKind.EDUCATION_WELFARE, "education_welfare_officer", 6, Size.RARE, from_age=5),
    Plan("pd", "health", ServiceKind.PAEDIATRICS, "paediatrician", 8, Size.TEAM),
    Plan("th", "health", ServiceKind.THERAPY, "therapist", 8, Size.RARE),
    Plan("po", "police", ServiceKind.POLICING, "police_officer", 8, Size.RARE),
    Plan("ch", "harbour", ServiceKind.FAMILY_SUPPORT, "early_help_worker", 6, Size.TEAM),
    Plan("yw", "lantern", ServiceKind.YOUTH_WORK, "youth_worker", 6, Size.RARE, from_age=10),
)
SENSITIVE = (
    Plan("mh", "health", ServiceKind.MENTAL_HEALTH, "mental_health_practitioner", 10, Size.RARE, from_age=5),
    Plan("yj", "justice", ServiceKind.YOUTH_JUSTICE, "youth_justice_worker", 10, Size.RARE, from_age=10),
)


@dataclass(frozen=True, slots=True)
class Team:
    """A service, what its people are to a child, and those people."""

    key: str
    plan: Plan
    people: list[str]


Services = dict[str, list[Team]]


def make_services(files: Files, chance: Chance, authority: str, children: int) -> Services:
    """Everything that a child can then be given, by the plan's prefix."""
    _write_part(files, chance, authority)
    plans = (
        GP_PRACTICES,
        PRIMARY_SCHOOLS,
        SECONDARY_SCHOOLS,
        HEALTH_VISITING,
        FRONT_DOOR,
        *TARGETED,
        *SENSITIVE,
    )
    services = {
        plan.prefix: [_make_team(files, chance, plan, n) for n in range(1, plan.size.teams(children) + 1)]
        for plan in plans
    }
    _write_sign_ins(files, authority, services)
    _write_cover(files, chance, services)
    return services


def _write_part(files: Files, chance: Chance, authority: str) -> None:
    """A part that is open, its desk and its neighbour; the instrument says of itself that it is made up."""
    since = chance.today - timedelta(300)
    files.add("authority", code=authority, duty_phone="020 7946 0100", duty_hours="Monday to Friday 9 to 5",
              out_of_hours_phone="020 7946 0199")  # fmt: skip
    files.add("lawful_basis", instrument="Fictional Generated Order", start=since,
              assessment="DPIA-GENERATED", approver="Director of Children's Services")  # fmt: skip
    purposes = "|".join((Purpose.COORDINATE_SUPPORT, Purpose.ASSESS_REFERRAL, Purpose.CHECK_BEFORE_VISIT))
    files.add("agreements", **{"with": "LIV" if authority == "LDS" else "LDS"}, purposes=purposes, start=since)
    for key, name, sector in AGENCIES:
        files.add("agencies", agency_key=key, name=name, sector=sector)
    for key in SUPPLIERS:
        files.add("supplies", agency_key=key, facts="involvements|indications|assessments", since=since,
                  last_received_at=f"{chance.today - timedelta(1)}T02:00:00+00:00")  # fmt: skip


def _make_team(files: Files, chance: Chance, plan: Plan, number: int) -> Team:
    key = f"{plan.prefix}{number}"
    files.add("services", service_key=key, agency_key=plan.agency, kind=plan.kind, tier=plan.kind.lowest_tier,
              name=f"{chance.road()} {plan.kind.replace('_', ' ')} {number}",
              phone=chance.phone())  # fmt: skip
    team = Team(key, plan, [f"{key}-{seat}" for seat in range(1, plan.people + 1)])
    for seat, person in enumerate(team.people):
        # One in ten has no telephone of their own, so that the service's is shown.
        files.add("practitioners", practitioner_key=person, given_name=chance.given(),
                  family_name=chance.family(), phone=None if seat % 10 == 9 else chance.phone(),
                  email=f"{person}@example.org")  # fmt: skip
        files.add("works_in", practitioner_key=person, service_key=key, role=plan.role, start=chance.day(3000, 1000))
    if plan is SOCIAL_CARE:
        _add_manager(files, chance, team)
    return team


def _add_manager(files: Files, chance: Chance, team: Team) -> None:
    manager = f"{team.key}-manager"
    files.add("practitioners", practitioner_key=manager, given_name=chance.given(),
              family_name=chance.family(), phone=chance.phone(), email=f"{manager}@example.org")  # fmt: skip
    files.add("works_in", practitioner_key=manager, service_key=team.key, role="team_manager", manages="true",
              start=chance.day(3000, 1000))  # fmt: skip


def _write_sign_ins(files: Files, authority: str, services: Services) -> None:
    """One of each role that a benchmark signs in as, and the whole desk: one person's day has a budget."""
    team, desk = services[SOCIAL_CARE.prefix][0], services[FRONT_DOOR.prefix][0]
    for place, person in enumerate(desk.people, start=1):
        files.add("accounts", practitioner_key=person, subject=f"generated.{authority.lower()}.front_door.{place}",
                  role="front_door", service_key=desk.key, state="active")  # fmt: skip
    signs_in = (
        ("lead", team.people[FIRST_PERSON], team),
        ("practitioner", team.people[1], team),
        ("system", team.people[2], team),
        ("manager", f"{team.key}-manager", team),
    )
    for role, person, at in signs_in:
        files.add("accounts", practitioner_key=person, subject=f"generated.{authority.lower()}.{role}",
                  role=role, service_key=at.key, state="active")  # fmt: skip


def _write_cover(files: Files, chance: Chance, services: Services) -> None:
    """The first health visitor of each team is away."""
    for team in services[HEALTH_VISITING.prefix]:
        files.add("cover", practitioner_key=team.people[0], covered_by=team.people[1],
                  absent_until=chance.today + timedelta(60))  # fmt: skip

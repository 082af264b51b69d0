"""Children of whom it is known which signals stand: written into a generated extract, beside the key to them.

Each signal has its cases beside it, cypher/signals/<signal>.toml: a case is a family, by the names of its children.
What a case does not say is as it should be: a home, parents, a doctor, a school at school age. The words of a case:

    [two_agencies_and_nobody_leads.mia]
    years = 9                                        # or born = "-9y"
    stands = { U01 = -30 }                           # and no other signal; since when, or "" where that is not said
    work = [{ at = "social_care", start = -60 }, { at = "charity", start = -30 }]
    leads, indications, assessments, meetings, referrals, homes, care, accounts = [...]
    without = ["school"]                             # of school, doctor, health_visitor, home, parents
    copies = 31                                      # so many children like this one
    named = "twin"                                   # one family name and NHS number with others of the case so named

Days count from today: -60, "-20wd" (twenty working days ago in England), "0wd" (the last working day: a clock of them
runs out on no Saturday), "-6w", "-12m", "-9y"; each with "+1" or "-1" behind it for the day after or before. `at` is a
place below; a case has a practitioner of its own there, "charity 2" a second one. Columns are the extract's otherwise.
"""

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from graph_service.domain.calendars import calendar_of
from graph_service.domain.closed_lists import AgencySector, ServiceKind, Tier
from graph_service.extracts.chance import made_up_nhs_numbers
from graph_service.extracts.generated_files import Cell, Files

CASES = Path(__file__).resolve().parents[2] / "cypher" / "signals"

_DAY = re.compile(r"(?P<count>-?\d+)(?P<unit>wd|d|w|m|y)?(?P<more>[+-]\d+)?")
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


@dataclass(frozen=True, slots=True)
class Place:
    """A planted service: its agency, what it is, and what its people are to a child."""

    agency: str
    kind: ServiceKind
    role: str


AGENCIES = {
    "council": AgencySector.COUNCIL,
    "health": AgencySector.HEALTH,
    "schools": AgencySector.EDUCATION,
    "practices": AgencySector.HEALTH,
    "police": AgencySector.POLICE,
    "charity": AgencySector.VOLUNTARY,
    "justice": AgencySector.JUSTICE,
}
PLACES = {
    "doctor": Place("practices", ServiceKind.GP_PRACTICE, "gp_practice"),
    "school": Place("schools", ServiceKind.SCHOOL, "school"),
    "health_visiting": Place("health", ServiceKind.HEALTH_VISITING, "health_visitor"),
    "social_care": Place("council", ServiceKind.SOCIAL_CARE, "social_worker"),
    "family_support": Place("council", ServiceKind.FAMILY_SUPPORT, "family_support_worker"),
    "paediatrics": Place("health", ServiceKind.PAEDIATRICS, "paediatrician"),
    "therapy": Place("health", ServiceKind.THERAPY, "therapist"),
    "police": Place("police", ServiceKind.POLICING, "police_officer"),
    "charity": Place("charity", ServiceKind.YOUTH_WORK, "youth_worker"),
    "mental_health": Place("health", ServiceKind.MENTAL_HEALTH, "mental_health_practitioner"),
    "youth_justice": Place("justice", ServiceKind.YOUTH_JUSTICE, "youth_justice_worker"),
}


@dataclass
class Key:
    """What stands for each planted child: child_key, code, and since when where the case says so."""

    rows: list[tuple[str, str, str]] = field(default_factory=list)
    children: list[str] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """A file for whoever checks: the service never reads it."""
        with file.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out, lineterminator="\n")
            lines.writerow(["child_key", "code", "since"])
            lines.writerows(self.rows)
            lines.writerows((child, "", "") for child in self.children if child not in {row[0] for row in self.rows})


def plant(files: Files, today: date, authority: str, cases: Path = CASES) -> Key:
    """Write every case, and the services of its own in which it happens."""
    key = Key()
    numbers = made_up_nhs_numbers(f"planted {authority}")
    _write_services(files, today)
    for path in sorted(cases.glob("*.toml")):
        for name, family in tomllib.loads(path.read_text()).items():
            _Family(files, today, authority, f"{path.stem.partition('_')[0]}-{name}", key, numbers).write(family)
    return key


def _write_services(files: Files, today: date) -> None:
    for agency, sector in AGENCIES.items():
        files.add("agencies", agency_key=f"planted-{agency}", name=f"Planted {agency}", sector=sector)
        files.add("supplies", agency_key=f"planted-{agency}", facts="involvements|indications|assessments",
                  since=today - timedelta(900), last_received_at=f"{today - timedelta(1)}T02:00:00+00:00")  # fmt: skip
    for name, place in PLACES.items():
        files.add("services", service_key=f"planted-{name}", agency_key=f"planted-{place.agency}", kind=place.kind,
                  tier=place.kind.lowest_tier, name=f"Planted {name}", phone="020 7946 0101")  # fmt: skip


def day(said: Any, today: date) -> date:
    """The day that a case means; raises ValueError for what is none."""
    read = _DAY.fullmatch(str(said))
    if not read:
        raise ValueError(f"{said} is not a day of a planted case")
    count, unit = int(read["count"]), read["unit"] or "d"
    meant = (
        _working_days_ago(today, -count) if unit == "wd" else calendar_of("England").after(today, count, _UNITS[unit])
    )
    return meant + timedelta(int(read["more"] or 0))


def _working_days_ago(today: date, count: int) -> date:
    """The last day from which so many working days have passed by today; of none, the last on which one passed."""
    calendar, asked = calendar_of("England"), today
    if count == 0:
        return calendar.after(_working_days_ago(today, 1), 1, "working_days")
    while calendar.after(asked, count, "working_days") > today:
        asked -= timedelta(days=1)
    return asked


class _Family:
    """One case: its children share a home and parents unless they say otherwise."""

    def __init__(
        self, files: Files, today: date, authority: str, name: str, key: Key, numbers: Iterator[str | None]
    ) -> None:
        self._files, self._today, self._authority, self._name, self._key = files, today, authority, name, key
        self._numbers, self._number_of_all = numbers, next(numbers)
        self._people: set[str] = set()
        self._written = 0

    def write(self, family: dict[str, dict[str, Any]]) -> None:
        home = self._home("home")
        for carer in ("mother", "father"):
            self._carer(carer, home)
        for name, child in family.items():
            for copy in range(child.pop("copies", 1)):
                self._child(f"{self._name}-{name}{copy or ''}", child, home)

    def _carer(self, name: str, home: str | None) -> str:
        key = f"{self._name}-{name}"
        self._files.add("carers", carer_key=key, given_name="Planted", family_name=_words(name), phone="020 7946 0102")
        if home:
            self._files.add("lives_at", carer_key=key, household_key=home, start=self._today - timedelta(7000))
        return key

    def _home(self, name: str, kind: str = "private") -> str:
        key = f"{self._name}-{name}"
        self._files.add("households", household_key=key, kind=kind, address=f"1 {_words(key)}", postcode="ZZ1 1AA")
        return key

    def _child(self, key: str, said: dict[str, Any], home: str) -> None:
        born = day(said.get("born", f"-{said.get('years', 9)}y-40"), self._today)
        without = set(said.get("without", ()))
        self._files.add("children", child_key=key, given_name="Planted",
                        family_name=_words(said.get("named", key)), born=born,
                        nhs_number=self._number_of_all if "named" in said else None,
                        sex="not_specified", address_state=said.get("address_state", "current"),
                        died_on=self._day(said.get("died_on")))  # fmt: skip
        self._key.children.append(key)
        self._key.rows += [
            (key, code, str(self._day(since) if since != "" else "")) for code, since in said["stands"].items()
        ]
        self._where_and_with_whom(key, said, born, home, without)
        self._ordinary(key, born, without)
        for kind in ("work", "leads", "indications", "assessments", "meetings", "referrals", "accounts"):
            for one in said.get(kind, ()):
                getattr(self, f"_{kind}")(key, dict(one))

    def _where_and_with_whom(self, key: str, said: dict[str, Any], born: date, home: str, without: set[str]) -> None:
        if "home" not in without and "homes" not in said:
            self._files.add("lives_at", child_key=key, household_key=home, start=born)
        for place, one in enumerate(said.get("homes", ())):
            there = home if one.get("same") else self._home(f"{key}-home-{place}", one.get("kind", "private"))
            self._files.add("lives_at", child_key=key, household_key=there, **self._days(one, "start", "end"))
        if "parents" not in without and "care" not in said:
            for carer in ("mother", "father"):
                self._care(key, {"carer": carer, "start": born}, born)
        for one in said.get("care", ()):
            self._care(key, one, born)

    def _care(self, key: str, said: dict[str, Any], born: date) -> None:
        name = said["carer"]
        if name not in {"mother", "father"} and name not in self._people:
            self._people.add(name)
            self._carer(name, None)
        start = said.get("start", born)
        self._files.add("cares_for", carer_key=f"{self._name}-{name}", child_key=key,
                        capacity=said.get("capacity", "parent"),
                        start=start if isinstance(start, date) else self._day(start),
                        end=self._day(said.get("end")))  # fmt: skip

    def _ordinary(self, key: str, born: date, without: set[str]) -> None:
        """What every child of an age has."""
        if "doctor" not in without:
            self._involve(key, "doctor", None, born)
        at_school = calendar_of("England").after(born, 5, "years")  # and until sixteen school is compulsory
        grown = calendar_of("England").after(born, 16, "years")
        if at_school <= self._today < grown and "school" not in without:
            self._involve(key, "school", None, at_school)
        if self._today < at_school and "health_visitor" not in without:
            self._involve(key, "health_visiting", self._person("health_visiting"), born)

    def _work(self, key: str, said: dict[str, Any]) -> None:
        at = said.pop("at")
        place = PLACES[_place(at)]
        start, end = day(said.pop("start"), self._today), self._day(said.pop("end", None))
        more: dict[str, Cell] = {"told": "agreed", "end": end}
        if end is None:
            more["confirmed_on"] = max(start, self._today - timedelta(10)) if start <= self._today else None
        else:
            more["end_reason"] = said.pop("end_reason", "work_finished")
        if place.kind.lowest_tier is Tier.SENSITIVE:
            more |= {"basis": "child_consent", "basis_by": "Manager", "basis_on": start}
        for name in ("confirmed_on", "basis_on"):
            if name in said:
                more[name] = self._day(said.pop(name))
        person = None if said.pop("by_service", False) else self._person(at)
        self._involve(key, _place(at), person, start, **(more | said))

    def _involve(self, key: str, place: str, person: str | None, start: date, **more: Cell) -> None:
        self._files.add("involvements", involvement_key=self._next("i"), child_key=key, service_key=f"planted-{place}",
                        practitioner_key=person, start=start,
                        **({"role": PLACES[place].role, "told": "agreed"} | more))  # fmt: skip

    def _leads(self, key: str, said: dict[str, Any]) -> None:
        who, days = self._person(said.pop("by")), self._days(said, "start", "end")
        facts = {"kind": "early_help", "state": "accepted"} | days | said
        self._files.add("leads", child_key=key, practitioner_key=who, **facts)

    def _indications(self, key: str, said: dict[str, Any]) -> None:
        """Raised at nine and closed at four o'clock."""
        who, raised, closed = (
            self._person(said.pop("by")),
            self._day(said.pop("raised")),
            self._day(said.pop("closed", None)),
        )
        self._files.add("indications", indication_key=self._next("n"), child_key=key, practitioner_key=who,
                        raised_at=f"{raised}T09:00:00+00:00",
                        closed_at=f"{closed}T16:00:00+00:00" if closed else None,
                        **({"kind": "information_to_share"} | self._days(said, "due_on") | said))  # fmt: skip

    def _assessments(self, key: str, said: dict[str, Any]) -> None:
        who = self._person(said.pop("by"))
        days = self._days(said, "started_on", "completed_on")
        state = "completed" if days["completed_on"] else "in_progress"
        self._files.add("assessments", assessment_key=self._next("a"), child_key=key, practitioner_key=who,
                        **({"kind": "early_help", "state": state} | days | said))  # fmt: skip

    def _referrals(self, key: str, said: dict[str, Any]) -> None:
        self._files.add("referrals", referral_key=self._next("r"), child_key=key,
                        **({"from_kind": "school"} | self._days(said, "received_on", "closed_on") | said))  # fmt: skip

    def _accounts(self, _: str, said: dict[str, Any]) -> None:
        who, place = self._person(said["of"]), f"planted-{_place(said['of'])}"
        subject = f"planted.{self._authority.lower()}.{who}"
        self._files.add("accounts", practitioner_key=who, subject=subject, role="practitioner", service_key=place,
                        state=said["state"])  # fmt: skip

    def _meetings(self, key: str, said: dict[str, Any]) -> None:
        meeting, came = self._next("m"), {}
        for word in ("invited", "attended", "chair"):
            for at in said.pop(word, ()):
                came.setdefault(self._person(at), {"invited": "true"})[word] = "true"
        self._files.add("meeting_children", meeting_key=meeting, child_key=key)
        for who, how in came.items():
            self._files.add("attendance", meeting_key=meeting, practitioner_key=who, **how)
        days = self._days(said, "planned_on", "held_on", "next_on")
        state = "held" if days["held_on"] else "planned"
        self._files.add("meetings", meeting_key=meeting,
                        **({"kind": "team_around_the_child", "state": state} | days | said))  # fmt: skip

    def _person(self, at: str) -> str:
        """The case's own practitioner at a place; written the first time."""
        key = f"{self._name}-{at.replace(' ', '-')}"
        if key not in self._people:
            self._people.add(key)
            place = _place(at)
            self._files.add("practitioners", practitioner_key=key, given_name="Planted", family_name=_words(key),
                            phone="020 7946 0103")  # fmt: skip
            self._files.add("works_in", practitioner_key=key, service_key=f"planted-{place}", role=PLACES[place].role,
                            start=self._today - timedelta(4000))  # fmt: skip
        return key

    def _days(self, said: dict[str, Any], *names: str) -> dict[str, Cell]:
        return {name: self._day(said.pop(name, None)) for name in names}

    def _day(self, said: Any) -> date | None:
        return None if said is None else day(said, self._today)

    def _next(self, kind: str) -> str:
        self._written += 1
        return f"{self._name}-{kind}{self._written}"


def _place(at: str) -> str:
    return at.partition(" ")[0]


def _words(key: str) -> str:
    """A family name that no two cases share, so that none of their children looks like another's duplicate."""
    return "-".join(part.title() for part in re.split(r"[-_ ]+", key))


def known_cases(cases: Path = CASES) -> Iterator[tuple[str, str]]:
    """Every signal's file with each of its cases."""
    for path in sorted(cases.glob("*.toml")):
        for name in tomllib.loads(path.read_text()):
            yield path.stem, name

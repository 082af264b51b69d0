"""Make a believable extract of made-up people, for trials, tests and benchmarks: same seed, same bytes.

About eleven rows a child. One child in ten has targeted services, some of which have ended, and a few
neighbourhoods are very dense: a school of thousands, a hostel, a carer of twelve, a worker with sixty.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from graph_service.extracts.chance import Chance, made_up_nhs_numbers
from graph_service.extracts.generated_files import Files
from graph_service.extracts.generated_services import make_services
from graph_service.extracts.generated_work import Child, Work
from graph_service.extracts.planted import plant

DAY = date(2026, 11, 1)  # fixed: the same seed gives the same bytes on any day
TARGETED = 0.10
CHILDREN_A_SHIELD = 1000  # counted, not left to chance, so that a benchmark always meets one;
HOMES_A_SHIELD = 1500  # both together cover one child in five hundred
CHILDREN_OF_DENSE_WORKER = 60
HOSTEL_FAMILIES = 25
CARER_OF_MANY = 12
OLDEST = 6565  # days: a child who is eighteen is no longer live
KINDS_OF_FAMILY = {
    "ordinary": 875,
    "two_homes": 80,
    "kinship": 24,
    "special_guardian": 8,
    "private_foster": 1,
    "foster": 12,
}


def generate_extract(
    authority: str,
    children: int,
    folder: Path,
    seed: int = 1,
    advance: Callable[[int], None] = lambda _: None,
    today: date = DAY,
    key: Path | None = None,
) -> int:
    """Write the whole extract into `folder`; how many rows there are.

    With `key`, children of whom it is known which signals stand are planted as well, and that is written there.
    """
    with ExitStack() as stack:
        files = Files(folder, stack)
        chance = Chance(seed, today)
        services = make_services(files, chance, authority, children)
        dense = CHILDREN_OF_DENSE_WORKER if children * TARGETED >= 3 * CHILDREN_OF_DENSE_WORKER else 0
        work = Work(files, chance, services, dense)
        _Families(authority, children, files, chance, work).run(advance)
        if key is not None:
            plant(files, today, authority).write(key)
        return files.rows


@dataclass(frozen=True, slots=True)
class _Home:
    key: str
    since: date


class _Families:
    def __init__(self, authority: str, wanted: int, files: Files, chance: Chance, work: Work) -> None:
        self._authority, self._wanted = authority, wanted
        self._files, self._chance, self._work = files, chance, work
        self._numbers = made_up_nhs_numbers(authority)
        self._made = self._homes = self._carers = 0

    def run(self, advance: Callable[[int], None]) -> None:
        """Exactly as many children as wanted: the last family is as large as there is room."""
        self._dense_neighbourhoods()
        advance(self._made)
        while self._made < self._wanted:
            before = self._made
            self._family(self._chance.weighted({1: 45, 2: 35, 3: 15, 4: 5}))
            advance(self._made - before)

    def _dense_neighbourhoods(self) -> None:
        """A hostel, where many families share an address and nothing else, and one carer of twelve."""
        if self._wanted >= 20:
            hostel = self._home("communal")
            for _ in range(min(HOSTEL_FAMILIES, self._wanted // 20)):
                self._ordinary(2, self._chance.family(), _Home(hostel.key, self._chance.day(300, 5)))
        if self._wanted >= 10 * CARER_OF_MANY:
            self._ordinary(CARER_OF_MANY, self._chance.family(), self._home("private"))

    # Families

    def _family(self, size: int) -> None:
        kind = self._chance.weighted(KINDS_OF_FAMILY)
        if kind == "foster":
            self._foster(size)
            return
        family, home = self._chance.family(), self._home("private")
        match kind:
            case "ordinary":
                self._ordinary(size, family, home)
            case "two_homes":
                self._two_homes(size, family, home)
            case _:
                self._by_others(size, family, home, kind)

    def _ordinary(self, size: int, family: str, home: _Home) -> None:
        carers = [self._carer(family, home) for _ in range(self._chance.weighted({1: 30, 2: 70}))]
        for _ in range(size):
            self._child_of(carers, family, home)

    def _two_homes(self, size: int, family: str, home: _Home) -> None:
        """Parents apart: the children live with one, and in the other's home may be a half-sibling."""
        there = self._home("private")
        here, elsewhere = self._carer(family, home), self._carer(self._chance.family(), there)
        for _ in range(size):
            self._child_of([here, elsewhere], family, home)
        if self._chance.happens(0.4):
            self._child_of([self._carer(family, there), elsewhere], family, there)

    def _by_others(self, size: int, family: str, home: _Home, capacity: str) -> None:
        """Relatives, special guardians, friends: responsibility does not follow from the care."""
        carer = self._carer(self._chance.family(), home)
        for _ in range(size):
            if (child := self._child(family, home)) is None:
                return
            start = max(child.born, home.since)
            self._care(carer, child, capacity, start)
            guardian = capacity == "special_guardian"
            self._responsible(child, carer, "held" if guardian else "not_held",
                              "special_guardianship_order" if guardian else None, start)  # fmt: skip

    def _foster(self, size: int) -> None:
        """A placement: children of different families, who are nobody's siblings for living there."""
        home = self._home("placement", self._chance.day(5000, 1500))
        carer = self._carer(self._chance.family(), home)
        for _ in range(min(size, 3)):
            placed = self._chance.day(900, 5)
            child = self._child(self._chance.family(), _Home(home.key, placed), looked_after=True)
            if child is None:
                return
            start = max(child.born, placed)
            self._care(carer, child, "foster", start)
            self._files.add("parental_responsibility", authority=self._authority, child_key=child.key,
                            state="held", basis=self._chance.one(("care_order", "interim_care_order")),
                            start=start)  # fmt: skip

    # Records

    def _home(self, kind: str, since: date | None = None) -> _Home:
        self._homes += 1
        home = _Home(f"h{self._homes}", since or self._chance.day(2500, 30))
        address, postcode = self._chance.address()
        self._files.add("households", household_key=home.key, kind=kind, address=address, postcode=postcode)
        if kind == "private" and self._homes % HOMES_A_SHIELD == HOMES_A_SHIELD // 2:
            self._shield(household_key=home.key)
        return home

    def _carer(self, family: str, home: _Home) -> str:
        self._carers += 1
        key = f"c{self._carers}"
        self._files.add("carers", carer_key=key, given_name=self._chance.given(), family_name=family,
                        phone=self._chance.phone() if self._chance.happens(0.9) else None)  # fmt: skip
        self._files.add("lives_at", carer_key=key, household_key=home.key, start=home.since)
        return key

    def _child_of(self, carers: list[str], family: str, home: _Home) -> None:
        """The first carer is the mother; the other may or may not hold parental responsibility."""
        if (child := self._child(family, home)) is None:
            return
        for carer in carers:
            self._care(carer, child, "parent", child.born)
        self._responsible(child, carers[0], "held", "mother", child.born)
        if len(carers) > 1:
            basis = self._chance.weighted({"birth_registration": 50, "married_father": 35, "": 15})
            self._responsible(child, carers[1], "held" if basis else "unknown", basis or None, child.born)

    def _child(self, family: str, home: _Home, *, looked_after: bool = False) -> Child | None:
        """None once there are as many as wanted."""
        if self._made == self._wanted:
            return None
        self._made += 1
        born = self._chance.day(OLDEST, 5)
        child = Child(f"k{self._made}", born, _age(born, self._chance.today), looked_after)
        sex = self._chance.weighted({"female": 489, "male": 510, "not_specified": 1})
        self._files.add("children", child_key=child.key, given_name=self._chance.given(), family_name=family,
                        born=born, sex=sex, nhs_number=next(self._numbers),
                        address_state="current")  # fmt: skip
        self._addresses(child, home)
        self._work.universal(child)
        if looked_after or self._chance.happens(TARGETED):
            self._work.targeted(child)
        if self._made % CHILDREN_A_SHIELD == CHILDREN_A_SHIELD // 2:
            self._shield(child_key=child.key)
        return child

    def _addresses(self, child: Child, home: _Home) -> None:
        arrived = max(child.born, home.since)
        self._files.add("lives_at", child_key=child.key, household_key=home.key, start=arrived)
        if arrived > child.born and self._chance.happens(0.2):
            before = self._home("private", child.born)
            self._files.add("lives_at", child_key=child.key, household_key=before.key, start=child.born, end=arrived)

    def _care(self, carer: str, child: Child, capacity: str, start: date) -> None:
        self._files.add("cares_for", carer_key=carer, child_key=child.key, capacity=capacity, start=start)

    def _responsible(self, child: Child, carer: str, state: str, basis: str | None, start: date) -> None:
        self._files.add("parental_responsibility", carer_key=carer, child_key=child.key, state=state,
                        basis=basis, start=start)  # fmt: skip

    def _shield(self, *, child_key: str | None = None, household_key: str | None = None) -> None:
        start = self._chance.day(300, 1)
        self._files.add("protections", child_key=child_key, household_key=household_key, kind="shield",
                        start=start, review_on=start + timedelta(365))  # fmt: skip


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

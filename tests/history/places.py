"""Three fictional authorities for one sequence: a town, its neighbour, with which it shares, and one far away.

In the town: Lee leads the team around Kim, Pat works with Kim and now and then on the desk, Max manages their team,
Fran has the front door, Dana keeps records right, Stu is of the team, Sky of a school, Casey of a sensitive service,
Chad chairs conferences, Polly is of the police. Sib is Kim's sister; Shy lives in a refuge, behind shields that only
Lee and Dana are on the list of. Sib may be Kim, or Zed. Next door Ned leads around Zed, Nia manages his team,
Nel has the desk and Nat keeps records right; Ned says that he works with Kim too, and Zoe is behind a shield whose
list nobody is on. Fay is of the authority far away, with which nobody shares. Something of most kinds is there from
the start: begun, ended and to come.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from graph_service.domain.identifiers import new_child_id
from tests import oracle as o
from tests import worlds

ROLES = {
    "lee": "lead", "pat": "practitioner", "max": "manager", "fran": "front_door", "dana": "data_team",
    "stu": "practitioner", "sky": "school", "casey": "health", "chad": "conference_chair", "polly": "police",
    "ned": "practitioner", "nia": "manager", "nel": "front_door", "nat": "data_team", "fay": "practitioner",
}  # fmt: skip
POSTS = {
    "lee": "team", "pat": "team", "max": "team", "fran": "desk", "dana": "desk", "stu": "team", "sky": "school",
    "casey": "camhs", "chad": "desk", "polly": "station", "ned": "next-team", "nia": "next-team", "nel": "next-desk",
    "nat": "next-desk", "fay": "far-team",
}  # fmt: skip
SERVICES = {
    "team": ("social_care", "additional"), "duty": ("social_care", "additional"), "desk": ("front_door", "additional"),
    "school": ("school", "universal"), "camhs": ("mental_health", "sensitive"), "station": ("policing", "additional"),
    "next-team": ("youth_work", "additional"), "next-desk": ("front_door", "additional"),
    "far-team": ("youth_work", "additional"),
}  # fmt: skip
NEXT_DOOR = {"ned", "nia", "nel", "nat", "next-team", "next-desk", "next-agency", "zed", "zoe"}
FAR_AWAY = {"fay", "far-team", "far-agency"}
CHILDREN = ("kim", "sib", "shy", "zed", "zoe")
# Sib's and Zed's are the same, so a conflict.
NUMBERED = (("kim", 0, "current"), ("sib", 1, "conflict"), ("zed", 1, "conflict"))
PURPOSES = {"front_door": "assess_referral", "data_team": "keep_record_right", "police": "assess_referral"}


def digits(count: int) -> str:
    return str(secrets.randbelow(9 * 10 ** (count - 1)) + 10 ** (count - 1))


def nhs_number() -> str:
    """Ten digits, the last of which checks the rest (mod 11); of those for made-up people."""
    while True:
        body = "999" + digits(6)
        check = -sum(int(digit) * weight for digit, weight in zip(body, range(10, 1, -1), strict=True)) % 11
        if check < 10:
            return f"{body}{check}"


# The same for every history of one run, which is erased before the next: what Hypothesis tries again with the same
# draws is the same history, to the order of every id. No other run has them; no other test's children have this name
# or these numbers, since candidates are looked for in every part.
CODES = sorted(worlds.new_code() for _ in range(3))
CHILD_IDS = dict(zip(CHILDREN, sorted(new_child_id() for _ in CHILDREN), strict=True))
FAMILY = "Q" + "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(9))
NUMBERS = (("nhs", nhs_number()), ("nhs", nhs_number()), ("scn", digits(9)))


@dataclass
class Place:
    """Everybody by their first name; `id_of("lee")` is a practitioner's, a child's or a service's id."""

    today: date
    codes: tuple[str, ...] = tuple(CODES)
    family: str = FAMILY
    numbers: tuple[tuple[str, str], ...] = NUMBERS

    @property
    def code(self) -> str:
        return self.codes[0]

    def custodian_of(self, name: str) -> str:
        return self.codes[1 if name in NEXT_DOOR else 2 if name in FAR_AWAY else 0]

    def id_of(self, name: str) -> str:
        if name in CHILDREN:
            return CHILD_IDS[name]
        return f"{self.code}-{name}"

    def name_of(self, one: str) -> str:
        children = {told: name for name, told in CHILD_IDS.items()}
        return children.get(one, one.removeprefix(f"{self.code}-"))

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def caller(self, name: str, purpose: str | None = None) -> o.Caller:
        role = ROLES[name]
        return o.Caller(
            practitioner=self.id_of(name), subject=self.id_of(f"{name}-in"), role=role,
            authority=self.custodian_of(name), purpose=purpose or PURPOSES.get(role, "coordinate_support"),
        )  # fmt: skip

    @cached_property
    def labels(self) -> list[str]:
        return [f"LA_{code}" for code in self.codes]

    def world(self) -> o.World:
        code = self.codes
        shared = (
            (code[0], code[1], ("coordinate_support", "assess_referral")),
            (code[1], code[0], ("coordinate_support",)),
        )
        return o.World(
            authorities=tuple(
                o.Authority(
                    code=one, name=f"Town {one}", nation="England", duty_phone="0113 496 0000", duty_hours="9 to 5",
                    out_of_hours_phone="0113 496 0099",
                )
                for one in code
            ),
            bases=tuple(o.LawfulBasis(authority=one, start=self.day(-100)) for one in code),
            agreements=tuple(
                o.Agreement(custodian=custodian, recipient=recipient, purposes=purposes, start=self.day(-9))
                for custodian, recipient, purposes in shared
            ),
            agencies=tuple(
                o.Agency(id=self.id_of(name), name=name, sector="council", custodian=self.custodian_of(name))
                for name in ("agency", "next-agency", "far-agency")
            ),
            services=tuple(self.service(name) for name in SERVICES),
            practitioners=tuple(
                o.Practitioner(
                    id=self.id_of(name), name=name.title(), phone=f"0113 496 {1000 + place}",
                    custodian=self.custodian_of(name),
                )
                for place, name in enumerate(ROLES)
            ),
            accounts=tuple(
                o.Account(
                    practitioner=self.id_of(name), subject=self.id_of(f"{name}-in"), role=role,
                    authority=self.custodian_of(name), service=self.id_of(POSTS[name]),
                )
                for name, role in ROLES.items()
            )
            + tuple(
                o.Account(
                    practitioner=self.id_of(name), subject=self.id_of(f"{name}-too"), role=role, state=state,
                    authority=self.code, service=self.id_of(POSTS[name]),
                )
                for name, role, state in (
                    ("stu", "conference_chair", "active"), ("pat", "manager", "suspended"), ("max", "lead", "active")
                )
            ),
            works_in=(
                *(self.post(name, place, -400) for name, place in POSTS.items()), self.post("pat", "desk", -400),
                self.post("stu", "duty", 20), self.post("pat", "duty", 20),
                self.post("sky", "camhs", -500, -100), self.post("chad", "team", 20),
            ),
            manages=tuple(
                o.Manages(practitioner=self.id_of(name), service=self.id_of(place), custodian=self.custodian_of(name))
                for name, place in (("max", "team"), ("nia", "next-team"))
            ),
            children=tuple(self.child(name) for name in CHILDREN),
            carers=(
                o.Carer(
                    id=self.id_of("mum"), given_name="Ma", family_name="Vale", phone="07700 1", custodian=self.code
                ),
            ),
            cares_for=tuple(
                o.CaresFor(
                    carer=self.id_of("mum"), child=self.id_of(name), capacity="parent", custodian=self.code,
                    start=self.day(-3000),
                )
                for name in ("kim", "sib")
            ),
            possibly_same=(
                self.pair("pair-here", "kim", "sib", "same_name"), self.pair("pair-next", "sib", "zed", "same_number"),
            ),
            households=tuple(
                o.Household(id=self.id_of(name), custodian=self.code, address=address, postcode="LS1 1AA")
                for name, address in (("home", "1 Low Lane"), ("refuge", "2 High Road"))
            ),
            lives_at=tuple(
                o.LivesAt(person=self.id_of(name), household=self.id_of(home), custodian=self.code)
                for name, home in (("mum", "home"), ("kim", "home"), ("shy", "refuge"))
            ),
            protections=(
                self.shield("shield", "shy", "lee", "dana"), self.shield("shield-there", "refuge", "lee", "dana"),
                self.shield("shield-next", "zoe"),
            ),
            involvements=(
                self.seat("lee", "kim"), self.seat("pat", "kim"), self.seat("lee", "shy"), self.seat("stu", "sib"),
                self.seat("ned", "zed"), self.seat("casey", "sib"),
                self.seat("ned", "kim", state="asserted", custodian=self.codes[1]),
                self.seat("sky", "sib", state="asserted"), self.seat("pat", "sib", start=self.day(20)),
                self.seat("max", "kim", state="asserted", end=self.day(40)),
                self.seat("stu", "kim", start=self.day(-200), end=self.day(-100), end_reason="work_finished"),
                self.seat("nia", "zed", state="asserted"), self.seat("sky", "kim", end=self.day(1)),
                o.Involvement(
                    id=self.id_of("school-kim-seat"), who=self.id_of("school"), child=self.id_of("kim"),
                    service=self.id_of("school"), role="school", start=self.day(-50), custodian=self.code,
                    recorded_by="tests",
                ),
            ),
            leads=(
                self.lead("lead-kim", "lee", "kim"), self.lead("lead-zed", "ned", "zed"),
                self.lead("lead-shy", "lee", "shy"),
                self.lead("asked-kim", "pat", "kim", state="proposed"),
                self.lead("asked-sib", "stu", "sib", state="proposed"),
                self.lead("baton-sib", "fran", "sib", state="holding_baton"),
                self.lead("baton-mistaken", "max", "sib", state="holding_baton", end_reason="recorded_in_error"),
            ),
            indications=tuple(
                o.Indication(
                    id=self.id_of(f"{who}-{child}-{kind}"), who=self.id_of(who), child=self.id_of(child), kind=kind,
                    custodian=self.custodian_of(child), raised_at=self.at(-5), closed_at=closed,
                )
                for who, child, kind, closed in (
                    ("casey", "sib", "information_to_share", None), ("lee", "kim", "taking_action", None),
                    ("pat", "kim", "information_to_share", self.at(-1)), ("ned", "zed", "taking_action", None),
                )
            ),
            assessments=tuple(
                o.Assessment(
                    id=self.id_of(f"{who}-{child}-{kind}"), who=self.id_of(who), child=self.id_of(child), kind=kind,
                    custodian=self.custodian_of(child), state="in_progress", started_on=self.day(-9),
                )
                for who, child, kind in (
                    ("casey", "sib", "health"), ("stu", "sib", "early_help"), ("school", "kim", "early_help"),
                    ("ned", "zed", "health"),
                )
            ),
            meetings=(
                o.Meeting(id=self.id_of("group"), custodian=self.code, state="planned"),
                o.Meeting(id=self.id_of("review"), custodian=self.code, state="held", next_on=self.day(30)),
            ),
            chairs=(o.Chairs(practitioner=self.id_of("chad"), meeting=self.id_of("group"), custodian=self.code),),
            about=tuple(
                o.About(meeting=self.id_of(one), child=self.id_of(child), custodian=self.code)
                for one, child in (("group", "kim"), ("group", "sib"), ("review", "sib"))
            ),
            covers=(
                o.CoveredBy(
                    practitioner=self.id_of("lee"), cover=self.id_of("pat"), custodian=self.code,
                    absent_until=self.day(5),
                ),
            ),
            responsibilities=(
                o.Responsibility(
                    holder=self.id_of("mum"), child=self.id_of("kim"), custodian=self.code, state="held",
                    basis="mother", start=self.day(-3000),
                ),
            ),
            identifiers=tuple(
                o.Identifier(
                    id=self.id_of(f"number-{child}"), custodian=self.custodian_of(child), state=state,
                    scheme=self.numbers[at][0], value=self.numbers[at][1],
                )
                for child, at, state in NUMBERED
            ),
            identified_by=tuple(
                o.IdentifiedBy(
                    child=self.id_of(child), identifier=self.id_of(f"number-{child}"),
                    custodian=self.custodian_of(child),
                )
                for child, _, _ in NUMBERED
            ),
        )  # fmt: skip

    def rows(self) -> worlds.Rows:
        """As it is written into the graph; with what the oracle's facts do not say: Sib agreed to Casey's help, Lee and
        Stu are social workers and Pat is to be one, Pat is asked to follow Lee."""
        rows = worlds.Rows(self.today)
        rows.add_world(self.world())
        told = {
            "casey-sib-seat": {"basis": "child_consent", "basis_by": "x", "basis_on": self.day(-90), "told": "agreed"},
            "asked-kim": {"replaces": self.id_of("lead-kim")},
            "group": {"planned_on": self.day(9)},
            "review": {"planned_on": self.day(-3), "held_on": self.day(-3), "kind": "looked_after_review"},
        }
        named = {self.id_of(name): more for name, more in told.items()}
        for one in [row["properties"] for row in (*rows.nodes, *rows.edges)]:
            one |= named.get(str(one.get("id")), {})
        for row in rows.edges:
            if row["type"] == "WORKS_IN":
                who = rows.nodes[row["from"]]["properties"]["id"]
                workers = (self.id_of("lee"), self.id_of("stu"))
                is_worker = who in workers or (who == self.id_of("pat") and row["properties"]["start"] > self.today)
                row["properties"]["role"] = "social_worker" if is_worker else "youth_worker"
        return rows

    def service(self, name: str) -> o.Service:
        kind, tier = SERVICES[name]
        agency = {self.codes[0]: "agency", self.codes[1]: "next-agency"}.get(self.custodian_of(name), "far-agency")
        return o.Service(
            id=self.id_of(name), name=name.title(), kind=kind, tier=tier, phone="0113 496 0001",
            agency=self.id_of(agency), custodian=self.custodian_of(name),
            part_of=self.id_of("team") if name == "duty" else None,
        )  # fmt: skip

    def child(self, name: str) -> o.Child:
        return o.Child(
            id=self.id_of(name), given_name=name.title(), family_name=self.family.title(), born=self.day(-3000),
            address_state="current" if name == "kim" else None, custodian=self.custodian_of(name),
        )  # fmt: skip

    def post(self, name: str, place: str, start: int, end: int | None = None) -> o.WorksIn:
        return o.WorksIn(
            practitioner=self.id_of(name), service=self.id_of(place), custodian=self.custodian_of(name),
            start=self.day(start), end=None if end is None else self.day(end),
        )  # fmt: skip

    def lead(self, name: str, who: str, child: str, state: str = "accepted", **more: object) -> o.Leads:
        return o.Leads(
            id=self.id_of(name), who=self.id_of(who), child=self.id_of(child), start=self.day(-60), state=state,
            custodian=self.custodian_of(child), **more,
        )  # fmt: skip

    def at(self, offset: int) -> datetime:
        return datetime.combine(self.day(offset), time(12), UTC)

    def shield(self, name: str, on: str, *names: str) -> o.Protection:
        return o.Protection(
            id=self.id_of(name), custodian=self.custodian_of(on), kind="shield", on=self.id_of(on),
            start=self.day(-20), access=tuple(o.MaySee(practitioner=self.id_of(one)) for one in names),
        )  # fmt: skip

    def pair(self, name: str, one: str, other: str, why: str) -> o.PossiblySame:
        return o.PossiblySame(
            id=self.id_of(name), custodian=self.custodian_of(one), one=self.id_of(one), other=self.id_of(other),
            state="open", why=why, other_custodian=self.custodian_of(other),
        )  # fmt: skip

    def seat(self, who: str, child: str, **more: object) -> o.Involvement:
        told = {"role": "social_worker", "start": self.day(-90), "custodian": self.custodian_of(child)} | more
        return o.Involvement(
            id=self.id_of(f"{who}-{child}-seat"), who=self.id_of(who), child=self.id_of(child),
            service=self.id_of(POSTS[who]), recorded_by="tests", **told,
        )  # fmt: skip

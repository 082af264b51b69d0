"""One child for each thing that may be wrong with a tie, and one where nothing is: what chance seldom draws.

Each tie stands at the beginning of a chain: a child, somebody, a child between, somebody else, and a third child. So a
tie that is nothing breaks the path from the first to the second, and that to the third. Children between have reasons.
"""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests import oracle as o
from tests.signal_facts import Signal, SignalDecision, Wanted
from tests.worlds import day
from tests.worlds_of_signals import Across

OURS = {"custodian": "A"}
OVER = {"end": day(-9)}
COMING = {"start": day(9)}
WRONG = {"end_reason": "recorded_in_error"}
THEIRS = {"custodian": "B"}

WORK: dict[str, dict[str, Any]] = {
    "work": {}, "work-over": OVER, "work-coming": COMING, "work-wrong": WRONG, "work-theirs": THEIRS,
    "work-said": {"state": "asserted"}, "work-withdrawn": {"end": day(9), "end_reason": "consent_withdrawn"},
    "work-school": {"service": "m-school"}, "work-camhs": {"service": "m-camhs"}, "work-home": {"service": "m-home"},
    "work-secret": {}, "work-itself": {"who": "a-team"},
}  # fmt: skip
LEADS: dict[str, dict[str, Any]] = {
    "lead": {}, "lead-over": OVER, "lead-coming": COMING, "lead-wrong": WRONG, "lead-theirs": THEIRS,
    "lead-asked": {"state": "proposed"}, "lead-secret": {},
}  # fmt: skip
CARE: dict[str, dict[str, Any]] = {
    "care": {}, "care-over": OVER, "care-coming": COMING, "care-wrong": WRONG, "care-theirs": THEIRS,
    "care-foster": {"capacity": "foster"}, "care-held": {}, "care-shield": {}, "care-lifted": {}, "care-new": {},
    "care-hidden": {}, "care-was-hidden": {}, "care-to-hide": {}, "care-not-hidden": {}, "care-with-new": {},
    "care-child": {},
}  # fmt: skip
# Of the child between: kept where no part is open, where only an agreement opens it, or behind a shield.
BETWEEN = {"closed": "C", "agreed": "B", "shielded": "A"}
CHAINS = [*WORK, *LEADS, *CARE, *BETWEEN]
SEEN_BY_ALL = ("work", "lead", "care")


def one_of_each_across() -> Across:
    world = with_reasons(with_ties(with_people(places())))
    people = {one.practitioner: one for one in world.accounts}
    callers = tuple(
        o.Caller(
            practitioner=who, subject=one.subject, role=one.role, authority=one.authority, purpose="assess_referral"
        )
        for who, one in people.items()
    )
    pairs = tuple((f"{name}-1", f"{name}-{to}") for name in CHAINS for to in (2, 3))
    pairs = (*pairs, ("work-home-2", "work-home-3"))  # from where somebody works in the child's home
    narrowed = tuple(Wanted(service=one.id, decided=True) for one in world.services)
    return Across(
        world=world, callers=callers, searches=(), absent="none-such", cast=len(CHAINS), pairs=pairs, leavers=(),
        wanted=(Wanted(), Wanted(decided=True), Wanted(codes=("U02",)), Wanted(standing_days=60), *narrowed),
    )  # fmt: skip


def places() -> o.World:
    service = partial(o.Service, phone=None, agency="agency", **OURS)
    return o.World(
        authorities=tuple(o.Authority(code=code, name=f"Town of {code}") for code in "ABC"),
        bases=tuple(o.LawfulBasis(authority=code, start=day(-100)) for code in "AB"),
        agreements=(o.Agreement(custodian="B", recipient="A", purposes=("assess_referral",), start=day(-100)),),
        agencies=(o.Agency(id="agency", name="Council", sector="council", **OURS),),
        # Targeted ones on both sides of the others, by id.
        services=(
            service(id="a-team", name="A Team", kind="social_care", tier="additional"),
            service(id="m-camhs", name="Camhs", kind="mental_health", tier="sensitive"),
            service(id="m-home", name="Home", kind="childrens_home", tier="additional"),
            service(id="m-school", name="School", kind="school", tier="universal"),
            service(id="z-team", name="Z Team", kind="family_support", tier="additional"),
        ),
    )


# Chief is a manager who works with a child, too; Lee works with two of whom one reason speaks, and leads one; Gone may
# sign in no more.
LOOKING = {
    "front": "front_door", "boss": "manager", "cop": "police", "teacher": "school", "casey": "health",
    "chief": "manager", "lee": "practitioner", "gone": "manager",
}  # fmt: skip


def with_people(world: o.World) -> o.World:
    workers = [f"{name}-{at}" for name in (*WORK, *LEADS, *BETWEEN) for at in ("p", "q")]
    workers += [f"{name}-q" for name in CARE]
    children = [
        o.Child(
            id=f"{name}-{at}", given_name=name, family_name=f"Vale {at}", born=day(-3000),
            custodian=BETWEEN.get(name, "A") if at == 2 else "A",
        )
        for at in (2, 1, 3)
        for name in CHAINS
    ]  # fmt: skip
    carers = [
        o.Carer(id=f"{name}-p", given_name=name, family_name="Vale", held=name == "care-held", **OURS)
        for name in CARE
        if name != "care-child"
    ]
    mother = o.Child(id="care-child-p", given_name="Ma", family_name="Vale", born=day(-6000), is_carer=True, **OURS)
    secret = [
        o.WorksIn(practitioner=who, service="m-camhs", **OURS) for who in ("work-secret-p", "lead-secret-p", "casey")
    ]
    return replace(
        world,
        practitioners=tuple(o.Practitioner(id=who, name=who, **OURS) for who in (*workers, *LOOKING)),
        accounts=tuple(
            o.Account(
                practitioner=who, subject=f"s-{who}", role=role, authority="A",
                state="suspended" if who == "gone" else "active",
            )
            for who, role in LOOKING.items()
        ),
        manages=tuple(
            o.Manages(practitioner=who, service=team, **OURS)
            for who in ("boss", "chief", "gone")
            for team in ("a-team", "z-team")
        ),
        works_in=tuple(secret),
        children=(*children, mother),
        carers=(*carers, o.Carer(id="aunt", given_name="Au", family_name="Hyde", **OURS)),
        protections=tuple(
            o.Protection(id=f"p-{on}", kind=kind, on=on, **({"start": day(-9), **OURS} | more))
            for on, kind, more in (
                ("care-shield-p", "shield", {}), ("care-lifted-p", "shield", OVER), ("care-new-p", "new_identity", {}),
                ("aunt", "shield", {}), ("shielded-2", "shield", {}), ("far-home", "new_identity", {}),
            )
        ),
        households=tuple(o.Household(id=home, address=home, **OURS) for home in ("aunt-home", "far-home")),
        lives_at=(
            o.LivesAt(person="aunt", household="aunt-home", **OURS),
            o.LivesAt(person="care-hidden-p", household="aunt-home", **OURS),
            o.LivesAt(person="care-was-hidden-p", household="aunt-home", **OURS, **OVER),
            o.LivesAt(person="care-to-hide-p", household="aunt-home", **OURS, **COMING),
            o.LivesAt(person="care-not-hidden-p", household="aunt-home", **OURS, **WRONG),
            # A new identity is of those who have it, and not of whoever lives with them.
            o.LivesAt(person="care-with-new-p", household="far-home", **OURS),
        ),
    )  # fmt: skip


def with_ties(world: o.World) -> o.World:
    """Somebody ties the first child to the second, where something may be wrong; another the second to the third."""
    seats: list[o.Involvement] = []
    leads: list[o.Leads] = []
    cares: list[o.CaresFor] = []
    custodians = {child.id: child.custodian for child in world.children}

    def seat(who: str, child: str, service: str = "a-team", **more: Any) -> None:
        told = {"who": who, "child": child, "service": service, "custodian": custodians[child], "role": "social_worker"}
        seats.append(o.Involvement(id=f"seat-{len(seats)}", **(told | more)))

    for name in CHAINS:
        who, first, second = f"{name}-p", f"{name}-1", f"{name}-2"
        if name in CARE:
            told = {"carer": who, "capacity": "parent", **OURS}
            cares += [o.CaresFor(child=first, **told), o.CaresFor(child=second, **(told | CARE[name]))]
        else:
            seat(WORK.get(name, {}).get("who", who), first)
        if name in LEADS:
            leads.append(o.Leads(id=f"{name}-of", **({"who": who, "child": second, **OURS} | LEADS[name])))
        if name in WORK or name in BETWEEN:
            seat(**({"who": who, "child": second} | WORK.get(name, {})))
        for child in (second, f"{name}-3"):
            seat(f"{name}-q", child, "z-team")
    for name in SEEN_BY_ALL:
        for at in (1, 2, 3):
            for who in ("cop", "teacher"):
                seat(who, f"{name}-{at}", "m-school")
    seat("casey", "work-2", "z-team", start=day(-20))
    for who, child in (("chief", "lead-1"), ("lee", "lead-1"), ("lee", "work-1")):
        seat(who, child, "z-team")
    seat("chief", "work-said-2", "z-team", state="asserted")  # so the team that Chief manages opens it
    leads.append(o.Leads(id="lee-leads", who="lee", child="lead-1", **OURS))
    # A child of next door who is open to a manager here, and of whom their own authority says so too.
    seat("agreed-q", "agreed-2", "a-team", start=day(-20), **OURS)
    return replace(world, involvements=tuple(seats), leads=tuple(leads), cares_for=tuple(cares))


def with_reasons(world: o.World) -> o.World:
    """One about each child between; about the plain one, all that a reason may be."""
    reason = partial(Signal, code="U01", since=day(-30), custodian="A")
    plain = partial(reason, child="work-2")
    # Nobody is unnamed around the first children, so that what everything says is told of them too.
    open_ = partial(reason, child="lead-1")
    others = tuple(
        reason(id=f"r-{name}", child=f"{name}-2", custodian=BETWEEN.get(name, "A"))
        for name in (*WORK, *LEADS, *BETWEEN)
    )
    signals = (
        *others,
        plain(id="r-soon", code="U02", since=day(1)),
        plain(id="r-lapsed", code="U03", until=day(0)),
        plain(id="r-ended", code="U04", ended_on=day(-1)),
        plain(id="r-old", code="U05", since=day(-90)),
        plain(id="r-whole", code="U06", view="whole"),
        plain(id="r-open", code="U06", entire=False),
        open_(id="r-all", code="U07", view="whole"),
        open_(id="r-outside", code="U07", entire=False),
        open_(id="r-past", code="U08", shows=("past",)),
        open_(id="r-sister", code="U10", others=("work-1",)),
        open_(id="r-hidden", code="U11", others=("shielded-2",)),
        open_(id="r-secret", code="U12", others=("work-camhs-2",)),
        open_(id="r-secret-whole", code="U12", others=("work-camhs-2",), view="whole"),
    )
    waits = partial(SignalDecision, decision="snooze", reason="lead_asked", **OURS)
    decisions = tuple(
        waits(id=f"d-{at}", signal=f"r-{name}", at=datetime(2026, 6, 1, at, tzinfo=UTC), until=until)
        for at, (name, until) in enumerate((("lead", day(1)), ("lead-over", day(0)), ("work-over", day(-1))))
    )
    given = SignalDecision(
        id="d-given", signal="r-work", at=datetime(2026, 6, 1, 9, tzinfo=UTC), decision="assign",
        assigned_to="casey", **OURS,
    )  # fmt: skip
    return replace(world, signals=signals, decisions=(*decisions, given))

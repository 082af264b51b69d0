"""One child with one of everything, and somebody in every role who works with it: nothing is there by chance."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import Any

from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from tests import oracle as o
from tests import worlds

# A number that is current, was, is claimed twice, was told by mistake, is the child's no longer or not yet.
WRONG = {"end_reason": "recorded_in_error"}
NUMBER_STATES: dict[str, dict[str, Any]] = {
    "current": {},
    "former": {},
    "conflict": {},
    "mistake": WRONG,
    "ended": {"end": worlds.day(-1)},
    "coming": {"start": worlds.day(9)},
}


def real_state(state: str) -> str:
    return state if state in ("former", "conflict") else "current"


def one_of_each() -> worlds.Scene:
    ours = {"custodian": "A"}
    people = {f"p-{role}": str(role) for role in AccountRole}  # who work with Kim
    others = {f"q-{role}": str(role) for role in AccountRole}  # who do not
    abroad = {f"r-{role}": str(role) for role in AccountRole}  # of an authority that Kim's shares with
    by_day = {"ended": {"end": worlds.day(-9)}, "coming": {"start": worlds.day(9)}, "mistake": WRONG}
    # Who has a post in the sensitive service, a place on a list or a team to manage, but not today.
    fringe = [f"x-{when}" for when in by_day]
    numbers = {
        (scheme, state): str(9_000_000_000 + place)
        for place, (scheme, state) in enumerate(product(IdentifierScheme, NUMBER_STATES))
    }
    seat = partial(o.Involvement, child="kim", role="social_worker", start=worlds.day(-90), **ours)
    homes = {"home-now": {}} | {f"home-{one}": {"end": worlds.day(-30)} for one in ("before", "hidden", "freed")}
    child = partial(o.Child, family_name="Vale", born=worlds.day(-2000), **ours)
    # Carers of Kim and of another, who is no sibling by them: not shown yet; not yet, no more, or by mistake theirs.
    coming = {"start": worlds.day(9)}
    over = {"end": worlds.day(-9)}
    shared = {
        "unseen": ({}, {}), "soon": (coming, {}), "wrongly": ({}, WRONG), "later": ({}, coming), "left": (over, {}),
        "parted": ({}, over), "mistook": (WRONG, {}),
    }  # fmt: skip
    unheld = ("wrong", "called-off", "about-wrong", "elsewhere-kept")
    meeting = partial(o.Meeting, state="held", planned_on=worlds.day(-20), held_on=worlds.day(-20), **ours)
    met = (
        meeting(id="met", next_on=worlds.day(20)),
        meeting(id="said", recorded_by="p-manager"),
        meeting(id="nobody-said", recorded_by="casey"),
        meeting(id="nobody", state="planned", planned_on=None, held_on=None),
        *(meeting(id=f"before-{at}", held_on=worlds.day(-100 - at)) for at in range(30)),
        meeting(id="not-theirs"),
        meeting(id="theirs-alone"),
        meeting(id="wrong", **WRONG),
        meeting(id="called-off", state="cancelled"),
        meeting(id="about-wrong"),
        replace(meeting(id="elsewhere-kept"), custodian="B"),
    )
    spoke = partial(o.SpokeWith, **({"child": "kim"} | ours))
    child_of = {f"child-{when}": when for when in by_day}  # whose lead has a sensitive tie, but not today
    world = o.World(
        authorities=tuple(
            o.Authority(code=code, name=f"Town of {code}", duty_phone="1", duty_hours="day", out_of_hours_phone="2")
            for code in "AB"
        ),
        bases=tuple(o.LawfulBasis(authority=code, start=worlds.day(-100)) for code in "AB"),
        agreements=(o.Agreement(custodian="A", recipient="B", purposes=("assess_referral",), start=worlds.day(-100)),),
        agencies=(o.Agency(id="a-council", name="Council", sector="council", **ours),),
        services=(
            o.Service(
                id="team", name="Team", kind="social_care", tier="additional", phone="3", agency="a-council", **ours
            ),
            o.Service(
                id="a-silent",
                name="Silent",
                kind="social_care",
                tier="additional",
                phone=None,
                agency="a-council",
                **ours,
            ),
            o.Service(
                id="camhs", name="Camhs", kind="mental_health", tier="sensitive", phone="4", agency="a-council", **ours
            ),
            *(
                o.Service(
                    id=f"base-{when}",
                    name=when,
                    kind="social_care",
                    tier="additional",
                    phone=f"0{place}",
                    agency="a-council",
                    **ours,
                )
                for place, when in enumerate((*by_day, "now"))
            ),
        ),
        practitioners=tuple(
            o.Practitioner(id=who, name=who.title(), custodian="B" if who in abroad else "A")
            for who in (
                *people,
                *others,
                *abroad,
                *fringe,
                "casey",
                "dan",
                "eve",
                "fay",
                *(f"lead-{when}" for when in by_day),
            )
        ),
        accounts=(
            *(
                o.Account(practitioner=who, subject=f"s-{who}", role=role, authority="B" if who in abroad else "A")
                for who, role in (people | others | abroad).items()
            ),
            *(o.Account(practitioner=who, subject=f"s-{who}", role="manager", authority="A") for who in fringe),
        ),
        works_in=(
            o.WorksIn(practitioner="casey", service="camhs", **ours),
            o.WorksIn(practitioner="fay", service="camhs", **ours),
            # Said by mistake to be of the sensitive service; and at a place that has no telephone.
            o.WorksIn(practitioner="lead-ended", service="camhs", **ours, **WRONG),
            o.WorksIn(practitioner="lead-ended", service="a-silent", **ours),
            *(o.WorksIn(practitioner=f"x-{when}", service="camhs", **ours, **more) for when, more in by_day.items()),
            # The lead of the first has worked elsewhere, will, and was said to: none of these telephones is right.
            *(
                o.WorksIn(practitioner="lead-ended", service=f"base-{when}", **ours, **more)
                for when, more in (by_day | {"now": {}}).items()
            ),
            o.WorksIn(practitioner="lead-ended", service="camhs", end=worlds.day(-70), **ours),
            o.WorksIn(practitioner="lead-ended", service="camhs", start=worlds.day(9), **ours),
        ),
        # Another authority's word that the meeting is about Kim opens nothing to whoever chairs it.
        # Nor does the meeting of another authority, whoever says who chairs it and whom it is about.
        meetings=(
            o.Meeting(id="meet", state="planned", **ours),
            o.Meeting(id="meet-theirs", state="planned", custodian="B"),
            o.Meeting(id="meet-wrong", state="planned", **ours),
            *met,
        ),
        chairs=(
            o.Chairs(practitioner="q-reviewing_officer", meeting="meet", **ours),
            *(
                o.Chairs(practitioner="q-conference_chair", meeting=meeting, **ours)
                for meeting in ("meet-theirs", "meet-wrong")
            ),
            o.Chairs(practitioner="p-lead", meeting="met", **ours),
            *(o.Chairs(practitioner=who, meeting="met", **ours, **WRONG) for who in ("p-health", "q-conference_chair")),
        ),
        # Who came is told of those alone whom the team names, and a meeting where one of them had a part in it.
        invited=(
            *(o.Invited(practitioner=who, meeting="met", **ours) for who in ("p-lead", "p-health", "casey", "q-lead")),
            o.Invited(practitioner="p-school", meeting="met", **ours, **WRONG),
            *(
                o.Invited(practitioner="q-lead", meeting=one.id, **ours)
                for one in met
                if one.id in ("not-theirs", "said")
            ),
            *(o.Invited(practitioner="p-lead", meeting=one.id, **ours) for one in met if one.id in unheld),
            o.Invited(practitioner="p-lead", meeting="not-theirs", **ours, **WRONG),
        ),
        attended=(
            *(o.Attended(practitioner=who, meeting="met", **ours) for who in ("p-health", "p-practitioner", "casey")),
            o.Attended(practitioner="p-lead", meeting="met", **ours, **WRONG),
            o.Attended(practitioner="casey", meeting="theirs-alone", **ours),
        ),
        spoke=(
            *(spoke(one="p-lead", other="p-health", on=worlds.day(-days)) for days in (3, 30)),
            spoke(one="p-health", other="p-lead", on=worlds.day(-2)),
            spoke(one="p-lead", other="p-health", on=worlds.day(2)),
            spoke(one="p-lead", other="p-manager", on=worlds.day(-2), **WRONG),
            spoke(one="p-lead", other="p-school", on=worlds.day(-1), child="sib"),
            *(spoke(one="p-lead", other=who, on=worlds.day(-1)) for who in ("casey", "q-lead", "dan")),
            spoke(one="p-police", other="p-system", on=worlds.day(0)),
        ),
        about=(
            *(o.About(meeting=one.id, child="kim", **ours) for one in met if one.id != "about-wrong"),
            o.About(meeting="about-wrong", child="kim", **ours, **WRONG),
            o.About(meeting="meet", child="kim", custodian="B"),
            o.About(meeting="meet-theirs", child="kim", **ours),
            o.About(meeting="meet-wrong", child="kim", **ours, **WRONG),
        ),
        manages=(
            o.Manages(practitioner="q-practitioner", service="team", **ours),
            o.Manages(practitioner="q-manager", service="base-now", **ours),
            *(o.Manages(practitioner=f"x-{when}", service="team", **ours, **more) for when, more in by_day.items()),
        ),
        children=(
            o.Child(
                id="kim",
                given_name="Kim",
                family_name="Vale",
                born=worlds.day(-3000),
                former_names=("Kim Dale",),
                address_state="current",
                **ours,
            ),
            child(id="sib", given_name="Sib"),
            child(id="gone-sib", given_name="Tom"),
            child(id="was-sib", given_name="Una"),
            child(id="hid", given_name="Hid"),
            child(id="led", given_name="Led"),
            # Perhaps the hidden child under another number, which nobody has settled; and one who turned out not to be.
            child(id="twin", given_name="Twin"),
            child(id="other", given_name="Other"),
            *(child(id=one, given_name="Ann") for one in child_of),
            *(child(id=f"{who}-sib", given_name=who) for who in shared),
        ),
        carers=(
            o.Carer(id="mum", given_name="Ma", family_name="Vale", phone="5", **ours),
            o.Carer(id="gone", given_name="Go", family_name="Vale", **ours),
            o.Carer(id="was", given_name="Wa", family_name="Vale", **ours),
            *(o.Carer(id=who, given_name=who, family_name="Vale", held=who == "unseen", **ours) for who in shared),
            o.Carer(id="aunt", given_name="Au", family_name="Hyde", phone="6", **ours),
        ),
        households=tuple(
            o.Household(id=home, address=home, **ours)
            for home in (*homes, "home-mistake", "home-soon", "home-wrong", "home-gone")
        ),
        identifiers=tuple(
            o.Identifier(id=f"n-{scheme}-{state}", scheme=scheme, value=value, state=real_state(state), **ours)
            for (scheme, state), value in numbers.items()
        ),
        identified_by=tuple(
            o.IdentifiedBy(child="kim", identifier=f"n-{scheme}-{state}", **ours, **NUMBER_STATES[state])
            for scheme, state in numbers
        ),
        protections=(
            o.Protection(id="new", kind="new_identity", on="gone", start=worlds.day(-9), **ours),
            o.Protection(id="old", kind="new_identity", on="was", start=worlds.day(-9), end=worlds.day(-1), **ours),
            o.Protection(id="veil", kind="shield", on="aunt", start=worlds.day(-9), **ours),
            # Lifted: where Kim once lived may be told again, and her mother's telephone.
            o.Protection(id="freed", kind="shield", on="home-freed", start=worlds.day(-9), end=worlds.day(-1), **ours),
            o.Protection(id="lifted", kind="shield", on="mum", start=worlds.day(-9), end=worlds.day(-1), **ours),
            o.Protection(
                id="list",
                kind="shield",
                on="hid",
                start=worlds.day(-9),
                **ours,
                access=(o.MaySee(practitioner="p-health", end=worlds.day(-1)), o.MaySee(practitioner="p-lead")),
            ),
        ),
        possibly_same=(
            o.PossiblySame(id="open", one="twin", other="hid", state="open", **ours),
            o.PossiblySame(id="apart", one="hid", other="other", state="apart", **ours),
        ),
        involvements=(
            *(seat(id=f"{who}-seat", who=who, service="team") for who in people),
            seat(id="dan-seat", who="dan", service="team", end=worlds.day(-9)),
            seat(id="dan-wrong", who="dan", service="base-now", **WRONG),
            # Of a team whose manager is to see the child, but not today.
            o.Involvement(
                id="dan-soon",
                who="dan",
                child="kim",
                service="base-now",
                role="social_worker",
                start=worlds.day(9),
                **ours,
            ),
            o.Involvement(
                id="fay-soon",
                who="fay",
                child="led",
                service="camhs",
                role="social_worker",
                start=worlds.day(9),
                **ours,
            ),
            # Of a team that somebody manages, but only another authority says so.
            replace(seat(id="eve-theirs", who="eve", service="base-now"), custodian="B"),
            seat(id="casey-seat", who="casey", service="camhs"),
            # From next door, and of the team all the same: a sibling is open to them by the agreement alone.
            seat(id="guest-seat", who="r-practitioner", service="team"),
            seat(id="eve-seat", who="eve", service="team", end=worlds.day(-9), **WRONG),
            seat(id="sib-seat", who="p-health", service="team", child="sib"),
            seat(id="casey-led", who="casey", service="camhs", child="led"),
            *(seat(id=f"hid-{who}", who=who, service="team", child="hid") for who in ("p-health", "p-lead")),
            *(seat(id=f"{one}-seat", who="p-health", service="team", child=one) for one in ("twin", "other")),
            *(seat(id=f"led-{who}", who=who, service="team", child="led") for who in (*fringe, "p-health")),
            *(seat(id=f"{one}-seat", who="p-health", service="team", child=one) for one in child_of),
            *(
                o.Involvement(
                    id=f"{one}-tie",
                    who=f"lead-{when}",
                    child=one,
                    service="camhs",
                    role="social_worker",
                    **(ours | {"start": worlds.day(-90)} | (by_day[when] if when != "ended" else WRONG)),
                )
                for one, when in child_of.items()
            ),
        ),
        leads=(
            o.Leads(id="leads", who="p-lead", child="kim", start=worlds.day(-60), **ours),
            o.Leads(id="elsewhere", who="p-health", child="sib", start=worlds.day(-60), custodian="B"),
            o.Leads(id="led-by", who="casey", child="led", start=worlds.day(-60), **ours),
            *(
                o.Leads(id=f"{one}-lead", who=f"lead-{when}", child=one, start=worlds.day(-60), **ours)
                for one, when in child_of.items()
            ),
        ),
        indications=tuple(
            o.Indication(
                id=f"{who}-{said}",
                who=who,
                child=one,
                kind="taking_action",
                raised_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
                **ours,
            )
            # Fay's seat has not begun: what a sensitive service's people say comes with it. Casey's two look like one.
            for who, one, said in (
                ("p-health", "kim", "told"),
                ("casey", "kim", "told"),
                ("casey", "kim", "again"),
                ("fay", "led", "told"),
            )
        ),
        acknowledged=(o.Acknowledged(practitioner="p-lead", child="kim", indication="p-health-told", **ours, **WRONG),),
        assessments=(
            *(
                o.Assessment(
                    id=f"{who}-asks",
                    who=who,
                    child="kim",
                    kind="health",
                    state="in_progress",
                    started_on=worlds.day(-8),
                    **ours,
                )
                for who in ("p-health", "casey", "eve")
            ),
            o.Assessment(
                id="fay-asks",
                who="fay",
                child="led",
                kind="health",
                state="in_progress",
                started_on=worlds.day(-8),
                **ours,
            ),
        ),
        cares_for=(
            *(
                o.CaresFor(carer=who, child=one, capacity="parent", **ours, **more)
                for who, (for_kim, for_other) in shared.items()
                for one, more in (("kim", for_kim), (f"{who}-sib", for_other))
            ),
            *(
                o.CaresFor(carer=carer, child=one, capacity="parent", **ours)
                for carer, cared_for in (("mum", "sib"), ("gone", "gone-sib"), ("was", "was-sib"))
                for one in ("kim", cared_for)
            ),
            # A sibling too, of whom nobody outside the sensitive service may know who leads.
            o.CaresFor(carer="mum", child="led", capacity="parent", **ours),
            # Told twice, as parent and as kin: nobody is their own sibling.
            o.CaresFor(carer="mum", child="kim", capacity="kinship", **ours),
        ),
        responsibilities=tuple(
            o.Responsibility(holder=holder, child="kim", state="held", **ours)
            for holder in ("mum", "was", "gone", "unseen")
        ),
        lives_at=(
            *(
                o.LivesAt(person="kim", household=home, start=worlds.day(-80), **ours, **more)
                for home, more in homes.items()
            ),
            o.LivesAt(person="kim", household="home-mistake", start=worlds.day(-80), **ours, **WRONG),
            *(o.LivesAt(person="aunt", household=home, **ours) for home in ("home-hidden", "home-mistake")),
            # With somebody of a new identity: that is no shield, so one's telephone is told.
            *(o.LivesAt(person=person, household="home-gone", **ours) for person in ("mum", "gone")),
            # Not with somebody who hides: no more, not yet, and by mistake.
            o.LivesAt(person="mum", household="home-hidden", end=worlds.day(-1), **ours),
            o.LivesAt(person="mum", household="home-hidden", start=worlds.day(9), **ours),
            o.LivesAt(person="mum", household="home-hidden", **ours, **WRONG),
            *(
                o.LivesAt(person="kim", household=home, start=worlds.day(-80), end=worlds.day(-40), **ours)
                for home in ("home-soon", "home-wrong")
            ),
            o.LivesAt(person="aunt", household="home-soon", start=worlds.day(9), **ours),
            o.LivesAt(person="aunt", household="home-wrong", **ours, **WRONG),
        ),
    )
    callers = tuple(
        o.Caller(
            practitioner=one.practitioner,
            subject=one.subject,
            role=one.role,
            authority=one.authority,
            purpose="assess_referral",
        )
        for one in world.accounts
    )
    # Whose token says another authority than their account, or another role.
    astray = {one.practitioner: one for one in callers}
    callers = (*callers, replace(astray["q-front_door"], authority="B"), replace(astray["q-school"], role="front_door"))
    searches = tuple(o.Criteria(scheme=scheme, value=value) for (scheme, _), value in numbers.items())
    return worlds.Scene(world=world, callers=callers, searches=searches, absent="none-such", cast=11)

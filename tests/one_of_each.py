"""One child with one of everything, and somebody in every role who works with it: nothing is there by chance."""

from datetime import UTC, datetime
from functools import partial
from itertools import product
from typing import Any

from graph_service.domain.closed_lists import AccountRole, IdentifierScheme
from tests import oracle as o
from tests import worlds

# A number that is current, was, is claimed twice, was told by mistake, is the child's no longer or not yet.
NUMBER_STATES: dict[str, dict[str, Any]] = {
    "current": {},
    "former": {},
    "conflict": {},
    "mistake": {"end_reason": "recorded_in_error"},
    "ended": {"end": worlds.day(-1)},
    "coming": {"start": worlds.day(9)},
}


def real_state(state: str) -> str:
    return state if state in ("former", "conflict") else "current"


def one_of_each() -> worlds.Scene:
    ours = {"custodian": "A"}
    people = {f"p-{role}": str(role) for role in AccountRole}
    numbers = {
        (scheme, state): str(9_000_000_000 + place)
        for place, (scheme, state) in enumerate(product(IdentifierScheme, NUMBER_STATES))
    }
    seat = partial(o.Involvement, child="kim", role="social_worker", start=worlds.day(-90), **ours)
    homes = {"home-now": {}, "home-before": {"end": worlds.day(-30)}, "home-hidden": {"end": worlds.day(-30)}}
    wrong = {"end_reason": "recorded_in_error"}
    world = o.World(
        authorities=(o.Authority(code="A", name="Aville", duty_phone="1", duty_hours="day", out_of_hours_phone="2"),),
        bases=(o.LawfulBasis(authority="A", start=worlds.day(-100)),),
        agencies=(o.Agency(id="council", name="Council", sector="council", **ours),),
        services=(
            o.Service(
                id="team", name="Team", kind="social_care", tier="additional", phone="3", agency="council", **ours
            ),
            o.Service(
                id="camhs", name="Camhs", kind="mental_health", tier="sensitive", phone="4", agency="council", **ours
            ),
        ),
        practitioners=tuple(o.Practitioner(id=who, name=who.title(), **ours) for who in (*people, "casey", "dan")),
        accounts=tuple(
            o.Account(practitioner=who, subject=f"s-{role}", role=role, authority="A") for who, role in people.items()
        ),
        works_in=(o.WorksIn(practitioner="casey", service="camhs", **ours),),
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
            o.Child(id="sib", given_name="Sib", family_name="Vale", born=worlds.day(-2000), **ours),
        ),
        carers=(
            o.Carer(id="mum", given_name="Ma", family_name="Vale", phone="5", **ours),
            o.Carer(id="aunt", given_name="Au", family_name="Hyde", phone="6", **ours),
        ),
        households=tuple(o.Household(id=home, address=home, **ours) for home in (*homes, "home-mistake")),
        identifiers=tuple(
            o.Identifier(id=f"n-{scheme}-{state}", scheme=scheme, value=value, state=real_state(state), **ours)
            for (scheme, state), value in numbers.items()
        ),
        identified_by=tuple(
            o.IdentifiedBy(child="kim", identifier=f"n-{scheme}-{state}", **ours, **NUMBER_STATES[state])
            for scheme, state in numbers
        ),
        protections=(o.Protection(id="veil", kind="shield", on="aunt", start=worlds.day(-9), **ours),),
        involvements=(
            *(seat(id=f"{who}-seat", who=who, service="team") for who in people),
            seat(id="dan-seat", who="dan", service="team", end=worlds.day(-9)),
            seat(id="casey-seat", who="casey", service="camhs"),
        ),
        leads=(o.Leads(id="leads", who="p-lead", child="kim", start=worlds.day(-60), **ours),),
        indications=tuple(
            o.Indication(
                id=f"{who}-told",
                who=who,
                child="kim",
                kind="taking_action",
                raised_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
                **ours,
            )
            for who in ("p-health", "casey")
        ),
        assessments=tuple(
            o.Assessment(
                id=f"{who}-asks",
                who=who,
                child="kim",
                kind="health",
                state="in_progress",
                started_on=worlds.day(-8),
                **ours,
            )
            for who in ("p-health", "casey")
        ),
        cares_for=tuple(o.CaresFor(carer="mum", child=child, capacity="parent", **ours) for child in ("kim", "sib")),
        responsibilities=(o.Responsibility(holder="mum", child="kim", state="held", **ours),),
        lives_at=(
            *(
                o.LivesAt(person="kim", household=home, start=worlds.day(-80), **ours, **more)
                for home, more in homes.items()
            ),
            o.LivesAt(person="kim", household="home-mistake", start=worlds.day(-80), **ours, **wrong),
            o.LivesAt(person="aunt", household="home-hidden", **ours),
        ),
    )
    callers = tuple(
        o.Caller(practitioner=who, subject=f"s-{role}", role=role, authority="A", purpose="assess_referral")
        for who, role in people.items()
    )
    searches = tuple(o.Criteria(scheme=scheme, value=value) for (scheme, _), value in numbers.items())
    return worlds.Scene(world=world, callers=callers, searches=searches, absent="none-such", cast=2)

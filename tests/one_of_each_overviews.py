"""A family, two assessments, a piece of work and a meeting for each thing that may be wrong, and one where nothing is.

What an overview leaves out is seldom drawn by chance: it takes two facts that belong together, and one that spoils it.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests import oracle as o
from tests.worlds import day
from tests.worlds_of_signals import Across

OURS = {"custodian": "A"}
THEIRS = {"custodian": "B"}
OVER = {"end": day(-9)}
COMING = {"start": day(9)}
WRONG = {"end_reason": "recorded_in_error"}
WITHDRAWN = {"end": day(9), "end_reason": "consent_withdrawn"}
TIES: dict[str, dict[str, Any]] = {"over": OVER, "coming": COMING, "wrong": WRONG, "theirs": THEIRS}

# What may be with the seat of who works with the second of two sisters.
SEATS: dict[str, dict[str, Any]] = TIES | {
    "plain": {}, "said": {"state": "asserted"}, "withdrawn": WITHDRAWN, "school": {"service": "m-school"},
    "camhs": {"service": "camhs"}, "home": {"service": "home"}, "itself": {"who": "z-team"},
    "both": {"who": "both-p"}, "of-home": {"service": "home", "who": "of-home-p"},
}  # fmt: skip
CARES: dict[str, dict[str, Any]] = {f"care-{name}": tie for name, tie in TIES.items()} | {
    "care-foster": {"capacity": "foster"}, "care-kin": {"capacity": "kinship"},
}  # fmt: skip
# A protection on the mother, or on the second sister.
MOTHERS = ("mum-held", "mum-shielded", "mum-new", "mum-not-new")
CHILDREN = ("her-held", "her-shielded", "her-cleared", "her-new", "her-not-new", "her-dead", "her-theirs", "her-alike")
# How the two who work with them were in touch: `p` is of the first sister, `q` of the second.
TALKS: dict[str, dict[str, Any]] = {
    "talk": {}, "talk-other-way": {"one": "q", "other": "p", "about": 2}, "talk-of-another": {"about": 0},
    "talk-old": {"on": day(-181)}, "talk-just": {"on": day(-180)}, "talk-wrong": WRONG, "talk-theirs": THEIRS,
    "talk-hidden": {},
}  # fmt: skip
MEETINGS: dict[str, dict[str, Any]] = {
    "met": {}, "met-planned": {"state": "planned"}, "met-old": {"held_on": day(-181)},
    "met-coming": {"held_on": day(1)},
    "met-wrong": WRONG, "met-theirs": THEIRS, "met-about-wrong": {}, "met-about-theirs": {}, "met-of-another": {},
    "met-one-came": {}, "met-one-came-wrongly": {}, "met-asked": {}, "met-both": {}, "met-both-asked": {},
    "met-both-wrong": {}, "met-both-theirs": {}, "met-both-nobody": {}, "met-hidden": {}, "met-both-hidden": {},
    "met-both-secret": {},
}  # fmt: skip
FAMILIES = [*SEATS, *CARES, *MOTHERS, *CHILDREN, *TALKS, *MEETINGS, "nobody-leads", "led", "secret", "was-secret"]

ASSESSED: dict[str, dict[str, Any]] = {
    "made": {}, "made-wrong": WRONG, "made-theirs": THEIRS, "made-done": {"state": "completed"},
    "made-abandoned": {"state": "abandoned"}, "made-done-long-ago": {"state": "completed", "started_on": day(-181)},
    "made-done-just": {"state": "completed", "started_on": day(-180)}, "made-long-ago": {"started_on": day(-181)},
    "made-other": {"kind": "health"}, "made-coming": {"started_on": day(1)}, "made-once": {"started_on": None},
    "made-same-day": {"started_on": day(-20)}, "made-same-agency": {}, "made-no-agency": {}, "made-secret": {},
    "made-was-secret": {}, "made-itself": {"who": "z-team"}, "made-above": {}, "made-left": {}, "made-shielded": {},
    "made-dead": {}, "made-unknown": {}, "made-own": {},
}  # fmt: skip

HERS: dict[str, dict[str, Any]] = {
    "work": {}, "work-over": OVER, "work-coming": COMING, "work-wrong": WRONG, "work-theirs": THEIRS,
    "work-camhs": {"service": "camhs"}, "work-camhs-coming": {"service": "camhs"} | COMING,
    "work-z": {"service": "z-team"},
    "work-said": {"state": "asserted"}, "work-ending": {"end": day(9)}, "work-dead": {}, "work-shielded": {},
    "work-new": {}, "work-not-new": {}, "work-held": {}, "work-next-door": THEIRS, "work-alone": {}, "work-sister": {},
    "work-sister-dead": {}, "work-sister-shielded": {}, "work-sister-theirs": {}, "work-boss": {}, "work-carl": {},
}  # fmt: skip
LEADS: dict[str, dict[str, Any]] = {f"lead-{name}": tie for name, tie in TIES.items()} | {
    "leads": {}, "lead-asked": {"state": "proposed"}, "lead-baton": {"state": "holding_baton"},
    "lead-protects": {"kind": "child_protection"},
}  # fmt: skip
CHAIRED: dict[str, dict[str, Any]] = {
    "chair": {}, "chair-cancelled": {"state": "cancelled"}, "chair-held": {"state": "held"},
    "chair-next": {"state": "held", "next_on": day(0)}, "chair-was-next": {"state": "held", "next_on": day(-1)},
    "chair-wrong": WRONG, "chair-theirs": THEIRS, "chair-shielded": {}, "chair-new": {}, "chair-not-new": {},
    "chair-wrongly": {}, "chair-by-theirs": {}, "chair-next-door": THEIRS,
}  # fmt: skip
RAISED: dict[str, dict[str, Any]] = {
    "raised": {}, "raised-closed": {"closed_at": datetime(2026, 6, 2, tzinfo=UTC)}, "raised-wrong": WRONG,
    "raised-theirs": THEIRS, "raised-shielded": {}, "raised-secretly": {}, "raised-not-new": {},
}  # fmt: skip
WORK = [*HERS, *LEADS, *CHAIRED, *RAISED]

# Who may take over: with posts of their own, and around the children of the work above.
HEIRS: dict[str, dict[str, Any]] = {
    "heir": {}, "heir-gone": {}, "heir-away": {}, "heir-back": {}, "heir-theirs": THEIRS, "heir-secret": {},
    "heir-leaving": {"end": day(30)}, "heir-left": OVER, "heir-coming": COMING, "heir-wrong": WRONG,
    "heir-school": {"service": "m-school"}, "heir-kind": {"service": "a-second"}, "heir-no-post": {},
    "heir-social": {"role": "social_worker"}, "heir-was": OVER,
}  # fmt: skip
AROUND: dict[str, dict[str, Any]] = TIES | {
    "said": {"state": "asserted"},
    "withdrawn": WITHDRAWN,
    "camhs": {"service": "camhs"},
}

LOOKING = {
    "front": "front_door", "boss": "manager", "carl": "manager", "data": "data_team", "teacher": "school",
    "cop": "police", "lou": "lead", "cher": "conference_chair",
}  # fmt: skip
MET_ABOUT = ("m-boss", "m-teacher", "m-lou", "m-shielded")


@dataclass
class Facts:
    """What is gathered for the world, kind by kind."""

    of: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, kind: str, *facts: Any) -> None:
        self.of.setdefault(kind, []).extend(facts)

    def child(self, name: str, **more: Any) -> None:
        told = {"given_name": name, "family_name": "Vale", "born": day(-3000), **OURS} | more
        self.add("children", o.Child(id=name, **told))

    def person(self, name: str, *posts: str, **more: Any) -> None:
        self.add("practitioners", o.Practitioner(id=name, name=name.title(), **(OURS | more)))
        for post in posts:
            self.post(name, post)

    def post(self, name: str, service: str, **more: Any) -> None:
        self.add(
            "works_in", o.WorksIn(**({"practitioner": name, "service": service, "start": day(-400), **OURS} | more))
        )

    def seat(self, who: str, child: str, service: str = "a-team", **more: Any) -> None:
        told = {"who": who, "child": child, "service": service, "role": "social_worker", "start": day(-90), **OURS}
        self.add("involvements", o.Involvement(id=f"seat-{len(self.of.get('involvements', ()))}", **(told | more)))

    def protect(self, on: str, kind: str = "shield", **more: Any) -> None:
        told = {"id": f"p-{len(self.of.get('protections', ()))}", "kind": kind, "on": on, "start": day(-9), **OURS}
        self.add("protections", o.Protection(**(told | more)))

    def meeting(self, name: str, *about: str, **more: Any) -> None:
        told = {"state": "planned", "planned_on": day(9), **OURS} | more
        self.add("meetings", o.Meeting(id=name, **told))
        self.add("about", *(o.About(meeting=name, child=child, **OURS) for child in about))

    def part(self, kind: type[o.TakesPart], who: str, meeting: str, **more: Any) -> None:
        name = {o.Chairs: "chairs", o.Invited: "invited", o.Attended: "attended"}[kind]
        own = {"id": f"{meeting}-{who}"} if kind is o.Chairs else {}
        self.add(name, kind(**({"practitioner": who, "meeting": meeting, **OURS} | own | more)))


def one_of_each_overviews() -> Across:
    facts = Facts()
    with_people(facts)
    for name in FAMILIES:
        with_family(facts, name)
    for name in ASSESSED:
        with_assessments(facts, name)
    with_heirs(facts)
    for name in WORK:
        with_work(facts, name)
    with_meetings(facts)
    world = replace(places(), **{kind: tuple(each) for kind, each in facts.of.items()})
    callers = tuple(
        o.Caller(
            practitioner=who, subject=f"s-{who}", role=role, authority="A", purpose="assess_referral"
        )
        for who, role in LOOKING.items()
    )  # fmt: skip
    names = [child.id for child in world.children]
    shown = [*MET_ABOUT, *(name for name in names if name not in MET_ABOUT)]
    children = {child.id: child for child in world.children}
    world = replace(world, children=tuple(children[name] for name in shown))
    return Across(
        world=world, callers=callers, searches=(), absent="none-such", cast=len(MET_ABOUT), wanted=(), pairs=(),
        leavers=("lee", "wes", "casey", "carl", "boss", "heir-coming", "heir-theirs", "heir-no-post", "plain-q"),
    )  # fmt: skip


def places() -> o.World:
    service = partial(o.Service, phone=None, **OURS)
    return o.World(
        authorities=tuple(o.Authority(code=code, name=f"Town of {code}") for code in "AB"),
        bases=tuple(o.LawfulBasis(authority=code, start=day(-100)) for code in "AB"),
        agencies=(
            o.Agency(id="a-council", name="Council", sector="council", **OURS),
            o.Agency(id="trust", name="Trust", sector="health", **OURS),
        ),
        services=(
            service(id="a-team", name="A Team", kind="social_care", tier="additional", agency="a-council"),
            service(id="a-second", name="Second", kind="social_care", tier="additional", agency="a-council"),
            service(
                id="below", name="Below", kind="family_support", tier="additional", agency="trust", part_of="a-team"
            ),
            service(id="camhs", name="Camhs", kind="mental_health", tier="sensitive", agency="trust"),
            service(id="home", name="Home", kind="childrens_home", tier="additional", agency="a-council"),
            service(id="outreach", name="Outreach", kind="mental_health", tier="additional", agency="trust"),
            service(id="m-school", name="School", kind="school", tier="universal", agency="a-council"),
            service(id="z-team", name="Z Team", kind="family_support", tier="additional", agency="trust"),
        ),
    )


def with_people(facts: Facts) -> None:
    """Boss manages everybody's teams and works in none that is sensitive; Carl manages the same and works there."""
    for who, role in LOOKING.items():
        facts.person(who)
        facts.add("accounts", o.Account(practitioner=who, subject=f"s-{who}", role=role, authority="A"))
    facts.post("carl", "camhs")
    for who in ("boss", "carl"):
        for team in ("a-team", "z-team", "home", "camhs", "outreach"):
            facts.add("manages", o.Manages(practitioner=who, service=team, **OURS))
    facts.person("casey", "camhs")
    facts.person("dee", "camhs")
    facts.person("wes", "a-team")


# Two sisters ---------------------------------------------------------------------------------------------------------


def with_family(facts: Facts, name: str) -> None:
    first, second, mother = f"{name}-1", f"{name}-2", f"{name}-m"
    facts.child(first)
    facts.child(second, **second_child(name))
    facts.add("carers", o.Carer(id=mother, given_name=name, family_name="Vale", held=name == "mum-held", **OURS))
    facts.person(f"{name}-p", "a-team")
    facts.person(f"{name}-q", "z-team")
    kept = {"custodian": "B"} if name == "her-theirs" else OURS
    cares = {"carer": mother, "capacity": "parent"}
    facts.add("cares_for", o.CaresFor(child=first, **cares, **OURS))
    facts.add("cares_for", o.CaresFor(**({"child": second, **cares, **kept} | CARES.get(name, {}))))
    if name != "nobody-leads":
        facts.seat(f"{name}-p", first)
    facts.seat(**({"who": f"{name}-q", "child": second, "service": "z-team", **kept} | SEATS.get(name, {})))
    with_protections(facts, name)
    with_contact(facts, name)
    if name == "led":
        facts.add("leads", *(o.Leads(id=f"led-{at}", who="led-p", child=f"led-{at}", **OURS) for at in (1, 2)))
    if name == "secret":
        facts.post("secret-q", "camhs")
    if name == "was-secret":
        facts.post("was-secret-q", "camhs", end=day(-100))


def second_child(name: str) -> dict[str, Any]:
    return {
        "her-held": {"held": True},
        "her-dead": {"died_on": day(-10)},
        "her-theirs": THEIRS,
    }.get(name, {})


def with_protections(facts: Facts, name: str) -> None:
    on = f"{name}-m" if name in MOTHERS else f"{name}-2"
    if name.endswith("-shielded"):
        facts.protect(on)
    elif name.endswith("-cleared"):
        facts.protect(on, access=(o.MaySee(practitioner="boss"), o.MaySee(practitioner="front", end=day(0))))
    elif name.endswith("-not-new"):
        facts.protect(on, "new_identity", **OVER)
    elif name.endswith("-new"):
        facts.protect(on, "new_identity")
    elif name.endswith("-alike"):
        facts.child("twin")
        facts.protect("twin")
        facts.add("possibly_same", o.PossiblySame(id="alike", one=on, other="twin", state="open", **OURS))


def with_contact(facts: Facts, name: str) -> None:
    if name in TALKS:
        with_a_talk(facts, name, **TALKS[name])
    if name in MEETINGS:
        with_a_meeting(facts, name)


def with_a_talk(facts: Facts, name: str, about: int = 1, one: str = "p", other: str = "q", **more: Any) -> None:
    if name == "talk-hidden":
        # Who works with the second sister is of a sensitive service for the first.
        facts.seat("talk-hidden-q", "talk-hidden-1", "camhs")
    told = {"one": f"{name}-{one}", "other": f"{name}-{other}", "on": day(-3), **OURS}
    child = f"{name}-{about}" if about else "plain-1"
    facts.add("spoke", o.SpokeWith(**({"child": child} | told | more)))


def with_a_meeting(facts: Facts, name: str) -> None:
    """Both came, and it was about the first; or one came, or was asked, and it was about both."""
    p, q, first, second = (f"{name}-{each}" for each in ("p", "q", "1", "2"))
    facts.add("meetings", o.Meeting(**({"id": name, "state": "held", "held_on": day(-3), **OURS} | MEETINGS[name])))
    tie = {"met-about-wrong": WRONG, "met-about-theirs": THEIRS}.get(name, {})
    about = "plain-1" if name == "met-of-another" else first
    facts.add("about", o.About(**({"meeting": name, "child": about, **OURS} | tie)))
    if "both" in name:
        too = {"met-both-wrong": WRONG, "met-both-theirs": THEIRS}.get(name, {})
        facts.add("about", o.About(**({"meeting": name, "child": second, **OURS} | too)))
    if name in ("met-hidden", "met-both-hidden"):
        facts.seat(q, first, "camhs")
    if name == "met-both-secret":
        facts.seat("casey", first, "camhs")
        facts.part(o.Attended, "casey", name)
    elif name in ("met-asked", "met-both-asked"):
        for who in (p, q) if name == "met-asked" else (q,):
            facts.part(o.Invited, who, name)
    elif name != "met-both-nobody":
        if "both" not in name:
            facts.part(o.Attended, p, name)
        if name != "met-one-came":
            facts.part(o.Attended, q, name, **(WRONG if name == "met-one-came-wrongly" else {}))


# Two assessments -----------------------------------------------------------------------------------------------------


def with_assessments(facts: Facts, name: str) -> None:
    """By Wes, of the council, and by somebody of the trust; Wes works with the child, too."""
    who = "carl" if name == "made-own" else f"{name}-q"
    facts.child(name, **({"died_on": day(-10)} if name == "made-dead" else {}))
    if name != "made-unknown":
        facts.seat("wes", name)
    posts = {"made-same-agency": ("z-team", "a-team"), "made-no-agency": (), "made-above": ("below",)}
    facts.person(f"{name}-q", *posts.get(name, ("z-team",)))
    if name == "made-secret":
        facts.post(who, "camhs")
    if name == "made-was-secret":
        facts.post(who, "camhs", start=day(-500), end=day(-300))
    if name == "made-left":
        facts.seat(who, name, "z-team", **OVER)
    if name == "made-shielded":
        facts.protect(name)
    told = partial(o.Assessment, child=name, kind="early_help", completed_on=None)
    facts.add("assessments", told(id=f"{name}-a", who="wes", state="in_progress", started_on=day(-20), **OURS))
    late = {"id": f"{name}-b", "who": who, "state": "in_progress", "started_on": day(-10), "child": name, **OURS}
    facts.add("assessments", o.Assessment(**({"kind": "early_help"} | late | ASSESSED[name])))


# What Lee leaves behind ----------------------------------------------------------------------------------------------


def with_heirs(facts: Facts) -> None:
    facts.person("lee", "a-team", "m-school")
    facts.post("lee", "camhs", **COMING)
    for name, post in HEIRS.items():
        own = THEIRS if name == "heir-theirs" else {}
        facts.person(name, is_gone=name == "heir-gone", **own)
        if name != "heir-no-post":
            facts.post(
                name, **({"service": "a-team"} | own | {each: post[each] for each in post if each != "custodian"})
            )
    facts.post("heir-was", "a-second")
    facts.post("heir-secret", "camhs")
    for who, until in (("heir-away", day(0)), ("heir-back", day(-1))):
        facts.add("covers", o.CoveredBy(practitioner=who, cover="wes", absent_until=until, **OURS))
    for name, tie in AROUND.items():
        facts.person(f"near-{name}", "a-second")
        for child in ("work", "leads"):
            facts.seat(f"near-{name}", child, **tie)


def with_work(facts: Facts, name: str) -> None:
    """Wes works with each of the children, so that it is open to who manages the team, but for one."""
    kept = {"custodian": "B" if name.endswith("next-door") else "A"}
    facts.child(name, **kept, **({"held": True} if name == "work-held" else {}), **dead(name))
    if name != "work-alone":
        facts.seat("wes", name, **kept)
    with_work_of_lee(facts, name)
    protect_work(facts, name)
    if name in ("work", "leads", "lead-protects", "lead-asked", "chair", "raised"):
        for heir in HEIRS:
            facts.seat(heir, name, "m-school" if heir == "heir-school" else "a-second")
    if "sister" in name:
        with_a_sister(facts, name)
    if name in ("work-boss", "work-carl"):
        facts.seat(name.removeprefix("work-"), name)


def dead(name: str) -> dict[str, Any]:
    return {"died_on": day(-10)} if name.endswith("-dead") and "sister" not in name else {}


def with_work_of_lee(facts: Facts, name: str) -> None:
    told = {"child": name, **OURS}
    if name in HERS:
        facts.seat(**({"who": "lee", "child": name} | HERS[name]))
    if name in LEADS:
        lead = {"id": f"{name}-lee", "who": "lee", **told}
        facts.add("leads", o.Leads(**(lead | LEADS[name])))
    if name in CHAIRED:
        meeting = f"{name}-meeting"
        facts.meeting(meeting, **CHAIRED[name])
        about = WRONG if name == "chair-wrongly" else THEIRS if name == "chair-next-door" else {}
        facts.add("about", o.About(**({"meeting": meeting, **told} | about)))
        kept = THEIRS if name in ("chair-by-theirs", "chair-next-door") else {}
        facts.part(o.Chairs, "lee", meeting, **kept)
    if name in RAISED:
        raised = {"id": f"{name}-lee", "who": "lee", "kind": "taking_action", "raised_at": RAISED_AT, **told}
        facts.add("indications", o.Indication(**(raised | RAISED[name])))
    if name == "raised-secretly":
        facts.seat("lee", name, "camhs")


RAISED_AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def protect_work(facts: Facts, name: str) -> None:
    if name.endswith("-shielded") and "sister" not in name:
        facts.protect(name)
    elif name.endswith("-not-new"):
        facts.protect(name, "new_identity", **OVER)
    elif name.endswith("-new"):
        facts.protect(name, "new_identity")


def with_a_sister(facts: Facts, name: str) -> None:
    """With whom somebody works who has a post of the same kind, and nobody else of the town."""
    sister, kept = f"{name}-too", THEIRS if name.endswith("theirs") else OURS
    facts.child(sister, sex="female", **kept, **({"died_on": day(-10)} if name.endswith("-dead") else {}))
    facts.add("carers", o.Carer(id=f"{name}-m", given_name=name, family_name="Vale", **OURS))
    care = {"carer": f"{name}-m", "capacity": "parent"}
    facts.add("cares_for", o.CaresFor(child=name, **care, **OURS), o.CaresFor(child=sister, **care, **kept))
    facts.person(f"{name}-s", "a-second")
    facts.seat(f"{name}-s", sister, "a-team", **kept)
    if name.endswith("-shielded"):
        facts.protect(sister)


# Meetings to settle --------------------------------------------------------------------------------------------------


def with_meetings(facts: Facts) -> None:
    """Every meeting is about each of these children: who may settle it is what differs, and what of it is told."""
    for name in MET_ABOUT:
        facts.child(name)
        for who, service, more in (
            ("wes", "a-team", {}), ("casey", "camhs", {}), ("lee", "a-second", OVER), ("heir", "a-team", WITHDRAWN),
            ("heir-kind", "a-team", COMING), ("heir-was", "a-team", WRONG), ("teacher", "m-school", OVER),
        ):  # fmt: skip
            facts.seat(who, name, service, **more)
    facts.add("leads", *(o.Leads(id=f"leads-{who}", who=who, child=f"m-{who}", **OURS) for who in ("teacher", "lou")))
    facts.protect("m-shielded")
    for name, planner, asked in (
        ("nobody", "wes", ()), ("nobody-secret", "casey", ()), ("nobody-else", "dee", ()),
        ("wes-asked", "casey", ("wes",)),
        ("secret-asked", "wes", ("casey",)), ("secret-alone", "casey", ("casey", "dee")),
        ("left-asked", "dee", ("lee",)),
        ("withdrawn-asked", "dee", ("heir",)), ("coming-asked", "dee", ("heir-kind",)),
        ("wrong-asked", "dee", ("heir-was",)),
        ("teacher-asked", "dee", ("teacher",)), *((f"by-{who}", who, ("dee",)) for who in LOOKING),
    ):  # fmt: skip
        facts.meeting(name, *MET_ABOUT, recorded_by=planner)
        for who in asked:
            facts.part(o.Invited, who, name)
    with_odd_meetings(facts)


def with_odd_meetings(facts: Facts) -> None:
    for who in LOOKING:
        facts.meeting(f"chaired-by-{who}", *MET_ABOUT, recorded_by="dee")
        facts.part(o.Chairs, who, f"chaired-by-{who}")
        facts.part(o.Invited, "dee", f"chaired-by-{who}")
    facts.meeting("chaired-wrongly", *MET_ABOUT, recorded_by="dee")
    facts.part(o.Chairs, "lou", "chaired-wrongly", **WRONG)
    facts.part(o.Invited, "casey", "chaired-wrongly")
    facts.meeting("asked-wrongly", *MET_ABOUT, recorded_by="casey")
    facts.part(o.Invited, "wes", "asked-wrongly", **WRONG)
    facts.meeting("undated", *MET_ABOUT, planned_on=None, next_on=day(30))
    facts.meeting("was-held", *MET_ABOUT, state="held", held_on=day(-3))
    facts.meeting("called-off", *MET_ABOUT, state="cancelled")
    facts.meeting("mistaken", *MET_ABOUT, **WRONG)
    facts.meeting("next-door", *MET_ABOUT, **THEIRS)
    for name, tie in (("about-wrong", WRONG), ("about-theirs", THEIRS)):
        facts.meeting(name)
        facts.add("about", *(o.About(**({"meeting": name, "child": child, **OURS} | tie)) for child in MET_ABOUT))

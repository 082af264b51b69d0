"""What is drawn: who does what to which child and fact, mostly such as may be done, and often such as may not."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from graph_service.domain.identifiers import new_child_id
from tests import oracle as o
from tests.history.around import MAY_BE_A_MISTAKE
from tests.history.book import SECOND, Book, Fact, Step
from tests.history.places import CHILDREN, POSTS, ROLES, SERVICES, Place
from tests.history.places import PURPOSES as KEEPING

T = TypeVar("T")
EVERYBODY = list(ROLES)
# Who may do most around a child of the town, and next door.
HERE, THERE = ["fran", "max", "lee", "pat"], ["nel", "nia", "ned"]
PURPOSES = ["coordinate_support", "assess_referral", "prepare_meeting"]


class Drawing:
    """One step, drawn from what stands in the book at the time."""

    def __init__(self, data: st.DataObject, book: Book, place: Place) -> None:
        self.data, self.book, self.place = data, book, place

    def pick(self, options: Sequence[T]) -> T:
        return self.data.draw(st.sampled_from(options))

    def one_of(self, facts: Sequence[Fact]) -> Fact:
        """By its id, which is what a failure is to name."""
        return self.book.facts[self.pick([fact.id for fact in facts])]

    def day(self, *offsets: int) -> Any:
        return self.place.day(self.pick(offsets))

    def maybe(self, value: T) -> T | None:
        return value if self.pick([True, False]) else None

    def child(self, *names: str) -> str:
        name = self.pick([*(names or ("kim", "kim", "kim", "sib", "sib", "shy", "zed", "zed")), *CHILDREN, "nobody"])
        return self.place.id_of(name) if name in CHILDREN else self.pick([*self.others(), new_child_id()])

    def others(self) -> list[str]:
        """Children who were registered since."""
        known = {self.place.id_of(name) for name in CHILDREN}
        return [fact.id for fact in self.book.all("Child") if fact.id not in known]

    def by(self, child: str | None, *likely: str, often: int = 3) -> o.Caller:
        keeper = self.book.facts[child].custodian if child in self.book.facts else None
        usual = {self.place.codes[0]: HERE, self.place.codes[1]: THERE}.get(keeper or "", [])
        first = [name for name in likely if name in ROLES]
        return self.sign_in(self.pick([*first * often, *usual * 3, *EVERYBODY]))

    def sign_in(self, name: str) -> o.Caller:
        """By one of their accounts, which some come to have two of."""
        usual = self.place.caller(name, self.pick([None, None, None, None, None, *PURPOSES]))
        held = [self.book.facts[one.whom] for one in self.book.all("HAS_ACCOUNT", who=usual.practitioner)]
        if len(held) == 1 or self.pick([True, False]):
            return usual
        account = self.one_of(held)
        purpose = KEEPING.get(account["role"], usual.purpose)
        return replace(usual, subject=account["subject"], role=account["role"], purpose=purpose)

    def fact(self, *kinds: str, where: Callable[[Fact], bool] = bool) -> tuple[str, Fact | None]:
        """One that may be meant, and its child; or now and then another, none, or another's child."""
        # The kind first: of one there are many, and of another one.
        kinds = tuple(kind for kind in kinds if any(self.book.all(kind))) or kinds
        every = list(self.book.all(self.pick(kinds)))
        meant = [one for one in every if one.is_there and where(one)]
        if meant and self.pick([True, True, True, True, True, False]):
            fact = self.one_of(meant)
            return fact.whom, fact
        fact = self.one_of([*every]) if every and self.pick([False, True]) else None
        return (fact.whom if fact and self.pick([True, True, False]) else self.child()), fact

    def record_about(self, kind: str, where: Callable[[Fact], bool]) -> tuple[str, Fact | None]:
        """A meeting or referral, and one of the children whom it is about."""
        about = [one for one in self.book.all("ABOUT") if self.book.facts[one.who].kind == kind]
        meant = [one for one in about if where(self.book.facts[one.who])]
        tie = self.one_of(meant or about) if about and self.pick([True, True, True, True, False]) else None
        return (tie.whom, self.book.facts[tie.who]) if tie else (self.child(), None)

    def version(self, fact: Fact | None) -> int:
        return (fact.version if fact else 1) + self.pick([0, 0, 0, 0, 0, 0, 1, -1])

    def who_told(self, fact: Fact | None) -> list[str]:
        """Holder and recorder, by their first names."""
        return [self.place.name_of(one) for one in ([fact.who, fact.recorded_by] if fact and fact.ends else [])]


Parts = tuple[o.Caller, str, Fact | None, int | None, dict[str, Any]]
Way = Callable[[Drawing], Parts]
DRAWN: dict[str, Way] = {}
# Those that are done to a fact, and whether the book holds one to which it may be done.
NEEDS: dict[str, Callable[[Book], bool]] = {}
OF_A_FACT: set[str] = {"end_post"}


def drawn(way: Way) -> Way:
    """Of something new."""
    DRAWN[way.__name__] = way
    return way


def drawn_of(
    *kinds: str, where: Callable[[Fact], bool] = bool
) -> Callable[[Callable[[Drawing, str, Fact | None], Parts]], object]:
    """Of a fact that may be meant: a tie to a child, or a record about one."""
    is_record = kinds[0] in ("Meeting", "Referral")

    def of(way: Callable[[Drawing, str, Fact | None], Parts]) -> object:
        OF_A_FACT.add(way.__name__)
        find = Drawing.record_about if is_record else Drawing.fact
        DRAWN[way.__name__] = lambda d: way(d, *find(d, *kinds, where=where))
        NEEDS[way.__name__] = lambda book: any(one.is_there and where(one) for kind in kinds for one in book.all(kind))
        return way

    return of


def goes_on(fact: Fact) -> bool:
    return fact["end"] is None


def is_open(fact: Fact) -> bool:
    return fact["closed_at"] is None and fact["closed_on"] is None


def is_planned(fact: Fact) -> bool:
    return fact["state"] == "planned"


def is_under_way(fact: Fact) -> bool:
    return fact["state"] == "in_progress"


def is_asked(fact: Fact) -> bool:
    return fact["state"] == "proposed" and fact["end"] is None


TRIES = 8
FAR_OFF = {"policy", "account-suspended", "not-found", "scheme_not_for_role"}


def a_step(drawing: Drawing, action: str, key: str, told: Counter[str]) -> Step:
    """Mostly one that the book accepts; or else one that it refuses for a single reason, and of these the one that was
    told least in this history: that shows that each guard is there. Where a few tries find one."""
    wanted = drawing.pick(["done"] * 5 + ["nearly"] * 4 + ["any"])
    near: list[tuple[int, int, int, Step]] = []
    for tried in range(TRIES):
        by, on, fact, version, body = DRAWN[action](drawing)
        named = fact.id if fact else ("none" if action in OF_A_FACT else None)
        step = Step(action, by, on, named, version, body, key)
        against = set(drawing.book.objections(step)[0])
        is_first_word = against == {SECOND} and not drawing.book.said_of(action)
        if wanted == "any" or (wanted == "done" and (not against or is_first_word)):
            return step
        if against and not against & FAR_OFF:
            near.append((len(against), min(told[action + one] for one in against), tried, step))
    return min(near, key=lambda one: one[:3])[3] if near else step


# Around a child ------------------------------------------------------------------------------------------------------


@drawn
def record_involvement(d: Drawing) -> Parts:
    child = d.child()
    who = d.pick([*EVERYBODY, *EVERYBODY, "nobody", None])
    post = d.pick([POSTS[who]] * 3 + list(SERVICES)) if who in POSTS else d.pick(list(SERVICES))
    sensitive = post == "camhs" and d.pick([True, True, False])
    basis = d.pick(["child_consent", "child_consent", "reasonable_cause_harm"])
    start = d.pick([-30, -1, 0, 20, -4000])
    end = d.pick([None, None, None, 0, 40])
    body = {
        "practitioner_id": d.place.id_of(who) if who else None, "service_id": d.place.id_of(post),
        "role": d.pick(["social_worker", "youth_worker"]), "start": d.place.day(start),
        "end": d.place.day(end) if end is not None and end >= start else None,
        "told": d.pick(["agreed", "agreed", "objected", None]),
        **({"basis": basis, "basis_by": "x", "basis_on": d.place.day(-1)} if sensitive else {}),
    }  # fmt: skip
    return d.by(child, who or "fran", often=2), child, None, None, body


@drawn_of("INVOLVED_WITH", where=goes_on)
def confirm_involvement(d: Drawing, child: str, seat: Fact | None) -> Parts:
    return d.by(child, *d.who_told(seat), often=1), child, seat, d.version(seat), {}


@drawn_of("INVOLVED_WITH", where=goes_on)
def amend_involvement(d: Drawing, child: str, seat: Fact | None) -> Parts:
    body = {
        "role": d.pick(["social_worker", "teacher"]), "start": d.day(-30, -1, 0, 20, -4000),
        "told": "objected",
    }  # fmt: skip
    keep = d.pick([["role"], ["start"], ["start"], ["told"], ["role", "start"]])
    return d.by(child, *d.who_told(seat)), child, seat, d.version(seat), {name: body[name] for name in keep}


@drawn_of("INVOLVED_WITH", where=goes_on)
def end_involvement(d: Drawing, child: str, seat: Fact | None) -> Parts:
    body = {"end": d.day(0, 0, -1, 30, 60, -200), "end_reason": d.pick(["work_finished", "moved_away"])}
    return d.by(child, *d.who_told(seat)), child, seat, d.version(seat), body


@drawn_of("INVOLVED_WITH", where=lambda one: one["basis"] == "child_consent")
def withdraw_consent(d: Drawing, child: str, seat: Fact | None) -> Parts:
    return d.by(child, "casey", *d.who_told(seat)), child, seat, d.version(seat), {}


@drawn_of(*MAY_BE_A_MISTAKE)
def withdraw_mistake(d: Drawing, child: str, fact: Fact | None) -> Parts:
    """Of a meeting or a referral its place at the child, or the whole of it."""
    talks = list(d.book.there("SPOKE_WITH"))
    if talks and d.pick([True, *[False] * 5]):
        fact = d.one_of(talks)
        child = fact["child_id"]
    elif fact and fact.kind == "ABOUT" and d.pick([True, True, False]):
        fact = d.book.facts[fact.who]
        return d.by(child, "dana", *told_by(d, fact), often=1), child, fact, d.version(fact), {}
    return d.by(child, "dana", *d.who_told(fact), often=1), child, fact, d.version(fact), {}


def somebody_around(d: Drawing, child: str) -> str:
    seats = [one for one in d.book.there("INVOLVED_WITH", whom=child) if d.book.one("Practitioner", one.who)]
    return d.pick([one.who for one in seats] * 3 + [d.place.id_of(name) for name in EVERYBODY])


KINDS_OF_LEAD = ["early_help", "child_in_need", "early_help", "child_protection"]


@drawn
def propose_lead(d: Drawing) -> Parts:
    child = d.child()
    body = {"practitioner_id": somebody_around(d, child), "kind": d.pick(KINDS_OF_LEAD)}
    asked = d.pick([None, True, False])
    return d.by(child), child, None, None, body | ({} if asked is None else {"family_preference_asked": asked})


@drawn_of("LEADS", where=is_asked)
def accept_lead(d: Drawing, child: str, asked: Fact | None) -> Parts:
    return d.by(child, *d.who_told(asked)[:1], often=20), child, asked, d.version(asked), {}


@drawn_of("LEADS", where=is_asked)
def decline_lead(d: Drawing, child: str, asked: Fact | None) -> Parts:
    return d.by(child, *d.who_told(asked)[:1], often=20), child, asked, d.version(asked), {}


@drawn
def appoint_lead(d: Drawing) -> Parts:
    child = d.child()
    leads = [one.id for one in d.book.all("LEADS", whom=child) if one["current_child"]]
    body = {
        "practitioner_id": somebody_around(d, child), "kind": d.pick(KINDS_OF_LEAD), "start": d.day(0, 0, -1, 20),
        "expected_lead": d.pick([*leads * 4, None]),
    }  # fmt: skip
    return d.by(child), child, None, None, body


@drawn_of("LEADS", where=goes_on)
def release_lead(d: Drawing, child: str, lead: Fact | None) -> Parts:
    body: dict[str, Any] = {"end": d.day(0, 0, -1, 30, -70), "end_reason": d.pick(["stepped_down", "work_finished"])}
    if d.pick([True, False]):
        follows = {"practitioner_id": somebody_around(d, child), "kind": d.pick(KINDS_OF_LEAD)}
        body = {"successor": follows}
    return d.by(child, *d.who_told(lead)), child, lead, d.version(lead), body


# Coordination --------------------------------------------------------------------------------------------------------


@drawn
def raise_concern(d: Drawing) -> Parts:
    child = d.child()
    body = {"kind": d.pick(["information_to_share", "taking_action"]), "due_on": d.maybe(d.day(0, 9, -1))}
    return d.by(child), child, None, None, body


@drawn_of("HAS_CONCERN", where=is_open)
def acknowledge_concern(d: Drawing, child: str, raised: Fact | None) -> Parts:
    return d.by(child), child, raised, None, {}


@drawn_of("HAS_CONCERN", where=is_open)
def close_concern(d: Drawing, child: str, raised: Fact | None) -> Parts:
    return d.by(child, *d.who_told(raised)), child, raised, d.version(raised), {}


@drawn
def record_assessment(d: Drawing) -> Parts:
    child, by = d.child(), d.pick(["me", "me", "person", "service"])
    kind = d.pick(["early_help", "health"])
    body = {"kind": kind, "started_on": d.day(-10, -1, 0, 5, -4000)}
    if by == "person":
        body["practitioner_id"] = somebody_around(d, child)
    if by == "service":
        body["service_id"] = d.place.id_of(d.pick(list(SERVICES)))
    return d.by(child), child, None, None, body


@drawn_of("ASSESSED", where=is_under_way)
def complete_assessment(d: Drawing, child: str, made: Fact | None) -> Parts:
    return d.by(child, *d.who_told(made)), child, made, d.version(made), {"completed_on": d.day(0, 0, -1, -20, 3)}


@drawn_of("ASSESSED", where=is_under_way)
def abandon_assessment(d: Drawing, child: str, made: Fact | None) -> Parts:
    return d.by(child, *d.who_told(made)), child, made, d.version(made), {}


@drawn
def plan_meeting(d: Drawing) -> Parts:
    child = d.child()
    others = d.pick([[], [], ["sib"], ["kim"], ["zed"], ["shy"]])
    invited = d.pick([[], ["pat"], ["lee", "sky"], ["ned"], ["fay"]])
    by = d.by(child, "chad", often=1)
    chair = d.pick([None, "chad", "chad", d.place.name_of(by.practitioner), "fay"])
    planned = d.pick([7, 7, 30, -3, -4000])
    body = {
        "kind": d.pick(["core_group", "looked_after_review"]), "planned_on": d.place.day(planned),
        "children": [d.place.id_of(name) for name in others], "invited": [d.place.id_of(name) for name in invited],
        "chair_id": d.place.id_of(chair) if chair else None,
        "next_on": d.place.day(planned + 60) if d.pick([True, False]) else None,
    }  # fmt: skip
    return by, child, None, None, body


@drawn_of("Meeting", where=is_planned)
def hold_meeting(d: Drawing, child: str, meeting: Fact | None) -> Parts:
    held = d.pick([0, 0, -1, 3, -4000])
    body = {
        "held_on": d.place.day(held),
        "attended": [d.place.id_of(name) for name in d.pick([[], ["pat"], ["lee", "stu"], ["fay"]])],
        "next_on": d.place.day(held + 50) if d.pick([True, False]) else None,
    }  # fmt: skip
    return d.by(child, "chad", *told_by(d, meeting)), child, meeting, d.version(meeting), body


@drawn_of("Meeting", where=is_planned)
def cancel_meeting(d: Drawing, child: str, meeting: Fact | None) -> Parts:
    again = d.pick([None, 14, 14, -1, 200])
    body = {
        "planned_on": None if again is None else d.place.day(again),
        "reason": d.pick(["no_longer_needed", "moved_away"]) if again is None else None,
    }  # fmt: skip
    return d.by(child, "chad", *told_by(d, meeting)), child, meeting, d.version(meeting), body


def told_by(d: Drawing, fact: Fact | None) -> list[str]:
    return [d.place.name_of(fact.recorded_by)] if fact else []


@drawn
def record_conversation(d: Drawing) -> Parts:
    child = d.child()
    return d.by(child), child, None, None, {"practitioner_id": somebody_around(d, child), "on": d.day(0, -1, 2, -4000)}


@drawn
def record_referral(d: Drawing) -> Parts:
    child = d.child()
    return (
        d.by(child),
        child,
        None,
        None,
        {"from_kind": d.pick(["school", "police"]), "received_on": d.day(0, -1, 2, -4000)},
    )


@drawn_of("Referral", where=is_open)
def close_referral(d: Drawing, child: str, came: Fact | None) -> Parts:
    return d.by(child, *told_by(d, came)), child, came, d.version(came), {"closed_on": d.day(0, 0, -1, 2, -5000)}


# Who the child is, and the family ------------------------------------------------------------------------------------

GIVEN = ["Kim", "Zoe", "Zed", "Ada"]


def name_and_birth(d: Drawing) -> dict[str, Any]:
    family = d.pick(
        [d.place.family.title(), d.place.family.title(), d.place.family.title() + "x", "Other" + d.place.family]
    )
    return {"given_name": d.pick(GIVEN), "family_name": family, "born": d.day(-3000, -3000, -2000, 3)}


def a_number(d: Drawing) -> dict[str, str]:
    scheme, value = d.pick(d.place.numbers)
    return {"scheme": scheme, "value": value}


@drawn
def amend_child(d: Drawing) -> Parts:
    child = d.child()
    version = d.version(d.book.facts.get(child))
    body = d.pick([name_and_birth(d), {"sex": "male"}, {"born_estimated": True}])
    return d.by(child, "dana", "lee"), child, None, version, body | {"keep_as_former": d.pick([True, True, False])}


@drawn
def register_child(d: Drawing) -> Parts:
    ruled_out = [one.id for one in d.book.all("Child")] if d.pick([True, False]) else []
    body = name_and_birth(d) | {
        "born_estimated": False, "sex": "female", "identifiers": d.pick([[], [], [], [a_number(d)]]),
        "not_a_duplicate_of": ruled_out,
    }  # fmt: skip
    return d.sign_in(d.pick(["fran", "dana", "dana", "nel", "nat", "pat"])), "", None, None, body


@drawn
def add_identifier(d: Drawing) -> Parts:
    child = d.child()
    return d.sign_in(d.pick(["dana", "dana", "nat", "sky", "casey", *EVERYBODY])), child, None, None, a_number(d)


@drawn
def end_identifier(d: Drawing) -> Parts:
    known = [(one.who, d.book.facts[one.whom]) for one in d.book.all("IDENTIFIED_BY") if one["end"] is None]
    child, number = (d.child(), a_number(d))
    if known and d.pick([True, True, True, False]):
        child, fact = known[d.pick(range(len(known)))]
        number = {"scheme": fact["scheme"], "value": fact["value"]}
    return d.sign_in(d.pick(["dana", "dana", "nat", "casey", *EVERYBODY])), child, None, None, number


NEEDS["end_identifier"] = lambda book: any(book.all("IDENTIFIED_BY"))


@drawn
def record_carer(d: Drawing) -> Parts:
    child = d.child()
    care = {"capacity": d.pick(["parent", "kinship", "foster"]), "start": d.day(-30, 0, 9, -4000)}
    known = [(one.who, one.whom) for one in d.book.all("CARES_FOR")]
    if d.pick([True, False]):
        carer, other = known[d.pick(range(len(known)))]
        who = {"carer_id": d.pick([carer, carer, child]), "of_child": d.pick([other, other, d.place.id_of("shy")])}
        if d.pick([True, False, False]):
            who = dict.fromkeys(("carer_id", "of_child"), d.child())
    else:
        who = {"given_name": d.pick(["Rita", "Bo"]), "family_name": "Hill", "phone": d.maybe("07700 900123")}
    return d.by(child), child, None, None, care | who


@drawn_of("CARES_FOR", where=goes_on)
def amend_carer(d: Drawing, child: str, care: Fact | None) -> Parts:
    carer = d.book.facts[care.who] if care else None
    body = d.pick([{"phone": "07700 900124"}, {"phone": None}, {"given_name": "Jo"}, {"email": "jo@example.org"}])
    return d.by(child), child, carer, d.version(carer), body


@drawn_of("CARES_FOR", where=goes_on)
def record_carer_address(d: Drawing, child: str, care: Fact | None) -> Parts:
    carer = d.book.facts[care.who] if care else None
    address = d.pick(["1 Low Lane", "1 Low Lane", "2 High Road", None])
    home = {"household": {"address": address, "postcode": "LS1 1AA", "kind": "private"}} if address else {}
    return d.by(child), child, carer, None, home | {"start": d.day(0, 0, -1, -20, 2)}


@drawn_of("CARES_FOR", where=goes_on)
def end_carer(d: Drawing, child: str, care: Fact | None) -> Parts:
    carer = d.book.facts[care.who] if care else None
    body = {
        "capacity": care["capacity"] if care and d.pick([True, True, False]) else "foster",
        "end": d.day(0, 0, -1, 5, -3100), "end_reason": "another_carer",
    }  # fmt: skip
    return d.by(child), child, carer, None, body


@drawn
def record_parental_responsibility(d: Drawing) -> Parts:
    child = d.child()
    state = d.pick(["held", "held", "not_held", "unknown"])
    carers = [one.who for one in d.book.all("CARES_FOR")]
    body = {"state": state, "start": d.day(-30, -30, 0, -10, -4000)}
    if d.pick([True, True, False]):
        body |= {"carer_id": d.pick([*carers, d.place.id_of("lee")])}
        body |= {"basis": d.pick(["mother", "court_order"])} if state == "held" else {}
    else:
        body |= {"authority": d.pick([*d.place.codes, "NOBODY"])}
        body |= {"basis": "care_order"} if state == "held" else {}
    return d.by(child), child, None, None, body


@drawn
def record_address(d: Drawing) -> Parts:
    child = d.child("kim", "sib", "shy", "shy", "zed")
    address = d.pick(["1 Low Lane", "1 Low Lane", "2 High Road", "3 Mid Street"])
    home = {"address": address, "postcode": d.pick(["LS1 1AA", "LS1 1AA", None]), "kind": "private"}
    day = d.day(0, 0, -1, -20, 2, -4000)
    body: dict[str, Any] = {"state": "current", "household": home, "start": day}
    if d.pick([True, True, False]) is False:
        body = {"state": d.pick(["last_known", "none"]), "on": day}
    return d.by(child, "dana", "lee"), child, None, None, body


# What two people say together, and pairs ------------------------------------------------------------------------------


def a_word(d: Drawing, action: str) -> Step | None:
    """What somebody has said and waits for a second."""
    said = d.book.said_of(action)
    return said[d.pick(range(len(said)))] if said and d.pick([True, True, True, False]) else None


def a_second(d: Drawing, word: Step, *names: str) -> o.Caller:
    first = d.place.name_of(word.by.practitioner)
    return d.sign_in(d.pick([*[name for name in names if name != first] * 3, first, *EVERYBODY]))


@drawn
def record_death(d: Drawing) -> Parts:
    if word := a_word(d, "record_death"):
        by = a_second(d, word, "dana", "fran", "lee", "max", "nat", "nel")
        return by, word.on, None, d.version(d.book.facts.get(word.on)), word.body
    child = d.child()
    body = {"died_on": d.pick([d.day(-1, -1, 0, 2, -4000)] * 5 + [None])}
    return d.by(child, "dana", "nat", often=2), child, None, d.version(d.book.facts.get(child)), body


@drawn
def protect_child(d: Drawing) -> Parts:
    child = d.child()
    listed = {d.place.id_of(name) for name in ("lee", "dana", "fran", d.pick(EVERYBODY)) if d.pick([True, True, False])}
    body = {"review_on": d.day(30, 30, 30, 1, 0, 400), "may_see": frozenset(listed or {"nobody"})}
    return d.sign_in(d.pick(["lee", "dana", "fran"] * 3 + [*EVERYBODY])), child, None, None, body


@drawn
def lift_protection(d: Drawing) -> Parts:
    if word := a_word(d, "lift_protection"):
        return a_second(d, word, "dana", "lee"), word.on, None, None, {}
    covered = [one.who for one in d.book.all("PROTECTED_BY") if d.book.one("Child", one.who)]
    child = d.pick([*covered * 3, d.child()])
    return d.sign_in(d.pick(["lee", "dana"] * 4 + ["fran", *EVERYBODY])), child, None, None, {}


def a_pair(d: Drawing, *states: str) -> tuple[o.Caller, str, None, int]:
    # By when their records came: their own ids, and those of registered children, are another each time.
    came = {name: at for at, name in enumerate(d.book.facts)}
    every = sorted(d.book.all("POSSIBLY_SAME_AS"), key=lambda one: (came[one.who], came[one.whom]))
    meant = [one for one in every if one["state"] in states] or every
    pair = d.one_of(meant if d.pick([True, True, True, True, True, False]) else every)
    by = d.sign_in(d.pick(["dana"] * 4 + ["nat"] * 4 + EVERYBODY))
    return by, pair.id, None, d.version(pair)


@drawn
def keep_apart(d: Drawing) -> Parts:
    return (*a_pair(d, "open"), {})


@drawn
def merge_children(d: Drawing) -> Parts:
    """Mostly the one that somebody has named already."""
    by, on, fact, version = a_pair(d, "open")
    pair = d.book.facts[on]
    ours = [one for one in pair.ends or () if d.book.facts[one].custodian == by.authority]
    said = "child" if ours and ours[0] == pair["decision"] else "other"
    return (
        by,
        on,
        fact,
        version,
        {"keeps": d.pick([said, said, said, "child"] if pair["decision"] else ["child", "other"])},
    )


@drawn
def unmerge_children(d: Drawing) -> Parts:
    return (*a_pair(d, "merged"), {})


for named in ("keep_apart", "merge_children"):
    NEEDS[named] = lambda book: any(book.all("POSSIBLY_SAME_AS"))
NEEDS["unmerge_children"] = lambda book: any(one["state"] == "merged" for one in book.all("POSSIBLY_SAME_AS"))


# People and services -------------------------------------------------------------------------------------------------

STAFF = ["dana", "dana", "max", "nat", "nia"]


def keeper(d: Drawing, *likely: str) -> o.Caller:
    """The data teams and managers, those who are likely, or anybody."""
    return d.sign_in(d.pick([*STAFF * 2, *[name for name in likely if name in ROLES] * 3, *EVERYBODY]))


def anybody(d: Drawing) -> str:
    """Whoever there is, also those recorded since."""
    return d.pick([one.id for one in d.book.all("Practitioner")] + [d.place.id_of("nobody")])


def service(d: Drawing) -> str:
    return d.pick([one.id for one in d.book.all("Service")] + [d.place.id_of("nobody")])


@drawn
def record_practitioner(d: Drawing) -> Parts:
    return keeper(d), "", None, None, {"name": d.pick(["New One", "New Two"]), "phone": d.maybe("0113 496 0007")}


@drawn
def amend_practitioner(d: Drawing) -> Parts:
    who = anybody(d)
    body = d.pick(
        [{"phone": "0113 496 0008"}, {"name": "Other Name"}, {"email": None}, {"registration": "SW1", "phone": None}]
    )
    return (
        keeper(d, d.place.name_of(who)) if d.place.name_of(who) in ROLES else keeper(d),
        who,
        None,
        d.version(d.book.facts.get(who)),
        body,
    )


@drawn
def record_agency(d: Drawing) -> Parts:
    return keeper(d), "", None, None, {"name": "New Agency", "sector": d.pick(["council", "health"])}


def a_supply(d: Drawing) -> tuple[str, int | None]:
    """An agency, mostly one that sends something, and the version of what it sends."""
    sending = {one.who: one for one in d.book.all("SUPPLIES")}
    agency = d.pick([*sending] * 3 + [one.id for one in d.book.all("Agency")] + ["nobody"])
    return agency, d.version(sending.get(agency))


def some_facts(d: Drawing) -> frozenset[str]:
    return frozenset(d.pick([["involvements"], ["involvements", "leads"], ["meetings"]]))


@drawn
def record_supply(d: Drawing) -> Parts:
    agencies = [one.id for one in d.book.all("Agency")]
    body = {"facts": some_facts(d), "since": d.day(-9, -9, 0, 9)}
    return keeper(d), d.pick([*agencies, *agencies, "nobody"]), None, None, body


@drawn
def amend_supply(d: Drawing) -> Parts:
    agency, version = a_supply(d)
    return keeper(d), agency, None, version, {"facts": d.pick([some_facts(d), frozenset()])}


@drawn
def confirm_supply(d: Drawing) -> Parts:
    agency, version = a_supply(d)
    return keeper(d), agency, None, version, {}


for named in ("amend_supply", "confirm_supply"):
    NEEDS[named] = lambda book: any(book.all("SUPPLIES"))


@drawn
def record_service(d: Drawing) -> Parts:
    agencies = [one.id for one in d.book.all("Agency")]
    kind, tier = d.pick([("school", "universal"), ("social_care", "additional"), ("mental_health", "sensitive")])
    body = {
        "name": "New Service", "kind": kind, "tier": tier, "phone": None, "agency_id": d.pick([*agencies, "nobody"]),
        "part_of": d.maybe(service(d)),
    }  # fmt: skip
    return keeper(d), "", None, None, body


@drawn
def amend_service(d: Drawing) -> Parts:
    one = service(d)
    body = d.pick(
        [{"phone": "0113 496 0009"}, {"tier": "sensitive"}, {"tier": "additional"}, {"name": "Renamed", "phone": None}]
    )
    return keeper(d), one, None, d.version(d.book.facts.get(one)), body


@drawn
def amend_duty_desk(d: Drawing) -> Parts:
    by = keeper(d)
    body = d.pick([{"duty_phone": "0113 496 0010"}, {"duty_hours": "8 to 6", "out_of_hours_phone": "0113 496 0011"}])
    return by, "", None, d.version(d.book.facts[by.authority]), body


@drawn
def record_post(d: Drawing) -> Parts:
    body = {
        "service_id": service(d), "role": d.pick(["social_worker", "social_worker", "teacher"]),
        "manages": d.pick([False, False, True]), "start": d.day(0, -10, 20),
    }  # fmt: skip
    return keeper(d), anybody(d), None, None, body


@drawn
def end_post(d: Drawing) -> Parts:
    held = d.one_of([*d.book.all("WORKS_IN"), *d.book.all("MANAGES")])
    who = held.who if d.pick([True, True, True, True, False]) else anybody(d)
    body = {"end": d.day(0, 0, -1, 30, -500), "end_reason": "practitioner_left"}
    return keeper(d), who, held, d.version(held), body


@drawn
def open_account(d: Drawing) -> Parts:
    who = anybody(d)
    posts = [one.whom for one in d.book.all("WORKS_IN", who=who)]
    body = {
        "subject": d.pick([f"{who}-new", f"{who}-too", f"{who}-in", d.place.id_of("lee-in")]),
        "role": d.pick(["practitioner", "manager", "front_door", "conference_chair", "data_team"]),
        "service_id": d.pick([*posts * 3, service(d)]),
    }  # fmt: skip
    return d.sign_in(d.pick(["dana"] * 5 + ["nat"] * 3 + EVERYBODY)), who, None, None, body


@drawn
def suspend_account(d: Drawing) -> Parts:
    """Mostly of those by whom little else is done, so that histories go on."""
    accounts = [one.id for one in d.book.all("Account")]
    quiet = [one for one in accounts if not any(f"-{name}-in" in one for name in ("fran", "max", "dana", "lee", "nel"))]
    account = d.pick([*quiet * 3, *accounts, "nobody"])
    by = keeper(d, d.place.name_of(account.removesuffix("-in")))
    return (
        by,
        account,
        None,
        d.version(d.book.facts.get(account)),
        {"state": d.pick(["suspended", "suspended", "closed"])},
    )


@drawn
def cover_practitioner(d: Drawing) -> Parts:
    who = anybody(d)
    body = {"absent_until": d.day(0, 9, 30, -1), "covered_by": d.pick([anybody(d), who])}
    return keeper(d, d.place.name_of(who)), who, None, None, body


@drawn
def close_practitioner_account(d: Drawing) -> Parts:
    """With each piece of their work, or now and then but for one."""
    who = anybody(d)
    here = d.book.facts[who].custodian if who in d.book.facts else None
    ties = [*d.book.there("INVOLVED_WITH", who=who), *d.book.there("LEADS", who=who)]
    pieces = [one for one in ties if not d.book.has_ended(one) and one.custodian == here]
    work = [piece_of(d, one) for one in pieces[: len(pieces) - d.pick([0, 0, 0, 0, 1])]]
    return keeper(d), who, None, None, {"work": work}


def piece_of(d: Drawing, piece: Fact) -> dict[str, Any]:
    heir = anybody(d) if d.pick([True, False, False]) else None
    return {"fact_id": piece.id, "end_reason": None if heir else "practitioner_left", "practitioner_id": heir}


# What happens in a town ----------------------------------------------------------------------------------------------

AREAS = {
    "involvements": [
        "record_involvement", "confirm_involvement", "amend_involvement", "end_involvement", "withdraw_consent",
        "withdraw_mistake",
    ],
    "leads": ["propose_lead", "accept_lead", "decline_lead", "appoint_lead", "release_lead", "confirm_involvement"],
    "coordination": [
        "raise_concern", "acknowledge_concern", "close_concern", "record_assessment", "complete_assessment",
        "abandon_assessment", "record_conversation", "record_referral", "close_referral",
    ],
    "meetings": ["plan_meeting", "hold_meeting", "cancel_meeting", "plan_meeting"],
    "family": [
        "amend_child", "register_child", "record_carer", "amend_carer", "record_carer_address", "end_carer",
        "record_parental_responsibility",
        "record_address", "record_address",
    ],
    "numbers": ["add_identifier", "end_identifier", "register_child"],
    "pairs": ["keep_apart", "merge_children", "unmerge_children", "register_child", "record_involvement"],
    "two people": ["record_death", "protect_child", "lift_protection", "record_address"],
    "people": [
        "record_practitioner", "amend_practitioner", "record_agency", "record_service", "amend_service",
        "amend_duty_desk", "cover_practitioner",
    ],
    "feeds": ["record_agency", "record_supply", "amend_supply", "confirm_supply"],
    "posts": ["record_post", "end_post", "open_account", "suspend_account", "close_practitioner_account"],
}  # fmt: skip


def possible(book: Book, busy: set[str], tried: Counter[str]) -> list[str]:
    """Those of the areas for which the book holds what they need; the half of them that was tried least in this
    history, since Hypothesis likes to draw what it drew before."""
    actions = sorted({action for area in busy for action in AREAS[area]})
    actions = [one for one in actions if one not in NEEDS or NEEDS[one](book)] or ["record_involvement"]
    return sorted(actions, key=lambda one: tried[one])[: max(3, len(actions) // 2)]

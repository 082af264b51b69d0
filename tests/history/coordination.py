"""Indications, assessments, meetings, conversations and referrals (docs/coordination.md)."""

from tests import oracle as o
from tests.history.around import against_the_childs_day, is_known, is_unnamed, nothing
from tests.history.book import SETTLERS, UNKNOWN, Book, Effect, Fact, Objections, Step, Writing, on_a_child

# Indications ---------------------------------------------------------------------------------------------------------


@on_a_child
def raise_concern(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Oneself, at content, a protected child included."""
    me, kind = step.by.practitioner, step.body["kind"]
    if book.sight(oracle, step.on).level != "content":
        against.append("not_open")
        return nothing
    against.where(step.body.get("due_on") and step.body["due_on"] < book.today, "/due_on")
    mine = book.there("HAS_CONCERN", who=me, whom=step.on)
    against.where(any(one["kind"] == kind and one["closed_at"] is None for one in mine), "already-recorded")

    def effect(write: Writing) -> None:
        write.record("HAS_CONCERN", step.body | {"raised_at": write.answer.at}, (me, step.on))

    return effect


def shown_indication(book: Book, oracle: o.Oracle, step: Step) -> Fact | None:
    """One's own; or one that the network shows this caller with its id."""
    fact, child = book.one("HAS_CONCERN", step.fact), oracle.child(step.on)
    if fact is None or child is None or not fact.is_there or fact.whom != step.on:
        return None
    shown = {one.id for one, row in oracle.shown_indications(child, oracle.sight(child)) if row["indication_id"]}
    return fact if fact.who == step.by.practitioner or fact.id in shown else None


@on_a_child
def acknowledge_concern(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact, me = shown_indication(book, oracle, step), step.by.practitioner
    if fact is None or book.sight(oracle, step.on).level != "content":
        against.append("not-found")
        return nothing
    against.where(fact.who == me, "your_own")
    against.where(fact["closed_at"], "already_ended")
    read = book.there("ACKNOWLEDGED", who=me, whom=step.on)
    against.where(any(one["concern_id"] == fact.id for one in read), "already-recorded")

    def effect(write: Writing) -> None:
        write.record("ACKNOWLEDGED", {"concern_id": fact.id, "at": write.answer.at}, (me, step.on))

    return effect


@on_a_child
def close_concern(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact = shown_indication(book, oracle, step)
    if fact is None:
        against.append("not-found")
        return nothing
    settles = book.sight(oracle, step.on).rule in SETTLERS
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(fact.who != step.by.practitioner and not settles, "not_yours")
    against.where(fact.version != step.version, "stale")
    against.where(fact["closed_at"], "already_ended")
    return lambda write: write.amend(fact, {"closed_at": write.answer.at})


# Assessments ---------------------------------------------------------------------------------------------------------


def is_own(oracle: o.Oracle, step: Step, who: str) -> bool:
    """Oneself, or the service in which one works."""
    service = next((one for one in oracle.world.services if one.id == who), None)
    return who == step.by.practitioner or (service is not None and oracle.is_mine(service))


@on_a_child
def record_assessment(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    me, body, sight = step.by.practitioner, step.body, book.sight(oracle, step.on)
    named = body.get("practitioner_id") or body.get("service_id")
    who = book.one(("Practitioner", "Service"), named or me)
    if sight.level != "content" or (sight.protected and (who is None or who.id != me)):
        against.append("not-found")
        return nothing
    if who is None or (who.id != me and who.custodian != step.by.authority):
        against.append("/practitioner_id")
        return nothing
    own = is_own(oracle, step, who.id)
    against.where(not own and sight.rule not in SETTLERS, "not_yours")
    against.where(not own and is_of_a_sensitive_service(book, oracle, who), "sensitive_own")
    against.where(body["started_on"] > book.today, "in_the_future")
    against_the_childs_day(book, step, against, body["started_on"])
    same = (
        one
        for one in book.there("ASSESSED", who=who.id, whom=step.on)
        if (one["kind"], one["state"], one.custodian) == (body["kind"], "in_progress", step.by.authority)
    )
    against.where(not is_unnamed(book, oracle, who.id, step.on) and any(same), "already-recorded")

    def effect(write: Writing) -> None:
        told = {"kind": body["kind"], "started_on": body["started_on"], "state": "in_progress"}
        write.record("ASSESSED", told, (who.id, step.on))

    return effect


def is_of_a_sensitive_service(book: Book, oracle: o.Oracle, who: Fact) -> bool:
    """Itself, or where somebody works or is to work."""
    places = [who.id] + [one.whom for one in book.there("WORKS_IN", who=who.id) if not book.has_ended(one)]
    return any(oracle.is_closed_to_me(one) for one in oracle.world.services if one.id in places)


def finish_assessment(book: Book, oracle: o.Oracle, step: Step, against: Objections, told: dict[str, object]) -> Effect:
    """Whoever makes it, people of the service; else lead, manager and office, who are shown it."""
    fact, child = book.one("ASSESSED", step.fact), oracle.child(step.on)
    if fact is None or child is None or not fact.is_there or fact.whom != step.on:
        against.append("not-found")
        return nothing
    me, sight, own = step.by.practitioner, oracle.sight(child), is_own(oracle, step, fact.who)
    shown = oracle.projection.family and oracle.is_tie_shown(fact.who, True, child, sight)
    hidden = (not sight.is_open and fact.who != me) or oracle.is_unnamed(fact.who, child)
    against.where(hidden or not (own or shown), "not-found")
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(not own and sight.rule not in SETTLERS, "not_yours")
    against.where(fact.version != step.version, "stale")
    against.where(fact["state"] != "in_progress", "already_ended")
    day = step.body.get("completed_on")
    against.where(day and day < fact["started_on"], "ends_before_start")
    against.where(day and day > book.today, "in_the_future")
    return lambda write: write.amend(fact, told)


@on_a_child
def complete_assessment(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    return finish_assessment(book, oracle, step, against, step.body | {"state": "completed"})


@on_a_child
def abandon_assessment(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    return finish_assessment(book, oracle, step, against, {"state": "abandoned"})


# Meetings ------------------------------------------------------------------------------------------------------------


@on_a_child
def plan_meeting(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    me, body, child = step.by.practitioner, step.body, book.facts[step.on]
    if not book.sight(oracle, step.on).is_open:
        against.append("not-found")
        return nothing
    against.where(child.custodian != step.by.authority, "not-custodian")
    children = [step.on, *(one for one in body["children"] if one != step.on)]
    kept = [one for one in children if one in book.facts and book.facts[one].custodian == step.by.authority]
    seen = [one for one in kept if book.sight(oracle, one).is_open]
    against.where(seen != children, "/children")
    people = {one: is_known(book, oracle, step.by, book.one("Practitioner", one)) for one in body["invited"]}
    against.where(not all(people.values()), "/invited")
    chair = body["chair_id"]
    against.where(chair and not is_known(book, oracle, step.by, book.one("Practitioner", chair)), "/chair_id")
    rules = {book.sight(oracle, one).rule for one in seen}
    against.where(chair == me and rules != {"chairs"}, "own_level")
    # Who the people and children are is looked at before it.
    against.where(not against and chair and chair != me and not rules <= set(SETTLERS), "not_yours")
    for one in seen:
        against.where(body["planned_on"] < book.facts[one]["born"], "before_birth")
        died = book.facts[one]["died_on"]
        against.where(died and body["planned_on"] > died, "after_death")
    against.where(oracle.projection.team == "all" and is_planned(book, step), "already-recorded")

    def effect(write: Writing) -> None:
        told = {name: body[name] for name in ("kind", "planned_on", "next_on")} | {"state": "planned"}
        meeting = write.record("Meeting", told)
        seat(write, meeting, children, body["invited"], [chair] if chair else [])

    return effect


def is_planned(book: Book, step: Step) -> bool:
    """The same kind for that day, about this child."""
    meetings = (book.facts[one.who] for one in book.there("ABOUT", whom=step.on))
    same = (step.body["kind"], step.body["planned_on"], "planned")
    return any(one.is_there and (one["kind"], one["planned_on"], one["state"]) == same for one in meetings)


def seat(write: Writing, meeting: Fact, children: list[str], invited: list[str], chairs: list[str]) -> None:
    for at, one in enumerate(children):
        about = write.record("ABOUT", {}, (meeting.id, one), f"{meeting.id}-about-{at}", log=False)
        write.line(about, one)
    for at, one in enumerate(invited):
        write.record("INVITED_TO", {}, (one, meeting.id), f"{meeting.id}-invited-{at}")
    for at, one in enumerate(chairs):
        write.record("CHAIRS", {}, (one, meeting.id), f"{meeting.id}-chair-{at}")


def convened(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Fact | None:
    """Chair and planner; else lead, manager and office."""
    fact, sight, me = book.one("Meeting", step.fact), book.sight(oracle, step.on), step.by.practitioner
    about = fact and any(book.there("ABOUT", who=fact.id, whom=step.on))
    if not fact or not about or not fact.is_there or not sight.is_open:
        against.append("not-found")
        return None
    own = fact.recorded_by == me or any(book.there("CHAIRS", who=me, whom=fact.id))
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(not own and sight.rule not in SETTLERS, "not_yours")
    against.where(fact.version != step.version, "stale")
    against.where(fact["state"] != "planned", "already_ended")
    return fact


@on_a_child
def hold_meeting(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact = convened(book, oracle, step, against)
    if fact is None:
        return nothing
    held = step.body["held_on"]
    came = [is_known(book, oracle, step.by, book.one("Practitioner", one)) for one in step.body["attended"]]
    against.where(not all(came), "/attended")
    against.where(held > book.today, "in_the_future")
    against_the_childs_day(book, step, against, held, death=False)

    def effect(write: Writing) -> None:
        write.amend(fact, {"held_on": held, "next_on": step.body["next_on"], "state": "held"})
        for one in step.body["attended"]:
            write.record("ATTENDED", {}, (one, fact.id), UNKNOWN)

    return effect


@on_a_child
def cancel_meeting(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Another day is another meeting, about the same children, with the same people and chair."""
    fact, child, day = convened(book, oracle, step, against), book.facts[step.on], step.body["planned_on"]
    if fact is None:
        return nothing
    against.where(day and day < book.today, "/planned_on")
    against.where(day and fact["next_on"] and day >= fact["next_on"], "/planned_on")
    against.where(day and child["died_on"] and day > child["died_on"], "after_death")

    def effect(write: Writing) -> None:
        write.amend(fact, {"state": "cancelled", "cancel_reason": step.body["reason"]})
        if day:
            told = {"kind": fact["kind"], "next_on": fact["next_on"], "planned_on": day, "state": "planned"}
            again = write.record("Meeting", told | {"replaces": fact.id})
            children = sorted({one.whom for one in book.there("ABOUT", who=fact.id)})
            invited = sorted(one.who for one in book.there("INVITED_TO", whom=fact.id))
            seat(write, again, children, invited, [one.who for one in book.there("CHAIRS", whom=fact.id)])

    return effect


# Conversations and referrals -----------------------------------------------------------------------------------------


@on_a_child
def record_conversation(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """With somebody currently involved or leading whom one is shown."""
    me, who, day = step.by.practitioner, step.body["practitioner_id"], step.body["on"]
    if not book.sight(oracle, step.on).is_open:
        against.append("not-found")
        return nothing
    if who == me or not is_shown_around(book, oracle, step, who):
        against.append("/practitioner_id")
        return nothing
    against.where(day > book.today, "in_the_future")
    against_the_childs_day(book, step, against, day, death=False)
    spoke = [*book.there("SPOKE_WITH", who=me, whom=who), *book.there("SPOKE_WITH", who=who, whom=me)]
    against.where(any((one["child_id"], one["on"]) == (step.on, day) for one in spoke), "already-recorded")
    return lambda write: write.record("SPOKE_WITH", {"child_id": step.on, "on": day}, (me, who))


def is_shown_around(book: Book, oracle: o.Oracle, step: Step, who: str) -> bool:
    child, team = oracle.child(step.on), oracle.projection.team
    if child is None or book.one("Practitioner", who) is None:
        return False
    seats = [one for one in oracle.seats(child) if one.who == who and oracle.is_current(one)]
    posts = [oracle.service(one.service) for one in seats]
    shown = any(oracle.is_mine(post) or (team == "all" and post.tier != "sensitive") for post in posts)
    lead = oracle.named_lead(child)
    return shown or (oracle.projection.lead and lead is not None and lead.who == who)


@on_a_child
def record_referral(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    sight, day = book.sight(oracle, step.on), step.body["received_on"]
    against.where(not sight.is_open, "not-found")
    against.where(book.facts[step.on].custodian != step.by.authority, "not-custodian")
    against.where(sight.rule not in SETTLERS, "not_yours")
    against.where(day > book.today, "in_the_future")
    same = (step.body["from_kind"], day, None)
    received = (book.one("Referral", one.who) for one in book.there("ABOUT", whom=step.on))
    against.where(
        any(
            one and one.is_there and (one["from_kind"], one["received_on"], one["closed_on"]) == same
            for one in received
        ),
        "already-recorded",
    )

    def effect(write: Writing) -> None:
        fact = write.record("Referral", step.body)
        write.record("ABOUT", {}, (fact.id, step.on), f"{fact.id}-about")

    return effect


@on_a_child
def close_referral(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact, sight, day = book.one("Referral", step.fact), book.sight(oracle, step.on), step.body["closed_on"]
    about = fact and any(book.there("ABOUT", who=fact.id, whom=step.on))
    if not fact or not about or not fact.is_there or not sight.is_open:
        against.append("not-found")
        return nothing
    said_it = fact.recorded_by == step.by.practitioner
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(not said_it and sight.rule not in SETTLERS, "not_yours")
    against.where(fact.version != step.version, "stale")
    against.where(fact["closed_on"], "already_ended")
    against.where(day < fact["received_on"], "ends_before_start")
    against.where(day > book.today, "in_the_future")
    return lambda write: write.amend(fact, step.body)

"""Who works with a child and who leads (docs/access.md; model.md, "Nobody raises their own level", LEADS)."""

from collections.abc import Iterator
from dataclasses import replace

from tests import oracle as o
from tests.history.book import MISTAKE, SETTLERS, Book, Effect, Fact, Objections, Step, Writing, on_a_child

MAY_BE_A_MISTAKE = (
    "INVOLVED_WITH", "LEADS", "HAS_CONCERN", "ACKNOWLEDGED", "ASSESSED", "CARES_FOR", "HAS_PARENTAL_RESPONSIBILITY_FOR",
    "ABOUT",
)  # fmt: skip


# What many rules ask -------------------------------------------------------------------------------------------------


def rule_of(book: Book, oracle: o.Oracle, child_id: str) -> str:
    return book.sight(oracle, child_id).rule


def is_unnamed(book: Book, oracle: o.Oracle, who: str, child_id: str) -> bool:
    child = oracle.child(child_id)
    return child is not None and oracle.is_unnamed(who, child)


def is_managed(book: Book, by: o.Caller, service_id: str | None) -> bool:
    """In whatever role, now or before: nobody says of a team that they manage what would open a child to them."""
    lines = {one.whom for one in book.all("MANAGES", who=by.practitioner)}
    return service_id is not None and bool(lines & set(line_above(book, service_id)))


def line_above(book: Book, service_id: str) -> list[str]:
    line = [service_id]
    while len(line) <= o.STEPS_UP:
        above = [one.whom for one in book.all("PART_OF", who=line[-1]) if book.one("Service", one.whom)]
        if not above:
            break
        line.append(above[0])
    return line


def is_known(book: Book, oracle: o.Oracle, by: o.Caller, one: Fact | None) -> bool:
    """Somebody or some service of the caller's authority, or of one that shares with it for this purpose."""
    if one is None:
        return False
    return one.custodian == by.authority or (oracle.may_be_shared_with() and oracle.has_agreed(one.custodian))


def against_the_childs_day(book: Book, step: Step, against: Objections, day: object, *, death: bool = True) -> None:
    child = book.facts[step.on]
    against.where(day and day < child["born"], "before_birth")
    against.where(death and day and child["died_on"] and day > child["died_on"], "after_death")


def checked(book: Book, oracle: o.Oracle, step: Step, fact: Fact | None, against: Objections) -> bool:
    """A fact of somebody's work, for who may change it: its holder, else lead, manager and office who are shown it."""
    me, sight = step.by.practitioner, book.sight(oracle, step.on)
    if fact is None or not fact.is_there or fact.whom != step.on:
        against.append("not-found")
        return False
    hidden = not sight.is_open or is_unnamed(book, oracle, fact.who, step.on)
    against.where(fact.who != me and hidden, "not-found")
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(fact.who != me and sight.rule not in SETTLERS, "not_yours")
    against.where(fact.version != step.version, "stale")
    return True


def nothing(_: Writing) -> None:
    raise AssertionError("a step that is objected to does nothing")


# Involvements --------------------------------------------------------------------------------------------------------


@on_a_child
def record_involvement(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    me, body, child = step.by.practitioner, step.body, book.facts[step.on]
    sight = book.sight(oracle, step.on)
    post = book.one("Service", body["service_id"])
    who = book.one("Practitioner", body["practitioner_id"]) if body.get("practitioner_id") else post
    if sight.level != "content" and (who is None or who.id != me):
        against.append("only_yourself")
        return nothing
    ours = who and post and who.custodian == post.custodian == step.by.authority
    shared = child.custodian == step.by.authority and all(is_known(book, oracle, step.by, one) for one in (who, post))
    if not who or not post or not (ours or shared):
        against.append("/practitioner_id")
        return nothing
    against.where(who != post and not any(book.there("WORKS_IN", who=who.id, whom=post.id)), "/service_id")
    against.where(post["tier"] != "universal" and not body.get("told"), "/told")
    against.where(post["tier"] == "sensitive" and not body.get("basis"), "/basis")
    against_the_childs_day(book, step, against, body["start"])
    tells = post["tier"] != "sensitive" or who.id == me or oracle.is_mine(oracle.service(post.id))
    against.where(tells and any(same_seats(book, step, who.id, post.id)), "already-recorded")

    def effect(write: Writing) -> None:
        confirmed = (
            who.id != me
            and not is_managed(book, step.by, post.id)
            and child.custodian == step.by.authority
            and sight.rule in SETTLERS
        )
        told = {name: value for name, value in body.items() if name != "practitioner_id"} | {
            "state": "confirmed" if confirmed else "asserted", "confirmed_on": book.today if confirmed else None,
        }  # fmt: skip
        write.record("INVOLVED_WITH", told, (who.id, child.id))

    return effect


def same_seats(book: Book, step: Step, who: str, post: str) -> Iterator[Fact]:
    for seat in book.there("INVOLVED_WITH", who=who, whom=step.on):
        same = seat["service_id"] == post and seat.custodian == step.by.authority
        if same and (seat["end"] is None or seat["end"] > step.body["start"]):
            yield seat


@on_a_child
def confirm_involvement(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    seat = book.one("INVOLVED_WITH", step.fact)
    if not checked(book, oracle, step, seat, against) or seat is None:
        return nothing
    against.where(book.has_ended(seat), "already_ended")

    def effect(write: Writing) -> None:
        me = step.by.practitioner
        settles = (
            me not in (seat.who, seat.recorded_by)
            and book.facts[step.on].custodian == step.by.authority
            and not is_managed(book, step.by, seat["service_id"])
        )
        write.amend(seat, {"confirmed_on": book.today, "state": "confirmed" if settles else seat["state"]})

    return effect


@on_a_child
def amend_involvement(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    seat = book.one("INVOLVED_WITH", step.fact)
    if not checked(book, oracle, step, seat, against) or seat is None:
        return nothing
    start = step.body.get("start")
    against.where(book.has_ended(seat), "already_ended")
    against_the_childs_day(book, step, against, start)
    against.where(start and seat["end"] and start > seat["end"], "ends_before_start")
    opens = start and seat["start"] and seat["start"] > book.today and start < seat["start"]
    against.where(opens and is_mine_to_open(book, step, seat), "own_level")
    return lambda write: write.amend(seat, step.body)


def is_mine_to_open(book: Book, step: Step, seat: Fact) -> bool:
    return seat.who == step.by.practitioner or is_managed(book, step.by, seat["service_id"])


@on_a_child
def end_involvement(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    seat = book.one("INVOLVED_WITH", step.fact)
    if not checked(book, oracle, step, seat, against) or seat is None:
        return nothing
    end = step.body["end"]
    against.where(book.has_ended(seat), "already_ended")
    against.where(seat["start"] and end < seat["start"], "ends_before_start")
    against.where(seat["end"] and end > seat["end"] and is_mine_to_open(book, step, seat), "own_level")
    others = [
        one
        for one in book.there("INVOLVED_WITH", who=seat.who, whom=step.on)
        if one is not seat and (one["end"] is None or one["end"] > end)
    ]
    lead = marked_lead(book, step.on)
    against.where(lead and lead.who == seat.who and not others, "still_leads")
    return lambda write: write.amend(seat, step.body)


@on_a_child
def withdraw_consent(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """For the people of that service: nobody else may know of it."""
    seat = book.one("INVOLVED_WITH", step.fact)
    mine = seat and (
        seat.who == step.by.practitioner or oracle.is_mine(oracle.service(seat["service_id"]))
    )  # fmt: skip
    if not seat or not mine or not seat.is_there or seat.whom != step.on:
        against.append("not-found")
        return nothing
    against.where(seat.custodian != step.by.authority, "not-custodian")
    against.where(seat.version != step.version, "stale")
    sensitive = book.facts[seat["service_id"]]["tier"] == "sensitive"
    against.where(not sensitive or seat["basis"] != "child_consent", "not_by_consent")
    against.where(seat["end_reason"] == "consent_withdrawn", "already_ended")
    return lambda write: write.amend(seat, {"end": book.today, "end_reason": "consent_withdrawn"})


@on_a_child
def withdraw_mistake(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """For whoever recorded it; else lead, office and manager who are shown it, and the data team."""
    found, sight = a_mistake(book, step), book.sight(oracle, step.on)
    if found is None:
        against.append("not-found")
        return nothing
    fact, people, others = found
    said_it = fact.recorded_by == step.by.practitioner
    shown = sight.level == "content" and not any(is_unnamed(book, oracle, one, step.on) for one in people)
    keeps = sight.rule == "record_keeping"
    against.where(not said_it and (sight.protected or not (shown or keeps)), "not-found")
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(not said_it and sight.rule not in (*SETTLERS, "record_keeping"), "not_yours")
    against.where(fact.version != step.version, "stale")

    def effect(write: Writing) -> None:
        write.amend(fact, {"end_reason": MISTAKE, "current_child": None})
        for child in others:
            write.line(fact, child)

    return effect


def a_mistake(book: Book, step: Step) -> tuple[Fact, list[str], list[str]] | None:
    """The fact, whom it would name, and the other children that it is about: a record's place at one is a fact too."""
    fact = book.facts.get(step.fact or "")
    if fact is None or not fact.is_there:
        return None
    if fact.kind in ("Meeting", "Referral"):
        children = {one.whom for one in book.there("ABOUT", who=fact.id)}
        others = sorted(one for one in children - {step.on} if book.one("Child", one))
        return (fact, [], others) if step.on in children else None
    if fact.kind == "SPOKE_WITH":
        return (fact, list(fact.ends or ()), []) if fact["child_id"] == step.on else None
    if fact.kind not in MAY_BE_A_MISTAKE or fact.whom != step.on or not book.facts[fact.who].is_there:
        return None
    return fact, [fact.who], []


# Leads ---------------------------------------------------------------------------------------------------------------


def marked_lead(book: Book, child_id: str) -> Fact | None:
    marked = [one for one in book.all("LEADS", whom=child_id) if one["current_child"] == child_id]
    assert len(marked) <= 1, "two lead one child"
    return marked[0] if marked else None


def against_whoever_may_not_lead(
    book: Book, step: Step, who: str, kind: str, against: Objections, told: o.Oracle | None = None
) -> None:
    """Nobody leads a team that they are not part of; in England a social worker leads in child protection.

    Whoever is `told` who is of the team is not told here of a seat that they are not shown.
    """
    child = book.facts[step.on]
    seats = book.all("INVOLVED_WITH", who=who, whom=child.id)
    against.where(
        not any(
            one["state"] == "confirmed"
            and one.custodian == child.custodian
            and book.is_current(one)
            and (who == step.by.practitioner or not told or not told.is_closed_to_me(told.service(one["service_id"])))
            for one in seats
        ),
        "not_involved",
    )
    is_social_worker = any(
        one["role"] == "social_worker" and book.is_current(one) for one in book.all("WORKS_IN", who=who)
    )
    in_england = book.facts[child.custodian]["nation"] == "England"
    against.where(kind == "child_protection" and in_england and not is_social_worker, "not_a_social_worker")


def settles_who_leads(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> None:
    sight = book.sight(oracle, step.on)
    against.where(not sight.is_open, "not-found")
    against.where(book.facts[step.on].custodian != step.by.authority, "not-custodian")
    against.where(sight.rule not in SETTLERS, "not_yours")
    against.where(step.body["practitioner_id"] == step.by.practitioner, "own_level")
    against_whoever_may_not_lead(book, step, step.body["practitioner_id"], step.body["kind"], against, oracle)


@on_a_child
def propose_lead(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Whoever leads goes on meanwhile; where nobody does, the one who asks holds the baton."""
    settles_who_leads(book, oracle, step, against)
    asked = (one for one in book.there("LEADS", whom=step.on) if one["state"] == "proposed" and one["end"] is None)
    against.where(any(asked), "already-recorded")

    def effect(write: Writing) -> None:
        lead = marked_lead(book, step.on)
        told = {name: value for name, value in step.body.items() if name != "practitioner_id"}
        replaces = lead.id if lead else None
        held = [one for one in batons(book, step.on) if one.who == step.by.practitioner]
        asked = write.record(
            "LEADS", told | {"state": "proposed", "start": book.today, "replaces": replaces},
            (step.body["practitioner_id"], step.on),
        )  # fmt: skip
        if lead is None and not held:
            write.record(
                "LEADS", {"kind": told["kind"], "state": "holding_baton", "start": book.today},
                (step.by.practitioner, step.on), f"{asked.id}-baton",
            )  # fmt: skip

    return effect


def batons(book: Book, child_id: str) -> list[Fact]:
    every = book.there("LEADS", whom=child_id)
    return [one for one in every if one["state"] == "holding_baton" and one["end"] is None]


def hand_over(book: Book, write: Writing, child_id: str) -> None:
    """Whoever led or held the baton does so no longer."""
    lead = marked_lead(book, child_id)
    for one in [*([lead] if lead else []), *batons(book, child_id)]:
        write.amend(one, {"end": book.today, "end_reason": "handed_over", "current_child": None})


def asked_of_me(book: Book, step: Step, against: Objections) -> Fact | None:
    """Only whoever was asked answers."""
    fact = book.one("LEADS", step.fact)
    mine = fact and fact["state"] == "proposed" and fact.is_there and fact.who == step.by.practitioner
    if not fact or not mine or fact.whom != step.on:
        against.append("not-found")
        return None
    against.where(fact.version != step.version, "stale")
    against.where(fact["end"], "already_ended")
    return fact


@on_a_child
def accept_lead(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact = asked_of_me(book, step, against)
    if fact is None:
        return nothing
    lead = marked_lead(book, step.on)
    against.where((lead.id if lead else None) != fact["replaces"], "other_lead")
    against_whoever_may_not_lead(book, step, fact.who, fact["kind"], against)

    def effect(write: Writing) -> None:
        hand_over(book, write, step.on)
        write.amend(fact, {"state": "accepted", "start": book.today, "current_child": step.on})

    return effect


@on_a_child
def decline_lead(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact = asked_of_me(book, step, against)
    if fact is None:
        return nothing
    return lambda write: write.amend(fact, {"end": book.today, "end_reason": "declined"})


@on_a_child
def appoint_lead(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Old and new at once: at no moment are there two, and at none is there nobody."""
    settles_who_leads(book, oracle, step, against)
    lead, who = marked_lead(book, step.on), step.body["practitioner_id"]
    against.where(step.body["start"] > book.today, "in_the_future")
    against.where((lead.id if lead else None) != step.body["expected_lead"], "other_lead")
    against.where(lead and lead.who == who and lead["kind"] == step.body["kind"], "already-recorded")

    def effect(write: Writing) -> None:
        hand_over(book, write, step.on)
        told = {name: step.body.get(name) for name in ("kind", "family_preference_asked", "start")}
        write.record("LEADS", told | {"state": "accepted", "current_child": step.on}, (who, step.on))

    return effect


@on_a_child
def release_lead(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Nobody leads from then on; or somebody follows at once, whom only those name who may appoint one."""
    fact, follows = book.one("LEADS", step.fact), step.body.get("successor")
    if not checked(book, oracle, step, fact, against) or fact is None:
        return nothing
    against.where(book.has_ended(fact), "already_ended")
    if follows:
        return succeed(book, oracle, replace(step, body=follows), fact, against)
    against.where(fact["start"] and step.body["end"] < fact["start"], "ends_before_start")
    against.where(step.body["end"] > book.today, "in_the_future")
    return lambda write: write.amend(fact, step.body | {"current_child": None})


def succeed(book: Book, oracle: o.Oracle, step: Step, fact: Fact, against: Objections) -> Effect:
    who, kind = step.body["practitioner_id"], step.body["kind"]
    against.where(not fact["current_child"], "not_handed_over")
    settles_who_leads(book, oracle, step, against)
    against.where((fact.who, fact["kind"]) == (who, kind), "already-recorded")

    def effect(write: Writing) -> None:
        hand_over(book, write, step.on)
        told = {name: step.body.get(name) for name in ("kind", "family_preference_asked")}
        told |= {"state": "accepted", "start": book.today, "current_child": step.on}
        write.record("LEADS", told, (who, step.on))

    return effect

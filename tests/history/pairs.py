"""Two records that may be of one child, and what two people say together (docs/duplicates.md, docs/access.md)."""

from tests import oracle as o
from tests.history.around import is_managed, nothing
from tests.history.book import SECOND, Book, Effect, Fact, Objections, Step, Told, Writing, on_a_child, on_a_pair
from tests.history.family import claims_of, holders_of, keeps_the_record, restate, shields_over

# By two people -------------------------------------------------------------------------------------------------------


@on_a_child
def record_death(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Or that a living child was recorded as having died."""
    child, day = book.facts[step.on], step.body["died_on"]
    if not keeps_the_record(book, oracle, step, against):
        return nothing
    against.where(child.version != step.version, "stale")
    against.where(child["died_on"] == day, "already-recorded")
    against.where(day and day > book.today, "in_the_future")
    against.where(day and day < child["born"], "before_birth")
    against.where(not against and book.is_alone(step), SECOND)
    return lambda write: write.amend(child, {"died_on": day})


def shields_on(book: Book, who: str) -> list[Fact]:
    """Those that lie on somebody themselves, and have not ended."""
    every = [book.facts[one] for one in sorted({tie.whom for tie in book.all("PROTECTED_BY", who=who)})]
    return [one for one in every if one["kind"] == "shield" and not book.has_ended(one)]


def leading(book: Book, child: Fact) -> set[str]:
    leads = book.there("LEADS", whom=child.id)
    ours = [one for one in leads if one["state"] == "accepted" and one.custodian == child.custodian]
    return {one.who for one in ours if book.is_current(one)}


# Every child of their authority is open to them.
LIFTERS = ("front_door", "out_of_hours_duty", "data_team")


def who_can_lift(book: Book, authority: str) -> set[str]:
    """Whoever has an account there that works, in an office or in the data team."""
    held = ((one.who, book.facts[one.whom]) for one in book.all("HAS_ACCOUNT"))
    return {
        who
        for who, account in held
        if account["state"] == "active" and account.custodian == authority and account["role"] in LIFTERS
    }


def living_with(oracle: o.Oracle, child: str) -> set[str]:
    """The child, the children who live where it lives, and whoever may be one of them."""
    homes = {one.household for one in oracle.world.lives_at if one.person == child and oracle.is_current(one)}
    there = {child} | {who for home in homes for who in oracle.living_at(home)}
    there |= {twin for one in there for twin in oracle.possibly_the_same_as(one)}
    return {one.id for one in oracle.world.children if one.id in there}


@on_a_child
def protect_child(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """By one person, for whom it hides nothing; never from who leads, and so that another can lift it."""
    child, listed, review_on = book.facts[step.on], step.body["may_see"], step.body["review_on"]
    if not keeps_the_record(book, oracle, step, against):
        return nothing
    against.where(book.sight(oracle, step.on).protected, "shielded")
    against.where(bool(shields_on(book, step.on)), "already-recorded")
    against.where(not book.today < review_on <= book.today.replace(year=book.today.year + 1), "/review_on")
    known = {one.id for one in book.all("Practitioner") if one.id in listed and one.custodian == step.by.authority}
    against.where(known < listed, "/may_see")
    # It hides whoever lives with the child, too: never a child from who leads for it.
    everybody = known | {one for other in living_with(oracle, child.id) for one in leading(book, book.facts[other])}
    against.where(step.by.practitioner not in everybody, "/may_see")
    others = known - {step.by.practitioner}
    against.where(not others & who_can_lift(book, step.by.authority), "/may_see")

    def effect(write: Writing) -> None:
        told = {"kind": "shield", "review_on": review_on, "start": book.today, "decided_by": step.by.practitioner}
        shield = write.record("Protection", told)
        write.record("PROTECTED_BY", {}, (step.on, shield.id), f"{shield.id}-covers", log=False)
        for one in everybody:
            write.record("MAY_SEE", {}, (one, shield.id), f"{shield.id}-{one}", log=False)

    return effect


@on_a_child
def lift_protection(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Both on the list of every shield that covers the child; one that covers somebody else too goes on for them."""
    if not keeps_the_record(book, oracle, step, against):
        return nothing
    shields = [one for one in shields_on(book, step.on) if one.custodian == step.by.authority]
    against.where(book.sight(oracle, step.on).protected or not shields, "not-found")
    against.where(not against and book.is_alone(step), SECOND)

    def effect(write: Writing) -> None:
        for shield in shields:
            if all(one.who == step.on for one in book.all("PROTECTED_BY", whom=shield.id)):
                write.amend(shield, {"end": book.today})
            else:
                write.line(shield)
                for tie in list(book.all("PROTECTED_BY", who=step.on, whom=shield.id)):
                    write.end(tie)

    return effect


# Pairs ---------------------------------------------------------------------------------------------------------------


def is_said_already(pair: Fact, step: Step, word: str) -> bool:
    says_it_again = pair["decision"] == word and step.by.practitioner in pair["decided_by"]
    return pair["state"] != "open" or says_it_again


def agreed(book: Book, oracle: o.Oracle, step: Step, word: str) -> tuple[bool, Told]:
    """It counts once each authority that keeps one has said so; behind a shield once two people have."""
    found = book.pair_for(oracle, step)
    assert found
    pair, ours, other = found
    before = pair["decision"] == word
    bodies = [*(pair["decided_for"] if before else []), step.by.authority]
    people = list(dict.fromkeys([*(pair["decided_by"] if before else []), step.by.practitioner]))
    settled = {ours.custodian, other.custodian} <= set(bodies)
    settled = settled and (len(people) > 1 or not shields_over(oracle, ours.id))
    return settled, {"decision": word, "decided_for": bodies, "decided_by": people}


@on_a_pair
def keep_apart(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    found = book.pair_for(oracle, step)
    assert found
    pair, ours, _ = found
    against.where(pair.version != step.version, "stale")
    against.where(is_said_already(pair, step, "apart"), "already-recorded")

    def effect(write: Writing) -> None:
        settled, told = agreed(book, oracle, step, "apart")
        write.child = ours.id
        write.amend(pair, told | {"state": "apart" if settled else "open"})

    return effect


def is_around(book: Book, by: o.Caller, record: str) -> bool:
    """In whatever way, now or before, or by mistake: somebody else settles what they would see more by."""
    me = by.practitioner
    ties = [*book.all("INVOLVED_WITH", who=me, whom=record), *book.all("LEADS", who=me, whom=record)]
    chaired = {one.whom for one in book.all("CHAIRS", who=me)}
    chairs = any(one.who in chaired for one in book.all("ABOUT", whom=record))
    seats = book.all("INVOLVED_WITH", whom=record)
    return bool(ties) or chairs or any(is_managed(book, by, seat["service_id"]) for seat in seats)


@on_a_pair
def merge_children(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    found = book.pair_for(oracle, step)
    assert found
    pair, ours, other = found
    kept, gone = (other, ours) if step.body["keeps"] == "other" else (ours, other)
    against.where(pair.version != step.version, "stale")
    both = {ours.id, other.id}
    against.where(any(set(one.ends or ()) == both for one in book.all("CARES_FOR")), "own_carer")
    against.where(any(is_around(book, step.by, one) for one in both), "own_level")
    against.where(is_said_already(pair, step, kept.id), "already-recorded")

    def effect(write: Writing) -> None:
        settled, told = agreed(book, oracle, step, kept.id)
        write.child = kept.id
        write.amend(pair, told | {"state": "merged" if settled else "open"})
        if settled:
            join(write, book, kept, gone)
            tell_both(write, other, gone)

    return effect


def tell_both(write: Writing, other: Fact, gone: Fact) -> None:
    lines = [write.step.by.authority] + [one for one in [other.custodian] if one != write.step.by.authority]
    for keeper in lines:
        write.line(gone, keeper=keeper, kind="Child")


def moved(fact: Fact, leaves: str, to: str, merged_from: str | None) -> None:
    assert fact.ends
    one, other = (to if end == leaves else end for end in fact.ends)
    fact.ends = (one, other)
    fact.told = {name: value for name, value in fact.told.items() if name != "merged_from"}
    fact.told |= {"merged_from": merged_from} if merged_from else {}


def join(write: Writing, book: Book, kept: Fact, gone: Fact) -> None:
    """All that joined the one that goes joins the one that stays, as it was; one leads."""
    for fact in list(book.facts.values()):
        joins = fact.ends and gone.id in fact.ends and kept.id not in fact.ends
        if joins and (fact.kind != "POSSIBLY_SAME_AS" or fact["state"] == "open"):
            moved(fact, gone.id, kept.id, fact["merged_from"] or gone.id)
        elif fact.kind == "SPOKE_WITH" and fact["child_id"] == gone.id:
            fact.told |= {"child_id": kept.id, "merged_from": fact["merged_from"] or gone.id}
    led = any(one["current_child"] == kept.id for one in book.all("LEADS", whom=kept.id))
    for lead in [one for one in book.all("LEADS", whom=kept.id) if one["current_child"] == gone.id]:
        over = {"current_child": None, "end": book.today, "end_reason": "records_merged"}
        write.amend(lead, over if led else {"current_child": kept.id}, log=False)
    for claim in claims_at(book, kept.id):
        if claim["state"] == "conflict" and not holders_of(book, claims_of(book, claim.told)) - {kept.id}:
            restate(write, [claim], "current")
    gone.kind = "Merged"


def claims_at(book: Book, child: str) -> list[Fact]:
    return [book.facts[one.whom] for one in book.all("IDENTIFIED_BY", who=child)]


@on_a_pair
def unmerge_children(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """What came from the record that went goes back, and the two wait again; one person is enough."""
    found = book.pair_for(oracle, step)
    assert found
    pair, ours, other = found
    kept, gone = (ours, other) if pair["decision"] == ours.id else (other, ours)
    against.where(pair.version != step.version, "stale")
    against.where(pair["state"] != "merged", "already-recorded")
    against.where(kept.kind == "Merged", "merged_since")

    def effect(write: Writing) -> None:
        merged_at = pair.recorded_at
        write.child = kept.id
        write.amend(pair, {"state": "open", "decision": None, "decided_for": None, "decided_by": None})
        gone.kind = "Child"
        part(write, book, kept, gone, merged_at)
        tell_both(write, other, gone)

    return effect


def merged_into(book: Book, record: str) -> set[str]:
    """Those that were merged into it, and into those."""
    found: set[str] = set()
    pairs = [set(one.ends or ()) for one in book.all("POSSIBLY_SAME_AS") if one["state"] == "merged"]
    near = {record}
    for _ in range(5):
        reached = {one for ends in pairs if ends & near for one in ends}
        near = {one for one in reached if book.one("Merged", one)} - found - {record}
        found |= near
    return found


def part(write: Writing, book: Book, kept: Fact, gone: Fact, merged_at: object) -> None:
    origins = {gone.id} | merged_into(book, gone.id)
    for fact in list(book.facts.values()):
        came = fact["merged_from"]
        if came not in origins:
            continue
        back = None if came == gone.id else came
        if fact.ends and kept.id in fact.ends:
            moved(fact, kept.id, gone.id, back)
        elif fact.kind == "SPOKE_WITH" and fact["child_id"] == kept.id:
            fact.told = {name: value for name, value in fact.told.items() if name != "merged_from"}
            fact.told |= {"child_id": gone.id} | ({"merged_from": back} if back else {})
    for lead in list(book.all("LEADS", whom=gone.id)):
        ended = lead["end_reason"] == "records_merged" and lead.recorded_at == merged_at
        if ended:
            before = next(one for one in book.before if (one.id, one.version) == (lead.id, lead.version - 1))
            write.amend(lead, {"current_child": gone.id, "end": before["end"], "end_reason": None}, log=False)
        elif lead["current_child"] == kept.id:
            write.amend(lead, {"current_child": gone.id}, log=False)
    claims = [(one, two) for one in claims_at(book, kept.id) for two in claims_at(book, gone.id)]
    for both in claims:
        same = len({(one["scheme"], one["value"]) for one in both}) == 1
        if same and all(one["state"] != "former" for one in both):
            restate(write, list(both), "conflict")

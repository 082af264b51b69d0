"""Who a child is, its numbers, who cares for it, where it lives, and how it comes in (docs/access.md; model.md)."""

from datetime import date
from itertools import product
from typing import Any

from tests import oracle as o
from tests.history.around import against_the_childs_day, nothing
from tests.history.book import (
    SETTLERS,
    UNKNOWN,
    Book,
    Effect,
    Fact,
    Objections,
    Step,
    Told,
    Writing,
    anywhere,
    on_a_child,
)


def keeps_the_record(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> bool:
    """The lead, a manager, the office and the data team of the authority that keeps the record; what a shield covers
    is not said to be kept elsewhere."""
    child, sight = book.facts[step.on], book.sight(oracle, step.on)
    ours = child.custodian == step.by.authority
    keeps = sight.rule in ("leads", "office", "record_keeping") or (sight.rule == "manages" and ours)
    if not keeps or (not ours and sight.protected):
        against.append("record_not_yours")
    elif not ours:
        against.append("not-custodian")
    return not against


def settles_the_family(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> bool:
    sight = book.sight(oracle, step.on)
    if sight.level != "content":
        against.append("record_not_yours")
    elif sight.protected:
        against.append("not-found")
    else:
        keeps_the_record(book, oracle, step, against)
    return not against


def shields_over(oracle: o.Oracle, who: str) -> set[str]:
    return {one.id for one in oracle.shields_over(who)}


@on_a_child
def amend_child(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    child, body = book.facts[step.on], step.body
    if not keeps_the_record(book, oracle, step, against):
        return nothing
    against.where(child.version != step.version, "stale")
    against.where(body.get("born") and body["born"] > book.today, "born_in_future")
    against.where(body.get("born") and child["died_on"] and body["born"] > child["died_on"], "born_after_death")

    def effect(write: Writing) -> None:
        told = {name: value for name, value in body.items() if name != "keep_as_former"}
        if "given_name" in told:
            told["former_names"] = former_names(oracle, child, body)
        write.amend(child, told)

    return effect


def former_names(oracle: o.Oracle, child: Fact, body: Told) -> list[str]:
    """The name of before may be found, unless it is told not to; never behind a shield, whoever is on its list."""
    hidden = bool(shields_over(oracle, child.id))
    before = [] if hidden or not body["keep_as_former"] else [f"{child['given_name']} {child['family_name']}"]
    now = f"{body['given_name']} {body['family_name']}"
    return [name for name in dict.fromkeys([*child["former_names"], *before]) if name != now]


# Numbers -------------------------------------------------------------------------------------------------------------


def claims_of(book: Book, number: Told) -> list[Fact]:
    """Each record of this number for any child, but those that are no longer used. All parts here are open."""
    same = (number["scheme"], number["value"])
    every = (one for one in book.all("Identifier") if (one["scheme"], one["value"]) == same)
    return [one for one in every if one["state"] != "former"]


def holders_of(book: Book, claims: list[Fact]) -> set[str]:
    return {one.who for claim in claims for one in book.all("IDENTIFIED_BY", whom=claim.id)}


def restate(write: Writing, claims: list[Fact], state: str) -> None:
    """Because of another child's: nobody is named at it, and no line says so."""
    for claim in claims:
        if claim["state"] != state:
            write.amend(claim, {"state": state}, by=claim.recorded_by, log=False)


def claim_number(write: Writing, book: Book, child: str, number: Told, id: str | None) -> None:
    """Claimed for two children it is a conflict for both."""
    claims = [one for one in claims_of(book, number) if holders_of(book, [one]) - {child}]
    told = {"scheme": number["scheme"], "value": number["value"], "state": "conflict" if claims else "current"}
    fact = write.record("Identifier", told, id=id)
    write.record("IDENTIFIED_BY", {}, (child, fact.id), UNKNOWN if id else f"{fact.id}-claim", log=False)
    restate(write, claims, "conflict")


def pair(write: Writing, book: Book, child: str, other: str, why: str) -> None:
    """Perhaps one child: both data teams have it on their lists."""
    told = {"explanation": why, "state": "open", "other_custodian": book.facts[other].custodian}
    write.record("POSSIBLY_SAME_AS", told, (child, other), UNKNOWN, log=False)


def are_alike(one: Fact, other: Fact) -> bool:
    """The same names and birth."""
    names = ((who["given_name"].lower(), who["family_name"].lower(), who["born"]) for who in (one, other))
    return len(set(names)) == 1


def claim_by_hand(write: Writing, book: Book, oracle: o.Oracle, child: str, number: Told) -> None:
    others = sorted(holders_of(book, claims_of(book, number)) - {child})
    claim_number(write, book, child, number, None)
    paired = oracle.possibly_the_same_as(child)
    for other in others:
        if other not in paired and are_alike(book.facts[child], book.facts[other]):
            pair(write, book, child, other, "same_number")


@on_a_child
def add_identifier(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    sight = book.sight(oracle, step.on)
    if sight.level not in ("content", "identity"):
        against.append("number_not_yours")
        return nothing
    against.where(sight.protected, "not-found")
    against.where(book.facts[step.on].custodian != step.by.authority, "not-custodian")
    said = [one for one in book.there("IDENTIFIED_BY", who=step.on) if not book.has_ended(one)]
    numbers = {one.id for one in claims_of(book, step.body)}
    against.where(any(one.whom in numbers for one in said), "already-recorded")
    return lambda write: claim_by_hand(write, book, oracle, step.on, step.body)


@on_a_child
def end_identifier(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Where one other child is left of those for whom it was claimed, it is that child's again."""
    sight = book.sight(oracle, step.on)
    states = ("current", "conflict") if step.by.role == "data_team" else ("current",)
    claims = {one.id: one for one in claims_of(book, step.body) if one["state"] in states}
    every = (one for one in book.there("IDENTIFIED_BY", who=step.on) if not book.has_ended(one))
    found = [(claims[one.whom], one) for one in every if one.whom in claims]
    if not found or sight.protected or sight.level not in ("content", "identity"):
        against.append("not-found")
        return nothing
    fact, said = min(found, key=lambda pair: (pair[0].custodian != step.by.authority, pair[0].id))
    against.where(fact.custodian != step.by.authority, "not-custodian")
    said_it = fact.recorded_by == step.by.practitioner
    against.where(not said_it and sight.rule not in (*SETTLERS, "record_keeping"), "record_not_yours")

    def effect(write: Writing) -> None:
        write.amend(fact, {"state": "former"})
        write.amend(said, {"end": book.today}, log=False)
        left = claims_of(book, step.body)
        if len(holders_of(book, left)) == 1:
            restate(write, left, "current")

    return effect


# Family --------------------------------------------------------------------------------------------------------------


def cares_now(book: Book, child: str, carer: str | None) -> list[Fact]:
    return [one for one in book.all("CARES_FOR", whom=child) if one.who == carer and book.is_current(one)]


@on_a_child
def record_carer(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Somebody new; a carer whom the caller sees at another child; or a child whom the caller's authority keeps."""
    if not settles_the_family(book, oracle, step, against):
        return nothing
    body, carer, other = step.body, step.body.get("carer_id"), step.body.get("of_child")
    against.where(carer == step.on, "own_carer")
    seen = other in book.facts and book.sight(oracle, other).is_open
    itself = carer == other and carer in book.facts and book.facts[carer].custodian == step.by.authority
    against.where(carer and not (seen and (itself or cares_now(book, other, carer))), "/carer_id")
    against_the_childs_day(book, step, against, body["start"])
    same = (
        one for one in book.there("CARES_FOR", whom=step.on) if (one.who, one["capacity"]) == (carer, body["capacity"])
    )
    against.where(any(one["end"] is None or one["end"] > body["start"] for one in same), "already-recorded")

    def effect(write: Writing) -> None:
        names = {name: body.get(name) for name in ("given_name", "family_name", "phone", "email")}
        who = carer or write.record("Carer", names, id=UNKNOWN).id
        if book.facts[who].kind == "Child":
            book.facts[who].told["is_carer"] = True
        write.record("CARES_FOR", {"capacity": body["capacity"], "start": body["start"]}, (who, step.on))

    return effect


def settles_the_carer(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Fact | None:
    """A carer of this child whom the caller's authority keeps; of another it is named where an agreement opens it."""
    if not settles_the_family(book, oracle, step, against):
        return None
    carer = book.facts[step.fact] if step.fact and cares_now(book, step.on, step.fact) else None
    against.where(carer is None, "not-found")
    if carer and carer.custodian != step.by.authority:
        shared = oracle.may_be_shared_with() and oracle.has_agreed(carer.custodian)
        against.append("not-custodian" if shared else "record_not_yours")
    return carer


@on_a_child
def amend_carer(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    carer = settles_the_carer(book, oracle, step, against)
    if carer is None or against:
        return nothing
    against.where(carer.kind == "Child" and step.body.keys() & {"given_name", "family_name"}, "carer_is_child")
    against.where(carer.version != step.version, "stale")

    def effect(write: Writing) -> None:
        write.amend(carer, step.body, log=False)
        write.line(carer, child=carer.id if carer.kind == "Child" else None)

    return effect


@on_a_child
def record_carer_address(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """As far as the caller's authority knows: where another says that they live is not spoken of."""
    carer = settles_the_carer(book, oracle, step, against)
    if carer is None or against:
        return nothing
    home, day = step.body.get("household"), step.body["start"]
    stays = [
        one for one in book.all("LIVES_AT", who=carer.id) if book.is_current(one) and one.custodian == step.by.authority
    ]
    against.where(carer.kind == "Child", "carer_is_child")
    against.where(oracle.is_shielded_from_me(carer.id), "shielded")
    against.where(day > book.today, "in_the_future")
    against.where(is_home_of(book, stays, home), "already-recorded")
    against.where(any(one["start"] and one["start"] > day for one in stays), "ends_before_start")
    return lambda write: rehouse(write, book, oracle, carer.id, stays, home, day)


@on_a_child
def end_carer(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    sight, body = book.sight(oracle, step.on), step.body
    caring = [one for one in cares_now(book, step.on, step.fact) if one["capacity"] == body["capacity"]]
    if not caring or not sight.is_open:
        against.append("not-found")
        return nothing
    fact = min(caring, key=lambda one: (one.custodian != step.by.authority, one["start"] or book.today, one.id))
    against.where(fact.custodian != step.by.authority, "not-custodian")
    against.where(not against and sight.rule not in SETTLERS, "record_not_yours")
    against.where(not against and fact["start"] and body["end"] < fact["start"], "ends_before_start")
    return lambda write: write.amend(fact, {"end": body["end"], "end_reason": body["end_reason"]})


@on_a_child
def record_parental_responsibility(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """What was recorded of the same holder ends as this begins."""
    if not settles_the_family(book, oracle, step, against):
        return nothing
    body, holder = step.body, step.body.get("authority") or step.body.get("carer_id")
    is_known = holder in book.authorities if body.get("authority") else cares_now(book, step.on, holder)
    against.where(not is_known, "/authority" if body.get("authority") else "/carer_id")
    against_the_childs_day(book, step, against, body["start"])
    now = [
        one
        for one in book.there("HAS_PARENTAL_RESPONSIBILITY_FOR", whom=step.on)
        if one.who == holder
        and one.custodian == step.by.authority
        and (one["end"] is None or one["end"] > body["start"])
    ]
    same = any((one["state"], one["basis"]) == (body["state"], body.get("basis")) for one in now)
    against.where(same, "already-recorded")
    against.where(any(one["start"] > body["start"] for one in now), "ends_before_start")

    def effect(write: Writing) -> None:
        for one in now:
            write.amend(one, {"end": body["start"]})
        told = {name: body.get(name) for name in ("state", "basis", "start")}
        write.record("HAS_PARENTAL_RESPONSIBILITY_FOR", told, (holder, step.on))

    return effect


# Where a child lives -------------------------------------------------------------------------------------------------


@on_a_child
def record_address(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Where the child lived until then ends; what covered the child there goes with it."""
    if not keeps_the_record(book, oracle, step, against):
        return nothing
    child, body = book.facts[step.on], step.body
    day, home = body.get("start") or body.get("on"), body.get("household")
    against.where(book.sight(oracle, step.on).protected, "shielded")
    against.where(day > book.today, "in_the_future")
    against_the_childs_day(book, step, against, day)
    stays = [one for one in book.all("LIVES_AT", who=step.on) if book.is_current(one)]
    against.where(not against and any(one.custodian != step.by.authority for one in stays), "not-custodian")
    same = child["address_state"] == body["state"] and is_home_of(book, stays, home)
    against.where(same, "already-recorded")
    against.where(any(one["start"] and one["start"] > day for one in stays), "ends_before_start")

    def effect(write: Writing) -> None:
        rehouse(write, book, oracle, step.on, stays, home, day)
        if child["address_state"] != body["state"]:
            write.amend(child, {"address_state": body["state"]})

    return effect


def rehouse(
    write: Writing, book: Book, oracle: o.Oracle, who: str, stays: list[Fact], home: Told | None, day: date
) -> None:
    """Where somebody lived ends, and what covered them there goes with them."""
    # What covers a possible twin covers the child as long as they are a pair, wherever it lives.
    twins = {one for twin in oracle.possibly_the_same_as(who) for one in shields_over(oracle, twin)}
    own = {one.whom for one in book.all("PROTECTED_BY", who=who)}
    standing = own & shields_over(oracle, who)
    kept = shields_over(oracle, who) - twins - own
    hides = kept or standing
    shared = place_of_the_family(book, oracle, who, home, write.step.by.authority) if home and not hides else None
    for one in stays:
        leave_covered(write, book, oracle, who, one.whom, standing)
        write.amend(one, {"end": day})
    for shield in sorted(kept):
        write.record("PROTECTED_BY", {}, (who, shield), UNKNOWN, log=False)
    if home:
        place = shared or write.record("Household", home, id=UNKNOWN, log=False).id
        write.record("LIVES_AT", {"start": day}, (who, place))


def leave_covered(write: Writing, book: Book, oracle: o.Oracle, who: str, home: str, shields: set[str]) -> None:
    """Whoever goes on living there is covered as before, by the shields of the one who goes."""
    for left, shield in product(sorted(oracle.living_at(home) - {who}), sorted(shields)):
        if not any(book.all("PROTECTED_BY", who=left, whom=shield)):
            write.record("PROTECTED_BY", {}, (left, shield), UNKNOWN, log=False)


def is_home_of(book: Book, stays: list[Fact], home: Told | None) -> bool:
    return len(stays) == 1 and is_place(book.facts[stays[0].whom], home) if home else not stays


def is_place(household: Fact, home: Told | None) -> bool:
    return home is not None and all(household[name] == home.get(name) for name in ("address", "kind", "postcode"))


def place_of_the_family(book: Book, oracle: o.Oracle, who: str, home: Told, ours: str) -> str | None:
    """The same place as that of who is one or two steps of care away is the same household; never one where somebody
    hides."""
    near = those_cared_with(book, {who})
    family = near | those_cared_with(book, near)
    places = {
        one.whom
        for other in family - {who}
        for one in book.all("LIVES_AT", who=other)
        if book.is_current(one) and is_place(book.facts[one.whom], home)
    }
    kept = {one for one in places if book.facts[one].custodian == ours}
    return min((one for one in kept if not hides_somebody(oracle, one)), default=None)


def those_cared_with(book: Book, people: set[str]) -> set[str]:
    """Their carers, and those for whom they care."""
    caring = [one for one in book.all("CARES_FOR") if book.is_current(one)]
    return {one.who for one in caring if one.whom in people} | {one.whom for one in caring if one.who in people}


def hides_somebody(oracle: o.Oracle, household: str) -> bool:
    return any(oracle.protections_on(one) for one in {household} | oracle.living_at(household))


# A child comes in ----------------------------------------------------------------------------------------------------


@anywhere
def register_child(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Candidates at the caller's own level for each; of one whom the caller may not know, the data teams' note."""
    body = step.body
    against.where(body["born"] > book.today, "born_in_future")
    alike = {} if against else look_alike(book, oracle, body)
    seen = [one for one in alike if book.sight(oracle, one).level != "none"]
    against.where([one for one in seen if one not in body["not_a_duplicate_of"]], "possible-duplicate")

    def effect(write: Writing) -> None:
        names = ("given_name", "family_name", "born", "born_estimated", "sex")
        child = write.record("Child", {name: body[name] for name in names} | {"former_names": []})
        write.lines[-1] = type(write.lines[-1])(**(vars(write.lines[-1]) | {"child": child.id}))
        write.child = child.id
        for number in body["identifiers"]:
            claim_number(write, book, child.id, number, UNKNOWN)
        unseen = {one: why for one, why in alike.items() if one not in seen and why != "similar_name"}
        for one, why in sorted(unseen.items(), key=lambda pair: (pair[1], pair[0])):
            pair(write, book, child.id, one, why)

    return effect


def look_alike(book: Book, oracle: o.Oracle, body: Told) -> dict[str, str]:
    """Who has one of the numbers, the very same names, or a family name like it; each of those born that day."""
    found: dict[str, str] = {}
    for child in oracle.world.children:
        if why := likeness(book, oracle, body, child):
            found[child.id] = why
    return found


def likeness(book: Book, oracle: o.Oracle, body: Told, child: o.Child) -> str | None:
    stored = o.stored_words(child)
    typed: list[Any] = ["".join(o.words(body[name])) for name in ("given_name", "family_name")]
    if child.born == body["born"] and all(one in stored for one in typed):
        return "same_name"
    if any(child.id in holders_of(book, claims_of(book, number)) for number in body["identifiers"]):
        return "same_number"
    return "similar_name" if child.born == body["born"] and o.name_matches(body["family_name"], stored) else None

"""People, services, posts, accounts, cover and leaving (docs/access.md, "People, services and accounts")."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests import oracle as o
from tests.history.around import against_whoever_may_not_lead, is_managed, is_unnamed, line_above, nothing
from tests.history.book import UNKNOWN, Book, Effect, Fact, Objections, Step, Told, Writing, anywhere

TIERS = ("universal", "additional", "sensitive")


def ours(book: Book, step: Step, kind: str, name: str | None) -> Fact | None:
    """Only the caller's own authority's are there."""
    fact = book.one(kind, name)
    return fact if fact and fact.custodian == step.by.authority else None


def teams(book: Book, by: o.Caller) -> set[str]:
    """Those that a manager manages now, and those below."""
    if by.role != "manager":
        return set()
    managed = {one.whom for one in book.all("MANAGES", who=by.practitioner) if book.is_current(one)}
    return {one.id for one in book.all("Service") if managed & set(line_above(book, one.id))}


def is_their_manager(book: Book, step: Step, who: str) -> bool:
    posts = (one for one in book.all("WORKS_IN", who=who) if book.is_current(one))
    mine = teams(book, step.by)
    return any(one.whom in mine and one.custodian == step.by.authority for one in posts)


def speaks_for(book: Book, step: Step, who: str) -> bool:
    """Data team, their manager, oneself."""
    return step.by.role == "data_team" or who == step.by.practitioner or is_their_manager(book, step, who)


def without(body: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in body.items() if name not in names}


@anywhere
def record_practitioner(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    return lambda write: write.record("Practitioner", step.body)


@anywhere
def amend_practitioner(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    who = ours(book, step, "Practitioner", step.on)
    if who is None:
        against.append("not-found")
        return nothing
    own = who.id == step.by.practitioner
    against.where(own and {"name", "registration"} & step.body.keys(), "own_record")
    against.where(not speaks_for(book, step, who.id), "not_your_team")
    against.where(not against and who.version != step.version, "stale")
    names = {"given_name": None, "family_name": None} if "name" in step.body else {}
    return lambda write: write.amend(who, step.body | names)


@anywhere
def record_agency(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    return lambda write: write.record("Agency", step.body)


def supply_of(book: Book, step: Step) -> tuple[Fact | None, Fact | None]:
    """An agency of the caller's authority, and what it sends there."""
    agency = ours(book, step, "Agency", step.on)
    return agency, next(book.all("SUPPLIES", who=agency.id, whom=step.by.authority), None) if agency else None


def of_supply(book: Book, step: Step, against: Objections, told: Callable[[Writing], Told]) -> Effect:
    _, supply = supply_of(book, step)
    if supply is None:
        against.append("not-found")
        return nothing
    against.where(supply.version != step.version, "stale")
    return lambda write: write.amend(supply, told(write))


@anywhere
def record_supply(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    agency, supply = supply_of(book, step)
    against.where(agency is None, "not-found")
    against.where(supply, "already-recorded")
    against.where(step.body["since"] > book.today, "in_the_future")
    told = step.body | {"facts": sorted(step.body["facts"])}
    return lambda write: write.record("SUPPLIES", told, (step.on, step.by.authority))


@anywhere
def amend_supply(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """A fact that it did not send before has not come yet, so nothing rests on its absence."""
    _, supply = supply_of(book, step)
    facts = sorted(step.body["facts"])
    more = supply is not None and not set(facts) <= set(supply["facts"])
    return of_supply(book, step, against, lambda _: {"facts": facts} | ({"last_received_at": None} if more else {}))


@anywhere
def confirm_supply(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """What had come by then is all there was."""
    return of_supply(book, step, against, lambda write: {"last_received_at": write.answer.at})


@anywhere
def record_service(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    agency, above = step.body["agency_id"], step.body["part_of"]
    against.where(not ours(book, step, "Agency", agency), "/agency_id")
    against.where(above and not ours(book, step, "Service", above), "/part_of")
    against.where(not against and is_managed(book, step.by, above), "own_level")

    def effect(write: Writing) -> None:
        fact = write.record("Service", without(step.body, "agency_id", "part_of"))
        ties = [("agency", "PART_OF", agency), ("serves", "SERVES", step.by.authority), ("part-of", "PART_OF", above)]
        for name, kind, whom in ties:
            if whom:
                write.record(kind, {}, (fact.id, whom), f"{fact.id}-{name}", log=False)

    return effect


@anywhere
def amend_service(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact, tier = ours(book, step, "Service", step.on), step.body.get("tier")
    if fact is None:
        against.append("not-found")
        return nothing
    against.where(fact.version != step.version, "stale")
    against.where(tier and TIERS.index(tier) < TIERS.index(fact["tier"]), "tier_lowered")
    return lambda write: write.amend(fact, step.body)


@anywhere
def amend_duty_desk(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    desk = book.facts[step.by.authority]
    against.where(desk.version != step.version, "stale")
    return lambda write: write.amend(desk, step.body)


# Posts, accounts, cover ----------------------------------------------------------------------------------------------


@anywhere
def record_post(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    who, body = ours(book, step, "Practitioner", step.on), step.body
    place = ours(book, step, "Service", body["service_id"])
    if who is None:
        against.append("not-found")
        return nothing
    against.where(who.id == step.by.practitioner, "own_level")
    against.where(not place, "/service_id")
    is_theirs = step.by.role == "data_team" or (not body["manages"] and body["service_id"] in teams(book, step.by))
    against.where(not is_theirs, "not_your_post")
    held = [one for one in book.there("WORKS_IN", who=who.id) if one["role"] == body["role"]]
    held += [*book.there("MANAGES", who=who.id)] if body["manages"] else []
    same = (one for one in held if one.whom == body["service_id"])
    against.where(any(one["end"] is None or one["end"] > body["start"] for one in same), "already-recorded")

    def effect(write: Writing) -> None:
        told = {"role": body["role"], "start": body["start"]}
        post = write.record("WORKS_IN", told, (who.id, body["service_id"]))
        if body["manages"]:
            write.record("MANAGES", told, (who.id, body["service_id"]), f"{post.id}-manages")

    return effect


@anywhere
def end_post(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    who, fact = ours(book, step, "Practitioner", step.on), book.one(("WORKS_IN", "MANAGES"), step.fact)
    if not who or not fact or fact.who != who.id or not fact.is_there or fact.custodian != step.by.authority:
        against.append("not-found")
        return nothing
    end = step.body["end"]
    manages = fact.kind == "MANAGES"
    against.where(who.id == step.by.practitioner, "own_level")
    is_theirs = step.by.role == "data_team" or (not manages and fact.whom in teams(book, step.by))
    against.where(not is_theirs, "not_your_post")
    against.where(not against and fact.version != step.version, "stale")
    against.where(book.has_ended(fact), "already_ended")
    against.where(fact["start"] and end < fact["start"], "ends_before_start")
    sensitive = book.facts[fact.whom]["tier"] == "sensitive"
    against.where(not manages and sensitive and end < book.today, "unmasks")
    return lambda write: write.amend(fact, step.body)


@anywhere
def open_account(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    who, body = ours(book, step, "Practitioner", step.on), step.body
    if who is None:
        against.append("not-found")
        return nothing
    against.where(who.id == step.by.practitioner, "own_level")
    posts = (one for one in book.all("WORKS_IN", who=who.id) if book.is_current(one))
    held = any(one.whom == body["service_id"] for one in posts) and ours(book, step, "Service", body["service_id"])
    against.where(not held, "/service_id")
    taken = next((one for one in book.all("Account") if one["subject"] == body["subject"]), None)
    theirs = taken and any(book.all("HAS_ACCOUNT", who=who.id, whom=taken.id))
    free = not taken or (taken["state"] != "active" and taken.custodian == step.by.authority and theirs)
    against.where(not free, "already-recorded")

    def effect(write: Writing) -> None:
        if taken:
            write.amend(taken, body | {"state": "active"})
        else:
            fact = write.record("Account", body | {"state": "active"})
            write.record("HAS_ACCOUNT", {}, (who.id, fact.id), f"{fact.id}-has", log=False)
        who.told["account_state"] = "active"  # what their accounts say, kept at hand: no version of its own

    return effect


def account_state(book: Book, who: str) -> set[str]:
    return {book.facts[one.whom]["state"] for one in book.all("HAS_ACCOUNT", who=who)}


@anywhere
def suspend_account(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    fact = ours(book, step, "Account", step.on)
    if fact is None:
        against.append("not-found")
        return nothing
    who = next(book.all("HAS_ACCOUNT", whom=fact.id)).who
    against.where(not speaks_for(book, step, who), "not_your_team")
    against.where(not against and fact.version != step.version, "stale")
    against.where(fact["state"] in (step.body["state"], "closed"), "already_ended")

    def effect(write: Writing) -> None:
        write.amend(fact, step.body)
        left = account_state(book, who)
        book.facts[who].told["account_state"] = "active" if "active" in left else step.body["state"]

    return effect


@anywhere
def cover_practitioner(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """One answers at a time."""
    who, cover = ours(book, step, "Practitioner", step.on), ours(book, step, "Practitioner", step.body["covered_by"])
    if who is None:
        against.append("not-found")
        return nothing
    against.where(not speaks_for(book, step, who.id), "not_your_team")
    against.where(not cover or cover is who, "/covered_by")

    def effect(write: Writing) -> None:
        for one in list(book.all("COVERED_BY", who=who.id)):
            if one["absent_until"] >= book.today:
                write.amend(one, {"absent_until": book.today - timedelta(days=1)})
        told = {"absent_until": step.body["absent_until"]}
        write.record("COVERED_BY", told, (who.id, step.body["covered_by"]))

    return effect


# Leaving -------------------------------------------------------------------------------------------------------------


def open_work(book: Book, who: str) -> list[Fact]:
    """Each involvement and lead that has not ended, begun or not. Nobody here has a new identity."""
    every = [*book.there("INVOLVED_WITH", who=who), *book.there("LEADS", who=who)]
    return [one for one in every if not book.has_ended(one)]


def is_seen(book: Book, oracle: o.Oracle, step: Step, fact: Fact) -> bool:
    child = oracle.child(fact.whom)
    assert child
    sight = oracle.sight(child)
    if sight.level == "none" or sight.protected or is_unnamed(book, oracle, fact.who, child.id):
        return False
    if oracle.i_lead(child) or oracle.i_manage(child) or sight.rule == "record_keeping":
        return True
    manages_the_post = fact["service_id"] in teams(book, step.by)
    return fact.custodian == step.by.authority and (step.by.role == "data_team" or manages_the_post)


@anywhere
def close_practitioner_account(book: Book, oracle: o.Oracle, step: Step, against: Objections) -> Effect:
    """Every piece that the authority keeps is seen and is named, with an end or a successor; else nothing is done."""
    who, me = ours(book, step, "Practitioner", step.on), step.by.practitioner
    if who is None:
        against.append("not-found")
        return nothing
    against.where(who.id == me, "own_level")
    against.where(step.by.role != "data_team" and not is_their_manager(book, step, who.id), "not_your_team")
    if against:
        return nothing
    kept = {one.id: one for one in open_work(book, who.id) if one.custodian == step.by.authority}
    seen = {name for name, one in kept.items() if is_seen(book, oracle, step, one)}
    plan = {item["fact_id"]: item for item in step.body["work"]}
    heirs = {name: item["practitioner_id"] for name, item in plan.items() if item["practitioner_id"]}
    against.where(plan.keys() - seen, "work_changed")
    against.where(seen - plan.keys(), "work_left")
    against.where(kept.keys() - seen, "work_unseen")
    against.where(step.by.role == "data_team" and heirs, "manager_hands_over")
    against.where(me in heirs.values(), "own_level")
    takers = {kept[name].id: one for name, one in heirs.items() if name in kept}
    against.where(any(not is_handed_over(kept[name]) for name in takers), "not_handed_over")
    for name, heir in takers.items():
        against_the_heir(book, step, kept[name], heir, takers, against)
    return lambda write: leave(write, book, who, plan, kept)


def is_handed_over(fact: Fact) -> bool:
    return fact.kind == "INVOLVED_WITH" or fact["state"] == "accepted"


def against_the_heir(
    book: Book, step: Step, fact: Fact, heir: str, takers: dict[str, str], against: Objections
) -> None:
    """They hold the same post; who takes over a lead may lead, where what they take over at once counts too."""
    if not ours(book, step, "Practitioner", heir) or heir == fact.who:
        against.append("/work")
        return
    if fact.kind == "INVOLVED_WITH":
        posts = (one for one in book.all("WORKS_IN", who=heir, whom=fact["service_id"]) if book.is_current(one))
        against.where(not any(posts), "/work")
        return
    found = Objections()
    against_whoever_may_not_lead(book, replace(step, on=fact.whom), heir, fact["kind"], found)
    child = book.facts[fact.whom]
    taken = [book.facts[name] for name, one in takers.items() if one == heir]
    counts = any(
        (one.kind, one.whom, one["state"], one.custodian) == ("INVOLVED_WITH", child.id, "confirmed", child.custodian)
        and book.is_current(one)
        for one in taken
    )
    against.extend(one for one in found if not (one == "not_involved" and counts))


def leave(write: Writing, book: Book, who: Fact, plan: dict[str, dict[str, str]], kept: dict[str, Fact]) -> None:
    """What was there goes on with another holder: the same post, state and end."""
    for name, item in plan.items():
        fact, heir = kept[name], item["practitioner_id"]
        if heir and fact.kind == "INVOLVED_WITH" and not has_the_same(book, fact, heir):
            write_for(write, book, fact, heir)
    for name, item in plan.items():
        fact, heir = kept[name], item["practitioner_id"]
        usual = "handed_over" if fact.kind == "LEADS" else "practitioner_left"
        leads = fact["current_child"]
        end = max(book.today, fact["start"] or book.today)
        write.amend(
            fact, {"end": end, "end_reason": item["end_reason"] or usual, "current_child": None}, log=False
        )  # fmt: skip
        write.line(fact, fact.whom, book.facts[fact.whom].custodian)
        if heir and fact.kind == "LEADS":
            told = {name: fact[name] for name in ("kind", "family_preference_asked")}
            told |= {"state": "accepted", "start": book.today, "current_child": fact.whom}
            made = write.record("LEADS", told, (heir, fact.whom), UNKNOWN, log=False)
            write.line(made, fact.whom, book.facts[fact.whom].custodian)
        assert leads in (None, fact.whom)
    for held in book.all("HAS_ACCOUNT", who=who.id):
        account = book.facts[held.whom]
        if account["state"] != "closed" and account.custodian == who.custodian:
            write.amend(account, {"state": "closed"})
    write.amend(who, {"account_state": "closed"})


def has_the_same(book: Book, fact: Fact, heir: str) -> bool:
    names = ("service_id", "state")
    return any(
        one.custodian == fact.custodian and all(one[name] == fact[name] for name in names) and not book.has_ended(one)
        for one in book.there("INVOLVED_WITH", who=heir, whom=fact.whom)
    )


def write_for(write: Writing, book: Book, fact: Fact, heir: str) -> None:
    names = ("role", "service_id", "state", "told", "basis", "basis_by", "basis_on", "end")
    told = {name: fact[name] for name in names} | {
        "start": max(book.today, fact["start"] or book.today),
        "confirmed_on": book.today if fact["state"] == "confirmed" else None,
    }
    made = write.record("INVOLVED_WITH", told, (heir, fact.whom), UNKNOWN, log=False)
    write.line(made, fact.whom, book.facts[fact.whom].custodian)

"""A book of facts: what is so, what was so before, and the log of what changed; nothing is ever overwritten."""

from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests import oracle as o
from tests import worlds

MISTAKE = "recorded_in_error"
SECOND = "second-person-needed"
# Where an id comes from chance or from the attempt's key, the book does not know it until the graph is looked at.
UNKNOWN = "?"
SETTLERS = ("leads", "office", "manages")  # docs/coordination.md: rule `leads`, `manages`, `office`
# Every fact carries these (model.md, Ownership); what else is told of it is its own.
PROVENANCE = ("id", "custodian", "recorded_at", "recorded_by", "source", "version")

Told = dict[str, Any]


@dataclass
class Fact:
    """A record (`ends` is None) or a relationship, which joins two records; `kind` is its label or type."""

    kind: str
    id: str
    custodian: str
    recorded_at: datetime
    recorded_by: str
    source: str
    version: int
    told: Told
    ends: tuple[str, str] | None = None

    def __getitem__(self, name: str) -> Any:
        return self.told.get(name)

    @property
    def who(self) -> str:
        assert self.ends
        return self.ends[0]

    @property
    def whom(self) -> str:
        assert self.ends
        return self.ends[1]

    @property
    def is_there(self) -> bool:
        """What was recorded in error is not there, for anybody."""
        return self["end_reason"] != MISTAKE


@dataclass(frozen=True)
class Step:
    """One attempt: what somebody does, about whom, to which fact of which version, and with which key."""

    action: str
    by: o.Caller
    on: str
    fact: str | None
    version: int | None
    body: Told
    key: str

    @property
    def named(self) -> tuple[object, ...]:
        """What stands for one request; said again with the same key it is the same attempt."""
        return (self.on, self.fact, self.version, repr(self.body))


@dataclass(frozen=True)
class Answer:
    """What the service said came of it: the fact's id and when it was told; the book takes nothing else from it."""

    id: str
    at: datetime


@dataclass(frozen=True)
class Logged:
    """One line of the log of changes."""

    authority: str
    action: str
    kind: str
    fact: str
    version: int
    child: str | None
    by: str


Effect = Callable[["Writing"], object]


class Objections(list[str]):
    """Every reason against a step. An empty list accepts it."""

    def where(self, fault: object, word: str) -> None:
        if fault:
            self.append(word)

    # These come first, in this order, or an answer would tell what its caller may not know (docs/coordination.md:
    # "before anything is said of its custodian or version"). Of all others any that holds is a right answer.
    FIRST = (
        "policy",
        "scheme_not_for_role",
        "account-suspended",
        "not-found",
        "key-reused",
        "not-custodian",
        "not_yours",
        "stale",
    )

    def allow(self, word: str) -> bool:
        strict = next((one for one in self.FIRST if one in self), None)
        return word == strict if strict else word in self


@dataclass
class Writing:
    """One accepted step, while it is written into the book."""

    book: "Book"
    step: Step
    answer: Answer
    child: str | None
    keeper: str  # whose log it stands in
    lines: list[Logged] = field(default_factory=list)

    def record(
        self, kind: str, told: Told, ends: tuple[str, str] | None = None, id: str | None = None, log: bool = True
    ) -> Fact:
        fact = Fact(
            kind, self.answer.id if id is None else id, self.step.by.authority, self.answer.at,
            self.step.by.practitioner, "service", 1,
            {name: value for name, value in told.items() if value is not None}, ends,
        )  # fmt: skip
        if fact.id == UNKNOWN:
            fact.id = self.book.unknown()
        assert fact.id not in self.book.facts, f"{fact.id} is there already"
        self.book.facts[fact.id] = fact
        if log:
            self.line(fact)
        return fact

    def amend(self, fact: Fact, told: Told, *, by: str | None = None, log: bool = True) -> Fact:
        """A new version; the one before is kept. What is told as None is taken away."""
        self.book.before.append(deepcopy(fact))
        fact.told = {name: value for name, value in (fact.told | told).items() if value is not None}
        fact.version += 1
        fact.recorded_at, fact.recorded_by = self.answer.at, by or self.step.by.practitioner
        if log:
            self.line(fact)
        return fact

    def end(self, tie: Fact) -> None:
        """It stands no more; how it stood is kept."""
        self.book.before.append(self.book.facts.pop(tie.id))

    def line(self, fact: Fact, child: str | None = None, keeper: str | None = None, kind: str | None = None) -> None:
        self.lines.append(
            Logged(
                keeper or self.keeper, self.step.action, kind or fact.kind, fact.id, fact.version, child or self.child,
                self.step.by.practitioner,
            )
        )  # fmt: skip


@dataclass
class Done:
    """An accepted attempt: by its key it is found again."""

    step: Step
    id: str
    version: int
    at: datetime


class Book:
    """All that three authorities keep."""

    def __init__(self, world: o.World, rows: worlds.Rows, today: date, desk: o.Desk) -> None:
        self.today, self.desk = today, desk
        self.authorities = [one.code for one in world.authorities]
        self.papers = {"bases": world.bases, "agreements": world.agreements}
        self.facts: dict[str, Fact] = {}
        self.before: list[Fact] = []
        self.log: list[list[Logged]] = []
        self.done: dict[tuple[str, str, str], Done] = {}
        self.words: dict[tuple[str, ...], Step] = {}
        self._unknown = 0
        self._world: tuple[int, o.World] | None = None
        self._open(rows)

    def _open(self, rows: worlds.Rows) -> None:
        """The first page: as the world is written into the graph."""
        # A child who cares for another is one node with both labels.
        names = [row["properties"].get("code") or row["properties"]["id"] for row in rows.nodes]
        for name, row in zip(names, rows.nodes, strict=True):
            if row["labels"][0] not in ("LawfulBasis", "SharingAgreement"):
                self._enter(row["labels"][0], name, row["properties"], None)
        for row in rows.edges:
            ends = (names[row["from"]], names[row["to"]])
            if row["type"] not in ("OPEN_UNDER", "SHARES_UNDER", "WITH"):
                self._enter(row["type"], row["properties"]["id"], row["properties"], ends)

    def _enter(self, kind: str, name: str, given: Told, ends: tuple[str, str] | None) -> None:
        told = {key: value for key, value in given.items() if key not in PROVENANCE and value is not None}
        self.facts[name] = Fact(
            kind, name, given.get("custodian", ""), given["recorded_at"], given["recorded_by"], given["source"],
            given["version"], told, ends,
        )  # fmt: skip

    def unknown(self) -> str:
        self._unknown += 1
        return f"{UNKNOWN}{self._unknown}"

    # Looking things up

    def all(self, kind: str, *, who: str | None = None, whom: str | None = None) -> Iterator[Fact]:
        for fact in self.facts.values():
            if fact.kind == kind and (who is None or fact.who == who) and (whom is None or fact.whom == whom):
                yield fact

    def there(self, kind: str, *, who: str | None = None, whom: str | None = None) -> Iterator[Fact]:
        return (fact for fact in self.all(kind, who=who, whom=whom) if fact.is_there)

    def one(self, kind: str | tuple[str, ...], name: str | None) -> Fact | None:
        fact = self.facts.get(name or "")
        return fact if fact and fact.kind in ((kind,) if isinstance(kind, str) else kind) else None

    def has_begun(self, fact: Fact) -> bool:
        return fact["start"] is None or fact["start"] <= self.today

    def has_ended(self, fact: Fact) -> bool:
        return fact["end"] is not None and fact["end"] <= self.today

    def is_current(self, fact: Fact) -> bool:
        return fact.is_there and self.has_begun(fact) and not self.has_ended(fact)

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    # Who may see what: the oracle's part

    def oracle(self, by: o.Caller) -> o.Oracle:
        return o.Oracle(self.world(), by, self.today, self.desk)

    def world(self) -> o.World:
        at = len(self.log)
        if self._world is None or self._world[0] != at:
            self._world = (at, as_world(self))
        return self._world[1]

    # What comes of a step

    def objections(self, step: Step) -> tuple[Objections, Done | None, Effect | None]:
        """Why it is refused; or the earlier attempt that it repeats; or else what it does."""
        against, oracle = Objections(), self.oracle(step.by)
        against.where(not is_permitted(step.by, step.action), "policy")
        against.where(not against and not are_numbers_for(step), "scheme_not_for_role")
        against.where(not oracle.account_is_active(), "account-suspended")
        if against:
            return against, None, None
        about_a_child = step.action in ABOUT_A_CHILD
        against.where(about_a_child and self.sight(oracle, step.on).level == "none", "not-found")
        against.where(step.action in ABOUT_A_PAIR and self.pair_for(oracle, step) is None, "not-found")
        if against:
            return against, None, None
        earlier = self.done.get((step.by.subject, step.action, step.key))
        if earlier:
            same = earlier.step.named == step.named
            against.where(not same, "key-reused")
            return against, None if against else earlier, None
        return against, None, RULES[step.action](self, oracle, step, against)

    def pair_for(self, oracle: o.Oracle, step: Step) -> tuple[Fact, Fact, Fact] | None:
        """A pair, the caller's own record of the two and the other; behind a shield only for those on its list."""
        pair = self.one("POSSIBLY_SAME_AS", step.on)
        both = [self.facts[one] for one in pair.ends or ()] if pair else []
        ours = [one for one in both if one.custodian == step.by.authority]
        if pair is None or not ours or any(oracle.is_shielded_from_me(one.id) for one in both):
            return None
        return pair, ours[0], next(one for one in both if one is not ours[0])

    # What a first person has said, and a second has yet to say

    def word(self, step: Step) -> tuple[str, ...]:
        return (step.action, step.by.authority, step.on, repr(step.body))

    def note(self, step: Step) -> None:
        self.words[self.word(step)] = step

    def is_alone(self, step: Step) -> bool:
        return self.words.get(self.word(step), step).by.practitioner == step.by.practitioner

    def said_of(self, action: str) -> list[Step]:
        return [one for one in self.words.values() if one.action == action]

    def sight(self, oracle: o.Oracle, child_id: str) -> o.Sight:
        child = oracle.child(child_id)
        return oracle.sight(child) if child else o.NO_SIGHT

    def write(self, step: Step, effect: Effect, answer: Answer) -> None:
        child = self.facts[step.on] if step.action in ABOUT_A_CHILD else None
        writing = Writing(
            self, step, answer, child.id if child else None, child.custodian if child else step.by.authority
        )
        effect(writing)
        self.words.pop(self.word(step), None)
        self.log.append(writing.lines)
        version = next(line.version for line in writing.lines if line.fact == answer.id)
        self.done[step.by.subject, step.action, step.key] = Done(step, answer.id, version, answer.at)

    def rename(self, name: str, to: str) -> None:
        """The graph has told the id of something that the book wrote down without."""
        fact = self.facts.pop(name)
        fact.id = to
        self.facts[to] = fact
        for one in self.facts.values():
            if one.ends and name in one.ends:
                one.ends = (to if one.ends[0] == name else one.ends[0], to if one.ends[1] == name else one.ends[1])
        self._world = None
        self.log = [
            [Logged(**(vars(line) | {"fact": to})) if line.fact == name else line for line in lines]
            for lines in self.log
        ]


# Which actions there are: filled by the modules that say what each does.
Rule = Callable[[Book, o.Oracle, Step, Objections], Effect]
RULES: dict[str, Rule] = {}
ABOUT_A_CHILD: set[str] = set()
ABOUT_A_PAIR: set[str] = set()


def on_a_child(rule: Rule) -> Rule:
    ABOUT_A_CHILD.add(rule.__name__)
    return anywhere(rule)


def anywhere(rule: Rule) -> Rule:
    RULES[rule.__name__] = rule
    return rule


def on_a_pair(rule: Rule) -> Rule:
    ABOUT_A_PAIR.add(rule.__name__)
    return anywhere(rule)


# The policy's table, as its own test has it --------------------------------------------------------------------------


@cache
def policy() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    folder = Path(__file__).resolve().parent.parent / "access"
    actions = yaml.safe_load((folder / "changes.yaml").read_text())["actions"]
    roles = yaml.safe_load((folder / "policy.yaml").read_text())
    return actions, {one["role"]: one["purposes"] for one in roles}


def is_permitted(by: o.Caller, action: str) -> bool:
    actions, purposes = policy()
    return by.role in actions[action] and by.purpose in purposes[by.role]


def are_numbers_for(step: Step) -> bool:
    """A scheme that the role may not read may not be searched, or recorded; the data team settles those of every
    scheme (docs/access.md, Roles' projections)."""
    numbers = step.body.get("identifiers", [step.body] if "scheme" in step.body else [])
    settles = step.by.role == "data_team" and step.action != "register_child"
    schemes = o.PROJECTIONS.get(step.by.role, o.EVERY_OTHER).schemes
    return settles or all(number["scheme"] in schemes for number in numbers)


# The book as the oracle's world --------------------------------------------------------------------------------------

# Each kind: where it stands in a World, what it is there, and what its two ends are called.
KINDS: dict[str, tuple[str, type, tuple[str, ...]]] = {
    "Authority": ("authorities", o.Authority, ()),
    "Agency": ("agencies", o.Agency, ()),
    "Practitioner": ("practitioners", o.Practitioner, ()),
    "Child": ("children", o.Child, ()),
    "Carer": ("carers", o.Carer, ()),
    "Household": ("households", o.Household, ()),
    "Identifier": ("identifiers", o.Identifier, ()),
    "Meeting": ("meetings", o.Meeting, ()),
    "CHAIRS": ("chairs", o.Chairs, ("practitioner", "meeting")),
    "INVITED_TO": ("invited", o.Invited, ("practitioner", "meeting")),
    "ATTENDED": ("attended", o.Attended, ("practitioner", "meeting")),
    "SPOKE_WITH": ("spoke", o.SpokeWith, ("one", "other")),
    "WORKS_IN": ("works_in", o.WorksIn, ("practitioner", "service")),
    "MANAGES": ("manages", o.Manages, ("practitioner", "service")),
    "COVERED_BY": ("covers", o.CoveredBy, ("practitioner", "cover")),
    "INVOLVED_WITH": ("involvements", o.Involvement, ("who", "child")),
    "LEADS": ("leads", o.Leads, ("who", "child")),
    "HAS_CONCERN": ("indications", o.Indication, ("who", "child")),
    "ACKNOWLEDGED": ("acknowledged", o.Acknowledged, ("practitioner", "child")),
    "ASSESSED": ("assessments", o.Assessment, ("who", "child")),
    "CARES_FOR": ("cares_for", o.CaresFor, ("carer", "child")),
    "HAS_PARENTAL_RESPONSIBILITY_FOR": ("responsibilities", o.Responsibility, ("holder", "child")),
    "LIVES_AT": ("lives_at", o.LivesAt, ("person", "household")),
    "IDENTIFIED_BY": ("identified_by", o.IdentifiedBy, ("child", "identifier")),
}
ALIASES = {"service_id": "service", "concern_id": "indication", "child_id": "child"}


def as_world(book: Book) -> o.World:
    world: dict[str, list[Any]] = {place: [] for place, _, _ in KINDS.values()}
    for fact in book.facts.values():
        if fact.kind in KINDS:
            place, made, names = KINDS[fact.kind]
            world[place].append(as_one(made, fact, dict(zip(names, fact.ends or (), strict=True))))
    world["about"] = [
        o.About(meeting=one.who, child=one.whom, custodian=one.custodian, end_reason=one["end_reason"])
        for one in book.all("ABOUT")
        if book.one("Meeting", one.who)
    ]
    pairs = [
        o.PossiblySame(id=one.id, custodian=one.custodian, one=one.who, other=one.whom, state=one["state"])
        for one in book.all("POSSIBLY_SAME_AS")
    ]
    more = {
        "possibly_same": pairs,
        "services": services(book),
        "accounts": accounts(book),
        "protections": protections(book),
    }
    papers = {name: book.papers[name] for name in ("bases", "agreements")}
    return o.World(**{name: tuple(rows) for name, rows in (world | more).items()}, **papers)


def as_one(made: type, fact: Fact, ends: Told) -> Any:
    given = {ALIASES.get(name, name): value for name, value in fact.told.items()}
    given |= {"id": fact.id, "custodian": fact.custodian, "recorded_by": fact.recorded_by} | ends
    if "former_names" in given:
        given["former_names"] = tuple(given["former_names"])
    return made(**{each.name: given[each.name] for each in fields(made) if each.name in given})


def services(book: Book) -> Iterator[o.Service]:
    for fact in book.all("Service"):
        above = [one.whom for one in book.all("PART_OF", who=fact.id)]
        agency = next(one for one in above if book.one("Agency", one))
        team = next((one for one in above if book.one("Service", one)), None)
        yield as_one(o.Service, fact, {"phone": fact["phone"], "agency": agency, "part_of": team})


def accounts(book: Book) -> Iterator[o.Account]:
    for held in book.all("HAS_ACCOUNT"):
        fact = book.facts[held.whom]
        yield o.Account(
            practitioner=held.who, authority=fact.custodian, service=fact["service_id"],
            **{name: fact[name] for name in ("subject", "role", "state")},
        )  # fmt: skip


def protections(book: Book) -> Iterable[o.Protection]:
    """One for each whom a protection stands with: what covered a child goes with it."""
    for fact in book.all("PROTECTED_BY"):
        shield = book.facts[fact.whom]
        listed = book.all("MAY_SEE", whom=shield.id)
        yield o.Protection(
            id=shield.id, custodian=shield.custodian, kind=shield["kind"], on=fact.who, start=shield["start"],
            end=shield["end"], access=tuple(o.MaySee(practitioner=one.who, end=one["end"]) for one in listed),
        )  # fmt: skip

"""What is really in the graph of a few authorities, and how it differs from the book."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from neo4j import Driver

from graph_service.graph.queries import CYPHER
from tests.history.book import PROVENANCE, UNKNOWN, Book, Fact, Logged

# Relationships of papers, and what a search reads: no action writes the first, and tests/test_oracle.py searches.
NOT_FACTS = {"OPEN_UNDER", "SHARES_UNDER", "WITH"}
NOT_COMPARED = {
    "search_text",
    "child_origin",
    "carer_origin",
    "carer_digest",
    "is_carer",
    "was_carer",
    "code",
    "gss_code",
}

LOOK = """
MATCH (one:$any($labels)) RETURN 'record' AS what, {labels: labels(one), told: properties(one)} AS row
UNION ALL
MATCH (one:Authority) WHERE one.code IN $codes
RETURN 'record' AS what, {labels: ['Authority'], told: one {.*, id: one.code}} AS row
UNION ALL
MATCH (one:$any($labels))-[tie]->(other)
RETURN 'tie' AS what, {kind: type(tie), from: one.id, to: coalesce(other.id, other.code), told: properties(tie)} AS row
UNION ALL
MATCH (one:Authority)-[tie]->(other) WHERE one.code IN $codes
RETURN 'tie' AS what,
  {kind: type(tie), from: one.code, to: coalesce(other.id, other.code), told: properties(tie)} AS row
UNION ALL
MATCH (one:Change) WHERE one.authority IN $codes AND one.sequence > 0
RETURN 'change' AS what, properties(one) AS row
UNION ALL
MATCH (one:Version) WHERE one.fact_id IN $facts RETURN 'version' AS what, properties(one) AS row
"""
DISCLOSED = """
MATCH (look:Disclosure) WHERE look.authority IN $codes
RETURN look.subject AS subject, look.action AS action, look.outcome AS outcome
"""
ERASE = """
MATCH (one:Change|Counter) WHERE one.authority IN $codes DETACH DELETE one
UNION
MATCH (one:Word|Version) WHERE one.custodian IN $codes DETACH DELETE one
UNION
MATCH (one:$any($labels))
OPTIONAL MATCH (one)-[tie]-()
WITH collect(DISTINCT one.id) + collect(DISTINCT tie.id) + $codes AS facts
MATCH (one:Version) WHERE one.fact_id IN facts DETACH DELETE one
"""


@dataclass
class Seen:
    """What stands in the graph, read as the book reads it."""

    facts: dict[str, Fact]
    before: list[dict[str, Any]]
    changes: list[dict[str, Any]]


def look(driver: Driver, book: Book, labels: list[str]) -> Seen:
    known = [*book.facts, *(one.id for one in book.before if one.id not in book.facts)]
    rows = driver.execute_query(LOOK, labels=labels, codes=book.authorities, facts=known).records
    seen: dict[str, list[Any]] = {"record": [], "tie": [], "change": [], "version": []}
    for what, row in rows:
        seen[what].append(native(row))
    facts = [record(row) for row in seen["record"]]
    facts += [tie(row) for row in seen["tie"] if row["kind"] not in NOT_FACTS]
    # Every version of what the book does not know of, too.
    return Seen({one.id: one for one in facts}, seen["version"], seen["change"])


def native(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: native(one) for name, one in value.items()}
    if isinstance(value, list):
        return [native(one) for one in value]
    return value.to_native() if hasattr(value, "to_native") else value


def record(row: dict[str, Any]) -> Fact:
    kinds = [label for label in row["labels"] if not label.startswith("LA_")]
    owners = [label for label in row["labels"] if label.startswith("LA_")]
    given = row["told"]
    assert kinds == ["Authority"] or owners == [f"LA_{given['custodian']}"], f"{given['id']} is owned by {owners}"
    if set(kinds) == {"Child", "Carer"}:  # one person, one node
        return fact("Child", given | {"is_carer": True}, None)
    return fact(kinds[0], given, None)


def tie(row: dict[str, Any]) -> Fact:
    return fact(row["kind"], row["told"], (row["from"], row["to"]))


def fact(kind: str, given: dict[str, Any], ends: tuple[str, str] | None) -> Fact:
    told = {name: value for name, value in given.items() if name not in PROVENANCE}
    return Fact(kind, **{name: given.get(name, "") for name in PROVENANCE}, told=told, ends=ends)


# Differences ---------------------------------------------------------------------------------------------------------


def name_the_unknown(book: Book, seen: Seen) -> None:
    """What the book wrote without an id is the one record, or tie, that the graph holds besides and that says the same.

    Records first: ties join them."""
    for name in sorted((one for one in book.facts if one.startswith(UNKNOWN)), key=lambda one: int(one[1:])):
        one = book.facts[name]
        like = [other.id for other in seen.facts.values() if other.id not in book.facts and says(other) == says(one)]
        assert like, f"the graph holds no {one}"
        book.rename(name, min(like))


def plain(value: Any) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else repr(value)


def says(one: Fact) -> tuple[object, ...]:
    told = {name: value for name, value in one.told.items() if name not in NOT_COMPARED}
    return (
        one.kind, one.ends, one.custodian, one.version, one.recorded_by, one.source, one.recorded_at,
        sorted((name, plain(value)) for name, value in told.items()),
    )  # fmt: skip


def differences(book: Book, seen: Seen) -> list[str]:
    """Every fact, version and line of the log in which graph and book differ."""
    found = []
    for name in sorted(book.facts.keys() | seen.facts.keys()):
        said, there = book.facts.get(name), seen.facts.get(name)
        if said is None or there is None or says(said) != says(there):
            found.append(f"fact {name}\n    the book:  {said}\n    the graph: {there}")
    return found + different_versions(book, seen) + different_logs(book, seen)


def different_versions(book: Book, seen: Seen) -> list[str]:
    """Nothing is overwritten: each version before is there once, as it was."""
    said = Counter(
        (one.id, one.version, one.custodian, one.recorded_by, one.recorded_at, told_before(one.told))
        for one in book.before
    )
    there = Counter(
        (
            one["fact_id"], one.get("version"), one.get("custodian", ""), one["recorded_by"], one["recorded_at"],
            told_before(one, but={*PROVENANCE, "fact_id", "superseded_at"}),
        )
        for one in seen.before
    )  # fmt: skip
    return [f"only the book has the version {one}" for one in said - there] + [
        f"only the graph has the version {one}" for one in there - said
    ]


def told_before(told: dict[str, Any], but: set[str] = frozenset()) -> tuple[tuple[str, str], ...]:  # type: ignore[assignment]
    """A version has no mark of being the child's current lead: there is one such in the graph."""
    left = but | NOT_COMPARED | {"current_child"}
    return tuple(sorted((name, plain(value)) for name, value in told.items() if name not in left))


def different_logs(book: Book, seen: Seen) -> list[str]:
    """Each authority's log is 1, 2, 3 and on, and says each step's changes together, in the order of the steps."""
    found = []
    for code in book.authorities:
        rows = sorted((one for one in seen.changes if one["authority"] == code), key=lambda one: one["sequence"])
        numbers = [one["sequence"] for one in rows]
        if numbers != list(range(1, len(rows) + 1)):
            found.append(f"the log of {code} counts {numbers}")
        said = [sorted(one for one in lines if one[0] == code) for lines in map(in_short, book.log)]
        there = [logged(one) for one in rows]
        for lines in said:
            if sorted(there[: len(lines)]) != lines:
                return [*found, f"the log of {code}\n    the book:  {lines}\n    the graph: {there[: len(lines)]}"]
            there = there[len(lines) :]
        found += [f"only the graph has the line {one}" for one in there]
    return found


def in_short(lines: list[Logged]) -> list[tuple[str, ...]]:
    return [tuple(map(str, vars(one).values())) for one in lines]


def logged(row: dict[str, Any]) -> tuple[str, ...]:
    names = ("authority", "action", "type", "fact_id", "version", "child_id", "by")
    return tuple(str(row.get(name)) for name in names)


def two_lead(seen: Seen, today: date) -> list[str]:
    """Whether a child has two current leads that are accepted: said by what each fact says, not by its mark."""
    leading = Counter(
        one.whom
        for one in seen.facts.values()
        if one.kind == "LEADS" and one["state"] == "accepted" and one.is_there
        and (one["start"] is None or one["start"] <= today) and (one["end"] is None or one["end"] > today)
    )  # fmt: skip
    return [f"{count} lead the child {child}" for child, count in leading.items() if count > 1]


def broken_invariants(driver: Driver, seen: Seen) -> list[str]:
    """Every file of cypher/invariants/, in one round trip; of what other tests left here nothing is said."""
    texts = [path.read_text() for path in sorted((CYPHER / "invariants").glob("*.cypher"))]
    assert texts
    rows = driver.execute_query("\nUNION ALL\n".join(texts), limit=10_000).records
    return [f"{subject}: {detail}" for subject, detail in rows if subject is None or subject in seen.facts]


def disclosed(driver: Driver, book: Book) -> Counter[tuple[str, str, str]]:
    rows = driver.execute_query(DISCLOSED, codes=book.authorities).records
    return Counter((subject, action, outcome) for subject, action, outcome in rows)

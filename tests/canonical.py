"""A graph as sentences: every record and every relationship of some authorities, in the seed's own words.

Two graphs that say the same give the same sentences. Left out is what differs by who wrote it down, and when.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from graph_service.actions.clock import UNITED_KINGDOM
from graph_service.graph.connection import Connection
from tests.conftest import ask
from tests.recoded import Recoded
from tests.retold import FIRST

# Property -> why two tellings of the same cannot agree on it.
NOT_COMPARED = {
    "id": "the service's own: of a child and a carer random, of a fact made from the key of the change",
    "custodian": "stands in front of each sentence",
    "recorded_at": "when it was told",
    "recorded_by": "who told it",
    "source": "the file's sender, or the service",
    "version": "a fact that took two calls is at its second version",
    "digest": "of a file's row; only an import compares by it",
    "carer_digest": "the same",
    "child_origin": "the sender's key of a child",
    "carer_origin": "the sender's key of a carer",
    "raised_at": "an indication is raised at the moment in which somebody says so",
    "confirmed_on": "the day on which somebody says that it is still right: for an action always today",
}
# Records of the telling itself: who looked, what was changed when, which file was read.
NOT_THE_WORLD = ["Disclosure", "Change", "Version", "Import", "Counter"]
# An authority's node is the country's, not the seed's: of it, only what the authority says of its desk.
OF_AUTHORITIES = {"code", "duty_phone", "duty_hours", "out_of_hours_phone"}

Record = dict[str, Any]


def sentences(server: Connection, world: Recoded) -> Counter[str]:
    """How often each is said."""
    records = {node: (labels, facts) for node, labels, facts in _records(server, world)}
    names = {node: _name(world, labels, facts) for node, (labels, facts) in records.items()}
    said = _Sayer(world, {facts["id"]: names[node] for node, (_, facts) in records.items() if "id" in facts})
    kinds = [f"{names[node]} is {said.of(labels)}" for node, (labels, _) in records.items()]
    nodes = [f"{names[node]} {said.facts(facts)}" for node, (_, facts) in records.items()]
    edges = [
        f"{said.keeper(facts)}: {names.get(one, '?')} -{kind}-> {names.get(other, '?')} {said.facts(facts)}"
        for one, kind, other, facts in _relationships(server, world)
    ]
    return Counter(kinds + nodes + edges)


def _records(server: Connection, world: Recoded) -> list[list[Any]]:
    return ask(
        server,
        "MATCH (n) WHERE (n.custodian IN $codes OR n:Authority AND n.code IN $codes) "
        "AND coalesce(n.source, '') <> $first AND none(label IN labels(n) WHERE label IN $not_the_world) "
        "RETURN elementId(n), labels(n), properties(n)",
        codes=list(world.codes.values()), first=FIRST, not_the_world=NOT_THE_WORLD,
    )  # fmt: skip


def _relationships(server: Connection, world: Recoded) -> list[list[Any]]:
    return ask(
        server,
        "MATCH (one)-[r]->(other) WHERE r.custodian IN $codes AND r.source <> $first "
        "RETURN elementId(one), type(r), elementId(other), properties(r)",
        codes=list(world.codes.values()), first=FIRST,
    )  # fmt: skip


_NAMES: dict[str, Callable[[Record], str]] = {
    "Child": lambda one: f"{one['given_name']} {one['family_name']}",
    "Carer": lambda one: f"{one['given_name']} {one['family_name']}",
    "Practitioner": lambda one: one["name"],
    "Service": lambda one: one["name"],
    "Agency": lambda one: one["name"],
    "Authority": lambda one: one["code"],
    "Household": lambda one: one["address"],
    "Identifier": lambda one: f"{one['scheme']} {one['value']}",
    "Protection": lambda one: f"{one['kind']} of {one['start']}",
    "Account": lambda one: one["subject"],
    "Meeting": lambda one: f"{one['kind']} planned for {one['planned_on']}",
    "Referral": lambda one: f"referral from {one['from_kind']} on {one['received_on']}",
    "LawfulBasis": lambda one: one["instrument"],
    "SharingAgreement": lambda one: f"agreement since {one['start']}",
}


def _name(world: Recoded, labels: list[str], facts: Record) -> str:
    kind = next(label for label in _NAMES if label in labels)
    return world.plain(_NAMES[kind](facts))


class _Sayer:
    """Says facts in the seed's words; `names` is each record's by its id."""

    def __init__(self, world: Recoded, names: dict[str, str]) -> None:
        self._world = world
        self._names = names

    def of(self, labels: list[str]) -> str:
        return self._world.plain(" ".join(sorted(labels)))

    def keeper(self, facts: Record) -> str:
        return self._world.plain(facts["custodian"])

    def facts(self, facts: Record) -> str:
        told = {name: self._fact(name, value, facts) for name, value in facts.items() if name not in NOT_COMPARED}
        if "official_name" in facts:
            told = {name: value for name, value in told.items() if name in OF_AUTHORITIES}
        return "{" + ", ".join(f"{name}: {told[name]}" for name in sorted(told)) + "}"

    def _fact(self, name: str, value: Any, facts: Record) -> str:
        if name == "closed_at":
            return "closed"
        if name == "due_on":  # counted from the day on which it was raised
            raised = facts["raised_at"].to_native().astimezone(UNITED_KINGDOM).date()
            return f"{(value.to_native() - raised).days} days after"
        if name in ("service_id", "basis_by", "current_child"):
            return self._names.get(value, self._world.plain(str(value)))
        if name == "search_text":
            return " ".join(sorted(set(self._world.plain(value).split())))
        return self._world.plain(str(value))
